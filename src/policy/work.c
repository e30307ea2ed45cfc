#include "policy/work.h"

#include <inttypes.h>

#include "record/setting.h"
#include "store/db.h"

static status read_item(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct work_item *)out = (struct work_item){
        .id = db_id(row, 0),
        .key = {db_id(row, 1), db_id(row, 2)},
        .queue = db_i64(row, 3),
        .step = db_i64(row, 4),
        .plan_date = db_day(row, 5),
        .priority = db_i64(row, 6),
        .rank = db_i64(row, 7),
        .is_ready = str_equal(db_text(row, 8), STR("ready")),
        .leased_by = db_id(row, 9),
        .leased_until = db_instant(row, 10),
    };
    return OK;
}

status work_get(struct op *op, int64_t id, struct work_item *ret_item)
{
    bool found = false;
    TRY(db_query_one(op, Q_WORK_ITEM_GET, DB_ARGS(ARG_ID(id)), read_item, ret_item, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "there is no work item %" PRId64, id);
}

static bool is_held_by_other(struct op *op, const struct work_item *item)
{
    return item->leased_by != 0 && item->leased_by != op->actor_id &&
           item->leased_until > op_now(op);
}

static status lease_end(struct op *op, instant *ret_until)
{
    int64_t minutes = 0;
    TRY(setting_i64(op, "queue.lease_minutes", op->business_date,
                    setting_initial_i64("queue.lease_minutes"), &minutes));
    *ret_until = op_now(op) + minutes * 60 * INSTANT_PER_SECOND;
    return OK;
}

static status write_lease(struct op *op, struct work_item *item)
{
    int64_t changed = 0;
    TRY(lease_end(op, &item->leased_until));
    item->leased_by = op->actor_id;
    TRY(db_run(op, Q_WORK_ITEM_LEASE,
               DB_ARGS(ARG_ID(item->id), ARG_ID(item->leased_by), ARG_INSTANT(item->leased_until),
                       ARG_INSTANT(op_now(op))),
               &changed));
    return changed == 1 ? OK : op_fail(op, E_CONFLICT, "another person is working on this account");
}

status work_lease_next(struct op *op, struct work_item *ret_item, bool *ret_found)
{
    TRY(db_query_one(op, Q_WORK_ITEM_NEXT, DB_ARGS(ARG_INSTANT(op_now(op))), read_item, ret_item,
                     ret_found));
    return *ret_found ? write_lease(op, ret_item) : OK;
}

status work_lease(struct op *op, int64_t id, struct work_item *ret_item)
{
    TRY(work_get(op, id, ret_item));
    if (!ret_item->is_ready)
        return op_fail(op, E_CONFLICT, "this account is no longer in the queue");
    if (is_held_by_other(op, ret_item))
        return op_fail(op, E_CONFLICT, "another person is working on this account");
    return write_lease(op, ret_item);
}

status work_release(struct op *op, int64_t id)
{
    return db_run(op, Q_WORK_ITEM_RELEASE, DB_ARGS(ARG_ID(id), ARG_ID(op->actor_id)), NULL);
}

status work_release_all(struct op *op)
{
    return db_run(op, Q_WORK_ITEM_RELEASE_ALL, DB_ARGS(ARG_ID(op->actor_id)), NULL);
}

static status close_item(struct op *op, int64_t id, const char *state, str reason,
                         int64_t action_id)
{
    struct work_item item;
    int64_t changed = 0;
    TRY(work_get(op, id, &item));
    if (!item.is_ready)
        return op_fail(op, E_CONFLICT, "this account is no longer in the queue");
    if (is_held_by_other(op, &item))
        return op_fail(op, E_CONFLICT, "another person is working on this account");
    TRY(db_run(op, Q_WORK_ITEM_END,
               DB_ARGS(ARG_ID(id), ARG_TEXT_C(state), ARG_TEXT(reason), ARG_DAY(op->business_date),
                       ARG_INSTANT(op_now(op)), ARG_ID(op->actor_id), ARG_ID(action_id)),
               &changed));
    return changed == 1 ? OK /* else somebody was faster */
                        : op_fail(op, E_CONFLICT, "this account is no longer in the queue");
}

status work_done(struct op *op, int64_t id, int64_t action_id)
{
    return close_item(op, id, "done", STR(""), action_id);
}

status work_skip(struct op *op, int64_t id, str reason)
{
    if (reason.size == 0)
        return op_fail(op, E_INVALID, "skipping an account needs a reason");
    return close_item(op, id, "skipped", reason, 0);
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

status work_reopen(struct op *op, int64_t action_id, int64_t *ret_id)
{
    instant until = INSTANT_NONE;
    int64_t id = 0;
    bool found = false;
    TRY(lease_end(op, &until));
    TRY(db_query_one(op, Q_WORK_ITEM_REOPEN,
                     DB_ARGS(ARG_ID(action_id), ARG_ID(op->actor_id), ARG_INSTANT(until)), read_id,
                     &id, &found));
    *ret_id = found ? id : 0;
    return OK;
}
