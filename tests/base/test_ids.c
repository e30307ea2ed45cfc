/* threads: ids are made by two at once. */
#include "base/ids.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "tests/check.h"

enum { THREADS = 2, IDS = 300000 };

static int64_t ids[THREADS][IDS];
static int64_t all[THREADS * IDS];

static void *make_ids(void *argument)
{
    int64_t *const own = argument;
    for (int i = 0; i < IDS; i++)
        own[i] = id_make();
    return NULL;
}

static int compare(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void test_ids_are_ordered_and_unique(void **state)
{
    pthread_t threads[THREADS];
    (void)state;
    ids_set_node(IDS_NODE_MAX);
    for (int t = 0; t < THREADS; t++)
        check_eq(pthread_create(&threads[t], NULL, make_ids, ids[t]), 0);
    for (int t = 0; t < THREADS; t++)
        check_eq(pthread_join(threads[t], NULL), 0);
    for (int t = 0; t < THREADS; t++) {
        memcpy(all + t * IDS, ids[t], sizeof(ids[t]));
        for (int i = 1; i < IDS; i++)
            if (ids[t][i] <= ids[t][i - 1])
                fail_msg("thread %d, id %d is not after the one before", t, i);
    }
    qsort(all, ARRAY_LEN(all), sizeof(all[0]), compare);
    for (size_t i = 1; i < ARRAY_LEN(all); i++)
        if (all[i] == all[i - 1])
            fail_msg("id %lld was made twice", (long long)all[i]);
    check_true(all[0] > 0);
}

static void test_an_id_says_when_and_where(void **state)
{
    (void)state;
    for (int node = 0; node <= IDS_NODE_MAX; node += 341) {
        ids_set_node(node);
        const int64_t id = id_make();
        check_eq((id >> 12) & 1023, node);
        /* Bursts borrow from the future: the ids made so far in this test are 150 ms of them. */
        const int64_t ms = (id >> 22) + INT64_C(1577836800000);
        const int64_t now = (int64_t)time(NULL) * 1000;
        check_true(ms > now - 5000 && ms < now + 5000);
    }
}

/* ISO 7064 MOD 11,10 finds every single wrong digit and nearly every swap of neighbours. */
static void test_check_digit(void **state)
{
    int swaps = 0;
    int missed = 0;
    (void)state;
    for (uint64_t number = 1000; number < 10000; number++) {
        const int digit = check_digit(number);
        uint64_t place = 1;
        check_true(digit >= 0 && digit <= 9);
        for (int i = 0; i < 4; i++, place *= 10) {
            const uint64_t old = number / place % 10;
            for (uint64_t new = i == 3 ? 1 : 0; new <= 9; new ++)
                if (new != old && check_digit(number - old * place + new *place) == digit)
                    fail_msg("%d and a wrong digit agree", (int)number);
            const uint64_t left = number / (place * 10) % 10;
            if (i == 3 || left == old || (i == 2 && old == 0))
                continue;
            const uint64_t swapped =
                number - old * place - left * place * 10 + left * place + old * place * 10;
            swaps++;
            missed += check_digit(swapped) == digit;
        }
    }
    check_true(swaps > 20000);
    check_true(missed * 100 < swaps * 3);
    check_eq(check_digit(794), 6);
    check_eq(check_digit(0), 2);
    (void)check_digit(UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids_are_ordered_and_unique),
        cmocka_unit_test(test_an_id_says_when_and_where),
        cmocka_unit_test(test_check_digit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
