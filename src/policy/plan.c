#include "policy/plan.h"

#include "base/ids.h"
#include "policy/plan_batch.h"
#include "store/db.h"

bool plan_wants_work(const struct decision *decision, day on)
{
    return decision->queue != 0 && decision->verdict != VERDICT_REFUSED && decision->silence == 0 &&
           decision->next_action_on != DAY_NONE && decision->next_action_on <= on;
}

bool plan_wants_message(const struct decision *decision)
{
    return decision->channel == CHANNEL_EMAIL && decision->role == ROLE_DEBTOR &&
           decision->verdict == VERDICT_ALLOWED && decision->silence == 0;
}

static void close_item(struct op *op, struct plan_batch *batch, int64_t id, const char *reason)
{
    plan_batch_add(op, batch, PLAN_CLOSE_ITEM,
                   DB_ARGS(ARG_ID(id), ARG_TEXT(STR("cancelled")), ARG_TEXT_C(reason),
                           ARG_DAY(op->business_date), ARG_INSTANT(op_now(op))));
}

static status read_number(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

/* A new item, unless people saw the case that day: the next close may ask for it again. */
static status insert_item(struct op *op, const struct decision *d, day on, struct plan_batch *batch,
                          struct plan_count *count)
{
    int64_t worked = 0;
    bool found = false;
    TRY(db_query_one(op, Q_WORK_ITEM_WORKED, DB_ARGS(ARG_ID(d->case_id), ARG_DAY(on)), read_number,
                     &worked, &found));
    if (worked > 0)
        return OK;
    count->work++;
    plan_batch_add(op, batch, PLAN_INSERT_ITEM,
                   DB_ARGS(ARG_ID(id_make()), ARG_ID(d->debtor_id), ARG_ID(d->case_id),
                           ARG_I64(d->queue), ARG_I64(d->step), ARG_DAY(on), ARG_I64(d->priority),
                           ARG_I64(d->rank), ARG_INSTANT(op_now(op))));
    return OK;
}

static status plan_work(struct op *op, const struct decision *d, const struct planned *planned,
                        day on, int64_t last_rank, struct plan_batch *batch,
                        struct plan_count *count)
{
    const bool is_held =
        planned->leased_until != INSTANT_NONE && planned->leased_until > op_now(op);
    const bool is_wanted = plan_wants_work(d, on) && d->rank <= last_rank;
    if (is_wanted && planned->work_item_id == 0)
        return insert_item(op, d, on, batch, count);
    if (!is_wanted && planned->work_item_id != 0 && !is_held)
        close_item(op, batch, planned->work_item_id, "no longer planned");
    if (is_wanted &&
        (planned->queue != d->queue || planned->work_step != d->step || planned->rank != d->rank))
        plan_batch_add(op, batch, PLAN_CHANGE_ITEM,
                       DB_ARGS(ARG_ID(planned->work_item_id), ARG_I64(d->queue), ARG_I64(d->step),
                               ARG_DAY(on), ARG_I64(d->priority), ARG_I64(d->rank)));
    return OK;
}

static void plan_message(struct op *op, const struct decision *d, const struct planned *planned,
                         day on, day run_date, struct plan_batch *batch)
{
    const bool is_wanted = plan_wants_message(d);
    if (planned->is_leaving || (is_wanted && planned->outbox_id && planned->outbox_step == d->step))
        return;
    if (planned->outbox_id)
        plan_batch_add(op, batch, PLAN_CANCEL_MESSAGE,
                       DB_ARGS(ARG_ID(planned->outbox_id), ARG_INSTANT(op_now(op))));
    if (is_wanted)
        plan_batch_add_message(op, batch, &(struct plan_message){*d, on, run_date});
}

status plan_apply(struct op *op, const struct decision *decision, const struct planned *planned,
                  day on, day run_date, int64_t last_rank, struct plan_batch *batch,
                  struct plan_count *count)
{
    TRY(plan_work(op, decision, planned, on, last_rank, batch, count));
    plan_message(op, decision, planned, on, run_date, batch);
    return OK;
}

static status read_work(struct op *op, struct db_rows *row, void *out)
{
    struct planned *const planned = out;
    (void)op;
    planned->work_item_id = db_id(row, 0);
    planned->queue = db_i64(row, 1);
    planned->work_step = db_i64(row, 2);
    planned->rank = db_i64(row, 3);
    planned->leased_until = db_instant(row, 5);
    return OK;
}

void plan_add_message(struct planned *planned, int64_t id, int64_t step, str state)
{
    if (str_equal_c(state, "leased") || str_equal_c(state, "sending")) {
        planned->is_leaving = true;
    } else {
        planned->outbox_id = id;
        planned->outbox_step = step;
    }
}

static status read_messages(struct op *op, int64_t case_id, struct planned *planned)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_OUTBOX_OPEN_OF_CASE, DB_ARGS(ARG_ID(case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        plan_add_message(planned, db_id(&rows, 0), db_i64(&rows, 1), db_text(&rows, 2));
    }
}

status plan_case(struct op *op, const struct decision *decision, day on, struct plan_count *count)
{
    struct planned planned = {.leased_until = INSTANT_NONE};
    struct plan_batch batch = {0};
    int64_t last_rank = INT64_MAX;
    bool found = false;
    TRY(db_query_one(op, Q_WORK_ITEM_OF_CASE, DB_ARGS(ARG_ID(decision->case_id)), read_work,
                     &planned, &found));
    TRY(read_messages(op, decision->case_id, &planned));
    if (decision->queue != 0)
        TRY(db_query_one(op, Q_QUEUE_PLAN_GET, DB_ARGS(ARG_I64(decision->queue), ARG_DAY(on)),
                         read_number, &last_rank, &found));
    TRY(plan_apply(op, decision, &planned, on, on - 1, last_rank, &batch, count));
    return plan_batch_write(op, &batch, count);
}
