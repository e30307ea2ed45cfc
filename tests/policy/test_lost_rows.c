/* A close that writes what cases have, of which one has nothing any more, fails: no figure of it
 * stays, and none is lost in silence. */
#include "policy/decide.h"
#include "store/backend.h"
#include "tests/support/portfolio.h"

enum { CASES = 30 };

/* How many of them are written: by one, one after the other, as one set. */
static const size_t counts[] = {1, 4, CASES};

static void lose(struct op *op, const char *table, struct case_key key)
{
    check_ok(op, store_execute(op, "test",
                               arena_printf(op->arena, "DELETE FROM %s WHERE case_id = %lld", table,
                                            (long long)key.case_id)));
}

static struct case_facts facts_of(struct op *op, struct case_key key)
{
    struct case_facts facts = {0};
    bool found = false;
    check_ok(op, facts_get(op, key, &facts, &found));
    check_true(found);
    return facts;
}

static status replace_facts(struct op *op, const struct case_facts *facts, size_t count)
{
    TRY(db_begin(op, DB_WRITE));
    TRY(facts_replace(op, facts, count));
    return db_commit(op);
}

static void test_facts(void **state)
{
    (void)state;
    struct portfolio p;
    struct case_facts facts[CASES];
    portfolio_open(&p, CASES);
    struct op *const op = &p.op;
    for (int i = 0; i < CASES; i++) {
        facts[i] = facts_of(op, p.keys[i]);
        facts[i].paid_amount += 1;
    }
    check_ok(op, replace_facts(op, facts, CASES));
    check_eq(facts_of(op, p.keys[0]).paid_amount, facts[0].paid_amount);
    lose(op, "case_facts", p.keys[CASES - 1]);
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        facts[CASES - counts[i]].paid_amount += 1;
        check_eq(replace_facts(op, facts + CASES - counts[i], counts[i]), E_STORE);
        check_true(strstr(op->text, "facts_replace") != NULL);
        db_rollback(op);
        op_clear(op);
        if (counts[i] > 1)
            check_eq(facts_of(op, p.keys[CASES - counts[i]]).paid_amount,
                     facts[CASES - counts[i]].paid_amount - 1);
    }
    portfolio_close(&p);
}

static status carry_all(struct op *op, const struct carry *carries, size_t count)
{
    int64_t changed = 0;
    TRY(db_begin(op, DB_WRITE));
    TRY(decision_carry_all(op, carries, count, "close", &changed));
    return db_commit(op);
}

static struct decision decision_of(struct op *op, struct case_key key)
{
    struct decision decision = {0};
    bool found = false;
    check_ok(op, decision_get(op, key, &decision, &found));
    check_true(found);
    return decision;
}

static void test_decisions(void **state)
{
    (void)state;
    struct portfolio p;
    struct case_facts facts[CASES];
    struct decision before[CASES];
    struct decision after[CASES];
    struct carry carries[CASES];
    portfolio_open(&p, CASES);
    struct op *const op = &p.op;
    for (int i = 0; i < CASES; i++) {
        facts[i] = facts_of(op, p.keys[i]);
        before[i] = decision_of(op, p.keys[i]);
        after[i] = before[i];
        after[i].next_action_on = op->business_date + 9;
        carries[i] = (struct carry){&facts[i], &after[i], &before[i]};
    }
    check_ok(op, carry_all(op, carries, CASES));
    check_eq(decision_of(op, p.keys[0]).next_action_on, op->business_date + 9);
    lose(op, "case_decision", p.keys[CASES - 1]);
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        after[CASES - counts[i]].next_action_on += 1;
        check_eq(carry_all(op, carries + CASES - counts[i], counts[i]), E_STORE);
        check_true(strstr(op->text, "case_decision_replace") != NULL);
        db_rollback(op);
        op_clear(op);
        if (counts[i] > 1)
            check_eq(decision_of(op, p.keys[CASES - counts[i]]).next_action_on,
                     op->business_date + 9);
    }
    carries[CASES - 1].carried = NULL; /* known to be missing: it is added */
    check_ok(op, carry_all(op, carries, CASES));
    portfolio_close(&p);
}

TEST_STORE_MAIN("lost_rows", cmocka_unit_test(test_facts), cmocka_unit_test(test_decisions))
