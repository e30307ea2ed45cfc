#include "policy/interest.h"

#include "policy/rate_law.h"
#include "store/db.h"

static status read_flag(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(bool *)out = db_i64(row, 0) != 0;
    return OK;
}

static status read_nothing(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    (void)row;
    (void)out;
    return OK;
}

/* A case that was charged may be charged another sum; one that sleeps may have woken; and of one
 * that was never charged a month that is over may bear now, by what came late. */
static status accrue_touched(struct op *op, struct case_key key, const struct accrue_caps *caps)
{
    bool found = false;
    bool changed = false;
    TRY(db_query_one(op, Q_ACCRUAL_GET, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                     read_nothing, NULL, &found));
    if (!found)
        return OK;
    return accrue_case(op, key, caps, &changed);
}

status interest_touched(struct op *op, const struct case_key *keys, size_t count)
{
    struct rate_law law = {.arena = NULL};
    const struct accrue_caps caps = {rate_law_read, rate_law_values, rate_law_fee, &law};
    bool any = false;
    bool found = false;
    if (count == 0)
        return OK;
    TRY(db_query_one(op, Q_ACCRUAL_ANY, DB_NO_ARGS, read_flag, &any, &found));
    if (!any)
        return OK;
    rate_law_begin(op, &law);
    for (size_t i = 0; i < count; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        const status code = accrue_touched(op, keys[i], &caps);
        touch_clear(op); /* what interest touches is decided next, as it was touched before */
        if (code != OK)
            return code;
        arena_release(op->arena, mark);
    }
    return OK;
}

status interest_accrued(struct op *op, struct case_key key, day on, struct accrued **ret_list,
                        size_t *ret_count, struct parts *ret_total)
{
    struct rate_law law = {.arena = op->arena};
    const struct accrue_caps caps = {rate_law_read, rate_law_values, rate_law_fee, &law};
    struct parts total = {{0}};
    TRY(accrue_read(op, key, &caps, on, ret_list, ret_count));
    for (size_t i = 0; i < *ret_count; i++)
        for (int c = 0; c < COMPONENT_COUNT; c++)
            total.of[c] += (*ret_list)[i].parts.of[c];
    *ret_total = total;
    return OK;
}

status interest_view_read(struct op *op, struct case_key key, day on, struct ledger_view *ret_view)
{
    struct debt_terms *terms = NULL;
    struct accrued *list = NULL;
    struct parts total;
    size_t term_count = 0;
    size_t count = 0;
    TRY(ledger_view_read(op, key, on, ret_view));
    TRY(debt_terms_load(op, key, &terms, &term_count));
    if (term_count > 0)
        TRY(interest_accrued(op, key, on, &list, &count, &total));
    for (size_t i = 0; i < ret_view->debt_count; i++) {
        struct ledger_debt *const debt = &ret_view->debts[i];
        for (size_t n = 0; n < term_count; n++)
            if (terms[n].obligation_id == debt->id)
                debt->terms = &terms[n];
        for (size_t n = 0; n < count; n++)
            if (list[n].obligation_id == debt->id) {
                debt->accrued = list[n].parts;
                debt->unit = list[n].unit;
                debt->unit_value = list[n].value;
                debt->unit_value_on = list[n].value_on;
            }
    }
    return OK;
}

static int64_t sum_of(const struct parts *parts)
{
    return parts->of[COMPONENT_INTEREST] + parts->of[COMPONENT_LATE_INTEREST] +
           parts->of[COMPONENT_FEE] + parts->of[COMPONENT_PRINCIPAL];
}

status interest_wait(struct op *op, struct case_key key, day on, day until,
                     struct interest_waiting *ret_waiting, bool *ret_has_terms)
{
    struct interest_waiting waiting = {0};
    struct debt_terms *terms = NULL;
    struct accrued *list = NULL;
    struct parts now = {{0}};
    struct parts then = {{0}};
    size_t count = 0;
    TRY(debt_terms_load(op, key, &terms, &count));
    *ret_has_terms = count > 0;
    for (size_t i = 0; i < count; i++) {
        const struct obligation_terms *const held = debt_terms_on(&terms[i], on);
        if (held && held->late_rate > waiting.rate)
            waiting.rate = held->late_rate;
    }
    if (count > 0) {
        TRY(interest_accrued(op, key, on, &list, &count, &now));
        TRY(interest_accrued(op, key, until, &list, &count, &then));
    }
    waiting.accrued = sum_of(&now);
    waiting.cost = sum_of(&then) - waiting.accrued;
    *ret_waiting = waiting;
    return OK;
}
