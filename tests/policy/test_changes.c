/* With threads: two slow writers and a reader that polls.  Whoever commits later has the larger
 * number, so the reader sees every change exactly once, in the order of the commits. */
#include "policy/changes.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "record/organisation.h"
#include "store/db.h"
#include "tests/support/portfolio.h"

enum { WRITERS = 2, TURNS = 60, CASES_MOST = 3, CHANGES_MAX = WRITERS * TURNS * CASES_MOST };

struct writer {
    struct op op;
    pthread_t thread;
    int number;
    int written; /* changes that are committed */
};

static _Atomic int tickets; /* drawn while the numbers are held: the order of commits */
static _Atomic int ticket_of[CHANGES_MAX + 1]; /* by case id; 0: not committed */
static _Atomic int writing;

/* Where a writer dawdles: a number that was taken must not be passed by meanwhile. */
static void dawdle(int turn, int number)
{
    (void)usleep((unsigned)((turn * 7 + number * 3) % 5) * 700);
}

static status write_turn(struct writer *writer, int turn)
{
    struct op *const op = &writer->op;
    struct case_key keys[CASES_MOST];
    const int first = (writer->number * TURNS + turn) * CASES_MOST + 1;
    const int count = 1 + (turn + writer->number) % CASES_MOST;
    for (int i = 0; i < count; i++) /* few debtors: the writers meet in their partitions */
        keys[i] = (struct case_key){1 + (turn + i) % 4, first + i};
    TRY(db_begin(op, DB_WRITE));
    dawdle(turn, writer->number);
    TRY(change_note(op, keys, (size_t)count));
    const int ticket = atomic_fetch_add(&tickets, 1) + 1;
    for (int i = 0; i < count; i++)
        atomic_store(&ticket_of[first + i], ticket);
    dawdle(turn + 1, writer->number);
    TRY(db_commit(op));
    writer->written += count;
    return OK;
}

/* Locks in another order than the other writer's may end a turn: it is simply done again. */
static void *write_slowly(void *context)
{
    struct writer *const writer = context;
    for (int turn = 0; turn < TURNS; turn++) {
        status code = E_BUSY;
        for (int tries = 0; code == E_BUSY && tries < 100; tries++) {
            op_clear(&writer->op);
            code = write_turn(writer, turn);
            if (code != OK)
                db_rollback(&writer->op);
        }
        check_ok(&writer->op, code);
    }
    atomic_fetch_sub(&writing, 1);
    return NULL;
}

struct seen {
    int count;
    bool is_seen[CHANGES_MAX + 1];
    int last_ticket[SEED_PARTITIONS];
};

static void see(struct seen *seen, const struct case_key *key)
{
    const int partition = change_partition(key->debtor_id);
    const int ticket = atomic_load(&ticket_of[key->case_id]);
    check_true(key->case_id >= 1 && key->case_id <= CHANGES_MAX);
    check_false(seen->is_seen[key->case_id]);
    seen->is_seen[key->case_id] = true;
    seen->count++;
    check_true(ticket >= seen->last_ticket[partition]);
    seen->last_ticket[partition] = ticket;
}

static void poll_once(struct op *op, struct change_reader *reader, struct seen *seen)
{
    const struct arena_mark mark = arena_mark(op->arena);
    struct case_key *keys = NULL;
    size_t count = 0;
    bool is_behind = true;
    check_ok(op, db_begin(op, DB_READ));
    check_ok(op, change_read(op, reader, &keys, &count, &is_behind));
    check_ok(op, db_commit(op));
    check_false(is_behind);
    for (size_t i = 0; i < count; i++)
        see(seen, &keys[i]);
    arena_release(op->arena, mark);
}

static void test_two_slow_writers_and_a_reader(void **state)
{
    static struct seen seen;
    struct portfolio p;
    struct writer writers[WRITERS];
    struct change_reader reader;
    int written = 0;
    (void)state;
    seen = (struct seen){0};
    portfolio_open(&p, 1);
    check_ok(&p.op, change_reader_start(&p.op, &reader));
    atomic_store(&writing, WRITERS);
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){.number = i};
        portfolio_connect(&p, &writers[i].op);
        check_eq(pthread_create(&writers[i].thread, NULL, write_slowly, &writers[i]), 0);
    }
    while (atomic_load(&writing) > 0)
        poll_once(&p.op, &reader, &seen);
    for (int i = 0; i < WRITERS; i++) {
        check_eq(pthread_join(writers[i].thread, NULL), 0);
        written += writers[i].written;
        portfolio_disconnect(&writers[i].op);
    }
    poll_once(&p.op, &reader, &seen);
    check_true(written >= WRITERS * TURNS);
    check_eq(seen.count, written);
    portfolio_close(&p);
}

static void test_who_lags_too_far_is_told(void **state)
{
    struct portfolio p;
    struct change_reader reader;
    struct case_key *keys = NULL;
    size_t count = 7;
    bool is_behind = false;
    (void)state;
    portfolio_open(&p, 1);
    struct op *const op = &p.op;
    check_ok(op, change_reader_start(op, &reader));
    const struct case_key changed[] = {
        {1, 1},
        {1, 2},
        {1, 3}
    };
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, change_note(op, changed, ARRAY_LEN(changed)));
    check_ok(op, db_run(op, Q_CHANGE_FORGET, DB_ARGS(ARG_I64(change_partition(1)), ARG_I64(1)),
                        NULL)); /* two are kept: less than the reader needs */
    check_ok(op, change_read(op, &reader, &keys, &count, &is_behind));
    check_true(is_behind);
    check_eq(count, 0);
    check_ok(op, change_reader_start(op, &reader));
    check_ok(op, change_read(op, &reader, &keys, &count, &is_behind));
    check_false(is_behind);
    check_eq(count, 0);
    check_ok(op, db_commit(op));
    check_eq(change_read(op, &reader, &keys, &count, &is_behind), E_INTERNAL);
    portfolio_close(&p);
}

TEST_STORE_MAIN("changes", cmocka_unit_test(test_two_slow_writers_and_a_reader),
                cmocka_unit_test(test_who_lags_too_far_is_told))
