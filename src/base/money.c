#include "base/money.h"

#include <assert.h>
#include <stdio.h>

/* Currencies of the countries that the product serves, and those that their debts are written in.
 * Exponents: ISO 4217. */
static const struct {
    char code[CURRENCY_TEXT];
    int exponent;
} currencies[] = {
    {"ARS", 2},
    {"BOB", 2},
    {"BRL", 2},
    {"BZD", 2},
    {"CAD", 2},
    {"CHF", 2},
    {"CLF", 4},
    {"CLP", 0},
    {"COP", 2},
    {"COU", 2},
    {"CRC", 2},
    {"CUP", 2},
    {"CZK", 2},
    {"DOP", 2},
    {"EUR", 2},
    {"GBP", 2},
    {"GTQ", 2},
    {"GYD", 2},
    {"HNL", 2},
    {"HTG", 2},
    {"JMD", 2},
    {"JPY", 0},
    {"MXN", 2},
    {"MXV", 2},
    {"NIO", 2},
    {"PAB", 2},
    {"PEN", 2},
    {"PYG", 0},
    {"SRD", 2},
    {"SVC", 2},
    {"TTD", 2},
    {"TWD", 2},
    {"USD", 2},
    {"UYI", 0},
    {"UYU", 2},
    {"VED", 2},
    {"VES", 2},
};

static currency pack(const char *code)
{
    return CURRENCY((unsigned char)code[0], (unsigned char)code[1], (unsigned char)code[2]);
}

bool currency_parse(str text, currency *ret_currency)
{
    for (size_t i = 0; i < ARRAY_LEN(currencies); i++) {
        if (str_equal_c(text, currencies[i].code)) {
            *ret_currency = pack(currencies[i].code);
            return true;
        }
    }
    return false;
}

const char *currency_format(currency c, char out[CURRENCY_TEXT])
{
    out[0] = (char)((c >> 16) & 0xFF);
    out[1] = (char)((c >> 8) & 0xFF);
    out[2] = (char)(c & 0xFF);
    out[3] = '\0';
    return out;
}

int currency_exponent(currency c)
{
    for (size_t i = 0; i < ARRAY_LEN(currencies); i++)
        if (pack(currencies[i].code) == c)
            return currencies[i].exponent;
    assert(false && "a currency that currency_parse did not give");
    return 2;
}

bool money_add(money a, money b, money *ret_sum)
{
    int64_t sum = 0;
    if (__builtin_add_overflow(a.minor, b.minor, &sum))
        return false;
    ret_sum->minor = sum;
    return true;
}

bool money_subtract(money a, money b, money *ret_difference)
{
    int64_t difference = 0;
    if (__builtin_sub_overflow(a.minor, b.minor, &difference))
        return false;
    ret_difference->minor = difference;
    return true;
}

bool money_scale(money amount, int64_t numerator, int64_t denominator, money *ret_amount)
{
    assert(denominator > 0);
    const __int128 product = (__int128)amount.minor * numerator;
    const __int128 half = denominator / 2;
    const __int128 scaled = (product >= 0 ? product + half : product - half) / denominator;
    if (scaled > INT64_MAX || scaled < INT64_MIN)
        return false;
    ret_amount->minor = (int64_t)scaled;
    return true;
}

/* Takes the sign off: a minus, a plus or a pair of parentheses. */
static bool take_sign(str *text, bool *ret_is_negative)
{
    *ret_is_negative = false;
    if (text->size == 0)
        return false;
    if (text->data[0] == '(') {
        if (text->size < 3 || text->data[text->size - 1] != ')')
            return false;
        *ret_is_negative = true;
        *text = str_trim((str){text->data + 1, text->size - 2});
        return true;
    }
    if (text->data[0] == '-' || text->data[0] == '+') {
        *ret_is_negative = text->data[0] == '-';
        *text = str_trim((str){text->data + 1, text->size - 1});
    }
    return text->size > 0;
}

static bool add_digit(int64_t *value, char c)
{
    return c >= '0' && c <= '9' && !__builtin_mul_overflow(*value, (int64_t)10, value) &&
           !__builtin_add_overflow(*value, (int64_t)(c - '0'), value);
}

/* Once a group mark is there, one must stand before every three digits and nowhere else: 1,23 and
 * 1234,567 are of another format, and reading them in this one would be wrong by a factor. */
static bool parse_whole(str whole, char group, int64_t *value)
{
    const bool is_grouped = group != 0 && whole.size > 0 && memchr(whole.data, group, whole.size);
    for (size_t i = 0; i < whole.size; i++) {
        const bool is_mark = is_grouped && whole.data[i] == group;
        if (is_grouped && (is_mark != ((whole.size - i) % 4 == 0) || (is_mark && i == 0)))
            return false;
        if (!is_mark && !add_digit(value, whole.data[i]))
            return false;
    }
    return true;
}

static bool parse_fraction(str fraction, int exponent, int64_t *value)
{
    for (size_t i = 0; i < fraction.size; i++) {
        if ((int)i >= exponent) {
            if (fraction.data[i] != '0')
                return false;
        } else if (!add_digit(value, fraction.data[i])) {
            return false;
        }
    }
    for (int i = (int)fraction.size; i < exponent; i++)
        if (!add_digit(value, '0'))
            return false;
    return true;
}

bool money_parse(str text, struct money_format format, int exponent, money *ret_amount)
{
    bool is_negative = false;
    int64_t value = 0;
    str fraction = str_trim(text);
    if (!take_sign(&fraction, &is_negative))
        return false;
    const str whole = str_split(&fraction, format.decimal);
    if (whole.size + fraction.size == 0 || fraction.size > 32 ||
        !parse_whole(whole, format.group, &value) || !parse_fraction(fraction, exponent, &value))
        return false;
    ret_amount->minor = is_negative ? -value : value;
    return true;
}

const char *money_format_plain(money amount, int exponent, char out[MONEY_TEXT_SIZE])
{
    const bool is_negative = amount.minor < 0;
    const uint64_t absolute =
        is_negative ? (uint64_t)0 - (uint64_t)amount.minor : (uint64_t)amount.minor;
    uint64_t unit = 1;
    for (int i = 0; i < exponent; i++)
        unit *= 10;
    if (exponent == 0)
        (void)snprintf(out, MONEY_TEXT_SIZE, "%s%llu", is_negative ? "-" : "",
                       (unsigned long long)absolute);
    else
        (void)snprintf(out, MONEY_TEXT_SIZE, "%s%llu.%0*llu", is_negative ? "-" : "",
                       (unsigned long long)(absolute / unit), exponent,
                       (unsigned long long)(absolute % unit));
    return out;
}
