#include "dmn/cells.h"

#include <assert.h>
#include <stdlib.h>

#include "dmn/types.h"

enum dmn_type dmn_literal_type(const struct feel_literal *literal)
{
    static const enum dmn_type types[] = {[FEEL_NULL] = DMN_STRING,
                                          [FEEL_NUMBER] = DMN_NUMBER,
                                          [FEEL_STRING] = DMN_STRING,
                                          [FEEL_BOOLEAN] = DMN_BOOLEAN,
                                          [FEEL_DATE] = DMN_DATE};
    assert(literal->kind != FEEL_NULL);
    return types[literal->kind];
}

static status check_type(struct op *op, const struct dmn_domain *domain,
                         const struct feel_literal *literal)
{
    if (literal->kind == FEEL_NULL || dmn_literal_type(literal) == domain->type)
        return OK;
    return op_fail(op, E_INVALID, "%s stands where the column has %s",
                   op_word(op, feel_kind_name(literal->kind)),
                   op_word(op, dmn_type_name(domain->type)));
}

/* Where a literal that is not null lies among the integers of the domain. */
static struct feel_scaled locate(const struct dmn_domain *domain,
                                 const struct feel_literal *literal)
{
    switch (literal->kind) {
    case FEEL_NUMBER:
        return feel_number_scaled(literal->number, domain->scale);
    case FEEL_STRING:
        return (struct feel_scaled){dmn_symbols_add(domain->symbols, literal->string), 0, true};
    case FEEL_BOOLEAN:
        return (struct feel_scaled){literal->boolean, 0, true};
    case FEEL_DATE:
        return (struct feel_scaled){literal->date, 0, true};
    case FEEL_NULL:
        break; /* has no place: matches_null answers for it */
    }
    return (struct feel_scaled){0};
}

status dmn_literal_bind(struct op *op, const struct dmn_domain *domain,
                        const struct feel_literal *literal, struct dmn_value *ret_value)
{
    TRY(check_type(op, domain, literal));
    if (literal->kind == FEEL_NULL) {
        *ret_value = (struct dmn_value){.is_null = true};
        return OK;
    }
    const struct feel_scaled at = locate(domain, literal);
    if (at.overflow != 0 || !at.is_exact)
        return op_fail(op, E_INVALID, "the number does not fit into 64 bits with %d decimals",
                       domain->scale);
    *ret_value = (struct dmn_value){.value = at.floor};
    return OK;
}

/* One past a bound, or false at the end of the integers. */
static bool step(int64_t bound, int by, int64_t *ret_bound)
{
    return !__builtin_add_overflow(bound, by, ret_bound);
}

/* The integers above the place; false: there is none. */
static bool lower_bound(struct feel_scaled at, bool is_open, int64_t *ret_low)
{
    if (at.overflow != 0) {
        *ret_low = INT64_MIN;
        return at.overflow < 0;
    }
    *ret_low = at.floor;
    return (at.is_exact && !is_open) || step(at.floor, 1, ret_low);
}

static bool upper_bound(struct feel_scaled at, bool is_open, int64_t *ret_high)
{
    if (at.overflow != 0) {
        *ret_high = INT64_MAX;
        return at.overflow > 0;
    }
    *ret_high = at.floor;
    return !at.is_exact || !is_open || step(at.floor, -1, ret_high);
}

/* The integers that a test matches; false: none. */
static bool find_interval(const struct dmn_domain *domain, const struct feel_test *test,
                          struct dmn_interval *ret_interval)
{
    const struct feel_scaled low = locate(domain, &test->low);
    const struct feel_scaled high = locate(domain, &test->high);
    struct dmn_interval found = {INT64_MIN, INT64_MAX};
    bool is_some = true;
    switch (test->kind) {
    case FEEL_EQUAL:
        found = (struct dmn_interval){low.floor, low.floor};
        is_some = low.overflow == 0 && low.is_exact;
        break;
    case FEEL_LESS:
    case FEEL_LESS_EQUAL:
        is_some = upper_bound(high, test->kind == FEEL_LESS, &found.high);
        break;
    case FEEL_GREATER:
    case FEEL_GREATER_EQUAL:
        is_some = lower_bound(low, test->kind == FEEL_GREATER, &found.low);
        break;
    case FEEL_RANGE:
        is_some = lower_bound(low, test->is_low_open, &found.low) &&
                  upper_bound(high, test->is_high_open, &found.high);
        break;
    }
    *ret_interval = found;
    return is_some && found.low <= found.high;
}

static int by_low(const void *a, const void *b)
{
    const struct dmn_interval *const left = a;
    const struct dmn_interval *const right = b;
    return (left->low > right->low) - (left->low < right->low);
}

/* Sorts, and joins what overlaps or touches. */
static void merge(struct dmn_cell *cell)
{
    size_t kept = 0;
    if (cell->count == 0)
        return;
    qsort(cell->intervals, cell->count, sizeof(*cell->intervals), by_low);
    for (size_t i = 1; i < cell->count; i++) {
        struct dmn_interval *const last = &cell->intervals[kept];
        const struct dmn_interval next = cell->intervals[i];
        if (last->high == INT64_MAX || next.low <= last->high + 1)
            last->high = next.high > last->high ? next.high : last->high;
        else
            cell->intervals[++kept] = next;
    }
    cell->count = kept + 1;
}

/* The integers between the intervals; there is room for one more of them. */
static void complement(struct dmn_cell *cell)
{
    size_t count = 0;
    int64_t low = INT64_MIN;
    bool is_open = true; /* the integers from low on are still to be given */
    for (size_t i = 0; i < cell->count; i++) {
        const struct dmn_interval hole = cell->intervals[i];
        if (hole.low > low)
            cell->intervals[count++] = (struct dmn_interval){low, hole.low - 1};
        is_open = step(hole.high, 1, &low);
    }
    if (is_open)
        cell->intervals[count++] = (struct dmn_interval){low, INT64_MAX};
    cell->count = count;
}

/* null = null holds, null = x does not, and comparing null is neither: "or" over the tests, then
 * "not", in three values. */
static bool matches_null(const struct feel_tests *tests)
{
    bool is_unknown = false;
    for (size_t i = 0; i < tests->count; i++) {
        if (tests->tests[i].kind != FEEL_EQUAL)
            is_unknown = true;
        else if (tests->tests[i].low.kind == FEEL_NULL)
            return !tests->is_negated;
    }
    return !is_unknown && tests->is_negated;
}

status dmn_cell_bind(struct op *op, const struct dmn_domain *domain, const struct feel_tests *tests,
                     struct dmn_cell *ret_cell)
{
    struct dmn_cell cell = {.matches_null = tests->is_any || matches_null(tests)};
    cell.intervals = arena_array(op->arena, tests->count + 1, sizeof(*cell.intervals));
    for (size_t i = 0; i < tests->count; i++) {
        const struct feel_test *const test = &tests->tests[i];
        TRY(check_type(op, domain, &test->low));
        TRY(check_type(op, domain, &test->high));
        if (test->low.kind == FEEL_NULL)
            continue;
        if (find_interval(domain, test, &cell.intervals[cell.count]))
            cell.count++;
        else if (test->kind == FEEL_RANGE)
            return op_fail(op, E_INVALID, "the range holds no value of this column");
    }
    merge(&cell);
    if (tests->is_negated || tests->is_any)
        complement(&cell);
    *ret_cell = cell;
    return OK;
}

bool dmn_cell_matches(const struct dmn_cell *cell, struct dmn_value value)
{
    if (value.is_null)
        return cell->matches_null;
    for (size_t i = 0; i < cell->count; i++)
        if (value.value >= cell->intervals[i].low && value.value <= cell->intervals[i].high)
            return true;
    return false;
}
