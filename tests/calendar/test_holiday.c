/* Holidays: Mexico day by day, every way in which a rule can speak, business days, and the refusals
 * of a calendar that is written badly.  The countries have a test of their own. */
#include "calendar/business_day.h"
#include "tests/check.h"

static const struct holiday_scope whole = {
    .region = {"", 0}
};

static day day_of(const char *text)
{
    day d = 0;
    check_true(day_parse(str_of(text), &d));
    return d;
}

static const struct holiday_calendar *open_mexico(void)
{
    const struct holiday_calendar *calendar = NULL;
    struct op *const op = check_op();
    check_ok(op, holiday_open(op, STR("MX"), &calendar));
    return calendar;
}

static const struct holiday_calendar *parse(const char *text)
{
    const struct holiday_calendar *calendar = NULL;
    struct op *const op = check_op();
    check_ok(op, holiday_parse(op, str_of(text), &whole, &calendar));
    return calendar;
}

static void test_mexico(void **state)
{
    static const struct {
        const char *day, *id;
    } cases[] = {
        {"2000-02-05", "constitution"},
        {"2000-02-07", NULL          },
        {"2005-03-21", "juarez"      },
        {"2005-11-20", "revolution"  },
        {"2006-02-05", NULL          },
        {"2006-02-06", "constitution"},
        {"2006-03-20", "juarez"      },
        {"2006-11-20", "revolution"  },
        {"2000-12-01", "handover"    },
        {"2012-12-01", "handover"    },
        {"2018-12-01", "handover"    },
        {"2024-12-01", NULL          },
        {"2024-10-01", "handover"    },
        {"2025-10-01", NULL          },
        {"2030-10-01", "handover"    },
        {"2030-12-01", NULL          },
        {"1999-12-25", "christmas"   }, /* before the bitmap */
        {"1994-12-01", "handover"    },
        {"2061-01-01", "new_year"    }, /* behind it */
        {"2060-12-31", NULL          },
        {"2066-10-01", "handover"    },
        {"2026-12-12", NULL          }, /* banks only */
        {"2026-04-03", NULL          }, /* Good Friday is no holiday by the labour law */
    };
    const struct holiday_calendar *const mexico = open_mexico();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].day);
        const struct holiday *const holiday = holiday_find(mexico, day_of(cases[i].day));
        check_eq(holiday_is(mexico, day_of(cases[i].day)), cases[i].id != NULL);
        check_text(holiday ? holiday->id : "none", cases[i].id ? cases[i].id : "none");
    }
    check_text(holiday_find(mexico, day_of("2026-05-01"))->name_es, "Día del Trabajo");
    check_text(holiday_find(mexico, day_of("2026-05-01"))->citation, "LFT art. 74, IV");
}

/* The bitmap and the rules must say the same on each of its days. */
static void test_bitmap(void **state)
{
    const struct holiday_calendar *const mexico = open_mexico();
    size_t count = 0;
    (void)state;
    for (day d = day_of("1999-01-01"); d < day_of("2063-01-01"); d++) {
        check_eq(holiday_is(mexico, d), holiday_find(mexico, d) != NULL);
        count += holiday_is(mexico, d);
    }
    check_eq(count, 64 * 7 + 4 + 7); /* seven a year, handovers of 2000…2018 and 2024…2060 */
}

#define NAME "\"name\":{\"es\":\"x\",\"en\":\"x\"},\"citation\":\"c\""

/* "also" keeps the day and adds one; "only" asks for a weekday; a move crosses the new year. */
static const char mixed[] =
    "{\"weekend\":[\"friday\"],\"holidays\":["
    "{\"id\":\"new_year\"," NAME ",\"on\":{\"month\":1,\"day\":1},\"move\":{\"saturday\":-1},"
    "\"also\":{\"sunday\":1}},"
    "{\"id\":\"second\"," NAME ",\"on\":{\"month\":1,\"day\":2},\"only\":[\"tuesday\"]},"
    "{\"id\":\"last\"," NAME ",\"on\":{\"nth\":-1,\"weekday\":\"monday\",\"month\":5}},"
    "{\"id\":\"mourning\"," NAME ",\"on\":{\"dates\":[\"2026-03-24\",\"1990-07-07\"]}}]}";

static void test_moves(void **state)
{
    static const struct {
        const char *day;
        bool want;
    } cases[] = {
        {"2021-12-31", true }, /* 2022-01-01 is a Saturday */
        {"2022-01-01", false},
        {"2023-01-01", true }, /* Sunday: kept, and Monday too */
        {"2023-01-02", true },
        {"2024-01-01", true },
        {"2024-01-02", true }, /* Tuesday */
        {"2025-01-02", false},
        {"2026-05-25", true },
        {"2026-05-18", false},
        {"2026-03-24", true },
        {"1990-07-07", true },
        {"2027-03-24", false},
    };
    const struct holiday_calendar *const calendar = parse(mixed);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].day);
        check_eq(holiday_is(calendar, day_of(cases[i].day)), cases[i].want);
        check_eq(holiday_find(calendar, day_of(cases[i].day)) != NULL, cases[i].want);
    }
    check_true(holiday_is_weekend(calendar, day_of("2026-11-20")));
    check_false(holiday_is_weekend(calendar, day_of("2026-11-21")));
}

static void test_business_day(void **state)
{
    const struct holiday_calendar *const mexico = open_mexico();
    (void)state;
    check_true(business_day_is(mexico, day_of("2026-11-20")));
    check_false(business_day_is(mexico, day_of("2026-11-16"))); /* Revolution Day */
    check_false(business_day_is(mexico, day_of("2026-11-21")));
    check_eq(business_day_add(mexico, day_of("2026-11-13"), 1), day_of("2026-11-17"));
    check_eq(business_day_add(mexico, day_of("2026-11-17"), -1), day_of("2026-11-13"));
    check_eq(business_day_add(mexico, day_of("2026-11-15"), 0), day_of("2026-11-15"));
    check_eq(business_day_add(mexico, day_of("2026-11-15"), -1), day_of("2026-11-13"));
    check_eq(business_day_add(mexico, day_of("2026-01-01"), 20), day_of("2026-01-29"));
    check_eq(business_day_roll_forward(mexico, day_of("2026-12-25")), day_of("2026-12-28"));
    check_eq(business_day_roll_back(mexico, day_of("2026-12-27")), day_of("2026-12-24"));
    check_eq(business_day_roll_back(mexico, day_of("2026-12-24")), day_of("2026-12-24"));
    check_eq(business_day_add(mexico, DAY_MAX - 1, 30), DAY_NONE);
    check_eq(business_day_roll_back(parse("{\"weekend\":[\"monday\"]}"), DAY_MIN), DAY_NONE);
    /* There and back again, and steps add up. */
    for (day d = day_of("2024-01-01"); d < day_of("2026-12-01"); d++) {
        const day there = business_day_add(mexico, d, 7);
        check_eq(business_day_add(mexico, business_day_add(mexico, d, 3), 4), there);
        if (business_day_is(mexico, d))
            check_eq(business_day_add(mexico, there, -7), d);
    }
}

static void test_count(void **state)
{
    const struct holiday_calendar *const mexico = open_mexico();
    const day start = day_of("2026-11-13");
    (void)state;
    check_eq(business_day_count(mexico, start, start), 0);
    check_eq(business_day_count(mexico, start, day_of("2026-11-16")), 0); /* Revolution Day */
    check_eq(business_day_count(mexico, start, day_of("2026-11-18")), 2);
    check_eq(business_day_count(mexico, day_of("2026-11-18"), start), -2);
    for (int n = -300; n <= 300; n++)
        check_eq(business_day_count(mexico, start, business_day_add(mexico, start, n)), n);
}

/* The method of Butcher, by another road to the same Sunday. */
static day butcher(int year)
{
    const int a = year % 19, b = year / 100, c = year % 100;
    const int f = (b + 8) / 25, g = (b - f + 1) / 3;
    const int h = (19 * a + b - b / 4 - g + 15) % 30;
    const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    const int sum = h + l - 7 * m + 114;
    day d = 0;
    check_true(day_from_civil((struct civil){year, sum / 31, sum % 31 + 1}, &d));
    return d;
}

static void test_easter(void **state)
{
    static const char *const known[] = {"1961-04-02", "1981-04-19", "2000-04-23", "2008-03-23",
                                        "2011-04-24", "2024-03-31", "2025-04-20", "2026-04-05",
                                        "2038-04-25", "2049-04-18", "2076-04-19"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        check_eq(holiday_easter(day_to_civil(day_of(known[i])).year), day_of(known[i]));
    for (int year = 1583; year <= 4099; year++) {
        check_eq(holiday_easter(year), butcher(year));
        check_eq(day_weekday(holiday_easter(year)), SUNDAY);
    }
}

/* What stands behind the rule's name, with ' for ", and what its author is told. */
static void check_fails(const char *text, const char *want)
{
    struct op *const op = check_op();
    const struct holiday_calendar *calendar = NULL;
    char *const quoted = arena_copy(op->arena, text, strlen(text));
    for (char *at = quoted; (at = strchr(at, '\'')) != NULL;)
        *at = '"';
    check_case(want);
    check_eq(holiday_parse(op, str_of(quoted), &whole, &calendar), E_INVALID);
    check_true(calendar == NULL);
    if (!strstr(op->text, want))
        fail_msg("got \"%s\"", op->text);
}

static void test_refused_rules(void **state)
{
    static const struct {
        const char *rest, *want;
    } cases[] = {
        {"'note':'when?'",                                       "\"on\" is missing"         },
        {"'om':{}",                                              "unknown field \"om\""      },
        {"'on':{}",                                              "\"month\" is missing"      },
        {"'on':{'month':2,'day':30}",                            "no such day"               },
        {"'on':{'month':13,'day':1}",                            "from 1 to 12"              },
        {"'on':{'month':1,'nth':0,'weekday':'monday'}",          "1 to 4 or -1"              },
        {"'on':{'month':1,'nth':1,'weekday':'lunes'}",           "monday to sunday"          },
        {"'on':{'dates':['2026-02-30']}",                        "not \"2026-02-30\""        },
        {"'on':{'dates':[20260230]}",                            "must be days"              },
        {"'on':{'easter':1},'move':{'monday':9}",                "from -6 to 6"              },
        {"'on':{'easter':1},'only':['mardi']",                   "monday to sunday"          },
        {"'on':{'easter':1},'years':{'every':0}",                "from 1 to 100"             },
        {"'on':{'easter':1},'years':{'except':[]}",              "list of years"             },
        {"'on':{'easter':1},'years':{'except':['2020']}",        "list of years"             },
        {"'on':{'easter':1},'kind':'holy'",                      "public, bank or observance"},
        {"'on':{'easter':1},'regions':'AR-A'",                   "ISO 3166-2"                },
        {"'on':{'easter':1},'except_regions':['A']",             "ISO 3166-2"                },
        {"'on':{'nth':1,'weekday':'monday','month':5,'plus':7}", "from 0 to 6"               },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        check_fails(arena_printf(check_op()->arena,
                                 "{'holidays':[{'id':'x','name':{'es':'x','en':'x'},'citation':'c',"
                                 "%s}]}",
                                 cases[i].rest),
                    cases[i].want);
}

static void test_refused_packs(void **state)
{
    const struct holiday_calendar *calendar = NULL;
    (void)state;
    check_fails("", "not JSON");
    check_fails("{'holidays':{}}", "must be a list");
    check_fails("{'holidays':[7]}", "holiday 1: an object");
    check_fails("{'holidays':[{}]}", "\"id\" is missing");
    check_fails("{'holidays':[{'id':'x'}]}", "\"name\" is missing");
    check_fails("{'weekend':'sunday'}", "list of weekdays");
    check_fails("{'weekend':['monday','tuesday','wednesday','thursday','friday','saturday',"
                "'sunday']}",
                "no business day");
    check_eq(holiday_open(check_op(), STR("XX"), &calendar), E_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mexico),        cmocka_unit_test(test_bitmap),
        cmocka_unit_test(test_moves),         cmocka_unit_test(test_business_day),
        cmocka_unit_test(test_count),         cmocka_unit_test(test_easter),
        cmocka_unit_test(test_refused_rules), cmocka_unit_test(test_refused_packs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
