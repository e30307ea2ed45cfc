/* Direct debit: only under a mandate that holds, only what is due and within it, never twice while
 * an order is under way; what the bank answers ends the order and puts the claim back. */
#include <inttypes.h>

#include "book/claim_entry.h"
#include "cash/debit_view.h"
#include "cash/take.h"
#include "policy/commit.h"
#include "tests/support/files.h"
#include "tests/support/portfolio.h"

#define CLABE "002010077777777771"

static struct portfolio portfolio;

/* p0… each with CUO-n of 500.00 + n, due on the open date. */
static struct op *start(void)
{
    struct op *const op = &portfolio.op;
    portfolio_open(&portfolio, 3);
    check_ok(op, db_begin(op, DB_WRITE));
    for (int n = 0; n < 3; n++) {
        const struct claim_input claim = {.source = STR("t"),
                                          .external_id =
                                              str_of(arena_printf(op->arena, "CUO-%d", n)),
                                          .number = 2,
                                          .issued_on = PORTFOLIO_DATE - 30,
                                          .due_on = PORTFOLIO_DATE - 400 + n,
                                          .amount = {50000 + n}};
        struct obligation_ref ref;
        enum book_change change;
        int64_t id = 0;
        check_ok(op,
                 obligation_find(op, STR("t"), str_of(arena_printf(op->arena, "p%d", n)), &ref));
        check_ok(op, claim_upsert(op, &ref, &claim, &id, &change));
    }
    check_ok(op, policy_commit(op));
    return op;
}

static status end(struct op *op, status code)
{
    if (code == OK)
        return policy_commit(op);
    db_rollback(op);
    touch_clear(op);
    op_clear(op);
    return code;
}

static struct mandate sound(void)
{
    return (struct mandate){.reference = STR("M-1"),
                            .scheme = STR("pain"),
                            .account_kind = STR("clabe"),
                            .account = STR(CLABE),
                            .holder = STR("Ana Torres"),
                            .signed_on = PORTFOLIO_DATE - 100,
                            .from = PORTFOLIO_DATE - 100,
                            .until = DAY_NONE,
                            .evidence = STR("sha256:00")};
}

static status give(struct op *op, int n, const struct mandate *mandate)
{
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    return end(op, mandate_give(op, portfolio.keys[n], mandate, &id));
}

static struct debit_header head_of(const char *message)
{
    struct debit_header header = {.format = STR("pain.008.001.08"),
                                  .message = str_of(message),
                                  .creditor_name = STR("Acreedora"),
                                  .creditor_id = STR("900123456"),
                                  .account = STR("1"),
                                  .bank = STR("001"),
                                  .created_on = PORTFOLIO_DATE,
                                  .sequence = 1};
    assert_true(currency_parse(STR("MXN"), &header.currency));
    return header;
}

static struct buf written; /* by the last collect */

static status collect(struct op *op, const char *message, day on, struct debit_result *ret_result)
{
    const struct debit_header header = head_of(message);
    int64_t creditor_id = 0;
    written = buf_start(op->arena, 1 << 20);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &creditor_id));
    return end(op, debit_collect(op, &header, creditor_id, on, ret_result, &written));
}

static status try_take(struct op *op, const char *text, struct take_result *ret_result)
{
    const struct take_request request = {.path = test_write_file(op, str_of(text))};
    return take_file(op, &request, ret_result);
}

static void take(struct op *op, const char *text, struct take_result *ret_result)
{
    check_ok(op, try_take(op, text, ret_result));
}

static void test_mandate(void **state)
{
    struct op *const op = start();
    struct mandate *list = NULL;
    size_t count = 0;
    struct mandate wrong = sound();
    (void)state;
    wrong.account = STR("002010077777777772");
    check_eq(give(op, 0, &wrong), E_INVALID);
    wrong = sound();
    wrong.evidence = STR("");
    check_eq(give(op, 0, &wrong), E_INVALID);
    wrong = sound();
    wrong.from = wrong.signed_on - 1;
    check_eq(give(op, 0, &wrong), E_INVALID);
    wrong = sound();
    wrong.scheme = STR("paper");
    check_eq(give(op, 0, &wrong), E_INVALID);
    wrong = sound();
    check_ok(op, give(op, 0, &wrong));
    check_eq(give(op, 0, &wrong), E_CONFLICT);
    check_ok(op, mandate_list(op, portfolio.keys[0], &list, &count));
    check_eq(count, 1);
    check_true(str_equal_c(list[0].account, CLABE));
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(end(op, mandate_revoke(op, portfolio.keys[0], STR("M-1"), STR(" "))), E_INVALID);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, end(op, mandate_revoke(op, portfolio.keys[0], STR("M-1"), STR("lo pidió"))));
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(end(op, mandate_revoke(op, portfolio.keys[0], STR("M-1"), STR("otra vez"))),
             E_CONFLICT);
    check_ok(op, give(op, 0, &wrong)); /* a new one of that name */
    portfolio_close(&portfolio);
}

#define HEAD(number)                                                                               \
    ":20:A" number "\n:25:012180001234567897\n:28C:" number "/1\n:60F:C241007MXN0,00\n"

static void test_collect(void **state)
{
    static const char refused[] = HEAD("1") ":61:2410071007RC100,00NTRFCUO-0//B0009999\n"
                                            ":86:sin fondos\n:62F:D241007MXN100,00\n-\n";
    static const char paid[] = HEAD("2") ":61:2410071007C100,00NTRFCUO-0//B0001111\n"
                                         ":86:cobro\n:62F:C241007MXN100,00\n-\n";
    struct op *const op = start();
    struct debit_result result;
    struct take_result taken;
    struct mandate mandate = sound();
    (void)state;
    check_eq(collect(op, "F-0", PORTFOLIO_DATE, &result), E_NOT_FOUND);
    mandate.from = PORTFOLIO_DATE + 1; /* not yet */
    check_ok(op, give(op, 1, &mandate));
    mandate = sound();
    mandate.until = PORTFOLIO_DATE - 1; /* no longer */
    check_ok(op, give(op, 2, &mandate));
    check_eq(collect(op, "F-0", PORTFOLIO_DATE, &result), E_NOT_FOUND);
    check_eq(collect(op, "F-0", PORTFOLIO_DATE - 1, &result), E_INVALID);
    mandate = sound();
    mandate.most = (money){10000};
    check_ok(op, give(op, 0, &mandate));
    check_ok(op, collect(op, "F-1", PORTFOLIO_DATE, &result));
    const int64_t orders = result.orders;
    check_true(orders >= 1);
    check_true(result.amount.minor <= orders * 10000);
    check_eq(collect(op, "F-1", PORTFOLIO_DATE, &result), E_CONFLICT);
    check_eq(collect(op, "F-2", PORTFOLIO_DATE, &result), E_NOT_FOUND); /* all are under way */
    /* refused for want of funds: nothing was paid, the claim may be collected again, and nobody is
     * asked whose money it is */
    take(op, refused, &taken);
    check_eq(taken.returns, 1);
    check_eq(taken.waiting, 0);
    check_ok(op, collect(op, "F-2", PORTFOLIO_DATE, &result));
    check_eq(result.orders, 1);
    check_eq(result.amount.minor, 10000);
    /* part of the claim was paid: the rest may be collected next */
    take(op, paid, &taken);
    check_eq(taken.money, 1);
    check_ok(op, collect(op, "F-3", PORTFOLIO_DATE, &result));
    check_eq(result.orders, 1);
    /* a file that was not sent */
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(end(op, debit_withdraw(op, STR("F-9"), STR("x"))), E_NOT_FOUND);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, end(op, debit_withdraw(op, STR("F-3"), STR("no se envió"))));
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(end(op, debit_withdraw(op, STR("F-3"), STR("no se envió"))), E_CONFLICT);
    check_ok(op, collect(op, "F-4", PORTFOLIO_DATE, &result));
    check_eq(result.orders, 1);
    portfolio_close(&portfolio);
}

/* "times/with a number of identity" of whose accounts went out in a file. */
static const char *given_out(struct op *op)
{
    struct db_rows rows;
    bool has_row = true;
    int64_t count = 0;
    int64_t documents = 0;
    check_ok(op, db_query(op, Q_INSIGHT_ACCESS_LOG,
                          DB_ARGS(ARG_DAY(PORTFOLIO_DATE), ARG_DAY(PORTFOLIO_DATE), ARG_TEXT_C(""),
                                  ARG_ID(portfolio.keys[0].debtor_id), ARG_I64(100)),
                          &rows));
    while (has_row) {
        check_ok(op, db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        count++;
        check_true(memmem(db_text(&rows, 4).data, db_text(&rows, 4).size, "account", 7) != NULL);
        documents += memmem(db_text(&rows, 4).data, db_text(&rows, 4).size, "document", 8) != NULL;
        check_str(db_text(&rows, 5), "export");
        check_str(db_text(&rows, 6), "direct debit");
    }
    return arena_printf(op->arena, "%" PRId64 "/%" PRId64, count, documents);
}

/* Each account that leaves the house is written down, also when the file is given at once. */
static void test_who_gets_accounts(void **state)
{
    struct op *const op = start();
    const struct party_input person = {.source = STR("t"),
                                       .external_id = STR("p0"),
                                       .name = STR("p0"),
                                       .document_kind = STR("INE"),
                                       .document = STR("ABCD12345678")};
    struct mandate mandate = sound();
    const struct debit_header header = head_of("F-1");
    const day on = PORTFOLIO_DATE + 5; /* two claims of p0 are due by then */
    struct debit_result result;
    enum book_change change;
    int64_t creditor_id = 0;
    int64_t id = 0;
    (void)state;
    check_ok(op, give(op, 0, &mandate));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &creditor_id));
    check_ok(op, end(op, debit_collect(op, &header, creditor_id, on, &result, NULL)));
    check_text(given_out(op), "0/0");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, end(op, debit_withdraw(op, STR("F-1"), STR("otra vez"))));
    check_ok(op, collect(op, "F-2", on, &result));
    check_eq(result.orders, 2); /* all of one person: one line */
    check_text(given_out(op), "1/0");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, party_upsert(op, &person, &id, &change));
    check_ok(op, end(op, debit_write_again(op, result.file_id, &written)));
    check_text(given_out(op), "2/1");
    portfolio_close(&portfolio);
}

/* --- what the bank answers order by order --- */

#define ANSWER(message, group, orders)                                                             \
    "<?xml version=\"1.0\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.03\">" \
    "<CstmrPmtStsRpt><GrpHdr><MsgId>A</MsgId><CreDtTm>2024-10-07T09:00:00</CreDtTm></GrpHdr>"      \
    "<OrgnlGrpInfAndSts><OrgnlMsgId>" message "</OrgnlMsgId>" group "</OrgnlGrpInfAndSts>"         \
    "<OrgnlPmtInfAndSts><OrgnlPmtInfId>" message "-1</OrgnlPmtInfId>" orders                       \
    "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n"
#define SAYS(reference, code, rest)                                                                \
    "<TxInfAndSts><OrgnlEndToEndId>" reference "</OrgnlEndToEndId><TxSts>" code "</TxSts>" rest    \
    "</TxInfAndSts>"
#define WHY(code, words)                                                                           \
    "<StsRsnInf><Rsn><Cd>" code "</Cd></Rsn><AddtlInf>" words "</AddtlInf></StsRsnInf>"

/* "state said orders" of each, by state. */
static const char *became(struct op *op, int64_t file_id)
{
    struct debit_sum *sums = NULL;
    size_t count = 0;
    struct buf out = buf_start(op->arena, 400);
    check_ok(op, debit_sums(op, file_id, &sums, &count));
    for (size_t i = 0; i < count; i++)
        buf_printf(&out, "%s" STR_FORMAT ":" STR_FORMAT ":%lld", i > 0 ? " " : "",
                   STR_ARG(sums[i].state), STR_ARG(sums[i].said), (long long)sums[i].orders);
    return buf_cstr(&out);
}

/* Three people with mandates, and all that they owe under way. */
static struct op *start_run(struct debit_result *ret_result)
{
    struct op *const op = start();
    struct mandate mandate = sound();
    for (int n = 0; n < 3; n++)
        check_ok(op, give(op, n, &mandate));
    check_ok(op, collect(op, "F-1", PORTFOLIO_DATE, ret_result));
    return op;
}

static void test_said(void **state)
{
    static const char answer[] = ANSWER(
        "F-1", "<GrpSts>PART</GrpSts>",
        "<PmtInfSts>ACSP</PmtInfSts>" SAYS("CUO-0", "RJCT", WHY("AM04", "sin fondos"))
            SAYS("CUO-1", "PDNG", "") SAYS("NOPE", "RJCT", "")
                SAYS("CUO-2", "RJCT",
                     "<OrgnlTxRef><Amt><InstdAmt Ccy=\"MXN\">1.00</InstdAmt></Amt></OrgnlTxRef>"));
    struct debit_result result;
    struct debit_result again;
    struct take_result taken;
    struct debit_order_shown *orders = NULL;
    size_t count = 0;
    (void)state;
    struct op *const op = start_run(&result);
    const int64_t rest = result.orders - 2;
    check_eq(collect(op, "F-1", PORTFOLIO_DATE, &again), E_CONFLICT);
    take(op, answer, &taken);
    check_true(taken.is_answer);
    check_eq(taken.said.rejected, 1);
    check_eq(taken.said.pending, 1);
    check_eq(taken.said.accepted, rest);
    check_eq(taken.said.unknown, 2); /* nobody's, and another amount: not refused by it */
    check_eq(taken.waiting, 0);
    check_text(became(op, result.file_id),
               arena_printf(op->arena, "rejected::1 under_way:accepted:%lld under_way:pending:1",
                            (long long)rest));
    check_ok(op, debit_orders_page(op, result.file_id, 0, STR("rejected"), 10, &orders, &count));
    check_eq(count, 1);
    check_true(str_equal_c(orders[0].said_code, "AM04"));
    check_true(str_equal_c(orders[0].said_words, "sin fondos"));
    check_true(orders[0].entry_id > 0);
    /* the same bytes, and the same answer in other bytes */
    take(op, answer, &taken);
    check_true(taken.is_known);
    take(op, arena_printf(op->arena, "%s\n", answer), &taken);
    check_eq(taken.entries, 0);
    check_eq(taken.said.rejected + taken.said.accepted + taken.said.pending, 0);
    /* what was refused may be collected again, and only that */
    check_ok(op, collect(op, "F-2", PORTFOLIO_DATE, &again));
    check_eq(again.orders, 1);
    take(op, ANSWER("F-2", "<GrpSts>RJCT</GrpSts>" WHY("FF01", "formato"), ""), &taken);
    check_eq(taken.said.rejected, 1);
    check_text(became(op, again.file_id), "rejected::1");
    check_eq(try_take(op, ANSWER("F-9", "<GrpSts>ACCP</GrpSts>", ""), &taken), E_NOT_FOUND);
    op_clear(op);
    portfolio_close(&portfolio);
}

/* An answer to other orders than were written is told, and only taken when somebody says so. */
static void test_said_of_others(void **state)
{
#define HAD(count, sum) "<OrgnlNbOfTxs>" count "</OrgnlNbOfTxs><OrgnlCtrlSum>" sum "</OrgnlCtrlSum>"
    struct debit_result result;
    struct take_result taken;
    (void)state;
    struct op *const op = start_run(&result);
    const char *const sum = money_format_plain(result.amount, 2, arena_alloc(op->arena, 64));
#define ANSWER_OF ANSWER("F-1", "%s<GrpSts>ACCP</GrpSts>", "")
    const char *const had =
        arena_printf(op->arena, HAD("%lld", "%s"), (long long)result.orders, sum);
    static const char *const wrong[] = {HAD("99", "1.00"), "<OrgnlNbOfTxs>1</OrgnlNbOfTxs>",
                                        "<OrgnlCtrlSum>1.00</OrgnlCtrlSum>"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        check_eq(try_take(op, arena_printf(op->arena, ANSWER_OF, wrong[i]), &taken), E_INVALID);
        check_true(strstr(op->text, "what was written") != NULL);
        check_true(strstr(op->text, "Take it though its totals do not agree") != NULL);
        op_clear(op);
    }
    check_text(became(op, result.file_id),
               arena_printf(op->arena, "under_way::%lld", (long long)result.orders));
    take(op, arena_printf(op->arena, ANSWER_OF, had), &taken);
    check_eq(taken.said.accepted, result.orders);
    check_text(taken.differs, "");
    portfolio_close(&portfolio);
}

/* Money counts, whatever is said: a refusal of what was paid changes nothing and is told. */
static void test_said_late(void **state)
{
    static const char paid[] = HEAD("3") ":61:2410071007C500,01NTRFCUO-1//B0001112\n"
                                         ":86:cobro\n:62F:C241007MXN500,01\n-\n";
    struct debit_result result;
    struct take_result taken;
    (void)state;
    struct op *const op = start_run(&result);
    take(op, ANSWER("F-1", "<GrpSts>ACCP</GrpSts>", ""), &taken);
    check_eq(taken.said.accepted, result.orders);
    take(op, paid, &taken);
    check_eq(taken.money, 1);
    take(op, ANSWER("F-1", "", SAYS("CUO-1", "RJCT", WHY("MD01", ""))), &taken);
    check_eq(taken.said.late, 1);
    check_eq(taken.said.rejected, 0);
    check_text(
        became(op, result.file_id),
        arena_printf(op->arena, "paid::1 under_way:accepted:%lld", (long long)result.orders - 1));
    portfolio_close(&portfolio);
}

/* What is shown first is what is written, and what was written is written again to the byte. */
static void test_preview(void **state)
{
    struct debit_header header = {.format = STR("pain.008.001.08")};
    struct debit_preview *orders = NULL;
    struct debit_result result;
    struct mandate mandate = sound();
    struct op *const op = start();
    struct buf again = buf_start(op->arena, 1 << 20);
    int64_t creditor_id = 0;
    size_t count = 0;
    money total = {-1};
    (void)state;
    assert_true(currency_parse(STR("MXN"), &header.currency));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &creditor_id));
    check_ok(op, end(op, OK));
    check_ok(op, debit_preview(op, &header, creditor_id, PORTFOLIO_DATE, &orders, &count, &total));
    check_eq(count, 0);
    check_eq(total.minor, 0);
    for (int n = 0; n < 3; n++)
        check_ok(op, give(op, n, &mandate));
    check_ok(op, debit_preview(op, &header, creditor_id, PORTFOLIO_DATE, &orders, &count, &total));
    check_true(str_equal_c(orders[0].account, CLABE));
    check_ok(op, collect(op, "F-1", PORTFOLIO_DATE, &result));
    check_eq(result.orders, (int64_t)count);
    check_eq(result.amount.minor, total.minor);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, end(op, debit_write_again(op, result.file_id, &again)));
    check_text(buf_cstr(&again), buf_cstr(&written));
    portfolio_close(&portfolio);
}

TEST_STORE_MAIN("debit", cmocka_unit_test(test_mandate), cmocka_unit_test(test_collect),
                cmocka_unit_test(test_said), cmocka_unit_test(test_said_of_others),
                cmocka_unit_test(test_said_late), cmocka_unit_test(test_preview),
                cmocka_unit_test(test_who_gets_accounts))
