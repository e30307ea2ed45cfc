/* One agreement over two cases of a person: kept when all of it is, broken, undone, reinstated and
 * approved as one; the facts of every case follow in the same transaction; money that names it. */
#include "book/joint_arrangement.h"

#include "book/claim_entry.h"
#include "book/obligation_terms.h"
#include "policy/agree.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/strategy_state.h"
#include "record/user.h"
#include "tests/support/doctor.h"
#include "tests/support/portfolio.h"

#define CASES  8
#define N      6 /* the person with two cases */
#define FIRST  (100000 + N * 1000)
#define SECOND 53001
#define OWED   (FIRST + SECOND)

struct house {
    struct portfolio p;
    struct case_key keys[2]; /* in the order of their ids */
    int64_t owed[2];
    int64_t agent, asker, decider;
    int paid;
};

static int64_t add_user(struct op *op, const char *login, const char *role)
{
    int64_t id = 0;
    check_ok(op,
             user_create(op, str_of(login), str_of(login), STR("una frase larga y propia"), &id));
    check_ok(op, user_add_role(op, id, str_of(role)));
    return id;
}

/* A debt of a person to a creditor, past due for four months. */
static struct case_key add_debt(struct op *op, int64_t debtor_id, const char *creditor,
                                const char *name, currency of_debt, int64_t amount)
{
    struct obligation_input debt = {.source = STR("t"),
                                    .external_id = str_of(name),
                                    .debtor_id = debtor_id,
                                    .product = STR("card"),
                                    .currency = of_debt,
                                    .opened_on = PORTFOLIO_DATE - 150};
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = str_of(name),
                                      .number = 1,
                                      .issued_on = PORTFOLIO_DATE - 150,
                                      .due_on = PORTFOLIO_DATE - 120,
                                      .amount = {amount}};
    struct obligation_ref ref;
    enum book_change change = BOOK_UNCHANGED;
    int64_t id = 0;
    check_ok(op, creditor_ensure(op, str_of(creditor), str_of(creditor), &debt.creditor_id));
    check_ok(op, obligation_upsert(op, &debt, &ref, &change));
    check_ok(op, claim_upsert(op, &ref, &claim, &id, &change));
    return (struct case_key){ref.debtor_id, ref.case_id};
}

static struct op *open_house(struct house *house)
{
    struct op *const op = &house->p.op;
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = str_of("p6"),
                                      .number = 1,
                                      .issued_on = PORTFOLIO_DATE - 150,
                                      .due_on = PORTFOLIO_DATE - 120,
                                      .amount = {FIRST}};
    struct obligation_ref ref;
    enum book_change change = BOOK_UNCHANGED;
    int64_t id = 0;
    *house = (struct house){.paid = 0};
    portfolio_open(&house->p, CASES);
    check_ok(op, db_begin(op, DB_WRITE));
    house->agent = add_user(op, "lucia", "agent");
    house->asker = add_user(op, "sofia", "supervisor");
    house->decider = add_user(op, "marta", "supervisor");
    check_ok(op, obligation_find(op, STR("t"), claim.external_id, &ref));
    check_ok(op, claim_upsert(op, &ref, &claim, &id, &change));
    house->keys[0] = house->p.keys[N];
    house->keys[1] =
        add_debt(op, house->keys[0].debtor_id, "otro", "second", CURRENCY('M', 'X', 'N'), SECOND);
    house->owed[0] = FIRST;
    house->owed[1] = SECOND;
    check_ok(op, policy_commit(op));
    check_true(case_key_compare(house->keys[0], house->keys[1]) < 0);
    op->actor_id = house->agent;
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

/* Two payments of half of it each; the second case is the one that it is asked in. */
static status ask(struct house *house, int64_t user, int64_t total, struct agreed *ret_agreed)
{
    struct op *const op = &house->p.op;
    const struct arrangement_plan_row rows[] = {
        {op->business_date + 5,  total / 2        },
        {op->business_date + 35, total - total / 2}
    };
    const struct agree_wish wish = {.rows = rows,
                                    .count = 2,
                                    .reason = STR("perdió el empleo"),
                                    .with = &house->keys[0].case_id,
                                    .with_count = 1};
    op->actor_id = user;
    TRY(db_begin(op, DB_WRITE));
    TRY(agree_terms(op, house->keys[1], &wish, ret_agreed));
    return policy_commit(op);
}

static struct agreed agree(struct house *house)
{
    struct agreed agreed;
    check_ok(&house->p.op, ask(house, house->agent, OWED, &agreed));
    check_true(agreed.is_active);
    return agreed;
}

static struct case_facts facts(struct house *house, int of)
{
    struct case_facts facts;
    bool found = false;
    check_ok(&house->p.op, facts_get(&house->p.op, house->keys[of], &facts, &found));
    check_true(found);
    return facts;
}

static void check_state(struct house *house, int64_t id, const char *state)
{
    struct op *const op = &house->p.op;
    struct agreement of;
    check_ok(op, agreement_get(op, house->keys[0].debtor_id, id, &of));
    check_eq(of.count, 2);
    for (int i = 0; i < 2; i++) {
        check_str(of.parts[i].state, state);
        check_eq(of.parts[i].key.case_id, house->keys[i].case_id);
        check_eq(facts(house, i).is_arranged, str_equal_c(of.parts[i].state, "active"));
    }
}

static struct agreement parts_of(struct house *house, int64_t id)
{
    struct agreement of;
    check_ok(&house->p.op, agreement_get(&house->p.op, house->keys[0].debtor_id, id, &of));
    return of;
}

static void pay(struct house *house, int of, int64_t amount)
{
    struct op *const op = &house->p.op;
    check_ok(op, portfolio_pay(op, house->keys[of], arena_printf(op->arena, "r%d", ++house->paid),
                               amount));
}

static void close_until(struct op *op, day open_date)
{
    struct close_result closed;
    while (op->business_date < open_date)
        check_ok(op, close_day(op, op->business_date, NULL, &closed));
}

/* A case that is paid waits for the other; the last cent ends it in both, facts and all. */
static void test_kept(void **state)
{
    struct house house;
    (void)state;
    struct op *const op = open_house(&house);
    check_eq(facts(&house, 0).past_due_amount, FIRST);
    check_eq(facts(&house, 1).past_due_amount, SECOND);
    const struct agreed agreed = agree(&house);
    check_state(&house, agreed.id, "active");
    const struct agreement of = parts_of(&house, agreed.id);
    check_eq(of.parts[1].id, agreed.id); /* that of the case it was asked in */
    check_eq(of.parts[0].total + of.parts[1].total, OWED);
    for (int i = 0; i < 2; i++) {
        check_eq(of.parts[i].total, house.owed[i]);
        check_eq(facts(&house, i).past_due_amount, 0);
        check_eq(facts(&house, i).next_due_amount, of.parts[i].rows[0].amount);
    }
    pay(&house, 0, FIRST);
    check_state(&house, agreed.id, "active");
    check_eq(facts(&house, 0).open_amount, 0);
    pay(&house, 1, SECOND - 1);
    check_state(&house, agreed.id, "active");
    pay(&house, 1, 1);
    check_state(&house, agreed.id, "completed");
    close_until(op, op->business_date + 1);
    close_house(&house);
}

static status read_day(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(day *)out = db_day(row, 0);
    return OK;
}

/* The day on which the close charges interest to a case; DAY_NONE: it is asleep. */
static day charged_on(struct house *house, int of)
{
    const struct case_key key = house->keys[of];
    day due_on = DAY_NONE;
    bool found = false;
    check_ok(&house->p.op, db_query_one(&house->p.op, Q_ACCRUAL_GET,
                                        DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                                        read_day, &due_on, &found));
    check_true(found);
    return due_on;
}

/* What a case owes besides bears interest again once the other case is paid, and is told so. */
static void test_others_bear_again(void **state)
{
    static const struct obligation_terms terms = {
        .from_on = PORTFOLIO_DATE,
        .basis = DAY_COUNT_ACTUAL_365,
        .late_rate = 365000,
        .bases = TERMS_BASES_DEFAULT,
        .cap = {"", 0},
        .country = {"", 0}
    };
    struct house house;
    struct obligation_ref ref;
    enum book_change change = BOOK_UNCHANGED;
    int64_t id = 0;
    (void)state;
    struct op *const op = open_house(&house);
    const struct claim_input besides = {.source = STR("t"),
                                        .external_id = STR("besides"),
                                        .number = 2,
                                        .issued_on = PORTFOLIO_DATE,
                                        .due_on = op->business_date + 40,
                                        .amount = {50000}};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, obligation_find(op, STR("t"), STR("p6"), &ref));
    check_ok(op, obligation_terms_put(op, &ref, &terms, &change));
    check_ok(op, policy_commit(op));
    const struct agreed agreed = agree(&house);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, claim_upsert(op, &ref, &besides, &id, &change));
    check_ok(op, policy_commit(op));
    pay(&house, 0, FIRST);
    check_state(&house, agreed.id, "active");
    check_eq(charged_on(&house, 0), DAY_NONE);
    pay(&house, 1, SECOND);
    check_state(&house, agreed.id, "completed");
    check_eq(charged_on(&house, 0), day_month_end(op->business_date) + 1);
    close_house(&house);
}

static int64_t approval_of(struct house *house, struct agreed *agreed, int64_t total)
{
    struct op *const op = &house->p.op;
    struct approval approval;
    check_ok(op, ask(house, house->asker, total, agreed));
    check_false(agreed->is_active);
    check_ok(op, approval_get(op, agreed->approval_id, &approval));
    check_eq(approval.amount.minor, OWED - total); /* of both cases */
    return agreed->approval_id;
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

/* Half is waived: one approval for both cases, and nothing is waived before all is paid. */
static void test_settled(void **state)
{
    struct house house;
    struct agreed agreed;
    (void)state;
    struct op *const op = open_house(&house);
    const int64_t total = OWED / 2;
    check_ok(op, decide(&house, house.decider, approval_of(&house, &agreed, total), false));
    check_state(&house, agreed.id, "rejected");
    const int64_t asked = approval_of(&house, &agreed, total);
    check_state(&house, agreed.id, "pending");
    refused(op, decide(&house, house.asker, asked, true), E_DENIED); /* four eyes */
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_cancel(op, house.keys[0].debtor_id,
                                    parts_of(&house, agreed.id).parts[0].id, STR("lo pensará")));
    check_ok(op, policy_commit(op));
    check_state(&house, agreed.id, "cancelled");
    refused(op, decide(&house, house.decider, asked, true), E_CONFLICT); /* withdrawn with it */
    check_ok(op, decide(&house, house.decider, approval_of(&house, &agreed, total), true));
    check_state(&house, agreed.id, "active");
    const struct agreement of = parts_of(&house, agreed.id);
    check_eq(of.parts[0].discount + of.parts[1].discount, OWED - total);
    pay(&house, 0, of.parts[0].total);
    check_eq(facts(&house, 0).open_amount, of.parts[0].discount); /* not waived yet */
    pay(&house, 1, of.parts[1].total);
    check_state(&house, agreed.id, "completed");
    check_eq(facts(&house, 0).open_amount, 0);
    check_eq(facts(&house, 1).open_amount, 0);
    op->actor_id = house.agent;
    close_house(&house);
}

/* One case misses a payment: the close breaks it in both, each owes again what it owed. */
static void test_broken_and_reinstated(void **state)
{
    struct house house;
    (void)state;
    struct op *const op = open_house(&house);
    const struct agreed agreed = agree(&house);
    const struct agreement of = parts_of(&house, agreed.id);
    const day due_on = of.parts[0].rows[0].due_on;
    pay(&house, 0, of.parts[0].rows[0].amount);
    close_until(op, due_on + 5);
    check_state(&house, agreed.id, "active"); /* the last day of grace */
    close_until(op, due_on + 6);
    check_state(&house, agreed.id, "breached");
    check_eq(facts(&house, 0).past_due_amount, FIRST - of.parts[0].rows[0].amount);
    check_eq(facts(&house, 1).past_due_amount, SECOND);
    check_eq(facts(&house, 1).oldest_due_on, PORTFOLIO_DATE - 120);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_reinstate(op, house.keys[0].debtor_id, of.parts[0].id,
                                       STR("trajo el pago")));
    check_ok(op, policy_commit(op));
    check_state(&house, agreed.id, "active");
    check_eq(facts(&house, 1).past_due_amount, of.parts[1].rows[0].amount);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_cancel(op, house.keys[0].debtor_id, agreed.id, STR("otro error")));
    check_ok(op, policy_commit(op));
    check_state(&house, agreed.id, "cancelled");
    check_eq(facts(&house, 0).past_due_amount, FIRST - of.parts[0].rows[0].amount);
    check_eq(facts(&house, 1).past_due_amount, SECOND);
    close_house(&house);
}

static status pay_whole(struct house *house, int64_t id, const char *reference, int64_t amount,
                        struct agreement_share **ret_shares, size_t *ret_count)
{
    struct op *const op = &house->p.op;
    const struct payment_order order = {.debtor_id = house->keys[0].debtor_id,
                                        .source = STR("t"),
                                        .reference = str_of(reference),
                                        .value_on = op->business_date,
                                        .amount = {amount}};
    TRY(db_begin(op, DB_WRITE));
    TRY(agreement_pay(op, id, &order, ret_shares, ret_count));
    return policy_commit(op);
}

/* The oldest payment first, on one day that of the first case; the rest is the person's there. */
static void test_money_that_names_it(void **state)
{
    struct house house;
    struct agreement_share *shares = NULL;
    size_t count = 0;
    (void)state;
    struct op *const op = open_house(&house);
    const struct agreed agreed = agree(&house);
    const struct agreement of = parts_of(&house, agreed.id);
    const int64_t first = of.parts[0].rows[0].amount;
    check_ok(op, pay_whole(&house, agreed.id, "a", first + 7, &shares, &count));
    check_eq(count, 2);
    check_eq(shares[0].amount.minor, first);
    check_eq(shares[0].key.case_id, house.keys[0].case_id);
    check_eq(shares[1].amount.minor, 7);
    refused(op, pay_whole(&house, agreed.id, "a", first + 7, &shares, &count), E_CONFLICT);
    refused(op, pay_whole(&house, agreed.id, "b", 0, &shares, &count), E_INVALID);
    refused(op, pay_whole(&house, agreed.id, "", 5, &shares, &count), E_INVALID);
    check_ok(op, pay_whole(&house, agreed.id, "b", 3, &shares, &count));
    check_eq(count, 1);
    check_eq(shares[0].key.case_id, house.keys[1].case_id); /* its first payment is not paid yet */
    check_ok(op, pay_whole(&house, agreed.id, "c", OWED - first - 10 + 55, &shares, &count));
    check_state(&house, agreed.id, "completed");
    check_eq(facts(&house, 0).unapplied_amount, 55);
    check_eq(facts(&house, 1).unapplied_amount, 0);
    refused(op, pay_whole(&house, agreed.id, "d", 5, &shares, &count), E_CONFLICT);
    close_house(&house);
}

/* What went back in one case opens both again, also where the other was paid long ago. */
static void test_money_that_went_back(void **state)
{
    struct house house;
    int64_t id = 0;
    (void)state;
    struct op *const op = open_house(&house);
    struct agreement_share *shares = NULL;
    size_t count = 0;
    const struct agreed agreed = agree(&house);
    check_ok(op, pay_whole(&house, agreed.id, "all", OWED, &shares, &count));
    check_state(&house, agreed.id, "completed");
    close_until(op, op->business_date + 2);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payment_return(op, house.keys[0].debtor_id, shares[1].payment_id, STR("back"),
                                op->business_date, &id));
    check_ok(op, policy_commit(op));
    check_state(&house, agreed.id, "active");
    check_eq(facts(&house, 0).open_amount, 0);
    check_eq(facts(&house, 1).open_amount, SECOND);
    check_ok(op, pay_whole(&house, agreed.id, "again", SECOND, &shares, &count));
    check_eq(count, 1);
    check_eq(shares[0].key.case_id, house.keys[1].case_id); /* where it is owed */
    check_state(&house, agreed.id, "completed");
    check_eq(facts(&house, 0).unapplied_amount, 0);
    check_eq(facts(&house, 1).open_amount, 0);
    close_house(&house);
}

/* A payment of both that went back is one that is missed; with the next one it breaks. */
static void test_bounced(void **state)
{
    struct house house;
    int64_t id = 0;
    int64_t back_id = 0;
    (void)state;
    struct op *const op = open_house(&house);
    struct agreement_share *shares = NULL;
    size_t count = 0;
    const day today = op->business_date;
    const struct arrangement_plan_row rows[] = {
        {today + 2,  1000       },
        {today + 20, 1000       },
        {today + 90, OWED - 2000}
    };
    const int64_t cases[] = {house.keys[0].case_id, house.keys[1].case_id};
    const struct joint_input input = {.debtor_id = house.keys[0].debtor_id,
                                      .cases = cases,
                                      .owed = house.owed,
                                      .case_count = 2,
                                      .kind = "plan",
                                      .rows = rows,
                                      .row_count = 3,
                                      .missed = 2,
                                      .grace_days = 5};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, joint_propose(op, &input, &id));
    check_ok(op, arrangement_activate(op, house.keys[0].debtor_id, id));
    check_ok(op, policy_commit(op));
    check_ok(op, pay_whole(&house, id, "bounces", 1000, &shares, &count));
    check_eq(count, 2);
    check_ok(op, db_begin(op, DB_WRITE));
    for (size_t i = 0; i < count; i++)
        check_ok(op, payment_return(op, house.keys[0].debtor_id, shares[i].payment_id,
                                    str_of(i == 0 ? "back-1" : "back-2"), today, &back_id));
    check_ok(op, policy_commit(op));
    close_until(op, today + 25);
    check_state(&house, id, "active");
    close_until(op, today + 26);
    check_state(&house, id, "breached");
    close_house(&house);
}

static void test_what_cannot_be(void **state)
{
    struct house house;
    struct agreed agreed;
    (void)state;
    struct op *const op = open_house(&house);
    check_ok(op, db_begin(op, DB_WRITE));
    const struct case_key dollars =
        add_debt(op, house.keys[0].debtor_id, "otro", "usd", CURRENCY('U', 'S', 'D'), 9000);
    const struct case_key third =
        add_debt(op, house.keys[0].debtor_id, "tercero", "third", CURRENCY('M', 'X', 'N'), 1);
    check_ok(op, policy_commit(op));
    const int64_t wrong[][2] = {
        {house.p.keys[1].case_id, house.keys[0].case_id}, /* of another person */
        {dollars.case_id,         house.keys[0].case_id}, /* of another currency */
        {house.keys[0].case_id,   house.keys[0].case_id}, /* named twice */
        {house.keys[1].case_id,   house.keys[0].case_id},
        {third.case_id,           house.keys[0].case_id}, /* too small for two payments */
    };
    const struct arrangement_plan_row rows[] = {
        {op->business_date + 5,  1000},
        {op->business_date + 35, 1000}
    };
    struct agree_wish wish = {.rows = rows, .count = 2, .reason = STR("x"), .with_count = 2};
    op->actor_id = house.asker;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        wish.with = wrong[i];
        check_ok(op, db_begin(op, DB_WRITE));
        refused(op, agree_terms(op, house.keys[1], &wish, &agreed), E_INVALID);
    }
    wish.with = &house.keys[0].case_id;
    wish.with_count = 1;
    wish.debts = &house.keys[0].case_id;
    wish.debt_count = 1;
    check_ok(op, db_begin(op, DB_WRITE));
    refused(op, agree_terms(op, house.keys[1], &wish, &agreed), E_INVALID); /* chosen debts */
    refused(op, ask(&house, house.agent, OWED + 1, &agreed), E_INVALID);
    op->actor_id = house.agent;
    agree(&house);
    refused(op, ask(&house, house.agent, OWED, &agreed), E_CONFLICT);
    close_house(&house);
}

TEST_STORE_MAIN("joint arrangements", cmocka_unit_test(test_kept),
                cmocka_unit_test(test_others_bear_again), cmocka_unit_test(test_settled),
                cmocka_unit_test(test_broken_and_reinstated),
                cmocka_unit_test(test_money_that_names_it),
                cmocka_unit_test(test_money_that_went_back), cmocka_unit_test(test_bounced),
                cmocka_unit_test(test_what_cannot_be))
