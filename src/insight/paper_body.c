#include "insight/paper_body.h"

#include <inttypes.h>

#include "book/arrangement.h"
#include "book/arrangement_party.h"
#include "book/joint_arrangement.h"
#include "book/published.h"
#include "policy/offers.h"
#include "store/db.h"

void paper_say(struct paper_draft *draft, const char *label, const char *value)
{
    buf_printf(draft->text, "%s: %s\n", op_word(draft->op, label), value);
}

static const char *amount_text(const struct paper_draft *draft, int64_t minor)
{
    char amount[MONEY_TEXT_SIZE];
    char code[CURRENCY_TEXT];
    return arena_printf(
        draft->op->arena, "%s %s",
        money_format_plain((money){minor}, currency_exponent(draft->of_case), amount),
        currency_format(draft->of_case, code));
}

/* An amount, to machines and to people. */
static void put_amount(struct paper_draft *draft, const char *key, const char *label, int64_t minor)
{
    json_put_i64(&draft->w, key, minor);
    paper_say(draft, label, amount_text(draft, minor));
}

static void put_day(struct paper_draft *draft, const char *key, const char *label, day d)
{
    char text[DAY_TEXT_SIZE];
    json_put_day(&draft->w, key, d);
    paper_say(draft, label, day_format(d, text));
}

/* --- rows of the book --- */

struct totals {
    int64_t claimed, paid, open, past_due, unapplied;
};

static status write_claims(struct paper_draft *draft, struct totals *totals)
{
    struct op *const op = draft->op;
    struct json_writer *const w = &draft->w;
    struct db_rows rows;
    bool has_row = false;
    char due[DAY_TEXT_SIZE];
    TRY(db_query(op, Q_SERVE_CLAIMS,
                 DB_ARGS(ARG_ID(draft->key.debtor_id), ARG_ID(draft->key.case_id)), &rows));
    json_key(w, "claims");
    json_array_open(w);
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const int64_t amount = db_i64(&rows, 5);
        const int64_t paid = db_i64(&rows, 6);
        if (amount == 0)
            continue; /* a plan stands for it, or it was waived */
        const day due_on = db_day(&rows, 4);
        totals->claimed += amount;
        totals->paid += paid;
        totals->open += amount - paid;
        totals->past_due += due_on < op->business_date ? amount - paid : 0;
        json_object_open(w);
        json_put_id(w, "claim", db_id(&rows, 0));
        json_put_id(w, "obligation", db_id(&rows, 1));
        json_put_i64(w, "number", db_i64(&rows, 2));
        json_put_day(w, "due_on", due_on);
        json_put_i64(w, "amount", amount);
        json_put_i64(w, "paid", paid);
        json_put_str(w, "state", db_text_copy(op, &rows, 7));
        json_object_close(w);
        buf_printf(draft->text, "  %s  %s  %s\n", day_format(due_on, due),
                   amount_text(draft, amount), amount_text(draft, paid));
    }
    json_array_close(w);
    return OK;
}

static status write_payments(struct paper_draft *draft, struct totals *totals)
{
    struct op *const op = draft->op;
    struct json_writer *const w = &draft->w;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_SERVE_PAYMENTS,
                 DB_ARGS(ARG_ID(draft->key.debtor_id), ARG_ID(draft->key.case_id)), &rows));
    json_key(w, "payments");
    json_array_open(w);
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        totals->unapplied += db_i64(&rows, 6);
        json_object_open(w);
        json_put_id(w, "payment", db_id(&rows, 0));
        json_put_day(w, "value_on", db_day(&rows, 3));
        json_put_i64(w, "amount", db_i64(&rows, 5));
        json_put_i64(w, "unapplied", db_i64(&rows, 6));
        json_put_str(w, "state", db_text_copy(op, &rows, 7));
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

/* What a unit has added by the end of a day that is no claim yet, and by which value. */
static void write_readjustment(struct paper_draft *draft, const struct accrued *list, size_t count,
                               int64_t readjustment)
{
    struct op *const op = draft->op;
    char value[PUBLISHED_TEXT_SIZE];
    char text[DAY_TEXT_SIZE];
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (list[i].unit.size == 0)
            continue;
        any = true;
        if (list[i].value == 0 || list[i].value_on == DAY_NONE)
            buf_printf(draft->text, "%s\n",
                       op_say(op, "No value of " STR_FORMAT " is published: nothing is readjusted",
                              STR_ARG(list[i].unit)));
        else
            buf_printf(draft->text, "%s\n",
                       op_say(op, "1 " STR_FORMAT " = %s, published for %s", STR_ARG(list[i].unit),
                              published_format(PUBLISHED_INDEX, list[i].value, value),
                              day_format(list[i].value_on, text)));
    }
    if (any)
        put_amount(draft, "readjustment", SAY("Of it, readjustment that is not charged yet"),
                   readjustment);
}

/* Interest, late fees and readjustment by the end of a day that are no claim yet.  Cases without
 * terms say nothing. */
static status write_accrued(struct paper_draft *draft, day on, int64_t *ret_accrued)
{
    struct op *const op = draft->op;
    struct accrued *list = NULL;
    struct parts total;
    size_t count = 0;
    char text[DAY_TEXT_SIZE];
    TRY(interest_accrued(op, draft->key, on, &list, &count, &total));
    const int64_t interest = total.of[COMPONENT_INTEREST] + total.of[COMPONENT_LATE_INTEREST];
    const int64_t fee = total.of[COMPONENT_FEE];
    *ret_accrued = interest + fee + total.of[COMPONENT_PRINCIPAL];
    if (count == 0)
        return OK;
    json_put_i64(&draft->w, "accrued", *ret_accrued);
    buf_printf(draft->text, "%s: %s\n",
               op_say(op, "Of it, interest up to %s that is not charged yet", day_format(on, text)),
               amount_text(draft, interest));
    if (fee != 0)
        put_amount(draft, "late_fee", SAY("Of it, late fees that are not charged yet"), fee);
    write_readjustment(draft, list, count, total.of[COMPONENT_PRINCIPAL]);
    return OK;
}

/* --- the kinds --- */

static status write_statement(struct paper_draft *draft)
{
    struct totals totals = {0};
    int64_t accrued = 0;
    TRY(write_claims(draft, &totals));
    TRY(write_payments(draft, &totals));
    put_amount(draft, "claimed", SAY("Due in all"), totals.claimed);
    put_amount(draft, "paid", SAY("Paid"), totals.paid);
    TRY(write_accrued(draft, draft->op->business_date, &accrued));
    put_amount(draft, "open", SAY("Owed"), totals.open + accrued);
    put_amount(draft, "past_due", SAY("Past due"), totals.past_due);
    put_amount(draft, "unapplied", SAY("In favour"), totals.unapplied);
    return OK;
}

#define QUOTE_DAYS 7 /* a quote without a discount holds for so long */

static status write_quote(struct paper_draft *draft)
{
    struct op *const op = draft->op;
    struct case_offers offers;
    int64_t accrued = 0;
    TRY(case_offers_read(op, draft->key, (money){0}, &offers));
    if (offers.open + offers.accrued == 0)
        return op_fail(op, E_REFUSED, "nothing is owed: ask for a clearance");
    const struct offer *const settled = offer_find(&offers, STR("settlement-1"));
    const int64_t discount = settled ? settled->discount : 0;
    const day valid_until = settled ? settled->rows[0].due_on : op->business_date + QUOTE_DAYS;
    TRY(write_accrued(draft, valid_until, &accrued)); /* whoever pays by then owes no more */
    put_amount(draft, "owed", SAY("Owed"), offers.open + accrued);
    put_amount(draft, "discount", SAY("Discount"), discount);
    put_amount(draft, "total", SAY("To pay"), offers.open + accrued - discount);
    put_day(draft, "valid_until", SAY("Valid until"), valid_until);
    return OK;
}

static void write_plan(struct paper_draft *draft, const struct arrangement_plan_row *rows,
                       size_t count)
{
    struct json_writer *const w = &draft->w;
    char due[DAY_TEXT_SIZE];
    json_key(w, "rows");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_put_i64(w, "number", (int64_t)i + 1);
        json_put_day(w, "due_on", rows[i].due_on);
        json_put_i64(w, "amount", rows[i].amount);
        json_object_close(w);
        buf_printf(draft->text, "  %2zu  %s  %s\n", i + 1, day_format(rows[i].due_on, due),
                   amount_text(draft, rows[i].amount));
    }
    json_array_close(w);
}

static status write_debts(struct paper_draft *draft, const struct agreement *of)
{
    struct json_writer *const w = &draft->w;
    json_key(w, "debts");
    json_array_open(w);
    for (size_t part = 0; part < of->count; part++) {
        struct arranged_debt *debts = NULL;
        size_t count = 0;
        TRY(arranged_debts(draft->op, &of->parts[part], &debts, &count));
        for (size_t i = 0; i < count; i++) {
            json_object_open(w);
            json_put_id(w, "obligation", debts[i].obligation_id);
            json_put_str(w, "external_id", debts[i].external_id);
            json_put_i64(w, "agreed", debts[i].agreed);
            json_put_i64(w, "discount", debts[i].discount);
            json_object_close(w);
            buf_printf(draft->text, "%s: " STR_FORMAT "  %s\n", op_word(draft->op, SAY("Debt")),
                       STR_ARG(debts[i].external_id), amount_text(draft, debts[i].agreed));
        }
    }
    json_array_close(w);
    return OK;
}

/* Like the debtor's, their names stand in what people read and not in what is kept. */
static status write_parties(struct paper_draft *draft, const struct agreement *of)
{
    struct json_writer *const w = &draft->w;
    json_key(w, "parties");
    json_array_open(w);
    for (size_t part = 0; part < of->count; part++) {
        struct arrangement_party *parties = NULL;
        size_t count = 0;
        TRY(arrangement_parties(draft->op, &of->parts[part], &parties, &count));
        for (size_t i = 0; i < count; i++) {
            json_object_open(w);
            json_put_str(w, "party", parties[i].external_id);
            json_put_c(w, "role", party_role_name(parties[i].role));
            json_put_day(w, "joined_on", parties[i].joined_on);
            json_object_close(w);
            paper_say(draft,
                      parties[i].role == ROLE_GUARANTOR ? SAY("Guarantor, who promises it too")
                                                        : SAY("Co-debtor, who promises it too"),
                      str_cstr(draft->op->arena, parties[i].name));
        }
    }
    json_array_close(w);
    return OK;
}

/* One paper for all cases: what each has of it. */
static void write_parts(struct paper_draft *draft, const struct joint_arrangement *joint)
{
    struct json_writer *const w = &draft->w;
    draft->others = arena_array(draft->op->arena, joint->count, sizeof(*draft->others));
    json_key(w, "parts");
    json_array_open(w);
    for (size_t i = 0; i < joint->count; i++) {
        const struct arrangement *const part = &joint->parts[i].arrangement;
        if (part->key.case_id != draft->key.case_id)
            draft->others[draft->other_count++] = part->key;
        json_object_open(w);
        json_put_i64(w, "case", joint->parts[i].case_number);
        json_put_str(w, "creditor", joint->parts[i].creditor);
        json_put_id(w, "arrangement", part->id);
        json_put_i64(w, "owed", part->owed);
        json_put_i64(w, "discount", part->discount);
        json_put_i64(w, "total", part->total);
        buf_printf(draft->text, "%s %" PRId64 ", " STR_FORMAT ": %s\n",
                   op_word(draft->op, SAY("Case")), joint->parts[i].case_number,
                   STR_ARG(joint->parts[i].creditor), amount_text(draft, part->total));
        write_plan(draft, part->rows, part->row_count);
        json_object_close(w);
    }
    json_array_close(w);
}

/* What it is: a promise to pay, or other instalments of what is owed. */
static const char *say_kind(struct op *op, const struct arrangement *arrangement)
{
    if (arrangement_reamortises(arrangement))
        return op_say(op, "The debt gets a new schedule, with interest, in the place of the one "
                          "before.");
    if (arrangement_restructures(arrangement))
        return op_say(op, "What is owed, due or not, becomes new instalments.");
    if (arrangement->discount > 0)
        return op_say(op, "Whoever pays all of this on its days owes the discount no more.");
    return op_say(op, "These payments take the place of what is past due.");
}

/* The latest that was in force; of several cases it is told as a whole. */
static status find_agreement(struct paper_draft *draft, struct arrangement *ret_whole,
                             struct joint_arrangement *ret_joint)
{
    struct op *const op = draft->op;
    struct arrangement *list = NULL;
    size_t count = 0;
    size_t at = 0;
    TRY(arrangement_list(op, draft->key, &list, &count));
    while (at < count && list[at].active_at == INSTANT_NONE)
        at++;
    if (at == count)
        return op_fail(op, E_NOT_FOUND, "the case has no arrangement that was in force");
    *ret_whole = list[at];
    ret_joint->count = 0;
    if (list[at].joint_id == 0)
        return OK;
    TRY(joint_get(op, draft->key.debtor_id, list[at].joint_id, ret_joint));
    ret_whole->owed = ret_joint->owed;
    ret_whole->total = ret_joint->total;
    ret_whole->discount = ret_joint->owed - ret_joint->total;
    ret_whole->rows = ret_joint->rows;
    return OK;
}

static void write_terms(struct paper_draft *draft, const struct arrangement *whole)
{
    put_day(draft, "agreed_on", SAY("Agreed on"), whole->made_on);
    put_amount(draft, "owed", SAY("Owed"), whole->owed);
    if (arrangement_restructures(whole)) {
        put_amount(draft, "interest", SAY("Interest of the schedule"), whole->interest);
        put_amount(draft, "total", SAY("To pay"), whole->total);
        return;
    }
    put_amount(draft, "discount", SAY("Discount"), whole->discount);
    put_amount(draft, "total", SAY("To pay"), whole->total);
    json_put_i64(&draft->w, "breached_with", whole->missed);
    json_put_i64(&draft->w, "grace_days", whole->grace_days);
}

static status write_agreement(struct paper_draft *draft)
{
    struct op *const op = draft->op;
    struct arrangement whole;
    struct joint_arrangement joint;
    struct agreement of;
    TRY(find_agreement(draft, &whole, &joint));
    TRY(agreement_get(op, draft->key.debtor_id, whole.id, &of));
    json_put_id(&draft->w, "arrangement", whole.id);
    if (joint.count > 0)
        json_put_id(&draft->w, "joint", joint.id);
    json_put_str(&draft->w, "state", whole.state);
    json_put_str(&draft->w, "agreed", whole.kind);
    buf_printf(draft->text, "%s\n", say_kind(op, &whole));
    if (joint.count > 0)
        buf_printf(draft->text, "%s\n",
                   op_say(op,
                          "It is one agreement over %d cases: they are kept, broken and undone "
                          "together.",
                          (int)joint.count));
    write_terms(draft, &whole);
    write_plan(draft, whole.rows, whole.row_count);
    if (joint.count > 0)
        write_parts(draft, &joint);
    TRY(write_debts(draft, &of));
    return write_parties(draft, &of);
}

/* What has accrued, less money that waits for it. */
static status read_left(const struct paper_draft *draft, int64_t *ret_left)
{
    struct op *const op = draft->op;
    struct ledger_view view;
    TRY(interest_view_read(op, draft->key, op->business_date, &view));
    const int64_t left = ledger_view_accrued(&view).minor - view.unapplied.minor;
    *ret_left = left > 0 ? left : 0;
    return OK;
}

static status write_clearance(struct paper_draft *draft)
{
    struct op *const op = draft->op;
    struct totals totals = {0};
    int64_t accrued = 0;
    TRY(write_claims(draft, &totals));
    TRY(read_left(draft, &accrued));
    totals.open += accrued;
    if (totals.open > 0)
        return op_fail(op, E_REFUSED, "%s is owed: there is no clearance while anything is",
                       amount_text(draft, totals.open));
    put_amount(draft, "paid", SAY("Paid"), totals.paid);
    put_amount(draft, "open", SAY("Owed"), totals.open);
    return OK;
}

status paper_write_body(struct paper_draft *draft, enum paper_kind kind)
{
    switch (kind) {
    case PAPER_STATEMENT:
        return write_statement(draft);
    case PAPER_QUOTE:
        return write_quote(draft);
    case PAPER_AGREEMENT:
        return write_agreement(draft);
    case PAPER_CLEARANCE:
        return write_clearance(draft);
    case PAPER_KIND_COUNT:
        break;
    }
    return op_fail(draft->op, E_INTERNAL, "no such paper");
}
