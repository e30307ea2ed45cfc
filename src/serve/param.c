#include "serve/param.h"

#include <inttypes.h>

#include "serve/route.h"

struct reader {
    struct op *op;
    struct request *request;
    struct reply *reply;
    const struct param *params;
    int count;
};

static const char *pointer_of(const struct reader *r, const char *name)
{
    return arena_printf(r->op->arena, "/%s", name);
}

static void refuse(struct reader *r, const char *name, const char *es, const char *en)
{
    reply_error(r->reply, pointer_of(r, name), request_say(r->request, es, en));
}

/* --- texts into values --- */

bool instant_parse(str text, instant *ret_at)
{
    day d = 0;
    int64_t part[3];
    if (text.size < 20 || text.size > 27 || text.data[10] != 'T' ||
        text.data[text.size - 1] != 'Z' || !day_parse((str){text.data, 10}, &d))
        return false;
    for (int i = 0; i < 3; i++) {
        const char *const at = text.data + 11 + i * 3;
        if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9' || (i < 2 && at[2] != ':'))
            return false;
        part[i] = (at[0] - '0') * 10 + (at[1] - '0');
    }
    if (part[0] > 23 || part[1] > 59 || part[2] > 59)
        return false;
    int64_t fraction = 0;
    if (text.size > 20) {
        int64_t scale = INSTANT_PER_SECOND;
        if (text.data[19] != '.' || text.size == 21)
            return false;
        for (size_t i = 20; i < text.size - 1; i++) {
            if (text.data[i] < '0' || text.data[i] > '9')
                return false;
            scale /= 10;
            fraction += (text.data[i] - '0') * scale;
        }
    }
    *ret_at = d * INSTANT_PER_DAY + ((part[0] * 60 + part[1]) * 60 + part[2]) * INSTANT_PER_SECOND +
              fraction;
    return true;
}

static bool id_parse(str text, int64_t *ret_id)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    return str_to_i64(text, ret_id) && *ret_id > 0;
}

static bool has_control(const struct param *param, str text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' && text.data[i] != '\n' && text.data[i] != '\t' &&
            (text.data[i] != '\r' || param->type != PARAM_FILE))
            return true;
    return false;
}

static void take_text(struct reader *r, const struct param *param, str text, struct value *out)
{
    const int64_t length = (int64_t)str_characters(text);
    if (has_control(param, text))
        refuse(r, param->name, "Tiene caracteres de control.", "It has control characters.");
    else if (length < param->least)
        refuse(r, param->name, "No puede estar vacío.", "It cannot be empty.");
    else if (length > param->most)
        reply_error(r->reply, pointer_of(r, param->name),
                    arena_printf(r->op->arena,
                                 r->request->is_english ? "At most %" PRId64 " characters."
                                                        : "A lo más %" PRId64 " caracteres.",
                                 param->most));
    else
        *out = (struct value){true, 0, text};
}

static void take_integer(struct reader *r, const struct param *param, int64_t number,
                         struct value *out)
{
    if (param->type == PARAM_INTEGER && (number < param->least || number > param->most))
        reply_error(r->reply, pointer_of(r, param->name),
                    arena_printf(r->op->arena,
                                 r->request->is_english ? "From %" PRId64 " to %" PRId64 "."
                                                        : "De %" PRId64 " a %" PRId64 ".",
                                 param->least, param->most));
    else
        *out = (struct value){
            true, number, {NULL, 0}
        };
}

static void take_word(struct reader *r, const struct param *param, str text, struct value *out)
{
    struct buf known = buf_start(r->op->arena, 1024);
    for (int64_t i = 0; param->words[i]; i++) {
        if (str_equal_c(text, param->words[i])) {
            *out = (struct value){true, i, text};
            return;
        }
        buf_printf(&known, "%s%s", i > 0 ? ", " : "", param->words[i]);
    }
    reply_error(r->reply, pointer_of(r, param->name),
                arena_printf(r->op->arena, r->request->is_english ? "One of: %s." : "Uno de: %s.",
                             buf_cstr(&known)));
}

/* A value that came as text: all of the path and the query, and the texts of a body. */
static void take_as_text(struct reader *r, const struct param *param, str text, struct value *out)
{
    int64_t number = 0;
    day d = 0;
    switch (param->type) {
    case PARAM_ID:
        if (id_parse(text, &number))
            *out = (struct value){true, number, text};
        else
            refuse(r, param->name, "No es un identificador.", "It is not an id.");
        break;
    case PARAM_DAY:
        if (day_parse(text, &d))
            *out = (struct value){true, d, text};
        else
            refuse(r, param->name, "No es una fecha: se escribe AAAA-MM-DD.",
                   "It is not a day: write YYYY-MM-DD.");
        break;
    case PARAM_INSTANT:
        if (instant_parse(text, &number))
            *out = (struct value){true, number, text};
        else
            refuse(r, param->name, "No es un instante: se escribe AAAA-MM-DDThh:mm:ssZ.",
                   "It is not an instant: write YYYY-MM-DDThh:mm:ssZ.");
        break;
    case PARAM_TEXT:
    case PARAM_FILE:
        take_text(r, param, text, out);
        break;
    case PARAM_WORD:
        take_word(r, param, text, out);
        break;
    case PARAM_INTEGER:
        if (str_to_i64(text, &number))
            take_integer(r, param, number, out);
        else
            refuse(r, param->name, "No es un número entero.", "It is not a whole number.");
        break;
    case PARAM_MONEY:
    case PARAM_OBJECT:
    case PARAM_JSON:
        refuse(r, param->name, "No es del tipo esperado.", "It is not of the expected type.");
        break;
    }
}

/* --- the query --- */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Percent-decodes; false when an escape is broken or the result is not UTF-8 or holds a NUL. */
static bool decode(struct arena *arena, str text, str *ret_plain)
{
    char *const out = arena_alloc(arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i] == '+' ? ' ' : text.data[i];
        if (c == '%') {
            const int high = i + 2 < text.size ? hex_digit(text.data[i + 1]) : -1;
            const int low = high >= 0 ? hex_digit(text.data[i + 2]) : -1;
            if (low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (c == '\0')
            return false;
        out[size++] = c;
    }
    *ret_plain = (str){out, size};
    return str_is_utf8(*ret_plain, NULL);
}

static const struct param *find_param(const struct reader *r, enum param_place place, str name)
{
    for (int i = 0; i < r->count; i++)
        if (r->params[i].place == place && str_equal_c(name, r->params[i].name))
            return &r->params[i];
    return NULL;
}

static void read_query(struct reader *r)
{
    str rest = r->request->query;
    while (rest.size > 0) {
        str pair = str_split(&rest, '&');
        if (pair.size == 0)
            continue;
        const str raw_name = str_split(&pair, '=');
        str name = {"", 0};
        str text = {"", 0};
        if (!decode(r->op->arena, raw_name, &name) || !decode(r->op->arena, pair, &text)) {
            refuse(r, "", "La dirección está mal codificada.", "The address is badly encoded.");
            continue;
        }
        const struct param *const param = find_param(r, IN_QUERY, name);
        const char *const name_c = str_cstr(r->op->arena, name);
        if (!param)
            refuse(r, name_c, "No se conoce este parámetro.", "This parameter is not known.");
        else if (r->request->values[param - r->params].is_set)
            refuse(r, name_c, "Está dos veces.", "It is there twice.");
        else if (text.size > 0)
            take_as_text(r, param, text, &r->request->values[param - r->params]);
    }
}

/* --- the body --- */

/* Once more as text: handlers parse what they want of it. */
static void take_anything(struct reader *r, const json_t *node, struct value *out)
{
    *out = (struct value){true, 0, json_text(r->op->arena, node)};
}

static void take_json(struct reader *r, const struct param *param, const json_t *node,
                      struct value *out)
{
    const bool is_number = param->type == PARAM_MONEY || param->type == PARAM_INTEGER;
    if (param->type == PARAM_JSON)
        take_anything(r, node, out);
    else if (is_number && json_is_integer(node))
        take_integer(r, param, json_integer_value(node), out);
    else if (param->type == PARAM_OBJECT && json_is_object(node))
        *out = (struct value){.is_set = true};
    else if (param->type == PARAM_WORD && json_is_boolean(node))
        take_word(r, param, json_is_true(node) ? STR("true") : STR("false"), out);
    else if (is_number || param->type == PARAM_OBJECT || !json_is_string(node))
        refuse(r, param->name, is_number ? "No es un número entero." : "No es del tipo esperado.",
               is_number ? "It is not a whole number." : "It is not of the expected type.");
    else
        take_as_text(r, param, (str){json_string_value(node), json_string_length(node)}, out);
}

/* The fields of one object; prefix is "" or "promise/". */
static void read_object(struct reader *r, json_t *object, const char *prefix)
{
    const char *key = NULL;
    json_t *node = NULL;
    json_object_foreach(object, key, node)
    {
        const char *const name = arena_printf(r->op->arena, "%s%s", prefix, key);
        const struct param *const param = find_param(r, IN_BODY, str_of(name));
        if (!param) {
            refuse(r, name, "No se conoce este campo.", "This field is not known.");
            continue;
        }
        if (json_is_null(node) && !param->is_required)
            continue; /* the same as leaving it out */
        take_json(r, param, node, &r->request->values[param - r->params]);
        if (param->type == PARAM_OBJECT && json_is_object(node))
            read_object(r, node, arena_printf(r->op->arena, "%s/", name));
    }
}

static status read_body(struct reader *r)
{
    json_t *root = NULL;
    if (json_parse(r->op, r->request->body, &root) != OK)
        return r->op->code;
    if (json_is_object(root))
        read_object(r, root, "");
    else
        refuse(r, "", "Se espera un objeto.", "An object is expected.");
    return OK;
}

/* --- the whole --- */

static bool is_declared_in(const struct reader *r, enum param_place place)
{
    for (int i = 0; i < r->count; i++)
        if (r->params[i].place == place)
            return true;
    return false;
}

/* A required field inside an object counts only when the object is there. */
static bool is_wanted(const struct reader *r, const struct param *param)
{
    const char *const slash = strchr(param->name, '/');
    if (!param->is_required || !slash || param->place != IN_BODY)
        return param->is_required;
    const struct param *const parent =
        find_param(r, IN_BODY, (str){param->name, (size_t)(slash - param->name)});
    return parent && r->request->values[parent - r->params].is_set;
}

static bool has_error(const struct reader *r, const char *name)
{
    const char *const pointer = pointer_of(r, name);
    for (int i = 0; i < r->reply->error_count; i++)
        if (strcmp(r->reply->errors[i].pointer, pointer) == 0)
            return true;
    return false;
}

static void check_required(struct reader *r)
{
    for (int i = 0; i < r->count; i++) {
        const struct param *const param = &r->params[i];
        if (is_wanted(r, param) && !r->request->values[i].is_set && !has_error(r, param->name))
            refuse(r, param->name, "Falta este campo.", "This field is missing.");
    }
}

status params_read(struct op *op, struct request *request, struct reply *reply, const str *captured)
{
    struct reader r = {op, request, reply, request->route->params, request->route->param_count};
    for (int i = 0; i < r.count; i++)
        if (r.params[i].place == IN_PATH)
            take_as_text(&r, &r.params[i], *captured++, &request->values[i]);
    if (reply->error_count > 0) { /* an address that cannot name anything */
        reply->error_count = 0;
        return op_fail(op, E_NOT_FOUND, "there is no such address: " STR_FORMAT " " STR_FORMAT,
                       STR_ARG(request->method), STR_ARG(request->path));
    }
    read_query(&r);
    if (is_declared_in(&r, IN_BODY))
        TRY(read_body(&r));
    else if (request->body.size > 0 && !request->route->takes_bytes)
        refuse(&r, "", "Aquí no se espera un cuerpo.", "No body is expected here.");
    check_required(&r);
    if (reply->error_count == 1)
        return op_fail(op, E_INVALID, "a field is not valid");
    if (reply->error_count > 1)
        return op_fail(op, E_INVALID, "%d fields are not valid", reply->error_count);
    return OK;
}
