/* One bit for each row of a chunk: which rows are meant, or where a value is not null.
 *
 * Row r is bit r % 64 of word r / 64.  Bits of rows past the last one are 0.  All of it is pure. */
#ifndef VEC_BITS_H
#define VEC_BITS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"

#define VEC_ROWS  LIMIT_BATCH_ROWS /* most rows of a chunk */
#define VEC_WORDS (VEC_ROWS / 64)

struct vec_bits {
    uint64_t words[VEC_WORDS];
};

void vec_bits_all(struct vec_bits *bits, size_t count); /* the first count rows */
/* bits &= other. */
void vec_bits_and(struct vec_bits *bits, const struct vec_bits *other);
/* bits &= ~other. */
void vec_bits_without(struct vec_bits *bits, const struct vec_bits *other);
size_t vec_bits_count(const struct vec_bits *bits);
/* The first row at or after from whose bit is set; VEC_ROWS when there is none. */
size_t vec_bits_next(const struct vec_bits *bits, size_t from);

/* Rows become columns: bit c of words[r] goes to bit r of words[c]. */
void vec_bits_transpose(uint64_t words[64]);
#endif
