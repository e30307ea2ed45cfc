#include "store/load.h"

#include <sys/stat.h>

#include "store/backend.h"

#define ROWS_LEAST 20000 /* fewer are not worth it */
#define ROW_BYTES  1024  /* of a store for each row of a file, at least */

/* Keys at random: names, and the ends of numbers under a key.  None is unique, and no query names
 * one of them as the only way. */
static const struct {
    enum query drop;
    enum query make;
} set_aside[] = {
    {Q_INDEX_DROP_PARTY_SEARCH,          Q_INDEX_MAKE_PARTY_SEARCH         },
    {Q_INDEX_DROP_PARTY_DOCUMENT,        Q_INDEX_MAKE_PARTY_DOCUMENT       },
    {Q_INDEX_DROP_CONTACT_POINT_LAST4,   Q_INDEX_MAKE_CONTACT_POINT_LAST4  },
    {Q_INDEX_DROP_ATTRIBUTE_VALUE_VALUE, Q_INDEX_MAKE_ATTRIBUTE_VALUE_VALUE},
};

static status enter_phase(struct op *op, enum store_load phase)
{
    const struct backend *const backend = op->db->backend;
    return backend->load ? backend->load(op, phase) : OK;
}

static bool owns_file(const struct db *db)
{
    return db->backend->dialect == DB_SQLITE && db->lock_fd >= 0;
}

/* All of them or none. */
static status drop_all(struct op *op)
{
    TRY(db_begin(op, DB_WRITE));
    for (size_t i = 0; i < ARRAY_LEN(set_aside); i++)
        TRY(db_run(op, set_aside[i].drop, DB_NO_ARGS, NULL));
    return db_commit(op);
}

static status make_one(struct op *op, enum query make)
{
    TRY(db_begin(op, DB_WRITE));
    TRY(db_run(op, make, DB_NO_ARGS, NULL));
    return db_commit(op);
}

/* What is there would be sorted anew with what comes. */
static bool is_most(const struct db *db, uint64_t rows)
{
    struct stat file;
    return rows >= ROWS_LEAST && stat(db->path, &file) == 0 &&
           rows > (uint64_t)file.st_size / ROW_BYTES;
}

status db_load_begin(struct op *op, uint64_t rows)
{
    TRY(enter_phase(op, LOAD_ROWS));
    if (!owns_file(op->db) || !is_most(op->db, rows))
        return OK;
    const status code = drop_all(op);
    if (code != OK)
        db_rollback(op);
    return code;
}

static status read_name(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

status db_index_missing(struct op *op, str *ret_name)
{
    str name = STR("");
    bool found = false;
    if (op->db->backend->dialect == DB_SQLITE)
        TRY(db_query_one(op, Q_INDEX_FIRST_MISSING, DB_NO_ARGS, read_name, &name, &found));
    *ret_name = name;
    return OK;
}

static status make_all(struct op *op)
{
    TRY(enter_phase(op, LOAD_INDEXES));
    for (size_t i = 0; i < ARRAY_LEN(set_aside); i++) {
        const status code = make_one(op, set_aside[i].make);
        if (code != OK) {
            db_rollback(op);
            return code;
        }
    }
    return enter_phase(op, LOAD_NONE);
}

status db_index_restore(struct op *op)
{
    str missing = STR("");
    if (owns_file(op->db))
        TRY(db_index_missing(op, &missing));
    return missing.size > 0 ? make_all(op) : OK;
}

status db_load_end(struct op *op)
{
    TRY(enter_phase(op, LOAD_NONE));
    return db_index_restore(op);
}
