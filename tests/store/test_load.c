/* A large load leaves indexes out and brings them back, also when it was killed; only the owner of
 * a file does, and only when most rows are to come. */
#include "store/load.h"

#include "store/backend.h"
#include "tests/support/store.h"

enum { MANY = 1000000, FEW = 100 };

static bool is_missing(struct op *op)
{
    str name;
    check_ok(op, db_index_missing(op, &name));
    return name.size > 0;
}

static bool is_sqlite(void)
{
    return test_store_dialect() == DB_SQLITE;
}

static struct op *open_owned(void)
{
    struct op *const op = check_op();
    test_store_open(op);
    check_ok(op, db_own(op));
    check_false(is_missing(op));
    return op;
}

static void test_a_load_ends_with_all_indexes(void **state)
{
    struct op *const op = open_owned();
    (void)state;
    check_ok(op, db_load_begin(op, MANY));
    check_eq(is_missing(op), is_sqlite());
    check_ok(op, db_prepare_all(op)); /* no query cannot do without them */
    check_ok(op, db_load_end(op));
    check_false(is_missing(op));
    check_ok(op, db_load_begin(op, MANY)); /* and again */
    check_ok(op, db_load_end(op));
    check_false(is_missing(op));
}

static void test_a_small_one_leaves_them(void **state)
{
    struct op *const op = open_owned();
    (void)state;
    check_ok(op, db_load_begin(op, FEW));
    check_false(is_missing(op));
    check_ok(op, db_load_end(op));
}

static void test_who_does_not_own_leaves_them(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    check_ok(op, db_load_begin(op, MANY));
    check_false(is_missing(op));
    check_ok(op, db_load_end(op));
}

/* The connection of a killed process ends without db_load_end. */
static void test_the_next_owner_makes_what_a_killed_one_left(void **state)
{
    struct op *const op = check_op();
    struct op killed = *op;
    (void)state;
    test_store_open(op);
    killed.db = test_store_connect(op);
    check_ok(&killed, db_own(&killed));
    check_ok(&killed, db_load_begin(&killed, MANY));
    db_close(killed.db);
    check_eq(is_missing(op), is_sqlite());
    check_ok(op, db_migrate(op, NULL)); /* who does not own the store leaves it so */
    check_eq(is_missing(op), is_sqlite());
    check_ok(op, db_own(op));
    check_ok(op, db_migrate(op, NULL));
    check_false(is_missing(op));
}

/* Whichever call fails, the next attempt makes what is left. */
static void test_a_failure_is_told_and_mended(void **state)
{
    struct op *const op = open_owned();
    int call = 1;
    (void)state;
    if (!is_sqlite())
        return;
    check_ok(op, db_load_begin(op, MANY));
    for (;; call++) {
        db_fail_call(op->db, call);
        const status code = db_load_end(op);
        check_false(db_in_transaction(op));
        if (code == OK)
            break;
        check_eq(code, E_STORE);
        op_clear(op);
    }
    check_true(call > 4);
    db_fail_call(op->db, 0);
    check_false(is_missing(op));
}

/* Where a line ends is of no account. */
static const char *on_one_line(struct op *op, const char *text)
{
    char *const line = arena_copy(op->arena, text, strlen(text));
    size_t size = 0;
    for (const char *at = text; *at; at++)
        if ((*at != '\n' && *at != ' ') || size == 0 || line[size - 1] != ' ')
            line[size++] = *at == '\n' ? ' ' : *at;
    line[size] = '\0';
    return line;
}

/* The statement of a migration that makes the index of this query. */
static const char *made_by_migration(const char *name)
{
    int count = 0;
    const struct migration *const migrations = catalogue_migrations(&count);
    for (int m = 0; m < count; m++) {
        for (int s = 0; s < migrations[m].statement_count; s++) {
            const char *const text = migrations[m].statements[s].text[DB_SQLITE];
            const size_t size = strlen(name);
            if (text && strncmp(text, name, size) == 0 && text[size] == ' ')
                return text;
        }
    }
    return NULL;
}

/* What is made again is what the migrations made. */
static void test_they_are_the_same_indexes(void **state)
{
    static const char wish[] = "CREATE INDEX IF NOT EXISTS ";
    struct op *const op = check_op();
    int found = 0;
    (void)state;
    for (int q = 0; q < QUERY_COUNT; q++) {
        const char *const text = catalogue_query((enum query)q)->text[DB_SQLITE];
        if (!text || strncmp(text, wish, strlen(wish)) != 0)
            continue;
        const char *const rest = on_one_line(op, text + strlen(wish));
        const char *const name =
            arena_printf(op->arena, "CREATE INDEX %.*s", (int)(strchr(rest, ' ') - rest), rest);
        const char *const made = made_by_migration(name);
        check_true(made != NULL);
        check_true(strcmp(on_one_line(op, made) + strlen("CREATE INDEX "), rest) == 0);
        found++;
    }
    check_eq(found, 4);
}

TEST_STORE_MAIN("load", cmocka_unit_test(test_a_load_ends_with_all_indexes),
                cmocka_unit_test(test_a_small_one_leaves_them),
                cmocka_unit_test(test_who_does_not_own_leaves_them),
                cmocka_unit_test(test_the_next_owner_makes_what_a_killed_one_left),
                cmocka_unit_test(test_a_failure_is_told_and_mended),
                cmocka_unit_test(test_they_are_the_same_indexes))
