/* A list says which of its names stands twice, wherever they lie. */
#include "cash/twice.h"

#include "tests/check.h"

static void test_none(void **state)
{
    str names[] = {STR("C-2"), STR("C-10"), STR("C-1")};
    str twice = STR("untouched");
    (void)state;
    check_false(twice_find(NULL, 0, &twice));
    check_false(twice_find(names, 1, &twice));
    check_false(twice_find(names, ARRAY_LEN(names), &twice));
    check_true(str_equal_c(twice, "untouched"));
}

static void test_two_apart(void **state)
{
    str names[] = {STR("C-9"), STR("B-2"), STR("C-1"), STR("B-2"), STR("C-9")};
    str twice;
    (void)state;
    check_true(twice_find(names, ARRAY_LEN(names), &twice));
    check_true(str_equal_c(twice, "B-2"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_none),
                                       cmocka_unit_test(test_two_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
