/* Signing in, staying signed in, and being locked out. */
#include "record/seal.h"
#include "record/session.h"
#include "record/user.h"
#include "tests/support/organisation.h"

#define PASSWORD "una clave larga"
#define WRONG    "otra clave larga"

static struct op *with_user(int64_t *ret_id)
{
    struct op *const op = test_organisation();
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, user_create(op, STR("ana"), STR("Ana Soto"), STR(PASSWORD), ret_id));
    check_ok(op, user_add_role(op, *ret_id, STR("agent")));
    check_ok(op, db_commit(op));
    return op;
}

static status sign_in(struct op *op, const char *login, const char *password)
{
    struct session session;
    op_clear(op);
    return user_sign_in(op, str_of(login), str_of(password), &session);
}

static struct session signed_in(struct op *op)
{
    struct session session = {0};
    op_clear(op);
    check_ok(op, user_sign_in(op, STR("ana"), STR(PASSWORD), &session));
    return session;
}

static status find(struct op *op, const struct session *session)
{
    struct session found;
    op_clear(op);
    return session_find(op, session->token, &found);
}

static void test_sign_in(void **state)
{
    (void)state;
    int64_t id = 0;
    struct op *const op = with_user(&id);
    struct session found = {0};
    const struct session session = signed_in(op);
    check_eq(session.user_id, id);
    check_str(session.login, "ana");
    check_str(session.name, "Ana Soto");
    check_eq(session.token.size, 64);
    check_true(session.csrf_token.size >= 32);
    check_eq(session.role_count, 1);
    check_str(session.roles[0], "agent");
    check_true(user_may(&session, "queue.work"));
    check_false(user_may(&session, "user.manage"));
    check_false(user_may(&session, "queue"));

    check_ok(op, session_find(op, session.token, &found));
    check_eq(found.user_id, id);
    check_true(str_equal(found.csrf_token, session.csrf_token));
    check_true(str_equal(found.token, session.token));
    check_eq(found.permission_count, session.permission_count);
    check_true(user_may(&found, "case.read"));

    const struct session second = signed_in(op);
    check_false(str_equal(second.token, session.token));
    check_ok(op, session_end(op, session.token));
    check_ok(op, session_end(op, session.token)); /* twice is once */
    check_eq(find(op, &session), E_DENIED);
    check_eq(find(op, &second), OK);
}

static void test_all_refusals_say_the_same(void **state)
{
    (void)state;
    static char long_password[LIMIT_PASSWORD_BYTES + 2];
    int64_t id = 0;
    struct op *const op = with_user(&id);
    memset(long_password, 'x', sizeof(long_password) - 1);
    check_eq(sign_in(op, "ana", WRONG), E_DENIED);
    const char *const words = arena_printf(op->arena, "%s", op->text);
    static const char *const cases[][2] = {
        {"nobody", PASSWORD     },
        {"ana",    ""           },
        {"ANA",    PASSWORD     },
        {"",       ""           },
        {"ana",    long_password},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i][0]);
        check_eq(sign_in(op, cases[i][0], cases[i][1]), E_DENIED);
        check_text(op->text, words);
    }
    op_clear(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, user_set_active(op, id, false));
    check_ok(op, db_commit(op));
    check_eq(sign_in(op, "ana", PASSWORD), E_DENIED);
    check_text(op->text, words);
    check_false(db_in_transaction(op));
}

static void test_wrong_passwords_lock(void **state)
{
    (void)state;
    int64_t id = 0;
    struct op *const op = with_user(&id);
    for (int i = 1; i < LIMIT_LOGIN_FAILURES; i++)
        check_eq(sign_in(op, "ana", WRONG), E_DENIED);
    check_eq(sign_in(op, "ana", PASSWORD), OK); /* which forgives the four */
    for (int i = 0; i < LIMIT_LOGIN_FAILURES; i++)
        check_eq(sign_in(op, "ana", WRONG), E_DENIED);
    check_eq(sign_in(op, "ana", PASSWORD), E_DENIED);
    test_clock_add_minutes(LIMIT_LOGIN_LOCK_MINUTES - 1);
    check_eq(sign_in(op, "ana", WRONG), E_DENIED); /* does not make it longer */
    check_eq(sign_in(op, "ana", PASSWORD), E_DENIED);
    test_clock_add_minutes(1);
    check_eq(sign_in(op, "ana", PASSWORD), OK);

    for (int i = 0; i < LIMIT_LOGIN_FAILURES; i++)
        check_eq(sign_in(op, "ana", WRONG), E_DENIED);
    test_clock_add_minutes(LIMIT_LOGIN_LOCK_MINUTES);
    for (int i = 1; i < LIMIT_LOGIN_FAILURES; i++) /* the count begins again */
        check_eq(sign_in(op, "ana", WRONG), E_DENIED);
    check_eq(sign_in(op, "ana", PASSWORD), OK);

    for (int i = 0; i < LIMIT_LOGIN_FAILURES; i++)
        check_eq(sign_in(op, "ana", WRONG), E_DENIED);
    op_clear(op);
    check_ok(op, db_begin(op, DB_WRITE)); /* a new password unlocks */
    check_ok(op, user_set_password(op, id, STR("la clave más nueva")));
    check_ok(op, db_commit(op));
    check_eq(sign_in(op, "ana", PASSWORD), E_DENIED);
    check_eq(sign_in(op, "ana", "la clave más nueva"), OK);
}

static void test_idle_and_old_sessions_end(void **state)
{
    (void)state;
    int64_t id = 0;
    struct op *const op = with_user(&id);
    struct session session = signed_in(op);
    test_clock_add_minutes(LIMIT_SESSION_IDLE_MINUTES - 1);
    check_eq(find(op, &session), OK); /* and 30 minutes more */
    test_clock_add_minutes(LIMIT_SESSION_IDLE_MINUTES - 1);
    check_eq(find(op, &session), OK);
    test_clock_add_minutes(LIMIT_SESSION_IDLE_MINUTES);
    check_eq(find(op, &session), E_DENIED);

    session = signed_in(op);
    const int steps = LIMIT_SESSION_HOURS * 60 / 20;
    for (int i = 1; i < steps; i++) { /* never idle */
        test_clock_add_minutes(20);
        check_eq(find(op, &session), OK);
    }
    test_clock_add_minutes(20);
    check_eq(find(op, &session), E_DENIED);

    int64_t swept = 0;
    const struct session living = signed_in(op);
    check_ok(op, session_sweep(op, &swept));
    check_eq(swept, 2);
    check_eq(find(op, &living), OK);
}

static void test_what_ends_all_sessions(void **state)
{
    (void)state;
    int64_t id = 0;
    struct op *const op = with_user(&id);
    struct session session = signed_in(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, user_set_password(op, id, STR(PASSWORD)));
    check_ok(op, db_commit(op));
    check_eq(find(op, &session), E_DENIED);
    session = signed_in(op);
    op_clear(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, user_set_active(op, id, false));
    check_ok(op, user_set_active(op, id, true));
    check_ok(op, db_commit(op));
    check_eq(find(op, &session), E_DENIED);
}

/* With the store in hand but not the key, nobody signs in: the token's digest is no token. */
static void test_the_store_holds_no_token(void **state)
{
    (void)state;
    static const struct crypto_key other_key = {{9}};
    int64_t id = 0;
    struct op *const op = with_user(&id);
    const struct session session = signed_in(op);
    uint8_t digest[SEAL_INDEX_BYTES];
    char text[CRYPTO_HEX_SIZE(SEAL_INDEX_BYTES)];
    struct session found;
    seal_token(session.token, digest);
    crypto_hex(digest, sizeof(digest), text);
    check_eq(session_find(op, str_of(text), &found), E_DENIED);
    op_clear(op);
    check_eq(session_find(op, (str){(const char *)digest, sizeof(digest)}, &found), E_DENIED);
    seal_use(&other_key);
    check_eq(find(op, &session), E_DENIED);
}

static void test_not_inside_a_transaction(void **state)
{
    (void)state;
    int64_t id = 0;
    struct op *const op = with_user(&id);
    struct session session = signed_in(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(sign_in(op, "ana", PASSWORD), E_INTERNAL);
    check_eq(find(op, &session), E_INTERNAL);
    op_clear(op);
    check_eq(session_end(op, session.token), E_INTERNAL);
    db_rollback(op);
}

TEST_STORE_MAIN("session", cmocka_unit_test(test_sign_in),
                cmocka_unit_test(test_all_refusals_say_the_same),
                cmocka_unit_test(test_wrong_passwords_lock),
                cmocka_unit_test(test_idle_and_old_sessions_end),
                cmocka_unit_test(test_what_ends_all_sessions),
                cmocka_unit_test(test_the_store_holds_no_token),
                cmocka_unit_test(test_not_inside_a_transaction))
