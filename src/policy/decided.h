/* Tables that are not the active ones, ready to be asked about a case: a draft, or the version that
 * decided a case before another one became active.
 *
 * They decide nothing here: the gate, the queue and the letters are not made ready, and words that
 * the store does not know are not missed. */
#ifndef POLICY_DECIDED_H
#define POLICY_DECIDED_H
#include "policy/policy.h"

/* Compiled into op's arena; without id, name and version.  E_INVALID: a model does not compile. */
MUST_CHECK status policy_of_source(struct op *op, const struct strategy_source *source,
                                   struct policy **ret_policy);
/* The policy of a version: the active one when it is that, else made for this operation.
 * E_NOT_FOUND: no such strategy. */
MUST_CHECK status policy_decided(struct op *op, int64_t strategy_id,
                                 const struct policy **ret_policy);
#endif
