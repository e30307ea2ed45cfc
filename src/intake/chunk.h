/* A chunk: some rows of a file, read and kept before they are dealt with, so that the store can be
 * asked about all of them at once.
 *
 * Texts of rows live in the op's arena, the rows themselves until the next chunk_read.  Faulty rows
 * are kept, as refused; those that `skips` names are not. */
#ifndef INTAKE_CHUNK_H
#define INTAKE_CHUNK_H
#include "intake/csv.h"
#include "intake/row.h"

#define CHUNK_ROWS 1000 /* enough to ask for at once; more would not stay in the cache */

struct chunk {
    struct arena *arena; /* of the rows: the caller's, outlives the chunk */
    struct row *rows;    /* all things of a row of the file follow each other */
    size_t count;
    size_t capacity;
    struct csv_position first; /* of the chunk, to come back to it; number 0: the file had ended */
    uint64_t last;             /* number of the last row of the file that was read */
    bool is_end;               /* the file ends here */
};

/* Reads on from where csv stands, until the chunk has CHUNK_ROWS things, and then those that are
 * still about the same party, up to twice as many: whoever deals with the next chunk beside this
 * one need not know that party.  chunk begins as its arena and zeros, and is used again. */
MUST_CHECK status chunk_read(struct op *op, struct csv *csv, struct row_reader *reader,
                             bool (*skips)(void *context, uint64_t number), void *context,
                             struct chunk *chunk);
#endif
