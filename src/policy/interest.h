/* Interest in the book, as the law of its country limits it (book/accrue.h, policy/rate_law.h).
 *
 * A case with terms is charged by the close that ends a month, by the transaction that changes
 * something of it, and never twice.  A store without terms asks one question a transaction. */
#ifndef POLICY_INTEREST_H
#define POLICY_INTEREST_H
#include "book/accrue.h"
#include "book/ledger_view.h"

/* Interest of cases that a transaction has touched, before they are decided again; and once more of
 * those in which it ended or opened an arrangement, which held it back. */
MUST_CHECK status interest_touched(struct op *op, const struct case_key *keys, size_t count);

/* accrue_read with the limits of the law; summed up in *ret_total. */
MUST_CHECK status interest_accrued(struct op *op, struct case_key key, day on,
                                   struct accrued **ret_list, size_t *ret_count,
                                   struct parts *ret_total);
/* ledger_view_read, with the terms of each debt and what it has accrued. */
MUST_CHECK status interest_view_read(struct op *op, struct case_key key, day on,
                                     struct ledger_view *ret_view);
/* What waiting from a day until another costs a case by its terms: what the ledger, closed forward,
 * charges meanwhile.  *ret_has_terms false: no debt of the case has any. */
struct interest_waiting {
    int64_t accrued; /* by the end of the first day, and not charged yet */
    int64_t cost;
    int64_t rate; /* the highest late rate of the contracts, on the first day */
};
MUST_CHECK status interest_wait(struct op *op, struct case_key key, day on, day until,
                                struct interest_waiting *ret_waiting, bool *ret_has_terms);
#endif
