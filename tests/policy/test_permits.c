/* Agents, senders and the worker of the planned messages (threads) who want the same persons at
 * once, each with a connection of its own, some of which break off in the middle: no maximum is
 * ever passed but by contacts that are told as breaches, and no place is lost for good.
 *
 * ACUERDO_PERMIT_ATTEMPTS and ACUERDO_PERMIT_CLIENTS make it larger: 10000 and 64 in the soak. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "book/action.h"
#include "book/reservation.h"
#include "insight/report.h"
#include "policy/commit.h"
#include "policy/permit.h"
#include "reach/work.h"
#include "record/setting.h"
#include "tests/support/portfolio.h"
#include "tests/support/smtp_server.h"

enum {
    PERSONS = 24,
    ATTEMPTS = 600,
    CLIENTS = 8,
    CLIENTS_MAX = 64,
    TRIES = 2000,
    DAY_MAX_OF_MX = 1
};

/* The clock of all clients: a working day in Mexico, from 8:00 on, as far as attempts drive it. */
static _Atomic instant now_at;

static instant tell_time(void *context)
{
    (void)context;
    return atomic_load(&now_at);
}

struct client {
    pthread_t thread;
    const struct portfolio *portfolio;
    struct op op;
    unsigned seed;
    status code;
    int granted;
    int made;
    int broken;
    int late;
    int sent;
};

static atomic_int breaches[PERSONS];
static atomic_int next_attempt;
static int attempts;
static enum channel channels[PERSONS];

static int number_of(const char *name, int fallback, int most)
{
    const char *const text = getenv(name);
    int64_t number = 0;
    return text && str_to_i64(str_of(text), &number) && number >= 1 && number <= most ? (int)number
                                                                                      : fallback;
}

static void connect_client(struct client *client)
{
    portfolio_connect(client->portfolio, &client->op);
    client->op.clock = (struct op_clock){tell_time, NULL};
}

/* A client that is killed: what it has not committed is gone, what it reserved stays a while. */
static void break_off(struct client *client)
{
    client->broken++;
    portfolio_disconnect(&client->op);
    connect_client(client);
}

static status ask(struct client *client, struct case_key key, enum channel channel,
                  int64_t outbox_id, struct permit *ret_permit)
{
    struct op *const op = &client->op;
    TRY(db_begin(op, DB_WRITE));
    TRY(permit_ask(op, key, channel, outbox_id, ret_permit));
    return db_commit(op);
}

/* The agent has called and says so, with or without a permit that still holds. */
static status record(struct client *client, struct case_key key, enum channel channel,
                     int64_t permit_id, struct unpermitted *ret_unpermitted)
{
    struct op *const op = &client->op;
    const struct action_input action = {.key = key,
                                        .channel = channel,
                                        .disposition = STR("no_answer"),
                                        .permit_id = permit_id,
                                        .callback_on = DAY_NONE};
    int64_t id = 0;
    TRY(db_begin(op, DB_WRITE));
    TRY(permit_record(op, &action, &id, ret_unpermitted));
    return policy_commit(op);
}

/* The server took the message: it counts, and its place is given back. */
static status deliver(struct client *client, struct case_key key, enum channel channel,
                      int64_t outbox_id)
{
    struct op *const op = &client->op;
    const struct contact_count count = {key.debtor_id, key.case_id, op->business_date,
                                        channel,       1,           0};
    TRY(db_begin(op, DB_WRITE));
    TRY(reservation_lock(op, key.debtor_id));
    TRY(contact_count_add(op, &count));
    TRY(reservation_end_message(op, key.debtor_id, outbox_id, true));
    return db_commit(op);
}

/* Runs a step until it is not busy. */
#define INSIST(client, step)                                                                       \
    do {                                                                                           \
        for (int tries = 0; tries < TRIES; tries++) {                                              \
            (client)->code = (step);                                                               \
            if ((client)->code != E_BUSY)                                                          \
                break;                                                                             \
            db_rollback(&(client)->op);                                                            \
            touch_clear(&(client)->op);                                                            \
            op_clear(&(client)->op);                                                               \
        }                                                                                          \
    } while (0)

static void act_as_agent(struct client *client, int person)
{
    const struct case_key key = client->portfolio->keys[person];
    const enum channel channel = channels[person];
    struct permit permit = {0};
    struct unpermitted unpermitted = {0};
    INSIST(client, ask(client, key, channel, 0, &permit));
    if (client->code != OK || permit.id == 0)
        return;
    client->granted++;
    if (rand_r(&client->seed) % 4 == 0) {
        break_off(client);
        return;
    }
    if (rand_r(&client->seed) % 2 == 0) /* who dawdles has no place any more */
        atomic_fetch_add(&now_at, (PERMIT_SECONDS + 1) * INSTANT_PER_SECOND);
    INSIST(client, record(client, key, channel, permit.id, &unpermitted));
    client->made += client->code == OK;
    client->late += unpermitted.lack != LACK_NOTHING;
    if (unpermitted.lack != LACK_NOTHING && unpermitted.verdict.state == GATE_REFUSED)
        atomic_fetch_add(&breaches[person], 1);
}

/* Sends what the strategy has planned, as the worker does. */
static void act_as_worker(struct client *client)
{
    const struct reach_options options = {.smtp_url = smtp_server_url(), .timeout_ms = 5000};
    struct work_counts counts = {0};
    size_t leased = 0;
    INSIST(client, reach_work_batch(&client->op, &options, &counts, &leased));
    client->sent += (int)counts.of[SEND_SENT];
}

static void act_as_sender(struct client *client, struct case_key key, enum channel channel,
                          int64_t outbox_id)
{
    struct permit permit = {0};
    INSIST(client, ask(client, key, channel, outbox_id, &permit));
    if (client->code != OK || permit.id == 0)
        return;
    client->granted++;
    if (rand_r(&client->seed) % 3 == 0)
        break_off(client); /* whoever finds the message stranded counts it as perhaps sent */
    INSIST(client, deliver(client, key, channel, outbox_id));
    client->made += client->code == OK;
}

static void *work(void *context)
{
    struct client *const client = context;
    for (;;) {
        const int number = atomic_fetch_add(&next_attempt, 1);
        if (number >= attempts || client->code != OK)
            return NULL;
        const int person = rand_r(&client->seed) % 2 == 0 ? number * PERSONS / attempts
                                                          : (int)(rand_r(&client->seed) % PERSONS);
        atomic_fetch_add(&now_at, INSTANT_PER_SECOND / 10);
        if (rand_r(&client->seed) % 40 == 0) { /* killed while it asks */
            client->code = db_begin(&client->op, DB_WRITE);
            break_off(client);
            client->code = client->code == E_BUSY ? OK : client->code;
        }
        const int what = rand_r(&client->seed) % 12;
        if (what == 0)
            act_as_worker(client);
        else if (what % 2 == 0)
            act_as_agent(client, person);
        else
            act_as_sender(client, client->portfolio->keys[person], channels[person],
                          1000000 + number);
    }
}

static status add_up(struct op *op, const struct portfolio *p, int person, int *ret_made)
{
    const struct gate_count *counts = NULL;
    size_t rows = 0;
    *ret_made = 0;
    TRY(decision_counts(op, p->keys[person].debtor_id, p->keys[person].case_id, PORTFOLIO_DATE,
                        &counts, &rows));
    for (size_t i = 0; i < rows; i++)
        if (counts[i].on == PORTFOLIO_DATE)
            *ret_made += counts[i].attempts;
    return OK;
}

/* The day's maximum holds for all that was not told as a breach. */
static void check_maxima(struct portfolio *p, int *ret_contacted)
{
    struct report_query query = REPORT_QUERY_NONE;
    struct report report;
    size_t breached = 0;
    *ret_contacted = 0;
    for (int i = 0; i < PERSONS; i++) {
        int made = 0;
        check_ok(&p->op, add_up(&p->op, p, i, &made));
        check_true(made - atomic_load(&breaches[i]) <= DAY_MAX_OF_MX);
        breached += (size_t)atomic_load(&breaches[i]);
        *ret_contacted += made;
    }
    query.from = query.date = PORTFOLIO_DATE;
    query.filter = STR("refused");
    check_ok(&p->op, report_run(&p->op, STR("unpermitted"), &query, &report));
    check_eq(report.row_count, breached);
}

static void make_mail_ready(struct op *op)
{
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, setting_put(op, "mail.from", PORTFOLIO_DATE, STR("cobranza@example.mx")));
    check_ok(op, db_commit(op));
    smtp_server_start(SMTP_SERVER_WILLING);
}

/* A channel by which the person may be contacted at all. */
static void choose_channels(struct portfolio *p)
{
    struct client client = {.portfolio = p};
    connect_client(&client);
    for (int i = 0; i < PERSONS; i++) {
        struct permit permit = {0};
        channels[i] = i % 3 != 2 ? CHANNEL_EMAIL : CHANNEL_LETTER; /* one may be planned */
        for (int c = CHANNEL_EMAIL; c <= CHANNEL_CALL; c++) {
            check_ok(&client.op, db_begin(&client.op, DB_WRITE));
            check_ok(&client.op, permit_ask(&client.op, p->keys[i], (enum channel)c, 0, &permit));
            db_rollback(&client.op);
            if (permit.id != 0)
                channels[i] = (enum channel)c;
        }
    }
    portfolio_disconnect(&client.op);
}

static void test_no_maximum_is_passed(void **state)
{
    static struct client clients[CLIENTS_MAX];
    const int client_count = number_of("ACUERDO_PERMIT_CLIENTS", CLIENTS, CLIENTS_MAX);
    struct portfolio p;
    int totals[5] = {0};
    int contacted = 0;
    (void)state;
    attempts = number_of("ACUERDO_PERMIT_ATTEMPTS", ATTEMPTS, 1000000);
    atomic_store(&next_attempt, 0);
    atomic_store(&now_at, PORTFOLIO_DATE * INSTANT_PER_DAY + 14 * INSTANT_PER_DAY / 24);
    for (int i = 0; i < PERSONS; i++)
        atomic_store(&breaches[i], 0);
    portfolio_open(&p, PERSONS);
    make_mail_ready(&p.op);
    choose_channels(&p);
    for (int i = 0; i < client_count; i++) {
        clients[i] = (struct client){.portfolio = &p, .seed = 7U + (unsigned)i};
        connect_client(&clients[i]);
    }
    for (int i = 0; i < client_count; i++)
        check_eq(pthread_create(&clients[i].thread, NULL, work, &clients[i]), 0);
    for (int i = 0; i < client_count; i++) {
        check_eq(pthread_join(clients[i].thread, NULL), 0);
        check_ok(&clients[i].op, clients[i].code);
        portfolio_disconnect(&clients[i].op);
        totals[0] += clients[i].granted;
        totals[1] += clients[i].made;
        totals[2] += clients[i].broken;
        totals[3] += clients[i].late;
        totals[4] += clients[i].sent;
    }
    smtp_server_stop();
    check_maxima(&p, &contacted);
    print_message("    %d clients, %d attempts: %d permitted, %d made, %d broken off, %d late, %d "
                  "planned and sent\n",
                  client_count, attempts, totals[0], totals[1], totals[2], totals[3], totals[4]);
    check_eq(contacted, totals[1] + totals[4]);
    check_true(contacted >= PERSONS / 2 && totals[2] > 0 && totals[4] > 0);
    portfolio_close(&p);
}

TEST_STORE_MAIN("permits", cmocka_unit_test(test_no_maximum_is_passed))
