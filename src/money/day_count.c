#include "money/day_count.h"

#define YEAR_360      360
#define YEAR_365      365
#define YEAR_366      366
#define DAYS_OF_MONTH 30

static const char *const names[DAY_COUNT_COUNT] = {
    [DAY_COUNT_ACTUAL_360] = "actual/360",     [DAY_COUNT_ACTUAL_365] = "actual/365",
    [DAY_COUNT_ACTUAL_ISDA] = "actual/actual", [DAY_COUNT_30_360] = "30/360",
    [DAY_COUNT_30_360_US] = "30/360-us",       [DAY_COUNT_30E_360] = "30e/360",
    [DAY_COUNT_30E_360_ISDA] = "30e/360-isda",
};

const char *day_count_name(enum day_count basis)
{
    return basis < DAY_COUNT_COUNT ? names[basis] : "";
}

bool day_count_parse(str text, enum day_count *ret_basis)
{
    for (int i = 0; i < DAY_COUNT_COUNT; i++)
        if (str_equal_nocase(text, str_of(names[i]))) {
            *ret_basis = (enum day_count)i;
            return true;
        }
    return false;
}

int64_t day_count_denominator(enum day_count basis)
{
    return basis == DAY_COUNT_ACTUAL_ISDA  ? YEAR_365 * YEAR_366
           : basis == DAY_COUNT_ACTUAL_365 ? YEAR_365
                                           : YEAR_360;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Year by year: each has one length. */
static int64_t isda_numerator(day from, day until)
{
    int64_t numerator = 0;
    while (from < until) {
        const struct civil civil = day_to_civil(from);
        day next = day_add_months(day_month_start(from), 13 - civil.month);
        if (next > until)
            next = until;
        numerator += (int64_t)(next - from) * (is_leap(civil.year) ? YEAR_365 : YEAR_366);
        from = next;
    }
    return numerator;
}

static bool ends_month(day d)
{
    return d == day_month_end(d);
}

static bool ends_february(day d)
{
    return ends_month(d) && day_to_civil(d).month == 2;
}

static int64_t thirty_numerator(enum day_count basis, day from, day until)
{
    struct civil a = day_to_civil(from);
    struct civil b = day_to_civil(until);
    const bool is_us = basis == DAY_COUNT_30_360_US;
    if (basis == DAY_COUNT_30E_360_ISDA) {
        if (ends_month(from))
            a.day = DAYS_OF_MONTH;
        if (ends_month(until))
            b.day = DAYS_OF_MONTH;
    } else if (is_us && ends_february(from)) {
        a.day = DAYS_OF_MONTH;
        if (ends_february(until))
            b.day = DAYS_OF_MONTH;
    }
    if (a.day > DAYS_OF_MONTH)
        a.day = DAYS_OF_MONTH;
    if (b.day > DAYS_OF_MONTH && (basis == DAY_COUNT_30E_360 || a.day == DAYS_OF_MONTH))
        b.day = DAYS_OF_MONTH;
    return (int64_t)YEAR_360 * (b.year - a.year) + (int64_t)DAYS_OF_MONTH * (b.month - a.month) +
           (b.day - a.day);
}

struct year_fraction day_count_fraction(enum day_count basis, day from, day until)
{
    const bool is_backward = until < from;
    const day start = is_backward ? until : from;
    const day end = is_backward ? from : until;
    int64_t numerator = end - start;
    if (basis == DAY_COUNT_ACTUAL_ISDA)
        numerator = isda_numerator(start, end);
    else if (basis >= DAY_COUNT_30_360)
        numerator = thirty_numerator(basis, start, end);
    return (struct year_fraction){is_backward ? -numerator : numerator,
                                  day_count_denominator(basis)};
}
