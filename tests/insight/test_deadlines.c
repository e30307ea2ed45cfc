/* Until when a dispute must be answered: by the law of the country where who owes lives, in the
 * unit of that law, by our policy where there is none, and by the organisation's own day where that
 * is earlier.  The days were counted by hand. */
#include "policy/permit.h"
#include "policy/reply_due.h"
#include "record/setting.h"
#include "tests/insight/rows.h"

#define HEAD "due_on\tleft\twhat\tkind\tnumber\tsince\trule\n"

/* own: the day that the organisation set or agreed; NULL: none. */
static void put_dispute(struct op *op, int64_t id, const char *country, const char *opened_on,
                        const char *own, const char *state)
{
    put_party(op, id, arena_printf(op->arena, "%" PRId64, id));
    put_case(op, id, id, CURRENCY('M', 'X', 'N'), "working", "2026-01-01", NULL);
    PUT(op, "UPDATE party SET country = %s WHERE debtor_id = %" PRId64, country, id);
    PUT(op,
        "INSERT INTO dispute (debtor_id, id, case_id, kind, opened_on, reply_due_on, state, note, "
        "created_at, updated_at) VALUES (%" PRId64 ", %" PRId64 ", %" PRId64
        ", 'amount', %s, %s, '%s', '', 0, 0)",
        id, id + 100, id, sql_day(op, opened_on), own ? sql_day(op, own) : "NULL", state);
}

static void test_a_countrys_own_term(void **state)
{
    struct op *const op = open_book("2026-04-01");
    struct report_query query = REPORT_QUERY_NONE;
    (void)state;
    put_dispute(op, 1, "'MX'", "2026-03-02", NULL, "open"); /* 30 business days; 16 March is none */
    put_dispute(op, 2, "'CO'", "2026-03-02", NULL, "open"); /* 15 business days; 23 March is none */
    put_dispute(op, 3, "'BR'", "2026-03-02", NULL, "open"); /* 7 days of the calendar */
    put_dispute(op, 4, "'GB'", "2026-03-02", NULL, "open"); /* 8 weeks */
    put_dispute(op, 5, "'CL'", "2026-03-02", NULL, "open"); /* no law: our policy's 20 days */
    put_dispute(op, 6, "'ES'", "2025-12-26", NULL, "open"); /* two days before the law binds */
    put_dispute(op, 7, "'ES'", "2025-12-29", NULL, "open"); /* 15 business days; 1 and 6 January */
    put_dispute(op, 8, "'MX'", "2026-03-02", NULL, "upheld"); /* answered */
    query.date = on("2026-03-31");
    check_report(op, "deadlines", &query,
                 HEAD "2026-01-15\t-75\tdispute\tamount\t6\t2025-12-26\tINT-DISPUTE-REPLY\n"
                      "2026-01-21\t-69\tdispute\tamount\t7\t2025-12-29\tES-SAC\n"
                      "2026-03-09\t-22\tdispute\tamount\t3\t2026-03-02\tBR-SAC\n"
                      "2026-03-22\t-9\tdispute\tamount\t5\t2026-03-02\tINT-DISPUTE-REPLY\n"
                      "2026-03-24\t-7\tdispute\tamount\t2\t2026-03-02\tCO-CLAIM\n"
                      "2026-04-14\t14\tdispute\tamount\t1\t2026-03-02\tMX-UNE\n"
                      "2026-04-27\t27\tdispute\tamount\t4\t2026-03-02\tGB-DISP\n");
    query.filter = STR("overdue");
    query.date = on("2026-03-24"); /* the last day of Colombia's term: it is kept */
    check_report(op, "deadlines", &query,
                 HEAD "2026-01-15\t-68\tdispute\tamount\t6\t2025-12-26\tINT-DISPUTE-REPLY\n"
                      "2026-01-21\t-62\tdispute\tamount\t7\t2025-12-29\tES-SAC\n"
                      "2026-03-09\t-15\tdispute\tamount\t3\t2026-03-02\tBR-SAC\n"
                      "2026-03-22\t-2\tdispute\tamount\t5\t2026-03-02\tINT-DISPUTE-REPLY\n");
    query.filter = STR("privacy");
    check_report(op, "deadlines", &query, HEAD);
    query.filter = STR("dispute");
    query.date = on("2026-03-01"); /* nothing else was known that day */
    check_report(op, "deadlines", &query,
                 HEAD "2026-01-15\t-45\tdispute\tamount\t6\t2025-12-26\tINT-DISPUTE-REPLY\n"
                      "2026-01-21\t-39\tdispute\tamount\t7\t2025-12-29\tES-SAC\n");
}

static void test_an_earlier_day_of_its_own(void **state)
{
    struct op *const op = open_book("2026-04-01");
    struct report_query query = REPORT_QUERY_NONE;
    (void)state;
    put_dispute(op, 1, "'MX'", "2026-03-02", "2026-04-13", "open"); /* the law: 14 April */
    put_dispute(op, 2, "'MX'", "2026-03-02", "2026-04-14", "open");
    put_dispute(op, 3, "'MX'", "2026-03-02", "2026-04-15", "open"); /* never a laxer one */
    put_dispute(op, 4, "''", "2026-03-02", NULL, "open"); /* the organisation's country: MX */
    query.date = on("2026-03-31");
    check_report(op, "deadlines", &query,
                 HEAD "2026-04-13\t13\tdispute\tamount\t1\t2026-03-02\tdispute.reply_days\n"
                      "2026-04-14\t14\tdispute\tamount\t2\t2026-03-02\tMX-UNE\n"
                      "2026-04-14\t14\tdispute\tamount\t3\t2026-03-02\tMX-UNE\n"
                      "2026-04-14\t14\tdispute\tamount\t4\t2026-03-02\tMX-UNE\n");
}

/* What a debtor disputes in a call is stored with the organisation's earlier day: the report reads
 * no setting. */
static void test_a_dispute_in_a_call(void **state)
{
    struct op *const op = open_book("2026-03-02");
    const struct action_input action = {
        .key = {1, 1},
        .channel = CHANNEL_CALL,
        .is_inbound = true,
        .disposition = STR("disputes"),
        .callback_on = DAY_NONE
    };
    struct unpermitted unpermitted;
    struct report_query query = REPORT_QUERY_NONE;
    int64_t id = 0;
    (void)state;
    put_party(op, 1, "1");
    put_case(op, 1, 1, CURRENCY('M', 'X', 'N'), "working", "2026-01-01", NULL);
    PUT(op, "UPDATE party SET country = 'CO' WHERE debtor_id = 1");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, setting_put(op, REPLY_SETTING, op->business_date, STR("5")));
    check_ok(op, permit_record(op, &action, &id, &unpermitted));
    query.date = op->business_date;
    check_report(op, "deadlines", &query,
                 HEAD "2026-03-07\t5\tdispute\tother\t1\t2026-03-02\tdispute.reply_days\n");
    db_rollback(op);
}

/* What is stored with a dispute is what the report says of it. */
static void test_what_is_stored(void **state)
{
    struct op *const op = open_book("2026-03-02");
    static const struct {
        const char *days; /* of the setting */
        const char *due_on;
    } cases[] = {
        {"0",  "2026-04-14"}, /* the law's */
        {"42", "2026-04-13"},
        {"43", "2026-04-14"},
        {"44", "2026-04-14"},
        {"1",  "2026-03-03"},
    };
    (void)state;
    put_party(op, 1, "1");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        day due_on = DAY_NONE;
        check_case(cases[i].days);
        check_ok(op, db_begin(op, DB_WRITE));
        check_ok(op, setting_put(op, REPLY_SETTING, op->business_date, str_of(cases[i].days)));
        check_ok(op, reply_due_today(op, 1, &due_on));
        db_rollback(op);
        check_eq(due_on, on(cases[i].due_on));
    }
}

TEST_STORE_MAIN("insight deadlines", cmocka_unit_test(test_a_countrys_own_term),
                cmocka_unit_test(test_an_earlier_day_of_its_own),
                cmocka_unit_test(test_what_is_stored), cmocka_unit_test(test_a_dispute_in_a_call))
