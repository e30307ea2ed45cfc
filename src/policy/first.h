/* The first facts, decision and plan of cases that this transaction made (book/unit.h), without a
 * question to the store: what policy_commit does for any other case. */
#ifndef POLICY_FIRST_H
#define POLICY_FIRST_H
#include "policy/policy.h"

#define FIRST_QUEUES_MAX 16 /* asked for once; a strategy has fewer */

/* How far the work of each queue is planned, as it was read. */
struct first_ranks {
    int64_t queues[FIRST_QUEUES_MAX];
    int64_t last_ranks[FIRST_QUEUES_MAX];
    int count;
    bool is_whole; /* no queue was left out for want of room */
};

/* Does it for those of the keys that the unit of work knows; *ret_rest, of *ret_rest_count, in the
 * op's arena, are the others.
 * *ranks begins empty and is whole, and says afterwards what the plan was made against. */
MUST_CHECK status first_decide(struct op *op, const struct policy *policy,
                               const struct case_key *keys, size_t count, struct first_ranks *ranks,
                               struct case_key **ret_rest, size_t *ret_rest_count);
/* Whether the ranks are still so. */
MUST_CHECK status first_ranks_hold(struct op *op, const struct first_ranks *ranks, bool *ret_hold);
#endif
