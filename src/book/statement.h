/* Statements (estados de cuenta): what a creditor says of one account at the end of a period.
 *
 * A statement is the source's word beside our book: it makes no claim, moves no money and changes
 * no fact.  Amounts are minor units of the obligation's currency; a balance below zero is in the
 * person's favour. */
#ifndef BOOK_STATEMENT_H
#define BOOK_STATEMENT_H
#include "book/obligation.h"

#define MONTHS_LATE_NONE (-1) /* the statement does not say */

struct statement {
    str source;
    day ends_on;
    money balance;
    money paid; /* in the period */
    int32_t months_late;
};

/* One per obligation and day; a later file's word replaces an earlier one's.  E_INVALID: no day, or
 * an amount beyond LIMIT_AMOUNT_MINOR. */
MUST_CHECK status statement_put(struct op *op, const struct obligation_ref *obligation,
                                const struct statement *statement, enum book_change *ret_change);
#endif
