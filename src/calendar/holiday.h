/* Public holidays of a country, by rule: what policies/calendars/XX.json says, turned into days.
 *
 * A calendar is read once and is immutable.  Days from 2000 to 2060 are answered from a bitmap;
 * other years are computed from the rules each time, slower and as right.  After the reading
 * everything here is pure and thread-safe.  docs/calendars.md says how a rule is written. */
#ifndef CALENDAR_HOLIDAY_H
#define CALENDAR_HOLIDAY_H
#include "base/day.h"
#include "base/op.h"

struct holiday_calendar;

enum holiday_kind {
    HOLIDAY_PUBLIC,     /* nobody has to work: the only kind that is a holiday everywhere here */
    HOLIDAY_BANK,       /* banks and public offices are closed, others work */
    HOLIDAY_OBSERVANCE, /* remembered, or half a day: a working day for the law of contact */
};
const char *holiday_kind_name(enum holiday_kind kind);

/* What a screen says about a holiday.  The texts live as long as the calendar. */
struct holiday {
    const char *id; /* one word, stable */
    const char *name_es;
    const char *name_en;
    const char *name_local; /* in the country's own language; the Spanish one where it is that */
    const char *citation;   /* the law that makes it one */
    const char *rule;       /* how its date is found, for a reader: "easter+43", "05-01" */
    enum holiday_kind kind;
};

/* Which days of a country count.  Zero is the whole country and public holidays only. */
struct holiday_scope {
    str region;     /* ISO 3166-2 (CO-DC) or its part behind the country; empty: none */
    bool has_banks; /* bank holidays count too: for terms that end at a counter */
};

/* Reads the fields "country", "weekend" and "holidays"; the calendar lives in the op's arena and
 * text must outlive the call only.  E_INVALID: names the rule and the field, or the region. */
MUST_CHECK status holiday_parse(struct op *op, str text, const struct holiday_scope *scope,
                                const struct holiday_calendar **ret);
/* The calendar that ships with the program: country is two capital letters.  A region that has no
 * days of its own has those of the country.  E_NOT_FOUND: no such country.  E_INVALID: the region
 * is none of the country. */
MUST_CHECK status holiday_open(struct op *op, str country, const struct holiday_calendar **ret);
MUST_CHECK status holiday_open_scope(struct op *op, str country, const struct holiday_scope *scope,
                                     const struct holiday_calendar **ret);
/* Whether a calendar of the country ships with the program. */
bool holiday_has_country(struct op *op, str country);

bool holiday_is(const struct holiday_calendar *calendar, day d);
/* NULL: d is no holiday.  The first in the file's order where two fall on one day. */
const struct holiday *holiday_find(const struct holiday_calendar *calendar, day d);

#define HOLIDAY_HITS_MAX 8

/* A rule that falls on a day, whatever its kind. */
struct holiday_hit {
    const struct holiday *holiday;
    bool is_moved; /* kept on this day instead of, or beside, its own date */
};
/* All of them, at most HOLIDAY_HITS_MAX, in the file's order; their count. */
size_t holiday_find_all(const struct holiday_calendar *calendar, day d,
                        struct holiday_hit hits[HOLIDAY_HITS_MAX]);
/* Whether d is a weekly day of rest: Saturday and Sunday unless the file says otherwise. */
bool holiday_is_weekend(const struct holiday_calendar *calendar, day d);

/* Easter Sunday of the Gregorian calendar; year is 1583 to 9999. */
day holiday_easter(int year);
#endif
