/* Debts in units of account of which a plan was kept: what it stood for is settled, and what it
 * left beside it is still owed in the units of its own day. */
#include "book/arrangement.h"
#include "book/claim_entry.h"
#include "book/ledger_view.h"
#include "book/obligation_terms.h"
#include "book/payment.h"
#include "book/published.h"
#include "book/unit.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/interest.h"
#include "tests/support/doctor.h"
#include "tests/support/portfolio.h"

#define N    9
#define MXN  CURRENCY('M', 'X', 'N')
#define OWED (100000 + N * 1000) /* the first claim, past due since 2024-10-03 */

struct house {
    struct portfolio p;
    struct case_key key;
    struct obligation_ref debt;
    int64_t plan_id;
};

static day on(const char *text)
{
    day d = DAY_NONE;
    assert_true(day_parse(str_of(text), &d));
    return d;
}

static void publish(struct op *op, const char *from, int64_t pesos)
{
    const struct published row = {.country = STR("CL"),
                                  .name = STR("UF"),
                                  .from_on = on(from),
                                  .value = pesos * PUBLISHED_MILLION,
                                  .currency = MXN,
                                  .source = STR("x")};
    enum book_change change;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, published_put(op, PUBLISHED_INDEX, &row, &change));
    check_ok(op, db_commit(op));
}

static void put_terms(struct op *op, const struct obligation_ref *debt)
{
    const struct obligation_terms terms = {.from_on = on("2024-07-01"),
                                           .basis = DAY_COUNT_ACTUAL_365,
                                           .bases = TERMS_BASES_DEFAULT,
                                           .cap = STR("none"),
                                           .country = STR("CL"),
                                           .unit = STR("UF")};
    enum book_change change;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, obligation_terms_put(op, debt, &terms, &change));
    check_ok(op, policy_commit(op));
}

static void tell(struct op *op, const struct obligation_ref *debt, const char *name, int64_t amount,
                 const char *due_on)
{
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = str_of(name),
                                      .number = 2,
                                      .issued_on = on("2024-07-09"),
                                      .due_on = on(due_on),
                                      .amount = {amount}};
    enum book_change change;
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, claim_upsert(op, debt, &claim, &id, &change));
    check_ok(op, policy_commit(op));
}

static void close_until(struct op *op, const char *open_date)
{
    struct close_result closed;
    while (op->business_date < on(open_date))
        check_ok(op, close_day(op, op->business_date, NULL, &closed));
}

static struct op *open_house(struct house *house)
{
    struct op *const op = &house->p.op;
    portfolio_open(&house->p, N + 1);
    house->key = house->p.keys[N];
    check_ok(op, obligation_find(op, STR("t"), STR("p9"), &house->debt));
    publish(op, "2024-07-01", 1000);
    publish(op, "2024-10-16", 1200);
    publish(op, "2024-11-20", 1300);
    publish(op, "2025-01-20", 1310);
    put_terms(op, &house->debt);
    return op;
}

static void pay(struct house *house, int64_t claim_id, int64_t amount)
{
    struct op *const op = &house->p.op;
    const day today = op->business_date;
    const struct payment_order order = {.debtor_id = house->key.debtor_id,
                                        .case_id = house->key.case_id,
                                        .source = STR("t"),
                                        .reference = str_of(arena_printf(op->arena, "m%d", today)),
                                        .value_on = today,
                                        .amount = {amount},
                                        .claim_id = claim_id};
    int64_t id = 0;
    bool is_new = false;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payment_take(op, &order, &id, &is_new));
    check_ok(op, policy_commit(op));
}

/* Agrees on what is past due of the first debt, in one payment a few days later. */
static void agree(struct house *house, int64_t owed)
{
    struct op *const op = &house->p.op;
    const struct arrangement_plan_row row = {op->business_date + 5, owed};
    const struct arrangement_input plan = {.key = house->key,
                                           .kind = "plan",
                                           .owed = owed,
                                           .debts = &house->debt.id,
                                           .debt_count = 1,
                                           .rows = &row,
                                           .row_count = 1,
                                           .missed = 1,
                                           .grace_days = 9};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_propose(op, &plan, &house->plan_id));
    check_ok(op, arrangement_activate(op, house->key.debtor_id, house->plan_id));
    check_ok(op, policy_commit(op));
}

static void keep(struct house *house, int64_t owed)
{
    struct op *const op = &house->p.op;
    struct arranged_claim *claims = NULL;
    size_t count = 0;
    check_ok(op, arranged_load(op, house->key.debtor_id, house->plan_id, &claims, &count));
    for (size_t i = 0; i < count; i++)
        if (claims[i].role == ARRANGED_ROW)
            pay(house, claims[i].id, owed);
    close_until(op, "2024-11-12");
    struct arrangement plan;
    check_ok(op, arrangement_get(op, house->key.debtor_id, house->plan_id, &plan));
    check_str(plan.state, "completed");
}

/* Principal of a debt at the end of a day: open in the book, and accrued besides. */
static void check_debt(struct house *house, const struct obligation_ref *debt, const char *text,
                       int64_t open, int64_t accrued)
{
    struct op *const op = &house->p.op;
    struct ledger_view view;
    size_t found = 0;
    check_ok(op, interest_view_read(op, house->key, on(text), &view));
    for (size_t i = 0; i < view.debt_count; i++) {
        const struct ledger_sum *const sum = &view.debts[i].sum;
        if (view.debts[i].id != debt->id)
            continue;
        check_eq(sum->opened.of[COMPONENT_PRINCIPAL] - sum->met.of[COMPONENT_PRINCIPAL], open);
        check_eq(view.debts[i].accrued.of[COMPONENT_PRINCIPAL], accrued);
        found++;
    }
    check_eq(found, 1);
}

/* 109 units past due are agreed on; 20 that fall due while the plan stands, and 50 that fall due
 * later, are beside it and lose nothing. */
static void test_beside(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    const int64_t owed = OWED / 1000 * 1200;
    (void)state;
    tell(op, &house.debt, "soon", 20000, "2024-11-20");
    tell(op, &house.debt, "later", 50000, "2025-01-15");
    close_until(op, "2024-11-05");
    check_debt(&house, &house.debt, "2024-11-01", owed + 70000, 70 * 200);
    agree(&house, owed);
    keep(&house, owed);
    close_until(op, "2024-12-03");
    check_debt(&house, &house.debt, "2024-11-30", 70000, 0); /* a month that stays as it is */
    check_debt(&house, &house.debt, "2024-12-01", 70000, 70 * 300);
    close_until(op, "2025-01-02");
    check_debt(&house, &house.debt, "2025-01-01", 70000 + 20 * 300, 50 * 300);
    close_until(op, "2025-02-02");
    check_debt(&house, &house.debt, "2025-02-01", 70 * 1310, 0);

    publish(op, "2025-02-10", 1300); /* it falls */
    close_until(op, "2025-02-15");
    check_debt(&house, &house.debt, "2025-02-15", 70 * 1310, -70 * 10);
    close_until(op, "2025-03-02");
    check_debt(&house, &house.debt, "2025-03-01", 70 * 1300, 0);
    pay(&house, 0, 70 * 1300);
    publish(op, "2025-03-10", 2000);
    close_until(op, "2025-05-02");
    check_debt(&house, &house.debt, "2025-05-01", 0, 0);
    test_check_sound(op);
    portfolio_close(&house.p);
}

static void open_other(struct house *house, struct obligation_ref *ret_debt)
{
    struct op *const op = &house->p.op;
    struct obligation_input debt = {.source = STR("t"),
                                    .external_id = STR("other"),
                                    .debtor_id = house->key.debtor_id,
                                    .product = STR("loan"),
                                    .currency = MXN,
                                    .opened_on = on("2024-07-09")};
    enum book_change change;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &debt.creditor_id));
    check_ok(op, obligation_upsert(op, &debt, ret_debt, &change));
    check_ok(op, policy_commit(op));
}

/* What was past due beside the plan was charged until it began, stays so, and goes on from the
 * first day after; and of what the plan stood for nothing comes back. */
static void test_charged_before(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    struct obligation_ref other;
    const int64_t owed = OWED / 1000 * 1200;
    const int64_t stays = 65 * 1200;
    (void)state;
    open_other(&house, &other);
    put_terms(op, &other);
    tell(op, &other, "beside", 65000, "2024-10-20");
    close_until(op, "2024-11-05");
    check_debt(&house, &other, "2024-11-01", stays, 0);
    agree(&house, owed);
    keep(&house, owed);
    close_until(op, "2024-12-03");
    check_debt(&house, &other, "2024-12-01", stays, 0); /* 60 units of 1,300 */
    check_debt(&house, &house.debt, "2024-12-01", 0, 0);
    check_debt(&house, &other, "2025-01-20", stays, 60 * 10);
    close_until(op, "2025-02-02");
    check_debt(&house, &other, "2025-02-01", 60 * 1310, 0);
    check_debt(&house, &house.debt, "2025-02-01", 0, 0);
    publish(op, "2025-02-10", 1100); /* what was charged before stays */
    close_until(op, "2025-03-02");
    check_debt(&house, &other, "2025-03-01", stays, 60 * 1100 - stays);
    test_check_sound(op);
    portfolio_close(&house.p);
}

/* A plan that broke was charged for; reinstated and kept, nothing is charged a second time. */
static void test_reinstated(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    const int64_t owed = OWED / 1000 * 1200;
    const int64_t november = 109 * 100 + 20 * 300;
    (void)state;
    tell(op, &house.debt, "soon", 20000, "2024-11-20");
    tell(op, &house.debt, "later", 50000, "2025-01-15");
    close_until(op, "2024-11-05");
    agree(&house, owed);
    close_until(op, "2024-12-10");
    check_debt(&house, &house.debt, "2024-12-01", owed + november + 70000, 50 * 300);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_reinstate(op, house.key.debtor_id, house.plan_id, STR("x")));
    check_ok(op, policy_commit(op));
    close_until(op, "2024-12-11");
    keep(&house, owed);
    close_until(op, "2025-01-03");
    check_debt(&house, &house.debt, "2025-01-01", november + 70000, 50 * 300);
    close_until(op, "2025-02-02");
    check_debt(&house, &house.debt, "2025-02-01", 50 * 1310 + 37184, 0); /* 36,900 at 1,300 */
    test_check_sound(op);
    portfolio_close(&house.p);
}

static status read_day(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(day *)out = db_day(row, 0);
    return OK;
}

/* Publishes a value, inside a transaction, and says whether the case, asleep before, was woken. */
static bool wakes(struct house *house, const char *from, int64_t pesos)
{
    struct op *const op = &house->p.op;
    const struct published row = {.country = STR("CL"),
                                  .name = STR("UF"),
                                  .from_on = on(from),
                                  .value = pesos * PUBLISHED_MILLION,
                                  .currency = MXN,
                                  .source = STR("x")};
    const struct db_arg debtor = ARG_ID(house->key.debtor_id);
    const struct db_arg of = ARG_ID(house->key.case_id);
    enum book_change change;
    day due_on = DAY_NONE;
    bool found = false;
    check_ok(op, db_run(op, Q_ACCRUAL_PUT, DB_ARGS(debtor, of, ARG_DAY(DAY_MAX), ARG_BOOL(false)),
                        NULL));
    check_ok(op, published_put(op, PUBLISHED_INDEX, &row, &change));
    check_ok(op, db_query_one(op, Q_ACCRUAL_GET, DB_ARGS(debtor, of), read_day, &due_on, &found));
    check_true(found);
    return due_on == op->business_date;
}

/* A file brings a value for each day: its transaction looks for the cases of a unit once. */
static void test_units_are_asked_for_once(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    (void)state;
    for (int file = 0; file < 2; file++) {
        unit_start(op);
        check_ok(op, db_begin(op, DB_WRITE));
        check_false(wakes(&house, "2034-10-07", 1000 + file)); /* of a month that is to come */
        check_true(wakes(&house, "2024-09-01", 1000 + file));
        check_false(wakes(&house, "2024-09-02", 1000 + file));
        check_ok(op, db_commit(op));
        unit_end(op);
    }
    check_ok(op, db_begin(op, DB_WRITE)); /* of one value each */
    check_true(wakes(&house, "2024-09-03", 1000));
    check_true(wakes(&house, "2024-09-04", 1000));
    check_ok(op, db_commit(op));
    portfolio_close(&house.p);
}

TEST_STORE_MAIN("policy_interest_kept", cmocka_unit_test(test_beside),
                cmocka_unit_test(test_charged_before), cmocka_unit_test(test_reinstated),
                cmocka_unit_test(test_units_are_asked_for_once))
