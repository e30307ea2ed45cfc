#include "upkeep/backup.h"

#include <inttypes.h>
#include <unistd.h>

#include "base/json.h"
#include "base/version.h"
#include "record/organisation.h"
#include "store/open.h"
#include "upkeep/frames.h"
#include "upkeep/publish.h"

#define ROWS_BYTES    ((size_t)256 << 10) /* a frame of rows is about this large */
#define ROWS_CEILING  ((size_t)LIMIT_DOCUMENT_BYTES + (2 << 20))
#define JSON_CEILING  ((size_t)64 << 10)
#define PROGRESS_ROWS 20000

struct writing {
    struct op *op;
    const struct backup_request *request;
    struct backup_manifest *manifest;
    struct frame_writer *writer;
    struct buf row;
    struct buf rows;
};

/* --- the store, before anything is copied from it --- */

static status read_text(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

/* A store whose pages are damaged would give a backup that looks whole. */
static status check_pages(struct op *op)
{
    str finding = {"", 0};
    bool found = false;
    if (db_dialect_of(op->db) != DB_SQLITE)
        return OK;
    TRY(db_query_one(op, Q_STORE_QUICK_CHECK, DB_NO_ARGS, read_text, &finding, &found));
    if (!found)
        return OK;
    return op_fail(op, E_STORE,
                   "the store is damaged (" STR_FORMAT "): nothing was backed up; restore an older "
                   "backup, and keep this file for what is newer",
                   STR_ARG(finding));
}

static status read_head(struct op *op, struct backup_manifest *manifest)
{
    struct organisation organisation;
    manifest->program = STR(ACUERDO_VERSION);
    manifest->store = db_dialect_of(op->db) == DB_SQLITE ? STR("sqlite") : STR("postgresql");
    manifest->made_at = op_now(op);
    manifest->open_date = DAY_NONE;
    TRY(db_schema_version(op, &manifest->schema));
    if (manifest->schema == 0)
        return op_fail(op, E_NOT_FOUND, "this store is empty: there is nothing to back up");
    if (manifest->schema > db_schema_known())
        return op_fail(op, E_CONFLICT,
                       "the store has schema %d, this program knows up to %d: back it up with the "
                       "newer program",
                       manifest->schema, db_schema_known());
    const status code = organisation_get(op, &organisation);
    if (code == E_NOT_FOUND) {
        op_clear(op); /* migrated and never used: that is a store too */
        return OK;
    }
    TRY(code);
    manifest->organisation = organisation.name;
    manifest->open_date = organisation.open_date;
    return OK;
}

/* --- frames --- */

static status put_json(struct writing *w, enum frame_kind kind, const struct buf *json)
{
    return json->is_full ? op_fail(w->op, E_INTERNAL, "a backup's own words are too many")
                         : frames_put(w->op, w->writer, kind, buf_str(json));
}

static status put_head(struct writing *w)
{
    const struct backup_manifest *const manifest = w->manifest;
    struct buf out = buf_start(w->op->arena, JSON_CEILING);
    struct json_writer json = json_start(&out);
    json_object_open(&json);
    json_put_i64(&json, "schema", manifest->schema);
    json_put_str(&json, "program", manifest->program);
    json_put_str(&json, "store", manifest->store);
    json_put_str(&json, "organisation", manifest->organisation);
    json_put_day(&json, "open_date", manifest->open_date);
    json_put_i64(&json, "made_at", manifest->made_at);
    json_object_close(&json);
    return put_json(w, FRAME_HEAD, &out);
}

static status put_table(struct writing *w, const struct table_shape *shape)
{
    struct buf out = buf_start(w->op->arena, JSON_CEILING);
    struct json_writer json = json_start(&out);
    json_object_open(&json);
    json_put_c(&json, "table", shape->name);
    json_put_c(&json, "columns", shape->columns);
    json_object_close(&json);
    return put_json(w, FRAME_TABLE, &out);
}

static void write_sum(struct json_writer *json, str name, const struct row_sum *sum)
{
    char text[ROW_SUM_TEXT];
    json_object_open(json);
    json_put_str(json, "table", name);
    json_put_i64(json, "rows", sum->rows);
    json_put_c(json, "digest", row_sum_format(sum, text));
    json_object_close(json);
}

static status put_table_end(struct writing *w, const struct backup_table *table)
{
    struct buf out = buf_start(w->op->arena, JSON_CEILING);
    struct json_writer json = json_start(&out);
    write_sum(&json, table->name, &table->sum);
    return put_json(w, FRAME_TABLE_END, &out);
}

static status put_end(struct writing *w)
{
    struct buf out = buf_start(w->op->arena, JSON_CEILING);
    struct json_writer json = json_start(&out);
    json_object_open(&json);
    json_put_i64(&json, "rows", w->manifest->rows);
    json_key(&json, "tables");
    json_array_open(&json);
    for (size_t i = 0; i < w->manifest->table_count; i++)
        write_sum(&json, w->manifest->tables[i].name, &w->manifest->tables[i].sum);
    json_array_close(&json);
    json_object_close(&json);
    return put_json(w, FRAME_END, &out);
}

/* --- rows --- */

static status flush_rows(struct writing *w)
{
    if (w->rows.size == 0)
        return OK;
    TRY(frames_put(w->op, w->writer, FRAME_ROWS, buf_str(&w->rows)));
    buf_clear(&w->rows);
    return OK;
}

static status put_row(struct writing *w, const struct table_shape *shape,
                      const struct db_rows *rows, struct backup_table *table)
{
    struct db_arg values[LIMIT_DB_ARGS];
    for (int c = 0; c < shape->column_count; c++)
        values[c] = table_value(rows, shape, c);
    buf_clear(&w->row);
    values_write(&w->row, values, shape->column_count);
    if (w->rows.size > 0 && w->rows.size + w->row.size > ROWS_BYTES)
        TRY(flush_rows(w));
    buf_add(&w->rows, buf_str(&w->row));
    if (w->row.is_full || w->rows.is_full)
        return op_fail(w->op, E_LIMIT, "a row of table %s is larger than a backup holds",
                       shape->name);
    row_sum_add(&table->sum, buf_str(&w->row));
    return OK;
}

static void tell(const struct writing *w, const struct table_shape *shape)
{
    const struct backup_progress *const progress = &w->request->progress;
    if (progress->tell)
        progress->tell(progress->context, shape->name, w->manifest->rows);
}

static status put_rows(struct writing *w, const struct table_shape *shape,
                       struct backup_table *table)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(w->op, shape->read, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(w->op, &rows, &has_row));
        if (!has_row)
            return flush_rows(w);
        TRY(put_row(w, shape, &rows, table));
        if (++w->manifest->rows % PROGRESS_ROWS == 0)
            tell(w, shape);
    }
}

static status read_count(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static status copy_table(struct writing *w, const struct table_shape *shape)
{
    struct backup_table *const table = &w->manifest->tables[w->manifest->table_count++];
    int64_t count = 0;
    bool found = false;
    table->name = str_of(shape->name);
    TRY(put_table(w, shape));
    TRY(put_rows(w, shape, table));
    TRY(db_query_one(w->op, shape->count, DB_NO_ARGS, read_count, &count, &found));
    if (count != table->sum.rows)
        return op_fail(w->op, E_STORE,
                       "table %s counts %" PRId64 " rows and gives %" PRId64
                       ": the store is damaged; run acuerdo doctor",
                       shape->name, count, table->sum.rows);
    tell(w, shape);
    return put_table_end(w, table);
}

/* Whoever is signed in signs in again: a copy of the store must not let anybody in. */
static bool is_kept(const struct table_shape *shape)
{
    return strcmp(shape->name, "session") != 0;
}

static status copy_tables(struct writing *w)
{
    size_t count = 0;
    const struct table_shape **const shapes = table_list(w->op->arena, w->manifest->schema, &count);
    w->manifest->tables = arena_array(w->op->arena, count, sizeof(*w->manifest->tables));
    for (size_t i = 0; i < count; i++)
        if (is_kept(shapes[i]))
            TRY(copy_table(w, shapes[i]));
    return OK;
}

static status copy_store(struct writing *w)
{
    TRY(read_head(w->op, w->manifest));
    TRY(put_head(w));
    TRY(copy_tables(w));
    return put_end(w);
}

static status write_file(struct op *op, const struct backup_request *request, const char *path,
                         struct backup_manifest *manifest)
{
    struct writing w = {.op = op, .request = request, .manifest = manifest};
    w.row = buf_start(op->arena, ROWS_CEILING);
    w.rows = buf_start(op->arena, ROWS_CEILING);
    TRY(check_pages(op));
    TRY(frames_create(op, path, request->passphrase, &w.writer));
    TRY(db_begin(op, DB_READ));
    TRY(copy_store(&w));
    TRY(db_commit(op));
    return frames_finish(op, w.writer);
}

static bool is_same(const struct backup_manifest *a, const struct backup_manifest *b)
{
    if (a->table_count != b->table_count || a->schema != b->schema || a->rows != b->rows)
        return false;
    for (size_t i = 0; i < a->table_count; i++)
        if (!str_equal(a->tables[i].name, b->tables[i].name) ||
            !row_sum_equal(&a->tables[i].sum, &b->tables[i].sum))
            return false;
    return true;
}

/* What lies on the disk is what was read from the store. */
static status check_file(struct op *op, const struct backup_request *request, const char *path,
                         struct backup_manifest *manifest)
{
    const struct backup_request again = {
        .path = path, .passphrase = request->passphrase, .progress = request->progress};
    struct backup_manifest found = {0};
    TRY(backup_verify(op, &again, &found));
    if (!is_same(manifest, &found))
        return op_fail(op, E_IO, "%s does not hold what was written to it: try another disk",
                       request->path);
    manifest->bytes = found.bytes;
    manifest->is_encrypted = found.is_encrypted;
    return OK;
}

status backup_write(struct op *op, const struct backup_request *request,
                    struct backup_manifest *ret_manifest)
{
    struct backup_manifest manifest = {0};
    const char *const partial = arena_printf(op->arena, "%s.partial", request->path);
    if (access(request->path, F_OK) == 0)
        return op_fail(op, E_CONFLICT, "%s is there already: give the backup another name",
                       request->path);
    (void)unlink(partial); /* of a backup that was killed */
    status code = write_file(op, request, partial, &manifest);
    db_rollback(op);
    if (code == OK)
        code = check_file(op, request, partial, &manifest);
    if (code == OK)
        code = publish_file(op, partial, request->path);
    if (code != OK)
        (void)unlink(partial);
    else
        *ret_manifest = manifest;
    return code;
}
