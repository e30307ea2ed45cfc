/* The queries and migrations of sql/, as tools/embed_sql.c compiled them. */
#include "store/backend.h"

#include <assert.h>

#include "store/migrations_table.h"
#include "store/queries_table.h"
#include "store/shapes_table.h"

const struct query_row *catalogue_query(enum query query)
{
    assert(query < QUERY_COUNT);
    return &query_rows[query];
}

const struct migration *catalogue_migrations(int *ret_count)
{
    *ret_count = (int)ARRAY_LEN(migration_rows);
    return migration_rows;
}

const struct store_table *catalogue_tables(int *ret_count)
{
    *ret_count = (int)ARRAY_LEN(table_rows);
    return table_rows;
}

const struct table_shape *catalogue_shapes(int *ret_count)
{
    *ret_count = (int)ARRAY_LEN(shape_rows);
    return shape_rows;
}
