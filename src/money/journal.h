/* Journal lines: what a mark or a return means for the accounts of the creditor.
 *
 * Accounts are codes that an organisation maps to its own chart.  Credits come first.  Pure. */
#ifndef MONEY_JOURNAL_H
#define MONEY_JOURNAL_H
#include "money/component.h"

#define JOURNAL_LINES_MAX (2 * COMPONENT_COUNT)

struct journal_line {
    bool is_debit;
    const char *account;
    int64_t amount;
};

/* A charge-off: each receivable leaves the books against expense (principal) or the income that it
 * had been (the rest).  Late interest and fees are one account.  Returns how many lines. */
size_t journal_of_charge_off(const struct parts *parts, struct journal_line ret_lines[]);
/* A returned payment: the receivable comes back, the money goes; the bank's cost is booked apart.
 */
size_t journal_of_return(int64_t amount, int64_t bank_cost, struct journal_line ret_lines[]);
#endif
