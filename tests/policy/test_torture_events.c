/* Every call to the store fails in turn, in everything that people and other programs do between
 * two closes: each time there is a clear error, not one row of any table has changed, and the same
 * story then goes through. */
#include <inttypes.h>

#include "book/action.h"
#include "book/claim_entry.h"
#include "book/dispute.h"
#include "book/joint_arrangement.h"
#include "book/obligation_terms.h"
#include "book/payment.h"
#include "book/promise.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/work.h"
#include "record/setting.h"
#include "record/user.h"
#include "tests/support/portfolio.h"
#include "tests/support/state.h"

#define CASES     24
#define CALLS_MAX 5000

/* What the stories are about. */
struct scene {
    struct portfolio p;
    int64_t user_id;
    int64_t payment_id;
    int64_t action_id;
    int64_t promise_id;
    int64_t dispute_id;
    int64_t item_id;
    int64_t arrangement_id;
    int64_t joint_cases[2];
};

static status take_payment(struct op *op, struct scene *s)
{
    /* more than is owed: a part stays unapplied */
    const struct payment_order order = {.debtor_id = s->p.keys[3].debtor_id,
                                        .case_id = s->p.keys[3].case_id,
                                        .source = STR("t"),
                                        .reference = STR("r3"),
                                        .value_on = op->business_date,
                                        .amount = {900000}};
    bool is_new = false;
    return payment_take(op, &order, &s->payment_id, &is_new);
}

/* A claim that meets what was paid too much. */
static status add_claim(struct op *op, struct scene *s)
{
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = STR("p3-2"),
                                      .number = 2,
                                      .issued_on = op->business_date,
                                      .due_on = op->business_date + 20,
                                      .amount = {70000}};
    struct obligation_ref ref;
    enum book_change change;
    int64_t id = 0;
    TRY(obligation_find(op, STR("t"), STR("p3"), &ref));
    (void)s;
    return claim_upsert(op, &ref, &claim, &id, &change);
}

static status return_payment(struct op *op, struct scene *s)
{
    int64_t id = 0;
    return payment_return(op, s->p.keys[3].debtor_id, s->payment_id, STR("r3-back"),
                          op->business_date, &id);
}

static status record_result(struct op *op, struct scene *s)
{
    const struct action_input action = {.key = s->p.keys[1],
                                        .channel = CHANNEL_CALL,
                                        .disposition = STR("promise"),
                                        .amount = {50000},
                                        .note = STR("paga el viernes"),
                                        .duration_s = 90,
                                        .callback_on = op->business_date + 1};
    struct promise_input promise = {.key = s->p.keys[1],
                                    .due_on = op->business_date + 4,
                                    .amount = {50000},
                                    .channel = CHANNEL_CALL};
    TRY(action_record(op, &action, &s->action_id));
    promise.action_id = s->action_id;
    return promise_make(op, &promise, &s->promise_id);
}

static status correct_result(struct op *op, struct scene *s)
{
    int64_t id = 0;
    TRY(action_correct(op, s->p.keys[1].debtor_id, s->action_id, STR("era otra persona"), &id));
    return promise_cancel(op, s->p.keys[1].debtor_id, s->promise_id, STR("era otra persona"));
}

static status make_promise(struct op *op, struct scene *s)
{
    const struct promise_input promise = {.key = s->p.keys[2],
                                          .due_on = op->business_date + 3,
                                          .amount = {40000},
                                          .channel = CHANNEL_CALL};
    int64_t id = 0;
    return promise_make(op, &promise, &id);
}

static status pay_promise(struct op *op, struct scene *s)
{
    const struct payment_order order = {.debtor_id = s->p.keys[2].debtor_id,
                                        .case_id = s->p.keys[2].case_id,
                                        .source = STR("t"),
                                        .reference = STR("r2"),
                                        .value_on = op->business_date,
                                        .amount = {40000}};
    int64_t id = 0;
    bool is_new = false;
    return payment_take(op, &order, &id, &is_new);
}

static status open_dispute(struct op *op, struct scene *s)
{
    const struct dispute_input input = {.key = s->p.keys[4],
                                        .kind = STR("amount"),
                                        .amount = {1000},
                                        .reply_due_on = DAY_NONE,
                                        .note = STR("no es lo pactado")};
    return dispute_open(op, &input, &s->dispute_id);
}

static status close_dispute(struct op *op, struct scene *s)
{
    return dispute_close(op, s->p.keys[4].debtor_id, s->dispute_id, STR("rejected"));
}

static status place_hold(struct op *op, struct scene *s)
{
    int64_t id = 0;
    return hold_place(op, s->p.keys[5], STR("contact"), op->business_date, op->business_date + 9,
                      STR("duelo"), &id);
}

static status lease_work(struct op *op, struct scene *s)
{
    struct work_item item = {0};
    bool found = false;
    TRY(work_lease_next(op, &item, &found));
    s->item_id = item.id;
    return found ? OK : op_fail(op, E_NOT_FOUND, "no work to lease");
}

static status finish_work(struct op *op, struct scene *s)
{
    return work_done(op, s->item_id, 0);
}

static status skip_work(struct op *op, struct scene *s)
{
    TRY(lease_work(op, s));
    return work_skip(op, s->item_id, STR("sin expediente a la mano"));
}

/* Proposed and begun; then money pays its first row, and it is undone. */
static status agree(struct op *op, struct scene *s)
{
    const struct arrangement_plan_row rows[] = {
        {op->business_date + 3,  50000},
        {op->business_date + 33, 30000}
    };
    const struct arrangement_input input = {.key = s->p.keys[7],
                                            .kind = "settlement",
                                            .owed = 107000,
                                            .rows = rows,
                                            .row_count = 2,
                                            .missed = 1,
                                            .grace_days = 2};
    TRY(arrangement_propose(op, &input, &s->arrangement_id));
    return arrangement_activate(op, input.key.debtor_id, s->arrangement_id);
}

static status pay_row(struct op *op, struct scene *s)
{
    const struct payment_order order = {.debtor_id = s->p.keys[7].debtor_id,
                                        .case_id = s->p.keys[7].case_id,
                                        .source = STR("t"),
                                        .reference = STR("r7"),
                                        .value_on = op->business_date,
                                        .amount = {50000}};
    int64_t id = 0;
    bool is_new = false;
    return payment_take(op, &order, &id, &is_new);
}

static status undo_agreement(struct op *op, struct scene *s)
{
    return arrangement_cancel(op, s->p.keys[7].debtor_id, s->arrangement_id, STR("un error"));
}

/* A settlement is paid in full and its discount waived; then the money goes back. */
static status settle(struct op *op, struct scene *s)
{
    const struct arrangement_plan_row row = {op->business_date + 3, 40000};
    const struct arrangement_input input = {.key = s->p.keys[7],
                                            .kind = "settlement",
                                            .owed = 57000,
                                            .rows = &row,
                                            .row_count = 1,
                                            .missed = 1,
                                            .grace_days = 2};
    const struct payment_order order = {.debtor_id = s->p.keys[7].debtor_id,
                                        .case_id = s->p.keys[7].case_id,
                                        .source = STR("t"),
                                        .reference = STR("r7-2"),
                                        .value_on = op->business_date,
                                        .amount = {40000}};
    bool is_new = false;
    TRY(arrangement_propose(op, &input, &s->arrangement_id));
    TRY(arrangement_activate(op, input.key.debtor_id, s->arrangement_id));
    return payment_take(op, &order, &s->payment_id, &is_new);
}

static status return_settlement(struct op *op, struct scene *s)
{
    int64_t id = 0;
    return payment_return(op, s->p.keys[7].debtor_id, s->payment_id, STR("r7-back"),
                          op->business_date, &id);
}

/* Another creditor's debt, and one plan over both. */
static status owe_twice(struct op *op, struct scene *s)
{
    struct obligation_input debt = {.source = STR("t"),
                                    .external_id = STR("p11-2"),
                                    .debtor_id = s->p.keys[11].debtor_id,
                                    .product = STR("card"),
                                    .currency = CURRENCY('M', 'X', 'N'),
                                    .opened_on = op->business_date - 90};
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = STR("p11-2"),
                                      .number = 1,
                                      .issued_on = op->business_date - 90,
                                      .due_on = op->business_date - 60,
                                      .amount = {41000}};
    struct obligation_ref ref;
    enum book_change change;
    int64_t id = 0;
    TRY(creditor_ensure(op, STR("otro"), STR("otro"), &debt.creditor_id));
    TRY(obligation_upsert(op, &debt, &ref, &change));
    s->joint_cases[0] = s->p.keys[11].case_id;
    s->joint_cases[1] = ref.case_id;
    return claim_upsert(op, &ref, &claim, &id, &change);
}

static status agree_jointly_in_book(struct op *op, struct scene *s)
{
    static const int64_t owed[] = {111000, 41000};
    const struct arrangement_plan_row rows[] = {
        {op->business_date + 3,  90000},
        {op->business_date + 33, 30000}
    };
    const struct joint_input input = {.debtor_id = s->p.keys[11].debtor_id,
                                      .cases = s->joint_cases,
                                      .owed = owed,
                                      .case_count = 2,
                                      .kind = "settlement",
                                      .rows = rows,
                                      .row_count = 2,
                                      .missed = 1,
                                      .grace_days = 2};
    TRY(joint_propose(op, &input, &s->arrangement_id));
    return arrangement_activate(op, input.debtor_id, s->arrangement_id);
}

static status undo_joint(struct op *op, struct scene *s)
{
    return arrangement_cancel(op, s->p.keys[11].debtor_id, s->arrangement_id, STR("un error"));
}

static status pay_joint(struct op *op, const struct scene *s, const char *reference, int64_t amount)
{
    const struct payment_order order = {.debtor_id = s->p.keys[11].debtor_id,
                                        .source = STR("t"),
                                        .reference = str_of(reference),
                                        .value_on = op->business_date,
                                        .amount = {amount}};
    struct agreement_share *shares = NULL;
    size_t count = 0;
    return agreement_pay(op, s->arrangement_id, &order, &shares, &count);
}

/* Agreed once more: a part of it, then the rest in one case alone ends it in both. */
static status pay_joint_part(struct op *op, struct scene *s)
{
    TRY(agree_jointly_in_book(op, s));
    return pay_joint(op, s, "r11", 60000);
}

static status pay_joint_rest(struct op *op, struct scene *s)
{
    return pay_joint(op, s, "r11-rest", 60000);
}

/* Three months of interest at once, and then each of them is another. */
static status bear_interest(struct op *op, struct scene *s)
{
    const struct obligation_terms terms = {.from_on = op->business_date - 80,
                                           .basis = DAY_COUNT_ACTUAL_360,
                                           .rate = 120000,
                                           .late_rate = 240000,
                                           .bases = TERMS_BASES_DEFAULT};
    struct obligation_ref debt;
    enum book_change change;
    TRY(obligation_find(op, STR("t"), STR("p9"), &debt));
    TRY(obligation_terms_put(op, &debt, &terms, &change));
    s->payment_id = 0;
    return OK;
}

static status pay_late(struct op *op, struct scene *s)
{
    const struct payment_order order = {.debtor_id = s->p.keys[9].debtor_id,
                                        .case_id = s->p.keys[9].case_id,
                                        .source = STR("t"),
                                        .reference = STR("r9"),
                                        .value_on = op->business_date - 70,
                                        .amount = {30000}};
    bool is_new = false;
    return payment_take(op, &order, &s->payment_id, &is_new);
}

static status add_user(struct op *op, struct scene *s)
{
    int64_t id = 0;
    (void)s;
    TRY(user_create(op, STR("eva"), STR("Eva"), STR("una clave muy larga"), &id));
    TRY(user_add_role(op, id, STR("agent")));
    return user_set_active(op, id, false);
}

static status change_setting(struct op *op, struct scene *s)
{
    (void)s;
    TRY(setting_put(op, "dispute.reply_days", op->business_date, STR("12")));
    return setting_put(op, "mail.from", op->business_date, STR("cobranza@example.mx"));
}

/* In this order: later ones go on with what earlier ones left. */
static const struct {
    const char *name;
    status (*tell)(struct op *op, struct scene *s);
    int calls_min; /* so many failures at least, lest the test tests nothing */
} stories[] = {
    {"a payment of too much",       take_payment,          30},
    {"a claim that meets it",       add_claim,             30},
    {"the payment comes back",      return_payment,        30},
    {"a result with a promise",     record_result,         40},
    {"the result was a mistake",    correct_result,        30},
    {"a promise",                   make_promise,          20},
    {"money that keeps a promise",  pay_promise,           30},
    {"a dispute",                   open_dispute,          20},
    {"the dispute is answered",     close_dispute,         20},
    {"a hold",                      place_hold,            20},
    {"work is taken",               lease_work,            3 },
    {"work is done",                finish_work,           5 },
    {"work is skipped",             skip_work,             5 },
    {"an arrangement begins",       agree,                 50},
    {"its first row is paid",       pay_row,               30},
    {"the arrangement is undone",   undo_agreement,        50},
    {"a settlement is paid",        settle,                80},
    {"its money goes back",         return_settlement,     60},
    {"another creditor's debt",     owe_twice,             20},
    {"one plan over two cases",     agree_jointly_in_book, 90},
    {"it is undone in both",        undo_joint,            90},
    {"a part of it is paid",        pay_joint_part,        90},
    {"the rest is paid in both",    pay_joint_rest,        90},
    {"a debt bears interest",       bear_interest,         60},
    {"money comes late for it",     pay_late,              90},
    {"a user is made and shut out", add_user,              6 },
    {"settings change",             change_setting,        2 },
};

static status tell(struct op *op, struct scene *s, size_t story)
{
    TRY(db_begin(op, DB_WRITE));
    TRY(stories[story].tell(op, s));
    return policy_commit(op);
}

/* Breaks each call of a story in turn; the last try, which nothing breaks, goes through. */
static void torture(struct scene *s, size_t story)
{
    struct op *const op = &s->p.op;
    const uint64_t before = test_store_state(op);
    status code = E_STORE;
    int broken = 0;
    check_case(stories[story].name);
    for (int n = 1; code != OK && n < CALLS_MAX; n++) {
        const struct arena_mark mark = arena_mark(op->arena);
        db_fail_call(op->db, n);
        code = tell(op, s, story);
        db_fail_call(op->db, 0);
        if (code == OK)
            break;
        check_eq(code, E_STORE);
        check_true(op->text[0] != '\0');
        db_rollback(op);
        touch_clear(op);
        op_clear(op);
        if (n % test_store_every(7) == 0)
            check_true(test_store_state(op) == before);
        arena_release(op->arena, mark);
        broken++;
    }
    check_ok(op, code);
    check_true(test_store_state(op) != before);
    print_message("    %3d calls: %s\n", broken, stories[story].name);
    check_true(broken >= stories[story].calls_min);
}

static void test_nothing_half_done_stays(void **state)
{
    struct scene s = {0};
    struct op *const op = &s.p.op;
    (void)state;
    portfolio_open(&s.p, CASES);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, user_create(op, STR("ana"), STR("Ana"), STR("una clave larga"), &s.user_id));
    check_ok(op, user_add_role(op, s.user_id, STR("administrator")));
    check_ok(op, db_commit(op));
    struct close_result closed;
    check_ok(op, close_day(op, op->business_date, NULL, &closed));
    op->actor_id = s.user_id;
    for (size_t i = 0; i < ARRAY_LEN(stories); i++)
        torture(&s, i);
    portfolio_close(&s.p);
}

TEST_STORE_MAIN("torture of events", cmocka_unit_test(test_nothing_half_done_stays))
