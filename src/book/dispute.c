#include "book/dispute.h"

#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "record/audit.h"
#include "record/event.h"
#include "store/db.h"

static bool is_one_of(str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_c(text, words[i]))
            return true;
    return false;
}

static status tell(struct op *op, struct case_key key, const char *event_kind, const char *id_name,
                   int64_t id, str kind)
{
    struct buf payload = buf_start(op->arena, 512);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, id_name, id);
    json_put_str(&w, "kind", kind);
    json_object_close(&w);
    const struct event event = {key.debtor_id, key.case_id, event_kind, 1, buf_str(&payload)};
    touch_case(op, key.debtor_id, key.case_id);
    return event_append(op, &event);
}

static status read_case(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

static status check_obligation(struct op *op, const struct dispute_input *input)
{
    int64_t case_id = 0;
    bool found = false;
    if (input->obligation_id == 0)
        return OK;
    TRY(db_query_one(op, Q_OBLIGATION_GET,
                     DB_ARGS(ARG_ID(input->key.debtor_id), ARG_ID(input->obligation_id)), read_case,
                     &case_id, &found));
    return case_id == input->key.case_id
               ? OK
               : op_fail(op, E_INVALID, "obligation %" PRId64 " is not of this case",
                         input->obligation_id);
}

status dispute_open(struct op *op, const struct dispute_input *input, int64_t *ret_id)
{
    static const char *const kinds[] = {"amount",  "not_mine", "already_paid",
                                        "service", "product",  "other"};
    if (!is_one_of(input->kind, kinds, ARRAY_LEN(kinds)))
        return op_fail(op, E_INVALID,
                       "a dispute is about amount, not_mine, already_paid, service, product or "
                       "other, not \"" STR_FORMAT "\"",
                       STR_ARG(input->kind));
    if (input->amount.minor < 0 || str_characters(input->note) > LIMIT_NOTE_CHARACTERS)
        return op_fail(op, E_INVALID, "the disputed amount is negative or the note is too long");
    if (input->reply_due_on != DAY_NONE && input->reply_due_on < op->business_date)
        return op_fail(op, E_INVALID, "a reply cannot be due before today");
    TRY(check_obligation(op, input));
    const int64_t id = id_make();
    TRY(audit_insert(op, AUDIT_DISPUTE, 0,
                     DB_ARGS(ARG_ID(input->key.debtor_id), ARG_ID(id), ARG_ID(input->key.case_id),
                             ARG_ID(input->obligation_id), ARG_TEXT(input->kind),
                             db_arg_i64(input->amount.minor, input->amount.minor == 0),
                             ARG_DAY(op->business_date), ARG_DAY(input->reply_due_on),
                             ARG_TEXT(input->note), ARG_ID(op->actor_id),
                             ARG_INSTANT(op_now(op)))));
    TRY(tell(op, input->key, "dispute.opened", "dispute_id", id, input->kind));
    *ret_id = id;
    return OK;
}

struct dispute_row {
    int64_t case_id;
    bool is_open;
};

static status read_dispute(struct op *op, struct db_rows *row, void *out)
{
    struct dispute_row *const dispute = out;
    (void)op;
    dispute->case_id = db_id(row, 0);
    dispute->is_open = str_equal(db_text(row, 1), STR("open"));
    return OK;
}

status dispute_close(struct op *op, int64_t debtor_id, int64_t dispute_id, str outcome)
{
    static const char *const outcomes[] = {"upheld", "rejected", "partial"};
    struct dispute_row row = {0};
    bool found = false;
    if (!is_one_of(outcome, outcomes, ARRAY_LEN(outcomes)))
        return op_fail(op, E_INVALID, "a dispute ends upheld, rejected or partial");
    TRY(db_query_one(op, Q_DISPUTE_GET, DB_ARGS(ARG_ID(debtor_id), ARG_ID(dispute_id)),
                     read_dispute, &row, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no dispute %" PRId64 " of this debtor", dispute_id);
    if (!row.is_open)
        return op_fail(op, E_CONFLICT, "dispute %" PRId64 " is closed already", dispute_id);
    TRY(db_run(op, Q_DISPUTE_CLOSE,
               DB_ARGS(ARG_ID(debtor_id), ARG_ID(dispute_id), ARG_TEXT(outcome),
                       ARG_DAY(op->business_date), ARG_INSTANT(op_now(op))),
               NULL));
    return tell(op, (struct case_key){debtor_id, row.case_id}, "dispute.closed", "dispute_id",
                dispute_id, outcome);
}

status hold_place(struct op *op, struct case_key key, str kind, day from, day until, str reason,
                  int64_t *ret_id)
{
    if (!str_equal_c(kind, "contact") && !str_equal_c(kind, "interest"))
        return op_fail(op, E_INVALID, "only holds of contact and of interest can be placed yet");
    if (reason.size == 0 || from == DAY_NONE || (until != DAY_NONE && until <= from))
        return op_fail(op, E_INVALID,
                       "a hold needs a reason and a first day, and must end after it begins");
    const int64_t id = id_make();
    TRY(audit_insert(op, AUDIT_HOLD, 0,
                     DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(id), ARG_ID(key.case_id), ARG_TEXT(kind),
                             ARG_DAY(from), ARG_DAY(until), ARG_TEXT(reason), ARG_ID(op->actor_id),
                             ARG_INSTANT(op_now(op)))));
    TRY(tell(op, key, "hold.placed", "hold_id", id, kind));
    *ret_id = id;
    return OK;
}
