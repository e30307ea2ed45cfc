/* Offers of negotiation: ways to pay what is owed that keep within limits, the likeliest first.
 *
 * Amounts are minor units, shares basis points.  A discount is rounded down, a least first payment
 * up, rows of one plan are equal and the last takes the rounding, so that the rows add up to the
 * total and total and discount to what is owed.  No offer bears interest or a fee.
 *
 * The chance that a plan is completed is a stated rule in parts of a thousand, from 20 to 980:
 *
 *     700, +30 for every promise kept (at most +90), -90 for every one broken (at most -360),
 *     -15 for every row after the first, +1 for every 2 % of the total that is paid first of
 * several rows; where the person said what can be paid a month, and the largest row is s % of it:
 *     +100 up to 50 %, then -4 a percent up to 100 %, then -6 a percent;
 *     where nobody said: -2 for every percent of what is owed that is in the largest row.
 *
 * Pure; rows are in the op's arena. */
#ifndef MONEY_OFFER_H
#define MONEY_OFFER_H
#include "base/day.h"
#include "base/money.h"
#include "base/op.h"

#define OFFER_ROWS_MAX            60 /* of one offer */
#define OFFER_SETTLEMENT_ROWS_MAX 3
#define OFFER_SHARE               10000 /* the whole, in basis points */
#define OFFER_ROLL_DAYS           10    /* how far holidays may push a row */

struct offer_limits {
    int discount; /* share of what is owed that may be waived, at most */
    int rows;     /* at most */
    int first;    /* share of the total that is paid first, at least, where rows are several */
    int days;     /* from today to the first row, at most */
};

struct offer_terms {
    int64_t owed; /* above zero */
    day on;       /* today */
    struct offer_limits limits;
    int64_t can_pay; /* a month; 0: nobody said */
    int kept, broken;
    /* A business day: d itself, or the next, or the one before.  NULL: every day is one. */
    day (*roll)(const void *calendar, day d, bool is_back);
    const void *calendar;
};

enum offer_kind {
    OFFER_FULL,       /* all at once */
    OFFER_SETTLEMENT, /* with a discount: the whole one at once, two thirds and one third of it in
                         two and three rows */
    OFFER_PLAN        /* without one, a row a month */
};
/* "full", "settlement", "plan". */
const char *offer_kind_name(enum offer_kind kind);

struct offer_row {
    day due_on;
    int64_t amount;
};

struct offer {
    enum offer_kind kind;
    size_t count;
    struct offer_row *rows;
    int64_t total;      /* of the rows */
    int64_t discount;   /* what is owed beyond it */
    int64_t largest;    /* row */
    int chance;         /* in a thousand */
    bool is_affordable; /* no row is above what can be paid a month, or nobody said */
};

/* By chance; of equal ones the lighter row first, then the larger total, then the shorter.  None
 * where the limits leave none. E_INVALID: nothing is owed, limits that cannot be. */
MUST_CHECK status offer_list(struct op *op, const struct offer_terms *terms,
                             struct offer **ret_offers, size_t *ret_count);

/* By what a plan that somebody wishes passes the limits. */
enum offer_excess {
    OFFER_OVER_DISCOUNT = 1,
    OFFER_OVER_ROWS = 2,
    OFFER_UNDER_FIRST = 4,
    OFFER_OVER_DAYS = 8 /* the first row is too far away, or the last further than months allow */
};
unsigned offer_excess(const struct offer_terms *terms, const struct offer_row *rows, size_t count);
#endif
