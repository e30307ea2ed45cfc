#include "tests/reference/dmn_naive.h"

enum truth { NO, YES, UNKNOWN };

static enum truth negate(enum truth truth)
{
    return truth == UNKNOWN ? UNKNOWN : truth == YES ? NO : YES;
}

static enum truth both(enum truth a, enum truth b)
{
    if (a == NO || b == NO)
        return NO;
    return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : YES;
}

static enum truth truth_of(bool holds)
{
    return holds ? YES : NO;
}

static enum truth is_equal(struct naive_value a, struct naive_value b)
{
    if (a.kind == NAIVE_NULL || b.kind == NAIVE_NULL)
        return truth_of(a.kind == b.kind);
    return a.kind != b.kind ? UNKNOWN : truth_of(a.value == b.value);
}

/* Below, or at most: null and other kinds have no order. */
static enum truth is_below(struct naive_value a, struct naive_value b, bool or_equal)
{
    if (a.kind == NAIVE_NULL || a.kind != b.kind)
        return UNKNOWN;
    return truth_of(or_equal ? a.value <= b.value : a.value < b.value);
}

static enum truth test_holds(const struct naive_test *test, struct naive_value value)
{
    switch (test->sign) {
    case NAIVE_EQUAL:
        return is_equal(value, test->low);
    case NAIVE_LESS:
        return is_below(value, test->low, false);
    case NAIVE_LESS_EQUAL:
        return is_below(value, test->low, true);
    case NAIVE_GREATER:
        return is_below(test->low, value, false);
    case NAIVE_GREATER_EQUAL:
        return is_below(test->low, value, true);
    case NAIVE_RANGE:
        return both(is_below(test->low, value, !test->is_low_open),
                    is_below(value, test->high, !test->is_high_open));
    }
    return UNKNOWN;
}

static bool cell_holds(const struct naive_cell *cell, struct naive_value value)
{
    enum truth any = NO;
    if (cell->is_any)
        return true;
    for (int i = 0; i < cell->test_count; i++)
        any = negate(both(negate(any), negate(test_holds(&cell->tests[i], value))));
    return (cell->is_negated ? negate(any) : any) == YES;
}

static bool rule_holds(const struct naive_table *table, int rule, const struct naive_value *row)
{
    for (int i = 0; i < table->input_count; i++)
        if (!cell_holds(&table->rules[rule].cells[i], row[i]))
            return false;
    return true;
}

static bool same_outputs(const struct naive_table *table, int a, int b)
{
    for (int i = 0; i < table->output_count; i++)
        if (is_equal(table->rules[a].outputs[i], table->rules[b].outputs[i]) != YES)
            return false;
    return true;
}

static int rank_of(const struct naive_table *table, int rule, int output)
{
    for (int i = 0; i < table->order_count[output]; i++)
        if (is_equal(table->order[output][i], table->rules[rule].outputs[output]) == YES)
            return i;
    return table->order_count[output];
}

/* Whether rule a comes before rule b by the order of output values. */
static bool comes_before(const struct naive_table *table, int a, int b)
{
    for (int i = 0; i < table->output_count; i++)
        if (rank_of(table, a, i) != rank_of(table, b, i))
            return rank_of(table, a, i) < rank_of(table, b, i);
    return a < b;
}

static struct naive_value aggregate(const struct naive_table *table, const int *hits, int count)
{
    struct naive_value total = table->rules[hits[0]].outputs[0];
    if (table->aggregation == '#')
        return (struct naive_value){NAIVE_NUMBER, (int64_t)count * NAIVE_UNIT};
    for (int i = 0; i < count; i++)
        if (table->rules[hits[i]].outputs[0].kind == NAIVE_NULL)
            return (struct naive_value){NAIVE_NULL, 0};
    for (int i = 1; i < count; i++) {
        const int64_t value = table->rules[hits[i]].outputs[0].value;
        if (table->aggregation == '+')
            total.value += value;
        else if (table->aggregation == '<' ? value < total.value : value > total.value)
            total.value = value;
    }
    return total;
}

/* U and A: the first later hit that breaks the promise. */
static int find_second(const struct naive_table *table, const int *hits, int count)
{
    for (int i = 1; i < count; i++)
        if (table->policy == 'U' || !same_outputs(table, hits[0], hits[i]))
            return hits[i];
    return -1;
}

static void put(struct naive_result *result, const struct naive_value *outputs, int count)
{
    for (int i = 0; i < count; i++)
        result->outputs[i] = outputs ? outputs[i] : (struct naive_value){NAIVE_NULL, 0};
}

void naive_decide(const struct naive_table *table, const struct naive_value *row,
                  struct naive_result *ret_result)
{
    int hits[NAIVE_RULES];
    int count = 0;
    struct naive_result result = {.rule = -1, .second = -1};
    for (int rule = 0; rule < table->rule_count; rule++)
        if (rule_holds(table, rule, row))
            hits[count++] = rule;
    if (count == 0) {
        put(&result, table->has_default ? table->defaults : NULL, table->output_count);
        *ret_result = result;
        return;
    }
    result.rule = hits[0];
    if (table->policy == 'P')
        for (int i = 1; i < count; i++)
            if (comes_before(table, hits[i], result.rule))
                result.rule = hits[i];
    if (table->policy == 'U' || table->policy == 'A')
        result.second = find_second(table, hits, count);
    put(&result, result.second >= 0 ? NULL : table->rules[result.rule].outputs,
        table->output_count);
    if (table->policy == 'C')
        result.outputs[0] = aggregate(table, hits, count);
    *ret_result = result;
}
