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

/* --- group commit --- */

enum { WRITERS = 6, COMMITS = 50 };

/* A disk of the test: it counts, takes its time, and fails when it is told to. */
struct disk {
    struct turn *turn;
    atomic_int flushes;
    atomic_int at_once; /* flushes that run now */
    atomic_bool is_broken;
};

static bool flush_disk(void *context)
{
    struct disk *const disk = context;
    const bool is_alone = atomic_fetch_add(&disk->at_once, 1) == 0;
    (void)usleep(1000);
    atomic_fetch_add(&disk->flushes, 1);
    atomic_fetch_sub(&disk->at_once, 1);
    return is_alone && !atomic_load(&disk->is_broken);
}

static void *commit_often(void *context)
{
    struct disk *const disk = context;
    for (int i = 0; i < COMMITS; i++) {
        if (!turn_take(disk->turn, 20000))
            return "no turn in time";
        const int64_t commit = turn_note_commit(disk->turn);
        turn_give(disk->turn);
        if (!turn_flush(disk->turn, commit, flush_disk, disk))
            return "a flush failed";
    }
    return NULL;
}

static void test_who_waits_shares_a_flush(void **state)
{
    struct disk disk = {.turn = turn_of_file(1, 1)};
    pthread_t threads[WRITERS];
    void *failure = NULL;
    (void)state;
    for (int i = 0; i < WRITERS; i++)
        check_eq(pthread_create(&threads[i], NULL, commit_often, &disk), 0);
    for (int i = 0; i < WRITERS; i++) {
        check_eq(pthread_join(threads[i], &failure), 0);
        check_true(failure == NULL); /* two flushes at once fail as well */
    }
    assert_in_range(atomic_load(&disk.flushes), COMMITS, WRITERS * COMMITS * 3 / 4);
}

/* What the disk has not confirmed is never confirmed later. */
static void test_a_failed_flush_fails_for_good(void **state)
{
    static ino_t number = 100; /* another file for each store: a broken one stays so */
    struct disk disk = {.turn = turn_of_file(1, number++)};
    (void)state;
    const int64_t before = turn_note_commit(disk.turn);
    check_true(turn_flush(disk.turn, before, flush_disk, &disk));
    const int64_t commit = turn_note_commit(disk.turn);
    atomic_store(&disk.is_broken, true);
    check_true(!turn_flush(disk.turn, commit, flush_disk, &disk));
    check_true(turn_is_failed(disk.turn));
    atomic_store(&disk.is_broken, false);
    check_true(!turn_flush(disk.turn, commit, flush_disk, &disk));
    check_true(!turn_flush(disk.turn, turn_note_commit(disk.turn), flush_disk, &disk));
    check_true(turn_flush(disk.turn, before, flush_disk, &disk));
    check_eq(atomic_load(&disk.flushes), 2); /* the disk is not asked again */
}

/* Writers of one process with connections that share their flushes: all that they were told is
 * there, a failed one is not, and what runs outside a transaction works as before. */
struct writer {
    const char *url;
    int number;
};

static status write_probes(struct op *op, int writer)
{
    for (int i = 0; i < COMMITS; i++) {
        const struct db_arg row[] = {ARG_ID(1 + writer * COMMITS + i),
                                     ARG_TEXT_C(arena_printf(op->arena, "%d-%d", writer, i)),
                                     ARG_NULL,
                                     ARG_NULL,
                                     ARG_I64(1),
                                     ARG_NULL,
                                     ARG_NULL};
        if (i % 10 == 9) {
            TRY(db_run(op, Q_STORE_PROBE_INSERT, row, ARRAY_LEN(row), NULL));
            continue;
        }
        TRY(db_begin(op, DB_WRITE));
        TRY(db_run(op, Q_STORE_PROBE_INSERT, row, ARRAY_LEN(row), NULL));
        if (i % 5 == 4) {
            if (db_run(op, Q_STORE_PROBE_INSERT, row, ARRAY_LEN(row), NULL) != E_CONFLICT)
                return op_fail(op, E_INTERNAL, "written twice");
            db_rollback(op);
            op_clear(op);
        } else {
            TRY(db_commit(op));
        }
    }
    return OK;
}

static void *write_beside_others(void *context)
{
    const struct writer *const writer = context;
    const struct db_options options = {.shares_flush = true, .busy_ms = 20000};
    struct op op;
    op_init(&op, arena_create(), NULL, op_clock_system);
    status code = db_open(&op, str_of(writer->url), &options, &op.db);
    if (code == OK)
        code = write_probes(&op, writer->number);
    if (code != OK)
        print_error("%s\n", op.text);
    if (op.db)
        db_close(op.db);
    arena_destroy(op.arena);
    return code == OK ? NULL : "a writer failed";
}

static status read_total(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static void test_what_was_told_is_there(void **state)
{
    struct op *const op = check_op();
    struct writer writers[WRITERS];
    pthread_t threads[WRITERS];
    void *failure = NULL;
    int64_t count = 0;
    bool found = false;
    (void)state;
    test_store_open(op);
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){test_store_url(op), i};
        check_eq(pthread_create(&threads[i], NULL, write_beside_others, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        check_eq(pthread_join(threads[i], &failure), 0);
        check_true(failure == NULL);
    }
    check_ok(op, db_query_one(op, Q_STORE_PROBE_TOTAL, DB_NO_ARGS, read_total, &count, &found));
    check_eq(count, WRITERS * COMMITS * 9 / 10); /* a tenth was rolled back */
}

TEST_STORE_MAIN("turn", cmocka_unit_test(test_who_came_first_writes_first),
                cmocka_unit_test(test_a_turn_that_does_not_come_is_given_up),
                cmocka_unit_test(test_who_waits_shares_a_flush),
                cmocka_unit_test(test_a_failed_flush_fails_for_good),
                cmocka_unit_test(test_what_was_told_is_there))
