/* CNAB 240 and 400: lines are put together from their fields, so that the columns can be read. */
#include "tests/bank/shown.h"

#define LINE_MAX_BYTES 512

/* A line of blanks with fields put at their columns. */
struct field {
    int column;
    const char *text;
};

static str line_of(size_t width, const struct field *fields, size_t count)
{
    struct op *const op = check_op();
    char *const line = arena_alloc(op->arena, LINE_MAX_BYTES);
    memset(line, ' ', width);
    for (size_t i = 0; i < count; i++)
        memcpy(line + fields[i].column - 1, fields[i].text, strlen(fields[i].text));
    line[width] = '\n';
    return (str){line, width + 1};
}

#define LINE(width, ...)                                                                           \
    line_of((width), (const struct field[]){__VA_ARGS__},                                          \
            sizeof((const struct field[]){__VA_ARGS__}) / sizeof(struct field))

static str join(const str *lines, size_t count)
{
    struct buf out = buf_start(check_op()->arena, 65536);
    for (size_t i = 0; i < count; i++)
        buf_add(&out, lines[i]);
    return buf_str(&out);
}

#define JOIN(...) join((const str[]){__VA_ARGS__}, sizeof((const str[]){__VA_ARGS__}) / sizeof(str))

#define HEADER_400(bank)                                                                           \
    LINE(400, {1, "02RETORNO01COBRANCA"}, {27, "COMPANY"}, {77, bank}, {395, "000001"})
#define TRAILER_400(number) LINE(400, {1, "9"}, {395, number})

static void test_common_400(void **state)
{
    (void)state;
    check_shown(JOIN(HEADER_400("237"),
                     LINE(400, {1, "1"}, {63, "00000000000000000097"}, {109, "06"}, {111, "110426"},
                          {117, "DOC7"}, {147, "120426"}, {153, "0000000010000"},
                          {254, "0000000010050"}, {296, "130426"}, {395, "000002"}),
                     LINE(400, {1, "1"}, {109, "02"}, {111, "310226"}, {254, "000000000005X"},
                          {395, "000003"}),
                     TRAILER_400("000004")),
                "entry 2026-04-13 2026-04-11 C 100.50 BRL |DOC7||| occurrence=06 payment=1 "
                "due_on=2026-04-12 our_number=00000000000000000097 title=100.00\n"
                "fault 3:254 amount\n"
                "fault 3:111 date\n"
                "entry - 2026-02-31 C - BRL |||| occurrence=02 title=0.00\n"
                "statement CNAB400 COMPANY BRL -..- +100.50 -0 ? bank=237\n"
                "file CNAB400 2 +100.50 -0 of 4 = bank=237 records=4\n");
}

static void test_own_layouts(void **state)
{
    (void)state;
    /* Inter, with columns of its own; BRB, with days of eight digits */
    check_shown(
        JOIN(HEADER_400("077"),
             LINE(400, {1, "1"}, {71, "00000000005"}, {90, "06"}, {92, "061226"}, {119, "071226"},
                  {125, "0000000001000"}, {160, "0000000000999"}, {173, "081226"}, {395, "000002"}),
             TRAILER_400("000003")),
        "entry 2026-12-08 2026-12-06 C 9.99 BRL |00000000005||| occurrence=06 payment=1 "
        "due_on=2026-12-07 our_number=00000000005 title=10.00\n"
        "statement CNAB400 COMPANY BRL -..- +9.99 -0 ? bank=077\n"
        "file CNAB400 1 +9.99 -0 of 3 = bank=077 records=3\n");
    check_shown(JOIN(HEADER_400("070"),
                     LINE(400, {1, "1"}, {71, "107851907015"}, {109, "05"}, {111, "26072012"},
                          {149, "27072012"}, {157, "0000000026492"}, {258, "0000000026000"},
                          {300, "28072012"}, {395, "000002"}),
                     TRAILER_400("000030")),
                "entry 2012-07-28 2012-07-26 C 260.00 BRL |107851907015||| occurrence=05 "
                "due_on=2012-07-27 our_number=107851907015 title=264.92\n"
                "fault 3:395 sequence\n"
                "statement CNAB400 COMPANY BRL -..- +260.00 -0 ? bank=070\n"
                "file CNAB400 1 +260.00 -0 of 30 ! bank=070 records=3\n");
}

static void test_refused_400(void **state)
{
    (void)state;
    check_refused(JOIN(HEADER_400("999"), TRAILER_400("000002")), "code of no bank");
    check_refused(JOIN(LINE(400, {1, "01234567801COBRANCA"}, {77, "237"}), TRAILER_400("000002")),
                  "not a file of a bank");
    check_shown(JOIN(HEADER_400("888"), LINE(390, {1, "X"})),
                "fault 1:77 unknown-bank\n"
                "fault 2:0 line-length\n"
                "fault 2:395 sequence\n"
                "fault 2:1 record\n"
                "fault 0:0 trailer\n"
                "statement CNAB400 COMPANY BRL -..- +0 -0 ? bank=888\n"
                "file CNAB400 0 +0 -0 ? bank=888 records=2\n");
    check_shown(JOIN(LINE(400, {1, "01REMESSA"}, {77, "237"}, {395, "000001"}),
                     LINE(400, {1, "1"}, {254, "0000000000999"}, {395, "000002"}),
                     TRAILER_400("000003")),
                "fault 1:1 order\n"
                "statement CNAB400-REMESSA - BRL -..- +0 -0 ? bank=237\n"
                "file CNAB400-REMESSA 0 +0 -0 of 3 = bank=237 records=3\n");
}

#define HEADER_240(bank) LINE(240, {1, bank "00000"}, {53, "00123"}, {59, "45678"}, {143, "2"})
#define LOT_240(bank)    LINE(240, {1, bank "00011T01"})
#define T_240(code, title)                                                                         \
    LINE(240, {1, "10400013"}, {14, "T"}, {16, code}, {38, "24000000011"}, {74, "02012026"},       \
         {82, title}, {149, "Jos\xC3\xA9 Lu\xC3\xADs"})
#define U_240(code, paid)                                                                          \
    LINE(240, {1, "10400013"}, {14, "U"}, {16, code}, {78, paid}, {93, paid}, {138, "03012026"},   \
         {146, "04012026"})
#define END_LOT(count)  LINE(240, {1, "10400015"}, {18, count})
#define END_FILE(count) LINE(240, {1, "10499999"}, {18, "000001"}, {24, count})

static void test_240(void **state)
{
    (void)state;
    check_shown(JOIN(HEADER_240("104"), LOT_240("104"), T_240("06", "000000000008000"),
                     U_240("06", "000000000007000"), END_LOT("000004"), END_FILE("000006")),
                "fault 3:0 line-length\n" /* two letters of two bytes: 238 characters */
                "entry 2026-01-04 2026-01-03 C 70.00 BRL |24000000011|José Luís|| occurrence=06 "
                "payment=1 due_on=2026-01-02 our_number=24000000011 title=80.00 credited=70.00\n"
                "statement CNAB240 00123/45678 BRL -..- +70.00 -0 ? bank=104 lot=0001 service=01\n"
                "file CNAB240 1 +70.00 -0 of 6 = bank=104 records=6\n");
}

static void test_extract(void **state)
{
    (void)state;
    check_shown(
        JOIN(HEADER_240("341"),
             LINE(240, {1, "34100011E0440"}, {143, "01012026000000000000010000C"}),
             LINE(240, {1, "34100013"}, {14, "E"}, {135, "03012026"},
                  {143, "02012026000000000000002550D10100"}, {173, "0042TARIFA"}, {202, "DOC1"}),
             LINE(240, {1, "34100013"}, {14, "E"}, {143, "02012026000000000000000050C"}),
             LINE(240, {1, "34100015"},
                  {143, "02012026000000000000007500CF000004000000000000002550000000000000000050"}),
             LINE(240, {1, "34199999"}, {18, "000001000006"})),
        "entry 2026-01-03 2026-01-02 D 25.50 BRL |DOC1||TARIFA| category=101 history=0042\n"
        "entry - 2026-01-02 C 0.50 BRL ||||\n"
        "statement CNAB240 00123/45678 BRL 100.00..75.00 +0.50 -25.50 = bank=341 lot=0001 "
        "service=04\n"
        "file CNAB240 2 +0.50 -25.50 of 6 = bank=341 records=6\n");
}

#define ORDERS_240(operation) LINE(240, {1, "34100011" operation "2001"}, {53, "00999"}, {59, "7"})
#define A_240(occurrence, paid)                                                                    \
    LINE(240, {1, "34100013"}, {14, "A"}, {44, "ANA"}, {74, "DOC7"}, {94, "03012026"},             \
         {120, "000000000001050"}, {135, "N1"}, {155, "04012026"}, {163, paid}, {231, occurrence})
#define ORDERED_SHOWN(mark, amount, extras, sums)                                                  \
    "entry 2026-01-04 2026-01-04 " mark " " amount " BRL |DOC7|ANA|| " extras                      \
    "due_on=2026-01-03 our_number=N1 title=10.50 segment=A\n" sums

/* What became of orders: done, done without repeating the amount, refused. */
static void test_orders(void **state)
{
    (void)state;
    check_shown(
        JOIN(HEADER_240("341"), ORDERS_240("C"), A_240("00", "000000000001050"),
             LINE(240, {1, "34100013"}, {14, "B"}), A_240("00", "000000000000000"),
             A_240("AM", "000000000000000"),
             LINE(240, {1, "34100015"}, {18, "000006000000000000003150"}), END_FILE("000008")),
        ORDERED_SHOWN("D", "10.50", "occurrence=00 payment=1 ", "")
            ORDERED_SHOWN("D", "10.50", "occurrence=00 payment=1 ", "") ORDERED_SHOWN(
                "D", "0.00", "occurrence=AM ",
                "") "statement CNAB240 00999/7 BRL -..- +0 -21.00 ? bank=341 lot=0001 service=20\n"
                    "file CNAB240 3 +0 -21.00 of 8 = bank=341 records=8\n");
    /* a direct debit collects; a sum that is another is told */
    check_shown(
        JOIN(HEADER_240("341"), ORDERS_240("D"), A_240("00", "000000000001049"),
             LINE(240, {1, "34100015"}, {18, "000003000000000000001048"}), END_FILE("000005")),
        ORDERED_SHOWN(
            "C", "10.49", "occurrence=00 payment=1 ",
            "") "fault 4:24 control\n"
                "statement CNAB240 00999/7 BRL -..- +10.49 -0 ? bank=341 lot=0001 service=20\n"
                "file CNAB240 1 +10.49 -0 of 5 ! bank=341 records=5\n");
    /* whether it pays or collects is unknown */
    check_shown(
        JOIN(HEADER_240("341"), ORDERS_240("X"), A_240("00", "000000000001049")),
        "fault 3:14 mark\n" ORDERED_SHOWN(
            "?", "-", "occurrence=00 payment=1 ",
            "") "fault 0:0 trailer\n"
                "statement CNAB240 00123/45678 BRL -..- +0 -0 ? bank=341 lot=0001 service=20\n"
                "file CNAB240 1 +0 -0 ? bank=341 records=3\n");
}

static void test_bills(void **state)
{
    (void)state;
    check_shown(
        JOIN(HEADER_240("341"), ORDERS_240("C"),
             LINE(240, {1, "34100013"}, {14, "J"}, {18, "34191"}, {62, "LUZ SA"}, {92, "02012026"},
                  {145, "03012026000000000000200"}, {183, "D1"}, {203, "N1"}, {231, "00"}),
             LINE(240, {1, "34100013"}, {14, "J"}, {18, "521"}),
             LINE(240, {1, "34100013"}, {14, "J"}, {18, "52990"}, {62, "TV SA"}, {92, "02012026"},
                  {145, "03012026000000000000050"}, {183, "D4"}, {203, "N4"}, {231, "00"}),
             LINE(240, {1, "34100013"}, {14, "O"}, {62, "AGUA SA"}, {92, "0201202603012026"},
                  {108, "000000000000300"}, {123, "D2"}, {143, "N2"}, {231, "00"}),
             LINE(240, {1, "34100013"}, {14, "N"}, {18, "D3"}, {38, "N3"}, {58, "ANA"},
                  {88, "03012026000000000000400"}, {231, "BD"}),
             LINE(240, {1, "34100015"}, {18, "000007000000000000000950"}), END_FILE("000009")),
        "entry 2026-01-03 2026-01-03 D 2.00 BRL |D1|LUZ SA|| occurrence=00 payment=1 "
        "due_on=2026-01-02 our_number=N1 title=2.00 segment=J\n"
        "entry 2026-01-03 2026-01-03 D 0.50 BRL |D4|TV SA|| occurrence=00 payment=1 "
        "due_on=2026-01-02 our_number=N4 title=0.50 segment=J\n"
        "entry 2026-01-03 2026-01-03 D 3.00 BRL |D2|AGUA SA|| occurrence=00 payment=1 "
        "due_on=2026-01-02 our_number=N2 title=3.00 segment=O\n"
        "entry 2026-01-03 2026-01-03 D 0.00 BRL |D3|ANA|| occurrence=BD our_number=N3 title=4.00 "
        "segment=N\n"
        "statement CNAB240 00999/7 BRL -..- +0 -5.50 ? bank=341 lot=0001 service=20\n"
        "file CNAB240 4 +0 -5.50 of 9 = bank=341 records=9\n");
}

/* Two lots, no line ends, a Ctrl-Z. */
static void test_endless(void **state)
{
    (void)state;
    const str lines[] = {HEADER_240("104"),
                         LOT_240("104"),
                         LINE(240, {1, "10400013"}, {14, "T"}, {16, "06"}, {38, "1"}),
                         U_240("06", "000000000007000"),
                         END_LOT("000004"),
                         LOT_240("104"),
                         LINE(240, {1, "10400013"}, {14, "T"}, {16, "06"}, {38, "2"}),
                         U_240("06", "000000000000001"),
                         END_LOT("000004"),
                         LINE(240, {1, "10499999"}, {18, "000002000010"})};
    struct buf out = buf_start(check_op()->arena, 4096);
    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        buf_add(&out, (str){lines[i].data, 240});
    buf_add_char(&out, '\x1A');
    check_shown(buf_str(&out),
                "entry 2026-01-04 2026-01-03 C 70.00 BRL |1||| occurrence=06 payment=1 "
                "our_number=1 title=0.00 credited=70.00\n"
                "statement CNAB240 00123/45678 BRL -..- +70.00 -0 ? bank=104 lot=0001 service=01\n"
                "entry 2026-01-04 2026-01-03 C 0.01 BRL |2||| occurrence=06 payment=1 "
                "our_number=2 title=0.00 credited=0.01\n"
                "statement CNAB240 00123/45678 BRL -..- +0.01 -0 ? bank=104 lot=0001 service=01\n"
                "file CNAB240 2 +70.01 -0 of 10 = bank=104 records=10\n");
}

/* The same code is a payment at one bank and a change of a title at another. */
static void test_occurrences(void **state)
{
    static const struct {
        const char *bank, *code;
        bool is_payment;
    } cases[] = {
        {"001", "05", true },
        {"001", "16", false},
        {"001", "46", false},
        {"033", "15", false},
        {"033", "17", true },
        {"041", "16", false},
        {"104", "06", false},
        {"104", "21", true },
        {"104", "22", true },
        {"237", "16", false},
        {"237", "17", true },
        {"399", "17", false},
        {"399", "31", true },
        {"422", "06", true },
        {"748", "17", true },
        {"756", "05", true },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(arena_printf(check_op()->arena, "%s %s", cases[i].bank, cases[i].code));
        const char *const got = shown(
            JOIN(HEADER_400(cases[i].bank),
                 LINE(400, {1, "1"}, {109, cases[i].code}, {254, "0000000000100"}, {395, "000002"}),
                 TRAILER_400("000003")));
        check_true((strstr(got, " payment=1") != NULL) == cases[i].is_payment);
    }
}

/* The day of credit lies elsewhere, and Sicredi writes its year first. */
static void test_credited(void **state)
{
    (void)state;
    check_shown(JOIN(HEADER_400("748"),
                     LINE(400, {1, "1"}, {109, "06"}, {254, "0000000000100"}, {329, "20260402"},
                          {395, "000002"}),
                     TRAILER_400("000003"), STR("\x1A")),
                "entry 2026-04-02 - C 1.00 BRL |||| occurrence=06 payment=1 title=0.00\n"
                "statement CNAB400 COMPANY BRL -..- +1.00 -0 ? bank=748\n"
                "file CNAB400 1 +1.00 -0 of 3 = bank=748 records=3\n");
    check_shown(JOIN(HEADER_400("104"),
                     LINE(400, {1, "1"}, {109, "21"}, {254, "0000000000100"}, {294, "020426"},
                          {395, "000002"}),
                     TRAILER_400("000003")),
                "entry 2026-04-02 - C 1.00 BRL |||| occurrence=21 payment=1 title=0.00\n"
                "statement CNAB400 COMPANY BRL -..- +1.00 -0 ? bank=104\n"
                "file CNAB400 1 +1.00 -0 of 3 = bank=104 records=3\n");
}

static void test_pairs(void **state)
{
    (void)state;
    check_shown(JOIN(HEADER_240("001"), LOT_240("001"), U_240("06", "000000000007000"),
                     LINE(240, {1, "00100013"}, {14, "T"}, {16, "02"}),
                     LINE(240, {1, "00100013"}, {14, "E"}), END_LOT("000009")),
                "fault 3:14 segment\n"
                "fault 5:14 segment\n"
                "fault 4:14 segment\n"
                "fault 6:18 control\n"
                "fault 0:0 trailer\n"
                "statement CNAB240 00123/45678 BRL -..- +0 -0 ? bank=001 lot=0001 service=01\n"
                "file CNAB240 0 +0 -0 ! bank=001 records=6\n");
    /* what a T has kept ends with the entry of an order: a U behind it has no payer */
    check_shown(JOIN(HEADER_240("341"), ORDERS_240("C"),
                     LINE(240, {1, "34100013"}, {14, "T"}, {16, "06"}, {149, "LUIS"}),
                     A_240("00", "000000000001050"), U_240("06", "000000000007000")),
                "fault 3:14 segment\n" ORDERED_SHOWN(
                    "D", "10.50", "occurrence=00 payment=1 ",
                    "") "fault 5:14 segment\n"
                        "fault 0:0 trailer\n"
                        "statement CNAB240 00999/7 BRL -..- +0 -10.50 ? bank=341 lot=0001 "
                        "service=20\n"
                        "file CNAB240 1 +0 -10.50 ? bank=341 records=5\n");
}

#define END_TITLES(stated) LINE(240, {1, "34100015"}, {18, "000006"}, {24, stated})
#define VALUE_UNPAID       "000000000005000"

/* A lot of a title of 80.00 that was paid with 70.00 and of one of 50.00 that was not. */
static const char *titles_shown(const char *stated)
{
    return shown(JOIN(HEADER_240("341"), LOT_240("341"), T_240("06", "000000000008000"),
                      U_240("06", "000000000007000"), T_240("02", VALUE_UNPAID), U_240("02", ""),
                      END_TITLES(stated), END_FILE("000008")));
}

/* The trailer of a lot of collection: classes side by side, of all titles or of those paid; zeros
 * and blanks say nothing. */
static void test_titles_of_lot(void **state)
{
    static const struct {
        const char *stated;
        bool agrees;
    } cases[] = {
        {"",                                               true },
        {"00000000000000000000000",                        true },
        {"00000200000000000013000",                        true },
        {"00000200000000000000000",                        true },
        {"00000200000000000007000",                        true },
        {"00000100000000000008000",                        true },
        {"00000100000000000007000",                        true },
        {"00000100000000000005000",                        true },
        {"0000010000000000000800000000100000000000005000", true },
        {"0000010000000000000800000000100000000000005001", false},
        {"00000200000000000013001",                        false},
        {"00000300000000000013000",                        false},
        {"00000100000000000013000",                        false},
        {"00000000000000000013001",                        false},
        {"       00000000000000 X",                        true },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *const got = titles_shown(cases[i].stated);
        check_case(cases[i].stated);
        check_true((strstr(got, "fault 7:24 control\n") != NULL) != cases[i].agrees);
        check_true(strstr(got, cases[i].agrees ? " of 8 = " : " of 8 ! ") != NULL);
        check_true(strstr(got, "file CNAB240 2 +70.00 -0") != NULL);
    }
}

/* What Itaú and Bradesco sum in the last record; what others have there is of their portfolio. */
static void test_titles_of_file(void **state)
{
    static const struct {
        const char *bank;
        int column;
        const char *stated;
        bool agrees;
    } cases[] = {
        {"341", 213, "0000000200000000013000",        true },
        {"341", 213, "0000000200000000007000",        true },
        {"341", 213, "0000000300000000013000",        false},
        {"341", 213, "0000000200000000013001",        false},
        {"341", 18,  "0000009900000000099999",        true },
        {"237", 58,  "00001000000005000000000007000", true },
        {"237", 58,  "00001000000005000000000008000", true },
        {"237", 58,  "00001000000005000000000005000", false},
        {"237", 58,  "00002000000005000",             false},
        {"237", 87,  "00001000000008000",             true },
        {"237", 87,  "00002000000008000",             false},
        {"237", 18,  "0000009900000000099999",        true },
        {"004", 18,  "00000000000217438474",          true },
        {"004", 213, "0000009900000000099999",        true },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *const got =
            shown(JOIN(HEADER_400(cases[i].bank),
                       LINE(400, {1, "1"}, {109, "06"}, {153, "0000000008000"},
                            {254, "0000000007000"}, {395, "000002"}),
                       LINE(400, {1, "1"}, {109, "02"}, {153, "0000000005000"}, {395, "000003"}),
                       LINE(400, {1, "9"}, {cases[i].column, cases[i].stated}, {395, "000004"})));
        check_case(arena_printf(check_op()->arena, "%s %d %s", cases[i].bank, cases[i].column,
                                cases[i].stated));
        check_true((strstr(got, "fault 4:") != NULL) != cases[i].agrees);
        check_true(strstr(got, cases[i].agrees ? " of 4 = " : " of 4 ! ") != NULL);
    }
}

/* A lot without its trailer, sums of an account statement that say nothing, a payment without an
 * amount. */
static void test_lots_not_whole(void **state)
{
    (void)state;
    check_true(strstr(shown(JOIN(HEADER_240("104"), LOT_240("104"), T_240("06", "000000000008000"),
                                 U_240("06", "000000000007000"), LOT_240("104"), END_LOT("000002"),
                                 LINE(240, {1, "10499999"}, {18, "000002"}, {24, "000007"}))),
                      "fault 5:8 trailer\n") != NULL);
    check_true(strstr(shown(JOIN(HEADER_240("104"), LOT_240("104"), END_FILE("000003"))),
                      "fault 3:8 trailer\n") != NULL);
    check_true(
        strstr(shown(JOIN(
                   HEADER_240("341"),
                   LINE(240, {1, "34100011E0440"}, {143, "01012026000000000000010000C"}),
                   LINE(240, {1, "34100013"}, {14, "E"}, {143, "02012026000000000000002550D10100"}),
                   LINE(240, {1, "34100015"}, {143, "02012026000000000000007450CF000003"}),
                   LINE(240, {1, "34199999"}, {18, "000001000005"}))),
               "100.00..74.50 +0 -25.50 = bank=341 lot=0001 service=04\n"
               "file CNAB240 1 +0 -25.50 of 5 = ") != NULL);
    check_true(strstr(shown(JOIN(HEADER_240("104"), LOT_240("104"), T_240("06", "000000000008000"),
                                 U_240("06", ""), T_240("02", "000000000008000"), U_240("02", ""))),
                      "fault 4:78 amount\n") != NULL);
    check_true(
        strstr(
            shown(JOIN(HEADER_400("237"), LINE(400, {1, "1"}, {109, "06"}, {395, "000002"}),
                       LINE(400, {1, "1"}, {109, "02"}, {395, "000003"}), TRAILER_400("000004"))),
            "fault 2:254 amount\n"
            "entry - - C - BRL |||| occurrence=06 payment=1 title=0.00\n"
            "entry - - C 0.00 BRL |||| occurrence=02 title=0.00\n") != NULL);
}

/* A name with letters of two bytes moves the bytes of the header, not its columns. */
static void test_letters_in_header(void **state)
{
    (void)state;
    struct op *const op = check_op();
    const str plain =
        JOIN(HEADER_240("104"), LOT_240("104"),
             LINE(240, {1, "10400013"}, {14, "T"}, {16, "06"}, {82, "000000000008000"}),
             U_240("06", "000000000007000"), END_LOT("000004"), END_FILE("000006"));
    struct buf latin1 = buf_start(op->arena, 4096);
    buf_add(&latin1, plain);
    memcpy(latin1.data + 72,
           "JOS\xC9 P\xC3"
           "ES",
           8);
    check_true(strstr(shown(buf_str(&latin1)), "file CNAB240 1 +70.00 -0 of 6 =") != NULL);
    struct buf endless = buf_start(op->arena, 4096);
    const str lines = buf_str(&latin1);
    for (size_t i = 0; i < lines.size; i++)
        if (lines.data[i] != '\n')
            buf_add_char(&endless, lines.data[i]);
    check_true(strstr(shown(buf_str(&endless)), "file CNAB240 1 +70.00 -0 of 6 =") != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_common_400),     cmocka_unit_test(test_own_layouts),
        cmocka_unit_test(test_refused_400),    cmocka_unit_test(test_240),
        cmocka_unit_test(test_extract),        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_orders),         cmocka_unit_test(test_bills),
        cmocka_unit_test(test_endless),        cmocka_unit_test(test_occurrences),
        cmocka_unit_test(test_credited),       cmocka_unit_test(test_titles_of_lot),
        cmocka_unit_test(test_titles_of_file), cmocka_unit_test(test_letters_in_header),
        cmocka_unit_test(test_lots_not_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
