/* Terms of interest that a row of debts tells: fields `terms.…`. */
#ifndef INTAKE_TERMS_H
#define INTAKE_TERMS_H
#include "book/obligation.h"
#include "intake/row.h"

/* Without a rate the row tells none; without a day they hold from the open date on, where the debt
 * has others or none.  Sets *has_changed when a row was written. */
MUST_CHECK status terms_apply(struct op *op, const struct row *row,
                              const struct obligation_ref *obligation, bool *has_changed);
#endif
