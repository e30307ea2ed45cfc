/* Rows that wait: new rows that a transaction keeps back, to write them together, table by table.
 *
 * Between db_gather_start and the end of the transaction db_insert keeps rows back.  Every other
 * statement has them written first, so whoever asks sees them; only a query marked `-- aside` in
 * sql/ does not, because it speaks of other tables.  The commit writes them, a rollback drops them.
 * A unique key that is taken is told when they are written. */
#ifndef STORE_GATHER_H
#define STORE_GATHER_H
#include "store/db.h"

/* complete(op, context) runs before rows are written and may add rows whose values are known only
 * then.  In a transaction; until its end. */
MUST_CHECK status db_gather_start(struct op *op, status (*complete)(struct op *op, void *context),
                                  void *context);
/* Whether db_insert keeps rows back now. */
bool db_gathers(const struct op *op);
/* One new row by a plain insert (`INSERT INTO t (…) VALUES ($1, $2, …)`): kept back, values
 * included, or, where nothing is gathered, written as by db_run_later. */
MUST_CHECK status db_insert(struct op *op, enum query query, const struct db_arg *args,
                            size_t arg_count);
/* Writes what is kept back; more may come.  Not in a transaction that only reads. */
MUST_CHECK status db_gather_write(struct op *op);

/* Rows kept back on one connection and written on another.  The first is lent a gather, starts it
 * in a transaction that may only read, and gives it back with its rows; the second is lent it then,
 * starts it, and its commit writes them.  One connection at a time. */
struct gather *db_gather_create(struct arena *arena);
void db_gather_lend(struct op *op, struct gather *gather);
/* Without one lent: nothing. */
void db_gather_return(struct op *op);
/* Drops its rows; not while it is lent and a statement runs. */
void db_gather_clear(struct gather *gather);
#endif
