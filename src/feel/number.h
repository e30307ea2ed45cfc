/* A decimal number exactly as somebody wrote it, and where it lies on a scale of integers.
 *
 * Columns hold numbers as int64 scaled by a power of ten that is fixed per column; a literal may
 * have more decimals than that.  Nothing here rounds silently: the caller gets the floor and is
 * told whether it is exact.  All functions are pure. */
#ifndef FEEL_NUMBER_H
#define FEEL_NUMBER_H
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define FEEL_DIGITS_MAX   34 /* significant digits of FEEL (decimal128) */
#define FEEL_EXPONENT_MAX 99 /* of a literal such as 1e3: more is a slip of the hand */

/* The value is digits / 10^scale; no trailing zero after the point, so scale is the least that
 * holds it, and never negative. */
struct feel_number {
    __int128 digits;
    int scale;
};

/* [-] digits [. digits] [e [+-] digits], or a point first.  False: not that, more significant
 * digits than FEEL has, or a value whose digits do not fit. */
MUST_CHECK bool feel_number_parse(str text, struct feel_number *ret_number);

/* number * 10^scale as an integer: the largest one that is not above it. */
struct feel_scaled {
    int64_t floor; /* meaningless unless overflow is 0 */
    int overflow;  /* -1 below int64, 1 above it, else 0 */
    bool is_exact;
};
struct feel_scaled feel_number_scaled(struct feel_number number, int scale);
#endif
