/* What two writings of one name have in common, and how far two names are apart. */
#include <string.h>

#include "identity/place_rows.h"

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

struct words {
    str list[16];
    size_t count;
};

/* Words of small letters; what stands in brackets is left out.  Borrowed from out. */
static struct words words_of(str name, char out[PLACE_KEY_BYTES])
{
    struct words words = {0};
    size_t used = 0;
    size_t begin = 0;
    for (size_t i = 0; i < name.size && name.data[i] != '(' && used + 1 < PLACE_KEY_BYTES;) {
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

static str written_out(str word)
{
    static const char *const pairs[][2] = {
        {"sta",      "santa"       },
        {"sto",      "santo"       },
        {"sn",       "san"         },
        {"gral",     "general"     },
        {"cd",       "ciudad"      },
        {"pto",      "puerto"      },
        {"dr",       "doctor"      },
        {"cnel",     "coronel"     },
        {"tte",      "teniente"    },
        {"cap",      "capitan"     },
        {"pdte",     "presidente"  },
        {"pte",      "presidente"  },
        {"nvo",      "nuevo"       },
        {"nva",      "nueva"       },
        {"fco",      "francisco"   },
        {"ma",       "maria"       },
        {"gpe",      "guadalupe"   },
        {"mpio",     "municipio"   },
        {"dpto",     "departamento"},
        {"depto",    "departamento"},
        {"prov",     "provincia"   },
        {"edo",      "estado"      },
        {"vlla",     "villa"       },
        {"sgo",      "santiago"    },
        {"9",        "nueve"       },
        {"25",       "veinticinco" },
        {"ote",      "oriente"     },
        {"monsenor", "monsenor"    },
        {"aisen",    "aysen"       },
        {"nazca",    "nasca"       },
        {"mons",     "monsenor"    },
        {"cmdte",    "comandante"  },
    };
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        if (str_equal_c(word, pairs[i][0]))
            return str_of(pairs[i][1]);
    return word;
}

static bool is_one_of(str word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_c(word, list[i]))
            return true;
    return false;
}

static bool is_article(str word)
{
    static const char *const list[] = {"de", "del", "la", "las", "los", "el",  "y",  "e",
                                       "d",  "of",  "da", "do",  "das", "dos", "the"};
    return is_one_of(word, list, ARRAY_LEN(list));
}

/* What a place is, where its name does not say it. */
static bool is_kind(str word)
{
    static const char *const list[] = {"municipio",  "provincia", "departamento", "partido",
                                       "estado",     "region",    "distrito",     "canton",
                                       "comuna",     "alcaldia",  "comarca",      "municipality",
                                       "department", "province",  "state",        "district",
                                       "heroica",    "parish",    "parroquia",    "corregimiento"};
    return is_one_of(word, list, ARRAY_LEN(list));
}

str place_key(str name, bool is_loose, char out[PLACE_KEY_BYTES])
{
    char letters[PLACE_KEY_BYTES];
    const struct words words = words_of(name, letters);
    size_t used = 0;
    for (size_t i = 0; i < words.count; i++) {
        const str word = written_out(words.list[i]);
        if (is_loose && words.count > 1 && (is_article(word) || is_kind(word)))
            continue;
        if (used + word.size > PLACE_KEY_BYTES)
            break;
        memcpy(out + used, word.data, word.size);
        used += word.size;
    }
    return (str){out, used};
}

size_t place_distance(str a, str b, size_t most)
{
    size_t row[PLACE_KEY_BYTES + 1];
    if (a.size > b.size + most || b.size > a.size + most || b.size > PLACE_KEY_BYTES)
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
