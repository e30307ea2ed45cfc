/* A connection that is lost and comes back, and what a process holds as long as it lives.  How a
 * server that stops and starts is lived through is in tests/serve/test_servers.py. */
#include "tests/support/store.h"

static status insert(struct op *op, int64_t id)
{
    return db_run(op, Q_STORE_PROBE_INSERT,
                  DB_ARGS(ARG_ID(id), ARG_TEXT_C(arena_printf(op->arena, "code %d", (int)id)),
                          ARG_NULL, ARG_NULL, ARG_I64(1), ARG_NULL, ARG_NULL),
                  NULL);
}

static status read_count(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static int64_t count_rows(struct op *op)
{
    int64_t count = -1;
    bool found = false;
    check_ok(op, db_query_one(op, Q_STORE_PROBE_TOTAL, DB_NO_ARGS, read_count, &count, &found));
    return count;
}

static void test_between_transactions_nobody_notices(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    if (test_store_dialect() == DB_SQLITE)
        skip();
    check_ok(op, insert(op, 1));
    test_store_end_others(op);
    check_eq(count_rows(op), 1); /* a statement alone */
    test_store_end_others(op);
    check_ok(op, db_begin(op, DB_WRITE)); /* a transaction */
    check_ok(op, insert(op, 2));
    check_ok(op, db_commit(op));
    test_store_end_others(op);
    check_ok(op, db_prepare_all(op)); /* what was prepared is prepared anew */
    check_eq(count_rows(op), 2);
}

static void test_inside_a_transaction_it_is_busy_and_nothing_stays(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    if (test_store_dialect() == DB_SQLITE)
        skip();
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, insert(op, 1));
    test_store_end_others(op);
    check_eq(insert(op, 2), E_BUSY);
    check_true(strstr(op->text, "try again") != NULL);
    db_rollback(op);
    op_clear(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, insert(op, 1));
    test_store_end_others(op);
    check_eq(db_commit(op), E_BUSY);
    db_rollback(op);
    op_clear(op);
    check_eq(count_rows(op), 0);
}

static void test_many_rows_at_once_are_all_or_none(void **state)
{
    enum { ROWS = 2000, VALUES = 7 };
    static struct db_arg args[ROWS * VALUES];
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    if (test_store_dialect() == DB_SQLITE)
        skip();
    for (int r = 0; r < ROWS; r++) {
        const struct db_arg row[VALUES] = {
            ARG_ID(r + 1), ARG_TEXT_C(arena_printf(op->arena, "code %d", r)),
            ARG_NULL,      ARG_NULL,
            ARG_I64(1),    ARG_NULL,
            ARG_NULL};
        memcpy(&args[r * VALUES], row, sizeof(row));
    }
    check_ok(op, db_begin(op, DB_WRITE));
    test_store_end_others(op);
    check_eq(db_run_many(op, Q_STORE_PROBE_INSERT, args, VALUES, ROWS, NULL), E_BUSY);
    db_rollback(op);
    op_clear(op);
    check_eq(count_rows(op), 0);
    check_ok(op, db_run_many(op, Q_STORE_PROBE_INSERT, args, VALUES, ROWS, NULL));
    check_eq(count_rows(op), ROWS);
}

static void test_a_number_is_held_by_one(void **state)
{
    struct op *const op = check_op();
    bool is_given = false;
    (void)state;
    test_store_open(op);
    struct op other = *op;
    other.db = test_store_connect(op);
    check_ok(op, db_hold(op, 42, &is_given));
    check_true(is_given);
    check_ok(&other, db_hold(&other, 42, &is_given));
    check_eq(is_given, test_store_dialect() == DB_SQLITE); /* the owner of a file is alone */
    check_ok(&other, db_hold(&other, 43, &is_given));
    check_true(is_given);
    db_close(other.db);
    other.db = test_store_connect(op);
    check_ok(&other, db_hold(&other, 43, &is_given)); /* it ended with its connection */
    check_true(is_given);
    db_close(other.db);
    if (test_store_dialect() == DB_SQLITE)
        return;
    test_store_end_others(op);
    check_eq(count_rows(op), 0); /* connects again, and holds again */
    other.db = test_store_connect(op);
    check_ok(&other, db_hold(&other, 42, &is_given));
    check_false(is_given);
    db_close(other.db);
}

/* The server noticed late that our session was gone; or another process was quicker. */
static void test_a_number_that_was_lost_is_asked_for_until_it_is_back(void **state)
{
    struct op *const op = check_op();
    bool is_given = false;
    (void)state;
    test_store_open(op);
    if (test_store_dialect() == DB_SQLITE)
        skip();
    check_ok(op, db_hold(op, 42, &is_given));
    test_store_end_others(op);
    struct op other = *op;
    other.db = test_store_connect(op);
    check_ok(&other, db_hold(&other, 42, &is_given));
    check_true(is_given);
    check_eq(count_rows(op), 0); /* connects again, and is not given it */
    db_close(other.db);
    struct op third = *op;
    third.db = test_store_connect(op);
    for (int tries = 0; tries < 100 && is_given; tries++) { /* the end of a session takes a while */
        check_eq(count_rows(op), 0);
        check_ok(&third, db_hold(&third, 42, &is_given));
        if (is_given) {
            db_close(third.db);
            third.db = test_store_connect(op);
        }
    }
    check_false(is_given);
    db_close(third.db);
}

TEST_STORE_MAIN("connection",
                cmocka_unit_test(test_a_number_that_was_lost_is_asked_for_until_it_is_back),
                cmocka_unit_test(test_between_transactions_nobody_notices),
                cmocka_unit_test(test_inside_a_transaction_it_is_busy_and_nothing_stays),
                cmocka_unit_test(test_many_rows_at_once_are_all_or_none),
                cmocka_unit_test(test_a_number_is_held_by_one))
