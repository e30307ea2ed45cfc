#include "policy/guide.h"

#include "policy/case_inputs.h"

static int find_output(const struct dmn_plan *plan, const char *name,
                       const struct dmn_output **ret_output)
{
    const struct dmn_output *outputs = NULL;
    const size_t count = dmn_plan_outputs(plan, &outputs);
    for (size_t i = 0; i < count; i++)
        if (str_equal_c(str_of(outputs[i].name), name)) {
            *ret_output = &outputs[i];
            return (int)i;
        }
    return -1;
}

static void read_negotiation(struct op *op, const struct policy *policy, const struct dmn_value *in,
                             struct guide *guide)
{
    struct dmn_value out[OUTPUTS_MAX];
    struct dmn_hit hit;
    dmn_plan_decide(policy->negotiation, in, out, &hit);
    guide->negotiation_why = dmn_plan_annotation(policy->negotiation, hit.rule, op->language);
    for (int i = 0; i < NEGOTIATION_COUNT; i++) {
        const struct dmn_output *output = NULL;
        const int at = find_output(policy->negotiation, negotiation_names[i], &output);
        if (at >= 0 && !out[at].is_null)
            guide->limits[i] = (struct guide_limit){true, out[at].value, output->scale};
    }
}

static void read_escalation(struct op *op, const struct policy *policy, const struct dmn_value *in,
                            struct guide *guide)
{
    struct dmn_value out[OUTPUTS_MAX];
    struct dmn_hit hit;
    const struct dmn_output *output = NULL;
    const int at = find_output(policy->escalation, escalation_names[ESCALATION_LEVEL], &output);
    dmn_plan_decide(policy->escalation, in, out, &hit);
    guide->escalation_why = dmn_plan_annotation(policy->escalation, hit.rule, op->language);
    if (at >= 0 && output->type == DMN_STRING && !out[at].is_null)
        guide->level = dmn_symbols_text(policy->symbols, (dmn_symbol)out[at].value);
}

status guide_read(struct op *op, const struct policy *policy, const struct case_facts *facts,
                  day on, struct guide *ret_guide)
{
    struct dmn_value *const in = arena_array(op->arena, INPUTS_MAX, sizeof(*in));
    struct dmn_value segment[OUTPUTS_MAX];
    struct dmn_hit hit;
    policy = policy_of(policy, facts);
    *ret_guide = (struct guide){.has_negotiation = policy->negotiation != NULL,
                                .has_escalation = policy->escalation != NULL,
                                .negotiation_why = STR(""),
                                .level = STR(""),
                                .escalation_why = STR("")};
    TRY(case_inputs_read(op, policy, facts, on, in));
    dmn_plan_decide(policy->segment, in, segment, &hit);
    in[INPUT_segment] = segment[0];
    if (policy->negotiation)
        read_negotiation(op, policy, in, ret_guide);
    if (policy->escalation)
        read_escalation(op, policy, in, ret_guide);
    return OK;
}
