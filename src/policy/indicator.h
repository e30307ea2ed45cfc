/* Indicators of the organisation as inputs of its strategy, so that it can follow its own results.
 *
 * Four percents of the thirty business days before a day (docs/facts.md): they are computed once,
 * when the day is opened or a strategy that reads them becomes active, and stay as they were
 * computed, so that the day is decided alike for every case, by an event or a close, and again by
 * replay. */
#ifndef POLICY_INDICATOR_H
#define POLICY_INDICATOR_H
#include "policy/inputs.h"

#define INDICATOR_DAYS 30

/* Those of op->business_date, or of the last day before it that has some; null: not known. */
MUST_CHECK status indicators_read(struct op *op, struct dmn_value ret_values[INDICATOR_COUNT]);
/* Computes and stores those of op->business_date; what is there already stays. */
MUST_CHECK status indicators_keep(struct op *op);
#endif
