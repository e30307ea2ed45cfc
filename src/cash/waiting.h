/* What a person sees of money from banks: what waits, whose it may be, and what the files brought.
 *
 * Only reads; texts live in the op's arena.  Amounts are minor units of their currency. */
#ifndef CASH_WAITING_H
#define CASH_WAITING_H
#include "base/day.h"
#include "base/money.h"
#include "base/op.h"

/* An entry with something that waits. */
struct waiting {
    int64_t entry_id;
    str kind; /* money | return */
    money open;
    currency currency;
    day aged_from, value_on; /* DAY_NONE: the bank did not say a value day */
    str reason;              /* words of cash/match.h, blanks between */
    int score, margin;
    int64_t best_case_id; /* 0: nobody */
    str reference, counterparty, text;
};

/* The oldest first, from the one that follows (after_day, after_id); DAY_MIN and 0: the first. */
MUST_CHECK status waiting_list(struct op *op, day after_day, int64_t after_id, int64_t most,
                               struct waiting **ret_list, size_t *ret_count);

/* All that waits of one currency and kind. */
struct waiting_sum {
    currency currency;
    str kind;
    int64_t entries;
    money open;
    int64_t late; /* longer than bank.suspense_days */
    day oldest_on;
};
MUST_CHECK status waiting_sums(struct op *op, struct waiting_sum **ret_list, size_t *ret_count);
/* The setting bank.suspense_days: how long money may wait before it is late. */
MUST_CHECK status waiting_days(struct op *op, int64_t *ret_days);

/* A case as a person knows it. */
struct case_shown {
    int64_t debtor_id, case_id;
    int64_t number;
    str party_name, creditor_name;
};
/* E_NOT_FOUND. */
MUST_CHECK status case_shown_get(struct op *op, int64_t case_id, struct case_shown *ret_case);

/* Whose the money may be, as the machine saw it when the entry began to wait. */
struct candidate_shown {
    struct case_shown of_case;
    str claim; /* what a source calls it; empty: the whole case */
    int score;
    str reason;
};
MUST_CHECK status waiting_candidates(struct op *op, int64_t entry_id,
                                     struct candidate_shown **ret_list, size_t *ret_count);
#endif
