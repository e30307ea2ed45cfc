/* Amounts as a file of a bank writes them: whole units of its last decimal, and how many decimals.
 *
 * A file decides its decimals itself (200000, 8.850, 1500.0000), so an amount keeps them and prints
 * with them.  A total has the most decimals of what was added.  Nothing here rounds.  Pure. */
#ifndef BANK_AMOUNT_H
#define BANK_AMOUNT_H
#include "base/arena.h"
#include "base/str.h"

#define BANK_DIGITS_MAX   18 /* significant digits of one amount: what 64 bits surely hold */
#define BANK_DECIMALS_MAX 10 /* more are no money */

struct bank_amount {
    int64_t units; /* 8850 with 3 decimals is 8.850 */
    int decimals;
    bool is_known;
};

/* 10^18 units, 10 decimals more and 10^10 entries still fit into 128 bits. */
struct bank_total {
    __int128 units;
    int decimals;
    bool is_known;
};

/* A plain decimal with an optional sign and the given decimal mark, which may end it; no grouping.
 * False: not one, or too long; the result is then untouched. */
MUST_CHECK bool bank_amount_parse(str text, char decimal, struct bank_amount *ret_amount);
/* Digits without a mark, the last ones being decimals; blanks alone are zero. */
MUST_CHECK bool bank_amount_of_digits(str text, int decimals, struct bank_amount *ret_amount);

struct bank_total bank_total_of(struct bank_amount amount);
/* Adds sign * amount; unknown amounts add nothing. */
void bank_total_add(struct bank_total *total, struct bank_amount amount, int sign);
void bank_total_add_total(struct bank_total *total, struct bank_total other, int sign);
/* As numbers: 5.0 equals 5.00. */
bool bank_total_equal(struct bank_total a, struct bank_total b);

/* 1234.50, -0.07, 200000; NULL when unknown. */
const char *bank_amount_text(struct arena *arena, struct bank_amount amount);
const char *bank_total_text(struct arena *arena, struct bank_total total);
#endif
