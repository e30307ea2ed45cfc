/* The claims put together to debts: what an obligation owes at the end of each of two days, and how
 * old it is then.  The age of a debt is that of its oldest unpaid claim; its balance is whole. */
#ifndef INSIGHT_DEBTS_H
#define INSIGHT_DEBTS_H
#include "insight/claims.h"

#define DEBT_DAYS 2
struct debt {
    int64_t obligation_id;
    currency currency;
    money open[DEBT_DAYS];        /* at the end of each asked day */
    int past_due_days[DEBT_DAYS]; /* of the oldest claim that is open then */
};

/* Folds claims, which come debt by debt, into *current.  When the claim belongs to the next debt,
 * *ret_done is true and *ret_debt is the finished one.  Start with a zero *current; what it holds
 * after the last claim is the last debt (obligation_id 0: there was none).  E_LIMIT as report_sum.
 */
MUST_CHECK status debt_fold(struct op *op, const day days[DEBT_DAYS],
                            const struct claim_history *claim, struct debt *current, bool *ret_done,
                            struct debt *ret_debt);
#endif
