/* Messages from the plan to a server that misbehaves (threads), and back into the case: each end of
 * a mail, everything that is asked again before, and a store that fails at any call. */
#include "book/action.h"
#include "book/dispute.h"
#include "book/payment.h"
#include "policy/permit.h"
#include "reach/resolve.h"
#include "reach/work.h"
#include "record/document.h"
#include "record/symbol.h"
#include "store/backend.h"
#include "tests/reach/reach_case.h"
#include "tests/support/smtp_server.h"

static status work_batch(struct op *op, struct work_counts *counts, size_t *ret_leased)
{
    const struct reach_options options = {.smtp_url = smtp_server_url(), .timeout_ms = 1500};
    return reach_work_batch(op, &options, counts, ret_leased);
}

/* One batch against a willing server. */
static struct work_counts work(struct op *op)
{
    struct work_counts counts = {0};
    size_t leased = 0;
    const status code = work_batch(op, &counts, &leased);
    if (code != E_BUSY) /* a server that is down ends the batch */
        check_ok(op, code);
    op_clear(op);
    return counts;
}

static struct op *open_with_server(void)
{
    smtp_server_stop(); /* of a test that failed */
    smtp_server_start(SMTP_SERVER_WILLING);
    return reach_open();
}

static struct case_facts facts_of(struct op *op, struct case_key key)
{
    struct case_facts facts;
    bool found = false;
    check_ok(op, facts_get(op, key, &facts, &found));
    check_true(found);
    return facts;
}

static void test_a_message_arrives_once_with_the_figures_of_its_moment(void **state)
{
    struct op *const op = open_with_server();
    struct document document;
    (void)state;
    const struct case_key key = reach_case(op, "ok@example.com");
    check_eq(work(op).of[SEND_SENT], 1);
    const struct outbox_row row = reach_only(op, "sent");
    check_eq(smtp_server_count(), 1);
    const struct smtp_server_mail *const mail = smtp_server_mail(0);
    check_text(mail->to, "ok@example.com");
    check_true(strstr(mail->bytes, "$1,500.00") != NULL);
    check_true(strstr(mail->bytes, "From: \"Cobranza de prueba\"\r\n <cobranza@example.mx>") !=
               NULL);
    check_true(strstr(mail->bytes, arena_printf(op->arena, "Message-ID: <" STR_FORMAT ">\r\n",
                                                STR_ARG(row.message_id))) != NULL);
    check_ok(op, document_get(op, str_cstr(op->arena, row.document_hash), &document));
    check_text(mail->bytes, arena_printf(op->arena, "To: <ok@example.com>\r\n" STR_FORMAT,
                                         STR_ARG(document.bytes)));
    const struct case_facts facts = facts_of(op, key);
    check_eq(facts.notice_level, 2);
    check_eq(facts.last_attempt_on, op->business_date);
    check_eq(work(op).leased, 0);
    smtp_server_stop();
}

static void test_each_end_of_a_mail(void **state)
{
    static const struct {
        const char *local, *state;
        enum send_outcome outcome;
        bool is_address_good;
        int unknown_sends;
    } cases[] = {
        {"no-such",     "failed",  SEND_FAILED,  false, 0},
        {"old",         "failed",  SEND_FAILED,  false, 0},
        {"full",        "failed",  SEND_FAILED,  true,  0},
        {"policy",      "failed",  SEND_FAILED,  true,  0},
        {"later",       "queued",  SEND_RETRY,   true,  0},
        {"drop-rcpt",   "queued",  SEND_DOWN,    true,  0},
        {"refuse-data", "failed",  SEND_FAILED,  true,  0},
        {"drop-dot",    "unknown", SEND_UNKNOWN, true,  1},
        {"mute-dot",    "unknown", SEND_UNKNOWN, true,  1},
        {"refuse-text", "failed",  SEND_FAILED,  true,  0},
        {"later-text",  "queued",  SEND_RETRY,   true,  0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct op *const op = open_with_server();
        check_case(cases[i].local);
        const struct case_key key =
            reach_case(op, arena_printf(op->arena, "%s@example.com", cases[i].local));
        check_eq(work(op).of[cases[i].outcome], 1);
        const struct outbox_row row = reach_only(op, cases[i].state);
        const struct case_facts facts = facts_of(op, key);
        check_eq(row.attempts, 1);
        check_true(row.last_error.size > 0);
        check_eq(facts.notice_level, 0);
        check_eq(facts.unknown_sends, cases[i].unknown_sends);
        check_eq((facts.reach_flags & REACH_EMAIL) != 0, cases[i].is_address_good);
        if (str_equal_c(row.state, "queued"))
            check_eq(row.not_before, op_now(op) + 60 * INSTANT_PER_SECOND);
        check_eq(smtp_server_count(), 0);
        check_eq(work(op).leased, 0);
        smtp_server_stop();
        test_store_close(op);
    }
}

static void test_a_server_that_is_down_costs_one_attempt(void **state)
{
    struct op *const op = open_with_server();
    struct work_counts counts = {0};
    size_t leased = 0;
    (void)state;
    for (int i = 0; i < 5; i++)
        (void)reach_case(op, arena_printf(op->arena, "ok@%d.example", i));
    smtp_server_stop();
    check_eq(work_batch(op, &counts, &leased), E_BUSY);
    op_clear(op);
    check_eq(leased, 5);
    check_eq(counts.of[SEND_DOWN], 1);
    check_eq(reach_count(op, "queued"), 5);
    smtp_server_start(SMTP_SERVER_WILLING);
    check_eq(work(op).of[SEND_SENT], 4);
    test_clock_add_minutes(2);
    check_eq(work(op).of[SEND_SENT], 1);
    check_eq(smtp_server_count(), 5);
    smtp_server_stop();
}

/* What may change between the plan and the moment of sending. */
enum change { NOTHING, PAYS, DISPUTES, DIES, WRONG_ADDRESS, LATE_AT_NIGHT, ANOTHER_MAIL };

static void make_change(struct op *op, struct case_key key, int64_t point_id, enum change change)
{
    const int64_t debtor_id = key.debtor_id;
    int64_t id = 0;
    bool is_new = false;
    const struct payment_order payment = {.debtor_id = debtor_id,
                                          .case_id = key.case_id,
                                          .source = STR("t"),
                                          .reference = STR("r"),
                                          .value_on = op->business_date,
                                          .amount = {150000}};
    const struct dispute_input dispute = {
        .key = key, .kind = STR("amount"), .reply_due_on = DAY_NONE};
    const struct action_input action = {
        .key = key, .channel = CHANNEL_EMAIL, .disposition = STR("sent"), .callback_on = DAY_NONE};
    check_ok(op, db_begin(op, DB_WRITE));
    switch (change) {
    case PAYS:
        check_ok(op, payment_take(op, &payment, &id, &is_new));
        break;
    case DISPUTES:
        check_ok(op, dispute_open(op, &dispute, &id));
        break;
    case DIES:
        check_ok(op, party_set_flags(op, debtor_id, FLAG_BIT(FLAG_DECEASED), 0, STR("acta")));
        break;
    case WRONG_ADDRESS:
        check_ok(op, contact_point_set_state(op, debtor_id, point_id, POINT_WRONG, STR("rebotó")));
        break;
    case LATE_AT_NIGHT:
        test_clock_set(REACH_NOON + 11 * 3600 * INSTANT_PER_SECOND);
        break;
    case ANOTHER_MAIL:
        check_ok(op, action_record(op, &action, &id));
        break;
    case NOTHING:
        break;
    }
    check_ok(op, policy_commit(op));
}

/* Nobody is written to any more, whether the event or the second look found it. */
static void test_the_plan_is_overtaken(void **state)
{
    static const struct {
        const char *name;
        enum change change;
        int64_t sent;
    } cases[] = {
        {"nothing happens",           NOTHING,       1},
        {"the debt is paid",          PAYS,          0},
        {"the debt is disputed",      DISPUTES,      0},
        {"the person died",           DIES,          0},
        {"the address went bad",      WRONG_ADDRESS, 0},
        {"it is eleven at night",     LATE_AT_NIGHT, 0},
        {"another mail left already", ANOTHER_MAIL,  0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct op *const op = open_with_server();
        check_case(cases[i].name);
        const struct case_key key = reach_case(op, "ok@example.com");
        make_change(op, key, reach_only(op, "queued").point_id, cases[i].change);
        check_eq(work(op).of[SEND_SENT], cases[i].sent);
        check_eq(smtp_server_count(), cases[i].sent);
        smtp_server_stop();
        test_store_close(op);
    }
}

/* Leases the only message and sends it, with a change between the two. */
static enum send_outcome send_after(struct op *op, struct case_key key, enum change change,
                                    struct outbox_row *ret_row)
{
    const struct reach_options options = {.smtp_url = smtp_server_url(), .timeout_ms = 1500};
    int64_t ids[LIMIT_OUTBOX_LEASE];
    size_t count = 0;
    instant lease = INSTANT_NONE;
    struct sender sender;
    enum send_outcome outcome = SEND_LOST;
    check_ok(op, sender_open(op, &options, &sender));
    check_ok(op, outbox_lease(op, ids, &count, &lease));
    check_eq(count, 1);
    check_ok(op, outbox_get(op, ids[0], ret_row));
    make_change(op, key, ret_row->point_id, change);
    check_ok(op, send_message(op, &sender, ids[0], lease, &outcome));
    check_ok(op, outbox_get(op, ids[0], ret_row));
    return outcome;
}

/* Between the lease and the sending the plan cannot be cancelled, only asked again. */
static void test_the_lease_is_overtaken(void **state)
{
    static const struct {
        const char *name, *email, *state;
        enum change change;
        enum send_outcome outcome;
    } cases[] = {
        {"nothing happens",       "ok@example.com",    "sent",      NOTHING,       SEND_SENT     },
        {"the debt is paid",      "ok@example.com",    "cancelled", PAYS,          SEND_CANCELLED},
        {"the debt is disputed",  "ok@example.com",    "cancelled", DISPUTES,      SEND_CANCELLED},
        {"the person died",       "ok@example.com",    "cancelled", DIES,          SEND_CANCELLED},
        {"another mail left",     "ok@example.com",    "cancelled", ANOTHER_MAIL,  SEND_CANCELLED},
        {"the address went bad",  "ok@example.com",    "cancelled", WRONG_ADDRESS, SEND_CANCELLED},
        {"it is eleven at night", "ok@example.com",    "queued",    LATE_AT_NIGHT, SEND_PUT_OFF  },
        {"never was an address",  "ok at example.com", "blocked",   NOTHING,       SEND_BLOCKED  },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct op *const op = open_with_server();
        struct outbox_row row;
        check_case(cases[i].name);
        const struct case_key key = reach_case(op, cases[i].email);
        check_text(send_outcome_name(send_after(op, key, cases[i].change, &row)),
                   send_outcome_name(cases[i].outcome));
        check_str(row.state, cases[i].state);
        check_eq(smtp_server_count(), cases[i].outcome == SEND_SENT);
        if (cases[i].outcome == SEND_PUT_OFF)
            check_true(row.not_before > op_now(op));
        smtp_server_stop();
        test_store_close(op);
    }
}

static void test_a_letter_that_cannot_be_written_stops_nothing(void **state)
{
    struct op *const op = open_with_server();
    (void)state;
    (void)reach_case(op, "ok@one.example");
    const struct outbox_row row = reach_only(op, "queued");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_run(op, Q_OUTBOX_INSERT,
                        DB_ARGS(ARG_ID(7), ARG_ID(row.key.debtor_id), ARG_ID(row.key.case_id),
                                ARG_ID(row.person_id), ARG_ID(row.point_id), ARG_I64(CHANNEL_EMAIL),
                                ARG_I64(row.step), ARG_TEXT(STR("unheard_of")), ARG_I64(2),
                                ARG_DAY(op->business_date - 1), ARG_DAY(op->business_date - 2),
                                ARG_INSTANT(0), ARG_TEXT(STR("")), ARG_INSTANT(op_now(op))),
                        NULL));
    check_ok(op, db_commit(op));
    const struct work_counts counts = work(op);
    check_eq(counts.of[SEND_RETRY], 1);
    check_eq(counts.of[SEND_SENT], 1);
    struct outbox_row bad;
    check_ok(op, outbox_get(op, 7, &bad));
    check_str(bad.state, "cancelled"); /* it was queued again until the other one had left */
    check_eq(bad.attempts, 1);
    check_true(strstr(str_cstr(op->arena, bad.last_error), "unheard_of") != NULL);
    smtp_server_stop();
}

static void check_nobody_twice(void)
{
    for (size_t i = 0; i < smtp_server_count(); i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(smtp_server_mail(i)->to, smtp_server_mail(j)->to);
}

/* The store fails at its first, second… call of a batch; then the process starts again. */
static void test_a_store_that_fails_at_any_call(void **state)
{
    struct op *const op = open_with_server();
    const struct reach_options options = {.smtp_url = smtp_server_url(), .timeout_ms = 1500};
    int64_t unknown = 0;
    bool is_broken = true;
    int calls = 0;
    (void)state;
    test_clock_set(REACH_NOON - 4 * 3600 * INSTANT_PER_SECOND); /* a minute a call, until evening */
    while (is_broken) {
        struct work_counts counts = {0};
        size_t leased = 0;
        (void)reach_case(op, arena_printf(op->arena, "ok@n%d.example", ++calls));
        db_fail_call(op->db, calls);
        is_broken =
            reach_work_batch(op, &options, &counts, &leased) != OK || counts.of[SEND_RETRY] > 0;
        db_fail_call(op->db, 0);
        db_rollback(op);
        op_clear(op);
        touch_clear(op);
        test_clock_add_minutes(1); /* what was put off is due again */
        check_ok(op, reach_work_loop(op, &options, WORK_DRAIN, true, &counts));
        check_nobody_twice();
        unknown += counts.recovered;
        check_eq(reach_count(op, "unknown"), unknown);
        check_eq(reach_count(op, "queued") + reach_count(op, "leased"), 0);
        const size_t sent = reach_count(op, "sent");
        check_true(smtp_server_count() >= sent);
        check_true(smtp_server_count() <= sent + (size_t)unknown);
    }
    print_message("    %d calls, %d messages unknown, %zu mails\n", calls, (int)unknown,
                  smtp_server_count());
    check_true(calls > 20 && unknown > 0);
    smtp_server_stop();
}

/* The gate cannot answer: its words are not in the store.  Then nothing leaves, nobody gets a
 * permit, and nothing is lost: when it answers again the message goes. */
static void test_a_gate_that_fails_lets_nothing_out(void **state)
{
    struct op *const op = open_with_server();
    struct permit permit = {0};
    (void)state;
    const struct case_key key = reach_case(op, "ok@example.com");
    check_ok(op, store_execute(op, "damage", "UPDATE case_facts SET country = country + 700000"));
    check_eq(work(op).of[SEND_SENT], 0);
    check_eq(smtp_server_count(), 0);
    check_eq(reach_count(op, "queued"), 1);
    check_ok(op, db_begin(op, DB_WRITE));
    check_true(permit_ask(op, key, CHANNEL_CALL, 0, &permit) != OK);
    check_eq(permit.id, 0);
    db_rollback(op);
    op_clear(op);
    check_ok(op, store_execute(op, "damage", "UPDATE case_facts SET country = country - 700000"));
    test_clock_add_minutes(30);
    check_eq(work(op).of[SEND_SENT], 1);
    smtp_server_stop();
}

static void test_settings(void **state)
{
    static const struct {
        const char *name, *value, *words;
    } cases[] = {
        {"mail.from",     "cobranza",       "mail.from"            },
        {"mail.reply_to", "a b@example.mx", "mail.reply_to"        },
        {"smtp.user",     "app",            "ACUERDO_SMTP_PASSWORD"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct op *const op = reach_open();
        const struct reach_options options = {.smtp_url = "smtp://127.0.0.1:1"};
        struct sender sender;
        check_case(cases[i].name);
        check_ok(op, db_begin(op, DB_WRITE));
        put_setting(op, cases[i].name, cases[i].value);
        check_ok(op, db_commit(op));
        check_eq(sender_open(op, &options, &sender), E_INVALID);
        check_true(strstr(op->text, cases[i].words) != NULL);
        op_clear(op);
        test_store_close(op);
    }
    struct op *const op = reach_open();
    const struct reach_options options = {0};
    struct sender sender;
    check_eq(sender_open(op, &options, &sender), E_INVALID);
    check_true(strstr(op->text, "smtp.url") != NULL);
    op_clear(op);
}

TEST_STORE_MAIN("sending",
                cmocka_unit_test(test_a_message_arrives_once_with_the_figures_of_its_moment),
                cmocka_unit_test(test_each_end_of_a_mail),
                cmocka_unit_test(test_a_server_that_is_down_costs_one_attempt),
                cmocka_unit_test(test_the_plan_is_overtaken),
                cmocka_unit_test(test_the_lease_is_overtaken),
                cmocka_unit_test(test_a_letter_that_cannot_be_written_stops_nothing),
                cmocka_unit_test(test_a_store_that_fails_at_any_call),
                cmocka_unit_test(test_a_gate_that_fails_lets_nothing_out),
                cmocka_unit_test(test_settings))
