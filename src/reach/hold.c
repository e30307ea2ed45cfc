#include "reach/hold.h"

#include "policy/commit.h"
#include "reach/outcome.h"
#include "record/setting.h"
#include "store/db.h"

#define HOLD_SETTING "outbox.hold"

status outbox_hold(struct op *op, str reason, int64_t *ret_held)
{
    TRY(db_run(op, Q_OUTBOX_HOLD, DB_ARGS(ARG_TEXT(reason), ARG_INSTANT(op_now(op))), ret_held));
    return setting_put(op, HOLD_SETTING, op->business_date, reason);
}

status outbox_hold_reason(struct op *op, str *ret_reason)
{
    return setting_text(op, HOLD_SETTING, op->business_date, STR(""), ret_reason);
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

/* In the transaction that outcome_begin has begun. */
static status release_one(struct op *op, const struct outbox_row *row, str reason)
{
    int64_t changed = 0;
    TRY(db_run(op, Q_OUTBOX_UNHOLD, DB_ARGS(ARG_ID(row->id), ARG_INSTANT(op_now(op))), &changed));
    if (changed > 0)
        TRY(outcome_tell(op, row, "message.released", "queued", reason));
    return policy_commit(op);
}

static status release_next(struct op *op, str reason, int64_t *after_id, bool *ret_is_done)
{
    struct outbox_row row;
    bool found = false;
    TRY(db_query_one(op, Q_OUTBOX_HELD_AFTER, DB_ARGS(ARG_ID(*after_id)), read_id, after_id,
                     &found));
    *ret_is_done = !found;
    if (!found)
        return OK;
    TRY(outbox_get(op, *after_id, &row));
    status code = outcome_begin(op, &row);
    if (code == OK)
        code = release_one(op, &row, reason);
    if (code != OK)
        db_rollback(op);
    return code;
}

static status lift(struct op *op)
{
    TRY(db_begin(op, DB_WRITE));
    const status code = setting_put(op, HOLD_SETTING, op->business_date, STR(""));
    if (code == OK)
        return db_commit(op);
    db_rollback(op);
    return code;
}

/* The hold stays on until the last message is released: a kill on the way leaves all of them in. */
status outbox_release_held(struct op *op, str reason, struct hold_release *ret_release)
{
    struct hold_release release = {0};
    str why;
    int64_t after_id = INT64_MIN;
    bool is_done = false;
    if (str_trim(reason).size == 0)
        return op_fail(op, E_INVALID, "why may they leave?  A reason is needed");
    TRY(outbox_hold_reason(op, &why));
    release.was_on = why.size > 0;
    while (!is_done) {
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(release_next(op, reason, &after_id, &is_done));
        release.released += !is_done;
        arena_release(op->arena, mark);
    }
    if (release.was_on)
        TRY(lift(op));
    *ret_release = release;
    return OK;
}
