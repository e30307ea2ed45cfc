#include "cli/backup_print.h"

#include <inttypes.h>

#include "base/json.h"

void backup_tell(void *context, const char *table, int64_t rows)
{
    cli_progress(context, "%-20s %" PRId64, table, rows);
}

static void write_tables(struct json_writer *w, const struct backup_manifest *manifest)
{
    char digest[ROW_SUM_TEXT];
    json_key(w, "tables");
    json_array_open(w);
    for (size_t i = 0; i < manifest->table_count; i++) {
        json_object_open(w);
        json_put_str(w, "table", manifest->tables[i].name);
        json_put_i64(w, "rows", manifest->tables[i].sum.rows);
        json_put_c(w, "digest", row_sum_format(&manifest->tables[i].sum, digest));
        json_object_close(w);
    }
    json_array_close(w);
}

void backup_print_json(struct cli *cli, const char *path, const struct backup_manifest *manifest,
                       int64_t held)
{
    struct buf out = buf_start(cli->op.arena, 64 << 10);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_c(&w, "file", path);
    json_put_i64(&w, "bytes", manifest->bytes);
    json_put_bool(&w, "encrypted", manifest->is_encrypted);
    json_put_bool(&w, "verified", true);
    json_put_i64(&w, "schema", manifest->schema);
    json_put_str(&w, "program", manifest->program);
    json_put_str(&w, "store", manifest->store);
    json_put_str(&w, "organisation", manifest->organisation);
    json_put_day(&w, "open_date", manifest->open_date);
    json_put_instant(&w, "made_at", manifest->made_at);
    json_put_i64(&w, "rows", manifest->rows);
    if (held >= 0)
        json_put_i64(&w, "held_messages", held);
    write_tables(&w, manifest);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}
