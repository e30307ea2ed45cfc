/* Attributes of cases as columns for dmn/batch.h, beside those of input_columns.h.
 *
 * They lie in the store by obligation, so they are read there: one walk over all cases in key
 * order, which chunks in that order take their rows from.  One thread. */
#ifndef POLICY_ATTRIBUTE_COLUMNS_H
#define POLICY_ATTRIBUTE_COLUMNS_H
#include "dmn/batch.h"
#include "policy/attributes.h"
#include "policy/columns.h"

struct attribute_columns;

/* reads: by input of the schema, which must live as long; symbols: of the tables.  Asks the store
 * only when an attribute is read. */
MUST_CHECK status attribute_columns_open(struct op *op, const struct input_schema *schema,
                                         const bool *reads, const struct dmn_symbols *symbols,
                                         struct attribute_columns **ret_columns);
/* Sets vectors[INPUT_COUNT …] for the rows of the next chunk, valid until the next call. */
MUST_CHECK status attribute_columns_take(struct op *op, struct attribute_columns *self,
                                         const struct vec_chunk *chunk, struct dmn_vector *vectors);
/* After the last chunk. */
void attribute_columns_close(struct attribute_columns *self);
#endif
