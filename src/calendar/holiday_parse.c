#include "base/json_fields.h"
#include "calendar/holiday_rules.h"

static const char *const weekday_names[] = {
    [MONDAY] = "monday",     [TUESDAY] = "tuesday", [WEDNESDAY] = "wednesday",
    [THURSDAY] = "thursday", [FRIDAY] = "friday",   [SATURDAY] = "saturday",
    [SUNDAY] = "sunday",
};

static bool find_weekday(const char *text, int *ret_weekday)
{
    for (int w = MONDAY; w <= SUNDAY; w++)
        if (text && str_equal_c(str_of(text), weekday_names[w])) {
            *ret_weekday = w;
            return true;
        }
    return false;
}

static status parse_weekdays(struct op *op, const char *where, const char *key, const json_t *list,
                             uint8_t *ret_bits)
{
    uint8_t bits = 0;
    if (!json_is_array(list))
        return op_fail(op, E_INVALID, "%s: \"%s\" must be a list of weekdays", where, key);
    for (size_t i = 0; i < json_array_size(list); i++) {
        int weekday;
        if (!find_weekday(json_string_value(json_array_get(list, i)), &weekday))
            return op_fail(op, E_INVALID, "%s: \"%s\" must name weekdays, monday to sunday", where,
                           key);
        bits |= (uint8_t)(1U << (unsigned)weekday);
    }
    *ret_bits = bits;
    return OK;
}

/* {"saturday": -1, "sunday": 1}: days from the date, by the weekday on which it falls. */
static status parse_shift(struct op *op, const char *where, const json_t *object, const char *key,
                          int8_t shift[8])
{
    json_t *const value = json_object_get(object, key);
    if (!value)
        return OK;
    TRY(json_check_object(op, where, value, weekday_names + MONDAY, 7));
    for (int w = MONDAY; w <= SUNDAY; w++) {
        int days = 0;
        TRY(json_take_int(op, where, value, weekday_names[w], -HOLIDAY_MOVE_MAX, HOLIDAY_MOVE_MAX,
                          &days));
        shift[w] = (int8_t)days;
    }
    return OK;
}

static status parse_decreed(struct op *op, const char *where, json_t *on, struct holiday_rule *rule)
{
    json_t *list;
    TRY(json_need_array(op, where, on, "dates", &list));
    rule->kind = HOLIDAY_DECREED;
    rule->decreed_count = json_array_size(list);
    day *const days = arena_array(op->arena, rule->decreed_count, sizeof(day));
    for (size_t i = 0; i < rule->decreed_count; i++) {
        const char *const text = json_string_value(json_array_get(list, i));
        if (!day_parse(str_of(text), &days[i]))
            return op_fail(op, E_INVALID, "%s: \"dates\" must be days YYYY-MM-DD, not \"%s\"",
                           where, text ? text : "");
    }
    rule->decreed = days;
    return OK;
}

static status parse_nth(struct op *op, const char *where, json_t *on, struct holiday_rule *rule)
{
    const char *weekday = NULL;
    rule->kind = HOLIDAY_NTH;
    TRY(json_need_int(op, where, on, "nth", -1, 4, &rule->nth));
    TRY(json_need_int(op, where, on, "month", 1, 12, &rule->month));
    TRY(json_need_text(op, where, on, "weekday", &weekday));
    if (rule->nth == 0 || !find_weekday(weekday, &rule->weekday))
        return op_fail(op, E_INVALID, "%s: \"nth\" is 1 to 4 or -1, \"weekday\" monday to sunday",
                       where);
    return OK;
}

static status parse_fixed(struct op *op, const char *where, json_t *on, struct holiday_rule *rule)
{
    day unused;
    rule->kind = HOLIDAY_FIXED;
    TRY(json_need_int(op, where, on, "month", 1, 12, &rule->month));
    TRY(json_need_int(op, where, on, "day", 1, 31, &rule->mday));
    if (!day_from_civil((struct civil){2001, rule->month, rule->mday}, &unused))
        return op_fail(op, E_INVALID, "%s: there is no such day every year", where);
    return OK;
}

/* Which of the four kinds it is shows in the field that only this kind has. */
static status parse_on(struct op *op, const char *where, json_t *on, struct holiday_rule *rule)
{
    static const char *const known[] = {"month", "day", "nth", "weekday", "easter", "dates"};
    TRY(json_check_object(op, where, on, known, ARRAY_LEN(known)));
    if (json_object_get(on, "dates"))
        return parse_decreed(op, where, on, rule);
    if (json_object_get(on, "nth"))
        return parse_nth(op, where, on, rule);
    if (json_object_get(on, "easter")) {
        rule->kind = HOLIDAY_EASTER;
        return json_need_int(op, where, on, "easter", -70, 250, &rule->easter_offset);
    }
    return parse_fixed(op, where, on, rule);
}

static status parse_years(struct op *op, const char *where, json_t *rule_object,
                          struct holiday_rule *rule)
{
    static const char *const known[] = {"from", "until", "every"};
    json_t *const years = json_object_get(rule_object, "years");
    rule->from_year = 1583;
    rule->until_year = 9999;
    rule->every = 1;
    if (!years)
        return OK;
    TRY(json_check_object(op, where, years, known, ARRAY_LEN(known)));
    TRY(json_take_int(op, where, years, "from", 1583, 9999, &rule->from_year));
    TRY(json_take_int(op, where, years, "until", 1583, 9999, &rule->until_year));
    return json_take_int(op, where, years, "every", 1, 100, &rule->every);
}

static status parse_names(struct op *op, const char *where, const json_t *rule_object,
                          struct holiday *holiday)
{
    static const char *const known[] = {"es", "en"};
    json_t *const names = json_object_get(rule_object, "name");
    if (!names)
        return op_fail(op, E_INVALID, "%s: \"name\" is missing: {\"es\": …, \"en\": …}", where);
    TRY(json_check_object(op, where, names, known, ARRAY_LEN(known)));
    TRY(json_need_text(op, where, names, "es", &holiday->name_es));
    return json_need_text(op, where, names, "en", &holiday->name_en);
}

static status parse_rule(struct op *op, size_t index, json_t *object, struct holiday_rule *rule)
{
    static const char *const known[] = {"id",   "name", "on",   "years",   "move",
                                        "also", "only", "note", "citation"};
    const char *where = arena_printf(op->arena, "holiday %zu", index + 1);
    TRY(json_check_object(op, where, object, known, ARRAY_LEN(known)));
    TRY(json_need_text(op, where, object, "id", &rule->holiday.id));
    where = arena_printf(op->arena, "holiday %s", rule->holiday.id);
    TRY(parse_names(op, where, object, &rule->holiday));
    TRY(json_need_text(op, where, object, "citation", &rule->holiday.citation));
    if (!json_object_get(object, "on"))
        return op_fail(op, E_INVALID, "%s: \"on\" is missing: which day it is", where);
    TRY(parse_on(op, where, json_object_get(object, "on"), rule));
    TRY(parse_years(op, where, object, rule));
    TRY(parse_shift(op, where, object, "move", rule->moved));
    TRY(parse_shift(op, where, object, "also", rule->also));
    rule->only = HOLIDAY_EVERY_WEEKDAY;
    if (json_object_get(object, "only"))
        TRY(parse_weekdays(op, where, "only", json_object_get(object, "only"), &rule->only));
    return OK;
}

status holiday_parse_rules(struct op *op, json_t *root, struct holiday_calendar *ret_calendar)
{
    const json_t *const list = json_object_get(root, "holidays");
    const json_t *const weekend = json_object_get(root, "weekend");
    ret_calendar->weekend = 1U << SATURDAY | 1U << SUNDAY;
    if (weekend)
        TRY(parse_weekdays(op, "pack", "weekend", weekend, &ret_calendar->weekend));
    if (ret_calendar->weekend == HOLIDAY_EVERY_WEEKDAY)
        return op_fail(op, E_INVALID, "pack: \"weekend\" leaves no business day");
    if (list && !json_is_array(list))
        return op_fail(op, E_INVALID, "pack: \"holidays\" must be a list");
    const size_t count = list ? json_array_size(list) : 0;
    struct holiday_rule *const rules = arena_array(op->arena, count, sizeof(*rules));
    for (size_t i = 0; i < count; i++)
        TRY(parse_rule(op, i, json_array_get(list, i), &rules[i]));
    ret_calendar->rules = rules;
    ret_calendar->rule_count = count;
    return OK;
}
