/* Values that hold from a day on, and the list of those that exist. */
#include "record/setting.h"
#include "tests/support/organisation.h"

#define NAME "promise.tolerance_days"

static void put(struct op *op, day effective_on, const char *value)
{
    check_ok(op, setting_put(op, NAME, effective_on, str_of(value)));
}

static int64_t value_on(struct op *op, day on)
{
    int64_t value = -77;
    check_ok(op, setting_i64(op, NAME, on, 9, &value));
    return value;
}

static void test_the_value_of_a_day(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    check_eq(value_on(op, TEST_OPEN_DATE), 9); /* nothing recorded: the fallback */
    check_ok(op, db_begin(op, DB_WRITE));
    put(op, TEST_OPEN_DATE, "2");
    put(op, TEST_OPEN_DATE + 30, "5");
    check_eq(value_on(op, TEST_OPEN_DATE - 1), 9);
    check_eq(value_on(op, TEST_OPEN_DATE), 2);
    check_eq(value_on(op, TEST_OPEN_DATE + 29), 2);
    check_eq(value_on(op, TEST_OPEN_DATE + 30), 5);
    check_eq(value_on(op, TEST_OPEN_DATE + 3000), 5);

    put(op, TEST_OPEN_DATE, "3"); /* in the same instant: the later recording counts */
    put(op, TEST_OPEN_DATE, "4");
    check_eq(value_on(op, TEST_OPEN_DATE), 4);
    test_clock_set(TEST_NOON - INSTANT_PER_DAY); /* a clock set back */
    put(op, TEST_OPEN_DATE, "1");
    check_eq(value_on(op, TEST_OPEN_DATE), 1);
    check_eq(value_on(op, TEST_OPEN_DATE + 30), 5); /* a later day still counts more */
    check_ok(op, db_commit(op));
}

static void test_texts(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    str value = STR("untouched");
    check_ok(op, setting_text(op, "mail.from_name", TEST_OPEN_DATE, STR("Cobranza"), &value));
    check_str(value, "Cobranza");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, setting_put(op, "mail.from_name", TEST_OPEN_DATE, STR("Atención a clientes")));
    check_ok(op, setting_text(op, "mail.from_name", TEST_OPEN_DATE, STR("Cobranza"), &value));
    check_str(value, "Atención a clientes");
    check_ok(op, setting_put(op, "mail.from_name", TEST_OPEN_DATE, STR("")));
    check_ok(op, setting_text(op, "mail.from_name", TEST_OPEN_DATE, STR("Cobranza"), &value));
    check_str(value, ""); /* empty is a value too */
    check_ok(op, db_commit(op));
}

static void test_refusals(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *setting;
        day effective_on;
        const char *value;
    } cases[] = {
        {"unknown",        "promise.colour", TEST_OPEN_DATE, "1"                  },
        {"no day",         NAME,             DAY_NONE,       "1"                  },
        {"no number",      NAME,             TEST_OPEN_DATE, "two"                },
        {"empty",          NAME,             TEST_OPEN_DATE, ""                   },
        {"decimal",        NAME,             TEST_OPEN_DATE, "1.5"                },
        {"too low",        NAME,             TEST_OPEN_DATE, "-1"                 },
        {"too high",       NAME,             TEST_OPEN_DATE, "31"                 },
        {"out of 64 bits", NAME,             TEST_OPEN_DATE, "9999999999999999999"},
        {"broken text",    "mail.from",      TEST_OPEN_DATE, "\xc3"               },
    };
    struct op *const op = test_organisation();
    int64_t value = -77;
    str text = STR("untouched");
    check_ok(op, db_begin(op, DB_WRITE));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].name);
        check_eq(setting_put(op, cases[i].setting, cases[i].effective_on, str_of(cases[i].value)),
                 E_INVALID);
        op_clear(op);
    }
    check_ok(op, db_commit(op));
    check_eq(setting_i64(op, "promise.colour", TEST_OPEN_DATE, 9, &value), E_INTERNAL);
    op_clear(op);
    check_eq(setting_i64(op, "mail.from", TEST_OPEN_DATE, 9, &value), E_INTERNAL);
    op_clear(op);
    check_eq(setting_text(op, NAME, TEST_OPEN_DATE, STR(""), &text), E_INTERNAL);
    op_clear(op);
    check_eq(value, -77);
    check_str(text, "untouched");
    check_eq(value_on(op, TEST_OPEN_DATE), 9); /* nothing was recorded */
}

static void test_a_choice_takes_its_words_only(void **state)
{
    struct op *const op = test_organisation();
    static const char *const wrong[] = {"", "maybe", "offered|required", "offer", "requiredx", "|"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        check_case(wrong[i]);
        check_eq(setting_check(op, "smtp.starttls", str_of(wrong[i])), E_INVALID);
        check_true(strstr(op->text, "offered|required") != NULL);
        op_clear(op);
    }
    check_ok(op, setting_check(op, "smtp.starttls", STR("offered")));
    check_ok(op, setting_check(op, "smtp.starttls", STR("required")));
}

/* What the list promises of itself: its own values are accepted. */
static void test_the_list(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    size_t count = 0;
    const struct setting *const settings = setting_list(&count);
    check_true(count > 0);
    check_ok(op, db_begin(op, DB_WRITE));
    for (size_t i = 0; i < count; i++) {
        check_case(settings[i].name);
        check_true(setting_find(str_of(settings[i].name)) == &settings[i]);
        check_ok(op,
                 setting_put(op, settings[i].name, TEST_OPEN_DATE, str_of(settings[i].initial)));
        for (size_t language = 0; language < ARRAY_LEN(settings[i].about); language++) {
            check_true(strlen(settings[i].about[language]) > 10);
            check_true(str_is_utf8(str_of(settings[i].about[language]), NULL));
        }
        check_eq(settings[i].type != SETTING_TEXT, *settings[i].unit != '\0');
    }
    check_ok(op, db_commit(op));
    check_eq(setting_initial_i64(NAME), value_on(op, TEST_OPEN_DATE));
}

TEST_STORE_MAIN("setting", cmocka_unit_test(test_the_value_of_a_day), cmocka_unit_test(test_texts),
                cmocka_unit_test(test_refusals),
                cmocka_unit_test(test_a_choice_takes_its_words_only),
                cmocka_unit_test(test_the_list))
