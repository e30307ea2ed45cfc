/* Reports about what was done, promised, paid and planned, on a book computed by hand. */
#include "tests/insight/rows.h"

#include "insight/dashboard.h"

#define MXN CURRENCY('M', 'X', 'N')

/* Number n costs n.01. */
static void put_action(struct op *op, int64_t debtor_id, int64_t case_id, int64_t id,
                       const char *date, const char *direction, const char *disposition,
                       int64_t corrects_id)
{
    PUT(op,
        "INSERT INTO action (debtor_id, id, case_id, at, business_date, channel, direction, "
        "disposition, notice_level, note, duration_s, cost, corrects_id, created_at) VALUES "
        "(%" PRId64 ", %" PRId64 ", %" PRId64 ", 0, %s, 'call', '%s', '%s', 0, '', 0, %" PRId64
        ", %s, 0)",
        debtor_id, id, case_id, sql_day(op, date), direction, disposition, id * 100 + 1,
        corrects_id ? arena_printf(op->arena, "%" PRId64, corrects_id) : "NULL");
}

static void put_promise(struct op *op, int64_t debtor_id, int64_t case_id, int64_t id,
                        const char *made_on, const char *due_on, int64_t amount, const char *state,
                        const char *graded_on)
{
    PUT(op,
        "INSERT INTO promise (debtor_id, id, case_id, made_on, due_on, amount, paid, "
        "tolerance_days, tolerance_bp, channel, state, graded_on, version, created_at, updated_at) "
        "VALUES (%" PRId64 ", %" PRId64 ", %" PRId64 ", %s, %s, %" PRId64
        ", 0, 0, 0, 'call', '%s', %s, 1, 0, 0)",
        debtor_id, id, case_id, sql_day(op, made_on), sql_day(op, due_on), amount, state,
        sql_day(op, graded_on));
}

static void put_payment(struct op *op, int64_t id, const char *source, const char *value_on,
                        int64_t amount, int64_t unapplied, int64_t returns_id, const char *state)
{
    PUT(op,
        "INSERT INTO payment (debtor_id, id, case_id, source, reference, value_on, booked_on, "
        "amount, unapplied, currency, returns_id, state, created_at) VALUES (1, %" PRId64
        ", 10, '%s', 'r%" PRId64 "', %s, %s, %" PRId64 ", %" PRId64 ", %d, %s, '%s', 0)",
        id, source, id, sql_day(op, value_on), sql_day(op, "2026-03-31"), amount, unapplied, MXN,
        returns_id ? arena_printf(op->arena, "%" PRId64, returns_id) : "NULL", state);
}

/* Two debtors with a case each; a third case that was closed before March. */
static struct op *busy_book(void)
{
    struct op *const op = open_book("2026-04-01");

    put_party(op, 1, "A");
    put_party(op, 2, "B");
    put_case(op, 1, 10, MXN, "working", "2026-01-01", NULL);
    put_case(op, 2, 20, MXN, "open", "2026-03-31", NULL);
    put_case(op, 9, 90, MXN, "closed", "2026-01-01", "2026-02-28");
    /* March: 4 attempts (1, 2, 3, 9), 2 contacts (2, 3), 1 right party (3); 4 called us; 5 is taken
     * back by 6; 7 is of February; 8 takes 9 back, but only in April */
    put_action(op, 1, 10, 1, "2026-03-02", "outbound", "no_answer", 0);
    put_action(op, 1, 10, 2, "2026-03-03", "outbound", "third_party", 0);
    put_action(op, 1, 10, 3, "2026-03-04", "outbound", "promise", 0);
    put_action(op, 1, 10, 4, "2026-03-05", "inbound", "promise", 0);
    put_action(op, 1, 10, 5, "2026-03-06", "outbound", "promise", 0);
    put_action(op, 1, 10, 6, "2026-03-06", "outbound", "promise", 5);
    put_action(op, 1, 10, 7, "2026-02-28", "outbound", "promise", 0);
    put_action(op, 1, 10, 8, "2026-04-01", "outbound", "no_answer", 9);
    put_action(op, 1, 10, 9, "2026-03-31", "outbound", "no_answer", 0);
    return op;
}

static const struct report_query march = {.from = 20513, .date = 20543};

static void test_march_is_march(void **state)
{
    (void)state;
    check_eq(march.from, on("2026-03-01"));
    check_eq(march.date, on("2026-03-31"));
}

static void put_promises(struct op *op)
{
    put_promise(op, 1, 10, 101, "2026-02-20", "2026-03-05", 10000, "kept", "2026-03-04");
    put_promise(op, 1, 10, 102, "2026-03-04", "2026-03-05", 5000, "broken", "2026-03-06");
    put_promise(op, 1, 10, 103, "2026-03-05", "2026-03-20", 7000, "partial", "2026-03-21");
    put_promise(op, 1, 10, 104, "2026-03-06", "2026-03-20", 3000, "rescheduled", "2026-03-07");
    put_promise(op, 1, 10, 105, "2026-03-07", "2026-04-02", 3000, "kept", "2026-04-02");
    put_promise(op, 1, 10, 106, "2026-03-08", "2026-03-31", 1000, "cancelled", "2026-03-09");
    put_promise(op, 1, 10, 107, "2026-03-10", "2026-03-31", 2000, "kept", "2026-03-30");
    put_promise(op, 1, 10, 108, "2026-04-01", "2026-04-01", 9900, "open", NULL);
}

#define PROMISES_HEAD                                                                              \
    "due_on\tdue_promises\tdue_amount\topen\topen_amount\tkept\tkept_amount\tpartial\t"            \
    "partial_amount\tbroken\tbroken_amount\tcancelled\tcancelled_amount\t"                         \
    "kept_per_due_promises\tkept_per_due_amount\tcurrency\n"

/* At the end of March, 105 is due in April and still open, 108 is not made yet. */
static void test_promises(void **state)
{
    struct op *const op = busy_book();
    struct report_query early = march;
    (void)state;
    put_promises(op);
    check_report(op, "promises", &march,
                 PROMISES_HEAD
                 "ALL\t5\t250.00\t0\t0.00\t2\t120.00\t1\t70.00\t1\t50.00\t1\t10.00\t0.400000\t"
                 "0.480000\tMXN\n"
                 "2026-03-05\t2\t150.00\t0\t0.00\t1\t100.00\t0\t0.00\t1\t50.00\t0\t0.00\t0.500000\t"
                 "0.666667\tMXN\n"
                 "2026-03-20\t1\t70.00\t0\t0.00\t0\t0.00\t1\t70.00\t0\t0.00\t0\t0.00\t0.000000\t"
                 "0.000000\tMXN\n"
                 "2026-03-31\t2\t30.00\t0\t0.00\t1\t20.00\t0\t0.00\t0\t0.00\t1\t10.00\t0.500000\t"
                 "0.666667\tMXN\n"
                 "2026-04-02\t1\t30.00\t1\t30.00\t0\t0.00\t0\t0.00\t0\t0.00\t0\t0.00\t\t\tMXN\n");
    early.date = on("2026-03-04"); /* 101 is kept since today, 102 was made today */
    check_report(
        op, "promises", &early,
        PROMISES_HEAD
        "ALL\t0\t0.00\t0\t0.00\t0\t0.00\t0\t0.00\t0\t0.00\t0\t0.00\t\t\tMXN\n"
        "2026-03-05\t2\t150.00\t1\t50.00\t1\t100.00\t0\t0.00\t0\t0.00\t0\t0.00\t\t\tMXN\n");
}

static void put_money(struct op *op)
{
    put_payment(op, 201, "bank", "2026-03-01", 10000, 0, 0, "applied");
    put_payment(op, 202, "bank", "2026-03-01", 2050, 50, 0, "applied");
    put_payment(op, 203, "bank", "2026-03-05", -2050, 0, 202, "return");
    put_payment(op, 204, "cash", "2026-03-05", 300, 300, 0, "unapplied");
    put_payment(op, 205, "cash", "2026-04-01", 9900, 0, 0, "applied");
}

static void test_payments(void **state)
{
    struct op *const op = busy_book();
    struct report_query query = march;
    (void)state;
    put_money(op);
    check_report(op, "payments", &query,
                 "value_on\tsource\tpayments\tamount\treturns\treturned_amount\tnet_amount\t"
                 "unapplied_amount\tcurrency\n"
                 "2026-03-01\tbank\t2\t120.50\t0\t0.00\t120.50\t0.50\tMXN\n"
                 "2026-03-05\tbank\t0\t0.00\t1\t20.50\t-20.50\t0.00\tMXN\n"
                 "2026-03-05\tcash\t1\t3.00\t0\t0.00\t3.00\t3.00\tMXN\n");
    query.by = STR("source");
    check_report(op, "payments", &query,
                 "source\tpayments\tamount\treturns\treturned_amount\tnet_amount\t"
                 "unapplied_amount\tcurrency\n"
                 "bank\t2\t120.50\t1\t20.50\t100.00\t0.50\tMXN\n"
                 "cash\t1\t3.00\t0\t0.00\t3.00\t3.00\tMXN\n");
    query.by = STR("payment");
    query.from = on("2026-03-05");
    check_report(op, "payments", &query,
                 "value_on\tbooked_on\tsource\treference\tcase\tstate\tamount\tunapplied_amount\t"
                 "currency\n"
                 "2026-03-05\t2026-03-31\tbank\tr203\t10\treturn\t-20.50\t0.00\tMXN\n"
                 "2026-03-05\t2026-03-31\tcash\tr204\t10\tunapplied\t3.00\t3.00\tMXN\n");
}

/* Promises made in March and not replaced: 102, 103, 105, 106, 107; kept by its end: 107. */
static void test_funnel(void **state)
{
    struct op *const op = busy_book();
    (void)state;
    put_promises(op);
    check_report(op, "funnel", &march,
                 "step\tcount\tper_step_before\tper_attempts\tcurrency\n"
                 "attempts\t4\t\t1.000000\tMXN\n"
                 "contacts\t2\t0.500000\t0.500000\tMXN\n"
                 "right_party\t1\t0.500000\t0.250000\tMXN\n"
                 "promises\t5\t5.000000\t1.250000\tMXN\n"
                 "kept\t1\t0.200000\t0.250000\tMXN\n");
}

/* Balances of March, with debt 11 of two claims and debt 12:
 *   claim 1 (11): due 01-15, 100.00, 25.00 paid on 03-10        opening 100, exposed 100, closing
 * 75 claim 2 (11): due 03-20, 60.00, 60.00 paid on 03-25         opening 60, exposed 60, closing 0
 *   claim 3 (12): issued 03-10, due 04-10, 40.00                issued 40, closing 40
 *   claim 4 (11): issued 03-15, due 04-15, 20.00, paid 03-16    issued 20, closing 0, never due
 * At the end debt 11 is 75 days past due: PAR 30 and 60 hold its 75.00. */
static void put_debts(struct op *op)
{
    put_obligation(op, 1, 10, 11, MXN, "loan");
    put_obligation(op, 1, 10, 12, MXN, "loan");
    put_claim(op, 1, 11, 1, "2026-01-01", "2026-01-15", 10000, "open");
    put_claim(op, 1, 11, 2, "2026-02-01", "2026-03-20", 6000, "paid");
    put_claim(op, 1, 12, 3, "2026-03-10", "2026-04-10", 4000, "open");
    put_claim(op, 1, 11, 4, "2026-03-15", "2026-04-15", 2000, "paid");
    put_allocation(op, 1, 1, 301, "2026-03-10", 2500);
    put_allocation(op, 1, 2, 302, "2026-03-25", 6000);
    put_allocation(op, 1, 4, 304, "2026-03-16", 2000);
}

static void test_kpi(void **state)
{
    struct op *const op = busy_book();
    (void)state;
    put_promises(op);
    put_debts(op);
    check_report(
        op, "kpi", &march,
        "kpi\tformula\tnumerator\tdenominator\tfactor\tunit\tvalue\tcurrency\n"
        "coverage\tcases attempted / cases assigned\t1\t2\t1\tcount\t0.500000\tMXN\n"
        "intensity\tattempts / cases attempted\t4\t1\t1\tcount\t4.000000\tMXN\n"
        "intensity_assigned\tattempts / cases assigned\t4\t2\t1\tcount\t2.000000\tMXN\n"
        "contactability\tcontacts / attempts\t2\t4\t1\tcount\t0.500000\tMXN\n"
        "contactability_cases\tcases contacted / cases attempted\t1\t1\t1\tcount\t1.000000\tMXN\n"
        "rpc_per_attempt\tright-party contacts / attempts\t1\t4\t1\tcount\t0.250000\tMXN\n"
        "rpc_per_contact\tright-party contacts / contacts\t1\t2\t1\tcount\t0.500000\tMXN\n"
        "ptp_rate\tpromises / right-party contacts, in and out\t5\t2\t1\tcount\t2.500000\tMXN\n"
        "kept_rate\tpromises kept / promises due\t2\t5\t1\tcount\t0.400000\tMXN\n"
        "kept_rate_amount\tamount kept / amount due of promises\t120.00\t250.00\t1\tmoney\t"
        "0.480000\tMXN\n"
        "recovery_rate\treceived on past due / exposed\t85.00\t160.00\t1\tmoney\t0.531250\tMXN\n"
        "cost_to_collect\tcost of actions / received on past "
        "due\t19.05\t85.00\t1\tmoney\t0.224118\t"
        "MXN\n"
        "net_recovery\t(received on past due - cost of actions) / "
        "exposed\t65.95\t160.00\t1\tmoney\t"
        "0.412188\tMXN\n"
        "overdue_index\tpast due / open\t75.00\t115.00\t1\tmoney\t0.652174\tMXN\n"
        "par30\tbalance of debts over 30 days / open\t75.00\t115.00\t1\tmoney\t0.652174\tMXN\n"
        "par60\tbalance of debts over 60 days / open\t75.00\t115.00\t1\tmoney\t0.652174\tMXN\n"
        "par90\tbalance of debts over 90 days / open\t0.00\t115.00\t1\tmoney\t0.000000\tMXN\n"
        "cei\t(start + issued - open) / (start + issued - not due)\t105.00\t180.00\t1\tmoney\t"
        "0.583333\tMXN\n"
        "dso\topen / issued * days of the period\t115.00\t60.00\t31\tmoney\t59.416667\tMXN\n");
}

static void put_symbol(struct op *op, int64_t id, const char *value)
{
    PUT(op, "INSERT INTO symbol (id, value) VALUES (%" PRId64 ", '%s')", id, value);
}

static void put_work_item(struct op *op, int64_t id, int64_t queue, const char *state,
                          const char *plan_date, const char *leased)
{
    PUT(op,
        "INSERT INTO work_item (id, debtor_id, case_id, queue, step, plan_date, priority, rank, "
        "state, leased_by, leased_until, reason, created_at) VALUES (%" PRId64 ", 1, %" PRId64
        ", %" PRId64 ", 0, %s, 0, 0, '%s', %s, '', 0)",
        id, id, queue, sql_day(op, plan_date), state, leased);
}

static void test_queue(void **state)
{
    const struct report_query none = REPORT_QUERY_NONE;
    struct op *const op = busy_book();
    (void)state;
    put_symbol(op, 9001, "calls");
    put_symbol(op, 9002, "prelegal");
    put_work_item(op, 1, 9001, "ready", "2026-04-01", "NULL, NULL");
    put_work_item(op, 2, 9001, "ready", "2026-03-30", "7, 9000000000000000000");
    put_work_item(op, 3, 9001, "ready", "2026-04-01", "7, 1");
    put_work_item(op, 4, 9001, "done", "2026-03-01", "NULL, NULL");
    put_work_item(op, 5, 9002, "ready", "2026-04-01", "NULL, NULL");
    check_report(op, "queue", &none,
                 "queue\tstate\titems\tleased\toldest_plan_date\n"
                 "calls\tdone\t1\t0\t2026-03-01\n"
                 "calls\tready\t3\t1\t2026-03-30\n"
                 "prelegal\tready\t1\t0\t2026-04-01\n");
}

static void put_message(struct op *op, int64_t id, int channel, const char *state,
                        const char *plan_date, int attempts)
{
    PUT(op,
        "INSERT INTO outbox (id, debtor_id, case_id, person_id, point_id, channel, step, template, "
        "notice_level, plan_date, run_date, state, not_before, attempts, message_id, last_error, "
        "verdict_rule, created_at, updated_at) VALUES (%" PRId64 ", 1, 10, 1, 1, %d, %" PRId64
        ", 'reminder', 0, %s, 0, '%s', 0, %d, '<%" PRId64 "@x>', 'timed\tout', '', 0, 0)",
        id, channel, id, sql_day(op, plan_date), state, attempts, id);
}

static void test_outbox(void **state)
{
    struct report_query query = REPORT_QUERY_NONE;
    struct op *const op = busy_book();
    (void)state;
    put_message(op, 1, 1, "sent", "2026-03-01", 1);
    put_message(op, 2, 1, "unknown", "2026-03-03", 2);
    put_message(op, 3, 1, "unknown", "2026-03-02", 1);
    put_message(op, 4, 2, "queued", "2026-03-03", 0);
    check_report(op, "outbox", &query,
                 "state\tchannel\tmessages\toldest_plan_date\tmost_attempts\n"
                 "queued\tsms\t1\t2026-03-03\t0\n"
                 "sent\temail\t1\t2026-03-01\t1\n"
                 "unknown\temail\t2\t2026-03-02\t2\n");
    query.filter = STR("unknown");
    check_report(op, "outbox", &query,
                 "message\tcase\tchannel\ttemplate\tplan_date\tattempts\tmessage_id\tlast_error\t"
                 "changed_at\n"
                 "3\t10\temail\treminder\t2026-03-02\t1\t<3@x>\ttimed out\t"
                 "1970-01-01T00:00:00.000000Z\n"
                 "2\t10\temail\treminder\t2026-03-03\t2\t<2@x>\ttimed out\t"
                 "1970-01-01T00:00:00.000000Z\n");
}

static void put_decision(struct op *op, int64_t debtor_id, int64_t case_id, int64_t silence,
                         const char *next_action_on)
{
    PUT(op,
        "INSERT INTO case_decision (debtor_id, case_id, strategy_id, segment, step, channel, "
        "template, queue, notice_level, rules, verdict, verdict_rule, silence, decided_on, "
        "next_action_on) VALUES (%" PRId64 ", %" PRId64 ", 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, %" PRId64
        ", %s, %s)",
        debtor_id, case_id, silence, sql_day(op, "2026-03-31"), sql_day(op, next_action_on));
}

/* Case 20 has no decision at all, 22 has an empty one; both must be found.  Closed ones count not.
 */
static void test_silence(void **state)
{
    struct report_query query = REPORT_QUERY_NONE;
    struct op *const op = busy_book();
    (void)state;
    put_symbol(op, 9001, "paid_up");
    put_party(op, 3, "C");
    put_party(op, 4, "D");
    put_party(op, 5, "E");
    put_case(op, 3, 30, MXN, "watching", "2026-03-01", NULL);
    put_case(op, 4, 40, MXN, "waiting", "2026-03-01", NULL);
    put_case(op, 5, 50, MXN, "resolved", "2026-03-01", NULL);
    put_decision(op, 1, 10, 0, "2026-04-01");
    put_decision(op, 3, 30, 9001, NULL);
    put_decision(op, 4, 40, 0, NULL);
    check_report(op, "silence", &query,
                 "what_comes_next\treason\tcases\n"
                 "silence\tpaid_up\t1\n"
                 "next_action\t\t1\n"
                 "unexplained\t\t2\n");
    query.filter = STR("unexplained");
    check_report(op, "silence", &query,
                 "case\tstate\tdecided_on\n20\topen\t\n40\twaiting\t2026-03-31\n");
}

/* The end of 21 March: claim 1 is 65 days past due with 75.00, claim 2 one day with 60.00. */
static void test_dashboard(void **state)
{
    struct op *const op = busy_book();
    struct dashboard dashboard;
    (void)state;
    put_promises(op);
    put_debts(op);
    put_money(op);
    check_ok(op, dashboard_read(op, on("2026-03-21"), &dashboard));
    check_eq(dashboard.block_count, 1);
    const struct dashboard_block *const block = &dashboard.blocks[0];
    check_eq(block->currency, MXN);
    check_eq(block->balance, 17500);
    check_eq(block->past_due, 13500);
    check_eq(block->ageing[0].amount, 4000);
    check_eq(block->ageing[1].amount, 6000);
    check_eq(block->ageing[4].amount, 7500);
    check_eq(block->ageing[4].count, 1);
    check_eq(block->recovered[9], 12050);  /* 20 February is [0], 1 March is [9] */
    check_eq(block->recovered[13], -1750); /* 3.00 came, 20.50 went back */
    check_eq(block->activity.attempts, 4); /* 1, 2, 3 and 7 of February */
    check_eq(block->activity.cases_open, 1);
    check_eq(block->due_today.count, 0);
    check_eq(block->kept.amount, 10000);
    check_eq(block->broken.count, 1);
    check_eq(block->open.count, 2); /* 105 and 107 */
    check_eq(block->open.amount, 5000);
    check_ok(op, dashboard_read(op, on("2026-03-20"), &dashboard));
    check_eq(dashboard.blocks[0].due_today.count, 1); /* 103, not the replaced 104 */
    check_eq(dashboard.blocks[0].due_today.amount, 7000);
    check_ok(op, dashboard_read(op, on("2026-03-19"), &dashboard));
    check_eq(dashboard.blocks[0].coming[0].count, 1); /* claim 2, due the day after */
    check_eq(dashboard.blocks[0].coming[0].amount, 6000);
    check_eq(dashboard.blocks[0].coming[1].count, 0);
}

/* The JSON has the keys of the interface, thirty days of money and the seven days to come. */
static void test_dashboard_json(void **state)
{
    struct op *const op = busy_book();
    struct buf out = buf_start(op->arena, REPORT_TEXT_BYTES);
    struct json_writer json = json_start(&out);
    struct dashboard dashboard;
    json_t *root = NULL;
    (void)state;
    put_debts(op);
    check_ok(op, dashboard_read(op, DAY_NONE, &dashboard));
    dashboard_write(&json, &dashboard);
    check_ok(op, json_parse(op, buf_str(&out), &root));
    check_text(json_string_value(json_object_get(root, "date")), "2026-03-31");
    const json_t *const block = json_array_get(json_object_get(root, "currencies"), 0);
    static const char *const keys[] = {"currency",  "cases",    "balance",  "past_due",
                                       "ageing",    "promises", "contacts", "due_next_7_days",
                                       "recovered", "funnel"};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        check_true(json_object_get(block, keys[i]) != NULL);
    check_eq(json_object_size(block), ARRAY_LEN(keys));
    check_eq(json_integer_value(json_object_get(block, "balance")), 11500);
    check_eq(json_array_size(json_object_get(block, "recovered")), 30);
    check_eq(json_array_size(json_object_get(block, "due_next_7_days")), 7);
    check_eq(json_array_size(json_object_get(block, "ageing")), 6);
}

TEST_STORE_MAIN("insight activity", cmocka_unit_test(test_march_is_march),
                cmocka_unit_test(test_promises), cmocka_unit_test(test_payments),
                cmocka_unit_test(test_funnel), cmocka_unit_test(test_kpi),
                cmocka_unit_test(test_queue), cmocka_unit_test(test_outbox),
                cmocka_unit_test(test_silence), cmocka_unit_test(test_dashboard),
                cmocka_unit_test(test_dashboard_json))
