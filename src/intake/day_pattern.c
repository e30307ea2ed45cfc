#include "intake/day_pattern.h"

#include <stdio.h>

/* Parts of a pattern: what is read at that place. */
enum part {
    PART_LITERAL,
    PART_YEAR4,
    PART_YEAR2,
    PART_MONTH_NAME,
    PART_MONTH2,
    PART_MONTH,
    PART_DAY2,
    PART_DAY,
    PART_TWO_DIGITS, /* hours, minutes, seconds: read and dropped */
};

static const struct {
    const char *text;
    enum part part;
    bool is_after_hours;
} words[] = {
    {"YYYY", PART_YEAR4,      false},
    {"yyyy", PART_YEAR4,      false},
    {"YY",   PART_YEAR2,      false},
    {"yy",   PART_YEAR2,      false},
    {"MMM",  PART_MONTH_NAME, false},
    {"MM",   PART_MONTH2,     false},
    {"mm",   PART_TWO_DIGITS, true },
    {"mm",   PART_MONTH2,     false},
    {"M",    PART_MONTH,      false},
    {"m",    PART_MONTH,      false},
    {"DD",   PART_DAY2,       false},
    {"dd",   PART_DAY2,       false},
    {"D",    PART_DAY,        false},
    {"d",    PART_DAY,        false},
    {"hh",   PART_TWO_DIGITS, false},
    {"HH",   PART_TWO_DIGITS, false},
    {"ss",   PART_TWO_DIGITS, false},
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The first word of the table that the text starts with; PART_LITERAL and size 1 for another sign.
 */
static bool next_part(str text, bool has_hours, enum part *ret_part, size_t *ret_size)
{
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_starts(text, str_of(words[i].text)) && (!words[i].is_after_hours || has_hours)) {
            *ret_part = words[i].part;
            *ret_size = strlen(words[i].text);
            return true;
        }
    }
    *ret_part = PART_LITERAL;
    *ret_size = 1;
    return !is_letter(text.data[0]) || text.data[0] == 'T' || text.data[0] == 'Z';
}

bool day_pattern_parse(str text, struct day_pattern *ret_pattern)
{
    struct day_pattern pattern = {.text = text};
    int years = 0;
    int months = 0;
    int days = 0;
    bool has_hours = false;
    while (text.size > 0) {
        enum part part = PART_LITERAL;
        size_t size = 0;
        if (pattern.count == DAY_PATTERN_PARTS_MAX || !next_part(text, has_hours, &part, &size))
            return false;
        years += part == PART_YEAR4 || part == PART_YEAR2;
        months += part == PART_MONTH || part == PART_MONTH2 || part == PART_MONTH_NAME;
        days += part == PART_DAY || part == PART_DAY2;
        has_hours = has_hours || part == PART_TWO_DIGITS;
        pattern.parts[pattern.count] = (char)part;
        pattern.literals[pattern.count++] = text.data[0];
        text = (str){text.data + size, text.size - size};
    }
    if (years != 1 || months != 1 || days != 1)
        return false;
    *ret_pattern = pattern;
    return true;
}

/* From least to most digits at the start of text; the number goes to *ret_value. */
static bool take_digits(str *text, size_t least, size_t most, int *ret_value)
{
    size_t size = 0;
    int value = 0;
    while (size < most && size < text->size && text->data[size] >= '0' && text->data[size] <= '9')
        value = value * 10 + (text->data[size++] - '0');
    *text = (str){text->data + size, text->size - size};
    *ret_value = value;
    return size >= least;
}

/* "ene" or "ene.", "enero" too: the name goes on as long as there are letters. */
static bool take_month_name(str *text, int *ret_month)
{
    static const char starts[][12][4] = {
        {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"},
        {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"},
        {"jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"},
    };
    if (text->size < 3)
        return false;
    const str start = {text->data, 3};
    for (size_t language = 0; language < ARRAY_LEN(starts); language++) {
        for (int month = 0; month < 12; month++) {
            if (!str_equal_nocase(start, str_of(starts[language][month])))
                continue;
            size_t size = 3;
            while (size < text->size && is_letter(text->data[size]))
                size++;
            size += size < text->size && text->data[size] == '.' ? 1 : 0;
            *text = (str){text->data + size, text->size - size};
            *ret_month = month + 1;
            return true;
        }
    }
    return false;
}

static bool take_part(const struct day_pattern *pattern, int index, str *text, int century_from,
                      struct civil *civil)
{
    int dropped = 0;
    switch ((enum part)pattern->parts[index]) {
    case PART_YEAR4:
        return take_digits(text, 4, 4, &civil->year);
    case PART_YEAR2:
        if (!take_digits(text, 2, 2, &civil->year))
            return false;
        civil->year += century_from / 100 * 100;
        civil->year += civil->year < century_from ? 100 : 0;
        return true;
    case PART_MONTH_NAME:
        return take_month_name(text, &civil->month);
    case PART_MONTH2:
        return take_digits(text, 2, 2, &civil->month);
    case PART_MONTH:
        return take_digits(text, 1, 2, &civil->month);
    case PART_DAY2:
        return take_digits(text, 2, 2, &civil->day);
    case PART_DAY:
        return take_digits(text, 1, 2, &civil->day);
    case PART_TWO_DIGITS:
        return take_digits(text, 1, 2, &dropped);
    case PART_LITERAL:
        break;
    }
    if (text->size == 0 || text->data[0] != pattern->literals[index])
        return false;
    *text = (str){text->data + 1, text->size - 1};
    return true;
}

enum day_reading day_pattern_read(const struct day_pattern *pattern, str text, int century_from,
                                  day *ret_day)
{
    struct civil civil = {0, 0, 0};
    for (int i = 0; i < pattern->count; i++)
        if (!take_part(pattern, i, &text, century_from, &civil))
            return DAY_OTHER;
    if (text.size > 0)
        return DAY_OTHER;
    return day_from_civil(civil, ret_day) ? DAY_READ : DAY_IMPOSSIBLE;
}

bool day_pattern_is_month_first(const struct day_pattern *pattern)
{
    for (int i = 0; i < pattern->count; i++) {
        const enum part part = (enum part)pattern->parts[i];
        if (part == PART_MONTH || part == PART_MONTH2 || part == PART_MONTH_NAME)
            return true;
        if (part == PART_DAY || part == PART_DAY2)
            return false;
    }
    return false;
}
