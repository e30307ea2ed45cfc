/* A decision as one SQL query that says the same, row for row, rule for rule.
 *
 * For whoever wants to see with other eyes what a table does: an auditor, a warehouse, a test.  It
 * is written from the cells as they stand, and shares nothing with the compiled plan but the names.
 * The query reads a relation with a column for each input, all of whose columns it hands on, and
 * adds for each decision of the chain, the one asked for last:
 *
 *   "d" or "d.output"    what it says; numbers are integers, scaled as the query's head tells
 *   "d.rule"             the rule that fired, from 1; 0: the default
 *   "d.violation"        several, differ, overflow or outside, as enum dmn_violation; else NULL
 *
 * A decision that gives a list (C, R, O) gives a row for each rule that hits, numbered "d.place".
 * Texts compare by equality only, dates are DATE in PostgreSQL and YYYY-MM-DD in SQLite.  A sum
 * beyond 64 bits is an overflow, in SQLite also one that only passes through there.  The text is no
 * query of the product's own (those are in sql/): the product writes it, others run it. */
#ifndef DMN_SQL_H
#define DMN_SQL_H
#include "dmn/plan.h"

enum dmn_dialect { DMN_SQLITE, DMN_POSTGRESQL };

struct dmn_sql {
    const struct dmn_model *model;
    const char *decision;
    const struct dmn_input *inputs;
    size_t input_count;
    struct dmn_symbols *symbols; /* grows */
    enum dmn_dialect dialect;
    const char *relation; /* what it reads */
};

/* Without a semicolon at the end.  As dmn_plan_compile; E_LIMIT: a name that is too long for a
 * column of PostgreSQL, or a query larger than LIMIT_DMN_SQL_BYTES. */
MUST_CHECK status dmn_sql_write(struct op *op, const struct dmn_sql *request, str *ret_query);
#endif
