/* Money received, how it meets the claims, and money that is taken back.
 *
 * A payment is unique by source + reference: the same one again is the same payment.  It is
 * allocated by rules that are data (book/allocation_rule.h): oldest due first inside an age class;
 * money that names its claim meets that one first.  What meets no claim stays unapplied and meets
 * the next one that comes.  Money counts on its value day, and for a claim not before that was
 * issued: money that comes late, with a value day before others', is booked with all that came
 * after it once more (book/rebook.h).
 *
 * Of a payment that stands, Σ allocations + unapplied = amount.  Nothing is edited: a return is a
 * row of its own with minus the amount, and a claim for each obligation that the money had met, so
 * that Σ payments + Σ claims of returns = Σ allocations + Σ unapplied in every case.  A reversal
 * says that the money never came: its allocations are taken back by rows of minus their amount. */
#ifndef BOOK_PAYMENT_H
#define BOOK_PAYMENT_H
#include "book/claim.h"

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
 * E_INVALID: amount not above zero or above LIMIT_AMOUNT_MINOR, no reference, no value day or one
 * after the business date, a claim of another case.  E_CONFLICT: the reference is taken by a
 * payment of another amount or case.  E_LIMIT: more than LIMIT_CLAIMS_OF_CASE claims are open. */
MUST_CHECK status payment_take(struct op *op, const struct payment_order *order, int64_t *ret_id,
                               bool *ret_is_new);
/* Takes a payment back whole: a row of minus its amount, and for what had met claims a new claim
 * dated at the return (domain: the age of a return runs from its date).  E_CONFLICT: returned, or
 * the reference is taken.  E_INVALID: no reference, a value day before the payment's or after the
 * business date. */
MUST_CHECK status payment_return(struct op *op, int64_t debtor_id, int64_t payment_id,
                                 str reference, day value_on, int64_t *ret_id);
/* Takes a payment back as if it had never been (booked by mistake): a row of minus its amount with
 * its value day.  E_CONFLICT: it was taken back already, the reference is taken, or an arrangement
 * of the case counts on it.  E_INVALID: no
 * reference. */
MUST_CHECK status payment_reverse(struct op *op, int64_t debtor_id, int64_t payment_id,
                                  str reference, int64_t *ret_id);
/* Lets unapplied money of a case meet its open claims, by their age: where an arrangement has put
 * claims in the place of others, which no replay does yet. */
MUST_CHECK status payment_apply_credit(struct op *op, int64_t debtor_id, int64_t case_id);
#endif
