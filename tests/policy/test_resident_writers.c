/* With threads: two slow writers on connections of their own, whose begin, write and commit come in
 * every possible order, and the resident columns of another process beside them.  After each step
 * the columns are refreshed: whatever was committed by then is in them, none is ever missed. */
#include "policy/resident.h"

#include <pthread.h>
#include <time.h>

#include "base/shared.h"
#include "policy/changes.h"
#include "policy/commit.h"
#include "record/organisation.h"
#include "tests/support/portfolio.h"

enum { STEP_BEGIN, STEP_WRITE, STEP_COMMIT, STEPS };
enum { WRITERS = 2, ORDERS = 20 }; /* 6 steps, 3 of them the first writer's */

/* A writer does one step when it is told to.  A step that has to wait for the other writer goes on
 * by itself when that one has ended. */
struct writer {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t moved;
    struct op op;
    struct case_key key;
    int64_t amount; /* what it writes */
    /* under the mutex */
    int asked; /* steps it was told to do */
    int done;
    int64_t committed; /* amount of its last commit */
    bool is_stopping;
};

static status write_facts(struct writer *writer)
{
    struct op *const op = &writer->op;
    struct case_facts facts;
    bool found = false;
    bool written = false;
    TRY(facts_get(op, writer->key, &facts, &found));
    facts.open_amount = writer->amount;
    TRY(facts_put(op, &facts, &written));
    return change_note(op, &writer->key, 1);
}

static status do_step(struct writer *writer, int step)
{
    switch (step) {
    case STEP_BEGIN:
        return db_begin(&writer->op, DB_WRITE);
    case STEP_WRITE:
        return write_facts(writer);
    default:
        return db_commit(&writer->op);
    }
}

/* The other writer was in the way: all of it again. */
static void do_surely(struct writer *writer, int step)
{
    status code = do_step(writer, step);
    for (int tries = 0; code == E_BUSY && tries < 100; tries++) {
        db_rollback(&writer->op);
        op_clear(&writer->op);
        code = OK;
        for (int s = STEP_BEGIN; s <= step && code == OK; s++)
            code = do_step(writer, s);
    }
    check_ok(&writer->op, code);
}

static void *write_when_told(void *context)
{
    struct writer *const writer = context;
    pthread_mutex_lock(&writer->mutex);
    for (;;) {
        while (writer->asked == writer->done && !writer->is_stopping)
            pthread_cond_wait(&writer->moved, &writer->mutex);
        if (writer->asked == writer->done)
            break;
        const int step = writer->done % STEPS;
        pthread_mutex_unlock(&writer->mutex);
        do_surely(writer, step);
        pthread_mutex_lock(&writer->mutex);
        writer->done++;
        if (step == STEP_COMMIT)
            writer->committed = writer->amount;
        pthread_cond_broadcast(&writer->moved);
    }
    pthread_mutex_unlock(&writer->mutex);
    return NULL;
}

/* Waits until it has done what it was told, or, unless is_patient, as long as a step takes that
 * need not wait for anybody.  Gives what it has committed. */
static int64_t settle(struct writer *writer, bool is_patient)
{
    struct timespec until;
    bool is_late = false;
    (void)timespec_get(&until, TIME_UTC);
    until.tv_nsec += 60 * 1000 * 1000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&writer->mutex);
    while (writer->done < writer->asked && !is_late) {
        if (is_patient)
            pthread_cond_wait(&writer->moved, &writer->mutex);
        else
            is_late = pthread_cond_timedwait(&writer->moved, &writer->mutex, &until) != 0;
    }
    const int64_t committed = writer->committed;
    pthread_mutex_unlock(&writer->mutex);
    return committed;
}

static void tell(struct writer *writer)
{
    pthread_mutex_lock(&writer->mutex);
    writer->asked++;
    pthread_cond_broadcast(&writer->moved);
    pthread_mutex_unlock(&writer->mutex);
}

/* Whatever a writer had committed before the refresh is in the columns, or what it has committed
 * since: amounts rise. */
static void check_seen(struct op *op, struct resident *resident, struct writer writers[WRITERS],
                       const int64_t committed[WRITERS])
{
    check_ok(op, resident_refresh(op, resident));
    const struct resident_view *const view = resident_take(resident);
    for (int w = 0; w < WRITERS; w++) {
        struct case_facts facts;
        struct decision decision;
        bool has_decision = false;
        check_true(resident_view_get(view, writers[w].key, &facts, &decision, &has_decision));
        check_true(facts.open_amount >= committed[w]);
    }
    shared_drop(view);
}

/* order: bit i says whose step i is. */
static void run_order(struct op *op, struct resident *resident, struct writer writers[WRITERS],
                      unsigned order)
{
    int64_t committed[WRITERS];
    for (int w = 0; w < WRITERS; w++)
        writers[w].amount += 1000 + (int64_t)order;
    for (int i = 0; i < STEPS * WRITERS; i++) {
        tell(&writers[order >> i & 1]);
        for (int w = 0; w < WRITERS; w++)
            committed[w] = settle(&writers[w], false);
        check_seen(op, resident, writers, committed);
    }
    for (int w = 0; w < WRITERS; w++)
        committed[w] = settle(&writers[w], true);
    check_seen(op, resident, writers, committed);
    for (int w = 0; w < WRITERS; w++)
        check_true(committed[w] == writers[w].amount);
}

static void start_writer(const struct portfolio *p, struct writer *writer, struct case_key key,
                         int64_t amount)
{
    *writer = (struct writer){.key = key, .amount = amount};
    portfolio_connect(p, &writer->op);
    pthread_mutex_init(&writer->mutex, NULL);
    pthread_cond_init(&writer->moved, NULL);
    check_eq(pthread_create(&writer->thread, NULL, write_when_told, writer), 0);
}

static void stop_writer(struct writer *writer)
{
    pthread_mutex_lock(&writer->mutex);
    writer->is_stopping = true;
    pthread_cond_broadcast(&writer->moved);
    pthread_mutex_unlock(&writer->mutex);
    check_eq(pthread_join(writer->thread, NULL), 0);
    pthread_mutex_destroy(&writer->mutex);
    pthread_cond_destroy(&writer->moved);
    portfolio_disconnect(&writer->op);
}

/* Another case, in the same partition of the change sequence or in another one. */
static struct case_key other_case(const struct portfolio *p, bool is_same_partition)
{
    const int first = change_partition(p->keys[0].debtor_id);
    for (int i = 1; i < p->count; i++)
        if ((change_partition(p->keys[i].debtor_id) == first) == is_same_partition)
            return p->keys[i];
    fail_msg("no such case");
    return p->keys[0];
}

static void run_all_orders(bool is_same_partition)
{
    struct portfolio p;
    struct op reader;
    struct writer writers[WRITERS];
    int orders = 0;
    portfolio_open(&p, 120);
    portfolio_connect(&p, &reader);
    struct resident *const resident = resident_create(&(struct load_options){.threads = 1});
    check_ok(&reader, resident_refresh(&reader, resident));
    start_writer(&p, &writers[0], p.keys[0], 10000000); /* more than is owed */
    start_writer(&p, &writers[1], other_case(&p, is_same_partition), 20000000);
    for (unsigned order = 0; order < 1U << STEPS * WRITERS; order++) {
        if (__builtin_popcount(order) != STEPS)
            continue;
        run_order(&reader, resident, writers, order);
        orders++;
    }
    check_eq(orders, ORDERS);
    check_eq(resident_stats(resident).loads, 1);
    check_true(resident_stats(resident).merges >= ORDERS);
    for (int w = 0; w < WRITERS; w++)
        stop_writer(&writers[w]);
    resident_destroy(resident);
    portfolio_disconnect(&reader);
    portfolio_close(&p);
}

static void test_all_orders_in_two_partitions(void **state)
{
    (void)state;
    run_all_orders(false);
}

static void test_all_orders_in_one_partition(void **state)
{
    (void)state;
    run_all_orders(true);
}

/* Events as the program books them, from two connections at once, while the columns follow. */
enum { EVENTS = 60 };

struct payer {
    pthread_t thread;
    struct op op;
    const struct portfolio *p;
    int number;
};

static void *pay_all(void *context)
{
    struct payer *const payer = context;
    struct op *const op = &payer->op;
    for (int i = 0; i < EVENTS; i++) {
        const struct case_key key = payer->p->keys[(i * 7 + payer->number) % payer->p->count];
        const char *const reference = arena_printf(op->arena, "%d-%d", payer->number, i);
        status code = E_BUSY;
        for (int tries = 0; code == E_BUSY && tries < 100; tries++) {
            op_clear(op);
            code = portfolio_pay(op, key, reference, 100 + i);
            db_rollback(op);
        }
        check_ok(op, code);
    }
    return NULL;
}

static void test_events_of_two_writers(void **state)
{
    struct portfolio p;
    struct op reader;
    struct payer payers[WRITERS];
    (void)state;
    portfolio_open(&p, 40);
    portfolio_connect(&p, &reader);
    struct resident *const resident = resident_create(&(struct load_options){.threads = 1});
    for (int i = 0; i < WRITERS; i++) {
        payers[i] = (struct payer){.p = &p, .number = i};
        portfolio_connect(&p, &payers[i].op);
        check_eq(pthread_create(&payers[i].thread, NULL, pay_all, &payers[i]), 0);
    }
    for (int i = 0; i < 100; i++) /* the first of these loads beside them */
        check_ok(&reader, resident_refresh(&reader, resident));
    for (int i = 0; i < WRITERS; i++) {
        check_eq(pthread_join(payers[i].thread, NULL), 0);
        portfolio_disconnect(&payers[i].op);
    }
    check_ok(&reader, resident_refresh(&reader, resident));
    const struct resident_view *const view = resident_take(resident);
    check_eq(view->case_count, p.count);
    for (int i = 0; i < p.count; i++) {
        struct case_facts facts, stored;
        struct decision decision;
        bool found = false;
        check_ok(&reader, facts_get(&reader, p.keys[i], &stored, &found));
        check_true(resident_view_get(view, p.keys[i], &facts, &decision, &found));
        check_true(facts_equal(&facts, &stored));
    }
    shared_drop(view);
    resident_destroy(resident);
    portfolio_disconnect(&reader);
    portfolio_close(&p);
}

TEST_STORE_MAIN("resident_writers", cmocka_unit_test(test_all_orders_in_two_partitions),
                cmocka_unit_test(test_all_orders_in_one_partition),
                cmocka_unit_test(test_events_of_two_writers))
