#include "money/schedule.h"

#include "money/interest.h"
#include "money/split.h"

typedef __int128 wide;

#define ONE ((wide)1000000000000000000) /* eighteen decimals */

static const char *const names[SCHEDULE_KIND_COUNT] = {
    [SCHEDULE_FRENCH] = "french",     [SCHEDULE_GERMAN] = "german",
    [SCHEDULE_AMERICAN] = "american", [SCHEDULE_FLAT] = "flat",
    [SCHEDULE_BALLOON] = "balloon",   [SCHEDULE_IRREGULAR] = "irregular",
};

const char *schedule_kind_name(enum schedule_kind kind)
{
    return kind < SCHEDULE_KIND_COUNT ? names[kind] : "";
}

bool schedule_kind_parse(str text, enum schedule_kind *ret_kind)
{
    for (int i = 0; i < SCHEDULE_KIND_COUNT; i++)
        if (str_equal_c(text, names[i])) {
            *ret_kind = (enum schedule_kind)i;
            return true;
        }
    return false;
}

bool schedule_fits(const struct schedule_every *every, int count)
{
    return (int64_t)count * every->months <= SCHEDULE_YEARS_MAX * 12 &&
           (int64_t)count * every->days <= SCHEDULE_YEARS_MAX * 365;
}

day schedule_due_on(const struct schedule_terms *terms, int number)
{
    const struct schedule_every *const every = &terms->every;
    const bool has_first = terms->first_due != DAY_NONE;
    const day first = has_first ? terms->first_due : terms->start_on;
    const int periods = has_first ? number - 1 : number;
    if (terms->kind == SCHEDULE_IRREGULAR)
        return terms->agreed[number - 1].due_on;
    return every->months > 0 ? day_add_months(first, periods * every->months)
                             : first + periods * every->days;
}

/* What a period bears on one unit of money: numerator / denominator. */
struct share {
    wide numerator;
    wide denominator;
};

static struct share share_of(const struct schedule_terms *terms, int number)
{
    const struct schedule_every *const every = &terms->every;
    if (terms->by_days || terms->kind == SCHEDULE_IRREGULAR) {
        const day from = number > 1 ? schedule_due_on(terms, number - 1) : terms->start_on;
        const struct year_fraction part =
            day_count_fraction(terms->basis, from, schedule_due_on(terms, number));
        return (struct share){(wide)terms->rate * part.numerator,
                              (wide)part.denominator * INTEREST_MILLION};
    }
    if (every->months > 0)
        return (struct share){(wide)terms->rate * every->months, (wide)12 * INTEREST_MILLION};
    return (struct share){(wide)terms->rate * every->days, (wide)365 * INTEREST_MILLION};
}

/* Amounts are bounded by schedule_make so that no product here overflows. */
static int64_t interest_on(int64_t amount, const struct share *share)
{
    return (int64_t)(((wide)amount * share->numerator + share->denominator / 2) /
                     share->denominator);
}

/* The equal instalment that brings amount down to the balloon over instalments from..count:
 * (amount - balloon v_n) / (v_1 + … + v_n), v_k what one unit of instalment k is worth today. */
static int64_t level_instalment(const struct schedule_terms *terms, int64_t amount, int from)
{
    wide worth = ONE;
    wide sum = 0;
    for (int number = from; number <= terms->count; number++) {
        const struct share share = share_of(terms, number);
        const wide rate = share.numerator * ONE / share.denominator;
        worth = worth * ONE / (ONE + rate);
        sum += worth;
    }
    const wide balloon = terms->kind == SCHEDULE_BALLOON ? terms->balloon : 0;
    const wide due = (wide)amount * ONE - balloon * worth;
    return sum > 0 ? (int64_t)((due + sum / 2) / sum) : 0;
}

/* The rows under way: what they know of each other. */
struct making {
    const struct schedule_terms *terms;
    struct schedule_row *rows;
    size_t count;
    int64_t open;     /* principal */
    int64_t carried;  /* interest of silent instalments, not yet asked for */
    int64_t level;    /* the equal instalment */
    int64_t *parts;   /* equal principals, by number of instalment that pays some */
    int64_t *charges; /* of SCHEDULE_FLAT: equal parts of the interest */
    int paying_from;  /* first instalment that pays principal */
};

static int64_t principal_of(const struct making *m, int number, int64_t interest)
{
    const struct schedule_terms *const terms = m->terms;
    if (terms->kind == SCHEDULE_IRREGULAR)
        return terms->agreed[number - 1].principal;
    if (number == terms->count)
        return m->open;
    if (number < m->paying_from || terms->kind == SCHEDULE_AMERICAN)
        return 0;
    if (terms->kind == SCHEDULE_GERMAN || terms->kind == SCHEDULE_FLAT)
        return m->parts[number - m->paying_from];
    const int64_t left = m->level - interest;
    return left < 0 ? 0 : left < m->open ? left : m->open;
}

static void add_row(struct making *m, int number, day due_on, int64_t principal, int64_t interest)
{
    m->open -= principal;
    m->rows[m->count++] = (struct schedule_row){number, due_on, principal, interest, m->open};
}

static void make_row(struct making *m, int number)
{
    const struct schedule_terms *const terms = m->terms;
    const struct share share = share_of(terms, number);
    const bool is_flat = terms->kind == SCHEDULE_FLAT;
    const int64_t own = is_flat ? m->charges[number - 1] : interest_on(m->open, &share);
    const bool is_silent = number <= terms->silent;
    const int64_t principal = is_silent ? 0 : principal_of(m, number, own);
    m->carried += own;
    add_row(m, number, schedule_due_on(terms, number), principal, is_silent ? 0 : m->carried);
    if (!is_silent)
        m->carried = 0;
}

/* The interest of the whole term on what was lent, in parts that add up to it. */
static void split_flat(struct making *m)
{
    const struct schedule_terms *const terms = m->terms;
    int64_t total = 0;
    for (int number = 1; number <= terms->count; number++) {
        const struct share share = share_of(terms, number);
        total += interest_on(m->open, &share);
    }
    split_evenly(total, (size_t)terms->count, m->charges);
}

static status check_amounts(struct op *op, const struct schedule_terms *terms)
{
    if (terms->principal <= 0 || terms->principal > LIMIT_AMOUNT_MINOR)
        return op_fail(op, E_INVALID, "the amount lent must be above 0");
    if (terms->rate < 0 || terms->rate > INTEREST_RATE_MAX)
        return op_fail(op, E_INVALID, "a rate of interest is from 0 to 100000 percent a year");
    if (terms->down_payment < 0 || terms->down_payment >= terms->principal)
        return op_fail(op, E_INVALID, "the down payment must be below the amount lent");
    if (terms->balloon < 0 || terms->balloon > terms->principal - terms->down_payment)
        return op_fail(op, E_INVALID, "the balloon is more than what is lent");
    return OK;
}

static status check_agreed(struct op *op, const struct schedule_terms *terms)
{
    int64_t total = 0;
    for (int i = 0; i < terms->count; i++) {
        const struct schedule_agreed *const row = &terms->agreed[i];
        if (row->principal < 0 || row->principal > LIMIT_AMOUNT_MINOR)
            return op_fail(op, E_INVALID, "an instalment has a principal below 0, or too large");
        if (row->due_on <= (i > 0 ? terms->agreed[i - 1].due_on : terms->start_on - 1))
            return op_fail(op, E_INVALID, "the instalments must be in the order of their due days");
        total += row->principal;
    }
    if (total != terms->principal - terms->down_payment)
        return op_fail(op, E_INVALID,
                       "the principals of the instalments do not add up to the "
                       "amount lent");
    return OK;
}

static status check_terms(struct op *op, const struct schedule_terms *terms)
{
    TRY(check_amounts(op, terms));
    if (terms->count < 1 || terms->count > SCHEDULE_ROWS_MAX)
        return op_fail(op, E_INVALID, "a schedule has 1 to %d instalments", SCHEDULE_ROWS_MAX);
    if (terms->interest_only < 0 || terms->silent < 0 ||
        (int64_t)terms->interest_only + terms->silent >= terms->count)
        return op_fail(op, E_INVALID, "the grace leaves no instalment that pays");
    if (terms->kind == SCHEDULE_IRREGULAR)
        return check_agreed(op, terms);
    const struct schedule_every *const every = &terms->every;
    if (every->months < 0 || every->days < 0 || (every->months == 0 && every->days == 0) ||
        every->months > SCHEDULE_ROWS_MAX || every->days > SCHEDULE_ROWS_MAX)
        return op_fail(op, E_INVALID, "instalments come every so many months or days");
    if (!schedule_fits(every, terms->count))
        return op_fail(op, E_INVALID, "a schedule lasts at most %d years", SCHEDULE_YEARS_MAX);
    if (terms->first_due != DAY_NONE && terms->first_due <= terms->start_on)
        return op_fail(op, E_INVALID, "the first instalment is due after the start");
    return OK;
}

/* Interest of one period is at most a hundred times what was lent, so nothing overflows. */
static status check_shares(struct op *op, const struct schedule_terms *terms)
{
    for (int number = 1; number <= terms->count; number++) {
        const struct share share = share_of(terms, number);
        if (share.numerator < 0 || share.numerator / share.denominator >= 100)
            return op_fail(op, E_LIMIT, "an amount of interest is too large");
    }
    return OK;
}

status schedule_make(struct op *op, const struct schedule_terms *terms,
                     struct schedule_row **ret_rows, size_t *ret_count)
{
    TRY(check_terms(op, terms));
    TRY(check_shares(op, terms));
    struct making m = {.terms = terms,
                       .rows = arena_array(op->arena, (size_t)terms->count + 1, sizeof(*m.rows)),
                       .open = terms->principal,
                       .paying_from = 1 + terms->interest_only + terms->silent};
    const int paying = terms->count - m.paying_from + 1;
    if (terms->down_payment > 0)
        add_row(&m, 0, terms->start_on, terms->down_payment, 0);
    m.parts = arena_array(op->arena, (size_t)paying, sizeof(*m.parts));
    m.charges = arena_array(op->arena, (size_t)terms->count, sizeof(*m.charges));
    split_evenly(m.open, (size_t)paying, m.parts);
    if (terms->kind == SCHEDULE_FLAT)
        split_flat(&m);
    else if (terms->kind == SCHEDULE_FRENCH || terms->kind == SCHEDULE_BALLOON)
        m.level = level_instalment(terms, m.open, m.paying_from);
    for (int number = 1; number <= terms->count; number++)
        make_row(&m, number);
    *ret_rows = m.rows;
    *ret_count = m.count;
    return OK;
}
