/* What a claim is made of: its principal, interest and fees as entries of the ledger.
 *
 * A claim without entries is principal, and its own row tells all; so most claims have none.  One
 * with entries is what they add up to, and what changes it is an entry more.  Amounts are minor
 * units of the obligation's currency. */
#ifndef BOOK_CLAIM_PART_H
#define BOOK_CLAIM_PART_H
#include "book/claim.h"
#include "book/touch.h"

/* Of a claim of that amount, as its source tells it: without what plans moved; *ret_is_told: by
 * entries.  E_INTERNAL: they add up to another one. */
MUST_CHECK status claim_part_get(struct op *op, int64_t debtor_id, int64_t claim_id, money amount,
                                 struct parts *ret_parts, bool *ret_is_told);
/* The parts of a claim that a source tells: what it does not name is principal.  E_INVALID: a part
 * below zero, or more than the amount. */
MUST_CHECK status claim_part_of_input(struct op *op, const struct claim_input *input,
                                      struct parts *ret_parts);
/* Entries of a new claim; none when it is all principal. */
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

/* What a replay makes of a claim beside what its source tells: the plan of an agreement moved it,
 * or it is owed no more. */
enum claim_move_kind { MOVE_MOVED, MOVE_WAIVED, MOVE_WRITTEN_OFF };
struct claim_move {
    enum claim_move_kind kind;
    enum component component;
    day value_on;
    int64_t amount;
};
/* "moved", "waived", "written_off" */
MUST_CHECK bool claim_move_parse(str name, enum claim_move_kind *ret_kind);
MUST_CHECK status claim_part_move(struct op *op, const struct obligation_ref *obligation,
                                  int64_t claim_id, const struct claim_move *move);
/* What was moved into a claim, or out of it. */
MUST_CHECK status claim_part_moved(struct op *op, int64_t debtor_id, int64_t claim_id,
                                   int64_t *ret_moved);
/* The entry for which its row stood, where it has none: it is principal. */
MUST_CHECK status claim_part_tell(struct op *op, const struct obligation_ref *obligation,
                                  const struct claim *claim);
/* Brings what its source tells to another amount, that of its principal first. */
MUST_CHECK status claim_part_say(struct op *op, const struct obligation_ref *obligation,
                                 const struct claim *claim, money amount);
#endif
