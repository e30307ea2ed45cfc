/* The tools as a script sees them: each line has its answer, in order, whatever it holds. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/run.h"
#include "tests/check.h"
#include "tests/support/files.h"

/* Runs a command with a text piped in; what it printed and its exit code. */
static int run_tool(const char *words, str piped, char **ret_printed, char **ret_said)
{
    struct op *const op = check_op();
    char *argv[16] = {(char[]){"acuerdo"}};
    char *environment[] = {NULL};
    int argc = 1;
    size_t printed_size = 0;
    size_t said_size = 0;
    str rest = str_of(words);
    while (rest.size > 0)
        argv[argc++] = str_cstr(op->arena, str_split(&rest, ' '));
    argv[argc++] = (char[]){"--lang=en"};
    FILE *const in = tmpfile();
    assert_non_null(in);
    check_eq(fwrite(piped.data, 1, piped.size, in), piped.size);
    rewind(in);
    struct cli cli = {.in = in,
                      .out = open_memstream(ret_printed, &printed_size),
                      .err = open_memstream(ret_said, &said_size),
                      .environment = environment};
    op_init(&cli.op, arena_create(), NULL, op_clock_system);
    const int code = cli_run(&cli, argc, argv);
    (void)fclose(in);
    (void)fclose(cli.out);
    (void)fclose(cli.err);
    arena_destroy(cli.op.arena);
    return code;
}

static void check_tool(const char *words, str piped, int code, const char *printed,
                       const char *said)
{
    char *got = NULL;
    char *error = NULL;
    check_case(words);
    check_eq(run_tool(words, piped, &got, &error), code);
    check_text(got, printed);
    if (!strstr(error, said) || (!*said && *error))
        fail_msg("said \"%s\", not \"%s\"", error, said);
    free(got);
    free(error);
}

static void test_business_days(void **state)
{
    (void)state;
    check_tool("tool business-day",
               STR("MX\tadd\t2026-11-13\t1\n"
                   "MX\tadd\t2026-11-17\t-1\n"
                   "MX\troll_fwd\t2026-11-16\t0\r\n"
                   "MX\troll_back\t2026-11-16\n"
                   "MX\tdiff\t2026-11-13\t2026-11-17\n"
                   "MX\tdiff\t2026-11-17\t2026-11-13\n"
                   "MX\tis\t2026-11-16\n"
                   "BR-SP\tis\t2026-07-09\n"
                   "BR\tis\t2026-07-09"),
               0, "2026-11-17\n2026-11-13\n2026-11-17\n2026-11-13\n1\n-1\n0\n0\n1\n", "");
    check_tool("tool business-day", STR(""), 0, "", "");
}

static void test_holidays(void **state)
{
    char *got = NULL;
    char *said = NULL;
    (void)state;
    check_eq(run_tool("tool holidays --country CO --year 2019", STR(""), &got, &said), 0);
    check_true(str_starts(str_of(got), STR("2019-01-01\tNew Year's Day\t01-01 (Ley 51 de 1983")));
    check_true(strstr(got, "\n2019-01-07\tEpiphany\t01-06, moved (") != NULL);
    check_true(strstr(got, "\n2019-07-01\tSacred Heart; Saints Peter and Paul\teaster+71 (") !=
               NULL); /* one line a day */
    free(got);
    free(said);
    check_eq(run_tool("tool holidays --country UY --year 2026", STR(""), &got, &said), 0);
    check_true(strstr(got, "2026-06-19") == NULL);
    free(got);
    free(said);
    check_eq(run_tool("tool holidays --country UY --year 2026 --all", STR(""), &got, &said), 0);
    check_true(strstr(got, "2026-06-19\tBirthday of Artigas\t06-19 (Decreto-Ley 14.977: work goes "
                           "on, banks are closed)\tbank\n") != NULL);
    free(got);
    free(said);
    check_eq(
        run_tool("tool holidays --country BR --year 2026 --region BR-SP", STR(""), &got, &said), 0);
    check_true(strstr(got, "2026-07-09\tConstitutionalist Revolution\t") != NULL);
    free(got);
    free(said);
    check_eq(run_tool("tool holidays --country br --year 2026 --region sp", STR(""), &got, &said),
             0);
    check_true(strstr(got, "2026-07-09\tConstitutionalist Revolution\t") != NULL);
    free(got);
    free(said);
    check_eq(run_tool("tool holidays --country br-sp --year 2026", STR(""), &got, &said), 0);
    check_true(strstr(got, "2026-07-09\tConstitutionalist Revolution\t") != NULL);
    free(got);
    free(said);
    check_tool("tool holidays --country QQ --year 2026", STR(""), 1, "", "no calendar");
    check_tool("tool holidays --year 2026", STR(""), 2, "", "which --country");
    check_tool("tool holidays --country BR --year 2026 --region AR-A", STR(""), 2, "", "no region");
}

static void test_a_bad_line_loses_no_other(void **state)
{
    char *got = NULL;
    char *said = NULL;
    struct op *const op = check_op();
    struct buf piped = buf_start(op->arena, (size_t)1 << 20);
    static const char *const want[] = {"2026-11-17",
                                       "error\tthere is",
                                       "error\t\"lunes\"",
                                       "error\t\"2x\"",
                                       "error\tthe line must",
                                       "error\tthe line must",
                                       "error\tthe line is not",
                                       "error\tthe line is not",
                                       "error\tthe line has",
                                       "error\tthe day lies",
                                       "2026-11-18"};
    (void)state;
    buf_add_c(&piped, "MX\tadd\t2026-11-13\t1\nQQ\tadd\t2026-11-13\t1\nMX\tadd\tlunes\t1\n"
                      "MX\tadd\t2026-11-13\t2x\n\nMX\tadd\t2026-11-13\t1\tx\n");
    buf_add(&piped, STR("MX\0\tadd\t2026-11-13\t1\n\xff\t\t\t\n"));
    for (int i = 0; i < LIMIT_LINE_BYTES + 1; i++)
        buf_add_char(&piped, 'x');
    buf_add_c(&piped, "\nMX\tadd\t9999-12-30\t9\nMX\tadd\t2026-11-13\t2\n");
    check_eq(run_tool("tool business-day", buf_str(&piped), &got, &said), 1);
    str rest = str_of(got);
    for (size_t i = 0; i < ARRAY_LEN(want); i++) {
        const str line = str_split(&rest, '\n');
        if (!str_starts(line, str_of(want[i])))
            fail_msg("line %zu is \"" STR_FORMAT "\"", i + 1, STR_ARG(line));
    }
    check_eq(rest.size, 0);
    check_text(said, "9 of 11 lines have an error.\n");
    free(got);
    free(said);
}

/* Sheets and hands write capitals, blanks, ends of lines and empty columns as they like; what comes
 * out is the same. */
static void test_generous_on_input(void **state)
{
    (void)state;
    check_tool("tool business-day",
               STR("\xEF\xBB\xBFmx\tADD\t2026-11-13\t1\r\n"
                   " MX \tadd\t 2026-11-17\t -1 \t\t\r\n"
                   "br-sp\tis\t2026-07-09\n"),
               0, "2026-11-17\n2026-11-13\n0\n", "");
    check_tool("tool id",
               STR("\xEF\xBB\xBF"
                   "cl\trut\t10.626.628-k\t\r\n Cl \tRut\t 10626628-K \t\t\t\n"),
               0, "1\t10626628K\t\n1\t10626628K\t\n", "");
    check_tool("tool phone", STR("(55) 1234-5678\t mx\t\r\n55 1234 5678\tMX\t \n"), 0,
               "1\tFIXED_LINE_OR_MOBILE\t+525512345678\t\n"
               "1\tFIXED_LINE_OR_MOBILE\t+525512345678\t\n",
               "");
    check_tool("tool id", STR("*\tLUHN\t 1428572 \n*\tLUHN\t1428572\t\n"), 0,
               "0\t\tInvalidFormat\n1\t1428572\t\n", ""); /* a blank is part of this number */
    check_tool("tool zone", STR("co\t\r\n"), 0, "America/Bogota\tcountry\t\n", "");
    check_tool("tool interest-cap", STR("hn\t2026-11-21\tannual\t\t54\t\n"), 0,
               "allowed\t54\tHN-RATE\tDecreto 57-2017\n", "");
}

static void test_identity_numbers(void **state)
{
    (void)state;
    check_tool("tool id",
               STR("CL\tRUT\t10.626.628-k\nMX\tRFC\tGODE561331GR8\nCL\tABC\t1\n*\tLUHN\t\n"), 0,
               "1\t10626628K\t\n0\t\tInvalidComponent\n0\t\tUnknownKind\n0\t\tInvalidFormat\n", "");
}

static void test_telephones(void **state)
{
    (void)state;
    check_tool("tool phone",
               STR("(55) 1234-5678\tMX\n044 55 1234 5678\tMX\nS/N\tMX\n"
                   "3001234567; 3007654321\tCO\n55 1234 5678\n"),
               0,
               "1\tFIXED_LINE_OR_MOBILE\t+525512345678\t\n0\t\t+525512345678\tInvalidPrefix\n"
               "0\t\t\tNotANumber\n1\tMOBILE\t+573001234567\tMoreThanOne\n0\t\t\tNoRegion\n",
               "");
}

/* The lines that a script reads, whole: keys, order, null where nothing is known. */
static void test_a_statement(void **state)
{
    char words[512];
    const str content = STR(":20:A\n:25:7\n:60F:C260101MXN10,\n:61:2601020102RC2,50NTRFX//B\n"
                            ":86:said \"so\"\n:61:26XX\n:62F:C260102MXN7,5\n");
    (void)state;
    const char *const path = test_write_file(check_op(), content);
    (void)snprintf(words, sizeof(words), "tool statement %s --json", path);
    check_tool(
        words, STR(""), 0,
        "{\"type\":\"file\",\"format\":\"MT940\",\"entries\":1,\"credit\":\"0\",\"debit\":\"2.50\","
        "\"control_entries\":null,\"control_credit\":null,\"control_debit\":null,\"control_ok\":"
        "null,"
        "\"faults\":1,\"extra\":{}}\n"
        "{\"type\":\"statement\",\"index\":1,\"format\":\"MT940\",\"account\":\"7\",\"currency\":"
        "\"MXN\","
        "\"opening\":\"10\",\"closing\":\"7.5\",\"credit\":\"0\",\"debit\":\"2.50\",\"entries\":1,"
        "\"balance_ok\":true,\"extra\":{\"reference\":\"A\"}}\n"
        "{\"type\":\"entry\",\"statement\":1,\"n\":1,\"value_on\":\"2026-01-02\",\"booked_on\":"
        "\"2026-01-02\",\"mark\":\"D\",\"reversal\":true,\"amount\":\"2.50\",\"currency\":\"MXN\","
        "\"reference\":\"X\",\"counterparty\":null,\"text\":\"said "
        "\\\"so\\\"\",\"line\":4,\"extra\":{"
        "\"funds_code\":null,\"type\":\"NTRF\",\"bank_reference\":\"B\",\"supplement\":null}}\n"
        "{\"type\":\"fault\",\"line\":6,\"column\":0,\"code\":\"entry\",\"text\":\"field :61: is "
        "not "
        "date, mark C or D and amount; the entry is not counted\"}\n",
        "");
    (void)unlink(path);
    check_tool("tool statement /nowhere", STR(""), 1, "", "/nowhere");
}

/* What a story says between "between" and "and" is looked for behind the first only. */
static void test_a_condition(void **state)
{
    (void)state;
    check_tool("tool ledger",
               STR("{\"topic\":\"condition.count\",\"ask\":{\"match\":null},\"inputs\":"
                   "{\"operator\":\"days between 3 and 5\",\"values\":[2,3,5,6]}}\n"
                   "{\"topic\":\"condition.count\",\"ask\":{\"match\":null},\"inputs\":"
                   "{\"operator\":\"days between and 5\",\"values\":[2]}}\n"
                   "{\"topic\":\"condition.count\",\"ask\":{\"match\":null},\"inputs\":"
                   "{\"operator\":\"days and more between 5\",\"values\":[2]}}\n"),
               1,
               "{\"match\":[false,true,true,false]}\n"
               "error\t\"days between and 5\" is no condition: write balance >= 100\n"
               "error\t\"days and more between 5\" is no condition: write balance >= 100\n",
               "2 of 3 lines have an error");
}

static void test_the_group(void **state)
{
    char *got = NULL;
    char *said = NULL;
    (void)state;
    check_tool("tool", STR(""), 2, "", "which one? there are: holidays, business-day");
    check_tool("tool abacus", STR(""), 2, "", "there is no acuerdo tool \"abacus\"");
    check_eq(run_tool("tool --help", STR(""), &got, &said), 0);
    check_true(strstr(got, "tool business-day") != NULL);
    free(got);
    free(said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_business_days),
        cmocka_unit_test(test_holidays),
        cmocka_unit_test(test_a_bad_line_loses_no_other),
        cmocka_unit_test(test_generous_on_input),
        cmocka_unit_test(test_identity_numbers),
        cmocka_unit_test(test_telephones),
        cmocka_unit_test(test_a_statement),
        cmocka_unit_test(test_a_condition),
        cmocka_unit_test(test_the_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
