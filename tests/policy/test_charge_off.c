/* A debt is charged off, still owed and paid; written off by a second person; nothing is edited. */
#include "policy/write_off.h"

#include "book/payment.h"
#include "insight/report.h"
#include "policy/agree.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/strategy_state.h"
#include "record/user.h"
#include "tests/support/doctor.h"
#include "tests/support/portfolio.h"

#define CASES 12
#define N     9
#define OWED  (100000 + N * 1000)

struct house {
    struct portfolio p;
    struct case_key key;
    int64_t asker, decider, agent;
    int64_t debt;
};

static int64_t add_user(struct op *op, const char *login, const char *role)
{
    int64_t id = 0;
    check_ok(op,
             user_create(op, str_of(login), str_of(login), STR("una frase larga y propia"), &id));
    check_ok(op, user_add_role(op, id, str_of(role)));
    return id;
}

static struct op *open_house(struct house *house)
{
    struct op *const op = &house->p.op;
    portfolio_open(&house->p, CASES);
    house->key = house->p.keys[N];
    check_ok(op, db_begin(op, DB_WRITE));
    house->agent = add_user(op, "lucia", "agent");
    house->asker = add_user(op, "sofia", "supervisor");
    house->decider = add_user(op, "marta", "supervisor");
    check_ok(op, db_commit(op));
    check_ok(op, debt_find(op, house->key, STR("p9"), &house->debt));
    op->actor_id = house->asker;
    return op;
}

static void close_house(struct house *house)
{
    test_check_sound(&house->p.op);
    portfolio_close(&house->p);
}

static void refused(struct op *op, status code, status want)
{
    check_eq(code, want);
    db_rollback(op);
    touch_clear(op);
    op_clear(op);
}

static struct debt_standing standing(struct house *house)
{
    struct debt_standing *debts = NULL;
    size_t count = 0;
    check_ok(&house->p.op, debt_standings(&house->p.op, house->key, &debts, &count));
    check_eq(count, 1);
    return debts[0];
}

static status charge_off(struct house *house, const char *reason)
{
    struct op *const op = &house->p.op;
    TRY(db_begin(op, DB_WRITE));
    TRY(charge_off_make(op, house->key, house->debt, str_of(reason)));
    return policy_commit(op);
}

static status resume(struct house *house)
{
    struct op *const op = &house->p.op;
    TRY(db_begin(op, DB_WRITE));
    TRY(charge_off_resume(op, house->key, house->debt, STR("fue un error")));
    return policy_commit(op);
}

static int64_t pay_on(struct house *house, const char *reference, int64_t amount, day value_on)
{
    struct op *const op = &house->p.op;
    const struct payment_order order = {.debtor_id = house->key.debtor_id,
                                        .case_id = house->key.case_id,
                                        .source = STR("t"),
                                        .reference = str_of(reference),
                                        .value_on = value_on,
                                        .amount = {amount}};
    int64_t id = 0;
    bool is_new = false;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payment_take(op, &order, &id, &is_new));
    check_ok(op, policy_commit(op));
    return id;
}

static void take_back(struct house *house, int64_t payment, const char *reference)
{
    struct op *const op = &house->p.op;
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payment_return(op, house->key.debtor_id, payment, str_of(reference),
                                op->business_date, &id));
    check_ok(op, policy_commit(op));
}

/* The cells of the one row of the report; false: it has none. */
static bool reported(struct op *op, const struct report_cell **ret_cells)
{
    struct report_query query = REPORT_QUERY_NONE;
    struct report report;
    query.date = op->business_date;
    check_ok(op, report_run(op, STR("charge_offs"), &query, &report));
    check_true(report.row_count <= 1);
    *ret_cells = report.row_count > 0 ? report.rows[0].cells : NULL;
    return report.row_count > 0;
}

static void close_until(struct op *op, day open_date)
{
    struct close_result closed;
    while (op->business_date < open_date)
        check_ok(op, close_day(op, op->business_date, NULL, &closed));
}

/* Charged off is still owed; what comes since is recovery, what comes late for before is not. */
static void test_recovery(void **state)
{
    struct house house;
    const struct report_cell *cells = NULL;
    (void)state;
    struct op *const op = open_house(&house);
    const day today = op->business_date;
    refused(op, charge_off(&house, "  "), E_INVALID);
    refused(op, resume(&house), E_CONFLICT);
    check_false(reported(op, &cells));
    pay_on(&house, "before", 9000, today);
    check_ok(op, charge_off(&house, "incobrable"));
    refused(op, charge_off(&house, "otra vez"), E_CONFLICT);
    check_eq(standing(&house).charged_off_on, today);
    check_eq(standing(&house).charged_off, OWED - 9000);
    check_eq(standing(&house).recovered, 0);
    check_eq(standing(&house).open, OWED - 9000); /* it closes nothing */
    close_until(op, today + 1);
    const int64_t second = pay_on(&house, "second", 20000, op->business_date);
    check_eq(standing(&house).recovered, 20000);
    pay_on(&house, "late", 5000, today - 1);
    check_eq(standing(&house).recovered, 20000);
    check_eq(standing(&house).charged_off, OWED - 9000 - 5000);
    check_true(reported(op, &cells));
    check_eq(cells[3].number, OWED - 14000);
    check_eq(cells[4].number, 20000);
    check_eq(cells[5].number, OWED - 34000);
    check_eq(cells[7].number, OWED - 34000);
    take_back(&house, second, "b2");
    check_eq(standing(&house).recovered, 0);
    check_eq(standing(&house).open, OWED - 14000);
    check_ok(op, resume(&house));
    check_eq(standing(&house).charged_off_on, DAY_NONE);
    check_false(reported(op, &cells));
    close_house(&house);
}

static status ask(struct house *house, int64_t user, int64_t *ret_approval_id)
{
    struct op *const op = &house->p.op;
    op->actor_id = user;
    TRY(db_begin(op, DB_WRITE));
    TRY(write_off_request(op, house->key, house->debt, STR("falleció sin bienes"),
                          ret_approval_id));
    return policy_commit(op);
}

static status decide(struct house *house, int64_t user, int64_t approval_id, bool is_approved)
{
    struct op *const op = &house->p.op;
    struct approval approval;
    op->actor_id = user;
    TRY(db_begin(op, DB_WRITE));
    TRY(strategy_decide(op, approval_id, is_approved, STR("visto"), &approval));
    return policy_commit(op);
}

static struct case_facts facts(struct house *house)
{
    struct case_facts facts;
    bool found = false;
    check_ok(&house->p.op, facts_get(&house->p.op, house->key, &facts, &found));
    check_true(found);
    return facts;
}

/* Four eyes, what is owed frozen meanwhile, and nothing owed afterwards but what goes back. */
static void test_written_off(void **state)
{
    struct house house;
    const struct report_cell *cells = NULL;
    int64_t approval = 0;
    int64_t other = 0;
    (void)state;
    struct op *const op = open_house(&house);
    const int64_t payment = pay_on(&house, "first", 4000, op->business_date);
    check_ok(op, charge_off(&house, "incobrable"));
    check_ok(op, ask(&house, house.asker, &approval));
    refused(op, ask(&house, house.decider, &other), E_CONFLICT); /* one waits */
    refused(op, resume(&house), E_CONFLICT);
    refused(op, decide(&house, house.asker, approval, true), E_DENIED);
    refused(op, decide(&house, house.agent, approval, true), E_DENIED);
    pay_on(&house, "meanwhile", 1000, op->business_date);
    refused(op, decide(&house, house.decider, approval, true), E_CONFLICT);
    check_ok(op, decide(&house, house.decider, approval, false));
    check_eq(standing(&house).asked_id, 0);
    check_eq(standing(&house).open, OWED - 5000);
    check_ok(op, ask(&house, house.asker, &approval));
    check_ok(op, decide(&house, house.decider, approval, true));
    check_eq(standing(&house).open, 0);
    check_eq(standing(&house).written_off, OWED - 5000);
    check_eq(facts(&house).open_amount, 0);
    check_true(reported(op, &cells));
    check_eq(cells[6].number, OWED - 5000);
    refused(op, charge_off(&house, "tarde"), E_CONFLICT);
    refused(op, ask(&house, house.asker, &other), E_CONFLICT);
    take_back(&house, payment, "b1"); /* it never came: this much is owed */
    check_eq(facts(&house).open_amount, 4000);
    close_house(&house);
}

/* A plan that stands for the claims comes first. */
static void test_not_beside_an_arrangement(void **state)
{
    struct house house;
    struct agreed agreed;
    int64_t approval = 0;
    (void)state;
    struct op *const op = open_house(&house);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, agree_offer(op, house.key, STR("full-1"), (money){0}, &agreed));
    check_ok(op, policy_commit(op));
    refused(op, ask(&house, house.asker, &approval), E_CONFLICT);
    check_ok(op, charge_off(&house, "incobrable")); /* an age, not a plan: it may be paid by one */
    close_house(&house);
}

TEST_STORE_MAIN("charge-offs", cmocka_unit_test(test_recovery), cmocka_unit_test(test_written_off),
                cmocka_unit_test(test_not_beside_an_arrangement))
