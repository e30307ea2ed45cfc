#include "policy/explain_case.h"

#include <inttypes.h>

#include "policy/case_inputs.h"
#include "store/db.h"

static status read_key(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct case_key *)out = (struct case_key){db_id(row, 0), db_id(row, 1)};
    return OK;
}

static status read_facts(struct op *op, int64_t number, struct case_explained *explained,
                         struct case_facts *ret_facts)
{
    bool found = false;
    TRY(db_query_one(op, Q_REPLAY_CASE_FIND, DB_ARGS(ARG_I64(number)), read_key, &explained->key,
                     &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no case has the number %" PRId64, number);
    TRY(facts_get(op, explained->key, ret_facts, &found));
    return found
               ? OK
               : op_fail(op, E_NOT_FOUND,
                         "case %" PRId64 " has no facts yet: the next close computes them", number);
}

static void add(struct op *op, struct case_explained *explained, const struct dmn_plan *plan,
                const struct dmn_value *inputs)
{
    struct dmn_explained *list = NULL;
    size_t count = 0;
    dmn_plan_explain(op, plan, inputs, &list, &count);
    struct dmn_explained *const all =
        arena_array(op->arena, explained->count + count, sizeof(*all));
    if (explained->count > 0)
        memcpy(all, explained->decisions, explained->count * sizeof(*all));
    memcpy(all + explained->count, list, count * sizeof(*all));
    explained->decisions = all;
    explained->count += count;
}

status case_explain(struct op *op, int64_t number, day on, struct case_explained *ret_explained)
{
    struct case_explained explained = {0};
    struct case_facts facts;
    struct dmn_value inputs[INPUTS_MAX];
    struct dmn_value outputs[OUTPUTS_MAX];
    struct dmn_hit hit;
    TRY(policy_get(op, &explained.policy));
    TRY(read_facts(op, number, &explained, &facts));
    explained.policy = policy_of(explained.policy, &facts);
    TRY(case_inputs_read(op, explained.policy, &facts, on, inputs));
    add(op, &explained, explained.policy->segment, inputs);
    dmn_plan_decide(explained.policy->segment, inputs, outputs, &hit);
    inputs[INPUT_segment] = outputs[0];
    add(op, &explained, explained.policy->treatment, inputs);
    const size_t treatment = explained.count - 1;
    add(op, &explained, explained.policy->priority, inputs);
    explained.treatment = &explained.decisions[treatment];
    *ret_explained = explained;
    return OK;
}
