#include "calendar/holiday.h"

#include <assert.h>

#include "base/assets.h"
#include "calendar/holiday_rules.h"

/* The Gregorian computus: the age of the moon on 21 March, then the Sunday after it is full. */
day holiday_easter(int year)
{
    const int golden = year % 19;
    const int century = year / 100;
    const int skipped_leaps = century - century / 4;
    const int moon_shift = (century * 8 + 13) / 25;
    const int age = (19 * golden + skipped_leaps - moon_shift + 15) % 30;
    /* The two dates that the lunar table forbids: 19 April, and 18 April late in its cycle. */
    const int full_moon = age - (age == 29 || (age == 28 && golden > 10));
    day march_21 = 0;
    const bool exists = day_from_civil((struct civil){year, 3, 21}, &march_21);
    assert(exists && year >= 1583);
    const day full = march_21 + full_moon;
    return full + 7 - (int)day_weekday(full) % 7;
}

static day nth_weekday(int year, int month, int weekday, int nth)
{
    day first = 0;
    const bool exists = day_from_civil((struct civil){year, month, 1}, &first);
    assert(exists);
    if (nth > 0)
        return first + (weekday - (int)day_weekday(first) + 7) % 7 + (nth - 1) * 7;
    const day last = day_month_end(first);
    return last - ((int)day_weekday(last) - weekday + 7) % 7;
}

/* The date that a yearly rule names in a year, before it moves; false: none in that year. */
static bool date_of_year(const struct holiday_rule *rule, int year, day *ret_date)
{
    if (year < rule->from_year || year > rule->until_year ||
        (year - rule->from_year) % rule->every != 0)
        return false;
    for (size_t i = 0; i < rule->skipped_count; i++)
        if (rule->skipped[i] == year)
            return false;
    if (rule->form == HOLIDAY_FIXED)
        return day_from_civil((struct civil){year, rule->month, rule->mday}, ret_date);
    *ret_date = rule->form == HOLIDAY_EASTER
                    ? holiday_easter(year) + rule->easter_offset
                    : nth_weekday(year, rule->month, rule->weekday, rule->nth) + rule->plus;
    return true;
}

/* Whether a date, once moved, keeps d free. */
static bool date_keeps(const struct holiday_rule *rule, day date, day d)
{
    const unsigned weekday = (unsigned)day_weekday(date);
    if (!(rule->only & (1U << weekday)))
        return false;
    return d == date + rule->moved[weekday] ||
           (rule->also[weekday] != 0 && d == date + rule->also[weekday]);
}

static bool rule_keeps(const struct holiday_rule *rule, day d, int year, bool *ret_is_moved)
{
    *ret_is_moved = false;
    if (rule->form == HOLIDAY_DECREED) {
        for (size_t i = 0; i < rule->decreed_count; i++)
            if (rule->decreed[i] == d)
                return true;
        return false;
    }
    for (int y = year - 1; y <= year + 1; y++) { /* a move may cross the turn of the year */
        day date;
        if (date_of_year(rule, y, &date) && date_keeps(rule, date, d)) {
            *ret_is_moved = date != d;
            return true;
        }
    }
    return false;
}

static bool is_counted(const struct holiday_calendar *calendar, const struct holiday *holiday)
{
    return calendar->counted >> (unsigned)holiday->kind & 1;
}

size_t holiday_find_all(const struct holiday_calendar *calendar, day d,
                        struct holiday_hit hits[HOLIDAY_HITS_MAX])
{
    const int year = day_to_civil(d).year;
    size_t count = 0;
    for (size_t i = 0; i < calendar->rule_count && count < HOLIDAY_HITS_MAX; i++) {
        hits[count].holiday = &calendar->rules[i].holiday;
        if (rule_keeps(&calendar->rules[i], d, year, &hits[count].is_moved))
            count++;
    }
    return count;
}

const struct holiday *holiday_find(const struct holiday_calendar *calendar, day d)
{
    const int year = day_to_civil(d).year;
    bool is_moved;
    for (size_t i = 0; i < calendar->rule_count; i++) {
        const struct holiday_rule *const rule = &calendar->rules[i];
        if (is_counted(calendar, &rule->holiday) && rule_keeps(rule, d, year, &is_moved))
            return &rule->holiday;
    }
    return NULL;
}

bool holiday_is(const struct holiday_calendar *calendar, day d)
{
    if (d < HOLIDAY_BITMAP_FROM || d >= HOLIDAY_BITMAP_UNTIL)
        return holiday_find(calendar, d) != NULL;
    const unsigned bit = (unsigned)(d - HOLIDAY_BITMAP_FROM);
    return calendar->bitmap[bit / 64] >> (bit % 64) & 1;
}

bool holiday_is_weekend(const struct holiday_calendar *calendar, day d)
{
    return calendar->weekend >> (unsigned)day_weekday(d) & 1;
}

static void set_bit(struct holiday_calendar *calendar, day d)
{
    if (d < HOLIDAY_BITMAP_FROM || d >= HOLIDAY_BITMAP_UNTIL)
        return;
    const unsigned bit = (unsigned)(d - HOLIDAY_BITMAP_FROM);
    calendar->bitmap[bit / 64] |= UINT64_C(1) << (bit % 64);
}

/* By rule and year instead of asking each day: a pack opens in microseconds. */
static void fill_bitmap(struct holiday_calendar *calendar)
{
    for (size_t i = 0; i < calendar->rule_count; i++) {
        const struct holiday_rule *const rule = &calendar->rules[i];
        if (!is_counted(calendar, &rule->holiday))
            continue;
        for (size_t k = 0; k < rule->decreed_count; k++)
            set_bit(calendar, rule->decreed[k]);
        for (int year = 1999; rule->form != HOLIDAY_DECREED && year <= 2061; year++) {
            day date;
            if (!date_of_year(rule, year, &date))
                continue;
            for (day d = date - HOLIDAY_MOVE_MAX; d <= date + HOLIDAY_MOVE_MAX; d++)
                if (date_keeps(rule, date, d))
                    set_bit(calendar, d);
        }
    }
}

status holiday_parse(struct op *op, str text, const struct holiday_scope *scope,
                     const struct holiday_calendar **ret)
{
    json_t *root;
    struct holiday_calendar *const calendar = arena_new(op->arena, struct holiday_calendar);
    TRY(json_parse(op, text, &root));
    TRY(holiday_parse_rules(op, root, scope, calendar));
    fill_bitmap(calendar);
    *ret = calendar;
    return OK;
}

static const struct asset *find_file(struct op *op, str country)
{
    const char *const path =
        arena_printf(op->arena, "calendars/" STR_FORMAT ".json", STR_ARG(country));
    return asset_find(assets_policies, str_of(path));
}

bool holiday_has_country(struct op *op, str country)
{
    return find_file(op, country) != NULL;
}

status holiday_open_scope(struct op *op, str country, const struct holiday_scope *scope,
                          const struct holiday_calendar **ret)
{
    const struct asset *const asset = find_file(op, country);
    if (!asset)
        return op_fail(op, E_NOT_FOUND, "there is no calendar of the country \"" STR_FORMAT "\"",
                       STR_ARG(country));
    return holiday_parse(op, asset_text(asset), scope, ret);
}

status holiday_open(struct op *op, str country, const struct holiday_calendar **ret)
{
    const struct holiday_scope whole = {.region = STR("")};
    return holiday_open_scope(op, country, &whole, ret);
}
