/* What the book refuses, and what it must not lose: money of another case, a claim of another debt,
 * a person who has nothing to do with it, money that came before its claim, more cases and
 * obligations than anybody expects. */
#include "book/action.h"
#include "book/claim_entry.h"
#include "book/consent.h"
#include "book/dispute.h"
#include "book/payment.h"
#include "book/promise.h"
#include "policy/commit.h"
#include "policy/strategy.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

#define OPEN_DATE 20000
#define MXN       CURRENCY('M', 'X', 'N')
#define USD       CURRENCY('U', 'S', 'D')

struct world {
    struct op *op;
    int64_t creditor_id;
};

static struct world open_world(void)
{
    struct world w = {.op = check_op()};
    w.op->touched = NULL;
    w.op->clock = op_clock_system;
    test_store_open(w.op);
    check_ok(w.op, db_begin(w.op, DB_WRITE));
    test_organisation_create(w.op, OPEN_DATE);
    check_ok(w.op, strategy_install_default(w.op));
    check_ok(w.op, creditor_ensure(w.op, STR(""), STR(""), &w.creditor_id));
    return w;
}

static void close_world(struct world *w)
{
    check_ok(w->op, policy_commit(w->op));
    test_store_close(w->op);
}

static int64_t add_party(struct world *w, const char *name)
{
    const struct party_input party = {
        .source = STR("t"), .external_id = str_of(name), .name = str_of(name)};
    enum book_change change;
    int64_t id = 0;
    check_ok(w->op, party_upsert(w->op, &party, &id, &change));
    return id;
}

static struct obligation_ref add_debt(struct world *w, int64_t debtor_id, const char *name,
                                      currency of_debt)
{
    const struct obligation_input input = {.source = STR("t"),
                                           .external_id = str_of(name),
                                           .debtor_id = debtor_id,
                                           .creditor_id = w->creditor_id,
                                           .product = STR("loan"),
                                           .currency = of_debt,
                                           .opened_on = OPEN_DATE - 90};
    struct obligation_ref ref;
    enum book_change change;
    check_ok(w->op, obligation_upsert(w->op, &input, &ref, &change));
    return ref;
}

static struct claim_input claim_of(const char *name, int issued, int due, int64_t amount)
{
    return (struct claim_input){.source = STR("t"),
                                .external_id = str_of(name),
                                .number = 1,
                                .issued_on = OPEN_DATE + issued,
                                .due_on = OPEN_DATE + due,
                                .amount = {amount}};
}

static int64_t add_claim(struct world *w, const struct obligation_ref *debt, const char *name,
                         int issued, int due, int64_t amount)
{
    const struct claim_input input = claim_of(name, issued, due, amount);
    enum book_change change;
    int64_t id = 0;
    check_ok(w->op, claim_upsert(w->op, debt, &input, &id, &change));
    return id;
}

static struct payment_order order_of(const struct obligation_ref *debt, const char *reference,
                                     int value, int64_t amount)
{
    return (struct payment_order){.debtor_id = debt->debtor_id,
                                  .case_id = debt->case_id,
                                  .source = STR("t"),
                                  .reference = str_of(reference),
                                  .value_on = OPEN_DATE + value,
                                  .amount = {amount}};
}

static int64_t pay(struct world *w, const struct obligation_ref *debt, const char *reference,
                   int value, int64_t amount)
{
    const struct payment_order order = order_of(debt, reference, value, amount);
    int64_t id = 0;
    bool is_new = false;
    check_ok(w->op, payment_take(w->op, &order, &id, &is_new));
    check_true(is_new);
    return id;
}

static void refuse(struct world *w, const struct payment_order *order, status want)
{
    int64_t id = -7;
    bool is_new = false;
    check_eq(payment_take(w->op, order, &id, &is_new), want);
    check_eq(id, -7);
    op_clear(w->op);
}

static struct case_facts facts_of(struct world *w, const struct obligation_ref *debt)
{
    struct case_facts facts;
    check_ok(w->op, facts_compute(w->op, (struct case_key){debt->debtor_id, debt->case_id},
                                  OPEN_DATE, &facts));
    return facts;
}

static struct claim get_claim(struct world *w, const struct obligation_ref *debt, int64_t id)
{
    struct claim claim;
    check_ok(w->op, claim_get(w->op, debt->debtor_id, id, &claim));
    return claim;
}

static void test_money_stays_in_its_case(void **state)
{
    struct world w = open_world();
    const int64_t debtor_id = add_party(&w, "p");
    const struct obligation_ref pesos = add_debt(&w, debtor_id, "pesos", MXN);
    const struct obligation_ref dollars = add_debt(&w, debtor_id, "dollars", USD);
    const int64_t in_pesos = add_claim(&w, &pesos, "a", -60, -30, 10000);
    const int64_t in_dollars = add_claim(&w, &dollars, "b", -60, -30, 10000);
    struct payment_order order = order_of(&pesos, "r", 0, 5000);
    (void)state;
    check_true(pesos.case_id != dollars.case_id);
    order.claim_id = in_dollars; /* of the same person, in another currency */
    refuse(&w, &order, E_INVALID);
    db_rollback(w.op);
    test_store_close(w.op);

    w = open_world();
    const int64_t other_id = add_party(&w, "q");
    const struct obligation_ref debt = add_debt(&w, other_id, "o", MXN);
    const struct obligation_ref second = add_debt(&w, other_id, "o2", USD);
    (void)add_claim(&w, &debt, "c", -60, -30, 10000);
    (void)pay(&w, &debt, "same", 0, 4000);
    struct payment_order again = order_of(&second, "same", 0, 4000);
    refuse(&w, &again, E_CONFLICT); /* the reference is of the other case's money */
    (void)in_pesos;
    close_world(&w);
}

static void test_payment_limits(void **state)
{
    struct world w = open_world();
    const struct obligation_ref debt = add_debt(&w, add_party(&w, "p"), "o", MXN);
    struct payment_order order = order_of(&debt, "r", 0, LIMIT_AMOUNT_MINOR + 1);
    (void)state;
    refuse(&w, &order, E_INVALID);
    order = order_of(&debt, "r", 1, 100); /* tomorrow's money */
    refuse(&w, &order, E_INVALID);
    order.value_on = DAY_NONE;
    refuse(&w, &order, E_INVALID);
    struct claim_input claim = claim_of("big", 0, 0, LIMIT_AMOUNT_MINOR + 1);
    enum book_change change;
    int64_t id = 0;
    check_eq(claim_upsert(w.op, &debt, &claim, &id, &change), E_INVALID);
    op_clear(w.op);
    for (int i = 0; i < 20; i++) { /* many of the largest add up without harm */
        claim = claim_of(arena_printf(w.op->arena, "c%d", i), -9, -1, LIMIT_AMOUNT_MINOR);
        check_ok(w.op, claim_upsert(w.op, &debt, &claim, &id, &change));
    }
    check_eq(facts_of(&w, &debt).open_amount, 20 * LIMIT_AMOUNT_MINOR);
    close_world(&w);
}

static void test_claim_of_another_debt(void **state)
{
    struct world w = open_world();
    const int64_t debtor_id = add_party(&w, "p");
    const struct obligation_ref debt = add_debt(&w, debtor_id, "o1", MXN);
    const struct obligation_ref other = add_debt(&w, debtor_id, "o2", MXN);
    const struct obligation_ref foreign = add_debt(&w, add_party(&w, "q"), "o3", MXN);
    const int64_t id = add_claim(&w, &debt, "c", -60, -30, 10000);
    struct claim_input input = claim_of("c", -60, -30, 20000);
    enum book_change change;
    int64_t found = 0;
    (void)state;
    check_eq(claim_upsert(w.op, &other, &input, &found, &change), E_CONFLICT);
    op_clear(w.op);
    check_eq(get_claim(&w, &debt, id).amount.minor, 10000);
    check_true(claim_upsert(w.op, &foreign, &input, &found, &change) != OK);
    op_clear(w.op);
    input = claim_of("c", -60, -30, 10000);
    input.number = 7; /* a number alone is a change too; none leaves what is there */
    check_ok(w.op, claim_upsert(w.op, &debt, &input, &found, &change));
    check_eq(change, BOOK_UPDATED);
    input.number = 0;
    check_ok(w.op, claim_upsert(w.op, &debt, &input, &found, &change));
    check_eq(change, BOOK_UNCHANGED);
    check_eq(get_claim(&w, &debt, id).number, 7);
    close_world(&w);
}

static void test_nothing_due_is_nothing_open(void **state)
{
    struct world w = open_world();
    const struct obligation_ref debt = add_debt(&w, add_party(&w, "p"), "o", MXN);
    (void)state;
    const int64_t id = add_claim(&w, &debt, "zero", -60, -30, 0);
    check_false(get_claim(&w, &debt, id).is_open);
    check_eq(facts_of(&w, &debt).open_claims, 0);
    close_world(&w);
}

/* Money that came before its claim, or too much of it, is not lost to the claims that follow. */
static void test_credit_meets_the_next_claim(void **state)
{
    struct world w = open_world();
    const struct obligation_ref debt = add_debt(&w, add_party(&w, "p"), "o", MXN);
    (void)state;
    (void)pay(&w, &debt, "early", -20, 12000);
    check_eq(facts_of(&w, &debt).unapplied_amount, 12000);
    const int64_t first = add_claim(&w, &debt, "c1", -10, 5, 10000);
    check_false(get_claim(&w, &debt, first).is_open);
    const int64_t second = add_claim(&w, &debt, "c2", -10, 15, 10000);
    check_eq(get_claim(&w, &debt, second).paid.minor, 2000);
    check_eq(facts_of(&w, &debt).unapplied_amount, 0);
    check_eq(facts_of(&w, &debt).open_amount, 8000);
    (void)pay(&w, &debt, "more", 0, 9000); /* 1000 left over */
    struct claim_input larger = claim_of("c2", -10, 15, 10400);
    enum book_change change;
    int64_t id = 0;
    check_ok(w.op, claim_upsert(w.op, &debt, &larger, &id, &change));
    check_eq(get_claim(&w, &debt, second).paid.minor, 10400);
    check_eq(facts_of(&w, &debt).unapplied_amount, 600);
    check_eq(facts_of(&w, &debt).case_state, CASE_CLOSED);
    close_world(&w);
}

static status read_days(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(day *)out = db_day(row, 0);
    return OK;
}

/* A claim is not paid before it was issued, so no day of the past has less than nothing open. */
static void test_no_claim_is_paid_before_it_is_issued(void **state)
{
    struct world w = open_world();
    const struct obligation_ref debt = add_debt(&w, add_party(&w, "p"), "o", MXN);
    const int64_t claim_id = add_claim(&w, &debt, "c", -10, 5, 10000);
    day last = DAY_NONE;
    bool found = false;
    (void)state;
    (void)pay(&w, &debt, "r", -30, 10000);
    check_ok(w.op, db_query_one(w.op, Q_CLAIM_LAST_VALUE_DAY,
                                DB_ARGS(ARG_ID(debt.debtor_id), ARG_ID(claim_id)), read_days, &last,
                                &found));
    check_eq(last, OPEN_DATE - 10);
    close_world(&w);
}

static void test_returns(void **state)
{
    struct world w = open_world();
    const int64_t debtor_id = add_party(&w, "p");
    struct obligation_ref debt = {0};
    int64_t id = 0;
    (void)state;
    for (int i = 0; i < 300; i++) { /* one payment meets three hundred debts, and goes back */
        debt = add_debt(&w, debtor_id, arena_printf(w.op->arena, "o%d", i), MXN);
        (void)add_claim(&w, &debt, arena_printf(w.op->arena, "c%d", i), -60, -30, 100);
    }
    const int64_t payment_id = pay(&w, &debt, "r", -5, 30050);
    check_eq(facts_of(&w, &debt).open_amount, 0);
    check_eq(payment_return(w.op, debtor_id, payment_id, STR(""), OPEN_DATE, &id), E_INVALID);
    op_clear(w.op);
    check_eq(payment_return(w.op, debtor_id, payment_id, STR("x"), OPEN_DATE + 1, &id), E_INVALID);
    op_clear(w.op);
    check_eq(payment_return(w.op, debtor_id, payment_id, STR("x"), OPEN_DATE - 6, &id), E_INVALID);
    op_clear(w.op);
    check_ok(w.op, payment_return(w.op, debtor_id, payment_id, STR("x"), OPEN_DATE, &id));
    const struct case_facts facts = facts_of(&w, &debt);
    check_eq(facts.open_amount, 30000);
    check_eq(facts.open_claims, 300);
    check_eq(facts.unapplied_amount, 0);
    check_eq(facts.paid_amount, 0);
    close_world(&w);
}

static void test_promises_of_another_case(void **state)
{
    struct world w = open_world();
    const int64_t debtor_id = add_party(&w, "p");
    const struct obligation_ref debt = add_debt(&w, debtor_id, "o1", MXN);
    const struct obligation_ref second = add_debt(&w, debtor_id, "o2", MXN);
    const struct obligation_ref dollars = add_debt(&w, debtor_id, "o3", USD);
    const struct case_key key = {debtor_id, debt.case_id};
    struct promise_input promise = {.key = key,
                                    .obligation_id = dollars.id,
                                    .due_on = OPEN_DATE + 2,
                                    .amount = {500},
                                    .channel = CHANNEL_CALL};
    struct promise *list = NULL;
    size_t count = 0;
    int64_t id = 0;
    (void)state;
    (void)add_claim(&w, &debt, "c1", -60, -30, 1000);
    (void)add_claim(&w, &second, "c2", -60, -30, 9000);
    check_eq(promise_make(w.op, &promise, &id), E_INVALID);
    op_clear(w.op);
    promise.obligation_id = debt.id;
    promise.amount.minor = 1001; /* the case owes 10000, this debt 1000 */
    check_eq(promise_make(w.op, &promise, &id), E_REFUSED);
    op_clear(w.op);
    promise.amount.minor = 1000;
    check_ok(w.op, promise_make(w.op, &promise, &id));
    promise.obligation_id = second.id; /* another debt: both stand */
    check_ok(w.op, promise_make(w.op, &promise, &id));
    promise.obligation_id = 0; /* any debt: one payment must not keep three promises */
    check_ok(w.op, promise_make(w.op, &promise, &id));
    check_ok(w.op, promise_list(w.op, key, &list, &count));
    check_eq(count, 3);
    for (size_t i = 0; i < count; i++)
        check_eq(list[i].state, list[i].id == id ? PROMISE_OPEN : PROMISE_RESCHEDULED);
    close_world(&w);
}

static void test_disputes_and_holds(void **state)
{
    struct world w = open_world();
    const int64_t debtor_id = add_party(&w, "p");
    const struct obligation_ref debt = add_debt(&w, debtor_id, "o1", MXN);
    const struct obligation_ref dollars = add_debt(&w, debtor_id, "o3", USD);
    const struct case_key key = {debtor_id, debt.case_id};
    struct dispute_input dispute = {
        .key = key, .obligation_id = dollars.id, .kind = STR("amount"), .reply_due_on = DAY_NONE};
    int64_t id = 0;
    (void)state;
    check_eq(dispute_open(w.op, &dispute, &id), E_INVALID);
    op_clear(w.op);
    dispute.obligation_id = debt.id;
    dispute.reply_due_on = OPEN_DATE - 1;
    check_eq(dispute_open(w.op, &dispute, &id), E_INVALID);
    op_clear(w.op);
    check_eq(hold_place(w.op, key, STR("contact"), DAY_NONE, DAY_NONE, STR("r"), &id), E_INVALID);
    op_clear(w.op);
    close_world(&w);
}

static struct action_input action_of(const struct obligation_ref *debt, const char *disposition)
{
    return (struct action_input){
        .key = {debt->debtor_id, debt->case_id},
        .channel = CHANNEL_CALL,
        .disposition = str_of(disposition),
        .callback_on = DAY_NONE
    };
}

/* Whoever records it, a person or an import: who disputes has an open dispute, one. */
static void test_an_outcome_opens_its_dispute(void **state)
{
    struct world w = open_world();
    const struct obligation_ref debt = add_debt(&w, add_party(&w, "p"), "o", MXN);
    struct action_input action = action_of(&debt, "disputes");
    int64_t id = 0;
    (void)state;
    (void)add_claim(&w, &debt, "c", -60, -30, 100000);
    action.is_past = true;
    action.past_on = OPEN_DATE - 5;
    check_ok(w.op, action_record(w.op, &action, &id));
    check_eq(facts_of(&w, &debt).disputes_open, 0); /* history was looked at long ago */
    action = action_of(&debt, "disputes");
    action.amount.minor = 4000;
    check_ok(w.op, action_record(w.op, &action, &id));
    check_ok(w.op, action_record(w.op, &action, &id));
    check_eq(facts_of(&w, &debt).disputes_open, 1);
    check_eq(facts_of(&w, &debt).disputed_amount, 4000);
    action.dispute_kind = STR("weather");
    check_ok(w.op, action_record(w.op, &action, &id)); /* there is one already */
    close_world(&w);
}

static void test_strangers_and_the_future(void **state)
{
    struct world w = open_world();
    const struct obligation_ref debt = add_debt(&w, add_party(&w, "p"), "o", MXN);
    const int64_t stranger_id = add_party(&w, "stranger");
    struct action_input action = action_of(&debt, "deceased");
    int64_t id = 0;
    int64_t correction_id = 0;
    (void)state;
    action.person_id = stranger_id;
    check_eq(action_record(w.op, &action, &id), E_INVALID);
    op_clear(w.op);
    check_ok(w.op, obligation_add_party(w.op, &debt, stranger_id, ROLE_GUARANTOR));
    check_ok(w.op, action_record(w.op, &action, &id));
    action = action_of(&debt, "no_answer");
    action.is_past = true;
    action.past_on = OPEN_DATE + 1;
    check_eq(action_record(w.op, &action, &id), E_INVALID);
    op_clear(w.op);
    action = action_of(&debt, "no_answer");
    check_ok(w.op, action_record(w.op, &action, &id));
    check_ok(w.op, action_correct(w.op, debt.debtor_id, id, STR("otra cuenta"), &correction_id));
    check_eq(action_correct(w.op, debt.debtor_id, correction_id, STR("no"), &id), E_INVALID);
    op_clear(w.op);
    close_world(&w);
}

/* A death is a death in every case of the person, however many there are. */
static void test_all_cases_hear_of_a_death(void **state)
{
    struct world w = open_world();
    const int64_t debtor_id = add_party(&w, "p");
    struct obligation_ref debts[80];
    enum book_change change;
    (void)state;
    for (int i = 0; i < 80; i++) {
        const char *const name = arena_printf(w.op->arena, "k%d", i);
        struct obligation_input input = {.source = STR("t"),
                                         .external_id = str_of(name),
                                         .debtor_id = debtor_id,
                                         .product = STR("loan"),
                                         .currency = MXN,
                                         .opened_on = OPEN_DATE - 90};
        check_ok(w.op, creditor_ensure(w.op, str_of(name), str_of(name), &input.creditor_id));
        check_ok(w.op, obligation_upsert(w.op, &input, &debts[i], &change));
    }
    check_ok(w.op, policy_commit(w.op));
    check_ok(w.op, db_begin(w.op, DB_WRITE));
    check_ok(w.op, party_set_flags(w.op, debtor_id, FLAG_BIT(FLAG_DECEASED), 0, STR("acta")));
    check_ok(w.op, policy_commit(w.op));
    for (int i = 0; i < 80; i++) {
        struct case_facts facts;
        bool found = false;
        check_ok(w.op,
                 facts_get(w.op, (struct case_key){debtor_id, debts[i].case_id}, &facts, &found));
        check_eq(facts.party_flags, FLAG_BIT(FLAG_DECEASED));
    }
    test_store_close(w.op);
}

static enum consent_state consent_after(struct world *w, const struct obligation_ref *debt,
                                        const char *channel, const char *purpose, bool is_given,
                                        enum channel asked)
{
    const struct consent_input said = {.person_id = debt->debtor_id,
                                       .channel = str_of(channel),
                                       .purpose = str_of(purpose),
                                       .is_given = is_given,
                                       .from = OPEN_DATE,
                                       .until = DAY_NONE,
                                       .evidence = STR("e")};
    struct consent_effect effect;
    check_ok(w->op, consent_record(w->op, &said, &effect));
    const struct case_facts facts = facts_of(w, debt);
    return facts_consent(&facts, asked);
}

static void test_the_more_restrictive_consent_wins(void **state)
{
    struct world w = open_world();
    const struct obligation_ref debt = add_debt(&w, add_party(&w, "p"), "o", MXN);
    struct action_input action = action_of(&debt, "do_not_contact");
    int64_t id = 0;
    (void)state;
    check_eq(consent_after(&w, &debt, "email", "collection", true, CHANNEL_EMAIL), CONSENT_GIVEN);
    check_eq(consent_after(&w, &debt, "email", "reminder", false, CHANNEL_EMAIL), CONSENT_REVOKED);
    check_eq(consent_after(&w, &debt, "email", "reminder", true, CHANNEL_EMAIL), CONSENT_GIVEN);
    action.channel = CHANNEL_NONE; /* said at the counter: it holds for every way to the person */
    check_ok(w.op, action_record(w.op, &action, &id));
    const struct case_facts facts = facts_of(&w, &debt);
    check_eq(facts_consent(&facts, CHANNEL_VISIT), CONSENT_REVOKED);
    check_eq(facts_consent(&facts, CHANNEL_CALL), CONSENT_REVOKED);
    close_world(&w);
}

/* A day that the person asked for is not forgotten because a mail went out meanwhile. */
static void test_an_agreed_call_stands(void **state)
{
    struct world w = open_world();
    const struct obligation_ref debt = add_debt(&w, add_party(&w, "p"), "o", MXN);
    struct action_input action = action_of(&debt, "callback");
    int64_t id = 0;
    (void)state;
    (void)add_claim(&w, &debt, "c", -60, -30, 100000);
    action.callback_on = OPEN_DATE + 9;
    check_ok(w.op, action_record(w.op, &action, &id));
    action = action_of(&debt, "sent");
    action.channel = CHANNEL_EMAIL;
    check_ok(w.op, action_record(w.op, &action, &id));
    check_eq(facts_of(&w, &debt).callback_on, OPEN_DATE + 9);
    action = action_of(&debt, "no_answer"); /* due tomorrow by itself: the agreed day stands */
    check_ok(w.op, action_record(w.op, &action, &id));
    check_eq(facts_of(&w, &debt).callback_on, OPEN_DATE + 9);
    action = action_of(&debt, "refuses"); /* spoken to: what comes now is another matter */
    check_ok(w.op, action_record(w.op, &action, &id));
    check_eq(facts_of(&w, &debt).callback_on, OPEN_DATE + 5);
    close_world(&w);
}

/* What a person is called in one case counts for the others: all are decided again. */
static void test_contacts_touch_all_cases_of_the_person(void **state)
{
    struct world w = open_world();
    const int64_t debtor_id = add_party(&w, "p");
    const struct obligation_ref debt = add_debt(&w, debtor_id, "o1", MXN);
    (void)add_debt(&w, debtor_id, "o2", USD);
    const struct action_input action = action_of(&debt, "no_answer");
    const struct case_key *keys = NULL;
    int64_t id = 0;
    (void)state;
    check_ok(w.op, policy_commit(w.op));
    check_ok(w.op, db_begin(w.op, DB_WRITE));
    check_ok(w.op, action_record(w.op, &action, &id));
    check_eq(touch_list(w.op, &keys), 2);
    close_world(&w);
}

TEST_STORE_MAIN("guards", cmocka_unit_test(test_money_stays_in_its_case),
                cmocka_unit_test(test_payment_limits), cmocka_unit_test(test_claim_of_another_debt),
                cmocka_unit_test(test_nothing_due_is_nothing_open),
                cmocka_unit_test(test_credit_meets_the_next_claim),
                cmocka_unit_test(test_no_claim_is_paid_before_it_is_issued),
                cmocka_unit_test(test_returns), cmocka_unit_test(test_promises_of_another_case),
                cmocka_unit_test(test_disputes_and_holds),
                cmocka_unit_test(test_an_outcome_opens_its_dispute),
                cmocka_unit_test(test_strangers_and_the_future),
                cmocka_unit_test(test_all_cases_hear_of_a_death),
                cmocka_unit_test(test_the_more_restrictive_consent_wins),
                cmocka_unit_test(test_an_agreed_call_stands),
                cmocka_unit_test(test_contacts_touch_all_cases_of_the_person))
