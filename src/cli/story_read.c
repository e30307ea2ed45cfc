/* What a story has under its keys; and which of its keys nothing asked for. */
#include "cli/story.h"

/* No debt is older than 1800, or lasts beyond 2600: days can be counted on from there. */
#define FIRST_DAY (-62091)
#define LAST_DAY  STORY_DAY_LAST

/* Said to people, not to us. */
static const char *const remarks[] = {"note", "what", "comment", "description"};

static bool is_noted(const struct story *story, const char *key)
{
    for (size_t i = 0; i < story->read->count; i++)
        if (strcmp(story->read->keys[i], key) == 0)
            return true;
    for (size_t i = 0; i < ARRAY_LEN(remarks); i++)
        if (strcmp(remarks[i], key) == 0)
            return true;
    return false;
}

void story_note(const struct story *story, const char *key)
{
    struct story_read *const read = story->read;
    if (read->count < STORY_KEYS_MAX && !is_noted(story, key))
        read->keys[read->count++] = str_cstr(story->op->arena, str_of(key));
}

/* The first key that nothing asked for; NULL: none. */
static const char *unread_in(const struct story *story, json_t *value)
{
    const char *found = NULL;
    for (void *at = json_object_iter(value); at && !found; at = json_object_iter_next(value, at))
        found = is_noted(story, json_object_iter_key(at))
                    ? unread_in(story, json_object_iter_value(at))
                    : json_object_iter_key(at);
    for (size_t i = 0; i < json_array_size(value) && !found; i++)
        found = unread_in(story, json_array_get(value, i));
    return found;
}

/* The fixture that the inputs name; NULL: none. */
static json_t *fixture_of(const struct story *story)
{
    const char *const name = json_string_value(json_object_get(story->inputs, "fixture"));
    return name ? json_object_get(story->fixtures, name) : NULL;
}

status story_check_read(const struct story *story)
{
    const json_t *const name = json_object_get(story->inputs, "fixture");
    story_note(story, "fixture");
    if (name && !json_is_object(fixture_of(story)))
        return op_fail(story->op, E_INVALID, "there is no fixture \"%s\"",
                       json_is_string(name) ? json_string_value(name) : "?");
    if (story->read->bad_key)
        return op_fail(story->op, E_INVALID, "\"%s\" is not what can stand there",
                       story->read->bad_key);
    const char *unread = unread_in(story, story->inputs);
    if (!unread)
        unread = unread_in(story, fixture_of(story));
    return !unread ? OK
                   : op_fail(story->op, E_INVALID,
                             "\"%s\" is not read in a story about %s: without it, "
                             "what is answered may be wrong",
                             unread, story->topic);
}

const json_t *story_get(const struct story *story, const char *key)
{
    const json_t *const own = json_object_get(story->inputs, key);
    const json_t *const told = own ? own : json_object_get(fixture_of(story), key);
    story_note(story, key);
    return json_is_null(told) ? NULL : told;
}

const json_t *story_member(const struct story *story, const json_t *object, const char *key)
{
    const json_t *const told = json_object_get(object, key);
    story_note(story, key);
    return json_is_null(told) ? NULL : told;
}

static const json_t *get_shape(const struct story *story, const char *key, bool is_list)
{
    const json_t *const told = story_get(story, key);
    if (!told || (is_list ? json_is_array(told) : json_is_boolean(told)))
        return told;
    story->read->bad_key = str_cstr(story->op->arena, str_of(key));
    return NULL;
}

const json_t *story_list(const struct story *story, const char *key)
{
    return get_shape(story, key, true);
}

bool story_is(const struct story *story, const char *key)
{
    return json_is_true(get_shape(story, key, false));
}

const char *story_word(const struct story *story, const char *key)
{
    const json_t *const told = story_get(story, key);
    if (told && !json_is_string(told))
        story->read->bad_key = str_cstr(story->op->arena, str_of(key));
    return json_string_value(told);
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
    TRY(story_decimal(story, value, story->exponent, &amount));
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
    return value ? story_day(story, value, ret_day) : OK;
}

/* An integer, or a text with one: decimals travel as texts ("3.0"). */
static bool whole_number(const json_t *value, json_int_t *ret_number)
{
    money number = {0};
    *ret_number = json_integer_value(value);
    if (!json_is_string(value))
        return json_is_integer(value);
    if (!money_parse(str_of(json_string_value(value)), (struct money_format){'.', 0}, 0, &number))
        return false;
    *ret_number = number.minor;
    return true;
}

int story_int_of(struct story *story, const json_t *value)
{
    json_int_t number = 0;
    const bool is_good =
        whole_number(value, &number) && number >= -STORY_INT_MAX && number <= STORY_INT_MAX;
    story->has_bad_int |= !is_good;
    return is_good ? (int)number : 0;
}

int story_int(struct story *story, const char *key, int fallback)
{
    const json_t *const value = story_get(story, key);
    return value ? story_int_of(story, value) : fallback;
}
