/* Offers keep within their limits, add up to the cent, and waiting costs what the ledger says:
 * fixed cases, and 10,000 generated debts against a slow reckoning written apart. */
#include "money/offer.h"
#include "money/waiting.h"
#include "tests/check.h"

#define DEBTS      10000
#define CLAIMS_MAX 4

static uint64_t seed = 20261122;

static int64_t random_to(int64_t least, int64_t most)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return least + (int64_t)(seed % (uint64_t)(most - least + 1));
}

/* Monday to Friday. */
static day roll(const void *calendar, day d, bool is_back)
{
    (void)calendar;
    while (day_weekday(d) >= SATURDAY)
        d += is_back ? -1 : 1;
    return d;
}

static day on(const char *text)
{
    day d = DAY_NONE;
    assert_true(day_parse(str_of(text), &d));
    return d;
}

static const struct offer *find(const struct offer *offers, size_t count, enum offer_kind kind,
                                size_t rows)
{
    for (size_t i = 0; i < count; i++)
        if (offers[i].kind == kind && offers[i].count == rows)
            return &offers[i];
    return NULL;
}

static void test_what_is_offered(void **state)
{
    struct op *const op = check_op();
    const struct offer_terms terms = {
        .owed = 100001,
        .on = on("2026-11-20"), /* a Friday */
        .limits = {1000, 3, 2500, 9},
        .can_pay = 40000,
        .roll = roll
    };
    struct offer *offers = NULL;
    size_t count = 0;
    (void)state;
    check_ok(op, offer_list(op, &terms, &offers, &count));
    check_eq(count, 6); /* all at once, three settlements, two plans */
    const struct offer *const plan = find(offers, count, OFFER_PLAN, 3);
    assert_non_null(plan);
    check_eq(plan->rows[0].amount, 33334);
    check_eq(plan->rows[1].amount, 33334);
    check_eq(plan->rows[2].amount, 33333);
    check_eq(plan->rows[0].due_on, on("2026-11-27")); /* the 29th is a Sunday */
    check_eq(plan->rows[1].due_on, on("2026-12-28")); /* the 27th is one */
    check_eq(plan->rows[2].due_on, on("2027-01-27"));
    check_true(plan->is_affordable);
    check_false(find(offers, count, OFFER_PLAN, 2)->is_affordable);
    const struct offer *const settled = find(offers, count, OFFER_SETTLEMENT, 1);
    check_eq(settled->discount, 10000); /* 10 %, rounded down */
    check_eq(settled->total, 90001);
    check_eq(find(offers, count, OFFER_SETTLEMENT, 2)->discount, 6660);
    check_eq(offers[0].kind, OFFER_SETTLEMENT); /* three rows of 32222: the lightest */
    check_eq(offers[0].count, 3);
    /* 700 - 30 + 33/2 + (100 - 4 * (80 - 50)) */
    check_eq(offers[0].chance, 700 - 30 + 16 - 20);
}

static void test_limits_that_leave_nothing(void **state)
{
    struct op *const op = check_op();
    struct offer_terms terms = {
        .owed = 5000, .on = on("2026-11-20"), .limits = {0, 0, 0, 5}
    };
    struct offer *offers = NULL;
    size_t count = 7;
    (void)state;
    check_ok(op, offer_list(op, &terms, &offers, &count));
    check_eq(count, 0);
    terms.limits.rows = 4;
    terms.limits.first = OFFER_SHARE; /* all of it first: no plan is left */
    check_ok(op, offer_list(op, &terms, &offers, &count));
    check_eq(count, 1);
    terms.owed = 0;
    check_eq(offer_list(op, &terms, &offers, &count), E_INVALID);
    terms.owed = 1;
    terms.limits.discount = OFFER_SHARE + 1;
    check_eq(offer_list(op, &terms, &offers, &count), E_INVALID);
}

static void test_what_passes_a_limit(void **state)
{
    const struct offer_terms terms = {
        .owed = 100000, .on = on("2026-11-20"), .limits = {1000, 2, 2500, 10},
                .roll = roll
    };
    const struct offer_row good[] = {
        {on("2026-11-27"), 25000},
        {on("2026-12-28"), 65000}
    };
    struct offer_row wish[] = {
        {on("2026-11-27"), 22499},
        {on("2026-12-28"), 67501},
        {on("2027-01-27"), 9000 }
    };
    (void)state;
    check_eq(offer_excess(&terms, good, 2), 0);
    check_eq(offer_excess(&terms, wish, 2), OFFER_UNDER_FIRST);
    wish[0].amount = 22499 + 1;
    wish[1].amount = 67499;
    check_eq(offer_excess(&terms, wish, 2), OFFER_OVER_DISCOUNT);
    check_eq(offer_excess(&terms, wish, 3) & OFFER_OVER_ROWS, OFFER_OVER_ROWS);
    wish[0].due_on = on("2026-12-01");
    check_eq(offer_excess(&terms, wish, 2) & OFFER_OVER_DAYS, OFFER_OVER_DAYS);
}

/* --- 10,000 debts --- */

struct debt {
    struct waiting_claim claims[CLAIMS_MAX];
    size_t count;
    struct offer_terms terms;
    int64_t rate, cap; /* cap -1: none */
    day until;
};

static struct debt random_debt(void)
{
    struct debt debt = {.count = (size_t)random_to(1, CLAIMS_MAX)};
    const day today = (day)random_to(20000, 21500);
    for (size_t i = 0; i < debt.count; i++) {
        debt.claims[i] = (struct waiting_claim){today + (day)random_to(-400, 20),
                                                random_to(1, random_to(0, 1) ? 900 : 90000000)};
        debt.terms.owed += debt.claims[i].open;
    }
    debt.terms.on = today;
    debt.terms.limits =
        (struct offer_limits){(int)random_to(0, 6000), (int)random_to(0, 24),
                              (int)random_to(0, OFFER_SHARE), (int)random_to(0, 40)};
    debt.terms.can_pay = random_to(0, 2) ? random_to(1, debt.terms.owed) : 0;
    debt.terms.kept = (int)random_to(0, 5);
    debt.terms.broken = (int)random_to(0, 6);
    debt.terms.roll = roll;
    debt.rate = random_to(0, 900000);
    debt.cap = random_to(0, 1) ? random_to(0, 600000) : -1;
    debt.until = today + (day)random_to(1, 120);
    return debt;
}

static void check_offer(const struct offer_terms *terms, const struct offer *offer)
{
    int64_t sum = 0;
    day last = terms->on;
    check_true(offer->count >= 1 && (int64_t)offer->count <= terms->limits.rows);
    for (size_t i = 0; i < offer->count; i++) {
        check_true(offer->rows[i].amount > 0);
        check_true(offer->rows[i].amount <= offer->largest);
        check_true(offer->rows[i].due_on >= last && (i == 0 || offer->rows[i].due_on > last));
        check_true(day_weekday(offer->rows[i].due_on) < SATURDAY ||
                   offer->rows[i].due_on == terms->on);
        last = offer->rows[i].due_on;
        sum += offer->rows[i].amount;
    }
    check_eq(sum, offer->total);
    check_eq(offer->total + offer->discount, terms->owed);
    check_true((__int128)offer->discount * OFFER_SHARE <=
               (__int128)terms->owed * terms->limits.discount);
    check_true(offer->count == 1 || (__int128)offer->rows[0].amount * OFFER_SHARE >=
                                        (__int128)offer->total * terms->limits.first);
    check_true(offer->rows[0].due_on <= terms->on + terms->limits.days);
    check_eq(offer_excess(terms, offer->rows, offer->count), 0);
    check_true(offer->chance >= 20 && offer->chance <= 980);
    check_eq(offer->is_affordable, terms->can_pay == 0 || offer->largest <= terms->can_pay);
}

/* Interest of each month, day by day, on what is overdue; rounded once a month. */
static int64_t slow_interest(const struct debt *debt)
{
    const int64_t rate = debt->cap >= 0 && debt->cap < debt->rate ? debt->cap : debt->rate;
    const __int128 whole = (__int128)365 * INTEREST_MILLION;
    int64_t sum = 0;
    __int128 month = 0;
    for (day d = debt->terms.on; d < debt->until; d++) {
        for (size_t i = 0; i < debt->count; i++)
            if (debt->claims[i].due_on <= d)
                month += (__int128)debt->claims[i].open * rate;
        if (d == day_month_end(d) || d + 1 == debt->until) {
            sum += (int64_t)((month * 2 + whole) / (whole * 2));
            month = 0;
        }
    }
    return sum;
}

static void check_waiting(struct op *op, const struct debt *debt)
{
    const struct interest_step rate = {0, debt->rate};
    const struct interest_step cap = {0, debt->cap};
    const struct accrual_rule rule = {
        .interest = {.basis = DAY_COUNT_ACTUAL_365,
                     .rates = {&rate, 1},
                     .caps = {&cap, debt->cap >= 0 ? 1 : 0}},
        .bases = 1U << COMPONENT_PRINCIPAL,
        .charged = COMPONENT_LATE_INTEREST,
        .only_overdue = true,
    };
    struct waiting waiting;
    check_ok(op, waiting_cost(op, &rule, debt->claims, debt->count, debt->terms.on, debt->until,
                              &waiting));
    check_eq(waiting.now, debt->terms.owed);
    check_eq(waiting.then - waiting.now, slow_interest(debt));
    if (debt->cap >= 0) { /* never above the legal cap, whatever the rate */
        struct debt capped = *debt;
        capped.rate = debt->cap;
        check_true(waiting.then - waiting.now <= slow_interest(&capped));
    }
}

static void test_ten_thousand_debts(void **state)
{
    struct op *const op = check_op();
    int64_t seen = 0;
    (void)state;
    for (int n = 0; n < DEBTS; n++) {
        const struct arena_mark mark = arena_mark(op->arena);
        const struct debt debt = random_debt();
        struct offer *offers = NULL;
        size_t count = 0;
        check_ok(op, offer_list(op, &debt.terms, &offers, &count));
        for (size_t i = 0; i < count; i++) {
            check_offer(&debt.terms, &offers[i]);
            check_true(i == 0 || offers[i - 1].chance >= offers[i].chance);
        }
        check_waiting(op, &debt);
        seen += (int64_t)count;
        arena_release(op->arena, mark);
    }
    check_true(seen > DEBTS * 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_offered),
        cmocka_unit_test(test_limits_that_leave_nothing),
        cmocka_unit_test(test_what_passes_a_limit),
        cmocka_unit_test(test_ten_thousand_debts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
