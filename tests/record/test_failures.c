/* Each call to the store fails in turn: the story that it broke leaves nothing behind, and the next
 * attempt goes through as if it were the first. */
#include "record/approval.h"
#include "record/document.h"
#include "record/event.h"
#include "record/idempotency.h"
#include "record/session.h"
#include "record/setting.h"
#include "record/symbol.h"
#include "record/user.h"
#include "tests/support/organisation.h"

#define CALLS_MAX 200

/* A bit of everything that writes, in one transaction. */
static status tell_story(struct op *op)
{
    const struct event event = {7, 70, "payment.taken", 1, STR("{}")};
    const struct idempotency_answer answer = {200, STR("{}")};
    struct approval_request request = {"strategy", 1, "strategy.approve", .reason = STR("r"),
                                       .expires_at = TEST_NOON + 1};
    char hash[DOCUMENT_HASH_SIZE];
    int64_t id = 0;
    TRY(db_begin(op, DB_WRITE));
    TRY(symbol_id(op, STR("llamada"), &id));
    TRY(event_append(op, &event));
    TRY(setting_put(op, "mail.from", TEST_OPEN_DATE, STR("cobranza@example.mx")));
    TRY(document_put(op, "text/plain", "a.txt", STR("a"), hash));
    TRY(user_create(op, STR("ana"), STR("Ana"), STR("una clave larga"), &id));
    TRY(user_add_role(op, id, STR("administrator")));
    op->actor_id = id;
    TRY(approval_request(op, &request, &id));
    TRY(idempotency_put(op, STR("k"), "hash", &answer));
    return db_commit(op);
}

static void check_nothing_stayed(struct op *op)
{
    struct event_row *events = NULL;
    struct approval *approvals = NULL;
    struct user *users = NULL;
    size_t count = 0;
    int64_t symbol = 77;
    str text = STR("");
    check_ok(op, symbol_find(op, STR("llamada"), &symbol));
    check_eq(symbol, 0);
    check_ok(op, event_list(op, 7, 70, 0, &events, &count));
    check_eq(count, 0);
    check_ok(op, setting_text(op, "mail.from", TEST_OPEN_DATE, STR("none"), &text));
    check_str(text, "none");
    check_ok(op, user_list(op, &users, &count));
    check_eq(count, 0);
    check_ok(op, approval_list(op, &approvals, &count));
    check_eq(count, 0);
}

static void test_a_broken_story_leaves_nothing(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    status code = E_STORE;
    int broken = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    test_case(op, 7, 70);
    check_ok(op, db_commit(op));
    for (int n = 1; n < CALLS_MAX && code != OK; n++) {
        op_clear(op);
        op->actor_id = 0;
        db_fail_call(op->db, n);
        code = tell_story(op);
        db_fail_call(op->db, 0);
        if (code == OK)
            break;
        check_eq(code, E_STORE);
        db_rollback(op);
        op_clear(op);
        check_nothing_stayed(op);
        broken++;
    }
    check_ok(op, code);
    check_true(broken > 20);
    struct event_row *events = NULL;
    size_t count = 0;
    int64_t symbol = 0;
    check_ok(op, event_list(op, 7, 70, 0, &events, &count));
    check_eq(count, 1);
    check_eq(events[0].seq, 1);
    check_ok(op, symbol_find(op, STR("llamada"), &symbol));
    check_eq(symbol, 1);
}

/* Signing in owns its transaction: whatever breaks, none is left open and no session half-made. */
static void test_a_broken_sign_in_leaves_nothing(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    struct session session = {0};
    status code = E_STORE;
    int64_t id = 0;
    int64_t swept = 0;
    int broken = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, user_create(op, STR("ana"), STR("Ana"), STR("una clave larga"), &id));
    check_ok(op, db_commit(op));
    for (int n = 1; n < CALLS_MAX && code != OK; n++) {
        op_clear(op);
        db_fail_call(op->db, n);
        code = user_sign_in(op, STR("ana"), STR("una clave larga"), &session);
        db_fail_call(op->db, 0);
        check_false(db_in_transaction(op));
        check_eq(session.user_id == 0, code != OK); /* untouched on failure */
        broken += code != OK;
    }
    check_ok(op, code);
    check_true(broken > 5);
    test_clock_add_minutes(LIMIT_SESSION_HOURS * 60);
    check_ok(op, session_sweep(op, &swept));
    check_eq(swept, 1);
}

TEST_STORE_MAIN("failures", cmocka_unit_test(test_a_broken_story_leaves_nothing),
                cmocka_unit_test(test_a_broken_sign_in_leaves_nothing))
