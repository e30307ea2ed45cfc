/* Several workers in threads, each with its own connection, on one outbox: every message leaves
 * once, and a stop ends them all. */
#include <pthread.h>
#include <unistd.h>

#include "reach/work.h"
#include "tests/reach/reach_case.h"
#include "tests/support/smtp_server.h"

enum { WORKERS = 3, MESSAGES = 70, WAIT_MS = 60000, LOOK_MS = 50 };

struct worker {
    pthread_t thread;
    struct op op;
    const struct reach_options *options;
    struct work_counts counts;
    status code;
};

static void *work(void *context)
{
    struct worker *const worker = context;
    worker->code =
        reach_work_loop(&worker->op, worker->options, WORK_FOREVER, false, &worker->counts);
    return NULL;
}

static void start_worker(struct op *op, struct worker *worker, const struct reach_options *options)
{
    op_init(&worker->op, arena_create(), test_store_connect(op), op->clock);
    worker->op.business_date = DAY_NONE; /* it finds out by itself */
    worker->options = options;
    check_eq(pthread_create(&worker->thread, NULL, work, worker), 0);
}

static void wait_for(struct op *op, size_t sent)
{
    for (int waited = 0; reach_count(op, "sent") < sent && waited < WAIT_MS; waited += LOOK_MS)
        (void)usleep(LOOK_MS * 1000);
}

static void check_nobody_twice(void)
{
    for (size_t i = 0; i < smtp_server_count(); i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(smtp_server_mail(i)->to, smtp_server_mail(j)->to);
}

static void test_workers_share(void **state)
{
    struct worker workers[WORKERS] = {0};
    _Atomic bool stop = false;
    int64_t sent = 0;
    (void)state;
    smtp_server_stop(); /* of a test that failed */
    smtp_server_start(SMTP_SERVER_WILLING);
    struct op *const op = reach_open();
    const struct reach_options options = {
        .smtp_url = smtp_server_url(), .timeout_ms = 20000, .stop = &stop};
    for (int i = 0; i < MESSAGES; i++)
        (void)reach_case(op, arena_printf(op->arena, "ok@n%d.example", i));
    for (int i = 0; i < WORKERS; i++)
        start_worker(op, &workers[i], &options);
    wait_for(op, MESSAGES);
    atomic_store(&stop, true);
    for (int i = 0; i < WORKERS; i++) {
        check_eq(pthread_join(workers[i].thread, NULL), 0);
        check_ok(&workers[i].op, workers[i].code);
        sent += workers[i].counts.of[SEND_SENT];
        db_close(workers[i].op.db);
        arena_destroy(workers[i].op.arena);
    }
    check_eq(sent, MESSAGES);
    check_eq(reach_count(op, "sent"), MESSAGES);
    check_eq(smtp_server_count(), MESSAGES);
    check_nobody_twice();
    smtp_server_stop();
}

TEST_STORE_MAIN("workers", cmocka_unit_test(test_workers_share))
