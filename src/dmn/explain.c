#include "dmn/plan.h"

#include <inttypes.h>

#include "dmn/table.h"

/* 1250 at scale 2 is 12.50: all decimals are written, so that money looks like money. */
static str number_text(struct op *op, int64_t value, int scale)
{
    const uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    uint64_t unit = 1;
    for (int i = 0; i < scale; i++)
        unit *= 10;
    const char *const sign = value < 0 ? "-" : "";
    if (scale == 0)
        return str_of(arena_printf(op->arena, "%s%" PRIu64, sign, size));
    return str_of(
        arena_printf(op->arena, "%s%" PRIu64 ".%0*" PRIu64, sign, size / unit, scale, size % unit));
}

str dmn_value_text(struct op *op, const struct dmn_symbols *symbols, enum dmn_type type, int scale,
                   struct dmn_value value)
{
    char day_text[DAY_TEXT_SIZE];
    if (value.is_null)
        return STR("null");
    switch (type) {
    case DMN_NUMBER:
        return number_text(op, value.value, scale);
    case DMN_STRING:
        if (value.value < 0)
            return STR("?"); /* a text that no rule mentions */
        return str_copy(op->arena, dmn_symbols_text(symbols, (dmn_symbol)value.value));
    case DMN_BOOLEAN:
        return value.value ? STR("true") : STR("false");
    case DMN_DATE:
        return str_copy(op->arena, str_of(day_format((day)value.value, day_text)));
    }
    return STR("");
}

static bool has_bit(const uint64_t *bitmap, size_t bit)
{
    return bitmap[bit / 64] >> (bit % 64) & 1;
}

static struct dmn_value value_of(const struct dmn_column *column, const struct dmn_value *inputs,
                                 const struct dmn_value *slots)
{
    return (column->is_chained ? slots : inputs)[column->source];
}

static struct dmn_reason find_reason(struct op *op, const struct dmn_plan *plan,
                                     const struct dmn_step *step, size_t bit,
                                     const struct dmn_value *inputs, const struct dmn_value *slots)
{
    const struct dmn_table *const table = step->decision->table;
    const struct dmn_rule *const rule = &table->rules[step->rule_of_bit[bit]];
    struct dmn_reason reason = {
        .matches = true, .column = -1, .annotation = rule->annotation[op->language]};
    for (uint32_t i = 0; i < step->column_count; i++) {
        const struct dmn_column *const column = &step->columns[i];
        const struct dmn_value value = value_of(column, inputs, slots);
        if (has_bit(dmn_column_row(column, value), bit))
            continue;
        reason.matches = false;
        reason.column = (int)i;
        reason.input = table->inputs[i].expression;
        reason.cell = rule->inputs[i];
        reason.value =
            dmn_value_text(op, plan->symbols, column->domain.type, column->domain.scale, value);
        return reason;
    }
    return reason;
}

static bool asks_nothing(str cell)
{
    return cell.size == 0 || str_equal_c(cell, "-");
}

static void find_because(struct op *op, const struct dmn_plan *plan, const struct dmn_step *step,
                         const struct dmn_value *inputs, const struct dmn_value *slots,
                         struct dmn_explained *explained)
{
    const struct dmn_table *const table = step->decision->table;
    const struct dmn_rule *const rule = &table->rules[explained->hit.rule];
    explained->annotation = rule->annotation[op->language];
    explained->because = arena_array(op->arena, step->column_count, sizeof(*explained->because));
    for (uint32_t i = 0; i < step->column_count; i++) {
        const struct dmn_domain *const domain = &step->columns[i].domain;
        if (asks_nothing(str_trim(rule->inputs[i])))
            continue;
        explained->because[explained->because_count++] =
            (struct dmn_condition){table->inputs[i].expression, rule->inputs[i],
                                   dmn_value_text(op, plan->symbols, domain->type, domain->scale,
                                                  value_of(&step->columns[i], inputs, slots))};
    }
}

static void explain_step(struct op *op, const struct dmn_plan *plan, const struct dmn_step *step,
                         const struct dmn_value *inputs, struct dmn_value *slots,
                         struct dmn_explained *explained)
{
    struct dmn_value *const outputs = slots + step->slot;
    explained->decision = step->decision->name;
    explained->hit = (struct dmn_hit){.rule = -1, .second = -1};
    explained->rule_count = step->rule_count;
    explained->reasons = arena_array(op->arena, step->rule_count, sizeof(*explained->reasons));
    for (size_t bit = 0; bit < step->rule_count; bit++)
        explained->reasons[step->rule_of_bit[bit]] =
            find_reason(op, plan, step, bit, inputs, slots);
    explained->output_count = step->output_count;
    explained->outputs = arena_array(op->arena, step->output_count, sizeof(*explained->outputs));
    if (plan->is_list && step == &plan->steps[plan->step_count - 1])
        return; /* the rules that match are the answer */
    dmn_step_decide(step, inputs, slots, outputs, &explained->hit);
    if (explained->hit.rule >= 0)
        find_because(op, plan, step, inputs, slots, explained);
    for (uint32_t i = 0; i < step->output_count; i++)
        explained->outputs[i] = dmn_value_text(op, plan->symbols, step->outputs[i].type,
                                               step->outputs[i].scale, outputs[i]);
}

void dmn_plan_explain(struct op *op, const struct dmn_plan *plan, const struct dmn_value *inputs,
                      struct dmn_explained **ret_decisions, size_t *ret_count)
{
    struct dmn_value *const slots = arena_array(op->arena, LIMIT_DMN_SLOTS, sizeof(*slots));
    struct dmn_explained *const decisions =
        arena_array(op->arena, plan->step_count, sizeof(*decisions));
    enum dmn_violation first = DMN_NO_VIOLATION;
    for (size_t i = 0; i < plan->step_count; i++) {
        explain_step(op, plan, &plan->steps[i], inputs, slots, &decisions[i]);
        decisions[i].hit.chain_violation = first;
        if (first == DMN_NO_VIOLATION)
            first = decisions[i].hit.violation;
    }
    *ret_decisions = decisions;
    *ret_count = plan->step_count;
}
