/* Merging parties into one person, and taking that back (ADR 0017).
 *
 * Both only write rows of their own and an event on every case of the person; all its cases are
 * touched, so that policy_commit decides them anew.  Who asks has found out that they are one: a
 * clerk who compared them, or the rule of duplicates (book/duplicate.h). */
#ifndef BOOK_MERGE_H
#define BOOK_MERGE_H
#include "base/op.h"

struct merge {
    int64_t id, party_id, other_id;
    str reason;
    instant at, undone_at; /* INSTANT_NONE: it holds */
};

/* The latest first. */
MUST_CHECK status merge_list(struct op *op, int most, const struct merge **ret_list,
                             size_t *ret_count);

/* Makes two parties, with whoever each was one with already, one person.  E_NOT_FOUND: no such
 * party.  E_INVALID: the same party, or no reason.  E_CONFLICT: they are one already.  E_LIMIT:
 * more than PERSON_PARTIES_MAX.  E_BUSY: changed meanwhile. */
MUST_CHECK status merge_parties(struct op *op, int64_t party_id, int64_t other_id, str reason,
                                int64_t *ret_merge_id);
/* Takes a merge back.  E_NOT_FOUND: no such merge.  E_CONFLICT: undone already, or a later merge
 * of the same person must be undone first; the text names it.  E_INVALID: no reason. */
MUST_CHECK status merge_undo(struct op *op, int64_t merge_id, str reason);
#endif
