/* Payroll deduction: lists for an employer, answers booked once and within what was asked, and each
 * difference by its name. */
#include <inttypes.h>

#include "book/claim_entry.h"
#include "cash/payroll.h"
#include "cash/take.h"
#include "policy/commit.h"
#include "tests/support/files.h"
#include "tests/support/portfolio.h"

enum { PEOPLE = 6 };

static struct portfolio portfolio;
static int64_t employer;

/* Everybody owes QUO-n of 500.00 + n, due on the open date; all but the last work for Fábrica.  p0
 * and p1 have told their identity number. */
static struct op *start(void)
{
    struct op *const op = &portfolio.op;
    const struct party_input input = {.source = STR("t"),
                                      .external_id = STR("EMP"),
                                      .kind = STR("company"),
                                      .name = STR("Fábrica, S.A.")};
    enum book_change change;
    portfolio_open(&portfolio, PEOPLE);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, party_upsert(op, &input, &employer, &change));
    for (int n = 0; n < 2; n++) {
        const str name = str_of(arena_printf(op->arena, "p%d", n));
        const struct party_input person = {.source = STR("t"),
                                           .external_id = name,
                                           .name = name,
                                           .document_kind = STR("INE"),
                                           .document = STR("ABCD12345678")};
        int64_t id = 0;
        check_ok(op, party_upsert(op, &person, &id, &change));
    }
    for (int n = 0; n < PEOPLE; n++) {
        const struct claim_input claim = {.source = STR("t"),
                                          .external_id =
                                              str_of(arena_printf(op->arena, "QUO-%d", n)),
                                          .number = 2,
                                          .issued_on = PORTFOLIO_DATE - 30,
                                          .due_on = PORTFOLIO_DATE,
                                          .amount = {50000 + n}};
        struct obligation_ref ref;
        int64_t id = 0;
        check_ok(op,
                 obligation_find(op, STR("t"), str_of(arena_printf(op->arena, "p%d", n)), &ref));
        check_ok(op, claim_upsert(op, &ref, &claim, &id, &change));
        if (n < PEOPLE - 1)
            check_ok(op, obligation_add_party(op, &ref, employer, ROLE_EMPLOYER));
    }
    check_ok(op, policy_commit(op));
    return op;
}

static status expect(struct op *op, day from, day until, bool takes_over,
                     struct payroll_list *ret_list, const char **ret_csv)
{
    struct payroll_request request = {
        .employer_id = employer, .from = from, .until = until, .takes_over = takes_over};
    struct buf out = buf_start(op->arena, 1 << 20);
    assert_true(currency_parse(STR("MXN"), &request.currency));
    check_ok(op, db_begin(op, DB_WRITE));
    const status code = payroll_expect(op, &request, ret_list, &out);
    if (code != OK) {
        db_rollback(op);
        op_clear(op);
        return code;
    }
    *ret_csv = buf_cstr(&out);
    return policy_commit(op);
}

/* How often it is written down that identity numbers went out in a list. */
static int64_t given_out(struct op *op)
{
    struct db_rows rows;
    bool has_row = true;
    int64_t count = 0;
    check_ok(op, db_query(op, Q_INSIGHT_ACCESS_LOG,
                          DB_ARGS(ARG_DAY(PORTFOLIO_DATE), ARG_DAY(PORTFOLIO_DATE), ARG_TEXT_C(""),
                                  ARG_ID(0), ARG_I64(100)),
                          &rows));
    while (has_row) {
        check_ok(op, db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        count++;
        check_str(db_text(&rows, 4), "document");
        check_str(db_text(&rows, 5), "export");
        check_str(db_text(&rows, 6), "payroll list");
    }
    return count;
}

static status take(struct op *op, const char *text, struct take_result *ret_result)
{
    const struct take_request request = {.path = test_write_file(op, str_of(text))};
    return take_file(op, &request, ret_result);
}

static const char *answer(struct op *op, int64_t list, const char *paid_on, const char *rows,
                          int count, const char *sum)
{
    return arena_printf(op->arena,
                        "ACUERDO-PAYROLL,1,%" PRId64
                        ",MXN,2024-10-01,2024-10-31,\"Fábrica, S.A.\",%s\n"
                        "line,reference,name,document,debt,due_on,expected,deducted,reason\n%s"
                        "TOTAL,%d,,,,,0,%s,\n",
                        list, paid_on, rows, count, sum);
}

static int64_t unpaid(struct op *op, int n)
{
    struct claim claim;
    int64_t debtor_id = 0;
    int64_t id = 0;
    check_ok(op, claim_find(op, STR("t"), str_of(arena_printf(op->arena, "QUO-%d", n)), &debtor_id,
                            &id));
    check_ok(op, claim_get(op, debtor_id, id, &claim));
    return claim.amount.minor - claim.paid.minor;
}

/* "kind line deducted waiting" of each, blanks between. */
static const char *told(struct op *op, int64_t list)
{
    struct payroll_difference *all = NULL;
    struct buf out = buf_start(op->arena, 4096);
    size_t count = 0;
    bool has_answer = false;
    check_ok(op, payroll_differences(op, list, &all, &count, &has_answer));
    for (size_t i = 0; i < count; i++)
        buf_printf(&out, "%s%s:%" PRId64 ":%" PRId64 ":%" PRId64, i > 0 ? " " : "", all[i].kind,
                   all[i].number, all[i].deducted.minor, all[i].waiting.minor);
    return buf_cstr(&out);
}

/* Each number that leaves the house is written down: in a list that is made and given at once, and
 * each time that it is given again; not where it is made and nobody gets it yet. */
static void test_who_gets_numbers(void **state)
{
    struct op *const op = start();
    struct payroll_request request = {
        .employer_id = employer, .from = PORTFOLIO_DATE, .until = PORTFOLIO_DATE};
    struct payroll_list list;
    struct buf csv = buf_start(op->arena, 1 << 20);
    (void)state;
    assert_true(currency_parse(STR("MXN"), &request.currency));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payroll_expect(op, &request, &list, NULL));
    check_ok(op, policy_commit(op));
    check_eq(given_out(op), 0);
    request.takes_over = true;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payroll_expect(op, &request, &list, &csv));
    check_ok(op, policy_commit(op));
    check_true(strstr(buf_cstr(&csv), "ABCD12345678") != NULL);
    check_eq(given_out(op), 2);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payroll_list_write(op, list.id, &csv));
    check_ok(op, policy_commit(op));
    check_eq(given_out(op), 4);
    portfolio_close(&portfolio);
}

static status withdraw(struct op *op, int64_t id, const char *why)
{
    check_ok(op, db_begin(op, DB_WRITE));
    const status code = payroll_withdraw(op, id, str_of(why));
    if (code == OK)
        return policy_commit(op);
    db_rollback(op);
    op_clear(op);
    return code;
}

/* A list that nobody answered is taken back and its period is free; one that was answered stays. */
static void test_withdraw(void **state)
{
    struct op *const op = start();
    struct payroll_list list;
    struct payroll_list again;
    struct take_result taken;
    const char *csv = NULL;
    char longest[2 * PAYROLL_WHY_MAX + 2]; /* of letters that take two bytes */
    for (size_t i = 0; i + 2 < sizeof(longest); i += 2)
        memcpy(longest + i, "ñ", 2);
    (void)state;
    memcpy(longest + sizeof(longest) - 2, "x", 2);
    check_eq(withdraw(op, 77, "no"), E_NOT_FOUND);
    check_ok(op, expect(op, PORTFOLIO_DATE, PORTFOLIO_DATE, false, &list, &csv));
    check_eq(list.withdrawn_on, DAY_NONE);
    check_eq(expect(op, PORTFOLIO_DATE, PORTFOLIO_DATE, false, &again, &csv), E_CONFLICT);
    check_eq(withdraw(op, list.id, " "), E_INVALID);
    check_eq(withdraw(op, list.id, longest), E_INVALID);
    check_ok(op, payroll_list_get(op, list.id, &again));
    check_eq(again.withdrawn_on, DAY_NONE);
    longest[sizeof(longest) - 2] = '\0';
    check_ok(op, withdraw(op, list.id, longest));
    check_ok(op, payroll_list_get(op, list.id, &again));
    check_eq(again.withdrawn_on, PORTFOLIO_DATE);
    check_str(again.withdrawn_why, longest);
    check_eq(withdraw(op, list.id, "no"), E_CONFLICT);
    check_ok(op, expect(op, PORTFOLIO_DATE, PORTFOLIO_DATE, false, &again, &csv));
    check_ok(op, take(op, answer(op, again.id, "2024-10-07", "1,QUO-0,,,,,0,10.00,\n", 1, "10.00"),
                      &taken));
    check_eq(withdraw(op, again.id, "no"), E_CONFLICT);
    /* the employer may still send back the one that was taken back */
    check_ok(op, take(op, answer(op, list.id, "2024-10-07", "2,QUO-1,,,,,0,20.00,\n", 1, "20.00"),
                      &taken));
    check_eq(taken.money, 1);
    portfolio_close(&portfolio);
}

static void test_list(void **state)
{
    struct op *const op = start();
    struct payroll_list list;
    struct payroll_list other;
    const char *csv = NULL;
    (void)state;
    check_eq(expect(op, PORTFOLIO_DATE, PORTFOLIO_DATE - 1, false, &list, &csv), E_INVALID);
    check_eq(expect(op, PORTFOLIO_DATE + 900, PORTFOLIO_DATE + 905, false, &list, &csv),
             E_NOT_FOUND);
    check_ok(op, expect(op, PORTFOLIO_DATE, PORTFOLIO_DATE, false, &list, &csv));
    check_eq(list.lines, PEOPLE - 1);
    check_eq(list.amount.minor, 5 * 50000 + 10);
    check_true(strstr(csv, "\"Fábrica, S.A.\",\r\n") != NULL);
    check_true(strstr(csv, "TOTAL,5,,,,,2500.10,,\r\n") != NULL);
    check_true(strstr(csv, "QUO-5") == NULL);
    struct buf again = buf_start(op->arena, 1 << 20);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payroll_list_write(op, list.id, &again));
    check_ok(op, policy_commit(op));
    check_text(buf_cstr(&again), csv);
    check_text(told(op, list.id), "awaited:1:0:0 awaited:2:0:0 awaited:3:0:0 awaited:4:0:0 "
                                  "awaited:5:0:0");
    check_eq(expect(op, PORTFOLIO_DATE, PORTFOLIO_DATE + 9, false, &other, &csv), E_CONFLICT);
    check_ok(op, expect(op, PORTFOLIO_DATE, PORTFOLIO_DATE, true, &other, &csv));
    check_ok(op, payroll_list_get(op, list.id, &list));
    check_eq(list.withdrawn_on, PORTFOLIO_DATE);
    check_true(list.withdrawn_why.size > 0); /* that another took its place */
    portfolio_close(&portfolio);
}

/* What was filled in is told as it is, is booked within what was asked, and never twice. */
static void test_answer(void **state)
{
    static const char rows[] = "1,QUO-0,Ana,,,,500.00,500.00,\n"
                               "2,QUO-1,Beto,,,,500.01,200.00,licencia\n"
                               "3,QUO-2,Caro,,,,500.02,600.02,\n"
                               "4,QUO-3,Dani,,,,500.03,500.03,\n"
                               "4,QUO-3,Dani,,,,500.03,500.03,\n"
                               "5,QUO-4,Eva,,,,500.04,,baja\n"
                               ",XYZ-1,Nadie,,,,,10.00,\n";
    struct op *const op = start();
    struct payroll_list list;
    struct take_result result;
    const char *csv = NULL;
    (void)state;
    check_ok(op, expect(op, PORTFOLIO_DATE, PORTFOLIO_DATE, false, &list, &csv));
    const char *const file = answer(op, list.id, "2024-10-07", rows, 7, "2310.08");
    check_ok(op, take(op, file, &result));
    check_text(result.format, "PAYROLL");
    check_eq(result.entries, 7);
    check_eq(result.money, 6);
    check_eq(result.settled, 3);
    check_eq(result.waiting, 3);
    for (int n = 0; n < 4; n++)
        check_eq(unpaid(op, n), n == 1 ? 30001 : 0);
    check_eq(unpaid(op, 4), 50004);
    check_text(told(op, list.id), "agrees:1:50000:0 less:2:20000:0 more:3:60002:10000 "
                                  "twice:4:100006:50003 left:5:0:0 unlisted:0:1000:1000");
    /* the same bytes, the same rows in other bytes, and one row more in another file */
    check_ok(op, take(op, file, &result));
    check_true(result.is_known);
    check_ok(op, take(op, arena_printf(op->arena, "%s\n", file), &result));
    check_eq(result.entries, 0);
    check_ok(op,
             take(op,
                  answer(op, list.id, "2024-10-07",
                         "1,QUO-0,Ana,,,,500.00,500.00,\n2,QUO-1,Beto,,,,,300.01,\n", 2, "800.01"),
                  &result));
    check_eq(result.entries, 1);
    check_eq(result.settled, 1);
    check_eq(unpaid(op, 1), 0);
    check_eq(unpaid(op, 0), 0);
    /* who left is not asked for again */
    check_eq(expect(op, PORTFOLIO_DATE, PORTFOLIO_DATE, true, &list, &csv), E_NOT_FOUND);
    portfolio_close(&portfolio);
}

static void test_refused(void **state)
{
    static const char row[] = "1,QUO-0,Ana,,,,500.00,500.00,\n";
    struct op *const op = start();
    struct payroll_list list;
    struct take_result result;
    const char *csv = NULL;
    (void)state;
    check_ok(op, expect(op, PORTFOLIO_DATE, PORTFOLIO_DATE, false, &list, &csv));
    const uint64_t before = portfolio_digest(&portfolio);
    const struct {
        const char *text;
        status code;
    } cases[] = {
        {csv,        E_INVALID  }, /* not filled in */
        { answer(op, list.id,     "",           row,                      1, "500.00"), E_INVALID},
        {   answer(op, list.id,     "2024-10-07", row,                      2, "500.00"), E_INVALID},
        {   answer(op, list.id,     "2024-10-07", row,                      1, "499.99"), E_INVALID},
        {   answer(op, list.id,     "2024-10-07", "1,QUO-0,A,,,,,-1.00,\n", 1, "-1.00"), E_INVALID},
        {    answer(op, list.id + 1, "2024-10-07", row,                      1, "500.00"), E_NOT_FOUND},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(arena_printf(op->arena, "%zu", i));
        check_eq(take(op, cases[i].text, &result), cases[i].code);
        op_clear(op);
    }
    check_true(portfolio_digest(&portfolio) == before);
    check_eq(unpaid(op, 0), 50000);
    portfolio_close(&portfolio);
}

/* The sum that the bank told leaves the queue, when it is the sum of the file. */
static void test_deposit(void **state)
{
    static const char deposit[] = ":20:A1\n:25:012180001234567897\n:28C:1/1\n:60F:C241007MXN0,00\n"
                                  ":61:2410071007C700,01NTRFNONREF//B0001234\n:86:FABRICA SA\n"
                                  ":62F:C241007MXN700,01\n-\n";
    static const char rows[] = "1,QUO-0,Ana,,,,500.00,500.00,\n2,QUO-1,Beto,,,,500.01,200.01,\n";
    struct op *const op = start();
    struct payroll_list list;
    struct take_result result;
    struct settle_entry entry;
    struct db_rows pending;
    const char *csv = NULL;
    bool has_row = false;
    struct take_request request = {.deposit_id = 0};
    (void)state;
    check_ok(op, expect(op, PORTFOLIO_DATE, PORTFOLIO_DATE, false, &list, &csv));
    check_ok(op, take(op, deposit, &result));
    check_eq(result.waiting, 1);
    check_ok(op, db_query(op, Q_BANK_PENDING_LIST,
                          DB_ARGS(ARG_I64(DAY_MIN), ARG_I64(0), ARG_I64(1)), &pending));
    check_ok(op, db_next(op, &pending, &has_row));
    request.deposit_id = db_id(&pending, 0);
    db_rows_close(&pending);
    for (int i = 0; i < 2; i++) {
        const char *const text =
            answer(op, list.id, "2024-10-07", i == 0 ? "1,QUO-0,Ana,,,,,500.00,\n" : rows, i + 1,
                   i == 0 ? "500.00" : "700.01");
        request.path = test_write_file(op, str_of(text));
        check_eq(take_file(op, &request, &result), i == 0 ? E_CONFLICT : OK);
        op_clear(op);
        check_eq(unpaid(op, 0), i == 0 ? 50000 : 0);
    }
    check_eq(settle_load(op, request.deposit_id, &entry), E_CONFLICT);
    op_clear(op);
    portfolio_close(&portfolio);
}

TEST_STORE_MAIN("payroll", cmocka_unit_test(test_list), cmocka_unit_test(test_withdraw),
                cmocka_unit_test(test_answer), cmocka_unit_test(test_refused),
                cmocka_unit_test(test_deposit), cmocka_unit_test(test_who_gets_numbers))
