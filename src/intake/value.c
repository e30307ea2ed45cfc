#include "intake/value.h"

#define AMOUNT_BYTES_MAX 64
#define EXPONENT_MAX     20 /* of ten, as in 1.00E+05 */

static const str default_truths[] = {
    {"true",      4},
    {"yes",       3},
    {"y",         1},
    {"si",        2},
    {"s\xC3\xAD", 3},
    {"S\xC3\x8D", 3},
    {"s",         1},
    {"sim",       3},
    {"t",         1},
    {"verdadero", 9},
    {"x",         1}
};
static const str default_falses[] = {
    {"false",      5},
    {"no",         2},
    {"n",          1},
    {"n\xC3\xA3o", 4},
    {"nao",        3},
    {"f",          1},
    {"falso",      5}
};
static const str default_empties[] = {
    {"null", 4},
    {"n/a",  3},
    {"#n/a", 4},
    {"n.d.", 4}
};

struct value_formats value_formats_default(void)
{
    return (struct value_formats){
        .number = {'.',             0                         },
        .century_from = VALUE_CENTURY_FROM,
        .truths = {default_truths,  ARRAY_LEN(default_truths) },
        .falses = {default_falses,  ARRAY_LEN(default_falses) },
        .empties = {default_empties, ARRAY_LEN(default_empties)},
    };
}

bool value_has_word(struct value_words words, str text)
{
    for (int i = 0; i < words.count; i++)
        if (str_equal_nocase(words.items[i], text))
            return true;
    return false;
}

enum day_reading value_read_day(const struct value_formats *formats, str text, day *ret_day)
{
    enum day_reading reading = DAY_OTHER;
    for (int i = 0; i < formats->day_count; i++) {
        const enum day_reading here =
            day_pattern_read(&formats->days[i], text, formats->century_from, ret_day);
        if (here == DAY_READ)
            return here;
        if (here == DAY_IMPOSSIBLE)
            reading = here;
    }
    return reading;
}

/* Takes the sign of a currency off one end: $, US$, R$, S/, and the signs of euro and pound. */
static str strip_currency(str text)
{
    static const str signs[] = {
        {"US$",          3},
        {"R$",           2},
        {"S/.",          3},
        {"S/",           2},
        {"$",            1},
        {"\xE2\x82\xAC", 3},
        {"\xC2\xA3",     2}
    };
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        if (str_starts(text, signs[i]))
            return value_trim((str){text.data + signs[i].size, text.size - signs[i].size});
        if (text.size > signs[i].size &&
            str_equal((str){text.data + text.size - signs[i].size, signs[i].size}, signs[i]))
            return value_trim((str){text.data, text.size - signs[i].size});
    }
    return text;
}

/* Copies with each no-break space as a blank; false: too long to be an amount. */
static bool plain_blanks(str text, char *out, str *ret_plain)
{
    size_t size = 0;
    if (text.size > AMOUNT_BYTES_MAX)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        const bool is_no_break =
            text.data[i] == '\xC2' && i + 1 < text.size && text.data[i + 1] == '\xA0';
        out[size++] = is_no_break ? ' ' : text.data[i];
        i += is_no_break ? 1 : 0;
    }
    *ret_plain = (str){out, size};
    return true;
}

static bool is_plain_number(str text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((text.data[i] < '0' || text.data[i] > '9') && text.data[i] != '.' &&
            text.data[i] != '-')
            return false;
    return text.size > 0;
}

/* "1.00E+05", as spreadsheets write it, with its digits in their places: "100000".  False: it is
 * not written so, or too long. */
static bool expand_exponent(const struct value_formats *formats, str text, char *out,
                            str *ret_plain)
{
    const bool has_minus = text.size > 0 && text.data[0] == '-';
    str digits = has_minus ? (str){text.data + 1, text.size - 1} : text;
    const char *const sign = memchr(digits.data, 'E', digits.size)
                                 ? memchr(digits.data, 'E', digits.size)
                                 : memchr(digits.data, 'e', digits.size);
    int64_t power = 0;
    size_t size = 0;
    int64_t point = -1; /* digits before the mark, once it was met */
    int64_t count = 0;
    if (!sign || sign == digits.data)
        return false;
    str after = {sign + 1, (size_t)(digits.data + digits.size - sign - 1)};
    digits.size = (size_t)(sign - digits.data);
    if (after.size < 2 || (after.data[0] != '+' && after.data[0] != '-') || after.data[1] == '-')
        return false; /* a spreadsheet writes the sign; 1E5 may be a code */
    if (after.data[0] == '+')
        after = (str){after.data + 1, after.size - 1};
    if (!str_to_i64(after, &power) || power < -EXPONENT_MAX || power > EXPONENT_MAX ||
        digits.size > AMOUNT_BYTES_MAX / 2)
        return false;
    char all[AMOUNT_BYTES_MAX / 2];
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.data[i] >= '0' && digits.data[i] <= '9')
            all[count++] = digits.data[i];
        else if (digits.data[i] == formats->number.decimal && point < 0)
            point = count;
        else
            return false;
    }
    point = (point < 0 ? count : point) + power;
    if (has_minus)
        out[size++] = '-';
    for (int64_t i = point < 0 ? point : 0; i < count || i < point; i++) {
        if (i == point)
            out[size++] = formats->number.decimal;
        out[size++] = i >= 0 && i < count ? all[i] : '0';
    }
    *ret_plain = (str){out, size};
    return count > 0;
}

bool value_read_money(const struct value_formats *formats, str text, int exponent,
                      money *ret_amount)
{
    char plain[AMOUNT_BYTES_MAX];
    if (is_plain_number(text) || expand_exponent(formats, text, plain, &text))
        return money_parse(text, formats->number, exponent, ret_amount);
    const bool has_minus = text.size > 1 && text.data[0] == '-' && text.data[1] != ' ';
    if (has_minus)
        text = (str){text.data + 1, text.size - 1};
    if (!plain_blanks(strip_currency(text), plain, &text))
        return false;
    if (has_minus && (text.size == 0 || text.data[0] == '-' || text.data[0] == '('))
        return false;
    money amount;
    if (!money_parse(text, formats->number, exponent, &amount))
        return false;
    ret_amount->minor = has_minus ? -amount.minor : amount.minor;
    return true;
}

bool value_read_boolean(const struct value_formats *formats, str text, bool *ret_value)
{
    if (value_has_word(formats->truths, text)) {
        *ret_value = true;
        return true;
    }
    if (!value_has_word(formats->falses, text))
        return false;
    *ret_value = false;
    return true;
}

bool value_read_integer(str text, int64_t *ret_value)
{
    const size_t sign = text.size > 0 && text.data[0] == '-' ? 1 : 0;
    if (text.size > sign + 1 && text.data[sign] == '0')
        return false;
    if (text.size > 0 && text.data[0] == '+')
        return false;
    return str_to_i64(text, ret_value);
}

str value_trim(str text)
{
    for (;;) {
        const size_t before = text.size;
        text = str_trim(text);
        if (text.size >= 2 && memcmp(text.data, "\xC2\xA0", 2) == 0)
            text = (str){text.data + 2, text.size - 2};
        if (text.size >= 2 && memcmp(text.data + text.size - 2, "\xC2\xA0", 2) == 0)
            text.size -= 2;
        if (text.size == before)
            return text;
    }
}

bool value_has_control(str text, bool is_long)
{
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.data[i];
        if (c == 0x7F || (c < 0x20 && !(is_long && (c == '\n' || c == '\r' || c == '\t'))))
            return true;
    }
    return false;
}

const char *value_day_patterns(struct op *op, const struct value_formats *formats)
{
    struct buf out = buf_start(op->arena, 1024);
    for (int i = 0; i < formats->day_count; i++) {
        if (i > 0)
            buf_add_c(&out, op_word(op, " or "));
        buf_add(&out, formats->days[i].text);
    }
    return buf_cstr(&out);
}
