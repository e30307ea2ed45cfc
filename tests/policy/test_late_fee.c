/* Late fees in the book: charged by the close on their day, once for a claim and level, taken back
 * by rows more when the arrears never were, never above the law, and not while anything stands. */
#include "book/late_fee.h"

#include "book/arrangement.h"
#include "book/claim_entry.h"
#include "book/dispute.h"
#include "book/ledger_view.h"
#include "book/payment.h"
#include "book/published.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/interest.h"
#include "tests/support/doctor.h"
#include "tests/support/portfolio.h"

#define N     9
#define CASES (N + 1)
#define OWED  (100000 + N * 1000) /* due on 2024-10-03; the open date is 2024-10-07 */
#define FIRST 51090               /* of level 1 */

struct house {
    struct portfolio p;
    struct case_key key;
    struct obligation_ref debt;
};

static day on(const char *text)
{
    day d = DAY_NONE;
    assert_true(day_parse(str_of(text), &d));
    return d;
}

static struct op *open_house(struct house *house)
{
    struct op *const op = &house->p.op;
    portfolio_open(&house->p, CASES);
    house->key = house->p.keys[N];
    check_ok(op, obligation_find(op, STR("t"), STR("p9"), &house->debt));
    check_eq(op->business_date, on("2024-10-07"));
    return op;
}

static void close_house(struct house *house)
{
    test_check_sound(&house->p.op);
    portfolio_close(&house->p);
}

static void close_until(struct op *op, const char *open_date)
{
    struct close_result closed;
    while (op->business_date < on(open_date))
        check_ok(op, close_day(op, op->business_date, NULL, &closed));
}

static void put_terms(struct house *house, const char *country, const char *fees, const char *from)
{
    struct op *const op = &house->p.op;
    struct obligation_terms terms = {.from_on = on(from),
                                     .basis = DAY_COUNT_ACTUAL_365,
                                     .bases = TERMS_BASES_DEFAULT,
                                     .cap = STR(""),
                                     .country = str_of(country),
                                     .unit = STR("")};
    enum book_change change;
    check_true(fee_levels_parse(str_of(fees), CURRENCY('M', 'X', 'N'), &terms.fees));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, obligation_terms_put(op, &house->debt, &terms, &change));
    check_ok(op, policy_commit(op));
}

static int64_t pay(struct house *house, const char *reference, int64_t amount, const char *value_on)
{
    struct op *const op = &house->p.op;
    const struct payment_order order = {.debtor_id = house->key.debtor_id,
                                        .case_id = house->key.case_id,
                                        .source = STR("t"),
                                        .reference = str_of(reference),
                                        .value_on = on(value_on),
                                        .amount = {amount}};
    int64_t id = 0;
    bool is_new = false;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payment_take(op, &order, &id, &is_new));
    check_ok(op, policy_commit(op));
    return id;
}

static void take_back(struct house *house, int64_t payment_id, const char *reference)
{
    struct op *const op = &house->p.op;
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payment_reverse(op, house->key.debtor_id, payment_id, str_of(reference), &id));
    check_ok(op, policy_commit(op));
}

/* At the end of a day: in the book, and what falls by then besides. */
static void check_fee(struct house *house, const char *text, int64_t booked, int64_t to_come)
{
    struct op *const op = &house->p.op;
    struct ledger_view view;
    struct accrued *list = NULL;
    struct parts total;
    size_t count = 0;
    check_ok(op, ledger_view_read(op, house->key, on(text), &view));
    check_eq(view.debts[0].sum.opened.of[COMPONENT_FEE], booked);
    check_ok(op, interest_accrued(op, house->key, on(text), &list, &count, &total));
    check_eq(total.of[COMPONENT_FEE], to_come);
}

static size_t row_count(struct house *house)
{
    struct ledger_view view;
    check_ok(&house->p.op, ledger_view_read(&house->p.op, house->key, DAY_MAX, &view));
    return view.row_count;
}

static void check_row(struct house *house, const char *kind, const char *claim, int64_t amount,
                      const char *value_on)
{
    struct ledger_view view;
    int found = 0;
    check_ok(&house->p.op, ledger_view_read(&house->p.op, house->key, DAY_MAX, &view));
    for (size_t i = 0; i < view.row_count; i++) {
        const struct ledger_row *const row = &view.rows[i];
        found += row->component == COMPONENT_FEE && str_equal_c(row->kind, kind) &&
                 str_equal_c(row->claim, claim) && row->amount.minor == amount &&
                 row->value_on == on(value_on);
    }
    check_eq(found, 1);
}

static void test_falls(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    int64_t before = 0;
    (void)state;
    put_terms(&house, "", "10: 500 + 1%; 20: 1000", "2024-10-01");
    check_fee(&house, "2024-10-12", 0, 0);
    check_fee(&house, "2024-10-13", 0, FIRST);
    check_fee(&house, "2024-10-23", 0, FIRST + 100000);
    close_until(op, "2024-10-12");
    check_eq(row_count(&house), 1);
    close_until(op, "2024-10-13"); /* the close of the day before charges it */
    check_fee(&house, "2024-10-12", 0, 0);
    check_fee(&house, "2024-10-13", FIRST, 0);
    check_row(&house, "opened", "late_fee-1-2024-10-13-t/p9", FIRST, "2024-10-13");
    close_until(op, "2024-10-23");
    check_fee(&house, "2024-10-23", FIRST + 100000, 0);
    check_row(&house, "opened", "late_fee-2-2024-10-23-t/p9", 100000, "2024-10-23");
    before = (int64_t)row_count(&house);
    close_until(op, "2024-12-05"); /* once for a claim and level */
    check_eq(row_count(&house), before);
    close_house(&house);
}

/* Fees that were charged are taken back by rows more, and come again with the arrears. */
static void test_comes_late(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    (void)state;
    put_terms(&house, "", "10: 500 + 1%; 20: 1000", "2024-10-01");
    close_until(op, "2024-10-25");
    const size_t before = row_count(&house);
    const int64_t id = pay(&house, "m1", OWED, "2024-10-12");
    check_fee(&house, "2024-10-25", 0, 0);
    check_row(&house, "adjusted", "late_fee-1-2024-10-13-t/p9", -FIRST, "2024-10-13");
    check_true(row_count(&house) > before + 1);
    take_back(&house, id, "x1");
    check_fee(&house, "2024-10-25", FIRST + 100000, 0);
    check_row(&house, "adjusted", "late_fee-1-2024-10-13-t/p9", FIRST, "2024-10-13");
    take_back(&house, pay(&house, "m2", OWED, "2024-10-13"), "x2"); /* on its day: too late */
    pay(&house, "m3", OWED, "2024-10-13");
    check_fee(&house, "2024-10-25", FIRST, 0);
    close_house(&house);
}

/* A percentage is on what was open; a part paid before makes it less. */
static void test_base(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    (void)state;
    put_terms(&house, "", "10: 10% min 90; 20: 10%", "2024-10-01");
    close_until(op, "2024-10-12");
    pay(&house, "m1", 9000, "2024-10-12");
    close_until(op, "2024-10-13");
    check_fee(&house, "2024-10-13", 10000, 0);
    pay(&house, "m2", 50000, "2024-10-13"); /* the claim, which fell due before the fee */
    close_until(op, "2024-10-23");
    check_fee(&house, "2024-10-23", 15000, 0);
    close_house(&house);
}

/* Cured, and late again by a return: what it opens bears no second fee of the level. */
static void test_returned(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    int64_t back = 0;
    (void)state;
    put_terms(&house, "", "10: 500; 20: 1000", "2024-10-01");
    close_until(op, "2024-10-15");
    const int64_t id = pay(&house, "m1", OWED + 50000, "2024-10-15");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payment_return(op, house.key.debtor_id, id, STR("r1"), on("2024-10-15"), &back));
    check_ok(op, policy_commit(op));
    close_until(op, "2024-12-02");
    struct ledger_view view;
    check_ok(op, ledger_view_read(op, house.key, DAY_MAX, &view));
    check_eq(ledger_view_open(&view).minor, OWED + 50000);
    close_house(&house);
}

/* Days on which something stands do not count, and no fee falls on one. */
static void test_stands(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    const struct dispute_input dispute = {.key = house.key,
                                          .obligation_id = house.debt.id,
                                          .kind = STR("amount"),
                                          .reply_due_on = DAY_NONE,
                                          .note = STR("x")};
    int64_t id = 0;
    (void)state;
    put_terms(&house, "", "10: 500", "2024-10-01");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, hold_place(op, house.key, STR("contact"), on("2024-10-05"), on("2024-10-08"),
                            STR("x"), &id));
    check_ok(op, policy_commit(op));
    check_fee(&house, "2024-10-15", 0, 0);
    check_fee(&house, "2024-10-16", 0, 50000);
    close_until(op, "2024-10-16");
    check_fee(&house, "2024-10-16", 50000, 0);
    check_ok(op, db_begin(op, DB_WRITE)); /* told late: it was to fall two days later */
    check_ok(op, hold_place(op, house.key, STR("interest"), on("2024-10-09"), on("2024-10-11"),
                            STR("x"), &id));
    check_ok(op, policy_commit(op));
    check_fee(&house, "2024-10-18", 0, 50000);
    check_row(&house, "adjusted", "late_fee-1-2024-10-16-t/p9", -50000, "2024-10-16");
    close_until(op, "2024-10-17");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, dispute_open(op, &dispute, &id));
    check_ok(op, policy_commit(op));
    check_fee(&house, "2025-03-01", 0, 0);
    close_until(op, "2024-10-22");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, dispute_close(op, house.key.debtor_id, id, STR("rejected")));
    check_ok(op, policy_commit(op));
    check_fee(&house, "2024-10-22", 0, 0);
    close_until(op, "2024-10-23");
    check_fee(&house, "2024-10-23", 50000, 0);
    check_row(&house, "opened", "late_fee-1-2024-10-23-t/p9", 50000, "2024-10-23");
    close_house(&house);
}

/* Nothing falls while a plan runs; broken, it was never there, and kept, its days do not count. */
static void test_plans(void **state)
{
    for (int is_kept = 0; is_kept < 2; is_kept++) {
        struct house house;
        struct op *const op = open_house(&house);
        const struct arrangement_plan_row row = {on("2024-10-14"), OWED};
        const struct arrangement_input plan = {.key = house.key,
                                               .kind = "plan",
                                               .owed = OWED,
                                               .debts = &house.debt.id,
                                               .debt_count = 1,
                                               .rows = &row,
                                               .row_count = 1,
                                               .missed = 1,
                                               .grace_days = 9};
        int64_t id = 0;
        (void)state;
        put_terms(&house, "", "10: 500", "2024-10-01");
        check_ok(op, db_begin(op, DB_WRITE));
        check_ok(op, arrangement_propose(op, &plan, &id));
        check_ok(op, arrangement_activate(op, house.key.debtor_id, id));
        check_ok(op, policy_commit(op));
        check_fee(&house, "2024-10-31", 0, 0);
        close_until(op, "2024-10-14");
        check_fee(&house, "2024-10-14", 0, 0);
        if (is_kept)
            pay(&house, "m1", OWED, "2024-10-14");
        close_until(op, "2024-12-02");
        check_fee(&house, "2024-12-02", is_kept ? 0 : 50000, 0);
        if (!is_kept)
            check_row(&house, "opened", "late_fee-1-2024-10-13-t/p9", 50000, "2024-10-13");
        close_house(&house);
    }
}

static void pay_rows(struct house *house, int64_t plan_id)
{
    struct op *const op = &house->p.op;
    struct arranged_claim *claims = NULL;
    size_t count = 0;
    check_ok(op, arranged_load(op, house->key.debtor_id, plan_id, &claims, &count));
    for (size_t i = 0; i < count; i++) {
        const struct payment_order order = {.debtor_id = house->key.debtor_id,
                                            .case_id = house->key.case_id,
                                            .source = STR("t"),
                                            .reference = STR("row"),
                                            .value_on = op->business_date,
                                            .amount = {OWED},
                                            .claim_id = claims[i].id};
        int64_t id = 0;
        bool is_new = false;
        if (claims[i].role != ARRANGED_ROW)
            continue;
        check_ok(op, db_begin(op, DB_WRITE));
        check_ok(op, payment_take(op, &order, &id, &is_new));
        check_ok(op, policy_commit(op));
    }
}

/* A plan broke, and the level was charged of what it left beside it; reinstated and kept, its days
 * do not count after all, and the level is not charged again on the later day. */
static void test_reinstated(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    const struct claim_input beside = {.source = STR("t"),
                                       .external_id = STR("beside"),
                                       .number = 2,
                                       .issued_on = on("2024-10-01"),
                                       .due_on = on("2024-10-20"),
                                       .amount = {20000}};
    int64_t id = 0;
    int64_t claim_id = 0;
    enum book_change change;
    (void)state;
    put_terms(&house, "", "30: 500", "2024-10-01");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, claim_upsert(op, &house.debt, &beside, &claim_id, &change));
    check_ok(op, policy_commit(op));
    const struct arrangement_plan_row row = {on("2024-10-14"), OWED};
    const struct arrangement_input plan = {.key = house.key,
                                           .kind = "plan",
                                           .owed = OWED,
                                           .debts = &house.debt.id,
                                           .debt_count = 1,
                                           .rows = &row,
                                           .row_count = 1,
                                           .missed = 1,
                                           .grace_days = 9};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_propose(op, &plan, &id));
    check_ok(op, arrangement_activate(op, house.key.debtor_id, id));
    check_ok(op, policy_commit(op));
    close_until(op, "2024-11-21");
    check_fee(&house, "2024-11-21", 100000, 0);
    check_row(&house, "opened", "late_fee-1-2024-11-19-t/beside", 50000, "2024-11-19");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_reinstate(op, house.key.debtor_id, id, STR("x")));
    check_ok(op, policy_commit(op));
    close_until(op, "2024-11-22");
    pay_rows(&house, id);
    close_until(op, "2024-12-02");
    check_fee(&house, "2025-03-01", 100000, 0);
    close_until(op, "2025-01-20");
    check_fee(&house, "2025-01-20", 100000, 0);
    close_house(&house);
}

/* A claim that was late before its terms had the level bears none of it. */
static void test_terms(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    (void)state;
    put_terms(&house, "", "3: 1; 4: 2; 9: 30; 20: 400", "2024-10-07");
    check_fee(&house, "2024-10-07", 200, 0); /* level 2 falls on that day */
    check_fee(&house, "2024-10-31", 200, 3000 + 40000);
    put_terms(&house, "", "", "2024-10-12");
    check_fee(&house, "2024-10-31", 200, 0);
    put_terms(&house, "", "11: 50; 13: 60", "2024-10-12"); /* it has borne a second level */
    check_fee(&house, "2024-10-31", 200, 5000);
    put_terms(&house, "", "3: 1; 4: 2; 11: 50", "2024-10-12"); /* of one day the latest */
    check_fee(&house, "2024-10-31", 200, 5000);
    close_until(op, "2024-10-15");
    check_fee(&house, "2024-10-15", 5200, 0);
    put_terms(&house, "", "", "2024-10-12");
    check_fee(&house, "2024-10-15", 200, 0);
    close_house(&house);
}

static void publish_unit(struct op *op, const char *from, int64_t value)
{
    const struct published row = {.country = STR("CL"),
                                  .name = STR("UF"),
                                  .from_on = on(from),
                                  .value = value * PUBLISHED_MILLION,
                                  .currency = CURRENCY('M', 'X', 'N'),
                                  .source = STR("x")};
    enum book_change change;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, published_put(op, PUBLISHED_INDEX, &row, &change));
    check_ok(op, db_commit(op));
}

/* What the law of a country leaves: of all levels of a claim together. */
static void test_law(void **state)
{
    static const struct {
        const char *country, *fees;
        int64_t first, both;
    } cases[] = {
        {"MX", "10: 500; 21: 500", 50000, 100000},
        {"PE", "10: 500; 21: 500", 0,     0     }, /* none for financial entities */
        {"BR", "10: 500; 21: 500", 2180,  2180  }, /* two per cent */
        {"BR", "10: 1%; 21: 5%",   1090,  2180  },
        {"ZZ", "10: 500; 21: 500", 0,     0     }, /* nobody has read its law */
        {"CL", "10: 500; 21: 500", 0,     0     }, /* no value of the UF is published */
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct house house;
        struct op *const op = open_house(&house);
        check_case(cases[i].country);
        put_terms(&house, cases[i].country, cases[i].fees, "2024-10-01");
        close_until(op, "2024-10-13");
        check_fee(&house, "2024-10-13", cases[i].first, 0);
        check_fee(&house, "2024-10-24", cases[i].first, cases[i].both - cases[i].first);
        close_until(op, "2024-10-24");
        check_fee(&house, "2024-10-24", cases[i].both, 0);
        close_house(&house);
    }
}

static void tell_with_fee(struct house *house, const char *claim, int64_t amount, int64_t fee)
{
    struct op *const op = &house->p.op;
    const struct claim_input input = {.source = STR("t"),
                                      .external_id = str_of(claim),
                                      .number = 2,
                                      .issued_on = on("2024-10-01"),
                                      .due_on = on("2024-10-04"),
                                      .amount = {amount},
                                      .tells_parts = true,
                                      .others = {.of = {[COMPONENT_FEE] = fee}}};
    int64_t id = 0;
    enum book_change change;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, claim_upsert(op, &house->debt, &input, &id, &change));
    check_ok(op, policy_commit(op));
}

/* A fee that the source tells of the claim is within the limit, too: two per cent of 1,000 is 20.
 */
static void test_law_with_told_fee(void **state)
{
    static const struct {
        const char *name;
        int64_t told, want;
    } cases[] = {
        {"none",            0,    2000},
        {"a part of it",    600,  1400},
        {"all but one",     1999, 1   },
        {"all of it",       2000, 0   },
        {"more than it is", 3000, 0   },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct house house;
        struct op *const op = open_house(&house);
        check_case(cases[i].name);
        tell_with_fee(&house, "own", 100000 + cases[i].told, cases[i].told);
        put_terms(&house, "BR", "10: 500; 20: 500", "2024-10-01");
        close_until(op, "2024-10-14"); /* and of the claim without */
        check_fee(&house, "2024-10-14", cases[i].told + cases[i].want + 2180, 0);
        close_until(op, "2024-10-25");
        check_fee(&house, "2024-10-25", cases[i].told + cases[i].want + 2180, 0);
        close_house(&house);
    }
}

/* The law's limit comes first: what it leaves is not too large. */
static void test_too_large(void **state)
{
    static const char fees[] = "10: 10000000000000.00 + 1%";
    struct house house;
    struct op *const op = open_house(&house);
    struct obligation_terms terms = {.from_on = on("2024-10-02"), .bases = TERMS_BASES_DEFAULT};
    enum book_change change;
    (void)state;
    put_terms(&house, "BR", fees, "2024-10-01");
    close_until(op, "2024-10-13");
    check_fee(&house, "2024-10-13", 2180, 0);
    check_true(fee_levels_parse(str_of(fees), CURRENCY('M', 'X', 'N'), &terms.fees));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, obligation_terms_put(op, &house.debt, &terms, &change));
    check_eq(policy_commit(op), E_LIMIT);
    db_rollback(op);
    op_clear(op);
    close_house(&house);
}

/* Levels as long as a text may be are kept and read back. */
static void test_longest(void **state)
{
    static const char level[] = "9000000000 + 2% min 1000000000 max 10000000000";
    struct house house;
    struct op *const op = open_house(&house);
    struct buf text = buf_start(op->arena, FEE_TEXT_MAX);
    (void)state;
    for (int i = 0; i < FEE_LEVELS_MAX; i++)
        buf_printf(&text, "%s%d:%s", i > 0 ? ";" : "", 3601 + i, level);
    put_terms(&house, "", buf_cstr(&text), "2024-10-07");
    check_fee(&house, "2024-10-07", 0, 0);
    close_until(op, "2024-10-09");
    close_house(&house);
}

/* 10.9 UF: 9 % of ten and 6 % of the rest, less a fifth of one, after 20 days; and what is
 * published late has it charged by the next close. */
static void test_published_late(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    (void)state;
    put_terms(&house, "CL", "20: 500; 21: 500", "2024-10-01");
    publish_unit(op, "2024-10-23", 100);
    close_until(op, "2024-10-26");
    check_fee(&house, "2024-10-26", 0, 0);
    publish_unit(op, "2024-10-24", 100);
    close_until(op, "2024-10-27");
    check_fee(&house, "2024-10-27", 7540, 0);
    check_row(&house, "opened", "late_fee-2-2024-10-24-t/p9", 7540, "2024-10-24");
    close_house(&house);
}

static void test_refused(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    struct obligation_terms terms = {.from_on = op->business_date, .bases = TERMS_BASES_DEFAULT};
    enum book_change change;
    (void)state;
    check_ok(op, db_begin(op, DB_WRITE));
    check_true(fee_levels_parse(STR("CLP 30: 5"), CURRENCY_NONE, &terms.fees));
    check_eq(obligation_terms_put(op, &house.debt, &terms, &change), E_INVALID);
    op_clear(op);
    check_true(fee_levels_parse(STR("MXN 30: 5"), CURRENCY_NONE, &terms.fees));
    check_ok(op, obligation_terms_put(op, &house.debt, &terms, &change));
    check_eq(change, BOOK_CREATED);
    check_ok(op, obligation_terms_put(op, &house.debt, &terms, &change));
    check_eq(change, BOOK_UNCHANGED);
    terms.fees.of[0].rule.fixed++;
    check_ok(op, obligation_terms_put(op, &house.debt, &terms, &change));
    check_eq(change, BOOK_UPDATED);
    check_ok(op, policy_commit(op));
    close_house(&house);
}

TEST_STORE_MAIN("policy_late_fee", cmocka_unit_test(test_falls), cmocka_unit_test(test_comes_late),
                cmocka_unit_test(test_base), cmocka_unit_test(test_returned),
                cmocka_unit_test(test_stands), cmocka_unit_test(test_plans),
                cmocka_unit_test(test_terms), cmocka_unit_test(test_reinstated),
                cmocka_unit_test(test_law), cmocka_unit_test(test_law_with_told_fee),
                cmocka_unit_test(test_too_large), cmocka_unit_test(test_longest),
                cmocka_unit_test(test_published_late), cmocka_unit_test(test_refused))
