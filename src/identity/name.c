#include "identity/name.h"

#include "base/status.h"
#include "identity/fold.h"

static str written_out(str word)
{
    static const char *const pairs[][2] = {
        {"ma",     "maria"    },
        {"m",      "m"        },
        {"gpe",    "guadalupe"},
        {"fco",    "francisco"},
        {"fca",    "francisca"},
        {"jse",    "jose"     },
        {"ant",    "antonio"  },
        {"hdez",   "hernandez"},
        {"hdz",    "hernandez"},
        {"fdez",   "fernandez"},
        {"fdz",    "fernandez"},
        {"rdz",    "rodriguez"},
        {"rgz",    "rodriguez"},
        {"rguez",  "rodriguez"},
        {"glez",   "gonzalez" },
        {"gzz",    "gonzalez" },
        {"glz",    "gonzalez" },
        {"gomz",   "gomez"    },
        {"mtz",    "martinez" },
        {"mtnez",  "martinez" },
        {"lpz",    "lopez"    },
        {"pz",     "perez"    },
        {"sanchz", "sanchez"  },
        {"schz",   "sanchez"  },
        {"vzqz",   "vazquez"  },
        {"vazqz",  "vazquez"  },
        {"rmz",    "ramirez"  },
        {"rmrz",   "ramirez"  },
        {"gtz",    "gutierrez"},
        {"gtrrz",  "gutierrez"},
        {"dgz",    "dominguez"},
        {"dguez",  "dominguez"},
        {"jmnz",   "jimenez"  },
        {"sta",    "santa"    },
        {"sto",    "santo"    },
        {"alej",   "alejandro"},
        {"cia",    "compania" },
        {"hnos",   "hermanos" },
    };
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        if (str_equal_c(word, pairs[i][0]))
            return str_of(pairs[i][1]);
    return word;
}

/* Titles and legal forms, in one word or letter by letter (S.A. de C.V.). */
static bool is_noise(str word)
{
    static const char *const list[] = {
        "sa",  "cv",  "srl", "sas", "sapi", "spa",    "ltda",  "eirl", "sac",  "saa", "scrl",
        "rl",  "sc",  "ac",  "me",  "epp",  "eireli", "inc",   "llc",  "corp", "don", "dona",
        "lic", "ing", "sr",  "sra", "srta", "vda",    "viuda", "dr",   "dra"};
    return fold_is_particle(word) || fold_is_one_of(word, list, ARRAY_LEN(list));
}

/* How many words from `at` on are a legal form letter by letter: S. A. de C. V. has two of two. */
static size_t spelt_form(const struct fold_words *words, size_t at)
{
    char letters[4];
    size_t size = 0;
    size_t form = 0;
    while (size < sizeof(letters) && at + size < words->count && words->list[at + size].size == 1) {
        letters[size] = words->list[at + size].data[0];
        size++;
        if (size > 1 && is_noise((str){letters, size}))
            form = size;
    }
    return form;
}

/* The words that count; at least one, where there is any word at all. */
static struct fold_words words_that_count(str name, char out[FOLD_BYTES])
{
    const struct fold_words all = fold_words(name, out);
    struct fold_words words = {0};
    for (size_t i = 0; i < all.count; i++) {
        const size_t form = spelt_form(&all, i);
        if (form > 0)
            i += form - 1;
        else if (!is_noise(all.list[i]))
            words.list[words.count++] = written_out(all.list[i]);
    }
    return words.count > 0 ? words : all;
}

enum { SAME = 10, NEARLY = 8, INITIAL = 5 };

static int likeness_of_words(str a, str b)
{
    if (str_equal(a, b))
        return SAME;
    if (a.size == 0 || b.size == 0 || a.data[0] != b.data[0])
        return 0;
    if (a.size == 1 || b.size == 1)
        return INITIAL;
    return a.size >= 5 && b.size >= 5 && fold_distance(a, b, 1) == 1 ? NEARLY : 0;
}

/* Takes the most alike pairs first, each word once. */
static int pair_up(const struct fold_words *a, const struct fold_words *b)
{
    static const int levels[] = {SAME, NEARLY, INITIAL};
    bool is_taken[FOLD_WORDS] = {false};
    bool is_paired[FOLD_WORDS] = {false};
    int sum = 0;
    for (size_t level = 0; level < ARRAY_LEN(levels); level++)
        for (size_t i = 0; i < a->count; i++)
            for (size_t j = 0; j < b->count && !is_paired[i]; j++)
                if (!is_taken[j] && likeness_of_words(a->list[i], b->list[j]) == levels[level]) {
                    is_taken[j] = is_paired[i] = true;
                    sum += levels[level];
                }
    return sum;
}

int name_likeness(str a, str b)
{
    char a_letters[FOLD_BYTES];
    char b_letters[FOLD_BYTES];
    const struct fold_words of_a = words_that_count(a, a_letters);
    const struct fold_words of_b = words_that_count(b, b_letters);
    const int words = (int)(of_a.count + of_b.count);
    return words == 0 ? 0 : pair_up(&of_a, &of_b) * 2 * 100 / (words * SAME);
}

/* Letters that sound alike in Spanish: b and v, s and z and c before e and i, y and ll, no h. */
static size_t add_sound(str word, char *out, size_t used)
{
    for (size_t i = 0; i < word.size && used + 2 < NAME_KEY_BYTES; i++) {
        const char c = word.data[i];
        const char next = i + 1 < word.size ? word.data[i + 1] : 0;
        const bool is_soft = next == 'e' || next == 'i';
        const char sound = c == 'v'              ? 'b'
                           : c == 'z'            ? 's'
                           : c == 'c' && is_soft ? 's'
                           : c == 'g' && is_soft ? 'j'
                           : c == 'y'            ? 'i'
                                                 : c;
        if (sound != 'h' && (used == 0 || out[used - 1] != sound))
            out[used++] = sound;
    }
    if (used + 1 < NAME_KEY_BYTES)
        out[used++] = ' ';
    return used;
}

static void sort_words(struct fold_words *words)
{
    for (size_t i = 1; i < words->count; i++)
        for (size_t j = i; j > 0 && str_compare(words->list[j], words->list[j - 1]) < 0; j--) {
            const str word = words->list[j];
            words->list[j] = words->list[j - 1];
            words->list[j - 1] = word;
        }
}

/* All words but one; left_out beyond the last: all of them. */
static void add_key(const struct fold_words *words, size_t left_out, struct name_keys *keys)
{
    char *const out = keys->bytes[keys->count];
    size_t used = 0;
    for (size_t i = 0; i < words->count; i++)
        if (i != left_out)
            used = add_sound(words->list[i], out, used);
    if (used > 0)
        keys->list[keys->count++] = (str){out, used};
}

void name_keys_make(str name, struct name_keys *ret_keys)
{
    char letters[FOLD_BYTES];
    struct fold_words words = words_that_count(name, letters);
    sort_words(&words);
    ret_keys->count = 0;
    add_key(&words, words.count, ret_keys);
    for (size_t i = 0; i < words.count && words.count >= 4; i++)
        if (ret_keys->count < NAME_KEYS_MAX)
            add_key(&words, i, ret_keys);
}
