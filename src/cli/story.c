#include "cli/story.h"

int64_t story_add(struct story *story, struct ledger_event event)
{
    event.id = (int64_t)story->event_count + 1;
    story->events = arena_grow(story->op->arena, story->events, story->event_count,
                               &story->event_capacity, sizeof(*story->events));
    story->events[story->event_count++] = event;
    return event.id;
}

void story_write_amount(struct json_writer *w, int64_t amount, int exponent)
{
    char text[MONEY_TEXT_SIZE];
    str trimmed = str_of(money_format_plain((money){amount}, exponent, text));
    while (exponent > 0 && trimmed.size > 0 && trimmed.data[trimmed.size - 1] == '0')
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
    const char *const name = json_string_value(list);
    if (name)
        list = json_object_get(json_object_get(story->fixtures, name), "ranges");
    if (!json_is_array(list))
        return op_fail(story->op, E_INVALID, "there are no ranges \"%s\"", name ? name : "?");
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
    int64_t owed = 0;
    for (size_t i = 0; i < story->event_count; i++) {
        const struct ledger_event event = story->events[i];
        if (event.id > last_id)
            break;
        last = event.value_on > last ? event.value_on : last;
        if (event.kind == LEDGER_OPEN && __builtin_add_overflow(owed, event.amount, &owed))
            return op_fail(story->op, E_LIMIT, "an amount is beyond what can be kept");
    }
    ret_view->owed = owed;
    ret_view->as_of = as_of == DAY_NONE ? last : as_of;
    ret_view->last_id = last_id;
    ret_view->exponent = story->exponent;
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
