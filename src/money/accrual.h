/* Interest that a ledger bears, ordinary or late: a claim of its own at the end of each month.
 *
 * A month's interest is that of each day's base (money/interest.h), rounded once; it is charged on
 * the first day of the next month, and on that day it is due.  It stays when the base is paid
 * later. The base has the components that the rule names: without interest among them nothing bears
 * interest on interest.  What an arrangement has put aside bears none.  Pure; memory is the op's.
 */
#ifndef MONEY_ACCRUAL_H
#define MONEY_ACCRUAL_H
#include "money/interest.h"
#include "money/ledger.h"

struct accrual_rule {
    struct interest_rule interest;
    unsigned bases;         /* 1 << component: what bears */
    enum component charged; /* as what it is owed: interest or late interest */
    bool only_overdue;      /* late interest: a line bears from its due day on */
    int64_t debt;           /* of which lines bear; 0: of all */
};

/* What bears on every day, of a ledger that is replayed far enough. */
struct interest_steps accrual_base(struct op *op, const struct ledger *ledger,
                                   const struct accrual_rule *rule);

/* The events with the charges that the rule adds for every month, or part of one, from `from` until
 * `until` (the first day that no longer counts).  A charge of a month that is over is part of the
 * base of the next only as the rule says; its id follows the last one.  E_INVALID, E_LIMIT as the
 * interest and the ledger have them. */
MUST_CHECK status accrual_close_forward(struct op *op, const struct ledger_rules *rules,
                                        const struct accrual_rule *rule,
                                        const struct ledger_event *events, size_t count, day from,
                                        day until, struct ledger_event **ret_events,
                                        size_t *ret_count);
#endif
