/* The interface of the store: values, rows, transactions, failures; the same on both stores. */
#include <errno.h>
#include <sys/resource.h>

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

/* --- values --- */

static const struct {
    const char *name;
    int64_t number;
    str words;
    str bytes;
} echoes[] = {
    {"zero and empty", 0,         {"", 0},             {"", 0}            },
    {"nowhere",        1,         {NULL, 0},           {NULL, 0}          },
    {"largest",        INT64_MAX, {"ñandú €", 11}, {"\0\1\2", 3}      },
    {"smallest",       INT64_MIN, {"'; --", 5},        {"\377\376\0\0", 4}},
    {"minus one",      -1,        {"\"$1\" ?1", 7},    {"x", 1}           },
};

static void test_values_travel_unchanged(void **state)
{
    struct op *const op = open_store();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(echoes); i++) {
        struct db_rows rows;
        bool has_row = false;
        check_case(echoes[i].name);
        check_ok(op, db_query(op, Q_STORE_ECHO,
                              DB_ARGS(ARG_I64(echoes[i].number), ARG_TEXT(echoes[i].words),
                                      ARG_BLOB(echoes[i].bytes)),
                              &rows));
        check_ok(op, db_next(op, &rows, &has_row));
        check_true(has_row);
        check_eq(db_i64(&rows, 0), echoes[i].number);
        check_false(db_is_null(&rows, 1)); /* an empty text is a text */
        check_false(db_is_null(&rows, 2));
        check_true(str_equal(db_text(&rows, 1), echoes[i].words));
        check_true(str_equal(db_blob(&rows, 2), echoes[i].bytes));
        check_ok(op, db_next(op, &rows, &has_row));
        check_false(has_row);
        check_ok(op, db_next(op, &rows, &has_row)); /* and no row stays no row */
        check_false(has_row);
    }
}

static void test_null_travels(void **state)
{
    struct op *const op = open_store();
    struct db_rows rows;
    bool has_row = false;
    (void)state;
    check_ok(op, db_query(op, Q_STORE_ECHO, DB_ARGS(ARG_NULL, ARG_NULL, ARG_NULL), &rows));
    check_ok(op, db_next(op, &rows, &has_row));
    for (int c = 0; c < 3; c++)
        check_true(db_is_null(&rows, c));
    check_eq(db_i64(&rows, 0), 0);
    check_eq(db_id(&rows, 0), 0);
    check_eq(db_day(&rows, 0), DAY_NONE);
    check_eq(db_instant(&rows, 0), INSTANT_NONE);
    check_str(db_text(&rows, 1), "");
    check_eq(db_blob(&rows, 2).size, 0);
    db_rows_close(&rows);
}

static void test_columns_keep_their_types(void **state)
{
    struct op *const op = open_store();
    struct db_rows rows;
    bool has_row = false;
    (void)state;
    check_ok(op, db_run(op, Q_STORE_PROBE_INSERT,
                        DB_ARGS(ARG_ID(INT64_MAX), ARG_TEXT(STR("A")), ARG_DAY(-719162),
                                ARG_INSTANT(INT64_C(1795290300000001)), ARG_MONEY((money){-1}),
                                ARG_TEXT(STR("two words")), ARG_BLOB(STR("\0\1"))),
                        NULL));
    check_ok(op, db_query(op, Q_STORE_PROBE_GET, DB_ARGS(ARG_ID(INT64_MAX)), &rows));
    check_ok(op, db_next(op, &rows, &has_row));
    check_true(has_row);
    check_str(db_text_copy(op, &rows, 0), "A");
    check_eq(db_day(&rows, 1), -719162);
    check_eq(db_instant(&rows, 2), INT64_C(1795290300000001));
    check_eq(db_money(&rows, 3).minor, -1);
    check_str(db_text(&rows, 4), "two words");
    check_eq(db_blob(&rows, 5).size, 2);
    db_rows_close(&rows);
}

static void test_zero_day_is_no_null(void **state)
{
    struct op *const op = open_store();
    struct db_rows rows;
    bool has_row = false;
    (void)state;
    check_ok(op, db_query(op, Q_STORE_ECHO, DB_ARGS(ARG_DAY(0), ARG_NULL, ARG_NULL), &rows));
    check_ok(op, db_next(op, &rows, &has_row));
    check_eq(db_day(&rows, 0), 0);
    check_eq(db_instant(&rows, 0), 0);
    db_rows_close(&rows);
}

/* --- rows --- */

static status read_code(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status refuse_row(struct op *op, struct db_rows *row, void *out)
{
    (void)row;
    (void)out;
    return op_fail(op, E_INVALID, "this row is not wanted");
}

static void test_query_one(void **state)
{
    struct op *const op = open_store();
    str code = STR("untouched");
    bool found = true;
    (void)state;
    insert_probe(op, 7, "seven");
    check_ok(op, db_query_one(op, Q_STORE_PROBE_GET, DB_ARGS(ARG_ID(8)), read_code, &code, &found));
    check_false(found);
    check_str(code, "untouched");
    check_ok(op, db_query_one(op, Q_STORE_PROBE_GET, DB_ARGS(ARG_ID(7)), read_code, &code, &found));
    check_true(found);
    check_str(code, "seven");
    found = false;
    check_eq(db_query_one(op, Q_STORE_PROBE_GET, DB_ARGS(ARG_ID(7)), refuse_row, NULL, &found),
             E_INVALID);
    check_false(found);
    op_clear(op);
    check_eq(count_probes(op), 1); /* its rows were closed */
}

/* For each row the same query again from there: 1 + 2 + ... + n rows in all. */
static void test_a_query_runs_inside_itself(void **state)
{
    struct op *const op = open_store();
    struct db_rows outer;
    struct db_rows inner;
    bool has_row = false;
    int seen = 0;
    (void)state;
    for (int i = 1; i <= 20; i++)
        insert_probe(op, i, arena_printf(op->arena, "code %d", i));
    check_ok(op, db_query(op, Q_STORE_PROBE_ROWS, DB_ARGS(ARG_ID(1)), &outer));
    for (;;) {
        check_ok(op, db_next(op, &outer, &has_row));
        if (!has_row)
            break;
        const int64_t from = db_id(&outer, 0);
        check_ok(op, db_query(op, Q_STORE_PROBE_ROWS, DB_ARGS(ARG_ID(from)), &inner));
        for (int64_t want = from;; want++) {
            check_ok(op, db_next(op, &inner, &has_row));
            if (!has_row)
                break;
            check_eq(db_id(&inner, 0), want);
            seen++;
        }
        check_eq(db_id(&outer, 0), from);
    }
    check_eq(seen, 20 * 21 / 2);
}

static void test_rows_end_with_their_transaction(void **state)
{
    struct op *const op = open_store();
    struct db_rows rows;
    bool has_row = true;
    (void)state;
    insert_probe(op, 1, "one");
    check_ok(op, db_begin(op, DB_READ));
    check_ok(op, db_query(op, Q_STORE_PROBE_ROWS, DB_ARGS(ARG_ID(1)), &rows));
    check_ok(op, db_commit(op));
    check_eq(db_next(op, &rows, &has_row), E_INTERNAL);
    check_true(has_row);
    db_rows_close(&rows); /* and closing them is allowed */
    op_clear(op);
    check_eq(count_probes(op), 1);
}

static void test_returning_writes_at_once(void **state)
{
    struct op *const op = open_store();
    struct db_rows rows;
    bool has_row = false;
    (void)state;
    insert_probe(op, 5, "five");
    check_ok(op, db_query(op, Q_STORE_PROBE_TAKE, DB_ARGS(ARG_ID(5)), &rows));
    check_ok(op, db_next(op, &rows, &has_row));
    check_true(has_row);
    check_str(db_text(&rows, 0), "five");
    db_rows_close(&rows);
    check_eq(count_probes(op), 0);
}

/* --- streams --- */

enum { STREAM_ROWS = 100000 };

static int64_t peak_kib(void)
{
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static void test_a_stream_does_not_grow(void **state)
{
    struct op *const op = open_store();
    struct db_rows rows;
    bool has_row = false;
    int64_t sum = 0;
    (void)state;
    check_ok(op, db_begin(op, DB_READ));
    check_ok(op, db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(5000)), &rows)); /* warm up */
    db_rows_close(&rows);
    const int64_t before = peak_kib();
    check_ok(op, db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(STREAM_ROWS)), &rows));
    for (int64_t i = 1;; i++) {
        check_ok(op, db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        check_eq(db_i64(&rows, 0), i);
        check_eq(db_is_null(&rows, 1), i % 7 == 0);
        sum += i;
    }
    check_eq(sum, (int64_t)STREAM_ROWS * (STREAM_ROWS + 1) / 2);
    check_ok(op, db_commit(op));
#ifndef ACUERDO_SANITIZED
    check_true(peak_kib() - before < 3 * 1024); /* all rows at once are more than 6 MiB */
#else
    (void)before;
#endif
}

static void test_two_streams_and_a_query(void **state)
{
    struct op *const op = open_store();
    struct db_rows a;
    struct db_rows b;
    bool has_a = false;
    bool has_b = false;
    (void)state;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(5000)), &a));
    check_ok(op, db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(4096)), &b)); /* two whole pieces */
    for (int64_t i = 1; i <= 5000; i++) {
        check_ok(op, db_next(op, &a, &has_a));
        check_ok(op, db_next(op, &b, &has_b));
        check_true(has_a);
        check_eq(has_b, i <= 4096);
        check_eq(db_i64(&a, 0), i);
        if (has_b)
            check_eq(db_i64(&b, 0), i);
        if (i % 1000 == 0)
            insert_probe(op, i, arena_printf(op->arena, "at %d", (int)i));
    }
    db_rows_close(&a);
    check_eq(count_probes(op), 5);
    check_ok(op, db_commit(op));
}

static void test_a_stream_wants_a_transaction(void **state)
{
    struct op *const op = open_store();
    struct db_rows rows;
    (void)state;
    check_eq(db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(3)), &rows), E_INTERNAL);
}

static void test_fetch_chunk(void **state)
{
    enum { CHUNK = 1000, ROWS = 2500 };
    static int64_t numbers[CHUNK];
    static int64_t squares[CHUNK];
    int64_t *const columns[] = {numbers, squares};
    struct op *const op = open_store();
    struct db_rows rows;
    int total = 0;
    int count = 0;
    (void)state;
    check_ok(op, db_begin(op, DB_READ));
    check_ok(op, db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(ROWS)), &rows));
    do {
        check_ok(op, db_fetch_chunk(op, &rows, columns, 2, CHUNK, &count));
        for (int r = 0; r < count; r++) {
            const int64_t n = total + r + 1;
            check_eq(numbers[r], n);
            check_eq(squares[r], n % 7 == 0 ? INT64_MIN : n * n);
        }
        total += count;
    } while (count == CHUNK);
    check_eq(total, ROWS);
    check_ok(op, db_fetch_chunk(op, &rows, columns, 2, CHUNK, &count));
    check_eq(count, 0);
    check_eq(db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(1)), &rows), OK);
    check_eq(db_fetch_chunk(op, &rows, columns, 4, CHUNK, &count), E_INTERNAL);
    db_rollback(op);
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
    for (int round = 0; round < 3; round++) {
        check_ok(op, db_begin(op, DB_WRITE));
        insert_probe(op, 1, "one");
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

TEST_STORE_MAIN(
    "store", cmocka_unit_test(test_values_travel_unchanged), cmocka_unit_test(test_null_travels),
    cmocka_unit_test(test_columns_keep_their_types), cmocka_unit_test(test_zero_day_is_no_null),
    cmocka_unit_test(test_query_one), cmocka_unit_test(test_a_query_runs_inside_itself),
    cmocka_unit_test(test_rows_end_with_their_transaction),
    cmocka_unit_test(test_returning_writes_at_once), cmocka_unit_test(test_a_stream_does_not_grow),
    cmocka_unit_test(test_two_streams_and_a_query),
    cmocka_unit_test(test_a_stream_wants_a_transaction), cmocka_unit_test(test_fetch_chunk),
    cmocka_unit_test(test_commit_and_rollback), cmocka_unit_test(test_defects_of_the_caller),
    cmocka_unit_test(test_a_reader_may_not_write), cmocka_unit_test(test_a_reader_sees_one_state),
    cmocka_unit_test(test_changed_rows_are_counted), cmocka_unit_test(test_many_rows),
    cmocka_unit_test(test_many_rows_or_none), cmocka_unit_test(test_a_taken_key_is_a_conflict),
    cmocka_unit_test(test_a_failure_breaks_the_transaction),
    cmocka_unit_test(test_each_call_fails_in_turn), cmocka_unit_test(test_a_locked_store_is_busy),
    cmocka_unit_test(test_a_lost_connection_comes_back),
    cmocka_unit_test(test_a_full_disk_is_a_limit), cmocka_unit_test(test_read_only))
