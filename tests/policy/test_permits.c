/* Agents and senders who ask for the same persons at once, each with a connection of its own, some
 * of which break off in the middle: no maximum is ever passed, and no place is lost for good.
 *
 * ACUERDO_PERMIT_ATTEMPTS and ACUERDO_PERMIT_CLIENTS make it larger: 10000 and 64 in the soak. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "book/action.h"
#include "book/reservation.h"
#include "policy/commit.h"
#include "policy/permit.h"
#include "tests/support/portfolio.h"

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
};

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

/* The agent has called and says so. */
static status record(struct client *client, struct case_key key, enum channel channel,
                     int64_t permit_id)
{
    struct op *const op = &client->op;
    const struct action_input action = {.key = key,
                                        .channel = channel,
                                        .disposition = STR("no_answer"),
                                        .permit_id = permit_id,
                                        .callback_on = DAY_NONE};
    int64_t id = 0;
    TRY(db_begin(op, DB_WRITE));
    TRY(action_record(op, &action, &id));
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

static void give_back(struct client *client)
{
    db_rollback(&client->op);
    touch_clear(&client->op);
    op_clear(&client->op);
}

static void act_as_agent(struct client *client, struct case_key key, enum channel channel)
{
    struct permit permit = {0};
    INSIST(client, ask(client, key, channel, 0, &permit));
    if (client->code != OK || permit.id == 0)
        return;
    client->granted++;
    if (rand_r(&client->seed) % 3 == 0) {
        break_off(client);
        return;
    }
    if (rand_r(&client->seed) % 4 == 0) /* who dawdles has no place any more */
        atomic_fetch_add(&now_at, (PERMIT_SECONDS + 1) * INSTANT_PER_SECOND);
    INSIST(client, record(client, key, channel, permit.id));
    client->made += client->code == OK;
    if (client->code == E_CONFLICT) {
        client->late++;
        client->code = OK;
        give_back(client);
    }
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
        const int person = number * PERSONS / attempts;
        const struct case_key key = client->portfolio->keys[person];
        atomic_fetch_add(&now_at, INSTANT_PER_SECOND / 10);
        if (rand_r(&client->seed) % 40 == 0) { /* killed while it asks */
            client->code = db_begin(&client->op, DB_WRITE);
            break_off(client);
            client->code = client->code == E_BUSY ? OK : client->code;
        }
        if (rand_r(&client->seed) % 2 == 0)
            act_as_agent(client, key, channels[person]);
        else
            act_as_sender(client, key, channels[person], 1000000 + number);
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

/* A channel by which the person may be contacted at all. */
static void choose_channels(struct portfolio *p)
{
    struct client client = {.portfolio = p};
    connect_client(&client);
    for (int i = 0; i < PERSONS; i++) {
        struct permit permit = {0};
        channels[i] = CHANNEL_LETTER;
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
    int totals[4] = {0};
    int contacted = 0;
    (void)state;
    attempts = number_of("ACUERDO_PERMIT_ATTEMPTS", ATTEMPTS, 1000000);
    atomic_store(&next_attempt, 0);
    atomic_store(&now_at, PORTFOLIO_DATE * INSTANT_PER_DAY + 14 * INSTANT_PER_DAY / 24);
    portfolio_open(&p, PERSONS);
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
    }
    for (int i = 0; i < PERSONS; i++) {
        int made = 0;
        check_ok(&p.op, add_up(&p.op, &p, i, &made));
        check_true(made <= DAY_MAX_OF_MX);
        contacted += made;
    }
    print_message("    %d clients, %d attempts: %d permitted, %d made, %d broken off, %d late\n",
                  client_count, attempts, totals[0], totals[1], totals[2], totals[3]);
    check_eq(contacted, totals[1]);
    check_true(contacted >= PERSONS / 2 && totals[2] > 0);
    portfolio_close(&p);
}

TEST_STORE_MAIN("permits", cmocka_unit_test(test_no_maximum_is_passed))
