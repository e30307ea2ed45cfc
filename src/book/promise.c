#include "book/promise.h"

#include <assert.h>
#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "record/audit.h"
#include "record/event.h"
#include "record/setting.h"
#include "store/db.h"

static const char *const state_names[PROMISE_STATE_COUNT] = {
    [PROMISE_OPEN] = "open",           [PROMISE_KEPT] = "kept",
    [PROMISE_PARTIAL] = "partial",     [PROMISE_BROKEN] = "broken",
    [PROMISE_CANCELLED] = "cancelled", [PROMISE_RESCHEDULED] = "rescheduled",
};

const char *promise_state_name(enum promise_state state)
{
    assert(state < PROMISE_STATE_COUNT);
    return state_names[state];
}

bool promise_state_parse(str text, enum promise_state *ret_state)
{
    for (int i = 0; i < PROMISE_STATE_COUNT; i++) {
        if (str_equal_c(text, state_names[i])) {
            *ret_state = (enum promise_state)i;
            return true;
        }
    }
    return false;
}

static day window_end(const struct promise *promise)
{
    return promise->due_on + promise->tolerance_days;
}

/* amount × (1 − tolerance), rounded up: a tolerance never forgives more than its share. */
static int64_t enough(const struct promise *promise)
{
    const __int128 share = (__int128)promise->amount.minor * (10000 - promise->tolerance_bp);
    return (int64_t)((share + 9999) / 10000);
}

static bool is_in_window(const struct promise *promise, const struct promise_money *row)
{
    if (row->value_on == promise->made_on && row->payment_id < promise->id)
        return false; /* known when the promise was made */
    return row->value_on >= promise->made_on && row->value_on <= window_end(promise);
}

struct promise_tally promise_tally(const struct promise *promise, const struct promise_money *rows,
                                   size_t count)
{
    struct promise_tally tally = {0};
    bool was_enough = false;
    for (size_t i = 0; i < count; i++) {
        if (!is_in_window(promise, &rows[i]))
            continue;
        if (!money_add(tally.paid, rows[i].amount, &tally.paid))
            tally.paid.minor = INT64_MAX; /* more than any promise */
        const bool is_enough = tally.paid.minor >= enough(promise);
        tally.was_lost_to_return = !is_enough && (was_enough || tally.was_lost_to_return);
        was_enough = is_enough;
    }
    return tally;
}

enum promise_state promise_grade(const struct promise *promise, const struct promise_tally *tally,
                                 day open_date)
{
    if (promise->state == PROMISE_CANCELLED || promise->state == PROMISE_RESCHEDULED)
        return promise->state;
    if (tally->paid.minor >= enough(promise))
        return PROMISE_KEPT;
    if (tally->was_lost_to_return)
        return PROMISE_BROKEN;
    if (open_date <= window_end(promise))
        return PROMISE_OPEN;
    return tally->paid.minor > 0 ? PROMISE_PARTIAL : PROMISE_BROKEN;
}

day promise_recheck_on(const struct promise *promise)
{
    return promise->state == PROMISE_OPEN ? window_end(promise) + 1 : DAY_NONE;
}

status promise_read(struct op *op, const struct db_rows *rows, int first,
                    struct promise *ret_promise)
{
    struct promise promise = {
        .id = db_id(rows, first),
        .obligation_id = db_id(rows, first + 1),
        .made_on = db_day(rows, first + 2),
        .due_on = db_day(rows, first + 3),
        .amount = db_money(rows, first + 4),
        .paid = db_money(rows, first + 5),
        .tolerance_days = (int)db_i64(rows, first + 6),
        .tolerance_bp = (int)db_i64(rows, first + 7),
        .graded_on = db_day(rows, first + 9),
        .action_id = db_id(rows, first + 10),
    };
    if (!promise_state_parse(db_text(rows, first + 8), &promise.state))
        return op_fail(op, E_STORE, "promise %" PRId64 " has an unknown state", promise.id);
    *ret_promise = promise;
    return OK;
}

status promise_list(struct op *op, struct case_key key, struct promise **ret_promises,
                    size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct promise *list = NULL;
    TRY(db_query(op, Q_PROMISE_LIST, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &capacity, sizeof(*list));
        TRY(promise_read(op, &rows, 0, &list[count++]));
    }
    *ret_promises = list;
    *ret_count = count;
    return OK;
}

static status write_state(struct op *op, struct case_key key, const struct promise *promise,
                          const char *kind, int64_t replaced_by, str reason)
{
    TRY(db_run(op, Q_PROMISE_SET_STATE,
               DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(promise->id),
                       ARG_TEXT_C(promise_state_name(promise->state)), ARG_MONEY(promise->paid),
                       ARG_DAY(promise->graded_on), ARG_ID(replaced_by), ARG_INSTANT(op_now(op))),
               NULL));
    struct buf payload = buf_start(op->arena, 8192);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "promise_id", promise->id);
    json_put_c(&w, "state", promise_state_name(promise->state));
    json_put_i64(&w, "paid", promise->paid.minor);
    json_put_id(&w, "replaced_by", replaced_by);
    if (reason.size > 0)
        json_put_str(&w, "reason", reason);
    json_object_close(&w);
    const struct event event = {key.debtor_id, key.case_id, kind, 1, buf_str(&payload)};
    touch_case(op, key.debtor_id, key.case_id);
    return event_append(op, &event);
}

static status read_case(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

static status check_obligation(struct op *op, const struct promise_input *in)
{
    int64_t case_id = 0;
    bool found = false;
    if (in->obligation_id == 0)
        return OK;
    TRY(db_query_one(op, Q_OBLIGATION_GET,
                     DB_ARGS(ARG_ID(in->key.debtor_id), ARG_ID(in->obligation_id)), read_case,
                     &case_id, &found));
    return case_id == in->key.case_id
               ? OK
               : op_fail(op, E_INVALID, "obligation %" PRId64 " is not of this case",
                         in->obligation_id);
}

/* What is open of an obligation, or, for 0, of the whole case. */
static status open_balance(struct op *op, struct case_key key, int64_t obligation_id,
                           money *ret_balance)
{
    struct db_rows rows;
    bool has_row = false;
    ret_balance->minor = 0;
    TRY(db_query(op, Q_CLAIM_OPEN_OF_CASE, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if (obligation_id != 0 && obligation_id != db_id(&rows, 1))
            continue;
        if (!money_add(*ret_balance, db_money(&rows, 4), ret_balance))
            ret_balance->minor = INT64_MAX; /* more than any promise */
    }
}

static status check_input(struct op *op, const struct promise_input *in)
{
    char text[DAY_TEXT_SIZE];
    int64_t days_max = 0;
    money balance = {0};
    if (in->amount.minor <= 0)
        return op_fail(op, E_INVALID, "the promised amount must be above zero");
    TRY(check_obligation(op, in));
    if (in->due_on < op->business_date)
        return op_fail(op, E_INVALID, "a promise cannot be due before today, %s",
                       day_format(op->business_date, text));
    TRY(setting_i64(op, "promise.max_days", op->business_date,
                    setting_initial_i64("promise.max_days"), &days_max));
    if (in->due_on - op->business_date > days_max)
        return op_fail(op, E_INVALID,
                       "a promise may be at most %" PRId64 " days away; later dates "
                       "need an agreement",
                       days_max);
    TRY(open_balance(op, in->key, in->obligation_id, &balance));
    if (in->amount.minor > balance.minor && !in->allow_over_balance)
        return op_fail(op, E_REFUSED, "the promise is above what is open");
    return OK;
}

/* An open promise of the same debt gives way to the new one. */
static status replace_open(struct op *op, const struct promise_input *in, int64_t new_id)
{
    struct promise *promises = NULL;
    size_t count = 0;
    TRY(promise_list(op, in->key, &promises, &count));
    for (size_t i = 0; i < count; i++) {
        struct promise *const old = &promises[i];
        const bool is_same_debt = old->obligation_id == 0 || in->obligation_id == 0 ||
                                  old->obligation_id == in->obligation_id;
        if (old->state != PROMISE_OPEN || old->id == new_id || !is_same_debt)
            continue;
        old->state = PROMISE_RESCHEDULED;
        old->graded_on = op->business_date;
        TRY(write_state(op, in->key, old, "promise.rescheduled", new_id, STR("")));
    }
    return OK;
}

status promise_make(struct op *op, const struct promise_input *input, int64_t *ret_id)
{
    int64_t tolerance_days = 0;
    int64_t tolerance_bp = 0;
    TRY(touch_lock(op, input->key.debtor_id, input->key.case_id));
    TRY(check_input(op, input));
    TRY(setting_i64(op, "promise.tolerance_days", op->business_date,
                    setting_initial_i64("promise.tolerance_days"), &tolerance_days));
    TRY(setting_i64(op, "promise.tolerance_bp", op->business_date,
                    setting_initial_i64("promise.tolerance_bp"), &tolerance_bp));
    const int64_t id = id_make();
    const str channel =
        input->pay_channel.size > 0 ? input->pay_channel : str_of(channel_name(input->channel));
    TRY(replace_open(op, input, id));
    TRY(audit_insert(op, AUDIT_PROMISE, 0,
                     DB_ARGS(ARG_ID(input->key.debtor_id), ARG_ID(id), ARG_ID(input->key.case_id),
                             ARG_ID(input->obligation_id), ARG_DAY(op->business_date),
                             ARG_DAY(input->due_on), ARG_MONEY(input->amount),
                             ARG_I64(tolerance_days), ARG_I64(tolerance_bp), ARG_TEXT(channel),
                             ARG_ID(input->action_id), ARG_ID(op->actor_id),
                             ARG_INSTANT(op_now(op)))));
    struct buf payload = buf_start(op->arena, 512);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "promise_id", id);
    json_put_day(&w, "due_on", input->due_on);
    json_put_i64(&w, "amount", input->amount.minor);
    json_object_close(&w);
    const struct event event = {input->key.debtor_id, input->key.case_id, "promise.made", 1,
                                buf_str(&payload)};
    touch_case(op, input->key.debtor_id, input->key.case_id);
    TRY(event_append(op, &event));
    *ret_id = id;
    return OK;
}

struct promise_row {
    int64_t case_id;
    str state;
    money paid;
};

static status read_state(struct op *op, struct db_rows *row, void *out)
{
    struct promise_row *const promise = out;
    promise->case_id = db_id(row, 0);
    promise->state = db_text_copy(op, row, 1);
    promise->paid = db_money(row, 2);
    return OK;
}

static status get_state(struct op *op, int64_t debtor_id, int64_t promise_id,
                        struct promise_row *ret_row)
{
    bool found = false;
    TRY(db_query_one(op, Q_PROMISE_GET, DB_ARGS(ARG_ID(debtor_id), ARG_ID(promise_id)), read_state,
                     ret_row, &found));
    return found ? OK
                 : op_fail(op, E_NOT_FOUND, "no promise %" PRId64 " of this debtor", promise_id);
}

status promise_cancel(struct op *op, int64_t debtor_id, int64_t promise_id, str reason)
{
    struct promise_row row = {0};
    if (reason.size == 0)
        return op_fail(op, E_INVALID, "cancelling a promise needs a reason");
    TRY(get_state(op, debtor_id, promise_id, &row));
    TRY(touch_lock(op, debtor_id, row.case_id));
    TRY(get_state(op, debtor_id, promise_id, &row)); /* money may have kept it meanwhile */
    if (!str_equal_c(row.state, "open"))
        return op_fail(op, E_CONFLICT, "promise %" PRId64 " is %s already", promise_id,
                       op_word(op, str_cstr(op->arena, row.state)));
    const struct promise promise = {.id = promise_id,
                                    .state = PROMISE_CANCELLED,
                                    .paid = row.paid,
                                    .graded_on = op->business_date};
    return write_state(op, (struct case_key){debtor_id, row.case_id}, &promise, "promise.cancelled",
                       0, reason);
}

/* The money of the whole case, or that which met one obligation. */
static status load_money(struct op *op, struct case_key key, int64_t obligation_id,
                         struct promise_money **ret_rows, size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct promise_money *list = NULL;
    if (obligation_id)
        TRY(db_query(op, Q_PROMISE_MONEY_OF_OBLIGATION,
                     DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(obligation_id)), &rows));
    else
        TRY(db_query(op, Q_PROMISE_MONEY_OF_CASE,
                     DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &capacity, sizeof(*list));
        list[count++] =
            (struct promise_money){db_id(&rows, 0), db_day(&rows, 1), db_money(&rows, 2)};
    }
    *ret_rows = list;
    *ret_count = count;
    return OK;
}

status promise_weigh(struct op *op, struct case_key key, day open_date,
                     const struct promise *promise, enum promise_state *ret_state, money *ret_paid)
{
    struct promise_money *rows = NULL;
    size_t count = 0;
    TRY(load_money(op, key, promise->obligation_id, &rows, &count));
    const struct promise_tally tally = promise_tally(promise, rows, count);
    *ret_state = promise_grade(promise, &tally, open_date);
    *ret_paid = tally.paid;
    return OK;
}

static status regrade_one(struct op *op, struct case_key key, day open_date,
                          struct promise *promise)
{
    enum promise_state state = promise->state;
    money paid = promise->paid;
    TRY(promise_weigh(op, key, open_date, promise, &state, &paid));
    const bool has_moved = state != promise->state;
    if (!has_moved && paid.minor == promise->paid.minor)
        return OK;
    promise->state = state;
    promise->paid = paid;
    if (has_moved)
        promise->graded_on = op->business_date;
    return write_state(op, key, promise, "promise.graded", 0, STR(""));
}

status promise_regrade(struct op *op, struct case_key key, day open_date, struct promise *promises,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (promises[i].state != PROMISE_CANCELLED && promises[i].state != PROMISE_RESCHEDULED)
            TRY(regrade_one(op, key, open_date, &promises[i]));
    return OK;
}
