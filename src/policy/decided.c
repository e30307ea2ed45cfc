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
