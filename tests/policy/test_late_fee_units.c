/* Late fees beside a unit of account: what a day charges does not change a fee that falls on it. */
#include "book/claim_entry.h"
#include "book/ledger_view.h"
#include "book/payment.h"
#include "book/published.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/interest.h"
#include "tests/support/doctor.h"
#include "tests/support/portfolio.h"

#define N      9
#define OWED   (100000 + N * 1000) /* in 1,090 units since 2024-10-01, due on 2024-10-03 */
#define ADDED  10900               /* by October */
#define SECOND 50000
#define PART   20000 /* that is paid of it */
#define FALL   1364  /* of what is not: 272.73 units, at 110 before */
#define FEE    300   /* 1 % of what is not; 286 of what is left of that once the unit has fallen */

struct house {
    struct portfolio p;
    struct case_key key;
    struct obligation_ref debt;
};

static day on(const char *text)
{
    day d = DAY_NONE;
    assert_true(day_parse(str_of(text), &d));
    return d;
}

static void close_until(struct op *op, const char *open_date)
{
    struct close_result closed;
    while (op->business_date < on(open_date))
        check_ok(op, close_day(op, op->business_date, NULL, &closed));
}

static void put_terms(struct house *house, const char *fees, const char *from)
{
    struct op *const op = &house->p.op;
    struct obligation_terms terms = {.from_on = on(from),
                                     .basis = DAY_COUNT_ACTUAL_365,
                                     .bases = TERMS_BASES_DEFAULT,
                                     .cap = STR(""),
                                     .country = STR("CL"),
                                     .unit = STR("UF")};
    enum book_change change;
    check_true(fee_levels_parse(str_of(fees), CURRENCY('M', 'X', 'N'), &terms.fees));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, obligation_terms_put(op, &house->debt, &terms, &change));
    check_ok(op, policy_commit(op));
}

static void publish(struct op *op, const char *from, int64_t value)
{
    const struct published row = {.country = STR("CL"),
                                  .name = STR("UF"),
                                  .from_on = on(from),
                                  .value = value * PUBLISHED_MILLION,
                                  .currency = CURRENCY('M', 'X', 'N'),
                                  .source = STR("x")};
    enum book_change change;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, published_put(op, PUBLISHED_INDEX, &row, &change));
    check_ok(op, db_commit(op));
}

static void tell_second(struct house *house)
{
    struct op *const op = &house->p.op;
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = STR("second"),
                                      .number = 2,
                                      .issued_on = on("2024-11-02"),
                                      .due_on = on("2024-11-03"),
                                      .amount = {SECOND}};
    int64_t id = 0;
    enum book_change change;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, claim_upsert(op, &house->debt, &claim, &id, &change));
    check_ok(op, policy_commit(op));
}

static void pay(struct house *house, int64_t amount)
{
    struct op *const op = &house->p.op;
    const struct payment_order order = {.debtor_id = house->key.debtor_id,
                                        .case_id = house->key.case_id,
                                        .source = STR("t"),
                                        .reference = STR("m"),
                                        .value_on = op->business_date,
                                        .amount = {amount}};
    int64_t id = 0;
    bool is_new = false;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payment_take(op, &order, &id, &is_new));
    check_ok(op, policy_commit(op));
}

/* Opened by the end of a day, and what is to come by then. */
static void check_opened(struct house *house, const char *text, enum component component,
                         int64_t booked, int64_t to_come)
{
    struct op *const op = &house->p.op;
    struct ledger_view view;
    struct accrued *list = NULL;
    struct parts total;
    size_t count = 0;
    check_case(text);
    check_ok(op, ledger_view_read(op, house->key, on(text), &view));
    check_eq(view.debts[0].sum.opened.of[component], booked);
    check_ok(op, interest_accrued(op, house->key, on(text), &list, &count, &total));
    check_eq(total.of[component], to_come);
}

/* The unit falls on the first of December, so what October added is lowered and its money meets the
 * second claim: the fee that falls on that morning is on what was open the evening before. */
static void test_unit_falls(void **state)
{
    struct house house;
    struct op *const op = &house.p.op;
    (void)state;
    portfolio_open(&house.p, N + 1);
    house.key = house.p.keys[N];
    check_ok(op, obligation_find(op, STR("t"), STR("p9"), &house.debt));
    publish(op, "2024-10-01", 100);
    publish(op, "2024-11-01", 110);
    publish(op, "2024-12-01", 105);
    put_terms(&house, "", "2024-10-01");
    close_until(op, "2024-11-02");
    check_opened(&house, "2024-11-02", COMPONENT_PRINCIPAL, OWED + ADDED, 0);
    put_terms(&house, "28: 1%", "2024-11-02");
    tell_second(&house);
    close_until(op, "2024-11-10");
    pay(&house, OWED + ADDED + PART);
    check_opened(&house, "2024-11-30", COMPONENT_FEE, 0, 0);
    check_opened(&house, "2024-12-01", COMPONENT_FEE, 0, FEE);
    close_until(op, "2024-12-01");
    check_opened(&house, "2024-12-01", COMPONENT_FEE, FEE, 0);
    check_opened(&house, "2024-12-01", COMPONENT_PRINCIPAL, OWED + ADDED + SECOND - FALL, 0);
    close_until(op, "2024-12-03");
    put_terms(&house, "28: 1%", "2024-12-02"); /* looked at again, with what was lowered */
    check_opened(&house, "2024-12-03", COMPONENT_FEE, FEE, 0);
    test_check_sound(op);
    portfolio_close(&house.p);
}

TEST_STORE_MAIN("policy_late_fee_units", cmocka_unit_test(test_unit_falls))
