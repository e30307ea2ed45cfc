/* Migrations from every earlier schema, and several processes that start at once. */
#include <sys/wait.h>
#include <unistd.h>

#include "store/backend.h"
#include "tests/support/store.h"

static int schema_version(struct op *op)
{
    int version = -1;
    check_ok(op, db_schema_version(op, &version));
    return version;
}

static int64_t count_rows(struct op *op, enum query query)
{
    struct db_rows rows;
    bool has_row = false;
    check_ok(op, db_query(op, query, DB_NO_ARGS, &rows));
    check_ok(op, db_next(op, &rows, &has_row));
    check_true(has_row);
    const int64_t count = db_i64(&rows, 0);
    db_rows_close(&rows);
    return count;
}

/* A store of an earlier program, with a row in each table that takes one without others. */
static void open_earlier(struct op *op, int version)
{
    test_store_open_empty(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_make_schema(op, version));
    if (version > 0) {
        check_ok(op, db_run(op, Q_BACKUP_WRITE_SYMBOL_1, DB_ARGS(ARG_I64(7), ARG_TEXT_C("seven")),
                            NULL));
        check_ok(op, db_run(op, Q_BACKUP_WRITE_COUNTER_1, DB_ARGS(ARG_TEXT_C("cases"), ARG_I64(9)),
                            NULL));
    }
    check_ok(op, db_commit(op));
    check_eq(schema_version(op), version);
}

static void test_every_earlier_schema_comes_forward(void **state)
{
    struct op *const op = check_op();
    (void)state;
    for (int from = 0; from <= db_schema_known(); from++) {
        int applied = -1;
        check_case(arena_printf(op->arena, "from %d", from));
        open_earlier(op, from);
        check_ok(op, db_migrate(op, &applied));
        check_eq(applied, db_schema_known() - from);
        check_eq(schema_version(op), db_schema_known());
        check_ok(op, db_prepare_all(op));
        check_eq(count_rows(op, Q_BACKUP_COUNT_SYMBOL_1), from > 0);
        check_eq(count_rows(op, Q_BACKUP_COUNT_COUNTER_1), from > 0);
        check_ok(op, db_migrate(op, &applied));
        check_eq(applied, 0);
        test_store_close(op);
    }
}

/* A failure on the way leaves a store that comes forward when it is tried again. */
static void test_a_broken_upgrade_goes_on(void **state)
{
    struct op *const op = check_op();
    (void)state;
    for (int n = 3; n < 40; n += 5) {
        open_earlier(op, 1);
        db_fail_call(op->db, n);
        (void)!db_migrate(op, NULL);
        db_fail_call(op->db, 0);
        check_false(db_in_transaction(op));
        op_clear(op);
        check_ok(op, db_migrate(op, NULL));
        check_ok(op, db_prepare_all(op));
        check_eq(count_rows(op, Q_BACKUP_COUNT_SYMBOL_1), 1);
        test_store_close(op);
    }
}

/* Migrations that this process applied; 100 when it failed. */
static int migrate_as_child(const char *url)
{
    struct op own;
    int applied = 0;
    const struct db_options options = {.unsafe_speed = true, .busy_ms = 20000};
    op_init(&own, arena_create(), NULL, op_clock_system);
    status code = db_open(&own, str_of(url), &options, &own.db);
    if (code == OK)
        code = db_migrate(&own, &applied);
    if (code != OK)
        print_error("%s\n", own.text);
    return code == OK ? applied : 100;
}

/* Four programs start at once on a store of the first schema: each migration runs once. */
static void test_starting_at_once_migrates_once(void **state)
{
    enum { PROCESSES = 4 };
    pid_t children[PROCESSES];
    struct op *const op = check_op();
    int applied = 0;
    (void)state;
    open_earlier(op, 1);
    const char *const url = test_store_url(op);
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] == 0)
            _exit(migrate_as_child(url));
    }
    for (int i = 0; i < PROCESSES; i++) {
        int result = -1;
        check_eq(waitpid(children[i], &result, 0), children[i]);
        check_true(WIFEXITED(result) && WEXITSTATUS(result) != 100);
        applied += WEXITSTATUS(result);
    }
    check_eq(applied, db_schema_known() - 1);
    check_eq(schema_version(op), db_schema_known());
    check_eq(count_rows(op, Q_BACKUP_COUNT_SYMBOL_1), 1);
}

static void test_a_schema_is_made_on_nothing_only(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open_empty(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_make_schema(op, db_schema_known()));
    db_rollback(op);
    check_eq(schema_version(op), 0); /* a rollback leaves nothing */
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(db_make_schema(op, db_schema_known() + 1), E_CONFLICT);
    db_rollback(op);
    op_clear(op);
    check_ok(op, db_migrate(op, NULL));
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(db_make_schema(op, 1), E_CONFLICT);
    check_true(strstr(op->text, "not empty") != NULL);
}

TEST_STORE_MAIN("migrating", cmocka_unit_test(test_every_earlier_schema_comes_forward),
                cmocka_unit_test(test_a_broken_upgrade_goes_on),
                cmocka_unit_test(test_starting_at_once_migrates_once),
                cmocka_unit_test(test_a_schema_is_made_on_nothing_only))
