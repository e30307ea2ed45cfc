/* The close and an event are one: after any history both leave the same facts and decisions.
 *
 * Two stores live through the same random histories, 2,000 on SQLite and 400 on PostgreSQL
 * (payments, promises, results, disputes, holds, backdated and returned money).  In the first every
 * event is re-decided in its own transaction; in the second events are only booked, and the close
 * finds them.  At the end every fact row and every carried decision must be equal, words by their
 * text; and rebuilding all facts from the book must change none. */
#include "base/ids.h"
#include "book/action.h"
#include "book/claim_entry.h"
#include "book/dispute.h"
#include "book/payment.h"
#include "book/promise.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/strategy.h"
#include "record/symbol.h"
#include "tests/support/doctor.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

#ifdef ACUERDO_SANITIZED
#define HISTORIES 400 /* the sanitizers look at the code; the unsanitized build at the numbers */
#else
#define HISTORIES 2000
#endif
#define DAYS 18

static int histories(void)
{
    return HISTORIES / test_store_every(5);
}

struct world {
    struct op op;
    bool by_event; /* false: events wait for the close */
    struct case_key keys[HISTORIES];
    int64_t last_payment[HISTORIES]; /* 0: none that can still be returned */
    int64_t last_dispute[HISTORIES];
};

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

static void book_debts(struct world *world, int n, uint64_t *random)
{
    struct op *const op = &world->op;
    const str name = str_of(arena_printf(op->arena, "Persona %d", n));
    const struct party_input party = {.source = STR("t"), .external_id = name, .name = name};
    enum book_change change;
    int64_t debtor_id = 0;
    int64_t creditor_id = 0;
    int64_t point_id = 0;
    check_ok(op, party_upsert(op, &party, &debtor_id, &change));
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &creditor_id));
    if (roll(random, 4) > 0)
        check_ok(op, contact_point_put(op, debtor_id, STR("email"),
                                       str_of(arena_printf(op->arena, "p%d@example.com", n)),
                                       STR("t"), 1, &point_id, &change));
    if (roll(random, 4) > 0)
        check_ok(op, contact_point_put(op, debtor_id, STR("phone"),
                                       str_of(arena_printf(op->arena, "+5255%08d", n)), STR("t"), 1,
                                       &point_id, &change));
    for (int i = 0; i <= roll(random, 3); i++) {
        const str external_id = str_of(arena_printf(op->arena, "%d-%d", n, i));
        struct obligation_input obligation = {.source = STR("t"),
                                              .external_id = external_id,
                                              .debtor_id = debtor_id,
                                              .creditor_id = creditor_id,
                                              .product = STR("loan"),
                                              .opened_on = op->business_date - 60};
        struct obligation_ref ref;
        int64_t claim_id = 0;
        check_true(currency_parse(STR("MXN"), &obligation.currency));
        check_ok(op, obligation_upsert(op, &obligation, &ref, &change));
        const struct claim_input claim = {.source = STR("t"),
                                          .external_id = external_id,
                                          .number = 1,
                                          .issued_on = op->business_date - 60,
                                          .due_on = op->business_date - 45 + roll(random, 60),
                                          .amount = {10000 + roll(random, 900000)}};
        check_ok(op, claim_upsert(op, &ref, &claim, &claim_id, &change));
        world->keys[n] = (struct case_key){ref.debtor_id, ref.case_id};
    }
}

static void pay(struct world *world, int n, int serial, uint64_t *random)
{
    struct op *const op = &world->op;
    bool is_new = false;
    const struct payment_order order = {
        .debtor_id = world->keys[n].debtor_id,
        .case_id = world->keys[n].case_id,
        .source = STR("t"),
        .reference = str_of(arena_printf(op->arena, "pay-%d-%d", n, serial)),
        .value_on = op->business_date - (roll(random, 2) ? 0 : roll(random, 12)), /* often late */
        .amount = {100 + roll(random, 400000)},
    };
    check_ok(op, payment_take(op, &order, &world->last_payment[n], &is_new));
}

static void promise(struct world *world, int n, uint64_t *random)
{
    struct op *const op = &world->op;
    int64_t id = 0;
    const struct promise_input input = {.key = world->keys[n],
                                        .due_on = op->business_date + roll(random, 6),
                                        .amount = {1000 + roll(random, 20000)},
                                        .channel = CHANNEL_CALL,
                                        .allow_over_balance = true};
    check_ok(op, promise_make(op, &input, &id));
}

static void act(struct world *world, int n, uint64_t *random)
{
    static const char *const outcomes[] = {
        "no_answer",     "contact_right_party", "refuses", "cannot_pay",
        "callback",      "third_party",         "sent",    "deceased",
        "do_not_contact"};
    struct op *const op = &world->op;
    int64_t id = 0;
    const int pick = roll(random, 40);
    const struct action_input input = {
        .key = world->keys[n],
        .channel = CHANNEL_CALL,
        .disposition = str_of(outcomes[pick < 39 ? pick % 7 : 7 + roll(random, 2)]),
        .notice_level = roll(random, 3) ? 0 : 1 + roll(random, 3),
        .callback_on = DAY_NONE,
    };
    check_ok(op, action_record(op, &input, &id));
    if (roll(random, 8) == 0) {
        int64_t correction_id = 0;
        check_ok(op,
                 action_correct(op, input.key.debtor_id, id, STR("me equivoqué"), &correction_id));
    }
}

static void dispute(struct world *world, int n, uint64_t *random)
{
    struct op *const op = &world->op;
    if (world->last_dispute[n]) {
        check_ok(op, dispute_close(op, world->keys[n].debtor_id, world->last_dispute[n],
                                   STR("rejected")));
        world->last_dispute[n] = 0;
        return;
    }
    const struct dispute_input input = {.key = world->keys[n],
                                        .kind = STR("amount"),
                                        .amount = {roll(random, 1000)},
                                        .reply_due_on = DAY_NONE};
    check_ok(op, dispute_open(op, &input, &world->last_dispute[n]));
}

static void happen(struct world *world, int n, int serial, uint64_t *random)
{
    struct op *const op = &world->op;
    int64_t id = 0;
    switch (roll(random, 12)) {
    case 0:
    case 1:
    case 2:
        pay(world, n, serial, random);
        break;
    case 3:
    case 4:
        promise(world, n, random);
        break;
    case 5:
        dispute(world, n, random);
        break;
    case 6:
        check_ok(op,
                 hold_place(op, world->keys[n], STR("contact"), op->business_date + roll(random, 3),
                            op->business_date + 5, STR("pausa"), &id));
        break;
    case 7:
        if (world->last_payment[n])
            check_ok(op, payment_return(op, world->keys[n].debtor_id, world->last_payment[n],
                                        str_of(arena_printf(op->arena, "ret-%d-%d", n, serial)),
                                        op->business_date, &id));
        world->last_payment[n] = 0;
        break;
    default:
        act(world, n, random);
        break;
    }
}

/* The second store: what happened is booked, and the next close computes the case wholly. */
static void commit_raw(struct world *world)
{
    struct op *const op = &world->op;
    const struct case_key *keys = NULL;
    const size_t count = touch_list(op, &keys);
    for (size_t i = 0; i < count; i++) {
        struct case_facts facts;
        bool found = false;
        bool written = false;
        check_ok(op, facts_get(op, keys[i], &facts, &found));
        if (!found)
            facts = (struct case_facts){.debtor_id = keys[i].debtor_id, .case_id = keys[i].case_id};
        facts.recheck_on = FACTS_STALE;
        check_ok(op, facts_put(op, &facts, &written));
    }
    touch_clear(op);
    check_ok(op, db_commit(op));
}

static void commit(struct world *world)
{
    if (world->by_event)
        check_ok(&world->op, policy_commit(&world->op));
    else
        commit_raw(world);
}

static void open_world(struct world *world, bool by_event, uint64_t *random)
{
    struct op *const op = &world->op;
    op_init(op, arena_create(), NULL, op_clock_system);
    test_store_open(op);
    world->by_event = by_event;
    check_ok(op, db_begin(op, DB_WRITE));
    test_organisation_create(op, 20000);
    check_ok(op, strategy_install_default(op));
    check_ok(op, db_commit(op));
    for (int n = 0; n < histories(); n++) {
        const struct arena_mark mark = arena_mark(op->arena);
        check_ok(op, db_begin(op, DB_WRITE));
        book_debts(world, n, random);
        commit(world);
        touch_clear(op);
        arena_release(op->arena, mark);
    }
}

static void close_world(struct world *world)
{
    test_store_close(&world->op);
    arena_destroy(world->op.arena);
}

static const struct close_options alone = {.threads = 1};
static const struct close_options small_slices = {.threads = 2, .slice_cases = 300};

static void live(struct world *world, uint64_t seed)
{
    struct op *const op = &world->op;
    uint64_t random = seed;
    open_world(world, world->by_event, &random);
    for (int today = 0; today < DAYS; today++) {
        struct close_result result;
        for (int n = 0; n < histories(); n++) {
            const struct arena_mark mark = arena_mark(op->arena);
            if (roll(&random, 8) > 0)
                continue;
            check_ok(op, db_begin(op, DB_WRITE));
            happen(world, n, today, &random);
            commit(world);
            touch_clear(op);
            arena_release(op->arena, mark);
        }
        check_ok(op, close_day(op, op->business_date, world->by_event ? &alone : &small_slices,
                               &result));
        assert_int_equal(result.cases, histories());
    }
}

static void check_words(struct world *a, int64_t symbol_a, struct world *b, int64_t symbol_b)
{
    str text_a;
    str text_b;
    check_ok(&a->op, symbol_text(&a->op, symbol_a, &text_a));
    check_ok(&b->op, symbol_text(&b->op, symbol_b, &text_b));
    if (!str_equal(text_a, text_b))
        fail_msg("\"" STR_FORMAT "\" is not \"" STR_FORMAT "\"", STR_ARG(text_a), STR_ARG(text_b));
}

static void check_facts(struct world *a, struct world *b, int n)
{
    struct case_facts facts_a;
    struct case_facts facts_b;
    bool found = false;
    check_ok(&a->op, facts_get(&a->op, a->keys[n], &facts_a, &found));
    check_true(found);
    check_ok(&b->op, facts_get(&b->op, b->keys[n], &facts_b, &found));
    check_true(found);
    for (enum fact fact = FACT_last_outcome; fact <= FACT_zone; fact++)
        check_words(a, (&facts_a.creditor_id)[fact], b, (&facts_b.creditor_id)[fact]);
    memcpy(&facts_b.last_outcome, &facts_a.last_outcome,
           (FACT_zone - FACT_last_outcome + 1) * sizeof(int64_t));
    facts_b.debtor_id = facts_a.debtor_id; /* ids and symbols are the store's own */
    facts_b.case_id = facts_a.case_id;
    facts_b.creditor_id = facts_a.creditor_id;
    if (!facts_equal(&facts_a, &facts_b)) {
        for (int i = 0; i < FACT_CELLS; i++)
            if ((&facts_a.debtor_id)[i] != (&facts_b.debtor_id)[i])
                print_error("case %d, cell %d: %lld by event, %lld by close\n", n, i,
                            (long long)(&facts_a.debtor_id)[i], (long long)(&facts_b.debtor_id)[i]);
        fail();
    }
}

static void check_decisions(struct world *a, struct world *b, int n)
{
    struct decision by_event;
    struct decision by_close;
    bool found = false;
    check_ok(&a->op, decision_get(&a->op, a->keys[n], &by_event, &found));
    check_true(found);
    check_ok(&b->op, decision_get(&b->op, b->keys[n], &by_close, &found));
    check_true(found);
    check_words(a, by_event.segment, b, by_close.segment);
    check_words(a, by_event.step, b, by_close.step);
    check_words(a, by_event.queue, b, by_close.queue);
    check_words(a, by_event.verdict_rule, b, by_close.verdict_rule);
    check_words(a, by_event.silence, b, by_close.silence);
    check_eq(by_event.rules, by_close.rules);
    check_eq(by_event.verdict, by_close.verdict);
    check_eq(by_event.channel, by_close.channel);
    check_true(by_event.silence != 0 || (day)by_event.next_action_on != DAY_NONE);
}

static void test_batch_and_event_agree(void **state)
{
    static struct world by_event = {.by_event = true};
    static struct world by_close = {.by_event = false};
    int64_t cases = 0;
    int64_t changed = 0;
    (void)state;
    memset(&by_event, 0, sizeof(by_event));
    memset(&by_close, 0, sizeof(by_close));
    by_event.by_event = true;
    live(&by_event, 88172645463325252U);
    live(&by_close, 88172645463325252U);
    for (int n = 0; n < histories(); n++) {
        check_facts(&by_event, &by_close, n);
        check_decisions(&by_event, &by_close, n);
    }
    check_ok(&by_event.op, db_begin(&by_event.op, DB_WRITE));
    check_ok(&by_event.op, facts_rebuild(&by_event.op, &cases, &changed));
    check_ok(&by_event.op, db_commit(&by_event.op));
    check_eq(cases, histories());
    check_eq(changed, 0);
    test_check_sound(&by_event.op);
    close_world(&by_event);
    close_world(&by_close);
}

/* Ten days in which nothing falls due and nothing happens write no fact row. */
static void test_quiet_days_write_nothing(void **state)
{
    static struct world world;
    uint64_t random = 4101842887655102017U;
    struct close_result result;
    struct op *const op = &world.op;
    (void)state;
    memset(&world, 0, sizeof(world));
    world.by_event = true;
    open_world(&world, true, &random);
    for (int i = 0; i < 16; i++) /* until the last claim has fallen due */
        check_ok(op, close_day(op, op->business_date, NULL, &result));
    for (int i = 0; i < 10; i++) {
        check_ok(op, close_day(op, op->business_date, NULL, &result));
        check_eq(result.fact_rows, 0);
        check_eq(result.cases, histories());
    }
    check_ok(op, close_day(op, op->business_date - 1, NULL, &result));
    check_true(result.was_closed);
    close_world(&world);
}

TEST_STORE_MAIN("histories", cmocka_unit_test(test_batch_and_event_agree),
                cmocka_unit_test(test_quiet_days_write_nothing))
