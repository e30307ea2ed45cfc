/* A chunk: some thousand rows as columns, with their nulls beside them, in one piece of memory.
 *
 * A chunk never changes once it is packed, so threads share it without a lock; what changes is
 * packed into a new one.  It has owners (base/shared.h): hold it with shared_hold, let go of it
 * with shared_drop.
 *
 * Nulls come as one word a row (bit i: fact i has a value) and lie as one mask a fact, as loops
 * over a column want them; a mask that is the same for all rows takes no room. */
#ifndef VEC_CHUNK_H
#define VEC_CHUNK_H
#include "base/arena.h"
#include "vec/column.h"

#define VEC_MASKS 64 /* bits of the word of a row */

struct vec_mask {
    const struct vec_bits *bits; /* NULL: all rows are alike */
    bool is_set;                 /* then: whether they have a value */
};

struct vec_chunk {
    size_t count; /* rows */
    size_t column_count;
    const struct vec_column *columns;
    struct vec_mask masks[VEC_MASKS];
};

/* Packs count rows (1 to VEC_ROWS): cells[c][row], validity[row].  The caller owns the chunk; what
 * is needed on the way lies in scratch and is released. */
const struct vec_chunk *vec_chunk_pack(struct arena *scratch, const int64_t *const *cells,
                                       size_t column_count, const uint64_t *validity, size_t count);
/* The word of a row, and of all rows. */
uint64_t vec_chunk_validity_at(const struct vec_chunk *chunk, size_t row);
void vec_chunk_read_validity(const struct vec_chunk *chunk, uint64_t *ret_validity);
/* rows &= those where fact has a value. */
void vec_chunk_only_valid(const struct vec_chunk *chunk, int fact, struct vec_bits *rows);
#endif
