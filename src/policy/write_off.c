#include "policy/write_off.h"

#include "store/db.h"

#define HOUR (INT64_C(3600) * INSTANT_PER_SECOND)

static status read_currency(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(currency *)out = (currency)db_i64(row, 1);
    return OK;
}

/* Refuses a wish of before that has expired. */
static status refuse_expired(struct op *op, struct case_key key, int64_t obligation_id)
{
    struct debt_standing *debts = NULL;
    size_t count = 0;
    TRY(debt_standings(op, key, &debts, &count));
    for (size_t i = 0; i < count; i++) {
        bool is_pending = true;
        if (debts[i].obligation_id != obligation_id || debts[i].asked_id == 0)
            continue;
        TRY(approval_pending(op, WRITE_OFF_SUBJECT, debts[i].asked_id, &is_pending));
        if (!is_pending)
            TRY(write_off_apply(op, debts[i].asked_id, false, STR("nobody decided in time")));
    }
    return OK;
}

status write_off_request(struct op *op, struct case_key key, int64_t obligation_id, str reason,
                         int64_t *ret_approval_id)
{
    struct approval_request request = {.subject_kind = WRITE_OFF_SUBJECT,
                                       .rule = WRITE_OFF_PERMISSION,
                                       .has_amount = true,
                                       .expires_at = op_now(op) + WRITE_OFF_ASK_HOURS * HOUR,
                                       .reason = reason};
    bool found = false;
    TRY(touch_lock(op, key.debtor_id, key.case_id));
    TRY(refuse_expired(op, key, obligation_id));
    TRY(write_off_ask(op, key, obligation_id, reason, &request.subject_id, &request.amount));
    TRY(db_query_one(op, Q_CASE_BOOK_HEAD, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                     read_currency, &request.currency, &found));
    return approval_request(op, &request, ret_approval_id);
}

status write_off_decide(struct op *op, const struct approval *approval, bool is_approved,
                        str reason)
{
    return str_equal_c(approval->subject_kind, WRITE_OFF_SUBJECT)
               ? write_off_apply(op, approval->subject_id, is_approved, reason)
               : OK;
}

void debt_standing_write(struct json_writer *w, const struct debt_standing *debt)
{
    json_object_open(w);
    json_put_id(w, "obligation_id", debt->obligation_id);
    json_put_str(w, "external_id", debt->external_id);
    json_put_str(w, "product", debt->product);
    json_put_i64(w, "open", debt->open);
    json_put_day(w, "charged_off_on", debt->charged_off_on);
    json_put_i64(w, "charged_off", debt->charged_off);
    json_put_i64(w, "recovered", debt->recovered);
    json_put_bool(w, "write_off_waits", debt->asked_id != 0);
    json_put_day(w, "written_off_on", debt->written_off_on);
    json_put_i64(w, "written_off", debt->written_off);
    json_object_close(w);
}
