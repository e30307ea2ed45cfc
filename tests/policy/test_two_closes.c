/* With threads: two closes of the same days and people who pay meanwhile, on one store.  What they
 * leave is what one close leaves: each case counted once, no decision or plan twice, facts as the
 * book says. */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "policy/close.h"
#include "policy/commit.h"
#include "record/organisation.h"
#include "tests/support/portfolio.h"

#define CASES    60
#define DAYS     6
#define PAYMENTS 40

struct closer {
    struct op op;
    pthread_t thread;
    struct close_result results[DAYS];
};

static const struct close_options small_slices = {.slice_cases = 9};

/* The other close may be at the same date, or hold the store for a while. */
static void *close_days(void *context)
{
    struct closer *const closer = context;
    for (int today = 0; today < DAYS; today++) {
        status code = E_BUSY;
        for (int tries = 0; code != OK && tries < 1000; tries++) {
            op_clear(&closer->op);
            code = close_day(&closer->op, PORTFOLIO_DATE + today, &small_slices,
                             &closer->results[today]);
            if (code != OK && code != E_BUSY && code != E_CONFLICT)
                break;
            if (code != OK)
                (void)usleep(2000);
        }
        if (code != OK) {
            fprintf(stderr, "close: %s\n", closer->op.text);
            abort();
        }
    }
    return NULL;
}

struct payer {
    struct op op;
    pthread_t thread;
    const struct portfolio *portfolio;
};

static void *pay(void *context)
{
    struct payer *const payer = context;
    struct op *const op = &payer->op;
    for (int i = 0; i < PAYMENTS; i++) {
        const char *const reference = arena_printf(op->arena, "r%d", i);
        status code = E_BUSY;
        for (int tries = 0; code != OK && tries < 1000; tries++) {
            op_clear(op);
            touch_clear(op);
            code = organisation_read_date(op);
            if (code == OK)
                code = portfolio_pay(op, payer->portfolio->keys[i * 7 % CASES], reference, 5000);
            db_rollback(op);
            if (code != OK && code != E_BUSY)
                break;
        }
        if (code != OK) {
            fprintf(stderr, "payment: %s\n", op->text);
            abort();
        }
    }
    return NULL;
}

static void test_two_closes_and_payments(void **state)
{
    struct portfolio p;
    struct closer closers[2];
    struct payer payer = {.portfolio = &p};
    int64_t cases = 0;
    int64_t changed = 0;
    (void)state;
    portfolio_open(&p, CASES);
    portfolio_connect(&p, &payer.op);
    for (int i = 0; i < 2; i++)
        portfolio_connect(&p, &closers[i].op);
    check_eq(pthread_create(&payer.thread, NULL, pay, &payer), 0);
    for (int i = 0; i < 2; i++)
        check_eq(pthread_create(&closers[i].thread, NULL, close_days, &closers[i]), 0);
    check_eq(pthread_join(payer.thread, NULL), 0);
    for (int i = 0; i < 2; i++)
        check_eq(pthread_join(closers[i].thread, NULL), 0);
    for (int today = 0; today < DAYS; today++)
        check_eq(closers[0].results[today].cases, CASES);
    check_ok(&p.op, organisation_read_date(&p.op));
    check_eq(p.op.business_date, PORTFOLIO_DATE + DAYS);
    check_ok(&p.op, db_begin(&p.op, DB_WRITE));
    check_ok(&p.op, facts_rebuild(&p.op, &cases, &changed));
    check_eq(cases, CASES);
    check_eq(changed, 0);
    check_ok(&p.op, db_commit(&p.op));
    const uint64_t before = portfolio_digest(&p);
    check_ok(&p.op, db_begin(&p.op, DB_WRITE)); /* deciding anew finds nothing to change */
    for (int n = 0; n < CASES; n++)
        check_ok(&p.op, policy_decide_case(&p.op, p.keys[n]));
    check_ok(&p.op, db_commit(&p.op));
    check_true(portfolio_digest(&p) == before);
    for (int i = 0; i < 2; i++)
        portfolio_disconnect(&closers[i].op);
    portfolio_disconnect(&payer.op);
    portfolio_close(&p);
}

TEST_STORE_MAIN("two closes", cmocka_unit_test(test_two_closes_and_payments))
