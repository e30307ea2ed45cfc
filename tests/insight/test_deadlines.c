/* Until when a dispute must be answered: by the law of the country where who owes lives, in the
 * unit of that law, and by the setting where there is none.  The days were counted by hand. */
#include "tests/insight/rows.h"

#define HEAD "due_on\tleft\twhat\tkind\tnumber\tsince\trule\n"

static void put_dispute(struct op *op, int64_t id, const char *country, const char *opened_on,
                        const char *state)
{
    put_party(op, id, arena_printf(op->arena, "%" PRId64, id));
    put_case(op, id, id, CURRENCY('M', 'X', 'N'), "working", "2026-01-01", NULL);
    PUT(op, "UPDATE party SET country = '%s' WHERE debtor_id = %" PRId64, country, id);
    PUT(op,
        "INSERT INTO dispute (debtor_id, id, case_id, kind, opened_on, reply_due_on, state, note, "
        "created_at, updated_at) VALUES (%" PRId64 ", %" PRId64 ", %" PRId64
        ", 'amount', %s, %s + 20, '%s', '', 0, 0)",
        id, id + 100, id, sql_day(op, opened_on), sql_day(op, opened_on), state);
}

static void test_a_countrys_own_term(void **state)
{
    struct op *const op = open_book("2026-04-01");
    struct report_query query = REPORT_QUERY_NONE;
    (void)state;
    put_dispute(op, 1, "MX", "2026-03-02", "open");   /* 30 business days; 16 March is a holiday */
    put_dispute(op, 2, "CO", "2026-03-02", "open");   /* 15 business days; 23 March is a holiday */
    put_dispute(op, 3, "BR", "2026-03-02", "open");   /* 7 days of the calendar */
    put_dispute(op, 4, "GB", "2026-03-02", "open");   /* 8 weeks */
    put_dispute(op, 5, "CL", "2026-03-02", "open");   /* none: the setting, 20 days */
    put_dispute(op, 6, "ES", "2025-12-26", "open");   /* two days before the law binds */
    put_dispute(op, 7, "ES", "2025-12-29", "open");   /* 15 business days; 1 and 6 January */
    put_dispute(op, 8, "MX", "2026-03-02", "upheld"); /* answered */
    query.date = on("2026-03-31");
    check_report(op, "deadlines", &query,
                 HEAD "2026-01-15\t-75\tdispute\tamount\t6\t2025-12-26\tdispute.reply_days\n"
                      "2026-01-21\t-69\tdispute\tamount\t7\t2025-12-29\tES-SAC\n"
                      "2026-03-09\t-22\tdispute\tamount\t3\t2026-03-02\tBR-SAC\n"
                      "2026-03-22\t-9\tdispute\tamount\t5\t2026-03-02\tdispute.reply_days\n"
                      "2026-03-24\t-7\tdispute\tamount\t2\t2026-03-02\tCO-CLAIM\n"
                      "2026-04-14\t14\tdispute\tamount\t1\t2026-03-02\tMX-UNE\n"
                      "2026-04-27\t27\tdispute\tamount\t4\t2026-03-02\tGB-DISP\n");
    query.filter = STR("overdue"); /* Mexico's law leaves more days than the setting did */
    query.date = on("2026-03-24");
    check_report(op, "deadlines", &query,
                 HEAD "2026-01-15\t-68\tdispute\tamount\t6\t2025-12-26\tdispute.reply_days\n"
                      "2026-01-21\t-62\tdispute\tamount\t7\t2025-12-29\tES-SAC\n"
                      "2026-03-09\t-15\tdispute\tamount\t3\t2026-03-02\tBR-SAC\n"
                      "2026-03-22\t-2\tdispute\tamount\t5\t2026-03-02\tdispute.reply_days\n");
    query.filter = STR("privacy");
    check_report(op, "deadlines", &query, HEAD);
    query.filter = STR("dispute");
    query.date = on("2026-03-01"); /* nothing else was known that day */
    check_report(op, "deadlines", &query,
                 HEAD "2026-01-15\t-45\tdispute\tamount\t6\t2025-12-26\tdispute.reply_days\n"
                      "2026-01-21\t-39\tdispute\tamount\t7\t2025-12-29\tES-SAC\n");
}

TEST_STORE_MAIN("insight deadlines", cmocka_unit_test(test_a_countrys_own_term))
