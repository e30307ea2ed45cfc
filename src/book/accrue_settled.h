/* What plans that were kept have settled of a case: the months that stay as they were charged.
 * Called by accrue.c. */
#ifndef BOOK_ACCRUE_SETTLED_H
#define BOOK_ACCRUE_SETTLED_H
#include "book/case_ledger.h"

/* A plan runs: nothing is charged to the case meanwhile. */
MUST_CHECK status accrue_is_frozen(struct op *op, struct case_key key, bool *ret_is);

/* What a plan stood for that was kept is settled: its months, and the one in which it ended, stay
 * as they are.  The rows of a restructuring are what was agreed for good.  DAY_MIN: nothing is
 * settled; DAY_MAX: nothing is charged any more. */
day accrue_settled_until(const struct case_ledger *of);
/* What of a debt fell due before this day was readjusted in months that stay as they are; what fell
 * due later was not, for a plan stood for the case. */
day accrue_charged_until(const struct case_ledger *of, int64_t obligation_id, day settled_until);
#endif
