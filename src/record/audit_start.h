/* Since when rows are chained.
 *
 * A store made by this program chains from its first row.  One that came from an earlier program
 * has rows without a chain: they are chained once, before anybody writes, in links that say so
 * (AUDIT_KIND_EARLIER), and the day of it is written down.  What they were before that day the
 * chain cannot know.  A program that chains more tables than the one before it does the same for
 * those, on the day of its own first start. */
#ifndef RECORD_AUDIT_START_H
#define RECORD_AUDIT_START_H
#include "record/audit.h"

struct audit_start {
    day day;
    instant at;
    int64_t until_debtor_id; /* chained are those of the debtors before this one */
    int64_t rows;            /* that were there already */
    bool is_done;
    enum audit_table from_table; /* the first one of the pass: a newer program chains more */
    day again_on;                /* of such a later pass; DAY_NONE: there was none */
};
/* Whether links of a day may chain rows that were there before. */
bool audit_start_is_day(const struct audit_start *start, day on);

/* *ret_found false: no organisation, or one from before chains. */
MUST_CHECK status audit_start_get(struct op *op, struct audit_start *ret_start, bool *ret_found);
/* Chains what an earlier program left, in transactions of some thousand cases, each of which stays;
 * goes on where a killed call stopped.  *ret_rows (may be NULL): how many this call chained.
 * Nothing, when it is done or there is no organisation. */
MUST_CHECK status audit_start_earlier(struct op *op, int64_t *ret_rows);
/* The schema from which on there are chains. */
#define AUDIT_SCHEMA 9
/* The current row of a range query: the case of its chain, and its values (borrowed). */
int64_t audit_read_row(const struct db_rows *rows, enum audit_table table, struct db_arg *values);
#endif
