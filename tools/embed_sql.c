/* Turns sql/ into C, at build time:  embed_sql SQL_DIR OUT_DIR
 *
 * SQL_DIR/NAME.sql holds named queries, SQL_DIR/migrations/NNNN_name.sql holds DDL.  Each is
 * written once, as valid SQLite; marks in comments open or drop a line for one of the two stores:
 *     --@postgresql TEXT      TEXT stands there on PostgreSQL only
 *     --@sqlite TEXT          TEXT stands there on SQLite only
 *     TEXT --@sqlite-only     TEXT is dropped on PostgreSQL
 * sql/README.md describes the rest of the form.  Output: queries.h (enum query),
 * queries_table.h and migrations_table.h.  Any mistake stops the build with file and line.
 *
 * A program of a second: what it allocates it leaves to the system. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUERIES_MAX    4096
#define PARAMETERS_MAX 96 /* LIMIT_DB_ARGS */
#define FILES_MAX      512
#define MIGRATIONS_MAX 512
#define STATEMENTS_MAX 512
#define TABLES_MAX     512

enum dialect { SQLITE, POSTGRESQL, DIALECT_COUNT };

struct text {
    char *data; /* NUL-terminated when size > 0 */
    size_t size;
    size_t capacity;
};

/* Where we read: for the words of a mistake. */
struct source {
    const char *file;
    int line;
};

struct query {
    struct source source;
    char *name;
    char kinds[PARAMETERS_MAX + 1]; /* i, t or b each */
    int parameter_count;
    int column_count;
    bool is_stream;
    struct text sql[DIALECT_COUNT];
};

struct statement {
    struct text sql[DIALECT_COUNT];
};

struct migration {
    int version;
    char *name;
    struct statement statements[STATEMENTS_MAX];
    int statement_count;
};

struct table {
    char *name;
    char *place;
    int version;
};

static struct query queries[QUERIES_MAX];
static int query_count;
static struct migration *migrations[MIGRATIONS_MAX];
static int migration_count;
static struct table tables[TABLES_MAX];
static int table_count;

static _Noreturn void fail(struct source source, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static _Noreturn void fail(struct source source, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: error: ", source.file, source.line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static void *allocate(size_t size)
{
    void *const memory = calloc(1, size);
    if (!memory)
        abort();
    return memory;
}

static char *copy(const char *data, size_t size)
{
    char *const text = allocate(size + 1);
    memcpy(text, data, size);
    return text;
}

static void text_add(struct text *text, const char *data, size_t size)
{
    if (text->size + size + 1 > text->capacity) {
        text->capacity = (text->size + size + 1) * 2;
        text->data = realloc(text->data, text->capacity);
        if (!text->data)
            abort();
    }
    memcpy(text->data + text->size, data, size);
    text->size += size;
    text->data[text->size] = '\0';
}

static char *trim(char *line)
{
    while (isspace((unsigned char)*line))
        line++;
    size_t size = strlen(line);
    while (size > 0 && isspace((unsigned char)line[size - 1]))
        line[--size] = '\0';
    return line;
}

static bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* --- one line, seen by one store --- */

/* Cuts an ordinary comment off; quotes must close on their line. */
static void cut_comment(struct source source, char *line)
{
    char quote = 0;
    for (char *at = line; *at; at++) {
        if (quote) {
            if (*at == quote)
                quote = 0;
        } else if (*at == '\'' || *at == '"') {
            quote = *at;
        } else if (at[0] == '-' && at[1] == '-') {
            *at = '\0';
            break;
        }
    }
    if (quote)
        fail(source, "a %c that does not close on its line", quote);
}

/* What the store sees of a line, trimmed; empty when it sees nothing. */
static char *line_for(struct source source, enum dialect dialect, const char *line)
{
    static const char *const opened[] = {"--@sqlite ", "--@postgresql "};
    static const char only[] = "--@sqlite-only";
    char *text = trim(copy(line, strlen(line)));
    const size_t size = strlen(text);

    if (starts(text, opened[dialect]))
        text = trim(text + strlen(opened[dialect]));
    else if (starts(text, opened[SQLITE]) || starts(text, opened[POSTGRESQL]))
        return copy("", 0);
    else if (size >= sizeof(only) - 1 && strcmp(text + size - sizeof(only) + 1, only) == 0 &&
             dialect == POSTGRESQL)
        return copy("", 0);
    else if (starts(text, "--@"))
        fail(source, "unknown mark: --@postgresql TEXT, --@sqlite TEXT, TEXT --@sqlite-only");
    cut_comment(source, text);
    return trim(text);
}

/* True if the line ends the statement; its semicolon is taken off. */
static bool take_semicolon(struct source source, char *line)
{
    char quote = 0;
    for (char *at = line; *at; at++) {
        if (quote) {
            if (*at == quote)
                quote = 0;
        } else if (*at == '\'' || *at == '"') {
            quote = *at;
        } else if (*at == ';') {
            if (at[1])
                fail(source, "text after a semicolon: one statement a line end");
            *at = '\0';
            return true;
        }
    }
    return false;
}

static void add_line(struct text *sql, const char *line)
{
    if (!*line)
        return;
    if (sql->size > 0)
        text_add(sql, "\n", 1);
    text_add(sql, line, strlen(line));
}

/* --- the head of a query: name(parameter type, ...) -> column, ... --- */

static char kind_of(struct source source, const char *type)
{
    static const struct {
        const char *type;
        char kind;
    } kinds[] = {
        {"id",      'i'},
        {"i64",     'i'},
        {"day",     'i'},
        {"instant", 'i'},
        {"money",   'i'},
        {"bool",    'i'},
        {"text",    't'},
        {"json",    't'},
        {"blob",    'b'},
    };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(kinds[i].type, type) == 0)
            return kinds[i].kind;
    fail(source, "unknown type '%s': id, i64, day, instant, money, bool, text, json or blob", type);
}

static void parse_parameters(struct source source, struct query *query, char *list)
{
    char *rest = list;
    while (*trim(rest)) {
        char *piece = strsep(&rest, ",");
        piece = trim(piece);
        char *const blank = strpbrk(piece, " \t\n");
        if (!blank)
            fail(source, "parameter '%s' of %s has no type", piece, query->name);
        if (query->parameter_count == PARAMETERS_MAX)
            fail(source, "%s has more than %d parameters", query->name, PARAMETERS_MAX);
        query->kinds[query->parameter_count++] = kind_of(source, trim(blank));
        if (!rest)
            break;
    }
}

static int count_columns(const char *list)
{
    int count = 1;
    int depth = 0;
    for (; *list; list++) {
        depth += (*list == '(') - (*list == ')');
        count += *list == ',' && depth == 0;
    }
    return count;
}

static void parse_head(struct source source, struct query *query, char *head)
{
    char *const open = strchr(head, '(');
    char *const close = strchr(head, ')');
    if (!open || !close || close < open)
        fail(source, "a query begins with: -- query: name(parameter type, ...) -> column, ...");
    *open = '\0';
    *close = '\0';
    query->source = source;
    query->name = trim(head);
    for (const char *at = query->name; *at; at++)
        if (!islower((unsigned char)*at) && !isdigit((unsigned char)*at) && *at != '_')
            fail(source, "'%s': a query's name has lower-case letters, digits and _", query->name);
    for (int i = 0; i < query_count; i++)
        if (strcmp(queries[i].name, query->name) == 0)
            fail(source, "query %s is already in %s:%d", query->name, queries[i].source.file,
                 queries[i].source.line);
    parse_parameters(source, query, open + 1);
    char *const rest = trim(close + 1);
    if (!*rest)
        return;
    if (!starts(rest, "->") || !*trim(rest + 2))
        fail(source, "after the parameters of %s comes: -> column, ...", query->name);
    query->column_count = count_columns(trim(rest + 2));
}

/* Whether the head goes on in the next comment line. */
static bool head_is_open(const struct text *head, const char *next)
{
    const char last = head->size > 0 ? head->data[head->size - 1] : '\0';
    return !strchr(head->data, ')') || last == ',' || last == '>' || starts(next, "->");
}

/* --- the body of a query --- */

/* Notes which $n the text has, and writes ?n for SQLite, which would number $n by appearance. */
static void settle_parameters(struct query *query, enum dialect dialect)
{
    struct text settled = {0};
    bool used[PARAMETERS_MAX + 1] = {false};
    char quote = 0;
    const struct text *const sql = &query->sql[dialect];
    for (size_t i = 0; i < sql->size; i++) {
        char c = sql->data[i];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '?') {
            fail(query->source, "query %s: write $1, not ?", query->name);
        } else if (c == ':' && sql->data[i + 1] == ':' && dialect == SQLITE) {
            fail(query->source, "query %s: write CAST(x AS type), not ::", query->name);
        } else if (c == '$') {
            const int number = atoi(sql->data + i + 1);
            if (number < 1 || number > query->parameter_count)
                fail(query->source, "query %s has %d parameters but uses $%d", query->name,
                     query->parameter_count, number);
            used[number] = true;
            c = dialect == SQLITE ? '?' : '$';
        }
        text_add(&settled, &c, 1);
    }
    for (int i = 1; sql->size > 0 && i <= query->parameter_count; i++)
        if (!used[i])
            fail(query->source, "query %s does not use its parameter $%d on %s", query->name, i,
                 dialect == SQLITE ? "SQLite" : "PostgreSQL");
    query->sql[dialect] = settled;
}

static void close_query(struct query *query, const bool ended[DIALECT_COUNT])
{
    if (query->sql[SQLITE].size + query->sql[POSTGRESQL].size == 0)
        fail(query->source, "query %s has no text", query->name);
    for (int d = SQLITE; d < DIALECT_COUNT; d++) {
        if (query->sql[d].size > 0 && !ended[d])
            fail(query->source, "query %s does not end with a semicolon", query->name);
        settle_parameters(query, (enum dialect)d);
    }
}

static void add_query_line(struct source source, struct query *query, const char *line,
                           bool ended[DIALECT_COUNT])
{
    for (int d = SQLITE; d < DIALECT_COUNT; d++) {
        char *const seen = line_for(source, (enum dialect)d, line);
        if (!*seen)
            continue;
        if (!query)
            fail(source, "text before the first '-- query:' line");
        if (ended[d])
            fail(source, "query %s has a second statement", query->name);
        ended[d] = take_semicolon(source, seen);
        add_line(&query->sql[d], seen);
    }
}

/* --- files --- */

static char *read_file(const char *path)
{
    struct text text = {0};
    char piece[65536];
    size_t size;
    FILE *const file = fopen(path, "rb");
    if (!file)
        fail((struct source){path, 0}, "%s", strerror(errno));
    while ((size = fread(piece, 1, sizeof(piece), file)) > 0)
        text_add(&text, piece, size);
    fclose(file);
    return text.data ? text.data : copy("", 0);
}

static void read_queries(const char *path)
{
    struct source source = {path, 0};
    struct query *query = NULL;
    struct text head = {0};
    struct source head_source = source;
    bool ended[DIALECT_COUNT] = {false};
    char *rest = read_file(path);
    static const char mark[] = "-- query:";

    for (char *line; (line = strsep(&rest, "\n"));) {
        source.line++;
        char *const trimmed = trim(copy(line, strlen(line)));
        const bool is_comment = starts(trimmed, "--") && !starts(trimmed, "--@");
        if (head.size > 0) { /* a head may go on in the next comment lines */
            if (is_comment && head_is_open(&head, trim(trimmed + 2))) {
                text_add(&head, " ", 1);
                text_add(&head, trim(trimmed + 2), strlen(trim(trimmed + 2)));
                continue;
            }
            parse_head(head_source, query, copy(head.data, head.size));
            query_count++;
            head.size = 0;
        }
        if (starts(trimmed, mark)) {
            if (query)
                close_query(query, ended);
            if (query_count == QUERIES_MAX)
                fail(source, "more than %d queries", QUERIES_MAX);
            query = &queries[query_count];
            ended[SQLITE] = ended[POSTGRESQL] = false;
            head_source = source;
            text_add(&head, trim(trimmed + sizeof(mark) - 1),
                     strlen(trim(trimmed + sizeof(mark) - 1)));
        } else if (query && strcmp(trimmed, "-- stream") == 0) {
            query->is_stream = true;
        } else if (!is_comment) {
            add_query_line(source, query, line, ended);
        }
    }
    if (head.size > 0)
        fail(head_source, "a query without a text ends the file");
    if (query)
        close_query(query, ended);
}

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
        if (table_count == TABLES_MAX)
            fail(source, "more than %d tables", TABLES_MAX);
        tables[table_count++] = (struct table){name, *place, migration->version};
    } else if (*place) {
        fail(source, "-- place: stands before CREATE TABLE only");
    }
    *place = NULL;
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

static void read_migration(const char *path, struct migration *migration)
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
        migrations[migration_count++] = migration;
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
    for (int i = 0; i < query_count; i++) {
        fprintf(head, "    Q_");
        for (const char *at = queries[i].name; *at; at++)
            fputc(toupper((unsigned char)*at), head);
        fprintf(head, ", /* %s:%d */\n", strrchr(queries[i].source.file, '/') + 1,
                queries[i].source.line);
    }
    fprintf(head, "    QUERY_COUNT\n};\n#endif\n");
    finish(head, "queries.h");

    FILE *const rows = create(folder, "queries_table.h");
    fprintf(rows, "static const struct query_row query_rows[QUERY_COUNT] = {\n");
    for (int i = 0; i < query_count; i++) {
        const struct query *const query = &queries[i];
        fprintf(rows, "    {\"%s\",\n     {", query->name);
        write_literal(rows, &query->sql[SQLITE]);
        fprintf(rows, ",\n     ");
        write_literal(rows, &query->sql[POSTGRESQL]);
        fprintf(rows, "},\n     \"%s\", %d, %d, %s},\n", query->kinds, query->parameter_count,
                query->column_count, query->is_stream ? "true" : "false");
    }
    fprintf(rows, "};\n");
    finish(rows, "queries_table.h");
}

static void write_migrations(const char *folder)
{
    FILE *const rows = create(folder, "migrations_table.h");
    for (int i = 0; i < migration_count; i++) {
        fprintf(rows, "static const struct migration_statement migration_%04d[] = {\n",
                migrations[i]->version);
        for (int s = 0; s < migrations[i]->statement_count; s++) {
            fprintf(rows, "    {{");
            write_literal(rows, &migrations[i]->statements[s].sql[SQLITE]);
            fprintf(rows, ",\n     ");
            write_literal(rows, &migrations[i]->statements[s].sql[POSTGRESQL]);
            fprintf(rows, "}},\n");
        }
        fprintf(rows, "};\n");
    }
    fprintf(rows, "static const struct migration migration_rows[] = {\n");
    for (int i = 0; i < migration_count; i++)
        fprintf(rows, "    {%d, \"%s\", migration_%04d, %d},\n", migrations[i]->version,
                migrations[i]->name, migrations[i]->version, migrations[i]->statement_count);
    fprintf(rows, "};\nstatic const struct store_table table_rows[] = {\n");
    for (int i = 0; i < table_count; i++)
        fprintf(rows, "    {\"%s\", \"%s\", %d},\n", tables[i].name, tables[i].place,
                tables[i].version);
    fprintf(rows, "};\n");
    finish(rows, "migrations_table.h");
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
    if (query_count == 0 || migration_count == 0)
        fail((struct source){argv[1], 0}, "no queries or no migrations");
    write_queries(argv[2]);
    write_migrations(argv[2]);
    return 0;
}
