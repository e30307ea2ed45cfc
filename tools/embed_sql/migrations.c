/* Migrations: DDL with tokens for the types that differ, and a place for every table. */
#include "catalogue.h"

#include <string.h>

/* Replaces {id} and its like by the type that the store has for it. */
static void add_expanded(struct source source, struct text *sql, enum dialect dialect, char *line)
{
    static const struct {
        const char *token;
        const char *type[DIALECT_COUNT];
    } tokens[] = {
        {"{id}",             {"INTEGER", "BIGINT"}        },
        {"{i64}",            {"INTEGER", "BIGINT"}        },
        {"{int}",            {"INTEGER", "INTEGER"}       },
        {"{bool}",           {"INTEGER", "INTEGER"}       },
        {"{day}",            {"INTEGER", "INTEGER"}       },
        {"{instant}",        {"INTEGER", "BIGINT"}        },
        {"{money}",          {"INTEGER", "BIGINT"}        },
        {"{text}",           {"TEXT", "TEXT"}             },
        {"{json}",           {"TEXT", "TEXT"}             },
        {"{blob}",           {"BLOB", "BYTEA"}            },
        {"{strict}",         {"STRICT", ""}               },
        {"{strict_rowless}", {"STRICT, WITHOUT ROWID", ""}},
    };
    struct text expanded = {0};
    while (*line) {
        const char *const close = *line == '{' ? strchr(line, '}') : NULL;
        if (!close) {
            text_add(&expanded, line++, 1);
            continue;
        }
        const size_t size = (size_t)(close - line) + 1;
        size_t i = 0;
        while (i < sizeof(tokens) / sizeof(tokens[0]) &&
               (strlen(tokens[i].token) != size || !starts(line, tokens[i].token)))
            i++;
        if (i == sizeof(tokens) / sizeof(tokens[0]))
            fail(source, "unknown token %.*s", (int)size, line);
        text_add(&expanded, tokens[i].type[dialect], strlen(tokens[i].type[dialect]));
        line += size;
    }
    if (expanded.size > 0)
        add_line(sql, trim(expanded.data));
}

/* A statement is whole: if it makes a table, where Citus is to put the table must be known. */
static void close_statement(struct source source, struct migration *migration, char **place)
{
    const struct statement *const done = &migration->statements[migration->statement_count++];
    const char *sql = done->sql[done->sql[SQLITE].size > 0 ? SQLITE : POSTGRESQL].data;
    if (!sql)
        fail(source, "a semicolon without a statement");
    if (migration->statement_count == STATEMENTS_MAX)
        fail(source, "more than %d statements in one migration", STATEMENTS_MAX);
    if (starts(sql, "CREATE TABLE ")) {
        sql += strlen("CREATE TABLE ");
        if (starts(sql, "IF NOT EXISTS "))
            sql += strlen("IF NOT EXISTS ");
        char *const name = copy(sql, strcspn(sql, " (\n"));
        if (!*place)
            fail(source, "before CREATE TABLE %s comes: -- place: debtor, reference or one_shard",
                 name);
        if (catalogue.table_count == TABLES_MAX)
            fail(source, "more than %d tables", TABLES_MAX);
        catalogue.tables[catalogue.table_count++] =
            (struct table){name, *place, migration->version};
    } else if (*place) {
        fail(source, "-- place: stands before CREATE TABLE only");
    }
    *place = NULL;
    if (done->sql[SQLITE].size > 0)
        note_shape(source, migration->version, done->sql[SQLITE].data);
}

static char *parse_place(struct source source, const char *text)
{
    static const char *const places[] = {"debtor", "reference", "one_shard"};
    char *const place = trim(copy(text, strlen(text)));
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        if (strcmp(place, places[i]) == 0)
            return place;
    fail(source, "unknown place '%s': debtor, reference or one_shard", place);
}

void read_migration(const char *path, struct migration *migration)
{
    struct source source = {path, 0};
    char *place = NULL;
    char *rest = read_file(path);
    static const char mark[] = "-- place:";

    for (char *line; (line = strsep(&rest, "\n"));) {
        char *const trimmed = trim(copy(line, strlen(line)));
        bool is_end = false;
        source.line++;
        if (starts(trimmed, mark))
            place = parse_place(source, trimmed + sizeof(mark) - 1);
        struct statement *const current = &migration->statements[migration->statement_count];
        for (int d = SQLITE; d < DIALECT_COUNT; d++) {
            char *const seen = line_for(source, (enum dialect)d, line);
            is_end = take_semicolon(source, seen) || is_end;
            add_expanded(source, &current->sql[d], (enum dialect)d, seen);
        }
        if (is_end)
            close_statement(source, migration, &place);
    }
    const struct statement *const last = &migration->statements[migration->statement_count];
    if (last->sql[SQLITE].size + last->sql[POSTGRESQL].size > 0)
        fail(source, "the last statement does not end with a semicolon");
}
