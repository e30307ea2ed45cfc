#include "policy/decided.h"

#include "policy/indicator.h"
#include "policy/strategy_state.h"

status policy_of_source(struct op *op, const struct strategy_source *source,
                        struct policy **ret_policy)
{
    struct strategy_models models;
    struct policy *const policy = arena_new(op->arena, struct policy);
    policy->arena = op->arena;
    policy->indicators_on = op->business_date;
    policy->settings = source->settings;
    policy->templates = source->templates;
    policy->template_count = source->template_count;
    TRY(input_schema_load(op, &policy->schema));
    TRY(strategy_compile_source(op, source, &policy->schema, &models));
    policy->segment = models.segment;
    policy->treatment = models.treatment;
    policy->priority = models.priority;
    policy->negotiation = models.negotiation;
    policy->escalation = models.escalation;
    policy->obligation = models.obligation;
    policy->symbols = models.symbols;
    policy_find_reads(policy);
    if (policy->reads_indicators)
        TRY(indicators_read(op, policy->indicators));
    *ret_policy = policy;
    return OK;
}

status policy_decided(struct op *op, int64_t strategy_id, const struct policy **ret_policy)
{
    struct strategy_source source;
    struct strategy_row row;
    struct policy *policy = NULL;
    const struct policy *active = NULL;
    TRY(policy_get(op, &active));
    *ret_policy = policy_by_strategy(active, strategy_id);
    if ((*ret_policy)->strategy_id == strategy_id)
        return OK;
    TRY(strategy_get(op, strategy_id, &row));
    TRY(strategy_texts(op, strategy_id, &source));
    TRY(policy_of_source(op, &source, &policy));
    policy->strategy_id = strategy_id;
    policy->strategy_name = row.name;
    policy->strategy_version = (int)row.version;
    *ret_policy = policy;
    return OK;
}

/* One that is not to be had stands in the list as well, without tables: it is not asked for again.
 */
static status add_decided(struct op *op, struct decided_policies *known, int64_t strategy_id,
                          const struct policy **ret_policy)
{
    const status code = policy_decided(op, strategy_id, ret_policy);
    if (code == E_INVALID || code == E_NOT_FOUND) {
        struct policy *const none = arena_new(op->arena, struct policy);
        none->strategy_id = strategy_id;
        *ret_policy = none;
        op_clear(op);
    } else if (code != OK) {
        return code;
    }
    known->list =
        arena_grow(op->arena, known->list, known->count, &known->capacity, sizeof(*known->list));
    known->list[known->count++].policy = *ret_policy;
    return OK;
}

status decided_rule_text(struct op *op, struct decided_policies *known, int64_t strategy_id,
                         int64_t rules, str *ret_text)
{
    const struct policy *policy = NULL;
    if (!known->active)
        TRY(policy_get(op, &known->active));
    policy = policy_by_strategy(known->active, strategy_id);
    for (size_t i = 0; i < known->count && policy->strategy_id != strategy_id; i++)
        if (known->list[i].policy->strategy_id == strategy_id)
            policy = known->list[i].policy;
    if (policy->strategy_id != strategy_id)
        TRY(add_decided(op, known, strategy_id, &policy));
    *ret_text = policy->treatment ? policy_rule_text(policy, rules, op->language) : STR("");
    return OK;
}
