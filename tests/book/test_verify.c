/* The third-party shield: what closes it, what opens it, and that no answer is kept. */
#include "book/verify.h"

#include "base/ids.h"
#include "book/claim_entry.h"
#include "book/party.h"
#include "book/reservation.h"
#include "policy/commit.h"
#include "policy/strategy.h"
#include "record/event.h"
#include "record/setting.h"
#include "tests/support/organisation.h"

#define AGENT 77

struct house {
    struct op *op;
    struct case_key key;
    int64_t phone_id;
};

static struct house open_house(void)
{
    struct house h = {.op = test_organisation()};
    struct op *const op = h.op;
    const struct party_input party = {.source = STR("t"),
                                      .external_id = STR("ana"),
                                      .name = STR("Ana Pérez"),
                                      .document_kind = STR("INE"),
                                      .document = STR("ABCD12345678")};
    struct obligation_input debt = {.source = STR("t"),
                                    .external_id = STR("d"),
                                    .product = STR("loan"),
                                    .currency = CURRENCY('M', 'X', 'N'),
                                    .opened_on = TEST_OPEN_DATE - 90};
    struct obligation_ref ref;
    enum book_change change;
    op->actor_id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, strategy_install_default(op));
    check_ok(op, party_upsert(op, &party, &debt.debtor_id, &change));
    check_ok(op, contact_point_put(op, debt.debtor_id, STR("phone"), STR("+525512345678"), STR("t"),
                                   1, &h.phone_id, &change));
    check_ok(op, creditor_ensure(op, STR("b"), STR("b"), &debt.creditor_id));
    check_ok(op, obligation_upsert(op, &debt, &ref, &change));
    check_ok(op, policy_commit(op));
    h.key = (struct case_key){ref.debtor_id, ref.case_id};
    op->actor_id = AGENT;
    return h;
}

static struct shield look(const struct house *h)
{
    struct shield shield;
    check_ok(h->op, shield_look(h->op, h->key, &shield));
    return shield;
}

static void start_call(const struct house *h)
{
    const struct reservation reservation = {.key = h->key,
                                            .person_id = h->key.debtor_id,
                                            .on = TEST_OPEN_DATE,
                                            .channel = CHANNEL_CALL,
                                            .expires_at = op_now(h->op) + 900 * INSTANT_PER_SECOND,
                                            .rule = "T",
                                            .pack = "T"};
    int64_t id = 0;
    check_ok(h->op, db_begin(h->op, DB_WRITE));
    check_ok(h->op, reservation_hold(h->op, &reservation, &id));
    check_ok(h->op, policy_commit(h->op));
}

static status answer(const struct house *h, const char *last4, bool *ret_matches)
{
    struct verify_input input = {.key = h->key, .point_id = h->phone_id, .channel = "call"};
    input.answers[VERIFY_DOCUMENT_LAST4] = str_of(last4);
    check_ok(h->op, db_begin(h->op, DB_WRITE));
    const status code = verify_answers(h->op, &input, ret_matches);
    if (code == OK)
        return policy_commit(h->op);
    db_rollback(h->op);
    touch_clear(h->op);
    op_clear(h->op);
    return code;
}

static void test_a_call_closes_and_an_answer_opens(void **state)
{
    const struct house h = open_house();
    bool matches = true;
    (void)state;
    check_true(look(&h).is_open); /* nobody is on the line */
    start_call(&h);
    check_false(look(&h).is_open);
    check_eq(look(&h).question_count, 1); /* no date of birth came with an import */
    check_eq(look(&h).matches, 1);
    check_ok(h.op, answer(&h, "9999", &matches));
    check_false(matches);
    check_false(look(&h).is_open);
    check_eq(look(&h).tries_left, VERIFY_TRIES - 1);
    check_ok(h.op, answer(&h, "5678", &matches));
    check_true(matches);
    check_true(look(&h).is_open && look(&h).is_verified);
    h.op->actor_id = AGENT + 1; /* it is open for whoever heard it, and for nobody else */
    check_true(look(&h).is_open);
    start_call(&h);
    check_false(look(&h).is_open);
    h.op->actor_id = AGENT;
    test_clock_add_minutes(1);
    start_call(&h); /* another call: anybody may answer */
    check_false(look(&h).is_open);
}

static void test_wrong_answers_end(void **state)
{
    const struct house h = open_house();
    bool matches = false;
    (void)state;
    start_call(&h);
    for (int i = 0; i < VERIFY_TRIES; i++)
        check_ok(h.op, answer(&h, "0000", &matches));
    check_eq(answer(&h, "5678", &matches), E_REFUSED);
    check_eq(answer(&h, "", &matches), E_REFUSED);
    check_false(look(&h).is_open);
}

/* What was answered stands nowhere: neither in the event nor in a reason. */
static void test_answers_are_forgotten(void **state)
{
    const struct house h = open_house();
    struct event_row *events = NULL;
    size_t count = 0;
    int told = 0;
    bool matches = false;
    (void)state;
    start_call(&h);
    check_ok(h.op, answer(&h, "4321", &matches));
    check_ok(h.op, answer(&h, "5678", &matches));
    check_ok(h.op, event_list(h.op, h.key.debtor_id, h.key.case_id, 0, &events, &count));
    for (size_t i = 0; i < count; i++) {
        const char *const payload = str_cstr(h.op->arena, events[i].payload);
        check_true(strstr(payload, "4321") == NULL);
        if (!str_equal_c(events[i].kind, "identity.checked"))
            continue;
        told++;
        check_true(strstr(payload, "document_last4") != NULL);
        check_true(strstr(payload, "\"5678\"") == NULL);
    }
    check_eq(told, 2);
}

static void test_modes_and_reasons(void **state)
{
    static const struct {
        const char *mode;
        bool is_open, is_open_in_call;
    } cases[] = {
        {"call",   true,  false},
        {"always", false, false},
        {"never",  true,  true },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct house h = open_house();
        check_case(cases[i].mode);
        check_ok(h.op, db_begin(h.op, DB_WRITE));
        check_ok(h.op, setting_put(h.op, "shield.closes", TEST_OPEN_DATE, str_of(cases[i].mode)));
        check_ok(h.op, db_commit(h.op));
        check_eq(look(&h).is_open, cases[i].is_open);
        start_call(&h);
        check_eq(look(&h).is_open, cases[i].is_open_in_call);
        check_ok(h.op, db_begin(h.op, DB_WRITE));
        check_eq(shield_open(h.op, h.key, STR(" ")), E_INVALID);
        op_clear(h.op);
        check_ok(h.op, shield_open(h.op, h.key, STR("nadie en la línea")));
        check_ok(h.op, policy_commit(h.op));
        check_true(look(&h).is_open);
        check_eq(look(&h).is_verified, false);
        test_store_close(h.op);
    }
}

TEST_STORE_MAIN("the shield", cmocka_unit_test(test_a_call_closes_and_an_answer_opens),
                cmocka_unit_test(test_wrong_answers_end),
                cmocka_unit_test(test_answers_are_forgotten),
                cmocka_unit_test(test_modes_and_reasons))
