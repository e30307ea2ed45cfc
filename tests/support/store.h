/* Stores for tests: fresh, migrated, thrown away; the same tests on SQLite and on PostgreSQL.
 *
 *     static void test_x(void **state)
 *     {
 *         struct op *const op = check_op();
 *         test_store_open(op);
 *         ...
 *     }
 *     TEST_STORE_MAIN("record", cmocka_unit_test(test_x), ...)
 *
 * SQLite runs always, in a temporary folder; PostgreSQL when ACUERDO_TEST_PG_URL names a server
 * (scripts/postgres starts one), each store in a database of its own; ACUERDO_TEST_STORE=postgresql
 * leaves SQLite out, for long runs.  Stores that a test leaves open are closed and removed when it
 * ends, also when it fails.  fsync is off: these stores are not to last. */
#ifndef TESTS_SUPPORT_STORE_H
#define TESTS_SUPPORT_STORE_H
#include "store/open.h"
#include "tests/check.h"

/* The dialect that the running tests are on. */
enum db_dialect test_store_dialect(void);

/* How often a long exploration looks closely: each time on SQLite, one of `rare` times on
 * PostgreSQL, where looking takes ten times as long and the code above the store is the same. */
int test_store_every(int rare);

/* ACUERDO_TEST_DISTRIBUTED is set: the server is a coordinator of Citus, and stores are spread. */
bool test_store_is_distributed(void);

/* Makes a store, migrates it and puts its connection into op->db. */
void test_store_open(struct op *op);
/* The same without any migration. */
void test_store_open_empty(struct op *op);
/* The address of the store that op->db is connected to; lives until the store is closed. */
const char *test_store_url(const struct op *op);
/* One more connection to the store of op; the caller closes it with db_close. */
struct db *test_store_connect(struct op *op);
/* On PostgreSQL: ends all other connections to the store, as a failure of the network or the server
 * does; op's own is one of them. */
void test_store_end_others(struct op *op);
/* Closes and removes the store of op; op->db is NULL then. */
void test_store_close(struct op *op);

/* Runs the tests once for each dialect at hand; the exit code of the program. */
int test_store_run(const char *name, const struct CMUnitTest *tests, size_t count);

#define TEST_STORE_MAIN(name, ...)                                                                 \
    int main(void)                                                                                 \
    {                                                                                              \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                                           \
        return test_store_run((name), tests, ARRAY_LEN(tests));                                    \
    }
#endif
