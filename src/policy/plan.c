#include "policy/plan.h"

#include "base/ids.h"
#include "record/symbol.h"
#include "store/db.h"

bool plan_wants_work(const struct decision *decision, day on)
{
    return decision->queue != 0 && decision->verdict != VERDICT_REFUSED && decision->silence == 0 &&
           decision->next_action_on != DAY_NONE && decision->next_action_on <= on;
}

bool plan_wants_message(const struct decision *decision)
{
    return decision->channel == CHANNEL_EMAIL && decision->verdict == VERDICT_ALLOWED &&
           decision->silence == 0;
}

static status close_item(struct op *op, int64_t id, const char *reason)
{
    return db_run_later(op, Q_WORK_ITEM_CLOSE,
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
static status insert_item(struct op *op, const struct decision *d, day on, struct plan_count *count)
{
    int64_t worked = 0;
    bool found = false;
    TRY(db_query_one(op, Q_WORK_ITEM_WORKED, DB_ARGS(ARG_ID(d->case_id), ARG_DAY(on)), read_number,
                     &worked, &found));
    if (worked > 0)
        return OK;
    count->work++;
    return db_run_later(op, Q_WORK_ITEM_INSERT,
                        DB_ARGS(ARG_ID(id_make()), ARG_ID(d->debtor_id), ARG_ID(d->case_id),
                                ARG_I64(d->queue), ARG_I64(d->step), ARG_DAY(on),
                                ARG_I64(d->priority), ARG_I64(d->rank), ARG_INSTANT(op_now(op))));
}

static status plan_work(struct op *op, const struct decision *d, const struct planned *planned,
                        day on, int64_t last_rank, struct plan_count *count)
{
    const bool is_held =
        planned->leased_until != INSTANT_NONE && planned->leased_until > op_now(op);
    const bool is_wanted = plan_wants_work(d, on) && d->rank <= last_rank;
    if (!is_wanted)
        return planned->work_item_id == 0 || is_held
                   ? OK
                   : close_item(op, planned->work_item_id, "no longer planned");
    if (planned->work_item_id == 0)
        return insert_item(op, d, on, count);
    if (planned->queue == d->queue && planned->work_step == d->step && planned->rank == d->rank)
        return OK;
    return db_run_later(op, Q_WORK_ITEM_CHANGE,
                        DB_ARGS(ARG_ID(planned->work_item_id), ARG_I64(d->queue), ARG_I64(d->step),
                                ARG_DAY(on), ARG_I64(d->priority), ARG_I64(d->rank)));
}

/* The point that a message goes to: verified before unverified, then by priority. */
static status best_email(struct op *op, int64_t debtor_id, int64_t *ret_point_id)
{
    struct db_rows rows;
    bool has_row = false;
    int64_t verified = 0;
    int64_t unverified = 0;
    TRY(db_query(op, Q_CONTACT_POINT_LIST, DB_ARGS(ARG_ID(debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        if (!str_equal_c(db_text(&rows, 1), "email"))
            continue;
        if (verified == 0 && str_equal_c(db_text(&rows, 3), "verified"))
            verified = db_id(&rows, 0);
        if (unverified == 0 && str_equal_c(db_text(&rows, 3), "unverified"))
            unverified = db_id(&rows, 0);
    }
    *ret_point_id = verified ? verified : unverified;
    return OK;
}

static status insert_message(struct op *op, const struct decision *d, day on, day run_date,
                             struct plan_count *count)
{
    int64_t point_id = 0;
    int64_t inserted = 0;
    str template;
    str rule;
    TRY(best_email(op, d->debtor_id, &point_id));
    TRY(symbol_text(op, d->template, &template));
    TRY(symbol_text(op, d->verdict_rule, &rule));
    if (point_id == 0 || template.size == 0)
        return op_fail(op, E_INTERNAL, "a message was decided without an address or a template");
    TRY(db_run(op, Q_OUTBOX_INSERT,
               DB_ARGS(ARG_ID(id_make()), ARG_ID(d->debtor_id), ARG_ID(d->case_id),
                       ARG_ID(d->debtor_id), ARG_ID(point_id), ARG_I64(d->channel),
                       ARG_I64(d->step), ARG_TEXT(template), ARG_I64(d->notice_level), ARG_DAY(on),
                       ARG_DAY(run_date), ARG_INSTANT(d->not_before), ARG_TEXT(rule),
                       ARG_INSTANT(op_now(op))),
               &inserted));
    count->messages += inserted;
    return OK;
}

static status plan_message(struct op *op, const struct decision *d, const struct planned *planned,
                           day on, day run_date, struct plan_count *count)
{
    const bool is_wanted = plan_wants_message(d);
    if (planned->is_leaving || (is_wanted && planned->outbox_id && planned->outbox_step == d->step))
        return OK;
    if (planned->outbox_id)
        TRY(db_run_later(op, Q_OUTBOX_CANCEL,
                         DB_ARGS(ARG_ID(planned->outbox_id), ARG_INSTANT(op_now(op)))));
    return is_wanted ? insert_message(op, d, on, run_date, count) : OK;
}

status plan_apply(struct op *op, const struct decision *decision, const struct planned *planned,
                  day on, day run_date, int64_t last_rank, struct plan_count *count)
{
    TRY(plan_work(op, decision, planned, on, last_rank, count));
    return plan_message(op, decision, planned, on, run_date, count);
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
    int64_t last_rank = INT64_MAX;
    bool found = false;
    TRY(db_query_one(op, Q_WORK_ITEM_OF_CASE, DB_ARGS(ARG_ID(decision->case_id)), read_work,
                     &planned, &found));
    TRY(read_messages(op, decision->case_id, &planned));
    if (decision->queue != 0)
        TRY(db_query_one(op, Q_QUEUE_PLAN_GET, DB_ARGS(ARG_I64(decision->queue), ARG_DAY(on)),
                         read_number, &last_rank, &found));
    return plan_apply(op, decision, &planned, on, on - 1, last_rank, count);
}
