/* What a person prefers, from the ledger to the plan, the message and the permit, on both stores.
 */
#include "book/action.h"
#include "book/claim_entry.h"
#include "book/consent.h"
#include "policy/commit.h"
#include "policy/permit.h"
#include "policy/strategy.h"
#include "record/event.h"
#include "record/symbol.h"
#include "tests/support/organisation.h"

#define MXN  CURRENCY('M', 'X', 'N')
#define HOUR 3600

struct house {
    struct op *op;
    struct case_key key;
    const struct policy *policy;
};

static void put_point(struct op *op, int64_t debtor_id, const char *kind, const char *value)
{
    enum book_change change;
    int64_t id = 0;
    check_ok(op, contact_point_put(op, debtor_id, str_of(kind), str_of(value), STR("t"), 1, &id,
                                   &change));
}

/* A debt that is past due: who has an e-mail gets a reminder, others a call. */
static struct house open_house(bool has_email)
{
    struct house h = {.op = test_organisation()};
    struct op *const op = h.op;
    const struct party_input party = {
        .source = STR("t"), .external_id = STR("ana"), .name = STR("Ana Pérez")};
    struct obligation_input debt = {.source = STR("t"),
                                    .external_id = STR("d"),
                                    .product = STR("loan"),
                                    .currency = MXN,
                                    .opened_on = TEST_OPEN_DATE - 90};
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = STR("c"),
                                      .number = 1,
                                      .issued_on = TEST_OPEN_DATE - 90,
                                      .due_on = TEST_OPEN_DATE - (has_email ? 4 : 20),
                                      .amount = {500000}};
    struct obligation_ref ref;
    enum book_change change;
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, strategy_install_default(op));
    check_ok(op, party_upsert(op, &party, &debt.debtor_id, &change));
    put_point(op, debt.debtor_id, "phone", "+525512345678");
    if (has_email)
        put_point(op, debt.debtor_id, "email", "ana@example.com");
    check_ok(op, creditor_ensure(op, STR("banco"), STR("Banco"), &debt.creditor_id));
    check_ok(op, obligation_upsert(op, &debt, &ref, &change));
    check_ok(op, claim_upsert(op, &ref, &claim, &id, &change));
    check_ok(op, policy_commit(op));
    h.key = (struct case_key){ref.debtor_id, ref.case_id};
    check_ok(op, policy_get(op, &h.policy));
    test_clock_add_minutes(4 * 60); /* ten in the morning in Mexico City */
    return h;
}

static void prefer(const struct house *h, struct contact_preference wish)
{
    check_ok(h->op, db_begin(h->op, DB_WRITE));
    check_ok(h->op, preference_record(h->op, h->key.debtor_id, &wish, CONSENT_BY_AGENT,
                                      STR("lo pidió por teléfono")));
    check_ok(h->op, policy_commit(h->op));
}

static void allow(const struct house *h, const char *channel)
{
    const struct consent_input given = {.person_id = h->key.debtor_id,
                                        .channel = str_of(channel),
                                        .purpose = STR("collection"),
                                        .is_given = true,
                                        .from = DAY_NONE,
                                        .until = DAY_NONE,
                                        .evidence = STR("lo dijo por teléfono"),
                                        .source = CONSENT_BY_AGENT};
    struct consent_effect effect;
    check_ok(h->op, db_begin(h->op, DB_WRITE));
    check_ok(h->op, consent_record(h->op, &given, &effect));
    check_ok(h->op, policy_commit(h->op));
}

static struct case_facts facts_of(const struct house *h)
{
    struct case_facts facts;
    bool found = false;
    check_ok(h->op, facts_get(h->op, h->key, &facts, &found));
    check_true(found);
    return facts;
}

static struct decision decide(const struct house *h, day on)
{
    const struct case_facts facts = facts_of(h);
    struct decision decision;
    check_ok(h->op, decision_make(h->op, h->policy, &facts, on, NULL, 0, &decision));
    return decision;
}

static const char *word(const struct house *h, int64_t symbol)
{
    str text;
    check_ok(h->op, symbol_text(h->op, symbol, &text));
    return str_cstr(h->op->arena, text);
}

static int events(const struct house *h, const char *kind)
{
    struct event_row *rows = NULL;
    size_t count = 0;
    int of_kind = 0;
    check_ok(h->op, event_list(h->op, h->key.debtor_id, h->key.case_id, 0, &rows, &count));
    for (size_t i = 0; i < count; i++)
        of_kind += str_equal_c(rows[i].kind, kind);
    return of_kind;
}

static void test_facts_carry_it(void **state)
{
    const struct house h = open_house(true);
    const struct contact_preference said = {.days = 1U << MONDAY | 1U << SUNDAY,
                                            .opens_s = 18 * HOUR + 60,
                                            .closes_s = 24 * HOUR,
                                            .channel = CHANNEL_VISIT};
    (void)state;
    struct case_facts facts = facts_of(&h);
    check_eq(facts_wish(&facts).closes_s, 0);
    prefer(&h, said);
    facts = facts_of(&h);
    const struct contact_preference wish = facts_wish(&facts);
    check_eq(wish.days, said.days);
    check_eq(wish.opens_s, said.opens_s);
    check_eq(wish.closes_s, said.closes_s);
    check_eq(wish.channel, said.channel);
    check_eq(facts_consent(&facts, CHANNEL_VISIT), CONSENT_NONE);
    check_true(facts.reach_flags & REACH_PHONE);
    prefer(&h, (struct contact_preference){.closes_s = 24 * HOUR}); /* any hour: no wish */
    facts = facts_of(&h);
    check_eq(facts_wish(&facts).closes_s, 0);
    check_eq(facts_wish(&facts).days, 0);
}

/* The message of the day waits for the person's day and hour, where the gate is open, too. */
static void test_a_message_waits(void **state)
{
    const struct house h = open_house(true);
    const day on = TEST_OPEN_DATE;
    const day monday = on + 3;
    (void)state;
    const struct decision before = decide(&h, on);
    check_eq(before.channel, CHANNEL_EMAIL);
    check_eq(before.verdict, VERDICT_ALLOWED);
    prefer(&h, (struct contact_preference){.days = 1U << MONDAY | 1U << SATURDAY,
                                           .opens_s = 16 * HOUR,
                                           .closes_s = 20 * HOUR});
    const struct decision waits = decide(&h, on);
    check_eq(waits.verdict, VERDICT_REFUSED);
    check_text(word(&h, waits.verdict_rule), GATE_WISH_RULE);
    check_text(word(&h, waits.silence), "gate.wish_hours");
    check_eq(waits.next_action_on, monday); /* no message on a Saturday */
    const struct decision then = decide(&h, monday);
    check_eq(then.verdict, VERDICT_ALLOWED);
    check_true(then.not_before > before.not_before);
    check_eq(zone_to_local(h.policy->zone, then.not_before).second, 16 * HOUR);
}

/* No machine writes to who prefers to be called; a channel that reaches nobody is no wish. */
static void test_another_channel(void **state)
{
    const struct house h = open_house(true);
    (void)state;
    prefer(&h, (struct contact_preference){.closes_s = 24 * HOUR, .channel = CHANNEL_VISIT});
    check_eq(decide(&h, TEST_OPEN_DATE).verdict, VERDICT_ALLOWED); /* there is no address */
    prefer(&h, (struct contact_preference){.closes_s = 24 * HOUR, .channel = CHANNEL_CALL});
    const struct decision silent = decide(&h, TEST_OPEN_DATE);
    check_eq(silent.verdict, VERDICT_REFUSED);
    check_text(word(&h, silent.silence), "gate.wish_channel");
}

/* Work of people goes by the channel that was asked for, and by the strategy's where nobody is
 * reached by it. */
static void test_work_goes_by_the_wish(void **state)
{
    const struct house h = open_house(false);
    (void)state;
    const struct decision call = decide(&h, TEST_OPEN_DATE);
    check_eq(call.channel, CHANNEL_CALL);
    check_true(call.queue != 0);
    prefer(&h, (struct contact_preference){.closes_s = 24 * HOUR, .channel = CHANNEL_WHATSAPP});
    check_eq(decide(&h, TEST_OPEN_DATE).channel, CHANNEL_CALL); /* it needs a consent */
    allow(&h, "whatsapp");
    const struct decision chat = decide(&h, TEST_OPEN_DATE);
    check_eq(chat.channel, CHANNEL_WHATSAPP);
    check_eq(chat.queue, call.queue);
    check_eq(chat.verdict, VERDICT_ALLOWED);
    prefer(&h, (struct contact_preference){.closes_s = 24 * HOUR, .channel = CHANNEL_VISIT});
    const struct decision still = decide(&h, TEST_OPEN_DATE);
    check_eq(still.channel, CHANNEL_CALL);
    check_eq(still.verdict, VERDICT_ALLOWED);
}

/* A message asks with its wish; whoever acts by hand is told, is let, and it is remembered. */
static void test_by_hand_and_by_machine(void **state)
{
    const struct house h = open_house(false);
    struct permit permit;
    struct gate_verdict machine;
    (void)state;
    const struct case_facts plain = facts_of(&h);
    check_ok(h.op, decision_gate(h.op, h.policy, &plain, CHANNEL_CALL, op_now(h.op), 0, &machine));
    check_true(machine.state != GATE_REFUSED && !machine.wish);
    const int32_t now = zone_to_local(h.policy->zone, op_now(h.op)).second;
    check_true(now < 20 * HOUR);
    prefer(&h, (struct contact_preference){.opens_s = 20 * HOUR, .closes_s = 21 * HOUR});
    const struct case_facts facts = facts_of(&h);
    check_ok(h.op, decision_gate(h.op, h.policy, &facts, CHANNEL_CALL, op_now(h.op), 99, &machine));
    check_eq(machine.state, GATE_REFUSED);
    check_text(machine.rule_id, GATE_WISH_RULE);
    check_eq(zone_to_local(h.policy->zone, machine.next_at).second, 20 * HOUR);
    check_ok(h.op, db_begin(h.op, DB_WRITE));
    check_ok(h.op, permit_ask(h.op, h.key, CHANNEL_CALL, 0, &permit));
    check_ok(h.op, policy_commit(h.op));
    check_true(permit.id != 0);
    check_text(permit.verdict.wish, "gate.wish_hours");
    check_eq(permit.verdict.wish_at, machine.next_at);
    check_eq(events(&h, "contact.against_wish"), 1);
}

/* --- whose a point is --- */

static int64_t add_point(const struct house *h, const char *value, enum point_use use)
{
    enum book_change change;
    bool changed = false;
    int64_t id = 0;
    check_ok(h->op, db_begin(h->op, DB_WRITE));
    check_ok(h->op, contact_point_put(h->op, h->key.debtor_id, STR("phone"), str_of(value),
                                      STR("t"), 1, &id, &change));
    check_ok(h->op, contact_point_set_use(h->op, h->key.debtor_id, id, use, STR("t"), &changed));
    check_eq(changed, use != POINT_PERSONAL);
    check_ok(h->op, policy_commit(h->op));
    return id;
}

static struct gate_verdict ask(const struct house *h, int64_t point_id)
{
    struct permit permit;
    check_ok(h->op, db_begin(h->op, DB_WRITE));
    check_ok(h->op, permit_ask_point(h->op, h->key, CHANNEL_CALL, point_id, 0, &permit));
    db_rollback(h->op);
    return permit.verdict;
}

/* Chile bars the workplace, and references by the role; the person's own point comes first. */
static void test_whose_a_point_is(void **state)
{
    const struct house h = open_house(true);
    const struct party_input moved = {.source = STR("t"),
                                      .external_id = STR("ana"),
                                      .country = STR("CL"),
                                      .timezone = STR("America/Santiago")};
    enum book_change change;
    bool changed = false;
    int64_t id = 0;
    int64_t person_id = 0;
    (void)state;
    check_ok(h.op, db_begin(h.op, DB_WRITE));
    check_ok(h.op, contact_point_find(h.op, h.key.debtor_id, STR("+525512345678"), &id));
    check_ok(h.op, party_upsert(h.op, &moved, &person_id, &change));
    check_ok(h.op, contact_point_set_use(h.op, h.key.debtor_id, id, POINT_WORKPLACE, STR("lo dijo"),
                                         &changed));
    check_ok(h.op, policy_commit(h.op));
    struct case_facts facts = facts_of(&h);
    check_eq(facts_use(&facts, CHANNEL_CALL), POINT_WORKPLACE);
    check_eq(facts_use(&facts, CHANNEL_SMS), POINT_WORKPLACE);
    check_eq(facts_use(&facts, CHANNEL_EMAIL), POINT_PERSONAL);
    check_text(ask(&h, 0).rule_id, "CL-THIRD");
    check_text(ask(&h, 0).reason, "gate.workplace");
    const int64_t own = add_point(&h, "+56912345678", POINT_PERSONAL);
    facts = facts_of(&h);
    check_eq(facts_use(&facts, CHANNEL_CALL), POINT_PERSONAL);
    check_true(ask(&h, 0).state != GATE_REFUSED);
    check_true(ask(&h, own).state != GATE_REFUSED);
    check_text(ask(&h, id).reason, "gate.workplace");
    const int64_t aunt = add_point(&h, "+56987654321", POINT_REFERENCE);
    check_eq(ask(&h, aunt).state, GATE_REFUSED);
    check_true(ask(&h, 0).state != GATE_REFUSED);
    check_eq(events(&h, "contact_point.use_set"), 2);
}

/* What lacks to an action by a point on a permit that was asked for with another, or with none. */
static enum permit_lack lack_of(const struct house *h, int64_t asked_id, int64_t done_id)
{
    struct permit permit;
    struct unpermitted unpermitted;
    int64_t id = 0;
    check_ok(h->op, db_begin(h->op, DB_WRITE));
    check_ok(h->op, permit_ask_point(h->op, h->key, CHANNEL_CALL, asked_id, 0, &permit));
    check_true(permit.id != 0);
    check_eq(permit.point_id, asked_id);
    const struct action_input action = {.key = h->key,
                                        .channel = CHANNEL_CALL,
                                        .disposition = STR("no_answer"),
                                        .point_id = done_id,
                                        .permit_id = permit.id,
                                        .callback_on = DAY_NONE};
    check_ok(h->op, permit_record(h->op, &action, &id, &unpermitted));
    db_rollback(h->op);
    return unpermitted.lack;
}

/* A permit is for whom the gate was asked about. */
static void test_a_permit_is_for_a_point(void **state)
{
    const struct house h = open_house(false); /* a message would keep the day's place */
    (void)state;
    const int64_t own = add_point(&h, "+525587654321", POINT_PERSONAL);
    const int64_t other = add_point(&h, "+525511112222", POINT_PERSONAL);
    const int64_t work = add_point(&h, "+525533334444", POINT_WORKPLACE);
    const int64_t aunt = add_point(&h, "+525555556666", POINT_REFERENCE);
    check_eq(lack_of(&h, own, own), LACK_NOTHING);
    check_eq(lack_of(&h, own, 0), LACK_NOTHING); /* nobody says by which */
    check_eq(lack_of(&h, own, other), LACK_OTHER);
    check_eq(lack_of(&h, own, aunt), LACK_OTHER);
    check_eq(lack_of(&h, 0, own), LACK_NOTHING); /* one is as good as the other */
    check_eq(lack_of(&h, 0, other), LACK_NOTHING);
    check_eq(lack_of(&h, 0, work), LACK_OTHER);
    check_eq(lack_of(&h, 0, aunt), LACK_OTHER);
    check_eq(lack_of(&h, work, work), LACK_NOTHING); /* nothing bars it in Mexico */
}

TEST_STORE_MAIN("wishes", cmocka_unit_test(test_a_permit_is_for_a_point),
                cmocka_unit_test(test_whose_a_point_is), cmocka_unit_test(test_facts_carry_it),
                cmocka_unit_test(test_a_message_waits), cmocka_unit_test(test_another_channel),
                cmocka_unit_test(test_work_goes_by_the_wish),
                cmocka_unit_test(test_by_hand_and_by_machine))
