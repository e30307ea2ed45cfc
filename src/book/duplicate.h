/* Duplicates: parties that may be one person, and what people said of them.
 *
 * The search looks at parties that came or changed since an instant, in the order of their ids, a
 * batch at a time.  They find others by keys: identity number (whatever kind and country it is
 * written under), telephone, e-mail, address, name (identity/name.h); a key that more than
 * DUPLICATE_GROUP_MAX parties share says nothing.  Each pair is given a score:
 *
 *   document    +70  the same identity number          other_document  -60  two of one kind
 *   phone       +35  each telephone that both have, at most twice; e-mail the same way
 *   address     +20  the same address                  other_kind      -20  a person and a company
 *   name        +40, +30 or +15 for a likeness of 95, 85 or 70 of 100
 *   other_name  -30  a likeness under 50
 *
 * A pair of DUPLICATE_SCORE and more waits for people.  A pair that they looked at never comes
 * back.  Keys are keyed digests: no personal value is stored. */
#ifndef BOOK_DUPLICATE_H
#define BOOK_DUPLICATE_H
#include "base/op.h"

enum { DUPLICATE_GROUP_MAX = 50, DUPLICATE_SCORE = 60, DUPLICATE_SURE_NAME = 85 };

struct duplicate_count {
    int64_t parties; /* looked at */
    int64_t pairs;   /* that wait, found or found again */
    int64_t merged;  /* by themselves */
};

/* The next batch after *after, in the caller's transaction, which ends with policy_commit; *after
 * moves on, and is 0 when there is none left.  merge_alone: a pair with the same identity number,
 * names alike by DUPLICATE_SURE_NAME and nothing against it is merged at once. */
MUST_CHECK status duplicate_find(struct op *op, instant since, bool merge_alone, int64_t *after,
                                 struct duplicate_count *count);

/* From where the next search goes on: everything, or what changed since the last whole one. */
MUST_CHECK status duplicate_since(struct op *op, instant *ret_since);
/* Whether there are parties with a smaller id. */
MUST_CHECK status duplicate_has_before(struct op *op, int64_t id, bool *ret_has);
/* A whole search that began then is done. */
MUST_CHECK status duplicate_done(struct op *op, instant began);

struct duplicate_pair {
    int64_t low_id, high_id;
    int score;
    str reasons; /* words of the list above, blanks between; name with its likeness: name:92 */
};
/* Pairs that wait, the surest first. */
MUST_CHECK status duplicate_list(struct op *op, int most, const struct duplicate_pair **ret_list,
                                 size_t *ret_count);

/* They are one: merges them (book/merge.h).  They are not: it stays said, and a merge of them that
 * stands must be undone first (E_CONFLICT).  E_INVALID: no reason; the rest as merge_parties. */
MUST_CHECK status duplicate_same(struct op *op, int64_t a, int64_t b, str reason,
                                 int64_t *ret_merge_id);
MUST_CHECK status duplicate_different(struct op *op, int64_t a, int64_t b);
/* Takes the second back: the pair waits again.  E_CONFLICT: nobody said that they are not one. */
MUST_CHECK status duplicate_reopen(struct op *op, int64_t a, int64_t b);
#endif
