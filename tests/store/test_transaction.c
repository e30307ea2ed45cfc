/* Transactions, many rows at once, and what each failure leaves; the same on both stores. */
#include "store/backend.h"
#include "tests/support/store.h"

static struct op *open_store(void)
{
    struct op *const op = check_op();
    test_store_open(op);
    return op;
}

static void insert_probe(struct op *op, int64_t id, const char *code)
{
    check_ok(op, db_run(op, Q_STORE_PROBE_INSERT,
                        DB_ARGS(ARG_ID(id), ARG_TEXT_C(code), ARG_DAY(DAY_NONE),
                                ARG_INSTANT(INSTANT_NONE), ARG_I64(id * 10), ARG_NULL, ARG_NULL),
                        NULL));
}

static int64_t count_probes(struct op *op)
{
    struct db_rows rows;
    bool has_row = false;
    check_ok(op, db_query(op, Q_STORE_PROBE_TOTAL, DB_NO_ARGS, &rows));
    check_ok(op, db_next(op, &rows, &has_row));
    check_true(has_row);
    const int64_t count = db_i64(&rows, 0);
    db_rows_close(&rows);
    return count;
}

/* --- transactions --- */

static void test_commit_and_rollback(void **state)
{
    struct op *const op = open_store();
    (void)state;
    check_false(db_in_transaction(op));
    db_rollback(op); /* nothing to do */
    check_ok(op, db_begin(op, DB_WRITE));
    check_true(db_in_transaction(op));
    insert_probe(op, 1, "one");
    db_rollback(op);
    check_false(db_in_transaction(op));
    check_eq(count_probes(op), 0);
    check_ok(op, db_begin(op, DB_WRITE));
    insert_probe(op, 1, "one");
    check_ok(op, db_commit(op));
    check_eq(count_probes(op), 1);
}

static void test_defects_of_the_caller(void **state)
{
    struct op *const op = open_store();
    (void)state;
    check_eq(db_commit(op), E_INTERNAL); /* without a transaction */
    op_clear(op);
    check_ok(op, db_begin(op, DB_READ));
    check_eq(db_begin(op, DB_READ), E_INTERNAL);
    db_rollback(op);
    op_clear(op);
    check_eq(db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1)), NULL), E_INTERNAL);
    check_text(op->text, "query store_probe_update takes 2 values, not 1");
    op_clear(op);
    check_eq(db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_TEXT_C("x")), NULL),
             E_INTERNAL);
    check_text(op->text, "query store_probe_update: value 2 is of another type than $2");
}

static void test_a_reader_may_not_write(void **state)
{
    struct op *const op = open_store();
    (void)state;
    check_ok(op, db_begin(op, DB_READ));
    check_true(db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(1)), NULL) != OK);
    db_rollback(op);
}

static void test_a_reader_sees_one_state(void **state)
{
    struct op *const op = open_store();
    struct op other = *op;
    (void)state;
    other.db = test_store_connect(op);
    check_ok(op, db_begin(op, DB_READ));
    check_eq(count_probes(op), 0);
    insert_probe(&other, 1, "one");
    check_eq(count_probes(op), 0);
    check_ok(op, db_commit(op));
    check_eq(count_probes(op), 1);
    db_close(other.db);
}

static void test_changed_rows_are_counted(void **state)
{
    struct op *const op = open_store();
    int64_t changed = -1;
    (void)state;
    check_ok(op, db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(1)), &changed));
    check_eq(changed, 0);
    insert_probe(op, 1, "one");
    check_ok(op, db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(1)), &changed));
    check_eq(changed, 1);
    check_ok(op, db_run(op, Q_STORE_PROBE_TAKE, DB_ARGS(ARG_ID(1)), &changed));
    check_eq(changed, 1);
    check_ok(op, db_run(op, Q_STORE_PROBE_TOTAL, DB_NO_ARGS, &changed)); /* reads */
    check_eq(changed, 0);
}

/* --- many rows --- */

enum { MANY = 10000, WIDTH = 7 };

static struct db_arg *make_rows(struct op *op, int count)
{
    struct db_arg *const args = arena_array(op->arena, (size_t)count * WIDTH, sizeof(*args));
    for (int i = 0; i < count; i++) {
        struct db_arg *const row = args + i * WIDTH;
        row[0] = ARG_ID(i + 1);
        row[1] = ARG_TEXT_C(arena_printf(op->arena, "code %d", i));
        row[2] = i % 3 == 0 ? ARG_NULL : ARG_DAY(20000 + i % 365);
        row[3] = ARG_INSTANT(INT64_C(1795290300000000) + i);
        row[4] = ARG_I64(i);
        row[5] = i % 2 == 0 ? ARG_TEXT(STR("")) : ARG_TEXT(STR("algunas palabras"));
        row[6] = ARG_NULL;
    }
    return args;
}

static void test_many_rows(void **state)
{
    struct op *const op = open_store();
    const struct db_arg *const args = make_rows(op, MANY);
    int64_t changed = 0;
    (void)state;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_run_many(op, Q_STORE_PROBE_INSERT, args, WIDTH, MANY, &changed));
    check_eq(changed, MANY);
    check_eq(count_probes(op), MANY);
    db_rollback(op);
    check_eq(count_probes(op), 0);
    check_ok(op, db_run_many(op, Q_STORE_PROBE_INSERT, args, WIDTH, MANY, NULL)); /* its own one */
    check_eq(count_probes(op), MANY);
    check_ok(op, db_run_many(op, Q_STORE_PROBE_INSERT, args, WIDTH, 0, &changed));
    check_eq(changed, 0);
}

static void test_many_rows_or_none(void **state)
{
    struct op *const op = open_store();
    struct db_arg *const args = make_rows(op, MANY);
    int64_t changed = -1;
    (void)state;
    args[(MANY - 2) * WIDTH + 1] = ARG_TEXT(STR("code 5"));
    check_eq(db_run_many(op, Q_STORE_PROBE_INSERT, args, WIDTH, MANY, &changed), E_CONFLICT);
    check_eq(changed, -1);
    check_false(db_in_transaction(op));
    op_clear(op);
    check_eq(count_probes(op), 0);
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(db_run_many(op, Q_STORE_PROBE_INSERT, args, WIDTH, MANY, &changed), E_CONFLICT);
    db_rollback(op);
    op_clear(op);
    check_eq(count_probes(op), 0);
}

/* --- failures --- */

static void test_a_taken_key_is_a_conflict(void **state)
{
    struct op *const op = open_store();
    (void)state;
    insert_probe(op, 1, "one");
    check_eq(db_run(op, Q_STORE_PROBE_INSERT,
                    DB_ARGS(ARG_ID(2), ARG_TEXT_C("one"), ARG_NULL, ARG_NULL, ARG_NULL, ARG_NULL,
                            ARG_NULL),
                    NULL),
             E_CONFLICT);
    check_true(strstr(op->text, "store_probe_insert") != NULL);
    check_true(strstr(op->text, "already there") != NULL);
    op_clear(op);
    check_eq(db_run(op, Q_STORE_PROBE_INSERT,
                    DB_ARGS(ARG_ID(1), ARG_TEXT_C("two"), ARG_NULL, ARG_NULL, ARG_NULL, ARG_NULL,
                            ARG_NULL),
                    NULL),
             E_CONFLICT);
    op_clear(op);
    check_eq(db_run(op, Q_STORE_PROBE_INSERT,
                    DB_ARGS(ARG_ID(3), ARG_NULL, ARG_NULL, ARG_NULL, ARG_NULL, ARG_NULL, ARG_NULL),
                    NULL),
             E_STORE); /* NOT NULL is a defect, not a conflict */
}

static void test_a_failure_breaks_the_transaction(void **state)
{
    struct op *const op = open_store();
    (void)state;
    check_ok(op, db_begin(op, DB_WRITE));
    insert_probe(op, 1, "one");
    check_eq(db_run(op, Q_STORE_PROBE_INSERT,
                    DB_ARGS(ARG_ID(1), ARG_TEXT_C("two"), ARG_NULL, ARG_NULL, ARG_NULL, ARG_NULL,
                            ARG_NULL),
                    NULL),
             E_CONFLICT);
    check_eq(db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(1)), NULL), E_STORE);
    check_eq(db_commit(op), E_STORE);
    check_true(strstr(op->text, "already there") != NULL); /* the first failure's words stay */
    db_rollback(op);
    op_clear(op);
    check_eq(count_probes(op), 0);
}

/* Each call of a small piece of work fails in turn; the store is as before every time. */
static status work(struct op *op)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_begin(op, DB_WRITE));
    TRY(db_run(
        op, Q_STORE_PROBE_INSERT,
        DB_ARGS(ARG_ID(1), ARG_TEXT_C("one"), ARG_NULL, ARG_NULL, ARG_NULL, ARG_NULL, ARG_NULL),
        NULL));
    TRY(db_query(op, Q_STORE_PROBE_ROWS, DB_ARGS(ARG_ID(1)), &rows));
    TRY(db_next(op, &rows, &has_row));
    db_rows_close(&rows);
    return db_commit(op);
}

static void test_each_call_fails_in_turn(void **state)
{
    struct op *const op = open_store();
    int n = 1;
    (void)state;
    for (;; n++) {
        db_fail_call(op->db, n);
        const status code = work(op);
        if (code == OK)
            break;
        check_eq(code, E_STORE);
        db_rollback(op);
        op_clear(op);
        db_fail_call(op->db, 0);
        check_eq(count_probes(op), 0);
    }
    check_eq(n, 6); /* five calls can fail */
    db_fail_call(op->db, 0);
    check_eq(count_probes(op), 1);
}

/* Two writers of one row: on SQLite the second cannot begin, on PostgreSQL it waits for the row. */
static void test_a_locked_store_is_busy(void **state)
{
    struct op *const op = open_store();
    struct op other = *op;
    const struct db_options impatient = {.busy_ms = 50};
    (void)state;
    insert_probe(op, 1, "one");
    check_ok(op, db_open(op, str_of(test_store_url(op)), &impatient, &other.db));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(1)), NULL));
    status code = db_begin(&other, DB_WRITE);
    if (code == OK)
        code = db_run(&other, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(2)), NULL);
    check_eq(code, E_BUSY);
    db_rollback(&other);
    check_ok(op, db_commit(op));
    op_clear(&other);
    check_ok(&other, db_begin(&other, DB_WRITE));
    check_ok(&other, db_run(&other, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(2)), NULL));
    check_ok(&other, db_commit(&other));
    db_close(other.db);
}

/* Leaves an answer of the server unread: none, of a set, of a COPY, or the next of a stream. */
static void leave_out(struct op *op, int how, struct db_rows *rows)
{
    bool has_row = true;
    if (how == 1)
        check_ok(op, db_run_many(op, Q_STORE_PROBE_PUT, make_rows(op, 20), WIDTH, 20, NULL));
    if (how == 2)
        check_ok(op, db_bulk_insert(op, Q_STORE_PROBE_INSERT, make_rows(op, 20), WIDTH, 20));
    if (how < 3)
        return;
    check_ok(op, db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(5000)), rows));
    for (int i = 0; i < 2049 && has_row; i++)
        check_ok(op, db_next(op, rows, &has_row));
}

/* A server that ends our session in the middle of a transaction: the work is lost, the connection
 * is made again, and the same work then succeeds. */
static void test_a_lost_connection_comes_back(void **state)
{
    struct op *const op = open_store();
    struct op other = *op;
    (void)state;
    if (test_store_dialect() != DB_POSTGRESQL)
        return;
    other.db = test_store_connect(op);
    for (int round = 0; round < 8; round++) {
        struct db_rows rows;
        check_ok(op, db_begin(op, DB_WRITE));
        insert_probe(op, 100, "one");
        leave_out(op, round % 4, &rows);
        check_ok(&other, store_execute(&other, "test",
                                       "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                       "WHERE datname = current_database() "
                                       "AND pid <> pg_backend_pid()"));
        check_eq(db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(1)), NULL), E_BUSY);
        db_rollback(op);
        op_clear(op);
        check_eq(count_probes(op), 0);
    }
    check_ok(op, work(op));
    check_eq(count_probes(op), 1);
    db_close(other.db);
}

static void test_a_full_disk_is_a_limit(void **state)
{
    struct op *const op = open_store();
    struct db_arg *const args = make_rows(op, MANY);
    (void)state;
    if (test_store_dialect() != DB_SQLITE)
        return; /* a server's disk is not ours to fill */
    check_ok(op, store_execute(op, "test", "PRAGMA max_page_count = 1"));
    check_eq(db_run_many(op, Q_STORE_PROBE_INSERT, args, WIDTH, MANY, NULL), E_LIMIT);
    check_false(db_in_transaction(op));
    op_clear(op);
    check_ok(op, store_execute(op, "test", "PRAGMA max_page_count = 1000000"));
    check_eq(count_probes(op), 0);
    check_ok(op, db_run_many(op, Q_STORE_PROBE_INSERT, args, WIDTH, MANY, NULL));
}

static void test_read_only(void **state)
{
    struct op *const op = open_store();
    struct op other = *op;
    (void)state;
    insert_probe(op, 1, "one");
    check_ok(op, db_open(op, str_of(test_store_url(op)), &(struct db_options){.read_only = true},
                         &other.db));
    check_eq(count_probes(&other), 1);
    check_eq(db_begin(&other, DB_WRITE), E_STORE);
    op_clear(&other);
    check_eq(db_run(&other, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(2)), NULL), E_STORE);
    db_close(other.db);
}

TEST_STORE_MAIN("transactions", cmocka_unit_test(test_commit_and_rollback),
                cmocka_unit_test(test_defects_of_the_caller),
                cmocka_unit_test(test_a_reader_may_not_write),
                cmocka_unit_test(test_a_reader_sees_one_state),
                cmocka_unit_test(test_changed_rows_are_counted), cmocka_unit_test(test_many_rows),
                cmocka_unit_test(test_many_rows_or_none),
                cmocka_unit_test(test_a_taken_key_is_a_conflict),
                cmocka_unit_test(test_a_failure_breaks_the_transaction),
                cmocka_unit_test(test_each_call_fails_in_turn),
                cmocka_unit_test(test_a_locked_store_is_busy),
                cmocka_unit_test(test_a_lost_connection_comes_back),
                cmocka_unit_test(test_a_full_disk_is_a_limit), cmocka_unit_test(test_read_only))
