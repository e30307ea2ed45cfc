#include "policy/interest.h"

#include "policy/rate_law.h"
#include "store/db.h"

static status read_flag(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(bool *)out = db_i64(row, 0) != 0;
    return OK;
}

struct standing {
    day due_on;
    bool is_charged;
};

static status read_standing(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct standing *)out = (struct standing){db_day(row, 0), db_i64(row, 1) != 0};
    return OK;
}

/* A case that was charged may be charged another sum; one that sleeps may have woken. */
static status accrue_touched(struct op *op, struct case_key key, const struct accrue_caps *caps)
{
    struct standing standing = {DAY_NONE, false};
    bool found = false;
    bool changed = false;
    TRY(db_query_one(op, Q_ACCRUAL_GET, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                     read_standing, &standing, &found));
    if (!found || (!standing.is_charged && standing.due_on > op->business_date))
        return OK;
    return accrue_case(op, key, caps, &changed);
}

status interest_touched(struct op *op, const struct case_key *keys, size_t count)
{
    struct rate_law law = {.arena = NULL};
    const struct accrue_caps caps = {rate_law_read, &law};
    bool any = false;
    bool found = false;
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
    const struct accrue_caps caps = {rate_law_read, &law};
    struct parts total = {{0}};
    TRY(accrue_read(op, key, &caps, on, ret_list, ret_count));
    for (size_t i = 0; i < *ret_count; i++)
        for (int c = 0; c < COMPONENT_COUNT; c++)
            total.of[c] += (*ret_list)[i].parts.of[c];
    *ret_total = total;
    return OK;
}
