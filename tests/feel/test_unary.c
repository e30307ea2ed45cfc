/* Numbers as written, and what a cell is made of.  What cells mean is tested with whole tables in
 * tests/dmn/cases. */
#include "tests/check.h"

#include "feel/unary.h"

static void test_numbers(void **state)
{
    static const struct {
        const char *text;
        int scale;
        int64_t floor;
        int overflow;
        bool is_exact;
    } cases[] = {
        {"0",                                    0,  0,                   0,  true },
        {"1",                                    2,  100,                 0,  true },
        {"1.5",                                  0,  1,                   0,  false},
        {"-1.5",                                 0,  -2,                  0,  false},
        {"-1.0",                                 0,  -1,                  0,  true },
        {"-0.001",                               2,  -1,                  0,  false},
        {"0.001",                                2,  0,                   0,  false},
        {"12.50",                                1,  125,                 0,  true },
        {".25",                                  2,  25,                  0,  true },
        {"1e3",                                  0,  1000,                0,  true },
        {"1E-3",                                 3,  1,                   0,  true },
        {"25e-1",                                0,  2,                   0,  false},
        {"9223372036854775807",                  0,  INT64_MAX,           0,  true },
        {"-9223372036854775808",                 0,  INT64_MIN,           0,  true },
        {"9223372036854775807.5",                0,  INT64_MAX,           0,  false},
        {"-9223372036854775807.5",               0,  INT64_MIN,           0,  false},
        {"9223372036854775808",                  0,  0,                   1,  true },
        {"-9223372036854775809",                 0,  0,                   -1, true },
        {"-9223372036854775808.5",               0,  0,                   -1, true },
        {"92233720368547758.08",                 2,  0,                   1,  true },
        {"1",                                    18, 1000000000000000000, 0,  true },
        {"10",                                   18, 0,                   1,  true },
        {"1234567890123456789012345678901234",   0,  0,                   1,  true },
        {"0.1234567890123456789012345678901234", 2,  12,                  0,  false},
        {"-12345678901234.78901234567890123456", 2,  -1234567890123479,   0,  false},
        {"1e18",                                 0,  1000000000000000000, 0,  true },
        {"-1e19",                                0,  0,                   -1, true },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct feel_number number;
        check_case(cases[i].text);
        check_true(feel_number_parse(str_of(cases[i].text), &number));
        const struct feel_scaled got = feel_number_scaled(number, cases[i].scale);
        check_eq(got.overflow, cases[i].overflow);
        if (got.overflow != 0)
            continue;
        check_true(got.floor == cases[i].floor);
        check_eq(got.is_exact, cases[i].is_exact);
    }
}

static void test_not_numbers(void **state)
{
    static const char *const cases[] = {
        "",
        "-",
        ".",
        "1..2",
        "1.2.3",
        "--1",
        "+1",
        "1e",
        "1e1.5",
        "e1",
        "0x10",
        "1a",
        "1 2",
        " 1",
        "1,5",
        "1e100",
        "1e-100",
        "12345678901234567890123456789012345",
        "1234567890123456789012345678901234e30",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct feel_number number = {.digits = 77};
        check_case(cases[i]);
        check_false(feel_number_parse(str_of(cases[i]), &number));
        check_true(number.digits == 77);
    }
}

static void test_cells(void **state)
{
    struct op *const op = check_op();
    struct feel_tests tests;
    (void)state;
    check_ok(op, feel_tests_parse(op, STR(" - "), &tests));
    check_true(tests.is_any);
    check_ok(op, feel_tests_parse(op, STR(" // nothing"), &tests));
    check_true(tests.is_any);
    check_ok(op, feel_tests_parse(op, STR("-1"), &tests));
    check_false(tests.is_any);
    check_eq(tests.count, 1);
    check_eq(tests.tests[0].kind, FEEL_EQUAL);
    check_true(tests.tests[0].low.number.digits == -1);
    check_ok(op, feel_tests_parse(op, STR("not( [1..2), \"a,b\" , null,@\"2026-01-31\")"), &tests));
    check_true(tests.is_negated);
    check_eq(tests.count, 4);
    check_eq(tests.tests[0].kind, FEEL_RANGE);
    check_false(tests.tests[0].is_low_open);
    check_true(tests.tests[0].is_high_open);
    check_str(tests.tests[1].low.string, "a,b");
    check_eq(tests.tests[2].low.kind, FEEL_NULL);
    check_eq(tests.tests[3].low.kind, FEEL_DATE);
}

static void test_broken_cells(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"\"gold",        "a text begins with \" and does not end"},
        {"\"gold\\",      "an escape that does not exist"         },
        {"\"\\u12\"",     "an escape that does not exist"         },
        {"\"\\U110000\"", "an escape that does not exist"         },
        {"\"\\udc00\"",   "an escape that does not exist"         },
        {"5 /*",          "does not end"                          },
        {"5 /",           "'/' is not expected here"              },
        {"!= 5",          "'!=' is not expected here"             },
        {"5 ]",           "']' is not expected here"              },
        {"[1.5]",         "']' is not expected here"              },
        {"date(\"x\"",    "\"x\" is not a date"                   },
        {"@5",            "a date is written"                     },
        {"- -",           "'-' is not expected here"              },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct op *const op = check_op();
        struct feel_tests tests;
        check_case(cases[i].text);
        check_eq(feel_tests_parse(op, str_of(cases[i].text), &tests), E_INVALID);
        if (!strstr(op->text, cases[i].want))
            print_error("it says: %s\n", op->text);
        assert_non_null(strstr(op->text, cases[i].want));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_not_numbers),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_broken_cells),
    };
    return cmocka_run_group_tests_name("unary", tests, NULL, NULL);
}
