#include "policy/plan_batch.h"

#include "base/ids.h"
#include "book/person.h"
#include "book/point_score.h"
#include "record/symbol.h"
#include "store/db.h"

enum { MESSAGE_ARGS = 14 };

static const struct {
    enum query query;
    size_t arg_count;
} writes[PLAN_WRITES] = {
    [PLAN_CANCEL_MESSAGE] = {Q_OUTBOX_CANCEL,    2},
    [PLAN_CLOSE_ITEM] = {Q_WORK_ITEM_CLOSE,  5},
    [PLAN_CHANGE_ITEM] = {Q_WORK_ITEM_CHANGE, 6},
    [PLAN_INSERT_ITEM] = {Q_WORK_ITEM_INSERT, 9},
};

void plan_batch_add(struct op *op, struct plan_batch *batch, enum plan_write write,
                    const struct db_arg *args, size_t arg_count)
{
    struct plan_rows *const rows = &batch->rows[write];
    for (size_t i = 0; i < arg_count; i++) {
        rows->args =
            arena_grow(op->arena, rows->args, rows->count, &rows->capacity, sizeof(*rows->args));
        rows->args[rows->count++] = args[i];
    }
}

void plan_batch_add_message(struct op *op, struct plan_batch *batch,
                            const struct plan_message *message)
{
    batch->messages = arena_grow(op->arena, batch->messages, batch->message_count,
                                 &batch->message_capacity, sizeof(*batch->messages));
    batch->messages[batch->message_count++] = *message;
}

/* --- where a message goes --- */

/* The e-mail addresses of many debtors, in the order of debtors and of priority. */
struct addresses {
    struct db_rows rows;
    bool has_row;
};

static status open_addresses(struct op *op, const struct plan_batch *batch,
                             struct addresses *addresses)
{
    int64_t *const debtors = arena_array(op->arena, batch->message_count, sizeof(*debtors));
    for (size_t i = 0; i < batch->message_count; i++)
        debtors[i] = batch->messages[i].decision.debtor_id;
    const struct db_arg ids = db_arg_ids(op, debtors, batch->message_count);
    TRY(db_query(op, Q_EMAIL_POINTS_OF, &ids, 1, &addresses->rows));
    return db_next(op, &addresses->rows, &addresses->has_row);
}

struct address {
    int64_t point_id;
    enum point_state state;
    day known_on;
};

#define ADDRESSES_MAX 32 /* of one debtor; what lies behind is not looked at */

/* The best by score (book/point_score.h); of equal ones the verified, then by priority. */
static status best_of(struct op *op, const struct address *list, size_t count, int64_t debtor_id,
                      day on, int64_t *ret_point_id)
{
    const struct point_results *results = NULL;
    size_t result_count = 0;
    int best = -1;
    TRY(point_results_read(op, debtor_id, &results, &result_count));
    for (size_t i = 0; i < count; i++) {
        const struct point_results of_point =
            point_results_of(results, result_count, list[i].point_id);
        char reasons[POINT_REASONS_SIZE];
        const int score = 2 * point_score(&of_point, list[i].state, list[i].known_on, on, reasons) +
                          (list[i].state == POINT_VERIFIED);
        if (score > best) {
            best = score;
            *ret_point_id = list[i].point_id;
        }
    }
    return OK;
}

/* The point that a message goes to.  Debtors come in order; one with several cases comes again, so
 * the last answer is kept.  Nearly all have one address, and are asked nothing more. */
static status best_address(struct op *op, struct addresses *addresses, int64_t debtor_id, day on,
                           int64_t *ret_point_id)
{
    struct db_rows *const rows = &addresses->rows;
    struct address list[ADDRESSES_MAX];
    size_t count = 0;
    while (addresses->has_row && db_id(rows, 0) <= debtor_id) {
        if (db_id(rows, 0) == debtor_id && count < ADDRESSES_MAX)
            list[count++] = (struct address){
                db_id(rows, 1),
                str_equal_c(db_text(rows, 2), "verified") ? POINT_VERIFIED : POINT_UNVERIFIED,
                instant_utc_day(db_instant(rows, 3))};
        TRY(db_next(op, rows, &addresses->has_row));
    }
    *ret_point_id = count > 0 ? list[0].point_id : 0;
    return count > 1 ? best_of(op, list, count, debtor_id, on, ret_point_id) : OK;
}

/* --- writing --- */

status plan_message_texts(struct op *op, const struct decision *decision, int64_t point_id,
                          str *ret_template, str *ret_rule)
{
    TRY(symbol_text(op, decision->template, ret_template));
    TRY(symbol_text(op, decision->verdict_rule, ret_rule));
    if (point_id == 0 || ret_template->size == 0)
        return op_fail(op, E_INTERNAL, "a message was decided without an address or a template");
    return OK;
}

/* Whom a message is written to: a party of the debtor's person, and its address. */
struct addressee {
    int64_t party_id, point_id;
};

/* The debtor's own address goes first; one who has none may have one under another name. */
static status other_address(struct op *op, int64_t debtor_id, day on, struct addressee *addressee)
{
    struct person person;
    TRY(person_read(op, debtor_id, &person));
    for (size_t i = 0; i < person.count && addressee->point_id == 0; i++) {
        struct addresses addresses;
        const struct db_arg ids = db_arg_ids(op, &person.ids[i], 1);
        TRY(db_query(op, Q_EMAIL_POINTS_OF, &ids, 1, &addresses.rows));
        TRY(db_next(op, &addresses.rows, &addresses.has_row));
        TRY(best_address(op, &addresses, person.ids[i], on, &addressee->point_id));
        addressee->party_id = person.ids[i];
    }
    return OK;
}

static status message_args(struct op *op, const struct plan_message *message,
                           const struct addressee *addressee, struct db_arg out[MESSAGE_ARGS])
{
    const struct decision *const d = &message->decision;
    str template;
    str rule;
    TRY(plan_message_texts(op, d, addressee->point_id, &template, &rule));
    const struct db_arg args[MESSAGE_ARGS] = {ARG_ID(id_make()),
                                              ARG_ID(d->debtor_id),
                                              ARG_ID(d->case_id),
                                              ARG_ID(addressee->party_id),
                                              ARG_ID(addressee->point_id),
                                              ARG_I64(d->channel),
                                              ARG_I64(d->step),
                                              ARG_TEXT(template),
                                              ARG_I64(d->notice_level),
                                              ARG_DAY(message->on),
                                              ARG_DAY(message->run_date),
                                              ARG_INSTANT(d->not_before),
                                              ARG_TEXT(rule),
                                              ARG_INSTANT(op_now(op))};
    memcpy(out, args, sizeof(args));
    return OK;
}

static status write_messages(struct op *op, const struct plan_batch *batch, int64_t *ret_inserted)
{
    struct db_arg *const args =
        arena_array(op->arena, batch->message_count * MESSAGE_ARGS, sizeof(*args));
    struct addresses addresses;
    struct addressee addressee = {0, 0};
    int64_t debtor_id = 0;
    TRY(open_addresses(op, batch, &addresses));
    for (size_t i = 0; i < batch->message_count; i++) {
        const struct plan_message *const message = &batch->messages[i];
        if (message->decision.debtor_id != debtor_id) {
            debtor_id = message->decision.debtor_id;
            addressee.party_id = debtor_id;
            TRY(best_address(op, &addresses, debtor_id, message->on, &addressee.point_id));
            if (addressee.point_id == 0)
                TRY(other_address(op, debtor_id, message->on, &addressee));
        }
        TRY(message_args(op, message, &addressee, args + i * MESSAGE_ARGS));
    }
    db_rows_close(&addresses.rows);
    return db_run_many(op, Q_OUTBOX_INSERT, args, MESSAGE_ARGS, batch->message_count, ret_inserted);
}

static status write_rows(struct op *op, const struct plan_rows *rows, enum plan_write write)
{
    const size_t width = writes[write].arg_count;
    if (rows->count == 0)
        return OK;
    return rows->count == width
               ? db_run_later(op, writes[write].query, rows->args, width)
               : db_run_many(op, writes[write].query, rows->args, width, rows->count / width, NULL);
}

status plan_batch_write(struct op *op, const struct plan_batch *batch, struct plan_count *count)
{
    int64_t inserted = 0;
    for (enum plan_write write = PLAN_CANCEL_MESSAGE; write < PLAN_WRITES; write++)
        TRY(write_rows(op, &batch->rows[write], write));
    if (batch->message_count > 0)
        TRY(write_messages(op, batch, &inserted));
    count->messages += inserted;
    return OK;
}
