/* The close beside life: events between its phases and beside its threads, dates out of order,
 * people who hold work, messages that are on their way, limits of a day and of a person. */
#include "book/action.h"
#include "book/dispute.h"
#include "book/party.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/work.h"
#include "store/backend.h"
#include "tests/support/portfolio.h"

#define CASES 45

static void close_one(struct portfolio *p, struct close_result *ret_result)
{
    check_ok(&p->op, close_day(&p->op, p->op.business_date, NULL, ret_result));
}

/* What a case has planned now. */
struct plans {
    int messages;
    int items;
    int64_t outbox_id, item_id;
    day plan_date;
};

static struct plans plans_of(struct op *op, struct case_key key)
{
    struct plans plans = {.plan_date = DAY_NONE};
    struct db_rows rows;
    bool has_row = true;
    check_ok(op, db_query(op, Q_OUTBOX_OPEN_OF_CASE, DB_ARGS(ARG_ID(key.case_id)), &rows));
    for (;;) {
        check_ok(op, db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        plans.outbox_id = db_id(&rows, 0);
        plans.messages++;
    }
    check_ok(op, db_query(op, Q_WORK_ITEM_OF_CASE, DB_ARGS(ARG_ID(key.case_id)), &rows));
    for (;;) {
        check_ok(op, db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        plans.item_id = db_id(&rows, 0);
        plans.items++;
    }
    return plans;
}

static struct decision carried_by(struct op *op, struct case_key key)
{
    struct decision decision;
    bool found = false;
    check_ok(op, decision_get(op, key, &decision, &found));
    check_true(found);
    return decision;
}

/* A case that has a message, or an item, at or after a place; the test fails when there is none. */
static int find_case(struct portfolio *p, int from, bool by_message)
{
    for (int n = from; n < CASES; n++) {
        const struct plans plans = plans_of(&p->op, p->keys[n]);
        if (by_message ? plans.messages > 0 : plans.items > 0)
            return n;
    }
    fail_msg("no case has %s", by_message ? "a message" : "work");
    return -1;
}

/* What happens on another connection when a phase of the close, or its first slice, is done. */
struct between {
    struct portfolio *p;
    int phase;
    bool after_first_slice;
    void (*happen)(struct op *op, const struct between *between);
    int paid, freed, worked;
};

static void tell(void *context, day date, int phase, int64_t done, int64_t total)
{
    const struct between *const between = context;
    struct op op;
    (void)date;
    if (phase != between->phase || done != (between->after_first_slice ? 1 : total))
        return;
    portfolio_connect(between->p, &op);
    check_eq(op.business_date, date + 1); /* what happens now belongs to the next day */
    between->happen(&op, between);
    portfolio_disconnect(&op);
}

static void finish_item(struct op *op, struct case_key key)
{
    struct work_item item;
    op->actor_id = 5;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, work_lease(op, plans_of(op, key).item_id, &item));
    check_ok(op, work_done(op, item.id, 0));
    check_ok(op, policy_commit(op));
    op->actor_id = 0;
}

static int64_t open_dispute(struct op *op, struct case_key key)
{
    const struct dispute_input dispute = {
        .key = key, .kind = STR("other"), .reply_due_on = DAY_NONE};
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, dispute_open(op, &dispute, &id));
    check_ok(op, policy_commit(op));
    return id;
}

static int64_t dispute_id;

static void pay_free_and_work(struct op *op, const struct between *between)
{
    const struct case_key *const keys = between->p->keys;
    check_ok(op, portfolio_pay(op, keys[between->paid], "between", 900000000));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, dispute_close(op, keys[between->freed].debtor_id, dispute_id, STR("rejected")));
    check_ok(op, policy_commit(op));
    finish_item(op, keys[between->worked]);
}

/* Phase 1 decided for a person to be written to; then they paid.  Phase 3 must not plan it. And
 * what an event planned for a case that wanted nothing in phase 1 must stay. */
static void check_events_after(int phase)
{
    struct portfolio p;
    struct close_result result;
    portfolio_open(&p, CASES);
    close_one(&p, &result);
    const int paid = find_case(&p, 20, true); /* late enough to be asked for days */
    const int freed = find_case(&p, paid + 1, true);
    const int worked = find_case(&p, 0, false);
    dispute_id = open_dispute(&p.op, p.keys[freed]);
    check_eq(plans_of(&p.op, p.keys[freed]).messages, 0);
    struct between between = {&p, phase, false, pay_free_and_work, paid, freed, worked};
    const struct close_options options = {.tell = tell, .context = &between};
    check_ok(&p.op, close_day(&p.op, p.op.business_date, &options, &result));
    check_eq(plans_of(&p.op, p.keys[paid]).messages, 0);
    check_eq(plans_of(&p.op, p.keys[paid]).items, 0);
    check_eq(plans_of(&p.op, p.keys[freed]).messages, 1);
    check_eq(plans_of(&p.op, p.keys[worked]).items, 0); /* seen today: tomorrow again */
    check_eq(result.cases, CASES);
    close_one(&p, &result);
    check_eq(plans_of(&p.op, p.keys[worked]).items, 1);
    portfolio_close(&p);
}

static void test_events_between_the_phases(void **state)
{
    (void)state;
    check_events_after(1);
    check_events_after(2);
}

static void pay_and_lose_facts(struct op *op, const struct between *between)
{
    check_ok(op, portfolio_pay(op, between->p->keys[between->paid], "between", 1000));
    check_ok(op, store_execute(op, "lose", "DELETE FROM case_facts"));
}

/* Nothing is decided out of facts that are not there. */
static void test_lost_facts_stop_the_plan(void **state)
{
    struct portfolio p;
    struct close_result result;
    (void)state;
    portfolio_open(&p, CASES);
    close_one(&p, &result);
    struct between between = {&p, 1, false, pay_and_lose_facts, 1, 0, 0};
    const struct close_options options = {.tell = tell, .context = &between};
    check_eq(close_day(&p.op, p.op.business_date, &options, &result), E_STORE);
    check_true(strstr(p.op.text, "acuerdo facts rebuild") != NULL);
    op_clear(&p.op);
    portfolio_close(&p);
}

/* A part of what each one of the second half owes. */
static void pay_half(struct op *op, const struct between *between)
{
    for (int n = CASES; n < 2 * CASES; n++)
        check_ok(op, portfolio_pay(op, between->p->keys[n], arena_printf(op->arena, "ahead-%d", n),
                                   1000 + n));
}

/* The second slice was read while the first was written; then people paid. */
static void test_events_after_reading_ahead(void **state)
{
    struct portfolio p;
    struct close_result result;
    int64_t cases = 0;
    int64_t changed = 0;
    (void)state;
    portfolio_open(&p, 2 * CASES);
    struct between between = {&p, 1, true, pay_half, 0, 0, 0};
    const struct close_options options = {.tell = tell, .context = &between, .slice_cases = CASES};
    for (int today = 0; today < 8; today++) {
        check_ok(&p.op, close_day(&p.op, p.op.business_date, &options, &result));
        check_eq(result.cases, 2 * CASES);
        check_ok(&p.op, db_begin(&p.op, DB_WRITE));
        check_ok(&p.op, facts_rebuild(&p.op, &cases, &changed));
        check_ok(&p.op, db_commit(&p.op));
        check_eq(changed, 0);
    }
    const uint64_t digest = portfolio_digest(&p);
    check_ok(&p.op, db_begin(&p.op, DB_WRITE)); /* each case carries what it would carry anew */
    for (int n = 0; n < 2 * CASES; n++)
        check_ok(&p.op, policy_decide_case(&p.op, p.keys[n]));
    check_ok(&p.op, db_commit(&p.op));
    check_true(portfolio_digest(&p) == digest);
    portfolio_close(&p);
}

/* One thread or two, small slices or one: the same rows. */
static void test_threads_and_slices_change_nothing(void **state)
{
    static const struct close_options ways[] = {
        {.threads = 1     },
        { .threads = 1, .slice_cases = 4},
        { .threads = 2, .slice_cases = 4}
    };
    uint64_t digests[ARRAY_LEN(ways)] = {0};
    uint64_t runs[ARRAY_LEN(ways)] = {0};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
        struct portfolio p;
        struct close_result result;
        portfolio_open(&p, CASES);
        for (int today = 0; today < 8; today++)
            check_ok(&p.op, close_day(&p.op, p.op.business_date, &ways[i], &result));
        digests[i] = portfolio_digest(&p);
        runs[i] = result.digest;
        portfolio_close(&p);
    }
    for (size_t i = 1; i < ARRAY_LEN(ways); i++) {
        check_true(runs[i] == runs[0]);
        check_true(digests[i] == digests[0]);
    }
}

/* A date that was begun must be finished before the next; a date before the first is no date. */
static void test_dates_in_order(void **state)
{
    struct portfolio p;
    struct close_result result;
    (void)state;
    portfolio_open(&p, 6);
    check_eq(close_day(&p.op, PORTFOLIO_DATE + 1, NULL, &result), E_CONFLICT);
    op_clear(&p.op);
    check_eq(close_day(&p.op, PORTFOLIO_DATE - 1, NULL, &result), E_CONFLICT);
    check_true(strstr(p.op.text, "before the first date") != NULL);
    op_clear(&p.op);
    db_fail_call(p.op.db, 40); /* somewhere in phase 1 */
    check_eq(close_day(&p.op, PORTFOLIO_DATE, NULL, &result), E_STORE);
    op_clear(&p.op);
    check_eq(p.op.business_date, PORTFOLIO_DATE + 1);
    check_eq(close_day(&p.op, PORTFOLIO_DATE + 1, NULL, &result), E_CONFLICT);
    check_true(strstr(p.op.text, "not finished") != NULL);
    op_clear(&p.op);
    check_ok(&p.op, close_day(&p.op, PORTFOLIO_DATE, NULL, &result));
    check_eq(result.cases, 6);
    check_ok(&p.op, close_day(&p.op, PORTFOLIO_DATE + 1, NULL, &result));
    check_ok(&p.op, close_day(&p.op, PORTFOLIO_DATE, NULL, &result));
    check_true(result.was_closed);
    check_eq(result.cases, 6);
    portfolio_close(&p);
}

/* An operation that read the date before a close moved it books nothing on the old one. */
static void test_an_event_of_the_day_before(void **state)
{
    struct portfolio p;
    struct close_result result;
    struct op late;
    (void)state;
    portfolio_open(&p, 6);
    portfolio_connect(&p, &late);
    close_one(&p, &result);
    check_eq(portfolio_pay(&late, p.keys[0], "late", 1000), E_BUSY);
    db_rollback(&late);
    op_clear(&late);
    touch_clear(&late);
    late.business_date = p.op.business_date;
    check_ok(&late, portfolio_pay(&late, p.keys[0], "late", 1000));
    portfolio_disconnect(&late);
    portfolio_close(&p);
}

/* A message that a worker holds, or that waits for a person after a restore, is no reason to plan
 * another one. */
static void test_messages_on_their_way(void **state)
{
    static const char *const states[] = {"leased", "sending", "held"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        struct portfolio p;
        struct close_result result;
        check_case(states[i]);
        portfolio_open(&p, CASES);
        const int n = find_case(&p, 0, true);
        const int64_t id = plans_of(&p.op, p.keys[n]).outbox_id;
        check_ok(&p.op, store_execute(&p.op, "test",
                                      arena_printf(p.op.arena,
                                                   "UPDATE outbox SET state = '%s', leased_until = "
                                                   "9000000000000000 WHERE id = %lld",
                                                   states[i], (long long)id)));
        close_one(&p, &result);
        const struct plans plans = plans_of(&p.op, p.keys[n]);
        check_eq(plans.messages, 1);
        check_eq(plans.outbox_id, id);
        portfolio_close(&p);
    }
}

/* What people could do on another day limits nothing today. */
static void test_a_limit_of_another_day(void **state)
{
    struct portfolio p;
    struct close_result result;
    int64_t queue = 0;
    (void)state;
    portfolio_open(&p, CASES);
    const int n = find_case(&p, 0, false);
    queue = carried_by(&p.op, p.keys[n]).queue;
    check_true(queue != 0);
    check_ok(&p.op, db_begin(&p.op, DB_WRITE));
    check_ok(&p.op, db_run(&p.op, Q_QUEUE_PLAN_PUT,
                           DB_ARGS(ARG_DAY(PORTFOLIO_DATE - 9), ARG_I64(queue), ARG_I64(9),
                                   ARG_I64(0), ARG_I64(-1)),
                           NULL));
    touch_case(&p.op, p.keys[n].debtor_id, p.keys[n].case_id);
    check_ok(&p.op, policy_commit(&p.op));
    check_eq(plans_of(&p.op, p.keys[n]).items, 1);
    close_one(&p, &result);
    portfolio_close(&p);
}

/* Contacts of a person with very many cases: the last ones count like the first. */
static void test_many_counts_of_a_person(void **state)
{
    struct portfolio p;
    struct close_result result;
    (void)state;
    portfolio_open(&p, CASES);
    const int n = find_case(&p, 0, true);
    const int64_t debtor_id = p.keys[n].debtor_id;
    check_ok(&p.op, db_begin(&p.op, DB_WRITE));
    for (int i = 0; i < 700; i++) /* visits of long ago, in other cases */
        check_ok(&p.op,
                 db_run(&p.op, Q_CONTACT_COUNT_ADD,
                        DB_ARGS(ARG_ID(debtor_id), ARG_ID(1 + i), ARG_DAY(PORTFOLIO_DATE - 30),
                                ARG_I64(CHANNEL_VISIT), ARG_I64(1), ARG_I64(1), ARG_INSTANT(1)),
                        NULL));
    for (int i = 0; i < 9; i++) /* and mails of tomorrow, in cases that come last */
        check_ok(&p.op, db_run(&p.op, Q_CONTACT_COUNT_ADD,
                               DB_ARGS(ARG_ID(debtor_id), ARG_ID(INT64_MAX - 9 + i),
                                       ARG_DAY(PORTFOLIO_DATE + 1), ARG_I64(CHANNEL_EMAIL),
                                       ARG_I64(9), ARG_I64(9), ARG_INSTANT(1)),
                               NULL));
    check_ok(&p.op, db_commit(&p.op));
    close_one(&p, &result);
    const struct decision by_close = carried_by(&p.op, p.keys[n]);
    check_eq(by_close.verdict, VERDICT_REFUSED);
    check_ok(&p.op, db_begin(&p.op, DB_WRITE));
    check_ok(&p.op, policy_decide_case(&p.op, p.keys[n]));
    check_ok(&p.op, db_commit(&p.op));
    const struct decision by_event = carried_by(&p.op, p.keys[n]);
    check_true(decision_same(&by_close, &by_event));
    portfolio_close(&p);
}

static void ask_call_on(struct op *op, struct case_key key, day on)
{
    const struct action_input action = {.key = key,
                                        .channel = CHANNEL_CALL,
                                        .disposition = STR("callback"),
                                        .callback_on = on,
                                        .is_past = true, /* today's limit is not reached */
                                        .past_on = PORTFOLIO_DATE - 2};
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, action_record(op, &action, &id));
    check_ok(op, policy_commit(op));
}

/* A case that waits for a day says for which, also when the day moves and nothing else does. */
static void test_the_day_that_a_case_waits_for(void **state)
{
    struct portfolio p;
    (void)state;
    portfolio_open(&p, CASES);
    for (int n = 0; n < CASES; n++) {
        ask_call_on(&p.op, p.keys[n], PORTFOLIO_DATE + 3);
        const struct decision decision = carried_by(&p.op, p.keys[n]);
        if (decision.channel != CHANNEL_CALL || decision.next_action_on != PORTFOLIO_DATE + 3)
            continue; /* no telephone, nothing past due, or another reason to wait */
        ask_call_on(&p.op, p.keys[n], PORTFOLIO_DATE + 6);
        check_eq(carried_by(&p.op, p.keys[n]).next_action_on, PORTFOLIO_DATE + 6);
        portfolio_close(&p);
        return;
    }
    fail_msg("nobody can be called");
}

/* Two people at the same item: one has it. */
static void test_one_person_holds_an_item(void **state)
{
    struct portfolio p;
    struct work_item item;
    struct op other;
    (void)state;
    portfolio_open(&p, CASES);
    portfolio_connect(&p, &other);
    p.op.actor_id = 1;
    other.actor_id = 2;
    const int n = find_case(&p, 0, false);
    const int64_t id = plans_of(&p.op, p.keys[n]).item_id;
    check_ok(&p.op, db_begin(&p.op, DB_WRITE));
    check_ok(&p.op, work_lease(&p.op, id, &item));
    check_ok(&p.op, db_commit(&p.op));
    check_ok(&other, db_begin(&other, DB_WRITE));
    check_eq(work_lease(&other, id, &item), E_CONFLICT);
    op_clear(&other);
    check_eq(work_done(&other, id, 0), E_CONFLICT);
    db_rollback(&other);
    portfolio_disconnect(&other);
    portfolio_close(&p);
}

TEST_STORE_MAIN("close", cmocka_unit_test(test_events_between_the_phases),
                cmocka_unit_test(test_lost_facts_stop_the_plan),
                cmocka_unit_test(test_events_after_reading_ahead),
                cmocka_unit_test(test_threads_and_slices_change_nothing),
                cmocka_unit_test(test_dates_in_order),
                cmocka_unit_test(test_an_event_of_the_day_before),
                cmocka_unit_test(test_messages_on_their_way),
                cmocka_unit_test(test_a_limit_of_another_day),
                cmocka_unit_test(test_many_counts_of_a_person),
                cmocka_unit_test(test_the_day_that_a_case_waits_for),
                cmocka_unit_test(test_one_person_holds_an_item))
