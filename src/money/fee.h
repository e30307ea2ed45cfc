/* Fees: what a level of collection adds to a debt.
 *
 * A fee is a claim of its own, once per claim and level.  A percentage is taken on the claim that
 * is collected, not on earlier fees.  Rates in parts per million; half away from zero.  Pure. */
#ifndef MONEY_FEE_H
#define MONEY_FEE_H
#include "base/money.h"

struct fee_rule {
    int64_t fixed; /* minor units */
    int64_t rate;  /* of the claim, in parts per million; both may hold */
    int64_t most;  /* at most so much; 0: no limit */
};

/* False: it leaves the range. */
MUST_CHECK bool fee_of(const struct fee_rule *rule, int64_t claim, int64_t *ret_fee);
/* Into the currency of a debt: rate is one unit of the debt's currency in that of the fee, in
 * millionths, above 0. */
MUST_CHECK bool fee_into(int64_t fee, int64_t rate, int64_t *ret_fee);
#endif
