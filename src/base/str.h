/* Text: a borrowed piece (str) and a growing one (buf).
 *
 * Bytes are UTF-8 unless a header says otherwise.  A str is not NUL-terminated; str_cstr copies.
 * A buf declares its ceiling when it starts, and is sticky: past the ceiling it keeps what it has,
 * ignores what comes, and is_full says so, so that writers check once at the end. */
#ifndef BASE_STR_H
#define BASE_STR_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"

typedef struct str {
    const char *data;
    size_t size;
} str;

#define STR(literal)  ((str){(literal), sizeof(literal) - 1})
#define STR_FORMAT    "%.*s"
#define STR_ARG(text) (int)(text).size, (text).data

static inline str str_of(const char *c_string)
{
    return c_string ? (str){c_string, strlen(c_string)} : (str){"", 0};
}

bool str_equal(str a, str b);
bool str_equal_c(str a, const char *b);
bool str_equal_nocase(str a, str b); /* ASCII letters only */
int str_compare(str a, str b);       /* by bytes; shorter first */
bool str_starts(str text, str prefix);
str str_trim(str text); /* ASCII blanks at both ends */
/* Cuts at the first separator: returns what is before it, leaves in *rest what is after. */
str str_split(str *rest, char separator);
str str_copy(struct arena *arena, str text);
str str_copy_upper(struct arena *arena, str text); /* ASCII letters only: codes, not words */
char *str_cstr(struct arena *arena, str text);
/* A whole decimal integer, optional sign, nothing else.  False: not one, or out of range. */
MUST_CHECK bool str_to_i64(str text, int64_t *ret_value);
/* Whether the bytes are valid UTF-8 (no surrogates, no overlong forms, up to U+10FFFF); the offset
 * of the first bad byte goes to *ret_bad when it is not NULL. */
bool str_is_utf8(str text, size_t *ret_bad);
size_t str_characters(str text); /* code points of valid UTF-8 */

struct buf {
    struct arena *arena;
    char *data;
    size_t size;
    size_t capacity;
    size_t ceiling; /* bytes; never grows past it */
    bool is_full;   /* sticky */
};

struct buf buf_start(struct arena *arena, size_t ceiling);
void buf_add(struct buf *buf, str text);
void buf_add_c(struct buf *buf, const char *text);
void buf_add_char(struct buf *buf, char c);
void buf_add_i64(struct buf *buf, int64_t value); /* in decimal */
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_clear(struct buf *buf);
str buf_str(const struct buf *buf);
char *buf_cstr(struct buf *buf); /* NUL-terminated, borrowed from the buf */
#endif
