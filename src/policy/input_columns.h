/* The inputs of a strategy's tables over a chunk of cases: what inputs_derive says of one case, as
 * columns for dmn/batch.h.
 *
 * Only the inputs that are asked for are made.  Words of the store become symbols of the tables
 * once for each word, not for each case.  Attributes are not here: they lie in the store by
 * obligation. One thread; all memory is taken when it is made. */
#ifndef POLICY_INPUT_COLUMNS_H
#define POLICY_INPUT_COLUMNS_H
#include "dmn/batch.h"
#include "policy/columns.h"
#include "policy/inputs.h"

struct input_columns;

/* reads: INPUT_COUNT flags; symbols: of the tables, which no longer grow. */
struct input_columns *input_columns_create(struct op *op, const bool *reads,
                                           const struct dmn_symbols *symbols);
/* Vectors by enum input for the day, valid until the next call; an input that is not read, and the
 * segment, has none.  E_STORE: a word of the store is missing. */
MUST_CHECK status input_columns_derive(struct op *op, struct input_columns *self,
                                       const struct vec_chunk *chunk, day on,
                                       const struct dmn_vector **ret_vectors);
#endif
