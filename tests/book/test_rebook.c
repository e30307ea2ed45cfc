/* A replay that is broken off, whatever call of the store fails, leaves the book as it was; one
 * that is not leaves it as the replay says. */
#include "book/claim_entry.h"
#include "book/payment.h"
#include "book/touch.h"
#include "tests/support/organisation.h"
#include "tests/support/state.h"

#define OPEN_DATE 20000
#define CALLS_MAX 2000

struct story {
    struct op *op;
    int64_t debtor_id;
    struct obligation_ref debt;
    int64_t first_payment, second_payment;
};

static status put_claim(struct story *s, const char *name, day due_on, int64_t fee)
{
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = str_of(name),
                                      .number = 1,
                                      .issued_on = due_on - 10,
                                      .due_on = due_on,
                                      .amount = {10000},
                                      .tells_parts = true,
                                      .others = {.of = {[COMPONENT_FEE] = fee}}};
    enum book_change change;
    int64_t id = 0;
    return claim_upsert(s->op, &s->debt, &claim, &id, &change);
}

static status pay(struct story *s, const char *name, day value_on, int64_t amount, int64_t *ret_id)
{
    const struct payment_order order = {.debtor_id = s->debtor_id,
                                        .case_id = s->debt.case_id,
                                        .source = STR("t"),
                                        .reference = str_of(name),
                                        .value_on = value_on,
                                        .amount = {amount}};
    bool is_new = false;
    return payment_take(s->op, &order, ret_id, &is_new);
}

static void begin(struct story *s)
{
    struct op *const op = s->op;
    int64_t creditor_id = 0;
    enum book_change change;
    const struct party_input party = {
        .source = STR("t"), .external_id = STR("p"), .name = STR("Ana Pérez")};
    check_ok(op, party_upsert(op, &party, &s->debtor_id, &change));
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &creditor_id));
    const struct obligation_input debt = {.source = STR("t"),
                                          .external_id = STR("o"),
                                          .debtor_id = s->debtor_id,
                                          .creditor_id = creditor_id,
                                          .product = STR("loan"),
                                          .currency = CURRENCY('M', 'X', 'N'),
                                          .opened_on = OPEN_DATE - 200};
    check_ok(op, obligation_upsert(op, &debt, &s->debt, &change));
    check_ok(op, put_claim(s, "c1", OPEN_DATE - 90, 500));
    check_ok(op, put_claim(s, "c2", OPEN_DATE - 60, 500));
    check_ok(op, put_claim(s, "c3", OPEN_DATE - 30, 500));
    check_ok(op, pay(s, "m1", OPEN_DATE - 50, 12000, &s->first_payment));
    check_ok(op, pay(s, "m2", OPEN_DATE - 20, 9000, &s->second_payment));
}

static status pay_late(struct story *s)
{
    int64_t id = 0;
    return pay(s, "late", OPEN_DATE - 70, 6000, &id);
}

static status tell_late(struct story *s)
{
    return put_claim(s, "c0", OPEN_DATE - 120, 700);
}

static status correct(struct story *s)
{
    return put_claim(s, "c1", OPEN_DATE - 90, 900);
}

static status send_back(struct story *s)
{
    int64_t id = 0;
    return payment_return(s->op, s->debtor_id, s->first_payment, STR("back"), OPEN_DATE - 10, &id);
}

static status reverse(struct story *s)
{
    int64_t id = 0;
    return payment_reverse(s->op, s->debtor_id, s->second_payment, STR("never"), &id);
}

static status in_transaction(struct story *s, status (*tell)(struct story *))
{
    TRY(db_begin(s->op, DB_WRITE));
    TRY(tell(s));
    return db_commit(s->op);
}

static void break_off(struct story *s, const char *name, status (*tell)(struct story *))
{
    struct op *const op = s->op;
    const uint64_t before = test_store_state(op);
    status code = E_STORE;
    int broken = 0;
    check_case(name);
    for (int n = 1; code != OK && n < CALLS_MAX; n++) {
        const struct arena_mark mark = arena_mark(op->arena);
        db_fail_call(op->db, n);
        code = in_transaction(s, tell);
        db_fail_call(op->db, 0);
        touch_clear(op);
        if (code == OK)
            break;
        check_eq(code, E_STORE);
        db_rollback(op);
        op_clear(op);
        check_true(test_store_state(op) == before);
        arena_release(op->arena, mark);
        broken++;
    }
    check_ok(op, code);
    check_true(test_store_state(op) != before);
    check_true(broken > 15);
    print_message("    %3d calls: %s\n", broken, name);
}

static void test_broken_off(void **state)
{
    struct story s = {.op = check_op()};
    (void)state;
    s.op->clock = op_clock_system;
    s.op->touched = NULL;
    test_store_open(s.op);
    check_ok(s.op, db_begin(s.op, DB_WRITE));
    test_organisation_create(s.op, OPEN_DATE);
    begin(&s);
    check_ok(s.op, db_commit(s.op));
    touch_clear(s.op);
    break_off(&s, "money that comes late", pay_late);
    break_off(&s, "a claim that is told late", tell_late);
    break_off(&s, "a claim made of something else", correct);
    break_off(&s, "money that goes back", send_back);
    break_off(&s, "money that never came", reverse);
    test_store_close(s.op);
}

TEST_STORE_MAIN("rebook", cmocka_unit_test(test_broken_off))
