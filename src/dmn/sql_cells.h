/* Cells, entries and names of a table as SQL. */
#ifndef DMN_SQL_CELLS_H
#define DMN_SQL_CELLS_H
#include "dmn/sql.h"
#include "dmn/table.h"

#define LIMIT_DMN_SQL_BYTES ((size_t)64 << 20) /* 4,096 rules with long cells */

/* A name in double quotes. */
str dmn_sql_identifier(struct op *op, str name);
/* The condition of a cell over an expression; empty: it asks nothing.  It is TRUE where the cell
 * matches, FALSE or NULL where it does not. */
MUST_CHECK status dmn_sql_test(struct op *op, enum dmn_dialect dialect,
                               const struct dmn_domain *domain, str cell, str column,
                               str *ret_test);
/* A value of an output. */
str dmn_sql_value(struct op *op, enum dmn_dialect dialect, const struct dmn_symbols *symbols,
                  const struct dmn_output *output, struct dmn_value value);
#endif
