/* Late fees as text and as amounts: what is read is written again, and what is no list is none. */
#include "money/fee.h"

#include "base/limits.h"

#include "tests/check.h"

#define MXN CURRENCY('M', 'X', 'N')

static void test_text(void **state)
{
    static const struct {
        const char *name, *text, *want; /* want NULL: it is refused */
    } cases[] = {
        {"nothing",             "",                                   ""                                     },
        {"one amount",          "30: 150",                            "MXN 30: 150.00"                       },
        {"one percentage",      "30:2.5%",                            "MXN 30: 2.5000%"                      },
        {"both",                "30: 150 + 2.5%",                     "MXN 30: 150.00 + 2.5000%"             },
        {"the other way round", "30: 2.5% + 150",                     "MXN 30: 150.00 + 2.5000%"             },
        {"limits",              "30: 5% max 500 min 100",             "MXN 30: 5.0000% min 100.00 max 500.00"},
        {"two levels",          " 30: 1 ;60: 2.00 ",                  "MXN 30: 1.00; 60: 2.00"               },
        {"another currency",    "CLP 30: 1500",                       "CLP 30: 1500"                         },
        {"all of the claim",    "1: 100%",                            "MXN 1: 100.0000%"                     },
        {"more than the claim", "1: 100.0001%",                       NULL                                   },
        {"no days",             "150",                                NULL                                   },
        {"no day",              "0: 150",                             NULL                                   },
        {"days that fall",      "60: 1; 30: 2",                       NULL                                   },
        {"the same days",       "30: 1; 30: 2",                       NULL                                   },
        {"too late",            "3651: 1",                            NULL                                   },
        {"nothing of a level",  "30:",                                NULL                                   },
        {"two amounts",         "30: 1 + 2",                          NULL                                   },
        {"two percentages",     "30: 1% + 2%",                        NULL                                   },
        {"a limit alone",       "30: min 100",                        NULL                                   },
        {"a limit of nothing",  "30: 5% max",                         NULL                                   },
        {"two least",           "30: 5% min 1 min 2",                 NULL                                   },
        {"least above most",    "30: 5% min 200 max 100",             NULL                                   },
        {"below zero",          "30: -5",                             NULL                                   },
        {"no amount",           "30: 0",                              NULL                                   },
        {"half a cent",         "30: 1.005",                          NULL                                   },
        {"cents of no cents",   "CLP 30: 1.50",                       NULL                                   },
        {"an unknown word",     "30: 5% about 1",                     NULL                                   },
        {"a currency alone",    "CLP",                                NULL                                   },
        {"seven levels",        "1: 1;2: 1;3: 1;4: 1;5: 1;6: 1;7: 1", NULL                                   },
    };
    struct arena *const arena = arena_create();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct fee_levels levels = {.count = -7};
        struct fee_levels again = {.count = -7};
        check_case(cases[i].name);
        const bool is_good = fee_levels_parse(str_of(cases[i].text), MXN, &levels);
        check_eq(is_good, cases[i].want != NULL);
        if (!is_good) {
            check_eq(levels.count, -7); /* untouched */
            continue;
        }
        const str text = fee_levels_format(arena, &levels);
        check_str(text, cases[i].want);
        check_true(fee_levels_parse(text, CURRENCY_NONE, &again));
        check_str(fee_levels_format(arena, &again), cases[i].want);
    }
    arena_destroy(arena);
}

/* Whatever may be read can be read again, the longest of all: as many levels as there may be, each
 * with the largest amounts. */
static void test_longest(void **state)
{
    static const char *const currencies[] = {"CLP", "MXN"};
    struct arena *const arena = arena_create();
    (void)state;
    for (size_t c = 0; c < ARRAY_LEN(currencies); c++) {
        struct fee_levels levels = {.count = FEE_LEVELS_MAX};
        struct fee_levels again = {.count = -7};
        check_case(currencies[c]);
        check_true(currency_parse(str_of(currencies[c]), &levels.in));
        for (int i = 0; i < FEE_LEVELS_MAX; i++)
            levels.of[i] = (struct fee_level){
                FEE_DAYS_MAX - FEE_LEVELS_MAX + i + 1,
                {LIMIT_AMOUNT_MINOR, 1000000, LIMIT_AMOUNT_MINOR, LIMIT_AMOUNT_MINOR}
            };
        const str text = fee_levels_format(arena, &levels);
        check_true(text.size > 400 && text.size <= FEE_TEXT_MAX);
        check_true(fee_levels_parse(text, CURRENCY_NONE, &again));
        check_eq(again.count, FEE_LEVELS_MAX);
        check_str(fee_levels_format(arena, &again), str_cstr(arena, text));
    }
    arena_destroy(arena);
}

static void test_amounts(void **state)
{
    static const struct {
        const char *name;
        struct fee_rule rule;
        int64_t claim, want;
    } cases[] = {
        {"an amount",             {.fixed = 500},                              1,     500 },
        {"half a cent goes up",   {.rate = 5000},                              100,   1   },
        {"less than half a cent", {.rate = 4999},                              100,   0   },
        {"both",                  {.fixed = 500, .rate = 50000},               10000, 1000},
        {"at the most",           {.fixed = 500, .rate = 50000, .most = 1000}, 10000, 1000},
        {"above the most",        {.fixed = 500, .rate = 50000, .most = 1000}, 10020, 1000},
        {"below the least",       {.rate = 50000, .least = 501},               10000, 501 },
        {"at the least",          {.rate = 50000, .least = 500},               10000, 500 },
        {"least is most",         {.rate = 50000, .least = 300, .most = 300},  10000, 300 },
    };
    int64_t fee = -7;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].name);
        check_true(fee_of(&cases[i].rule, cases[i].claim, &fee));
        check_eq(fee, cases[i].want);
    }
    fee = -7;
    check_true(!fee_of(&(struct fee_rule){.fixed = INT64_MAX, .rate = 1000000}, 1, &fee));
    check_eq(fee, -7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_text), cmocka_unit_test(test_longest),
                                       cmocka_unit_test(test_amounts)};
    return cmocka_run_group_tests_name("money_fee", tests, NULL, NULL);
}
