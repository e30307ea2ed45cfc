/* Interest in the book: charged month by month by the close, put right when something comes late,
 * never above the law, the same on both stores as a slow reference says. */
#include "policy/interest.h"

#include "book/arrangement.h"
#include "book/charge_off.h"
#include "book/claim_entry.h"
#include "book/dispute.h"
#include "book/ledger_view.h"
#include "book/payment.h"
#include "book/published.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/interest_due.h"
#include "tests/support/doctor.h"
#include "tests/support/portfolio.h"

#define CASES   12
#define N       9
#define OWED    (100000 + N * 1000)
#define PERCENT 10000 /* of a rate, in parts per million */

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

/* 36.5 % a year of late interest: a day is a thousandth of what is past due. */
static const struct obligation_terms late_terms = {
    .basis = DAY_COUNT_ACTUAL_365,
    .late_rate = 365000,
    .bases = TERMS_BASES_DEFAULT,
    .cap = {"", 0},
    .country = {"", 0}
};

static void put_terms(struct house *house, const struct obligation_terms *terms, const char *from)
{
    struct op *const op = &house->p.op;
    struct obligation_terms own = *terms;
    enum book_change change;
    own.from_on = on(from);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, obligation_terms_put(op, &house->debt, &own, &change));
    check_ok(op, policy_commit(op));
}

static void pay(struct house *house, const char *reference, int64_t amount, const char *value_on)
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
}

/* Late interest at the end of a day: in the book, and accrued besides. */
static void check_late(struct house *house, const char *text, int64_t booked, int64_t accrued)
{
    struct op *const op = &house->p.op;
    struct ledger_view view;
    struct accrued *list = NULL;
    struct parts total;
    size_t count = 0;
    check_ok(op, ledger_view_read(op, house->key, on(text), &view));
    check_eq(view.debt_count, 1);
    check_eq(view.debts[0].sum.opened.of[COMPONENT_LATE_INTEREST], booked);
    check_ok(op, interest_accrued(op, house->key, on(text), &list, &count, &total));
    check_eq(total.of[COMPONENT_LATE_INTEREST], accrued);
}

static size_t row_count(struct house *house)
{
    struct ledger_view view;
    check_ok(&house->p.op, ledger_view_read(&house->p.op, house->key, DAY_MAX, &view));
    return view.row_count;
}

/* The claim of 109,000 is due on 2024-10-03. */
static void test_months(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    int64_t cases = 0;
    int64_t id = 0;
    (void)state;
    put_terms(&house, &late_terms, "2024-10-01");
    check_late(&house, "2024-10-03", 0, 109);
    check_late(&house, "2024-10-31", 0, 29 * 109);
    close_until(op, "2024-10-31");
    check_eq(row_count(&house), 1);
    close_until(op, "2024-11-01"); /* the close of the last day of the month charges it */
    check_late(&house, "2024-10-31", 0, 29 * 109);
    check_late(&house, "2024-11-01", 29 * 109, 109);
    check_eq(row_count(&house), 2);
    check_ok(op, interest_accrue_due(op, &cases)); /* once */
    check_eq(cases, 0);
    close_until(op, "2024-11-05");
    check_eq(row_count(&house), 2);

    pay(&house, "m1", 9000, "2024-10-13"); /* late: the month bore less */
    check_late(&house, "2024-11-01", 10 * 109 + 19 * 100, 100);
    check_eq(row_count(&house), 4); /* what it met, and the difference */
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, hold_place(op, house.key, STR("interest"), on("2024-10-20"), on("2024-10-25"),
                            STR("siniestro"), &id));
    check_ok(op, policy_commit(op));
    check_late(&house, "2024-11-01", 10 * 109 + 14 * 100, 100);
    close_until(op, "2025-01-02");
    check_late(&house, "2025-01-01", 10 * 109 + (14 + 30 + 31) * 100, 100);

    pay(&house, "m2", 200000, "2025-01-02"); /* everything, and more */
    check_late(&house, "2025-01-31", 10 * 109 + (14 + 30 + 31) * 100, 100);
    close_until(op, "2025-02-03"); /* the day of January is charged, and met by what was too much */
    check_late(&house, "2025-02-03", 10 * 109 + (14 + 30 + 31 + 1) * 100, 0);
    close_until(op, "2025-04-02");
    check_late(&house, "2025-04-02", 10 * 109 + (14 + 30 + 31 + 1) * 100, 0);
    close_house(&house);
}

static void publish(struct op *op, const char *from, int64_t rate)
{
    const struct published row = {.country = STR("CL"),
                                  .name = STR("tmc.consumo"),
                                  .from_on = on(from),
                                  .value = rate,
                                  .source = STR("CMF")};
    enum book_change change;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, published_put(op, PUBLISHED_RATE, &row, &change));
    check_ok(op, db_commit(op));
}

/* What the law does not say yet is not charged; once it is published, it is. */
static void test_law(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    struct obligation_terms terms = late_terms;
    (void)state;
    terms.country = STR("CL");
    terms.cap = STR("tmc.consumo");
    put_terms(&house, &terms, "2024-10-01");
    close_until(op, "2024-11-02");
    check_late(&house, "2024-11-01", 0, 0);
    publish(op, "2024-10-01", 73000); /* 7.3 %: a day is two ten-thousandths */
    close_until(op, "2024-11-03");    /* it holds for 40 days */
    check_late(&house, "2024-11-01", 632, 22);
    check_late(&house, "2024-11-30", 632, 196);
    publish(op, "2024-11-10", 730000); /* above the contract's */
    check_late(&house, "2024-11-30", 632, 9 * 109 * 2 / 10 + 21 * 109);
    publish(op, "2024-10-01", 36500); /* a correction */
    close_until(op, "2024-11-04");
    check_late(&house, "2024-11-01", 316, 11);
    terms.cap = STR("none"); /* and no limit of Chile speaks of it */
    put_terms(&house, &terms, "2024-11-01");
    check_late(&house, "2024-11-30", 316, 30 * 109);
    terms.country = STR("ZZ"); /* a country whose law nobody has read */
    put_terms(&house, &terms, "2024-11-01");
    check_late(&house, "2024-11-30", 316, 0);
    close_house(&house);
}

static void commit(struct op *op, status code)
{
    check_ok(op, code);
    check_ok(op, policy_commit(op));
}

/* A plan bears nothing while it counts; one that is undone was never there. */
static void test_agreed(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    int64_t id = 0;
    (void)state;
    put_terms(&house, &late_terms, "2024-10-01");
    close_until(op, "2024-11-05");
    const struct arrangement_plan_row rows[] = {
        {on("2024-11-10"), 60000       },
        {on("2025-02-10"), 49000 + 3161}
    };
    const struct arrangement_input plan = {.key = house.key,
                                           .kind = "plan",
                                           .owed = OWED + 29 * 109,
                                           .rows = rows,
                                           .row_count = 2,
                                           .missed = 1,
                                           .grace_days = 90};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_propose(op, &plan, &id));
    commit(op, arrangement_activate(op, house.key.debtor_id, id));
    pay(&house, "m1", 9000, "2024-11-05");
    close_until(op, "2024-12-03");
    check_late(&house, "2024-12-02", 29 * 109, 0);
    check_ok(op, db_begin(op, DB_WRITE));
    commit(op, arrangement_cancel(op, house.key.debtor_id, id, STR("un error")));
    check_late(&house, "2024-12-01", 29 * 109 + 4 * 109 + 26 * 100, 100);
    close_until(op, "2025-01-03");
    close_house(&house);
}

/* --- units of account --- */

/* The debt is in Mexican pesos. */
static void publish_unit_in(struct op *op, currency in, const char *from, int64_t pesos)
{
    const struct published row = {.country = STR("CL"),
                                  .name = STR("UF"),
                                  .from_on = on(from),
                                  .value = pesos * PUBLISHED_MILLION,
                                  .currency = in,
                                  .source = STR("Banco Central de Chile")};
    enum book_change change;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, published_put(op, PUBLISHED_INDEX, &row, &change));
    check_ok(op, db_commit(op));
}

static void publish_unit(struct op *op, const char *from, int64_t pesos)
{
    publish_unit_in(op, CURRENCY('M', 'X', 'N'), from, pesos);
}

/* Principal at the end of a day: in the book by claims opened, still open, and accrued besides. */
static void check_units(struct house *house, const char *text, int64_t opened, int64_t open,
                        int64_t accrued)
{
    struct op *const op = &house->p.op;
    struct ledger_view view;
    check_ok(op, interest_view_read(op, house->key, on(text), &view));
    const struct ledger_sum *const sum = &view.debts[0].sum;
    check_eq(sum->opened.of[COMPONENT_PRINCIPAL], opened);
    check_eq(sum->opened.of[COMPONENT_PRINCIPAL] - sum->met.of[COMPONENT_PRINCIPAL], open);
    check_eq(view.debts[0].accrued.of[COMPONENT_PRINCIPAL], accrued);
    check_str(view.debts[0].unit, "UF");
}

static const struct obligation_terms unit_terms = {
    .basis = DAY_COUNT_ACTUAL_365,
    .bases = TERMS_BASES_DEFAULT,
    .cap = {"none", 4},
    .country = {"CL",   2},
    .unit = {"UF",   2}
};

/* 109,000 due on 2024-10-03: 109 units at 1,000.  A claim that is not due yet only runs. */
static void test_units(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    (void)state;
    put_terms(&house, &unit_terms, "2024-10-01");
    close_until(op, "2024-10-05");
    check_units(&house, "2024-10-05", OWED, OWED, 0); /* nobody has published a value */
    publish_unit(op, "2024-10-01", 1000);
    publish_unit(op, "2024-10-16", 1010);
    publish_unit(op, "2024-11-01", 1020);
    close_until(op, "2024-10-20");
    check_units(&house, "2024-10-15", OWED, OWED, 0);
    check_units(&house, "2024-10-16", OWED, OWED, 1090);
    pay(&house, "m1", 50500, "2024-10-20"); /* 50 units */
    check_units(&house, "2024-10-20", OWED, OWED - 50500, 59 * 1010 - (OWED - 50500));
    check_units(&house, "2024-10-31", OWED, OWED - 50500, 59 * 1010 - (OWED - 50500));
    close_until(op, "2024-11-02");
    check_units(&house, "2024-11-01", OWED + 1680, 59 * 1020, 0); /* a claim of its own */
    publish_unit(op, "2024-11-01", 1030);                         /* a correction */
    check_units(&house, "2024-11-01", OWED + 1680, 59 * 1020, 59 * 10);
    close_until(op, "2024-11-03");
    check_units(&house, "2024-11-01", OWED + 2270, 59 * 1030, 0);

    publish_unit(op, "2024-11-10", 1000); /* it fell: the next close of a month lowers the claim */
    close_until(op, "2024-11-11");
    check_units(&house, "2024-11-10", OWED + 2270, 59 * 1030, -59 * 30);
    close_until(op, "2024-12-02");
    check_units(&house, "2024-12-01", OWED + 2270 - 59 * 30, 59 * 1000, 0);

    publish_unit(op, "2024-12-10", 1100);
    close_until(op, "2024-12-15");
    check_units(&house, "2024-12-15", OWED + 500, 59000, 59 * 100);
    pay(&house, "m2", 59 * 1100, "2024-12-15"); /* all that is owed on that day */
    publish_unit(op, "2024-12-20", 1200);
    check_units(&house, "2024-12-31", OWED + 500, 0, 5900);
    close_until(op, "2025-01-02");
    check_units(&house, "2025-01-01", OWED + 500 + 5900, 0, 0);
    publish_unit(op, "2025-01-10", 2000);
    close_until(op, "2025-03-02");
    check_units(&house, "2025-03-01", OWED + 500 + 5900, 0, 0); /* and nothing ever after */
    close_house(&house);
}

/* Terms that follow one another, and in which unit the debt is on some days. */
struct unit_story {
    struct {
        const char *from, *unit;
    } terms[6];
    struct {
        const char *on, *unit;
    } days[5];
};

static const struct unit_story stories[] = {
    {{{"2024-10-01", "UF"}, {"2024-11-10", ""}},
     {{"2024-10-31", "UF"}, {"2024-11-30", "UF"}, {"2024-12-01", ""}}                    },
    {{{"2024-10-01", "UF"}, {"2024-11-10", ""}, {"2024-11-20", "UF"}},
     {{"2024-10-31", "UF"}, {"2024-11-30", "UF"}, {"2024-12-01", "UF"}}                  },
    {{{"2024-10-01", "UF"},
      {"2024-11-10", ""},
      {"2024-11-20", "UF"}, /* from December, */
      {"2024-11-25", ""},   /* and never */
      {"2024-12-15", ""},
      {"2025-01-10", ""}},
     {{"2024-10-31", "UF"}, {"2024-11-30", "UF"}, {"2024-12-31", ""}, {"2025-01-31", ""}}},
    {{{"2024-10-01", "UF"},
      {"2024-11-10", ""},
      {"2024-11-20", "UTM"},
      {"2024-11-25", "UVR"},
      {"2024-11-27", ""},
      {"2025-01-10", "UTM"}},
     {{"2024-10-31", "UF"},
      {"2024-11-30", "UF"},
      {"2024-12-01", ""},
      {"2025-01-09", ""},
      {"2025-01-10", "UTM"}}                                                             },
    {{{"2024-10-02", "UF"}, {"2024-10-03", "UTM"}, {"2024-10-04", "UF"}, {"2024-10-05", ""}},
     {{"2024-10-01", ""}, {"2024-10-02", "UF"}, {"2024-10-31", "UF"}, {"2024-11-01", ""}}},
};

static void test_units_follow(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(stories); i++) {
        const struct unit_story *const story = &stories[i];
        struct house house;
        struct op *const op = open_house(&house);
        for (size_t n = 0; n < ARRAY_LEN(story->terms) && story->terms[n].from; n++) {
            struct obligation_terms terms = unit_terms;
            terms.unit = str_of(story->terms[n].unit);
            terms.rate = (int64_t)n;
            put_terms(&house, &terms, story->terms[n].from);
        }
        for (size_t n = 0; n < ARRAY_LEN(story->days) && story->days[n].on; n++) {
            struct ledger_view view;
            check_ok(op, interest_view_read(op, house.key, on(story->days[n].on), &view));
            check_str(view.debts[0].unit, story->days[n].unit);
        }
        close_house(&house);
    }
}

/* A value in another currency than the debt's says nothing of it. */
static void test_unit_currency(void **state)
{
    const currency other = CURRENCY('C', 'L', 'P');
    struct house house;
    struct op *const op = open_house(&house);
    (void)state;
    publish_unit_in(op, other, "2024-10-01", 500);
    put_terms(&house, &unit_terms, "2024-10-01");
    publish_unit_in(op, other, "2024-10-20", 900);
    check_units(&house, "2024-10-31", OWED, OWED, 0);
    close_until(op, "2024-11-02");
    check_units(&house, "2024-11-01", OWED, OWED, 0);
    publish_unit(op, "2024-10-01", 1000); /* corrected: it was told in the wrong one */
    check_units(&house, "2024-10-31", OWED, OWED, 0);
    publish_unit(op, "2024-10-16", 1010);
    check_units(&house, "2024-10-31", OWED, OWED, 1090);
    publish_unit_in(op, other, "2024-10-16", 1020); /* and the other way round */
    check_units(&house, "2024-10-31", OWED, OWED, 0);
    close_house(&house);
}

/* Interest is on what the units are worth on each day; what is not due is not past due. */
static void test_unit_interest(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    struct obligation_terms terms = unit_terms;
    (void)state;
    terms.late_rate = 365000; /* a thousandth a day */
    publish_unit(op, "2024-09-01", 1000);
    publish_unit(op, "2024-10-11", 2000);
    put_terms(&house, &terms, "2024-10-01");
    check_late(&house, "2024-10-10", 0, 8 * 109);
    check_late(&house, "2024-10-31", 0, 8 * 109 + 21 * 218);
    close_until(op, "2024-11-02");
    check_units(&house, "2024-11-01", 2 * OWED, 2 * OWED, 0);
    check_late(&house, "2024-11-01", 8 * 109 + 21 * 218, 218);
    terms.unit = STR(""); /* from the middle of a month: in money from the next on */
    put_terms(&house, &terms, "2024-11-15");
    publish_unit(op, "2024-11-20", 3000);
    check_late(&house, "2024-11-30", 8 * 109 + 21 * 218, 19 * 218 + 11 * 327);
    close_until(op, "2024-12-02");
    publish_unit(op, "2024-12-02", 9000);
    check_late(&house, "2024-12-31", 8 * 109 + 40 * 218 + 11 * 327, 31 * 327);
    close_house(&house);
}

/* --- what bears nothing --- */

static void tell_claim(struct house *house, const struct obligation_ref *debt, const char *name,
                       int64_t amount, const char *due_on)
{
    struct op *const op = &house->p.op;
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = str_of(name),
                                      .number = 2,
                                      .issued_on = on(due_on) - 1,
                                      .due_on = on(due_on),
                                      .amount = {amount}};
    enum book_change change;
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, claim_upsert(op, debt, &claim, &id, &change));
    check_ok(op, policy_commit(op));
}

static void open_other(struct house *house, struct obligation_ref *ret_debt)
{
    struct op *const op = &house->p.op;
    struct obligation_input debt = {.source = STR("t"),
                                    .external_id = STR("other"),
                                    .debtor_id = house->key.debtor_id,
                                    .product = STR("loan"),
                                    .currency = CURRENCY('M', 'X', 'N'),
                                    .opened_on = on("2024-09-01")};
    enum book_change change;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &debt.creditor_id));
    check_ok(op, obligation_upsert(op, &debt, ret_debt, &change));
    check_ok(op, policy_commit(op));
    check_eq(ret_debt->case_id, house->key.case_id);
}

/* A debt that is written off bears nothing more; the other one of its case does. */
static void test_written_off(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    struct obligation_ref other;
    struct ledger_view view;
    struct accrued *list = NULL;
    struct parts total;
    size_t count = 0;
    money amount;
    int64_t id = 0;
    (void)state;
    open_other(&house, &other);
    tell_claim(&house, &other, "other-1", 70000, "2024-10-03");
    put_terms(&house, &late_terms, "2024-10-01");
    house.debt = other;
    put_terms(&house, &late_terms, "2024-10-01");
    close_until(op, "2024-11-11");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, write_off_ask(op, house.key, other.id, STR("x"), &id, &amount));
    check_eq(amount.minor, 70000 + 29 * 70);
    commit(op, write_off_apply(op, id, true, STR("x")));
    close_until(op, "2024-12-03");
    check_ok(op, ledger_view_read(op, house.key, on("2024-12-02"), &view));
    check_ok(op, interest_accrued(op, house.key, on("2024-12-02"), &list, &count, &total));
    check_eq(count, 1);
    check_eq(total.of[COMPONENT_LATE_INTEREST], 2 * 109);
    for (size_t i = 0; i < view.debt_count; i++) {
        const struct ledger_sum *const sum = &view.debts[i].sum;
        const bool is_lost = view.debts[i].id == other.id;
        check_eq(sum->opened.of[COMPONENT_LATE_INTEREST], is_lost ? 0 : (29 + 30) * 109);
    }
    close_house(&house);
}

static void test_refused(void **state)
{
    struct house house;
    struct op *const op = open_house(&house);
    struct obligation_terms terms = late_terms;
    enum book_change change;
    (void)state;
    check_ok(op, db_begin(op, DB_WRITE));
    terms.from_on = DAY_NONE;
    check_eq(obligation_terms_put(op, &house.debt, &terms, &change), E_INVALID);
    terms.from_on = op->business_date;
    terms.bases = 0;
    check_eq(obligation_terms_put(op, &house.debt, &terms, &change), E_INVALID);
    terms.bases = 1U << COMPONENT_COUNT;
    check_eq(obligation_terms_put(op, &house.debt, &terms, &change), E_INVALID);
    terms = late_terms;
    terms.from_on = op->business_date;
    terms.rate = -1;
    check_eq(obligation_terms_put(op, &house.debt, &terms, &change), E_INVALID);
    terms.rate = 0;
    terms.country = STR("chile");
    check_eq(obligation_terms_put(op, &house.debt, &terms, &change), E_INVALID);
    terms.country = STR("");
    terms.cap = STR("no kind");
    check_eq(obligation_terms_put(op, &house.debt, &terms, &change), E_INVALID);
    terms.cap = STR("");
    terms.unit = STR("U F");
    check_eq(obligation_terms_put(op, &house.debt, &terms, &change), E_INVALID);
    terms.unit = STR("");
    check_ok(op, obligation_terms_put(op, &house.debt, &terms, &change));
    check_eq(change, BOOK_CREATED);
    check_ok(op, obligation_terms_put(op, &house.debt, &terms, &change));
    check_eq(change, BOOK_UNCHANGED);
    terms.late_rate++;
    check_ok(op, obligation_terms_put(op, &house.debt, &terms, &change));
    check_eq(change, BOOK_UPDATED);
    check_ok(op, policy_commit(op));
    op_clear(op);
    close_house(&house);
}

TEST_STORE_MAIN("policy_interest", cmocka_unit_test(test_months), cmocka_unit_test(test_law),
                cmocka_unit_test(test_agreed), cmocka_unit_test(test_units),
                cmocka_unit_test(test_units_follow), cmocka_unit_test(test_unit_currency),
                cmocka_unit_test(test_unit_interest), cmocka_unit_test(test_written_off),
                cmocka_unit_test(test_refused))
