/* Schedules: the instalments of a debt, from its terms.
 *
 * Amounts are minor units, rates a year's in parts per million.  The interest of an instalment is
 * that of its period on the open principal, rounded half away from zero; a level instalment is
 * computed with eighteen decimals and rounded once; the last instalment takes what rounding left.
 * The sum of the principals is the amount lent.  Pure; rows are in the op's arena. */
#ifndef MONEY_SCHEDULE_H
#define MONEY_SCHEDULE_H
#include "base/money.h"
#include "base/op.h"
#include "money/day_count.h"

#define SCHEDULE_ROWS_MAX  1200 /* a century of months */
#define SCHEDULE_YEARS_MAX 400

enum schedule_kind {
    SCHEDULE_FRENCH,    /* equal instalments */
    SCHEDULE_GERMAN,    /* equal principals */
    SCHEDULE_AMERICAN,  /* interest only, the principal at the end */
    SCHEDULE_FLAT,      /* interest on the amount lent, whatever was paid back, in equal parts */
    SCHEDULE_BALLOON,   /* equal instalments, and the rest with the last */
    SCHEDULE_IRREGULAR, /* days and principals as they were agreed */
    SCHEDULE_KIND_COUNT
};
/* "french", "german", "american", "flat", "balloon", "irregular". */
const char *schedule_kind_name(enum schedule_kind kind);
MUST_CHECK bool schedule_kind_parse(str text, enum schedule_kind *ret_kind);

/* Every so many months (counted from the first due day, clamped to the month's end) or days. */
struct schedule_every {
    int months;
    int days; /* when months is 0 */
};

struct schedule_agreed {
    day due_on;
    int64_t principal;
};

struct schedule_terms {
    enum schedule_kind kind;
    int64_t principal;
    int64_t rate; /* nominal, a year's */
    bool by_days; /* interest by `basis`; else each period is its part of a year */
    enum day_count basis;
    day start_on;  /* when the money was lent */
    day first_due; /* DAY_NONE: one period after start_on */
    struct schedule_every every;
    int count;
    int64_t down_payment; /* paid at the start, out of the principal */
    int64_t balloon;      /* of SCHEDULE_BALLOON: principal that stays for the last one */
    int interest_only;    /* grace: first instalments without principal */
    int silent;           /* grace: the first of all pay nothing; their interest, which bears none,
                             comes with the first that pays */
    const struct schedule_agreed *agreed; /* of SCHEDULE_IRREGULAR, `count` of them */
};

struct schedule_row {
    int number; /* 0 is the down payment */
    day due_on;
    int64_t principal;
    int64_t interest;
    int64_t balance; /* principal that is open afterwards */
};

/* E_INVALID: terms that cannot be (which one is said).  E_LIMIT: amounts leave the range. */
MUST_CHECK status schedule_make(struct op *op, const struct schedule_terms *terms,
                                struct schedule_row **ret_rows, size_t *ret_count);
/* Whether so many periods end within SCHEDULE_YEARS_MAX years. */
bool schedule_fits(const struct schedule_every *every, int count);
/* The due day of instalment number 1, 2, … */
day schedule_due_on(const struct schedule_terms *terms, int number);
#endif
