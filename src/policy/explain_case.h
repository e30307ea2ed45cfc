/* Why a case gets its decision: the tables of the active strategy over its facts, as of a day.
 *
 * The gate comes after the tables and is not asked here; the decision that the case carries says
 * what it answered.  Nothing is written. */
#ifndef POLICY_EXPLAIN_CASE_H
#define POLICY_EXPLAIN_CASE_H
#include "policy/policy.h"

struct case_explained {
    const struct policy *policy;
    struct case_key key;
    struct dmn_explained *decisions; /* segment, treatment, priority, each after what it requires */
    size_t count;
    struct dmn_explained *treatment; /* among them */
};

/* E_NOT_FOUND: no case has the number, or it has no facts yet. */
MUST_CHECK status case_explain(struct op *op, int64_t number, day on,
                               struct case_explained *ret_explained);
#endif
