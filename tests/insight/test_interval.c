/* Intervals against values from tables and against figures computed by hand. */
#include "insight/interval.h"
#include "tests/check.h"

static void check_near(int64_t got, int64_t want, int64_t tolerance)
{
    if (got < want - tolerance || got > want + tolerance)
        fail_msg("%lld is not %lld within %lld", (long long)got, (long long)want,
                 (long long)tolerance);
}

static void test_roots(void **state)
{
    static const uint64_t roots[] = {0, 1, 2, 3, 1000000, UINT64_C(4294967296), UINT64_MAX};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(roots); i++) {
        const unsigned __int128 square = (unsigned __int128)roots[i] * roots[i];
        check_eq(interval_root(square), roots[i]);
        if (square > 0)
            check_eq(interval_root(square - 1), roots[i] - 1);
    }
}

/* Wilson's interval to six places, from its formula in 50 digits. */
static void test_shares(void **state)
{
    static const struct {
        int64_t part, whole, low, high;
    } rows[] = {
        {8,         10,         490162, 943317 },
        {0,         10,         0,      277532 },
        {10,        10,         722467, 1000000},
        {1,         1,          206549, 1000000},
        {75,        200,        310854, 443856 },
        {1,         100000,     1,      56     },
        {500000,    1000000,    499020, 500979 },
        {999999999, 1000000000, 999999, 999999 }
    };
    (void)state;
    check_false(interval_of_share(0, 0).is_known);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct interval got = interval_of_share(rows[i].part, rows[i].whole);
        check_true(got.is_known);
        check_near(got.low, rows[i].low, 2);
        check_near(got.high, rows[i].high, 2);
        check_eq(got.value, rows[i].part * 1000000 / rows[i].whole);
    }
}

static void test_ratios(void **state)
{
    /* R = 150/600; residuals 75, -25, -50; sum of squares 8750; error √(3/2 · 8750) / 600 */
    static const struct interval_pair pairs[] = {
        {100, 100},
        {200, 25 },
        {300, 25 }
    };
    const struct interval got = interval_of_ratio(pairs, 3);
    (void)state;
    check_false(interval_of_ratio(pairs, 0).is_known);
    check_eq(got.value, 250000);
    check_near(got.error, 190941, 1);
    check_near(got.high - got.low, 2 * 374236, 4);
    const struct interval one = interval_of_ratio(pairs, 1);
    check_false(one.has_bounds);
    check_eq(one.value, 1000000);
}

/* Amounts a million times as large say the same, to more places. */
static void test_large_amounts(void **state)
{
    static const struct interval_pair pairs[] = {
        {100000000000000, 100000000000000},
        {200000000000000, 25000000000000 },
        {300000000000000, 25000000000000 }
    };
    const struct interval got = interval_of_ratio(pairs, 3);
    (void)state;
    check_eq(got.value, 250000);
    check_near(got.error, 190941, 1);
}

static void test_differences(void **state)
{
    const struct interval a = {
        .is_known = true, .has_bounds = true, .value = 300000, .error = 30000};
    const struct interval b = {
        .is_known = true, .has_bounds = true, .value = 200000, .error = 40000};
    const struct interval none = {0};
    const struct interval got = interval_difference(&a, &b);
    (void)state;
    check_eq(got.value, 100000);
    check_eq(got.error, 50000);
    check_eq(got.low, 100000 - 97998);
    check_eq(got.high, 100000 + 97998);
    check_false(interval_difference(&a, &none).is_known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roots),       cmocka_unit_test(test_shares),
        cmocka_unit_test(test_ratios),      cmocka_unit_test(test_large_amounts),
        cmocka_unit_test(test_differences),
    };
    return cmocka_run_group_tests_name("interval", tests, NULL, NULL);
}
