#include "policy/case_inputs.h"

#include "record/symbol.h"

struct word_context {
    struct op *op;
    const struct policy *policy;
    status code; /* of the first word that the store could not give */
};

static dmn_symbol word_of_symbol(void *context, int64_t symbol)
{
    struct word_context *const words = context;
    str text;
    if (words->code == OK)
        words->code = symbol_text(words->op, symbol, &text);
    if (words->code != OK)
        return DMN_SYMBOL_UNKNOWN;
    return dmn_symbols_find(words->policy->symbols, text);
}

static dmn_symbol word_of_currency(void *context, int64_t currency_code)
{
    const struct word_context *const words = context;
    char text[CURRENCY_TEXT];
    return dmn_symbols_find(words->policy->symbols,
                            str_of(currency_format((currency)currency_code, text)));
}

static status read_obligations(struct op *op, const struct policy *policy,
                               const struct case_facts *facts, day on, struct obligation_walk *walk,
                               struct dmn_value *values)
{
    const struct case_key key = {facts->debtor_id, facts->case_id};
    const struct obligation_frame frame = {(currency)facts->currency, on};
    struct obligation_walk own = {0};
    if (!walk)
        TRY(obligation_walk_case(op, key, &own));
    TRY(obligation_walk_take(op, walk ? walk : &own, key, on));
    obligation_inputs_sum(&policy->obligation, walk ? walk : &own, &frame, values);
    return OK;
}

static void pin(const struct policy *policy, struct dmn_value *values)
{
    for (size_t i = 0; i < policy->pin_count; i++)
        values[policy->pins[i].input] = policy->pins[i].value;
}

status case_inputs_read_along(struct op *op, const struct policy *policy,
                              const struct case_facts *facts, day on, struct obligation_walk *walk,
                              struct dmn_value *ret_values)
{
    struct word_context context = {op, policy, OK};
    const struct input_words words = {
        .of_symbol = word_of_symbol,
        .of_currency = word_of_currency,
        .reads = policy->reads,
        .reads_seldom = policy->reads_seldom,
        .indicators = policy->indicators,
        .context = &context,
    };
    inputs_derive(facts, on, &words, ret_values);
    if (context.code != OK)
        return context.code; /* its text is with the op */
    if (policy->reads_obligations)
        TRY(read_obligations(op, policy, facts, on, walk, ret_values));
    pin(policy, ret_values);
    if (!policy->reads_attributes)
        return OK;
    return input_attributes_read(op, &policy->schema, policy->symbols,
                                 (struct case_key){facts->debtor_id, facts->case_id}, ret_values);
}

status case_inputs_read(struct op *op, const struct policy *policy, const struct case_facts *facts,
                        day on, struct dmn_value *ret_values)
{
    return case_inputs_read_along(op, policy, facts, on, NULL, ret_values);
}
