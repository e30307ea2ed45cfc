/* The scheme by which a creditor's payment references are made, as the store keeps it. */
#ifndef CASH_SCHEME_H
#define CASH_SCHEME_H
#include "cash/pay_reference.h"

/* *ret_found false: the creditor has none. */
MUST_CHECK status scheme_of_creditor(struct op *op, int64_t creditor_id,
                                     struct pay_reference_scheme *ret_scheme, bool *ret_found);
/* The reference of a case of that creditor; empty: there is no scheme, or the number is too long.
 */
MUST_CHECK status scheme_reference(struct op *op, int64_t creditor_id, int64_t case_number,
                                   str *ret_reference);
#endif
