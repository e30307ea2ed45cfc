#include "identity/fold.h"

#include <string.h>

/* Letters with a mark, U+00C0 to U+00DF; those of U+00E0 to U+00FF are the same. */
static char plain_letter(unsigned char second)
{
    static const char letters[] = "aaaaaaaceeeeiiiidnooooo*ouuuuy*s";
    return letters[second & 0x1F];
}

/* The next letter or digit as a small one; 0: something else.  *at moves behind it. */
static char next_letter(str text, size_t *at)
{
    const unsigned char c = (unsigned char)text.data[*at];
    const unsigned char second = *at + 1 < text.size ? (unsigned char)text.data[*at + 1] : 0;
    *at += 1;
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        return (char)c;
    if (c != 0xC3)
        return 0;
    *at += 1;
    return plain_letter(second) == '*' ? 0 : plain_letter(second);
}

/* A combining accent belongs to the letter before it and ends no word, nor does an apostrophe. */
static bool is_mark(str text, size_t at)
{
    const unsigned char c = (unsigned char)text.data[at];
    return c == 0xCC || c == 0xCD || c == '\'' || (c & 0xC0) == 0x80;
}

struct fold_words fold_words(str name, char out[FOLD_BYTES])
{
    struct fold_words words = {0};
    size_t used = 0;
    size_t begin = 0;
    for (size_t i = 0; i < name.size && name.data[i] != '(' && used + 1 < FOLD_BYTES;) {
        const bool mark = is_mark(name, i);
        const char letter = next_letter(name, &i);
        const bool is_end = letter == 0 && !mark;
        if (letter != 0)
            out[used++] = letter;
        if ((is_end || i >= name.size || name.data[i] == '(') && used > begin &&
            words.count < ARRAY_LEN(words.list)) {
            words.list[words.count++] = (str){out + begin, used - begin};
            begin = used;
        }
    }
    if (used > begin && words.count < ARRAY_LEN(words.list))
        words.list[words.count++] = (str){out + begin, used - begin};
    return words;
}

bool fold_is_one_of(str word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_c(word, list[i]))
            return true;
    return false;
}

bool fold_is_particle(str word)
{
    static const char *const list[] = {"de", "del", "la", "las", "los", "el",  "y",  "e",
                                       "d",  "of",  "da", "do",  "das", "dos", "the"};
    return fold_is_one_of(word, list, ARRAY_LEN(list));
}

size_t fold_distance(str a, str b, size_t most)
{
    size_t row[FOLD_BYTES + 1];
    if (a.size > b.size + most || b.size > a.size + most || b.size > FOLD_BYTES)
        return most + 1;
    for (size_t j = 0; j <= b.size; j++)
        row[j] = j;
    for (size_t i = 0; i < a.size; i++) {
        size_t before = row[0];
        size_t least = row[0] = i + 1;
        for (size_t j = 0; j < b.size; j++) {
            const size_t change = before + (a.data[i] != b.data[j]);
            const size_t other = 1 + (row[j] < row[j + 1] ? row[j] : row[j + 1]);
            before = row[j + 1];
            row[j + 1] = change < other ? change : other;
            least = row[j + 1] < least ? row[j + 1] : least;
        }
        if (least > most)
            return most + 1;
    }
    return row[b.size] <= most ? row[b.size] : most + 1;
}
