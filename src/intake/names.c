#include "intake/names.h"

#include <assert.h>

#define LISTED_MAX   20
#define COMPARED_MAX 200 /* letters: a longer name is no slip of the pen */

/* The letter without its accent for the second byte of a two-byte letter that starts with 0xC3,
 * that is U+00C0 to U+00FF; 0: it has none. */
static char plain_letter(unsigned char second)
{
    static const char plain[] =
        "aaaaaaaceeeeiiiidnooooo\0ouuuuytsaaaaaaaceeeeiiiidnooooo\0ouuuuyty";
    static_assert(sizeof(plain) == 65, "one for each second byte");
    return second >= 0x80 && second < 0xC0 ? plain[second - 0x80] : 0;
}

str name_fold(struct arena *arena, str name)
{
    char *const out = arena_alloc(arena, name.size);
    size_t size = 0;
    for (size_t i = 0; i < name.size; i++) {
        const unsigned char c = (unsigned char)name.data[i];
        if (c >= 'A' && c <= 'Z') {
            out[size++] = (char)(c - 'A' + 'a');
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out[size++] = (char)c;
        } else if (c == 0xC3 && i + 1 < name.size) {
            const char plain = plain_letter((unsigned char)name.data[++i]);
            if (plain != 0)
                out[size++] = plain;
        } else if (c >= 0x80) {
            out[size++] = (char)c; /* another alphabet: kept as it is */
        }
    }
    return (str){out, size};
}

static int least(int a, int b, int c)
{
    const int ab = a < b ? a : b;
    return ab < c ? ab : c;
}

int name_distance(struct arena *arena, str a, str b)
{
    if (a.size > COMPARED_MAX)
        a.size = COMPARED_MAX;
    if (b.size > COMPARED_MAX)
        b.size = COMPARED_MAX;
    int *const row = arena_array(arena, b.size + 1, sizeof(int));
    for (size_t j = 0; j <= b.size; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= a.size; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= b.size; j++) {
            const int above = row[j];
            row[j] = least(above + 1, row[j - 1] + 1,
                           diagonal + (a.data[i - 1] == b.data[j - 1] ? 0 : 1));
            diagonal = above;
        }
    }
    return row[b.size];
}

int name_nearest(struct arena *arena, str wanted, const str *candidates, int count)
{
    const str folded = name_fold(arena, wanted);
    int best = -1;
    int best_distance = (int)(folded.size > COMPARED_MAX ? COMPARED_MAX : folded.size) / 3 + 1;
    for (int i = 0; i < count; i++) {
        const int distance = name_distance(arena, folded, name_fold(arena, candidates[i]));
        if (distance < best_distance) {
            best = i;
            best_distance = distance;
        }
    }
    return best;
}

const char *name_list(struct arena *arena, const str *names, int count)
{
    struct buf out = buf_start(arena, 4096);
    for (int i = 0; i < count && i < LISTED_MAX; i++) {
        if (i > 0)
            buf_add_c(&out, ", ");
        buf_add(&out, names[i]);
    }
    if (count > LISTED_MAX)
        buf_printf(&out, " and %d more", count - LISTED_MAX);
    return buf_cstr(&out);
}

/* Bytes of the UTF-8 letter that starts with first. */
static size_t letter_size(unsigned char first)
{
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

str name_snake(struct arena *arena, str name)
{
    struct buf out = buf_start(arena, 256);
    bool wants_gap = false;
    for (size_t i = 0; i < name.size;) {
        const char first = name.data[i];
        const size_t size = letter_size((unsigned char)first);
        const str letter = {name.data + i, size < name.size - i ? size : name.size - i};
        const str folded = name_fold(arena, letter);
        const char before = i > 0 ? name.data[i - 1] : ' ';
        if (first >= 'A' && first <= 'Z' && before >= 'a' && before <= 'z')
            wants_gap = true;
        if (folded.size != 1) {
            wants_gap = true; /* a blank, a sign, another alphabet */
        } else {
            if (wants_gap && out.size > 0)
                buf_add_char(&out, '_');
            buf_add(&out, folded);
            wants_gap = false;
        }
        i += letter.size;
    }
    return buf_str(&out);
}

const char *name_hint(struct op *op, str wanted, const str *candidates, int count)
{
    const int near = name_nearest(op->arena, wanted, candidates, count);
    return near < 0 ? ""
                    : op_say(op, "; did you mean \"" STR_FORMAT "\"?", STR_ARG(candidates[near]));
}
