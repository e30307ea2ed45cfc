/* A plan takes the place of what is past due: kept, broken, reinstated, undone, approved; money,
 * returns and imports meanwhile; promises within the limits. */
#include "book/arrangement.h"

#include "book/charge_off.h"
#include "book/claim_entry.h"
#include "book/payment.h"
#include "policy/agree.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/strategy_state.h"
#include "record/user.h"
#include "tests/support/doctor.h"
#include "tests/support/portfolio.h"

#define CASES 8
#define N     4 /* the case that agrees: late enough for a discount */
#define OWED  (100000 + N * 1000)

struct house {
    struct portfolio p;
    struct case_key key;
    int64_t agent, asker, decider;
    int paid; /* payments so far */
};

static int64_t add_user(struct op *op, const char *login, const char *role)
{
    int64_t id = 0;
    check_ok(op,
             user_create(op, str_of(login), str_of(login), STR("una frase larga y propia"), &id));
    check_ok(op, user_add_role(op, id, str_of(role)));
    return id;
}

/* What the source of the claims says of the debt that agrees. */
static status tell_claim(struct op *op, int64_t amount, enum book_change *ret_change)
{
    const str name = str_of(arena_printf(op->arena, "p%d", N));
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = name,
                                      .number = 1,
                                      .issued_on = PORTFOLIO_DATE - 150,
                                      .due_on = PORTFOLIO_DATE - 120,
                                      .amount = {amount}};
    struct obligation_ref ref;
    int64_t id = 0;
    TRY(db_begin(op, DB_WRITE));
    TRY(obligation_find(op, STR("t"), name, &ref));
    TRY(claim_upsert(op, &ref, &claim, &id, ret_change));
    return policy_commit(op);
}

static struct op *open_house(struct house *house)
{
    struct op *const op = &house->p.op;
    enum book_change change = BOOK_UNCHANGED;
    *house = (struct house){.paid = 0};
    portfolio_open(&house->p, CASES);
    house->key = house->p.keys[N];
    check_ok(op, db_begin(op, DB_WRITE));
    house->agent = add_user(op, "lucia", "agent");
    house->asker = add_user(op, "sofia", "supervisor");
    house->decider = add_user(op, "marta", "supervisor");
    check_ok(op, db_commit(op));
    check_ok(op, tell_claim(op, OWED, &change));
    check_eq(change, BOOK_UPDATED);
    op->actor_id = house->agent;
    return op;
}

static void close_house(struct house *house)
{
    test_check_sound(&house->p.op);
    portfolio_close(&house->p);
}

static struct agreed accept(struct house *house, const char *offer)
{
    struct op *const op = &house->p.op;
    struct agreed agreed;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, agree_offer(op, house->key, str_of(offer), (money){0}, &agreed));
    check_ok(op, policy_commit(op));
    return agreed;
}

static int64_t pay(struct house *house, int64_t amount)
{
    struct op *const op = &house->p.op;
    const struct payment_order order = {.debtor_id = house->key.debtor_id,
                                        .case_id = house->key.case_id,
                                        .source = STR("t"),
                                        .reference =
                                            str_of(arena_printf(op->arena, "r%d", ++house->paid)),
                                        .value_on = op->business_date,
                                        .amount = {amount}};
    int64_t id = 0;
    bool is_new = false;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payment_take(op, &order, &id, &is_new));
    check_ok(op, policy_commit(op));
    return id;
}

static struct case_facts facts(struct house *house)
{
    struct case_facts facts;
    bool found = false;
    check_ok(&house->p.op, facts_get(&house->p.op, house->key, &facts, &found));
    check_true(found);
    return facts;
}

static void check_state(struct house *house, int64_t id, const char *state)
{
    struct arrangement arrangement;
    struct arrangement *list = NULL;
    size_t count = 0;
    int64_t active = 0;
    check_ok(&house->p.op, arrangement_get(&house->p.op, house->key.debtor_id, id, &arrangement));
    check_str(arrangement.state, state);
    check_ok(&house->p.op, arrangement_list(&house->p.op, house->key, &list, &count));
    for (size_t i = 0; i < count; i++)
        active += str_equal_c(list[i].state, "active");
    check_eq(facts(house).is_arranged, active);
}

static void close_until(struct op *op, day open_date)
{
    struct close_result closed;
    while (op->business_date < open_date)
        check_ok(op, close_day(op, op->business_date, NULL, &closed));
}

static struct offer offer_of(struct house *house, const char *name)
{
    struct case_offers offers;
    check_ok(&house->p.op, case_offers_read(&house->p.op, house->key, (money){0}, &offers));
    const struct offer *const offer = offer_find(&offers, str_of(name));
    assert_non_null(offer);
    return *offer;
}

/* A settlement that is paid: nothing past due meanwhile, the discount owed until the end. */
static void test_kept(void **state)
{
    struct house house;
    (void)state;
    struct op *const op = open_house(&house);
    const struct offer offer = offer_of(&house, "settlement-2");
    check_eq(facts(&house).past_due_amount, OWED);
    const struct agreed agreed = accept(&house, "settlement-2");
    check_true(agreed.is_active);
    check_eq(facts(&house).past_due_amount, 0); /* a kept plan is not pressed */
    check_eq(facts(&house).open_amount, OWED);  /* the waiver is not posted yet */
    check_eq(facts(&house).next_due_amount, offer.rows[0].amount);
    pay(&house, offer.rows[0].amount);
    check_state(&house, agreed.id, "active");
    check_eq(facts(&house).open_amount, OWED - offer.rows[0].amount);
    pay(&house, offer.rows[1].amount + 700); /* too much: it is the person's */
    check_state(&house, agreed.id, "completed");
    check_eq(facts(&house).open_amount, 0);
    check_eq(facts(&house).unapplied_amount, 700);
    close_until(op, op->business_date + 1);
    close_house(&house);
}

/* The close finds the missed row; what was owed before is owed again, less what came. */
static void test_breach_and_reinstatement(void **state)
{
    struct house house;
    (void)state;
    struct op *const op = open_house(&house);
    const struct offer offer = offer_of(&house, "plan-3");
    const struct agreed agreed = accept(&house, "plan-3");
    pay(&house, 10000);
    close_until(op, offer.rows[0].due_on + 1);
    check_eq(facts(&house).past_due_amount, offer.rows[0].amount - 10000);
    close_until(op, offer.rows[0].due_on + 5 + 1 - 1); /* the last day of grace is still in time */
    check_state(&house, agreed.id, "active");
    close_until(op, offer.rows[0].due_on + 5 + 1);
    check_state(&house, agreed.id, "breached");
    check_eq(facts(&house).past_due_amount, OWED - 10000);
    check_eq(facts(&house).oldest_due_on, PORTFOLIO_DATE - 120); /* its own day again */
    pay(&house, 5000);
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(arrangement_reinstate(op, house.key.debtor_id, agreed.id, STR(" ")), E_INVALID);
    op_clear(op);
    check_ok(op, arrangement_reinstate(op, house.key.debtor_id, agreed.id, STR("trajo el pago")));
    check_ok(op, policy_commit(op));
    check_state(&house, agreed.id, "active");
    check_eq(facts(&house).past_due_amount, offer.rows[0].amount - 15000);
    check_eq(facts(&house).open_amount, OWED - 15000);
    pay(&house, OWED - 15000);
    check_state(&house, agreed.id, "completed");
    check_eq(facts(&house).open_amount, 0);
    close_house(&house);
}

/* Money that names a payment of the plan meets it first; when the plan breaks it is no orphan. */
static void test_money_for_a_row(void **state)
{
    struct house house;
    struct arranged_claim *claims = NULL;
    size_t count = 0;
    int64_t id = 0;
    bool is_new = false;
    (void)state;
    struct op *const op = open_house(&house);
    const struct offer offer = offer_of(&house, "plan-3");
    const struct agreed agreed = accept(&house, "plan-3");
    check_ok(op, arranged_load(op, house.key.debtor_id, agreed.id, &claims, &count));
    size_t second = 0;
    while (claims[second].role != ARRANGED_ROW || claims[second].number != 2)
        second++;
    const struct payment_order order = {.debtor_id = house.key.debtor_id,
                                        .case_id = house.key.case_id,
                                        .source = STR("t"),
                                        .reference = STR("row"),
                                        .value_on = op->business_date,
                                        .amount = {700},
                                        .claim_id = claims[second].id};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payment_take(op, &order, &id, &is_new));
    check_ok(op, policy_commit(op));
    check_eq(facts(&house).next_due_amount, offer.rows[0].amount);
    check_eq(facts(&house).open_amount, OWED - 700);
    close_until(op, offer.rows[0].due_on + 6);
    check_state(&house, agreed.id, "breached");
    check_eq(facts(&house).past_due_amount, OWED - 700);
    check_eq(facts(&house).unapplied_amount, 0);
    close_house(&house);
}

/* Undone, the book owes what it owed; imports in between neither disturb the plan nor are lost. */
static void test_undone(void **state)
{
    struct house house;
    enum book_change change = BOOK_CREATED;
    (void)state;
    struct op *const op = open_house(&house);
    const struct agreed agreed = accept(&house, "settlement-1");
    check_ok(op, tell_claim(op, OWED, &change));
    check_eq(change, BOOK_UNCHANGED);
    check_ok(op, tell_claim(op, OWED + 300, &change));
    check_eq(change, BOOK_UPDATED);
    check_eq(facts(&house).open_amount, OWED);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_cancel(op, house.key.debtor_id, agreed.id, STR("era otro caso")));
    check_ok(op, policy_commit(op));
    check_state(&house, agreed.id, "cancelled");
    check_eq(facts(&house).past_due_amount, OWED + 300);
    check_eq(facts(&house).open_amount, OWED + 300);
    check_eq(facts(&house).oldest_due_on, PORTFOLIO_DATE - 120);
    close_house(&house);
}

/* Money that goes back is owed beside the plan, and breaks it when nobody brings it. */
static void test_returned(void **state)
{
    struct house house;
    int64_t id = 0;
    (void)state;
    struct op *const op = open_house(&house);
    const struct agreed agreed = accept(&house, "full-1");
    const int64_t payment = pay(&house, 60000);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op,
             payment_return(op, house.key.debtor_id, payment, STR("b1"), op->business_date, &id));
    check_ok(op, policy_commit(op));
    check_eq(facts(&house).open_amount, OWED);
    pay(&house, OWED - 60000); /* meets the return first: it is due today */
    check_state(&house, agreed.id, "active");
    close_until(op, PORTFOLIO_DATE + 30);
    check_state(&house, agreed.id, "breached");
    check_eq(facts(&house).open_amount, 60000);
    close_house(&house);
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

/* The waiver goes with the money that earned it: paid again the settlement holds, else it breaks.
 */
static void test_returned_after_the_end(void **state)
{
    struct house house;
    (void)state;
    struct op *const op = open_house(&house);
    const struct offer offer = offer_of(&house, "settlement-1");
    const struct agreed agreed = accept(&house, "settlement-1");
    const int64_t payment = pay(&house, offer.total);
    check_state(&house, agreed.id, "completed");
    close_until(op, PORTFOLIO_DATE + 40); /* long after its day: the discount takes money last */
    take_back(&house, payment, "b1");
    check_state(&house, agreed.id, "active");
    check_eq(facts(&house).open_amount, OWED);
    const int64_t again = pay(&house, offer.total);
    check_state(&house, agreed.id, "completed");
    check_eq(facts(&house).open_amount, 0);
    check_eq(facts(&house).unapplied_amount, 0);
    close_until(op, op->business_date + 1);
    check_state(&house, agreed.id,
                "completed"); /* the old return is paid: it opens nothing again */
    take_back(&house, again, "b2");
    check_state(&house, agreed.id, "active");
    const day since = op->business_date;
    close_until(op, since + 5);
    check_state(&house, agreed.id, "active"); /* the last day of grace */
    close_until(op, since + 6);
    check_state(&house, agreed.id, "breached");
    check_eq(facts(&house).open_amount, OWED);
    close_house(&house);
}

/* --- several debts --- */

static void refused(struct op *op, status code, status want)
{
    check_eq(code, want);
    db_rollback(op);
    touch_clear(op);
    op_clear(op);
}

#define SECOND 30001

/* A second debt of the same person to the same creditor: the same case. */
static void add_debt(struct house *house)
{
    struct op *const op = &house->p.op;
    struct obligation_input debt = {.source = STR("t"),
                                    .external_id = STR("second"),
                                    .debtor_id = house->key.debtor_id,
                                    .product = STR("card"),
                                    .currency = (currency)facts(house).currency,
                                    .opened_on = PORTFOLIO_DATE - 90};
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = STR("second"),
                                      .number = 1,
                                      .issued_on = PORTFOLIO_DATE - 90,
                                      .due_on = PORTFOLIO_DATE - 60,
                                      .amount = {SECOND}};
    struct obligation_ref ref;
    enum book_change change = BOOK_UNCHANGED;
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &debt.creditor_id));
    check_ok(op, obligation_upsert(op, &debt, &ref, &change));
    check_eq(ref.case_id, house->key.case_id);
    check_ok(op, claim_upsert(op, &ref, &claim, &id, &change));
    check_ok(op, policy_commit(op));
}

/* What each debt has of the agreement adds up to it; both are arranged, broken and undone as one.
 */
static void test_two_debts(void **state)
{
    struct house house;
    struct arrangement made;
    struct arranged_debt *debts = NULL;
    size_t count = 0;
    (void)state;
    struct op *const op = open_house(&house);
    add_debt(&house);
    check_eq(facts(&house).past_due_amount, OWED + SECOND);
    const struct agreed agreed = accept(&house, "settlement-2");
    check_ok(op, arrangement_get(op, house.key.debtor_id, agreed.id, &made));
    check_ok(op, arranged_debts(op, &made, &debts, &count));
    check_eq(count, 2);
    check_str(debts[0].external_id, "p4");
    check_eq(debts[0].agreed + debts[0].discount, OWED);
    check_str(debts[1].external_id, "second");
    check_eq(debts[1].agreed + debts[1].discount, SECOND);
    check_eq(debts[0].agreed + debts[1].agreed, made.total);
    check_true(debts[0].discount > 0 && debts[1].discount > 0); /* by what each owes */
    check_eq(facts(&house).past_due_amount, 0);
    pay(&house, 10000);
    close_until(op, made.rows[0].due_on + 6);
    check_state(&house, agreed.id, "breached");
    check_eq(facts(&house).past_due_amount, OWED + SECOND - 10000);
    check_eq(facts(&house).past_due_claims, 2); /* each with its own day again */
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_reinstate(op, house.key.debtor_id, agreed.id, STR("trajo el pago")));
    check_ok(op, policy_commit(op));
    pay(&house, made.total - 10000);
    check_state(&house, agreed.id, "completed");
    check_eq(facts(&house).open_amount, 0);
    close_house(&house);
}

/* Chosen debts alone are arranged; the others stay as they are, and nothing else may be chosen. */
static void test_chosen_debt(void **state)
{
    struct house house;
    struct arrangement made;
    struct arranged_debt *debts = NULL;
    size_t count = 0;
    int64_t second = 0;
    struct agreed agreed;
    (void)state;
    struct op *const op = open_house(&house);
    add_debt(&house);
    check_ok(op, debt_find(op, house.key, STR("second"), &second));
    const struct arrangement_plan_row row = {op->business_date + 5, SECOND};
    const int64_t twice[] = {second, second};
    struct agree_wish wish = {.rows = &row, .count = 1, .debts = twice, .debt_count = 2};
    check_ok(op, db_begin(op, DB_WRITE));
    refused(op, agree_terms(op, house.key, &wish, &agreed), E_INVALID);
    wish.debt_count = 1;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, agree_terms(op, house.key, &wish, &agreed));
    check_ok(op, policy_commit(op));
    check_true(agreed.is_active);
    check_eq(facts(&house).past_due_amount, OWED);
    check_eq(facts(&house).open_amount, OWED + SECOND);
    check_ok(op, arrangement_get(op, house.key.debtor_id, agreed.id, &made));
    check_eq(made.debt_count, 1);
    check_ok(op, arranged_debts(op, &made, &debts, &count));
    check_eq(count, 1);
    check_str(debts[0].external_id, "second");
    check_str(made.kind, "full");
    pay(&house, OWED); /* what is past due comes first */
    check_eq(facts(&house).past_due_amount, 0);
    check_state(&house, agreed.id, "active");
    pay(&house, SECOND);
    check_state(&house, agreed.id, "completed");
    close_house(&house);
}

/* --- authority --- */

static status ask(struct house *house, int64_t user, int64_t amount, struct agreed *ret_agreed)
{
    struct op *const op = &house->p.op;
    const struct arrangement_plan_row row = {op->business_date + 5, amount};
    op->actor_id = user;
    TRY(db_begin(op, DB_WRITE));
    const struct agree_wish wish = {.rows = &row, .count = 1, .reason = STR("perdió el empleo")};
    TRY(agree_terms(op, house->key, &wish, ret_agreed));
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

static void test_what_passes_a_limit_is_approved(void **state)
{
    struct house house;
    struct agreed agreed = {0};
    (void)state;
    struct op *const op = open_house(&house);
    check_ok(op, ask(&house, house.agent, OWED / 2, &agreed)); /* the strategy allows 10 % */
    check_eq(agreed.excess, OFFER_OVER_DISCOUNT);
    check_false(agreed.is_active);
    check_state(&house, agreed.id, "pending");
    check_eq(facts(&house).past_due_amount, OWED);
    struct agreed other = {0};
    refused(op, ask(&house, house.agent, OWED, &other), E_CONFLICT); /* one at a time */
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_cancel(op, house.key.debtor_id, agreed.id, STR("lo pensará")));
    check_ok(op, policy_commit(op));
    refused(op, decide(&house, house.decider, agreed.approval_id, true), E_CONFLICT);
    check_ok(op, ask(&house, house.agent, OWED / 2, &agreed));
    refused(op, decide(&house, house.agent, agreed.approval_id, true), E_DENIED);
    check_ok(op, decide(&house, house.decider, agreed.approval_id, false));
    check_state(&house, agreed.id, "rejected");
    check_ok(op, ask(&house, house.asker, OWED / 2, &agreed));
    refused(op, decide(&house, house.asker, agreed.approval_id, true), E_DENIED); /* four eyes */
    check_ok(op, decide(&house, house.decider, agreed.approval_id, true));
    check_state(&house, agreed.id, "active");
    pay(&house, OWED / 2);
    check_state(&house, agreed.id, "completed");
    check_eq(facts(&house).open_amount, 0);
    op->actor_id = house.agent;
    close_house(&house);
}

/* All that is open becomes new instalments when somebody else approves it; undone, the old ones are
 * owed again; not while another arrangement stands for them. */
static void test_restructured(void **state)
{
    struct house house;
    struct agreed agreed;
    struct agreed later;
    (void)state;
    struct op *const op = open_house(&house);
    const day today = op->business_date;
    const struct agree_reage wish = {
        .first_on = today + 10, .count = 4, .reason = STR("perdió el empleo")};
    op->actor_id = house.asker;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, agree_reage(op, house.key, &wish, &agreed));
    check_ok(op, policy_commit(op));
    check_false(agreed.is_active);
    check_eq(facts(&house).past_due_amount, OWED);
    check_ok(op, decide(&house, house.decider, agreed.approval_id, true));
    check_state(&house, agreed.id, "completed");
    check_eq(facts(&house).past_due_amount, 0);
    check_eq(facts(&house).open_amount, OWED);
    check_eq(facts(&house).next_due_amount, OWED / 4);
    pay(&house, OWED / 4);
    close_until(op, today + 60); /* two more are past due: it does not break */
    check_state(&house, agreed.id, "completed");
    check_eq(facts(&house).past_due_amount, OWED / 4);
    check_eq(facts(&house).open_amount, OWED - OWED / 4);
    op->actor_id = house.asker;
    const struct arrangement_plan_row row = {op->business_date + 2, OWED / 4};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op,
             agree_terms(op, house.key, &(struct agree_wish){.rows = &row, .count = 1}, &later));
    check_ok(op, policy_commit(op));
    check_ok(op, db_begin(op, DB_WRITE));
    refused(op, arrangement_cancel(op, house.key.debtor_id, agreed.id, STR("x")), E_CONFLICT);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_cancel(op, house.key.debtor_id, later.id, STR("x")));
    check_ok(op, arrangement_cancel(op, house.key.debtor_id, agreed.id, STR("x")));
    check_ok(op, policy_commit(op));
    check_state(&house, agreed.id, "cancelled");
    check_eq(facts(&house).past_due_amount, OWED - OWED / 4);
    check_eq(facts(&house).oldest_due_on, PORTFOLIO_DATE - 120);
    close_house(&house);
}

static void test_promises_keep_within_limits(void **state)
{
    struct house house;
    (void)state;
    struct op *const op = open_house(&house);
    const day today = op->business_date;
    check_ok(op, agree_check_promise(op, house.key, 0, today + 15, (money){OWED}));
    refused(op, agree_check_promise(op, house.key, 0, today + 16, (money){OWED}), E_REFUSED);
    check_ok(op, agree_check_promise(op, house.key, 0, today + 3, (money){OWED / 4}));
    refused(op, agree_check_promise(op, house.key, 0, today + 3, (money){OWED / 4 - 1}), E_REFUSED);
    op->actor_id = house.asker; /* who may approve is free of them */
    check_ok(op, agree_check_promise(op, house.key, 0, today + 20, (money){100}));
    close_house(&house);
}

static void test_terms_that_cannot_be(void **state)
{
    struct house house;
    struct agreed agreed;
    (void)state;
    struct op *const op = open_house(&house);
    const day today = op->business_date;
    const struct arrangement_plan_row past = {today - 1, OWED};
    const struct arrangement_plan_row more = {today + 1, OWED + 1};
    const struct arrangement_plan_row twice[] = {
        {today + 2, OWED / 2},
        {today + 2, OWED / 2}
    };
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(agree_terms(op, house.key,
                         &(struct agree_wish){.rows = &past, .count = 1, .reason = STR("x")},
                         &agreed),
             E_INVALID);
    op_clear(op);
    check_eq(agree_terms(op, house.key,
                         &(struct agree_wish){.rows = &more, .count = 1, .reason = STR("x")},
                         &agreed),
             E_INVALID);
    op_clear(op);
    check_eq(agree_terms(op, house.key,
                         &(struct agree_wish){.rows = twice, .count = 2, .reason = STR("x")},
                         &agreed),
             E_INVALID);
    op_clear(op);
    check_eq(agree_terms(op, house.key,
                         &(struct agree_wish){.rows = twice, .count = 0, .reason = STR("x")},
                         &agreed),
             E_INVALID);
    op_clear(op);
    refused(op, agree_offer(op, house.key, STR("plan-99"), (money){0}, &agreed), E_NOT_FOUND);
    close_house(&house);
}

TEST_STORE_MAIN("arrangements", cmocka_unit_test(test_kept),
                cmocka_unit_test(test_breach_and_reinstatement), cmocka_unit_test(test_undone),
                cmocka_unit_test(test_returned), cmocka_unit_test(test_returned_after_the_end),
                cmocka_unit_test(test_two_debts), cmocka_unit_test(test_chosen_debt),
                cmocka_unit_test(test_restructured), cmocka_unit_test(test_money_for_a_row),
                cmocka_unit_test(test_what_passes_a_limit_is_approved),
                cmocka_unit_test(test_promises_keep_within_limits),
                cmocka_unit_test(test_terms_that_cannot_be))
