#include "upkeep/values.h"

#include <inttypes.h>
#include <stdio.h>

enum { VALUE_NULL, VALUE_I64, VALUE_TEXT, VALUE_BLOB };

static void write_varint(struct buf *out, uint64_t value)
{
    while (value >= 0x80) {
        buf_add_char(out, (char)(value | 0x80));
        value >>= 7;
    }
    buf_add_char(out, (char)value);
}

static bool read_varint(str *rest, uint64_t *ret_value)
{
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && rest->size > 0; shift += 7) {
        const uint8_t byte = (uint8_t)*rest->data++;
        rest->size--;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if ((byte & 0x80) == 0) {
            *ret_value = value;
            return true;
        }
    }
    return false;
}

void values_write(struct buf *out, const struct db_arg *values, int count)
{
    for (int i = 0; i < count; i++) {
        const struct db_arg *const value = &values[i];
        switch (value->kind) {
        case DB_NULL:
            buf_add_char(out, VALUE_NULL);
            break;
        case DB_I64: /* small numbers of either sign are short */
            buf_add_char(out, VALUE_I64);
            write_varint(out, (uint64_t)value->i64 << 1 ^ (value->i64 < 0 ? UINT64_MAX : 0));
            break;
        case DB_TEXT:
        case DB_BLOB:
            buf_add_char(out, value->kind == DB_TEXT ? VALUE_TEXT : VALUE_BLOB);
            write_varint(out, value->text.size);
            buf_add(out, value->text);
            break;
        }
    }
}

static bool read_bytes(str *rest, str *ret_text)
{
    uint64_t size = 0;
    if (!read_varint(rest, &size) || size > rest->size)
        return false;
    *ret_text = (str){rest->data, (size_t)size};
    rest->data += size;
    rest->size -= (size_t)size;
    return true;
}

static bool read_value(str *rest, char kind, struct db_arg *value)
{
    uint64_t number = 0;
    if (rest->size == 0)
        return false;
    const int tag = (unsigned char)*rest->data++;
    rest->size--;
    *value = ARG_NULL;
    if (tag == VALUE_NULL)
        return true;
    if (tag == VALUE_I64 && kind == 'i' && read_varint(rest, &number)) {
        *value = ARG_I64((number >> 1) ^ -(number & 1));
        return true;
    }
    const bool is_text = tag == VALUE_TEXT && kind == 't';
    if (!is_text && !(tag == VALUE_BLOB && kind == 'b'))
        return false;
    value->kind = is_text ? DB_TEXT : DB_BLOB;
    return read_bytes(rest, &value->text);
}

bool values_read(str *rest, const struct table_shape *shape, struct db_arg *ret_values)
{
    for (int c = 0; c < shape->column_count; c++)
        if (!read_value(rest, shape->kinds[c], &ret_values[c]))
            return false;
    return true;
}

void row_sum_add(struct row_sum *sum, str row)
{
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    crypto_digest(row, digest);
    for (size_t i = 0; i < ARRAY_LEN(sum->lanes); i++) {
        uint64_t lane = 0;
        memcpy(&lane, digest + i * sizeof(lane), sizeof(lane));
        sum->lanes[i] += lane;
    }
    sum->rows++;
}

bool row_sum_equal(const struct row_sum *a, const struct row_sum *b)
{
    return a->rows == b->rows && memcmp(a->lanes, b->lanes, sizeof(a->lanes)) == 0;
}

const char *row_sum_format(const struct row_sum *sum, char out[ROW_SUM_TEXT])
{
    for (size_t i = 0; i < ARRAY_LEN(sum->lanes); i++)
        (void)snprintf(out + i * 16, 17, "%016" PRIx64, sum->lanes[i]);
    return out;
}
