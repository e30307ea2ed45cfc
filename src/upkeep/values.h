/* Rows in a backup: values one after the other, and a sum over a table that no order changes.
 *
 * A value is a byte (0 NULL, 1 integer, 2 text, 3 bytes), then a zigzag varint, or a varint size
 * and the bytes.  A row has as many values as its table has columns.  All functions are pure. */
#ifndef UPKEEP_VALUES_H
#define UPKEEP_VALUES_H
#include "base/crypto.h"
#include "store/table.h"

void values_write(struct buf *out, const struct db_arg *values, int count);
/* Takes the next row off *rest; texts are borrowed from it.  False: no row of that many values and
 * those kinds lies there. */
MUST_CHECK bool values_read(str *rest, const struct table_shape *shape, struct db_arg *ret_values);

/* Rows and their digests, added lane by lane: the same rows in any order give the same sum. */
struct row_sum {
    int64_t rows;
    uint64_t lanes[CRYPTO_DIGEST_BYTES / sizeof(uint64_t)];
};
void row_sum_add(struct row_sum *sum, str row);
bool row_sum_equal(const struct row_sum *a, const struct row_sum *b);
#define ROW_SUM_TEXT CRYPTO_HEX_SIZE(CRYPTO_DIGEST_BYTES)
/* The lanes in hexadecimal digits; returns out. */
const char *row_sum_format(const struct row_sum *sum, char out[ROW_SUM_TEXT]);
#endif
