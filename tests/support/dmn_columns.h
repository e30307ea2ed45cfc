/* Rows of a plan as columns: whether dmn_batch_decide says what dmn_plan_decide says. */
#ifndef TESTS_SUPPORT_DMN_COLUMNS_H
#define TESTS_SUPPORT_DMN_COLUMNS_H
#include "dmn/batch.h"

/* inputs[row * input_count + i], at most VEC_ROWS rows.  Checks outputs, hits, rules and widths of
 * every row, with columns as a chunk packs them and with wide plain arrays; counts the roads of the
 * batch's decisions. */
void check_dmn_columns(struct op *op, const struct dmn_plan *plan, size_t input_count,
                       const struct dmn_value *inputs, size_t row_count, int roads[3]);
#endif
