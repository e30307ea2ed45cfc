/* obligation.dmn over the obligations of a chunk of cases, some thousand at once (dmn/batch.h):
 * value by value what obligation_inputs.h says of one case after the other.  One thread. */
#ifndef POLICY_OBLIGATION_BATCH_H
#define POLICY_OBLIGATION_BATCH_H
#include "policy/obligation_columns.h"

/* The obligations of the cases of a chunk: products are words of the block. */
struct obligation_rows {
    struct claim_reader reader;
    struct obligation_facts *list;
    size_t count, capacity;
    size_t firsts[VEC_ROWS + 1]; /* by case, and where the last one ends */
    int64_t currencies[VEC_ROWS];
    size_t case_count;
    day on;
};
/* As of a day; asks no store. */
void obligation_rows_read(struct op *op, struct obligation_rows *rows,
                          const struct vec_chunk *chunk, const struct claim_block *claims, day on);

struct obligation_batch;
/* asked: of INPUTS_OBLIGATIONS, from INPUT_OBLIGATIONS on; the table must live as long. */
MUST_CHECK status obligation_batch_create(struct op *op, const struct obligation_table *table,
                                          const bool *asked, struct obligation_batch **ret_batch);
/* The inputs of all cases that are asked for. */
void obligation_batch_sum(struct op *op, struct obligation_batch *self,
                          const struct obligation_rows *rows, struct obligation_columns *columns);
#endif
