/* Lists of payroll: quotes as in any CSV, what spreadsheets make of them, and rows that are none.
 */
#include "tests/bank/shown.h"

#define HEAD  "ACUERDO-PAYROLL,1,77,MXN,2026-11-01,2026-11-30,\"Fábrica, S.A.\",2026-11-30\n"
#define NAMES "line,reference,name,document,debt,due_on,expected,deducted,reason\n"

static void test_quotes(void **state)
{
    (void)state;
    check_shown(STR(HEAD NAMES "1,QUO-1,\"Ana \"\"la del 3\"\" , Ruiz\" ,,C-1,,5.00,5.00,\"se fue, "
                               "dice\"\n2,QUO-2,Tubo 3\" ,,,,1.00,1.00\nTOTAL,2,,,,,6.00,6.00,\n"),
                "entry 2026-11-30 2026-11-30 C 5.00 MXN |QUO-1|Ana \"la del 3\" , Ruiz|se fue, "
                "dice| row=1 debt=C-1 expected=5.00 bank_reference=77/QUO-1\n"
                "entry 2026-11-30 2026-11-30 C 1.00 MXN |QUO-2|Tubo 3\"|| row=2 expected=1.00 "
                "bank_reference=77/QUO-2\n"
                "statement PAYROLL 77 MXN -..- +6.00 -0 ?\n"
                "file PAYROLL 2 +6.00 -0 of 2 = from=2026-11-01 until=2026-11-30 "
                "employer=Fábrica, S.A.\n");
}

/* A quote that does not close would swallow the rest of the row: nothing of it is counted. */
static void test_broken(void **state)
{
    (void)state;
    check_shown(STR(HEAD NAMES "1,QUO-1,\"Ana,,C-1,,5.00,5.00,\n2,QUO-2,\"Luis\" R,,,,1.00,1.00,\n"
                               "TOTAL,2,,,,,6.00,6.00,\n"),
                "fault 3:3 record\n"
                "fault 4:3 record\n"
                "statement PAYROLL 77 MXN -..- +0 -0 ?\n"
                "file PAYROLL 0 +0 -0 of 2 ! from=2026-11-01 until=2026-11-30 "
                "employer=Fábrica, S.A.\n");
}

static void test_semicolons(void **state)
{
    (void)state;
    check_shown(STR("\"ACUERDO-PAYROLL\";1;77;MXN;;;Taller;2026-11-30;;\r\n"
                    "1;QUO-1;Ana, Ruiz;;;;5,50;5,50;\r\nTOTAL;1;;;;;5,50;5,50;;;;\r\n"),
                "entry 2026-11-30 2026-11-30 C 5.50 MXN |QUO-1|Ana, Ruiz|| row=1 expected=5,50 "
                "bank_reference=77/QUO-1\n"
                "statement PAYROLL 77 MXN -..- +5.50 -0 ?\n"
                "file PAYROLL 1 +5.50 -0 of 1 = employer=Taller\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_broken),
        cmocka_unit_test(test_semicolons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
