#include "serve/mask.h"

#define LAST 4 /* characters that stay */

/* The last characters, never cutting one of several bytes in two. */
static str tail(str text, size_t count)
{
    size_t at = text.size;
    while (at > 0 && count > 0) {
        at--;
        count -= ((unsigned char)text.data[at] & 0xC0) != 0x80;
    }
    return (str){text.data + at, text.size - at};
}

const char *mask_value(struct arena *arena, const char *kind, str plain)
{
    const str last = str_characters(plain) > LAST ? tail(plain, LAST) : (str){"", 0};
    if (strcmp(kind, "email") == 0) {
        const char *const at = plain.size > 0 ? memrchr(plain.data, '@', plain.size) : NULL;
        const size_t name = at ? (size_t)(at - plain.data) : 0;
        if (name > 0 && (unsigned char)plain.data[0] < 0x80)
            return arena_printf(arena, "%c•••" STR_FORMAT, plain.data[0], (int)(plain.size - name),
                                plain.data + name);
        return "•••@•••";
    }
    if (strcmp(kind, "phone") == 0) {
        const bool has_prefix = plain.size > 8 && plain.data[0] == '+';
        return arena_printf(arena, "%.*s•• •••• " STR_FORMAT, has_prefix ? 4 : 0,
                            has_prefix ? arena_printf(arena, "%.3s ", plain.data) : "",
                            STR_ARG(last));
    }
    if (strcmp(kind, "address") == 0)
        return "••••";
    return arena_printf(arena, "•••• " STR_FORMAT, STR_ARG(last));
}
