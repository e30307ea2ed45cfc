/* How amounts and days are written to a person of a country.
 *
 * The table is locales/formats/money.json, which the workspace reads too; a test compares the two.
 * The home currency has its symbol, any other its code, so that no two look alike.  All functions
 * are pure. */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H
#include "base/day.h"
#include "base/money.h"
#include "base/say.h"

struct format {
    char country[3]; /* ISO 3166-1 alpha-2 */
    char currency[CURRENCY_TEXT];
    char symbol[8];
    char group[3]; /* a no-break space is two bytes */
    char decimal[2];
    bool has_gap;           /* between symbol and figure */
    const char *instalment; /* what a part of a debt is called there */
};

/* Mexico's for a country that the table lacks. */
const struct format *format_of(str country);
const struct format *format_list(size_t *ret_count);

#define FORMAT_MONEY_SIZE 64
/* $1,234.50 at home, USD 1,234.50 of another currency; the gap is a no-break space.  Returns out.
 */
const char *format_money(const struct format *format, money amount, currency unit,
                         char out[FORMAT_MONEY_SIZE]);
#define FORMAT_DAY_SIZE 16
/* 05 mar 2026, in English 05 Mar 2026; DAY_NONE is the empty text.  Returns out. */
const char *format_day(day d, enum language language, char out[FORMAT_DAY_SIZE]);
#endif
