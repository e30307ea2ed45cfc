/* Payment references: known ones, every wrong digit found, what a scheme makes it reads. */
#include "cash/pay_reference.h"
#include "tests/check.h"

static void test_known(void **state)
{
    static const struct {
        enum pay_reference_kind kind;
        const char *body, *whole;
    } cases[] = {
        {PAY_REFERENCE_RF,    "539007547034", "RF18539007547034"}, /* the example of ISO 11649 */
        {PAY_REFERENCE_RF,    "A1",           "RF90A1"          },
        {PAY_REFERENCE_MOD97, "794",          "79444"           }, /* that of ISO 7064 */
        {PAY_REFERENCE_MOD10, "7992739871",   "79927398713"     }, /* the usual one of Luhn */
    };
    char text[PAY_REFERENCE_SIZE];
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].whole);
        check_true(pay_reference_seal(cases[i].kind, str_of(cases[i].body), text));
        check_text(text, cases[i].whole);
        check_true(pay_reference_is_valid(cases[i].kind, str_of(cases[i].whole)));
    }
    check_true(pay_reference_is_valid(PAY_REFERENCE_RF, STR("rf18 5390 0754 7034")));
    check_false(pay_reference_seal(PAY_REFERENCE_MOD10, STR("12A"), text));
    check_false(pay_reference_seal(PAY_REFERENCE_RF, STR("1234567890123456789012"), text));
    check_false(pay_reference_is_valid(PAY_REFERENCE_RF, STR("RF18")));
    check_false(pay_reference_is_valid(PAY_REFERENCE_MOD97, STR("")));
}

/* Every single wrong digit of every kind is found. */
static void test_wrong_digits(void **state)
{
    char text[PAY_REFERENCE_SIZE];
    (void)state;
    for (int kind = 0; kind < PAY_REFERENCE_KINDS; kind++)
        for (int number = 0; number < 500; number++) {
            const struct pay_reference_scheme scheme = {(enum pay_reference_kind)kind, STR("77"),
                                                        9};
            int64_t read = -1;
            const int64_t wanted = (int64_t)number * 1999993;
            check_true(pay_reference_make(&scheme, wanted, text));
            check_true(pay_reference_read(&scheme, str_of(text), &read));
            check_eq(read, wanted);
            for (size_t i = kind == PAY_REFERENCE_RF ? 2 : 0; text[i]; i++) {
                const char was = text[i];
                for (char c = '0'; c <= '9'; c++) {
                    text[i] = c;
                    check_eq(pay_reference_read(&scheme, str_of(text), &read), c == was);
                }
                text[i] = was;
            }
        }
}

static void test_schemes(void **state)
{
    static const struct {
        const char *name;
        struct pay_reference_scheme scheme;
        status want;
    } cases[] = {
        {"good",             {PAY_REFERENCE_MOD97, {"12", 2}, 10},    OK       },
        {"letters in mod97", {PAY_REFERENCE_MOD97, {"AB", 2}, 10},    E_INVALID},
        {"letters in rf",    {PAY_REFERENCE_RF, {"AB", 2}, 10},       OK       },
        {"small letters",    {PAY_REFERENCE_RF, {"ab", 2}, 10},       E_INVALID},
        {"too long for rf",  {PAY_REFERENCE_RF, {"ABCDEFGH", 8}, 14}, E_INVALID},
        {"too few digits",   {PAY_REFERENCE_MOD10, {"", 0}, 3},       E_INVALID},
    };
    char text[PAY_REFERENCE_SIZE];
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].name);
        check_eq(pay_reference_check_scheme(check_op(), &cases[i].scheme), cases[i].want);
    }
    check_false(pay_reference_make(&(struct pay_reference_scheme){PAY_REFERENCE_MOD10, STR(""), 4},
                                   12345, text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_known),
                                       cmocka_unit_test(test_wrong_digits),
                                       cmocka_unit_test(test_schemes)};
    return cmocka_run_group_tests_name("pay_reference", tests, NULL, NULL);
}
