#include "book/accrue_settled.h"

#include "book/readjust.h"
#include "store/db.h"

static status read_flag(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(bool *)out = db_i64(row, 0) != 0;
    return OK;
}

status accrue_is_frozen(struct op *op, struct case_key key, bool *ret_is)
{
    bool found = false;
    return db_query_one(op, Q_ACCRUAL_IS_FROZEN,
                        DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), read_flag, ret_is,
                        &found);
}

day accrue_settled_until(const struct case_ledger *of)
{
    day until = DAY_MIN;
    for (size_t i = 0; i < of->plan_count; i++) {
        const struct arrangement *const plan = &of->plans[i].arrangement;
        const bool stays = plan->ended_on == DAY_NONE || arrangement_restructures(plan);
        const day next = stays ? DAY_MAX : day_month_end(plan->ended_on) + 1;
        until = next > until ? next : until;
    }
    return until;
}

/* Since when plans stood for the case without a month between them, until it was settled. */
static day uncharged_from(const struct case_ledger *of, day settled_until)
{
    day from = settled_until;
    for (size_t i = of->plan_count; i-- > 0;) {
        const struct arrangement *const plan = &of->plans[i].arrangement;
        const day began = day_month_start(plan->began_on);
        if (day_month_end(plan->ended_on) + 1 >= from && began < from)
            from = began;
    }
    return from;
}

/* A plan that was broken at first, and charged for, may have been kept after all. */
day accrue_charged_until(const struct case_ledger *of, int64_t obligation_id, day settled_until)
{
    if (settled_until == DAY_MIN || settled_until == DAY_MAX)
        return settled_until;
    day until = uncharged_from(of, settled_until);
    for (size_t i = 0; i < of->claim_count; i++) {
        const struct case_claim *const claim = &of->claims[i];
        if (claim->obligation_id == obligation_id && readjust_is_charge(claim) &&
            claim->month_on < settled_until && claim->issued_on > until)
            until = claim->issued_on;
    }
    return until;
}
