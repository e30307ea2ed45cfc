/* Splits of an amount whose parts add up to it, to the cent.
 *
 * Amounts are minor units, zero or above.  Pure. */
#ifndef MONEY_SPLIT_H
#define MONEY_SPLIT_H
#include "base/money.h"

/* By weights, each zero or above, one of them above zero: every part is rounded down, and the cents
 * that are left go one each to the largest remainders, of equal ones to the first.  A weight of
 * zero gets nothing. */
void split_by_weight(int64_t amount, const int64_t *weights, size_t count, int64_t *ret_parts);
/* In equal parts rounded half up, the last takes the rounding: 875.00 by 3 is 291.67, 291.67,
 * 291.66.  Where the last would then fall below zero all are rounded down. */
void split_evenly(int64_t amount, size_t count, int64_t *ret_parts);
#endif
