/* Arrangements whose next payment is missed by a day: the close breaches them before it decides. */
#ifndef POLICY_ARRANGEMENTS_DUE_H
#define POLICY_ARRANGEMENTS_DUE_H
#include "base/op.h"

/* Reviews every active arrangement whose day has come, for the open date, case by case in
 * transactions of its own; none may be open.  Run again, it does what is left.  E_BUSY: other
 * writers were in the way for too long. */
MUST_CHECK status arrangements_review_due(struct op *op);
#endif
