/* Civil days and instants.
 *
 * A day is the count of civil days since 1970-01-01 in the proleptic Gregorian calendar: 32 bits in
 * C, in columns and in SQL (INTEGER).  An instant is microseconds since 1970-01-01T00:00:00Z.  No
 * function here reads a clock or knows a time zone (see calendar/zone.h).  All are pure. */
#ifndef BASE_DAY_H
#define BASE_DAY_H
#include <stdint.h>

#include "base/status.h"
#include "base/str.h"

typedef int32_t day;
typedef int64_t instant;

#define DAY_NONE           INT32_MIN /* no day: what a NULL is in C */
#define DAY_MIN            (-719162) /* 0001-01-01 */
#define DAY_MAX            2932896   /* 9999-12-31 */
#define INSTANT_NONE       INT64_MIN
#define INSTANT_PER_SECOND INT64_C(1000000)
#define INSTANT_PER_DAY    (INT64_C(86400) * INSTANT_PER_SECOND)

struct civil {
    int year;  /* 1 to 9999 */
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
};

enum weekday { MONDAY = 1, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

/* False: no such civil day, or outside years 1 to 9999. */
MUST_CHECK bool day_from_civil(struct civil civil, day *ret_day);
struct civil day_to_civil(day d);
enum weekday day_weekday(day d);
/* Clamps the day of the month: 31 January plus one month is the last day of February. */
day day_add_months(day d, int months);
day day_month_start(day d);
day day_month_end(day d);

/* YYYY-MM-DD, exactly. */
MUST_CHECK bool day_parse(str text, day *ret_day);
#define DAY_TEXT_SIZE 16
/* Writes YYYY-MM-DD and a NUL; DAY_NONE gives an empty text.  Returns out. */
const char *day_format(day d, char out[DAY_TEXT_SIZE]);

#define INSTANT_TEXT_SIZE 40
/* Writes 2026-11-21T19:45:00.000000Z; INSTANT_NONE gives an empty text.  Returns out. */
const char *instant_format(instant at, char out[INSTANT_TEXT_SIZE]);
/* The day in UTC, floored. */
day instant_utc_day(instant at);
#endif
