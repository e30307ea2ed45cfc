/* pain.002: what is accepted and refused, at its three levels; totals by status; what is no answer.
 */
#include "tests/bank/shown.h"

#define DOCUMENT(version, body)                                                                    \
    STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                             \
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002." version                       \
        "\"><CstmrPmtStsRpt><GrpHdr><MsgId>A1</MsgId>"                                             \
        "<CreDtTm>2026-11-22T10:00:00</CreDtTm></GrpHdr>\n" body "</CstmrPmtStsRpt></Document>\n")
#define GROUP(rest) "<OrgnlGrpInfAndSts><OrgnlMsgId>F-1</OrgnlMsgId>" rest "</OrgnlGrpInfAndSts>\n"
#define TOTAL(status, count, sum)                                                                  \
    "<NbOfTxsPerSts><DtldNbOfTxs>" count "</DtldNbOfTxs><DtldSts>" status                          \
    "</DtldSts><DtldCtrlSum>" sum "</DtldCtrlSum></NbOfTxsPerSts>"
#define ORDER(id, status, rest)                                                                    \
    "<TxInfAndSts><OrgnlEndToEndId>" id "</OrgnlEndToEndId><TxSts>" status "</TxSts>" rest         \
    "</TxInfAndSts>\n"
#define ASKED(amount)                                                                              \
    "<OrgnlTxRef><Amt><InstdAmt Ccy=\"EUR\">" amount "</InstdAmt></Amt></OrgnlTxRef>"

/* As a bank writes it: one refused, the rest only counted. */
#define REFUSED                                                                                    \
    "<OrgnlPmtInfAndSts><OrgnlPmtInfId>F-1-1</OrgnlPmtInfId><TxInfAndSts>"                         \
    "<OrgnlEndToEndId>C-1</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AM04</Cd>"       \
    "</Rsn><AddtlInf>sin fondos</AddtlInf></StsRsnInf><AcctSvcrRef>B1</AcctSvcrRef><OrgnlTxRef>"   \
    "<Amt><InstdAmt Ccy=\"EUR\">10.00</InstdAmt></Amt><MndtRltdInf><DrctDbtMndt>"                  \
    "<MndtId>M-1</MndtId></DrctDbtMndt></MndtRltdInf><Dbtr><Pty><Nm>Ana</Nm></Pty></Dbtr>"         \
    "</OrgnlTxRef></TxInfAndSts></OrgnlPmtInfAndSts>"
#define COUNTED "<GrpSts>PART</GrpSts>" TOTAL("RJCT", "1", "10.00") TOTAL("ACSP", "7", "70.00")

static void test_partly(void **state)
{
    const str text = DOCUMENT("001.10", GROUP(COUNTED) REFUSED);
    (void)state;
    check_shown(
        text,
        "entry - 2026-11-22 ? - - |F-1||PART| level=file status=PART\n"
        "entry - 2026-11-22 ? - EUR |C-1|Ana|RJCT AM04 sin fondos| level=order status=RJCT "
        "reason=AM04 words=sin fondos instruction=F-1-1 mandate=M-1 bank_order=B1 asked=10.00\n"
        "statement pain.002.001.10 F-1 - -..- +0 -0 ? id=A1\n"
        "file pain.002.001.10 2 +0 -0 of 1 =\n");
}

static void test_whole(void **state)
{
    (void)state;
    check_shown(DOCUMENT("001.03", GROUP("<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Prtry>X9</Prtry>"
                                         "</Rsn></StsRsnInf>" TOTAL("RJCT", "3", "30"))),
                "entry - 2026-11-22 ? - - |F-1||RJCT X9| level=file status=RJCT reason=X9\n"
                "statement pain.002.001.03 F-1 - -..- +0 -0 ? id=A1\n"
                "file pain.002.001.03 1 +0 -0 ?\n");
    check_shown(DOCUMENT("001.03", GROUP("") "<OrgnlPmtInfAndSts><OrgnlPmtInfId>F-1-1"
                                             "</OrgnlPmtInfId><PmtInfSts>ACCP</PmtInfSts>"
                                             "</OrgnlPmtInfAndSts>"),
                "entry - 2026-11-22 ? - - |F-1-1||ACCP| level=instruction status=ACCP "
                "instruction=F-1-1\n"
                "statement pain.002.001.03 F-1 - -..- +0 -0 ? id=A1\n"
                "file pain.002.001.03 1 +0 -0 ?\n");
}

/* What it says the file had: of the file, else of its instructions together. */
static void test_original(void **state)
{
    (void)state;
#define HAD(count, sum) "<OrgnlNbOfTxs>" count "</OrgnlNbOfTxs><OrgnlCtrlSum>" sum "</OrgnlCtrlSum>"
#define PART(had)       "<OrgnlPmtInfAndSts><OrgnlPmtInfId>P</OrgnlPmtInfId>" had "</OrgnlPmtInfAndSts>"
    check_shown(
        DOCUMENT("001.10", GROUP(HAD("8", "80.50") "<GrpSts>ACCP</GrpSts>") PART(HAD("7", "70"))),
        "entry - 2026-11-22 ? - - |F-1||ACCP| level=file status=ACCP\n"
        "statement pain.002.001.10 F-1 - -..- +0 -0 ? id=A1 orders=8 orders_sum=80.50\n"
        "file pain.002.001.10 1 +0 -0 ?\n");
    check_shown(DOCUMENT("001.10", GROUP("") PART(HAD("7", "70")) PART(HAD("1", "10.50"))),
                "statement pain.002.001.10 F-1 - -..- +0 -0 ? id=A1 orders=8 orders_sum=80.50\n"
                "file pain.002.001.10 0 +0 -0 ?\n");
    check_shown(DOCUMENT("001.10", GROUP(HAD("x", "-1"))),
                "fault 3:0 number\n"
                "fault 3:0 amount\n"
                "statement pain.002.001.10 F-1 - -..- +0 -0 ? id=A1\n"
                "file pain.002.001.10 0 +0 -0 ?\n");
}

/* Version 2 has its orders beside the group, and other names. */
static void test_version_2(void **state)
{
    (void)state;
    check_shown(
        STR("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.02\"><pain.002.001.02>"
            "<GrpHdr><MsgId>A</MsgId><CreDtTm>2026-02-30T00:00:00</CreDtTm></GrpHdr>"
            "<OrgnlGrpInfAndSts><OrgnlMsgId>F</OrgnlMsgId></OrgnlGrpInfAndSts>"
            "<TxInfAndSts><OrgnlPmtInfId>P</OrgnlPmtInfId><OrgnlEndToEndId>E</OrgnlEndToEndId>"
            "<TxSts>WHAT</TxSts><StsRsnInf><StsRsn><Cd>AC01</Cd></StsRsn><AddtlStsRsnInf>a"
            "</AddtlStsRsnInf><AddtlStsRsnInf>b</AddtlStsRsnInf></StsRsnInf></TxInfAndSts>"
            "</pain.002.001.02></Document>"),
        "fault 1:0 date\n"
        "fault 1:0 status\n"
        "entry - 2026-02-30 ? - - |E||WHAT AC01 a b| level=order status=WHAT reason=AC01 "
        "words=a b instruction=P\n"
        "statement pain.002.001.02 F - -..- +0 -0 ? id=A\n"
        "file pain.002.001.02 1 +0 -0 ?\n");
}

#define TWO                                                                                        \
    "<OrgnlPmtInfAndSts><OrgnlPmtInfId>P</OrgnlPmtInfId>" ORDER("C-1", "RJCT", ASKED("10.00"))     \
        ORDER("C-2", "RJCT", ASKED("2.50")) "</OrgnlPmtInfAndSts>"
#define STATED(total) DOCUMENT("001.03", GROUP("<GrpSts>PART</GrpSts>" total) TWO)

/* What is listed and what is stated: of refusals always, of the rest where one is listed; sums
 * where every order says its amount. */
static void test_totals(void **state)
{
    static const char *const wants[] = {" of 2 =", " of 1 !", " of 2 !", " of 5 !", "-0 ?"};
    const str texts[] = {STATED(TOTAL("RJCT", "2", "12.50")), STATED(TOTAL("RJCT", "1", "12.50")),
                         STATED(TOTAL("RJCT", "2", "12.49")),
                         STATED(TOTAL("RJCT", "2", "12.50") TOTAL("CANC", "3", "1.00")),
                         STATED(TOTAL("ACSP", "9", "90.00"))};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wants); i++)
        if (!strstr(shown(texts[i]), wants[i]))
            fail_msg("%zu: want \"%s\" in \"%s\"", i, wants[i], shown(texts[i]));
}

static void test_none(void **state)
{
    (void)state;
    check_refused(STR("<a>pain.002.001.03</a>"), "its namespace is another");
    check_shown(DOCUMENT("001.03", GROUP("") ORDER("", "RJCT", "")),
                "fault 4:0 reference\n"
                "entry - 2026-11-22 ? - - |||RJCT| level=order status=RJCT\n"
                "statement pain.002.001.03 F-1 - -..- +0 -0 ? id=A1\n"
                "file pain.002.001.03 1 +0 -0 ?\n");
    check_shown(DOCUMENT("001.03", "<TxInfAndSts><AcctSvcrRef>B</AcctSvcrRef></TxInfAndSts>"),
                "fault 3:0 status\n"
                "fault 3:0 reference\n"
                "entry - 2026-11-22 ? - - |||| level=order bank_order=B\n"
                "fault 0:0 header\n"
                "statement pain.002.001.03 - - -..- +0 -0 ? id=A1\n"
                "file pain.002.001.03 1 +0 -0 ?\n");
    check_shown(DOCUMENT("001.03", ""), "fault 0:0 header\n"
                                        "statement pain.002.001.03 - - -..- +0 -0 ? id=A1\n"
                                        "file pain.002.001.03 0 +0 -0 ?\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_partly),   cmocka_unit_test(test_whole),
        cmocka_unit_test(test_original), cmocka_unit_test(test_version_2),
        cmocka_unit_test(test_totals),   cmocka_unit_test(test_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
