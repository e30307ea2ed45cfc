#include "dmn/classes.h"

#include <string.h>

#include "dmn/table.h"

size_t dmn_plan_set_words(const struct dmn_plan *plan)
{
    size_t words = 0;
    for (size_t i = 0; i < plan->step_count; i++)
        words += plan->steps[i].words;
    return words;
}

void dmn_plan_set_start(const struct dmn_plan *plan, uint64_t *set)
{
    for (size_t i = 0; i < plan->step_count; i++) {
        memcpy(set, plan->steps[i].all, plan->steps[i].words * sizeof(*set));
        set += plan->steps[i].words;
    }
}

static bool is_of(const struct dmn_column *column, size_t input)
{
    return !column->is_chained && column->source == input;
}

void dmn_plan_set_narrow(const struct dmn_plan *plan, size_t input, struct dmn_value value,
                         uint64_t *set)
{
    for (size_t i = 0; i < plan->step_count; i++) {
        const struct dmn_step *const step = &plan->steps[i];
        for (uint32_t c = 0; c < step->column_count; c++) {
            if (!is_of(&step->columns[c], input))
                continue;
            const uint64_t *const row = dmn_column_row(&step->columns[c], value);
            for (uint32_t word = 0; word < step->words; word++)
                set[word] &= row[word];
        }
        set += step->words;
    }
}

size_t dmn_plan_cuts(const struct dmn_plan *plan, size_t input, int64_t *ret_cuts, size_t capacity)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->step_count; i++)
        for (uint32_t c = 0; c < plan->steps[i].column_count; c++) {
            const struct dmn_column *const column = &plan->steps[i].columns[c];
            for (uint32_t cut = 0; is_of(column, input) && cut < column->cut_count; cut++)
                if (count++ < capacity)
                    ret_cuts[count - 1] = column->cuts[cut];
        }
    return count;
}

int32_t dmn_plan_set_next(const struct dmn_plan *plan, const uint64_t *set, size_t *bit)
{
    const struct dmn_step *const last = &plan->steps[plan->step_count - 1];
    set += dmn_plan_set_words(plan) - last->words;
    while (*bit < last->rule_count) {
        const size_t at = (*bit)++;
        if (set[at / 64] >> (at % 64) & 1)
            return (int32_t)last->rule_of_bit[at];
    }
    return -1;
}

void dmn_plan_set_pick(const struct dmn_plan *plan, const bool *is_in, uint64_t *set)
{
    const struct dmn_step *const last = &plan->steps[plan->step_count - 1];
    const size_t words = dmn_plan_set_words(plan);
    memset(set, 0, words * sizeof(*set));
    set += words - last->words;
    for (size_t at = 0; at < last->rule_count; at++)
        if (is_in[last->rule_of_bit[at]])
            set[at / 64] |= UINT64_C(1) << (at % 64);
}
