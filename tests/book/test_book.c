/* The book on a real store: money meets claims, a repetition changes nothing, a return opens a
 * claim, sums always agree. */
#include "book/action.h"
#include "book/claim_entry.h"
#include "book/payment.h"
#include "book/promise.h"
#include "money/age.h"
#include "policy/commit.h"
#include "policy/strategy.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

#define OPEN_DATE 20000

struct fixture {
    struct op *op;
    int64_t debtor_id;
    struct obligation_ref loan;
    int64_t claims[3]; /* due OPEN_DATE - 40, - 10, + 20; 100.00 each */
};

static struct fixture open_book(void)
{
    struct fixture f = {.op = check_op()};
    int64_t creditor_id = 0;
    enum book_change change;
    f.op->touched = NULL;
    f.op->clock = op_clock_system;
    test_store_open(f.op);
    check_ok(f.op, db_begin(f.op, DB_WRITE));
    test_organisation_create(f.op, OPEN_DATE);
    check_ok(f.op, strategy_install_default(f.op));
    const struct party_input party = {
        .source = STR("t"), .external_id = STR("p1"), .name = STR("Ñoño Íñiguez")};
    check_ok(f.op, party_upsert(f.op, &party, &f.debtor_id, &change));
    check_eq(change, BOOK_CREATED);
    check_ok(f.op, creditor_ensure(f.op, STR(""), STR(""), &creditor_id));
    const struct obligation_input loan = {.source = STR("t"),
                                          .external_id = STR("o1"),
                                          .debtor_id = f.debtor_id,
                                          .creditor_id = creditor_id,
                                          .product = STR("loan"),
                                          .currency = CURRENCY('M', 'X', 'N'),
                                          .opened_on = OPEN_DATE - 70};
    check_ok(f.op, obligation_upsert(f.op, &loan, &f.loan, &change));
    const int due[] = {-40, -10, 20};
    for (int i = 0; i < 3; i++) {
        const struct claim_input claim = {.source = STR("t"),
                                          .external_id =
                                              str_of(arena_printf(f.op->arena, "c%d", i)),
                                          .number = i + 1,
                                          .issued_on = OPEN_DATE - 70,
                                          .due_on = OPEN_DATE + due[i],
                                          .amount = {10000}};
        check_ok(f.op, claim_upsert(f.op, &f.loan, &claim, &f.claims[i], &change));
    }
    check_ok(f.op, policy_commit(f.op));
    return f;
}

static void check_paid(const struct fixture *f, int64_t first, int64_t second, int64_t third)
{
    const int64_t want[] = {first, second, third};
    for (int i = 0; i < 3; i++) {
        struct claim claim;
        check_ok(f->op, claim_get(f->op, f->debtor_id, f->claims[i], &claim));
        check_eq(claim.paid.minor, want[i]);
        check_eq(claim.is_open, want[i] < 10000);
    }
}

static status pay(const struct fixture *f, const char *reference, int64_t amount, int64_t claim_id,
                  int64_t *ret_id, bool *ret_is_new)
{
    const struct payment_order order = {.debtor_id = f->debtor_id,
                                        .case_id = f->loan.case_id,
                                        .source = STR("t"),
                                        .reference = str_of(reference),
                                        .value_on = OPEN_DATE,
                                        .amount = {amount},
                                        .claim_id = claim_id};
    return payment_take(f->op, &order, ret_id, ret_is_new);
}

static void begin(const struct fixture *f)
{
    check_ok(f->op, db_begin(f->op, DB_WRITE));
}

static void finish(struct fixture *f)
{
    check_ok(f->op, policy_commit(f->op));
    test_store_close(f->op);
}

static void test_oldest_first(void **state)
{
    struct fixture f = open_book();
    int64_t id = 0;
    bool is_new = false;
    (void)state;
    begin(&f);
    check_ok(f.op, pay(&f, "a", 2500, 0, &id, &is_new));
    check_paid(&f, 2500, 0, 0);
    check_ok(f.op, pay(&f, "b", 10000, 0, &id, &is_new));
    check_paid(&f, 10000, 2500, 0);
    check_ok(f.op, pay(&f, "c", 17501, 0, &id, &is_new)); /* a cent too much stays unapplied */
    check_paid(&f, 10000, 10000, 10000);
    finish(&f);
}

static void test_named_claim_first(void **state)
{
    struct fixture f = open_book();
    int64_t id = 0;
    bool is_new = false;
    (void)state;
    begin(&f);
    check_ok(f.op, pay(&f, "a", 12000, f.claims[2], &id, &is_new));
    check_paid(&f, 2000, 0, 10000);
    finish(&f);
}

static void test_same_payment_once(void **state)
{
    struct fixture f = open_book();
    int64_t first = 0;
    int64_t again = 0;
    bool is_new = false;
    (void)state;
    begin(&f);
    check_ok(f.op, pay(&f, "a", 2500, 0, &first, &is_new));
    check_true(is_new);
    check_ok(f.op, pay(&f, "a", 2500, 0, &again, &is_new));
    check_false(is_new);
    check_eq(first, again);
    check_paid(&f, 2500, 0, 0);
    check_eq(pay(&f, "a", 9999, 0, &again, &is_new), E_CONFLICT);
    db_rollback(f.op);
    test_store_close(f.op);
}

static void test_return_opens_a_claim(void **state)
{
    struct fixture f = open_book();
    struct case_facts facts;
    const struct case_key key = {f.debtor_id, f.loan.case_id};
    int64_t id = 0;
    int64_t return_id = 0;
    bool is_new = false;
    bool found = false;
    (void)state;
    begin(&f);
    check_ok(f.op, pay(&f, "a", 20000, 0, &id, &is_new));
    check_ok(f.op, policy_commit(f.op));
    check_ok(f.op, facts_get(f.op, key, &facts, &found));
    check_eq(facts.past_due_amount, 0);
    check_eq(facts.open_amount, 10000);
    begin(&f);
    check_ok(f.op, payment_return(f.op, f.debtor_id, id, STR("r"), OPEN_DATE, &return_id));
    check_ok(f.op, policy_commit(f.op));
    check_ok(f.op, facts_get(f.op, key, &facts, &found));
    check_eq(facts.open_amount, 30000);
    check_eq(facts.paid_amount, 0);
    check_eq(facts.oldest_due_on, OPEN_DATE); /* the age of a return runs from its date */
    begin(&f);
    check_eq(payment_return(f.op, f.debtor_id, id, STR("r2"), OPEN_DATE, &return_id), E_CONFLICT);
    db_rollback(f.op);
    test_store_close(f.op);
}

static void test_wrong_orders(void **state)
{
    struct fixture f = open_book();
    int64_t id = 0;
    bool is_new = false;
    (void)state;
    begin(&f);
    check_eq(pay(&f, "a", 0, 0, &id, &is_new), E_INVALID);
    op_clear(f.op);
    check_eq(pay(&f, "a", -5, 0, &id, &is_new), E_INVALID);
    op_clear(f.op);
    check_eq(pay(&f, "", 5, 0, &id, &is_new), E_INVALID);
    op_clear(f.op);
    check_paid(&f, 0, 0, 0);
    finish(&f);
}

static void test_upsert_twice_is_once(void **state)
{
    struct fixture f = open_book();
    enum book_change change;
    int64_t id = 0;
    struct claim_input claim = {.source = STR("t"),
                                .external_id = STR("c0"),
                                .number = 1,
                                .issued_on = OPEN_DATE - 70,
                                .due_on = OPEN_DATE - 40,
                                .amount = {10000}};
    const struct party_input party = {
        .source = STR("t"), .external_id = STR("p1"), .name = STR("Ñoño Íñiguez")};
    (void)state;
    begin(&f);
    check_ok(f.op, claim_upsert(f.op, &f.loan, &claim, &id, &change));
    check_eq(change, BOOK_UNCHANGED);
    check_eq(id, f.claims[0]);
    claim.due_on++;
    check_ok(f.op, claim_upsert(f.op, &f.loan, &claim, &id, &change));
    check_eq(change, BOOK_UPDATED);
    check_ok(f.op, party_upsert(f.op, &party, &id, &change));
    check_eq(change, BOOK_UNCHANGED);
    check_eq(id, f.debtor_id);
    finish(&f);
}

static void test_outcome_reaches_the_person(void **state)
{
    struct fixture f = open_book();
    const struct case_key key = {f.debtor_id, f.loan.case_id};
    struct case_facts facts;
    int64_t id = 0;
    bool found = false;
    (void)state;
    begin(&f);
    const struct action_input action = {.key = key,
                                        .channel = CHANNEL_CALL,
                                        .disposition = STR("deceased"),
                                        .callback_on = DAY_NONE};
    check_ok(f.op, action_record(f.op, &action, &id));
    check_ok(f.op, policy_commit(f.op));
    check_ok(f.op, facts_get(f.op, key, &facts, &found));
    check_true(facts.party_flags & FLAG_BIT(FLAG_DECEASED));
    begin(&f);
    struct action_input wrong = action;
    wrong.disposition = STR("no such code");
    check_eq(action_record(f.op, &wrong, &id), E_INVALID);
    db_rollback(f.op);
    test_store_close(f.op);
}

static void test_promise_rules(void **state)
{
    struct fixture f = open_book();
    const struct case_key key = {f.debtor_id, f.loan.case_id};
    struct promise *list = NULL;
    size_t count = 0;
    int64_t first = 0;
    int64_t second = 0;
    (void)state;
    begin(&f);
    struct promise_input promise = {
        .key = key, .due_on = OPEN_DATE + 3, .amount = {5000}, .channel = CHANNEL_CALL};
    check_ok(f.op, promise_make(f.op, &promise, &first));
    check_ok(f.op, promise_make(f.op, &promise, &second));
    check_ok(f.op, promise_list(f.op, key, &list, &count));
    check_eq(count, 2);
    for (size_t i = 0; i < count; i++)
        check_eq(list[i].state, list[i].id == first ? PROMISE_RESCHEDULED : PROMISE_OPEN);
    promise.amount.minor = 30001; /* a cent above the balance */
    check_eq(promise_make(f.op, &promise, &second), E_REFUSED);
    op_clear(f.op);
    promise.amount.minor = 100;
    promise.due_on = OPEN_DATE - 1;
    check_eq(promise_make(f.op, &promise, &second), E_INVALID);
    op_clear(f.op);
    promise.due_on = OPEN_DATE + 31;
    check_eq(promise_make(f.op, &promise, &second), E_INVALID);
    op_clear(f.op);
    finish(&f);
}

static void test_search_name(void **state)
{
    struct op *const op = check_op();
    (void)state;
    check_str(party_search_name(op->arena, STR("Ñoño ÍÑIGUEZ Çã")), "nono iniguez ca");
    check_str(party_search_name(op->arena, STR("")), "");
}

static const struct {
    const char *name;
    int due, as_of, grace;
    struct age_pause pause;
    bool count_due_day;
    int want_past_due, want_delinquent;
} ages[] = {
    {"due today",               0, 0,  0, {0, 0},   false, 0,  0 },
    {"not yet due",             5, 0,  0, {0, 0},   false, 0,  0 },
    {"a day late",              0, 1,  0, {0, 0},   false, 1,  1 },
    {"due day counted",         0, 1,  0, {0, 0},   true,  2,  2 },
    {"grace",                   0, 4,  3, {0, 0},   false, 4,  1 },
    {"grace swallows all",      0, 2,  3, {0, 0},   false, 2,  0 },
    {"a pause inside",          0, 30, 0, {10, 15}, false, 30, 25},
    {"a pause across the due",  0, 10, 0, {-5, 4},  false, 10, 6 },
    {"a pause across today",    0, 10, 0, {8, 20},  false, 10, 8 },
    {"a pause after all",       0, 10, 0, {10, 20}, false, 10, 10},
    {"a pause before the debt", 0, 10, 0, {-9, 0},  false, 10, 10},
};

static void test_age(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(ages); i++) {
        const struct age_rule rule = {ages[i].count_due_day, ages[i].grace};
        const struct age_pause pause = {1000 + ages[i].pause.from, 1000 + ages[i].pause.until};
        const struct age age = age_of(1000 + ages[i].due, 1000 + ages[i].as_of, &rule, &pause, 1);
        check_case(ages[i].name);
        check_eq(age.past_due_days, ages[i].want_past_due);
        check_eq(age.delinquent_days, ages[i].want_delinquent);
    }
    check_eq(age_past_due_days(DAY_NONE, 5), 0);
}

TEST_STORE_MAIN("book", cmocka_unit_test(test_oldest_first),
                cmocka_unit_test(test_named_claim_first), cmocka_unit_test(test_same_payment_once),
                cmocka_unit_test(test_return_opens_a_claim), cmocka_unit_test(test_wrong_orders),
                cmocka_unit_test(test_upsert_twice_is_once),
                cmocka_unit_test(test_outcome_reaches_the_person),
                cmocka_unit_test(test_promise_rules), cmocka_unit_test(test_search_name),
                cmocka_unit_test(test_age))
