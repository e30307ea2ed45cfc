#include "base/json.h"

#include <assert.h>

struct json_writer json_start(struct buf *out)
{
    return (struct json_writer){.out = out};
}

static void before_value(struct json_writer *w)
{
    if (w->after_key) {
        w->after_key = false;
        return;
    }
    if (w->has_item[w->depth])
        buf_add_char(w->out, ',');
    w->has_item[w->depth] = true;
}

static void open_level(struct json_writer *w, char bracket)
{
    before_value(w);
    buf_add_char(w->out, bracket);
    w->depth++;
    assert(w->depth < JSON_DEPTH_MAX);
    w->has_item[w->depth] = false;
}

static void close_level(struct json_writer *w, char bracket)
{
    assert(w->depth > 0);
    w->depth--;
    buf_add_char(w->out, bracket);
}

void json_object_open(struct json_writer *w)
{
    open_level(w, '{');
}

void json_object_close(struct json_writer *w)
{
    close_level(w, '}');
}

void json_array_open(struct json_writer *w)
{
    open_level(w, '[');
}

void json_array_close(struct json_writer *w)
{
    close_level(w, ']');
}

static void write_quoted(struct buf *out, str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.data[i];
        if (c == '"' || c == '\\') {
            buf_add_char(out, '\\');
            buf_add_char(out, (char)c);
        } else if (c == '\n') {
            buf_add_c(out, "\\n");
        } else if (c < 0x20) {
            buf_printf(out, "\\u%04x", c);
        } else {
            buf_add_char(out, (char)c);
        }
    }
    buf_add_char(out, '"');
}

void json_key(struct json_writer *w, const char *key)
{
    before_value(w);
    write_quoted(w->out, str_of(key));
    buf_add_char(w->out, ':');
    w->after_key = true;
}

void json_write_str(struct json_writer *w, str text)
{
    before_value(w);
    write_quoted(w->out, text);
}

void json_write_i64(struct json_writer *w, int64_t value)
{
    before_value(w);
    buf_add_i64(w->out, value);
}

void json_write_id(struct json_writer *w, int64_t id)
{
    if (id == 0) {
        json_write_null(w);
        return;
    }
    before_value(w);
    buf_add_char(w->out, '"');
    buf_add_i64(w->out, id);
    buf_add_char(w->out, '"');
}

void json_write_bool(struct json_writer *w, bool value)
{
    json_write_raw(w, value ? STR("true") : STR("false"));
}

void json_write_null(struct json_writer *w)
{
    json_write_raw(w, STR("null"));
}

void json_write_day(struct json_writer *w, day d)
{
    char text[DAY_TEXT_SIZE];
    if (d == DAY_NONE)
        json_write_null(w);
    else
        json_write_str(w, str_of(day_format(d, text)));
}

void json_write_instant(struct json_writer *w, instant at)
{
    char text[INSTANT_TEXT_SIZE];
    if (at == INSTANT_NONE)
        json_write_null(w);
    else
        json_write_str(w, str_of(instant_format(at, text)));
}

void json_write_raw(struct json_writer *w, str json)
{
    before_value(w);
    buf_add(w->out, json);
}

void json_put_str(struct json_writer *w, const char *key, str text)
{
    json_key(w, key);
    json_write_str(w, text);
}

void json_put_c(struct json_writer *w, const char *key, const char *text)
{
    json_key(w, key);
    if (text)
        json_write_str(w, str_of(text));
    else
        json_write_null(w);
}

void json_put_i64(struct json_writer *w, const char *key, int64_t value)
{
    json_key(w, key);
    json_write_i64(w, value);
}

void json_put_id(struct json_writer *w, const char *key, int64_t id)
{
    json_key(w, key);
    json_write_id(w, id);
}

void json_put_bool(struct json_writer *w, const char *key, bool value)
{
    json_key(w, key);
    json_write_bool(w, value);
}

void json_put_day(struct json_writer *w, const char *key, day d)
{
    json_key(w, key);
    json_write_day(w, d);
}

void json_put_instant(struct json_writer *w, const char *key, instant at)
{
    json_key(w, key);
    json_write_instant(w, at);
}

static void release_root(void *root)
{
    json_decref(root);
}

status json_parse(struct op *op, str text, json_t **ret_root)
{
    json_error_t error;
    const char *const data = text.data ? text.data : ""; /* NULL is a defect to jansson */
    json_t *const root = json_loadb(data, text.size, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return op_fail(op, E_INVALID, "line %d, column %d: not JSON: %s", error.line, error.column,
                       error.text);
    arena_defer(op->arena, release_root, root);
    *ret_root = root;
    return OK;
}

static int add_piece(const char *piece, size_t size, void *out)
{
    buf_add(out, (str){piece, size});
    return 0;
}

str json_text(struct arena *arena, const json_t *node)
{
    struct buf out = buf_start(arena, SIZE_MAX / 2);
    (void)json_dump_callback(node, add_piece, &out, JSON_COMPACT | JSON_ENCODE_ANY);
    return buf_str(&out);
}
