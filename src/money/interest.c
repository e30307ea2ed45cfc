#include "money/interest.h"

typedef __int128 wide;

static int64_t value_on(const struct interest_steps *steps, day on, int64_t before)
{
    int64_t value = before;
    for (size_t i = 0; i < steps->count && steps->of[i].from <= on; i++)
        value = steps->of[i].value;
    return value;
}

/* The first day after `on` on which a step begins, not after limit. */
static day next_step(const struct interest_steps *steps, day on, day limit)
{
    for (size_t i = 0; i < steps->count; i++)
        if (steps->of[i].from > on)
            return steps->of[i].from < limit ? steps->of[i].from : limit;
    return limit;
}

static int64_t rate_on(const struct interest_rule *rule, day on)
{
    const int64_t rate = value_on(&rule->rates, on, 0);
    const int64_t cap = value_on(&rule->caps, on, INTEREST_NO_CAP);
    return rate < cap ? rate : cap;
}

static status check_steps(struct op *op, const struct interest_steps *steps)
{
    for (size_t i = 1; i < steps->count; i++)
        if (steps->of[i].from <= steps->of[i - 1].from)
            return op_fail(op, E_INVALID,
                           "rates and balances are given in the order of their days");
    return OK;
}

static status check_rates(struct op *op, const struct interest_steps *rates)
{
    for (size_t i = 0; i < rates->count; i++)
        if (rates->of[i].value < 0 || rates->of[i].value > INTEREST_RATE_MAX)
            return op_fail(op, E_INVALID, "a rate of interest is from 0 to 100000 percent a year");
    return check_steps(op, rates);
}

static status check_caps(struct op *op, const struct interest_steps *caps)
{
    for (size_t i = 0; i < caps->count; i++)
        if (caps->of[i].value < 0)
            return op_fail(op, E_INVALID, "a limit of a rate is not below 0");
    return check_steps(op, caps);
}

/* Half away from zero; amounts here are never below zero. */
static bool divide(wide numerator, wide denominator, int64_t *ret_quotient)
{
    const wide quotient = (numerator + denominator / 2) / denominator;
    if (quotient > INT64_MAX)
        return false;
    *ret_quotient = (int64_t)quotient;
    return true;
}

/* The steps cut the period into pieces of one balance and one rate; their exact sum is rounded.
 * 30/360 counts are not additive over every cut, so a piece is the count up to its end less the
 * count up to its start. */
static status interest_of_period(struct op *op, const struct interest_rule *rule,
                                 const struct interest_steps *balances, int64_t added,
                                 const struct interest_period *period, int64_t *ret_interest)
{
    wide sum = 0;
    int64_t before = 0;
    for (day at = period->from; at < period->until;) {
        day next = next_step(balances, at, period->until);
        next = next_step(&rule->rates, at, next);
        next = next_step(&rule->caps, at, next);
        const int64_t open = value_on(balances, at, 0);
        const int64_t so_far = day_count_fraction(rule->basis, period->from, next).numerator;
        wide piece = (open > 0 ? open : 0) + (wide)added;
        if (__builtin_mul_overflow(piece, (wide)rate_on(rule, at) * (so_far - before), &piece) ||
            __builtin_add_overflow(sum, piece, &sum))
            return op_fail(op, E_LIMIT, "an amount of interest is too large");
        before = so_far;
        at = next;
    }
    if (!divide(sum, (wide)day_count_denominator(rule->basis) * INTEREST_MILLION, ret_interest))
        return op_fail(op, E_LIMIT, "an amount of interest is too large");
    return OK;
}

status interest_of_periods(struct op *op, const struct interest_rule *rule,
                           const struct interest_steps *balances,
                           const struct interest_period *periods, size_t count,
                           int64_t *ret_interest)
{
    int64_t added = 0;
    TRY(check_rates(op, &rule->rates));
    TRY(check_caps(op, &rule->caps));
    TRY(check_steps(op, balances));
    for (size_t i = 0; i < count; i++)
        if (periods[i].until < periods[i].from || (i > 0 && periods[i].from < periods[i - 1].until))
            return op_fail(op, E_INVALID, "periods of interest follow one another");
    for (size_t i = 0; i < count; i++) {
        TRY(interest_of_period(op, rule, balances, added, &periods[i], &ret_interest[i]));
        if (rule->bears_interest && __builtin_add_overflow(added, ret_interest[i], &added))
            return op_fail(op, E_LIMIT, "an amount of interest is too large");
    }
    return OK;
}

bool interest_of_units(int64_t units, int64_t value, int exponent, int64_t *ret_minor)
{
    wide product = (wide)units * value;
    const wide denominator = (wide)INTEREST_MILLION * INTEREST_MILLION;
    for (int i = 0; i < exponent; i++)
        if (__builtin_mul_overflow(product, (wide)10, &product))
            return false;
    const wide half = denominator / 2;
    const wide minor = (product >= 0 ? product + half : product - half) / denominator;
    if (minor > INT64_MAX || minor < INT64_MIN)
        return false;
    *ret_minor = (int64_t)minor;
    return true;
}
