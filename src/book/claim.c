#include "book/claim.h"

#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/claim_part.h"
#include "book/touch.h"
#include "book/unit.h"
#include "record/event.h"
#include "store/gather.h"

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
    claim->is_superseded = str_equal(db_text(row, 8), STR("superseded"));
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
    const struct case_key key = {obligation->debtor_id, obligation->case_id};
    const struct event event = {key.debtor_id, key.case_id, kind, 1, buf_str(&payload)};
    struct unit_case *const made = unit_find_case(op, key);
    if (made) {
        touch_known(op, key.debtor_id, key.case_id);
        return event_append_at(op, &event, ++made->event_seq);
    }
    touch_case(op, key.debtor_id, key.case_id);
    return event_append(op, &event);
}

/* The obligation has something to pay; one whose case this transaction made was open already. */
static status open_obligation(struct op *op, const struct obligation_ref *obligation,
                              const struct claim_input *in)
{
    struct unit_debtor *const made = unit_find_debtor(op, obligation->debtor_id);
    if (!made)
        return db_run(op, Q_OBLIGATION_SET_STATE,
                      DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(obligation->id),
                              ARG_TEXT(STR("open")), ARG_INSTANT(op_now(op))),
                      NULL);
    unit_add_claim(op, made,
                   &(struct unit_claim){.case_id = obligation->case_id,
                                        .obligation_id = obligation->id,
                                        .external_id = in->external_id,
                                        .issued_on = in->issued_on,
                                        .due_on = in->due_on,
                                        .open = in->amount});
    return OK;
}

status claim_create(struct op *op, const struct obligation_ref *obligation,
                    const struct claim_input *in, const char *origin, int64_t *ret_id)
{
    const int64_t id = id_make();
    TRY(reference_add(op, "claim", in->source, in->external_id, obligation->debtor_id, id));
    const bool is_open = in->amount.minor > 0;
    struct parts parts;
    TRY(claim_part_of_input(op, in, &parts));
    const struct db_arg now = ARG_INSTANT(op_now(op));
    TRY(db_insert(op, Q_CLAIM_INSERT,
                  DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(id), ARG_ID(obligation->case_id),
                          ARG_ID(obligation->id), ARG_TEXT(in->source), ARG_TEXT(in->external_id),
                          ARG_I64(in->number), ARG_DAY(in->issued_on), ARG_DAY(in->due_on),
                          ARG_MONEY(in->amount), ARG_I64(0), ARG_TEXT_C(origin),
                          ARG_TEXT(is_open ? STR("open") : STR("paid")), ARG_I64(1), now, now,
                          ARG_DAY(op->business_date), ARG_ID(in->payment_id))));
    if (!in->is_made)
        TRY(claim_part_open(op, obligation, id, in->issued_on, &parts));
    if (is_open)
        TRY(open_obligation(op, obligation, in));
    TRY(tell_claim(op, obligation, "claim.created", id, in->due_on, in->amount));
    *ret_id = id;
    return OK;
}

static status read_count(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

/* An obligation is closed_paid when its last open claim is paid, and open again when one opens. */
static status settle_obligation(struct op *op, int64_t debtor_id, int64_t obligation_id)
{
    int64_t open = 0;
    bool found = false;
    TRY(db_query_one(op, Q_OBLIGATION_OPEN_CLAIMS,
                     DB_ARGS(ARG_ID(debtor_id), ARG_ID(obligation_id)), read_count, &open, &found));
    return db_run_later(op, Q_OBLIGATION_SET_STATE,
                        DB_ARGS(ARG_ID(debtor_id), ARG_ID(obligation_id),
                                ARG_TEXT(open > 0 ? STR("open") : STR("closed_paid")),
                                ARG_INSTANT(op_now(op))));
}

static status read_day(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(day *)out = db_day(row, 0);
    return OK;
}

static status write_paid(struct op *op, int64_t debtor_id, const struct claim *claim,
                         day settled_on)
{
    const bool is_paid = claim->paid.minor >= claim->amount.minor;
    TRY(db_run_later(op, Q_CLAIM_SET_PAID,
                     DB_ARGS(ARG_ID(debtor_id), ARG_ID(claim->id), ARG_MONEY(claim->paid),
                             ARG_DAY(is_paid ? settled_on : DAY_NONE),
                             ARG_TEXT(is_paid ? STR("paid") : STR("open")),
                             ARG_INSTANT(op_now(op)))));
    touch_case(op, debtor_id, claim->case_id);
    return is_paid == !claim->is_open ? OK : settle_obligation(op, debtor_id, claim->obligation_id);
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
    return write_paid(op, debtor_id, claim, settled_on);
}

/* Keeps what a claim was and writes what it is, but for what is paid of it. */
static status put_claim(struct op *op, const struct obligation_ref *obligation,
                        const struct claim *claim, const struct claim_input *in)
{
    const struct db_arg debtor = ARG_ID(obligation->debtor_id);
    TRY(db_run_later(op, Q_CLAIM_KEEP_PAST,
                     DB_ARGS(debtor, ARG_ID(claim->id), ARG_INSTANT(op_now(op)))));
    return db_run(op, Q_CLAIM_UPDATE,
                  DB_ARGS(debtor, ARG_ID(claim->id), ARG_I64(claim->number), ARG_DAY(in->issued_on),
                          ARG_DAY(in->due_on), ARG_MONEY(in->amount), ARG_INSTANT(op_now(op))),
                  NULL);
}

static status set_amount(struct op *op, int64_t debtor_id, const struct claim *claim, money amount,
                         const char *state)
{
    TRY(db_run_later(op, Q_CLAIM_KEEP_PAST,
                     DB_ARGS(ARG_ID(debtor_id), ARG_ID(claim->id), ARG_INSTANT(op_now(op)))));
    return db_run(op, Q_CLAIM_SET_AMOUNT,
                  DB_ARGS(ARG_ID(debtor_id), ARG_ID(claim->id), ARG_MONEY(amount),
                          ARG_TEXT_C(state), ARG_INSTANT(op_now(op))),
                  NULL);
}

status claim_supersede(struct op *op, int64_t debtor_id, int64_t id)
{
    struct claim claim;
    TRY(claim_get(op, debtor_id, id, &claim));
    TRY(set_amount(op, debtor_id, &claim, claim.paid, "superseded"));
    touch_case(op, debtor_id, claim.case_id);
    return settle_obligation(op, debtor_id, claim.obligation_id);
}

status claim_put_standing(struct op *op, int64_t debtor_id, int64_t id,
                          const struct claim_standing *standing)
{
    struct claim claim;
    TRY(claim_get(op, debtor_id, id, &claim));
    return claim_change_standing(op, debtor_id, &claim, standing);
}

status claim_change_standing(struct op *op, int64_t debtor_id, const struct claim *claim,
                             const struct claim_standing *standing)
{
    const bool is_paid = standing->paid.minor >= standing->amount.minor;
    const char *const state = standing->is_superseded ? "superseded" : is_paid ? "paid" : "open";
    if (claim->amount.minor != standing->amount.minor ||
        claim->is_superseded != standing->is_superseded)
        TRY(set_amount(op, debtor_id, claim, standing->amount, state));
    TRY(db_run_later(op, Q_CLAIM_SET_PAID,
                     DB_ARGS(ARG_ID(debtor_id), ARG_ID(claim->id), ARG_MONEY(standing->paid),
                             ARG_DAY(standing->settled_on), ARG_TEXT_C(state),
                             ARG_INSTANT(op_now(op)))));
    touch_case(op, debtor_id, claim->case_id);
    return claim->is_open == !is_paid ? OK : settle_obligation(op, debtor_id, claim->obligation_id);
}

static status read_money(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(money *)out = db_money(row, 0);
    return OK;
}

/* What the source has said of the amount: a plan has put it aside, or added to it. */
static status said_amount(struct op *op, int64_t debtor_id, const struct claim *claim, money told,
                          money *ret_amount)
{
    bool found = false;
    int64_t moved = 0;
    *ret_amount = claim->amount;
    if (claim->is_superseded)
        return db_query_one(op, Q_CLAIM_SAID_AMOUNT, DB_ARGS(ARG_ID(debtor_id), ARG_ID(claim->id)),
                            read_money, ret_amount, &found);
    if (claim->amount.minor == told.minor)
        return OK;
    TRY(claim_part_moved(op, debtor_id, claim->id, &moved));
    ret_amount->minor -= moved;
    return OK;
}

static status say_amount(struct op *op, int64_t debtor_id, const struct claim *claim, money amount)
{
    touch_case(op, debtor_id, claim->case_id);
    return db_run(op, Q_CLAIM_SAY_AMOUNT,
                  DB_ARGS(ARG_ID(debtor_id), ARG_ID(claim->id), ARG_MONEY(amount)), NULL);
}

status claim_change(struct op *op, const struct obligation_ref *obligation,
                    const struct claim_input *in, const struct reference *ref,
                    enum book_change *ret_change)
{
    struct claim claim;
    money said = {0};
    TRY(claim_get(op, ref->debtor_id, ref->id, &claim));
    TRY(said_amount(op, ref->debtor_id, &claim, in->amount, &said));
    if (ref->debtor_id != obligation->debtor_id || claim.obligation_id != obligation->id)
        return op_fail(op, E_CONFLICT,
                       "claim \"" STR_FORMAT "\" belongs to another obligation already: give it a "
                       "new id",
                       STR_ARG(in->external_id));
    const int32_t number = in->number ? in->number : claim.number;
    bool differs = false;
    if (!claim.is_superseded) /* of what it is made is told once more when it is owed again */
        TRY(claim_part_differs(op, &claim, in, ref->debtor_id, &differs));
    const bool same = !differs && claim.number == number && claim.issued_on == in->issued_on &&
                      claim.due_on == in->due_on && said.minor == in->amount.minor;
    *ret_change = same ? BOOK_UNCHANGED : BOOK_UPDATED;
    if (same)
        return OK;
    struct claim_input now = *in;
    now.amount.minor += claim.amount.minor - said.minor;
    if ((claim.is_superseded ? in : &now)->amount.minor < claim.paid.minor)
        return op_fail(op, E_CONFLICT, "claim \"" STR_FORMAT "\" has more paid than its new amount",
                       STR_ARG(in->external_id));
    if (claim.is_superseded)
        now.amount = claim.amount; /* a plan stands for it */
    else if (differs || said.minor != in->amount.minor || claim.issued_on != in->issued_on)
        TRY(claim_part_change(op, obligation, &claim, in));
    claim.number = number;
    TRY(put_claim(op, obligation, &claim, &now));
    if (claim.is_superseded) {
        TRY(say_amount(op, ref->debtor_id, &claim, in->amount));
    } else {
        claim.amount = now.amount;
        TRY(claim_settle(op, ref->debtor_id, &claim, DAY_NONE));
    }
    return tell_claim(op, obligation, "claim.changed", ref->id, in->due_on, in->amount);
}

status claim_put_parts(struct op *op, const struct obligation_ref *obligation, int64_t id,
                       const struct parts *parts)
{
    struct claim claim;
    TRY(claim_get(op, obligation->debtor_id, id, &claim));
    struct claim_input in = {.number = claim.number,
                             .issued_on = claim.issued_on,
                             .due_on = claim.due_on,
                             .tells_parts = true,
                             .others = *parts};
    if (!parts_total(parts, &in.amount.minor))
        return op_fail(op, E_LIMIT, "claim %" PRId64 ": the sum leaves the range of money", id);
    TRY(claim_part_change(op, obligation, &claim, &in));
    TRY(put_claim(op, obligation, &claim, &in));
    return tell_claim(op, obligation, "claim.changed", id, in.due_on, in.amount);
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
