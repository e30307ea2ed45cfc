/* How reports are printed: each format to the letter, and in pieces. */
#include "insight/build.h"
#include "insight/report_write.h"
#include "tests/check.h"

#define OUT_BYTES (1 << 20)

static struct report sample(struct op *op)
{
    struct report report = {.name = "sample"};

    report_column(&report, "who", REPORT_TEXT);
    report_column(&report, "on", REPORT_DAY);
    report_column(&report, "n", REPORT_COUNT);
    report_column(&report, "amount", REPORT_MONEY);
    report_column(&report, "rate", REPORT_RATIO);
    report_column(&report, "figure", REPORT_FIGURE);
    report_column(&report, "currency", REPORT_CURRENCY);
    check_ok(op, REPORT_ADD(op, &report, CURRENCY('M', 'X', 'N'), CELL_TEXT_C("Peña, \"Ñ\""),
                            CELL_DAY(0), CELL_COUNT(7), CELL(REPORT_MONEY, 123456),
                            report_ratio(1, 1, 3), CELL(REPORT_MONEY, -5)));
    check_ok(op, REPORT_ADD(op, &report, CURRENCY('C', 'L', 'P'), CELL_TEXT_C("a\tb\nc"),
                            CELL_DAY(DAY_NONE), CELL_COUNT(-12), CELL(REPORT_MONEY, 123456),
                            report_ratio(1, 1, 0), CELL_COUNT(5)));
    return report;
}

#define JSON_COLUMNS                                                                               \
    "{\"name\":\"sample\",\"columns\":[{\"name\":\"who\",\"type\":\"text\"},"                      \
    "{\"name\":\"on\",\"type\":\"day\"},{\"name\":\"n\",\"type\":\"integer\"},"                    \
    "{\"name\":\"amount\",\"type\":\"money\"},{\"name\":\"rate\",\"type\":\"rate\"},"              \
    "{\"name\":\"figure\",\"type\":\"figure\"},{\"name\":\"currency\",\"type\":\"text\"}],"

static const struct {
    enum report_format format;
    const char *want;
} formats[] = {
    {.format = REPORT_TSV,
     .want = "who\ton\tn\tamount\trate\tfigure\tcurrency\n"
             "Peña, \"Ñ\"\t1970-01-01\t7\t1234.56\t0.333333\t-0.05\tMXN\n"
             "a b c\t\t-12\t123456\t\t5\tCLP\n"                                       },
    {.format = REPORT_CSV,
     .want = "who,on,n,amount,rate,figure,currency\n"
             "\"Peña, \"\"Ñ\"\"\",1970-01-01,7,1234.56,0.333333,-0.05,MXN\n"
             "\"a\tb\nc\",,-12,123456,,5,CLP\n"                                       },
    {.format = REPORT_TABLE,
     .want = "who        on            n   amount      rate  figure  currency\n"
             "Peña, \"Ñ\"  1970-01-01    7  1234.56  0.333333   -0.05  MXN\n"
             "a b c                  -12   123456                 5  CLP\n"           },
    {.format = REPORT_JSON,
     .want = JSON_COLUMNS "\"rows\":[[\"Peña, \\\"Ñ\\\"\",\"1970-01-01\",7,\"1234.56\","
                          "\"0.333333\",\"-0.05\",\"MXN\"],"
                          "[\"a\\u0009b\\nc\",null,-12,\"123456\",null,5,\"CLP\"]]}\n"},
    {.format = REPORT_JSON_MINOR,
     .want = JSON_COLUMNS "\"rows\":[[\"Peña, \\\"Ñ\\\"\",\"1970-01-01\",7,123456,"
                          "333333,-5,\"MXN\"],"
                          "[\"a\\u0009b\\nc\",null,-12,123456,null,5,\"CLP\"]]}\n"    },
};

static void test_formats(void **state)
{
    struct op *const op = check_op();
    const struct report report = sample(op);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        struct buf out = buf_start(op->arena, OUT_BYTES);
        report_write(&report, formats[i].format, &out);
        check_text(buf_cstr(&out), formats[i].want);
    }
}

/* Pieces, each in an emptied buffer, are together what one piece would be. */
static void test_pieces(void **state)
{
    enum { ROWS = 1000 };
    struct op *const op = check_op();
    struct report report = {.name = "long"};
    (void)state;
    report_column(&report, "n", REPORT_COUNT);
    for (int i = 0; i < ROWS; i++)
        check_ok(op, REPORT_ADD(op, &report, CURRENCY_NONE, CELL_COUNT(i)));
    for (int format = 0; format < REPORT_FORMAT_COUNT; format++) {
        struct buf whole = buf_start(op->arena, OUT_BYTES);
        struct buf pieces = buf_start(op->arena, OUT_BYTES);
        struct buf piece = buf_start(op->arena, OUT_BYTES);
        report_write(&report, (enum report_format)format, &whole);
        struct report_writer writer =
            report_writer_start(&report, (enum report_format)format, &piece);
        int count = 1;
        while (report_writer_step(&writer)) {
            buf_add(&pieces, buf_str(&piece));
            buf_clear(&piece);
            count++;
        }
        buf_add(&pieces, buf_str(&piece));
        check_true(count > 2);
        check_text(buf_cstr(&pieces), buf_cstr(&whole));
    }
}

static void test_ratio_rounds_half_away_from_zero(void **state)
{
    static const struct {
        int64_t numerator, factor, denominator;
        bool is_null;
        int64_t want;
    } cases[] = {
        {1,         1,  3,       false, 333333  },
        {2,         1,  3,       false, 666667  },
        {1,         1,  2000000, false, 1       },
        {-1,        1,  2000000, false, -1      },
        {1,         1,  2000001, false, 0       },
        {32,        30, 40,      false, 24000000},
        {1,         1,  0,       true,  0       },
        {1,         1,  -1,      true,  0       },
        {INT64_MAX, 1,  1,       true,  0       },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct report_cell cell =
            report_ratio(cases[i].numerator, cases[i].factor, cases[i].denominator);
        check_eq(cell.is_null, cases[i].is_null);
        check_eq(cell.number, cases[i].want);
    }
}

static void test_numbers(void **state)
{
    struct op *const op = check_op();
    struct report_numbers numbers = {0};
    (void)state;
    check_ok(op, report_parse_numbers(op, "buckets", STR("15, 30,-1"), &numbers));
    check_eq(numbers.count, 3);
    check_eq(numbers.at[2], -1);
    check_ok(op, report_parse_numbers(op, "buckets", STR(""), &numbers));
    check_eq(numbers.count, 0);
    static const char *const wrong[] = {"15,", "15,,30", "x", "1.5", "99999999999", "40000"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        check_case(wrong[i]);
        check_eq(report_parse_numbers(op, "buckets", str_of(wrong[i]), &numbers), E_INVALID);
        op_clear(op);
    }
}

/* Every kind has a name, both titles, both descriptions, and is found in the list as JSON. */
static void test_kinds(void **state)
{
    struct op *const op = check_op();
    struct buf out = buf_start(op->arena, OUT_BYTES);
    struct json_writer json = json_start(&out);
    json_t *root = NULL;
    int count = 0;
    (void)state;
    report_kinds_write(&json, true, NULL, NULL);
    check_ok(op, json_parse(op, buf_str(&out), &root));
    const json_t *const items = json_object_get(root, "items");
    for (const struct report_kind *kind; (kind = report_kind_at(count)) != NULL; count++) {
        const json_t *const item = json_array_get(items, (size_t)count);
        check_text(json_string_value(json_object_get(item, "name")), kind->name);
        check_text(json_string_value(json_object_get(item, "title")), kind->title_es);
        check_text(json_string_value(json_object_get(item, "about")), kind->about_es);
        check_eq(json_array_size(json_object_get(item, "parameters")),
                 (size_t)__builtin_popcount(kind->parameters));
        check_true(strlen(kind->title_en) > 0 && strlen(kind->about_en) > 0);
    }
    check_eq(json_array_size(items), (size_t)count);
    check_true(count >= 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_ratio_rounds_half_away_from_zero),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
