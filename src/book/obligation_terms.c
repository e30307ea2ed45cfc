#include "book/obligation_terms.h"

#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/published.h"
#include "book/touch.h"
#include "money/interest.h"
#include "record/audit.h"
#include "record/event.h"

static bool is_country(str country)
{
    for (size_t i = 0; i < country.size; i++)
        if (country.data[i] < 'A' || country.data[i] > 'Z')
            return false;
    return country.size == 0 || country.size == 2;
}

static status check_rate(struct op *op, int64_t rate)
{
    return rate >= 0 && rate <= INTEREST_RATE_MAX
               ? OK
               : op_fail(op, E_INVALID, "a rate of interest is from 0 to 100000 percent a year");
}

static status check(struct op *op, const struct obligation_terms *terms)
{
    TRY(check_rate(op, terms->rate));
    TRY(check_rate(op, terms->late_rate));
    if (terms->from_on == DAY_NONE)
        return op_fail(op, E_INVALID, "terms of interest need the day from which they hold");
    if (terms->bases == 0 || terms->bases >> COMPONENT_COUNT != 0)
        return op_fail(op, E_INVALID, "terms of interest say what bears it: principal is one");
    if (terms->cap.size > 0 && !published_is_name(terms->cap))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is no kind of a published limit of rates",
                       STR_ARG(terms->cap));
    if (!is_country(terms->country))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is not a country: two capital letters",
                       STR_ARG(terms->country));
    if (terms->unit.size > 0 && !published_is_name(terms->unit))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is no name of a unit of account",
                       STR_ARG(terms->unit));
    return OK;
}

status obligation_terms_read(struct op *op, const struct db_rows *row, int column,
                             struct obligation_terms *ret_terms)
{
    *ret_terms = (struct obligation_terms){.from_on = db_day(row, column),
                                           .rate = db_i64(row, column + 2),
                                           .late_rate = db_i64(row, column + 3),
                                           .bases = (unsigned)db_i64(row, column + 4),
                                           .cap = db_text_copy(op, row, column + 5),
                                           .country = db_text_copy(op, row, column + 6),
                                           .unit = db_text_copy(op, row, column + 7)};
    if (!day_count_parse(db_text(row, column + 1), &ret_terms->basis))
        return op_fail(op, E_INTERNAL, "terms of interest count days in no known way");
    if (!fee_levels_parse(db_text(row, column + 8), CURRENCY_NONE, &ret_terms->fees))
        return op_fail(op, E_INTERNAL, "terms of interest have late fees that cannot be read");
    return OK;
}

static status read_terms(struct op *op, struct db_rows *row, void *out)
{
    return obligation_terms_read(op, row, 0, out);
}

static bool same_fees(const struct fee_levels *a, const struct fee_levels *b)
{
    bool is_same = a->count == b->count && a->in == b->in;
    for (int i = 0; i < a->count && is_same; i++) {
        const struct fee_rule *const x = &a->of[i].rule;
        const struct fee_rule *const y = &b->of[i].rule;
        is_same = a->of[i].days == b->of[i].days && x->fixed == y->fixed && x->rate == y->rate &&
                  x->least == y->least && x->most == y->most;
    }
    return is_same;
}

static bool same(const struct obligation_terms *a, const struct obligation_terms *b)
{
    return a->basis == b->basis && a->rate == b->rate && a->late_rate == b->late_rate &&
           a->bases == b->bases && str_equal(a->cap, b->cap) && str_equal(a->country, b->country) &&
           str_equal(a->unit, b->unit) && same_fees(&a->fees, &b->fees);
}

static status tell(struct op *op, const struct obligation_ref *obligation,
                   const struct obligation_terms *terms)
{
    struct buf payload = buf_start(op->arena, 2048);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "obligation_id", obligation->id);
    json_put_day(&w, "from_on", terms->from_on);
    json_put_i64(&w, "rate_ppm", terms->rate);
    json_put_i64(&w, "late_rate_ppm", terms->late_rate);
    if (terms->fees.count > 0)
        json_put_str(&w, "fees", fee_levels_format(op->arena, &terms->fees));
    json_object_close(&w);
    const struct event event = {obligation->debtor_id, obligation->case_id, "terms.recorded", 1,
                                buf_str(&payload)};
    touch_case(op, obligation->debtor_id, obligation->case_id);
    return event_append(op, &event);
}

/* None is NULL: it came later than the other columns. */
static struct db_arg arg_text(str text)
{
    return text.size > 0 ? ARG_TEXT(text) : ARG_TEXT_C(NULL);
}

static struct db_arg arg_fees(struct op *op, const struct obligation_terms *terms)
{
    return arg_text(fee_levels_format(op->arena, &terms->fees));
}

static status check_currency(struct op *op, const struct obligation_ref *ref,
                             const struct fee_levels *fees)
{
    struct obligation debt;
    bool found = false;
    char in[CURRENCY_TEXT];
    char of[CURRENCY_TEXT];
    if (fees->count == 0)
        return OK;
    TRY(obligation_get(op, ref->debtor_id, ref->id, &debt, &found));
    if (!found || debt.currency == fees->in)
        return OK;
    return op_fail(op, E_INVALID, "the late fees are in %s and the debt is in %s",
                   currency_format(fees->in, in), currency_format(debt.currency, of));
}

status obligation_terms_put(struct op *op, const struct obligation_ref *obligation,
                            const struct obligation_terms *terms, enum book_change *ret_change)
{
    const struct db_arg debtor = ARG_ID(obligation->debtor_id);
    struct obligation_terms there;
    bool found = false;
    TRY(check(op, terms));
    TRY(check_currency(op, obligation, &terms->fees));
    TRY(db_query_one(op, Q_OBLIGATION_TERMS_ON,
                     DB_ARGS(debtor, ARG_ID(obligation->id), ARG_DAY(terms->from_on)), read_terms,
                     &there, &found));
    *ret_change = !found ? BOOK_CREATED : same(&there, terms) ? BOOK_UNCHANGED : BOOK_UPDATED;
    if (*ret_change == BOOK_UNCHANGED)
        return OK;
    TRY(audit_insert(op, AUDIT_OBLIGATION_TERMS, 0,
                     DB_ARGS(debtor, ARG_ID(id_make()), ARG_ID(obligation->case_id),
                             ARG_ID(obligation->id), ARG_DAY(terms->from_on),
                             ARG_TEXT_C(day_count_name(terms->basis)), ARG_I64(terms->rate),
                             ARG_I64(terms->late_rate), ARG_I64(terms->bases), ARG_TEXT(terms->cap),
                             ARG_TEXT(terms->country), ARG_ID(op->actor_id),
                             ARG_INSTANT(op_now(op)), arg_text(terms->unit), arg_fees(op, terms))));
    TRY(db_run(op, Q_ACCRUAL_ASK,
               DB_ARGS(debtor, ARG_ID(obligation->case_id), ARG_DAY(terms->from_on)), NULL));
    return tell(op, obligation, terms);
}

status portfolio_terms_put(struct op *op, int64_t portfolio_id,
                           const struct obligation_terms *terms)
{
    TRY(check(op, terms));
    TRY(audit_insert(op, AUDIT_PORTFOLIO_TERMS, 0,
                     DB_ARGS(ARG_ID(portfolio_id), ARG_DAY(terms->from_on), ARG_INSTANT(op_now(op)),
                             ARG_TEXT_C(day_count_name(terms->basis)), ARG_I64(terms->rate),
                             ARG_I64(terms->late_rate), ARG_I64(terms->bases), ARG_TEXT(terms->cap),
                             ARG_TEXT(terms->country), ARG_ID(op->actor_id), arg_text(terms->unit),
                             arg_fees(op, terms))));
    return db_run(op, Q_ACCRUAL_ASK_PORTFOLIO,
                  DB_ARGS(ARG_ID(portfolio_id), ARG_DAY(op->business_date)), NULL);
}

/* --- reading --- */

struct loading {
    struct debt_terms *debts;
    size_t count, capacity;
    size_t of_capacity; /* of the last debt's list */
};

static struct debt_terms *debt_of(struct op *op, struct loading *all, const struct db_rows *row)
{
    const int64_t id = db_id(row, 0);
    if (all->count > 0 && all->debts[all->count - 1].obligation_id == id)
        return &all->debts[all->count - 1];
    all->debts = arena_grow(op->arena, all->debts, all->count, &all->capacity, sizeof(*all->debts));
    all->debts[all->count] = (struct debt_terms){.obligation_id = id,
                                                 .source = db_text_copy(op, row, 1),
                                                 .external_id = db_text_copy(op, row, 2),
                                                 .currency = (currency)db_i64(row, 13)};
    all->of_capacity = 0;
    return &all->debts[all->count++];
}

/* The debt's own take over from their first day; of one day the latest counts. */
static void add_terms(struct op *op, struct loading *all, struct debt_terms *debt, bool is_own,
                      const struct obligation_terms *terms)
{
    while (debt->count > 0 && debt->of[debt->count - 1].from_on >= terms->from_on)
        debt->count--;
    if (debt->portfolio_count > debt->count)
        debt->portfolio_count = debt->count;
    debt->of = arena_grow(op->arena, debt->of, debt->count, &all->of_capacity, sizeof(*debt->of));
    debt->of[debt->count++] = *terms;
    debt->portfolio_count += is_own ? 0 : 1;
}

status debt_terms_load(struct op *op, struct case_key key, struct debt_terms **ret_terms,
                       size_t *ret_count)
{
    struct loading all = {.debts = NULL};
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_TERMS_OF_CASE, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), &rows));
    for (;;) {
        struct obligation_terms terms;
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        TRY(obligation_terms_read(op, &rows, 4, &terms));
        add_terms(op, &all, debt_of(op, &all, &rows), db_i64(&rows, 3) != 0, &terms);
    }
    *ret_terms = all.debts;
    *ret_count = all.count;
    return OK;
}

const struct obligation_terms *debt_terms_on(const struct debt_terms *terms, day on)
{
    const struct obligation_terms *found = NULL;
    for (size_t i = 0; i < terms->count && terms->of[i].from_on <= on; i++)
        found = &terms->of[i];
    return found;
}

static void write_fees(struct json_writer *w, const struct fee_levels *fees)
{
    char in[CURRENCY_TEXT] = "";
    json_put_c(w, "fee_currency", fees->count > 0 ? currency_format(fees->in, in) : "");
    json_key(w, "fees");
    json_array_open(w);
    for (int i = 0; i < fees->count; i++) {
        const struct fee_level *const level = &fees->of[i];
        json_object_open(w);
        json_put_i64(w, "days", level->days);
        json_put_i64(w, "fixed", level->rule.fixed);
        json_put_i64(w, "rate_ppm", level->rule.rate);
        json_put_i64(w, "least", level->rule.least);
        json_put_i64(w, "most", level->rule.most);
        json_object_close(w);
    }
    json_array_close(w);
}

void obligation_terms_write(struct json_writer *w, const struct obligation_terms *terms,
                            bool is_own)
{
    char bases[COMPONENT_SET_TEXT];
    json_object_open(w);
    json_put_day(w, "from_on", terms->from_on);
    json_put_c(w, "day_count", day_count_name(terms->basis));
    json_put_i64(w, "rate_ppm", terms->rate);
    json_put_i64(w, "late_rate_ppm", terms->late_rate);
    json_put_c(w, "bases", component_set_format(terms->bases, bases));
    json_put_str(w, "cap", terms->cap);
    json_put_str(w, "country", terms->country);
    json_put_str(w, "unit", terms->unit);
    write_fees(w, &terms->fees);
    json_put_bool(w, "own", is_own);
    json_object_close(w);
}
