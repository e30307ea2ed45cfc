/* What a bank says of a file of direct debit (pain.002), order by order.
 *
 * What is accepted stays under way: only money pays it.  What is refused ends, with the bank's code
 * and words for why, and its claim may be collected again.  An answer for the whole file counts for
 * every order that has none of its own.  No money moves here. */
#ifndef CASH_DEBIT_SAID_H
#define CASH_DEBIT_SAID_H
#include "cash/file_taken.h"

struct debit_said {
    int64_t accepted, pending, rejected;
    int64_t late;    /* refused, but paid, returned or withdrawn before: it stays so */
    int64_t unknown; /* orders that the file did not have, or with another amount */
};

/* Whether a file that was taken is such an answer. */
bool debit_said_is(const struct file_taken *file);
/* Notes where the answer says that the file had other orders, or another sum, than was written. */
MUST_CHECK status debit_said_compare(struct op *op, struct file_taken *file);
/* After its entries are in the store, in the caller's transaction.  E_NOT_FOUND: it answers a file
 * that was not written here. */
MUST_CHECK status debit_said_take(struct op *op, const struct file_taken *file,
                                  struct debit_said *ret_said);
#endif
