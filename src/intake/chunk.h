/* A chunk: some rows of a file, read and kept before they are dealt with, so that the store can be
 * asked about all of them at once.
 *
 * Rows and their texts live in the op's arena.  Faulty rows and those that `skips` names are not
 * kept. */
#ifndef INTAKE_CHUNK_H
#define INTAKE_CHUNK_H
#include "intake/csv.h"
#include "intake/row.h"

struct chunk {
    struct row *rows; /* all things of a row of the file follow each other */
    size_t count;
    struct csv_position first; /* of the chunk, to come back to it; number 0: the file had ended */
    uint64_t last;             /* number of the last row of the file that was read */
    bool is_end;               /* the file ends here */
};

/* Reads on from where csv stands, until the chunk has LIMIT_TRANSACTION_ROWS things. */
MUST_CHECK status chunk_read(struct op *op, struct csv *csv, struct row_reader *reader,
                             bool (*skips)(void *context, uint64_t number), void *context,
                             struct chunk *ret_chunk);
#endif
