/* Buckets of days past due: contiguous, without overlap, the last one without end.
 *
 * The upper bounds 15 and 30 make not_due (0 and below), 1-15, 16-30 and 31+; all edges are
 * included.  All functions are pure but for range_label, which uses the op's arena. */
#ifndef INSIGHT_RANGE_H
#define INSIGHT_RANGE_H
#include "insight/report.h"

#define RANGE_NOT_DUE 0

/* The bounds, or the usual 15, 30, 60, 90 where none are given. */
struct report_numbers range_bounds(const struct report_numbers *asked);
/* How many buckets the bounds make. */
int range_count(const struct report_numbers *bounds);
/* The bucket of a claim that is so many days past due. */
int range_of(const struct report_numbers *bounds, int past_due_days);
/* "not_due", "1-15", "31+" */
str range_label(struct op *op, const struct report_numbers *bounds, int range);
#endif
