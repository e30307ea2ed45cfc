#include "identity/id_text.h"

#include <stdint.h>

#define NO_CHARACTER '\x1a'

/* The next code point of UTF-8; a broken byte counts as itself in Latin 1, as old files have it. */
static uint32_t next_point(str *rest)
{
    const unsigned char *const in = (const unsigned char *)rest->data;
    size_t size = in[0] < 0x80 ? 1 : in[0] >= 0xF0 ? 4 : in[0] >= 0xE0 ? 3 : in[0] >= 0xC0 ? 2 : 1;
    uint32_t point = in[0];
    bool is_whole = size <= rest->size;
    for (size_t i = 1; is_whole && i < size; i++)
        is_whole = (in[i] & 0xC0) == 0x80;
    if (!is_whole)
        size = 1;
    if (size > 1)
        point &= 0x7FU >> size;
    for (size_t i = 1; i < size; i++)
        point = point << 6 | (in[i] & 0x3F);
    *rest = (str){rest->data + size, rest->size - size};
    return point;
}

static const struct {
    uint32_t first, last;
    char as;
} folds[] = {
    {0x0009, 0x000D, ' '},
    {0x00A0, 0x00A0, ' '},
    {0x00AD, 0x00AD, '-'},
    {0x00B7, 0x00B7, '.'},
    {0x2000, 0x200B, ' '},
    {0x2010, 0x2015, '-'},
    {0x2022, 0x2022, '.'},
    {0x2024, 0x2024, '.'},
    {0x202F, 0x202F, ' '},
    {0x2043, 0x2043, '-'},
    {0x205F, 0x205F, ' '},
    {0x2212, 0x2212, '-'},
    {0x3000, 0x3000, ' '},
    {0xFE58, 0xFE58, '-'},
    {0xFE63, 0xFE63, '-'},
    {0xFEFF, 0xFEFF, ' '},
    {0xFF0D, 0xFF0D, '-'},
    {0xFF0E, 0xFF0E, '.'},
};

static char fold_point(uint32_t point)
{
    for (size_t i = 0; i < ARRAY_LEN(folds); i++)
        if (point >= folds[i].first && point <= folds[i].last)
            return folds[i].as;
    if (point >= 0xFF10 && point <= 0xFF19)
        return (char)('0' + (point - 0xFF10));
    if ((point >= 'a' && point <= 'z') || (point >= 0xE0 && point <= 0xFE && point != 0xF7))
        return (char)(unsigned char)(point - 0x20);
    if (point == 0 || point > 0xFF)
        return NO_CHARACTER;
    return (char)(unsigned char)point;
}

char *id_text_fold(struct arena *arena, str text)
{
    char *const out = arena_alloc(arena, text.size + 1);
    size_t size = 0;
    while (text.size > 0)
        out[size++] = fold_point(next_point(&text));
    return out;
}

char *id_text_drop(struct arena *arena, const char *text, const char *drop)
{
    char *const out = arena_alloc(arena, strlen(text) + 1);
    size_t size = 0;
    for (; *text; text++)
        if (!strchr(drop, *text))
            out[size++] = *text;
    return out;
}

const char *id_text_fill_parts(struct arena *arena, const char *text, const char *widths)
{
    struct buf out = buf_start(arena, 64);
    str rest = str_trim(str_of(text));
    const size_t count = strlen(widths);
    for (size_t i = 0; i < count; i++) {
        const bool is_last = i + 1 == count;
        const size_t width = (size_t)(widths[i] - '0');
        const bool has_dash = memchr(rest.data, '-', rest.size) != NULL;
        const str part = is_last ? rest : str_split(&rest, '-');
        if (has_dash == is_last || part.size > width)
            return text;
        for (size_t zero = part.size; zero < width; zero++)
            buf_add_char(&out, '0');
        buf_add(&out, part);
    }
    return buf_cstr(&out);
}

str id_text_utf8(struct arena *arena, const char *text)
{
    char *const out = arena_alloc(arena, 2 * strlen(text) + 1);
    size_t size = 0;
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;
        if (c < 0x80) {
            out[size++] = *text;
        } else {
            out[size++] = (char)(unsigned char)(0xC0 | c >> 6);
            out[size++] = (char)(unsigned char)(0x80 | (c & 0x3F));
        }
    }
    return (str){out, size};
}

static size_t count_places(str form)
{
    size_t count = 0;
    for (size_t i = 0; i < form.size; i++)
        count += form.data[i] == '#';
    return count;
}

static str choose_form(const char *forms, size_t size)
{
    str rest = str_of(forms);
    while (rest.size > 0) {
        const str form = str_split(&rest, '|');
        if (count_places(form) == size)
            return form;
    }
    rest = str_of(forms);
    return str_split(&rest, '|');
}

char *id_text_form(struct arena *arena, const char *text, const char *forms)
{
    size_t left = strlen(text);
    const str form = choose_form(forms, left);
    const size_t capacity = form.size + left;
    char *const out = arena_alloc(arena, capacity + 1);
    size_t start = capacity;
    for (size_t i = form.size; i > 0 && left > 0; i--)
        out[--start] = form.data[i - 1] == '#' ? text[--left] : form.data[i - 1];
    while (left > 0)
        out[--start] = text[--left];
    return out + start;
}

char *id_text_group(struct arena *arena, const char *text, size_t size)
{
    char *const out = arena_alloc(arena, 2 * strlen(text) + 1);
    size_t used = 0;
    for (size_t i = 0; text[i]; i++) {
        if (i > 0 && i % size == 0)
            out[used++] = ' ';
        out[used++] = text[i];
    }
    return out;
}
