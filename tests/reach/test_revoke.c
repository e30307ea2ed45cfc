/* People who withdraw their consent while workers send: what is stopped never arrives, on either
 * store, also when the worker that held it is gone; nothing that agents were permitted stays so. */
#include <pthread.h>
#include <unistd.h>

#include "book/action.h"
#include "book/consent.h"
#include "policy/permit.h"
#include "reach/work.h"
#include "record/event.h"
#include "tests/reach/reach_case.h"
#include "tests/support/smtp_server.h"

enum { WORKERS = 2, PERSONS = 60, TRIES = 4000, PAUSE_US = 20000 };

struct worker {
    pthread_t thread;
    struct op op;
    const struct reach_options *options;
    struct work_counts counts;
    status code;
};

static void *work(void *context)
{
    struct worker *const worker = context;
    worker->code =
        reach_work_loop(&worker->op, worker->options, WORK_FOREVER, false, &worker->counts);
    return NULL;
}

static void connect(struct op *op, struct op *ret_op)
{
    op_init(ret_op, arena_create(), test_store_connect(op), op->clock);
    ret_op->business_date = DAY_NONE; /* it finds out by itself */
}

static void disconnect(struct op *op)
{
    db_close(op->db);
    arena_destroy(op->arena);
}

static void start_worker(struct op *op, struct worker *worker, const struct reach_options *options)
{
    connect(op, &worker->op);
    worker->options = options;
    check_eq(pthread_create(&worker->thread, NULL, work, worker), 0);
}

static status withdraw_once(struct op *op, int64_t person_id, const char *channel,
                            struct consent_effect *ret_effect)
{
    const struct consent_input input = {.person_id = person_id,
                                        .channel = str_of(channel),
                                        .purpose = STR("collection"),
                                        .from = DAY_NONE,
                                        .until = DAY_NONE,
                                        .evidence = STR("respondió BAJA"),
                                        .source = CONSENT_BY_INBOUND,
                                        .reason = CONSENT_OPT_OUT};
    TRY(db_begin(op, DB_WRITE));
    TRY(consent_record(op, &input, ret_effect));
    return policy_commit(op);
}

/* Insists while the store is busy. */
static struct consent_effect withdraw(struct op *op, int64_t person_id, const char *channel)
{
    struct consent_effect effect = {0};
    status code = E_BUSY;
    for (int i = 0; i < TRIES && code == E_BUSY; i++) {
        code = withdraw_once(op, person_id, channel, &effect);
        if (code != OK) {
            db_rollback(op);
            touch_clear(op);
        }
        if (code == E_BUSY)
            op_clear(op);
    }
    check_ok(op, code);
    return effect;
}

static const char *address(struct op *op, int n)
{
    return arena_printf(op->arena, "ok@n%d.example", n);
}

static bool has_arrived(const char *to)
{
    for (size_t i = 0; i < smtp_server_count(); i++)
        if (strcmp(smtp_server_mail(i)->to, to) == 0)
            return true;
    return false;
}

/* A worker that leased a batch and was killed: its messages are leased by nobody. */
static void lease_and_vanish(struct op *op)
{
    struct op gone;
    int64_t ids[LIMIT_OUTBOX_LEASE];
    size_t count = 0;
    instant lease = INSTANT_NONE;
    connect(op, &gone);
    check_ok(&gone, outbox_lease(&gone, ids, &count, &lease));
    check_true(count > 0);
    disconnect(&gone);
}

static void test_what_is_stopped_never_arrives(void **state)
{
    struct worker workers[WORKERS] = {0};
    _Atomic bool stop = false;
    struct case_key keys[PERSONS];
    struct consent_effect effects[PERSONS];
    int stopped = 0;
    (void)state;
    smtp_server_stop();
    smtp_server_start(SMTP_SERVER_WILLING);
    struct op *const op = reach_open();
    const struct reach_options options = {
        .smtp_url = smtp_server_url(), .timeout_ms = 20000, .stop = &stop};
    for (int i = 0; i < PERSONS; i++)
        keys[i] = reach_case(op, address(op, i));
    lease_and_vanish(op);
    for (int i = 0; i < WORKERS; i++)
        start_worker(op, &workers[i], &options);
    for (int i = PERSONS - 1; i >= 0; i--) { /* the workers come from the other end */
        effects[i] = withdraw(op, keys[i].debtor_id, i % 2 ? "email" : "all");
        (void)usleep(PAUSE_US);
    }
    atomic_store(&stop, true);
    for (int i = 0; i < WORKERS; i++) {
        check_eq(pthread_join(workers[i].thread, NULL), 0);
        check_ok(&workers[i].op, workers[i].code);
        disconnect(&workers[i].op);
    }
    for (int i = 0; i < PERSONS; i++) {
        check_case(address(op, i));
        stopped += effects[i].messages_stopped;
        if (effects[i].messages_stopped > 0)
            check_false(has_arrived(address(op, i)));
    }
    check_true(stopped > 0);
    check_eq(reach_count(op, "queued") + reach_count(op, "leased") + reach_count(op, "sending"), 0);
    check_eq(reach_count(op, "sent") + reach_count(op, "cancelled"), PERSONS);
    check_eq(smtp_server_count(), reach_count(op, "sent"));
    print_message("    %d of %d stopped, %zu had left\n", stopped, PERSONS, smtp_server_count());
    smtp_server_stop();
}

static void test_a_message_tells_why_it_stays(void **state)
{
    struct op *const op = reach_open();
    struct event_row *events = NULL;
    size_t count = 0;
    bool is_told = false;
    (void)state;
    const struct case_key key = reach_case(op, "ana@example.com");
    lease_and_vanish(op); /* held by nobody, and stopped all the same */
    check_eq(withdraw(op, key.debtor_id, "email").messages_stopped, 1);
    const struct outbox_row row = reach_only(op, "cancelled");
    check_str(row.last_error, "consent: opt_out");
    check_ok(op, event_list(op, key.debtor_id, key.case_id, 0, &events, &count));
    for (size_t i = 0; i < count; i++)
        is_told |= str_equal_c(events[i].kind, "message.cancelled");
    check_true(is_told);
    check_eq(reach_count(op, "queued"), 0);
}

static status ask(struct op *op, struct case_key key, enum channel channel,
                  struct permit *ret_permit)
{
    TRY(db_begin(op, DB_WRITE));
    TRY(permit_ask(op, key, channel, 0, ret_permit));
    return db_commit(op);
}

static void add_phone(struct op *op, int64_t debtor_id)
{
    enum book_change change;
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, contact_point_put(op, debtor_id, STR("phone"), STR("+525512345678"), STR("t"), 1,
                                   &id, &change));
    check_ok(op, policy_commit(op));
}

static void test_a_permit_ends_with_the_consent(void **state)
{
    struct op *const op = reach_open();
    struct permit permit = {0};
    int64_t id = 0;
    (void)state;
    const struct case_key key = reach_case(op, "ana@example.com");
    add_phone(op, key.debtor_id);
    check_eq(withdraw(op, key.debtor_id, "email").permits_ended, 0); /* its place is free again */
    check_ok(op, ask(op, key, CHANNEL_CALL, &permit));
    check_true(permit.id != 0);
    check_eq(withdraw(op, key.debtor_id, "call").permits_ended, 1);
    struct action_input action = {.key = key,
                                  .channel = CHANNEL_CALL,
                                  .disposition = STR("no_answer"),
                                  .permit_id = permit.id,
                                  .callback_on = DAY_NONE};
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(action_record(op, &action, &id), E_CONFLICT);
    check_true(strstr(op->text, "withdrew") != NULL);
    db_rollback(op);
    touch_clear(op);
    op_clear(op);
    check_ok(op, ask(op, key, CHANNEL_CALL, &permit));
    check_eq(permit.id, 0);
    check_text(permit.verdict.reason, "gate.consent_revoked");
    action.permit_id = 0; /* a call that was made before is told all the same */
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, action_record(op, &action, &id));
    check_ok(op, policy_commit(op));
}

TEST_STORE_MAIN("revocations", cmocka_unit_test(test_what_is_stopped_never_arrives),
                cmocka_unit_test(test_a_message_tells_why_it_stays),
                cmocka_unit_test(test_a_permit_ends_with_the_consent))
