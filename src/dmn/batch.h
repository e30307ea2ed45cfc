/* A plan over columns: up to some thousand rows at once, bit for bit what dmn_plan_decide says.
 *
 * The values of a column fall into few classes (dmn/column.h), so a table is a function of classes.
 * Where the classes of its columns multiply to at most DMN_BATCH_CELLS, every combination is
 * decided when the batch is made, whatever the hit policy; a row then costs an addition for each
 * column and one load.  A larger table ANDs the bitmaps of its rules; one that must look at every
 * hit (UNIQUE, ANY, aggregations) is then decided row by row.  A decision that another one requires
 * hands on which of its few outcomes a row has, never the values.
 *
 * A batch is scratch memory of one thread; the plan may be shared.  No clock, no allocation while
 * deciding, and the same result on every machine: only integers are compared and added. */
#ifndef DMN_BATCH_H
#define DMN_BATCH_H
#include "dmn/plan.h"
#include "vec/chunk.h"

#define DMN_BATCH_CELLS 65536

struct dmn_batch;

/* How the rows of a table find their outcome. */
enum dmn_road {
    DMN_BY_CLASSES, /* all combinations of classes are decided beforehand */
    DMN_BY_BITMAPS, /* the first rule that all columns let pass */
    DMN_BY_ROW,     /* every row for itself: the policy must see all hits */
};

/* An input of the plan; what the tables do not read (dmn_plan_reads) may have no column. */
struct dmn_vector {
    const struct vec_column *column;
    struct vec_mask valid;
};

/* The batch lives in the op's arena, with at most a few hundred KiB for each table.  The plan must
 * not be one of dmn_plan_compile_list.  E_LIMIT: the arena is over its budget. */
MUST_CHECK status dmn_batch_create(struct op *op, const struct dmn_plan *plan,
                                   struct dmn_batch **ret_batch);

/* Decides count rows, at most VEC_ROWS; inputs as the plan was compiled. */
void dmn_batch_decide(struct dmn_batch *batch, const struct dmn_vector *inputs, size_t count);

/* What the last dmn_batch_decide said, for its rows: */

/* Bytes of a value of this output, 1, 2, 4 or 8: the least that holds what the rules say. */
size_t dmn_batch_width(const struct dmn_batch *batch, size_t output);
/* The values, signed integers of that width, 0 where null; ret_valid, unless it is NULL, gets the
 * rows that have one. */
void dmn_batch_read(struct dmn_batch *batch, size_t output, void *ret_values,
                    struct vec_bits *ret_valid);
/* The rule that fired, -1 for the default; of the decision asked for, or of one that it requires:
 * decision counts those of the plan, dmn_batch_decisions of them, the one asked for last. */
size_t dmn_batch_decisions(const struct dmn_batch *batch);
enum dmn_road dmn_batch_road(const struct dmn_batch *batch, size_t decision);
void dmn_batch_rules(const struct dmn_batch *batch, size_t decision, int16_t *ret_rules);
/* Which of its few outcomes the decision asked for gave to each row: rows of one outcome have the
 * same outputs, in this batch and in every other one.  NULL: it decides row by row and has none. */
const uint16_t *dmn_batch_outcomes(const struct dmn_batch *batch);
/* All of one row, as dmn_plan_decide would say it. */
void dmn_batch_row(const struct dmn_batch *batch, size_t row, struct dmn_value *ret_outputs,
                   struct dmn_hit *ret_hit);
#endif
