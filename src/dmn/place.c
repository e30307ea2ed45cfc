#include "dmn/place.h"

#include <stdarg.h>
#include <stdio.h>

#define CELL_SHOWN 60 /* bytes of a cell: enough to know it again */

/* A cut never splits a character. */
static str shorten(str text)
{
    if (text.size <= CELL_SHOWN)
        return text;
    text.size = CELL_SHOWN;
    while (text.size > 0 && ((unsigned char)text.data[text.size] & 0xC0) == 0x80)
        text.size--;
    return text;
}

static void write_place(struct op *op, struct buf *out, const struct dmn_place *place)
{
    if (place->model.size == 0)
        return; /* whoever asks knows where it is */
    buf_add_c(out, op_say(op, "model '" STR_FORMAT "'", STR_ARG(shorten(place->model))));
    if (place->decision.size > 0)
        buf_add_c(out,
                  op_say(op, ", decision '" STR_FORMAT "'", STR_ARG(shorten(place->decision))));
    if (place->rule > 0)
        buf_add_c(out, op_say(op, ", rule %zu", place->rule));
    if (place->column > 0)
        buf_add_c(out, op_say(op, place->is_output ? SAY(", output %zu") : SAY(", column %zu"),
                              place->column));
    if (place->column_name.size > 0)
        buf_printf(out, " (" STR_FORMAT ")", STR_ARG(shorten(place->column_name)));
    if (place->cell.size > 0) {
        const str shown = shorten(place->cell);
        buf_add_c(out, op_say(op, ", cell " STR_FORMAT "%s", STR_ARG(shown),
                              shown.size < place->cell.size ? "…" : ""));
    }
    buf_add_c(out, ": ");
}

status dmn_refuse_here(struct op *op, const struct dmn_place *place)
{
    const status code = op->code;
    struct buf text = buf_start(op->arena, (size_t)4 * LIMIT_FAILURE_TEXT);
    write_place(op, &text, place);
    buf_add_c(&text, op->text);
    op_clear(op);
    return op_fail(op, code, "%s", buf_cstr(&text));
}

status dmn_refuse(struct op *op, const struct dmn_place *place, status code, const char *format,
                  ...)
{
    char text[LIMIT_FAILURE_TEXT];
    va_list args;
    va_start(args, format);
    say_text(text, sizeof(text), op->language, format, args);
    va_end(args);
    (void)op_fail(op, code, "%s", text);
    return dmn_refuse_here(op, place);
}
