/* How many claims reached an age while they were still open: what a strategy with a step at that
 * age has to act on.
 *
 * A claim reaches k days on due day + k, or on the day it is issued when that is later, once.
 * before_cycle counts it when it is open at the end of that day: the money of the day was posted
 * before the run, as the close does it.  after_cycle counts it also when money of that very day
 * settled it. */
#include "insight/reports.h"

#include "insight/build.h"
#include "insight/claims.h"

enum { BEFORE, AFTER, SUM_COUNT };

static struct report_numbers days_of(const struct report_query *query)
{
    static const struct report_numbers usual = {
        6, {1, 3, 5, 8, 15, 30}
    };
    return query->days.count > 0 ? query->days : usual;
}

static void count_claim(const struct claim_history *claim, const struct report_query *query,
                        const struct report_numbers *days, int64_t (*sums)[SUM_COUNT])
{
    for (int i = 0; i < days->count; i++) {
        const int64_t due = (int64_t)claim->due_on + days->at[i];
        const int64_t reached = due > claim->issued_on ? due : claim->issued_on;
        if (reached < query->from || reached > query->date)
            continue;
        if (claim_unpaid(claim, (day)reached).minor > 0)
            sums[i][BEFORE] += 1;
        if (claim_unpaid(claim, (day)reached - 1).minor > 0)
            sums[i][AFTER] += 1;
    }
}

static status count_claims(struct op *op, const struct report_query *query,
                           const struct report_numbers *days,
                           const struct currency_list *currencies,
                           int64_t (*sums)[REPORT_NUMBERS_MAX][SUM_COUNT])
{
    struct claim_stream stream;
    struct claim_history claim;
    bool has_claim;
    int index;

    TRY(claim_stream_open(op, &dimension_none, query->filter, &stream));
    for (;;) {
        TRY(claim_stream_next(op, &stream, &has_claim, &claim));
        if (!has_claim)
            return OK;
        TRY(currency_list_find(op, currencies, claim.currency, &index));
        count_claim(&claim, query, days, sums[index]);
    }
}

status report_triggers(struct op *op, const struct report_query *query, struct report *report)
{
    const struct report_numbers days = days_of(query);
    int64_t(*sums)[REPORT_NUMBERS_MAX][SUM_COUNT];
    struct currency_list currencies;

    TRY(report_currencies(op, &currencies));
    sums = arena_array(op->arena, (size_t)currencies.count, sizeof(*sums));
    TRY(count_claims(op, query, &days, &currencies, sums));
    report_column(report, "dpd", REPORT_COUNT);
    report_column(report, "before_cycle", REPORT_COUNT);
    report_column(report, "after_cycle", REPORT_COUNT);
    report_column(report, "currency", REPORT_CURRENCY);
    for (int c = 0; c < currencies.count; c++)
        for (int i = 0; i < days.count; i++)
            TRY(REPORT_ADD(op, report, currencies.at[c], CELL_COUNT(days.at[i]),
                           CELL_COUNT(sums[c][i][BEFORE]), CELL_COUNT(sums[c][i][AFTER])));
    return OK;
}
