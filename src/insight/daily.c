/* The book day by day: what came, what was paid, what is open and past due at the end of each day.
 *
 * One pass over the claims; memory grows with the days that are asked, not with the book.  Sums per
 * day are differences, added up at the end.  The largest age needs the earliest due day among the
 * open claims of each day: a tree over the days takes "at most this due day, from here to there"
 * and gives the least one of each day. */
#include "insight/reports.h"

#include "insight/build.h"
#include "insight/claims.h"
#include "money/age.h"

enum {
    NEW_COUNT,
    NEW_AMOUNT,
    PAID_COUNT,
    PAID_AMOUNT,
    OPEN_COUNT,
    OPEN_AMOUNT,
    PAST_COUNT,
    PAST_AMOUNT,
    SERIES_COUNT
};

struct daily {
    day from;
    int day_count;
    int64_t *series[SERIES_COUNT]; /* open and past: differences to the day before */
    day *earliest;                 /* tree: leaves are days day_count… of due days */
};

static struct daily daily_start(struct op *op, day from, int day_count)
{
    struct daily daily = {.from = from, .day_count = day_count};

    for (int i = 0; i < SERIES_COUNT; i++) /* one more: where a span that goes on ends */
        daily.series[i] = arena_array(op->arena, (size_t)day_count + 1, sizeof(int64_t));
    daily.earliest = arena_array(op->arena, (size_t)day_count * 2, sizeof(day));
    for (int i = 0; i < day_count * 2; i++)
        daily.earliest[i] = DAY_MAX;
    return daily;
}

/* Where d lies among the days of the report, at most the first day after it. */
static int index_of(const struct daily *daily, day d)
{
    const int64_t index = (int64_t)d - daily->from;
    if (index < 0)
        return 0;
    return index < daily->day_count ? (int)index : daily->day_count;
}

static void lower_earliest(struct daily *daily, int first, int end, day due_on)
{
    int low = first + daily->day_count;
    int high = end + daily->day_count;

    for (; low < high; low /= 2, high /= 2) {
        if (low & 1) {
            if (daily->earliest[low] > due_on)
                daily->earliest[low] = due_on;
            low++;
        }
        if (high & 1) {
            high--;
            if (daily->earliest[high] > due_on)
                daily->earliest[high] = due_on;
        }
    }
}

static day earliest_at(const struct daily *daily, int index)
{
    day earliest = DAY_MAX;
    for (int node = index + daily->day_count; node >= 1; node /= 2)
        if (daily->earliest[node] < earliest)
            earliest = daily->earliest[node];
    return earliest;
}

static status add_span(struct op *op, struct daily *daily, int count_series, int first, int end,
                       money amount)
{
    int64_t *amounts = daily->series[count_series + 1];

    if (first >= end)
        return OK;
    daily->series[count_series][first] += 1;
    daily->series[count_series][end] -= 1;
    TRY(report_sum(op, &amounts[first], amount.minor));
    return report_sum(op, &amounts[end], -amount.minor);
}

/* The claim is open with this amount from the end of day `since` until the end of `until` - 1. */
static status add_open(struct op *op, struct daily *daily, const struct claim_history *claim,
                       day since, day until, money amount)
{
    const int first = index_of(daily, since);
    const int end = index_of(daily, until);
    const int past = index_of(daily, since > claim->due_on ? since : claim->due_on + 1);

    if (amount.minor <= 0)
        return OK;
    TRY(add_span(op, daily, OPEN_COUNT, first, end, amount));
    TRY(add_span(op, daily, PAST_COUNT, past, end, amount));
    if (past < end)
        lower_earliest(daily, past, end, claim->due_on);
    return OK;
}

static status add_event(struct op *op, struct daily *daily, int count_series, day at, int count,
                        money amount)
{
    const int64_t index = (int64_t)at - daily->from;

    if (index < 0 || index >= daily->day_count)
        return OK;
    daily->series[count_series][index] += count;
    return report_sum(op, &daily->series[count_series + 1][index], amount.minor);
}

static status add_claim(struct op *op, struct daily *daily, const struct claim_history *claim)
{
    day since = claim->issued_on;
    money unpaid = claim->amount;

    TRY(add_event(op, daily, NEW_COUNT, claim->issued_on, 1, claim->amount));
    for (int i = 0; i < claim->step_count; i++) {
        const struct claim_step *step = &claim->steps[i];
        const bool settles = unpaid.minor > 0 && step->unpaid.minor <= 0;
        TRY(add_event(op, daily, PAID_COUNT, step->value_on, settles ? 1 : 0, step->amount));
        if (step->value_on > since) {
            TRY(add_open(op, daily, claim, since, step->value_on, unpaid));
            since = step->value_on;
        }
        unpaid = step->unpaid;
    }
    return add_open(op, daily, claim, since, DAY_MAX, unpaid);
}

static status add_rows(struct op *op, const struct daily *daily, currency unit,
                       struct report *report)
{
    int64_t now[SERIES_COUNT] = {0};

    for (int i = 0; i < daily->day_count; i++) {
        const day date = daily->from + i;
        const day earliest = earliest_at(daily, i);
        const int age = earliest == DAY_MAX ? 0 : age_past_due_days(earliest, date);
        for (int s = 0; s < SERIES_COUNT; s++)
            TRY(report_sum(op, &now[s], daily->series[s][i]));
        TRY(REPORT_ADD(op, report, unit, CELL_DAY(date), CELL_COUNT(now[NEW_COUNT]),
                       CELL(REPORT_MONEY, now[NEW_AMOUNT]), CELL_COUNT(now[PAID_COUNT]),
                       CELL(REPORT_MONEY, now[PAID_AMOUNT]), CELL_COUNT(now[OPEN_COUNT]),
                       CELL(REPORT_MONEY, now[OPEN_AMOUNT]), CELL_COUNT(now[PAST_COUNT]),
                       CELL(REPORT_MONEY, now[PAST_AMOUNT]), CELL_COUNT(age)));
        for (int s = 0; s < OPEN_COUNT; s++)
            now[s] = 0; /* new and paid are of the day, not running */
    }
    return OK;
}

static void add_columns(struct report *report)
{
    report_column(report, "date", REPORT_DAY);
    report_column(report, "new_invoices", REPORT_COUNT);
    report_column(report, "new_amount", REPORT_MONEY);
    report_column(report, "paid_invoices", REPORT_COUNT);
    report_column(report, "paid_amount", REPORT_MONEY);
    report_column(report, "open_invoices", REPORT_COUNT);
    report_column(report, "open_amount", REPORT_MONEY);
    report_column(report, "past_due_invoices", REPORT_COUNT);
    report_column(report, "past_due_amount", REPORT_MONEY);
    report_column(report, "max_dpd", REPORT_COUNT);
    report_column(report, "currency", REPORT_CURRENCY);
}

status report_daily(struct op *op, const struct report_query *query, struct report *report)
{
    const int64_t day_count = (int64_t)query->date - query->from + 1;
    struct currency_list currencies;
    struct claim_stream stream;
    struct claim_history claim;
    struct daily *days;
    bool has_claim;
    int index;

    if (day_count > LIMIT_REPORT_DAYS)
        return op_fail(op, E_LIMIT, "a day-by-day report has at most %d days; take a later --from",
                       LIMIT_REPORT_DAYS);
    TRY(report_currencies(op, &currencies));
    days = arena_array(op->arena, (size_t)currencies.count, sizeof(*days));
    for (int i = 0; i < currencies.count; i++)
        days[i] = daily_start(op, query->from, (int)day_count);
    TRY(claim_stream_open(op, &dimension_none, query->filter, &stream));
    for (;;) {
        TRY(claim_stream_next(op, &stream, &has_claim, &claim));
        if (!has_claim)
            break;
        TRY(currency_list_find(op, &currencies, claim.currency, &index));
        TRY(add_claim(op, &days[index], &claim));
    }
    add_columns(report);
    for (int i = 0; i < currencies.count; i++)
        TRY(add_rows(op, &days[i], currencies.at[i], report));
    return OK;
}
