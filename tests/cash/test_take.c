/* Files of banks into the book: taken once, refused when they do not agree, settled or waiting; and
 * what a person says, to the cent. */
#include "book/claim_entry.h"
#include "cash/settle.h"
#include "cash/take.h"
#include "policy/commit.h"
#include "tests/support/files.h"
#include "tests/support/portfolio.h"

#define VALUE "241007" /* the portfolio's open date */

static struct portfolio portfolio;

/* Debtors p0… with a second claim each: FAC-1000n of 500.00 + n. */
static struct op *start(void)
{
    struct op *const op = &portfolio.op;
    portfolio_open(&portfolio, 4);
    check_ok(op, db_begin(op, DB_WRITE));
    for (int n = 0; n < 4; n++) {
        const struct claim_input claim = {.source = STR("t"),
                                          .external_id =
                                              str_of(arena_printf(op->arena, "FAC-1000%d", n)),
                                          .number = 2,
                                          .issued_on = PORTFOLIO_DATE - 30,
                                          .due_on = PORTFOLIO_DATE - 10,
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

static status take(struct op *op, const char *text, bool accepts, struct take_result *ret_result)
{
    const struct take_request request = {.path = test_write_file(op, str_of(text)),
                                         .accepts_differences = accepts};
    return take_file(op, &request, ret_result);
}

#define HEAD ":20:A1\n:25:012180001234567897\n:28C:1/1\n:60F:C241007MXN100,00\n"

static int64_t count_pending(struct op *op, int64_t *ret_open, int64_t *ret_entry)
{
    struct db_rows rows;
    bool has_row = true;
    int64_t count = 0;
    *ret_open = 0;
    check_ok(op, db_query(op, Q_BANK_PENDING_LIST,
                          DB_ARGS(ARG_I64(DAY_MIN), ARG_I64(0), ARG_I64(100)), &rows));
    for (;;) {
        check_ok(op, db_next(op, &rows, &has_row));
        if (!has_row)
            return count;
        *ret_entry = db_id(&rows, 0);
        *ret_open += db_money(&rows, 2).minor;
        count++;
    }
}

static int64_t unpaid(struct op *op, int n)
{
    struct db_rows rows;
    bool has_row = true;
    int64_t open = 0;
    check_ok(op, db_query(op, Q_CLAIM_OPEN_OF_CASE,
                          DB_ARGS(ARG_ID(portfolio.keys[n].debtor_id),
                                  ARG_ID(portfolio.keys[n].case_id)),
                          &rows));
    for (;;) {
        check_ok(op, db_next(op, &rows, &has_row));
        if (!has_row)
            return open;
        open += db_money(&rows, 4).minor;
    }
}

static int64_t case_number(struct op *op, int n)
{
    struct db_rows rows;
    bool has_row = false;
    check_ok(op,
             db_query(op, Q_CASH_CASE_NUMBER, DB_ARGS(ARG_ID(portfolio.keys[n].case_id)), &rows));
    check_ok(op, db_next(op, &rows, &has_row));
    const int64_t number = db_i64(&rows, 0);
    db_rows_close(&rows);
    return number;
}

#define TWO                                                                                        \
    HEAD ":61:" VALUE "1007C500,00NTRFFAC-10000//B0001234\n:86:pago\n"                             \
         ":61:" VALUE "1007C77,70NTRFNONREF//B0001235\n:86:deposito en efectivo\n"                 \
         ":61:" VALUE "1007D5,00NMSCNONREF//B0001236\n:86:comision\n"                              \
         ":62F:C241007MXN672,70\n-\n"

static void test_taken_once(void **state)
{
    struct op *const op = start();
    struct take_result result;
    int64_t open = 0;
    int64_t entry = 0;
    const int64_t before = unpaid(op, 0);
    (void)state;
    check_ok(op, take(op, TWO, false, &result));
    check_eq(result.entries, 3);
    check_eq(result.money, 2);
    check_eq(result.settled, 1);
    check_eq(result.waiting, 1);
    check_eq(before - unpaid(op, 0), 50000);
    check_eq(count_pending(op, &open, &entry), 1);
    check_eq(open, 7770);
    /* the same bytes; the same statement in another file; its entries in a longer statement */
    check_ok(op, take(op, TWO, false, &result));
    check_true(result.is_known);
    check_ok(op, take(op, TWO "\n", false, &result));
    check_eq(result.entries, 0);
    check_eq(result.repeated, 3);
    check_ok(op, take(op,
                      HEAD ":61:" VALUE "1007C500,00NTRFFAC-10000//B0001234\n:86:otro texto\n"
                           ":61:" VALUE "1007C500,01NTRFFAC-10001//B0001240\n:86:pago\n"
                           ":62F:C241007MXN1100,01\n-\n",
                      false, &result));
    check_eq(result.entries, 1);
    check_eq(result.repeated, 1);
    check_eq(result.settled, 1);
    check_eq(before - unpaid(op, 0), 50000);
    portfolio_close(&portfolio);
}

static void test_what_does_not_agree(void **state)
{
    static const char wrong[] = HEAD ":61:" VALUE "1007C500,00NTRFFAC-10000//B0001234\n"
                                     ":62F:C241007MXN601,00\n-\n";
    struct op *const op = start();
    struct take_result result;
    int64_t open = 0;
    int64_t entry = 0;
    const uint64_t before = portfolio_digest(&portfolio);
    (void)state;
    check_eq(take(op, wrong, false, &result), E_INVALID);
    op_clear(op);
    check_eq(take(op, "", false, &result), E_INVALID);
    op_clear(op);
    check_true(portfolio_digest(&portfolio) == before);
    check_eq(count_pending(op, &open, &entry), 0);
    check_ok(op, take(op, wrong, true, &result));
    check_true(*result.differs != '\0');
    check_eq(result.settled, 1);
    portfolio_close(&portfolio);
}

/* Twins of one statement are two payments; what looks the same in another one waits. */
static void test_twins_and_doubles(void **state)
{
    static const char twins[] = HEAD ":61:" VALUE "1007C500,02NTRFFAC-10002\n:86:abono\n"
                                     ":61:" VALUE "1007C500,02NTRFFAC-10002\n:86:abono\n"
                                     ":62F:C241007MXN1100,04\n-\n";
    static const char again[] = ":20:A2\n:25:012180001234567897\n:28C:2/1\n"
                                ":60F:C241007MXN1100,04\n"
                                ":61:" VALUE "1007C500,02NTRFFAC-10002\n:86:abono\n"
                                ":62F:C241007MXN1600,06\n-\n";
    struct op *const op = start();
    struct take_result result;
    int64_t open = 0;
    int64_t entry = 0;
    (void)state;
    check_ok(op, take(op, twins, false, &result));
    check_eq(result.entries, 2);
    check_eq(result.settled + result.waiting, 2);
    const int64_t waiting = result.waiting;
    check_ok(op, take(op, again, false, &result));
    check_eq(result.entries, 1);
    check_eq(result.waiting, 1);
    check_eq(count_pending(op, &open, &entry), waiting + 1);
    check_eq(open, (waiting + 1) * 50002);
    portfolio_close(&portfolio);
}

static status in_transaction(struct op *op, status code)
{
    if (code == OK)
        return policy_commit(op);
    db_rollback(op);
    touch_clear(op);
    op_clear(op);
    return code;
}

static status assign(struct op *op, int64_t entry, int64_t number, int64_t amount)
{
    const struct settle_order order = {
        .entry_id = entry, .case_number = number, .amount = {amount}, .reason = STR("comprobante")};
    check_ok(op, db_begin(op, DB_WRITE));
    return in_transaction(op, settle_assign(op, &order));
}

static status undo(struct op *op, int64_t entry, const char *reason, int64_t *ret_count)
{
    check_ok(op, db_begin(op, DB_WRITE));
    return in_transaction(op, settle_undo(op, entry, str_of(reason), ret_count));
}

static status dismiss(struct op *op, int64_t entry)
{
    check_ok(op, db_begin(op, DB_WRITE));
    return in_transaction(op, settle_dismiss(op, entry, STR("propio")));
}

/* One entry over two people, taken back, dismissed, taken back, and given whole to one. */
static void test_people(void **state)
{
    struct op *const op = start();
    struct take_result result;
    int64_t open = 0;
    int64_t entry = 0;
    int64_t count = 0;
    const int64_t first = unpaid(op, 1);
    const int64_t second = unpaid(op, 2);
    (void)state;
    check_ok(op, take(op, TWO, false, &result));
    check_eq(count_pending(op, &open, &entry), 1);
    check_eq(assign(op, entry, case_number(op, 1), 7771), E_INVALID);
    check_eq(assign(op, entry, 1, 0), E_NOT_FOUND);
    check_ok(op, assign(op, entry, case_number(op, 1), 3000));
    check_eq(count_pending(op, &open, &entry), 1);
    check_eq(open, 4770);
    check_ok(op, assign(op, entry, case_number(op, 2), 0));
    check_eq(count_pending(op, &open, &(int64_t){0}), 0);
    check_eq(first - unpaid(op, 1), 3000);
    check_eq(second - unpaid(op, 2), 4770);
    check_eq(assign(op, entry, case_number(op, 2), 0), E_CONFLICT);
    check_eq(undo(op, entry, "", &count), E_INVALID);
    check_ok(op, undo(op, entry, "equivocado", &count));
    check_eq(count, 2);
    check_eq(first, unpaid(op, 1));
    check_eq(second, unpaid(op, 2));
    check_eq(count_pending(op, &open, &entry), 1);
    check_eq(open, 7770);
    check_eq(undo(op, entry, "otra vez", &count), E_CONFLICT);
    check_ok(op, dismiss(op, entry));
    check_eq(count_pending(op, &open, &(int64_t){0}), 0);
    check_ok(op, undo(op, entry, "no era propio", &count));
    check_eq(count, 0);
    check_ok(op, assign(op, entry, case_number(op, 1), 0));
    check_eq(first - unpaid(op, 1), 7770);
    portfolio_close(&portfolio);
}

/* The bank takes back what it gave: the payment is returned, once. */
static void test_return(void **state)
{
    static const char back[] = ":20:A3\n:25:012180001234567897\n:28C:3/1\n"
                               ":60F:C241007MXN672,70\n"
                               ":61:" VALUE "1007RC500,00NTRFFAC-10000//B0009999\n:86:devuelto\n"
                               ":61:" VALUE "1007RC500,00NTRFFAC-10000//B0009998\n:86:devuelto\n"
                               ":62F:D241007MXN327,30\n-\n";
    struct op *const op = start();
    struct take_result result;
    const int64_t before = unpaid(op, 0);
    (void)state;
    check_ok(op, take(op, TWO, false, &result));
    check_eq(before - unpaid(op, 0), 50000);
    check_ok(op, take(op, back, false, &result));
    check_eq(result.returns, 2);
    check_eq(result.settled, 1);
    check_eq(result.waiting, 1);
    check_eq(before, unpaid(op, 0));
    portfolio_close(&portfolio);
}

static status take_sheet(struct op *op, const char *mapping, const char *text,
                         struct take_result *ret_result)
{
    const struct take_request request = {.path = test_write_file(op, str_of(text)),
                                         .mapping_path = test_write_file(op, str_of(mapping))};
    return take_file(op, &request, ret_result);
}

/* A CSV by a mapping: amounts in two columns, balances from the newest row to the oldest. */
static void test_sheet(void **state)
{
    static const char mapping[] =
        "{\"kind\":\"bank\",\"account\":\"012\",\"date\":\"DD/MM/YYYY\",\"decimal\":\",\","
        "\"group\":\".\",\"skip_lines\":1,\"columns\":{\"value_on\":\"Fecha\",\"credit\":"
        "\"Abono\",\"debit\":\"Cargo\",\"text\":\"Concepto\",\"balance\":\"Saldo\"}}";
    static const char head[] = "Banco; cuenta 012;;;\nFecha;Concepto;Cargo;Abono;Saldo\n";
    static const char good[] = "07/10/2024;comision;5,00;;1.095,00\n"
                               "07/10/2024;pago FAC-10003;;500,03;1.100,00\n"
                               "06/10/2024;pago FAC-10001;;500,01;599,97\n";
    static const char *const wrong[] = {
        "07/10/2024;pago FAC-10003;;500,03;1.100,00\n06/10/2024;x;;500,01;600,00\n",
        "31/02/2024;pago FAC-10003;;500,03;1.100,00\n",
        "07/10/2024;pago FAC-10003;;quinientos;1.100,00\n",
    };
    struct op *const op = start();
    struct take_result result;
    const int64_t before = unpaid(op, 3) + unpaid(op, 1);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        check_case(wrong[i]);
        check_eq(take_sheet(op, mapping, arena_printf(op->arena, "%s%s", head, wrong[i]), &result),
                 E_INVALID);
        op_clear(op);
    }
    check_eq(take_sheet(op, "{\"kind\":\"bank\",\"columns\":{\"value_on\":\"Dia\"}}",
                        arena_printf(op->arena, "%s%s", head, good), &result),
             E_INVALID);
    op_clear(op);
    check_ok(op, take_sheet(op, mapping, arena_printf(op->arena, "%s%s", head, good), &result));
    check_text(result.format, "CSV");
    check_eq(result.entries, 3);
    check_eq(result.money, 2);
    check_eq(result.settled, 2);
    check_eq(before - unpaid(op, 3) - unpaid(op, 1), 100004);
    check_ok(op, take_sheet(op, mapping, arena_printf(op->arena, "%s%s", head, good), &result));
    check_true(result.is_known);
    portfolio_close(&portfolio);
}

/* What waited is settled when its claim comes; nothing of what a person touched is. */
static void test_again(void **state)
{
    static const char early[] = HEAD ":61:" VALUE "1007C321,09NTRFFAC-55555//B0007777\n:86:x\n"
                                     ":62F:C241007MXN421,09\n-\n";
    struct op *const op = start();
    struct take_result result;
    struct obligation_ref ref;
    enum book_change change;
    int64_t id = 0;
    int64_t tried = 0;
    int64_t settled = 0;
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = STR("FAC-55555"),
                                      .number = 3,
                                      .issued_on = PORTFOLIO_DATE,
                                      .due_on = PORTFOLIO_DATE,
                                      .amount = {32109}};
    (void)state;
    check_ok(op, take(op, early, false, &result));
    check_eq(result.waiting, 1);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, obligation_find(op, STR("t"), STR("p3"), &ref));
    check_ok(op, claim_upsert(op, &ref, &claim, &id, &change));
    check_ok(op, policy_commit(op));
    const int64_t before = unpaid(op, 3);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, take_again(op, &tried, &settled));
    check_ok(op, policy_commit(op));
    check_eq(tried, 1);
    check_eq(settled, 1);
    check_eq(before - unpaid(op, 3), 32109);
    portfolio_close(&portfolio);
}

TEST_STORE_MAIN("take", cmocka_unit_test(test_taken_once),
                cmocka_unit_test(test_what_does_not_agree),
                cmocka_unit_test(test_twins_and_doubles), cmocka_unit_test(test_people),
                cmocka_unit_test(test_return), cmocka_unit_test(test_sheet),
                cmocka_unit_test(test_again))
