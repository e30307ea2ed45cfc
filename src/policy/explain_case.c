#include "policy/explain_case.h"

#include <inttypes.h>

#include "policy/case_inputs.h"
#include "policy/decide.h"
#include "policy/decided.h"
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

size_t policy_explain(struct op *op, const struct policy *policy, struct dmn_value *inputs,
                      struct case_explained *explained)
{
    struct dmn_value outputs[OUTPUTS_MAX];
    struct dmn_hit hit;
    if (policy->reads_obligations && policy->obligation.plan &&
        !inputs[INPUT_obligation_open_amount].is_null)
        add(op, explained, policy->obligation.plan, inputs); /* of the worst */
    add(op, explained, policy->segment, inputs);
    dmn_plan_decide(policy->segment, inputs, outputs, &hit);
    inputs[INPUT_segment] = outputs[0];
    add(op, explained, policy->treatment, inputs);
    const size_t treatment = explained->count - 1;
    add(op, explained, policy->priority, inputs);
    return treatment;
}

/* The version that decided it: another one may have become active since. */
static status find_policy(struct op *op, const struct case_facts *facts,
                          struct case_explained *explained)
{
    struct decision carried;
    bool found = false;
    TRY(decision_get(op, explained->key, &carried, &found));
    if (found)
        return policy_decided(op, carried.strategy_id, &explained->policy);
    TRY(policy_get(op, &explained->policy));
    explained->policy = policy_of(explained->policy, facts);
    return OK;
}

static status explain_obligations(struct op *op, const struct case_facts *facts, day on,
                                  struct case_explained *explained)
{
    const struct policy *const policy = explained->policy;
    const struct obligation_table *const table = &policy->obligation;
    const struct obligation_frame frame = {(currency)facts->currency, on};
    struct dmn_value values[INPUT_COUNT];
    struct obligation_judged judged;
    struct obligation_walk walk;
    if (!policy->reads_obligations || !table->plan)
        return OK;
    TRY(obligation_walk_case(op, explained->key, &walk));
    TRY(obligation_walk_take(op, &walk, explained->key, on));
    explained->obligations = arena_array(op->arena, walk.count, sizeof(*explained->obligations));
    for (size_t i = 0; i < walk.count; i++) {
        obligation_judge(table, &walk, &frame, &walk.list[i], values, &judged);
        explained->obligations[explained->obligation_count++] = (struct obligation_explained){
            .external_id = walk.list[i].external_id,
            .segment = judged.segment == DMN_SYMBOL_UNKNOWN
                           ? STR("")
                           : dmn_symbols_text(policy->symbols, judged.segment),
            .level = judged.level,
            .is_flagged = judged.is_flagged,
            .rule = judged.rule,
            .why = dmn_plan_annotation(table->plan, judged.rule, op->language)};
    }
    return OK;
}

status case_explain(struct op *op, int64_t number, day on, struct case_explained *ret_explained)
{
    struct case_explained explained = {0};
    struct case_facts facts;
    struct dmn_value inputs[INPUTS_MAX];
    TRY(read_facts(op, number, &explained, &facts));
    TRY(find_policy(op, &facts, &explained));
    TRY(case_inputs_read(op, explained.policy, &facts, on, inputs));
    const size_t treatment = policy_explain(op, explained.policy, inputs, &explained);
    explained.treatment = &explained.decisions[treatment];
    TRY(explain_obligations(op, &facts, on, &explained));
    *ret_explained = explained;
    return OK;
}
