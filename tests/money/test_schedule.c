/* Day counts, splits, interest and schedules against figures worked out by hand. */
#include "money/component.h"
#include "money/interest.h"
#include "money/schedule.h"
#include "money/split.h"
#include "tests/check.h"

static day on(const char *text)
{
    day d = DAY_NONE;
    assert_true(day_parse(str_of(text), &d));
    return d;
}

static void test_day_counts(void **state)
{
    static const struct {
        const char *basis, *from, *until;
        int64_t numerator, denominator;
    } cases[] = {
        {"actual/360",    "2024-01-31", "2024-03-31", 60,                    360      },
        {"actual/365",    "2024-01-01", "2025-01-01", 366,                   365      },
        {"actual/actual", "2024-01-01", "2025-01-01", 366 * 365,             365 * 366},
        {"actual/actual", "2003-11-01", "2004-05-01", 61 * 366 + 121 * 365,  365 * 366},
        {"actual/actual", "2004-05-01", "2003-11-01", -61 * 366 - 121 * 365, 365 * 366},
        {"30/360",        "2024-01-31", "2024-02-29", 29,                    360      },
        {"30/360",        "2024-01-30", "2024-03-31", 60,                    360      },
        {"30/360",        "2024-02-29", "2024-03-31", 32,                    360      },
        {"30/360-us",     "2024-02-29", "2024-03-31", 30,                    360      },
        {"30/360-us",     "2023-02-28", "2024-02-29", 360,                   360      },
        {"30e/360",       "2024-02-15", "2024-03-31", 45,                    360      },
        {"30/360",        "2024-02-15", "2024-03-31", 46,                    360      },
        {"30e/360-isda",  "2024-02-29", "2024-08-31", 180,                   360      },
        {"30E/360",       "2024-02-29", "2024-08-31", 181,                   360      },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        enum day_count basis;
        check_case(cases[i].basis);
        check_true(day_count_parse(str_of(cases[i].basis), &basis));
        const struct year_fraction got =
            day_count_fraction(basis, on(cases[i].from), on(cases[i].until));
        check_eq(got.numerator, cases[i].numerator);
        check_eq(got.denominator, cases[i].denominator);
    }
    enum day_count untouched = DAY_COUNT_30E_360;
    check_false(day_count_parse(STR("30/365"), &untouched));
    check_eq(untouched, DAY_COUNT_30E_360);
}

/* A day more never counts for less, and the counts by days add up wherever one cuts. */
static void test_day_counts_grow(void **state)
{
    (void)state;
    for (int basis = 0; basis < DAY_COUNT_COUNT; basis++) {
        const day start = on("2023-01-29");
        int64_t before = 0;
        for (day end = start; end < start + 1000; end++) {
            const struct year_fraction whole =
                day_count_fraction((enum day_count)basis, start, end);
            check_true(whole.numerator >= before);
            before = whole.numerator;
            if (basis > DAY_COUNT_ACTUAL_ISDA)
                continue;
            const day cut = start + (end - start) / 3;
            check_eq(day_count_fraction((enum day_count)basis, start, cut).numerator +
                         day_count_fraction((enum day_count)basis, cut, end).numerator,
                     whole.numerator);
        }
    }
}

static void test_splits(void **state)
{
    int64_t parts[10];
    uint64_t seed = 6;
    (void)state;
    split_evenly(87500, 3, parts);
    check_eq(parts[0], 29167);
    check_eq(parts[1], 29167);
    check_eq(parts[2], 29166);
    split_evenly(5, 10, parts); /* half a cent each rounded up would leave the last below zero */
    check_eq(parts[0], 0);
    check_eq(parts[9], 5);
    split_by_weight(100, (int64_t[]){1, 1, 1}, 3, parts);
    check_eq(parts[0], 34);
    check_eq(parts[2], 33);
    split_by_weight(100, (int64_t[]){0, 2, 1}, 3, parts);
    check_eq(parts[0], 0);
    check_eq(parts[1], 67);
    for (int i = 0; i < 20000; i++) {
        int64_t weights[10];
        int64_t sum = 0;
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
        const int64_t amount = (int64_t)(seed >> 14) % LIMIT_AMOUNT_MINOR;
        const size_t count = 1 + (seed >> 60) % 10;
        for (size_t j = 0; j < count; j++)
            weights[j] = (int64_t)((seed >> (j * 5 + 3)) % 1000) * (j % 3 != 1);
        weights[0] += 1;
        split_by_weight(amount, weights, count, parts);
        for (size_t j = 0; j < count; j++) {
            check_true(parts[j] >= 0 && (weights[j] > 0 || parts[j] == 0));
            sum += parts[j];
        }
        check_eq(sum, amount);
        split_evenly(amount, count, parts);
        for (size_t j = 0; j < count; j++)
            sum -= parts[j];
        check_true(sum == 0 && parts[count - 1] >= 0);
    }
}

static void test_interest(void **state)
{
    struct op *const op = check_op();
    const struct interest_step balance[] = {
        {on("2026-01-01"), 100000},
        {on("2026-01-16"), 50000 }
    };
    const struct interest_step rate[] = {
        {on("2026-01-01"), 360000},
        {on("2026-02-01"), 720000}
    };
    const struct interest_step cap[] = {
        {on("2026-02-11"), 400000}
    };
    const struct interest_steps balances = {balance, ARRAY_LEN(balance)};
    struct interest_rule rule = {
        .basis = DAY_COUNT_ACTUAL_360,
        .rates = {rate, ARRAY_LEN(rate)},
        .caps = {cap,  ARRAY_LEN(cap) }
    };
    const struct interest_period periods[] = {
        {on("2026-01-01"), on("2026-02-01")},
        {on("2026-02-01"), on("2026-03-01")}
    };
    int64_t got[2];
    (void)state;
    /* 15 days on 1000.00 and 16 on 500.00 at 36 %: 15.00 + 8.00 */
    /* 10 days on 500.00 at 72 %, 18 at the cap of 40 %: 10.00 + 10.00 */
    check_ok(op, interest_of_periods(op, &rule, &balances, periods, 2, got));
    check_eq(got[0], 2300);
    check_eq(got[1], 2000);
    rule.bears_interest = true; /* the base is 523.00: 10.46 + 10.46 */
    check_ok(op, interest_of_periods(op, &rule, &balances, periods, 2, got));
    check_eq(got[0], 2300);
    check_eq(got[1], 2092);
}

static void test_interest_refused(void **state)
{
    struct op *const op = check_op();
    const struct interest_step twice[] = {
        {10, 100},
        {10, 200}
    };
    const struct interest_step below[] = {
        {10, -1}
    };
    const struct interest_step huge[] = {
        {0, INT64_MAX}
    };
    const struct interest_step dear[] = {
        {0, INTEREST_RATE_MAX}
    };
    const struct interest_period century = {0, 36500};
    const struct interest_steps balances = {huge, 1};
    struct interest_rule rule = {
        .basis = DAY_COUNT_ACTUAL_365, .rates = {twice, 2}
    };
    int64_t got = -7;
    (void)state;
    check_eq(interest_of_periods(op, &rule, &balances, &century, 1, &got), E_INVALID);
    op_clear(op);
    rule.rates = (struct interest_steps){below, 1};
    check_eq(interest_of_periods(op, &rule, &balances, &century, 1, &got), E_INVALID);
    op_clear(op);
    rule.rates = (struct interest_steps){dear, 1};
    check_eq(interest_of_periods(op, &rule, &balances, &century, 1, &got), E_LIMIT);
    op_clear(op);
    check_eq(interest_of_periods(op, &rule, &balances, &(struct interest_period){5, 4}, 1, &got),
             E_INVALID);
    check_eq(got, -7);
}

static void test_units(void **state)
{
    int64_t minor = 0;
    (void)state;
    check_true(interest_of_units(12500000, INT64_C(39123450000), 0, &minor)); /* 12.5 UF in pesos */
    check_eq(minor, 489043);                                                  /* 489043.125 */
    check_true(interest_of_units(1000000, 8500000, 2, &minor));
    check_eq(minor, 850);
    check_true(interest_of_units(-1500000, 1, 6, &minor)); /* half away from zero */
    check_eq(minor, -2);
    check_false(interest_of_units(INT64_MAX, INT64_MAX, 4, &minor));
    check_eq(minor, -2);
}

static struct schedule_terms terms_of(const char *kind, int64_t principal, int64_t rate, int count)
{
    struct schedule_terms terms = {.principal = principal,
                                   .rate = rate,
                                   .start_on = on("2026-01-31"),
                                   .first_due = DAY_NONE,
                                   .every = {.months = 1},
                                   .count = count};
    check_case(kind);
    check_true(schedule_kind_parse(str_of(kind), &terms.kind));
    return terms;
}

/* The rows as text, "due:principal+interest=balance" each, so that a test reads like the schedule.
 */
static const char *rows_of(const struct schedule_terms *terms)
{
    struct op *const op = check_op();
    struct buf out = buf_start(op->arena, 1 << 16);
    struct schedule_row *rows = NULL;
    size_t count = 0;
    int64_t principal = 0;
    check_ok(op, schedule_make(op, terms, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        char text[DAY_TEXT_SIZE];
        buf_printf(&out, "%s:%lld+%lld=%lld ", day_format(rows[i].due_on, text) + 5,
                   (long long)rows[i].principal, (long long)rows[i].interest,
                   (long long)rows[i].balance);
        principal += rows[i].principal;
    }
    check_eq(principal, terms->principal);
    return buf_cstr(&out);
}

static void test_schedules(void **state)
{
    struct schedule_terms terms = terms_of("french", 100000, 120000, 3);
    (void)state;
    check_text(rows_of(&terms), "02-28:33002+1000=66998 03-31:33332+670=33666 04-30:33666+337=0 ");
    terms = terms_of("german", 100000, 120000, 3);
    check_text(rows_of(&terms), "02-28:33333+1000=66667 03-31:33333+667=33334 04-30:33334+333=0 ");
    terms = terms_of("american", 100000, 120000, 3);
    check_text(rows_of(&terms), "02-28:0+1000=100000 03-31:0+1000=100000 04-30:100000+1000=0 ");
    terms = terms_of("flat", 100000, 120000, 3);
    check_text(rows_of(&terms),
               "02-28:33333+1000=66667 03-31:33333+1000=33334 04-30:33334+1000=0 ");
    terms = terms_of("balloon", 100000, 120000, 3);
    terms.balloon = 50000;
    check_text(rows_of(&terms), "02-28:16501+1000=83499 03-31:16666+835=66833 04-30:66833+668=0 ");
    const struct schedule_agreed agreed[] = {
        {on("2026-03-02"), 40000},
        {on("2026-06-30"), 50000}
    };
    terms = terms_of("irregular", 100000, 365000, 2);
    terms.agreed = agreed;
    terms.down_payment = 10000;
    terms.basis = DAY_COUNT_ACTUAL_365;
    check_text(rows_of(&terms), "01-31:10000+0=90000 03-02:40000+2700=50000 06-30:50000+6000=0 ");
}

static void test_grace(void **state)
{
    struct schedule_terms terms = terms_of("german", 100000, 120000, 4);
    (void)state;
    terms.interest_only = 2;
    check_text(rows_of(&terms), "02-28:0+1000=100000 03-31:0+1000=100000 "
                                "04-30:50000+1000=50000 05-31:50000+500=0 ");
    terms.interest_only = 0;
    terms.silent = 2; /* no interest on interest: three months at one per cent */
    check_text(rows_of(&terms), "02-28:0+0=100000 03-31:0+0=100000 "
                                "04-30:50000+3000=50000 05-31:50000+500=0 ");
    terms = terms_of("french", 100000, 0, 3); /* without interest */
    terms.every = (struct schedule_every){.days = 15};
    terms.first_due = on("2026-02-15");
    check_text(rows_of(&terms), "02-15:33333+0=66667 03-02:33333+0=33334 03-17:33334+0=0 ");
}

static void test_schedule_refused(void **state)
{
    struct op *const op = check_op();
    struct schedule_row *rows = NULL;
    size_t count = 0;
    struct schedule_terms terms = terms_of("french", 0, 120000, 3);
    (void)state;
    check_eq(schedule_make(op, &terms, &rows, &count), E_INVALID);
    op_clear(op);
    terms = terms_of("french", 100, 120000, 0);
    check_eq(schedule_make(op, &terms, &rows, &count), E_INVALID);
    op_clear(op);
    terms = terms_of("french", 100, 120000, 3);
    terms.silent = 3;
    check_eq(schedule_make(op, &terms, &rows, &count), E_INVALID);
    op_clear(op);
    const struct schedule_agreed agreed[] = {
        {on("2026-03-02"), 40},
        {on("2026-03-02"), 60}
    };
    terms = terms_of("irregular", 100, 120000, 2);
    terms.agreed = agreed;
    check_eq(schedule_make(op, &terms, &rows, &count), E_INVALID);
    op_clear(op);
    terms = terms_of("american", LIMIT_AMOUNT_MINOR, INTEREST_RATE_MAX, 3);
    terms.every.months = 12;
    check_eq(schedule_make(op, &terms, &rows, &count), E_LIMIT);
    check_true(rows == NULL && count == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_day_counts),       cmocka_unit_test(test_day_counts_grow),
        cmocka_unit_test(test_splits),           cmocka_unit_test(test_interest),
        cmocka_unit_test(test_interest_refused), cmocka_unit_test(test_units),
        cmocka_unit_test(test_schedules),        cmocka_unit_test(test_grace),
        cmocka_unit_test(test_schedule_refused),
    };
    return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
