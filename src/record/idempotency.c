#include "record/idempotency.h"

#include "base/crypto.h"
#include "store/db.h"

#define KEY_BYTES_MAX 200

struct found_answer {
    struct idempotency_answer answer;
    str request_hash;
};

void idempotency_hash(str method, str path, str body, char out[IDEMPOTENCY_HASH_SIZE])
{
    const str parts[] = {method, path, body};
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    struct crypto_hash hash;
    crypto_hash_start(&hash);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) { /* with sizes: no two requests run together */
        const uint64_t size = parts[i].size;
        crypto_hash_add(&hash, &size, sizeof(size));
        crypto_hash_add(&hash, parts[i].data, parts[i].size);
    }
    crypto_hash_end(&hash, digest);
    crypto_hex(digest, sizeof(digest), out);
}

static status check_key(struct op *op, str key)
{
    bool is_good = key.size > 0 && key.size <= KEY_BYTES_MAX;
    for (size_t i = 0; is_good && i < key.size; i++)
        is_good = key.data[i] > ' ' && key.data[i] <= '~';
    if (!is_good)
        return op_fail(op, E_INVALID, "Idempotency-Key: 1 to %d visible ASCII characters",
                       KEY_BYTES_MAX);
    return OK;
}

static status read_answer(struct op *op, struct db_rows *row, void *out)
{
    *(struct found_answer *)out = (struct found_answer){
        .request_hash = db_text_copy(op, row, 0),
        .answer = {.http_status = (int)db_i64(row, 1), .body = db_text_copy(op, row, 2)},
    };
    return OK;
}

status idempotency_find(struct op *op, str key, const char *request_hash,
                        struct idempotency_answer *ret_answer, bool *ret_found)
{
    struct found_answer got;
    bool found = false;
    TRY(check_key(op, key));
    TRY(db_query_one(op, Q_IDEMPOTENCY_GET, DB_ARGS(ARG_I64(op->actor_id), ARG_TEXT(key)),
                     read_answer, &got, &found));
    if (found && !str_equal_c(got.request_hash, request_hash))
        return op_fail(op, E_CONFLICT,
                       "Idempotency-Key " STR_FORMAT " was used for another request: make a new "
                       "key for each wish",
                       STR_ARG(key));
    if (found)
        *ret_answer = got.answer;
    *ret_found = found;
    return OK;
}

status idempotency_put(struct op *op, str key, const char *request_hash,
                       const struct idempotency_answer *answer)
{
    TRY(check_key(op, key));
    return db_run(op, Q_IDEMPOTENCY_INSERT,
                  DB_ARGS(ARG_I64(op->actor_id), ARG_TEXT(key), ARG_TEXT_C(request_hash),
                          ARG_I64(answer->http_status), ARG_TEXT(answer->body),
                          ARG_INSTANT(op_now(op))),
                  NULL);
}

status idempotency_forget(struct op *op, instant before, int64_t *ret_count)
{
    return db_run(op, Q_IDEMPOTENCY_FORGET, DB_ARGS(ARG_INSTANT(before)), ret_count);
}
