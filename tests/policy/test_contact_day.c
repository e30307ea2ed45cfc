/* Contacts count on the days of the contacted person, not on those of the office or of the close;
 * and contacts of one person about several debts wait for each other, never both. */
#include <pthread.h>

#include "book/action.h"
#include "book/obligation.h"
#include "book/party.h"
#include "policy/commit.h"
#include "policy/permit.h"
#include "record/organisation.h"
#include "tests/support/portfolio.h"

enum { HOUR_S = 3600, MEXICO_EAST_S = -6 * HOUR_S, ROUNDS = 40, TRIES = 200 };

static instant now;

static instant tell_time(void *context)
{
    (void)context;
    return now;
}

/* A reading of the clock on the wall of the office. */
static void set_office_clock(struct op *op, day on, int minutes)
{
    now = (instant)on * INSTANT_PER_DAY + (minutes * 60 - MEXICO_EAST_S) * INSTANT_PER_SECOND;
    op->clock = (struct op_clock){tell_time, NULL};
}

static status record(struct op *op, struct case_key key)
{
    const struct action_input action = {.key = key,
                                        .channel = CHANNEL_CALL,
                                        .disposition = STR("no_answer"),
                                        .callback_on = DAY_NONE};
    int64_t id = 0;
    TRY(db_begin(op, DB_WRITE));
    TRY(action_record(op, &action, &id));
    return policy_commit(op);
}

static void live_in(struct portfolio *p, int person, const char *zone)
{
    const struct party_input party = {.source = STR("t"),
                                      .external_id =
                                          str_of(arena_printf(p->op.arena, "p%d", person)),
                                      .timezone = str_of(zone)};
    enum book_change change;
    int64_t id = 0;
    check_ok(&p->op, db_begin(&p->op, DB_WRITE));
    check_ok(&p->op, party_upsert(&p->op, &party, &id, &change));
    check_ok(&p->op, policy_commit(&p->op));
}

/* The only day on which the person has attempts. */
static day counted_day(struct op *op, struct case_key key)
{
    const struct gate_count *counts = NULL;
    size_t rows = 0;
    check_ok(op, decision_counts(op, key.debtor_id, key.case_id, PORTFOLIO_DATE, &counts, &rows));
    check_eq(rows, 1);
    return counts[0].on;
}

static void test_days_are_those_of_the_person(void **state)
{
    static const struct {
        const char *zone;
        int minutes; /* of the office's clock on PORTFOLIO_DATE */
        day want;
    } rows[] = {
        {"America/Tijuana",    22 * 60 + 30, PORTFOLIO_DATE    }, /* 21:30 there */
        {"America/Tijuana",    24 * 60 + 59, PORTFOLIO_DATE    }, /* 23:59 */
        {"America/Tijuana",    25 * 60,      PORTFOLIO_DATE + 1}, /* midnight */
        {"America/Santiago",   20 * 60 + 59, PORTFOLIO_DATE    }, /* 23:59 */
        {"America/Santiago",   21 * 60,      PORTFOLIO_DATE + 1}, /* midnight */
        {"",                   24 * 60 - 1,  PORTFOLIO_DATE    }, /* the office's own */
        {"",                   24 * 60,      PORTFOLIO_DATE + 1},
        {"America/Nowhere_So", 24 * 60 - 1,  PORTFOLIO_DATE    }, /* no zone: the office's */
    };
    struct portfolio p;
    (void)state;
    portfolio_open(&p, ARRAY_LEN(rows));
    for (int i = 0; i < (int)ARRAY_LEN(rows); i++) {
        live_in(&p, i, rows[i].zone);
        set_office_clock(&p.op, PORTFOLIO_DATE, rows[i].minutes);
        check_ok(&p.op, record(&p.op, p.keys[i]));
        check_eq(counted_day(&p.op, p.keys[i]), rows[i].want);
    }
    portfolio_close(&p);
}

static struct permit ask(struct op *op, struct case_key key)
{
    struct permit permit;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, permit_ask(op, key, CHANNEL_CALL, 0, &permit));
    db_rollback(op);
    return permit;
}

/* The office closed early, so that the next date is open while it is still today. */
static void test_an_early_close_gives_no_second_contact_of_a_day(void **state)
{
    struct portfolio p;
    struct op *const op = &p.op;
    (void)state;
    portfolio_open(&p, 3);
    const struct case_key key = p.keys[2]; /* a telephone and no e-mail: nothing is planned */
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, organisation_set_open_date(op, PORTFOLIO_DATE + 1));
    check_ok(op, db_commit(op));
    set_office_clock(op, PORTFOLIO_DATE, 18 * 60);
    check_true(ask(op, key).id != 0);
    check_ok(op, record(op, key));
    set_office_clock(op, PORTFOLIO_DATE, 19 * 60);
    const struct permit second = ask(op, key);
    check_eq(second.id, 0);
    check_text(second.verdict.reason, "gate.day_max");
    check_eq(second.verdict.next_on, PORTFOLIO_DATE + 1);
    set_office_clock(op, PORTFOLIO_DATE + 1, 9 * 60);
    check_true(ask(op, key).id != 0);
    portfolio_close(&p);
}

/* A test store that plays a year of long ago counts in that year. */
static void test_a_played_date_has_its_own_days(void **state)
{
    struct portfolio p;
    (void)state;
    portfolio_open(&p, 2);
    set_office_clock(&p.op, PORTFOLIO_DATE + 700, 12 * 60);
    check_ok(&p.op, record(&p.op, p.keys[0]));
    check_eq(counted_day(&p.op, p.keys[0]), PORTFOLIO_DATE);
    live_in(&p, 1, "America/Santiago");
    set_office_clock(&p.op, PORTFOLIO_DATE + 700, 22 * 60);
    check_ok(&p.op, record(&p.op, p.keys[1]));
    check_eq(counted_day(&p.op, p.keys[1]), PORTFOLIO_DATE + 1);
    portfolio_close(&p);
}

/* --- two debts of one person --- */

struct agent {
    pthread_t thread;
    struct op op;
    struct case_key keys[2];
    int first;
    status code;
};

static void *call_about_both(void *context)
{
    struct agent *const agent = context;
    for (int i = 0; i < ROUNDS && agent->code == OK; i++)
        for (int tries = 0; tries < TRIES; tries++) {
            agent->code = record(&agent->op, agent->keys[(i + agent->first) % 2]);
            if (agent->code != E_BUSY || test_store_dialect() != DB_SQLITE)
                break; /* there nobody may be turned away: they wait in one order */
            db_rollback(&agent->op);
            touch_clear(&agent->op);
            op_clear(&agent->op);
        }
    return NULL;
}

static struct case_key second_debt(struct op *op, int64_t debtor_id)
{
    struct obligation_input debt = {.source = STR("t"),
                                    .external_id = STR("otra"),
                                    .debtor_id = debtor_id,
                                    .product = STR("loan"),
                                    .currency = CURRENCY('M', 'X', 'N'),
                                    .opened_on = PORTFOLIO_DATE - 90};
    struct obligation_ref ref;
    enum book_change change;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, creditor_ensure(op, STR("OTRO"), STR("Otro"), &debt.creditor_id));
    check_ok(op, obligation_upsert(op, &debt, &ref, &change));
    check_ok(op, policy_commit(op));
    return (struct case_key){ref.debtor_id, ref.case_id};
}

static void test_contacts_about_two_debts_wait_in_one_order(void **state)
{
    struct portfolio p;
    struct agent agents[2] = {{.first = 0}, {.first = 1}};
    (void)state;
    portfolio_open(&p, 1);
    const struct case_key second = second_debt(&p.op, p.keys[0].debtor_id);
    for (int i = 0; i < 2; i++) {
        agents[i].keys[0] = p.keys[0];
        agents[i].keys[1] = second;
        portfolio_connect(&p, &agents[i].op);
        check_eq(pthread_create(&agents[i].thread, NULL, call_about_both, &agents[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        check_eq(pthread_join(agents[i].thread, NULL), 0);
        check_ok(&agents[i].op, agents[i].code);
        portfolio_disconnect(&agents[i].op);
    }
    portfolio_close(&p);
}

TEST_STORE_MAIN("contact_day", cmocka_unit_test(test_days_are_those_of_the_person),
                cmocka_unit_test(test_an_early_close_gives_no_second_contact_of_a_day),
                cmocka_unit_test(test_a_played_date_has_its_own_days),
                cmocka_unit_test(test_contacts_about_two_debts_wait_in_one_order))
