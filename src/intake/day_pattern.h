/* How a file writes its days: M/D/YYYY, DD/MM/YYYY, YYYYMMDD, YYMMDD, D-MMM-YYYY…
 *
 * YYYY and YY are years of four and two digits; MM and DD have two digits, M and D one or two; MMM
 * is a month's short name in Spanish, Portuguese or English; after hh, mm means minutes: hh:mm:ss
 * is read and dropped.  Anything else stands for itself.  Pure. */
#ifndef INTAKE_DAY_PATTERN_H
#define INTAKE_DAY_PATTERN_H
#include "base/day.h"
#include "base/str.h"

#define DAY_PATTERN_PARTS_MAX 24

struct day_pattern {
    str text; /* as written; borrowed from what was parsed */
    char parts[DAY_PATTERN_PARTS_MAX];
    char literals[DAY_PATTERN_PARTS_MAX];
    int count;
};

enum day_reading {
    DAY_READ,
    DAY_OTHER,     /* not written that way */
    DAY_IMPOSSIBLE /* written that way, and no day of the calendar */
};

/* False: not a pattern with one year, one month and one day. */
MUST_CHECK bool day_pattern_parse(str text, struct day_pattern *ret_pattern);
/* Two-digit years fall into the hundred years that start with century_from. */
enum day_reading day_pattern_read(const struct day_pattern *pattern, str text, int century_from,
                                  day *ret_day);
/* Whether the month stands before the day; two patterns that differ in this read the same text as
 * two days. */
bool day_pattern_is_month_first(const struct day_pattern *pattern);
#endif
