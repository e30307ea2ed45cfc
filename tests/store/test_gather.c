/* Rows that a transaction keeps back: seen by whoever asks, written by the commit, gone after a
 * rollback; the same on both stores. */
#include "store/gather.h"

#include "store/backend.h"
#include "store/open.h"
#include "tests/support/store.h"

enum { WIDTH = 7, ROWS = 300 };

static status insert_row(struct op *op, int64_t id)
{
    char text[32];
    (void)snprintf(text, sizeof(text), "row %lld", (long long)id); /* gone when this returns */
    return db_insert(
        op, Q_STORE_PROBE_INSERT,
        DB_ARGS(ARG_ID(id), ARG_TEXT_C(text), ARG_NULL, ARG_NULL, ARG_I64(id), ARG_NULL, ARG_NULL));
}

static status read_total(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static int64_t count_rows(struct op *op)
{
    int64_t count = -1;
    bool found = false;
    check_ok(op, db_query_one(op, Q_STORE_PROBE_TOTAL, DB_NO_ARGS, read_total, &count, &found));
    return count;
}

static void begin_keeping(struct op *op, status (*complete)(struct op *, void *), void *context)
{
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_gather_start(op, complete, context));
    check_true(db_gathers(op));
}

static void test_the_commit_writes(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    begin_keeping(op, NULL, NULL);
    for (int64_t id = 1; id <= ROWS; id++)
        check_ok(op, insert_row(op, id));
    check_ok(op, db_commit(op));
    check_false(db_gathers(op));
    check_eq(count_rows(op), ROWS);
}

static void test_who_asks_sees_them(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    begin_keeping(op, NULL, NULL);
    for (int64_t id = 1; id <= ROWS; id++) {
        check_ok(op, insert_row(op, id));
        if (id % 100 == 1)
            check_eq(count_rows(op), id);
    }
    check_ok(op, db_commit(op));
    check_eq(count_rows(op), ROWS);
}

static void test_a_rollback_drops_them(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    begin_keeping(op, NULL, NULL);
    check_ok(op, insert_row(op, 1));
    check_eq(count_rows(op), 1);
    check_ok(op, insert_row(op, 2));
    db_rollback(op);
    check_false(db_gathers(op));
    check_eq(count_rows(op), 0);
    check_ok(op, db_begin(op, DB_WRITE)); /* and this one keeps nothing back */
    check_ok(op, insert_row(op, 2));
    check_ok(op, db_commit(op));
    check_eq(count_rows(op), 1);
}

static void test_a_taken_key_fails_the_commit(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    begin_keeping(op, NULL, NULL);
    check_ok(op, insert_row(op, 1));
    check_ok(op, insert_row(op, 1));
    check_eq(db_commit(op), E_CONFLICT);
    db_rollback(op);
    op_clear(op);
    check_eq(count_rows(op), 0);
}

/* Adds the row that only the end knows. */
static status add_last(struct op *op, void *context)
{
    int *const calls = context;
    ++*calls;
    return insert_row(op, 1000 + *calls);
}

static void test_what_completes_them(void **state)
{
    struct op *const op = check_op();
    int calls = 0;
    (void)state;
    test_store_open(op);
    begin_keeping(op, add_last, &calls);
    check_ok(op, insert_row(op, 1));
    check_eq(count_rows(op), 2);
    check_eq(calls, 1);
    check_eq(count_rows(op), 2); /* nothing waits: nobody is called */
    check_eq(calls, 1);
    check_ok(op, db_commit(op));
    check_eq(count_rows(op), 3);
}

static void test_outside_of_a_transaction(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    check_eq(db_gather_start(op, NULL, NULL), E_INTERNAL);
    op_clear(op);
    check_ok(op, insert_row(op, 1)); /* written at once */
    check_eq(count_rows(op), 1);
}

/* Kept back by a connection that only reads, written by another one. */
static void test_another_writes(void **state)
{
    struct op *const op = check_op();
    struct op reader;
    (void)state;
    test_store_open(op);
    struct gather *const gather = db_gather_create(op->arena);
    op_init(&reader, op->arena, test_store_connect(op), op->clock);
    for (int64_t round = 0; round < 2; round++) {
        check_ok(&reader, db_begin(&reader, DB_READ));
        db_gather_lend(&reader, gather);
        check_ok(&reader, db_gather_start(&reader, NULL, NULL));
        for (int64_t id = 1; id <= ROWS; id++)
            check_ok(&reader, insert_row(&reader, round * ROWS + id));
        db_gather_return(&reader);
        db_rollback(&reader);
        check_eq(count_rows(op), round * ROWS);
        check_ok(op, db_begin(op, DB_WRITE));
        db_gather_lend(op, gather);
        check_ok(op, db_gather_start(op, NULL, NULL));
        check_ok(op, db_commit(op));
        db_gather_return(op);
        check_eq(count_rows(op), (round + 1) * ROWS);
    }
    /* who only reads cannot write them himself, not even to ask */
    check_ok(&reader, db_begin(&reader, DB_READ));
    db_gather_lend(&reader, gather);
    check_ok(&reader, db_gather_start(&reader, NULL, NULL));
    check_ok(&reader, insert_row(&reader, 1));
    int64_t count = -1;
    bool found = false;
    check_eq(db_query_one(&reader, Q_STORE_PROBE_TOTAL, DB_NO_ARGS, read_total, &count, &found),
             E_INTERNAL);
    db_rollback(&reader);
    db_gather_return(&reader);
    db_close(reader.db);
    check_eq(count_rows(op), 2 * ROWS);
}

TEST_STORE_MAIN("gather", cmocka_unit_test(test_the_commit_writes),
                cmocka_unit_test(test_who_asks_sees_them),
                cmocka_unit_test(test_a_rollback_drops_them),
                cmocka_unit_test(test_a_taken_key_fails_the_commit),
                cmocka_unit_test(test_what_completes_them),
                cmocka_unit_test(test_outside_of_a_transaction),
                cmocka_unit_test(test_another_writes))
