/* Exact decimals: IEEE 754 decimal128, 34 digits, halves to even.
 *
 * The numbers of FEEL.  A value is always finite: what overflows, divides by zero or has no real
 * result is told, not returned.  2.0 and 2.00 are equal.  Pure, and the same on every machine. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H
#include <stdint.h>

#include "base/str.h"

typedef struct decimal {
    uint64_t words[2];
} decimal;

enum decimal_rounding { DECIMAL_HALF_EVEN, DECIMAL_FLOOR, DECIMAL_CEILING };

decimal decimal_of_i64(int64_t value);
/* [-] digits [. digits] [e [+-] digits]; more than 34 digits are rounded.  False: not that. */
MUST_CHECK bool decimal_parse(str text, decimal *ret_value);
/* Without exponent and without zeros behind the last decimal: 0.3, 1200, -5. */
str decimal_text(struct arena *arena, decimal value);
/* A whole number in range; false: it is none. */
MUST_CHECK bool decimal_to_i64(decimal value, int64_t *ret_value);
int decimal_compare(decimal a, decimal b); /* -1, 0, 1 */
decimal decimal_negate(decimal value);

/* False: the result is no finite number. */
MUST_CHECK bool decimal_add(decimal a, decimal b, decimal *ret_sum);
MUST_CHECK bool decimal_subtract(decimal a, decimal b, decimal *ret_difference);
MUST_CHECK bool decimal_multiply(decimal a, decimal b, decimal *ret_product);
MUST_CHECK bool decimal_divide(decimal a, decimal b, decimal *ret_quotient);
MUST_CHECK bool decimal_power(decimal base, decimal exponent, decimal *ret_power);
/* To so many decimals, negative: to tens, hundreds …; scale is -6111 to 6176. */
MUST_CHECK bool decimal_round(decimal value, int scale, enum decimal_rounding rounding,
                              decimal *ret_value);
#endif
