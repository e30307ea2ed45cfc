/* With threads: whoever lets go last frees, once, whatever the order. */
#include "base/shared.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "tests/check.h"

static atomic_int released;

static void count_release(void *thing)
{
    check_eq(*(int *)thing, 42);
    atomic_fetch_add(&released, 1);
}

static void test_the_last_owner_frees(void **state)
{
    (void)state;
    atomic_store(&released, 0);
    int *const thing = shared_create(sizeof(*thing), count_release);
    check_eq(*thing, 0);
    check_eq((uintptr_t)thing % SHARED_ALIGN, 0);
    check_true(shared_size(thing) >= sizeof(*thing));
    *thing = 42;
    check_true(shared_hold(thing) == thing);
    shared_drop(thing);
    check_eq(atomic_load(&released), 0);
    shared_drop(thing);
    check_eq(atomic_load(&released), 1);
}

static void test_nothing_is_allowed(void **state)
{
    (void)state;
    check_true(shared_hold(NULL) == NULL);
    shared_drop(NULL);
    check_eq(shared_size(NULL), 0);
    shared_drop(shared_create(0, NULL));
}

static void *hold_and_drop(void *thing)
{
    for (int i = 0; i < 20000; i++)
        shared_drop(shared_hold(thing));
    shared_drop(thing);
    return NULL;
}

static void test_two_threads(void **state)
{
    pthread_t threads[2];
    (void)state;
    atomic_store(&released, 0);
    int *const thing = shared_create(sizeof(*thing), count_release);
    *thing = 42;
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        (void)shared_hold(thing);
        check_eq(pthread_create(&threads[i], NULL, hold_and_drop, thing), 0);
    }
    shared_drop(thing);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        check_eq(pthread_join(threads[i], NULL), 0);
    check_eq(atomic_load(&released), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_last_owner_frees),
        cmocka_unit_test(test_nothing_is_allowed),
        cmocka_unit_test(test_two_threads),
    };
    return cmocka_run_group_tests_name("shared", tests, NULL, NULL);
}
