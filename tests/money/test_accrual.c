/* Interest of a ledger: by month, on what bears on each day, the same however it is closed. */
#include "money/waiting.h"
#include "tests/check.h"

#define MOST 64

static const struct ledger_rules standard = {.standard = &profile_default};
/* 36.5 % a year: one day is a thousandth. */
static const struct interest_step rate[] = {
    {0, 365000}
};
static const struct accrual_rule late = {
    .interest = {.basis = DAY_COUNT_ACTUAL_365, .rates = {rate, 1}},
    .bases = 1U << COMPONENT_PRINCIPAL,
    .charged = COMPONENT_LATE_INTEREST,
    .only_overdue = true,
};

static day on(const char *text)
{
    day d = DAY_NONE;
    assert_true(day_parse(str_of(text), &d));
    return d;
}

static struct ledger_event line(int64_t id, int instalment, const char *due, int64_t amount)
{
    return (struct ledger_event){.id = id,
                                 .kind = LEDGER_OPEN,
                                 .value_on = on("2026-01-01"),
                                 .amount = amount,
                                 .instalment = instalment,
                                 .due_on = on(due)};
}

static struct ledger_event payment(int64_t id, const char *when, int64_t amount)
{
    return (struct ledger_event){
        .id = id, .kind = LEDGER_PAYMENT, .value_on = on(when), .amount = amount};
}

static int64_t owed(const struct accrual_rule *rule, const struct ledger_event *events,
                    size_t count, const char *until)
{
    struct op *const op = check_op();
    struct ledger_event *all = NULL;
    struct ledger ledger;
    size_t size = 0;
    check_ok(op, accrual_close_forward(op, &standard, rule, events, count, on("2026-01-01"),
                                       on(until), &all, &size));
    check_ok(op, ledger_replay(op, &standard, all, size,
                               (struct ledger_moment){on(until), INT64_MAX}, &ledger));
    return ledger_open(&ledger);
}

static void test_by_month(void **state)
{
    struct ledger_event events[] = {line(1, 1, "2026-01-31", 100000),
                                    payment(2, "2026-02-15", 50000),
                                    line(3, 2, "2026-02-28", 100000)};
    (void)state;
    check_eq(owed(&late, events, 1, "2026-01-31"), 100000); /* due today bears nothing yet */
    check_eq(owed(&late, events, 1, "2026-02-01"), 100100);
    check_eq(owed(&late, events, 1, "2026-03-01"), 102900); /* 1 + 28 days */
    /* the payment finishes the older instalment first: 14 days on 1000.00, 14 on 500.00, and the
     * 1.00 of January stays */
    check_eq(owed(&late, events, 2, "2026-03-01"), 50000 + 100 + 2100);
    /* one day of the second instalment more */
    check_eq(owed(&late, events, 3, "2026-03-01"), 150000 + 100 + 2200);
}

/* January's 1.00 joins the base of February where the rule says so, and only there. */
static void test_interest_on_interest(void **state)
{
    const struct ledger_event events[] = {line(1, 1, "2026-01-31", 100000)};
    struct accrual_rule rule = late;
    (void)state;
    rule.bases |= 1U << COMPONENT_LATE_INTEREST;
    check_eq(owed(&rule, events, 1, "2026-03-01"), 102900 + 3); /* 28 days of 0.001 */
}

/* Ordinary interest bears from the start, and stays when the principal is paid. */
static void test_ordinary(void **state)
{
    const struct ledger_event events[] = {line(1, 1, "2026-03-31", 100000),
                                          payment(2, "2026-01-11", 100000)};
    struct accrual_rule rule = late;
    (void)state;
    rule.only_overdue = false;
    rule.charged = COMPONENT_INTEREST;
    check_eq(owed(&rule, events, 1, "2026-02-01"), 103100);
    check_eq(owed(&rule, events, 2, "2026-03-01"), 1000); /* ten days */
}

static void test_capped(void **state)
{
    const struct ledger_event events[] = {line(1, 1, "2026-01-31", 100000)};
    const struct interest_step cap[] = {
        {on("2026-02-11"), 182500}
    };
    struct accrual_rule rule = late;
    (void)state;
    rule.interest.caps = (struct interest_steps){cap, 1};
    check_eq(owed(&rule, events, 1, "2026-03-01"), 100000 + 100 + 1000 + 900);
}

/* Month by month, or all at once: the same claims. */
static void test_same_in_pieces(void **state)
{
    struct op *const op = check_op();
    uint64_t seed = 7;
    (void)state;
    for (int round = 0; round < 200; round++) {
        struct ledger_event events[8] = {line(1, 1, "2026-01-20", 70000 + round * 13),
                                         line(2, 2, "2026-03-05", 90001)};
        struct ledger_event *whole = NULL;
        struct ledger_event *pieces = events;
        size_t whole_count = 0;
        size_t count = 2;
        for (; count < 6; count++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            events[count] = payment((int64_t)count + 1, "2026-01-05", 1 + (int64_t)(seed >> 50));
            events[count].value_on += (day)((seed >> 33) % 200);
        }
        check_ok(op, accrual_close_forward(op, &standard, &late, events, count, on("2026-01-01"),
                                           on("2026-09-01"), &whole, &whole_count));
        for (int month = 0; month < 8; month++) {
            const day from = day_add_months(on("2026-01-01"), month);
            struct ledger_event *next = NULL;
            check_ok(op, accrual_close_forward(op, &standard, &late, pieces, count, from,
                                               day_add_months(from, 1), &next, &count));
            pieces = next;
        }
        check_eq(count, whole_count);
        for (size_t i = 0; i < count; i++) {
            check_eq(pieces[i].amount, whole[i].amount);
            check_eq(pieces[i].value_on, whole[i].value_on);
        }
    }
}

/* --- 10,000 debts: what waiting costs, day by day --- */

#define DEBTS     10000
#define STEPS_MAX 4

struct debt {
    struct waiting_claim claims[STEPS_MAX];
    size_t claim_count;
    struct interest_step rates[STEPS_MAX], caps[STEPS_MAX];
    struct accrual_rule rule;
    day on, until;
};

static uint64_t debt_seed = 5;
static int64_t below(int64_t limit)
{
    debt_seed = debt_seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(debt_seed >> 33) % limit;
}

static struct interest_steps make_steps(struct interest_step *steps, size_t count, day from)
{
    for (size_t i = 0; i < count; i++) {
        from += (day)below(60);
        steps[i] = (struct interest_step){from++, below(800000)};
    }
    return (struct interest_steps){steps, count};
}

static void make_debt(struct debt *d)
{
    d->on = on("2026-01-01") + (day)below(300);
    d->until = d->on + 1 + (day)below(400);
    d->claim_count = 1 + (size_t)below(STEPS_MAX);
    for (size_t i = 0; i < d->claim_count; i++)
        d->claims[i] = (struct waiting_claim){d->on - 200 + (day)below(400), 1 + below(5000000)};
    d->rule = late;
    d->rule.only_overdue = below(4) > 0;
    d->rule.interest.basis = below(2) ? DAY_COUNT_ACTUAL_360 : DAY_COUNT_ACTUAL_365;
    d->rule.interest.rates = make_steps(d->rates, 1 + (size_t)below(STEPS_MAX), d->on - 100);
    d->rule.interest.caps = make_steps(d->caps, (size_t)below(STEPS_MAX + 1), d->on - 100);
}

static int64_t step_on(const struct interest_steps *steps, day at, int64_t before)
{
    int64_t value = before;
    for (size_t i = 0; i < steps->count; i++)
        if (steps->of[i].from <= at)
            value = steps->of[i].value;
    return value;
}

/* Each month's days added up and rounded once; the law's own sum besides. */
static void count_days(const struct debt *d, int64_t *ret_cost, int64_t *ret_most)
{
    const int64_t year =
        INTEREST_MILLION * (d->rule.interest.basis == DAY_COUNT_ACTUAL_360 ? 360 : 365);
    int64_t sum = 0;
    int64_t most = 0;
    *ret_cost = *ret_most = 0;
    for (day at = d->on; at < d->until; at++) {
        const int64_t agreed = step_on(&d->rule.interest.rates, at, 0);
        const int64_t cap = step_on(&d->rule.interest.caps, at, INTEREST_RATE_MAX);
        for (size_t i = 0; i < d->claim_count; i++) {
            const bool bears = !d->rule.only_overdue || d->claims[i].due_on <= at;
            sum += bears ? d->claims[i].open * (agreed < cap ? agreed : cap) : 0;
            most += bears ? d->claims[i].open * cap : 0;
        }
        if (at + 1 < d->until && at != day_month_end(at))
            continue;
        *ret_cost += (sum + year / 2) / year;
        *ret_most += (most + year / 2) / year;
        sum = most = 0;
    }
}

static void test_waiting(void **state)
{
    struct op *const op = check_op();
    int costly = 0;
    (void)state;
    for (int i = 0; i < DEBTS; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        struct debt d;
        struct waiting waiting;
        int64_t cost = 0;
        int64_t most = 0;
        make_debt(&d);
        check_ok(op, waiting_cost(op, &d.rule, d.claims, d.claim_count, d.on, d.until, &waiting));
        count_days(&d, &cost, &most);
        check_eq(waiting.then - waiting.now, cost);
        check_true(cost <= most);
        costly += cost > 0;
        arena_release(op->arena, mark);
    }
    check_true(costly > DEBTS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_month),       cmocka_unit_test(test_interest_on_interest),
        cmocka_unit_test(test_ordinary),       cmocka_unit_test(test_capped),
        cmocka_unit_test(test_same_in_pieces), cmocka_unit_test(test_waiting),
    };
    return cmocka_run_group_tests_name("accrual", tests, NULL, NULL);
}
