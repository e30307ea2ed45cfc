/* The index of all open claims, read from the store in the caller's transaction. */
#ifndef CASH_BOOK_LOAD_H
#define CASH_BOOK_LOAD_H
#include "cash/book_index.h"
#include "cash/match.h"

/* With the payment references of each creditor's scheme and the accounts that paid before; the
 * matcher has the scores that the organisation wants.  Lives in the op's arena; needs the key. */
MUST_CHECK status book_load(struct op *op, struct matcher *ret_matcher);
/* 64 bits of a keyed digest, by which an account is known again; 0: no account. */
uint64_t book_account_digest(str account);
#endif
