/* What charged-off debts brought, net of what it cost: by hand, and against a sum of our own on
 * random books. */
#include "tests/insight/rows.h"

#define MXN  CURRENCY('M', 'X', 'N')
#define USD  CURRENCY('U', 'S', 'D')
#define LAST "2026-04-30"

static void put_charge_off(struct op *op, int64_t debtor_id, int64_t obligation_id, int64_t id,
                           const char *kind, day at, int64_t amount)
{
    PUT(op,
        "INSERT INTO charge_off (debtor_id, id, case_id, obligation_id, kind, business_date, "
        "amount, reason, created_at) SELECT debtor_id, %" PRId64 ", case_id, id, '%s', %d, %" PRId64
        ", 'x', %" PRId64 " FROM obligation WHERE debtor_id = %" PRId64 " AND id = %" PRId64,
        id, kind, at, amount, id, debtor_id, obligation_id);
}

static void put_action(struct op *op, int64_t debtor_id, int64_t case_id, int64_t id, day at,
                       int64_t cost, int64_t corrects_id)
{
    PUT(op,
        "INSERT INTO action (debtor_id, id, case_id, at, business_date, channel, direction, "
        "disposition, notice_level, note, duration_s, cost, corrects_id, created_at) VALUES "
        "(%" PRId64 ", %" PRId64 ", %" PRId64
        ", 0, %d, 'call', 'outbound', 'no_answer', 0, '', 0, %" PRId64 ", %s, 0)",
        debtor_id, id, case_id, at, cost,
        corrects_id ? arena_printf(op->arena, "%" PRId64, corrects_id) : "NULL");
}

static void pay(struct op *op, int64_t debtor_id, int64_t case_id, int64_t claim_id, int64_t id,
                const char *value_on, int64_t amount)
{
    put_allocation(op, debtor_id, claim_id, id, value_on, amount);
    PUT(op,
        "INSERT INTO payment (debtor_id, id, case_id, source, reference, value_on, booked_on, "
        "amount, unapplied, currency, state, created_at) VALUES (%" PRId64 ", %" PRId64 ", %" PRId64
        ", 'bank', 'r%" PRId64 "', %s, %s, %" PRId64 ", 0, %d, 'booked', 1000)",
        debtor_id, id, case_id, id, sql_day(op, value_on), sql_day(op, value_on), amount, MXN);
}

/* Case 10 has debts 11 (charged off 03-01, 300.00) and 12 (03-11, 100.00); 13 never was.  Case 20
 * is in dollars.  Costs of case 10: 9.99 before, 5.00 on 03-01, 1.01 on 03-10, then 10.02 that both
 * share 3 to 1, 7.515 and 2.505: the odd cent goes to the first. */
static void test_by_hand(void **state)
{
    struct op *const op = open_book("2026-05-01");
    struct report_query query = REPORT_QUERY_NONE;
    (void)state;
    query.date = on(LAST);
    put_party(op, 1, "A");
    put_party(op, 2, "B");
    put_case(op, 1, 10, MXN, "working", "2026-01-01", NULL);
    put_case(op, 2, 20, USD, "working", "2026-01-01", NULL);
    for (int64_t id = 11; id <= 13; id++) {
        put_obligation(op, 1, 10, id, MXN, "loan");
        put_claim(op, 1, id, id, "2026-01-01", "2026-01-15", id == 11 ? 30000 : 10000, "open");
    }
    put_obligation(op, 2, 20, 21, USD, "loan");
    put_charge_off(op, 1, 11, 1, "charged_off", on("2026-03-01"), 30000);
    put_charge_off(op, 1, 12, 2, "charged_off", on("2026-03-11"), 10000);
    put_charge_off(op, 2, 21, 3, "charged_off", on("2026-03-11"), 10000);
    put_action(op, 1, 10, 1, on("2026-02-28"), 999, 0);
    put_action(op, 1, 10, 2, on("2026-03-01"), 500, 0);
    put_action(op, 1, 10, 3, on("2026-03-10"), 101, 0);
    put_action(op, 1, 10, 4, on("2026-03-11"), 1000, 0);
    put_action(op, 1, 10, 5, on(LAST), 2, 0);
    put_action(op, 1, 10, 6, on("2026-05-01"), 77, 0); /* not yet */
    put_action(op, 1, 10, 7, on("2026-04-02"), 5000, 0);
    put_action(op, 1, 10, 8, on("2026-04-02"), 5000, 7); /* taken back */
    put_action(op, 2, 20, 9, on("2026-04-02"), 450, 0);
    pay(op, 1, 10, 11, 501, "2026-03-15", 2000);
    check_report(op, "charge_offs", &query,
                 "case\tdebt\tsince\tcharged_off\trecovered\tnet\twritten_off\topen_amount\tcost\t"
                 "net_recovery\tcurrency\n"
                 "10\t11\t2026-03-01\t300.00\t20.00\t280.00\t0.00\t300.00\t13.53\t6.47\tMXN\n"
                 "10\t12\t2026-03-11\t100.00\t0.00\t100.00\t0.00\t100.00\t2.50\t-2.50\tMXN\n"
                 "20\t21\t2026-03-11\t100.00\t0.00\t100.00\t0.00\t0.00\t\t\tUSD\n");
    check_true(strstr(report_text(op, "kpi", &query, REPORT_TSV), "net_recovery") != NULL);
    const char *const kpis = report_text(op, "kpi", &query, REPORT_TSV);
    const char *const dollars = strstr(kpis, "\tUSD\n");
    check_true(dollars && !strstr(dollars, "net_recovery"));
    test_store_close(op);
}

enum { CASES = 40, DEBTS = 3, ACTIONS = 12, DAYS = 30 };

struct life {
    uint32_t seed;
    day since[DEBTS];
    int64_t charged_off[DEBTS];
    int64_t cost_on[DAYS]; /* of the days from the first one on */
};

static int64_t draw(struct life *life, int64_t below)
{
    life->seed = life->seed * 1664525U + 1013904223U;
    return (int64_t)(life->seed >> 8) % below;
}

static void live(struct op *op, struct life *life, int64_t id, day first)
{
    put_party(op, id, arena_printf(op->arena, "%" PRId64, id));
    put_case(op, id, id, MXN, "working", "2026-01-01", NULL);
    for (int d = 0; d < DEBTS; d++) {
        const int64_t debt = id * 10 + d;
        life->since[d] = first + (day)draw(life, DAYS);
        life->charged_off[d] = draw(life, 3) == 0 ? 0 : draw(life, 1000000);
        put_obligation(op, id, id, debt, MXN, "loan");
        put_charge_off(op, id, debt, debt, draw(life, 4) == 0 ? "written_off" : "charged_off",
                       life->since[d], life->charged_off[d]);
    }
    for (int a = 0; a < ACTIONS; a++) {
        const day at = (day)draw(life, DAYS);
        const int64_t cost = draw(life, 5000);
        life->cost_on[at] += cost;
        put_action(op, id, id, id * 100 + a, first + at, cost, 0);
    }
}

/* What the debts of a case must bear, days summed while the same ones share; in fractions of a cent
 * each part is within one of its exact value. */
static void check_case_costs(const struct life *life, day first, const int64_t costs[DEBTS])
{
    double want[DEBTS] = {0};
    int periods[DEBTS] = {0};
    int64_t total = 0;
    int64_t got = 0;
    for (int on_day = 0; on_day < DAYS; on_day++) {
        double weight = 0;
        int sharing = 0;
        for (int d = 0; d < DEBTS; d++)
            if (life->since[d] <= first + on_day) {
                sharing++;
                weight += (double)life->charged_off[d];
            }
        if (sharing == 0)
            continue;
        total += life->cost_on[on_day];
        for (int d = 0; d < DEBTS; d++)
            if (life->since[d] <= first + on_day)
                want[d] += (double)life->cost_on[on_day] *
                           (weight > 0 ? (double)life->charged_off[d] / weight : 1.0 / sharing);
    }
    for (int d = 0; d < DEBTS; d++) {
        for (int e = 0; e < DEBTS; e++)
            periods[d] += life->since[e] >= life->since[d];
        got += costs[d];
        check_true((double)costs[d] > want[d] - periods[d] &&
                   (double)costs[d] < want[d] + periods[d]);
    }
    check_eq(got, total);
}

static void test_random(void **state)
{
    struct op *const op = open_book("2026-05-01");
    struct report_query query = REPORT_QUERY_NONE;
    const day first = on("2026-03-01");
    struct report report;
    static struct life lives[CASES];
    static int64_t costs[CASES][DEBTS];
    (void)state;
    query.date = on(LAST);
    check_ok(op, db_begin(op, DB_WRITE));
    for (int n = 0; n < CASES; n++) {
        lives[n] = (struct life){.seed = (uint32_t)n + 7};
        live(op, &lives[n], n + 1, first);
    }
    check_ok(op, db_commit(op));
    check_ok(op, report_run(op, STR("charge_offs"), &query, &report));
    check_eq(report.row_count, CASES * DEBTS);
    for (size_t i = 0; i < report.row_count; i++) {
        const struct report_cell *const cells = report.rows[i].cells;
        int64_t debt = 0;
        assert_true(str_to_i64(cells[1].text, &debt));
        costs[debt / 10 - 1][debt % 10] = cells[8].number;
        check_eq(cells[9].number, cells[4].number - cells[8].number);
    }
    for (int n = 0; n < CASES; n++)
        check_case_costs(&lives[n], first, costs[n]);
    test_store_close(op);
}

TEST_STORE_MAIN("charge-offs", cmocka_unit_test(test_by_hand), cmocka_unit_test(test_random))
