/* One account, or one made-up row of facts, through tables that need not be stored or active: which
 * rules fire, what comes of it, and why the others do not.
 *
 * Only the tables are asked, not the gate.  Nothing is written; all lives in the op's arena. */
#ifndef POLICY_STRATEGY_TRIAL_H
#define POLICY_STRATEGY_TRIAL_H
#include "policy/policy.h"

struct trial_fact {
    str name, value; /* as in cases.csv */
};

struct trial_request {
    const struct strategy_source *source;
    struct case_key key;            /* case_id 0: of nobody, with the facts that are given */
    const struct trial_fact *facts; /* others are those of an example (strategy_cases.h) */
    size_t fact_count;
    day on;
};

/* A table of the chain of a model. */
struct trial_decision {
    size_t part; /* of strategy_parts */
    struct dmn_explained explained;
};

struct trial {
    const struct policy *policy; /* the compiled tables: policy->reads says which facts count */
    struct dmn_value *inputs;    /* by policy->schema, the segment among them */
    struct trial_decision *decisions;
    size_t count;
};

/* E_INVALID: a model does not compile, or a fact has no such value.  E_NOT_FOUND: no such fact, or
 * the case has no facts yet. */
MUST_CHECK status strategy_try(struct op *op, const struct trial_request *request,
                               struct trial *ret_trial);
#endif
