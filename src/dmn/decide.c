/* Deciding rows: no allocation, no failure, no branch on data but the hit policy's own. */
#include <assert.h>

#include "dmn/table.h"

/* Stack memory that is written before it is read; the build's pattern fill would cost more than the
 * decision itself. */
#define UNFILLED __attribute__((uninitialized))

static inline struct dmn_value column_value(const struct dmn_column *column,
                                            const struct dmn_value *inputs,
                                            const struct dmn_value *slots)
{
    return (column->is_chained ? slots : inputs)[column->source];
}

static void start_hits(const struct dmn_step *step, const uint32_t *classes, struct dmn_hits *hits)
{
    hits->step = step;
    hits->rows[0] = step->all;
    for (uint32_t i = 0; i < step->column_count; i++)
        hits->rows[i + 1] = step->columns[i].bits + (size_t)classes[i] * step->columns[i].words;
    hits->word = UINT32_MAX; /* before the first */
    hits->mask = 0;
}

static void find_classes(const struct dmn_step *step, const struct dmn_value *inputs,
                         const struct dmn_value *slots, uint32_t *ret_classes)
{
    for (uint32_t i = 0; i < step->column_count; i++)
        ret_classes[i] =
            dmn_column_class_of(&step->columns[i], column_value(&step->columns[i], inputs, slots));
}

/* The next rule that every column lets pass, or -1. */
static int32_t next_hit(struct dmn_hits *hits)
{
    const struct dmn_step *const step = hits->step;
    while (hits->mask == 0) {
        if (++hits->word >= step->words)
            return -1;
        uint64_t mask = hits->rows[0][hits->word];
        for (uint32_t i = 1; i <= step->column_count; i++)
            mask &= hits->rows[i][hits->word];
        hits->mask = mask;
    }
    const uint32_t bit = hits->word * 64 + (uint32_t)__builtin_ctzll(hits->mask);
    hits->mask &= hits->mask - 1;
    return (int32_t)step->rule_of_bit[bit];
}

static const struct dmn_value *rule_values(const struct dmn_step *step, int32_t rule)
{
    const size_t row = rule >= 0 ? (size_t)rule : step->rule_count; /* the default comes last */
    return step->values + row * step->output_count;
}

static void put_values(const struct dmn_step *step, int32_t rule, struct dmn_value *ret_outputs)
{
    const struct dmn_value *const values = rule_values(step, rule);
    for (uint32_t i = 0; i < step->output_count; i++)
        ret_outputs[i] = values[i];
}

static void put_nulls(const struct dmn_step *step, struct dmn_value *ret_outputs)
{
    for (uint32_t i = 0; i < step->output_count; i++)
        ret_outputs[i] = (struct dmn_value){.is_null = true};
}

static bool same_values(const struct dmn_step *step, int32_t a, int32_t b)
{
    const struct dmn_value *const left = rule_values(step, a);
    const struct dmn_value *const right = rule_values(step, b);
    for (uint32_t i = 0; i < step->output_count; i++)
        if (left[i].is_null != right[i].is_null ||
            (!left[i].is_null && left[i].value != right[i].value))
            return false;
    return true;
}

bool dmn_step_is_outside(const struct dmn_step *step, const uint32_t *classes)
{
    for (uint32_t i = 0; i < step->column_count; i++)
        /* find_classes has filled as many; the analyser takes column_count for changed meanwhile */
        /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.ArraySubscript) */
        if (step->columns[i].outside && step->columns[i].outside[classes[i]])
            return true;
    return false;
}

/* UNIQUE and ANY: the second rule that may not be there, or -1. */
static int32_t find_conflict(const struct dmn_step *step, struct dmn_hits *hits, int32_t first)
{
    for (int32_t rule = next_hit(hits); rule >= 0; rule = next_hit(hits))
        if (step->policy == DMN_UNIQUE || !same_values(step, first, rule))
            return rule;
    return -1;
}

struct total {
    __int128 value; /* a sum of LIMIT_DMN_RULES entries stays within it */
    int64_t count;
    bool is_null; /* a null among the entries: a sum, least or greatest of them is null */
};

static void add_entry(enum dmn_aggregation aggregation, struct total *total, struct dmn_value entry)
{
    total->count++;
    total->is_null = total->is_null || entry.is_null;
    if (aggregation == DMN_SUM)
        total->value += entry.value;
    else if (total->count == 1 ||
             (aggregation == DMN_MIN ? entry.value < total->value : entry.value > total->value))
        total->value = entry.value;
}

static void aggregate(const struct dmn_step *step, struct dmn_hits *hits, int32_t first,
                      struct dmn_value *ret_output, struct dmn_hit *hit)
{
    struct total total = {0};
    for (int32_t rule = first; rule >= 0; rule = next_hit(hits))
        add_entry(step->aggregation, &total, rule_values(step, rule)[0]);
    if (step->aggregation == DMN_COUNT) {
        *ret_output = (struct dmn_value){.value = total.count};
        return;
    }
    const bool overflows = total.value != (int64_t)total.value;
    if (overflows && !total.is_null)
        hit->violation = DMN_SUM_OVERFLOWS;
    const bool is_null = total.is_null || overflows;
    *ret_output =
        (struct dmn_value){.value = is_null ? 0 : (int64_t)total.value, .is_null = is_null};
}

void dmn_step_decide_classes(const struct dmn_step *step, const uint32_t *classes,
                             struct dmn_value *ret_outputs, struct dmn_hit *ret_hit)
{
    UNFILLED struct dmn_hits hits;
    start_hits(step, classes, &hits);
    const int32_t rule = next_hit(&hits);
    struct dmn_hit hit = {.rule = rule, .second = -1};
    if (rule < 0) {
        put_values(step, -1, ret_outputs);
        hit.violation = dmn_step_is_outside(step, classes) ? DMN_VALUE_OUTSIDE : DMN_NO_VIOLATION;
    } else if (step->aggregation != DMN_LIST) {
        aggregate(step, &hits, rule, ret_outputs, &hit);
    } else if (step->policy == DMN_UNIQUE || step->policy == DMN_ANY) {
        hit.second = find_conflict(step, &hits, rule);
        if (hit.second < 0) {
            put_values(step, rule, ret_outputs);
        } else {
            put_nulls(step, ret_outputs);
            hit.violation = step->policy == DMN_UNIQUE ? DMN_SEVERAL_MATCH : DMN_OUTPUTS_DIFFER;
        }
    } else {
        put_values(step, rule, ret_outputs);
    }
    *ret_hit = hit;
}

void dmn_step_decide(const struct dmn_step *step, const struct dmn_value *inputs,
                     const struct dmn_value *slots, struct dmn_value *ret_outputs,
                     struct dmn_hit *ret_hit)
{
    UNFILLED uint32_t classes[LIMIT_DMN_COLUMNS];
    find_classes(step, inputs, slots, classes);
    dmn_step_decide_classes(step, classes, ret_outputs, ret_hit);
}

static const struct dmn_step *last_step(const struct dmn_plan *plan)
{
    return &plan->steps[plan->step_count - 1];
}

/* Fills the slots with all decisions before the last; returns the first violation among them. */
static enum dmn_violation decide_chain(const struct dmn_plan *plan, const struct dmn_value *inputs,
                                       struct dmn_value *slots)
{
    enum dmn_violation first = DMN_NO_VIOLATION;
    for (const struct dmn_step *step = plan->steps; step < last_step(plan); step++) {
        struct dmn_hit hit;
        dmn_step_decide(step, inputs, slots, slots + step->slot, &hit);
        if (first == DMN_NO_VIOLATION)
            first = hit.violation;
    }
    return first;
}

void dmn_plan_decide(const struct dmn_plan *plan, const struct dmn_value *inputs,
                     struct dmn_value *ret_outputs, struct dmn_hit *ret_hit)
{
    UNFILLED struct dmn_value slots[LIMIT_DMN_SLOTS];
    const enum dmn_violation chain_violation = decide_chain(plan, inputs, slots);
    assert(!plan->is_list);
    dmn_step_decide(last_step(plan), inputs, slots, ret_outputs, ret_hit);
    ret_hit->chain_violation = chain_violation;
}

void dmn_plan_decide_rows(const struct dmn_plan *plan, const struct dmn_value *inputs,
                          size_t row_count, struct dmn_value *ret_outputs, struct dmn_hit *ret_hits)
{
    const size_t width = last_step(plan)->output_count;
    for (size_t row = 0; row < row_count; row++)
        dmn_plan_decide(plan, inputs + row * plan->input_count, ret_outputs + row * width,
                        &ret_hits[row]);
}

size_t dmn_plan_decide_list(const struct dmn_plan *plan, const struct dmn_value *inputs,
                            int32_t *ret_rules, size_t capacity)
{
    UNFILLED struct dmn_value slots[LIMIT_DMN_SLOTS];
    UNFILLED struct dmn_hits hits;
    UNFILLED uint32_t classes[LIMIT_DMN_COLUMNS];
    size_t count = 0;
    assert(plan->is_list);
    (void)decide_chain(plan, inputs, slots);
    find_classes(last_step(plan), inputs, slots, classes);
    start_hits(last_step(plan), classes, &hits);
    int32_t rule = next_hit(&hits);
    do {
        if (count < capacity)
            ret_rules[count] = rule;
        count++;
    } while (rule >= 0 && (rule = next_hit(&hits)) >= 0);
    return count;
}

size_t dmn_plan_outputs(const struct dmn_plan *plan, const struct dmn_output **ret_outputs)
{
    *ret_outputs = last_step(plan)->outputs;
    return last_step(plan)->output_count;
}

bool dmn_plan_reads(const struct dmn_plan *plan, size_t input)
{
    assert(input < plan->input_count);
    return plan->reads[input];
}

size_t dmn_plan_rule_count(const struct dmn_plan *plan)
{
    return last_step(plan)->rule_count;
}

str dmn_plan_annotation(const struct dmn_plan *plan, int32_t rule, enum language language)
{
    const struct dmn_table *const table = last_step(plan)->decision->table;
    return rule >= 0 && (size_t)rule < table->rule_count ? table->rules[rule].annotation[language]
                                                         : (str){"", 0};
}

const struct dmn_value *dmn_plan_rule_outputs(const struct dmn_plan *plan, int32_t rule)
{
    assert(rule < (int64_t)last_step(plan)->rule_count);
    return rule_values(last_step(plan), rule);
}
