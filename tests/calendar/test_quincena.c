#include "calendar/quincena.h"

#include "tests/check.h"

static day on(const char *text)
{
    day d = DAY_NONE;
    check_true(day_parse(str_of(text), &d));
    return d;
}

static void test_pay_days_of_mexico(void **state)
{
    static const struct {
        const char *after, *want;
    } cases[] = {
        {"2026-03-05", "2026-03-13"}, /* the 15th is a Sunday */
        {"2026-03-12", "2026-03-13"},
        {"2026-03-13", "2026-03-31"}, /* the pay day itself is over */
        {"2026-03-15", "2026-03-31"},
        {"2026-03-31", "2026-04-15"},
        {"2026-01-31", "2026-02-13"}, /* the last of January was a Saturday */
        {"2026-01-29", "2026-01-30"},
        {"2026-02-13", "2026-02-27"}, /* the last of February is a Saturday */
        {"2025-12-20", "2025-12-31"},
        {"2025-12-31", "2026-01-15"},
    };
    struct op *const op = check_op();
    const struct holiday_calendar *calendar = NULL;
    (void)state;
    check_ok(op, holiday_open(op, STR("MX"), &calendar));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char got[DAY_TEXT_SIZE];
        check_case(cases[i].after);
        check_text(day_format(quincena_after(calendar, on(cases[i].after)), got), cases[i].want);
    }
    check_eq(quincena_after(calendar, DAY_MAX), DAY_NONE);
}

static void test_a_pay_day_is_a_business_day_and_comes_after(void **state)
{
    struct op *const op = check_op();
    const struct holiday_calendar *calendar = NULL;
    (void)state;
    check_ok(op, holiday_open(op, STR("MX"), &calendar));
    for (day d = on("2020-01-01"); d < on("2030-01-01"); d++) {
        const day got = quincena_after(calendar, d);
        if (got <= d || got > d + 25 || !business_day_is(calendar, got))
            fail_msg("day %d gives %d", d, got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pay_days_of_mexico),
        cmocka_unit_test(test_a_pay_day_is_a_business_day_and_comes_after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
