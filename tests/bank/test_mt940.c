/* MT940 and MT942: marks, wrapped fields, balances that agree and that do not, malformed fields. */
#include "tests/bank/shown.h"

static void test_statement(void **state)
{
    (void)state;
    check_shown(STR(":20:START\r\n"
                    ":25:DE11/22\r\n"
                    ":28C:1/1\r\n"
                    ":60F:C260101EUR1000,00\r\n"
                    ":61:2601020102CR200,5NTRFINV-7//B1\r\n"
                    "EXTRA\r\n"
                    ":86:166?00GUTSCHRIFT?20Factura?21 77?32Ana?33 Ruiz\r\n"
                    ":61:251231    RC0,50NMSCNONREF\r\n"
                    ":86:plain text\r\n"
                    "of two lines\r\n"
                    ":62F:C260102EUR1200,00\r\n"
                    ":86:text of the statement\r\n"
                    "-\r\n"),
                "entry 2026-01-02 2026-01-02 C 200.5 EUR |INV-7|Ana Ruiz|Factura 77| funds_code=R "
                "type=NTRF bank_reference=B1 supplement=EXTRA\n"
                "entry 2025-12-31 - DR 0.50 EUR |||plain text of two lines| type=NMSC\n"
                "statement MT940 DE11/22 EUR 1000.00..1200.00 +200.5 -0.50 = reference=START "
                "number=1/1\n"
                "file MT940 2 +200.5 -0.50 ?\n");
}

static void test_wrapped(void **state)
{
    (void)state;
    /* a time that was wrapped looks like a tag, an amount may be cut in two */
    check_shown(STR("{1:F01BANKXXXX}{2:O940}{4:\n"
                    ":20:A\n"
                    ":60F:D260101COP5,\n"
                    ":61:260103C1\n"
                    "0,25NTRFX\n"
                    ":86:at 2026-01-03T10\n"
                    ":26:11 and on\n"
                    ":62F:C260103COP5,25\n"
                    "-}\n"),
                "entry 2026-01-03 - C 10.25 COP |X||at 2026-01-03T10 :26:11 and on| type=NTRF\n"
                "statement MT940 - COP -5..5.25 +10.25 -0 = reference=A\n"
                "file MT940 1 +10.25 -0 ?\n");
}

static void test_amounts(void **state)
{
    (void)state;
    /* no whole units, no decimals, tags in small letters, a Ctrl-Z after the end */
    check_shown(STR(":20:A\n"
                    ":60f:C260101EUR,50\n"
                    ":61:2601020102D,50NTRFX\n"
                    ":61:260102C1234,NTRF\n"
                    ":62f:C260102EUR1234,\n"
                    "-\n\x1A"),
                "entry 2026-01-02 2026-01-02 D 0.50 EUR |X||| type=NTRF\n"
                "entry 2026-01-02 - C 1234 EUR |||| type=NTRF\n"
                "statement MT940 - EUR 0.50..1234 +1234 -0.50 = reference=A\n"
                "file MT940 2 +1234 -0.50 ?\n");
    /* without a type: digits below a whole amount are a supplement, below another they may be
     * either */
    check_shown(STR(":20:A\n"
                    ":61:260102C5,00\n12345\n"
                    ":61:260102C7,5\n12345\n"
                    ":61:260102C7,5\n0NTRFX\n"
                    ":61:260102C8,\nNTRFX\nREST\n"
                    ":61:260102C9,00\nNTRFX\nREST\n"),
                "entry 2026-01-02 - C 5.00 - |||| supplement=12345\n"
                "fault 4:0 entry\n"
                "entry 2026-01-02 - C 7.50 - |X||| type=NTRF\n"
                "entry 2026-01-02 - C 8 - |X||| type=NTRF supplement=REST\n"
                "entry 2026-01-02 - C 9.00 - |X||| type=NTRF supplement=REST\n"
                "statement MT940 - - -..- +29.50 -0 ? reference=A\n"
                "file MT940 4 +29.50 -0 ?\n");
}

static void test_messages(void **state)
{
    (void)state;
    /* two pages of one account and another account, in the envelopes of SWIFT */
    check_shown(STR("{1:F01AAAA}{2:O940}{4:\r\n:20:A\r\n:25:1\r\n:28C:7/1\r\n"
                    ":60F:C251231EUR10,00\r\n:61:2512310102RD2,00NTRFNONREF//B\r\n"
                    ":62M:C251231EUR12,00\r\n:64:C251231EUR99,00\r\n-}{5:{CHK:1}}\x03$\r\n"
                    "{1:F01AAAA}{2:O940}{4:\r\n:20:A\r\n:25:1\r\n:28C:7/2\r\n"
                    ":60M:C251231EUR12,00\r\n:61:2512311231RC1,00NTRFNONREF\r\n"
                    ":62F:C251231EUR11,00\r\n:65:C260102EUR99,00\r\n-}\r\n"),
                "entry 2025-12-31 2026-01-02 CR 2.00 EUR |||| type=NTRF bank_reference=B\n"
                "statement MT940 1 EUR 10.00..12.00 +2.00 -0 = reference=A number=7/1\n"
                "entry 2025-12-31 2025-12-31 DR 1.00 EUR |||| type=NTRF\n"
                "statement MT940 1 EUR 12.00..11.00 +0 -1.00 = reference=A number=7/2\n"
                "file MT940 2 +2.00 -1.00 ?\n");
}

static void test_years(void **state)
{
    (void)state;
    check_shown(STR(":20:A\n"
                    ":61:2512310102C1,NTRF\n"
                    ":61:2601021231D1,NTRF\n"
                    ":61:2602300301D1,NTRF\n"),
                "entry 2025-12-31 2026-01-02 C 1 - |||| type=NTRF\n"
                "entry 2026-01-02 2025-12-31 D 1 - |||| type=NTRF\n"
                "fault 4:0 date\n"
                "entry 2026-02-30 2026-03-01 D 1 - |||| type=NTRF\n"
                "statement MT940 - - -..- +1 -2 ? reference=A\n"
                "file MT940 3 +1 -2 ?\n");
}

static void test_interim(void **state)
{
    (void)state;
    check_shown(STR(":20:A\n"
                    ":34F:MXN0,\n"
                    ":13D:2601021730+0000\n"
                    ":61:260102D3,NTRF\n"
                    ":61:260102C2,NTRF\n"
                    ":90D:1MXN3,\n"
                    ":90C:2MXN2,\n"),
                "entry 2026-01-02 - D 3 MXN |||| type=NTRF\n"
                "entry 2026-01-02 - C 2 MXN |||| type=NTRF\n"
                "statement MT942 - MXN -..- +2 -3 ? reference=A\n"
                "file MT942 2 +2 -3 of 3 !\n");
}

static void test_malformed(void **state)
{
    (void)state;
    check_shown(STR(":20:A\n"
                    ":60F:C260101EUR1,00\n"
                    ":61:2601X2C1,NTRF\n"
                    ":61:260102C1.234,56NTRF\n"
                    ":61:260102C5,NTRF\n"
                    ":62F:C2601029,00\n"),
                "fault 3:0 entry\n"
                "fault 4:0 entry\n"
                "entry 2026-01-02 - C 5 EUR |||| type=NTRF\n"
                "fault 6:0 balance\n"
                "statement MT940 - EUR 1.00..- +5 -0 ? reference=A\n"
                "file MT940 1 +5 -0 ?\n");
    check_shown(STR(":20:A\n:60F:C260101EUR1,00\n:61:260102C1,NTRF\n:62F:C260102EUR3,\n"),
                "entry 2026-01-02 - C 1 EUR |||| type=NTRF\n"
                "statement MT940 - EUR 1.00..3 +1 -0 ! reference=A\n"
                "file MT940 1 +1 -0 ?\n");
}

static void test_letters(void **state)
{
    (void)state;
    /* Windows-1252, and a byte that is no letter anywhere */
    check_shown(STR(":20:A\n:61:260102C1,NTRFX\n:86:/EREF/1/NAME/Jos\xE9 Mu\xF1oz/REMI/pag\xF3\n"),
                "entry 2026-01-02 - C 1 - |X|José Muñoz|/EREF/1/NAME/José Muñoz/REMI/pagó| "
                "type=NTRF\n"
                "statement MT940 - - -..- +1 -0 ? reference=A\n"
                "file MT940 1 +1 -0 ?\n");
    check_shown(STR(":20:A\n:61:260102C1,NTRFX\n:86:\xC3\xA9 \xC3\xB1 \xFF\n"),
                "fault 3:0 letters\n"
                "entry 2026-01-02 - C 1 - |X||é ñ \xEF\xBF\xBD| type=NTRF\n"
                "statement MT940 - - -..- +1 -0 ? reference=A\n"
                "file MT940 1 +1 -0 ?\n");
}

static void test_currencies(void **state)
{
    (void)state;
    check_shown(STR(":20:A\n:60F:C260101EUR1,\n:61:260102C1,NTRF\n:62F:C260102USD2,\n"
                    ":20:B\n:60F:C260101USD1,\n:61:260102C1,NTRF\n:62F:C260102USD2,\n"),
                "entry 2026-01-02 - C 1 EUR |||| type=NTRF\n"
                "statement MT940 - EUR 1..2 +1 -0 ? reference=A\n"
                "entry 2026-01-02 - C 1 USD |||| type=NTRF\n"
                "statement MT940 - USD 1..2 +1 -0 = reference=B\n"
                "fault 0:0 currencies\n"
                "file MT940 2 +2 -0 ?\n");
}

/* Another account without a :20: of its own; what lost its line ends is told; tags behind blanks.
 */
static void test_heads(void **state)
{
    (void)state;
    check_shown(STR(":20:A\n:25:1\n:60F:C260101EUR1,\n:61:260102C1,NTRF\n:62F:C260102EUR2,\n"
                    ":25:2\n:60F:C260101EUR5,\n:61:260102D1,NTRF\n:62F:C260102EUR4,\n"),
                "entry 2026-01-02 - C 1 EUR |||| type=NTRF\n"
                "statement MT940 1 EUR 1..2 +1 -0 = reference=A\n"
                "entry 2026-01-02 - D 1 EUR |||| type=NTRF\n"
                "statement MT940 2 EUR 5..4 +0 -1 =\n"
                "file MT940 2 +1 -1 ?\n");
    check_shown(STR(":20:A:25:1:60F:C260101EUR1,:61:260102C1,NTRF:62F:C260102EUR2,\n"),
                "fault 1:0 tag\n"
                "statement MT940 - - -..- +0 -0 ? reference=A:25:1:60F:C260101EUR1,:61:260102C1,"
                "NTRF:62F:C260102EUR2,\n"
                "file MT940 0 +0 -0 ?\n");
    check_shown(STR(":20:A\n  :25:1\n"), "fault 1:0 tag\n"
                                         "statement MT940 - - -..- +0 -0 ? reference=A\n"
                                         "file MT940 0 +0 -0 ?\n");
    check_shown(STR("  :20:A\n  :25:1\n  :61:260102C1,NTRF\n  :86:/CNTP/NL1/BANK/Ana/Cali/\n"),
                "entry 2026-01-02 - C 1 - ||Ana|/CNTP/NL1/BANK/Ana/Cali/| type=NTRF\n"
                "statement MT940 1 - -..- +1 -0 ? reference=A\n"
                "file MT940 1 +1 -0 ?\n");
}

/* An account in two currencies under one head is two statements; digits behind a balance or an
 * amount are no part of it. */
static void test_balances(void **state)
{
    (void)state;
    check_shown(STR(":20:A\n:25:1\n:60F:C260101EUR0,\n:61:260101C10,NTRFX\n:62F:C260101EUR10,\n"
                    ":60F:C260101USD50,\n:61:260101D4,NTRFX\n:62F:C260101USD46,\n"),
                "entry 2026-01-01 - C 10 EUR |X||| type=NTRF\n"
                "statement MT940 1 EUR 0..10 +10 -0 = reference=A\n"
                "entry 2026-01-01 - D 4 USD |X||| type=NTRF\n"
                "statement MT940 1 USD 50..46 +0 -4 =\n"
                "fault 0:0 currencies\n"
                "file MT940 2 +10 -4 ?\n");
    /* of the same currency it stays one, whatever its days */
    check_shown(STR(":20:A\n:25:1\n:60F:C260101EUR0,\n:61:260101C10,NTRFX\n:62F:C260101EUR10,\n"
                    ":60F:C260102EUR10,\n:61:260102D4,NTRFX\n:62F:C260102EUR6,\n"),
                "entry 2026-01-01 - C 10 EUR |X||| type=NTRF\n"
                "entry 2026-01-02 - D 4 EUR |X||| type=NTRF\n"
                "statement MT940 1 EUR 0..6 +10 -4 = reference=A\n"
                "file MT940 2 +10 -4 ?\n");
    check_shown(STR(":20:A\n:60F:C260101EUR1,00\n12345 page\n:61:260101C2,50123REF\n"
                    ":61:260101C2,500NTRFX\n:62F:C260101EUR3,\n50\n"),
                "fault 4:0 entry\n"
                "entry 2026-01-01 - C 2.500 EUR |X||| type=NTRF\n"
                "statement MT940 - EUR 1.00..3.50 +2.500 -0 = reference=A\n"
                "file MT940 1 +2.500 -0 ?\n");
}

/* What would be half an amount is none; an entry inside a text is told. */
static void test_half(void **state)
{
    static const struct {
        const char *amount;
        const char *want; /* NULL: refused */
    } cases[] = {
        {"1234NTRFX",     "1234"   },
        {"1234 NTRFX",    "1234"   },
        {"1234XYZ",       "1234"   },
        {"1234,50 234",   "1234.50"},
        {"1234",          "1234"   },
        {"1,250 NTRFX",   "1.250"  },
        {"1'234,50NTRFX", NULL     },
        {"1 234,50NTRFX", NULL     },
        {"1;234,50NTRFX", NULL     },
        {"1234/REF",      NULL     },
        {"12,50123REF",   NULL     },
        {"1,250/REF",     NULL     },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct op *const op = check_op();
        const char *const got = shown(str_of(arena_printf(
            op->arena, ":20:A\n:61:260101C%s\n:86:to :61: or :25:1\n", cases[i].amount)));
        check_case(cases[i].amount);
        check_true((strstr(got, "fault 2:0 entry\n") != NULL) == (cases[i].want == NULL));
        check_true(strstr(got, "tag\n") == NULL);
        if (cases[i].want)
            check_true(strstr(got, arena_printf(op->arena, " C %s - |", cases[i].want)) != NULL);
    }
    check_shown(STR(":20:A\n:61:260101C1,NTRFX\n:86:text\n :61:260101C2,NTRFY\n"),
                "fault 3:0 tag\n"
                "entry 2026-01-01 - C 1 - |X||text  :61:260101C2,NTRFY| type=NTRF\n"
                "statement MT940 - - -..- +1 -0 ? reference=A\n"
                "file MT940 1 +1 -0 ?\n");
}

static void test_refused(void **state)
{
    (void)state;
    check_refused(STR(""), "empty");
    check_refused(STR("1\n2\n3\n"), "not a file of a bank");
    check_refused(STR("name;amount\nAna;5\n"), "not a file of a bank");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statement),  cmocka_unit_test(test_wrapped),
        cmocka_unit_test(test_amounts),    cmocka_unit_test(test_messages),
        cmocka_unit_test(test_years),      cmocka_unit_test(test_interim),
        cmocka_unit_test(test_malformed),  cmocka_unit_test(test_letters),
        cmocka_unit_test(test_currencies), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_heads),      cmocka_unit_test(test_balances),
        cmocka_unit_test(test_half),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
