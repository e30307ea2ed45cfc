/* Money received, how it meets the claims, and money that is taken back.
 *
 * A payment is unique by source + reference: the same one again is the same payment.  It is
 * allocated by the allocation profile (a table): oldest due first inside an age class; money that
 * names its claim meets that one first.  What meets no claim stays unapplied.  Σ allocations +
 * unapplied = amount, always.  Nothing is edited: a return is a row of its own. */
#ifndef BOOK_PAYMENT_H
#define BOOK_PAYMENT_H
#include "book/obligation.h"

struct payment_order {
    int64_t debtor_id;
    int64_t case_id;
    str source;
    str reference;
    day value_on; /* when the money counts; may be past */
    money amount;
    int64_t claim_id; /* 0: by the profile alone */
};

/* *ret_is_new is false when source + reference were there already; then nothing is written.
 * E_INVALID: amount not above zero, no reference, value day after the business date.
 * E_CONFLICT: the reference is taken by a payment of another amount or debtor. */
MUST_CHECK status payment_take(struct op *op, const struct payment_order *order, int64_t *ret_id,
                               bool *ret_is_new);
/* Takes a payment back whole: a row of minus its amount, and for what had met claims a new claim
 * dated at the return (domain: the age of a return runs from its date).  E_CONFLICT: returned. */
MUST_CHECK status payment_return(struct op *op, int64_t debtor_id, int64_t payment_id,
                                 str reference, day value_on, int64_t *ret_id);
#endif
