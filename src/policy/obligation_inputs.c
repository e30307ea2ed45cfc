#include "policy/obligation_inputs.h"

#include "base/money.h"
#include "money/age.h"

enum { SEGMENT, LEVEL }; /* outputs, in this order; the flag is where it is */

/* --- the table --- */

static status check_levels(struct op *op, const struct dmn_plan *plan)
{
    for (int32_t rule = -1; rule < (int32_t)dmn_plan_rule_count(plan); rule++) {
        const struct dmn_value level = dmn_plan_rule_outputs(plan, rule)[LEVEL];
        if (level.is_null ? rule >= 0 : level.value < 0 || level.value > OBLIGATION_LEVEL_MAX)
            return op_fail(op, E_INVALID,
                           "obligation.dmn, rule %d: obligation_level is a whole number from 0 "
                           "(nothing to worry about) to %d",
                           rule + 1, OBLIGATION_LEVEL_MAX);
    }
    return OK;
}

static bool is_output(const struct dmn_output *output, const char *name, enum dmn_type type)
{
    return str_equal_c(str_of(output->name), name) && output->type == type && output->scale == 0;
}

status obligation_table_of(struct op *op, const struct dmn_plan *plan,
                           const struct dmn_symbols *symbols, struct obligation_table *ret_table)
{
    const struct dmn_output *outputs = NULL;
    *ret_table = (struct obligation_table){plan, symbols, -1};
    if (!plan)
        return OK;
    const size_t count = dmn_plan_outputs(plan, &outputs);
    bool is_right = count >= 2 && count <= OBLIGATION_OUTPUTS_MAX &&
                    is_output(&outputs[SEGMENT], "obligation_segment", DMN_STRING) &&
                    is_output(&outputs[LEVEL], "obligation_level", DMN_NUMBER);
    if (is_right && count > 2) {
        is_right = is_output(&outputs[2], "obligation_flag", DMN_BOOLEAN);
        ret_table->flag = 2;
    }
    if (!is_right)
        return op_fail(op, E_INVALID,
                       "obligation.dmn puts out obligation_segment (a text), obligation_level (a "
                       "whole number) and, if it flags some, obligation_flag (true or false), in "
                       "this order and nothing else");
    return check_levels(op, plan);
}

/* --- one obligation --- */

static struct dmn_value number(int64_t value)
{
    return (struct dmn_value){value, false};
}

static const struct dmn_value null_value = {0, true};

static dmn_symbol currency_word(const struct obligation_table *table, currency code)
{
    char text[CURRENCY_TEXT];
    return dmn_symbols_find(table->symbols, str_of(currency_format(code, text)));
}

struct dmn_value obligation_input_value(const struct obligation_facts *o,
                                        const struct obligation_setting *setting, enum input input)
{
    const bool has_next = o->next_due_on != DAY_NONE;
    switch ((int)input) {
    case INPUT_obligation_past_due_days:
        return number(age_past_due_days(o->oldest_due_on, setting->on));
    case INPUT_obligation_days_to_next_due:
        return has_next ? number(o->next_due_on - setting->on) : null_value;
    case INPUT_obligation_past_due_amount:
        return inputs_amount(o->past_due_amount, setting->exponent);
    case INPUT_obligation_open_amount:
        return inputs_amount(o->open_amount, setting->exponent);
    case INPUT_obligation_next_due_amount:
        return has_next ? inputs_amount(o->next_due_amount, setting->exponent) : null_value;
    case INPUT_obligation_open_claims:
        return number(o->open_claims);
    case INPUT_obligation_past_due_claims:
        return number(o->past_due_claims);
    case INPUT_obligation_age_days:
        return number(setting->on - o->opened_on);
    case INPUT_obligation_has_dispute:
        return number(o->has_dispute);
    case INPUT_obligation_product:
        return number(setting->product);
    case INPUT_obligation_currency:
        return number(setting->currency);
    default:
        return null_value; /* an input of something else */
    }
}

static void fill(const struct obligation_table *table, const struct obligation_walk *walk,
                 const struct obligation_frame *frame, const struct obligation_facts *o,
                 struct dmn_value *v)
{
    const struct obligation_setting setting = {
        .exponent = currency_exponent(frame->currency),
        .on = frame->on,
        .currency = currency_word(table, frame->currency),
        .product = dmn_symbols_find(table->symbols, dmn_symbols_text(walk->products, o->product)),
    };
    for (int i = INPUT_OBLIGATION; i < INPUT_INDICATOR; i++)
        v[i] = obligation_input_value(o, &setting, (enum input)i);
}

struct obligation_judged obligation_judged_of(const struct obligation_table *table,
                                              const struct dmn_value *outputs,
                                              const struct dmn_hit *hit)
{
    return (struct obligation_judged){
        .level = outputs[LEVEL].is_null ? -1 : outputs[LEVEL].value,
        .segment =
            outputs[SEGMENT].is_null ? DMN_SYMBOL_UNKNOWN : (dmn_symbol)outputs[SEGMENT].value,
        .rule = hit->rule,
        .is_flagged =
            table->flag >= 0 && !outputs[table->flag].is_null && outputs[table->flag].value != 0,
    };
}

static const struct obligation_judged not_judged = {-1, DMN_SYMBOL_UNKNOWN, -1, false};

static void judge(const struct obligation_table *table, const struct dmn_value *values,
                  struct obligation_judged *ret_judged)
{
    struct dmn_value out[OBLIGATION_OUTPUTS_MAX];
    struct dmn_hit hit;
    *ret_judged = not_judged;
    if (!table->plan)
        return;
    dmn_plan_decide(table->plan, values, out, &hit);
    *ret_judged = obligation_judged_of(table, out, &hit);
}

void obligation_judge(const struct obligation_table *table, const struct obligation_walk *walk,
                      const struct obligation_frame *frame,
                      const struct obligation_facts *obligation, struct dmn_value *values,
                      struct obligation_judged *ret_judged)
{
    fill(table, walk, frame, obligation, values);
    judge(table, values, ret_judged);
}

/* --- all of them --- */

static bool is_worse(const struct obligation_judged *a, const struct obligation_judged *b)
{
    return a->level != b->level ? a->level > b->level : (uint32_t)a->rule < (uint32_t)b->rule;
}

struct obligation_total obligation_total_start(void)
{
    return (struct obligation_total){.worst = not_judged};
}

void obligation_total_add(struct obligation_total *total, const struct obligation_facts *obligation,
                          const struct obligation_judged *judged)
{
    const bool is_first = total->count == 0;
    total->past_due += obligation->past_due_claims > 0;
    if (judged->is_flagged) {
        total->flagged++;
        if (__builtin_add_overflow(total->flagged_amount, obligation->past_due_amount,
                                   &total->flagged_amount))
            total->flagged_amount = INT64_MAX;
    }
    if (is_first || judged->level > total->worst.level)
        total->at_worst = 0;
    total->at_worst += is_first || judged->level >= total->worst.level;
    if (is_first || is_worse(judged, &total->worst)) {
        total->worst = *judged;
        total->worst_at = total->count;
    }
    total->count++;
}

struct dmn_value obligation_total_value(const struct obligation_total *total, int exponent,
                                        enum input input)
{
    switch ((int)input) {
    case INPUT_obligations_open:
        return number(total->count);
    case INPUT_obligations_past_due:
        return number(total->past_due);
    case INPUT_worst_obligation:
        return total->worst.segment == DMN_SYMBOL_UNKNOWN ? null_value
                                                          : number(total->worst.segment);
    case INPUT_worst_obligation_level:
        return total->worst.level < 0 ? null_value : number(total->worst.level);
    case INPUT_obligations_at_worst:
        return number(total->at_worst);
    case INPUT_has_flagged_obligation:
        return number(total->flagged > 0);
    case INPUT_obligations_flagged:
        return number(total->flagged);
    case INPUT_flagged_amount:
        return inputs_amount(total->flagged_amount, exponent);
    default:
        return null_value; /* an input of something else */
    }
}

void obligation_inputs_sum(const struct obligation_table *table, const struct obligation_walk *walk,
                           const struct obligation_frame *frame, struct dmn_value *values)
{
    const int exponent = currency_exponent(frame->currency);
    struct obligation_total total = obligation_total_start();
    struct obligation_judged judged;
    for (size_t i = 0; i < walk->count; i++) {
        obligation_judge(table, walk, frame, &walk->list[i], values, &judged);
        obligation_total_add(&total, &walk->list[i], &judged);
    }
    if (walk->count > 1)
        fill(table, walk, frame, &walk->list[total.worst_at], values);
    for (int i = INPUT_OBLIGATIONS; i < INPUT_OBLIGATION; i++)
        values[i] = obligation_total_value(&total, exponent, (enum input)i);
}

/* --- none of them --- */

static void take(struct dmn_value *values, enum input input, struct dmn_value value)
{
    if (values[input].is_null)
        values[input] = value;
}

void obligation_inputs_imagine(const struct obligation_table *table, struct dmn_value *values)
{
    static const enum input of_case[][2] = {
        {INPUT_obligation_past_due_days,    INPUT_past_due_days   },
        {INPUT_obligation_days_to_next_due, INPUT_days_to_next_due},
        {INPUT_obligation_past_due_amount,  INPUT_past_due_amount },
        {INPUT_obligation_open_amount,      INPUT_open_amount     },
        {INPUT_obligation_next_due_amount,  INPUT_next_due_amount },
        {INPUT_obligation_open_claims,      INPUT_open_claims     },
        {INPUT_obligation_past_due_claims,  INPUT_past_due_claims },
        {INPUT_obligation_age_days,         INPUT_case_age_days   },
        {INPUT_obligation_has_dispute,      INPUT_has_dispute     },
        {INPUT_obligation_product,          INPUT_product         },
        {INPUT_obligation_currency,         INPUT_currency        },
    };
    struct dmn_value whole[INPUT_COUNT] = {0};
    struct obligation_judged judged;
    for (size_t i = 0; i < ARRAY_LEN(of_case); i++)
        take(values, of_case[i][0], values[of_case[i][1]]);
    const struct dmn_value open = values[INPUT_obligation_open_amount];
    const bool is_owed = !open.is_null && open.value > 0;
    const struct dmn_value days = values[INPUT_obligation_past_due_days];
    const struct dmn_value past_due = values[INPUT_obligation_past_due_amount];
    judge(table, values, &judged);
    if (!is_owed)
        judged = not_judged;
    const struct obligation_total total = {.count = is_owed,
                                           .past_due = is_owed && !days.is_null && days.value > 0,
                                           .at_worst = is_owed,
                                           .flagged = judged.is_flagged,
                                           .worst = judged};
    for (int i = INPUT_OBLIGATIONS; i < INPUT_OBLIGATION; i++)
        whole[i] = obligation_total_value(&total, 0, (enum input)i);
    whole[INPUT_flagged_amount] = judged.is_flagged && !past_due.is_null ? past_due : number(0);
    for (int i = INPUT_OBLIGATIONS; i < INPUT_OBLIGATION; i++)
        take(values, (enum input)i, whole[i]);
}
