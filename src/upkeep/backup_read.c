#include "upkeep/backup.h"

#include <inttypes.h>

#include "base/json_fields.h"
#include "store/open.h"
#include "upkeep/frames.h"

#define BATCH_ROWS 1024 /* handed on at once */

struct reading {
    struct op *op;
    const struct backup_request *request;
    const struct backup_reader *reader;
    struct backup_manifest *manifest;
    struct frame_reader *frames;
    const struct table_shape **shapes;
    size_t shape_count;
    const struct table_shape *shape; /* whose rows come now; NULL between two tables */
    struct row_sum sum;
    struct db_arg *values; /* of BATCH_ROWS rows of the widest table */
};

/* The file opened, so what does not fit was not written by `backup`. */
static status fail_strange(const struct reading *r, const char *what)
{
    return op_fail(r->op, E_STORE, "the backup %s is damaged: %s", r->request->path,
                   op_word(r->op, what));
}

static status parse(const struct reading *r, str content, json_t **ret_root)
{
    TRY(json_parse(r->op, content, ret_root));
    return json_is_object(*ret_root) ? OK : fail_strange(r, SAY("a frame holds no object"));
}

static status take_head(struct reading *r, str content)
{
    struct backup_manifest *const manifest = r->manifest;
    const char *program = "";
    const char *store = "";
    const char *organisation = "";
    json_t *root = NULL;
    TRY(parse(r, content, &root));
    TRY(json_need_int(r->op, "backup", root, "schema", 1, INT32_MAX, &manifest->schema));
    TRY(json_need_text(r->op, "backup", root, "program", &program));
    TRY(json_need_text(r->op, "backup", root, "store", &store));
    TRY(json_need_text(r->op, "backup", root, "organisation", &organisation));
    manifest->open_date = DAY_NONE;
    TRY(json_take_day(r->op, "backup", root, "open_date", &manifest->open_date));
    manifest->made_at = json_integer_value(json_object_get(root, "made_at"));
    manifest->program = str_of(program);
    manifest->store = str_of(store);
    manifest->organisation = str_of(organisation);
    if (manifest->schema > db_schema_known())
        return op_fail(r->op, E_CONFLICT,
                       "the backup %s has schema %d of program %s, this program knows up to %d: "
                       "use a program that is at least as new",
                       r->request->path, manifest->schema, program, db_schema_known());
    r->shapes = table_list(r->op->arena, manifest->schema, &r->shape_count);
    manifest->tables = arena_array(r->op->arena, r->shape_count, sizeof(*manifest->tables));
    return r->reader->head ? r->reader->head(r->op, r->reader->context, manifest) : OK;
}

static status take_table(struct reading *r, str content)
{
    const char *name = "";
    const char *columns = "";
    json_t *root = NULL;
    TRY(parse(r, content, &root));
    TRY(json_need_text(r->op, "backup", root, "table", &name));
    TRY(json_need_text(r->op, "backup", root, "columns", &columns));
    for (size_t i = 0; i < r->shape_count; i++)
        if (strcmp(r->shapes[i]->name, name) == 0)
            r->shape = r->shapes[i];
    if (!r->shape || strcmp(r->shape->columns, columns) != 0)
        return fail_strange(r, SAY("it has a table that its schema has not"));
    if (r->manifest->table_count == r->shape_count)
        return fail_strange(r, SAY("a table comes twice"));
    r->sum = (struct row_sum){0};
    return OK;
}

static status hand_on(const struct reading *r, size_t row_count)
{
    if (row_count == 0 || !r->reader->rows)
        return OK;
    return r->reader->rows(r->op, r->reader->context, r->shape, r->values, row_count);
}

static status take_rows(struct reading *r, str content)
{
    const size_t columns = (size_t)r->shape->column_count;
    size_t count = 0;
    while (content.size > 0) {
        const char *const start = content.data;
        if (!values_read(&content, r->shape, r->values + count * columns))
            return fail_strange(r, SAY("a row is none"));
        row_sum_add(&r->sum, (str){start, (size_t)(content.data - start)});
        if (++count == BATCH_ROWS) {
            TRY(hand_on(r, count));
            count = 0;
        }
    }
    return hand_on(r, count);
}

/* Whether JSON says of a table what its rows said. */
static bool says(const json_t *object, const struct backup_table *table)
{
    char digest[ROW_SUM_TEXT];
    const char *const name = json_string_value(json_object_get(object, "table"));
    const char *const said = json_string_value(json_object_get(object, "digest"));
    return name && said && str_equal_c(table->name, name) &&
           json_integer_value(json_object_get(object, "rows")) == table->sum.rows &&
           strcmp(said, row_sum_format(&table->sum, digest)) == 0;
}

static status end_table(struct reading *r, str content)
{
    struct backup_manifest *const manifest = r->manifest;
    const struct backup_progress *const progress = &r->request->progress;
    struct backup_table *const table = &manifest->tables[manifest->table_count];
    json_t *root = NULL;
    TRY(parse(r, content, &root));
    *table = (struct backup_table){str_of(r->shape->name), r->sum};
    if (!says(root, table))
        return fail_strange(r, SAY("rows are missing or too many"));
    manifest->table_count++;
    manifest->rows += r->sum.rows;
    if (progress->tell)
        progress->tell(progress->context, r->shape->name, manifest->rows);
    r->shape = NULL;
    return OK;
}

static status end_file(struct reading *r, str content)
{
    json_t *root = NULL;
    TRY(parse(r, content, &root));
    const json_t *const tables = json_object_get(root, "tables");
    if (json_array_size(tables) != r->manifest->table_count ||
        json_integer_value(json_object_get(root, "rows")) != r->manifest->rows)
        return fail_strange(r, SAY("its manifest speaks of other tables"));
    for (size_t i = 0; i < r->manifest->table_count; i++)
        if (!says(json_array_get(tables, i), &r->manifest->tables[i]))
            return fail_strange(r, SAY("its manifest speaks of other rows"));
    return OK;
}

/* Frames come as head, tables, end; inside a table only rows and its end. */
static status take_frame(struct reading *r, enum frame_kind kind, str content)
{
    const bool has_head = r->shapes != NULL;
    if (kind == FRAME_HEAD && !has_head)
        return take_head(r, content);
    if (kind == FRAME_TABLE && has_head && !r->shape)
        return take_table(r, content);
    if (kind == FRAME_ROWS && r->shape)
        return take_rows(r, content);
    if (kind == FRAME_TABLE_END && r->shape)
        return end_table(r, content);
    if (kind == FRAME_END && has_head && !r->shape)
        return end_file(r, content);
    return fail_strange(r, SAY("its parts are not in their order"));
}

status backup_read(struct op *op, const struct backup_request *request,
                   const struct backup_reader *reader, struct backup_manifest *ret_manifest)
{
    struct backup_manifest manifest = {0};
    struct reading r = {.op = op, .request = request, .reader = reader, .manifest = &manifest};
    enum frame_kind kind = FRAME_HEAD;
    str content;
    TRY(frames_open(op, request->path, request->passphrase, &r.frames));
    r.values = arena_array(op->arena, (size_t)BATCH_ROWS * LIMIT_DB_ARGS, sizeof(*r.values));
    while (kind != FRAME_END) {
        TRY(frames_next(op, r.frames, &kind, &content));
        TRY(take_frame(&r, kind, content));
    }
    manifest.is_encrypted = frames_is_encrypted(r.frames);
    manifest.bytes = frames_size(r.frames);
    *ret_manifest = manifest;
    return OK;
}

status backup_verify(struct op *op, const struct backup_request *request,
                     struct backup_manifest *ret_manifest)
{
    const struct backup_reader nobody = {.context = NULL};
    return backup_read(op, request, &nobody, ret_manifest);
}
