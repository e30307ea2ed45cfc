/* How rows and links become digests: pure, and the same for whoever writes and whoever checks. */
#include <assert.h>
#include <endian.h>

#include "record/audit.h"

/* In front of each value: what it is.  A commitment can never be taken for a text. */
enum tag { TAG_NULL, TAG_I64, TAG_TEXT, TAG_BLOB, TAG_COMMITMENT };
#define SMALL_TEXT 512
#define ENCODING   1 /* of rows; another way to encode is another number */

void audit_put_i64(uint8_t out[8], int64_t value)
{
    const uint64_t little = htole64((uint64_t)value);
    memcpy(out, &little, sizeof(little));
}

int64_t audit_get_i64(const uint8_t in[8])
{
    uint64_t little = 0;
    memcpy(&little, in, sizeof(little));
    return (int64_t)le64toh(little);
}

static void add_bytes(struct buf *out, const void *data, size_t size)
{
    buf_add(out, (str){data, size});
}

static void add_i64(struct buf *out, int64_t value)
{
    uint8_t bytes[8];
    audit_put_i64(bytes, value);
    add_bytes(out, bytes, sizeof(bytes));
}

/* A tag and a number in one piece: most of what a row has. */
static void add_tagged(struct buf *out, enum tag tag, int64_t value)
{
    uint8_t bytes[1 + 8] = {(uint8_t)tag};
    audit_put_i64(bytes + 1, value);
    add_bytes(out, bytes, sizeof(bytes));
}

static void add_value(struct buf *out, const struct db_arg *value)
{
    switch (value->kind) {
    case DB_NULL:
        buf_add_char(out, TAG_NULL);
        return;
    case DB_I64:
        add_tagged(out, TAG_I64, value->i64);
        return;
    case DB_TEXT:
    case DB_BLOB:
        add_tagged(out, value->kind == DB_TEXT ? TAG_TEXT : TAG_BLOB, (int64_t)value->text.size);
        buf_add(out, value->text);
        return;
    }
}

/* A column that came later leaves nothing where it and all that came after it have no value: rows
 * of before keep their digest, and no value can stand in the column of another. */
static bool is_absent(const struct audit_shape *shape, const struct db_arg *values, int column)
{
    for (int c = column; shape->kinds[c]; c++)
        if (!(shape->added & AUDIT_COLUMN(c)) || values[c].kind != DB_NULL)
            return false;
    return true;
}

void audit_encode_row(enum audit_table table, const struct db_arg *values,
                      const struct audit_commitments *commitments, struct buf *out)
{
    const struct audit_shape *const shape = &audit_shapes[table];
    size_t erasable = 0;
    buf_add_char(out, ENCODING);
    buf_add_char(out, (char)table);
    for (int c = 0; shape->kinds[c]; c++) {
        if (shape->left_out & AUDIT_COLUMN(c))
            continue;
        if (is_absent(shape, values, c))
            continue;
        if (shape->erasable & AUDIT_COLUMN(c)) {
            assert(erasable < commitments->count);
            buf_add_char(out, TAG_COMMITMENT);
            add_bytes(out, commitments->bytes[erasable++], AUDIT_HASH_BYTES);
        } else {
            add_value(out, &values[c]);
        }
    }
}

void audit_digest_row(enum audit_table table, const struct db_arg *values,
                      const struct audit_commitments *commitments, struct buf *scratch,
                      uint8_t out[AUDIT_DIGEST_BYTES])
{
    buf_clear(scratch);
    audit_encode_row(table, values, commitments, scratch);
    assert(!scratch->is_full);
    crypto_digest_of(buf_str(scratch), out, AUDIT_DIGEST_BYTES);
}

void audit_commit_text(const uint8_t nonce[AUDIT_NONCE_BYTES], int column, str text,
                       uint8_t out[AUDIT_HASH_BYTES])
{
    const uint8_t place = (uint8_t)column;
    uint8_t small[SMALL_TEXT];
    struct crypto_hash hash;
    if (text.size <= sizeof(small) - AUDIT_NONCE_BYTES - 1) { /* most: one call instead of five */
        memcpy(small, nonce, AUDIT_NONCE_BYTES);
        small[AUDIT_NONCE_BYTES] = place;
        if (text.size > 0)
            memcpy(small + AUDIT_NONCE_BYTES + 1, text.data, text.size);
        crypto_digest((str){(const char *)small, AUDIT_NONCE_BYTES + 1 + text.size}, out);
        return;
    }
    crypto_hash_start(&hash);
    crypto_hash_add(&hash, nonce, AUDIT_NONCE_BYTES);
    crypto_hash_add(&hash, &place, 1);
    crypto_hash_add(&hash, text.data, text.size);
    crypto_hash_end(&hash, out);
}

void audit_commit_row(enum audit_table table, const struct db_arg *values, const uint8_t *nonce,
                      struct audit_commitments *ret_commitments)
{
    static const uint8_t none[AUDIT_NONCE_BYTES] = {0};
    const struct audit_shape *const shape = &audit_shapes[table];
    size_t count = 0;
    for (int c = 0; shape->erasable >> c; c++)
        if (shape->erasable & AUDIT_COLUMN(c)) {
            audit_commit_text(nonce ? nonce : none, (int)count, values[c].text,
                              ret_commitments->bytes[count]);
            count++;
        }
    ret_commitments->count = count;
}

int64_t audit_row_id(enum audit_table table, const struct db_arg *values, struct buf *scratch)
{
    const struct audit_shape *const shape = &audit_shapes[table];
    uint8_t digest[AUDIT_DIGEST_BYTES];
    if (shape->id >= 0)
        return values[shape->id].i64;
    buf_clear(scratch);
    for (int c = 0; shape->kinds[c]; c++)
        if (shape->key & AUDIT_COLUMN(c))
            add_value(scratch, &values[c]);
    crypto_digest_of(buf_str(scratch), digest, sizeof(digest));
    return audit_get_i64(digest) & INT64_MAX;
}

/* What people write stands under these names in the payloads of events. */
static bool payload_has_text(str payload)
{
    static const str names[] = {STR("\"evidence\":"), STR("\"reason\":"), STR("\"detail\":"),
                                STR("\"note\":")};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (memmem(payload.data, payload.size, names[i].data, names[i].size))
            return true;
    return false;
}

bool audit_row_has_text(enum audit_table table, const struct db_arg *values)
{
    const struct audit_shape *const shape = &audit_shapes[table];
    for (int c = 0; shape->erasable >> c; c++) {
        if (!(shape->erasable & AUDIT_COLUMN(c)) || values[c].kind != DB_TEXT ||
            values[c].text.size == 0)
            continue;
        if (table != AUDIT_EVENT || payload_has_text(values[c].text))
            return true;
    }
    return false;
}

void audit_hash_link(const uint8_t before[AUDIT_HASH_BYTES], const struct audit_link *link,
                     struct buf *scratch, uint8_t out[AUDIT_HASH_BYTES])
{
    buf_clear(scratch);
    add_bytes(scratch, before, AUDIT_HASH_BYTES);
    add_i64(scratch, link->chain.debtor_id);
    add_i64(scratch, link->chain.case_id);
    add_i64(scratch, link->n);
    add_i64(scratch, link->day);
    add_i64(scratch, link->at);
    buf_add_char(scratch, (char)link->kind);
    assert(scratch->size == AUDIT_LINK_HEAD_BYTES);
    buf_add(scratch, link->entries);
    assert(!scratch->is_full);
    crypto_digest(buf_str(scratch), out);
}
