#include "serve/page.h"

#include <inttypes.h>

static status refuse(struct op *op, const struct request *request, struct reply *reply)
{
    reply_error(
        reply, "/cursor",
        request_say(request, "No es un cursor de esta lista.", "It is not a cursor of this list."));
    return op_fail(op, E_INVALID, "a field is not valid");
}

status cursor_read(struct op *op, const struct request *request, struct reply *reply, int param,
                   int part_count, struct cursor *ret_cursor)
{
    struct cursor cursor = {0};
    str rest = request_text(request, param);
    *ret_cursor = cursor;
    if (rest.size == 0)
        return OK;
    for (int i = 0; i < part_count; i++)
        if (!str_to_i64(str_split(&rest, '.'), &cursor.parts[i]))
            return refuse(op, request, reply);
    if (rest.size > 0)
        return refuse(op, request, reply);
    cursor.is_set = true;
    *ret_cursor = cursor;
    return OK;
}

void cursor_write(struct op *op, struct json_writer *w, const char *key, bool is_more,
                  const int64_t *parts, int part_count)
{
    struct buf text = buf_start(op->arena, 128);
    for (int i = 0; i < part_count; i++)
        buf_printf(&text, "%s%" PRId64, i > 0 ? "." : "", parts[i]);
    json_put_c(w, key, is_more ? buf_cstr(&text) : NULL);
}
