/* The split of the cases: its shares, its bits, and who moves when a share changes. */
#include "policy/arms.h"
#include "tests/check.h"

#define CASES 100000

/* Natural keys are digests; numbers in a row stand for the worst of them. */
static int64_t key_of(int n)
{
    return n;
}

static void make_arms(const char *experiment, const int64_t *shares, size_t count, struct arm *arms)
{
    static const char *const names[] = {"first", "second", "third", "champion"};
    for (size_t i = 0; i < count; i++)
        arms[i] = (struct arm){.name = str_of(names[i]),
                               .seed = arm_seed(str_of(experiment), str_of(names[i])),
                               .share = shares[i]};
}

static void pick_all(const char *experiment, const int64_t *shares, size_t count, uint8_t *picks)
{
    struct arm arms[ARMS_MAX];
    make_arms(experiment, shares, count, arms);
    for (int n = 0; n < CASES; n++)
        picks[n] = (uint8_t)arms_pick(arms, count, key_of(n));
}

static uint8_t before[CASES];
static uint8_t after[CASES];

/* Within five standard deviations of its share, in integers: (got - want)^2 <= 25 n p (1 - p). */
static void check_share(int64_t got, int64_t share, int64_t cases)
{
    const int64_t miss = got * ARMS_WHOLE - cases * share; /* in basis points */
    check_true(miss * miss <= 25 * cases * share * (ARMS_WHOLE - share));
}

static void test_each_arm_has_its_share(void **state)
{
    static const int64_t splits[][4] = {
        {2000, 500,  1,    7499},
        {5000, 0,    4999, 1   },
        {1,    1,    1,    9997},
        {3333, 3333, 3334, 0   }
    };
    static const char *const experiments[] = {"julio", "agosto", "a"};
    (void)state;
    for (size_t e = 0; e < ARRAY_LEN(experiments); e++)
        for (size_t s = 0; s < ARRAY_LEN(splits); s++) {
            int64_t got[4] = {0};
            pick_all(experiments[e], splits[s], 4, before);
            for (int n = 0; n < CASES; n++)
                got[before[n]]++;
            for (int i = 0; i < 4; i++)
                check_share(got[i], splits[s][i], CASES);
        }
}

/* The bits are a contract: an auditor computes them again, and so does a store years from now. */
static void test_the_bits(void **state)
{
    static const int64_t shares[] = {2500, 2500, 2500, 2500};
    static const uint8_t want[] = {2, 2, 0, 2, 2, 3, 2, 0, 1, 1, 1, 3,
                                   1, 1, 2, 1, 3, 3, 1, 1, 0, 2, 3, 1};
    struct arm arms[ARMS_MAX];
    (void)state;
    check_eq(arm_seed(STR("julio"), STR("first")), UINT64_C(0x1ADECB0BBC62B568));
    make_arms("julio", shares, 4, arms);
    for (int n = 0; n < (int)ARRAY_LEN(want); n++)
        check_eq(arms_pick(arms, 4, key_of(n)), want[n]);
}

static int count_moves(int from, int to)
{
    int moves = 0;
    for (int n = 0; n < CASES; n++)
        moves += before[n] == from && after[n] == to;
    return moves;
}

static void test_a_larger_share_keeps_its_cases(void **state)
{
    static const int64_t small[] = {1000, 1000, 1000, 7000};
    static const int64_t large[] = {2000, 1000, 1000, 6000};
    (void)state;
    pick_all("julio", small, 4, before);
    pick_all("julio", large, 4, after);
    for (int to = 1; to < 4; to++)
        check_eq(count_moves(0, to), 0);
    check_eq(count_moves(1, 2) + count_moves(1, 3) + count_moves(2, 3), 0); /* forwards nobody */
    check_share(count_moves(1, 0), 1000 * 1000 / 9000, CASES);              /* of its fair part */
}

static void test_arms_before_do_not_notice(void **state)
{
    static const int64_t small[] = {1000, 1000, 500, 7500};
    static const int64_t large[] = {1000, 1000, 4000, 4000};
    (void)state;
    pick_all("julio", small, 4, before);
    pick_all("julio", large, 4, after);
    for (int n = 0; n < CASES; n++)
        check_true(before[n] == after[n] || (before[n] == 3 && after[n] == 2));
}

/* Who is in an arm of one experiment says nothing of another one. */
static void test_experiments_are_independent(void **state)
{
    static const int64_t half[] = {5000, 5000};
    int64_t both = 0;
    (void)state;
    pick_all("julio", half, 2, before);
    pick_all("agosto", half, 2, after);
    for (int n = 0; n < CASES; n++)
        both += before[n] == 0 && after[n] == 0;
    check_share(both, 2500, CASES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_arm_has_its_share),
        cmocka_unit_test(test_the_bits),
        cmocka_unit_test(test_a_larger_share_keeps_its_cases),
        cmocka_unit_test(test_arms_before_do_not_notice),
        cmocka_unit_test(test_experiments_are_independent),
    };
    return cmocka_run_group_tests_name("arms", tests, NULL, NULL);
}
