#include "money/range.h"

status range_check(struct op *op, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ranges[i].max < ranges[i].min)
            return op_fail(op, E_INVALID, "the range %s ends before it begins", ranges[i].label);
        if (i > 0 && (ranges[i - 1].max == RANGE_OPEN || ranges[i].min != ranges[i - 1].max + 1))
            return op_fail(op, E_INVALID, "the range %s does not follow the one before it",
                           ranges[i].label);
    }
    return OK;
}

const struct range *range_find(const struct range *ranges, size_t count, int days)
{
    for (size_t i = 0; i < count; i++)
        if (days >= ranges[i].min && days <= ranges[i].max)
            return &ranges[i];
    return NULL;
}
