/* The record of an import: which file and mapping, how far it came, what it changed.
 *
 * It is written in the transactions that apply rows, so after a kill its position is right to the
 * row, and the same import goes on from there. */
#ifndef INTAKE_BATCH_H
#define INTAKE_BATCH_H
#include "intake/plan.h"

struct batch {
    int64_t id;        /* 0: not started yet */
    uint64_t position; /* number of the last row that was dealt with */
    uint64_t created;
    uint64_t updated;
    uint64_t skipped; /* nothing to do: unchanged, dated after as_of, left out by the filter */
    uint64_t refused;
    uint64_t unchanged; /* of the skipped ones of this run */
};

/* The unfinished import of the same file with the same mapping and day; id 0: there is none. */
MUST_CHECK status batch_find(struct op *op, const struct csv *csv, const struct mapping *mapping,
                             day as_of, struct batch *ret_batch);
/* In the caller's transaction. */
MUST_CHECK status batch_start(struct op *op, const struct csv *csv, const struct mapping *mapping,
                              day as_of, struct batch *batch);
MUST_CHECK status batch_advance(struct op *op, const struct batch *batch, bool is_done);
#endif
