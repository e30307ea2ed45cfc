#include "feel/number.h"

#include <assert.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits and the point; leaves *at behind them. */
static bool read_mantissa(str text, size_t *at, struct feel_number *number)
{
    int significant = 0;
    bool has_point = false;
    bool has_digit = false;
    for (; *at < text.size; (*at)++) {
        const char c = text.data[*at];
        if (c == '.' && !has_point) {
            has_point = true;
            continue;
        }
        if (!is_digit(c))
            break;
        has_digit = true;
        if (number->digits != 0 || c != '0')
            significant++;
        if (significant > FEEL_DIGITS_MAX)
            return false;
        number->digits = number->digits * 10 + (c - '0');
        number->scale += has_point;
    }
    return has_digit && number->scale <= FEEL_EXPONENT_MAX;
}

static bool read_exponent(str text, size_t *at, int *ret_exponent)
{
    if (*at == text.size)
        return true;
    if (text.data[*at] != 'e' && text.data[*at] != 'E')
        return false;
    int64_t exponent = 0;
    if (!str_to_i64((str){text.data + *at + 1, text.size - *at - 1}, &exponent) ||
        exponent > FEEL_EXPONENT_MAX || exponent < -FEEL_EXPONENT_MAX)
        return false;
    *ret_exponent = (int)exponent;
    *at = text.size;
    return true;
}

/* Brings the scale to the least that holds the value. */
static bool normalize(struct feel_number *number)
{
    while (number->scale > 0 && number->digits % 10 == 0) {
        number->digits /= 10;
        number->scale--;
    }
    while (number->scale < 0) {
        if (__builtin_mul_overflow(number->digits, (__int128)10, &number->digits))
            return false;
        number->scale++;
    }
    return true;
}

bool feel_number_parse(str text, struct feel_number *ret_number)
{
    struct feel_number number = {0};
    size_t at = 0;
    int exponent = 0;
    const bool is_negative = text.size > 0 && text.data[0] == '-';
    at += is_negative;
    if (!read_mantissa(text, &at, &number) || !read_exponent(text, &at, &exponent))
        return false;
    number.scale -= exponent;
    if (!normalize(&number))
        return false;
    if (is_negative)
        number.digits = -number.digits;
    *ret_number = number;
    return true;
}

static struct feel_scaled scale_up(__int128 digits, int power)
{
    for (; power > 0; power--) {
        digits *= 10;
        if (digits > INT64_MAX)
            return (struct feel_scaled){.overflow = 1};
        if (digits < INT64_MIN)
            return (struct feel_scaled){.overflow = -1};
    }
    return (struct feel_scaled){(int64_t)digits, 0, true};
}

struct feel_scaled feel_number_scaled(struct feel_number number, int scale)
{
    assert(scale >= 0);
    bool is_exact = true;
    const bool is_negative = number.digits < 0;
    for (; number.scale > scale; number.scale--) {
        is_exact = is_exact && number.digits % 10 == 0;
        number.digits /= 10;
    }
    if (!is_exact && is_negative)
        number.digits--; /* division goes to zero, a floor goes down */
    if (number.digits > INT64_MAX || number.digits < INT64_MIN)
        return (struct feel_scaled){.overflow = number.digits < 0 ? -1 : 1};
    if (!is_exact)
        return (struct feel_scaled){(int64_t)number.digits, 0, false};
    return scale_up(number.digits, scale - number.scale);
}
