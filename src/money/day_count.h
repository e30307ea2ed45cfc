/* Day counts: which part of a year lies between two days, as an exact fraction.
 *
 * A period is half-open: `from` bears interest, `until` does not.  Pure. */
#ifndef MONEY_DAY_COUNT_H
#define MONEY_DAY_COUNT_H
#include "base/day.h"

enum day_count {
    DAY_COUNT_ACTUAL_360,
    DAY_COUNT_ACTUAL_365,  /* leap years too */
    DAY_COUNT_ACTUAL_ISDA, /* days of leap years / 366 + days of other years / 365 */
    DAY_COUNT_30_360,    /* bond basis: the 31st is the 30th; at the end only after such a start */
    DAY_COUNT_30_360_US, /* as before, and the last day of February is the 30th */
    DAY_COUNT_30E_360,   /* eurobond: every 31st is the 30th */
    DAY_COUNT_30E_360_ISDA, /* the last day of every month is the 30th */
    DAY_COUNT_COUNT
};
/* "actual/360", "actual/365", "actual/actual", "30/360", "30/360-us", "30e/360", "30e/360-isda". */
const char *day_count_name(enum day_count basis);
MUST_CHECK bool day_count_parse(str text, enum day_count *ret_basis);

/* numerator / denominator years; the denominator depends on the basis alone, so that fractions of
 * one basis add up. */
struct year_fraction {
    int64_t numerator;
    int64_t denominator;
};
/* until before from gives a fraction below zero. */
struct year_fraction day_count_fraction(enum day_count basis, day from, day until);
int64_t day_count_denominator(enum day_count basis);
#endif
