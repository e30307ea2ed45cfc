/* Many rows at once, and writes whose answers come later: the same on both stores.  Prints what a
 * row costs each way. */
#include <time.h>

#include "store/backend.h"
#include "tests/support/store.h"

enum { WIDTH = 7, ROWS = 1000, LONG_BYTES = 200000, TIMED = 20000 };

static struct db_arg *new_rows(struct op *op, size_t count)
{
    return arena_array(op->arena, count * WIDTH, sizeof(struct db_arg));
}

static void fill_row(struct op *op, struct db_arg *row, int64_t id)
{
    row[0] = ARG_ID(id);
    row[1] = ARG_TEXT_C(arena_printf(op->arena, "code %lld", (long long)id));
    row[2] = id % 3 == 0 ? ARG_NULL : ARG_DAY((day)(id % 2 ? DAY_MIN : DAY_MAX));
    row[3] = id % 5 == 0 ? ARG_NULL : ARG_INSTANT(INT64_MAX - id);
    row[4] = ARG_I64(id % 2 ? -id * INT64_C(1000000007) : id);
    row[5] = id % 7 == 0   ? ARG_NULL
             : id % 7 == 1 ? ARG_TEXT(((str){"", 0}))
                           : ARG_TEXT_C("ñandú € \t\n\\N \"x\"");
    row[6] = id % 11 == 0 ? ARG_NULL : ARG_BLOB(((str){"\0\1\377\n", (size_t)(id % 5)}));
}

static struct db_arg *make_rows(struct op *op, int64_t first, size_t count)
{
    struct db_arg *const rows = new_rows(op, count);
    for (size_t r = 0; r < count; r++)
        fill_row(op, &rows[r * WIDTH], first + (int64_t)r);
    return rows;
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

/* The row as it lies in the store against what was given. */
static void check_row(struct op *op, const struct db_arg *want)
{
    struct db_rows rows;
    bool has_row = false;
    check_ok(op, db_query(op, Q_STORE_PROBE_GET, &want[0], 1, &rows));
    check_ok(op, db_next(op, &rows, &has_row));
    check_true(has_row);
    for (int c = 0; c < WIDTH - 1; c++) {
        const struct db_arg *const value = &want[c + 1];
        check_eq(db_is_null(&rows, c), value->kind == DB_NULL);
        if (value->kind == DB_I64)
            check_eq(db_i64(&rows, c), value->i64);
        else if (value->kind == DB_TEXT)
            check_true(str_equal(db_text(&rows, c), value->text));
        else if (value->kind == DB_BLOB)
            check_true(str_equal(db_blob(&rows, c), value->text));
    }
    db_rows_close(&rows);
}

static void test_rows_arrive_unchanged(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    struct db_arg *const rows = make_rows(op, 1, ROWS);
    char *const bytes = arena_alloc(op->arena, LONG_BYTES);
    memset(bytes, 'x', LONG_BYTES);
    rows[5 * WIDTH + 6] =
        ARG_BLOB(((str){bytes, LONG_BYTES})); /* longer than what is sent at once */
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_bulk_insert(op, Q_STORE_PROBE_INSERT, rows, WIDTH, ROWS));
    check_ok(op, db_bulk_insert(op, Q_STORE_PROBE_INSERT, NULL, WIDTH, 0));
    check_eq(count_rows(op), ROWS);
    for (int r = 0; r < ROWS; r++)
        check_row(op, &rows[r * WIDTH]);
    check_ok(op, db_commit(op));
    check_ok(op, db_bulk_insert(op, Q_STORE_PROBE_INSERT, make_rows(op, ROWS + 1, 3), WIDTH, 3));
    check_eq(count_rows(op), ROWS + 3); /* few, and in a transaction of its own */
}

static void test_all_or_none(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    struct db_arg *const rows = make_rows(op, 1, ROWS);
    rows[(ROWS - 1) * WIDTH] = ARG_ID(1); /* there already */
    check_eq(db_bulk_insert(op, Q_STORE_PROBE_INSERT, rows, WIDTH, ROWS), E_CONFLICT);
    op_clear(op);
    check_eq(count_rows(op), 0);
    rows[(ROWS - 1) * WIDTH] = ARG_ID(ROWS);
    check_ok(op, db_bulk_insert(op, Q_STORE_PROBE_INSERT, rows, WIDTH, ROWS));
    check_eq(count_rows(op), ROWS);
    check_eq(db_bulk_insert(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(2)), 1),
             E_INTERNAL);
    check_true(strstr(op->text, "no plain insert") != NULL);
    op_clear(op);
    if (test_store_dialect() == DB_SQLITE)
        return; /* all integers are wide there */
    struct db_arg *const wide = make_rows(op, ROWS + 1, 20);
    wide[2] = ARG_I64(INT64_C(1) << 40);
    check_eq(db_bulk_insert(op, Q_STORE_PROBE_INSERT, wide, WIDTH, 20), E_STORE);
    check_true(strstr(op->text, "value 3") != NULL);
    op_clear(op);
    check_eq(count_rows(op), ROWS);
}

/* A write that is a set: what it inserts and what it finds there, NULLs and bytes as they are. */
static void test_sets_arrive_unchanged(void **state)
{
    enum { MANY = 5000 }; /* more than one statement takes */
    struct op *const op = check_op();
    int64_t changed = 0;
    (void)state;
    test_store_open(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_run_many(op, Q_STORE_PROBE_PUT, make_rows(op, 1, MANY / 2), WIDTH, MANY / 2,
                             &changed));
    check_eq(changed, MANY / 2);
    struct db_arg *const rows = make_rows(op, 1, MANY);
    for (int r = 0; r < MANY; r++)
        rows[r * WIDTH + 4] = r % 2 ? ARG_I64(r - (INT64_MAX >> 14)) : ARG_I64(r);
    check_ok(op, db_run_many(op, Q_STORE_PROBE_PUT, rows, WIDTH, MANY, &changed));
    check_eq(changed, MANY);
    check_eq(count_rows(op), MANY);
    for (int r = 0; r < MANY; r++)
        check_row(op, &rows[r * WIDTH]);
    struct db_arg *const amounts = arena_array(op->arena, 2 * (MANY + 10), sizeof(*amounts));
    for (int r = 0; r < MANY + 10; r++) {
        amounts[2 * r] = ARG_ID(r + 1);
        amounts[2 * r + 1] = ARG_I64(7 * r);
    }
    check_ok(op, db_run_many(op, Q_STORE_PROBE_UPDATE, amounts, 2, MANY + 10, &changed));
    check_eq(changed, MANY); /* ten are not there */
    for (int r = 0; r < MANY; r++) {
        rows[r * WIDTH + 4] = ARG_I64(7 * r);
        check_row(op, &rows[r * WIDTH]);
    }
    check_ok(op, db_commit(op));
    rows[WIDTH + 1] = rows[1]; /* the code is taken */
    check_eq(db_run_many(op, Q_STORE_PROBE_PUT, rows, WIDTH, 100, &changed), E_CONFLICT);
    op_clear(op);
    check_eq(count_rows(op), MANY);
}

static status insert_later(struct op *op, int64_t id)
{
    struct db_arg row[WIDTH];
    fill_row(op, row, id);
    return db_run_later(op, Q_STORE_PROBE_INSERT, row, WIDTH);
}

static void test_later_is_before_whatever_is_asked(void **state)
{
    struct op *const op = check_op();
    struct db_rows rows;
    bool has_row = false;
    (void)state;
    test_store_open(op);
    check_ok(op, insert_later(op, 1)); /* outside a transaction: at once */
    check_eq(count_rows(op), 1);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(5000)), &rows)); /* read in pieces */
    for (int id = 2; id <= ROWS; id++) {
        check_ok(op, db_next(op, &rows, &has_row));
        check_true(has_row);
        check_ok(op, insert_later(op, id));
    }
    db_rows_close(&rows); /* while answers are outstanding */
    check_eq(count_rows(op), ROWS);
    check_ok(op, insert_later(op, ROWS + 1));
    check_ok(op, db_run_later(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(ROWS + 1), ARG_I64(7))));
    check_ok(op, db_commit(op));
    check_eq(count_rows(op), ROWS + 1);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, insert_later(op, ROWS + 2));
    db_rollback(op);
    check_eq(count_rows(op), ROWS + 1);
}

/* With one wait for all of them on PostgreSQL: each has its own answer all the same. */
static void test_what_follows_has_its_own_answer(void **state)
{
    struct op *const op = check_op();
    struct db_rows rows;
    bool has_row = false;
    int64_t changed = -1;
    (void)state;
    test_store_open(op);
    for (int turn = 0; turn < 2; turn++) { /* not prepared the first time */
        check_ok(op, db_begin(op, DB_WRITE));
        for (int id = 1; id <= 3; id++)
            check_ok(op, insert_later(op, id));
        check_ok(op, db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(2), ARG_I64(7)), &changed));
        check_eq(changed, 1);
        check_ok(op, insert_later(op, 4));
        check_ok(op, db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(9), ARG_I64(7)), &changed));
        check_eq(changed, 0);
        check_ok(op, insert_later(op, 5));
        check_ok(op, db_query(op, Q_STORE_PROBE_ROWS, DB_ARGS(ARG_I64(0)), &rows));
        for (int id = 1; id <= 5; id++) {
            check_ok(op, db_next(op, &rows, &has_row));
            check_true(has_row);
            check_eq(db_id(&rows, 0), id);
        }
        db_rows_close(&rows);
        db_rollback(op);
    }
}

static void test_a_failure_is_told_before_the_end(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    for (int turn = 0; turn < 4; turn++) {
        struct db_rows rows;
        check_ok(op, db_begin(op, DB_WRITE));
        check_ok(op, insert_later(op, 1));
        status code = insert_later(op, 1); /* taken */
        if (code == OK)
            code = insert_later(op, 2); /* the text names the query that failed, not this one */
        if (code == OK && turn == 1)
            code = db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(7)), NULL);
        if (code == OK && turn == 2)
            code = db_bulk_insert(op, Q_STORE_PROBE_INSERT, make_rows(op, 3, 20), WIDTH, 20);
        if (code == OK && turn == 3)
            code = db_query(op, Q_STORE_PROBE_ROWS, DB_ARGS(ARG_I64(0)), &rows);
        if (code == OK)
            code = db_commit(op);
        check_eq(code, E_CONFLICT);
        check_true(strstr(op->text, "store_probe_insert") != NULL);
        db_rollback(op);
        op_clear(op);
        check_eq(count_rows(op), 0);
    }
}

/* What may follow a set whose answer nobody has asked for; each says what went wrong before it. */
enum follower { COMMIT, QUERY, RUN, LATER, MANY_MORE, BULK, CLOSE, FOLLOWERS };

static status follow(struct op *op, enum follower how, int first, struct db_rows *open_rows)
{
    struct db_rows rows;
    switch (how) {
    case QUERY:
        TRY(db_query(op, Q_STORE_PROBE_ROWS, DB_ARGS(ARG_I64(0)), &rows));
        db_rows_close(&rows);
        break;
    case RUN:
        TRY(db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(7)), NULL));
        break;
    case LATER:
        TRY(db_run_later(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(7))));
        break;
    case MANY_MORE:
        TRY(db_run_many(op, Q_STORE_PROBE_PUT, make_rows(op, first, 20), WIDTH, 20, NULL));
        break;
    case BULK:
        TRY(db_bulk_insert(op, Q_STORE_PROBE_INSERT, make_rows(op, first, 20), WIDTH, 20));
        break;
    case CLOSE:
        db_rows_close(open_rows);
        break;
    case COMMIT:
    case FOLLOWERS:
        break;
    }
    return db_commit(op);
}

enum { WIDE = 4200 }; /* more than one statement takes */

enum { NUMBERS = 5000, THIRD_ASKED = 2049 }; /* rows after which the third piece is under way */

/* Reads rows of a stream of NUMBERS; *sum is what they add up to so far. */
static status read_some(struct op *op, struct db_rows *rows, int count, int64_t *sum)
{
    bool has_row = true;
    for (int i = 0; i < count && has_row; i++) {
        TRY(db_next(op, rows, &has_row));
        if (has_row)
            *sum += db_i64(rows, 0);
    }
    return OK;
}

static status put_and_follow(struct op *op, struct db_arg *rows, enum follower how, bool is_copied)
{
    struct db_rows open_rows = {0};
    int64_t sum = 0;
    TRY(db_begin(op, DB_WRITE));
    TRY(db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(NUMBERS)), &open_rows));
    TRY(read_some(op, &open_rows, THIRD_ASKED, &sum));
    const status code = is_copied ? db_bulk_insert(op, Q_STORE_PROBE_INSERT, rows, WIDTH, WIDE)
                                  : db_run_many(op, Q_STORE_PROBE_PUT, rows, WIDTH, WIDE, NULL);
    if (code != OK)
        db_rows_close(&open_rows);
    TRY(code);
    return follow(op, how, (is_copied ? 500 : 100) + 20 * (int)how, &open_rows);
}

static void put_in_turn(struct op *op, enum follower how, bool is_copied)
{
    const int first = 10000 * ((int)how + 1) + (is_copied ? 100000 : 0);
    struct db_arg *const rows = make_rows(op, first, WIDE);
    const int64_t before = count_rows(op);
    rows[(WIDE - 1) * WIDTH + 1] = rows[1]; /* the code of its last row is taken */
    check_eq(put_and_follow(op, rows, how, is_copied), E_CONFLICT);
    check_true(strstr(op->text, is_copied ? "store_probe_insert" : "store_probe_put") != NULL);
    db_rollback(op);
    op_clear(op);
    check_eq(count_rows(op), before);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_run_many(op, Q_STORE_PROBE_PUT, make_rows(op, first, 20), WIDTH, 20, NULL));
    db_rollback(op); /* while it is under way */
    check_eq(count_rows(op), before);
    check_ok(op, put_and_follow(op, make_rows(op, first, WIDE), how, is_copied));
    check_eq(count_rows(op), before + WIDE + (how == MANY_MORE || how == BULK ? 20 : 0));
}

static void test_a_set_that_is_not_waited_for(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    for (enum follower how = COMMIT; how < FOLLOWERS; how++) {
        put_in_turn(op, how, false);
        put_in_turn(op, how, true);
    }
}

/* Gives count rows from 1 on another amount, and ends the transaction as told. */
static status replace_and_follow(struct op *op, int count, enum follower how)
{
    struct db_arg *const amounts = arena_array(op->arena, 2 * (size_t)count, sizeof(*amounts));
    for (int r = 0; r < count; r++) {
        amounts[2 * r] = ARG_ID(r + 1);
        amounts[2 * r + 1] = ARG_I64(-r);
    }
    TRY(db_begin(op, DB_WRITE));
    TRY(db_replace_many(op, Q_STORE_PROBE_UPDATE, amounts, 2, (size_t)count));
    return follow(op, how, 100000, &(struct db_rows){0});
}

/* By one, by a pipeline, by a set, by two sets of which the last has too few. */
static void test_what_is_replaced_is_there(void **state)
{
    static const int wholes[] = {1, 5, 20, 4096, WIDE};
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    check_ok(op, db_replace_many(op, Q_STORE_PROBE_UPDATE, NULL, 2, 0));
    for (size_t i = 0; i < ARRAY_LEN(wholes); i++) {
        const int whole = wholes[i];
        const int before = i == 0 ? 0 : wholes[i - 1];
        check_case(arena_printf(op->arena, "%d rows", whole));
        check_ok(op, db_bulk_insert(op, Q_STORE_PROBE_INSERT,
                                    make_rows(op, before + 1, (size_t)(whole - before)), WIDTH,
                                    (size_t)(whole - before)));
        check_ok(op, replace_and_follow(op, whole, COMMIT));
        for (enum follower how = COMMIT; how < CLOSE; how++) {
            check_eq(replace_and_follow(op, whole + 1, how), E_STORE);
            check_true(strstr(op->text, "store_probe_update") != NULL);
            db_rollback(op);
            op_clear(op);
        }
        check_eq(count_rows(op), whole);
        struct db_arg *const last = make_rows(op, whole, 1);
        last[4] = ARG_I64(1 - whole); /* as it was left by what went well */
        check_row(op, last);
    }
}

/* The next piece of a stream is under way: whatever comes then, it is there when it is wanted. */
static void test_a_piece_that_is_not_waited_for(void **state)
{
    struct op *const op = check_op();
    struct db_rows rows;
    (void)state;
    test_store_open(op);
    for (enum follower how = COMMIT; how < FOLLOWERS; how++) {
        int64_t sum = 0;
        check_ok(op, db_begin(op, DB_WRITE));
        check_ok(op, db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(NUMBERS)), &rows));
        check_ok(op, read_some(op, &rows, THIRD_ASKED, &sum));
        check_ok(op,
                 follow(op, how, 1 + 20 * (int)how, &rows)); /* and the end of the transaction */
        check_ok(op, db_begin(op, DB_WRITE));
        check_ok(op, db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(NUMBERS)), &rows));
        check_ok(op, read_some(op, &rows, THIRD_ASKED, &sum));
        db_rollback(op);
        sum = 0;
        check_ok(op, db_begin(op, DB_WRITE));
        check_ok(op, db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(NUMBERS)), &rows));
        check_ok(op, read_some(op, &rows, THIRD_ASKED, &sum));
        check_ok(op, db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(7)), NULL));
        check_ok(op, read_some(op, &rows, NUMBERS, &sum));
        check_eq(sum, (int64_t)NUMBERS * (NUMBERS + 1) / 2);
        check_ok(op, db_commit(op));
    }
}

/* The piece that failed was asked for ahead, and nobody waits for it: what is asked next says why.
 */
static void test_a_piece_that_failed_is_told(void **state)
{
    struct op *const op = check_op();
    const bool is_null = test_store_dialect() == DB_SQLITE; /* 1 / 0 there */
    struct db_rows rows;
    int64_t sum = 0;
    (void)state;
    test_store_open(op);
    for (int turn = 0; turn < 2; turn++) {
        check_ok(op, db_begin(op, DB_WRITE));
        check_ok(op, db_query(op, Q_STORE_RECIPROCAL, DB_ARGS(ARG_I64(NUMBERS), ARG_I64(NUMBERS)),
                              &rows));
        check_ok(op, read_some(op, &rows, THIRD_ASKED, &sum));
        db_rows_close(&rows);
        const status code =
            turn == 0 ? db_commit(op)
                      : db_run(op, Q_STORE_PROBE_UPDATE, DB_ARGS(ARG_ID(1), ARG_I64(7)), NULL);
        check_eq(code, is_null ? OK : E_STORE);
        check_true(is_null || strstr(op->text, "store_reciprocal") != NULL);
        check_true(is_null || strstr(op->text, "division by zero") != NULL);
        db_rollback(op);
        op_clear(op);
    }
}

/* A stream that is closed while the connection is busy leaves no cursor behind. */
static void test_no_cursor_stays(void **state)
{
    struct op *const op = check_op();
    struct db_rows rows;
    int64_t sum = 0;
    (void)state;
    test_store_open(op);
    if (test_store_dialect() != DB_POSTGRESQL)
        return;
    for (int turn = 0; turn < 3; turn++) {
        struct db_arg *const more = make_rows(op, 1 + 20 * turn, 20);
        check_ok(op, db_begin(op, DB_WRITE));
        check_ok(op, db_query(op, Q_STORE_COUNT, DB_ARGS(ARG_I64(NUMBERS)), &rows));
        check_ok(op, read_some(op, &rows, THIRD_ASKED, &sum));
        if (turn == 1)
            check_ok(op, db_run_many(op, Q_STORE_PROBE_PUT, more, WIDTH, 20, NULL));
        if (turn == 2)
            check_ok(op, db_bulk_insert(op, Q_STORE_PROBE_INSERT, more, WIDTH, 20));
        db_rows_close(&rows);
        check_ok(op, store_execute(op, "test",
                                   "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_cursors WHERE name LIKE"
                                   " 'stream_%') THEN RAISE 'a cursor stays'; END IF; END $$"));
        check_ok(op, db_commit(op));
    }
}

/* --- what a row costs --- */

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static status insert_each(struct op *op, const struct db_arg *rows, bool is_later)
{
    for (int r = 0; r < TIMED; r++) {
        const struct db_arg *const row = &rows[r * WIDTH];
        TRY(is_later ? db_run_later(op, Q_STORE_PROBE_INSERT, row, WIDTH)
                     : db_run(op, Q_STORE_PROBE_INSERT, row, WIDTH, NULL));
    }
    return OK;
}

static void test_what_a_row_costs(void **state)
{
    static const char *const names[] = {"db_run", "db_run_later", "db_run_many",
                                        "db_run_many, a set", "db_bulk_insert"};
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    for (int way = 0; way < (int)ARRAY_LEN(names); way++) {
        const struct arena_mark mark = arena_mark(op->arena);
        const struct db_arg *const rows = make_rows(op, 1 + way * TIMED, TIMED);
        const double started = seconds();
        check_ok(op, db_begin(op, DB_WRITE));
        if (way < 2)
            check_ok(op, insert_each(op, rows, way == 1));
        else if (way == 2)
            check_ok(op, db_run_many(op, Q_STORE_PROBE_INSERT, rows, WIDTH, TIMED, NULL));
        else if (way == 3)
            check_ok(op, db_run_many(op, Q_STORE_PROBE_PUT, rows, WIDTH, TIMED, NULL));
        else
            check_ok(op, db_bulk_insert(op, Q_STORE_PROBE_INSERT, rows, WIDTH, TIMED));
        check_ok(op, db_commit(op));
        print_message("%-18s %6.1f us a row\n", names[way], (seconds() - started) / TIMED * 1e6);
        check_eq(count_rows(op), (way + 1) * TIMED);
        arena_release(op->arena, mark);
    }
}

TEST_STORE_MAIN("bulk", cmocka_unit_test(test_rows_arrive_unchanged),
                cmocka_unit_test(test_all_or_none), cmocka_unit_test(test_sets_arrive_unchanged),
                cmocka_unit_test(test_later_is_before_whatever_is_asked),
                cmocka_unit_test(test_what_follows_has_its_own_answer),
                cmocka_unit_test(test_a_failure_is_told_before_the_end),
                cmocka_unit_test(test_a_set_that_is_not_waited_for),
                cmocka_unit_test(test_what_is_replaced_is_there),
                cmocka_unit_test(test_a_piece_that_is_not_waited_for),
                cmocka_unit_test(test_a_piece_that_failed_is_told),
                cmocka_unit_test(test_no_cursor_stays), cmocka_unit_test(test_what_a_row_costs))
