/* What tables can ask of all obligations of a case, as columns for dmn/batch.h: those that
 * obligation_inputs.h makes of one case, for the rows of a chunk.  One thread. */
#ifndef POLICY_OBLIGATION_COLUMNS_H
#define POLICY_OBLIGATION_COLUMNS_H
#include "dmn/batch.h"
#include "policy/obligation_inputs.h"

struct obligation_columns;

struct obligation_columns *obligation_columns_create(struct op *op);
/* The row's case is the one that the walk took last. */
void obligation_columns_put(struct obligation_columns *self, size_t row,
                            const struct obligation_table *table,
                            const struct obligation_walk *walk,
                            const struct obligation_frame *frame);
/* One of them, counted from INPUT_OBLIGATIONS. */
void obligation_columns_set(struct obligation_columns *self, size_t row, size_t which,
                            struct dmn_value value);
/* Sets vectors[INPUT_OBLIGATIONS …], valid as long as no row is put. */
void obligation_columns_show(struct obligation_columns *self, struct dmn_vector *vectors);
#endif
