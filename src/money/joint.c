#include "money/joint.h"

#include <assert.h>

#include "money/split.h"

void joint_divide(const int64_t *rows, size_t row_count, const int64_t *owed, size_t part_count,
                  int64_t *ret_cells)
{
    int64_t left[JOINT_PARTS_MAX];
    int64_t shares[JOINT_PARTS_MAX];
    int64_t total = 0;
    assert(part_count > 0 && part_count <= JOINT_PARTS_MAX);
    for (size_t r = 0; r < row_count; r++)
        total += rows[r];
    split_by_weight(total, owed, part_count, left);
    for (size_t r = 0; r < row_count; r++) {
        split_by_weight(rows[r], left, part_count, shares);
        for (size_t p = 0; p < part_count; p++) {
            ret_cells[p * row_count + r] = shares[p];
            left[p] -= shares[p];
        }
    }
}

static bool comes_before(const struct joint_due *a, const struct joint_due *b)
{
    return a->due_on != b->due_on ? a->due_on < b->due_on : a->part < b->part;
}

/* The next after one, in the order in which money meets them; NULL: there is none. */
static const struct joint_due *next_due(const struct joint_due *dues, size_t count,
                                        const struct joint_due *after)
{
    const struct joint_due *next = NULL;
    for (size_t i = 0; i < count; i++)
        if ((!after || comes_before(after, &dues[i])) && (!next || comes_before(&dues[i], next)))
            next = &dues[i];
    return next;
}

void joint_divide_money(int64_t amount, const struct joint_due *dues, size_t count,
                        size_t part_count, int64_t *ret_shares)
{
    const struct joint_due *due = NULL;
    for (size_t p = 0; p < part_count; p++)
        ret_shares[p] = 0;
    while (amount > 0 && (due = next_due(dues, count, due))) {
        for (size_t i = 0; i < count; i++) { /* claims of one part may be due on one day */
            if (comes_before(due, &dues[i]) || comes_before(&dues[i], due))
                continue;
            const int64_t share = dues[i].open < amount ? dues[i].open : amount;
            ret_shares[due->part] += share;
            amount -= share;
        }
    }
    ret_shares[0] += amount;
}
