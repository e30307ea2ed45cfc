/* Interest, ordinary and late: simple, by period, on the balance and at the rate of each day.
 *
 * Rates are a year's, in parts per million: 34.56 % is 345600.  Amounts are minor units.  What one
 * period bears is computed exactly and rounded once, half away from zero.  Interest bears none,
 * unless the rule says that it is added to the base at the end of each period.  Pure: no clock, no
 * store; texts of failures ride on the op. */
#ifndef MONEY_INTEREST_H
#define MONEY_INTEREST_H
#include "base/money.h"
#include "base/op.h"
#include "money/day_count.h"

#define INTEREST_MILLION  INT64_C(1000000)
#define INTEREST_RATE_MAX (1000 * INTEREST_MILLION) /* 100,000 % a year */
#define INTEREST_NO_CAP   INT64_MAX

/* A value that holds from a day until the next step: a balance, a rate, a cap. */
struct interest_step {
    day from;
    int64_t value;
};
/* Steps in order of their days, each day once; before the first one the value is 0. */
struct interest_steps {
    const struct interest_step *of;
    size_t count;
};

struct interest_rule {
    enum day_count basis;
    struct interest_steps rates; /* of the contract */
    struct interest_steps caps;  /* what the law allows from a day on; empty: no cap */
    bool bears_interest;         /* unpaid interest joins the base of the next period */
};

struct interest_period {
    day from;  /* first day that bears interest */
    day until; /* first day that does not */
};

/* What each period bears on the balance of each of its days, at the lower of rate and cap; ret has
 * one amount a period.  A balance below zero bears nothing.  E_INVALID: periods or steps out of
 * order, a rate out of range.  E_LIMIT: an amount leaves the range. */
MUST_CHECK status interest_of_periods(struct op *op, const struct interest_rule *rule,
                                      const struct interest_steps *balances,
                                      const struct interest_period *periods, size_t count,
                                      int64_t *ret_interest);

/* An amount in units of account (UF, UVR, UDI, UVA) as money: units has six decimals (1 unit is
 * 1000000), value is one unit in millionths of the currency, exponent that of its minor unit.
 * Half away from zero.  False: it leaves the range. */
MUST_CHECK bool interest_of_units(int64_t units, int64_t value, int exponent, int64_t *ret_minor);
#endif
