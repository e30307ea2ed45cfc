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
/* Writes what is kept back; more may come. */
MUST_CHECK status db_gather_write(struct op *op);
#endif
