#include "insight/debts.h"

#include "insight/build.h"
#include "money/age.h"

static status add_claim(struct op *op, const day days[DEBT_DAYS], const struct claim_history *claim,
                        struct debt *debt)
{
    for (int i = 0; i < DEBT_DAYS; i++) {
        const money open = claim_open(claim, days[i]);
        const int age = age_past_due_days(claim->due_on, days[i]);
        if (open.minor == 0)
            continue;
        if (age > debt->past_due_days[i])
            debt->past_due_days[i] = age;
        TRY(report_sum(op, &debt->open[i].minor, open.minor));
    }
    return OK;
}

status debt_fold(struct op *op, const day days[DEBT_DAYS], const struct claim_history *claim,
                 struct debt *current, bool *ret_done, struct debt *ret_debt)
{
    const bool is_done =
        current->obligation_id != 0 && current->obligation_id != claim->obligation_id;

    if (is_done)
        *ret_debt = *current;
    if (current->obligation_id != claim->obligation_id)
        *current =
            (struct debt){.obligation_id = claim->obligation_id, .currency = claim->currency};
    *ret_done = is_done;
    return add_claim(op, days, claim, current);
}
