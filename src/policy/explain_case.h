/* Why a case gets its decision: the tables over its facts, as of a day.
 *
 * Of the version that decided it, which another one may have followed since; of the active one
 * where it was never decided.  The gate comes after the tables and is not asked here; the decision
 * that the case carries says what it answered.  Nothing is written. */
#ifndef POLICY_EXPLAIN_CASE_H
#define POLICY_EXPLAIN_CASE_H
#include "policy/policy.h"

/* What obligation.dmn says of one of them. */
struct obligation_explained {
    str external_id, segment;
    int64_t level; /* -1: none */
    bool is_flagged;
    int32_t rule; /* from 0; -1: the default */
    str why;      /* its annotation */
};

struct case_explained {
    const struct policy *policy;
    struct case_key key;
    struct dmn_explained *decisions; /* of the worst obligation, if the strategy
                                        tells them apart; segment, treatment, priority: each
                                        after what it requires */
    size_t count;
    struct dmn_explained *treatment;          /* among them */
    struct obligation_explained *obligations; /* where the strategy tells them apart */
    size_t obligation_count;
};

/* Adds why a row of inputs gets its segment, treatment and priority; the segment goes into the
 * inputs.  Returns the place of the treatment among the decisions. */
size_t policy_explain(struct op *op, const struct policy *policy, struct dmn_value *inputs,
                      struct case_explained *explained);

/* E_NOT_FOUND: no case has the number, or it has no facts yet. */
MUST_CHECK status case_explain(struct op *op, int64_t number, day on,
                               struct case_explained *ret_explained);
#endif
