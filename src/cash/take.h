/* A file of a bank into the store: its statements and entries as they came, and their money.
 *
 * The same bytes are one file; a statement or an entry that came before, in whatever file, is not
 * taken again.  An entry that the bank gives no name of its own and that equals an earlier one of
 * another statement waits for a person as `double`: it may be the same money, or not.  A file
 * whose control totals or balances do not agree, or with parts that cannot be read, is refused
 * whole, unless the caller accepts it: then it is marked with what differs.  One transaction: a
 * kill leaves the store as it was before or as it is after. */
#ifndef CASH_TAKE_H
#define CASH_TAKE_H
#include "cash/debit_said.h"

struct take_request {
    const char *path;
    const char *mapping_path; /* of a CSV (cash/sheet.h); NULL: a format of a bank */
    currency currency;        /* where the file says none; CURRENCY_NONE: the organisation's */
    bool accepts_differences;
    bool is_command;    /* a refusal then names the option that accepts, else the screen's words */
    int64_t deposit_id; /* entry of a bank that brought the money of an employer's file: it is
                           dismissed with this file as its reason; 0: none */
    bool is_dry_run;    /* everything but the commit */
};

struct take_result {
    int64_t file_id; /* of what was taken, or came before */
    const char *format;
    bool is_known;               /* the very file came before: nothing was done */
    const char *differs;         /* what does not agree; empty: all does */
    int64_t statements, entries; /* new ones */
    int64_t repeated;            /* entries that came before */
    int64_t money, returns;      /* of the new ones */
    int64_t settled, waiting;    /* of money and returns */
    bool is_answer;              /* to a direct debit: said tells what became of its orders */
    struct debit_said said;
};

/* E_INVALID: as bank_file_read, a currency or an amount that cannot be kept, or the totals differ.
 * E_LIMIT: too many entries for one transaction.  Of an employer's file also as payroll_open, of an
 * answer to a direct debit as debit_said_take;
 * E_CONFLICT: the deposit is not what it says, or the file came before.  Ends its transaction
 * itself. */
MUST_CHECK status take_file(struct op *op, const struct take_request *request,
                            struct take_result *ret_result);
/* The same of bytes that came another way than as a file of this machine, in the caller's
 * transaction, which ends with policy_commit; name is what it was called.  path and is_dry_run do
 * not count. */
MUST_CHECK status take_bytes(struct op *op, const char *name, str bytes,
                             const struct take_request *request, struct take_result *ret_result);
/* Tries again what waits, in the caller's transaction, which ends with policy_commit. */
MUST_CHECK status take_again(struct op *op, int64_t *ret_tried, int64_t *ret_settled);
#endif
