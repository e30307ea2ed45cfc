#include "policy/strategy_trial.h"

#include "policy/case_inputs.h"
#include "policy/decided.h"
#include "policy/strategy_cases.h"

#define FACTS_BYTES ((size_t)1 << 16)

/* As a line of cases.csv has them. */
static status read_given(struct op *op, const struct trial_request *request,
                         const struct policy *policy, struct dmn_value *inputs)
{
    struct buf facts = buf_start(op->arena, FACTS_BYTES);
    for (size_t i = 0; i < request->fact_count; i++) {
        const struct trial_fact *const fact = &request->facts[i];
        if (memchr(fact->value.data, '\'', fact->value.size) ||
            memchr(fact->name.data, ' ', fact->name.size))
            return op_fail(op, E_INVALID, "%s=" STR_FORMAT " is no value of that fact",
                           str_cstr(op->arena, fact->name), STR_ARG(fact->value));
        buf_printf(&facts, STR_FORMAT "='" STR_FORMAT "' ", STR_ARG(fact->name),
                   STR_ARG(fact->value));
    }
    if (facts.is_full)
        return op_fail(op, E_LIMIT, "the facts have more than %zu bytes", FACTS_BYTES);
    TRY(strategy_facts_read(op, &policy->schema, policy->symbols, buf_str(&facts), inputs));
    obligation_inputs_imagine(&policy->obligation, inputs);
    for (int i = 0; i < INDICATOR_COUNT; i++) {
        struct dmn_value *const value = &inputs[INPUT_INDICATOR + i];
        *value = value->is_null ? policy->indicators[i] : *value;
    }
    return OK;
}

static status read_case(struct op *op, const struct trial_request *request,
                        const struct policy *policy, struct dmn_value *inputs)
{
    struct case_facts facts;
    bool found = false;
    TRY(facts_get(op, request->key, &facts, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "the case has no facts yet: the next close computes them");
    return case_inputs_read(op, policy, &facts, request->on, inputs);
}

static void explain_part(struct op *op, const char *word, const struct dmn_plan *plan,
                         struct trial *trial, size_t *capacity)
{
    struct dmn_explained *list = NULL;
    size_t count = 0;
    if (!plan)
        return;
    dmn_plan_explain(op, plan, trial->inputs, &list, &count);
    for (size_t i = 0; i < count; i++) {
        trial->decisions = arena_grow(op->arena, trial->decisions, trial->count, capacity,
                                      sizeof(*trial->decisions));
        trial->decisions[trial->count++] =
            (struct trial_decision){strategy_part_named(str_of(word)), list[i]};
    }
}

status strategy_try(struct op *op, const struct trial_request *request, struct trial *ret_trial)
{
    struct trial trial = {.inputs = arena_array(op->arena, INPUTS_MAX, sizeof(*trial.inputs))};
    struct dmn_value segment[OUTPUTS_MAX];
    struct dmn_hit hit;
    struct policy *policy = NULL;
    size_t capacity = 0;
    TRY(policy_of_source(op, request->source, &policy));
    trial.policy = policy;
    TRY((request->key.case_id != 0 ? read_case : read_given)(op, request, policy, trial.inputs));
    if (policy->reads_obligations)
        explain_part(op, "obligation", policy->obligation.plan, &trial, &capacity);
    explain_part(op, "segment", policy->segment, &trial, &capacity);
    dmn_plan_decide(policy->segment, trial.inputs, segment, &hit);
    trial.inputs[INPUT_segment] = segment[0];
    explain_part(op, "treatment", policy->treatment, &trial, &capacity);
    explain_part(op, "priority", policy->priority, &trial, &capacity);
    explain_part(op, "negotiation", policy->negotiation, &trial, &capacity);
    explain_part(op, "escalation", policy->escalation, &trial, &capacity);
    *ret_trial = trial;
    return OK;
}
