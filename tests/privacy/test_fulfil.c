/* An erasure closes the request that it fulfils, and waits for a second person where the
 * organisation wants one. */
#include "book/party.h"
#include "policy/commit.h"
#include "privacy/fulfil.h"
#include "privacy/request.h"
#include "privacy/retention.h"
#include "record/approval.h"
#include "record/setting.h"
#include "record/user.h"
#include "store/backend.h"
#include "tests/support/portfolio.h"

static int64_t add_user(struct op *op, const char *login, const char *role)
{
    int64_t id = 0;
    check_ok(op,
             user_create(op, str_of(login), str_of(login), STR("una frase larga y propia"), &id));
    check_ok(op, user_add_role(op, id, str_of(role)));
    return id;
}

struct desk {
    struct portfolio p;
    struct person person;
    int64_t officer;
    int64_t other; /* may decide */
    int64_t agent; /* may not */
};

static void open_desk(struct desk *desk, const char *wanted)
{
    struct op *const op = &desk->p.op;
    portfolio_open(&desk->p, 1);
    check_ok(op, portfolio_pay(op, desk->p.keys[0], "paid", 100000));
    check_ok(op, db_begin(op, DB_WRITE));
    desk->officer = add_user(op, "olga", "compliance");
    desk->other = add_user(op, "saul", "supervisor");
    desk->agent = add_user(op, "ana", "agent");
    check_ok(op, setting_put(op, ERASURE_LOOK, op->business_date, str_of(wanted)));
    check_ok(op, person_find(op, STR("p0"), &desk->person));
    check_ok(op, db_commit(op));
    op->actor_id = desk->officer;
}

static int64_t receive(struct desk *desk, const char *kind)
{
    struct op *const op = &desk->p.op;
    const struct request_input input = {
        .kind = str_of(kind), .received_on = op->business_date, .channel = STR("carta")};
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, request_receive(op, &desk->person, &input, &id));
    check_ok(op, db_commit(op));
    return id;
}

static status order(struct desk *desk, int64_t request_id, struct erasure *ret_erasure)
{
    struct op *const op = &desk->p.op;
    check_ok(op, db_begin(op, DB_WRITE));
    const status code = erase_fulfil(op, &desk->person, request_id, ret_erasure);
    if (code == OK)
        check_ok(op, policy_commit(op));
    else
        db_rollback(op);
    return code;
}

static void check_state(struct desk *desk, int64_t id, const char *want)
{
    struct privacy_request request;
    check_ok(&desk->p.op, request_get(&desk->p.op, id, &request));
    check_str(request.state, want);
}

static void decide(struct desk *desk, int64_t approval_id, bool is_approved, status want)
{
    struct op *const op = &desk->p.op;
    struct approval approval;
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(approval_decide(op, approval_id, is_approved, STR("visto"), &approval), want);
    if (want == OK)
        check_ok(op, db_commit(op));
    else
        db_rollback(op);
    op_clear(op);
}

static bool is_gone(struct desk *desk)
{
    struct person person;
    const bool is_gone = person_find(&desk->p.op, STR("p0"), &person) == E_NOT_FOUND;
    op_clear(&desk->p.op);
    return is_gone;
}

static void test_it_closes_its_request(void **state)
{
    (void)state;
    struct desk desk;
    struct erasure erasure;
    struct privacy_request request;
    open_desk(&desk, "no");
    const int64_t other = receive(&desk, "access");
    const int64_t id = receive(&desk, "erasure");
    check_eq(order(&desk, id, &erasure), OK);
    check_eq(erasure.approval_id, 0);
    check_true(is_gone(&desk));
    check_ok(&desk.p.op, request_get(&desk.p.op, id, &request));
    check_str(request.state, "partial"); /* accounts stay, as the law wants */
    check_true(strstr(str_cstr(desk.p.op.arena, request.answer), "-KEEP") != NULL);
    check_eq(request.answered_on, desk.p.op.business_date);
    check_state(&desk, other, "open"); /* what else she asked is still to be answered */
    check_eq(order(&desk, other, &erasure), OK);
    check_state(&desk, other, "open");
    portfolio_close(&desk.p);
}

static void test_a_second_person(void **state)
{
    (void)state;
    struct desk desk;
    struct erasure erasure;
    open_desk(&desk, "yes");
    struct op *const op = &desk.p.op;
    check_eq(order(&desk, 0, &erasure), E_INVALID);
    op_clear(op);
    const int64_t id = receive(&desk, "erasure");
    check_eq(order(&desk, id, &erasure), OK);
    const int64_t first = erasure.approval_id;
    check_true(first != 0);
    check_false(is_gone(&desk));
    check_state(&desk, id, "open");
    check_eq(order(&desk, id, &erasure), E_CONFLICT); /* asked once is enough */
    op_clear(op);
    decide(&desk, first, true, E_DENIED); /* not by who asked */
    op->actor_id = desk.agent;
    decide(&desk, first, true, E_DENIED);
    op->actor_id = desk.other;
    decide(&desk, first, false, OK);
    op->actor_id = desk.officer;
    check_eq(order(&desk, id, &erasure), OK); /* a no is no yes: it is asked again */
    check_true(erasure.approval_id != 0 && erasure.approval_id != first);
    check_false(is_gone(&desk));
    op->actor_id = desk.other;
    decide(&desk, erasure.approval_id, true, OK);
    op->actor_id = desk.officer;
    check_eq(order(&desk, id, &erasure), OK);
    check_eq(erasure.approval_id, 0);
    check_true(is_gone(&desk));
    check_state(&desk, id, "partial");
    portfolio_close(&desk.p);
}

static struct erasure_wait wait_of(struct desk *desk, int64_t id)
{
    struct privacy_request request;
    struct erasure_wait wait;
    check_ok(&desk->p.op, request_get(&desk->p.op, id, &request));
    check_ok(&desk->p.op, erase_waiting(&desk->p.op, &request, &wait));
    return wait;
}

static status withdraw(struct desk *desk, int64_t id)
{
    struct op *const op = &desk->p.op;
    check_ok(op, db_begin(op, DB_WRITE));
    const status code = erase_withdraw(op, id, STR("ya no lo quiere"));
    if (code == OK)
        check_ok(op, db_commit(op));
    else
        db_rollback(op);
    op_clear(op);
    return code;
}

/* It is told while it waits and once it is approved; who asked may take it back. */
static void test_what_waits_is_told_and_withdrawn(void **state)
{
    (void)state;
    struct desk desk;
    struct erasure erasure;
    struct approval approval;
    open_desk(&desk, "yes");
    struct op *const op = &desk.p.op;
    const int64_t id = receive(&desk, "erasure");
    check_eq(wait_of(&desk, id).approval_id, 0);
    check_eq(withdraw(&desk, id), E_NOT_FOUND);
    check_eq(order(&desk, id, &erasure), OK);
    const int64_t first = erasure.approval_id;
    struct erasure_wait wait = wait_of(&desk, id);
    check_eq(wait.approval_id, first);
    check_false(wait.is_approved);
    check_eq(wait.asked_by, desk.officer);
    check_str(wait.asked_by_name, "olga");
    check_true(wait.since <= op_now(op) && wait.until > op_now(op));
    op->actor_id = desk.other;
    check_eq(withdraw(&desk, id), E_DENIED); /* who may decide rejects it */
    op->actor_id = desk.officer;
    check_eq(withdraw(&desk, id), OK);
    check_eq(withdraw(&desk, id), E_NOT_FOUND);
    check_ok(op, approval_get(op, first, &approval));
    check_str(approval.state, "withdrawn");
    check_eq(wait_of(&desk, id).approval_id, 0);
    op->actor_id = desk.other;
    decide(&desk, first, true, E_CONFLICT);
    op->actor_id = desk.officer;
    check_eq(order(&desk, id, &erasure), OK);
    check_true(erasure.approval_id != first);
    op->actor_id = desk.other;
    decide(&desk, erasure.approval_id, true, OK);
    op->actor_id = desk.officer;
    wait = wait_of(&desk, id);
    check_true(wait.is_approved);
    check_eq(withdraw(&desk, id), E_NOT_FOUND); /* approved: it is simply not carried out */
    check_eq(order(&desk, id, &erasure), OK);
    check_true(is_gone(&desk));
    check_eq(wait_of(&desk, id).approval_id, 0); /* the request is answered */
    portfolio_close(&desk.p);
}

/* What was done closes the request that asked for it, with words, and no other. */
static void test_done_and_answered(void **state)
{
    (void)state;
    struct desk desk;
    struct privacy_request request;
    open_desk(&desk, "no");
    struct op *const op = &desk.p.op;
    const int64_t debtor_id = desk.person.debtor_id;
    const int64_t access = receive(&desk, "access");
    const int64_t other = receive(&desk, "opposition");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, request_answer_done(op, debtor_id, access, "access", STR("  ")));
    check_ok(op, request_answer_done(op, debtor_id, 0, "access", STR("")));
    check_ok(op, db_commit(op));
    check_state(&desk, access, "open"); /* never in silence */
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(request_answer_done(op, debtor_id, other, "access", STR("Hecho")), E_INVALID);
    op_clear(op);
    check_eq(request_answer_done(op, debtor_id + 1, access, "access", STR("Hecho")), E_INVALID);
    op_clear(op);
    check_ok(op, request_answer_done(op, debtor_id, access, "access", STR("Hecho")));
    check_ok(op, db_commit(op));
    check_ok(op, request_get(op, access, &request));
    check_str(request.state, "granted");
    check_str(request.answer, "Hecho");
    check_eq(request.answered_on, op->business_date);
    check_eq(request.answered_by, desk.officer);
    check_state(&desk, other, "open");
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(request_answer_done(op, debtor_id, access, "access", STR("Otra vez")), E_CONFLICT);
    db_rollback(op);
    op_clear(op);
    portfolio_close(&desk.p);
}

static struct erasure_pending pending(struct desk *desk)
{
    struct erasure_pending pending;
    check_ok(&desk->p.op, erase_pending(&desk->p.op, desk->person.debtor_id, &pending));
    return pending;
}

static void go_to(struct op *op, day on)
{
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_run(op, Q_ORGANISATION_SET_OPEN_DATE, DB_ARGS(ARG_DAY(on)), NULL));
    check_ok(op, db_commit(op));
    op->business_date = on;
}

/* From the day it is asked until the last of it is gone; a refusal ends it. */
static void test_what_has_yet_to_go(void **state)
{
    struct desk desk;
    struct erasure erasure;
    struct retention sums;
    day last = DAY_NONE;
    (void)state;
    open_desk(&desk, "no");
    struct op *const op = &desk.p.op;
    check_eq(pending(&desk).request_id, 0);
    (void)receive(&desk, "access");
    check_eq(pending(&desk).request_id, 0);
    const int64_t refused = receive(&desk, "erasure");
    check_eq(pending(&desk).request_id, refused);
    check_false(pending(&desk).is_answered);
    check_true(pending(&desk).due_on > op->business_date);
    check_eq(pending(&desk).kept_until, DAY_NONE);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, request_answer(op, refused, STR("refused"), STR("no procede")));
    check_ok(op, db_commit(op));
    check_eq(pending(&desk).request_id, 0);
    const int64_t asked = receive(&desk, "erasure");
    check_ok(op, order(&desk, asked, &erasure));
    check_state(&desk, asked, "partial");
    check_eq(pending(&desk).request_id, asked);
    check_true(pending(&desk).is_answered);
    for (int c = 0; c < PRIVACY_SYSTEM; c++) {
        const struct erase_class *const class = &erasure.plan.classes[c];
        if (!class->is_due && class->rows > 0 && (last == DAY_NONE || class->kept_until > last))
            last = class->kept_until;
    }
    check_true(last > op->business_date);
    check_eq(pending(&desk).kept_until, last);
    check_false(pending(&desk).is_over);
    go_to(op, last); /* the last day of it */
    check_false(pending(&desk).is_over);
    go_to(op, last + 1);
    check_true(pending(&desk).is_over); /* nobody has to keep it, and it is still there */
    check_eq(pending(&desk).kept_until, last);
    check_ok(op, retention_run(op, op->business_date, false, NULL, &sums));
    check_eq(pending(&desk).request_id, 0);
    portfolio_close(&desk.p);
}

TEST_STORE_MAIN("privacy fulfil", cmocka_unit_test(test_it_closes_its_request),
                cmocka_unit_test(test_a_second_person),
                cmocka_unit_test(test_what_waits_is_told_and_withdrawn),
                cmocka_unit_test(test_done_and_answered), cmocka_unit_test(test_what_has_yet_to_go))
