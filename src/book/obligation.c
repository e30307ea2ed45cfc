#include "book/obligation.h"

#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/payment.h"
#include "book/reference.h"
#include "book/touch.h"
#include "record/event.h"
#include "record/organisation.h"
#include "store/db.h"

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

status creditor_ensure(struct op *op, str external_id, str name, int64_t *ret_id)
{
    struct organisation organisation;
    bool found = false;
    if (external_id.size == 0) {
        TRY(organisation_get(op, &organisation));
        external_id = STR("organisation");
        name = organisation.name;
    }
    TRY(db_query_one(op, Q_CREDITOR_FIND, DB_ARGS(ARG_TEXT(external_id)), read_id, ret_id, &found));
    if (found)
        return OK;
    *ret_id = id_make();
    return db_run(op, Q_CREDITOR_INSERT,
                  DB_ARGS(ARG_ID(*ret_id), ARG_TEXT(external_id),
                          ARG_TEXT(name.size > 0 ? name : external_id), ARG_INSTANT(op_now(op))),
                  NULL);
}

status portfolio_ensure(struct op *op, int64_t creditor_id, str external_id, day assigned_on,
                        int64_t *ret_id)
{
    bool found = false;
    *ret_id = 0;
    if (external_id.size == 0)
        return OK;
    TRY(db_query_one(op, Q_PORTFOLIO_FIND, DB_ARGS(ARG_ID(creditor_id), ARG_TEXT(external_id)),
                     read_id, ret_id, &found));
    if (found)
        return OK;
    *ret_id = id_make();
    return db_run(op, Q_PORTFOLIO_INSERT,
                  DB_ARGS(ARG_ID(*ret_id), ARG_ID(creditor_id), ARG_TEXT(external_id),
                          ARG_TEXT(external_id), ARG_DAY(assigned_on), ARG_INSTANT(op_now(op))),
                  NULL);
}

/* The next case number: a counter and its check digit, so that a slip of the pen is noticed. */
static status next_case_number(struct op *op, int64_t *ret_number)
{
    int64_t count = 1;
    bool found = false;
    TRY(db_query_one(op, Q_COUNTER_NEXT, DB_ARGS(ARG_TEXT(STR("case"))), read_id, &count, &found));
    if (!found)
        TRY(db_run(op, Q_COUNTER_START, DB_ARGS(ARG_TEXT(STR("case"))), NULL));
    *ret_number = count * 10 + check_digit((uint64_t)count);
    return OK;
}

status case_ensure(struct op *op, int64_t debtor_id, int64_t creditor_id, currency of_debt,
                   day opened_on, int64_t *ret_case_id)
{
    bool found = false;
    int64_t number = 0;
    TRY(db_query_one(op, Q_CASE_FIND,
                     DB_ARGS(ARG_ID(debtor_id), ARG_ID(creditor_id), ARG_I64(of_debt)), read_id,
                     ret_case_id, &found));
    if (found)
        return OK;
    *ret_case_id = id_make();
    TRY(next_case_number(op, &number));
    return db_run(op, Q_CASE_INSERT,
                  DB_ARGS(ARG_ID(debtor_id), ARG_ID(*ret_case_id), ARG_ID(creditor_id),
                          ARG_I64(of_debt), ARG_I64(number), ARG_DAY(opened_on),
                          ARG_INSTANT(op_now(op))),
                  NULL);
}

status case_debtor(struct op *op, int64_t case_id, int64_t *ret_debtor_id)
{
    bool found = false;
    TRY(db_query_one(op, Q_CASE_DEBTOR, DB_ARGS(ARG_ID(case_id)), read_id, ret_debtor_id, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "no case %" PRId64, case_id);
}

struct obligation_row {
    int64_t case_id, creditor_id, portfolio_id;
    str product, document_hash;
    currency currency;
    day opened_on;
};

static status read_obligation(struct op *op, struct db_rows *row, void *out)
{
    struct obligation_row *const obligation = out;
    obligation->case_id = db_id(row, 0);
    obligation->creditor_id = db_id(row, 1);
    obligation->portfolio_id = db_id(row, 2);
    obligation->product = db_text_copy(op, row, 3);
    obligation->currency = (currency)db_i64(row, 4);
    obligation->opened_on = db_day(row, 5);
    obligation->document_hash = db_text_copy(op, row, 6);
    return OK;
}

static struct db_arg text_or_null(str text)
{
    return text.size > 0 ? ARG_TEXT(text) : ARG_NULL;
}

static status obligation_create(struct op *op, const struct obligation_input *in,
                                struct obligation_ref *ref)
{
    ref->debtor_id = in->debtor_id;
    ref->id = id_make();
    TRY(case_ensure(op, in->debtor_id, in->creditor_id, in->currency, in->opened_on,
                    &ref->case_id));
    TRY(reference_add(op, "obligation", in->source, in->external_id, ref->debtor_id, ref->id));
    TRY(db_run(op, Q_OBLIGATION_INSERT,
               DB_ARGS(ARG_ID(ref->debtor_id), ARG_ID(ref->id), ARG_ID(ref->case_id),
                       ARG_ID(in->creditor_id), ARG_ID(in->portfolio_id), ARG_TEXT(in->source),
                       ARG_TEXT(in->external_id), ARG_TEXT(in->product), ARG_I64(in->currency),
                       ARG_DAY(in->opened_on), text_or_null(in->document_hash),
                       ARG_INSTANT(op_now(op))),
               NULL));
    touch_case(op, ref->debtor_id, ref->case_id);
    return OK;
}

static status obligation_change(struct op *op, const struct obligation_input *in,
                                struct obligation_ref *ref, enum book_change *ret_change)
{
    struct obligation_row row = {0};
    bool found = false;
    TRY(db_query_one(op, Q_OBLIGATION_GET, DB_ARGS(ARG_ID(ref->debtor_id), ARG_ID(ref->id)),
                     read_obligation, &row, &found));
    if (!found)
        return op_fail(op, E_STORE, "obligation %" PRId64 " is registered but not there", ref->id);
    ref->case_id = row.case_id;
    if (ref->debtor_id != in->debtor_id || row.creditor_id != in->creditor_id ||
        row.currency != in->currency)
        return op_fail(op, E_CONFLICT,
                       "obligation \"" STR_FORMAT "\" belongs to another debtor, creditor or "
                       "currency already; a debt never changes these: give it a new id",
                       STR_ARG(in->external_id));
    const bool same =
        (in->portfolio_id == 0 || in->portfolio_id == row.portfolio_id) &&
        str_equal(in->product, row.product) && in->opened_on == row.opened_on &&
        (in->document_hash.size == 0 || str_equal(in->document_hash, row.document_hash));
    *ret_change = same ? BOOK_UNCHANGED : BOOK_UPDATED;
    if (same)
        return OK;
    const str hash = in->document_hash.size > 0 ? in->document_hash : row.document_hash;
    TRY(db_run(op, Q_OBLIGATION_UPDATE,
               DB_ARGS(ARG_ID(ref->debtor_id), ARG_ID(ref->id),
                       ARG_ID(in->portfolio_id ? in->portfolio_id : row.portfolio_id),
                       ARG_TEXT(in->product), ARG_DAY(in->opened_on), text_or_null(hash),
                       ARG_INSTANT(op_now(op))),
               NULL));
    touch_case(op, ref->debtor_id, ref->case_id);
    return OK;
}

status obligation_upsert(struct op *op, const struct obligation_input *input,
                         struct obligation_ref *ret_ref, enum book_change *ret_change)
{
    struct reference ref = {0};
    struct obligation_ref out = {0};
    bool found = false;
    enum book_change change = BOOK_CREATED;
    if (input->external_id.size == 0)
        return op_fail(op, E_INVALID, "an obligation needs an external id");
    TRY(reference_find(op, "obligation", input->source, input->external_id, &ref, &found));
    if (found) {
        out = (struct obligation_ref){ref.debtor_id, ref.id, 0};
        TRY(obligation_change(op, input, &out, &change));
    } else {
        TRY(obligation_create(op, input, &out));
    }
    *ret_ref = out;
    *ret_change = change;
    return OK;
}

status obligation_find(struct op *op, str source, str external_id, struct obligation_ref *ret_ref)
{
    struct reference ref = {0};
    struct obligation_row row = {0};
    bool found = false;
    TRY(reference_find(op, "obligation", source, external_id, &ref, &found));
    if (found)
        TRY(db_query_one(op, Q_OBLIGATION_GET, DB_ARGS(ARG_ID(ref.debtor_id), ARG_ID(ref.id)),
                         read_obligation, &row, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND,
                       "no obligation \"" STR_FORMAT "\" of source \"" STR_FORMAT "\"",
                       STR_ARG(external_id), STR_ARG(source));
    *ret_ref = (struct obligation_ref){ref.debtor_id, ref.id, row.case_id};
    return OK;
}

status obligation_set_document(struct op *op, const struct obligation_ref *obligation, str hash)
{
    TRY(db_run(op, Q_OBLIGATION_SET_DOCUMENT,
               DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(obligation->id), ARG_TEXT(hash),
                       ARG_INSTANT(op_now(op))),
               NULL));
    struct buf payload = buf_start(op->arena, 512);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "obligation_id", obligation->id);
    json_put_str(&w, "document_hash", hash);
    json_object_close(&w);
    const struct event event = {obligation->debtor_id, obligation->case_id, "obligation.changed", 1,
                                buf_str(&payload)};
    touch_case(op, obligation->debtor_id, obligation->case_id);
    return event_append(op, &event);
}

status obligation_add_party(struct op *op, const struct obligation_ref *obligation,
                            int64_t party_id, enum party_role role)
{
    TRY(db_run(op, Q_OBLIGATION_PARTY_PUT,
               DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(obligation->id), ARG_ID(party_id),
                       ARG_TEXT_C(party_role_name(role)), ARG_INSTANT(op_now(op))),
               NULL));
    touch_case(op, obligation->debtor_id, obligation->case_id);
    return OK;
}

static status read_claim(struct op *op, struct db_rows *row, void *out)
{
    struct claim *const claim = out;
    (void)op;
    claim->case_id = db_id(row, 0);
    claim->obligation_id = db_id(row, 1);
    claim->number = (int32_t)db_i64(row, 2);
    claim->issued_on = db_day(row, 3);
    claim->due_on = db_day(row, 4);
    claim->amount = db_money(row, 5);
    claim->paid = db_money(row, 6);
    claim->is_open = str_equal(db_text(row, 8), STR("open"));
    return OK;
}

status claim_get(struct op *op, int64_t debtor_id, int64_t id, struct claim *ret_claim)
{
    struct claim claim = {.id = id};
    bool found = false;
    TRY(db_query_one(op, Q_CLAIM_GET, DB_ARGS(ARG_ID(debtor_id), ARG_ID(id)), read_claim, &claim,
                     &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no claim %" PRId64 " of this debtor", id);
    *ret_claim = claim;
    return OK;
}

static status tell_claim(struct op *op, const struct obligation_ref *obligation, const char *kind,
                         int64_t claim_id, day due_on, money amount)
{
    struct buf payload = buf_start(op->arena, 512);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "claim_id", claim_id);
    json_put_id(&w, "obligation_id", obligation->id);
    json_put_day(&w, "due_on", due_on);
    json_put_i64(&w, "amount", amount.minor);
    json_object_close(&w);
    const struct event event = {obligation->debtor_id, obligation->case_id, kind, 1,
                                buf_str(&payload)};
    touch_case(op, obligation->debtor_id, obligation->case_id);
    return event_append(op, &event);
}

static status claim_create(struct op *op, const struct obligation_ref *obligation,
                           const struct claim_input *in, const char *origin, int64_t *ret_id)
{
    const int64_t id = id_make();
    TRY(reference_add(op, "claim", in->source, in->external_id, obligation->debtor_id, id));
    TRY(db_run(op, Q_CLAIM_INSERT,
               DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(id), ARG_ID(obligation->case_id),
                       ARG_ID(obligation->id), ARG_TEXT(in->source), ARG_TEXT(in->external_id),
                       ARG_I64(in->number), ARG_DAY(in->issued_on), ARG_DAY(in->due_on),
                       ARG_MONEY(in->amount), ARG_TEXT_C(origin), ARG_INSTANT(op_now(op))),
               NULL));
    if (in->amount.minor > 0)
        TRY(db_run(op, Q_OBLIGATION_SET_STATE,
                   DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(obligation->id),
                           ARG_TEXT(STR("open")), ARG_INSTANT(op_now(op))),
                   NULL));
    TRY(tell_claim(op, obligation, "claim.created", id, in->due_on, in->amount));
    TRY(payment_apply_credit(op, obligation->debtor_id, obligation->case_id));
    *ret_id = id;
    return OK;
}

/* An obligation is closed_paid when its last open claim is paid, and open again when one opens. */
static status settle_obligation(struct op *op, int64_t debtor_id, int64_t obligation_id)
{
    int64_t open = 0;
    bool found = false;
    TRY(db_query_one(op, Q_OBLIGATION_OPEN_CLAIMS,
                     DB_ARGS(ARG_ID(debtor_id), ARG_ID(obligation_id)), read_id, &open, &found));
    return db_run(op, Q_OBLIGATION_SET_STATE,
                  DB_ARGS(ARG_ID(debtor_id), ARG_ID(obligation_id),
                          ARG_TEXT(open > 0 ? STR("open") : STR("closed_paid")),
                          ARG_INSTANT(op_now(op))),
                  NULL);
}

static status read_day(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(day *)out = db_day(row, 0);
    return OK;
}

/* Writes paid, settlement day and state of a claim whose amount or paid changed. */
static status claim_settle(struct op *op, int64_t debtor_id, const struct claim *claim,
                           day value_on)
{
    const bool is_paid = claim->paid.minor >= claim->amount.minor;
    day settled_on = DAY_NONE;
    bool found = false;
    if (is_paid) {
        TRY(db_query_one(op, Q_CLAIM_LAST_VALUE_DAY, DB_ARGS(ARG_ID(debtor_id), ARG_ID(claim->id)),
                         read_day, &settled_on, &found));
        if (value_on != DAY_NONE && (settled_on == DAY_NONE || value_on > settled_on))
            settled_on = value_on;
    }
    TRY(db_run(op, Q_CLAIM_SET_PAID,
               DB_ARGS(ARG_ID(debtor_id), ARG_ID(claim->id), ARG_MONEY(claim->paid),
                       ARG_DAY(settled_on), ARG_TEXT(is_paid ? STR("paid") : STR("open")),
                       ARG_INSTANT(op_now(op))),
               NULL));
    touch_case(op, debtor_id, claim->case_id);
    return is_paid == !claim->is_open ? OK : settle_obligation(op, debtor_id, claim->obligation_id);
}

static status claim_change(struct op *op, const struct obligation_ref *obligation,
                           const struct claim_input *in, const struct reference *ref,
                           enum book_change *ret_change)
{
    struct claim claim;
    TRY(claim_get(op, ref->debtor_id, ref->id, &claim));
    if (ref->debtor_id != obligation->debtor_id || claim.obligation_id != obligation->id)
        return op_fail(op, E_CONFLICT,
                       "claim \"" STR_FORMAT "\" belongs to another obligation already: give it a "
                       "new id",
                       STR_ARG(in->external_id));
    const int32_t number = in->number ? in->number : claim.number;
    const bool same = claim.number == number && claim.issued_on == in->issued_on &&
                      claim.due_on == in->due_on && claim.amount.minor == in->amount.minor;
    *ret_change = same ? BOOK_UNCHANGED : BOOK_UPDATED;
    if (same)
        return OK;
    if (in->amount.minor < claim.paid.minor)
        return op_fail(op, E_CONFLICT, "claim \"" STR_FORMAT "\" has more paid than its new amount",
                       STR_ARG(in->external_id));
    TRY(db_run(op, Q_CLAIM_UPDATE,
               DB_ARGS(ARG_ID(ref->debtor_id), ARG_ID(ref->id), ARG_I64(number),
                       ARG_DAY(in->issued_on), ARG_DAY(in->due_on), ARG_MONEY(in->amount),
                       ARG_INSTANT(op_now(op))),
               NULL));
    claim.amount = in->amount;
    TRY(claim_settle(op, ref->debtor_id, &claim, DAY_NONE));
    TRY(tell_claim(op, obligation, "claim.changed", ref->id, in->due_on, in->amount));
    return payment_apply_credit(op, ref->debtor_id, claim.case_id);
}

status claim_upsert(struct op *op, const struct obligation_ref *obligation,
                    const struct claim_input *input, int64_t *ret_id, enum book_change *ret_change)
{
    struct reference ref = {0};
    bool found = false;
    enum book_change change = BOOK_CREATED;
    if (input->amount.minor < 0 || input->amount.minor > LIMIT_AMOUNT_MINOR)
        return op_fail(op, E_INVALID, "claim \"" STR_FORMAT "\" has %s amount",
                       STR_ARG(input->external_id),
                       input->amount.minor < 0 ? "a negative" : "too large an");
    if (input->due_on == DAY_NONE || input->issued_on == DAY_NONE)
        return op_fail(op, E_INVALID, "claim \"" STR_FORMAT "\" needs its day of issue and due day",
                       STR_ARG(input->external_id));
    TRY(reference_find(op, "claim", input->source, input->external_id, &ref, &found));
    if (found)
        TRY(claim_change(op, obligation, input, &ref, &change));
    else
        TRY(claim_create(op, obligation, input, "schedule", &ref.id));
    *ret_id = ref.id;
    *ret_change = change;
    return OK;
}

status claim_find(struct op *op, str source, str external_id, int64_t *ret_debtor_id,
                  int64_t *ret_id)
{
    struct reference ref = {0};
    bool found = false;
    TRY(reference_find(op, "claim", source, external_id, &ref, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no claim \"" STR_FORMAT "\" of source \"" STR_FORMAT "\"",
                       STR_ARG(external_id), STR_ARG(source));
    *ret_debtor_id = ref.debtor_id;
    *ret_id = ref.id;
    return OK;
}

status claim_add_paid(struct op *op, int64_t debtor_id, int64_t id, money amount, day value_on)
{
    struct claim claim;
    TRY(claim_get(op, debtor_id, id, &claim));
    if (!money_add(claim.paid, amount, &claim.paid))
        return op_fail(op, E_LIMIT, "claim %" PRId64 ": the sum leaves the range of money", id);
    return claim_settle(op, debtor_id, &claim, value_on);
}

status claim_raise(struct op *op, const struct obligation_ref *obligation, const char *origin,
                   str external_id, day due_on, money amount, int64_t *ret_id)
{
    const struct claim_input in = {
        .source = STR("acuerdo"),
        .external_id = external_id,
        .issued_on = due_on,
        .due_on = due_on,
        .amount = amount,
    };
    return claim_create(op, obligation, &in, origin, ret_id);
}
