/* Readjustment (reajuste) of a debt in a unit of account (UF, UVR, UDI, UVA).
 *
 * Its principal is owed in units: what was opened is worth the units of its own day, money those
 * of the day on which it came (or, if that is later, on which what it meets opened), and what is
 * owed on a day is units x value of that day.  Before the first day of the unit nothing is
 * readjusted.  A day without a value has the last one that was published before it, and days before
 * the first have the first: nothing is added that nobody has published.
 *
 * The difference to what the ledger has as principal is the readjustment.  It is charged month by
 * month as principal, a claim of its own (book/interest_claim.h), for what falls due before the
 * month is over: of an instalment that is not due yet it only runs.  Money that came and waits
 * meets the readjustment that there is on its day, though that is no claim yet, so whoever pays all
 * that is owed on a day owes nothing later:
 * where the ledger has nothing open, one minor unit is what a rounding left, and is not owed.
 *
 * Where a plan was kept, what was charged before it is settled counts as capital: that, what fell
 * due while charges were made, and what the plan made have the value of the first day after.  What
 * the plan left beside it and was not charged yet keeps the units of its own day.
 *
 * Units are kept in parts of 10^-15 of a minor unit per millionth of the value, each conversion
 * rounded half away from zero; what they are worth is rounded to minor units once, half away from
 * zero: by day for what bears interest, and at the end of a month for what is charged.  Pure;
 * memory is the op's. */
#ifndef BOOK_READJUST_H
#define BOOK_READJUST_H
#include "book/case_ledger.h"
#include "money/interest.h"

struct readjust_rule {
    struct interest_steps values; /* of one unit, in millionths; at least one */
    day from;                     /* the debt is in the unit from here on */
    day settled;                  /* months before it stay as they were charged; DAY_MIN: none do */
    day charged_until;            /* of them: for what fell due before this day */
    int64_t debt;                 /* in the ledger */
    bool takes_waiting;           /* what waits in the case counts for this debt */
};

/* What a ledger says of a debt in units. */
struct readjust {
    struct readjust_rule rule;
    struct readjust_change *changes;
    size_t count;
};
struct readjust readjust_gather(struct op *op, const struct case_ledger *of,
                                const struct ledger *ledger, const struct readjust_rule *rule);

/* Units x value of a day, in minor units, for what happened before `until`, less what the ledger
 * has of it; due_before: only of what falls due before that day.  Below zero: the value fell. */
MUST_CHECK status readjust_due(struct op *op, const struct readjust *of, day until, day due_before,
                               day value_on, int64_t *ret_amount);
/* What bears in a period, by day: principal in units, and others beside it. */
MUST_CHECK status readjust_base(struct op *op, const struct readjust *of,
                                const struct interest_steps *others,
                                const struct interest_period *period, bool only_overdue,
                                struct interest_steps *ret_base);
/* The value of a day, and since when it holds (DAY_NONE: a later one, the first that there is). */
int64_t readjust_value(const struct interest_steps *values, day on, day *ret_since);
/* Whether a claim is the readjustment that we charge. */
bool readjust_is_charge(const struct case_claim *claim);
#endif
