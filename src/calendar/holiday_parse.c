#include "base/json_fields.h"
#include "calendar/holiday_rules.h"

#define REGION_BYTES_MAX 24 /* CC-XXX and a town's code */

static const char *const kind_names[] = {
    [HOLIDAY_PUBLIC] = "public",
    [HOLIDAY_BANK] = "bank",
    [HOLIDAY_OBSERVANCE] = "observance",
};

const char *holiday_kind_name(enum holiday_kind kind)
{
    return kind_names[kind];
}

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
    rule->form = HOLIDAY_DECREED;
    rule->decreed_count = json_array_size(list);
    day *const days = arena_array(op->arena, rule->decreed_count, sizeof(day));
    for (size_t i = 0; i < rule->decreed_count; i++) {
        const char *const text = json_string_value(json_array_get(list, i));
        if (!day_parse(str_of(text), &days[i]))
            return op_fail(op, E_INVALID, "%s: \"dates\" must be days YYYY-MM-DD, not \"%s\"",
                           where, text ? text : "");
    }
    rule->decreed = days;
    rule->holiday.rule = "decreed";
    return OK;
}

static status parse_nth(struct op *op, const char *where, json_t *on, struct holiday_rule *rule)
{
    const char *weekday = NULL;
    rule->form = HOLIDAY_NTH;
    TRY(json_need_int(op, where, on, "nth", -1, 4, &rule->nth));
    TRY(json_need_int(op, where, on, "month", 1, 12, &rule->month));
    TRY(json_need_text(op, where, on, "weekday", &weekday));
    if (rule->nth == 0 || !find_weekday(weekday, &rule->weekday))
        return op_fail(op, E_INVALID, "%s: \"nth\" is 1 to 4 or -1, \"weekday\" monday to sunday",
                       where);
    TRY(json_take_int(op, where, on, "plus", 0, HOLIDAY_MOVE_MAX, &rule->plus));
    const char *const plus = rule->plus == 0 ? "" : arena_printf(op->arena, "+%d", rule->plus);
    rule->holiday.rule =
        rule->nth < 0
            ? arena_printf(op->arena, "last %s of %02d%s", weekday, rule->month, plus)
            : arena_printf(op->arena, "%s %d of %02d%s", weekday, rule->nth, rule->month, plus);
    return OK;
}

static status parse_fixed(struct op *op, const char *where, json_t *on, struct holiday_rule *rule)
{
    day unused;
    rule->form = HOLIDAY_FIXED;
    TRY(json_need_int(op, where, on, "month", 1, 12, &rule->month));
    TRY(json_need_int(op, where, on, "day", 1, 31, &rule->mday));
    if (!day_from_civil((struct civil){2001, rule->month, rule->mday}, &unused))
        return op_fail(op, E_INVALID, "%s: there is no such day every year", where);
    rule->holiday.rule = arena_printf(op->arena, "%02d-%02d", rule->month, rule->mday);
    return OK;
}

/* Which of the four kinds it is shows in the field that only this kind has. */
static status parse_on(struct op *op, const char *where, json_t *on, struct holiday_rule *rule)
{
    static const char *const known[] = {"month", "day",    "nth",  "weekday",
                                        "plus",  "easter", "dates"};
    TRY(json_check_object(op, where, on, known, ARRAY_LEN(known)));
    if (json_object_get(on, "dates"))
        return parse_decreed(op, where, on, rule);
    if (json_object_get(on, "nth"))
        return parse_nth(op, where, on, rule);
    if (json_object_get(on, "easter")) {
        rule->form = HOLIDAY_EASTER;
        TRY(json_need_int(op, where, on, "easter", -70, 250, &rule->easter_offset));
        rule->holiday.rule = arena_printf(op->arena, "easter%+d", rule->easter_offset);
        return OK;
    }
    return parse_fixed(op, where, on, rule);
}

/* Years in which the rule does not speak, because a law moved that one day. */
static status parse_skipped(struct op *op, const char *where, const json_t *list,
                            struct holiday_rule *rule)
{
    if (!list)
        return OK;
    rule->skipped_count = json_array_size(list);
    int *const years = arena_array(op->arena, rule->skipped_count, sizeof(int));
    for (size_t i = 0; i < rule->skipped_count; i++) {
        const json_t *const value = json_array_get(list, i);
        const int64_t year = json_is_integer(value) ? json_integer_value(value) : 0;
        if (year < 1583 || year > 9999)
            return op_fail(op, E_INVALID, "%s: \"except\" must be a list of years", where);
        years[i] = (int)year;
    }
    rule->skipped = years;
    return rule->skipped_count > 0
               ? OK
               : op_fail(op, E_INVALID, "%s: \"except\" must be a list of years", where);
}

static status parse_years(struct op *op, const char *where, json_t *rule_object,
                          struct holiday_rule *rule)
{
    static const char *const known[] = {"from", "until", "every", "except"};
    json_t *const years = json_object_get(rule_object, "years");
    rule->from_year = 1583;
    rule->until_year = 9999;
    rule->every = 1;
    if (!years)
        return OK;
    TRY(json_check_object(op, where, years, known, ARRAY_LEN(known)));
    TRY(json_take_int(op, where, years, "from", 1583, 9999, &rule->from_year));
    TRY(json_take_int(op, where, years, "until", 1583, 9999, &rule->until_year));
    TRY(json_take_int(op, where, years, "every", 1, 100, &rule->every));
    return parse_skipped(op, where, json_object_get(years, "except"), rule);
}

static status parse_names(struct op *op, const char *where, const json_t *rule_object,
                          struct holiday *holiday)
{
    static const char *const known[] = {"es", "en", "local"};
    json_t *const names = json_object_get(rule_object, "name");
    if (!names)
        return op_fail(op, E_INVALID, "%s: \"name\" is missing: {\"es\": …, \"en\": …}", where);
    TRY(json_check_object(op, where, names, known, ARRAY_LEN(known)));
    TRY(json_need_text(op, where, names, "es", &holiday->name_es));
    TRY(json_need_text(op, where, names, "en", &holiday->name_en));
    holiday->name_local = holiday->name_es;
    return json_take_text(op, where, names, "local", &holiday->name_local);
}

static status parse_kind(struct op *op, const char *where, const json_t *rule_object,
                         struct holiday *holiday)
{
    const char *name = kind_names[HOLIDAY_PUBLIC];
    TRY(json_take_text(op, where, rule_object, "kind", &name));
    for (size_t i = 0; i < ARRAY_LEN(kind_names); i++)
        if (strcmp(name, kind_names[i]) == 0) {
            holiday->kind = (enum holiday_kind)i;
            return OK;
        }
    return op_fail(op, E_INVALID, "%s: \"kind\" is public, bank or observance", where);
}

/* --- regions --- */

/* CO-DC of the country CO from "CO-DC" or "DC", and a town behind it: BR-SP-3550308. */
static status find_region(struct op *op, const json_t *root, str region, str *ret_region)
{
    const str country = str_of(json_string_value(json_object_get(root, "country")));
    const char *const prefix = arena_printf(op->arena, STR_FORMAT "-", STR_ARG(country));
    *ret_region = STR("");
    if (region.size == 0)
        return OK;
    const bool is_whole = str_starts(region, str_of(prefix));
    bool is_code = region.size <= REGION_BYTES_MAX;
    for (size_t i = 0; i < region.size && is_code; i++) {
        const char c = region.data[i];
        is_code = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  (c == '-' && i > 0 && i + 1 < region.size);
    }
    /* XX-… names a region of another country; no part of a code has two letters and then more. */
    if (!is_code || (!is_whole && region.size > 2 && region.data[2] == '-'))
        return op_fail(op, E_INVALID,
                       "\"" STR_FORMAT "\" is no region of " STR_FORMAT
                       ": write its ISO 3166-2 code, as " STR_FORMAT "-X",
                       STR_ARG(region), STR_ARG(country), STR_ARG(country));
    *ret_region = is_whole
                      ? region
                      : str_of(arena_printf(op->arena, "%s" STR_FORMAT, prefix, STR_ARG(region)));
    return OK;
}

/* Whether a list names the region, or what the region lies in. */
static status is_listed(struct op *op, const char *where, const json_t *rule_object,
                        const char *key, str region, bool *ret_is_listed)
{
    const json_t *const list = json_object_get(rule_object, key);
    *ret_is_listed = false;
    if (list && json_array_size(list) == 0)
        return op_fail(op, E_INVALID, "%s: \"%s\" must be a list of ISO 3166-2 codes", where, key);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const str code = str_of(json_string_value(json_array_get(list, i)));
        if (code.size < 4)
            return op_fail(op, E_INVALID, "%s: \"%s\" must be a list of ISO 3166-2 codes", where,
                           key);
        if (str_starts(region, code) && (region.size == code.size || region.data[code.size] == '-'))
            *ret_is_listed = true;
    }
    return OK;
}

static status is_kept_in(struct op *op, const char *where, const json_t *rule_object, str region,
                         bool *ret_is_kept)
{
    bool is_here = false;
    bool is_exempt = false;
    TRY(is_listed(op, where, rule_object, "regions", region, &is_here));
    TRY(is_listed(op, where, rule_object, "except_regions", region, &is_exempt));
    *ret_is_kept = !is_exempt && (is_here || !json_object_get(rule_object, "regions"));
    return OK;
}

/* --- a rule --- */

static status parse_rule(struct op *op, size_t index, json_t *object, str region,
                         struct holiday_rule *rule, bool *ret_is_kept)
{
    static const char *const known[] = {"id",       "name", "on",      "years",
                                        "move",     "also", "only",    "note",
                                        "citation", "kind", "regions", "except_regions"};
    const char *where = arena_printf(op->arena, "holiday %zu", index + 1);
    TRY(json_check_object(op, where, object, known, ARRAY_LEN(known)));
    TRY(json_need_text(op, where, object, "id", &rule->holiday.id));
    where = arena_printf(op->arena, "holiday %s", rule->holiday.id);
    TRY(parse_names(op, where, object, &rule->holiday));
    TRY(parse_kind(op, where, object, &rule->holiday));
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
    return is_kept_in(op, where, object, region, ret_is_kept);
}

status holiday_parse_rules(struct op *op, json_t *root, const struct holiday_scope *scope,
                           struct holiday_calendar *ret_calendar)
{
    const json_t *const list = json_object_get(root, "holidays");
    const json_t *const weekend = json_object_get(root, "weekend");
    str region;
    TRY(find_region(op, root, scope->region, &region));
    ret_calendar->counted = 1U << HOLIDAY_PUBLIC | (scope->has_banks ? 1U << HOLIDAY_BANK : 0);
    ret_calendar->weekend = 1U << SATURDAY | 1U << SUNDAY;
    if (weekend)
        TRY(parse_weekdays(op, "pack", "weekend", weekend, &ret_calendar->weekend));
    if (ret_calendar->weekend == HOLIDAY_EVERY_WEEKDAY)
        return op_fail(op, E_INVALID, "pack: \"weekend\" leaves no business day");
    if (list && !json_is_array(list))
        return op_fail(op, E_INVALID, "pack: \"holidays\" must be a list");
    const size_t size = list ? json_array_size(list) : 0;
    struct holiday_rule *const rules = arena_array(op->arena, size, sizeof(*rules));
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        bool is_kept = false;
        rules[count] = (struct holiday_rule){.every = 1};
        TRY(parse_rule(op, i, json_array_get(list, i), region, &rules[count], &is_kept));
        count += is_kept;
    }
    ret_calendar->rules = rules;
    ret_calendar->rule_count = count;
    return OK;
}
