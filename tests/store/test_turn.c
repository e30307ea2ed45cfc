/* threads: writers of one process take turns, whoever else is busy writing all the time. */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "store/turn.h"
#include "tests/support/store.h"

#define SHORT_WRITES 400
#define WRITE_US     3000

struct job {
    const char *url;
    atomic_int done; /* transactions of the busy one */
    atomic_bool stop;
};

/* A job like the close: one short transaction after the other. */
static void *write_all_the_time(void *context)
{
    struct job *const job = context;
    struct op op;
    const struct db_options options = {.unsafe_speed = true, .busy_ms = 20000};
    op_init(&op, arena_create(), NULL, op_clock_system);
    status code = db_open(&op, str_of(job->url), &options, &op.db);
    while (code == OK && !atomic_load(&job->stop) && atomic_load(&job->done) < SHORT_WRITES) {
        code = db_begin(&op, DB_WRITE);
        (void)usleep(WRITE_US);
        if (code == OK)
            code = db_commit(&op);
        atomic_fetch_add(&job->done, 1);
    }
    if (op.db)
        db_close(op.db);
    arena_destroy(op.arena);
    return code == OK ? NULL : "the busy writer failed";
}

/* A loaded machine may stop this thread between two lines, so a few rounds may look unfair; without
 * turns nearly all are. */
static void test_who_came_first_writes_first(void **state)
{
    int unfair = 0;
    (void)state;
    if (test_store_dialect() == DB_POSTGRESQL)
        skip(); /* writers do not wait for each other there */
    struct op *const op = check_op();
    test_store_open(op);
    struct job job = {.url = test_store_url(op)};
    pthread_t thread;
    void *failure = NULL;
    check_eq(pthread_create(&thread, NULL, write_all_the_time, &job), 0);
    for (int i = 0; i < 10; i++) {
        while (atomic_load(&job.done) < 10 * (i + 1))
            (void)usleep(500);
        const int before = atomic_load(&job.done);
        check_ok(op, db_begin(op, DB_WRITE));
        const int waited = atomic_load(&job.done) - before;
        check_ok(op, db_commit(op));
        unfair += waited > 3;
    }
    if (unfair > 4)
        fail_msg("%d times of 10 more than three transactions went before", unfair);
    atomic_store(&job.stop, true);
    check_eq(pthread_join(thread, &failure), 0);
    assert_null(failure);
    test_store_close(op);
}

static void test_a_turn_that_does_not_come_is_given_up(void **state)
{
    (void)state;
    struct turn *const turn = turn_of_file(1, 4711);
    check_true(turn == turn_of_file(1, 4711));
    check_true(turn != turn_of_file(2, 4711));
    check_true(turn_take(turn, 1000));
    check_false(turn_take(turn, 20));
    check_false(turn_take(turn, 0));
    turn_give(turn);
    check_true(turn_take(turn, 0));
    turn_give(turn);
}

TEST_STORE_MAIN("turn", cmocka_unit_test(test_who_came_first_writes_first),
                cmocka_unit_test(test_a_turn_that_does_not_come_is_given_up))
