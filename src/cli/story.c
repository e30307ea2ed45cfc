#include "cli/story.h"

/* No debt is older than 1800, or lasts beyond 2600: days can be counted on from there. */
#define FIRST_DAY (-62091)
#define LAST_DAY  230104

const json_t *story_get(const struct story *story, const char *key)
{
    const json_t *const own = json_object_get(story->inputs, key);
    const json_t *const name = json_object_get(story->inputs, "fixture");
    if (own || !json_is_string(name))
        return own;
    return json_object_get(json_object_get(story->fixtures, json_string_value(name)), key);
}

status story_decimal(const struct story *story, const json_t *value, int decimals,
                     int64_t *ret_value)
{
    const struct money_format plain = {'.', 0};
    money amount = {0};
    const char *const text =
        json_is_integer(value)
            ? arena_printf(story->op->arena, "%lld", (long long)json_integer_value(value))
            : json_string_value(value);
    if (!text || !money_parse(str_of(text), plain, decimals, &amount))
        return op_fail(
            story->op, E_INVALID,
            "\"%s\" is not a number with at most %d decimals (as a text, if it has some)",
            text ? text : "?", decimals);
    *ret_value = amount.minor;
    return OK;
}

status story_amount(const struct story *story, const json_t *value, int64_t *ret_amount)
{
    int64_t amount = 0;
    TRY(story_decimal(story, value, STORY_EXPONENT, &amount));
    if (amount < -LIMIT_AMOUNT_MINOR || amount > LIMIT_AMOUNT_MINOR)
        return op_fail(story->op, E_INVALID, "an amount is beyond what can be kept");
    *ret_amount = amount;
    return OK;
}

/* "+5d": days from the beginning of the debt. */
static bool parse_offset(str text, int *ret_days)
{
    int64_t days = 0;
    if (text.size < 3 || (text.data[0] != '+' && text.data[0] != '-') ||
        text.data[text.size - 1] != 'd')
        return false;
    if (!str_to_i64((str){text.data, text.size - 1}, &days) || days < -36600 || days > 36600)
        return false;
    *ret_days = (int)days;
    return true;
}

status story_day(const struct story *story, const json_t *value, day *ret_day)
{
    const char *const text = json_string_value(value);
    int offset = 0;
    day parsed = DAY_NONE;
    if (text && !day_parse(str_of(text), &parsed) && parse_offset(str_of(text), &offset))
        parsed = story->opened_on + offset;
    if (parsed >= FIRST_DAY && parsed <= LAST_DAY) {
        *ret_day = parsed;
        return OK;
    }
    return op_fail(story->op, E_INVALID, "\"%s\" is not a date: write it as YYYY-MM-DD",
                   text ? text : "?");
}

status story_take_amount(const struct story *story, const char *key, int64_t fallback,
                         int64_t *ret_amount)
{
    const json_t *const value = story_get(story, key);
    *ret_amount = fallback;
    return value ? story_amount(story, value, ret_amount) : OK;
}

status story_take_day(const struct story *story, const char *key, day fallback, day *ret_day)
{
    const json_t *const value = story_get(story, key);
    *ret_day = fallback;
    return json_is_string(value) ? story_day(story, value, ret_day) : OK;
}

int story_int_of(struct story *story, const json_t *value)
{
    const json_int_t number = json_integer_value(value);
    const bool is_good =
        json_is_integer(value) && number >= -STORY_INT_MAX && number <= STORY_INT_MAX;
    story->has_bad_int |= !is_good;
    return is_good ? (int)number : 0;
}

int story_int(struct story *story, const char *key, int fallback)
{
    const json_t *const value = story_get(story, key);
    return json_is_integer(value) ? story_int_of(story, value) : fallback;
}

int64_t story_add(struct story *story, struct ledger_event event)
{
    event.id = (int64_t)story->event_count + 1;
    story->events = arena_grow(story->op->arena, story->events, story->event_count,
                               &story->event_capacity, sizeof(*story->events));
    story->events[story->event_count++] = event;
    return event.id;
}

void story_write_amount(struct json_writer *w, int64_t amount)
{
    char text[MONEY_TEXT_SIZE];
    str trimmed = str_of(money_format_plain((money){amount}, STORY_EXPONENT, text));
    while (trimmed.size > 0 && trimmed.data[trimmed.size - 1] == '0')
        trimmed.size--;
    if (trimmed.size > 0 && trimmed.data[trimmed.size - 1] == '.')
        trimmed.size--;
    json_write_raw(w, trimmed);
}

static status read_range(struct story *story, const json_t *row, struct range *ret_range)
{
    struct arena *const arena = story->op->arena;
    const size_t named = json_is_string(json_array_get(row, 0)) ? 1 : 0;
    const json_t *const min = json_array_get(row, named);
    const json_t *const max = json_array_get(row, named + 1);
    struct range range = {.max = RANGE_OPEN};
    if (!json_is_integer(min) || !(json_is_integer(max) || json_is_null(max)))
        return op_fail(story->op, E_INVALID, "a range is [least days, most days or null]");
    range.min = story_int_of(story, min);
    if (json_is_integer(max))
        range.max = story_int_of(story, max);
    range.label = named                     ? json_string_value(json_array_get(row, 0))
                  : range.max == RANGE_OPEN ? arena_printf(arena, "%d+", range.min)
                                            : arena_printf(arena, "%d-%d", range.min, range.max);
    *ret_range = range;
    return OK;
}

status story_ranges(struct story *story, const json_t *list)
{
    if (json_is_string(list))
        list = json_object_get(json_object_get(story->fixtures, json_string_value(list)), "ranges");
    const size_t count = json_array_size(list);
    struct range *const ranges = arena_array(story->op->arena, count, sizeof(*ranges));
    for (size_t i = 0; i < count; i++)
        TRY(read_range(story, json_array_get(list, i), &ranges[i]));
    TRY(range_check(story->op, ranges, count));
    story->rule.ranges = ranges;
    story->rule.range_count = count;
    return OK;
}

status story_view(struct story *story, day as_of, int64_t last_id, struct view *ret_view)
{
    const struct ledger_rules rules = {.standard = &story->profile};
    day last = story->opened_on;
    for (size_t i = 0; i < story->event_count; i++)
        if (story->events[i].id <= last_id && story->events[i].value_on > last)
            last = story->events[i].value_on;
    ret_view->as_of = as_of == DAY_NONE ? last : as_of;
    ret_view->last_id = last_id;
    TRY(ledger_replay(story->op, &rules, story->events, story->event_count,
                      (struct ledger_moment){ret_view->as_of, last_id}, &ret_view->ledger));
    arrears_of(&ret_view->ledger, &story->rule, ret_view->as_of, &ret_view->arrears);
    return OK;
}

status story_answer_all(struct story *story, json_t *asked, story_answer *answer,
                        struct json_writer *w)
{
    const char *key = NULL;
    json_t *inside = NULL;
    json_object_open(w);
    json_object_foreach(asked, key, inside)
    {
        struct buf value = buf_start(story->op->arena, w->out->ceiling);
        struct json_writer writer = json_start(&value);
        bool is_known = false;
        TRY(answer(story, key, inside, &writer, &is_known));
        if (story->has_bad_int)
            return op_fail(story->op, E_INVALID,
                           "a number of days or of rows is a whole number up to %d", STORY_INT_MAX);
        if (!is_known)
            continue; /* whoever asked sees that the answer is missing */
        json_key(w, key);
        json_write_raw(w, buf_str(&value));
    }
    json_object_close(w);
    return OK;
}
