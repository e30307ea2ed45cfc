/* Parties that are one person: what limits or protects one counts for all, and a merge that is
 * undone leaves everything as it was. */
#include <pthread.h>

#include "book/action.h"
#include "book/consent.h"
#include "book/merge.h"
#include "book/party.h"
#include "book/person.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/digest.h"
#include "policy/permit.h"
#include "record/organisation.h"
#include "tests/support/doctor.h"
#include "tests/support/portfolio.h"
#include "tests/support/random_life.h"

#ifdef ACUERDO_SANITIZED
enum { PARTIES = 12, LIVES = 2 };
#else
enum { PARTIES = 12, LIVES = 13 }; /* 13 lives of 160 persons: more than 2,000 histories */
#endif

static struct portfolio portfolio;

static int64_t party(int n)
{
    return portfolio.keys[n].debtor_id;
}

/* The open date of the portfolio, ten o'clock in Mexico. */
static instant tell_time(void *context)
{
    (void)context;
    return (instant)PORTFOLIO_DATE * INSTANT_PER_DAY + 16 * 3600 * INSTANT_PER_SECOND;
}

static struct op *open_portfolio(void)
{
    portfolio_open(&portfolio, PARTIES);
    portfolio.op.clock = (struct op_clock){tell_time, NULL};
    return &portfolio.op;
}

static int64_t merge(struct op *op, int64_t a, int64_t b)
{
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, merge_parties(op, a, b, STR("mismo RFC"), &id));
    check_ok(op, policy_commit(op));
    return id;
}

static void part(struct op *op, int64_t merge_id)
{
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, merge_undo(op, merge_id, STR("son hermanos")));
    check_ok(op, policy_commit(op));
}

static bool is_allowed(struct op *op, int n)
{
    struct permit permit;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, permit_ask(op, portfolio.keys[n], CHANNEL_CALL, 0, &permit));
    db_rollback(op);
    return permit.verdict.state != GATE_REFUSED;
}

/* The next one who may be called: a message that waits keeps the day's place of others. */
static int next_callable(struct op *op, int n)
{
    while (!is_allowed(op, n))
        n++;
    assert_true(n < PARTIES);
    return n;
}

static void call(struct op *op, int n)
{
    const struct action_input action = {.key = portfolio.keys[n],
                                        .channel = CHANNEL_CALL,
                                        .disposition = STR("contact_right_party"),
                                        .callback_on = DAY_NONE};
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, action_record(op, &action, &id));
    check_ok(op, policy_commit(op));
}

/* Mexico allows one contact a day: a second record of the same person gives no second one. */
static void test_a_duplicate_passes_no_maximum(void **state)
{
    struct op *const op = open_portfolio();
    (void)state;
    const int a = next_callable(op, 0);
    const int b = next_callable(op, a + 1);
    const int c = next_callable(op, b + 1);
    call(op, a);
    check_false(is_allowed(op, a));
    check_true(is_allowed(op, b));
    const int64_t first = merge(op, party(b), party(a));
    check_false(is_allowed(op, b));
    const int64_t second = merge(op, party(c), party(b)); /* and a third record */
    check_false(is_allowed(op, c));
    part(op, second);
    check_true(is_allowed(op, c));
    part(op, first);
    check_true(is_allowed(op, b));
    check_false(is_allowed(op, a));
    portfolio_close(&portfolio);
}

/* A place that is kept for one record is kept for the person. */
static void test_a_place_is_the_persons(void **state)
{
    struct op *const op = open_portfolio();
    struct permit permit;
    (void)state;
    const int a = next_callable(op, 0);
    int b = next_callable(op, a + 1);
    /* by the other's address a message may be planned, which keeps the place */
    for (int64_t id = merge(op, party(a), party(b)); !is_allowed(op, a);
         id = merge(op, party(a), party(b))) {
        part(op, id);
        b = next_callable(op, b + 1);
    }
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, permit_ask(op, portfolio.keys[a], CHANNEL_CALL, 0, &permit));
    check_true(permit.verdict.state != GATE_REFUSED);
    check_ok(op, db_commit(op));
    check_false(is_allowed(op, b));
    portfolio_close(&portfolio);
}

static struct case_facts facts_of(struct op *op, int n)
{
    struct case_facts facts;
    bool found = false;
    check_ok(op, facts_get(op, portfolio.keys[n], &facts, &found));
    check_true(found);
    return facts;
}

static void say(struct op *op, int n, const char *channel, bool is_given)
{
    const struct consent_input said = {.person_id = party(n),
                                       .channel = str_of(channel),
                                       .purpose = STR("collection"),
                                       .is_given = is_given,
                                       .from = op->business_date,
                                       .until = DAY_NONE,
                                       .evidence = STR("carta")};
    struct consent_effect effect;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, consent_record(op, &said, &effect));
    check_ok(op, policy_commit(op));
}

static void test_the_stricter_wins(void **state)
{
    struct op *const op = open_portfolio();
    struct case_facts facts;
    (void)state;
    say(op, 5, "call", true);
    say(op, 6, "call", false);
    say(op, 6, "sms", true);
    const int64_t id = merge(op, party(5), party(6));
    facts = facts_of(op, 5);
    check_eq(facts_consent(&facts, CHANNEL_CALL), CONSENT_REVOKED);
    check_eq(facts_consent(&facts, CHANNEL_SMS), CONSENT_GIVEN);
    check_false(is_allowed(op, 5));
    say(op, 5, "sms", false); /* what the person says now holds for all of it */
    facts = facts_of(op, 6);
    check_eq(facts_consent(&facts, CHANNEL_SMS), CONSENT_REVOKED);
    say(op, 6, "call", true);
    facts = facts_of(op, 5);
    check_eq(facts_consent(&facts, CHANNEL_CALL), CONSENT_GIVEN);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, party_set_flags(op, party(6), FLAG_BIT(FLAG_DECEASED), 0, STR("acta")));
    check_ok(op, policy_commit(op));
    facts = facts_of(op, 5);
    check_eq(facts.party_flags, FLAG_BIT(FLAG_DECEASED));
    check_false(is_allowed(op, 5));
    part(op, id);
    facts = facts_of(op, 5);
    check_eq(facts.party_flags, 0);
    test_check_sound(op);
    portfolio_close(&portfolio);
}

static void test_what_cannot_be(void **state)
{
    struct op *const op = open_portfolio();
    int64_t id = 0;
    (void)state;
    const int64_t first = merge(op, party(0), party(1));
    const int64_t second = merge(op, party(1), party(2));
    const struct {
        int64_t a, b;
        const char *reason;
        status want;
    } cases[] = {
        {party(0), party(0), "x", E_INVALID  },
        {party(0), party(3), "",  E_INVALID  },
        {party(0), party(2), "x", E_CONFLICT },
        {party(0), 12345,    "x", E_NOT_FOUND},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_ok(op, db_begin(op, DB_WRITE));
        check_eq(merge_parties(op, cases[i].a, cases[i].b, str_of(cases[i].reason), &id),
                 cases[i].want);
        db_rollback(op);
        op_clear(op);
    }
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(merge_undo(op, first, STR("x")), E_CONFLICT); /* the second rests on it */
    db_rollback(op);
    op_clear(op);
    part(op, second);
    part(op, first);
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(merge_undo(op, first, STR("x")), E_CONFLICT); /* undone already */
    db_rollback(op);
    op_clear(op);
    portfolio_close(&portfolio);
}

/* --- any history --- */

static void check_same_sum(const struct digest_sum *a, const struct digest_sum *b)
{
    check_eq(a->rows, b->rows);
    check_true(a->low == b->low && a->high == b->high);
}

static struct digest digest_of(struct op *op)
{
    struct digest digest;
    check_ok(op, digest_compute(op, &digest));
    return digest;
}

static struct random_life life;

/* Everybody who is alone is merged with the next who is, and all is undone again. */
static int merge_all(struct op *op, int64_t *merges)
{
    const struct random_person *waiting = NULL;
    int count = 0;
    for (int n = 0; n < LIFE_PERSONS; n++) {
        const struct random_person *const one = &life.persons[n];
        if (one->key.case_id == 0 || one->merge != 0)
            continue;
        if (waiting)
            merges[count++] = merge(op, waiting->key.debtor_id, one->key.debtor_id);
        waiting = waiting ? NULL : one;
    }
    return count;
}

/* As of now: another strategy may have become active since a case was decided last. */
static void decide_all(struct op *op)
{
    check_ok(op, db_begin(op, DB_WRITE));
    for (int n = 0; n < LIFE_PERSONS; n++)
        if (life.persons[n].key.case_id != 0)
            touch_case(op, life.persons[n].key.debtor_id, life.persons[n].key.case_id);
    check_ok(op, policy_commit(op));
}

static void read_decisions(struct op *op, struct decision *list)
{
    bool found = false;
    for (int n = 0; n < LIFE_PERSONS; n++)
        if (life.persons[n].key.case_id != 0)
            check_ok(op, decision_get(op, life.persons[n].key, &list[n], &found));
}

/* But for the day on which each was made: today, where a merge changed it. */
static void check_same_decisions(struct op *op, const struct decision *was)
{
    static struct decision now[LIFE_PERSONS];
    read_decisions(op, now);
    for (int n = 0; n < LIFE_PERSONS; n++)
        if (life.persons[n].key.case_id != 0)
            check_true(decision_same(&now[n], &was[n]));
}

static void test_undone_is_as_before(void **state)
{
    static int64_t merges[LIFE_PERSONS];
    static struct decision was[LIFE_PERSONS];
    int differing = 0;
    int all = 0;
    (void)state;
    const int lives = LIVES / test_store_every(LIVES > 4 ? 4 : 1);
    for (uint64_t seed = 1; seed <= (uint64_t)lives; seed++) {
        random_life_open(&life, seed * 2862933555777941757U);
        random_life_run(&life);
        struct op *const op = &life.op;
        check_ok(op, organisation_read_date(op));
        decide_all(op);
        const struct digest before = digest_of(op);
        read_decisions(op, was);
        const int count = merge_all(op, merges);
        const struct digest between = digest_of(op);
        for (int i = count - 1; i >= 0; i--)
            part(op, merges[i]);
        const struct digest after = digest_of(op);
        check_same_sum(&before.facts, &after.facts);
        check_same_decisions(op, was);
        differing += between.facts.low != before.facts.low;
        all += count;
        random_life_close(&life);
    }
    check_eq(differing, lives); /* merging does change what is known of a person */
    print_message("    %d merges undone\n", all);
    check_true(all > 30 * lives);
}

/* --- two at once --- */

struct merger {
    pthread_t thread;
    struct op op;
    int64_t a, b;
    int merged, refused;
};

static void *merge_often(void *context)
{
    struct merger *const m = context;
    struct op *const op = &m->op;
    for (int i = 0; i < 40; i++) {
        int64_t id = 0;
        status code = db_begin(op, DB_WRITE);
        if (code == OK)
            code = merge_parties(op, m->a, m->b, STR("a la vez"), &id);
        if (code == OK)
            code = policy_commit(op);
        if (code == OK) {
            m->merged++;
            code = db_begin(op, DB_WRITE);
            if (code == OK)
                code = merge_undo(op, id, STR("a la vez"));
            if (code == OK)
                code = policy_commit(op);
        }
        m->refused += code != OK;
        db_rollback(op);
        touch_clear(op);
        op_clear(op);
    }
    return NULL;
}

/* Nobody is ever half merged: each party says of the others what they say of it. */
static void test_two_at_once(void **state)
{
    struct op *const op = open_portfolio();
    static struct merger mergers[3];
    (void)state;
    for (int i = 0; i < 3; i++) {
        mergers[i] = (struct merger){.a = party(i), .b = party((i + 1) % 3)};
        portfolio_connect(&portfolio, &mergers[i].op);
        check_eq(pthread_create(&mergers[i].thread, NULL, merge_often, &mergers[i]), 0);
    }
    int merged = 0;
    for (int i = 0; i < 3; i++) {
        check_eq(pthread_join(mergers[i].thread, NULL), 0);
        portfolio_disconnect(&mergers[i].op);
        merged += mergers[i].merged;
    }
    check_true(merged > 0);
    for (int i = 0; i < 3; i++) {
        struct person person;
        check_ok(op, person_read(op, party(i), &person));
        for (size_t k = 0; k < person.count; k++) {
            struct person other;
            check_ok(op, person_read(op, person.ids[k], &other));
            check_eq(other.count, person.count);
            check_eq(memcmp(other.ids, person.ids, person.count * sizeof(*person.ids)), 0);
        }
    }
    test_check_sound(op);
    portfolio_close(&portfolio);
}

TEST_STORE_MAIN("persons", cmocka_unit_test(test_a_duplicate_passes_no_maximum),
                cmocka_unit_test(test_a_place_is_the_persons),
                cmocka_unit_test(test_the_stricter_wins), cmocka_unit_test(test_what_cannot_be),
                cmocka_unit_test(test_undone_is_as_before), cmocka_unit_test(test_two_at_once))
