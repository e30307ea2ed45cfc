/* Turns sql/ into C, at build time:  embed_sql SQL_DIR OUT_DIR
 *
 * SQL_DIR/NAME.sql holds named queries, SQL_DIR/migrations/NNNN_name.sql holds DDL; sql/README.md
 * describes their form.  Output: queries.h (enum query), queries_table.h, migrations_table.h and
 * shapes_table.h.
 * Any mistake stops the build with file and line. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"

#define FILES_MAX 512

struct catalogue catalogue;

/* --- folders --- */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The .sql files of a folder in the order of their names. */
static int list_folder(const char *folder, char *names[FILES_MAX])
{
    int count = 0;
    DIR *const directory = opendir(folder);
    if (!directory)
        fail((struct source){folder, 0}, "%s", strerror(errno));
    for (struct dirent *entry; (entry = readdir(directory));) {
        const size_t size = strlen(entry->d_name);
        if (size <= 4 || strcmp(entry->d_name + size - 4, ".sql") != 0 || entry->d_name[0] == '.')
            continue;
        if (count == FILES_MAX)
            fail((struct source){folder, 0}, "more than %d files", FILES_MAX);
        names[count++] = copy(entry->d_name, size);
    }
    closedir(directory);
    qsort(names, (size_t)count, sizeof(names[0]), compare_names);
    return count;
}

static char *join(const char *folder, const char *name)
{
    char *path = NULL;
    if (asprintf(&path, "%s/%s", folder, name) < 0)
        abort();
    return path;
}

static void read_migrations(const char *folder)
{
    char *names[FILES_MAX];
    const int count = list_folder(folder, names);
    for (int i = 0; i < count; i++) {
        char *const path = join(folder, names[i]);
        struct migration *const migration = allocate(sizeof(*migration));
        char *end = NULL;
        migration->version = (int)strtol(names[i], &end, 10);
        if (end - names[i] != 4 || *end != '_')
            fail((struct source){path, 0}, "a migration is called NNNN_name.sql");
        if (migration->version != i)
            fail((struct source){path, 0},
                 "migrations are numbered without gaps from 0000: "
                 "number %04d was expected here",
                 i);
        migration->name = copy(end + 1, strlen(end + 1) - strlen(".sql"));
        read_migration(path, migration);
        catalogue.migrations[catalogue.migration_count++] = migration;
    }
}

/* --- output --- */

static FILE *create(const char *folder, const char *name)
{
    char *const path = join(folder, name);
    FILE *const file = fopen(path, "w");
    if (!file)
        fail((struct source){path, 0}, "%s", strerror(errno));
    fprintf(file, "/* Made by tools/embed_sql.c from sql/: not to be edited. */\n");
    return file;
}

static void finish(FILE *file, const char *name)
{
    if (fclose(file) != 0)
        fail((struct source){name, 0}, "%s", strerror(errno));
}

static void write_literal(FILE *file, const struct text *text)
{
    if (text->size == 0) {
        fputs("NULL", file);
        return;
    }
    fputc('"', file);
    for (size_t i = 0; i < text->size; i++) {
        const char c = text->data[i];
        if (c == '\n')
            fputs("\\n\"\n     \"", file);
        else if (c == '"' || c == '\\')
            fprintf(file, "\\%c", c);
        else
            fputc(c, file);
    }
    fputc('"', file);
}

static void write_queries(const char *folder)
{
    FILE *const head = create(folder, "queries.h");
    fprintf(head, "#ifndef STORE_QUERIES_H\n#define STORE_QUERIES_H\nenum query {\n");
    for (int i = 0; i < catalogue.query_count; i++) {
        fprintf(head, "    Q_");
        for (const char *at = catalogue.queries[i].name; *at; at++)
            fputc(toupper((unsigned char)*at), head);
        fprintf(head, ", /* %s:%d */\n", strrchr(catalogue.queries[i].source.file, '/') + 1,
                catalogue.queries[i].source.line);
    }
    fprintf(head, "    QUERY_COUNT\n};\n#endif\n");
    finish(head, "queries.h");

    FILE *const rows = create(folder, "queries_table.h");
    fprintf(rows, "static const struct query_row query_rows[QUERY_COUNT] = {\n");
    for (int i = 0; i < catalogue.query_count; i++) {
        const struct query *const query = &catalogue.queries[i];
        fprintf(rows, "    {\"%s\",\n     {", query->name);
        write_literal(rows, &query->sql[SQLITE]);
        fprintf(rows, ",\n     ");
        write_literal(rows, &query->sql[POSTGRESQL]);
        fprintf(rows, "},\n     \"%s\", %d, %d, %s, %s,\n     ", query->kinds,
                query->parameter_count, query->column_count, query->is_stream ? "true" : "false",
                query->needs_citus ? "true" : "false");
        write_literal(rows, &query->set);
        fprintf(rows, ", %s},\n", query->is_aside ? "true" : "false");
    }
    fprintf(rows, "};\n");
    finish(rows, "queries_table.h");
}

static void write_migrations(const char *folder)
{
    FILE *const rows = create(folder, "migrations_table.h");
    for (int i = 0; i < catalogue.migration_count; i++) {
        fprintf(rows, "static const struct migration_statement migration_%04d[] = {\n",
                catalogue.migrations[i]->version);
        for (int s = 0; s < catalogue.migrations[i]->statement_count; s++) {
            fprintf(rows, "    {{");
            write_literal(rows, &catalogue.migrations[i]->statements[s].sql[SQLITE]);
            fprintf(rows, ",\n     ");
            write_literal(rows, &catalogue.migrations[i]->statements[s].sql[POSTGRESQL]);
            fprintf(rows, "}},\n");
        }
        fprintf(rows, "};\n");
    }
    fprintf(rows, "static const struct migration migration_rows[] = {\n");
    for (int i = 0; i < catalogue.migration_count; i++)
        fprintf(rows, "    {%d, \"%s\", migration_%04d, %d},\n", catalogue.migrations[i]->version,
                catalogue.migrations[i]->name, catalogue.migrations[i]->version,
                catalogue.migrations[i]->statement_count);
    fprintf(rows, "};\nstatic const struct store_table table_rows[] = {\n");
    for (int i = 0; i < catalogue.table_count; i++)
        fprintf(rows, "    {\"%s\", \"%s\", %d},\n", catalogue.tables[i].name,
                catalogue.tables[i].place, catalogue.tables[i].version);
    fprintf(rows, "};\n");
    finish(rows, "migrations_table.h");
}

static void write_upper(FILE *file, const char *text)
{
    for (; *text; text++)
        fputc(toupper((unsigned char)*text), file);
}

/* The shapes of the tables, with their queries. */
static void write_shapes(const char *folder)
{
    static const char *const queries[] = {"READ", "WRITE", "COUNT"};
    FILE *const rows = create(folder, "shapes_table.h");
    fprintf(rows, "static const struct table_shape shape_rows[] = {\n");
    for (int i = 0; i < catalogue.shape_count; i++) {
        const struct shape *const shape = &catalogue.shapes[i];
        fprintf(rows, "    {\"%s\", %d, %d,\n     \"%s\",\n     \"", shape->table, shape->version,
                shape->column_count, shape->kinds);
        for (int c = 0; c < shape->column_count; c++)
            fprintf(rows, "%s%s", c > 0 ? " " : "", shape->columns[c]);
        fputs("\"", rows);
        for (size_t q = 0; q < sizeof(queries) / sizeof(queries[0]); q++) {
            fprintf(rows, ",\n     Q_BACKUP_%s_", queries[q]);
            write_upper(rows, shape->table);
            fprintf(rows, "_%d", shape->version);
        }
        fputs(",\n     ", rows);
        if (has_debtor(shape)) {
            fputs("Q_BACKUP_DEBTOR_", rows);
            write_upper(rows, shape->table);
            fprintf(rows, "_%d", shape->version);
        } else {
            fputs("QUERY_COUNT", rows);
        }
        fprintf(rows, "},\n");
    }
    fprintf(rows, "};\n");
    finish(rows, "shapes_table.h");
}

int main(int argc, char **argv)
{
    char *names[FILES_MAX];
    if (argc != 3) {
        fprintf(stderr, "usage: embed_sql SQL_DIR OUT_DIR\n");
        return 2;
    }
    const int count = list_folder(argv[1], names);
    for (int i = 0; i < count; i++)
        read_queries(join(argv[1], names[i]));
    read_migrations(join(argv[1], "migrations"));
    make_shape_queries();
    if (catalogue.query_count == 0 || catalogue.migration_count == 0)
        fail((struct source){argv[1], 0}, "no queries or no migrations");
    write_queries(argv[2]);
    write_migrations(argv[2]);
    write_shapes(argv[2]);
    return 0;
}
