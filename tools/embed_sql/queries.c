/* Named queries: "-- query: name(parameter type, ...) -> column, ..." and the statement after it.
 */
#include "catalogue.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

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

/* "row" is a list that C names in one place: nothing to count. */
static int count_columns(const char *list)
{
    if (strcmp(list, "row") == 0)
        return -1;
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
    for (int i = 0; i < catalogue.query_count; i++)
        if (strcmp(catalogue.queries[i].name, query->name) == 0)
            fail(source, "query %s is already in %s:%d", query->name,
                 catalogue.queries[i].source.file, catalogue.queries[i].source.line);
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
            const long number = strtol(sql->data + i + 1, NULL, 10);
            if (number < 1 || number > query->parameter_count)
                fail(query->source, "query %s has %d parameters but uses $%ld", query->name,
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
    if (query->is_set)
        make_set(query);
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

void read_queries(const char *path)
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
            catalogue.query_count++;
            head.size = 0;
        }
        if (starts(trimmed, mark)) {
            if (query)
                close_query(query, ended);
            if (catalogue.query_count == QUERIES_MAX)
                fail(source, "more than %d queries", QUERIES_MAX);
            query = &catalogue.queries[catalogue.query_count];
            ended[SQLITE] = ended[POSTGRESQL] = false;
            head_source = source;
            text_add(&head, trim(trimmed + sizeof(mark) - 1),
                     strlen(trim(trimmed + sizeof(mark) - 1)));
        } else if (query && strcmp(trimmed, "-- stream") == 0) {
            query->is_stream = true;
        } else if (query && strcmp(trimmed, "-- aside") == 0) {
            query->is_aside = true;
        } else if (query && strcmp(trimmed, "-- citus") == 0) {
            query->needs_citus = true;
        } else if (query && strcmp(trimmed, "-- set") == 0) {
            query->is_set = true;
        } else if (!is_comment) {
            add_query_line(source, query, line, ended);
        }
    }
    if (head.size > 0)
        fail(head_source, "a query without a text ends the file");
    if (query)
        close_query(query, ended);
}
