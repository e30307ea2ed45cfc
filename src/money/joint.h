/* One plan over several debts that are kept apart: what each of them has of every payment.
 *
 * The total is divided by what each owes, and each payment by what each has still to pay of its
 * part: so every payment is divided whole, every part adds up, and none is asked for more than it
 * owes.  Amounts are minor units.  Pure. */
#ifndef MONEY_JOINT_H
#define MONEY_JOINT_H
#include "base/day.h"
#include "base/money.h"

#define JOINT_PARTS_MAX 12 /* debts that are kept apart, in one plan */

/* rows: each above zero; owed: of each part, above zero, together at least Σ rows.  What a part has
 * of a row is ret_cells[part * row_count + row]. */
void joint_divide(const int64_t *rows, size_t row_count, const int64_t *owed, size_t part_count,
                  int64_t *ret_cells);

/* What a part has still to pay on a day. */
struct joint_due {
    size_t part;
    day due_on;
    int64_t open;
};
/* Money that is for the whole: the oldest day first, on one day the part that comes first; what is
 * left is for the first part.  Σ ret_shares = amount. */
void joint_divide_money(int64_t amount, const struct joint_due *dues, size_t count,
                        size_t part_count, int64_t *ret_shares);
#endif
