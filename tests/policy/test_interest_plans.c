/* Interest of a case with an arrangement: none while it runs; once it has ended, for whatever
 * reason and though nothing else happens in the case, what is owed bears again. */
#include "policy/interest.h"

#include "book/arrangement.h"
#include "book/claim_entry.h"
#include "book/ledger_view.h"
#include "book/payment.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "tests/support/doctor.h"
#include "tests/support/portfolio.h"

#define CASES 12
#define N     9
#define OWED  (100000 + N * 1000)

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

static struct op *open_house(struct house *house)
{
    struct op *const op = &house->p.op;
    portfolio_open(&house->p, CASES);
    house->key = house->p.keys[N];
    check_ok(op, obligation_find(op, STR("t"), STR("p9"), &house->debt));
    return op;
}

static void close_house(struct house *house)
{
    test_check_sound(&house->p.op);
    portfolio_close(&house->p);
}

static void close_until(struct op *op, const char *open_date)
{
    struct close_result closed;
    while (op->business_date < on(open_date))
        check_ok(op, close_day(op, op->business_date, NULL, &closed));
}

/* 36.5 % a year of late interest: a day is a thousandth of what is past due. */
static const struct obligation_terms late_terms = {
    .basis = DAY_COUNT_ACTUAL_365,
    .late_rate = 365000,
    .bases = TERMS_BASES_DEFAULT,
    .cap = {"", 0},
    .country = {"", 0}
};

static void put_terms(struct house *house, const struct obligation_terms *terms, const char *from)
{
    struct op *const op = &house->p.op;
    struct obligation_terms own = *terms;
    enum book_change change;
    own.from_on = on(from);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, obligation_terms_put(op, &house->debt, &own, &change));
    check_ok(op, policy_commit(op));
}

static int64_t pay(struct house *house, const char *reference, int64_t amount, const char *value_on)
{
    struct op *const op = &house->p.op;
    const struct payment_order order = {.debtor_id = house->key.debtor_id,
                                        .case_id = house->key.case_id,
                                        .source = STR("t"),
                                        .reference = str_of(reference),
                                        .value_on = on(value_on),
                                        .amount = {amount}};
    int64_t id = 0;
    bool is_new = false;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payment_take(op, &order, &id, &is_new));
    check_ok(op, policy_commit(op));
    return id;
}

/* Late interest at the end of a day: in the book, and accrued besides. */
static void check_late(struct house *house, const char *text, int64_t booked, int64_t accrued)
{
    struct op *const op = &house->p.op;
    struct ledger_view view;
    struct accrued *list = NULL;
    struct parts total;
    size_t count = 0;
    check_ok(op, ledger_view_read(op, house->key, on(text), &view));
    check_eq(view.debt_count, 1);
    check_eq(view.debts[0].sum.opened.of[COMPONENT_LATE_INTEREST], booked);
    check_ok(op, interest_accrued(op, house->key, on(text), &list, &count, &total));
    check_eq(total.of[COMPONENT_LATE_INTEREST], accrued);
}

static void commit(struct op *op, status code)
{
    check_ok(op, code);
    check_ok(op, policy_commit(op));
}

static void tell_claim(struct house *house, const struct obligation_ref *debt, const char *name,
                       int64_t amount, const char *due_on)
{
    struct op *const op = &house->p.op;
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = str_of(name),
                                      .number = 2,
                                      .issued_on = on(due_on) - 1,
                                      .due_on = on(due_on),
                                      .amount = {amount}};
    enum book_change change;
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, claim_upsert(op, debt, &claim, &id, &change));
    check_ok(op, policy_commit(op));
}

static status read_day(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(day *)out = db_day(row, 0);
    return OK;
}

/* The day on which the close looks at the case; DAY_NONE: it is asleep. */
static day looked_at_on(struct house *house)
{
    day due_on = DAY_NONE;
    bool found = false;
    check_ok(&house->p.op,
             db_query_one(&house->p.op, Q_ACCRUAL_GET,
                          DB_ARGS(ARG_ID(house->key.debtor_id), ARG_ID(house->key.case_id)),
                          read_day, &due_on, &found));
    check_true(found);
    return due_on;
}

/* A plan that was kept on 2024-11-05: November and before are settled, what else is owed is not,
 * though nothing happens in the case any more. */
static void test_kept(void **state)
{
    const struct arrangement_plan_row row = {on("2024-11-10"), OWED + 29 * 109};
    struct house house;
    struct op *const op = open_house(&house);
    int64_t id = 0;
    (void)state;
    put_terms(&house, &late_terms, "2024-10-01");
    close_until(op, "2024-11-05");
    const struct arrangement_input plan = {.key = house.key,
                                           .kind = "plan",
                                           .owed = row.amount,
                                           .rows = &row,
                                           .row_count = 1,
                                           .missed = 1,
                                           .grace_days = 9};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_propose(op, &plan, &id));
    commit(op, arrangement_activate(op, house.key.debtor_id, id));
    tell_claim(&house, &house.debt, "later", 50000, "2024-11-12");
    check_eq(looked_at_on(&house), DAY_NONE); /* the plan stands for it */
    pay(&house, "m1", row.amount, "2024-11-05");
    check_eq(looked_at_on(&house), on("2024-12-01"));
    close_until(op, "2024-12-03");
    check_late(&house, "2024-11-30", 29 * 109, 0);
    check_late(&house, "2024-12-01", 29 * 109, 50);
    close_until(op, "2025-01-02");
    check_late(&house, "2025-01-01", 29 * 109 + 31 * 50, 50);
    close_house(&house);
}

/* A payment of a plan went back, as the bank tells too late: the plan breaks in that transaction,
 * and what it stood for bears again, November too. */
static void test_broken(void **state)
{
    const struct arrangement_plan_row rows[] = {
        {on("2024-11-06"), 1000                  },
        {on("2025-03-06"), OWED + 29 * 109 - 1000}
    };
    struct house house;
    struct op *const op = open_house(&house);
    int64_t id = 0;
    (void)state;
    put_terms(&house, &late_terms, "2024-10-01");
    close_until(op, "2024-11-05");
    const struct arrangement_input plan = {.key = house.key,
                                           .kind = "plan",
                                           .owed = OWED + 29 * 109,
                                           .rows = rows,
                                           .row_count = 2,
                                           .missed = 1,
                                           .grace_days = 9};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_propose(op, &plan, &id));
    commit(op, arrangement_activate(op, house.key.debtor_id, id));
    const int64_t paid_id = pay(&house, "m1", 1000, "2024-11-05");
    close_until(op, "2024-11-20");
    check_eq(looked_at_on(&house), DAY_NONE);
    check_ok(op, db_begin(op, DB_WRITE));
    commit(op,
           payment_return(op, house.key.debtor_id, paid_id, STR("back"), on("2024-11-05"), &id));
    check_eq(looked_at_on(&house), on("2024-12-01"));
    close_until(op, "2025-01-02");
    check_late(&house, "2025-01-01", (29 + 30 + 31) * 109, 109);
    close_house(&house);
}

TEST_STORE_MAIN("interest beside arrangements", cmocka_unit_test(test_kept),
                cmocka_unit_test(test_broken))
