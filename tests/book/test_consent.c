/* The ledger of consents: what each row does to what may be done, on both stores. */
#include "book/action.h"
#include "book/claim_entry.h"
#include "book/consent.h"
#include "policy/commit.h"
#include "policy/facts.h"
#include "policy/strategy.h"
#include "record/document.h"
#include "record/event.h"
#include "tests/support/organisation.h"

#define MXN CURRENCY('M', 'X', 'N')

struct house {
    struct op *op;
    struct case_key keys[2]; /* two creditors, one person */
    int64_t person_id;
    int64_t phone_id;
    int64_t mail_id;
};

static int64_t put_point(struct op *op, int64_t debtor_id, const char *kind, const char *value)
{
    enum book_change change;
    int64_t id = 0;
    check_ok(op, contact_point_put(op, debtor_id, str_of(kind), str_of(value), STR("t"), 1, &id,
                                   &change));
    return id;
}

static struct case_key add_debt(struct op *op, int64_t debtor_id, const char *creditor)
{
    struct obligation_input debt = {.source = STR("t"),
                                    .external_id = str_of(creditor),
                                    .debtor_id = debtor_id,
                                    .product = STR("loan"),
                                    .currency = MXN,
                                    .opened_on = TEST_OPEN_DATE - 90};
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = str_of(creditor),
                                      .number = 1,
                                      .issued_on = TEST_OPEN_DATE - 90,
                                      .due_on = TEST_OPEN_DATE - 20,
                                      .amount = {100000}};
    struct obligation_ref ref;
    enum book_change change;
    int64_t id = 0;
    check_ok(op, creditor_ensure(op, str_of(creditor), str_of(creditor), &debt.creditor_id));
    check_ok(op, obligation_upsert(op, &debt, &ref, &change));
    check_ok(op, claim_upsert(op, &ref, &claim, &id, &change));
    return (struct case_key){ref.debtor_id, ref.case_id};
}

static struct house open_house(void)
{
    struct house h = {.op = test_organisation()};
    struct op *const op = h.op;
    const struct party_input party = {
        .source = STR("t"), .external_id = STR("ana"), .name = STR("Ana Pérez")};
    enum book_change change;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, strategy_install_default(op));
    check_ok(op, party_upsert(op, &party, &h.person_id, &change));
    h.phone_id = put_point(op, h.person_id, "phone", "+525512345678");
    h.mail_id = put_point(op, h.person_id, "email", "ana@example.com");
    h.keys[0] = add_debt(op, h.person_id, "banco");
    h.keys[1] = add_debt(op, h.person_id, "tienda");
    check_ok(op, policy_commit(op));
    return h;
}

static struct consent_input say(const struct house *h, const char *channel, bool is_given)
{
    return (struct consent_input){.person_id = h->person_id,
                                  .channel = str_of(channel),
                                  .purpose = STR("collection"),
                                  .is_given = is_given,
                                  .from = DAY_NONE,
                                  .until = DAY_NONE,
                                  .evidence = STR("lo dijo por teléfono"),
                                  .source = CONSENT_BY_AGENT};
}

static int64_t record(const struct house *h, const struct consent_input *input)
{
    struct consent_effect effect;
    check_ok(h->op, db_begin(h->op, DB_WRITE));
    check_ok(h->op, consent_record(h->op, input, &effect));
    check_ok(h->op, policy_commit(h->op));
    return effect.id;
}

static struct case_facts facts_of(const struct house *h, int debt)
{
    struct case_facts facts;
    bool found = false;
    check_ok(h->op, facts_get(h->op, h->keys[debt], &facts, &found));
    check_true(found);
    return facts;
}

static enum consent_state consent_of(const struct house *h, int debt, enum channel channel)
{
    const struct case_facts facts = facts_of(h, debt);
    return facts_consent(&facts, channel);
}

static void test_a_word_holds_for_all_debts(void **state)
{
    const struct house h = open_house();
    (void)state;
    struct consent_input given = say(&h, "all", true);
    (void)record(&h, &given);
    for (int debt = 0; debt < 2; debt++)
        check_eq(consent_of(&h, debt, CHANNEL_CALL), CONSENT_GIVEN);
    struct consent_input revoked = say(&h, "call", false);
    (void)record(&h, &revoked);
    for (int debt = 0; debt < 2; debt++) {
        check_eq(consent_of(&h, debt, CHANNEL_CALL), CONSENT_REVOKED);
        check_eq(consent_of(&h, debt, CHANNEL_EMAIL), CONSENT_GIVEN);
    }
}

static void test_a_point_alone(void **state)
{
    const struct house h = open_house();
    (void)state;
    struct consent_input input = say(&h, "sms", false);
    input.point_id = h.phone_id;
    (void)record(&h, &input); /* the point stays, the channel stops: there is no other telephone */
    check_eq(consent_of(&h, 0, CHANNEL_SMS), CONSENT_REVOKED);
    check_eq(consent_of(&h, 0, CHANNEL_CALL), CONSENT_NONE);
    check_true(facts_of(&h, 0).reach_flags & REACH_PHONE);
    struct consent_input channel = say(&h, "sms", true);
    (void)record(&h, &channel); /* said of the channel: the point is still not to be used */
    check_eq(consent_of(&h, 0, CHANNEL_SMS), CONSENT_REVOKED);
    input.is_given = true;
    (void)record(&h, &input);
    check_eq(consent_of(&h, 0, CHANNEL_SMS), CONSENT_GIVEN);
    input = say(&h, "all", false);
    input.point_id = h.phone_id;
    (void)record(&h, &input); /* of the whole point: it closes, and the channels stay */
    check_false(facts_of(&h, 1).reach_flags & REACH_PHONE);
    check_eq(consent_of(&h, 1, CHANNEL_CALL), CONSENT_NONE);
    input.is_given = true;
    (void)record(&h, &input);
    check_true(facts_of(&h, 1).reach_flags & REACH_PHONE);
}

static void test_not_this_number(void **state)
{
    const struct house h = open_house();
    struct action_input action = {.key = h.keys[0],
                                  .channel = CHANNEL_CALL,
                                  .point_id = h.phone_id,
                                  .disposition = STR("callback"),
                                  .callback_on = DAY_NONE};
    struct event_row *events = NULL;
    size_t count = 0;
    int64_t id = 0;
    int reached = 0;
    bool is_told = false;
    (void)state;
    check_ok(h.op, db_begin(h.op, DB_WRITE));
    check_ok(h.op, action_record(h.op, &action, &id));
    action.disposition = STR("wrong_number");
    check_ok(h.op, action_record(h.op, &action, &id));
    check_ok(h.op, policy_commit(h.op));
    for (int debt = 0; debt < 2; debt++)
        check_false(facts_of(&h, debt).reach_flags & REACH_PHONE);
    check_ok(h.op, event_list(h.op, h.person_id, h.keys[0].case_id, 0, &events, &count));
    for (size_t i = 0; i < count; i++) {
        const char *const payload = str_cstr(h.op->arena, events[i].payload);
        reached += str_equal_c(events[i].kind, "contact_point.reached");
        is_told |= str_equal_c(events[i].kind, "contact_point.reached") &&
                   strstr(payload, "wrong_number") && strstr(payload, "\"right_party_before\":1");
    }
    check_eq(reached, 2);
    check_true(is_told);
}

static status undo(const struct house *h, int64_t id)
{
    struct consent_effect effect;
    check_ok(h->op, db_begin(h->op, DB_WRITE));
    const status code =
        consent_undo(h->op, h->person_id, id, CONSENT_BY_AGENT, STR("me equivoqué"), &effect);
    if (code == OK)
        return policy_commit(h->op);
    db_rollback(h->op);
    touch_clear(h->op);
    op_clear(h->op);
    return code;
}

static void test_taking_back(void **state)
{
    const struct house h = open_house();
    struct consent_input given = say(&h, "call", true);
    struct consent_input revoked = say(&h, "call", false);
    struct consent_input wrong = say(&h, "all", false);
    (void)state;
    (void)record(&h, &given);
    const int64_t id = record(&h, &revoked);
    check_eq(undo(&h, id), OK);
    check_eq(consent_of(&h, 0, CHANNEL_CALL), CONSENT_GIVEN); /* as it was before */
    check_eq(undo(&h, id), E_CONFLICT);
    check_eq(undo(&h, id + 1), E_NOT_FOUND);
    wrong.point_id = h.phone_id;
    wrong.reason = CONSENT_WRONG_NUMBER;
    const int64_t wrong_id = record(&h, &wrong);
    check_false(facts_of(&h, 0).reach_flags & REACH_PHONE);
    check_eq(undo(&h, wrong_id), OK);
    check_true(facts_of(&h, 0).reach_flags & REACH_PHONE);
    revoked.source = CONSENT_BY_INBOUND; /* what the person wrote is not ours to take back */
    check_eq(undo(&h, record(&h, &revoked)), E_REFUSED);
    check_eq(consent_of(&h, 0, CHANNEL_CALL), CONSENT_REVOKED);
}

static void test_what_is_refused(void **state)
{
    const struct house h = open_house();
    static const struct {
        const char *name, *channel, *purpose, *evidence, *document;
        int from, until;
        bool is_phone;
        status want;
    } cases[] = {
        {"good",                    "email",  "collection", "acta", "",   0, 9, false, OK       },
        {"no such channel",         "pigeon", "collection", "acta", "",   0, 9, false, E_INVALID},
        {"inner work",              "none",   "collection", "acta", "",   0, 9, false, E_INVALID},
        {"no such purpose",         "email",  "spam",       "acta", "",   0, 9, false, E_INVALID},
        {"no evidence",             "email",  "collection", " ",    "",   0, 9, false, E_INVALID},
        {"a paper that is nowhere", "email",  "collection", "acta", "ff", 0, 9, false, E_INVALID},
        {"ends before it begins",   "email",  "collection", "acta", "",   5, 5, false, E_INVALID},
        {"mail to a telephone",     "email",  "collection", "acta", "",   0, 9, true,  E_INVALID},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct consent_input input = say(&h, cases[i].channel, true);
        struct consent_effect effect;
        check_case(cases[i].name);
        input.purpose = str_of(cases[i].purpose);
        input.evidence = str_of(cases[i].evidence);
        input.document_hash = str_of(cases[i].document);
        input.from = TEST_OPEN_DATE + cases[i].from;
        input.until = TEST_OPEN_DATE + cases[i].until;
        input.point_id = cases[i].is_phone ? h.phone_id : 0;
        check_ok(h.op, db_begin(h.op, DB_WRITE));
        check_eq(consent_record(h.op, &input, &effect), cases[i].want);
        db_rollback(h.op);
        touch_clear(h.op);
        op_clear(h.op);
    }
}

static void test_days_begin_and_end(void **state)
{
    const struct house h = open_house();
    struct consent_input input = say(&h, "call", false);
    (void)state;
    input.from = TEST_OPEN_DATE + 3;
    (void)record(&h, &input);
    check_eq(consent_of(&h, 0, CHANNEL_CALL), CONSENT_NONE);
    check_eq(facts_of(&h, 0).recheck_on, TEST_OPEN_DATE + 3);
}

static void test_preferences(void **state)
{
    const struct house h = open_house();
    struct contact_preference wish = {
        .days = 0xC0, .opens_s = 64800, .closes_s = 72000, .channel = CHANNEL_WHATSAPP};
    struct contact_preference there;
    bool found = true;
    (void)state;
    check_ok(h.op, preference_get(h.op, h.person_id, &there, &found));
    check_false(found);
    check_ok(h.op, db_begin(h.op, DB_WRITE));
    check_ok(h.op, preference_record(h.op, h.person_id, &wish, CONSENT_BY_AGENT, STR("lo pidió")));
    wish.closes_s = 68400;
    check_ok(h.op, preference_record(h.op, h.person_id, &wish, CONSENT_BY_AGENT, STR("lo pidió")));
    check_ok(h.op, policy_commit(h.op));
    check_ok(h.op, preference_get(h.op, h.person_id, &there, &found));
    check_true(found);
    check_eq(there.days, 0xC0);
    check_eq(there.opens_s, 64800);
    check_eq(there.closes_s, 68400);
    check_eq(there.channel, CHANNEL_WHATSAPP);
    wish.opens_s = wish.closes_s;
    check_ok(h.op, db_begin(h.op, DB_WRITE));
    check_eq(preference_record(h.op, h.person_id, &wish, CONSENT_BY_AGENT, STR("lo pidió")),
             E_INVALID);
    db_rollback(h.op);
    op_clear(h.op);
}

TEST_STORE_MAIN("consents", cmocka_unit_test(test_a_word_holds_for_all_debts),
                cmocka_unit_test(test_a_point_alone), cmocka_unit_test(test_not_this_number),
                cmocka_unit_test(test_taking_back), cmocka_unit_test(test_what_is_refused),
                cmocka_unit_test(test_days_begin_and_end), cmocka_unit_test(test_preferences))
