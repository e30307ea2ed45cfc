/* camt: versions, balances, batches, summaries that do not agree, XML that is none. */
#include "tests/bank/shown.h"

#define DOCUMENT(version, body)                                                                    \
    STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                             \
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt." version "\"><M>\n" body           \
        "</M></Document>\n")
#define BALANCE(code, amount, mark)                                                                \
    "<Bal><Tp><CdOrPrtry><Cd>" code "</Cd></CdOrPrtry></Tp><Amt Ccy=\"MXN\">" amount               \
    "</Amt><CdtDbtInd>" mark "</CdtDbtInd></Bal>\n"

static void test_statement(void **state)
{
    (void)state;
    check_shown(
        DOCUMENT("053.001.10",
                 "<Stmt><Id>S1</Id><Acct><Id><Othr><Id>0021</Id></Othr></Id><Ccy>MXN</Ccy></"
                 "Acct>\n" BALANCE("PRCD", "1.00", "CRDT") BALANCE("OPBD", "10.00", "CRDT") BALANCE(
                     "CLBD", "5.50",
                     "DBIT") "<Ntry><Amt Ccy=\"MXN\">15.50</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
                             "<RvslInd>true</RvslInd><Sts><Cd>BOOK</Cd></Sts>"
                             "<BookgDt><DtTm>2026-01-02T10:00:00</DtTm></BookgDt>"
                             "<ValDt><Dt>2026-01-03</Dt></ValDt><AcctSvcrRef>BR</AcctSvcrRef>"
                             "<NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs>"
                             "<RltdPties><Cdtr><Pty><Nm>Ana &amp; Co</Nm></Pty></Cdtr></RltdPties>"
                             "<RmtInf><Ustrd>one</Ustrd><Strd><CdtrRefInf><Ref>RF18</Ref></"
                             "CdtrRefInf></Strd>"
                             "</RmtInf></TxDtls><TxDtls><Refs><EndToEndId>E2</EndToEndId></Refs></"
                             "TxDtls>"
                             "</NtryDtls></Ntry></Stmt>\n"),
        "entry 2026-01-03 2026-01-02 DR 15.50 MXN |RF18|Ana & Co|one | RF18| status=BOOK txdtls=2 "
        "end_to_end_ids+E1 end_to_end_ids+E2 bank_reference=BR\n"
        "statement camt.053.001.10 0021 MXN 10.00..-5.50 +0 -15.50 = id=S1 txdtls=2 reversals=1\n"
        "file camt.053.001.10 1 +0 -15.50 ?\n");
}

/* Who paid, from where: of one transaction, not of a batch. */
static void test_other_side(void **state)
{
    (void)state;
    check_shown(
        DOCUMENT("053.001.02",
                 "<Stmt><Id>S1</Id><Ntry><Amt Ccy=\"MXN\">5</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
                 "<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Ana</Nm><Id><PrvtId><Othr>"
                 "<Id>TOAA800101AB1</Id></Othr></PrvtId></Id></Dbtr><DbtrAcct><Id><Othr>"
                 "<Id>012180001234567897</Id></Othr></Id></DbtrAcct><CdtrAcct><Id><IBAN>X</IBAN>"
                 "</Id></CdtrAcct></RltdPties></TxDtls></NtryDtls></Ntry></Stmt>\n"),
        "entry - - C 5 MXN ||Ana|| txdtls=1 account=012180001234567897 "
        "individual_id=TOAA800101AB1\n"
        "statement camt.053.001.02 - - -..- +5 -0 ? id=S1 txdtls=1\n"
        "file camt.053.001.02 1 +5 -0 ?\n");
}

#define ENTRY(amount, mark)                                                                        \
    "<Ntry><Amt Ccy=\"MXN\">" amount "</Amt><CdtDbtInd>" mark "</CdtDbtInd></Ntry>\n"

static void test_summary(void **state)
{
    (void)state;
    check_shown(DOCUMENT("054.001.02",
                         "<Ntfctn><Id>N</Id><TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries>"
                         "</TtlNtries><TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>3.125</Sum>"
                         "</TtlCdtNtries></TxsSummry>" ENTRY("3.125", "CRDT")
                             ENTRY("1", "DBIT") "</Ntfctn>"),
                "entry - - C 3.125 MXN ||||\n"
                "entry - - D 1 MXN ||||\n"
                "statement camt.054.001.02 - - -..- +3.125 -1 ? id=N\n"
                "file camt.054.001.02 2 +3.125 -1 of 2 =\n");
    check_shown(DOCUMENT("052.001.06",
                         "<Rpt><Id>N</Id><TxsSummry><TtlCdtNtries><Sum>3</Sum></TtlCdtNtries>"
                         "</TxsSummry>" ENTRY("3.01", "CRDT") "</Rpt>"),
                "entry - - C 3.01 MXN ||||\n"
                "statement camt.052.001.06 - - -..- +3.01 -0 ? id=N\n"
                "file camt.052.001.06 1 +3.01 -0 !\n");
}

/* One of two batches in another currency says nothing of their sum; counts do not overflow. */
static void test_batches(void **state)
{
    (void)state;
    check_shown(
        DOCUMENT("053.001.08",
                 "<Stmt><Ntry><Amt Ccy=\"MXN\">9.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><NtryDtls>"
                 "<Btch><NbOfTxs>9223372036854775807</NbOfTxs><TtlAmt "
                 "Ccy=\"MXN\">5.00</TtlAmt></Btch></NtryDtls><NtryDtls><Btch><NbOfTxs>2"
                 "</NbOfTxs><TtlAmt Ccy=\"USD\">0.30</TtlAmt></Btch></NtryDtls></Ntry>\n"
                 "</Stmt>"),
        "fault 3:0 number\n"
        "entry - - C 9.00 MXN ||||\n"
        "statement camt.053.001.08 - - -..- +9.00 -0 ?\n"
        "file camt.053.001.08 1 +9.00 -0 ?\n");
}

/* A batch: what stands under the entry is all of it, or it is told. */
static void test_parts(void **state)
{
    (void)state;
#define PART(amount, mark)                                                                         \
    "<TxDtls><Amt Ccy=\"MXN\">" amount "</Amt><CdtDbtInd>" mark "</CdtDbtInd></TxDtls>"
#define PART_2(currency, amount)                                                                   \
    "<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"" currency "\">" amount "</Amt></TxAmt></AmtDtls></"       \
    "TxDtls>"
#define BATCH(count, amount)                                                                       \
    "<Btch><NbOfTxs>" count "</NbOfTxs><TtlAmt Ccy=\"MXN\">" amount "</TtlAmt></Btch>"
#define WHOLE(amount, details)                                                                     \
    "<Ntry><Amt Ccy=\"MXN\">" amount "</Amt><CdtDbtInd>CRDT</CdtDbtInd>" details "</Ntry>\n"
    check_shown(
        DOCUMENT("053.001.08",
                 "<Stmt>" WHOLE("9.00", "<NtryDtls>" BATCH("2", "9.00") PART("10.00", "CRDT")
                                            PART("1.00", "DBIT") "</NtryDtls>")
                     WHOLE("9.00", "<NtryDtls>" BATCH("3", "9.00") PART_2("MXN", "5.00")
                                       PART_2("MXN", "5") "</NtryDtls>")
                         WHOLE("9.00",
                               "<NtryDtls>" PART_2("MXN", "5.00") PART_2("USD", "5") "</NtryDtls>")
                             WHOLE("9.00", "<Chrgs><Amt>1.00</Amt></Chrgs><NtryDtls>" PART_2(
                                               "MXN", "5.00") PART_2("MXN", "5") "</NtryDtls>")
                                 WHOLE("9.00", "<NtryDtls>" BATCH("50", "8.00") "</NtryDtls>")
                                     WHOLE("9.00", "<NtryDtls>" PART(
                                                       "8.00", "CRDT") "</NtryDtls>") "</Stmt>"),
        "entry - - C 9.00 MXN |||| txdtls=2\n"
        "fault 4:0 details\n"
        "fault 4:0 details\n"
        "entry - - C 9.00 MXN |||| txdtls=2\n"
        "entry - - C 9.00 MXN |||| txdtls=2\n"
        "entry - - C 9.00 MXN |||| txdtls=2\n"
        "fault 7:0 details\n"
        "entry - - C 9.00 MXN ||||\n"
        "entry - - C 9.00 MXN |||| txdtls=1\n"
        "statement camt.053.001.08 - - -..- +54.00 -0 ? txdtls=9\n"
        "file camt.053.001.08 6 +54.00 -0 ?\n");
}

/* Prefixes, no namespace at all, CDATA, a currency that only the account names. */
static void test_spellings(void **state)
{
    (void)state;
    check_shown(
        STR("\xEF\xBB\xBF<?xml version='1.0'?><b:Env xmlns:b='urn:x'><ns2:Document "
            "xmlns:ns2='urn:iso:std:iso:20022:tech:xsd:camt.054.001.14'>"
            "<ns2:BkToCstmrDbtCdtNtfctn><ns2:Ntfctn><ns2:Ntry><ns2:Amt Ccy='MXN'>5</ns2:Amt>"
            "<ns2:CdtDbtInd>CRDT</ns2:CdtDbtInd><ns2:NtryDtls><ns2:TxDtls><ns2:RmtInf><ns2:Ustrd>"
            "<![CDATA[a <b> & c]]></ns2:Ustrd></ns2:RmtInf></ns2:TxDtls></ns2:NtryDtls>"
            "</ns2:Ntry></ns2:Ntfctn></ns2:BkToCstmrDbtCdtNtfctn></ns2:Document></b:Env>"),
        "entry - - C 5 MXN |||a <b> & c| txdtls=1\n"
        "statement camt.054.001.14 - - -..- +5 -0 ? txdtls=1\n"
        "file camt.054.001.14 1 +5 -0 ?\n");
    check_shown(STR("<Document><BkToCstmrStmt><Stmt><Acct><Ccy>COP</Ccy></Acct><Ntry>"
                    "<Amt>7.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts></Ntry></Stmt>"
                    "</BkToCstmrStmt></Document>"),
                "entry - - D 7.00 COP |||| status=BOOK\n"
                "statement camt.053 - COP -..- +0 -7.00 ?\n"
                "file camt.053 1 +0 -7.00 ?\n");
    check_refused(STR("<Document xmlns='urn:y'><BkToCstmrStmt/></Document>"), "another");
}

static str utf16(const char *text)
{
    struct buf out = buf_start(check_op()->arena, 8192);
    buf_add(&out, (str){"\xFF\xFE", 2});
    for (; *text; text++) {
        buf_add_char(&out, *text);
        buf_add_char(&out, '\0');
    }
    return buf_str(&out);
}

static void test_utf16(void **state)
{
    (void)state;
    check_shown(utf16("<?xml version=\"1.0\" encoding=\"UTF-16\"?><Document xmlns=\"urn:iso:std:"
                      "iso:20022:tech:xsd:camt.053.001.02\"><M><Stmt><Ntry><Amt Ccy=\"MXN\">5"
                      "</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry></Stmt></M></Document>"),
                "entry - - C 5 MXN ||||\n"
                "statement camt.053.001.02 - - -..- +5 -0 ?\n"
                "file camt.053.001.02 1 +5 -0 ?\n");
}

static void test_sum_of_all(void **state)
{
    (void)state;
#define SUMMED(sum)                                                                                \
    DOCUMENT("053.001.02", "<Stmt><TxsSummry><TtlNtries><Sum>" sum                                 \
                           "</Sum></TtlNtries></TxsSummry>" ENTRY("3.00", "CRDT")                  \
                               ENTRY("1.00", "DBIT") "</Stmt>")
#define SUMMED_ENTRIES(debit)                                                                      \
    "entry - - C 3.00 MXN ||||\n"                                                                  \
    "entry - - D " debit " MXN ||||\n"                                                             \
    "statement camt.053.001.02 - - -..- +3.00 -" debit " ?\n"                                      \
    "file camt.053.001.02 2 +3.00 -" debit " "
#define SUMMED_SHOWN SUMMED_ENTRIES("1.00")
    check_shown(SUMMED("4"), SUMMED_SHOWN "=\n");
    check_shown(SUMMED("2.00"), SUMMED_SHOWN "=\n");
    check_shown(SUMMED("3.00"), SUMMED_SHOWN "!\n");
}

/* Credits less debits, in the shapes of version 2 and of version 4. */
static void test_net(void **state)
{
    (void)state;
#define NET(net)                                                                                   \
    DOCUMENT("053.001.02", "<Stmt><TxsSummry><TtlNtries>" net "</TtlNtries></TxsSummry>" ENTRY(    \
                               "3.00", "CRDT") ENTRY("4.00", "DBIT") "</Stmt>")
    check_shown(NET("<TtlNetNtryAmt>1</TtlNetNtryAmt><CdtDbtInd>DBIT</CdtDbtInd>"),
                SUMMED_ENTRIES("4.00") "=\n");
    check_shown(NET("<TtlNetNtryAmt>1.00</TtlNetNtryAmt>"), SUMMED_ENTRIES("4.00") "=\n");
    check_shown(NET("<TtlNetNtry><Amt>1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry>"),
                SUMMED_ENTRIES("4.00") "!\n");
    check_shown(NET("<TtlNetNtry><Amt>1.01</Amt><CdtDbtInd>DBIT</CdtDbtInd></TtlNetNtry>"),
                SUMMED_ENTRIES("4.00") "!\n");
}

static void test_malformed(void **state)
{
    (void)state;
    check_shown(DOCUMENT("053.001.02",
                         "<Stmt>" ENTRY("x", "CRDT")
                             ENTRY("2", "BOTH") "<Ntry><CdtDbtInd>CRDT</CdtDbtInd></Ntry>"
                                                "<Ntry><Amt Ccy=\"MXN\">4</Amt></Ntry></Stmt>"),
                "fault 3:0 amount\n"
                "entry - - C - MXN ||||\n"
                "fault 4:0 mark\n"
                "entry - - ? - MXN ||||\n"
                "fault 5:0 amount\n"
                "entry - - C - - ||||\n"
                "fault 5:0 mark\n"
                "entry - - ? - MXN ||||\n"
                "statement camt.053.001.02 - - -..- +0 -0 ?\n"
                "file camt.053.001.02 4 +0 -0 ?\n");
    check_shown(DOCUMENT("053.001.02", "<GrpHdr><MsgId>1</MsgId></GrpHdr>"),
                "fault 0:0 no-statement\n"
                "file camt.053.001.02 0 +0 -0 ?\n");
    check_refused(STR("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><M>"
                      "<Stmt>" ENTRY("1", "CRDT") "</Stmt>"),
                  "not well-formed");
    check_refused(STR("<!DOCTYPE a [<!ENTITY b \"c\">]><Document "
                      "xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"/>"),
                  "DOCTYPE");
    check_refused(STR("<a>camt.053.001.02</a>"), "its namespace is another");
}

/* Blank lines before the declaration, which XML does not allow, count as lines. */
static void test_blanks_before(void **state)
{
    (void)state;
    check_shown(STR(" \r\n\n<?xml version=\"1.0\"?>\n"
                    "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><Stmt>"
                    "<Id>S</Id><Ntry></Ntry></Stmt></Document>"),
                "fault 4:0 amount\n"
                "fault 4:0 mark\n"
                "entry - - ? - - ||||\n"
                "statement camt.053.001.02 - - -..- +0 -0 ? id=S\n"
                "file camt.053.001.02 1 +0 -0 ?\n");
    check_refused(STR("\n<?xml version=\"1.0\"?>\n<BkToCstmrStmt>"), "line 3");
}

/* Of two amounts or marks in one entry the first is taken, and the second told. */
static void test_twice(void **state)
{
    (void)state;
    check_shown(DOCUMENT("053.001.02",
                         "<Stmt><Id>S</Id><Ntry><Amt Ccy=\"MXN\">1</Amt><Amt Ccy=\"MXN\">2</Amt>\n"
                         "<CdtDbtInd>CRDT</CdtDbtInd><CdtDbtInd>DBIT</CdtDbtInd></Ntry></Stmt>"),
                "fault 3:0 amount\n"
                "fault 4:0 mark\n"
                "entry - - C 1 MXN ||||\n"
                "statement camt.053.001.02 - - -..- +1 -0 ? id=S\n"
                "file camt.053.001.02 1 +1 -0 ?\n");
}

/* A balance without its side is none: it could be either. */
static void test_balance_side(void **state)
{
    (void)state;
    check_shown(DOCUMENT("053.001.02",
                         "<Stmt><Id>S</Id><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp>"
                         "<Amt Ccy=\"MXN\">1</Amt></Bal>\n" BALANCE("CLBD", "2", "Debit")
                             BALANCE("CLAV", "2", "") "</Stmt>"),
                "fault 3:0 balance\n"
                "fault 4:0 balance\n"
                "statement camt.053.001.02 - - -..- +0 -0 ? id=S\n"
                "file camt.053.001.02 0 +0 -0 ?\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statement),     cmocka_unit_test(test_other_side),
        cmocka_unit_test(test_summary),       cmocka_unit_test(test_net),
        cmocka_unit_test(test_malformed),     cmocka_unit_test(test_parts),
        cmocka_unit_test(test_batches),       cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_utf16),         cmocka_unit_test(test_sum_of_all),
        cmocka_unit_test(test_balance_side),  cmocka_unit_test(test_twice),
        cmocka_unit_test(test_blanks_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
