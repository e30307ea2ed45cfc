#include "base/str.h"

#include <assert.h>
#include <stdio.h>

bool str_equal(str a, str b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool str_equal_c(str a, const char *b)
{
    return str_equal(a, str_of(b));
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_equal_nocase(str a, str b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (lower(a.data[i]) != lower(b.data[i]))
            return false;
    return true;
}

int str_compare(str a, str b)
{
    const size_t shared = a.size < b.size ? a.size : b.size;
    const int order = shared > 0 ? memcmp(a.data, b.data, shared) : 0;
    if (order != 0)
        return order;
    return (a.size > b.size) - (a.size < b.size);
}

bool str_starts(str text, str prefix)
{
    return text.size >= prefix.size && str_equal((str){text.data, prefix.size}, prefix);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

str str_trim(str text)
{
    while (text.size > 0 && is_blank(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && is_blank(text.data[text.size - 1]))
        text.size--;
    return text;
}

str str_split(str *rest, char separator)
{
    const char *const at = rest->size > 0 ? memchr(rest->data, separator, rest->size) : NULL;
    str piece = *rest;
    if (!at) {
        if (rest->size > 0) /* nothing may be added to NULL */
            rest->data += rest->size;
        rest->size = 0;
        return piece;
    }
    piece.size = (size_t)(at - rest->data);
    *rest = (str){at + 1, rest->size - piece.size - 1};
    return piece;
}

str str_copy(struct arena *arena, str text)
{
    return (str){arena_copy(arena, text.data, text.size), text.size};
}

str str_copy_upper(struct arena *arena, str text)
{
    char *const copy = arena_copy(arena, text.data, text.size);
    for (size_t i = 0; i < text.size; i++)
        if (copy[i] >= 'a' && copy[i] <= 'z')
            copy[i] = (char)(copy[i] - 'a' + 'A');
    return (str){copy, text.size};
}

char *str_cstr(struct arena *arena, str text)
{
    return arena_copy(arena, text.data, text.size);
}

bool str_to_i64(str text, int64_t *ret_value)
{
    bool is_negative = false;
    int64_t value = 0;
    if (text.size > 0 && (text.data[0] == '-' || text.data[0] == '+')) {
        is_negative = text.data[0] == '-';
        text.data++;
        text.size--;
    }
    if (text.size == 0)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        if (c < '0' || c > '9')
            return false;
        const int digit = is_negative ? -(c - '0') : c - '0';
        if (__builtin_mul_overflow(value, (int64_t)10, &value) ||
            __builtin_add_overflow(value, (int64_t)digit, &value))
            return false;
    }
    *ret_value = value;
    return true;
}

/* The length of the sequence that starts at data, or 0 if it is not valid UTF-8. */
static size_t utf8_sequence(const unsigned char *data, size_t size)
{
    const unsigned char first = data[0];
    if (first < 0x80)
        return 1;
    const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || size < length)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((data[i] & 0xC0) != 0x80)
            return 0;
    const unsigned char second = data[1];
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
        (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F))
        return 0; /* overlong, surrogate, past U+10FFFF */
    return length;
}

bool str_is_utf8(str text, size_t *ret_bad)
{
    const unsigned char *const data = (const unsigned char *)text.data;
    size_t at = 0;
    while (at < text.size) {
        const size_t length = utf8_sequence(data + at, text.size - at);
        if (length == 0) {
            if (ret_bad)
                *ret_bad = at;
            return false;
        }
        at += length;
    }
    return true;
}

size_t str_characters(str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

struct buf buf_start(struct arena *arena, size_t ceiling)
{
    return (struct buf){.arena = arena, .data = NULL, .ceiling = ceiling};
}

/* Makes room for more bytes and the closing NUL; false marks the buf full. */
static bool buf_grow(struct buf *buf, size_t more)
{
    if (buf->is_full || more > buf->ceiling - buf->size) {
        buf->is_full = true;
        return false;
    }
    if (buf->data && buf->size + more < buf->capacity)
        return true;
    size_t capacity = buf->capacity > 0 ? buf->capacity * 2 : 256;
    while (capacity < buf->size + more + 1)
        capacity *= 2;
    char *const data = arena_alloc(buf->arena, capacity);
    if (buf->data)
        memcpy(data, buf->data, buf->size);
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

void buf_add(struct buf *buf, str text)
{
    if (text.size == 0 || !buf_grow(buf, text.size))
        return;
    memcpy(buf->data + buf->size, text.data, text.size);
    buf->size += text.size;
}

void buf_add_c(struct buf *buf, const char *text)
{
    buf_add(buf, str_of(text));
}

void buf_add_char(struct buf *buf, char c)
{
    buf_add(buf, (str){&c, 1});
}

void buf_add_i64(struct buf *buf, int64_t value)
{
    char digits[20]; /* of INT64_MIN, its sign included */
    size_t at = sizeof(digits);
    uint64_t rest = value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        digits[--at] = '-';
    buf_add(buf, (str){digits + at, sizeof(digits) - at});
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert(size >= 0);
    if (!buf_grow(buf, (size_t)size))
        return;
    va_start(args, format);
    (void)vsnprintf(buf->data + buf->size, (size_t)size + 1, format, args);
    va_end(args);
    buf->size += (size_t)size;
}

void buf_clear(struct buf *buf)
{
    buf->size = 0;
    buf->is_full = false;
}

str buf_str(const struct buf *buf)
{
    return (str){buf->data ? buf->data : "", buf->size};
}

char *buf_cstr(struct buf *buf)
{
    if (!buf->data)
        return arena_alloc(buf->arena, 0);
    buf->data[buf->size] = '\0';
    return buf->data;
}
