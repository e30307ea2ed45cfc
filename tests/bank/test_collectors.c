/* Asobancaria 2001 and NACHA: lots and batches, control totals, returns, what is missing. */
#include "tests/bank/shown.h"

#define ZEROS_40 "0000000000000000000000000000000000000000"
#define TAIL_98                                                                                    \
    "                                                                                            " \
    "      "

/* 162 columns each */
#define COLLECTED_TAIL                                                                             \
    "92026071104000000400702127333202607120213A01"                                                 \
    "                                                                                            " \
    "               \n"
#define COLLECTED                                                                                  \
    "0190064911992026071104000000400702127333202607120213A01"                                      \
    "                                                                                            " \
    "               \n"
#define LOT(number)                                                                                \
    "057709998888487" number                                                                       \
    "                                                                                          "   \
    "                                                     \n"
#define PAID(reference, value)                                                                     \
    "06" ZEROS_40 reference value "0101" ZEROS_40 "00000    "                                      \
    "                                             \n"
#define LOT_END(count, value) "08" count value "0001" TAIL_98 "                               \n"

static void test_collection(void **state)
{
    (void)state;
    check_shown(STR(COLLECTED LOT("0001") PAID("01125909", "00000001800000")
                        PAID("00000012", "00000000000050") LOT_END(
                            "000000002", "000000000001800050") "09000000002000000000001800050\n"),
                "entry 2026-07-11 2026-07-11 C 18000.00 COP |1125909||| lot=1 "
                "service_code=7709998888487 origin=01 means=01\n"
                "entry 2026-07-11 2026-07-11 C 0.50 COP |12||| lot=1 service_code=7709998888487 "
                "origin=01 means=01\n"
                "statement ASOBANCARIA2001 00000400702127333 COP -..- +18000.50 -0 ? lot=1 "
                "service_code=7709998888487\n"
                "file ASOBANCARIA2001 2 +18000.50 -0 of 2 = bank=040 filed_on=2026-07-12\n");
}

static void test_collection_differs(void **state)
{
    (void)state;
    check_shown(STR(COLLECTED LOT("0001") PAID("01125909", "00000001800000")
                        LOT_END("000000002", "000000000001800000") "07\n"),
                "entry 2026-07-11 2026-07-11 C 18000.00 COP |1125909||| lot=1 "
                "service_code=7709998888487 origin=01 means=01\n"
                "fault 4:3 control\n"
                "fault 5:0 line-length\n"
                "fault 5:1 record\n"
                "fault 0:0 trailer\n"
                "statement ASOBANCARIA2001 00000400702127333 COP -..- +18000.00 -0 ? lot=1 "
                "service_code=7709998888487\n"
                "file ASOBANCARIA2001 1 +18000.00 -0 ! bank=040 filed_on=2026-07-12\n");
}

/* A control that cannot be read ends its lot all the same. */
static void test_collection_control(void **state)
{
    (void)state;
    check_shown(STR(COLLECTED LOT("0001") PAID("01125909", "00000001800000")
                        LOT_END("0000000x1", "000000000001800000")
                            PAID("00000012", "00000000000050") "09000000002000000000001800050\n"),
                "entry 2026-07-11 2026-07-11 C 18000.00 COP |1125909||| lot=1 "
                "service_code=7709998888487 origin=01 means=01\n"
                "fault 4:3 number\n"
                "fault 5:1 record\n"
                "statement ASOBANCARIA2001 00000400702127333 COP -..- +18000.00 -0 ? lot=1 "
                "service_code=7709998888487\n"
                "entry 2026-07-11 2026-07-11 C 0.50 COP |12||| origin=01 means=01\n"
                "fault 6:1 trailer\n"
                "statement ASOBANCARIA2001 00000400702127333 COP -..- +0.50 -0 ?\n"
                "file ASOBANCARIA2001 2 +18000.50 -0 of 2 = bank=040 filed_on=2026-07-12\n");
}

#define ACH_HEADER                                                                                 \
    "101 231380104 1210428822601010000A094101Federal Reserve Bank   My Bank Name                 " \
    "  \n"
#define ACH_BATCH(code)                                                                            \
    "5220Name on Account                     121042882 " code                                      \
    "REG.SALARY      2612310020121042880000001\n"
#define ACH_ENTRY(code, amount)                                                                    \
    "6" code "23138010412345678         " amount                                                   \
    "ID1            Receiver Name           1121042880000001\n"
#define ACH_RETURN                                                                                 \
    "799R01091400600000001      09100001                                            "              \
    "091000017611242\n"
/* one entry's bank, 23138010, or as many times that as there are entries */
#define ACH_BATCH_END(count, hash, debit, credit)                                                  \
    "8220" count hash debit credit "121042882                          121042880000001\n"
#define ACH_END(count, hash, debit, credit)                                                        \
    "9000001000001" count hash debit credit "                                       \n"
#define ACH_FILLER                                                                                 \
    "99999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999" \
    "99\n"

static void test_ach(void **state)
{
    (void)state;
    check_shown(STR(ACH_HEADER ACH_BATCH("PPD") ACH_ENTRY("27", "0000012354")
                        ACH_RETURN ACH_ENTRY("22", "0000000100")
                            ACH_BATCH_END("000003", "0046276020", "000000012354", "000000000100")
                                ACH_END("00000003", "0046276020", "000000012354", "000000000100")
                                    ACH_FILLER),
                "entry 2026-12-31 2027-01-02 D 123.54 USD |121042880000001|Receiver Name|| "
                "transaction_code=27 account=12345678 individual_id=ID1 sec_code=PPD addenda99=1 "
                "reason=R01\n"
                "entry 2026-12-31 2027-01-02 C 1.00 USD |121042880000001|Receiver Name|| "
                "transaction_code=22 account=12345678 individual_id=ID1 sec_code=PPD\n"
                "statement NACHA 121042882 USD -..- +1.00 -123.54 ? company=Name on Account "
                "description=REG.SALARY sec_code=PPD addenda99=1 reasons+R01\n"
                "file NACHA 2 +1.00 -123.54 of 3 = batches=1 addenda99=1\n");
}

static void test_ach_differs(void **state)
{
    (void)state;
    check_shown(STR(ACH_HEADER ACH_BATCH("PPD") ACH_ENTRY("27", "00000X2354")
                        ACH_ENTRY("25", "0000000100")
                            ACH_BATCH_END("000002", "0046276020", "000000000000", "000000000100")
                                ACH_END("00000002", "0046276020", "000000012354", "000000000100")),
                "fault 3:30 amount\n"
                "entry 2026-12-31 2027-01-02 D - USD |121042880000001|Receiver Name|| "
                "transaction_code=27 account=12345678 individual_id=ID1 sec_code=PPD\n"
                "fault 4:2 mark\n"
                "entry 2026-12-31 2027-01-02 ? - USD |121042880000001|Receiver Name|| "
                "transaction_code=25 account=12345678 individual_id=ID1 sec_code=PPD\n"
                "fault 5:5 control\n"
                "statement NACHA 121042882 USD -..- +0 -0 ? company=Name on Account "
                "description=REG.SALARY sec_code=PPD\n"
                "file NACHA 2 +0 -0 of 2 ! batches=1\n");
}

static void test_ach_pieces(void **state)
{
    (void)state;
    /* cut out of a file; an addenda of nobody */
    check_shown(STR(ACH_BATCH("COR") ACH_RETURN),
                "fault 2:1 record\n"
                "statement NACHA 121042882 USD -..- +0 -0 ? company=Name on Account "
                "description=REG.SALARY sec_code=COR addenda99=1 reasons+R01\n"
                "fault 0:0 header\n"
                "fault 0:0 trailer\n"
                "file NACHA 0 +0 -0 ? batches=1 addenda99=1\n");
}

/* Each of several files in one has its own control, and one that differs is not made up for. */
static void test_ach_files_in_one(void **state)
{
#define ACH_FILE(debit)                                                                            \
    ACH_HEADER ACH_BATCH("PPD") ACH_ENTRY("27", "0000012354")                                      \
        ACH_BATCH_END("000001", "0023138010", "000000012354", "000000000000")                      \
            ACH_END("00000001", "0023138010", debit, "000000000000")
    (void)state;
    const char *const good = shown(STR(ACH_FILE("000000012354") ACH_FILE("000000012354")));
    check_true(strstr(good, "fault 6:1 header\n") != NULL);
    check_true(strstr(good, "file NACHA 2 +0 -247.08 of 2 = batches=2\n") != NULL);
    const char *const bad = shown(STR(ACH_FILE("000000012353") ACH_FILE("000000012355")));
    check_true(strstr(bad, "file NACHA 2 +0 -247.08 of 2 ! batches=2\n") != NULL);
}

/* The same records without line ends are the same file. */
static void test_ach_without_lines(void **state)
{
    (void)state;
    const str lines =
        STR(ACH_HEADER ACH_BATCH("PPD") ACH_ENTRY("27", "0000012354")
                ACH_BATCH_END("000001", "0023138010", "000000012354", "000000000000")
                    ACH_END("00000001", "0023138010", "000000012354", "000000000000"));
    struct buf block = buf_start(check_op()->arena, 65536);
    for (size_t i = 0; i < lines.size; i++)
        if (lines.data[i] != '\n')
            buf_add_char(&block, lines.data[i]);
    check_text(shown(buf_str(&block)), shown(lines));
    check_true(strstr(shown(lines), "file NACHA 1 +0 -123.54 of 1 =") != NULL);
}

/* A lot without its control, a control without its lot, a number that blanks fill, no line ends. */
static void test_collection_lots(void **state)
{
    (void)state;
    const str lines =
        STR("01 90064911" COLLECTED_TAIL LOT("0001") PAID("00000001", "00000000000100") LOT("0002")
                PAID("00000002", "00000000000200") LOT_END("000000001", "000000000000000200")
                    LOT_END("000000001", "000000000000000200") "09000000002000000000000000300");
    const char *const want =
        "entry 2026-07-11 2026-07-11 C 1.00 COP |1||| lot=1 service_code=7709998888487 origin=01 "
        "means=01\n"
        "fault 4:1 trailer\n"
        "statement ASOBANCARIA2001 00000400702127333 COP -..- +1.00 -0 ? lot=1 "
        "service_code=7709998888487\n"
        "entry 2026-07-11 2026-07-11 C 2.00 COP |2||| lot=2 service_code=7709998888487 origin=01 "
        "means=01\n"
        "fault 7:1 record\n"
        "statement ASOBANCARIA2001 00000400702127333 COP -..- +2.00 -0 ? lot=2 "
        "service_code=7709998888487\n"
        "file ASOBANCARIA2001 2 +3.00 -0 of 2 = bank=040 filed_on=2026-07-12\n";
    struct buf block = buf_start(check_op()->arena, 65536);
    for (size_t i = 0; i < lines.size; i++)
        if (lines.data[i] != '\n')
            buf_add_char(&block, lines.data[i]);
    check_text(shown(lines), want);
    check_text(shown(buf_str(&block)), want);
}

/* Files put behind each other: the first's day is not the second's, and their controls are not of
 * all.  Twelve headers once filled the room of what is said of a file. */
static void test_collections_in_one(void **state)
{
    (void)state;
    const str one = STR(COLLECTED LOT("0001") PAID("00000001", "00000000000100") LOT_END(
        "000000001", "000000000000000100") "09000000001000000000000000100\n");
    struct buf many = buf_start(check_op()->arena, 65536);
    for (int i = 0; i < 14; i++)
        buf_add(&many, one);
    const char *const got = shown(buf_str(&many));
    check_true(strstr(got, "fault 6:1 header\n") != NULL);
    check_true(strstr(got, "file ASOBANCARIA2001 14 +14.00 -0 of 14 ! bank=040") != NULL);
}

#define ACH_FIELDS(code, id, name)                                                                 \
    "6" code "23138010412345678         0000000100" id name "  1121042880000001\n"

/* Where the receiver stands hangs on the class; 55 takes a loan's credit back. */
static void test_ach_parties(void **state)
{
    (void)state;
    check_shown(
        STR(ACH_HEADER ACH_BATCH("CTX") ACH_FIELDS("22", "ID1            ",
                                                   "0002Receiver Name     ")
                ACH_BATCH_END("000001", "0023138010", "000000000000", "000000000100")
                    ACH_BATCH("CIE") ACH_FIELDS("55", "Receiver Name  ", "ID1                   ")
                        ACH_BATCH_END("000001", "0023138010", "000000000100", "000000000000")
                            ACH_END("00000002", "0046276021", "000000000100", "000000000100")),
        "entry 2026-12-31 2027-01-02 C 1.00 USD |121042880000001|Receiver Name|| "
        "transaction_code=22 account=12345678 individual_id=ID1 sec_code=CTX\n"
        "statement NACHA 121042882 USD -..- +1.00 -0 ? company=Name on Account "
        "description=REG.SALARY sec_code=CTX\n"
        "entry 2026-12-31 2027-01-02 D 1.00 USD |121042880000001|Receiver Name|| "
        "transaction_code=55 account=12345678 individual_id=ID1 sec_code=CIE\n"
        "statement NACHA 121042882 USD -..- +0 -1.00 ? company=Name on Account "
        "description=REG.SALARY sec_code=CIE\n"
        "fault 8:22 control\n" /* the hash */
        "fault 8:2 control\n"  /* one batch, it says */
        "file NACHA 2 +1.00 -1.00 of 2 = batches=2\n");
}

/* Ten records make a block, the last one counts whole; zeros and blanks say nothing. */
static void test_ach_blocks(void **state)
{
    static const struct {
        const char *blocks;
        int entries; /* records are four more */
        bool agrees;
    } cases[] = {
        {"000001", 1, true },
        {"000001", 6, true },
        {"000001", 7, false},
        {"000002", 7, true },
        {"000002", 6, false},
        {"000000", 7, true },
        {"      ", 7, true },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct buf out = buf_start(check_op()->arena, 4096);
        buf_add_c(&out, ACH_HEADER ACH_BATCH("PPD"));
        for (int k = 0; k < cases[i].entries; k++)
            buf_add_c(&out, ACH_ENTRY("22", "0000000100"));
        buf_printf(&out, "8220%06d%010d%012d%012d121042882%26s121042880000001\n", cases[i].entries,
                   cases[i].entries * 23138010, 0, cases[i].entries * 100, "");
        buf_printf(&out, "9000001%s%08d%010d%012d%012d%39s\n" ACH_FILLER, cases[i].blocks,
                   cases[i].entries, cases[i].entries * 23138010, 0, cases[i].entries * 100, "");
        const char *const got = shown(buf_str(&out));
        check_case(arena_printf(check_op()->arena, "%s %d", cases[i].blocks, cases[i].entries));
        check_true((strstr(got, "fault") != NULL) != cases[i].agrees);
        check_true(cases[i].agrees || strstr(got, ":8 control\n") != NULL);
        check_true(strstr(got, " = batches=1") != NULL);
    }
}

/* A text that is longer than what is kept of it is told. */
static void test_ach_long_text(void **state)
{
    (void)state;
    struct buf out = buf_start(check_op()->arena, 65536);
    buf_add_c(&out, ACH_HEADER ACH_BATCH("CTX") ACH_ENTRY("22", "0000000100"));
    for (int i = 1; i <= 200; i++)
        buf_printf(&out, "705%080d%04d%07d\n", i, i, 1);
    check_true(strstr(shown(buf_str(&out)), "fault 3:0 text-length\n") != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_collection),         cmocka_unit_test(test_collection_differs),
        cmocka_unit_test(test_collection_control), cmocka_unit_test(test_ach),
        cmocka_unit_test(test_ach_differs),        cmocka_unit_test(test_collection_lots),
        cmocka_unit_test(test_collections_in_one), cmocka_unit_test(test_ach_parties),
        cmocka_unit_test(test_ach_pieces),         cmocka_unit_test(test_ach_without_lines),
        cmocka_unit_test(test_ach_files_in_one),   cmocka_unit_test(test_ach_blocks),
        cmocka_unit_test(test_ach_long_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
