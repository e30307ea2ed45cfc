/* Money that has met a claim goes off it again, because the claim gives way to others.
 *
 * Nothing is edited: an allocation with minus the amount takes back another one.  The money is the
 * payment's again, unapplied, until payment_apply_credit lets it meet what is open. */
#ifndef BOOK_UNMEET_H
#define BOOK_UNMEET_H
#include "book/claim.h"
#include "book/touch.h"

/* Takes at most so much off the claim, what came last first.  What a payment paid that has been
 * returned since is no money any more: it moves to the claims `to`, in their order, as far as they
 * are open; the return is owed by a claim of its own. */
MUST_CHECK status unmeet_claim(struct op *op, struct case_key key, int64_t claim_id, money most,
                               const int64_t *to, size_t to_count);
#endif
