/* threads: agents lease from one queue at once, and nobody gets what another holds. */
#include "policy/work.h"

#include <pthread.h>
#include <stdatomic.h>

#include "record/organisation.h"
#include "tests/support/organisation.h"

#define AGENTS     4
#define ITEMS      60
#define FIRST_USER 501

struct agent {
    const char *url;
    int64_t user_id;
    int64_t items[ITEMS];
    int count;
    const char *failure; /* NULL: all went well */
};

static void make_items(struct op *op)
{
    check_ok(op, db_begin(op, DB_WRITE));
    for (int64_t i = 1; i <= ITEMS; i++) {
        test_case(op, 1000 + i, 2000 + i);
        check_ok(op, db_run(op, Q_WORK_ITEM_INSERT,
                            DB_ARGS(ARG_ID(3000 + i), ARG_ID(1000 + i), ARG_ID(2000 + i),
                                    ARG_I64(0), ARG_I64(0), ARG_DAY(op->business_date), ARG_I64(0),
                                    ARG_I64(ITEMS - i), ARG_INSTANT(op_now(op))),
                            NULL));
    }
    check_ok(op, db_commit(op));
}

static status lease_one(struct op *op, struct agent *agent, bool *ret_found)
{
    struct work_item item;
    TRY(db_begin(op, DB_WRITE));
    TRY(work_lease_next(op, &item, ret_found));
    if (*ret_found)
        agent->items[agent->count++] = item.id;
    return db_commit(op);
}

static void *lease_all(void *context)
{
    struct agent *const agent = context;
    const struct db_options options = {.unsafe_speed = true, .busy_ms = 20000};
    struct op op;
    bool found = true;
    op_init(&op, arena_create(), NULL, op_clock_system);
    status code = db_open(&op, str_of(agent->url), &options, &op.db);
    if (code == OK)
        code = organisation_read_date(&op);
    op.actor_id = agent->user_id;
    while (code == OK && found)
        code = lease_one(&op, agent, &found);
    agent->failure = code == OK ? NULL : status_name(code);
    if (op.db)
        db_close(op.db);
    arena_destroy(op.arena);
    return NULL;
}

static void test_nobody_gets_what_another_holds(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    struct agent agents[AGENTS];
    pthread_t threads[AGENTS];
    int holders[ITEMS + 1] = {0};
    int total = 0;
    op->clock = op_clock_system; /* leases are compared with the threads' own clock */
    check_ok(op, organisation_read_date(op));
    make_items(op);
    for (int i = 0; i < AGENTS; i++) {
        agents[i] = (struct agent){.url = test_store_url(op), .user_id = FIRST_USER + i};
        check_eq(pthread_create(&threads[i], NULL, lease_all, &agents[i]), 0);
    }
    for (int i = 0; i < AGENTS; i++) {
        check_eq(pthread_join(threads[i], NULL), 0);
        if (agents[i].failure)
            fail_msg("agent %d: %s", i, agents[i].failure);
        total += agents[i].count;
        for (int k = 0; k < agents[i].count; k++)
            check_eq(++holders[agents[i].items[k] - 3000], 1);
    }
    check_eq(total, ITEMS);
    test_store_close(op);
}

static void test_a_lease_ends_by_itself(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    struct work_item item;
    bool found = false;
    check_ok(op, organisation_read_date(op));
    make_items(op);
    op->actor_id = FIRST_USER;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, work_lease_next(op, &item, &found));
    check_eq(item.id, 3000 + ITEMS); /* the best rank */
    op->actor_id = FIRST_USER + 1;
    check_eq(work_lease(op, item.id, &item), E_CONFLICT);
    check_eq(item.leased_by, FIRST_USER);
    op_clear(op);
    test_clock_add_minutes(11);
    check_ok(op, work_lease(op, item.id, &item));
    check_eq(item.leased_by, FIRST_USER + 1);
    check_ok(op, db_commit(op));
    test_store_close(op);
}

static void test_what_an_action_finished_comes_back_when_it_is_undone(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    struct work_item item;
    int64_t id = 0;
    bool found = false;
    check_ok(op, organisation_read_date(op));
    make_items(op);
    op->actor_id = FIRST_USER;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, work_lease_next(op, &item, &found));
    check_ok(op, work_done(op, item.id, 77));
    check_eq(work_done(op, item.id, 78), E_CONFLICT);
    op_clear(op);
    check_ok(op, work_reopen(op, 78, &id));
    check_eq(id, 0);
    check_ok(op, work_reopen(op, 77, &id));
    check_eq(id, item.id);
    check_ok(op, work_get(op, id, &item));
    check_true(item.is_ready);
    check_eq(item.leased_by, FIRST_USER);
    check_ok(op, work_release_all(op));
    check_ok(op, work_get(op, id, &item));
    check_eq(item.leased_by, 0);
    check_ok(op, db_commit(op));
    test_store_close(op);
}

TEST_STORE_MAIN("leases", cmocka_unit_test(test_nobody_gets_what_another_holds),
                cmocka_unit_test(test_a_lease_ends_by_itself),
                cmocka_unit_test(test_what_an_action_finished_comes_back_when_it_is_undone))
