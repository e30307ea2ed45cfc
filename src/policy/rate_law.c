#include "policy/rate_law.h"

#include <stdlib.h>

#include "book/published.h"
#include "policy/charge.h"
#include "policy/pack_kept.h"
#include "record/organisation.h"

#define ROWS_MOST  100000 /* published rows of one kind */
#define LIMITS_MAX 32     /* of a country that speak of one debt */

struct rate_law_entry {
    str country, cap;
    int64_t agreed;
    struct interest_steps caps;
};

struct rate_law_unit {
    str country, unit;
    currency in;
    struct interest_steps values;
};

struct rate_rows {
    currency in;              /* CURRENCY_NONE of a rate */
    struct interest_step *of; /* one a day */
    size_t count, capacity;
};

/* A limit with all that was published for it. */
struct limit {
    const struct pack_rule *rule; /* NULL: the published rate itself is the limit */
    const struct rate_limit *of;
    struct rate_rows rows;
};

struct asking {
    struct op *op;
    str country, cap;
    int64_t agreed;
    const struct pack *pack;
    struct limit limits[LIMITS_MAX];
    size_t count;
};

/* --- what there is --- */

static status take_row(struct op *op, const struct published *row, void *context)
{
    struct rate_rows *const rows = context;
    if (rows->count > 0 && rows->of[rows->count - 1].from == row->from_on)
        rows->count--; /* the last revision counts */
    if (row->currency != rows->in)
        return OK;
    rows->of = arena_grow(op->arena, rows->of, rows->count, &rows->capacity, sizeof(*rows->of));
    rows->of[rows->count++] = (struct interest_step){row->from_on, row->value};
    return OK;
}

static status load_rows(const struct asking *a, str name, struct rate_rows *rows)
{
    const struct published_query query = {
        .country = a->country, .name = name, .on = DAY_NONE, .most = ROWS_MOST};
    return published_list(a->op, PUBLISHED_RATE, &query, take_row, rows);
}

static status add_limit(struct asking *a, const struct pack_rule *rule, const struct rate_limit *of,
                        str name)
{
    if (a->count == LIMITS_MAX)
        return op_fail(a->op, E_LIMIT, "the pack of " STR_FORMAT " has over %d limits on one day",
                       STR_ARG(a->country), LIMITS_MAX);
    struct limit *const limit = &a->limits[a->count++];
    *limit = (struct limit){.rule = rule, .of = of};
    return name.size > 0 ? load_rows(a, name, &limit->rows) : OK;
}

/* The limits of a rule that speak of the debt; those without a published rate always do. */
static status add_rule(struct asking *a, const struct pack_rule *rule, bool *is_known)
{
    str segment = a->cap;
    const str kind = str_split(&segment, '.');
    for (size_t i = 0; i < rule->rate_count; i++) {
        const struct rate_limit *const of = &rule->rates[i];
        const bool is_named = of->published && str_equal_c(kind, of->published);
        *is_known = *is_known || is_named;
        if (of->published && a->cap.size > 0 && !is_named)
            continue;
        const str name = !of->published ? STR("") : is_named ? a->cap : str_of(of->published);
        TRY(add_limit(a, rule, of, name));
    }
    return OK;
}

static status load_limits(struct asking *a)
{
    bool is_known = a->cap.size == 0 || str_equal_c(a->cap, TERMS_CAP_NONE);
    for (size_t i = 0; i < pack_rule_count(a->pack); i++) {
        const struct pack_rule *const rule = pack_rule_at(a->pack, i);
        if (rule->rate_count > 0)
            TRY(add_rule(a, rule, &is_known));
    }
    return is_known ? OK : add_limit(a, NULL, NULL, a->cap);
}

/* --- day by day --- */

/* What the limit allows on a day; without what it refers to, nothing. */
static int64_t most_on(const struct asking *a, const struct limit *limit, day on)
{
    const struct interest_step *last = NULL;
    int64_t most = 0;
    for (size_t i = 0; i < limit->rows.count && limit->rows.of[i].from <= on; i++)
        last = &limit->rows.of[i];
    if (!limit->rule || !limit->of)
        return last ? last->value : 0;
    if (!charge_binds(limit->rule, on))
        return INTEREST_NO_CAP;
    const bool is_published = limit->of->published != NULL;
    if (is_published && (!last || on - last->from >= limit->of->published_days))
        return 0;
    const enum charge_verdict verdict = charge_judge_rate(
        limit->of, is_published ? last->value : a->agreed, CHARGE_NOT_SAID, &most);
    return verdict == CHARGE_UNKNOWN ? 0 : most;
}

static int64_t cap_on(const struct asking *a, day on)
{
    int64_t cap = charge_begin(a->pack, a->country) == CHARGE_UNKNOWN ? 0 : INTEREST_NO_CAP;
    for (size_t i = 0; i < a->count; i++) {
        const int64_t most = most_on(a, &a->limits[i], on);
        cap = most < cap ? most : cap;
    }
    return cap;
}

static int compare_days(const void *left, const void *right)
{
    const struct interest_step *const a = left;
    const struct interest_step *const b = right;
    return (a->from > b->from) - (a->from < b->from);
}

/* On every day on which a limit may become another. */
static struct interest_steps steps_of(struct arena *arena, const struct asking *a)
{
    size_t most = 1;
    size_t count = 0;
    size_t kept = 0;
    for (size_t i = 0; i < a->count; i++)
        most += 2 + 2 * a->limits[i].rows.count;
    struct interest_step *const steps = arena_array(arena, most, sizeof(*steps));
    steps[count++].from = DAY_MIN;
    for (size_t i = 0; i < a->count; i++) {
        const struct limit *const limit = &a->limits[i];
        const int days = limit->of ? limit->of->published_days : 0;
        if (limit->rule && limit->rule->effective_on != DAY_NONE)
            steps[count++].from = limit->rule->effective_on;
        if (limit->rule && limit->rule->repealed_on != DAY_NONE)
            steps[count++].from = limit->rule->repealed_on;
        for (size_t n = 0; n < limit->rows.count; n++) {
            steps[count++].from = limit->rows.of[n].from;
            steps[count++].from = limit->rows.of[n].from + days;
        }
    }
    qsort(steps, count, sizeof(*steps), compare_days);
    for (size_t i = 0; i < count; i++) {
        const day from = steps[i].from;
        if (kept > 0 && steps[kept - 1].from == from)
            continue;
        steps[kept++] = (struct interest_step){from, cap_on(a, from)};
    }
    return (struct interest_steps){steps, kept};
}

/* --- asked once --- */

void rate_law_begin(struct op *op, struct rate_law *ret_law)
{
    *ret_law = (struct rate_law){.arena = arena_create()};
    arena_defer(op->arena, (void (*)(void *))arena_destroy, ret_law->arena);
}

static const struct rate_law_entry *find(const struct rate_law *law, const struct asking *a)
{
    for (size_t i = 0; i < law->count; i++) {
        const struct rate_law_entry *const entry = &law->entries[i];
        if (entry->agreed == a->agreed && str_equal(entry->country, a->country) &&
            str_equal(entry->cap, a->cap))
            return entry;
    }
    return NULL;
}

static status country_of(struct op *op, const struct obligation_terms *terms, str *ret_country)
{
    struct organisation organisation;
    *ret_country = terms->country;
    if (terms->country.size > 0)
        return OK;
    TRY(organisation_get(op, &organisation));
    *ret_country = organisation.country;
    return OK;
}

status rate_law_read(struct op *op, void *context, const struct obligation_terms *terms,
                     struct interest_steps *ret_caps)
{
    struct rate_law *const law = context;
    struct asking *const a = arena_new(op->arena, struct asking);
    *a = (struct asking){
        .op = op, .cap = terms->cap, .agreed = terms->rate > 0 ? terms->rate : terms->late_rate};
    TRY(country_of(op, terms, &a->country));
    const struct rate_law_entry *known = find(law, a);
    if (known) {
        *ret_caps = known->caps;
        return OK;
    }
    TRY(pack_kept(op, a->country, &a->pack));
    TRY(load_limits(a));
    law->entries =
        arena_grow(law->arena, law->entries, law->count, &law->capacity, sizeof(*law->entries));
    law->entries[law->count] =
        (struct rate_law_entry){str_copy(law->arena, a->country), str_copy(law->arena, a->cap),
                                a->agreed, steps_of(law->arena, a)};
    *ret_caps = law->entries[law->count++].caps;
    return OK;
}

status rate_law_values(struct op *op, void *context, const struct obligation_terms *terms,
                       currency in, struct interest_steps *ret_values)
{
    struct rate_law *const law = context;
    struct rate_rows rows = {.in = in};
    str country;
    TRY(country_of(op, terms, &country));
    for (size_t i = 0; i < law->unit_count; i++)
        if (law->units[i].in == in && str_equal(law->units[i].country, country) &&
            str_equal(law->units[i].unit, terms->unit)) {
            *ret_values = law->units[i].values;
            return OK;
        }
    const struct published_query query = {
        .country = country, .name = terms->unit, .on = DAY_NONE, .most = ROWS_MOST};
    TRY(published_list(op, PUBLISHED_INDEX, &query, take_row, &rows));
    struct interest_step *const kept = arena_array(law->arena, rows.count, sizeof(*kept));
    for (size_t i = 0; i < rows.count; i++)
        kept[i] = rows.of[i];
    law->units = arena_grow(law->arena, law->units, law->unit_count, &law->unit_capacity,
                            sizeof(*law->units));
    law->units[law->unit_count++] = (struct rate_law_unit){
        str_copy(law->arena, country), str_copy(law->arena, terms->unit), in, {kept, rows.count}
    };
    *ret_values = (struct interest_steps){kept, rows.count};
    return OK;
}

status rate_law_fee(struct op *op, void *context, const struct obligation_terms *terms,
                    const struct late_fee_asked *asked, int64_t *ret_most)
{
    struct charge_place place = {.on = asked->on, .segment = STR(""), .currency = asked->in};
    const struct charge_fee fee = {
        .overdue = asked->base, .days_late = asked->days, .fee = CHARGE_NOT_SAID};
    struct charge_answers answers;
    int64_t most = INT64_MAX;
    (void)context;
    TRY(country_of(op, terms, &place.country));
    TRY(charge_ask_fee(op, &place, &fee, &answers));
    for (size_t i = 0; i < answers.count; i++)
        if (answers.list[i].verdict != CHARGE_NO_CAP && answers.list[i].most < most)
            most = answers.list[i].most;
    *ret_most = answers.verdict == CHARGE_UNKNOWN ? 0 : most;
    return OK;
}
