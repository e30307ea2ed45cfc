/* What waiting costs: what is owed on a later day if nothing is paid, by closing the ledger
 * forward.
 *
 * Amounts are minor units.  The figure is that of accrual_close_forward and of no other
 * calculation, so that the ledger confirms it to the cent.  Pure. */
#ifndef MONEY_WAITING_H
#define MONEY_WAITING_H
#include "money/accrual.h"

struct waiting_claim {
    day due_on;
    int64_t open; /* above zero */
};

struct waiting {
    day until;
    int64_t now;
    int64_t then; /* on that day, with the interest that the rule charges meanwhile */
};

/* Of claims that are open on `on`.  E_INVALID, E_LIMIT: as the ledger and the interest have them.
 */
MUST_CHECK status waiting_cost(struct op *op, const struct accrual_rule *rule,
                               const struct waiting_claim *claims, size_t count, day on, day until,
                               struct waiting *ret_waiting);
#endif
