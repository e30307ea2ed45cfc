/* A refusal of our own policy is lifted once, for a time, by two people; a law's and a ban's never.
 */
#include "book/party.h"
#include "insight/report.h"
#include "policy/commit.h"
#include "policy/override.h"
#include "policy/own_rules.h"
#include "policy/permit.h"
#include "record/user.h"
#include "tests/support/portfolio.h"

#define OWN_HOURS                                                                                  \
    "{\"country\":\"MX\",\"version\":1,\"rules\":[{\"id\":\"NUESTRO-H\",\"kind\":"                 \
    "\"contact_hours\",\"basis\":\"policy\",\"status\":\"policy_default\",\"confidence\":"         \
    "\"high\",\"citation\":\"Manual\",\"summary\":{\"es\":\"x\",\"en\":\"x\"},\"channels\":"       \
    "[\"call\"],\"windows\":{\"mon_fri\":[[\"09:00\",\"18:00\"]],\"sat\":null,\"sun\":null,"       \
    "\"holiday\":null}}]}"

static instant now;

static instant tell_time(void *context)
{
    (void)context;
    return now;
}

/* Minutes of the day in Mexico City. */
static void set_clock(int minutes)
{
    now = (instant)PORTFOLIO_DATE * INSTANT_PER_DAY +
          (instant)(minutes * 60 + 6 * 3600) * INSTANT_PER_SECOND;
}

struct house {
    struct portfolio p;
    struct case_key key;
    int64_t asker, decider, agent;
};

static int64_t add_user(struct op *op, const char *login, const char *role)
{
    int64_t id = 0;
    check_ok(op,
             user_create(op, str_of(login), str_of(login), STR("una frase larga y propia"), &id));
    check_ok(op, user_add_role(op, id, str_of(role)));
    return id;
}

/* 08:30, half an hour before the house's own hours begin. */
static struct op *open_house(struct house *house)
{
    struct op *const op = &house->p.op;
    char hash[DOCUMENT_HASH_SIZE];
    portfolio_open(&house->p, 3);
    house->key = house->p.keys[2]; /* a telephone, and nothing planned */
    op->clock = (struct op_clock){tell_time, NULL};
    set_clock(8 * 60 + 30);
    check_ok(op, db_begin(op, DB_WRITE));
    house->asker = add_user(op, "sofia", "supervisor");
    house->decider = add_user(op, "carmen", "compliance");
    house->agent = add_user(op, "lucia", "agent");
    check_ok(op, own_rules_put(op, STR(OWN_HOURS), "own.json", PORTFOLIO_DATE, hash));
    check_ok(op, db_commit(op));
    op->actor_id = house->asker;
    return op;
}

static struct permit ask(struct op *op, struct case_key key)
{
    struct permit permit;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, permit_ask(op, key, CHANNEL_CALL, 0, &permit));
    check_ok(op, db_commit(op));
    return permit;
}

static status request(struct op *op, struct case_key key, const char *why, int64_t *ret_approval)
{
    struct override_asked asked = {0};
    TRY(db_begin(op, DB_WRITE));
    TRY(override_ask(op, key, CHANNEL_CALL, str_of(why), &asked));
    *ret_approval = asked.approval_id;
    return db_commit(op);
}

static status decide(struct op *op, int64_t user, int64_t approval_id, bool is_approved)
{
    struct approval approval;
    op->actor_id = user;
    TRY(db_begin(op, DB_WRITE));
    TRY(override_decide(op, approval_id, is_approved, STR("visto"), &approval));
    return db_commit(op);
}

static void refused(struct op *op, status code, status want)
{
    check_eq(code, want);
    db_rollback(op);
    op_clear(op);
}

static void check_report(struct op *op, const char *state, size_t rows)
{
    struct report_query query = REPORT_QUERY_NONE;
    struct report report;
    query.from = query.date = PORTFOLIO_DATE;
    query.filter = str_of(state);
    check_ok(op, report_run(op, STR("overrides"), &query, &report));
    check_eq(report.row_count, rows);
}

static void test_two_people_lift_a_rule_once(void **state)
{
    struct house house;
    int64_t approval = 0;
    (void)state;
    struct op *const op = open_house(&house);
    check_text(ask(op, house.key).verdict.rule_id, "NUESTRO-H");
    refused(op, request(op, house.key, " ", &approval), E_INVALID);
    check_ok(op, request(op, house.key, "pidió que se le llame temprano", &approval));
    check_eq(ask(op, house.key).id, 0); /* asking is not having */
    refused(op, decide(op, house.asker, approval, true), E_DENIED);
    refused(op, decide(op, house.agent, approval, true), E_DENIED);
    check_ok(op, decide(op, house.decider, approval, true));
    refused(op, decide(op, house.decider, approval, true), E_CONFLICT);
    check_report(op, "approved", 1);
    op->actor_id = house.agent;
    const struct permit permit = ask(op, house.key);
    check_true(permit.id != 0 && permit.override_id != 0);
    check_text(permit.verdict.rule_id, "NUESTRO-H"); /* what was lifted stays said */
    check_eq(ask(op, house.key).id, 0);              /* once */
    check_report(op, "used", 1);
    portfolio_close(&house.p);
}

static void test_what_is_rejected_or_late_lifts_nothing(void **state)
{
    struct house house;
    int64_t approval = 0;
    (void)state;
    struct op *const op = open_house(&house);
    check_ok(op, request(op, house.key, "prisa", &approval));
    check_ok(op, decide(op, house.decider, approval, false));
    check_eq(ask(op, house.key).id, 0);
    op->actor_id = house.asker;
    set_clock(0 * 60 + 30);
    refused(op, request(op, house.key, "prisa", &approval), E_DENIED); /* the law refuses too */
    set_clock(7 * 60 + 30);
    check_ok(op, request(op, house.key, "prisa", &approval));
    set_clock(7 * 60 + 31);
    check_ok(op, decide(op, house.decider, approval, true));
    set_clock(18 * 60 + 30); /* more than four hours later, outside the house's hours again */
    check_eq(ask(op, house.key).id, 0);
    check_report(op, "", 2);
    portfolio_close(&house.p);
}

/* Every other rule holds: the lifted hours do not lift a ban, nor the law's own hours. */
static void test_other_rules_still_hold(void **state)
{
    struct house house;
    int64_t approval = 0;
    (void)state;
    struct op *const op = open_house(&house);
    check_ok(op, request(op, house.key, "prisa", &approval));
    check_ok(op, decide(op, house.decider, approval, true));
    op->actor_id = house.asker;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, party_set_flags(op, house.key.debtor_id, FLAG_BIT(FLAG_DECEASED), 0, STR("acta")));
    check_ok(op, policy_commit(op));
    const struct permit dead = ask(op, house.key);
    check_eq(dead.id, 0);
    check_text(dead.verdict.reason, "gate.deceased");
    refused(op, request(op, house.key, "prisa", &approval), E_DENIED);
    set_clock(12 * 60);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op,
             party_set_flags(op, house.key.debtor_id, 0, FLAG_BIT(FLAG_DECEASED), STR("error")));
    check_ok(op, policy_commit(op));
    refused(op, request(op, house.key, "sin necesidad", &approval), E_CONFLICT);
    portfolio_close(&house.p);
}

static enum override_state look(struct op *op, struct case_key key)
{
    const struct policy *policy = NULL;
    struct case_facts facts;
    struct gate_verdict verdict;
    struct override_look seen;
    bool found = false;
    check_ok(op, db_begin(op, DB_READ));
    check_ok(op, policy_get(op, &policy));
    check_ok(op, facts_get(op, key, &facts, &found));
    check_ok(op, decision_gate(op, policy, &facts, CHANNEL_CALL, op_now(op), 0, &verdict));
    check_ok(op, override_look(op, &facts, CHANNEL_CALL, &verdict, &seen));
    check_ok(op, db_commit(op));
    return seen.state;
}

/* The strategy repeats the maximum of our policy as its own limit: one rule, lifted once. */
static void test_a_maximum_is_lifted_with_the_limit_that_repeats_it(void **state)
{
    struct house house;
    int64_t approval = 0;
    (void)state;
    struct op *const op = open_house(&house);
    set_clock(12 * 60);
    check_eq(look(op, house.key), OVERRIDE_NONE);
    check_true(ask(op, house.key).id != 0);
    check_text(ask(op, house.key).verdict.rule_id, "INT-DEFAULT-DAY");
    check_eq(look(op, house.key), OVERRIDE_AVAILABLE);
    check_ok(op, request(op, house.key, "se cortó la llamada", &approval));
    check_eq(look(op, house.key), OVERRIDE_ASKED);
    check_ok(op, decide(op, house.decider, approval, false));
    check_eq(look(op, house.key), OVERRIDE_REJECTED);
    op->actor_id = house.asker;
    check_ok(op, request(op, house.key, "pidió que se le llame de nuevo", &approval));
    check_ok(op, decide(op, house.decider, approval, true));
    check_eq(look(op, house.key), OVERRIDE_APPROVED);
    op->actor_id = house.agent;
    check_true(ask(op, house.key).override_id != 0);
    check_eq(ask(op, house.key).id, 0);
    check_eq(look(op, house.key), OVERRIDE_AVAILABLE);
    set_clock(23 * 60); /* the law's hours */
    check_eq(look(op, house.key), OVERRIDE_NONE);
    portfolio_close(&house.p);
}

TEST_STORE_MAIN("overrides", cmocka_unit_test(test_two_people_lift_a_rule_once),
                cmocka_unit_test(test_a_maximum_is_lifted_with_the_limit_that_repeats_it),
                cmocka_unit_test(test_what_is_rejected_or_late_lifts_nothing),
                cmocka_unit_test(test_other_rules_still_hold))
