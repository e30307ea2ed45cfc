/* bench_replay OBLIGATIONS: five years of daily interest on as many debts, each closed forward
 * month by month from its events (money/accrual.h).
 *
 * Debt i owes 10,000.00 and more from 2021-01-01 at 24 % to 33 %, actual/365, and pays 59 times.
 * bench/money.py lets PostgreSQL compute the same from the same formulas.  Prints one JSON line. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/clock.h"
#include "money/accrual.h"

#define MONTHS   60
#define PAYMENTS (MONTHS - 1)
#define START    18628 /* 2021-01-01 */
#define UNTIL    20454 /* 2026-01-01 */

static int64_t principal_of(int64_t i)
{
    return 1000000 + i * 7919 % 9000000;
}

static size_t tell(int64_t i, day start, struct ledger_event *events)
{
    const int64_t principal = principal_of(i);
    events[0] = (struct ledger_event){.id = 1,
                                      .kind = LEDGER_OPEN,
                                      .value_on = start,
                                      .amount = principal,
                                      .instalment = 1,
                                      .due_on = start};
    for (int64_t k = 1; k <= PAYMENTS; k++)
        events[k] =
            (struct ledger_event){.id = k + 1,
                                  .kind = LEDGER_PAYMENT,
                                  .value_on = start + (day)(30 * k + (i * 31 + k * 17) % 20),
                                  .amount = principal / 100 + (i * 13 + k * 101) % 1000};
    return PAYMENTS + 1;
}

static status close_forward(struct op *op, const struct ledger_rules *rules, int64_t i, day start,
                            day until, int64_t *interest)
{
    const struct interest_step rate = {start, 240000 + i % 10 * 10000};
    const struct accrual_rule rule = {
        .interest = {.basis = DAY_COUNT_ACTUAL_365, .rates = {&rate, 1}},
        .bases = 1U << COMPONENT_PRINCIPAL,
        .charged = COMPONENT_INTEREST,
    };
    struct ledger_event told[PAYMENTS + 1];
    struct ledger_event *all = NULL;
    size_t count = 0;
    TRY(accrual_close_forward(op, rules, &rule, told, tell(i, start, told), start, until, &all,
                              &count));
    for (size_t e = PAYMENTS + 1; e < count; e++)
        *interest += all[e].amount;
    return OK;
}

static status run(struct op *op, int64_t obligations)
{
    struct profile profile = profile_default;
    const struct ledger_rules rules = {.standard = &profile};
    int64_t interest = 0;
    TRY(profile_parse(op, STR("payable: principal; future: principal"), &profile));
    const int64_t started = clock_now();
    const int64_t before = clock_cpu();
    for (int64_t i = 0; i < obligations; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(close_forward(op, &rules, i, START, UNTIL, &interest));
        arena_release(op->arena, mark);
    }
    printf("{\"obligations\":%" PRId64 ",\"interest\":%" PRId64 ",\"ms\":%" PRId64
           ",\"cpu_ms\":%" PRId64 "}\n",
           obligations, interest, (clock_now() - started) / 1000, (clock_cpu() - before) / 1000);
    return OK;
}

int main(int argc, char **argv)
{
    const int64_t obligations = argc > 1 ? strtoll(argv[1], NULL, 10) : 100000;
    struct op op = {.arena = arena_create(), .clock = op_clock_system};
    if (run(&op, obligations) == OK)
        return 0;
    fprintf(stderr, "bench_replay: %s\n", op.text);
    return 1;
}
