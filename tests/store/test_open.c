/* Opening, migrating, owning: from nothing to a store that this program knows. */
#include "store/open.h"

#include <signal.h>
#include <stdlib.h>
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

/* --- addresses --- */

static void test_a_password_is_never_shown(void **state)
{
    static const struct {
        const char *url, *want;
    } cases[] = {
        {"a.db",                                                                 "a.db"                                   },
        {"",                                                                     ""                                       },
        {"postgresql://ana@host:5432/acuerdo",                                   "postgresql://ana@host:5432/acuerdo"     },
        {"postgresql://ana:x@host/acuerdo",                                      "postgresql://ana:***@host/acuerdo"      },
        {"postgresql://ana:@host/acuerdo",                                       "postgresql://ana:***@host/acuerdo"      },
        {"postgresql://ana:secret@host/a?sslmode=off",                           "postgresql://ana:***@host/a?sslmode=off"},
        {"postgresql:///a?user=ana&password=s&port=1",
         "postgresql:///a?user=ana&password=***&port=1"                                                                   },
        {"postgresql://a:b@h/a?password=secret",                                 "postgresql://a:***@h/a?password=***"    },
        {"postgresql://h/a?sslpassword=x&password=",
         "postgresql://h/a?sslpassword=***&password=***"                                                                  },
        {"postgresql://a@h/a?sslpassword=b&password=c&sslpassword=d&password=e",
         "postgresql://a@h/a?sslpassword=***&password=***&sslpassword=***&password=***"                                   },
    };
    const struct op *const op = check_op();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].url);
        const str shown = db_url_shown(op->arena, str_of(cases[i].url));
        check_true(str_equal_c(shown, cases[i].want));
    }
}

/* --- migrations --- */

static void test_migrations_from_nothing(void **state)
{
    struct op *const op = check_op();
    int applied = -1;
    int count = 0;
    (void)state;
    (void)catalogue_migrations(&count);
    test_store_open_empty(op);
    check_eq(schema_version(op), 0);
    check_ok(op, db_migrate(op, &applied));
    check_eq(applied, count - 1); /* the base, migration 0, does not count */
    check_eq(schema_version(op), db_schema_known());
    check_ok(op, db_migrate(op, &applied));
    check_eq(applied, 0);
    check_false(db_in_transaction(op));
}

static void test_every_query_is_understood(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    check_ok(op, db_prepare_all(op));
}

static void test_a_newer_store_is_refused(void **state)
{
    struct op *const op = check_op();
    int applied = -1;
    (void)state;
    test_store_open(op);
    const int newer = db_schema_known() + 1;
    check_ok(op, db_run(op, Q_SCHEMA_MIGRATION_START,
                        DB_ARGS(ARG_I64(newer), ARG_TEXT_C("from_the_future")), NULL));
    check_eq(schema_version(op), newer - 1); /* begun is not done */
    check_ok(op,
             db_run(op, Q_SCHEMA_MIGRATION_FINISH, DB_ARGS(ARG_I64(newer), ARG_INSTANT(1)), NULL));
    check_eq(db_migrate(op, &applied), E_CONFLICT);
    check_true(strstr(op->text, "use a newer program") != NULL);
    check_eq(applied, -1);
}

/* The n-th call of a migration fails, for every n; simply running it again completes it. */
static void test_a_broken_migration_goes_on(void **state)
{
    struct op *const op = check_op();
    int failures = 0;
    (void)state;
    for (int n = 1;; n += n < 10 ? 1 : 37) {
        test_store_open_empty(op);
        db_fail_call(op->db, n);
        const status code = db_migrate(op, NULL);
        db_fail_call(op->db, 0);
        failures += code != OK;
        check_false(db_in_transaction(op));
        op_clear(op);
        check_ok(op, db_migrate(op, NULL));
        check_eq(schema_version(op), db_schema_known());
        check_ok(op, db_prepare_all(op));
        test_store_close(op);
        if (code == OK)
            break;
    }
    check_true(failures >= 10);
}

/* Four processes find the same empty store at once. */
static void test_migrators_do_not_collide(void **state)
{
    enum { PROCESSES = 4 };
    pid_t children[PROCESSES];
    struct op *const op = check_op();
    (void)state;
    test_store_open_empty(op);
    const char *const url = test_store_url(op);
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct op own;
            op_init(&own, arena_create(), NULL, op_clock_system);
            const struct db_options options = {.unsafe_speed = true, .busy_ms = 20000};
            status code = db_open(&own, str_of(url), &options, &own.db);
            if (code == OK)
                code = db_migrate(&own, NULL);
            if (code != OK)
                print_error("%s\n", own.text);
            _exit(code == OK ? 0 : 1);
        }
    }
    for (int i = 0; i < PROCESSES; i++) {
        int result = -1;
        check_eq(waitpid(children[i], &result, 0), children[i]);
        check_eq(result, 0);
    }
    check_eq(schema_version(op), db_schema_known());
}

/* --- addresses --- */

static const struct {
    const char *name;
    const char *url;
    status want;
    const char *words;
} addresses[] = {
    {"nothing",        "",                                  E_INVALID,   "no address"       },
    {"another scheme", "mysql://localhost/x",               E_INVALID,   "no address"       },
    {"no such file",   "/tmp/acuerdo-no-such-store.db",     E_NOT_FOUND, "acuerdo init"     },
    {"no such folder", "sqlite:/tmp/acuerdo-no/folder.db",  E_NOT_FOUND, "no store"         },
    {"nobody listens", "postgresql://nobody@127.0.0.1:1/x", E_BUSY,      "cannot be reached"},
    {"not a database", "/bin/true",                         E_STORE,     "no SQLite file"   },
};

static void test_addresses(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
        struct op *const op = check_op();
        struct db *db = NULL;
        const struct db_options options = {.read_only = true};
        check_case(addresses[i].name);
        status code = db_open(op, str_of(addresses[i].url), &options, &db);
        if (code == OK) { /* SQLite reads a file only when it is asked something */
            struct op reader = *op;
            int version = 0;
            reader.db = db;
            code = db_schema_version(&reader, &version);
            (void)snprintf(op->text, sizeof(op->text), "%s", reader.text);
            db_close(db);
        }
        check_eq(code, addresses[i].want);
        check_true(strstr(op->text, addresses[i].words) != NULL);
    }
}

static void test_a_missing_database_is_not_found(void **state)
{
    struct op *const op = check_op();
    struct db *db = NULL;
    (void)state;
    if (test_store_dialect() != DB_POSTGRESQL)
        return;
    test_store_open_empty(op);
    const char *const url = arena_printf(op->arena, "%s_not", test_store_url(op));
    check_eq(db_open(op, str_of(url), &(struct db_options){0}, &db), E_NOT_FOUND);
    check_true(db == NULL);
}

/* --- one owner --- */

/* A child that owns the store and tells so, until it is killed. */
static pid_t start_owner(const char *url)
{
    int ready[2];
    char byte = 0;
    check_eq(pipe(ready), 0);
    const pid_t child = fork();
    if (child == 0) {
        struct op own;
        op_init(&own, arena_create(), NULL, op_clock_system);
        if (db_open(&own, str_of(url), &(struct db_options){0}, &own.db) != OK ||
            db_own(&own) != OK || db_own(&own) != OK || write(ready[1], "!", 1) != 1)
            _exit(1);
        for (;;)
            (void)pause();
    }
    (void)close(ready[1]);
    check_eq(read(ready[0], &byte, 1), 1);
    (void)close(ready[0]);
    return child;
}

static void test_one_process_owns_the_store(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    const pid_t child = start_owner(test_store_url(op));
    if (test_store_dialect() == DB_SQLITE) {
        check_eq(db_own(op), E_BUSY);
        check_true(strstr(op->text, arena_printf(op->arena, "process %d:", (int)child)) != NULL);
        op_clear(op);
    } else {
        check_ok(op, db_own(op)); /* a server has many clients */
    }
    check_eq(kill(child, SIGKILL), 0);
    check_eq(waitpid(child, NULL, 0), child);
    check_ok(op, db_own(op)); /* a killed owner leaves no lock behind */
}

static void test_closing_gives_the_lock_back(void **state)
{
    struct op *const op = check_op();
    struct op other = *op;
    (void)state;
    test_store_open(op);
    other.db = test_store_connect(op);
    check_ok(&other, db_own(&other));
    check_eq(db_own(op), test_store_dialect() == DB_SQLITE ? E_BUSY : OK);
    op_clear(op);
    db_close(other.db);
    check_ok(op, db_own(op));
}

/* --- what the schema must obey --- */

/* citus: a table of a person has debtor_id, so that its rows can lie on one shard; every table has
 * a known place. */
static void test_tables_have_a_place(void **state)
{
    int count = 0;
    const struct store_table *const tables = catalogue_tables(&count);
    int migrations = 0;
    const struct migration *const rows = catalogue_migrations(&migrations);
    (void)state;
    check_true(count >= 2);
    for (int t = 0; t < count; t++) {
        const char *ddl = NULL;
        const struct migration *const migration = &rows[tables[t].version];
        char head[128];
        (void)snprintf(head, sizeof(head), "CREATE TABLE %s (", tables[t].name);
        for (int s = 0; s < migration->statement_count; s++) {
            const char *const text = migration->statements[s].text[DB_POSTGRESQL];
            if (text && strncmp(text, head, strlen(head)) == 0)
                ddl = text;
        }
        if (strcmp(tables[t].place, "debtor") != 0)
            continue;
        check_case(tables[t].name);
        check_true(ddl != NULL);
        check_true(strstr(ddl, "PRIMARY KEY (debtor_id") != NULL);
        check_true(strstr(ddl, "UNIQUE") == NULL || strstr(ddl, "UNIQUE (debtor_id") != NULL);
    }
}

TEST_STORE_MAIN("opening", cmocka_unit_test(test_a_password_is_never_shown),
                cmocka_unit_test(test_migrations_from_nothing),
                cmocka_unit_test(test_every_query_is_understood),
                cmocka_unit_test(test_a_newer_store_is_refused),
                cmocka_unit_test(test_a_broken_migration_goes_on),
                cmocka_unit_test(test_migrators_do_not_collide), cmocka_unit_test(test_addresses),
                cmocka_unit_test(test_a_missing_database_is_not_found),
                cmocka_unit_test(test_one_process_owns_the_store),
                cmocka_unit_test(test_closing_gives_the_lock_back),
                cmocka_unit_test(test_tables_have_a_place))
