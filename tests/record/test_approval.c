/* Four eyes. */
#include "record/approval.h"
#include "record/user.h"
#include "tests/support/organisation.h"

#define PASSWORD "una clave larga"
#define MINUTE   (60 * INSTANT_PER_SECOND)

static int64_t asker, decider, bystander;

static struct op *with_people(void)
{
    static const struct {
        const char *login;
        const char *role;
        int64_t *id;
    } people[] = {
        {"estratega", "strategist", &asker    },
        {"cumple",    "compliance", &decider  },
        {"gestor",    "agent",      &bystander},
    };
    struct op *const op = test_organisation();
    check_ok(op, db_begin(op, DB_WRITE));
    for (size_t i = 0; i < ARRAY_LEN(people); i++) {
        check_ok(op, user_create(op, str_of(people[i].login), STR("Nombre"), STR(PASSWORD),
                                 people[i].id));
        check_ok(op, user_add_role(op, *people[i].id, str_of(people[i].role)));
    }
    check_ok(op, db_commit(op));
    check_ok(op, db_begin(op, DB_WRITE));
    op->actor_id = asker;
    return op;
}

static struct approval_request request_for(int64_t subject_id)
{
    return (struct approval_request){.subject_kind = "strategy",
                                     .subject_id = subject_id,
                                     .rule = "strategy.approve",
                                     .expires_at = TEST_NOON + 60 * MINUTE,
                                     .reason = STR("menos llamadas")};
}

static int64_t ask(struct op *op, int64_t subject_id)
{
    const struct approval_request request = request_for(subject_id);
    int64_t id = 0;
    op->actor_id = asker;
    check_ok(op, approval_request(op, &request, &id));
    return id;
}

static status decide(struct op *op, int64_t actor_id, int64_t id, bool is_approved)
{
    struct approval approval;
    op_clear(op);
    op->actor_id = actor_id;
    return approval_decide(op, id, is_approved, STR("visto"), &approval);
}

static bool is_pending(struct op *op, int64_t subject_id)
{
    bool pending = false;
    op_clear(op);
    check_ok(op, approval_pending(op, "strategy", subject_id, &pending));
    return pending;
}

static void check_state(struct op *op, int64_t id, const char *want)
{
    struct approval approval;
    op_clear(op);
    check_ok(op, approval_get(op, id, &approval));
    check_str(approval.state, want);
}

static void test_another_one_decides_once(void **state)
{
    (void)state;
    struct op *const op = with_people();
    struct approval approval;
    check_false(is_pending(op, 5));
    const int64_t id = ask(op, 5);
    check_true(is_pending(op, 5));
    check_false(is_pending(op, 6));
    check_state(op, id, "pending");

    check_eq(decide(op, asker, id, true), E_DENIED);
    check_eq(decide(op, bystander, id, true), E_DENIED);
    check_true(strstr(op->text, "strategy.approve") != NULL);
    check_eq(decide(op, 0, id, true), E_DENIED);
    check_eq(decide(op, 12345, id, true), E_DENIED);
    check_true(is_pending(op, 5));

    op->actor_id = decider;
    check_eq(approval_decide(op, id, true, STR(" "), &approval), E_INVALID);
    op_clear(op);
    check_ok(op, approval_decide(op, id, true, STR("de acuerdo"), &approval));
    check_str(approval.state, "approved");
    check_str(approval.subject_kind, "strategy");
    check_eq(approval.subject_id, 5);
    check_eq(approval.requested_by, asker);
    check_str(approval.reason, "menos llamadas\nde acuerdo");
    check_false(approval.has_amount);
    check_false(is_pending(op, 5));
    check_eq(decide(op, decider, id, true), E_CONFLICT); /* its effect is applied once */
    check_eq(decide(op, decider, id, false), E_CONFLICT);
    check_state(op, id, "approved");
    check_eq(decide(op, decider, 99, true), E_NOT_FOUND);
}

/* The permission alone is not enough: one's own request stays another's to decide. */
static void test_nobody_decides_their_own(void **state)
{
    (void)state;
    struct op *const op = with_people();
    const struct approval_request request = request_for(5);
    int64_t id = 0;
    op->actor_id = decider;
    check_ok(op, approval_request(op, &request, &id));
    check_eq(decide(op, decider, id, true), E_DENIED);
    check_true(is_pending(op, 5));
}

static void test_one_pending_for_each_subject(void **state)
{
    (void)state;
    struct op *const op = with_people();
    struct approval_request request = request_for(5);
    int64_t id = ask(op, 5);
    int64_t other = -77;
    check_eq(approval_request(op, &request, &other), E_CONFLICT);
    op_clear(op);
    check_eq(other, -77);
    ask(op, 6);
    check_eq(decide(op, decider, id, false), OK);
    check_state(op, id, "rejected");
    id = ask(op, 5); /* asked again */
    check_state(op, id, "pending");
}

static void test_expiry_is_rejection(void **state)
{
    (void)state;
    struct op *const op = with_people();
    struct approval *list = NULL;
    size_t count = 0;
    int64_t expired = 0;
    const int64_t id = ask(op, 5);
    test_clock_add_minutes(59);
    check_true(is_pending(op, 5));
    check_ok(op, approval_list(op, &list, &count));
    check_eq(count, 1);
    check_eq(list[0].id, id);
    test_clock_add_minutes(1);
    check_false(is_pending(op, 5)); /* without anybody marking it */
    check_state(op, id, "expired");
    check_eq(decide(op, decider, id, true), E_CONFLICT);
    op_clear(op);
    check_ok(op, approval_list(op, &list, &count));
    check_eq(count, 0);
    check_ok(op, approval_expire(op, &expired));
    check_eq(expired, 1);
    check_ok(op, approval_expire(op, &expired));
    check_eq(expired, 0);
    check_state(op, id, "expired");
}

static void test_an_expired_one_does_not_block(void **state)
{
    (void)state;
    struct op *const op = with_people();
    struct approval_request request = request_for(5);
    int64_t id = 0;
    ask(op, 5);
    test_clock_add_minutes(60);
    request.expires_at = TEST_NOON + 120 * MINUTE;
    check_ok(op, approval_request(op, &request, &id));
    check_true(is_pending(op, 5));
    check_eq(decide(op, decider, id, true), OK);
}

static void test_amounts_and_order(void **state)
{
    (void)state;
    struct op *const op = with_people();
    struct approval_request request = request_for(5);
    struct approval *list = NULL;
    size_t count = 0;
    int64_t id = 0;
    ask(op, 6);
    request.has_amount = true;
    request.amount = (money){123456};
    request.currency = CURRENCY('M', 'X', 'N');
    request.expires_at = TEST_NOON + 30 * MINUTE;
    check_ok(op, approval_request(op, &request, &id));
    check_ok(op, approval_list(op, &list, &count));
    check_eq(count, 2);
    check_eq(list[0].id, id); /* the next to expire */
    check_true(list[0].has_amount);
    check_eq(list[0].amount.minor, 123456);
    check_eq(list[0].currency, CURRENCY('M', 'X', 'N'));
    check_false(list[1].has_amount);
}

static void test_bad_requests(void **state)
{
    (void)state;
    struct op *const op = with_people();
    struct approval_request request = request_for(5);
    int64_t id = -77;
    request.reason = STR("  ");
    check_eq(approval_request(op, &request, &id), E_INVALID);
    op_clear(op);
    request = request_for(5);
    request.expires_at = TEST_NOON;
    check_eq(approval_request(op, &request, &id), E_INVALID);
    op_clear(op);
    request = request_for(5);
    op->actor_id = 0;
    check_eq(approval_request(op, &request, &id), E_INVALID);
    op_clear(op);
    check_eq(id, -77);
    check_false(is_pending(op, 5));
}

TEST_STORE_MAIN("approval", cmocka_unit_test(test_another_one_decides_once),
                cmocka_unit_test(test_nobody_decides_their_own),
                cmocka_unit_test(test_one_pending_for_each_subject),
                cmocka_unit_test(test_expiry_is_rejection),
                cmocka_unit_test(test_an_expired_one_does_not_block),
                cmocka_unit_test(test_amounts_and_order), cmocka_unit_test(test_bad_requests))
