/* Interest of the month that is over: the close charges it before it decides. */
#ifndef POLICY_INTEREST_DUE_H
#define POLICY_INTEREST_DUE_H
#include "base/op.h"

/* Charges every case whose day has come by the open date, some hundred in a transaction of its own;
 * none may be open.  Run again, it does what is left.  E_BUSY: other writers were in the way for
 * too long. */
MUST_CHECK status interest_accrue_due(struct op *op, int64_t *ret_cases);
#endif
