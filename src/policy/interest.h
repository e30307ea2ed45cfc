/* Interest in the book, as the law of its country limits it (book/accrue.h, policy/rate_law.h).
 *
 * A case with terms is charged by the close that ends a month, by the transaction that changes
 * something of it, and never twice.  A store without terms asks one question a transaction. */
#ifndef POLICY_INTEREST_H
#define POLICY_INTEREST_H
#include "book/accrue.h"

/* Interest of cases that a transaction has touched, before they are decided again. */
MUST_CHECK status interest_touched(struct op *op, const struct case_key *keys, size_t count);

/* accrue_read with the limits of the law; summed up in *ret_total. */
MUST_CHECK status interest_accrued(struct op *op, struct case_key key, day on,
                                   struct accrued **ret_list, size_t *ret_count,
                                   struct parts *ret_total);
#endif
