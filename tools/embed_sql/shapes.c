/* Backups: every table as it was from each schema on, with queries that read, write and count it.
 *
 * A backup holds the rows of the schema that its store had, so each shape that a table ever had
 * keeps its queries.  What a migration may do to a table is therefore known here: make it, and add
 * a column.  Anything else stops the build until a backup can follow it. */
#include "catalogue.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Words that begin a part of CREATE TABLE which is no column. */
static bool is_column(const char *part)
{
    static const char *const others[] = {"PRIMARY ", "UNIQUE", "FOREIGN ", "CHECK", "CONSTRAINT "};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (starts(part, others[i]))
            return false;
    return true;
}

static char kind_of(struct source source, const char *type)
{
    static const char *const types[] = {"INTEGER", "TEXT", "BLOB"};
    static const char kinds[] = {'i', 't', 'b'};
    for (size_t i = 0; i < sizeof(kinds); i++)
        if (starts(type, types[i]))
            return kinds[i];
    fail(source, "a column of type '%s': backups know INTEGER, TEXT and BLOB", type);
}

static void add_column(struct source source, struct shape *shape, const char *part)
{
    const size_t size = strcspn(part, " ");
    const char *const type = part + size + strspn(part + size, " ");
    if (shape->column_count == PARAMETERS_MAX)
        fail(source, "table %s has more than %d columns", shape->table, PARAMETERS_MAX);
    shape->kinds[shape->column_count] = kind_of(source, type);
    shape->columns[shape->column_count++] = copy(part, size);
}

/* The parts between the commas of the outer parentheses. */
static void add_columns(struct source source, struct shape *shape, const char *body)
{
    int depth = 1;
    const char *start = body;
    for (const char *at = body; depth > 0; at++) {
        if (!*at)
            fail(source, "CREATE TABLE %s does not end", shape->table);
        depth += (*at == '(') - (*at == ')');
        if (depth > 1 || (depth == 1 && *at != ','))
            continue;
        char *const part = trim(copy(start, (size_t)(at - start)));
        if (is_column(part))
            add_column(source, shape, part);
        start = at + 1;
    }
}

static struct shape *newest(const char *table, size_t size)
{
    for (int i = catalogue.shape_count - 1; i >= 0; i--)
        if (strlen(catalogue.shapes[i].table) == size &&
            strncmp(catalogue.shapes[i].table, table, size) == 0)
            return &catalogue.shapes[i];
    return NULL;
}

static struct shape *new_shape(struct source source)
{
    if (catalogue.shape_count == SHAPES_MAX)
        fail(source, "more than %d shapes of tables", SHAPES_MAX);
    return &catalogue.shapes[catalogue.shape_count++];
}

static void make_table(struct source source, int version, const char *sql)
{
    struct shape *const shape = new_shape(source);
    const size_t size = strcspn(sql, " (\n");
    const char *const open = strchr(sql, '(');
    if (!open)
        fail(source, "CREATE TABLE without columns");
    shape->table = copy(sql, size);
    shape->version = version;
    shape->source = source;
    add_columns(source, shape, open + 1);
}

/* The tables of migration 0 are the store's own: in no backup. */
static bool is_own(const char *table, size_t size)
{
    for (int i = 0; i < catalogue.table_count; i++)
        if (catalogue.tables[i].version == 0 && strlen(catalogue.tables[i].name) == size &&
            strncmp(catalogue.tables[i].name, table, size) == 0)
            return true;
    return false;
}

/* The shape that a table has in this migration: the one it had, copied once. */
static void change_table(struct source source, int version, const char *sql)
{
    static const char add[] = "ADD COLUMN ";
    const size_t size = strcspn(sql, " \n");
    const char *const rest = sql + size + strspn(sql + size, " \n");
    const struct shape *const before = newest(sql, size);
    if (is_own(sql, size))
        return;
    if (!before)
        fail(source, "ALTER TABLE of a table that is not there: %.*s", (int)size, sql);
    if (!starts(rest, add))
        fail(source, "backups can follow ALTER TABLE ... ADD COLUMN only (tools/embed_sql)");
    struct shape *shape = newest(sql, size);
    if (before->version != version) {
        shape = new_shape(source);
        *shape = *before;
        shape->version = version;
        shape->source = source;
    }
    add_column(source, shape, rest + sizeof(add) - 1);
}

void note_shape(struct source source, int version, const char *sql)
{
    static const char create[] = "CREATE TABLE ";
    static const char alter[] = "ALTER TABLE ";
    if (version == 0)
        return; /* the store's own tables are in no backup */
    if (starts(sql, create))
        make_table(source, version, sql + sizeof(create) - 1);
    else if (starts(sql, alter))
        change_table(source, version, sql + sizeof(alter) - 1);
    else if (starts(sql, "DROP TABLE "))
        fail(source, "backups cannot follow DROP TABLE yet (tools/embed_sql)");
}

static struct query *new_query(const struct shape *shape, const char *what)
{
    if (catalogue.query_count == QUERIES_MAX)
        fail(shape->source, "more than %d queries", QUERIES_MAX);
    struct query *const query = &catalogue.queries[catalogue.query_count++];
    query->source = shape->source;
    if (asprintf(&query->name, "backup_%s_%s_%d", what, shape->table, shape->version) < 0)
        abort();
    return query;
}

static void add(struct text *text, const char *word)
{
    text_add(text, word, strlen(word));
}

/* "a, b, c" */
static void add_names(struct text *text, const struct shape *shape)
{
    for (int c = 0; c < shape->column_count; c++) {
        add(text, c > 0 ? ", " : "");
        add(text, shape->columns[c]);
    }
}

/* "?1, ?2, ?3" or "$1, $2, $3" */
static void add_values(struct text *text, const struct shape *shape, enum dialect dialect)
{
    for (int c = 0; c < shape->column_count; c++) {
        char value[32];
        (void)snprintf(value, sizeof(value), "%s%c%d", c > 0 ? ", " : "",
                       dialect == SQLITE ? '?' : '$', c + 1);
        add(text, value);
    }
}

static void make_queries(const struct shape *shape)
{
    struct query *const read = new_query(shape, "read");
    struct query *const write = new_query(shape, "write");
    struct query *const count = new_query(shape, "count");
    read->column_count = shape->column_count;
    read->is_stream = true;
    write->parameter_count = shape->column_count;
    memcpy(write->kinds, shape->kinds, sizeof(write->kinds));
    count->column_count = 1;
    for (int d = SQLITE; d < DIALECT_COUNT; d++) {
        add(&read->sql[d], "SELECT ");
        add_names(&read->sql[d], shape);
        add(&read->sql[d], " FROM ");
        add(&read->sql[d], shape->table);
        add(&write->sql[d], "INSERT INTO ");
        add(&write->sql[d], shape->table);
        add(&write->sql[d], " (");
        add_names(&write->sql[d], shape);
        add(&write->sql[d], ") VALUES (");
        add_values(&write->sql[d], shape, (enum dialect)d);
        add(&write->sql[d], ")");
        add(&count->sql[d], "SELECT count(*) FROM ");
        add(&count->sql[d], shape->table);
    }
}

bool has_debtor(const struct shape *shape)
{
    for (int c = 0; c < shape->column_count; c++)
        if (strcmp(shape->columns[c], "debtor_id") == 0)
            return true;
    return false;
}

/* All that a table holds of one person. */
static void make_debtor_query(const struct shape *shape)
{
    struct query *const of = new_query(shape, "debtor");
    of->column_count = shape->column_count;
    of->parameter_count = 1;
    of->kinds[0] = 'i';
    for (int d = SQLITE; d < DIALECT_COUNT; d++) {
        add(&of->sql[d], "SELECT ");
        add_names(&of->sql[d], shape);
        add(&of->sql[d], " FROM ");
        add(&of->sql[d], shape->table);
        add(&of->sql[d], d == SQLITE ? " WHERE debtor_id = ?1" : " WHERE debtor_id = $1");
    }
}

void make_shape_queries(void)
{
    for (int i = 0; i < catalogue.shape_count; i++) {
        make_queries(&catalogue.shapes[i]);
        if (has_debtor(&catalogue.shapes[i]))
            make_debtor_query(&catalogue.shapes[i]);
    }
}
