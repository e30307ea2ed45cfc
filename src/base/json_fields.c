#include "base/json_fields.h"

#include <string.h>

static bool is_known(const char *key, const char *const *known, size_t known_count)
{
    for (size_t i = 0; i < known_count; i++)
        if (strcmp(key, known[i]) == 0)
            return true;
    return false;
}

static const char *list_known(struct op *op, const char *const *known, size_t known_count)
{
    struct buf list = buf_start(op->arena, LIMIT_FAILURE_TEXT);
    for (size_t i = 0; i < known_count; i++)
        buf_printf(&list, "%s%s", i > 0 ? ", " : "", known[i]);
    return buf_cstr(&list);
}

status json_check_object(struct op *op, const char *where, json_t *value, const char *const *known,
                         size_t known_count)
{
    if (!json_is_object(value))
        return op_fail(op, E_INVALID, "%s: an object is expected", where);
    for (void *at = json_object_iter(value); at; at = json_object_iter_next(value, at)) {
        const char *const key = json_object_iter_key(at);
        if (!is_known(key, known, known_count))
            return op_fail(op, E_INVALID, "%s: unknown field \"%s\"; known are %s", where, key,
                           list_known(op, known, known_count));
    }
    return OK;
}

status json_take_text(struct op *op, const char *where, const json_t *object, const char *key,
                      const char **ret_text)
{
    const json_t *const value = json_object_get(object, key);
    if (!value || json_is_null(value))
        return OK;
    if (!json_is_string(value) || json_string_length(value) != strlen(json_string_value(value)))
        return op_fail(op, E_INVALID, "%s: \"%s\" must be a text", where, key);
    *ret_text = json_string_value(value);
    return OK;
}

status json_need_text(struct op *op, const char *where, const json_t *object, const char *key,
                      const char **ret_text)
{
    const char *text = NULL;
    TRY(json_take_text(op, where, object, key, &text));
    if (!text || text[0] == '\0')
        return op_fail(op, E_INVALID, "%s: the text \"%s\" is missing", where, key);
    *ret_text = text;
    return OK;
}

status json_take_int(struct op *op, const char *where, const json_t *object, const char *key,
                     int least, int most, int *ret_number)
{
    const json_t *const value = json_object_get(object, key);
    if (!value || json_is_null(value))
        return OK;
    const json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < least || number > most)
        return op_fail(op, E_INVALID, "%s: \"%s\" must be a whole number from %d to %d", where, key,
                       least, most);
    *ret_number = (int)number;
    return OK;
}

status json_need_int(struct op *op, const char *where, const json_t *object, const char *key,
                     int least, int most, int *ret_number)
{
    if (!json_object_get(object, key))
        return op_fail(op, E_INVALID, "%s: the number \"%s\" is missing", where, key);
    return json_take_int(op, where, object, key, least, most, ret_number);
}

status json_take_bool(struct op *op, const char *where, const json_t *object, const char *key,
                      bool *ret_flag)
{
    const json_t *const value = json_object_get(object, key);
    if (!value || json_is_null(value))
        return OK;
    if (!json_is_boolean(value))
        return op_fail(op, E_INVALID, "%s: \"%s\" must be true or false", where, key);
    *ret_flag = json_is_true(value);
    return OK;
}

status json_take_day(struct op *op, const char *where, const json_t *object, const char *key,
                     day *ret_day)
{
    const char *text = NULL;
    day d;
    TRY(json_take_text(op, where, object, key, &text));
    if (!text)
        return OK;
    if (!day_parse(str_of(text), &d))
        return op_fail(op, E_INVALID, "%s: \"%s\" must be a day YYYY-MM-DD, not \"%s\"", where, key,
                       text);
    *ret_day = d;
    return OK;
}

status json_need_array(struct op *op, const char *where, const json_t *object, const char *key,
                       json_t **ret_array)
{
    json_t *const value = json_object_get(object, key);
    if (!json_is_array(value) || json_array_size(value) == 0)
        return op_fail(op, E_INVALID, "%s: the list \"%s\" is missing or empty", where, key);
    *ret_array = value;
    return OK;
}
