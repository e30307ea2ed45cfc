#include "calendar/country.h"

#include "calendar/tzdata.h"

status country_check(struct op *op, str code)
{
    const struct arena_mark mark = arena_mark(op->arena);
    bool is_found = false;
    str text;
    TRY(tzdata_read(op, op->arena, "iso3166.tab", &text));
    while (text.size > 0 && !is_found) { /* a comment, or a code, a tab and a name */
        str line = str_split(&text, '\n');
        is_found = code.size == 2 && str_equal(str_split(&line, '\t'), code);
    }
    arena_release(op->arena, mark);
    return is_found ? OK
                    : op_fail(op, E_INVALID,
                              "\"" STR_FORMAT "\" is not a country: use its two ISO letters, such "
                              "as MX or CO",
                              STR_ARG(code));
}
