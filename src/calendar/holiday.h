/* Public holidays of a country, by rule: what a pack's "holidays" says, turned into days.
 *
 * A calendar is read once from policies/packs/XX.json and is immutable.  Days from 2000 to 2060 are
 * answered from a bitmap; other years are computed from the rules each time, slower and as right.
 * After the reading everything here is pure and thread-safe. */
#ifndef CALENDAR_HOLIDAY_H
#define CALENDAR_HOLIDAY_H
#include "base/day.h"
#include "base/op.h"

struct holiday_calendar;

/* What a screen says about a holiday.  The texts live as long as the calendar. */
struct holiday {
    const char *id; /* one word, stable */
    const char *name_es;
    const char *name_en;
    const char *citation; /* the law that makes it one */
};

/* Reads the fields "country", "weekend" and "holidays" of a pack; the calendar lives in the op's
 * arena and text must outlive the call only.  E_INVALID: names the rule and the field. */
MUST_CHECK status holiday_parse(struct op *op, str text, const struct holiday_calendar **ret);
/* The calendar of a pack that ships with the program: country is two capital letters.
 * E_NOT_FOUND: there is none. */
MUST_CHECK status holiday_open(struct op *op, str country, const struct holiday_calendar **ret);

bool holiday_is(const struct holiday_calendar *calendar, day d);
/* NULL: d is no holiday.  The first in the pack's order where two fall on one day. */
const struct holiday *holiday_find(const struct holiday_calendar *calendar, day d);
/* Whether d is a weekly day of rest by the pack: Saturday and Sunday unless it says otherwise. */
bool holiday_is_weekend(const struct holiday_calendar *calendar, day d);

/* Easter Sunday of the Gregorian calendar; year is 1583 to 9999. */
day holiday_easter(int year);
#endif
