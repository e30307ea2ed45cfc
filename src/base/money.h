/* Money: signed 64-bit minor units of a currency (ISO 4217), never a floating number.
 *
 * Amounts of two currencies are never added; the currency lies on the row that owns the amount. The
 * exponent of the minor unit comes from one table here (MXN 2, CLP 0, CLF 4).  All functions are
 * pure. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H
#include <stdint.h>

#include "base/status.h"
#include "base/str.h"

typedef struct money {
    int64_t minor;
} money;

/* A currency is its three letters packed into an integer, so that it compares and stores as one. */
typedef int32_t currency;
#define CURRENCY(a, b, c) ((currency)(((a) << 16) | ((b) << 8) | (c)))
#define CURRENCY_NONE     ((currency)0)
#define CURRENCY_TEXT     4

/* False: not three upper-case letters of a currency in the table. */
MUST_CHECK bool currency_parse(str text, currency *ret_currency);
const char *currency_format(currency c, char out[CURRENCY_TEXT]);
/* Digits after the decimal point of the minor unit; c must be in the table. */
int currency_exponent(currency c);

/* False on overflow; the result is then untouched. */
MUST_CHECK bool money_add(money a, money b, money *ret_sum);
MUST_CHECK bool money_subtract(money a, money b, money *ret_difference);
/* amount * numerator / denominator, half away from zero, through 128 bits; denominator > 0. */
MUST_CHECK bool money_scale(money amount, int64_t numerator, int64_t denominator,
                            money *ret_amount);

/* How a file writes numbers: 1.234,56 has decimal ',' and group '.'; group 0 means none. */
struct money_format {
    char decimal;
    char group;
};
/* Accepts a sign, or parentheses for a negative amount, and blanks around; group marks are allowed
 * only between digits of the whole part.  More decimals than the currency has are refused unless
 * they are zeros: a file that carries tenths of a cent is not ours to round. */
MUST_CHECK bool money_parse(str text, struct money_format format, int exponent, money *ret_amount);

#define MONEY_TEXT_SIZE 32
/* Plain decimal with a point, no grouping: 1234.50 (what reports and files print). */
const char *money_format_plain(money amount, int exponent, char out[MONEY_TEXT_SIZE]);
#endif
