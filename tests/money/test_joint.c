/* One plan over several debts: every payment is divided whole, every part adds up, and none is
 * asked for more than it owes; money for the whole meets the oldest day first. */
#include "money/joint.h"

#include "tests/check.h"

static uint64_t seed = 5;

static int64_t below(int64_t limit)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(seed >> 33) % limit;
}

#define ROWS 8

static void divide_one(void)
{
    int64_t owed[JOINT_PARTS_MAX];
    int64_t rows[ROWS];
    int64_t cells[JOINT_PARTS_MAX * ROWS];
    int64_t left = 0;
    const size_t parts = 1 + (size_t)below(JOINT_PARTS_MAX);
    const size_t count = 1 + (size_t)below(ROWS);
    for (size_t p = 0; p < parts; p++)
        left += owed[p] = 1 + below(below(2) ? 20 : 1000000);
    if (below(2) == 0)
        left = left * below(101) / 100;
    if (left < (int64_t)count)
        return;
    for (size_t r = 0; r < count; r++) { /* each above zero */
        const int64_t most = left - (int64_t)(count - r - 1);
        rows[r] = r + 1 == count ? left : 1 + below(most);
        left -= rows[r];
    }
    joint_divide(rows, count, owed, parts, cells);
    for (size_t p = 0; p < parts; p++) {
        int64_t sum = 0;
        for (size_t r = 0; r < count; r++) {
            check_true(cells[p * count + r] >= 0);
            sum += cells[p * count + r];
        }
        check_true(sum <= owed[p]);
    }
    for (size_t r = 0; r < count; r++) {
        int64_t sum = 0;
        for (size_t p = 0; p < parts; p++)
            sum += cells[p * count + r];
        check_eq(sum, rows[r]);
    }
}

static void test_divided(void **state)
{
    const int64_t owed[] = {100, 50};
    const int64_t rows[] = {75, 75};
    int64_t cells[4];
    (void)state;
    joint_divide(rows, 2, owed, 2, cells);
    check_eq(cells[0], 50);
    check_eq(cells[1], 50);
    check_eq(cells[2], 25);
    check_eq(cells[3], 25);
    for (int i = 0; i < 20000; i++)
        divide_one();
}

static void test_money(void **state)
{
    const struct joint_due dues[] = {
        {1, 20, 5},
        {0, 30, 9},
        {0, 20, 4},
        {1, 20, 2},
        {1, 30, 9},
    };
    static const struct {
        int64_t amount, shares[2];
    } rows[] = {
        {3,  {3, 0}  },
        {4,  {4, 0}  },
        {6,  {4, 2}  },
        {11, {4, 7}  },
        {20, {13, 7} },
        {29, {13, 16}},
        {31, {15, 16}},
        {0,  {0, 0}  },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int64_t shares[2];
        joint_divide_money(rows[i].amount, dues, ARRAY_LEN(dues), 2, shares);
        check_eq(shares[0], rows[i].shares[0]);
        check_eq(shares[1], rows[i].shares[1]);
    }
    int64_t shares[2];
    joint_divide_money(9, NULL, 0, 2, shares); /* all is paid already */
    check_eq(shares[0], 9);
    check_eq(shares[1], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_divided),
        cmocka_unit_test(test_money),
    };
    return cmocka_run_group_tests_name("joint plans", tests, NULL, NULL);
}
