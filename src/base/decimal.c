#include "base/decimal.h"

#include <assert.h>
#include <bid_conf.h>
#include <bid_functions.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

#define SCALE_MIN  (-6111)
#define SCALE_MAX  6176
#define TEXT_BYTES 64 /* +ddd…E-dddd, as the library writes it */

static BID_UINT128 inside(decimal value)
{
    BID_UINT128 bits;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

static decimal outside(BID_UINT128 bits)
{
    decimal value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

/* Only finite results leave. */
static bool give(BID_UINT128 bits, decimal *ret_value)
{
    if (bid128_isNaN(bits) || bid128_isInf(bits))
        return false;
    *ret_value = outside(bits);
    return true;
}

decimal decimal_of_i64(int64_t value)
{
    return outside(bid128_from_int64(value));
}

static bool is_number(str text)
{
    size_t i = text.size > 0 && text.data[0] == '-';
    size_t digits = 0;
    bool has_point = false;
    for (; i < text.size; i++) {
        if (text.data[i] >= '0' && text.data[i] <= '9')
            digits++;
        else if (text.data[i] == '.' && !has_point)
            has_point = true;
        else
            break;
    }
    if (i == text.size || digits == 0)
        return digits > 0;
    if (text.data[i] != 'e' && text.data[i] != 'E')
        return false;
    i++;
    i += i < text.size && (text.data[i] == '+' || text.data[i] == '-');
    const size_t first = i;
    while (i < text.size && text.data[i] >= '0' && text.data[i] <= '9')
        i++;
    return i > first && i == text.size;
}

bool decimal_parse(str text, decimal *ret_value)
{
    char copy[LIMIT_SYMBOL_BYTES + 1];
    _IDEC_flags flags = 0;
    if (text.size > LIMIT_SYMBOL_BYTES || !is_number(text))
        return false;
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return give(bid128_from_string(copy, BID_ROUNDING_TO_NEAREST, &flags), ret_value);
}

/* The digits and the exponent that the library writes: +12345E-3. */
str decimal_text(struct arena *arena, decimal value)
{
    char text[TEXT_BYTES];
    _IDEC_flags flags = 0;
    bid128_to_string(text, inside(value), &flags);
    char *const mark = strchr(text, 'E');
    assert(mark); /* the library always writes one */
    int exponent = (int)strtol(mark + 1, NULL, 10);
    const bool is_negative = text[0] == '-';
    char *digits = text + 1;
    *mark = '\0';
    while (digits[0] == '0' && digits[1] != '\0')
        digits++;
    size_t count = strlen(digits);
    for (; count > 1 && digits[count - 1] == '0'; count--)
        exponent++;
    if (count == 1 && digits[0] == '0')
        return STR("0");
    struct buf out = buf_start(arena, 2 * SCALE_MAX + TEXT_BYTES);
    const int whole = (int)count + exponent; /* digits before the point */
    buf_add_c(&out, is_negative ? "-" : "");
    buf_add_c(&out, whole <= 0 ? "0." : "");
    for (int i = whole; i < 0; i++)
        buf_add_char(&out, '0');
    for (int i = 0; i < (int)count; i++) {
        buf_add_c(&out, i > 0 && i == whole ? "." : "");
        buf_add_char(&out, digits[i]);
    }
    for (int i = (int)count; i < whole; i++)
        buf_add_char(&out, '0');
    return buf_str(&out);
}

bool decimal_to_i64(decimal value, int64_t *ret_value)
{
    _IDEC_flags flags = 0;
    const int64_t whole = bid128_to_int64_xint(inside(value), &flags);
    if (flags != 0)
        return false; /* inexact, or out of range */
    *ret_value = whole;
    return true;
}

int decimal_compare(decimal a, decimal b)
{
    _IDEC_flags flags = 0;
    if (bid128_quiet_less(inside(a), inside(b), &flags))
        return -1;
    return bid128_quiet_less(inside(b), inside(a), &flags) ? 1 : 0;
}

decimal decimal_negate(decimal value)
{
    return outside(bid128_negate(inside(value)));
}

bool decimal_add(decimal a, decimal b, decimal *ret_sum)
{
    _IDEC_flags flags = 0;
    return give(bid128_add(inside(a), inside(b), BID_ROUNDING_TO_NEAREST, &flags), ret_sum);
}

bool decimal_subtract(decimal a, decimal b, decimal *ret_difference)
{
    _IDEC_flags flags = 0;
    return give(bid128_sub(inside(a), inside(b), BID_ROUNDING_TO_NEAREST, &flags), ret_difference);
}

bool decimal_multiply(decimal a, decimal b, decimal *ret_product)
{
    _IDEC_flags flags = 0;
    return give(bid128_mul(inside(a), inside(b), BID_ROUNDING_TO_NEAREST, &flags), ret_product);
}

bool decimal_divide(decimal a, decimal b, decimal *ret_quotient)
{
    _IDEC_flags flags = 0;
    return give(bid128_div(inside(a), inside(b), BID_ROUNDING_TO_NEAREST, &flags), ret_quotient);
}

/* By squaring where the exponent is whole: exact as long as the digits last. */
static bool whole_power(decimal base, int64_t exponent, decimal *ret_power)
{
    decimal power = decimal_of_i64(1);
    for (int64_t left = exponent < 0 ? -exponent : exponent; left > 0; left /= 2) {
        if (left % 2 == 1 && !decimal_multiply(power, base, &power))
            return false;
        if (left > 1 && !decimal_multiply(base, base, &base))
            return false;
    }
    if (exponent < 0)
        return decimal_divide(decimal_of_i64(1), power, ret_power);
    *ret_power = power;
    return true;
}

bool decimal_power(decimal base, decimal exponent, decimal *ret_power)
{
    _IDEC_flags flags = 0;
    int64_t whole = 0;
    if (decimal_to_i64(exponent, &whole) && whole > -100000 && whole < 100000)
        return whole_power(base, whole, ret_power);
    return give(bid128_pow(inside(base), inside(exponent), BID_ROUNDING_TO_NEAREST, &flags),
                ret_power);
}

bool decimal_round(decimal value, int scale, enum decimal_rounding rounding, decimal *ret_value)
{
    static const unsigned modes[] = {[DECIMAL_HALF_EVEN] = BID_ROUNDING_TO_NEAREST,
                                     [DECIMAL_FLOOR] = BID_ROUNDING_DOWN,
                                     [DECIMAL_CEILING] = BID_ROUNDING_UP};
    _IDEC_flags flags = 0;
    if (scale < SCALE_MIN || scale > SCALE_MAX)
        return false;
    const BID_UINT128 unit =
        bid128_scalbn(bid128_from_int64(1), -scale, BID_ROUNDING_TO_NEAREST, &flags);
    const BID_UINT128 rounded = bid128_quantize(inside(value), unit, modes[rounding], &flags);
    if (bid128_isNaN(rounded)) { /* more digits than there are: it is exact already */
        *ret_value = value;
        return true;
    }
    return give(rounded, ret_value);
}
