/* Civil days: every day of ten thousand years against a calendar that is counted by hand. */
#include "base/day.h"

#include "tests/check.h"

/* The day after, by the rules that people learn at school. */
static struct civil tomorrow(struct civil civil)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool is_leap = civil.year % 4 == 0 && (civil.year % 100 != 0 || civil.year % 400 == 0);
    const int length = lengths[civil.month - 1] + (civil.month == 2 && is_leap ? 1 : 0);
    if (civil.day < length)
        civil.day++;
    else if (civil.month < 12)
        civil = (struct civil){civil.year, civil.month + 1, 1};
    else
        civil = (struct civil){civil.year + 1, 1, 1};
    return civil;
}

static void check_day(day d, struct civil want, enum weekday weekday)
{
    char text[DAY_TEXT_SIZE];
    day back = DAY_NONE;
    const struct civil civil = day_to_civil(d);
    if (civil.year != want.year || civil.month != want.month || civil.day != want.day)
        fail_msg("day %d is %d-%d-%d", d, civil.year, civil.month, civil.day);
    if (!day_from_civil(want, &back) || back != d)
        fail_msg("%d-%d-%d is day %d", want.year, want.month, want.day, back);
    if (!day_parse(str_of(day_format(d, text)), &back) || back != d)
        fail_msg("day %d is written %s", d, text);
    if (day_weekday(d) != weekday)
        fail_msg("day %d is weekday %d", d, (int)day_weekday(d));
    if (day_month_start(d) != d - want.day + 1)
        fail_msg("day %d: month start %d", d, day_month_start(d));
}

static void test_every_day(void **state)
{
    struct civil civil = {1, 1, 1};
    int weekday = MONDAY; /* 0001-01-01, counted back from any calendar on a wall */
    (void)state;
    for (day d = DAY_MIN; d <= DAY_MAX; d++) {
        check_day(d, civil, (enum weekday)weekday);
        civil = tomorrow(civil);
        if (civil.day == 1 && day_month_end(d) != d)
            fail_msg("day %d: month end %d", d, day_month_end(d));
        weekday = weekday == SUNDAY ? MONDAY : weekday + 1;
    }
    check_eq(civil.year, 10000);
}

static void test_known_days(void **state)
{
    static const struct {
        const char *text;
        day want;
        enum weekday weekday;
    } cases[] = {
        {"1970-01-01", 0,       THURSDAY },
        {"1969-12-31", -1,      WEDNESDAY},
        {"2000-02-29", 11016,   TUESDAY  },
        {"2026-11-21", 20778,   SATURDAY },
        {"2012-01-01", 15340,   SUNDAY   },
        {"0001-01-01", DAY_MIN, MONDAY   },
        {"9999-12-31", DAY_MAX, FRIDAY   },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        day d = DAY_NONE;
        check_case(cases[i].text);
        check_true(day_parse(str_of(cases[i].text), &d));
        check_eq(d, cases[i].want);
        check_eq(day_weekday(d), cases[i].weekday);
    }
}

static void test_no_such_day(void **state)
{
    static const char *const texts[] = {
        "",           "2026-02-29",  "2026-04-31", "2026-13-01", "2026-00-10",  "2026-01-00",
        "0000-01-01", "1900-02-29",  "2026-1-01",  "2026-01-1",  "2026-01-011", "2026/01/01",
        "20260101",   " 2026-01-01", "2026-01-0a", "-026-01-01", "2026-01-32",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        day d = 77;
        check_case(texts[i]);
        check_false(day_parse(str_of(texts[i]), &d));
        check_eq(d, 77);
    }
    day d = 77;
    check_false(day_from_civil((struct civil){10000, 1, 1}, &d));
    check_false(day_from_civil((struct civil){2026, -1, 1}, &d));
    check_eq(d, 77);
}

static void test_add_months(void **state)
{
    static const struct {
        const char *from;
        int months;
        const char *want;
    } cases[] = {
        {"2026-01-31", 1,   "2026-02-28"},
        {"2024-01-31", 1,   "2024-02-29"},
        {"2026-01-31", 0,   "2026-01-31"},
        {"2026-03-31", -1,  "2026-02-28"},
        {"2026-01-15", -1,  "2025-12-15"},
        {"2026-12-31", 2,   "2027-02-28"},
        {"2024-02-29", 12,  "2025-02-28"},
        {"2024-02-29", 48,  "2028-02-29"},
        {"2026-05-31", -27, "2024-02-29"},
        {"2026-10-31", 13,  "2027-11-30"},
        {"0001-02-15", -1,  "0001-01-15"},
        {"9999-11-30", 1,   "9999-12-30"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char text[DAY_TEXT_SIZE];
        day d = DAY_NONE;
        check_case(cases[i].from);
        check_true(day_parse(str_of(cases[i].from), &d));
        check_text(day_format(day_add_months(d, cases[i].months), text), cases[i].want);
    }
}

static void test_instants(void **state)
{
    static const struct {
        instant at;
        const char *text;
        day day;
    } cases[] = {
        {0,                         "1970-01-01T00:00:00.000000Z", 0      },
        {-1,                        "1969-12-31T23:59:59.999999Z", -1     },
        {-INSTANT_PER_DAY,          "1969-12-31T00:00:00.000000Z", -1     },
        {-INSTANT_PER_DAY - 1,      "1969-12-30T23:59:59.999999Z", -2     },
        {INT64_C(1795290300000001), "2026-11-21T19:45:00.000001Z", 20778  },
        {INSTANT_PER_DAY - 1,       "1970-01-01T23:59:59.999999Z", 0      },
        {DAY_MAX * INSTANT_PER_DAY, "9999-12-31T00:00:00.000000Z", DAY_MAX},
        {DAY_MIN * INSTANT_PER_DAY, "0001-01-01T00:00:00.000000Z", DAY_MIN},
    };
    char text[INSTANT_TEXT_SIZE];
    char date[DAY_TEXT_SIZE];
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_text(instant_format(cases[i].at, text), cases[i].text);
        check_eq(instant_utc_day(cases[i].at), cases[i].day);
    }
    check_text(instant_format(INSTANT_NONE, text), "");
    check_text(day_format(DAY_NONE, date), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_day),   cmocka_unit_test(test_known_days),
        cmocka_unit_test(test_no_such_day), cmocka_unit_test(test_add_months),
        cmocka_unit_test(test_instants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
