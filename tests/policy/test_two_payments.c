/* Several people in threads, each with a connection of their own, who book money and claims
 * of the same case at once: every peso is counted once, whoever was first. */
#include <pthread.h>

#include "book/claim_entry.h"
#include "book/payment.h"
#include "policy/commit.h"
#include "tests/support/portfolio.h"

enum { DESKS = 4, ORDERS = 12, AMOUNT = 700, FIRST_CLAIM = 100000, TRIES = 200 };

struct desk {
    pthread_t thread;
    struct op op;
    struct case_key key;
    int number;
    int busy; /* how often somebody else was first */
    status code;
};

/* A payment, and now and then a claim. */
static status book_one(struct desk *desk, int order)
{
    struct op *const op = &desk->op;
    const char *const name = arena_printf(op->arena, "d%d-%d", desk->number, order);
    const struct payment_order payment = {.debtor_id = desk->key.debtor_id,
                                          .case_id = desk->key.case_id,
                                          .source = STR("t"),
                                          .reference = str_of(name),
                                          .value_on = op->business_date,
                                          .amount = {AMOUNT}};
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = str_of(name),
                                      .number = order + 2,
                                      .issued_on = op->business_date,
                                      .due_on = op->business_date,
                                      .amount = {AMOUNT / 2}};
    struct obligation_ref ref;
    enum book_change change;
    int64_t id = 0;
    bool is_new = false;
    TRY(db_begin(op, DB_WRITE));
    TRY(payment_take(op, &payment, &id, &is_new));
    if (order % 3 == desk->number % 3) {
        TRY(obligation_find(op, STR("t"), STR("p0"), &ref));
        TRY(claim_upsert(op, &ref, &claim, &id, &change));
    }
    return policy_commit(op);
}

static void *work(void *context)
{
    struct desk *const desk = context;
    struct op *const op = &desk->op;
    for (int order = 0; order < ORDERS && desk->code == OK; order++) {
        for (int tries = 0; tries < TRIES; tries++) {
            desk->code = book_one(desk, order);
            if (desk->code != E_BUSY)
                break;
            desk->busy++;
            db_rollback(op);
            touch_clear(op);
            op_clear(op);
        }
    }
    return NULL;
}

static void test_every_peso_once(void **state)
{
    struct portfolio p;
    struct desk desks[DESKS] = {0};
    struct case_facts facts;
    bool found = false;
    (void)state;
    portfolio_open(&p, 1);
    for (int i = 0; i < DESKS; i++) {
        desks[i].number = i;
        desks[i].key = p.keys[0];
        portfolio_connect(&p, &desks[i].op);
    }
    for (int i = 0; i < DESKS; i++)
        check_eq(pthread_create(&desks[i].thread, NULL, work, &desks[i]), 0);
    for (int i = 0; i < DESKS; i++) {
        check_eq(pthread_join(desks[i].thread, NULL), 0);
        check_ok(&desks[i].op, desks[i].code);
        portfolio_disconnect(&desks[i].op);
    }
    check_ok(&p.op, facts_get(&p.op, p.keys[0], &facts, &found));
    check_true(found);
    check_eq(facts.open_amount,
             FIRST_CLAIM + DESKS * (ORDERS / 3) * (AMOUNT / 2) - DESKS * ORDERS * AMOUNT);
    portfolio_close(&p);
}

TEST_STORE_MAIN("two payments", cmocka_unit_test(test_every_peso_once))
