/* The report of an experiment on a book computed by hand. */
#include "tests/insight/rows.h"

#define MXN CURRENCY('M', 'X', 'N')
#define USD CURRENCY('U', 'S', 'D')

enum { RETADORA = 501, CONTROL, CHAMPION, OTHER };

static void put_experiment(struct op *op, int64_t id, const char *name, const char *from,
                           const char *state)
{
    PUT(op,
        "INSERT INTO experiment (id, name, from_on, note, created_by, created_at) VALUES (%" PRId64
        ", '%s', %s, '', 1, 0)",
        id, name, sql_day(op, from));
    PUT(op,
        "INSERT INTO experiment_step (experiment_id, id, at, business_date, state, note) VALUES "
        "(%" PRId64 ", 1, 0, 0, '%s', '')",
        id, state);
}

static void put_arm(struct op *op, int64_t experiment_id, int place, const char *name,
                    const char *kind, int64_t symbol)
{
    PUT(op,
        "INSERT INTO experiment_arm (experiment_id, place, name, kind, share, symbol) VALUES "
        "(%" PRId64 ", %d, '%s', '%s', 100, %" PRId64 ")",
        experiment_id, place, name, kind, symbol);
}

static void put_decision(struct op *op, int64_t debtor_id, int64_t case_id, int64_t id,
                         const char *date, int64_t arm)
{
    PUT(op,
        "INSERT INTO decision (debtor_id, case_id, id, decided_on, at, cause, strategy_id, "
        "segment, "
        "step, channel, template, rules, verdict, verdict_rule, silence, priority, arm) VALUES "
        "(%" PRId64 ", %" PRId64 ", %" PRId64
        ", %s, 0, 'close', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, %" PRId64 ")",
        debtor_id, case_id, id, sql_day(op, date), arm);
}

/* A debtor with a case, a debt and a claim of 100.00, all of one number. */
static void put_debtor(struct op *op, int64_t n, currency unit, const char *due_on)
{
    put_party(op, n, arena_printf(op->arena, "P%" PRId64, n));
    put_case(op, n, n, unit, "open", "2026-01-01", NULL);
    put_obligation(op, n, n, n, unit, "loan");
    put_claim(op, n, n, n, "2026-01-01", due_on, 10000, "open");
}

static void put_action(struct op *op, int64_t n, int64_t id, const char *date,
                       const char *disposition, int cost)
{
    PUT(op,
        "INSERT INTO action (debtor_id, id, case_id, at, business_date, channel, direction, "
        "disposition, notice_level, note, duration_s, cost, created_at) VALUES (%" PRId64
        ", %" PRId64 ", %" PRId64 ", 0, %s, 'call', 'outbound', '%s', 0, '', 0, %d, 0)",
        n, id, n, sql_day(op, date), disposition, cost);
}

static void put_promise(struct op *op, int64_t n, const char *made_on, const char *state,
                        const char *graded_on)
{
    PUT(op,
        "INSERT INTO promise (debtor_id, id, case_id, made_on, due_on, amount, paid, "
        "tolerance_days, tolerance_bp, channel, state, graded_on, version, created_at, updated_at) "
        "VALUES (%" PRId64 ", %" PRId64 ", %" PRId64
        ", %s, 0, 100, 0, 0, 0, 'call', '%s', %s, 1, 0, 0)",
        n, 900 + n, n, sql_day(op, made_on), state, sql_day(op, graded_on));
}

/* From 03-10 on: 1, 2 and 7 with the challenger, 3 and 8 held out, 4 with the champion, 5 (in
 * dollars) with the champion, later with the challenger, 6 in no arm. */
static struct op *tried_book(void)
{
    struct op *const op = open_book("2026-04-01");
    put_experiment(op, 71, "julio", "2026-03-10", "approved");
    put_experiment(op, 72, "nunca", "2026-03-20", "rejected");
    put_arm(op, 71, 0, "retadora", "challenger", RETADORA);
    put_arm(op, 71, 1, "control", "hold_out", CONTROL);
    put_arm(op, 71, 2, "champion", "champion", CHAMPION);
    put_arm(op, 72, 0, "otra", "challenger", OTHER);
    for (int n = 1; n <= 8; n++)
        put_debtor(op, n, n == 5 ? USD : MXN, n == 2 ? "2026-04-15" : "2026-02-01");
    put_decision(op, 1, 1, 11, "2026-03-09", 0);
    put_decision(op, 1, 1, 12, "2026-03-10", RETADORA);
    put_decision(op, 1, 1, 13, "2026-03-12", RETADORA);
    put_decision(op, 2, 2, 21, "2026-03-11", RETADORA);
    put_decision(op, 3, 3, 31, "2026-03-10", CONTROL);
    put_decision(op, 4, 4, 41, "2026-03-10", CHAMPION);
    put_decision(op, 5, 5, 51, "2026-03-10", CHAMPION);
    put_decision(op, 5, 5, 52, "2026-03-20", RETADORA);
    put_decision(op, 7, 7, 71, "2026-03-10", RETADORA);
    put_decision(op, 8, 8, 81, "2026-03-10", CONTROL);
    put_decision(op, 6, 6, 61, "2026-03-10", OTHER);
    put_allocation(op, 1, 1, 1001, "2026-03-05", 2000); /* before: 80.00 are left to recover */
    put_allocation(op, 1, 1, 1002, "2026-03-15", 4000);
    put_allocation(op, 2, 2, 1003, "2026-03-15", 4000); /* of what is not due yet */
    put_allocation(op, 4, 4, 1004, "2026-03-31", 1000);
    put_allocation(op, 4, 4, 1005, "2026-04-01", 9000); /* after the period */
    put_allocation(op, 7, 7, 1006, "2026-03-20", 2500);
    put_allocation(op, 8, 8, 1007, "2026-03-31", 1000);
    put_action(op, 1, 1, "2026-03-09", "promise", 500); /* before */
    put_action(op, 1, 2, "2026-03-10", "promise", 250);
    put_action(op, 1, 3, "2026-03-11", "no_answer", 150);
    put_action(op, 4, 4, "2026-03-31", "no_answer", 100);
    put_action(op, 5, 5, "2026-03-31", "no_answer", 70);
    put_promise(op, 1, "2026-03-10", "kept", "2026-03-15");
    put_promise(op, 4, "2026-03-12", "broken", "2026-03-20");
    put_promise(op, 3, "2026-03-01", "kept", "2026-03-15"); /* made before */
    return op;
}

static const char *const head =
    "arm\tsince\tcases\tpayers\tpaying\tpaying_low\tpaying_high\towed\trecovered\trecovery\t"
    "recovery_low\trecovery_high\tpromises\tkept\tkeeping\tkeeping_low\tkeeping_high\tattempts\t"
    "contacts\tcost\tuplift\tuplift_low\tuplift_high\tcurrency\n";

/* Challenger: 65 of 180 with residuals 11.11, 0 and -11.11, an error of √(3/2 · 246.91) / 180
 * but for whole cents.  Hold-out: 10 of 200, residuals of 5 on either side. */
static const char *const rows =
    "retadora\t2026-03-10\t3\t2\t0.666666\t0.207660\t0.938508\t180.00\t65.00\t0.361111\t0."
    "151486\t0.570736\t1\t1\t1.000000\t0.206550\t1.000000\t2\t1\t4.00\t0.311111\t0.079710\t0."
    "542512\tMXN\n"
    "control\t2026-03-10\t2\t1\t0.500000\t0.094531\t0.905469\t200.00\t10.00\t0.050000\t-0."
    "047998\t0.147998\t0\t0\t\t\t\t0\t0\t0.00\t\t\t\tMXN\n"
    "champion\t2026-03-10\t1\t1\t1.000000\t0.206550\t1.000000\t100.00\t10.00\t0."
    "100000\t\t\t1\t0\t0.000000\t0.000000\t0.793450\t1\t0\t1.00\t0.050000\t\t\tMXN\n"
    "champion\t2026-03-10\t1\t0\t0.000000\t0.000000\t0.793450\t100.00\t0.00\t0."
    "000000\t\t\t0\t0\t\t\t\t1\t0\t\t\t\t\tUSD\n";

static void test_results(void **state)
{
    struct op *const op = tried_book();
    const struct report_query query = {.date = on("2026-03-31"), .from = DAY_NONE};
    (void)state;
    check_report(op, "arms", &query, arena_printf(op->arena, "%s%s", head, rows));
    test_store_close(op);
}

static void test_nothing_was_tried(void **state)
{
    struct op *const op = open_book("2026-04-01");
    struct report_query query = REPORT_QUERY_NONE;
    struct report report;
    (void)state;
    check_report(op, "arms", &query, head);
    query.filter = STR("nunca");
    check_eq(report_run(op, STR("arms"), &query, &report), E_NOT_FOUND);
    test_store_close(op);
}

TEST_STORE_MAIN("arms", cmocka_unit_test(test_results), cmocka_unit_test(test_nothing_was_tried))
