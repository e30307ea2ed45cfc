#include "book/payment.h"

#include <inttypes.h>

#include "base/ids.h"
#include "book/allocation_rule.h"
#include "book/rebook.h"
#include "book/reference.h"
#include "book/touch.h"
#include "record/audit.h"
#include "store/db.h"

struct open_claim {
    int64_t id;
    day issued_on;
    day due_on;
    money open;
};

struct payment_row {
    int64_t case_id;
    day value_on;
    money amount, unapplied;
    currency currency;
    str state;
};

static status read_payment(struct op *op, struct db_rows *row, void *out)
{
    struct payment_row *const payment = out;
    payment->case_id = db_id(row, 0);
    payment->value_on = db_day(row, 3);
    payment->amount = db_money(row, 5);
    payment->unapplied = db_money(row, 6);
    payment->currency = (currency)db_i64(row, 7);
    payment->state = db_text_copy(op, row, 8);
    return OK;
}

static status load_open_claims(struct op *op, int64_t debtor_id, int64_t case_id,
                               struct open_claim **ret_claims, size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct open_claim *claims = NULL;
    TRY(db_query(op, Q_CLAIM_OPEN_OF_CASE, DB_ARGS(ARG_ID(debtor_id), ARG_ID(case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        if (count == LIMIT_CLAIMS_OF_CASE)
            return op_fail(op, E_LIMIT, "case %" PRId64 " has more than %d open claims", case_id,
                           LIMIT_CLAIMS_OF_CASE);
        claims = arena_grow(op->arena, claims, count, &capacity, sizeof(*claims));
        claims[count++] = (struct open_claim){db_id(&rows, 0), db_day(&rows, 2), db_day(&rows, 3),
                                              db_money(&rows, 4)};
    }
    *ret_claims = claims;
    *ret_count = count;
    return OK;
}

/* The money that is being handed out, and the payment it belongs to. */
struct spending {
    int64_t debtor_id;
    int64_t case_id;
    int64_t payment_id;
    day value_on;
    money rest;
};

static status allocate(struct op *op, struct spending *spending, struct open_claim *claim)
{
    const int64_t part =
        spending->rest.minor < claim->open.minor ? spending->rest.minor : claim->open.minor;
    if (part <= 0)
        return OK;
    const money amount = {part};
    const day value_on =
        spending->value_on > claim->issued_on ? spending->value_on : claim->issued_on;
    TRY(audit_insert(op, AUDIT_ALLOCATION, spending->case_id,
                     DB_ARGS(ARG_ID(spending->debtor_id), ARG_ID(id_make()),
                             ARG_ID(spending->payment_id), ARG_ID(claim->id), ARG_MONEY(amount),
                             ARG_DAY(value_on), ARG_DAY(op->business_date), ARG_INSTANT(op_now(op)),
                             ARG_I64(COMPONENT_PRINCIPAL))));
    TRY(claim_add_paid(op, spending->debtor_id, claim->id, amount, value_on));
    claim->open.minor -= part;
    spending->rest.minor -= part;
    return OK;
}

static bool is_in_class(str age_class, day due_on, day value_on)
{
    if (str_equal_c(age_class, "overdue"))
        return due_on < value_on;
    if (str_equal_c(age_class, "due"))
        return due_on == value_on;
    return due_on > value_on; /* future */
}

static status allocate_by_age(struct op *op, struct spending *spending, struct open_claim *claims,
                              size_t count)
{
    str classes[ALLOCATION_CLASSES_MAX];
    size_t class_count = 0;
    TRY(allocation_rule_classes(op, classes, &class_count));
    for (size_t c = 0; c < class_count; c++)
        for (size_t i = 0; i < count && spending->rest.minor > 0; i++)
            if (is_in_class(classes[c], claims[i].due_on, spending->value_on))
                TRY(allocate(op, spending, &claims[i]));
    return OK;
}

static status check_value_day(struct op *op, str reference, day value_on)
{
    char text[DAY_TEXT_SIZE];
    char today[DAY_TEXT_SIZE];
    if (value_on == DAY_NONE)
        return op_fail(op, E_INVALID, "payment \"" STR_FORMAT "\" needs a value day",
                       STR_ARG(reference));
    if (value_on > op->business_date)
        return op_fail(
            op, E_INVALID, "payment \"" STR_FORMAT "\": value day %s is after the business date %s",
            STR_ARG(reference), day_format(value_on, text), day_format(op->business_date, today));
    return OK;
}

static status check_order(struct op *op, const struct payment_order *order)
{
    if (order->amount.minor <= 0)
        return op_fail(op, E_INVALID, "payment \"" STR_FORMAT "\": the amount must be above zero",
                       STR_ARG(order->reference));
    if (order->reference.size == 0)
        return op_fail(op, E_INVALID, "a payment needs a reference, so that it is taken only once");
    if (order->amount.minor > LIMIT_AMOUNT_MINOR)
        return op_fail(op, E_INVALID, "payment \"" STR_FORMAT "\": the amount is too large",
                       STR_ARG(order->reference));
    return check_value_day(op, order->reference, order->value_on);
}
/* The same source and reference again: the same payment, or a mistake that must be told. */
static status check_same(struct op *op, const struct payment_order *order,
                         const struct reference *ref)
{
    struct payment_row row = {0};
    bool found = false;
    TRY(db_query_one(op, Q_PAYMENT_GET, DB_ARGS(ARG_ID(ref->debtor_id), ARG_ID(ref->id)),
                     read_payment, &row, &found));
    if (!found || ref->debtor_id != order->debtor_id || row.case_id != order->case_id ||
        row.amount.minor != order->amount.minor)
        return op_fail(op, E_CONFLICT,
                       "reference \"" STR_FORMAT "\" of source \"" STR_FORMAT
                       "\" is taken by a payment of another case or amount",
                       STR_ARG(order->reference), STR_ARG(order->source));
    return OK;
}

/* What booking money needs to know of its case. */
struct payment_case {
    currency currency;
    bool is_replayed; /* money is booked by value day once more (book/rebook.h) */
};

static status read_case(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct payment_case *)out =
        (struct payment_case){(currency)db_i64(row, 0), db_i64(row, 1) != 0};
    return OK;
}

static status load_case(struct op *op, struct case_key key, struct payment_case *ret_case)
{
    bool found = false;
    TRY(db_query_one(op, Q_PAYMENT_CASE, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                     read_case, ret_case, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "no case %" PRId64 " of this debtor", key.case_id);
}

static status insert_payment(struct op *op, const struct payment_order *order, int64_t id,
                             currency of_case, int64_t returns_id, const char *state)
{
    const int64_t unapplied = returns_id == 0 ? order->amount.minor : 0;
    TRY(reference_add(op, "payment", order->source, order->reference, order->debtor_id, id));
    return audit_insert(op, AUDIT_PAYMENT, 0,
                        DB_ARGS(ARG_ID(order->debtor_id), ARG_ID(id), ARG_ID(order->case_id),
                                ARG_TEXT(order->source), ARG_TEXT(order->reference),
                                ARG_DAY(order->value_on), ARG_DAY(op->business_date),
                                ARG_MONEY(order->amount), ARG_I64(unapplied), ARG_I64(of_case),
                                ARG_ID(order->claim_id), ARG_ID(returns_id), ARG_TEXT_C(state),
                                ARG_ID(op->actor_id), ARG_INSTANT(op_now(op))));
}

/* The claim that the money names. */
static status get_named(struct op *op, const struct payment_order *order, struct claim *ret_claim)
{
    TRY(claim_get(op, order->debtor_id, order->claim_id, ret_claim));
    if (ret_claim->case_id != order->case_id)
        return op_fail(op, E_INVALID,
                       "payment \"" STR_FORMAT "\" names claim %" PRId64 ", which belongs to "
                       "another case",
                       STR_ARG(order->reference), order->claim_id);
    return OK;
}

static status check_claim(struct op *op, const struct payment_order *order)
{
    struct claim claim;
    return get_named(op, order, &claim);
}

static status spend_on_claim(struct op *op, const struct payment_order *order,
                             struct spending *spending)
{
    struct claim claim;
    TRY(get_named(op, order, &claim));
    struct open_claim open = {claim.id,
                              claim.issued_on,
                              claim.due_on,
                              {claim.is_open ? claim.amount.minor - claim.paid.minor : 0}};
    return allocate(op, spending, &open);
}

static status spend(struct op *op, const struct payment_order *order, struct spending *spending)
{
    if (order->claim_id != 0)
        TRY(spend_on_claim(op, order, spending));
    if (spending->rest.minor > 0) {
        struct open_claim *claims = NULL;
        size_t count = 0;
        TRY(load_open_claims(op, order->debtor_id, order->case_id, &claims, &count));
        TRY(allocate_by_age(op, spending, claims, count));
    }
    return OK;
}

static status set_state(struct op *op, const struct spending *spending)
{
    return db_run_later(
        op, Q_PAYMENT_SET_STATE,
        DB_ARGS(ARG_ID(spending->debtor_id), ARG_ID(spending->payment_id),
                ARG_TEXT(spending->rest.minor > 0 ? STR("unapplied") : STR("applied")),
                ARG_MONEY(spending->rest)));
}

static status read_unapplied(struct op *op, struct db_rows *row, void *out)
{
    struct payment_row payment = {0};
    TRY(read_payment(op, row, &payment));
    *(money *)out = payment.unapplied;
    return OK;
}

/* Money of plain claims is added to what was booked; that of a case with components is booked with
 * the whole case once more, by value day. */
static status book_payment(struct op *op, const struct payment_order *order,
                           struct spending *spending)
{
    const struct case_key key = {order->debtor_id, order->case_id};
    struct payment_case of = {0};
    bool found = false;
    TRY(load_case(op, key, &of));
    if (of.is_replayed && order->claim_id != 0)
        TRY(check_claim(op, order));
    TRY(insert_payment(op, order, spending->payment_id, of.currency, 0, "unapplied"));
    if (of.is_replayed) {
        TRY(rebook_case(op, key, spending->payment_id));
        return db_query_one(op, Q_PAYMENT_GET,
                            DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(spending->payment_id)),
                            read_unapplied, &spending->rest, &found);
    }
    TRY(spend(op, order, spending));
    return set_state(op, spending);
}

static struct money_event event_of(const char *kind, int64_t payment_id, day value_on, money amount,
                                   money unapplied)
{
    return (struct money_event){kind, payment_id, value_on, amount, unapplied};
}

status payment_take(struct op *op, const struct payment_order *order, int64_t *ret_id,
                    bool *ret_is_new)
{
    struct reference ref = {0};
    bool found = false;
    TRY(check_order(op, order));
    TRY(touch_lock(op, order->debtor_id, order->case_id));
    TRY(reference_find(op, "payment", order->source, order->reference, &ref, &found));
    if (found) {
        TRY(check_same(op, order, &ref));
        *ret_id = ref.id;
        *ret_is_new = false;
        return OK;
    }
    struct spending spending = {order->debtor_id, order->case_id, id_make(), order->value_on,
                                order->amount};
    TRY(book_payment(op, order, &spending));
    const struct money_event taken = event_of("payment.taken", spending.payment_id, order->value_on,
                                              order->amount, spending.rest);
    TRY(rebook_tell(op, (struct case_key){order->debtor_id, order->case_id}, &taken));
    *ret_id = spending.payment_id;
    *ret_is_new = true;
    return OK;
}

/* Payments of the case that have something left, oldest first. */
static status load_credits(struct op *op, int64_t debtor_id, int64_t case_id,
                           struct spending **ret_credits, size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct spending *credits = NULL;
    TRY(db_query(op, Q_PAYMENT_UNAPPLIED_OF_CASE, DB_ARGS(ARG_ID(debtor_id), ARG_ID(case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        credits = arena_grow(op->arena, credits, count, &capacity, sizeof(*credits));
        credits[count++] = (struct spending){debtor_id, case_id, db_id(&rows, 0), db_day(&rows, 1),
                                             db_money(&rows, 2)};
    }
    *ret_credits = credits;
    *ret_count = count;
    return OK;
}

status payment_apply_credit(struct op *op, int64_t debtor_id, int64_t case_id)
{
    struct spending *credits = NULL;
    struct open_claim *claims = NULL;
    size_t credit_count = 0;
    size_t claim_count = 0;
    TRY(load_credits(op, debtor_id, case_id, &credits, &credit_count));
    if (credit_count == 0)
        return OK;
    TRY(load_open_claims(op, debtor_id, case_id, &claims, &claim_count));
    for (size_t i = 0; i < credit_count; i++) {
        const int64_t before = credits[i].rest.minor;
        TRY(allocate_by_age(op, &credits[i], claims, claim_count));
        const money met = {before - credits[i].rest.minor};
        if (met.minor == 0)
            continue;
        TRY(set_state(op, &credits[i]));
        const struct money_event applied = event_of("payment.applied", credits[i].payment_id,
                                                    credits[i].value_on, met, credits[i].rest);
        TRY(rebook_tell(op, (struct case_key){debtor_id, case_id}, &applied));
    }
    return OK;
}

struct returned_part {
    int64_t obligation_id;
    money amount;
};

/* What the payment had met, by obligation; each part becomes a claim dated at the return. */
static status raise_returned(struct op *op, int64_t debtor_id, int64_t case_id, int64_t payment_id,
                             int64_t return_id, day value_on)
{
    struct returned_part *parts = NULL;
    size_t count = 0;
    size_t capacity = 0;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_ALLOCATION_OF_PAYMENT, DB_ARGS(ARG_ID(debtor_id), ARG_ID(payment_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        parts = arena_grow(op->arena, parts, count, &capacity, sizeof(*parts));
        parts[count++] = (struct returned_part){db_id(&rows, 0), db_money(&rows, 1)};
    }
    for (size_t i = 0; i < count; i++) {
        const struct obligation_ref obligation = {debtor_id, parts[i].obligation_id, case_id};
        const str external_id = str_of(arena_printf(op->arena, "return-%" PRId64 "-%" PRId64,
                                                    return_id, parts[i].obligation_id));
        int64_t claim_id = 0;
        const struct claim_input claim = {.source = STR("acuerdo"),
                                          .external_id = external_id,
                                          .payment_id = return_id,
                                          .issued_on = value_on,
                                          .due_on = value_on,
                                          .amount = parts[i].amount};
        TRY(claim_create(op, &obligation, &claim, "return", &claim_id));
    }
    return count > 0 ? payment_apply_credit(op, debtor_id, case_id) : OK;
}

static status get_payment(struct op *op, int64_t debtor_id, int64_t payment_id,
                          struct payment_row *ret_row)
{
    bool found = false;
    TRY(db_query_one(op, Q_PAYMENT_GET, DB_ARGS(ARG_ID(debtor_id), ARG_ID(payment_id)),
                     read_payment, ret_row, &found));
    return found ? OK
                 : op_fail(op, E_NOT_FOUND, "no payment %" PRId64 " of this debtor", payment_id);
}

/* How money is taken back. */
struct taking_back {
    const char *state;    /* of the row that takes it back, which is its source too */
    const char *state_of; /* of the payment then */
    const char *event;
    bool opens_claims; /* what it had met is owed again from the day of the return */
};

static status take_back(struct op *op, const struct taking_back *how, struct case_key key,
                        int64_t payment_id, const struct payment_row *row, str reference,
                        day value_on, int64_t *ret_id)
{
    const int64_t id = id_make();
    const struct payment_order order = {key.debtor_id, key.case_id, str_of(how->state),
                                        reference,     value_on,    {-row->amount.minor},
                                        .claim_id = 0};
    struct payment_case of = {0};
    TRY(load_case(op, key, &of));
    TRY(insert_payment(op, &order, id, of.currency, payment_id, how->state));
    TRY(db_run(op, Q_PAYMENT_SET_STATE,
               DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(payment_id), ARG_TEXT_C(how->state_of),
                       ARG_MONEY(((money){0}))),
               NULL));
    if (of.is_replayed)
        TRY(rebook_case(op, key, 0));
    else if (how->opens_claims)
        TRY(raise_returned(op, key.debtor_id, key.case_id, payment_id, id, value_on));
    else
        return op_fail(
            op, E_CONFLICT,
            "a payment of this case is returned, not reversed: its money is not replayed");
    const struct money_event event =
        event_of(how->event, payment_id, value_on, order.amount, (money){0});
    TRY(rebook_tell(op, key, &event));
    *ret_id = id;
    return OK;
}

/* The payment as it is now that nobody else changes it, if it stands. */
static status get_standing(struct op *op, int64_t debtor_id, int64_t payment_id, str reference,
                           struct payment_row *ret_row)
{
    TRY(get_payment(op, debtor_id, payment_id, ret_row));
    TRY(touch_lock(op, debtor_id, ret_row->case_id));
    TRY(get_payment(op, debtor_id, payment_id, ret_row));
    if (!str_equal_c(ret_row->state, "applied") && !str_equal_c(ret_row->state, "unapplied"))
        return op_fail(op, E_CONFLICT, "payment %" PRId64 " is returned already", payment_id);
    if (reference.size == 0)
        return op_fail(op, E_INVALID, "a return needs a reference, so that it is taken only once");
    return OK;
}

status payment_return(struct op *op, int64_t debtor_id, int64_t payment_id, str reference,
                      day value_on, int64_t *ret_id)
{
    static const struct taking_back how = {"return", "returned", "payment.returned", true};
    struct payment_row row = {0};
    TRY(get_standing(op, debtor_id, payment_id, reference, &row));
    TRY(check_value_day(op, reference, value_on));
    if (value_on < row.value_on)
        return op_fail(op, E_INVALID, "a return cannot be dated before its payment");
    return take_back(op, &how, (struct case_key){debtor_id, row.case_id}, payment_id, &row,
                     reference, value_on, ret_id);
}

status payment_reverse(struct op *op, int64_t debtor_id, int64_t payment_id, str reference,
                       int64_t *ret_id)
{
    static const struct taking_back how = {"reversal", "reversed", "payment.reversed", false};
    struct payment_row row = {0};
    TRY(get_standing(op, debtor_id, payment_id, reference, &row));
    return take_back(op, &how, (struct case_key){debtor_id, row.case_id}, payment_id, &row,
                     reference, row.value_on, ret_id);
}
