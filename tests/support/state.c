#include "tests/support/state.h"

#include "base/crypto.h"
#include "store/table.h"

static void add_value(struct crypto_hash *hash, const struct db_arg *value)
{
    crypto_hash_add(hash, &value->kind, sizeof(value->kind));
    crypto_hash_add(hash, &value->i64, sizeof(value->i64));
    crypto_hash_add(hash, &value->text.size, sizeof(value->text.size));
    if (value->text.size > 0)
        crypto_hash_add(hash, value->text.data, value->text.size);
}

/* Rows come in no order, so their digests are added. */
static uint64_t state_of_table(struct op *op, const struct table_shape *shape)
{
    struct db_rows rows;
    uint64_t sum = 0;
    bool has_row = true;
    check_ok(op, db_query(op, shape->read, DB_NO_ARGS, &rows));
    for (;;) {
        uint8_t bytes[CRYPTO_DIGEST_BYTES];
        uint64_t digest = 0;
        struct crypto_hash hash;
        check_ok(op, db_next(op, &rows, &has_row));
        if (!has_row)
            return sum;
        crypto_hash_start(&hash);
        crypto_hash_add(&hash, shape->name, strlen(shape->name));
        for (int c = 0; c < shape->column_count; c++) {
            const struct db_arg value = table_value(&rows, shape, c);
            add_value(&hash, &value);
        }
        crypto_hash_end(&hash, bytes);
        memcpy(&digest, bytes, sizeof(digest));
        sum += digest;
    }
}

uint64_t test_store_state(struct op *op)
{
    const struct arena_mark mark = arena_mark(op->arena);
    uint64_t sum = 0;
    size_t count = 0;
    const struct table_shape *const *const tables =
        table_list(op->arena, db_schema_known(), &count);
    check_ok(op, db_begin(op, DB_READ));
    for (size_t i = 0; i < count; i++)
        sum += state_of_table(op, tables[i]);
    check_ok(op, db_commit(op));
    arena_release(op->arena, mark);
    return sum;
}
