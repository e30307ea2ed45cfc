/* Spreading the tables: what is refused, and in which order Citus is asked.
 *
 * Citus itself is asked where ACUERDO_TEST_CITUS_URL names a cluster (scripts/test citus); here
 * functions of its names stand in for it and write down what they are asked. */
#include "store/backend.h"
#include "tests/support/store.h"

static const char *const stand_ins[] = {
    "SET allow_system_table_mods = on",
    "INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion) "
    "VALUES (999999, 'citus', 10, 2200, false, '13.2-1')",
    "CREATE TABLE pg_dist_partition (logicalrelid regclass, how text, beside text, n serial, "
    "partmethod text DEFAULT 'h', repmodel text DEFAULT 's', colocationid int DEFAULT 1)",
    "CREATE FUNCTION create_reference_table(name regclass) RETURNS void LANGUAGE sql AS "
    "$$ INSERT INTO pg_dist_partition VALUES (name, 'reference', NULL) $$",
    "CREATE FUNCTION create_distributed_table(name regclass, part text, colocate_with text) "
    "RETURNS void LANGUAGE sql AS "
    "$$ INSERT INTO pg_dist_partition VALUES (name, COALESCE(part, 'one'), colocate_with) $$",
};

/* Fails when the condition holds. */
static void check_not(struct op *op, const char *what, const char *condition)
{
    check_ok(op, store_execute(op, what,
                               arena_printf(op->arena,
                                            "DO $$ BEGIN IF %s THEN RAISE EXCEPTION '%s'; "
                                            "END IF; END $$",
                                            condition, what)));
}

static void test_without_citus_nothing_is_made(void **state)
{
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    if (test_store_is_distributed())
        skip();
    check_eq(db_can_distribute(op), E_CONFLICT);
    const bool is_file = test_store_dialect() == DB_SQLITE;
    check_true(strstr(op->text, is_file ? "a file cannot" : "CREATE EXTENSION citus") != NULL);
    op_clear(op);
    check_eq(db_distribute(op, NULL), E_CONFLICT);
}

static void test_each_table_is_placed_once_and_in_order(void **state)
{
    struct op *const op = check_op();
    int count = 0;
    int placed = 0;
    (void)state;
    test_store_open(op);
    if (test_store_dialect() == DB_SQLITE || test_store_is_distributed())
        skip();
    for (size_t i = 0; i < ARRAY_LEN(stand_ins); i++)
        check_ok(op, store_execute(op, "stand-in", stand_ins[i]));
    (void)catalogue_tables(&count);
    check_ok(op, db_distribute(op, &placed));
    check_eq(placed, count);
    check_ok(op, db_distribute(op, &placed)); /* again after a kill: nothing is left to do */
    check_eq(placed, 0);
    check_not(op, "a table before one that it refers to",
              "EXISTS (SELECT 1 FROM pg_constraint c "
              "JOIN pg_dist_partition a ON a.logicalrelid = c.conrelid "
              "JOIN pg_dist_partition b ON b.logicalrelid = c.confrelid "
              "WHERE c.contype = 'f' AND b.n > a.n)");
    check_not(op, "a table in no place",
              "EXISTS (SELECT 1 FROM pg_class c WHERE c.relkind = 'r' "
              "AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'pg_dist_partition' "
              "AND NOT EXISTS (SELECT 1 FROM pg_dist_partition p WHERE p.logicalrelid = c.oid))");
    check_not(op, "a second place for tables that lie together",
              "(SELECT count(*) FROM pg_dist_partition WHERE beside = 'none') <> 2");
    check_not(op, "a table of a person beside another one",
              "EXISTS (SELECT 1 FROM pg_dist_partition WHERE how = 'debtor_id' "
              "AND beside NOT IN ('none', 'party'))");
    check_not(op, "reference tables after others",
              "(SELECT max(n) FROM pg_dist_partition WHERE how = 'reference') > "
              "(SELECT min(n) FROM pg_dist_partition WHERE how <> 'reference')");
}

/* What Citus knows of a table that nobody placed, and what a killed migration leaves. */
static void test_a_table_without_a_place_gets_one(void **state)
{
    struct op *const op = check_op();
    int placed = 0;
    bool is_whole = false;
    (void)state;
    test_store_open(op);
    if (test_store_dialect() == DB_SQLITE || test_store_is_distributed())
        skip();
    check_ok(op, distribution_is_whole(op, &is_whole));
    check_true(is_whole); /* an ordinary database has nothing to spread */
    for (size_t i = 0; i < ARRAY_LEN(stand_ins); i++)
        check_ok(op, store_execute(op, "stand-in", stand_ins[i]));
    check_ok(op, store_execute(op, "known only",
                               "INSERT INTO pg_dist_partition (logicalrelid, partmethod, "
                               "colocationid) VALUES ('creditor', 'n', 0)"));
    check_ok(op, db_distribute(op, &placed));
    check_not(op, "a table that is only known",
              "(SELECT count(*) FROM pg_dist_partition WHERE logicalrelid = "
              "CAST('creditor' AS regclass)) <> 2");
    check_ok(op, distribution_is_whole(op, &is_whole));
    check_true(is_whole);
    check_ok(op, store_execute(op, "killed before the place",
                               "DELETE FROM pg_dist_partition WHERE logicalrelid = "
                               "CAST('hold' AS regclass)"));
    check_ok(op, distribution_is_whole(op, &is_whole));
    check_false(is_whole);
    check_ok(op, db_migrate(op, NULL)); /* at the next start, though the schema is up to date */
    check_ok(op, distribution_is_whole(op, &is_whole));
    check_true(is_whole);
}

TEST_STORE_MAIN("distributing", cmocka_unit_test(test_a_table_without_a_place_gets_one),
                cmocka_unit_test(test_without_citus_nothing_is_made),
                cmocka_unit_test(test_each_table_is_placed_once_and_in_order))
