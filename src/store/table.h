/* The tables as rows of values: for backups, which take all of them and know what none means.
 *
 * tools/embed_sql reads the columns from the migrations.  A table has a shape from each migration
 * on that made it or added to it, and each shape its own queries, so rows of an older schema can be
 * read and written as they were.  The store's own tables (migration 0) are not among them. */
#ifndef STORE_TABLE_H
#define STORE_TABLE_H
#include "store/db.h"

struct table_shape {
    const char *name;
    int version; /* the migration from which on it holds */
    int column_count;
    const char *kinds;   /* of the columns, a letter each: i 64-bit integer, t text, b blob */
    const char *columns; /* their names, a blank between them */
    enum query read;     /* all rows, in no order; a stream */
    enum query write;    /* one row */
    enum query count;
    enum query of_debtor; /* the rows of a debtor_id; QUERY_COUNT: the table has none */
};

/* The tables of a schema, in an order in which rows find what they refer to; the array lives in the
 * arena.  Pure. */
const struct table_shape **table_list(struct arena *arena, int version, size_t *ret_count);
/* The value in a column of the current row; texts are borrowed until the next row. */
struct db_arg table_value(const struct db_rows *rows, const struct table_shape *shape, int column);
#endif
