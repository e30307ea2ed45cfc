#include "intake/mapping_json.h"

#include "intake/names.h"

#define KEYS_MAX 32

const char *place_below(const struct json_place *place, const char *path, const char *key)
{
    return arena_printf(place->op->arena, "%s.%s", path, key);
}

static str text_of(const json_t *value)
{
    return (str){json_string_value(value), json_string_length(value)};
}

status place_expect(const struct json_place *place, const char *path, const json_t *value,
                    json_type type, const char *what)
{
    return json_typeof(value) == type
               ? OK
               : PLACE_FAIL(place, path, "expected %s", op_word(place->op, what));
}

status place_check_keys(const struct json_place *place, const char *path, json_t *object,
                        const char *const *allowed)
{
    const char *key = NULL;
    json_t *value = NULL;
    str names[KEYS_MAX];
    int count = 0;
    struct arena *const arena = place->op->arena;
    TRY(place_expect(place, path, object, JSON_OBJECT, SAY("an object { … }")));
    while (count < KEYS_MAX && allowed[count]) {
        names[count] = str_of(allowed[count]);
        count++;
    }
    json_object_foreach(object, key, value)
    {
        bool is_known = false;
        for (int i = 0; i < count && !is_known; i++)
            is_known = str_equal_c(names[i], key);
        if (!is_known)
            return PLACE_FAIL(place, path, "\"%s\" is not known here%s; known are: %s", key,
                              name_hint(place->op, str_of(key), names, count),
                              name_list(arena, names, count));
    }
    return OK;
}

status place_texts(const struct json_place *place, const char *path, const json_t *value,
                   struct value_words *ret_words)
{
    const bool is_list = json_is_array(value);
    const size_t count = is_list ? json_array_size(value) : 1;
    str *const items = arena_array(place->op->arena, count, sizeof(str));
    for (size_t i = 0; i < count; i++) {
        const json_t *const item = is_list ? json_array_get(value, i) : value;
        TRY(place_expect(place, path, item, JSON_STRING, SAY("a text, or a list of texts")));
        items[i] = text_of(item);
    }
    *ret_words = (struct value_words){items, (int)count};
    return OK;
}

status take_text(const struct json_place *place, const char *path, const json_t *object,
                 const char *key, str *ret_text)
{
    const json_t *const value = json_object_get(object, key);
    if (!value)
        return OK;
    TRY(place_expect(place, place_below(place, path, key), value, JSON_STRING,
                     SAY("a text in quotes")));
    *ret_text = text_of(value);
    return OK;
}

status take_texts(const struct json_place *place, const char *path, const json_t *object,
                  const char *key, struct value_words *ret_words)
{
    const json_t *const value = json_object_get(object, key);
    return value ? place_texts(place, place_below(place, path, key), value, ret_words) : OK;
}

status take_sign(const struct json_place *place, const char *path, const json_t *object,
                 const char *key, bool may_be_empty, char *ret_sign)
{
    str text = {NULL, 0};
    TRY(take_text(place, path, object, key, &text));
    if (!text.data)
        return OK;
    if (text.size > 1 || (text.size == 0 && !may_be_empty))
        return PLACE_FAIL(place, place_below(place, path, key),
                          "\"" STR_FORMAT "\" is not one sign such as \".\"%s", STR_ARG(text),
                          may_be_empty ? op_word(place->op, " (\"\" for none)") : "");
    *ret_sign = text.size == 1 ? text.data[0] : 0;
    return OK;
}

status take_number(const struct json_place *place, const char *path, const json_t *object,
                   const char *key, int least, int most, int *ret_number)
{
    const json_t *const value = json_object_get(object, key);
    if (!value)
        return OK;
    if (!json_is_integer(value) || json_integer_value(value) < least ||
        json_integer_value(value) > most)
        return PLACE_FAIL(place, place_below(place, path, key),
                          "expected a whole number from %d to %d", least, most);
    *ret_number = (int)json_integer_value(value);
    return OK;
}

static status take_day_patterns(const struct json_place *place, const char *path,
                                const json_t *object, struct value_formats *formats)
{
    struct value_words words = {NULL, 0};
    const char *const here = place_below(place, path, "date");
    TRY(take_texts(place, path, object, "date", &words));
    if (words.count == 0)
        return OK;
    if (words.count > VALUE_DAY_PATTERNS_MAX)
        return PLACE_FAIL(place, here, "at most %d patterns", VALUE_DAY_PATTERNS_MAX);
    for (int i = 0; i < words.count; i++)
        if (!day_pattern_parse(words.items[i], &formats->days[i]))
            return PLACE_FAIL(place, here,
                              "\"" STR_FORMAT "\" is no pattern of a date; write one year (YYYY or "
                              "YY), one month (M, MM or MMM) and one day (D or DD), such as "
                              "DD/MM/YYYY",
                              STR_ARG(words.items[i]));
    formats->day_count = words.count;
    return OK;
}

static bool is_number_sign(char sign)
{
    return (sign >= '0' && sign <= '9') || sign == '-' || sign == '+' || sign == '(' || sign == ')';
}

status take_formats(const struct json_place *place, const char *path, const json_t *object,
                    struct value_formats *formats)
{
    struct money_format *const number = &formats->number;
    TRY(take_day_patterns(place, path, object, formats));
    TRY(take_sign(place, path, object, "decimal", false, &number->decimal));
    TRY(take_sign(place, path, object, "group", true, &number->group));
    if (json_object_get(object, "decimal") || json_object_get(object, "group"))
        formats->has_number = true;
    if (number->decimal == number->group)
        return PLACE_FAIL(place, path, "decimal and group are both \"%c\"", number->decimal);
    if (is_number_sign(number->decimal) || is_number_sign(number->group))
        return PLACE_FAIL(place, path, "%s",
                          op_word(place->op, "decimal and group cannot be digits or signs"));
    TRY(take_number(place, path, object, "two_digit_years_from", 1800, 2100,
                    &formats->century_from));
    TRY(take_texts(place, path, object, "true", &formats->truths));
    TRY(take_texts(place, path, object, "false", &formats->falses));
    return take_texts(place, path, object, "empty", &formats->empties);
}
