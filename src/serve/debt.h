/* Whether a debt that an order names belongs to its case. */
#ifndef SERVE_DEBT_H
#define SERVE_DEBT_H
#include "book/touch.h"

/* obligation_id 0: the whole case.  E_INVALID: it is not of this case. */
MUST_CHECK status debt_check(struct op *op, struct case_key key, int64_t obligation_id);
#endif
