/* With threads: the resident columns are at every refresh what the store is, however they came
 * there: loaded by one thread or two, or merged from changes, whoever wrote them. */
#include "policy/resident.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/shared.h"
#include "book/action.h"
#include "book/promise.h"
#include "policy/changes.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "tests/support/portfolio.h"

static const struct load_options one_thread = {.threads = 1};
static const struct load_options two_threads = {.threads = 2, .range_cases = 37};

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static int roll(uint64_t *state, int sides)
{
    return (int)(next_random(state) % (uint64_t)sides);
}

/* --- views --- */

/* A walk over the rows of a view. */
struct walk {
    const struct resident_view *view;
    size_t chunk, row;
};

static bool walk_next(struct walk *walk, struct case_facts *facts, struct decision *decision)
{
    if (walk->chunk == walk->view->chunk_count)
        return false;
    const struct vec_chunk *const chunk = walk->view->chunks[walk->chunk];
    *decision = (struct decision){0};
    column_get_facts(chunk, walk->row, facts);
    (void)column_get_decision(chunk, walk->row, decision);
    if (++walk->row == chunk->count) {
        walk->row = 0;
        walk->chunk++;
    }
    return true;
}

static void check_same(const struct resident_view *a, const struct resident_view *b)
{
    struct walk walks[2] = {
        {a, 0, 0},
        {b, 0, 0}
    };
    struct case_facts facts[2];
    struct decision decisions[2];
    check_eq(a->case_count, b->case_count);
    for (size_t i = 0; i < a->case_count; i++) {
        check_true(walk_next(&walks[0], &facts[0], &decisions[0]));
        check_true(walk_next(&walks[1], &facts[1], &decisions[1]));
        check_true(facts_equal(&facts[0], &facts[1]));
        assert_memory_equal(&decisions[0], &decisions[1], sizeof(decisions[0]));
    }
}

/* What a reader may count on, whenever it comes. */
static void check_sound(const struct resident_view *view)
{
    struct case_key last = {INT64_MIN, INT64_MIN};
    size_t cases = 0;
    for (size_t c = 0; c < view->chunk_count; c++) {
        check_true(view->chunks[c]->count > 0);
        for (size_t row = 0; row < view->chunks[c]->count; row++, cases++) {
            const struct vec_column *const columns = view->chunks[c]->columns;
            const struct case_key key = {vec_column_at(&columns[COLUMN_DEBTOR], row),
                                         vec_column_at(&columns[COLUMN_CASE], row)};
            check_true(key.debtor_id > last.debtor_id ||
                       (key.debtor_id == last.debtor_id && key.case_id > last.case_id));
            last = key;
        }
    }
    check_eq(cases, view->case_count);
}

/* The keeper holds what a fresh load finds. */
static void check_fresh(struct op *op, struct resident *resident,
                        const struct load_options *options)
{
    const struct resident_view *fresh = NULL;
    check_ok(op, resident_refresh(op, resident));
    check_ok(op, resident_load(op, options, 0, &fresh));
    const struct resident_view *const view = resident_take(resident);
    check_sound(view);
    check_same(view, fresh);
    shared_drop(view);
    shared_drop(fresh);
}

/* A case in the view is what single reads of the store say. */
static void check_case_of(struct op *op, const struct resident_view *view, struct case_key key)
{
    struct case_facts facts, stored;
    struct decision decision = {0}, carried = {0};
    bool has_facts = false, has_carried = false, has_decision = false;
    check_ok(op, facts_get(op, key, &stored, &has_facts));
    check_ok(op, decision_get(op, key, &carried, &has_carried));
    check_eq(resident_view_get(view, key, &facts, &decision, &has_decision), has_facts);
    if (!has_facts)
        return;
    check_true(facts_equal(&facts, &stored));
    check_eq(has_decision, has_carried);
    if (has_carried)
        assert_memory_equal(&decision, &carried, offsetof(struct decision, is_glance));
}

/* --- loading --- */

static void test_one_thread_or_two(void **state)
{
    struct portfolio p;
    const struct resident_view *views[2] = {NULL, NULL};
    (void)state;
    portfolio_open(&p, 300);
    check_ok(&p.op, close_day(&p.op, PORTFOLIO_DATE, NULL, &(struct close_result){0}));
    check_ok(&p.op, resident_load(&p.op, &one_thread, 0, &views[0]));
    check_ok(&p.op, resident_load(&p.op, &two_threads, 0, &views[1]));
    check_eq(views[0]->case_count, 300);
    check_eq(views[0]->chunk_count, 1);
    check_true(views[1]->chunk_count > 5);
    check_sound(views[1]);
    check_same(views[0], views[1]);
    for (int i = 0; i < p.count; i++)
        check_case_of(&p.op, views[i % 2], p.keys[i]);
    check_case_of(&p.op, views[1], (struct case_key){1, 1});
    check_case_of(&p.op, views[1], (struct case_key){INT64_MAX, 1});
    check_case_of(&p.op, views[1], (struct case_key){p.keys[3].debtor_id, INT64_MAX});
    shared_drop(views[0]);
    shared_drop(views[1]);
    portfolio_close(&p);
}

static void test_an_empty_store(void **state)
{
    struct portfolio p;
    (void)state;
    portfolio_open(&p, 0);
    struct resident *const resident = resident_create(&two_threads);
    check_true(resident_take(resident) == NULL);
    check_ok(&p.op, resident_refresh(&p.op, resident));
    check_eq(resident_stats(resident).cases, 0);
    const struct resident_view *const view = resident_take(resident);
    check_case_of(&p.op, view, (struct case_key){1, 1});
    shared_drop(view);
    resident_destroy(resident);
    portfolio_close(&p);
}

/* --- following --- */

static void promise(struct op *op, struct case_key key, uint64_t *random)
{
    const struct promise_input input = {.key = key,
                                        .due_on = op->business_date + roll(random, 6),
                                        .amount = {1000 + roll(random, 20000)},
                                        .channel = CHANNEL_CALL,
                                        .allow_over_balance = true};
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, promise_make(op, &input, &id));
    check_ok(op, policy_commit(op));
}

static void act(struct op *op, struct case_key key, uint64_t *random)
{
    static const char *const outcomes[] = {"no_answer", "contact_right_party", "refuses",
                                           "cannot_pay"};
    const struct action_input input = {.key = key,
                                       .channel = CHANNEL_CALL,
                                       .disposition = str_of(outcomes[roll(random, 4)]),
                                       .callback_on = DAY_NONE};
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, action_record(op, &input, &id));
    check_ok(op, policy_commit(op));
}

static void live(struct portfolio *p, int turn, uint64_t *random)
{
    struct op *const op = &p->op;
    const struct case_key key = p->keys[roll(random, p->count)];
    const struct arena_mark mark = arena_mark(op->arena);
    switch (turn % 100 == 99 ? 3 : roll(random, 3)) {
    case 0:
        check_ok(op, portfolio_pay(op, key, arena_printf(op->arena, "turn-%d", turn),
                                   100 + roll(random, 90000)));
        break;
    case 1:
        promise(op, key, random);
        break;
    case 2:
        act(op, key, random);
        break;
    default:
        check_ok(op, close_day(op, op->business_date, NULL, &(struct close_result){0}));
    }
    arena_release(op->arena, mark);
}

static void test_after_a_thousand_histories(void **state)
{
    struct portfolio p;
    uint64_t random = 11;
    (void)state;
    portfolio_open(&p, 250);
    struct resident *const resident = resident_create(&two_threads);
    check_ok(&p.op, resident_refresh(&p.op, resident));
    for (int turn = 0; turn < 1000; turn++) {
        live(&p, turn, &random);
        if (roll(&random, 12) == 0)
            check_ok(&p.op, resident_refresh(&p.op, resident));
        if (turn % 250 == 249)
            check_fresh(&p.op, resident, turn % 500 == 249 ? &one_thread : &two_threads);
    }
    check_eq(resident_stats(resident).loads, 1);
    check_true(resident_stats(resident).merges > 40);
    const struct resident_view *const view = resident_take(resident);
    for (int i = 0; i < p.count; i++)
        check_case_of(&p.op, view, p.keys[i]);
    shared_drop(view);
    resident_destroy(resident);
    portfolio_close(&p);
}

/* What the book says of a case whose facts were spoilt is a change as any other. */
static void test_rebuilt_facts_are_a_change(void **state)
{
    struct portfolio p;
    struct case_facts facts;
    bool found = false;
    int64_t cases = 0, changed = 0;
    (void)state;
    portfolio_open(&p, 5);
    struct resident *const resident = resident_create(&one_thread);
    check_ok(&p.op, facts_get(&p.op, p.keys[2], &facts, &found));
    facts.open_amount += 1;
    check_ok(&p.op, db_begin(&p.op, DB_WRITE));
    check_ok(&p.op, facts_replace(&p.op, &facts, 1));
    check_ok(&p.op, db_commit(&p.op));
    check_ok(&p.op, resident_refresh(&p.op, resident)); /* loads what is spoilt */
    check_ok(&p.op, db_begin(&p.op, DB_WRITE));
    check_ok(&p.op, facts_rebuild(&p.op, &cases, &changed));
    check_ok(&p.op, db_commit(&p.op));
    check_eq(changed, 1);
    check_fresh(&p.op, resident, &one_thread);
    check_eq(resident_stats(resident).merges, 1);
    resident_destroy(resident);
    portfolio_close(&p);
}

/* Writes facts of made-up cases, four to a debtor, and notes them as changed. */
static void write_cases(struct op *op, int64_t first, int64_t step, size_t count)
{
    const struct arena_mark mark = arena_mark(op->arena);
    struct case_facts *const rows = arena_array(op->arena, count, sizeof(*rows));
    struct case_key *const keys = arena_array(op->arena, count, sizeof(*keys));
    bool is_written = false;
    for (size_t i = 0; i < count; i++) {
        const int64_t n = first + (int64_t)i * step;
        keys[i] = (struct case_key){1 + n / 4, 1 + n};
        rows[i] = (struct case_facts){.debtor_id = keys[i].debtor_id,
                                      .case_id = keys[i].case_id,
                                      .recheck_on = DAY_MAX,
                                      .validity = (uint64_t)n % 1000,
                                      .natural_key = n * 7919,
                                      .open_amount = n * step};
    }
    check_ok(op, db_begin(op, DB_WRITE));
    for (size_t i = 0; i < count; i++)
        check_ok(op, facts_put(op, &rows[i], &is_written));
    check_ok(op, change_note(op, keys, count));
    check_ok(op, db_commit(op));
    arena_release(op->arena, mark);
}

static void test_chunks_grow_and_divide(void **state)
{
    struct portfolio p;
    (void)state;
    portfolio_open(&p, 0);
    struct resident *const resident = resident_create(&one_thread);
    check_ok(&p.op, resident_refresh(&p.op, resident));
    write_cases(&p.op, 20000, 2, 5000); /* all at once, into nothing */
    check_fresh(&p.op, resident, &one_thread);
    write_cases(&p.op, 20001, 100, 90); /* a few, between others */
    check_fresh(&p.op, resident, &one_thread);
    write_cases(&p.op, 0, 1, 3000); /* before all others */
    check_fresh(&p.op, resident, &one_thread);
    write_cases(&p.op, 40000, 1, 10); /* behind them */
    check_fresh(&p.op, resident, &one_thread);
    write_cases(&p.op, 22000, 1, 6000); /* half of them new, a large range */
    check_fresh(&p.op, resident, &one_thread);
    const struct resident_stats stats = resident_stats(resident);
    check_eq(stats.loads, 1);
    check_eq(stats.merges, 5);
    check_true(stats.chunks <= 4 * (stats.cases / VEC_ROWS + 1));
    resident_destroy(resident);
    portfolio_close(&p);
}

/* A case that the store has no longer is gone, and a chunk with its last row.  (Nothing deletes a
 * case yet: a view of one store is merged with what another one has.) */
static void test_removal(void **state)
{
    struct portfolio p, empty;
    const struct resident_view *all = NULL, *fewer = NULL, *none = NULL;
    (void)state;
    portfolio_open(&p, 3);
    portfolio_open(&empty, 0);
    check_ok(&p.op, resident_load(&p.op, &one_thread, 0, &all));
    int64_t debtors[3];
    for (size_t i = 0; i < ARRAY_LEN(debtors); i++)
        debtors[i] = p.keys[i].debtor_id; /* ids are made in order */
    check_ok(&empty.op, db_begin(&empty.op, DB_READ));
    check_ok(&empty.op, resident_merge(&empty.op, all, debtors + 1, 1, 0, &fewer));
    check_ok(&empty.op, resident_merge(&empty.op, all, debtors, 3, 0, &none));
    check_ok(&empty.op, db_commit(&empty.op));
    check_eq(all->case_count, 3);
    check_eq(fewer->case_count, 2);
    check_sound(fewer);
    check_case_of(&p.op, fewer, p.keys[0]);
    check_case_of(&empty.op, fewer, p.keys[1]);
    check_case_of(&p.op, fewer, p.keys[2]);
    check_eq(none->case_count, 0);
    check_eq(none->chunk_count, 0);
    shared_drop(all);
    shared_drop(fewer);
    shared_drop(none);
    portfolio_close(&empty);
    portfolio_close(&p);
}

static void test_who_is_behind_loads_anew(void **state)
{
    struct portfolio p;
    (void)state;
    portfolio_open(&p, 8);
    struct op *const op = &p.op;
    struct resident *const resident = resident_create(&one_thread);
    check_ok(op, resident_refresh(op, resident));
    for (int i = 0; i < 6; i++)
        check_ok(op, portfolio_pay(op, p.keys[1], arena_printf(op->arena, "p%d", i), 500));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_run(op, Q_CHANGE_FORGET,
                        DB_ARGS(ARG_I64(change_partition(p.keys[1].debtor_id)), ARG_I64(1)), NULL));
    check_ok(op, db_commit(op));
    check_fresh(op, resident, &one_thread);
    check_eq(resident_stats(resident).loads, 2);
    check_eq(resident_stats(resident).merges, 0);
    check_ok(op, db_begin(op, DB_READ));
    check_eq(resident_refresh(op, resident), E_INTERNAL);
    db_rollback(op);
    resident_destroy(resident);
    portfolio_close(&p);
}

static void test_after_a_lost_connection_nothing_is_believed(void **state)
{
    struct portfolio p;
    (void)state;
    if (test_store_dialect() == DB_SQLITE)
        skip();
    portfolio_open(&p, 8);
    struct op *const op = &p.op;
    struct resident *const resident = resident_create(&one_thread);
    check_ok(op, resident_refresh(op, resident));
    check_ok(op, portfolio_pay(op, p.keys[1], "a", 500));
    check_fresh(op, resident, &one_thread);
    check_eq(resident_stats(resident).loads, 1);
    test_store_end_others(op);
    check_ok(op, resident_refresh(op, resident)); /* though no number of a change has moved */
    check_eq(resident_stats(resident).loads, 2);
    check_fresh(op, resident, &one_thread);
    check_eq(resident_stats(resident).loads, 2); /* the new connection is known by now */
    resident_destroy(resident);
    portfolio_close(&p);
}

/* A connection that was made later is believed as long as one from before the last refresh is
 * there, and no longer. */
static void test_a_later_connection_is_vouched_for(void **state)
{
    struct portfolio p;
    struct op keeper;
    struct op later;
    (void)state;
    if (test_store_dialect() == DB_SQLITE)
        skip();
    portfolio_open(&p, 8);
    struct resident *const resident = resident_create(&one_thread);
    portfolio_connect(&p, &keeper);
    check_ok(&keeper, resident_refresh(&keeper, resident));
    portfolio_connect(&p, &later);
    check_ok(&later, resident_refresh(&later, resident));
    check_eq(resident_stats(resident).loads, 2); /* nobody vouches for it */
    portfolio_disconnect(&later);
    resident_keep(resident, keeper.db);
    portfolio_connect(&p, &later);
    check_ok(&later, portfolio_pay(&later, p.keys[1], "a", 500));
    check_fresh(&later, resident, &one_thread);
    check_eq(resident_stats(resident).loads, 2);
    check_eq(resident_stats(resident).merges, 1);
    portfolio_disconnect(&later);
    test_store_end_others(&p.op); /* all that were there */
    portfolio_connect(&p, &later);
    check_ok(&later, resident_refresh(&later, resident));
    check_eq(resident_stats(resident).loads, 3);
    portfolio_disconnect(&later);
    resident_keep(resident, NULL);
    portfolio_disconnect(&keeper);
    resident_destroy(resident);
    portfolio_close(&p);
}

/* Every store call of a load and of a merge fails once: the last view stands, the next one is
 * right. */
static void test_every_call_may_fail(void **state)
{
    struct portfolio p;
    (void)state;
    portfolio_open(&p, 20);
    struct op *const op = &p.op;
    struct resident *const resident = resident_create(&(struct load_options){.range_cases = 9});
    int failures = 0;
    for (int n = 1;; n++) {
        const struct resident_view *const before = resident_take(resident);
        db_fail_call(op->db, n);
        const status code = resident_refresh(op, resident);
        db_fail_call(op->db, 0);
        check_false(db_in_transaction(op));
        const struct resident_view *const after = resident_take(resident);
        check_true((before == after) == (code != OK));
        shared_drop(before);
        shared_drop(after);
        if (code == OK && failures > 30)
            break;
        if (code == OK) { /* loaded: now the same with something to merge */
            check_ok(op, portfolio_pay(op, p.keys[n % 20], arena_printf(op->arena, "f%d", n), 500));
            n = 0;
        }
        failures += code != OK;
        op_clear(op);
    }
    check_fresh(op, resident, &one_thread);
    resident_destroy(resident);
    portfolio_close(&p);
}

/* --- others who write --- */

static atomic_bool reading;

static void *read_views(void *context)
{
    struct resident *const resident = context;
    while (atomic_load(&reading)) {
        const struct resident_view *const view = resident_take(resident);
        check_sound(view);
        check_eq(view->case_count, 60);
        shared_drop(view);
    }
    return NULL;
}

static void test_readers_beside_a_refresh(void **state)
{
    struct portfolio p;
    pthread_t threads[2];
    (void)state;
    portfolio_open(&p, 60);
    struct resident *const resident = resident_create(&two_threads);
    check_ok(&p.op, resident_refresh(&p.op, resident));
    atomic_store(&reading, true);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        check_eq(pthread_create(&threads[i], NULL, read_views, resident), 0);
    for (int i = 0; i < 60; i++) {
        check_ok(&p.op,
                 portfolio_pay(&p.op, p.keys[i], arena_printf(p.op.arena, "r%d", i), 100 + i));
        check_ok(&p.op, resident_refresh(&p.op, resident));
    }
    atomic_store(&reading, false);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        check_eq(pthread_join(threads[i], NULL), 0);
    check_eq(resident_stats(resident).merges, 60);
    check_fresh(&p.op, resident, &one_thread);
    resident_destroy(resident);
    portfolio_close(&p);
}

TEST_STORE_MAIN("resident", cmocka_unit_test(test_one_thread_or_two),
                cmocka_unit_test(test_an_empty_store),
                cmocka_unit_test(test_after_a_thousand_histories),
                cmocka_unit_test(test_rebuilt_facts_are_a_change),
                cmocka_unit_test(test_chunks_grow_and_divide), cmocka_unit_test(test_removal),
                cmocka_unit_test(test_who_is_behind_loads_anew),
                cmocka_unit_test(test_after_a_lost_connection_nothing_is_believed),
                cmocka_unit_test(test_a_later_connection_is_vouched_for),
                cmocka_unit_test(test_every_call_may_fail),
                cmocka_unit_test(test_readers_beside_a_refresh))
