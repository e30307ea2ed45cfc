/* threads: one connection each; a reader never sees half of what a writer does. */
#include <pthread.h>
#include <stdatomic.h>

#include "tests/support/store.h"

enum { BATCHES = 60, BATCH = 10, READERS = 2 };

struct worker {
    struct op op;
    const char *url;
    int number;
    int64_t seen; /* by a reader, at last */
};

static _Atomic bool writing;

static status insert_batch(struct op *op, int batch)
{
    TRY(db_begin(op, DB_WRITE));
    for (int i = 0; i < BATCH; i++) {
        const int id = batch * BATCH + i + 1;
        TRY(db_run(op, Q_STORE_PROBE_INSERT,
                   DB_ARGS(ARG_ID(id), ARG_TEXT_C(arena_printf(op->arena, "code %d", id)), ARG_NULL,
                           ARG_NULL, ARG_I64(1), ARG_NULL, ARG_NULL),
                   NULL));
    }
    return db_commit(op);
}

static status write_all(struct op *op)
{
    for (int batch = 0; batch < BATCHES; batch++)
        TRY(insert_batch(op, batch));
    return OK;
}

static status read_total(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    int64_t *const numbers = out;
    numbers[0] = db_i64(row, 0);
    numbers[1] = db_i64(row, 1);
    return OK;
}

/* Until the writer is done; fails with E_INTERNAL on a state that no commit has left. */
static status read_all(struct worker *worker)
{
    bool found = false;
    bool is_last = false;
    while (!is_last) {
        int64_t total[2] = {0};
        is_last = !atomic_load(&writing);
        TRY(db_query_one(&worker->op, Q_STORE_PROBE_TOTAL, DB_NO_ARGS, read_total, total, &found));
        if (total[0] % BATCH != 0 || total[0] != total[1] || total[0] < worker->seen)
            return op_fail(&worker->op, E_INTERNAL, "reader %d sees %lld rows after %lld",
                           worker->number, (long long)total[0], (long long)worker->seen);
        worker->seen = total[0];
    }
    return OK;
}

static void *run_worker(void *argument)
{
    struct worker *const worker = argument;
    const struct db_options options = {.unsafe_speed = true, .busy_ms = 20000};
    status code = db_open(&worker->op, str_of(worker->url), &options, &worker->op.db);
    if (code == OK)
        code = worker->number == 0 ? write_all(&worker->op) : read_all(worker);
    if (worker->number == 0)
        atomic_store(&writing, false);
    db_close(worker->op.db);
    return NULL;
}

static void test_readers_see_whole_transactions(void **state)
{
    struct worker workers[READERS + 1];
    pthread_t threads[READERS + 1];
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    atomic_store(&writing, true);
    for (int i = 0; i <= READERS; i++) {
        workers[i] = (struct worker){.url = test_store_url(op), .number = i};
        op_init(&workers[i].op, arena_create(), NULL, op_clock_system);
        check_eq(pthread_create(&threads[i], NULL, run_worker, &workers[i]), 0);
    }
    for (int i = 0; i <= READERS; i++) {
        check_eq(pthread_join(threads[i], NULL), 0);
        check_ok(&workers[i].op, workers[i].op.code);
        check_eq(workers[i].seen, i == 0 ? 0 : BATCHES * BATCH);
        arena_destroy(workers[i].op.arena);
    }
}

TEST_STORE_MAIN("threads", cmocka_unit_test(test_readers_see_whole_transactions))
