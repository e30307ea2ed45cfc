/* A holiday rule as data, inside the room: holiday_parse.c writes it, holiday.c asks it. */
#ifndef CALENDAR_HOLIDAY_RULES_H
#define CALENDAR_HOLIDAY_RULES_H
#include "base/json.h"
#include "calendar/holiday.h"

enum holiday_form {
    HOLIDAY_FIXED,   /* month and day */
    HOLIDAY_NTH,     /* nth weekday of a month; -1 is the last */
    HOLIDAY_EASTER,  /* days from Easter Sunday */
    HOLIDAY_DECREED, /* listed days */
};

struct holiday_rule {
    struct holiday holiday; /* first: holiday.h hands out this part */
    enum holiday_form form;
    int month;
    int mday;
    int nth;
    int weekday;
    int plus; /* days after that weekday */
    int easter_offset;
    const day *decreed;
    size_t decreed_count;
    int from_year; /* first year of the rule */
    int until_year;
    int every;          /* years from one occurrence to the next */
    const int *skipped; /* years without it */
    size_t skipped_count;
    uint8_t only;    /* bit w: it is a holiday when it falls on weekday w */
    int8_t moved[8]; /* by weekday: days from the date to the day that is kept instead */
    int8_t also[8];  /* by weekday: days from the date to one that is kept too; 0 is none */
};

#define HOLIDAY_EVERY_WEEKDAY 0xFE  /* bits MONDAY to SUNDAY */
#define HOLIDAY_MOVE_MAX      6     /* days that a date may move */
#define HOLIDAY_BITMAP_FROM   10957 /* 2000-01-01 */
#define HOLIDAY_BITMAP_UNTIL  33238 /* 2061-01-01 */
#define HOLIDAY_BITMAP_WORDS  ((HOLIDAY_BITMAP_UNTIL - HOLIDAY_BITMAP_FROM + 63) / 64)

struct holiday_calendar {
    const struct holiday_rule *rules;
    size_t rule_count;
    uint8_t weekend; /* bit w: weekday w is a day of rest */
    uint8_t counted; /* bit k: a day of enum holiday_kind k is a holiday */
    uint64_t bitmap[HOLIDAY_BITMAP_WORDS];
};

/* Reads everything but the bitmap; only the rules of the scope's region stay. */
MUST_CHECK status holiday_parse_rules(struct op *op, json_t *root,
                                      const struct holiday_scope *scope,
                                      struct holiday_calendar *ret_calendar);
#endif
