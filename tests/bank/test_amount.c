/* Amounts keep the decimals of the file; sums have the most of them and never overflow. */
#include "bank/amount.h"
#include "tests/check.h"

static void test_parse(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char decimal;
        const char *want; /* NULL: no amount */
    } cases[] = {
        {"8.850",                '.', "8.850"             },
        {"200000",               '.', "200000"            },
        {"107,",                 ',', "107"               },
        {"-0.07",                '.', "-0.07"             },
        {"+00000000000115.8331", '.', "115.8331"          },
        {" 5 ",                  '.', "5"                 },
        {"999999999999999999",   '.', "999999999999999999"},
        {"1000000000000000000",  '.', NULL                },
        {"0.00000000001",        '.', NULL                },
        {"1.2.3",                '.', NULL                },
        {".5",                   '.', "0.5"               },
        {"",                     '.', NULL                },
        {".",                    '.', NULL                },
        {"-",                    '.', NULL                },
        {"1e3",                  '.', NULL                },
        {"1,5",                  '.', NULL                },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct bank_amount got = {.units = -77};
        check_case(cases[i].text);
        check_eq(bank_amount_parse(str_of(cases[i].text), cases[i].decimal, &got),
                 cases[i].want != NULL);
        if (cases[i].want)
            check_text(bank_amount_text(check_op()->arena, got), cases[i].want);
        else
            check_eq(got.units, -77);
    }
}

static void test_sum(void **state)
{
    (void)state;
    struct bank_total total = {.is_known = true};
    struct bank_amount large = {999999999999999999, 0, true};
    struct bank_amount small = {1, 10, true};
    for (int i = 0; i < 1000; i++)
        bank_total_add(&total, large, 1);
    bank_total_add(&total, small, 1);
    check_text(bank_total_text(check_op()->arena, total), "999999999999999999000.0000000001");
    bank_total_add(&total, small, -1);
    check_true(bank_total_equal(total, (struct bank_total){total.units / 10000000000, 0, true}));
    check_true(bank_total_text(check_op()->arena, (struct bank_total){.is_known = false}) == NULL);
}

static void test_digits(void **state)
{
    (void)state;
    struct bank_amount got = {.units = -77};
    check_true(bank_amount_of_digits(STR("0000000000007"), 2, &got));
    check_text(bank_amount_text(check_op()->arena, got), "0.07");
    check_true(bank_amount_of_digits(STR("     "), 2, &got));
    check_text(bank_amount_text(check_op()->arena, got), "0.00");
    got.units = -77;
    check_false(bank_amount_of_digits(STR("00-7"), 2, &got));
    check_eq(got.units, -77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_sum),
        cmocka_unit_test(test_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
