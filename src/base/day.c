#include "base/day.h"

#include <assert.h>
#include <stdio.h>

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days from civil: years start in March, so the leap day ends the year and every formula is exact
 * integer arithmetic (the shape of the calendar, not anybody's code). */
static int32_t count_days(int year, int month, int mday)
{
    const int shifted_year = month <= 2 ? year - 1 : year;
    const int shifted_month = month <= 2 ? month + 9 : month - 3; /* March is 0 */
    const int era = shifted_year / 400;
    const int year_of_era = shifted_year - era * 400;
    const int day_of_year = (153 * shifted_month + 2) / 5 + mday - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

bool day_from_civil(struct civil civil, day *ret_day)
{
    if (civil.year < 1 || civil.year > 9999 || civil.month < 1 || civil.month > 12 ||
        civil.day < 1 || civil.day > month_days(civil.year, civil.month))
        return false;
    *ret_day = count_days(civil.year, civil.month, civil.day);
    return true;
}

struct civil day_to_civil(day d)
{
    assert(d >= DAY_MIN && d <= DAY_MAX);
    const int shifted = d + 719468;
    const int era = shifted / 146097;
    const int day_of_era = shifted - era * 146097;
    const int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int shifted_month = (5 * day_of_year + 2) / 153;
    const int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    return (struct civil){
        .year = year_of_era + era * 400 + (month <= 2 ? 1 : 0),
        .month = month,
        .day = day_of_year - (153 * shifted_month + 2) / 5 + 1,
    };
}

enum weekday day_weekday(day d)
{
    const int from_thursday = ((d % 7) + 7) % 7; /* 1970-01-01 was a Thursday */
    return (enum weekday)((from_thursday + 3) % 7 + 1);
}

day day_add_months(day d, int months)
{
    struct civil civil = day_to_civil(d);
    const int total = civil.year * 12 + civil.month - 1 + months;
    civil.year = total / 12;
    civil.month = total % 12 + 1;
    const int last = month_days(civil.year, civil.month);
    if (civil.day > last)
        civil.day = last;
    return count_days(civil.year, civil.month, civil.day);
}

day day_month_start(day d)
{
    return d - day_to_civil(d).day + 1;
}

day day_month_end(day d)
{
    const struct civil civil = day_to_civil(d);
    return d - civil.day + month_days(civil.year, civil.month);
}

static bool parse_digits(const char *text, int count, int *ret_value)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (text[i] - '0');
    }
    *ret_value = value;
    return true;
}

bool day_parse(str text, day *ret_day)
{
    struct civil civil;
    if (text.size != 10 || text.data[4] != '-' || text.data[7] != '-')
        return false;
    return parse_digits(text.data, 4, &civil.year) &&
           parse_digits(text.data + 5, 2, &civil.month) &&
           parse_digits(text.data + 8, 2, &civil.day) && day_from_civil(civil, ret_day);
}

const char *day_format(day d, char out[DAY_TEXT_SIZE])
{
    out[0] = '\0';
    if (d != DAY_NONE) {
        const struct civil civil = day_to_civil(d);
        (void)snprintf(out, DAY_TEXT_SIZE, "%04u-%02u-%02u", (unsigned)civil.year % 10000U,
                       (unsigned)civil.month % 100U, (unsigned)civil.day % 100U);
    }
    return out;
}

day instant_utc_day(instant at)
{
    const int64_t quotient = at / INSTANT_PER_DAY;
    return (day)(at % INSTANT_PER_DAY < 0 ? quotient - 1 : quotient);
}

const char *instant_format(instant at, char out[INSTANT_TEXT_SIZE])
{
    out[0] = '\0';
    if (at == INSTANT_NONE)
        return out;
    char date[DAY_TEXT_SIZE];
    const day d = instant_utc_day(at);
    const int64_t rest = at - (int64_t)d * INSTANT_PER_DAY;
    const int64_t second = rest / INSTANT_PER_SECOND;
    (void)snprintf(out, INSTANT_TEXT_SIZE, "%sT%02d:%02d:%02d.%06dZ", day_format(d, date),
                   (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60),
                   (int)(rest % INSTANT_PER_SECOND));
    return out;
}
