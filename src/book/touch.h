/* The cases that a transaction touches.
 *
 * Every function of the book that changes what facts read notes its case here; policy_commit
 * (policy/commit.h) recomputes the facts of each, decides again and commits.  The list lives in the
 * op's arena and holds each case once.
 *
 * What a function reads and then writes from it (what is paid of a claim, what is left of a
 * payment) it reads under the case's lock, lest two writers count the same peso from the same sum.
 */
#ifndef BOOK_TOUCH_H
#define BOOK_TOUCH_H
#include "base/op.h"

struct case_key {
    int64_t debtor_id;
    int64_t case_id;
};
/* Below, at or above 0 as a comes before b, is b or comes after it. */
static inline int case_key_compare(struct case_key a, struct case_key b)
{
    if (a.debtor_id != b.debtor_id)
        return a.debtor_id < b.debtor_id ? -1 : 1;
    return (a.case_id > b.case_id) - (a.case_id < b.case_id);
}

/* Before the book of a case is read in order to change it: until the end of this transaction nobody
 * else does.  Where a store has one writer it costs nothing.  E_BUSY: somebody holds it for long.
 */
MUST_CHECK status touch_lock(struct op *op, int64_t debtor_id, int64_t case_id);
void touch_case(struct op *op, int64_t debtor_id, int64_t case_id);
/* The same for a change that the unit of work knows as well (book/unit.h). */
void touch_known(struct op *op, int64_t debtor_id, int64_t case_id);
/* Sorted by debtor and case, without repetitions; borrowed until the next touch. */
size_t touch_list(struct op *op, const struct case_key **ret_keys);
void touch_clear(struct op *op);
#endif
