/* Amounts and days as each country writes them; the table against the one the workspace reads. */
#include "base/format.h"
#include "base/json.h"
#include "tests/check.h"
#include "tests/support/files.h"

#define GAP "\xC2\xA0"

static void test_amounts(void **state)
{
    static const struct {
        const char *country, *currency;
        int64_t minor;
        const char *want;
    } cases[] = {
        {"MX", "MXN", 123456750,     "$1,234,567.50"                                              },
        {"CO", "COP", 123456800,     "$" GAP "1.234.568,00"                                       },
        {"PE", "PEN", 123456750,     "S/" GAP "1,234,567.50"                                      },
        {"CL", "CLP", 1234568,       "$1.234.568"                                                 },
        {"CL", "CLP", -1235,         "-$1.235"                                                    },
        {"AR", "ARS", 123456750,     "$" GAP "1.234.567,50"                                       },
        {"CR", "CRC", 123456750,     "₡1" GAP "234" GAP "567,50"                                },
        {"GT", "GTQ", 123456750,     "Q" GAP "1,234,567.50"                                       },
        {"DO", "DOP", 123456750,     "RD$1,234,567.50"                                            },
        {"BR", "BRL", 123456750,     "R$" GAP "1.234.567,50"                                      },
        {"MX", "USD", 100000,        "USD" GAP "1,000.00"                                         },
        {"CL", "CLF", 12345,         "CLF" GAP "1,2345"                                           },
        {"XX", "MXN", 5,             "$0.05"                                                      },
        {"MX", "MXN", 0,             "$0.00"                                                      },
        {"MX", "MXN", 99999,         "$999.99"                                                    },
        {"MX", "MXN", -100000,       "-$1,000.00"                                                 },
        {"MX", "MXN", INT64_MAX,     "$92,233,720,368,547,758.07"                                 },
        {"CR", "CRC", INT64_MIN + 1, "-₡92" GAP "233" GAP "720" GAP "368" GAP "547" GAP "758,07"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char text[FORMAT_MONEY_SIZE];
        currency unit = CURRENCY_NONE;
        check_case(cases[i].want);
        check_true(currency_parse(str_of(cases[i].currency), &unit));
        check_text(
            format_money(format_of(str_of(cases[i].country)), (money){cases[i].minor}, unit, text),
            cases[i].want);
    }
}

static void test_days(void **state)
{
    char text[FORMAT_DAY_SIZE];
    day d = DAY_NONE;
    (void)state;
    check_true(day_parse(STR("2026-03-05"), &d));
    check_text(format_day(d, LANGUAGE_ES, text), "05 mar 2026");
    check_text(format_day(d, LANGUAGE_EN, text), "05 Mar 2026");
    check_true(day_parse(STR("1999-12-31"), &d));
    check_text(format_day(d, LANGUAGE_ES, text), "31 dic 1999");
    check_text(format_day(DAY_NONE, LANGUAGE_ES, text), "");
}

static const char *word(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void test_the_months_are_the_workspaces(void **state)
{
    static const char *const files[] = {
        [LANGUAGE_ES] = "locales/es.json", [LANGUAGE_EN] = "locales/en.json"};
    struct op *const op = check_op();
    (void)state;
    for (enum language language = LANGUAGE_ES; language <= LANGUAGE_EN; language++) {
        json_t *root = NULL;
        check_case(files[language]);
        check_ok(op, json_parse(op, test_read_file(op, files[language]), &root));
        for (int month = 1; month <= 12; month++) {
            char text[FORMAT_DAY_SIZE];
            day d = DAY_NONE;
            check_true(day_parse(str_of(arena_printf(op->arena, "2026-%02d-05", month)), &d));
            check_text(format_day(d, language, text),
                       arena_printf(op->arena, "05 %s 2026",
                                    word(json_object_get(root, "month"),
                                         arena_printf(op->arena, "%d", month))));
        }
    }
}

static void test_the_table_is_the_workspaces(void **state)
{
    struct op *const op = check_op();
    json_t *root = NULL;
    size_t count = 0;
    const struct format *const formats = format_list(&count);
    (void)state;
    check_ok(op, json_parse(op, test_read_file(op, "locales/formats/money.json"), &root));
    const json_t *const countries = json_object_get(root, "countries");
    const json_t *const currencies = json_object_get(root, "currencies");
    check_eq(count, json_object_size(countries));
    for (size_t i = 0; i < count; i++) {
        const json_t *const row = json_object_get(countries, formats[i].country);
        check_case(formats[i].country);
        check_true(row != NULL);
        check_text(formats[i].currency, word(row, "currency"));
        check_text(formats[i].group, word(row, "group"));
        check_text(formats[i].decimal, word(row, "decimal"));
        check_eq(formats[i].has_gap, json_is_true(json_object_get(row, "gap")));
        check_text(formats[i].symbol,
                   word(json_object_get(currencies, formats[i].currency), "symbol"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_amounts),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_the_months_are_the_workspaces),
        cmocka_unit_test(test_the_table_is_the_workspaces),
    };
    return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}
