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

/* Data, so that who may see what is read in one place. */
static const struct {
    const char *field;
    const char *permission;
} shown_to[] = {
    {"document", "personal.read"},
    {"email",    "personal.read"},
    {"phone",    "personal.read"},
    {"address",  "personal.read"},
    {"account",  "personal.read"},
    {"words",    "personal.read"},
};

bool mask_may_see(const struct session *session, const char *field)
{
    for (size_t i = 0; i < ARRAY_LEN(shown_to); i++)
        if (strcmp(shown_to[i].field, field) == 0)
            return user_may(session, shown_to[i].permission);
    return false; /* a field that nobody has put into the table */
}

#define DIGITS_OF_NUMBER 7 /* the shortest telephones; amounts and years have fewer */
#define DIGITS_OF_MIXED  6 /* identity numbers of letters and digits */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ((unsigned char)c & 0x80) != 0;
}

/* "2024-10-04" */
static bool is_date(str text)
{
    static const char pattern[] = "dddd-dd-dd";
    if (text.size != sizeof(pattern) - 1)
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (pattern[i] == 'd' ? !is_digit(text.data[i]) : text.data[i] != '-')
            return false;
    return true;
}

static size_t count_digits(str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += is_digit(text.data[i]);
    return count;
}

/* A word ends at a blank or a comma. */
static size_t word_size(str text)
{
    size_t size = 0;
    while (size < text.size && (unsigned char)text.data[size] > ' ' && text.data[size] != ',' &&
           text.data[size] != ';')
        size++;
    return size;
}

/* A number goes on over blanks while only digits and their marks follow: "55 1234 5678". */
static size_t number_size(str text)
{
    size_t last = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (is_digit(text.data[i]))
            last = i + 1;
        else if (!strchr(" +-.()", text.data[i]))
            return is_letter(text.data[i]) && i > 0 && is_digit(text.data[i - 1]) ? 0 : last;
    }
    return last;
}

static bool is_personal_word(str word)
{
    return !is_date(word) &&
           (memchr(word.data, '@', word.size) || count_digits(word) >= DIGITS_OF_MIXED);
}

str mask_words(struct arena *arena, str text)
{
    static const char cover[] = "••••";
    struct buf out = buf_start(arena, 4 * text.size + sizeof(cover));
    while (text.size > 0) {
        const bool starts_number = is_digit(*text.data) || *text.data == '+' || *text.data == '(';
        const size_t number = starts_number ? number_size(text) : 0;
        size_t size = word_size(text);
        const bool is_date_first = is_date((str){text.data, size});
        bool is_covered = size > 0 && is_personal_word((str){text.data, size});
        if (number > 0 && !is_date_first &&
            count_digits((str){text.data, number}) >= DIGITS_OF_NUMBER) {
            size = number > size ? number : size;
            is_covered = true;
        }
        size = size > 0 ? size : 1;
        buf_add(&out, is_covered ? str_of(cover) : (str){text.data, size});
        text.data += size;
        text.size -= size;
    }
    return buf_str(&out);
}

str mask_unless(struct arena *arena, const struct session *session, const char *field, str text)
{
    return mask_may_see(session, field) ? text : mask_words(arena, text);
}
