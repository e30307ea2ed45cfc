/* What was read from sql/: named queries, migrations, and where each table is to live.  Filled by
 * the readers in file order; the limits are far above what a schema has. */
#ifndef EMBED_SQL_CATALOGUE_H
#define EMBED_SQL_CATALOGUE_H
#include "text.h"

#define QUERIES_MAX    4096
#define PARAMETERS_MAX 96 /* LIMIT_DB_ARGS */
#define MIGRATIONS_MAX 512
#define STATEMENTS_MAX 512
#define TABLES_MAX     512
#define SHAPES_MAX     1024

struct query {
    struct source source;
    char *name;
    char kinds[PARAMETERS_MAX + 1]; /* i, t or b each */
    int parameter_count;
    int column_count;
    bool is_stream;
    bool needs_citus;
    bool is_set;
    struct text set; /* for PostgreSQL: all rows in one statement */
    bool is_aside;
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

/* The columns of a table from one migration on. */
struct shape {
    struct source source;
    char *table;
    int version;
    char *columns[PARAMETERS_MAX];
    char kinds[PARAMETERS_MAX + 1];
    int column_count;
};

struct catalogue {
    struct query queries[QUERIES_MAX];
    int query_count;
    struct migration *migrations[MIGRATIONS_MAX];
    int migration_count;
    struct table tables[TABLES_MAX];
    int table_count;
    struct shape shapes[SHAPES_MAX];
    int shape_count;
};
extern struct catalogue catalogue;

/* Reads one file of named queries; a mistake stops the build. */
void read_queries(const char *path);
/* Writes the text of a query that is a set. */
void make_set(struct query *query);
/* Reads one file of DDL into migration, whose version and name are set, and notes its tables. */
void read_migration(const char *path, struct migration *migration);
/* Notes what a statement of a migration, as SQLite sees it, does to the columns of a table. */
void note_shape(struct source source, int version, const char *sql);
/* Whether its rows are of a person. */
bool has_debtor(const struct shape *shape);
/* Adds the queries by which backups read, write and count each shape. */
void make_shape_queries(void);
#endif
