/* Values, rows and streams; the same on both stores. */
#include <sys/resource.h>

#include "store/open.h"
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

TEST_STORE_MAIN(
    "rows", cmocka_unit_test(test_values_travel_unchanged), cmocka_unit_test(test_null_travels),
    cmocka_unit_test(test_columns_keep_their_types), cmocka_unit_test(test_zero_day_is_no_null),
    cmocka_unit_test(test_query_one), cmocka_unit_test(test_a_query_runs_inside_itself),
    cmocka_unit_test(test_rows_end_with_their_transaction),
    cmocka_unit_test(test_returning_writes_at_once), cmocka_unit_test(test_a_stream_does_not_grow),
    cmocka_unit_test(test_two_streams_and_a_query),
    cmocka_unit_test(test_a_stream_wants_a_transaction), cmocka_unit_test(test_fetch_chunk))
