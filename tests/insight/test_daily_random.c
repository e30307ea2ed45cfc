/* The one-pass reports against a reference that asks every claim about every day, on random books
 * with partial payments, returns of money, money before the invoice and claims issued overdue. */
#include "tests/insight/rows.h"

#include "money/age.h"

#define CLAIMS     60
#define STEPS_MAX  5
#define DAY_COUNT  50
#define BOOKS      12
#define FIRST_DATE "2026-02-01"

struct reference_claim {
    day issued_on;
    day due_on;
    int64_t amount;
    int step_count;
    day value_on[STEPS_MAX];
    int64_t step[STEPS_MAX];
};

/* xorshift: the same books on every machine */
static uint64_t random_state;
static int64_t random_below(int64_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (int64_t)(random_state % (uint64_t)limit);
}

static struct reference_claim random_claim(day first)
{
    struct reference_claim claim = {.issued_on = first - 20 + (day)random_below(DAY_COUNT + 30),
                                    .amount = 1 + random_below(100000)};
    int64_t left = claim.amount;

    claim.due_on = claim.issued_on - 5 + (day)random_below(40);
    claim.step_count = (int)random_below(STEPS_MAX + 1);
    for (int i = 0; i < claim.step_count; i++) {
        const bool is_last = random_below(3) == 0;
        claim.value_on[i] = claim.issued_on - 3 + (day)random_below(60);
        claim.step[i] = is_last ? left : random_below(left + 1);
        left -= claim.step[i];
    }
    return claim;
}

static int64_t paid_until(const struct reference_claim *claim, day d)
{
    int64_t paid = 0;
    for (int i = 0; i < claim->step_count; i++)
        if (claim->value_on[i] <= d)
            paid += claim->step[i];
    return paid;
}

static int64_t open_at(const struct reference_claim *claim, day d)
{
    return claim->issued_on <= d ? claim->amount - paid_until(claim, d) : 0;
}

static const char *reference_line(struct op *op, const struct reference_claim *claims, day d)
{
    int64_t sums[8] = {0};
    int oldest = 0;
    char date[DAY_TEXT_SIZE];
    char amounts[4][MONEY_TEXT_SIZE];

    for (int i = 0; i < CLAIMS; i++) {
        const struct reference_claim *claim = &claims[i];
        const int64_t open = open_at(claim, d);
        const int64_t before = claim->amount - paid_until(claim, d - 1);
        const int64_t after = claim->amount - paid_until(claim, d);
        sums[0] += claim->issued_on == d ? 1 : 0;
        sums[1] += claim->issued_on == d ? claim->amount : 0;
        sums[2] += before > 0 && after == 0 ? 1 : 0;
        sums[3] += before - after;
        sums[4] += open > 0 ? 1 : 0;
        sums[5] += open;
        if (open > 0 && d > claim->due_on) {
            sums[6] += 1;
            sums[7] += open;
            oldest = d - claim->due_on > oldest ? d - claim->due_on : oldest;
        }
    }
    for (int i = 0; i < 4; i++)
        money_format_plain((money){sums[2 * i + 1]}, 2, amounts[i]);
    return arena_printf(op->arena,
                        "%s\t%" PRId64 "\t%s\t%" PRId64 "\t%s\t%" PRId64 "\t%s\t%" PRId64
                        "\t%s\t%d\tMXN\n",
                        day_format(d, date), sums[0], amounts[0], sums[2], amounts[1], sums[4],
                        amounts[2], sums[6], amounts[3], oldest);
}

static void put_book(struct op *op, const struct reference_claim *claims)
{
    char text[3][DAY_TEXT_SIZE];

    put_party(op, 1, "A");
    put_case(op, 1, 10, CURRENCY('M', 'X', 'N'), "open", FIRST_DATE, NULL);
    put_obligation(op, 1, 10, 11, CURRENCY('M', 'X', 'N'), "loan");
    for (int i = 0; i < CLAIMS; i++) {
        put_claim(op, 1, 11, 100 + i, day_format(claims[i].issued_on, text[0]),
                  day_format(claims[i].due_on, text[1]), claims[i].amount, "open");
        for (int s = 0; s < claims[i].step_count; s++)
            put_allocation(op, 1, 100 + i, 1000 + i * STEPS_MAX + s,
                           day_format(claims[i].value_on[s], text[2]), claims[i].step[s]);
    }
}

static void test_daily_equals_reference(void **state)
{
    const day first = on(FIRST_DATE);
    const struct report_query query = {.from = first, .date = first + DAY_COUNT - 1};
    (void)state;
    for (int book = 0; book < BOOKS; book++) {
        struct op *const op = open_book("2026-04-01");
        struct reference_claim claims[CLAIMS];
        struct buf want = buf_start(op->arena, REPORT_TEXT_BYTES);
        random_state = 0x9e3779b97f4a7c15U + (uint64_t)book;
        for (int i = 0; i < CLAIMS; i++)
            claims[i] = random_claim(first);
        put_book(op, claims);
        for (int i = 0; i < DAY_COUNT; i++)
            buf_add_c(&want, reference_line(op, claims, first + i));
        const char *const got = report_text(op, "daily", &query, REPORT_TSV);
        check_text(strchr(got, '\n') + 1, buf_cstr(&want));
        test_store_close(op);
    }
}

static void test_triggers_equal_reference(void **state)
{
    struct op *const op = open_book("2026-04-01");
    const day first = on(FIRST_DATE);
    struct report_query query = {.from = first, .date = first + DAY_COUNT - 1};
    struct buf want = buf_start(op->arena, REPORT_TEXT_BYTES);
    struct reference_claim claims[CLAIMS];
    (void)state;
    random_state = 12345;
    for (int i = 0; i < CLAIMS; i++)
        claims[i] = random_claim(first);
    put_book(op, claims);
    buf_add_c(&want, "dpd\tbefore_cycle\tafter_cycle\tcurrency\n");
    for (int k = -3; k < 25; k++) {
        int before = 0;
        int after = 0;
        query.days.at[query.days.count++] = k;
        for (int i = 0; i < CLAIMS; i++) {
            const day due = claims[i].due_on + k;
            const day reached = due > claims[i].issued_on ? due : claims[i].issued_on;
            if (reached < query.from || reached > query.date)
                continue;
            before += claims[i].amount > paid_until(&claims[i], reached);
            after += claims[i].amount > paid_until(&claims[i], reached - 1);
        }
        buf_printf(&want, "%d\t%d\t%d\tMXN\n", k, before, after);
    }
    check_report(op, "triggers", &query, buf_cstr(&want));
}

TEST_STORE_MAIN("insight random", cmocka_unit_test(test_daily_equals_reference),
                cmocka_unit_test(test_triggers_equal_reference))
