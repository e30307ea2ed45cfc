#include "intake/csv.h"

#include "intake/separator.h"
#include "tests/check.h"

#define CASE(...)                                                                                  \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

/* Rows as one text: fields joined by '|', rows ended by '/', a fault as <line:column:name>. */
static const char *const fault_names[] = {"good", "more",    "open",  "after", "field",
                                          "row",  "columns", "count", "letter"};

static str show(struct op *op, struct csv *csv)
{
    struct buf out = buf_start(op->arena, 1 << 20);
    bool has_row = true;
    while (has_row) {
        struct csv_row row;
        check_ok(op, csv_next(op, csv, &row, &has_row));
        if (!has_row)
            break;
        if (row.fault != CSV_GOOD) {
            buf_printf(&out, "<%llu:%d:%s>", (unsigned long long)row.at.line, row.fault_column,
                       fault_names[row.fault]);
            continue;
        }
        for (int i = 0; i < row.count; i++) {
            buf_add_c(&out, i > 0 ? "|" : "");
            buf_add(&out, row.fields[i]);
        }
        buf_add_char(&out, '/');
    }
    return buf_str(&out);
}

static void test_rows(void **state)
{
    static const struct {
        const char *name;
        str text;
        const char *want;
    } cases[] = {
        CASE("plain", STR("a,b\n1,2\n3,4\n"), "1|2/3|4/"),
        CASE("no last line end", STR("a,b\n1,2"), "1|2/"),
        CASE("cr lf", STR("a,b\r\n1,2\r\n3,4\r\n"), "1|2/3|4/"),
        CASE("cr alone", STR("a,b\r1,2\r3,4\r"), "1|2/3|4/"),
        CASE("mixed line ends", STR("a,b\n1,2\r\n3,4\r5,6\n"), "1|2/3|4/5|6/"),
        CASE("empty fields", STR("a,b,c\n,,x\n1,,\n"), "||x/1||/"),
        CASE("quotes", STR("a,b\n\"1,5\",\"x\"\"y\"\n"), "1,5|x\"y/"),
        CASE("only quotes", STR("a,b\n\"\",\"\"\"\"\n"), "|\"/"),
        CASE("line end inside", STR("a,b\n\"1\n2\",\"3\r\n4\"\n5,6\n"), "1\n2|3\r\n4/5|6/"),
        CASE("quote inside a plain field", STR("a,b\nTubo 3\",x\n"), "Tubo 3\"|x/"),
        CASE("blank after a closing quote", STR("a,b\n\"1\" ,2\n"), "1|2/"),
        CASE("blank rows", STR("a,b\n\n1,2\n,\n\r\n3,4\n\n"), "1|2/3|4/"),
        CASE("mark",
             STR("\xEF\xBB\xBF"
                 "a,b\n1,2\n"),
             "1|2/"),
        CASE("semicolons", STR("a;b\n1,5;2\n"), "1,5|2/"),
        CASE("tabs", STR("a\tb\n1\t2\n"), "1|2/"),
        CASE("bars", STR("a|b\n1|2\n"), "1|2/"),
        CASE("sep line", STR("sep=;\na;b\n1;2\n"), "1|2/"),
        CASE("one column", STR("a\n1\n2\n"), "1/2/"),
        CASE("no rows", STR("a,b\n"), ""),
        CASE("too few", STR("a,b\n1\n3,4\n"), "<2:0:count>3|4/"),
        CASE("too many", STR("a,b\n1,2,3\n3,4\n"), "<2:0:count>3|4/"),
        CASE("text after a quote", STR("a,b\n\"1\"x,2\n3,4\n"), "<2:1:after>3|4/"),
        CASE("open quote to the end", STR("a,b\n1,2\n3,\"4\n5,6\n7,8\n"), "1|2/<3:2:open>5|6/7|8/"),
        CASE("open quote met by the next", STR("a,b\n\"1,2\n\"3\",4\n5,6\n"),
             "<2:1:after>3|4/5|6/"),
        CASE("broken letter", STR("a,b\n1,2\n3,x\xFFy\n5,6\n"), "1|2/<3:2:letter>5|6/"),
        CASE("zero byte", STR("a,b\n1,x\0y\n5,6\n"), "<2:2:letter>5|6/"),
        CASE("latin-1", STR("a,b\nMu\xF1oz,2\n"), "Mu\xC3\xB1oz|2/"),
        CASE("utf-16",
             STR("\xFF\xFE"
                 "a\0,\0b\0\n\0\xF1\0,\0002\0\n\0"),
             "\xC3\xB1|2/"),
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct op *const op = check_op();
        struct csv *csv = NULL;
        check_case(cases[i].name);
        check_ok(op, csv_open_text(op, "t.csv", cases[i].text, &(struct csv_options){0}, &csv));
        check_str(show(op, csv), cases[i].want);
        check_ok(op, csv_rewind(op, csv)); /* a second reading gives the same */
        check_str(show(op, csv), cases[i].want);
    }
}

static void test_refused_files(void **state)
{
    static const struct {
        const char *name;
        str text;
        const char *want; /* a part of the message */
    } cases[] = {
        CASE("empty", STR(""), "t.csv: the file has no rows"),
        CASE("blank", STR("\n\r\n\n"), "t.csv: the file has no rows"),
        CASE("only a mark", STR("\xEF\xBB\xBF"), "t.csv: the file has no rows"),
        CASE("two columns of one name", STR("a,b,a\n1,2,3\n"),
             "t.csv: line 1: columns 1 and 3 are both called \"a\""),
        CASE("broken letter in the header",
             STR("\na,b\xFF"
                 "c\n1,2\n"),
             "t.csv: line 2, column 2"),
        CASE("open quote in the header", STR("a,\"b\n1,2\n"), "t.csv: line 1, column 2"),
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct op *const op = check_op();
        struct csv *csv = NULL;
        check_case(cases[i].name);
        check_eq(csv_open_text(op, "t.csv", cases[i].text, &(struct csv_options){0}, &csv),
                 E_INVALID);
        if (!strstr(op->text, cases[i].want))
            print_error("got: %s\n", op->text);
        assert_non_null(strstr(op->text, cases[i].want));
    }
}

static void test_places(void **state)
{
    struct op *const op = check_op();
    struct csv *csv = NULL;
    struct csv_row row;
    bool has_row = false;
    (void)state;
    check_ok(op,
             csv_open_text(op, "t.csv", STR("a,b,c\n\"x\r\ny\nz\",\"p\nq\",3\n4,5,6\n7,8,\xFF\n"),
                           &(struct csv_options){0}, &csv));
    check_ok(op, csv_next(op, csv, &row, &has_row));
    check_eq(row.at.line, 2);
    check_eq(row.at.number, 1);
    check_eq(row.at.offset, 6);
    check_eq(csv_field_line(&row, 0), 2);
    check_eq(csv_field_line(&row, 1), 4);
    check_eq(csv_field_line(&row, 2), 5);
    check_ok(op, csv_next(op, csv, &row, &has_row));
    const struct csv_position second = row.at;
    check_eq(second.line, 6);
    check_eq(second.number, 2);
    check_str(row.raw, "4,5,6");
    check_ok(op, csv_next(op, csv, &row, &has_row));
    check_eq(row.fault, CSV_ENCODING);
    check_eq(row.at.line, 7);
    check_eq(row.fault_column, 3);
    check_eq(row.fault_byte, 0xFF);
    check_eq(row.fault_offset, row.at.offset + 4);
    check_ok(op, csv_seek(op, csv, second));
    check_ok(op, csv_next(op, csv, &row, &has_row));
    check_eq(row.at.line, 6);
    check_str(row.fields[0], "4");
}

/* Offsets are bytes of the file also when it is converted on the way. */
static void test_places_of_converted(void **state)
{
    struct op *const op = check_op();
    struct csv *csv = NULL;
    struct csv_row row;
    bool has_row = false;
    (void)state;
    check_ok(op, csv_open_text(op, "t.csv",
                               STR("a,b\nMu\xF1oz,Pe\xF1"
                                   "a\nx,y\xE9t\x81\n"),
                               &(struct csv_options){.encoding = ENCODING_WINDOWS_1252}, &csv));
    check_ok(op, csv_next(op, csv, &row, &has_row));
    check_ok(op, csv_next(op, csv, &row, &has_row));
    check_eq(row.at.offset, 15);
    check_eq(row.fault, CSV_ENCODING);
    check_eq(row.fault_byte, 0x81);
    check_eq(row.fault_offset, 20);
    check_ok(op, csv_seek(op, csv, row.at));
    check_ok(op, csv_next(op, csv, &row, &has_row));
    check_str(row.fields[0], "x");
}

static void test_limits(void **state)
{
    struct op *const op = check_op();
    struct csv *csv = NULL;
    struct buf text = buf_start(op->arena, 64 << 20);
    (void)state;
    buf_add_c(&text, "a,b\n1,2\n3,");
    for (int i = 0; i < LIMIT_FIELD_BYTES + 1; i++)
        buf_add_char(&text, 'x');
    buf_add_c(&text, "\n5,6\n7,\"");
    for (int i = 0; i < LIMIT_FIELD_BYTES; i++)
        buf_add_c(&text, "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n");
    buf_add_c(&text, "9,10\n");
    for (int i = 0; i < 2 * LIMIT_ROW_BYTES; i++)
        buf_add_char(&text, i % 8 == 0 ? ',' : 'z');
    buf_add_c(&text, "\n11,12\n");
    check_ok(op, csv_open_text(op, "t.csv", buf_str(&text), &(struct csv_options){0}, &csv));
    int good = 0;
    int faults[CSV_ENCODING + 1] = {0};
    bool has_row = true;
    while (has_row) {
        struct csv_row row;
        check_ok(op, csv_next(op, csv, &row, &has_row));
        if (!has_row)
            break;
        faults[row.fault]++;
        good += row.fault == CSV_GOOD ? 1 : 0;
    }
    check_eq(good, 4); /* 1,2  5,6  9,10  11,12 */
    check_eq(faults[CSV_LONG_FIELD], 1);
    check_eq(faults[CSV_OPEN_QUOTE], 1);
    check_eq(faults[CSV_COUNT], LIMIT_FIELD_BYTES - 1); /* the lines after the open quote */
    check_eq(faults[CSV_MANY_COLUMNS], 1);
}

static void test_options(void **state)
{
    struct op *const op = check_op();
    struct csv *csv = NULL;
    (void)state;
    check_ok(op, csv_open_text(op, "t.csv", STR("made by X\nsecond\n1,5;2\n"),
                               &(struct csv_options){
                                   .separator = ';', .has_no_header = true, .skip_lines = 2},
                               &csv));
    check_str(csv_column(csv, 1), "2");
    check_eq(csv_column_count(csv), 2);
    check_eq(csv_find_column(csv, STR(" 2 ")), 1);
    check_str(show(op, csv), "1,5|2/");
}

static void test_separators(void **state)
{
    static const struct {
        const char *text;
        char want;
        int want_confidence;
    } cases[] = {
        CASE("a,b\n1,2\n3,4\n", ',', 100),   CASE("a;b;c\n1,0;2,0;3,0\n", ';', 100),
        CASE("a\tb\n1,2\t3\n", '\t', 100),   CASE("id|name\n1|x, y\n2|z\n", '|', 100),
        CASE("a,b\n1,2\n3\n4,5\n", ',', 75), CASE("\"a;b\",c\n\"1;2\",3\n", ',', 100),
        CASE("name\nx\n", ',', 0),           CASE("date;amount\n1/2/13;1.234,5\n", ';', 100),
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].text);
        const struct separator got = separator_detect(check_op(), str_of(cases[i].text), true);
        check_eq(got.sign, cases[i].want);
        check_eq(got.confidence, cases[i].want_confidence);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),       cmocka_unit_test(test_refused_files),
        cmocka_unit_test(test_places),     cmocka_unit_test(test_places_of_converted),
        cmocka_unit_test(test_limits),     cmocka_unit_test(test_options),
        cmocka_unit_test(test_separators),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
