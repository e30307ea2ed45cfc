#include "intake/batch.h"

#include "base/ids.h"
#include "store/db.h"

struct hashes {
    char file[CRYPTO_HEX_SIZE(CRYPTO_DIGEST_BYTES)];
    char mapping[CRYPTO_HEX_SIZE(CRYPTO_DIGEST_BYTES)];
};

static struct hashes hashes_of(const struct csv *csv, const struct mapping *mapping)
{
    struct hashes hashes = {.file = ""};
    crypto_hex(csv_format(csv)->digest, CRYPTO_DIGEST_BYTES, hashes.file);
    crypto_hex(mapping->digest, CRYPTO_DIGEST_BYTES, hashes.mapping);
    return hashes;
}

static status read_batch(struct op *op, struct db_rows *row, void *out)
{
    struct batch *const batch = out;
    (void)op;
    batch->id = db_id(row, 0);
    batch->position = (uint64_t)db_i64(row, 1);
    batch->created = (uint64_t)db_i64(row, 2);
    batch->updated = (uint64_t)db_i64(row, 3);
    batch->skipped = (uint64_t)db_i64(row, 4);
    return OK;
}

status batch_find(struct op *op, const struct csv *csv, const struct mapping *mapping, day as_of,
                  struct batch *ret_batch)
{
    const struct hashes hashes = hashes_of(csv, mapping);
    struct batch batch = {0};
    bool found = false;
    TRY(db_query_one(op, Q_IMPORT_BATCH_FIND,
                     DB_ARGS(ARG_TEXT_C(intake_kind_name(mapping->kind)), ARG_TEXT_C(hashes.file),
                             ARG_TEXT_C(hashes.mapping), ARG_DAY(as_of)),
                     read_batch, &batch, &found));
    *ret_batch = batch;
    return OK;
}

static const char *file_name(const char *path)
{
    const char *const slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

status batch_start(struct op *op, const struct csv *csv, const struct mapping *mapping, day as_of,
                   struct batch *batch)
{
    const struct hashes hashes = hashes_of(csv, mapping);
    batch->id = id_make();
    return db_run(op, Q_IMPORT_BATCH_INSERT,
                  DB_ARGS(ARG_ID(batch->id), ARG_TEXT_C(intake_kind_name(mapping->kind)),
                          ARG_TEXT_C(file_name(csv_name(csv))), ARG_TEXT_C(hashes.file),
                          ARG_TEXT_C(hashes.mapping), ARG_DAY(as_of), ARG_I64(batch->refused),
                          ARG_ID(op->actor_id), ARG_INSTANT(op_now(op))),
                  NULL);
}

status batch_advance(struct op *op, const struct batch *batch, bool is_done)
{
    return db_run(op, Q_IMPORT_BATCH_ADVANCE,
                  DB_ARGS(ARG_ID(batch->id), ARG_TEXT(is_done ? STR("done") : STR("applying")),
                          ARG_I64(batch->position), ARG_I64(batch->created),
                          ARG_I64(batch->updated), ARG_I64(batch->skipped),
                          ARG_INSTANT(is_done ? op_now(op) : INSTANT_NONE)),
                  NULL);
}
