/* The first facts, decision and plan of cases that this transaction made (book/unit.h), without a
 * question to the store: what policy_commit does for any other case. */
#ifndef POLICY_FIRST_H
#define POLICY_FIRST_H
#include "policy/policy.h"

/* Does it for those of the keys that the unit of work knows; *ret_rest, of *ret_rest_count, in the
 * op's arena, are the others. */
MUST_CHECK status first_decide(struct op *op, const struct policy *policy,
                               const struct case_key *keys, size_t count,
                               struct case_key **ret_rest, size_t *ret_rest_count);
#endif
