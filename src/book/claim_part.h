/* What a claim is made of: its principal, interest and fees as entries of the ledger.
 *
 * A claim without entries is principal, and its own row tells all; so most claims have none.  One
 * with entries is what they add up to, and what changes it is an entry more.  Amounts are minor
 * units of the obligation's currency. */
#ifndef BOOK_CLAIM_PART_H
#define BOOK_CLAIM_PART_H
#include "book/claim.h"
#include "book/touch.h"

/* Of a claim of that amount; *ret_is_told: by entries.  E_INTERNAL: they add up to another one. */
MUST_CHECK status claim_part_get(struct op *op, int64_t debtor_id, int64_t claim_id, money amount,
                                 struct parts *ret_parts, bool *ret_is_told);
/* The parts of a claim that a source tells: what it does not name is principal.  E_INVALID: a part
 * below zero, or more than the amount. */
MUST_CHECK status claim_part_of_input(struct op *op, const struct claim_input *input,
                                      struct parts *ret_parts);
/* Entries of a new claim; none when it is all principal.  E_CONFLICT: it is not, and its case has
 * an arrangement, whose plan does not know components yet. */
MUST_CHECK status claim_part_open(struct op *op, const struct obligation_ref *obligation,
                                  int64_t claim_id, day value_on, const struct parts *parts);
/* Whether any claim of the case has entries. */
MUST_CHECK status claim_part_any(struct op *op, struct case_key key, bool *ret_any);
/* Whether the source says of what it is made something else than the book has. */
MUST_CHECK status claim_part_differs(struct op *op, const struct claim *claim,
                                     const struct claim_input *input, int64_t debtor_id,
                                     bool *ret_differs);
/* Entries that bring a claim from what it is to what its source says; none when it was and stays
 * all principal.  A source that tells no parts changes the principal.  E_CONFLICT: that would be
 * below zero. */
MUST_CHECK status claim_part_change(struct op *op, const struct obligation_ref *obligation,
                                    const struct claim *before, const struct claim_input *input);
#endif
