#include "insight/range.h"

struct report_numbers range_bounds(const struct report_numbers *asked)
{
    static const struct report_numbers usual = {
        4, {15, 30, 60, 90}
    };
    return asked->count > 0 ? *asked : usual;
}

int range_count(const struct report_numbers *bounds)
{
    return bounds->count + 2;
}

int range_of(const struct report_numbers *bounds, int past_due_days)
{
    int range = RANGE_NOT_DUE;

    if (past_due_days < 1)
        return range;
    for (range = 1; range <= bounds->count; range++)
        if (past_due_days <= bounds->at[range - 1])
            return range;
    return range;
}

str range_label(struct op *op, const struct report_numbers *bounds, int range)
{
    const int first = range < 2 ? 1 : bounds->at[range - 2] + 1;

    if (range == RANGE_NOT_DUE)
        return STR("not_due");
    if (range > bounds->count)
        return str_of(arena_printf(op->arena, "%d+", first));
    return str_of(arena_printf(op->arena, "%d-%d", first, bounds->at[range - 1]));
}
