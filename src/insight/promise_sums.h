/* Promises as reports count them: numbers and amounts by state, and the rates they give.
 *
 * The denominator of the kept rate is named due: all promises that fall due in the period, whatever
 * became of them, but for those that another one replaced. */
#ifndef INSIGHT_PROMISE_SUMS_H
#define INSIGHT_PROMISE_SUMS_H
#include "insight/build.h"

enum promise_sum {
    PROMISE_SUM_DUE,
    PROMISE_SUM_OPEN,
    PROMISE_SUM_KEPT,
    PROMISE_SUM_PARTIAL,
    PROMISE_SUM_BROKEN,
    PROMISE_SUM_CANCELLED,
    PROMISE_SUM_COUNT
};

struct promise_sums {
    int64_t count[PROMISE_SUM_COUNT];
    int64_t amount[PROMISE_SUM_COUNT];
};

/* Promises of one due day, one currency and one state, as the book has them. */
struct promise_group {
    day due_on;
    currency currency;
    str state; /* borrowed until the next row */
    int64_t count;
    money amount;
    money paid;
};

/* Adds a group to the sums of its state, and to due; a replaced promise counts nowhere.  E_STORE:
 * a state that nobody knows. */
MUST_CHECK status promise_sums_add(struct op *op, struct promise_sums *sums,
                                   const struct promise_group *group);
/* Calls visit for each group of promises known at the end of date that are due on from or later, in
 * the order of due day and currency. */
MUST_CHECK status promise_groups(struct op *op, day from, day date,
                                 status (*visit)(struct op *op, const struct promise_group *group,
                                                 void *context),
                                 void *context);
#endif
