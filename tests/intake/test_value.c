#include "intake/guess.h"
#include "intake/names.h"
#include "intake/value.h"

#include "tests/check.h"

static void test_days(void **state)
{
    static const struct {
        const char *pattern;
        const char *text;
        enum day_reading want;
        const char *want_day;
    } cases[] = {
        {"M/D/YYYY",            "4/6/2013",            DAY_READ,       "2013-04-06"},
        {"M/D/YYYY",            "04/06/2013",          DAY_READ,       "2013-04-06"},
        {"M/D/YYYY",            "2/30/2013",           DAY_IMPOSSIBLE, ""          },
        {"M/D/YYYY",            "13/1/2013",           DAY_IMPOSSIBLE, ""          },
        {"M/D/YYYY",            "2013-01-01",          DAY_OTHER,      ""          },
        {"M/D/YYYY",            "4/6/13",              DAY_OTHER,      ""          },
        {"M/D/YYYY",            "4/6/20131",           DAY_OTHER,      ""          },
        {"M/D/YYYY",            "4/6/2013 ",           DAY_OTHER,      ""          },
        {"DD/MM/YYYY",          "29/02/2012",          DAY_READ,       "2012-02-29"},
        {"DD/MM/YYYY",          "29/02/2013",          DAY_IMPOSSIBLE, ""          },
        {"DD/MM/YYYY",          "1/02/2013",           DAY_OTHER,      ""          },
        {"dd/mm/yyyy",          "01/02/2013",          DAY_READ,       "2013-02-01"},
        {"YYYYMMDD",            "20131231",            DAY_READ,       "2013-12-31"},
        {"YYYYMMDD",            "2013123",             DAY_OTHER,      ""          },
        {"YYMMDD",              "930101",              DAY_READ,       "1993-01-01"},
        {"YYMMDD",              "490101",              DAY_READ,       "2049-01-01"},
        {"YYMMDD",              "500101",              DAY_READ,       "1950-01-01"},
        {"YYMMDD hh:mm:ss",     "931107 00:00:00",     DAY_READ,       "1993-11-07"},
        {"YYYY-MM-DDThh:mm:ss", "2013-05-06T10:11:12", DAY_READ,       "2013-05-06"},
        {"D-MMM-YYYY",          "5-ene-2014",          DAY_READ,       "2014-01-05"},
        {"D-MMM-YYYY",          "5-Jan-2014",          DAY_READ,       "2014-01-05"},
        {"D MMM YYYY",          "31 dezembro 2014",    DAY_READ,       "2014-12-31"},
        {"D MMM YYYY",          "31 xyz 2014",         DAY_OTHER,      ""          },
        {"YYYY-MM-DD",          "",                    DAY_OTHER,      ""          },
        {"YYYY-MM-DD",          "0000-01-01",          DAY_IMPOSSIBLE, ""          },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct day_pattern pattern;
        char text[DAY_TEXT_SIZE];
        day got = DAY_NONE;
        check_case(cases[i].text);
        check_true(day_pattern_parse(str_of(cases[i].pattern), &pattern));
        check_eq(day_pattern_read(&pattern, str_of(cases[i].text), VALUE_CENTURY_FROM, &got),
                 cases[i].want);
        check_text(day_format(got, text), cases[i].want_day);
    }
}

static void test_wrong_patterns(void **state)
{
    static const char *const cases[] = {
        "",           "YYYY",          "DD/MM",
        "QQQ",        "DD/MM/YYYY/YY", "DD/DD/YY",
        "YYYY-MM-DX", "hh:mm:ss",      "YYYY---------------------MM-DD"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct day_pattern pattern = {.count = -7};
        check_case(cases[i]);
        check_false(day_pattern_parse(str_of(cases[i]), &pattern));
        check_eq(pattern.count, -7);
    }
}

static void test_amounts(void **state)
{
    static const struct {
        const char *text;
        struct money_format format;
        int exponent;
        bool want;
        int64_t want_minor;
    } cases[] = {
        {"1234.5",               {'.', ','}, 2, true,  123450  },
        {"1,234.50",             {'.', ','}, 2, true,  123450  },
        {"1.234,50",             {',', '.'}, 2, true,  123450  },
        {"$ 1,234.50",           {'.', ','}, 2, true,  123450  },
        {"-$5.00",               {'.', ','}, 2, true,  -500    },
        {"($5.00)",              {'.', ','}, 2, false, 0       },
        {"(5.00)",               {'.', ','}, 2, true,  -500    },
        {"US$ 5",                {'.', ','}, 2, true,  500     },
        {"5,00 \xE2\x82\xAC",    {',', '.'}, 2, true,  500     },
        {"1\xC2\xA0"
         "234,50",      {',', ' '},
         2,                                     true,
         123450                                                },
        {"12,34.50",             {'.', ','}, 2, false, 0       },
        {"1.005",                {'.', ','}, 2, false, 0       },
        {"1.500",                {'.', ','}, 2, true,  150     },
        {"1500",                 {'.', ','}, 0, true,  1500    },
        {"1.5",                  {'.', ','}, 0, false, 0       },
        {"",                     {'.', ','}, 2, false, 0       },
        {"--5",                  {'.', ','}, 2, false, 0       },
        {"abc",                  {'.', ','}, 2, false, 0       },
        {"1e5",                  {'.', ','}, 2, false, 0       },
        {"1.00E+05",             {'.', ','}, 2, true,  10000000},
        {"-1.5e+3",              {'.', ','}, 2, true,  -150000 },
        {"1,5E+03",              {',', '.'}, 0, true,  1500    },
        {"12.345E+1",            {'.', ','}, 2, true,  12345   },
        {"12.345E-1",            {'.', ','}, 2, false, 0       },
        {"125E-2",               {'.', ','}, 2, true,  125     },
        {"5E-2",                 {'.', ','}, 2, true,  5       },
        {"1E+21",                {'.', ','}, 2, false, 0       },
        {"1E+20",                {'.', ','}, 2, false, 0       },
        {"E+5",                  {'.', ','}, 2, false, 0       },
        {"1.2.3E+5",             {'.', ','}, 2, false, 0       },
        {"1E+-5",                {'.', ','}, 2, false, 0       },
        {"92233720368547758.08", {'.', ','}, 2, false, 0       },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct value_formats formats = value_formats_default();
        money got = {-77};
        formats.number = cases[i].format;
        check_case(cases[i].text);
        check_eq(value_read_money(&formats, str_of(cases[i].text), cases[i].exponent, &got),
                 cases[i].want);
        check_eq(got.minor, cases[i].want ? cases[i].want_minor : -77);
    }
}

static void test_types_of_attributes(void **state)
{
    static const struct {
        const char *values; /* blanks between */
        enum attribute_type want;
    } cases[] = {
        {"Yes No yes",             ATTRIBUTE_BOOLEAN},
        {"S N",                    ATTRIBUTE_BOOLEAN},
        {"N N",                    ATTRIBUTE_TEXT   },
        {"1 0 1",                  ATTRIBUTE_INTEGER},
        {"1 -25 300",              ATTRIBUTE_INTEGER},
        {"007 12",                 ATTRIBUTE_TEXT   },
        {"1 2.5",                  ATTRIBUTE_DECIMAL},
        {"0.5 1.25",               ATTRIBUTE_DECIMAL},
        {"1,5 2,25",               ATTRIBUTE_DECIMAL},
        {"1.234 2.345",            ATTRIBUTE_TEXT   }, /* thousands or thousandths: nobody knows */
        {"2013-01-05 2013-12-31",  ATTRIBUTE_DATE   },
        {"5/1/2013 31/12/2013",    ATTRIBUTE_DATE   },
        {"5/1/2013 6/2/2013",      ATTRIBUTE_TEXT   },
        {"20130105 20131231",      ATTRIBUTE_INTEGER},
        {"2013-01-05 2013-13-31",  ATTRIBUTE_TEXT   },
        {"Paper Electronic",       ATTRIBUTE_TEXT   },
        {"99999999999999999999 1", ATTRIBUTE_TEXT   },
        {"",                       ATTRIBUTE_TEXT   },
    };
    const struct value_formats formats = value_formats_default();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct value_formats found = formats;
        struct guess guess = guess_start_attribute(&formats);
        str rest = str_of(cases[i].values);
        check_case(cases[i].values);
        while (rest.size > 0)
            guess_add(&guess, str_split(&rest, ' '));
        check_eq(guess_type(&guess, &found), cases[i].want);
    }
}

static void test_days_of_fields(void **state)
{
    static const struct {
        const char *values;
        enum guess_answer want;
        const char *want_pattern;
    } cases[] = {
        {"2013-01-05 2013-12-31",            GUESS_FOUND,     "YYYY-MM-DD"},
        {"31/12/2013 5/1/2013",              GUESS_FOUND,     "D/M/YYYY"  },
        {"12/31/2013 5/1/2013",              GUESS_FOUND,     "M/D/YYYY"  },
        {"5/1/2013 6/1/2013",                GUESS_AMBIGUOUS, ""          },
        {"5/5/2013 6/6/2013",                GUESS_FOUND,     "D/M/YYYY"  },
        {"20130105 20131231",                GUESS_FOUND,     "YYYYMMDD"  },
        {"2013-01-05 2013-99-31 2013-1-1",   GUESS_NONE,      ""          },
        {"2013-01-05 2013-99-31 2013-02-01", GUESS_FOUND,     "YYYY-MM-DD"},
        {"hello world",                      GUESS_NONE,      ""          },
    };
    const struct value_formats formats = value_formats_default();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct value_formats found = formats;
        struct guess guess = guess_start_field(&formats, true, false);
        str rest = str_of(cases[i].values);
        check_case(cases[i].values);
        while (rest.size > 0)
            guess_add(&guess, str_split(&rest, ' '));
        check_eq(guess_days(&guess, &found), cases[i].want);
        if (cases[i].want == GUESS_FOUND)
            check_str(found.days[0].text, cases[i].want_pattern);
    }
}

static void test_amounts_of_fields(void **state)
{
    static const struct {
        const char *values;
        enum guess_answer want;
        char want_decimal;
    } cases[] = {
        {"10 20",           GUESS_FOUND,     '.'},
        {"10.50 20",        GUESS_FOUND,     '.'},
        {"10,50 20",        GUESS_FOUND,     ','},
        {"1.234,50 20",     GUESS_FOUND,     ','},
        {"1,234 5,678",     GUESS_AMBIGUOUS, 0  },
        {"1,234 5,678 1.5", GUESS_FOUND,     '.'},
        {"x y",             GUESS_NONE,      0  },
    };
    const struct value_formats formats = value_formats_default();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct value_formats found = formats;
        struct guess guess = guess_start_field(&formats, false, true);
        str rest = str_of(cases[i].values);
        check_case(cases[i].values);
        while (rest.size > 0)
            guess_add(&guess, str_split(&rest, ' '));
        check_eq(guess_number(&guess, &found), cases[i].want);
        if (cases[i].want == GUESS_FOUND)
            check_eq(found.number.decimal, cases[i].want_decimal);
    }
}

static void test_names(void **state)
{
    struct arena *const arena = check_op()->arena;
    const str columns[] = {STR("InvoiceDate"), STR("DueDate"), STR("InvoiceAmount")};
    (void)state;
    check_str(name_fold(arena, STR("Fecha de Emisi\xC3\xB3n")), "fechadeemision");
    check_str(name_snake(arena, STR("PaperlessBill")), "paperless_bill");
    check_str(name_snake(arena, STR("A\xC3\xB1o  de la Cuota #")), "ano_de_la_cuota");
    check_str(name_snake(arena, STR("customerID")), "customer_id");
    check_str(name_snake(arena, STR("--")), "");
    check_eq(name_distance(arena, STR("duedate"), STR("dudate")), 1);
    check_eq(name_nearest(arena, STR("Due Dat"), columns, 3), 1);
    check_eq(name_nearest(arena, STR("zzz"), columns, 3), -1);
    check_text(name_hint(check_op(), STR("InvoiceDat"), columns, 3),
               "; did you mean \"InvoiceDate\"?");
    check_text(name_list(arena, columns, 2), "InvoiceDate, DueDate");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days),           cmocka_unit_test(test_wrong_patterns),
        cmocka_unit_test(test_amounts),        cmocka_unit_test(test_types_of_attributes),
        cmocka_unit_test(test_days_of_fields), cmocka_unit_test(test_amounts_of_fields),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
