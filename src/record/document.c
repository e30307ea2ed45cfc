#include "record/document.h"

#include "base/crypto.h"
#include "store/db.h"

static void hash_bytes(str bytes, char out[DOCUMENT_HASH_SIZE])
{
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    crypto_digest(bytes, digest);
    crypto_hex(digest, sizeof(digest), out);
}

status document_put(struct op *op, const char *media_type, const char *name, str bytes,
                    char ret_hash[DOCUMENT_HASH_SIZE])
{
    char hash[DOCUMENT_HASH_SIZE];
    if (bytes.size > LIMIT_DOCUMENT_BYTES)
        return op_fail(op, E_LIMIT, "document \"%s\" has %zu bytes: at most %d are kept", name,
                       bytes.size, LIMIT_DOCUMENT_BYTES);
    hash_bytes(bytes, hash);
    TRY(db_run(op, Q_DOCUMENT_INSERT,
               DB_ARGS(ARG_TEXT(str_of(hash)), ARG_TEXT_C(media_type), ARG_TEXT_C(name),
                       ARG_I64(bytes.size), ARG_BLOB(bytes), ARG_INSTANT(op_now(op))),
               NULL));
    memcpy(ret_hash, hash, sizeof(hash));
    return OK;
}

static status read_document(struct op *op, struct db_rows *row, void *out)
{
    *(struct document *)out = (struct document){
        .media_type = db_text_copy(op, row, 0),
        .name = db_text_copy(op, row, 1),
        .bytes = str_copy(op->arena, db_blob(row, 2)),
        .created_at = db_instant(row, 3),
    };
    return OK;
}

status document_get(struct op *op, const char *hash, struct document *ret_document)
{
    struct document document;
    char found_hash[DOCUMENT_HASH_SIZE];
    bool found = false;
    TRY(db_query_one(op, Q_DOCUMENT_GET, DB_ARGS(ARG_TEXT_C(hash)), read_document, &document,
                     &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "there is no document %s", hash);
    hash_bytes(document.bytes, found_hash);
    if (strcmp(hash, found_hash) != 0)
        return op_fail(op, E_STORE,
                       "document %s is damaged: its bytes have another digest; restore it from a "
                       "backup",
                       hash);
    *ret_document = document;
    return OK;
}
