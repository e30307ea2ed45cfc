/* OFX: SGML and XML, values that are not closed, accounts, what a bank writes wrong. */
#include "tests/bank/shown.h"

#define HEADER "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\n\r\n"

static void test_sgml(void **state)
{
    (void)state;
    check_shown(
        STR(HEADER "<OFX><BANKMSGSRSV1><STMTTRNRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS>"
                   "<CURDEF>COP<BANKACCTFROM><BANKID>7<ACCTID>00-1<ACCTTYPE>CHECKING</BANKACCTFROM>"
                   "<BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260102120000[-5:EST]"
                   "<DTAVAIL>20260103<TRNAMT>-5.50<FITID>F1<CHECKNUM>77<NAME>Ana &amp; Co"
                   "<MEMO>5 &#60; 6 < 7</STMTTRN>\n"
                   "<STMTTRN><TRNTYPE>DEP<DTPOSTED>20260104<TRNAMT>+0010,25<FITID>F2"
                   "<BANKACCTTO><ACCTID>other<NAME>no</BANKACCTTO></STMTTRN>"
                   "</BANKTRANLIST><LEDGERBAL><BALAMT>100.5<DTASOF>20260105</LEDGERBAL>"
                   "<AVAILBAL><BALAMT>9</AVAILBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"),
        "entry 2026-01-03 2026-01-02 D 5.50 COP |77|Ana & Co|5 < 6 < 7| trntype=CREDIT fitid=F1\n"
        "entry 2026-01-04 2026-01-04 C 10.25 COP |||| trntype=DEP fitid=F2\n"
        "statement OFX 00-1 COP -..100.5 +10.25 -5.50 ? kind=bank\n"
        "file OFX 2 +10.25 -5.50 ? header=v1 statements=1 accounts+00-1\n");
}

static void test_xml(void **state)
{
    (void)state;
    check_shown(
        STR("<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"211\"?>\n"
            "<OFX><!-- a > b --><CCSTMTRS><CURDEF>BRL</CURDEF><CCACCTFROM><ACCTID>4111</ACCTID>"
            "</CCACCTFROM><STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20260231</DTPOSTED>"
            "<TRNAMT>-1.5</TRNAMT><NAME><![CDATA[A <b> & c]]></NAME><MEMO/></STMTTRN></CCSTMTRS>"
            "</OFX>"),
        "fault 3:0 date\n"
        "entry 2026-02-31 2026-02-31 D 1.5 BRL ||A <b> & c|| trntype=DEBIT\n"
        "statement OFX 4111 BRL -..- +0 -1.5 ? kind=card\n"
        "file OFX 1 +0 -1.5 ? header=v2 statements=1 accounts+4111\n");
}

/* Marks for thousands where they are certain; a comma alone is for decimals, and doubtful of three.
 */
static void test_amounts(void **state)
{
    (void)state;
    check_shown(STR("<OFX><STMTRS><CURDEF>USD<STMTTRN><TRNAMT>-1,234,567.50</STMTTRN>"
                    "<STMTTRN><TRNAMT>+10.000,5</STMTTRN><STMTTRN><TRNAMT>-,50</STMTTRN>\n"
                    "<STMTTRN><TRNAMT>1,23,456.00</STMTTRN>\n<STMTTRN><TRNAMT>1,234</STMTTRN>"
                    "<STMTTRN><TRNAMT>1,234.567.00</STMTTRN></STMTRS></OFX>"),
                "entry - - D 1234567.50 USD ||||\n"
                "entry - - C 10000.5 USD ||||\n"
                "entry - - D 0.50 USD ||||\n"
                "fault 2:0 amount\n"
                "entry - - ? - USD ||||\n"
                "fault 3:0 amount-mark\n"
                "entry - - C 1.234 USD ||||\n"
                "fault 3:0 amount\n"
                "entry - - ? - USD ||||\n"
                "statement OFX - USD -..- +10001.734 -1234568.00 ? kind=bank\n"
                "file OFX 6 +10001.734 -1234568.00 ? header=none statements=1 bad_amounts=2\n");
}

/* CURRENCY: the amount is in it; ORIGCURRENCY: it was converted to the account's. */
/* Three decimals are doubtful but in the currencies that have them; days with marks between. */
static void test_thousands(void **state)
{
    (void)state;
    check_shown(STR("<OFX><STMTRS><CURDEF>BRL<STMTTRN><TRNAMT>-1.234</STMTTRN>"
                    "<STMTTRN><DTPOSTED>2026-01-31T10:00<TRNAMT>2.5</STMTTRN></STMTRS>\n"
                    "<STMTRS><CURDEF>KWD<STMTTRN><TRNAMT>1,234</STMTTRN></STMTRS></OFX>"),
                "fault 1:0 amount-mark\n"
                "entry - - D 1.234 BRL ||||\n"
                "entry 2026-01-31 2026-01-31 C 2.5 BRL ||||\n"
                "statement OFX - BRL -..- +2.5 -1.234 ? kind=bank\n"
                "entry - - C 1.234 KWD ||||\n"
                "statement OFX - KWD -..- +1.234 -0 ? kind=bank\n"
                "fault 0:0 currencies\n"
                "file OFX 3 +3.734 -1.234 ? header=none statements=2\n");
}

static void test_currencies(void **state)
{
    (void)state;
    check_shown(STR("<OFX><STMTRS><CURDEF>USD<STMTTRN><TRNAMT>5<CURRENCY><CURRATE>2<CURSYM>EUR"
                    "</CURRENCY></STMTTRN><STMTTRN><TRNAMT>6<ORIGCURRENCY><CURRATE>2<CURSYM>EUR"
                    "</ORIGCURRENCY></STMTTRN></STMTRS></OFX>"),
                "entry - - C 5 EUR ||||\n"
                "entry - - C 6 USD ||||\n"
                "statement OFX - USD -..- +11 -0 ? kind=bank\n"
                "fault 0:0 currencies\n"
                "file OFX 2 +11 -0 ? header=none statements=1\n");
}

static void test_malformed(void **state)
{
    (void)state;
    check_shown(STR("<OFX><STMTRS><CURDEF>USD<STMTTRN><TRNAMT>$12</STMTTRN>\n"
                    "<STMTTRN><FITID>1<STMTTRN><TRNAMT>1e3<STMTTRN><TRNAMT>4\n"
                    "<LEDGERBAL><BALAMT>x"),
                "fault 1:0 amount\n"
                "entry - - ? - USD ||||\n"
                "fault 2:0 amount\n"
                "entry - - ? - USD |||| fitid=1\n"
                "fault 2:0 amount\n"
                "entry - - ? - USD ||||\n"
                "entry - - C 4 USD ||||\n"
                "fault 0:0 trailer\n"
                "statement OFX - USD -..- +4 -0 ? kind=bank\n"
                "file OFX 4 +4 -0 ? header=none statements=1 bad_amounts=3\n");
    check_shown(STR("<OFX><STATUS><CODE>2000<SEVERITY>ERROR</STATUS></OFX>"),
                "fault 1:0 bank-error\n"
                "file OFX 0 +0 -0 ? header=none\n");
    check_shown(STR("<OFX><STATUS><CODE><SEVERITY>ERROR</STATUS></OFX>"), /* no text before it */
                "fault 1:0 bank-error\n"
                "file OFX 0 +0 -0 ? header=none\n");
    check_shown(STR("<OFX><STMTRS></STMTRS></OFX><MEM"),
                "statement OFX - - -..- +0 -0 ? kind=bank\n"
                "fault 1:0 tag\n"
                "file OFX 0 +0 -0 ? header=none statements=1\n");
}

static void test_investment(void **state)
{
    (void)state;
    /* an account of a broker is a statement when money moved in it, and only then */
    check_shown(STR(HEADER "<OFX><INVSTMTRS><CURDEF>USD<INVACCTFROM><ACCTID>B1</INVACCTFROM>"
                           "</INVSTMTRS><INVSTMTRS><CURDEF>USD<INVACCTFROM><ACCTID>A1"
                           "</INVACCTFROM><INVBANKTRAN><STMTTRN><TRNAMT>2.00</STMTTRN>"
                           "</INVBANKTRAN></INVSTMTRS></OFX>"),
                "entry - - C 2.00 USD ||||\n"
                "statement OFX A1 USD -..- +2.00 -0 ? kind=investment\n"
                "file OFX 1 +2.00 -0 ? header=v1 accounts+A1 accounts+B1\n");
}

/* What would be a sum without a word: a loan, two amounts in one entry, no statement at all. */
static void test_unread(void **state)
{
    (void)state;
    check_shown(STR("<OFX><LOANSTMTRS><CURDEF>USD<LOANACCTFROM><LOANACCTID>7</LOANACCTFROM>"
                    "<LOANSTMTTRN><TRNAMT>5</LOANSTMTTRN></LOANSTMTRS>\n<LOANSTMTRS></LOANSTMTRS>"
                    "</OFX>"),
                "fault 1:0 record\n"
                "file OFX 0 +0 -0 ? header=none\n");
    check_shown(STR("<OFX><STMTRS><CURDEF>USD<STMTTRN><TRNAMT>1.00<FITID>A<TRNAMT>2.00<FITID>B"
                    "</STMTTRN></STMTRS></OFX>"),
                "fault 1:0 amount\n"
                "entry - - C 1.00 USD |||| fitid=A\n"
                "statement OFX - USD -..- +1.00 -0 ? kind=bank\n"
                "file OFX 1 +1.00 -0 ? header=none statements=1\n");
    check_shown(STR("<OFX><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS></SONRS></OFX>"),
                "fault 0:0 no-statement\n"
                "file OFX 0 +0 -0 ? header=none\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sgml),       cmocka_unit_test(test_xml),
        cmocka_unit_test(test_malformed),  cmocka_unit_test(test_amounts),
        cmocka_unit_test(test_thousands),  cmocka_unit_test(test_currencies),
        cmocka_unit_test(test_investment), cmocka_unit_test(test_unread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
