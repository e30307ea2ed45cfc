/* How far one may negotiate a case, and whose it is: negotiation.dmn and escalation.dmn for whoever
 * has the case before them.
 *
 * Computed when somebody asks, for the facts as they are; nothing of it is stored. */
#ifndef POLICY_GUIDE_H
#define POLICY_GUIDE_H
#include "policy/policy.h"
#include "policy/strategy_check.h"

struct guide_limit {
    bool is_set;
    int64_t value; /* percents, days or a count, scaled by 10^scale */
    int scale;
};

struct guide {
    bool has_negotiation, has_escalation;
    struct guide_limit limits[NEGOTIATION_COUNT];
    str negotiation_why; /* the rule in the op's language */
    str level;           /* agent, senior, specialist, legal …; empty: none */
    str escalation_why;
};

MUST_CHECK status guide_read(struct op *op, const struct policy *policy,
                             const struct case_facts *facts, day on, struct guide *ret_guide);
#endif
