#include "identity/phone_habit.h"

#include "identity/phone_range.h"

#define DIGITS_MAX 24

struct digits {
    char text[DIGITS_MAX + 1];
    size_t count; /* DIGITS_MAX + 1: too many */
};

/* The digits before an extension. */
static struct digits digits_of(str piece)
{
    struct digits digits = {.count = 0};
    for (size_t i = 0; i < piece.size && piece.data[i] != 'e'; i++)
        if (piece.data[i] >= '0' && piece.data[i] <= '9' && digits.count <= DIGITS_MAX)
            digits.text[digits.count++ % (DIGITS_MAX + 1)] = piece.data[i];
    digits.text[digits.count <= DIGITS_MAX ? digits.count : DIGITS_MAX] = '\0';
    return digits;
}

static str skip_prefix(str text, str prefix)
{
    return str_starts(text, prefix) ? (str){text.data + prefix.size, text.size - prefix.size}
                                    : text;
}

bool phone_habit_is_old_prefix(const struct phone_shim *number, str piece)
{
    const struct digits digits = digits_of(piece);
    const str national = str_of(phone_range_national(number));
    const bool is_mexico = number->country_code == 52;
    if ((!is_mexico && number->country_code != 57) || digits.count > DIGITS_MAX ||
        digits.count <= national.size)
        return false;
    str lead = {digits.text, digits.count - national.size};
    lead = skip_prefix(skip_prefix(lead, STR("011")), STR("00"));
    lead = skip_prefix(lead, is_mexico ? STR("52") : STR("57"));
    return is_mexico ? lead.size > 0 : str_equal_c(lead, "0") && national.data[0] == '3';
}

/* Forms of national digits: so many in all, with this in front, which gives way to another. */
static const struct {
    const char *region;
    size_t count;
    const char *from, *to;
    bool is_current;
} forms[] = {
    {"CO", 12, "03", "",   true }, /* a mobile, called from a fixed line */
    {"CO", 10, "03", "60", false}, /* area and seven digits, until 2021, by trunk */
    {"CO", 8,  "",   "60", false}, /* the same without the trunk */
    {"CL", 10, "0",  "",   false}, /* the trunk prefix, until 2013 */
};

bool phone_habit_rewrite(struct arena *arena, str piece, const char *region, str *ret_piece,
                         bool *ret_is_current)
{
    const struct digits digits = digits_of(piece);
    if (piece.size > 0 && piece.data[0] == '+')
        return false;
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        const str from = str_of(forms[i].from);
        if (strcmp(forms[i].region, region) != 0 || digits.count != forms[i].count ||
            !str_starts(str_of(digits.text), from))
            continue;
        *ret_piece = str_of(arena_printf(arena, "%s%s", forms[i].to, digits.text + from.size));
        *ret_is_current = forms[i].is_current;
        return true;
    }
    return false;
}
