/* Fees: what a level of collection adds to a debt.
 *
 * A fee is a claim of its own, once per claim and level.  A percentage is taken on the claim that
 * is collected, not on earlier fees.  Rates in parts per million; half away from zero.  Pure. */
#ifndef MONEY_FEE_H
#define MONEY_FEE_H
#include "base/arena.h"
#include "base/money.h"

struct fee_rule {
    int64_t fixed; /* minor units */
    int64_t rate;  /* of the claim, in parts per million; both may hold */
    int64_t least; /* at least so much; 0: no limit */
    int64_t most;  /* at most so much; 0: no limit */
};

/* False: it leaves the range. */
MUST_CHECK bool fee_of(const struct fee_rule *rule, int64_t claim, int64_t *ret_fee);
/* Into the currency of a debt: rate is one unit of the debt's currency in that of the fee, in
 * millionths, above 0. */
MUST_CHECK bool fee_into(int64_t fee, int64_t rate, int64_t *ret_fee);

/* Late fees by level: each falls due after so many delinquent days. */
#define FEE_LEVELS_MAX 6
#define FEE_DAYS_MAX   3650
#define FEE_TEXT_MAX   600 /* whatever levels say, as fee_levels_format writes them, is less */
struct fee_level {
    int days; /* above 0, above that of the level before */
    struct fee_rule rule;
};
struct fee_levels {
    currency in; /* of the amounts */
    int count;   /* 0: there is no fee, and no currency */
    struct fee_level of[FEE_LEVELS_MAX];
};

/* "30: 150.00 + 2.5% min 100 max 500; 60: 5%", with a currency before it where it is another than
 * the one said; empty: no levels.  False: it is none, and nothing is set. */
MUST_CHECK bool fee_levels_parse(str text, currency in, struct fee_levels *ret_levels);
/* A text that parses to the same levels, with its currency; empty: no levels. */
str fee_levels_format(struct arena *arena, const struct fee_levels *levels);
#endif
