/* Claims as a source tells them: made or brought up to date, and met by what the case has paid too
 * much. */
#ifndef BOOK_CLAIM_ENTRY_H
#define BOOK_CLAIM_ENTRY_H
#include "book/claim.h"

/* A new or larger claim takes what the case has paid too much.  A number of 0 leaves what is there.
 * E_INVALID: an amount below zero or above LIMIT_AMOUNT_MINOR, no day of issue or due day.
 * E_CONFLICT: less than what is paid already, or the claim of another obligation. */
MUST_CHECK status claim_upsert(struct op *op, const struct obligation_ref *obligation,
                               const struct claim_input *input, int64_t *ret_id,
                               enum book_change *ret_change);
#endif
