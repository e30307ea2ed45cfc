/* The money side of a period, per currency: what was owed at its start and end, what was added,
 * what fell past due and what of that was recovered.  One pass over the claims. */
#ifndef INSIGHT_BALANCES_H
#define INSIGHT_BALANCES_H
#include "insight/build.h"

enum balance {
    BALANCE_OPENING,   /* open at the end of the day before the period */
    BALANCE_ISSUED,    /* amount of the claims issued in the period */
    BALANCE_CLOSING,   /* open at the end of the period */
    BALANCE_PAST_DUE,  /* the part of closing that is past due, claim by claim */
    BALANCE_EXPOSED,   /* past due when the period starts, or when it becomes so inside it */
    BALANCE_RECOVERED, /* money in the period that met claims while they were past due */
    BALANCE_PAR_30,    /* closing balance, whole, of debts more than 30 days past due */
    BALANCE_PAR_60,
    BALANCE_PAR_90,
    BALANCE_COUNT
};

struct balances {
    int64_t sums[BALANCE_COUNT];
};

/* One per currency of the list, in its order, in the op's arena.  In a transaction. */
MUST_CHECK status balances_read(struct op *op, day from, day date,
                                const struct currency_list *currencies,
                                struct balances **ret_balances);
#endif
