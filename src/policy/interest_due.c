#include "policy/interest_due.h"

#include "book/accrue.h"
#include "book/touch.h"
#include "policy/commit.h"
#include "policy/rate_law.h"
#include "store/db.h"

#define DUE_AT_ONCE 200 /* cases of one transaction */
#define TRIES       20  /* when other writers are in the way */

static status read_due(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(day *)out = db_day(row, 0);
    return OK;
}

static status load_due(struct op *op, struct case_key after, struct case_key keys[DUE_AT_ONCE],
                       size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    *ret_count = 0;
    TRY(db_query(op, Q_ACCRUAL_DUE,
                 DB_ARGS(ARG_DAY(op->business_date), ARG_I64(after.debtor_id),
                         ARG_I64(after.case_id), ARG_I64(DUE_AT_ONCE)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        keys[(*ret_count)++] = (struct case_key){db_id(&rows, 0), db_id(&rows, 1)};
    }
}

/* *ret_touched: something was booked.  Gives back the memory; the case is touched by the caller. */
static status accrue_one(struct op *op, struct case_key key, const struct accrue_caps *caps,
                         bool *ret_touched)
{
    const struct arena_mark mark = arena_mark(op->arena);
    const struct case_key *touched = NULL;
    bool changed = false;
    const status code = accrue_case(op, key, caps, &changed);
    *ret_touched = touch_list(op, &touched) > 0;
    touch_clear(op);
    if (code != OK)
        return code;
    arena_release(op->arena, mark);
    return OK;
}

/* Charges cases that are due; *ret_count of touched are those in which something was booked. */
static status accrue_each(struct op *op, const struct case_key *keys, size_t count,
                          const struct accrue_caps *caps, struct case_key touched[DUE_AT_ONCE],
                          size_t *ret_count)
{
    *ret_count = 0;
    for (size_t i = 0; i < count; i++) {
        day due_on = DAY_NONE;
        bool found = false;
        bool is_touched = false;
        TRY(db_query_one(op, Q_ACCRUAL_GET,
                         DB_ARGS(ARG_ID(keys[i].debtor_id), ARG_ID(keys[i].case_id)), read_due,
                         &due_on, &found));
        if (due_on != DAY_NONE && due_on <= op->business_date)
            TRY(accrue_one(op, keys[i], caps, &is_touched));
        if (is_touched)
            touched[(*ret_count)++] = keys[i];
    }
    return OK;
}

/* One transaction.  Another close may have charged some of them meanwhile: then nothing is due. */
static status accrue_some(struct op *op, const struct case_key *keys, size_t count,
                          const struct accrue_caps *caps)
{
    struct case_key touched[DUE_AT_ONCE];
    size_t touched_count = 0;
    TRY(db_begin(op, DB_WRITE));
    TRY(accrue_each(op, keys, count, caps, touched, &touched_count));
    for (size_t i = 0; i < touched_count; i++)
        touch_case(op, touched[i].debtor_id, touched[i].case_id);
    return policy_commit(op);
}

static status accrue_again(struct op *op, const struct case_key *keys, size_t count,
                           const struct accrue_caps *caps)
{
    status code = E_BUSY;
    for (int tries = 0; tries < TRIES && code == E_BUSY; tries++) {
        op_clear(op);
        code = accrue_some(op, keys, count, caps);
        if (code != OK) {
            db_rollback(op);
            touch_clear(op);
        }
    }
    return code;
}

static status enrol(struct op *op)
{
    TRY(db_begin(op, DB_WRITE));
    TRY(db_run(op, Q_ACCRUAL_ENROL, DB_ARGS(ARG_DAY(op->business_date)), NULL));
    return db_commit(op);
}

status interest_accrue_due(struct op *op, int64_t *ret_cases)
{
    struct rate_law law = {.arena = NULL};
    const struct accrue_caps caps = {rate_law_read, rate_law_values, rate_law_fee, &law};
    struct case_key keys[DUE_AT_ONCE];
    struct case_key after = {0, 0};
    size_t count = DUE_AT_ONCE;
    *ret_cases = 0;
    rate_law_begin(op, &law);
    TRY(enrol(op));
    while (count == DUE_AT_ONCE) {
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(load_due(op, after, keys, &count));
        if (count == 0)
            break;
        TRY(accrue_again(op, keys, count, &caps));
        after = keys[count - 1];
        *ret_cases += (int64_t)count;
        arena_release(op->arena, mark);
    }
    return OK;
}
