/* Leases, back-off, what a dead worker leaves and what a person says of it, without any server. */
#include "policy/decide.h"
#include "reach/outcome.h"
#include "reach/resolve.h"
#include "record/symbol.h"
#include "tests/reach/reach_case.h"

static void test_back_off(void **state)
{
    static const int64_t minutes[] = {1, 4, 16, 64, 256};
    (void)state;
    for (int attempt = 1; attempt <= 5; attempt++)
        check_eq(outbox_retry_at(1000, attempt),
                 1000 + minutes[attempt - 1] * 60 * INSTANT_PER_SECOND);
    check_true(outbox_retry_at(0, 1000000) < 2 * INSTANT_PER_DAY);
}

static size_t lease(struct op *op, int64_t ids[LIMIT_OUTBOX_LEASE])
{
    instant until = INSTANT_NONE;
    size_t count = 0;
    check_ok(op, outbox_lease(op, ids, &count, &until));
    check_eq(until, op_now(op) + LIMIT_OUTBOX_LEASE_S * INSTANT_PER_SECOND);
    return count;
}

static void test_a_lease_takes_a_batch_once(void **state)
{
    struct op *const op = reach_open();
    int64_t first[LIMIT_OUTBOX_LEASE];
    int64_t second[LIMIT_OUTBOX_LEASE];
    int64_t due = 0;
    (void)state;
    for (int i = 0; i < LIMIT_OUTBOX_LEASE + 3; i++)
        (void)reach_case(op, arena_printf(op->arena, "p%d@example.com", i));
    check_ok(op, outbox_count_due(op, &due));
    check_eq(due, LIMIT_OUTBOX_LEASE + 3);
    check_eq(lease(op, first), LIMIT_OUTBOX_LEASE);
    check_eq(lease(op, second), 3);
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < LIMIT_OUTBOX_LEASE; j++)
            check_true(second[i] != first[j]);
    check_eq(lease(op, second), 0);
    check_ok(op, outbox_count_due(op, &due));
    check_eq(due, 0);
}

static void test_a_message_waits_for_its_hour_and_its_close(void **state)
{
    struct op *const op = reach_open();
    int64_t ids[LIMIT_OUTBOX_LEASE];
    (void)state;
    (void)reach_case(op, "ana@example.com");
    const day run_date = op->business_date - 1;
    test_clock_set(REACH_NOON - INSTANT_PER_DAY);
    check_eq(lease(op, ids), 0);
    test_clock_set(REACH_NOON);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_run(op, Q_CLOSE_RUN_INSERT,
                        DB_ARGS(ARG_DAY(run_date), ARG_ID(1), ARG_TEXT(STR("test")), ARG_NULL,
                                ARG_INSTANT(op_now(op))),
                        NULL));
    check_ok(op, db_commit(op));
    check_eq(lease(op, ids), 0); /* begun and not released */
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_run(op, Q_CLOSE_RUN_RELEASE,
                        DB_ARGS(ARG_DAY(run_date), ARG_INSTANT(op_now(op))), NULL));
    check_ok(op, db_commit(op));
    check_eq(lease(op, ids), 1);
}

/* What the worker does before it talks to the server, without the server. */
static struct outbox_row start_sending(struct op *op)
{
    int64_t ids[LIMIT_OUTBOX_LEASE];
    struct outbox_row row;
    check_eq(lease(op, ids), 1);
    check_ok(op, outbox_get(op, ids[0], &row));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op,
             db_run(op, Q_OUTBOX_START,
                    DB_ARGS(ARG_ID(row.id), ARG_INSTANT(row.leased_until),
                            ARG_INSTANT(row.leased_until + 1), ARG_TEXT(STR("1@example.mx")),
                            ARG_TEXT(STR("hash")), ARG_TEXT(STR("RULE")), ARG_INSTANT(op_now(op))),
                    NULL));
    check_ok(op, db_commit(op));
    check_ok(op, outbox_get(op, ids[0], &row));
    check_str(row.state, "sending");
    check_eq(row.attempts, 1);
    return row;
}

static int64_t attempts_of(struct op *op, struct case_key key)
{
    const struct gate_count *counts = NULL;
    size_t rows = 0;
    int64_t attempts = 0;
    check_ok(op,
             decision_counts(op, key.debtor_id, key.case_id, op->business_date, &counts, &rows));
    for (size_t i = 0; i < rows; i++)
        attempts += counts[i].attempts;
    return attempts;
}

static struct case_facts facts_of(struct op *op, struct case_key key)
{
    struct case_facts facts;
    bool found = false;
    check_ok(op, facts_get(op, key, &facts, &found));
    check_true(found);
    return facts;
}

static void test_leases_expire(void **state)
{
    struct op *const op = reach_open();
    int64_t ids[LIMIT_OUTBOX_LEASE];
    int64_t unknown = 0;
    (void)state;
    (void)reach_case(op, "ana@example.com");
    check_eq(lease(op, ids), 1);
    check_ok(op, outbox_recover(op, false, &unknown));
    check_eq(reach_count(op, "leased"), 1); /* somebody may still be at work */
    test_clock_add_minutes(LIMIT_OUTBOX_LEASE_S / 60 + 1);
    check_ok(op, outbox_recover(op, false, &unknown));
    check_eq(unknown, 0);
    check_eq(reach_only(op, "queued").attempts, 0);
    check_eq(lease(op, ids), 1);
    check_ok(op, outbox_recover(op, true, &unknown)); /* the owner of the store knows at once */
    check_eq(reach_count(op, "queued"), 1);
}

static void test_what_was_being_sent_becomes_unknown(void **state)
{
    struct op *const op = reach_open();
    int64_t unknown = 0;
    struct decision decision;
    bool found = false;
    str silence;
    (void)state;
    const struct case_key key = reach_case(op, "ana@example.com");
    const struct outbox_row row = start_sending(op);
    check_eq(attempts_of(op, key), 0);
    check_ok(op, outbox_recover(op, false, &unknown));
    check_eq(unknown, 0);
    check_ok(op, outbox_recover(op, true, &unknown));
    check_eq(unknown, 1);
    check_eq(reach_only(op, "unknown").sent_at, row.updated_at); /* when it may have left */
    check_eq(attempts_of(op, key), 1);
    check_eq(facts_of(op, key).unknown_sends, 1);
    check_eq(facts_of(op, key).notice_level, 0); /* no notice was proved */
    check_ok(op, decision_get(op, key, &decision, &found));
    check_eq(decision.verdict, VERDICT_REFUSED);
    check_ok(op, symbol_text(op, decision.silence, &silence));
    check_str(silence, "unknown_send");
    check_eq(reach_count(op, "queued"), 0);
    check_ok(op, outbox_recover(op, true, &unknown));
    check_eq(unknown, 0);
}

static void resolve(struct op *op, int64_t id, bool was_sent)
{
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, outbox_resolve(op, id, was_sent, STR("lo vi en su buzón")));
    check_ok(op, policy_commit(op));
}

static void test_a_person_says_it_was_sent(void **state)
{
    struct op *const op = reach_open();
    int64_t unknown = 0;
    (void)state;
    const struct case_key key = reach_case(op, "ana@example.com");
    const struct outbox_row row = start_sending(op);
    check_ok(op, outbox_recover(op, true, &unknown));
    resolve(op, row.id, true);
    check_eq(reach_only(op, "sent").sent_at, row.updated_at);
    check_eq(attempts_of(op, key), 1); /* once, whatever we knew when */
    check_eq(facts_of(op, key).unknown_sends, 0);
    check_eq(facts_of(op, key).notice_level, 2);
    check_eq(reach_count(op, "queued"), 0);
}

static void test_a_person_says_it_was_not_sent(void **state)
{
    struct op *const op = reach_open();
    int64_t unknown = 0;
    (void)state;
    const struct case_key key = reach_case(op, "ana@example.com");
    const struct outbox_row row = start_sending(op);
    check_ok(op, outbox_recover(op, true, &unknown));
    resolve(op, row.id, false);
    check_eq(attempts_of(op, key), 0);
    check_eq(facts_of(op, key).unknown_sends, 0);
    check_eq(reach_only(op, "queued").id, row.id); /* planned again, not twice */
}

static void test_only_the_unknown_are_resolved(void **state)
{
    struct op *const op = reach_open();
    (void)state;
    (void)reach_case(op, "ana@example.com");
    const int64_t id = reach_only(op, "queued").id;
    static const struct {
        const char *reason;
        status want;
    } cases[] = {
        {"",    E_INVALID },
        {"  ",  E_INVALID },
        {"sí", E_CONFLICT},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_ok(op, db_begin(op, DB_WRITE));
        check_eq(outbox_resolve(op, id, true, str_of(cases[i].reason)), cases[i].want);
        db_rollback(op);
        op_clear(op);
    }
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(outbox_resolve(op, id + 1, true, STR("x")), E_NOT_FOUND);
    db_rollback(op);
    op_clear(op);
    check_eq(reach_count(op, "queued"), 1);
}

/* A worker that comes back after its lease was taken up changes nothing. */
static void test_a_late_worker_changes_nothing(void **state)
{
    struct op *const op = reach_open();
    int64_t unknown = 0;
    bool changed = true;
    (void)state;
    const struct case_key key = reach_case(op, "ana@example.com");
    const struct outbox_row row = start_sending(op);
    check_ok(op, outbox_recover(op, true, &unknown));
    check_ok(op, outcome_sent(op, &row, &changed));
    check_false(changed);
    check_ok(op, outcome_failed(op, &row, true, "x"));
    check_ok(op, outcome_retry(op, &row, "x"));
    check_ok(op, outcome_unknown(op, &row, "x"));
    check_eq(reach_count(op, "unknown"), 1);
    check_eq(attempts_of(op, key), 1);
    check_eq(facts_of(op, key).reach_flags & REACH_EMAIL, REACH_EMAIL);
}

static void test_the_last_attempt_is_dead(void **state)
{
    struct op *const op = reach_open();
    (void)state;
    (void)reach_case(op, "ana@example.com");
    for (int attempt = 1; attempt <= LIMIT_OUTBOX_ATTEMPTS; attempt++) {
        int64_t ids[LIMIT_OUTBOX_LEASE];
        struct outbox_row row;
        check_eq(lease(op, ids), 1);
        check_ok(op, db_begin(op, DB_WRITE));
        check_ok(op, outbox_get(op, ids[0], &row));
        check_ok(op, db_run(op, Q_OUTBOX_START,
                            DB_ARGS(ARG_ID(row.id), ARG_INSTANT(row.leased_until),
                                    ARG_INSTANT(row.leased_until), ARG_NULL, ARG_NULL,
                                    ARG_TEXT(STR("R")), ARG_INSTANT(op_now(op))),
                            NULL));
        check_ok(op, db_commit(op));
        check_ok(op, outbox_get(op, ids[0], &row));
        check_eq(row.attempts, attempt);
        check_ok(op, outcome_retry(op, &row, "later: rcpt 451"));
        check_ok(op, outbox_get(op, ids[0], &row));
        check_str(row.last_error, "later: rcpt 451");
        if (attempt < LIMIT_OUTBOX_ATTEMPTS) {
            check_eq(row.not_before, outbox_retry_at(op_now(op), attempt));
            check_eq(lease(op, ids), 0);
            test_clock_set(row.not_before);
        }
    }
    check_eq(reach_count(op, "dead"), 1);
    check_eq(reach_count(op, "queued"), 0);
}

TEST_STORE_MAIN("outbox", cmocka_unit_test(test_back_off),
                cmocka_unit_test(test_a_lease_takes_a_batch_once),
                cmocka_unit_test(test_a_message_waits_for_its_hour_and_its_close),
                cmocka_unit_test(test_leases_expire),
                cmocka_unit_test(test_what_was_being_sent_becomes_unknown),
                cmocka_unit_test(test_a_person_says_it_was_sent),
                cmocka_unit_test(test_a_person_says_it_was_not_sent),
                cmocka_unit_test(test_only_the_unknown_are_resolved),
                cmocka_unit_test(test_a_late_worker_changes_nothing),
                cmocka_unit_test(test_the_last_attempt_is_dead))
