#include "insight/balances.h"

#include "insight/claims.h"
#include "insight/debts.h"
#include "money/age.h"

struct period {
    day from;
    day date;
    const struct currency_list *currencies;
    struct balances *list;
};

/* The claim is exposed from its first day past due in the period: what was open when that day began
 * is what could be recovered, what came from then on is what was. */
static status add_recovery(struct op *op, const struct period *period,
                           const struct claim_history *claim, int64_t *sums)
{
    const day past_due =
        claim->due_on + 1 > claim->issued_on ? claim->due_on + 1 : claim->issued_on;
    const day since = past_due > period->from ? past_due : period->from;
    const money exposed = claim_unpaid(claim, since - 1);

    if (since > period->date || exposed.minor <= 0)
        return OK;
    TRY(report_sum(op, &sums[BALANCE_EXPOSED], exposed.minor));
    for (int i = 0; i < claim->step_count; i++)
        if (claim->steps[i].value_on >= since && claim->steps[i].value_on <= period->date)
            TRY(report_sum(op, &sums[BALANCE_RECOVERED], claim->steps[i].amount.minor));
    return OK;
}

static status add_claim(struct op *op, const struct period *period,
                        const struct claim_history *claim)
{
    const money closing = claim_open(claim, period->date);
    int64_t *sums;
    int index;

    TRY(currency_list_find(op, period->currencies, claim->currency, &index));
    sums = period->list[index].sums;
    TRY(report_sum(op, &sums[BALANCE_OPENING], claim_open(claim, period->from - 1).minor));
    TRY(report_sum(op, &sums[BALANCE_CLOSING], closing.minor));
    if (claim->issued_on >= period->from && claim->issued_on <= period->date)
        TRY(report_sum(op, &sums[BALANCE_ISSUED], claim->amount.minor));
    if (age_past_due_days(claim->due_on, period->date) > 0)
        TRY(report_sum(op, &sums[BALANCE_PAST_DUE], closing.minor));
    return add_recovery(op, period, claim, sums);
}

static status add_debt(struct op *op, const struct period *period, const struct debt *debt)
{
    static const int limits[] = {30, 60, 90};
    int index;

    TRY(currency_list_find(op, period->currencies, debt->currency, &index));
    for (size_t i = 0; i < ARRAY_LEN(limits); i++)
        if (debt->past_due_days[1] > limits[i])
            TRY(report_sum(op, &period->list[index].sums[BALANCE_PAR_30 + i], debt->open[1].minor));
    return OK;
}

status balances_read(struct op *op, day from, day date, const struct currency_list *currencies,
                     struct balances **ret_balances)
{
    struct balances *list = arena_array(op->arena, (size_t)currencies->count, sizeof(*list));
    const struct period period = {from, date, currencies, list};
    const day days[DEBT_DAYS] = {from - 1, date};
    struct claim_stream stream;
    struct claim_history claim;
    struct debt current = {0};
    struct debt done;
    bool has_claim;
    bool is_done;

    TRY(claim_stream_open(op, &dimension_none, STR(""), &stream));
    for (;;) {
        TRY(claim_stream_next(op, &stream, &has_claim, &claim));
        if (!has_claim)
            break;
        TRY(add_claim(op, &period, &claim));
        TRY(debt_fold(op, days, &claim, &current, &is_done, &done));
        if (is_done)
            TRY(add_debt(op, &period, &done));
    }
    if (current.obligation_id != 0)
        TRY(add_debt(op, &period, &current));
    *ret_balances = list;
    return OK;
}
