/* Ranges (tramos de mora): which label a number of days carries.
 *
 * Ranges are contiguous, do not overlap, and only the last may be open.  Pure; labels are borrowed.
 */
#ifndef MONEY_RANGE_H
#define MONEY_RANGE_H
#include "base/op.h"

#define RANGE_OPEN INT32_MAX /* no upper end: never a magic large number */

struct range {
    const char *label;
    int min; /* first day of the range */
    int max; /* last one, or RANGE_OPEN */
};

/* E_INVALID: a gap, an overlap, an end before the start, or an open range that is not the last. */
MUST_CHECK status range_check(struct op *op, const struct range *ranges, size_t count);
/* NULL: the days lie in no range. */
const struct range *range_find(const struct range *ranges, size_t count, int days);
#endif
