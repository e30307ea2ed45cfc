/* Each call to the store fails in turn.  A payment that broke leaves the store as it was; a close
 * that broke is run again and leaves what an undisturbed close leaves. */
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/work.h"
#include "tests/support/portfolio.h"

#define CASES       24
#define DAYS        6
#define CALLS_MAX   20000
#define FRESH_TRIES 24

static void heal(struct op *op)
{
    db_fail_call(op->db, 0);
    db_rollback(op);
    touch_clear(op);
    op_clear(op);
}

static void test_a_broken_payment_leaves_nothing(void **state)
{
    struct portfolio p;
    status code = E_STORE;
    int broken = 0;
    (void)state;
    portfolio_open(&p, 6);
    const uint64_t before = portfolio_digest(&p);
    for (int n = 1; n < CALLS_MAX; n++) {
        const struct arena_mark mark = arena_mark(p.op.arena);
        db_fail_call(p.op.db, n);
        code = portfolio_pay(&p.op, p.keys[3], "r", 50000);
        heal(&p.op);
        if (code == OK)
            break;
        check_eq(code, E_STORE);
        check_true(portfolio_digest(&p) == before);
        arena_release(p.op.arena, mark);
        broken++;
    }
    check_ok(&p.op, code);
    check_true(broken > 50);
    check_true(portfolio_digest(&p) != before);
    portfolio_close(&p);
}

/* Work that is done without a result comes back with the next close. */
static void finish_item(struct op *op)
{
    struct work_item item;
    bool found = false;
    op->actor_id = 1;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, work_lease_next(op, &item, &found));
    if (found)
        check_ok(op, work_done(op, item.id, 0));
    check_ok(op, policy_commit(op));
    op->actor_id = 0;
}

/* A little life before each close, so that it finds something to change. */
static void live(struct portfolio *p, int today)
{
    const char *const reference = arena_printf(p->op.arena, "r%d", today);
    finish_item(&p->op);
    check_ok(&p->op, portfolio_pay(&p->op, p->keys[(today * 5 + 1) % CASES], reference, 30000));
}

struct outcome {
    uint64_t digest;
    struct close_result results[DAYS];
};

/* Closes the days, breaking the n-th call of each try; n grows by step until the close gets
 * through. Returns how often it broke; 0 for n: never. */
static int close_days(struct portfolio *p, int n, int step, struct outcome *out)
{
    int broken = 0;
    for (int today = 0; today < DAYS; today++) {
        const day date = PORTFOLIO_DATE + today;
        status code = E_STORE;
        live(p, today);
        for (int call = n; code != OK; call += step) {
            db_fail_call(p->op.db, call);
            code = close_day(&p->op, date, NULL, &out->results[today]);
            check_false(db_in_transaction(&p->op)); /* none is left open */
            db_fail_call(p->op.db, 0);
            if (code == OK)
                break;
            check_eq(code, E_STORE);
            op_clear(&p->op);
            check_true(step > 0);
            broken++;
        }
        check_eq(p->op.business_date, date + 1);
    }
    out->digest = portfolio_digest(p);
    return broken;
}

static int64_t total(const struct outcome *outcome, size_t offset)
{
    int64_t sum = 0;
    for (int i = 0; i < DAYS; i++)
        sum += *(const int64_t *)((const char *)&outcome->results[i] + offset);
    return sum;
}

static void check_outcome(const struct outcome *got, const struct outcome *want)
{
    check_true(got->digest == want->digest);
    for (int i = 0; i < DAYS; i++) {
        check_true(got->results[i].digest == want->results[i].digest);
        check_eq(got->results[i].cases, want->results[i].cases);
        check_eq(got->results[i].fact_rows, want->results[i].fact_rows);
        check_eq(got->results[i].decision_rows, want->results[i].decision_rows);
        check_eq(got->results[i].messages, want->results[i].messages);
        check_eq(got->results[i].work, want->results[i].work);
    }
}

static void test_a_broken_close_is_run_again(void **state)
{
    struct portfolio p;
    struct outcome want;
    struct outcome got;
    int broken = 0;
    (void)state;
    portfolio_open(&p, CASES);
    check_eq(close_days(&p, 0, 0, &want), 0);
    check_true(total(&want, offsetof(struct close_result, messages)) > 0);
    check_true(total(&want, offsetof(struct close_result, work)) > 0);
    check_true(total(&want, offsetof(struct close_result, fact_rows)) > 0);
    portfolio_close(&p);

    portfolio_open(&p, CASES); /* every call in turn, each try on what the last one left */
    check_true(close_days(&p, 1, 1, &got) > 300);
    check_outcome(&got, &want);
    portfolio_close(&p);

    for (int i = 0; i < FRESH_TRIES;
         i += test_store_every(4)) { /* some calls, the first try on a fresh store */
        portfolio_open(&p, CASES);
        broken += close_days(&p, 1 + 6 * i, CALLS_MAX, &got);
        check_outcome(&got, &want);
        portfolio_close(&p);
    }
    check_true(broken > 3 * FRESH_TRIES / test_store_every(4));
}

TEST_STORE_MAIN("torture", cmocka_unit_test(test_a_broken_payment_leaves_nothing),
                cmocka_unit_test(test_a_broken_close_is_run_again))
