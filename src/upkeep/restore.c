#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "privacy/retention.h"
#include "reach/hold.h"
#include "record/audit_start.h"
#include "record/organisation.h"
#include "record/seal_person.h"
#include "store/open.h"
#include "upkeep/backup.h"
#include "upkeep/publish.h"

struct restoring {
    struct op *op;
    const struct backup_request *request;
    struct restore_result *result;
    int64_t rows;
};

static status make_schema(struct op *op, void *context, const struct backup_manifest *head)
{
    (void)context;
    return db_make_schema(op, head->schema);
}

static status insert_rows(struct op *op, void *context, const struct table_shape *shape,
                          const struct db_arg *values, size_t row_count)
{
    struct restoring *const restoring = context;
    const struct backup_progress *const progress = &restoring->request->progress;
    TRY(db_bulk_insert(op, shape->write, values, (size_t)shape->column_count, row_count));
    restoring->rows += (int64_t)row_count;
    if (progress->tell)
        progress->tell(progress->context, shape->name, restoring->rows);
    return OK;
}

/* --- what the new store holds is what the backup held --- */

static status sum_table(struct op *op, const struct table_shape *shape, struct buf *row,
                        struct row_sum *sum)
{
    struct db_arg values[LIMIT_DB_ARGS];
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, shape->read, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        for (int c = 0; c < shape->column_count; c++)
            values[c] = table_value(&rows, shape, c);
        buf_clear(row);
        values_write(row, values, shape->column_count);
        row_sum_add(sum, buf_str(row));
    }
}

static status check_tables(struct op *op, const struct backup_manifest *manifest)
{
    size_t count = 0;
    size_t at = 0;
    struct buf row = buf_start(op->arena, (size_t)LIMIT_DOCUMENT_BYTES + (2 << 20));
    const struct table_shape **const shapes = table_list(op->arena, manifest->schema, &count);
    for (size_t i = 0; i < count && at < manifest->table_count; i++) {
        const struct backup_table *const table = &manifest->tables[at];
        struct row_sum sum = {0};
        if (!str_equal_c(table->name, shapes[i]->name))
            continue; /* it is in no backup */
        TRY(sum_table(op, shapes[i], &row, &sum));
        if (!row_sum_equal(&sum, &table->sum))
            return op_fail(op, E_STORE,
                           "table %s came back with other rows than the backup has: the disk or "
                           "the database loses data",
                           shapes[i]->name);
        at++;
    }
    return at == manifest->table_count
               ? OK
               : op_fail(op, E_STORE, "the backup has tables that its schema has not");
}

/* --- filling a store --- */

static bool has_table(const struct backup_manifest *manifest, const char *name)
{
    for (size_t i = 0; i < manifest->table_count; i++)
        if (str_equal_c(manifest->tables[i].name, name))
            return true;
    return false;
}

/* A store without an organisation or, of the first schema, an outbox has no message to hold. */
static status hold_messages(struct op *op, const struct backup_manifest *manifest,
                            int64_t *ret_held)
{
    char made_at[INSTANT_TEXT_SIZE];
    struct organisation organisation;
    *ret_held = 0;
    if (manifest->open_date == DAY_NONE || !has_table(manifest, "outbox"))
        return OK;
    TRY(organisation_get(op, &organisation)); /* the schema is still the backup's */
    op->business_date = organisation.open_date;
    if (manifest->schema < AUDIT_SCHEMA)
        TRY(audit_leave_out(op));
    return outbox_hold(op,
                       str_of(arena_printf(op->arena, "restored from the backup of %s",
                                           instant_format(manifest->made_at, made_at))),
                       ret_held);
}

/* Keys that were destroyed since the backup do not come back, not even for a moment. */
static status drop_keys(struct restoring *restoring)
{
    struct op *const op = restoring->op;
    struct seal_destroyed *list = NULL;
    size_t count = 0;
    if (!restoring->request->key_path || !has_table(&restoring->result->manifest, "person_key"))
        return OK;
    TRY(seal_destroyed_list(op, restoring->request->key_path, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(db_run(op, Q_PERSON_KEY_DELETE, DB_ARGS(ARG_ID(list[i].debtor_id)), NULL));
    return OK;
}

/* And the rest of who was erased goes again. */
static status erase_again_all(struct restoring *restoring)
{
    struct op *const op = restoring->op;
    struct restore_result *const result = restoring->result;
    if (!restoring->request->key_path || result->manifest.open_date == DAY_NONE)
        return OK;
    TRY(organisation_open(op));
    return retention_reapply(op, restoring->request->key_path, &result->erased);
}

/* All in one transaction: a store that is there is whole, and nothing leaves it. */
static status fill_store(struct restoring *restoring)
{
    struct op *const op = restoring->op;
    struct restore_result *const result = restoring->result;
    const struct backup_reader reader = {restoring, make_schema, insert_rows};
    TRY(db_begin(op, DB_WRITE));
    TRY(backup_read(op, restoring->request, &reader, &result->manifest));
    TRY(check_tables(op, &result->manifest));
    TRY(drop_keys(restoring));
    TRY(hold_messages(op, &result->manifest, &result->held));
    TRY(db_commit(op));
    TRY(db_migrate(op, &result->migrations));
    return erase_again_all(restoring);
}

static status fill_and_close(struct restoring *restoring, const char *address)
{
    struct op *const op = restoring->op;
    const struct db_options options = {.create = true};
    TRY(db_open(op, str_of(address), &options, &op->db));
    const status code = fill_store(restoring);
    db_rollback(op);
    db_close(op->db);
    op->db = NULL;
    return code;
}

/* What SQLite could not move into the file when it was closed would be lost with the name. */
static status check_moved(struct op *op, const char *log)
{
    struct stat about;
    if (stat(log, &about) != 0 || about.st_size == 0)
        return OK;
    return op_fail(op, E_BUSY,
                   "%s could not be emptied: another process reads the new store, or the disk is "
                   "full; nothing was kept, run it again",
                   log);
}

/* A file is made under another name and gets its own when it is whole. */
static status fill_file(struct restoring *restoring, const char *file)
{
    struct op *const op = restoring->op;
    const char *const partial = arena_printf(op->arena, "%s.restoring-%d", file, (int)getpid());
    const char *const log = arena_printf(op->arena, "%s-wal", partial);
    if (access(file, F_OK) == 0)
        return op_fail(op, E_CONFLICT,
                       "there is a store %s already: restore into another file, or move that one "
                       "away first",
                       file);
    status code = fill_and_close(restoring, arena_printf(op->arena, "sqlite:%s", partial));
    if (code == OK)
        code = check_moved(op, log);
    if (code == OK)
        code = publish_file(op, partial, file);
    if (code != OK) {
        (void)unlink(partial);
        (void)unlink(log);
        (void)unlink(arena_printf(op->arena, "%s-shm", partial));
    }
    return code;
}

status restore_store(struct op *op, const struct backup_request *request, str store,
                     struct restore_result *ret_result)
{
    struct restore_result result = {0};
    struct restoring restoring = {.op = op, .request = request, .result = &result};
    const char *const file = db_file(op->arena, store);
    TRY(backup_verify(op, request, &result.manifest)); /* before anything is touched */
    TRY(file ? fill_file(&restoring, file)
             : fill_and_close(&restoring, str_cstr(op->arena, store)));
    *ret_result = result;
    return OK;
}
