#include "base/say.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"

#define SPEC_MAX 16 /* bytes of one conversion, such as %02X */

/* One conversion of a format. */
struct conversion {
    char spec[SPEC_MAX]; /* as written, with the length of an intmax_t */
    bool has_star;
    char length; /* 'l': long; 'L': long long; 'z': size_t; 0: int */
    char kind;   /* d u x X o c s */
};

struct pieces {
    char scratch[LIMIT_SAID_BYTES];
    const char *texts[SAY_PIECES_MAX];
    int count;
};

/* --- reading a format --- */

/* Reads what follows a % and returns what follows that. */
static const char *read_conversion(const char *at, struct conversion *ret_conversion)
{
    struct conversion c = {.spec = "%"};
    const size_t shape = strspn(at, "-0# .*123456789");
    assert(shape < SPEC_MAX - 4);
    memcpy(c.spec + 1, at, shape);
    c.has_star = memchr(at, '*', shape) != NULL;
    at += shape;
    while (*at == 'l' || *at == 'z' || *at == 'h') {
        c.length = *at == 'l' && c.length == 'l' ? 'L' : *at;
        at++;
    }
    c.kind = *at == 'i' ? 'd' : *at;
    assert(strchr("duxXocs", c.kind) != NULL);
    const bool is_number = c.kind != 'c' && c.kind != 's';
    (void)snprintf(c.spec + 1 + shape, SPEC_MAX - 1 - shape, "%s%c", is_number ? "j" : "", c.kind);
    *ret_conversion = c;
    return at + 1;
}

/* The format as the catalogue writes it.  False: it is longer than any sentence there. */
static bool read_form(const char *format, char form[LIMIT_FAILURE_TEXT])
{
    size_t size = 0;
    while (*format && size < LIMIT_FAILURE_TEXT - 1) {
        form[size++] = *format;
        if (*format++ == '%') {
            struct conversion ignored;
            format = read_conversion(format, &ignored);
        }
    }
    form[size] = '\0';
    return *format == '\0';
}

static const char *find_spanish(const char *form)
{
    size_t low = 0;
    size_t high = said_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(form, said_rows[middle].form);
        if (order == 0)
            return said_rows[middle].es;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static const char *spanish_of(const char *format)
{
    char form[LIMIT_FAILURE_TEXT];
    return read_form(format, form) ? find_spanish(form) : NULL;
}

bool say_knows(enum language language, const char *format)
{
    return language == LANGUAGE_EN || spanish_of(format) != NULL;
}

const char *say_word(enum language language, const char *english)
{
    const char *const found = language == LANGUAGE_EN ? NULL : find_spanish(english);
    return found ? found : english;
}

/* --- writing --- */

/* What was cut leaves no half of a character behind. */
static void mend_end(char *text)
{
    size_t size = strlen(text);
    size_t tail = 0;
    while (tail < 4 && tail < size && ((unsigned char)text[size - 1 - tail] & 0xC0) == 0x80)
        tail++;
    if (tail >= size)
        return;
    const unsigned char lead = (unsigned char)text[size - 1 - tail];
    const size_t wanted = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    if (tail < wanted)
        text[size - 1 - tail] = '\0';
}

/* The formats come from this file, out of conversions that the compiler has checked already where
 * they stand. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static int print_text(char *out, size_t size, const struct conversion *c, int width,
                      const char *text)
{
    return c->has_star ? snprintf(out, size, c->spec, width, text)
                       : snprintf(out, size, c->spec, text);
}

static int print_signed(char *out, size_t size, const struct conversion *c, intmax_t number)
{
    return snprintf(out, size, c->spec, number);
}

static int print_unsigned(char *out, size_t size, const struct conversion *c, uintmax_t number)
{
    return snprintf(out, size, c->spec, number);
}
#pragma GCC diagnostic pop

static intmax_t next_signed(char length, va_list *args)
{
    switch (length) {
    case 'L':
        return va_arg(*args, long long);
    case 'l':
        return va_arg(*args, long);
    case 'z':
        return va_arg(*args, ssize_t);
    default:
        return va_arg(*args, int);
    }
}

static uintmax_t next_unsigned(char length, va_list *args)
{
    switch (length) {
    case 'L':
        return va_arg(*args, unsigned long long);
    case 'l':
        return va_arg(*args, unsigned long);
    case 'z':
        return va_arg(*args, size_t);
    default:
        return va_arg(*args, unsigned);
    }
}

static int print_piece(char *out, size_t size, const struct conversion *c, va_list *args)
{
    const int width = c->has_star ? va_arg(*args, int) : 0;
    if (c->kind == 's')
        return print_text(out, size, c, width, va_arg(*args, const char *));
    if (c->kind == 'c')
        return snprintf(out, size, "%c", va_arg(*args, int));
    if (c->kind == 'd')
        return print_signed(out, size, c, next_signed(c->length, args));
    return print_unsigned(out, size, c, next_unsigned(c->length, args));
}

/* Each value by itself, as the format prints it. */
static void print_pieces(struct pieces *pieces, const char *format, va_list *args)
{
    size_t used = 0;
    pieces->count = 0;
    while ((format = strchr(format, '%')) != NULL && pieces->count < SAY_PIECES_MAX) {
        struct conversion c;
        char *const out = pieces->scratch + used;
        const size_t room = sizeof(pieces->scratch) - used;
        format = read_conversion(format + 1, &c);
        const int size = print_piece(out, room, &c, args);
        pieces->texts[pieces->count++] = out;
        used += size < 0 ? 1 : (size_t)size + 1;
        if (used >= sizeof(pieces->scratch)) /* cut: the last byte is its NUL */
            used = sizeof(pieces->scratch) - 1;
    }
}

static void fill(char *text, size_t size, const char *sentence, const struct pieces *pieces)
{
    size_t used = 0;
    for (const char *p = sentence; *p && used < size - 1; p++) {
        const int number = p[0] == '%' && p[1] >= '1' ? p[1] - '0' : 0;
        if (number == 0 || number > pieces->count) {
            text[used++] = *p;
            continue;
        }
        const char *const piece = pieces->texts[number - 1];
        const size_t room = size - 1 - used;
        const size_t whole = strlen(piece);
        const size_t taken = whole < room ? whole : room;
        memcpy(text + used, piece, taken);
        used += taken;
        p++;
    }
    text[used] = '\0';
}

void say_text(char *text, size_t size, enum language language, const char *format, va_list args)
{
    const char *const spanish = language == LANGUAGE_EN ? NULL : spanish_of(format);
    if (spanish) {
        struct pieces pieces;
        va_list copy;
        va_copy(copy, args);
        print_pieces(&pieces, format, &copy);
        va_end(copy);
        fill(text, size, spanish, &pieces);
    } else {
        (void)vsnprintf(text, size, format, args);
    }
    mend_end(text);
}
