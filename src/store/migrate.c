/* Brings the schema of a store up to what this program knows.
 *
 * On SQLite a migration is one transaction, and its write lock keeps others out.  On PostgreSQL
 * each statement is a transaction of its own, because Citus wants it so; schema_migration counts
 * the statements that are done, so a killed migration goes on where it stopped, and an advisory
 * lock keeps others out. */
#include <assert.h>

#include "store/backend.h"
#include "store/load.h"

static status read_int(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int *)out = (int)db_i64(row, 0);
    return OK;
}

static status ask_int(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                      int *ret_value)
{
    bool found = false;
    TRY(db_query_one(op, query, args, arg_count, read_int, ret_value, &found));
    return found ? OK : op_fail(op, E_STORE, "query %s has no row", catalogue_query(query)->name);
}

int db_schema_known(void)
{
    int count = 0;
    return catalogue_migrations(&count)[count - 1].version;
}

status db_schema_version(struct op *op, int *ret_version)
{
    int exists = 0;
    TRY(ask_int(op, Q_SCHEMA_EXISTS, DB_NO_ARGS, &exists));
    if (exists)
        return ask_int(op, Q_SCHEMA_VERSION, DB_NO_ARGS, ret_version);
    *ret_version = 0;
    return OK;
}

static status check_not_newer(struct op *op, int version)
{
    if (version > db_schema_known())
        return op_fail(op, E_CONFLICT,
                       "the store has schema %d, this program knows up to %d: use a newer program",
                       version, db_schema_known());
    return OK;
}

/* Runs one statement of a migration, if this store has any use for it. */
static status execute(struct op *op, const struct migration *migration, int statement)
{
    const char *const text = migration->statements[statement].text[op->db->backend->dialect];
    if (!text)
        return OK;
    return store_execute(op,
                         arena_printf(op->arena, "migration %04d_%s, statement %d",
                                      migration->version, migration->name, statement + 1),
                         text);
}

/* Migration 0 makes the table that counts the others: it runs whole, and may run again. */
static status run_base(struct op *op)
{
    int count = 0;
    const struct migration *const base = &catalogue_migrations(&count)[0];
    for (int s = 0; s < base->statement_count; s++)
        TRY(execute(op, base, s));
    return OK;
}

static status finish(struct op *op, const struct migration *migration)
{
    int64_t changed = 0;
    return db_run(op, Q_SCHEMA_MIGRATION_FINISH,
                  DB_ARGS(ARG_I64(migration->version), ARG_INSTANT(op_now(op))), &changed);
}

static status start(struct op *op, const struct migration *migration)
{
    return db_run(op, Q_SCHEMA_MIGRATION_START,
                  DB_ARGS(ARG_I64(migration->version), ARG_TEXT_C(migration->name)), NULL);
}

static status advance(struct op *op, const struct migration *migration, int done)
{
    return db_run(op, Q_SCHEMA_MIGRATION_ADVANCE,
                  DB_ARGS(ARG_I64(migration->version), ARG_I64(done)), NULL);
}

/* All of it in the transaction of the caller. */
static status make_one(struct op *op, const struct migration *migration)
{
    TRY(start(op, migration));
    for (int s = 0; s < migration->statement_count; s++)
        TRY(execute(op, migration, s));
    TRY(advance(op, migration, migration->statement_count));
    return finish(op, migration);
}

/* --- SQLite: one transaction for each migration --- */

static status apply_whole(struct op *op, const struct migration *migration, bool *ret_is_applied)
{
    int version = 0;
    *ret_is_applied = false;
    if (migration->version == 0)
        return run_base(op);
    TRY(db_schema_version(op, &version)); /* under the lock: another may have been faster */
    TRY(check_not_newer(op, version));
    if (version >= migration->version)
        return OK;
    TRY(make_one(op, migration));
    *ret_is_applied = true;
    return OK;
}

static status migrate_whole(struct op *op, int from, int *applied)
{
    int count = 0;
    const struct migration *const migrations = catalogue_migrations(&count);
    for (int m = from; m < count; m++) {
        bool is_applied = false;
        TRY(db_begin(op, DB_WRITE));
        TRY(apply_whole(op, &migrations[m], &is_applied));
        TRY(db_commit(op));
        *applied += is_applied;
    }
    return OK;
}

/* --- PostgreSQL: one transaction for each statement --- */

static status apply_statement(struct op *op, const struct migration *migration, int statement)
{
    TRY(db_begin(op, DB_WRITE));
    TRY(execute(op, migration, statement));
    TRY(advance(op, migration, statement + 1));
    return db_commit(op);
}

static status apply_steps(struct op *op, const struct migration *migration)
{
    int done = 0;
    TRY(start(op, migration));
    TRY(ask_int(op, Q_SCHEMA_STATEMENTS_DONE, DB_ARGS(ARG_I64(migration->version)), &done));
    for (int s = done; s < migration->statement_count; s++)
        TRY(apply_statement(op, migration, s));
    return finish(op, migration);
}

static status migrate_steps(struct op *op, int *applied)
{
    int count = 0;
    int version = 0;
    const struct migration *const migrations = catalogue_migrations(&count);
    TRY(run_base(op));
    TRY(db_schema_version(op, &version));
    TRY(check_not_newer(op, version));
    for (int m = version + 1; m < count; m++) {
        TRY(apply_steps(op, &migrations[m]));
        ++*applied;
    }
    return distribute_new_tables(op);
}

static status migrate_locked(struct op *op, int *applied)
{
    int ignored = 0;
    TRY(ask_int(op, Q_SCHEMA_LOCK, DB_NO_ARGS, &ignored));
    const status code = migrate_steps(op, applied);
    if (code != OK)
        db_rollback(op);
    const status unlocked = ask_int(op, Q_SCHEMA_UNLOCK, DB_NO_ARGS, &ignored);
    return code != OK ? code : unlocked;
}

/* Nothing is left to do; a migration that was killed may have left its tables without a place. */
static status is_up_to_date(struct op *op, int version, bool *ret_is_it)
{
    *ret_is_it = version == db_schema_known();
    if (!*ret_is_it || op->db->backend->dialect == DB_SQLITE)
        return OK;
    return distribution_is_whole(op, ret_is_it);
}

status db_migrate(struct op *op, int *ret_applied)
{
    int version = 0;
    int exists = 0;
    int applied = 0;
    bool is_done = false;
    TRY(ask_int(op, Q_SCHEMA_EXISTS, DB_NO_ARGS, &exists));
    TRY(db_schema_version(op, &version));
    TRY(check_not_newer(op, version));
    TRY(is_up_to_date(op, version, &is_done));
    if (!is_done) {
        const status code = op->db->backend->dialect == DB_SQLITE
                                ? migrate_whole(op, exists ? version + 1 : 0, &applied)
                                : migrate_locked(op, &applied);
        if (code != OK) {
            db_rollback(op);
            return code;
        }
    }
    TRY(db_index_restore(op)); /* those that a killed load has set aside */
    if (ret_applied)
        *ret_applied = applied;
    return OK;
}

status db_make_schema(struct op *op, int version)
{
    int count = 0;
    int exists = 0;
    const struct migration *const migrations = catalogue_migrations(&count);
    TRY(check_not_newer(op, version));
    TRY(ask_int(op, Q_SCHEMA_EXISTS, DB_NO_ARGS, &exists));
    if (exists)
        return op_fail(op, E_CONFLICT, "the store is not empty: it has a schema already");
    TRY(run_base(op));
    for (int m = 1; m <= version; m++)
        TRY(make_one(op, &migrations[m]));
    return OK;
}

status db_prepare_all(struct op *op)
{
    for (int q = 0; q < QUERY_COUNT; q++)
        if (catalogue_query((enum query)q)->text[op->db->backend->dialect] &&
            !catalogue_query((enum query)q)->needs_citus)
            TRY(op->db->backend->prepare(op, (enum query)q));
    return OK;
}
