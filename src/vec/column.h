/* One fact of the rows of a chunk: a typed array, as narrow as its values allow.
 *
 * Values go in and come out as int64, bit for bit; inside, a column has the first of these shapes
 * that holds them all:
 *
 *   CONST  one value for all rows, no array
 *   FLAT   signed integers of 1, 2, 4 or 8 bytes
 *   DICT   codes of one byte into at most 256 values, which rise with their codes; where the array
 *          would have 4 or 8 bytes a row
 *
 * A column that outgrows its width is packed anew in a wider one with its chunk: no value is ever
 * cut.  As the values of a dictionary rise, a range of values is a range of codes.  Nulls are not
 * here but beside (vec/chunk.h): loops over cells see plain arrays.  All of it is pure. */
#ifndef VEC_COLUMN_H
#define VEC_COLUMN_H
#include "vec/bits.h"

#define VEC_DICT_MAX 256

enum vec_shape { VEC_CONST, VEC_FLAT, VEC_DICT };

struct vec_column {
    uint8_t shape;       /* enum vec_shape */
    uint8_t width;       /* bytes of a cell: 0 for CONST, 1 for DICT */
    uint16_t word_count; /* values in the dictionary; 1 for CONST, 0 for FLAT */
    const int64_t *words;
    const void *cells; /* int8_t, int16_t, int32_t or int64_t; uint8_t for DICT */
};

/* How the cells of one column will be packed. */
struct vec_plan {
    enum vec_shape shape;
    uint8_t width;
    uint16_t word_count;
    int64_t words[VEC_DICT_MAX];
    uint8_t codes[VEC_ROWS]; /* of a DICT */
};
/* count is 1 to VEC_ROWS. */
void vec_column_plan(const int64_t *cells, size_t count, struct vec_plan *ret_plan);
/* What vec_column_pack needs for words and for cells. */
size_t vec_plan_word_bytes(const struct vec_plan *plan);
size_t vec_plan_cell_bytes(const struct vec_plan *plan, size_t count);
/* Fills both and makes the column that points at them. */
struct vec_column vec_column_pack(const struct vec_plan *plan, const int64_t *cells, size_t count,
                                  int64_t *words, void *packed);

int64_t vec_column_at(const struct vec_column *column, size_t row);
/* The values of count rows from the first on. */
void vec_column_read(const struct vec_column *column, size_t count, int64_t *ret_values);
/* The rows among the first count whose value lies between low and high, both included. */
void vec_column_between(const struct vec_column *column, size_t count, int64_t low, int64_t high,
                        struct vec_bits *ret_rows);
#endif
