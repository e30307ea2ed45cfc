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

/* The versions that decided the rows of a list, each asked for once; all zero: none was yet. */
struct decided_policy {
    const struct policy *policy;
};
struct decided_policies {
    const struct policy *active;
    struct decided_policy *list;
    size_t count, capacity;
};
/* The text of the rule that decided, by its version and the decision's rules; empty where that
 * version is not there or compiles no more, as when an attribute went that it asks for. */
MUST_CHECK status decided_rule_text(struct op *op, struct decided_policies *known,
                                    int64_t strategy_id, int64_t rules, str *ret_text);
#endif
