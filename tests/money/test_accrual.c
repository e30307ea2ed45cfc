/* Interest of a ledger: by month, on what bears on each day, the same however it is closed. */
#include "money/accrual.h"
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_month),       cmocka_unit_test(test_interest_on_interest),
        cmocka_unit_test(test_ordinary),       cmocka_unit_test(test_capped),
        cmocka_unit_test(test_same_in_pieces),
    };
    return cmocka_run_group_tests_name("accrual", tests, NULL, NULL);
}
