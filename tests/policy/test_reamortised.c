/* A debt gets a new schedule with interest of its own: by approval, within the law, in the place of
 * interest that was not due yet; undone, what was owed is owed again. */
#include "book/claim_entry.h"
#include "book/obligation_terms.h"
#include "policy/agree.h"
#include "policy/commit.h"
#include "policy/strategy_state.h"
#include "record/user.h"
#include "tests/support/doctor.h"
#include "tests/support/portfolio.h"

#define PRINCIPAL 90000
#define TODAY     PORTFOLIO_DATE

struct house {
    struct portfolio p;
    struct case_key key;
    struct obligation_ref debt;
    int64_t asker, decider;
};

static int64_t add_user(struct op *op, const char *login)
{
    int64_t id = 0;
    check_ok(op,
             user_create(op, str_of(login), str_of(login), STR("una frase larga y propia"), &id));
    check_ok(op, user_add_role(op, id, STR("supervisor")));
    return id;
}

/* An instalment of the debt: a third of the principal, with its interest. */
static void tell(struct house *house, int number, day due_on, int64_t interest, int64_t fee)
{
    struct op *const op = &house->p.op;
    struct claim_input claim = {.source = STR("t"),
                                .external_id = str_of(arena_printf(op->arena, "q%d", number)),
                                .number = number,
                                .issued_on = TODAY - 100,
                                .due_on = due_on,
                                .amount = {PRINCIPAL / 3 + interest + fee},
                                .tells_parts = true};
    enum book_change change;
    int64_t id = 0;
    claim.others.of[COMPONENT_PRINCIPAL] = PRINCIPAL / 3;
    claim.others.of[COMPONENT_INTEREST] = interest;
    claim.others.of[COMPONENT_FEE] = fee;
    check_ok(op, claim_upsert(op, &house->debt, &claim, &id, &change));
}

/* One debt: an instalment past due with a fee, one due today, one to come; and what the portfolio
 * has made, another. */
static struct op *open_house(struct house *house)
{
    struct op *const op = &house->p.op;
    struct obligation_ref first;
    enum book_change change;
    int64_t creditor_id = 0;
    portfolio_open(&house->p, 3);
    house->key = house->p.keys[2];
    check_ok(op, db_begin(op, DB_WRITE));
    house->asker = add_user(op, "sofia");
    house->decider = add_user(op, "marta");
    check_ok(op, obligation_find(op, STR("t"), STR("p2"), &first));
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &creditor_id));
    const struct obligation_input input = {.source = STR("t"),
                                           .external_id = STR("loan"),
                                           .debtor_id = house->key.debtor_id,
                                           .creditor_id = creditor_id,
                                           .product = STR("loan"),
                                           .currency = CURRENCY('M', 'X', 'N'),
                                           .opened_on = TODAY - 100};
    check_ok(op, obligation_upsert(op, &input, &house->debt, &change));
    check_eq(house->debt.case_id, first.case_id);
    tell(house, 1, TODAY - 30, 700, 150);
    tell(house, 2, TODAY, 500, 0);
    tell(house, 3, TODAY + 30, 300, 0);
    check_ok(op, policy_commit(op));
    op->actor_id = house->asker;
    return op;
}

static status ask(struct house *house, enum schedule_kind schedule, int64_t rate, day first_on,
                  struct agreed *ret_agreed)
{
    struct op *const op = &house->p.op;
    const struct agree_reamortise wish = {.obligation_id = house->debt.id,
                                          .first_on = first_on,
                                          .count = 6,
                                          .schedule = schedule,
                                          .rate = rate,
                                          .reason = STR("otro plazo")};
    op->actor_id = house->asker;
    TRY(db_begin(op, DB_WRITE));
    TRY(agree_reamortise(op, house->key, &wish, ret_agreed));
    return policy_commit(op);
}

static void refused(struct op *op, status code, status wanted)
{
    check_eq(code, wanted);
    db_rollback(op);
    touch_clear(op);
    op_clear(op);
}

static status decide(struct house *house, int64_t approval_id)
{
    struct op *const op = &house->p.op;
    struct approval approval;
    op->actor_id = house->decider;
    TRY(db_begin(op, DB_WRITE));
    TRY(strategy_decide(op, approval_id, true, STR("visto"), &approval));
    return policy_commit(op);
}

/* Of the debt by component, all that is owed. */
static struct parts owed(struct house *house)
{
    struct op *const op = &house->p.op;
    struct parts parts = {{0}};
    struct db_rows rows;
    bool has_row = false;
    check_ok(op, db_query(op, Q_LEDGER_BALANCE,
                          DB_ARGS(ARG_ID(house->key.debtor_id), ARG_ID(house->key.case_id),
                                  ARG_DAY(op->business_date)),
                          &rows));
    for (;;) {
        check_ok(op, db_next(op, &rows, &has_row));
        if (!has_row)
            return parts;
        if (db_id(&rows, 0) == house->debt.id)
            parts.of[db_i64(&rows, 1)] = db_i64(&rows, 2) - db_i64(&rows, 3);
    }
}

static void check_owed(struct house *house, int64_t principal, int64_t interest, int64_t fee)
{
    const struct parts parts = owed(house);
    check_eq(parts.of[COMPONENT_PRINCIPAL], principal);
    check_eq(parts.of[COMPONENT_INTEREST], interest);
    check_eq(parts.of[COMPONENT_FEE], fee);
}

static struct arrangement read(struct house *house, int64_t id)
{
    struct arrangement arrangement;
    check_ok(&house->p.op, arrangement_get(&house->p.op, house->key.debtor_id, id, &arrangement));
    return arrangement;
}

static void close_house(struct house *house)
{
    test_check_sound(&house->p.op);
    portfolio_close(&house->p);
}

/* Equal instalments; the first takes what else is owed along. */
static void test_french(void **state)
{
    struct house house;
    struct agreed agreed;
    (void)state;
    struct op *const op = open_house(&house);
    check_owed(&house, PRINCIPAL, 1500, 150);
    check_ok(op, ask(&house, SCHEDULE_FRENCH, 240000, TODAY + 30, &agreed));
    check_eq(agreed.excess, AGREE_RESTRUCTURES);
    check_owed(&house, PRINCIPAL, 1500, 150); /* it waits */
    const struct arrangement asked = read(&house, agreed.id);
    check_str(asked.state, "pending");
    check_eq(asked.owed, PRINCIPAL + 1200 + 150); /* without the 300 that are to come */
    check_eq(asked.total, asked.owed + asked.interest);
    check_eq(asked.discount, 0);
    check_eq(asked.interests[0], 1775); /* 90000 * 0.24 * 30 / 365 */
    check_eq(asked.rows[0].amount - 1350, asked.rows[1].amount);
    check_eq(asked.rows[1].amount, asked.rows[4].amount);
    check_true(asked.interests[5] < asked.interests[4] && asked.interests[5] > 0);
    check_ok(op, decide(&house, agreed.approval_id));
    check_str(read(&house, agreed.id).state, "completed");
    check_owed(&house, PRINCIPAL, 1200 + asked.interest, 150);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_cancel(op, house.key.debtor_id, agreed.id, STR("x")));
    check_ok(op, policy_commit(op));
    check_owed(&house, PRINCIPAL, 1500, 150);
    close_house(&house);
}

/* Again, with fewer rows and no rate: what the first schedule bears after today is owed no more. */
static void test_once_more(void **state)
{
    struct house house;
    struct agreed agreed;
    (void)state;
    struct op *const op = open_house(&house);
    check_ok(op, ask(&house, SCHEDULE_AMERICAN, 120000, TODAY + 30, &agreed));
    check_ok(op, decide(&house, agreed.approval_id));
    const struct arrangement first = read(&house, agreed.id);
    check_eq(first.rows[1].amount, first.interests[1]); /* interest alone */
    check_eq(first.rows[5].amount, PRINCIPAL + first.interests[5]);
    check_ok(op, ask(&house, SCHEDULE_GERMAN, 0, TODAY + 1, &agreed));
    check_ok(op, decide(&house, agreed.approval_id));
    check_eq(read(&house, agreed.id).interest, 0);
    check_owed(&house, PRINCIPAL, 1200, 150);
    check_ok(op, db_begin(op, DB_WRITE));
    refused(op, arrangement_cancel(op, house.key.debtor_id, first.id, STR("x")), E_CONFLICT);
    close_house(&house);
}

static void test_what_cannot_be(void **state)
{
    struct house house;
    struct agreed agreed;
    (void)state;
    struct op *const op = open_house(&house);
    const struct obligation_terms terms = {.from_on = TODAY - 100,
                                           .basis = DAY_COUNT_ACTUAL_365,
                                           .rate = 120000,
                                           .bases = TERMS_BASES_DEFAULT,
                                           .cap = STR("nobody.published"),
                                           .country = STR("")};
    enum book_change change;
    refused(op, ask(&house, SCHEDULE_FLAT, 1000, TODAY + 30, &agreed), E_INVALID);
    refused(op, ask(&house, SCHEDULE_FRENCH, 1000, TODAY, &agreed), E_INVALID); /* the same day */
    check_eq(ask(&house, SCHEDULE_FRENCH, 240000, TODAY + 4000, &agreed), E_INVALID);
    check_true(strstr(op->text, "first instalment is so far away that those after it") != NULL);
    refused(op, E_INVALID, E_INVALID);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, obligation_terms_put(op, &house.debt, &terms, &change));
    check_ok(op, policy_commit(op));
    refused(op, ask(&house, SCHEDULE_FRENCH, 1000, TODAY + 30, &agreed), E_REFUSED);
    check_ok(op, ask(&house, SCHEDULE_FRENCH, 0, TODAY + 30, &agreed));
    refused(op, ask(&house, SCHEDULE_FRENCH, 0, TODAY + 30, &agreed), E_CONFLICT);
    close_house(&house);
}

TEST_STORE_MAIN("re-amortised", cmocka_unit_test(test_french), cmocka_unit_test(test_once_more),
                cmocka_unit_test(test_what_cannot_be))
