/* What is open at the end of a day, by age (ageing) or by whom it is owed (open). */
#include "insight/reports.h"

#include "insight/build.h"
#include "insight/claims.h"
#include "insight/group.h"
#include "insight/range.h"
#include "money/age.h"

/* Each bucket has two sums: claims and their open amount. */
static status add_to_range(struct op *op, int64_t *sums, int range, money open)
{
    sums[range * 2] += 1;
    return report_sum(op, &sums[range * 2 + 1], open.minor);
}

static status age_claim(struct op *op, const struct report_query *query,
                        const struct report_numbers *bounds, const struct claim_history *claim,
                        struct group_table *table)
{
    const int range = range_of(bounds, age_past_due_days(claim->due_on, query->date));
    const money open = claim_open(claim, query->date);
    int64_t *sums = NULL;

    if (query->by.size > 0) /* a group of the book has its rows even when nothing of it is open */
        sums = group_sums(op, table, claim->currency, claim->key);
    if (open.minor == 0)
        return OK;
    TRY(add_to_range(op, group_total(op, table, claim->currency), range, open));
    return sums ? add_to_range(op, sums, range, open) : OK;
}

static status ageing_rows(struct op *op, const struct report_query *query,
                          const struct report_numbers *bounds, const struct group_table *table,
                          struct report *report)
{
    const struct group *groups = group_sorted(op, table);
    const int range_total = range_count(bounds);
    str *labels = arena_array(op->arena, (size_t)range_total, sizeof(*labels));

    for (int range = 0; range < range_total; range++)
        labels[range] = range_label(op, bounds, range);
    for (size_t i = 0; i < table->count; i++) {
        const str key = groups[i].is_total ? STR("ALL") : groups[i].key;
        for (int range = 0; range < range_total; range++)
            TRY(REPORT_ADD(op, report, groups[i].currency, CELL_DAY(query->date), CELL_TEXT(key),
                           CELL_TEXT(labels[range]), CELL_COUNT(groups[i].sums[range * 2]),
                           CELL(REPORT_MONEY, groups[i].sums[range * 2 + 1])));
    }
    return OK;
}

status report_ageing(struct op *op, const struct report_query *query, struct report *report)
{
    const struct report_numbers bounds = range_bounds(&query->buckets);
    struct group_table table = group_table_start(op, 2 * range_count(&bounds));
    struct currency_list currencies;
    struct dimension dimension;
    struct claim_stream stream;
    struct claim_history claim;
    bool has_claim;

    TRY(dimension_find(op, query->by, &dimension));
    TRY(report_currencies(op, &currencies));
    for (int i = 0; i < currencies.count; i++)
        group_total(op, &table, currencies.at[i]); /* totals are there even when they are zero */
    TRY(claim_stream_open(op, &dimension, query->filter, &stream));
    for (;;) {
        TRY(claim_stream_next(op, &stream, &has_claim, &claim));
        if (!has_claim)
            break;
        TRY(age_claim(op, query, &bounds, &claim, &table));
    }
    report_column(report, "as_of", REPORT_DAY);
    report_column(report, dimension.name, REPORT_TEXT);
    report_column(report, "bucket", REPORT_TEXT);
    report_column(report, "invoices", REPORT_COUNT);
    report_column(report, "amount", REPORT_MONEY);
    report_column(report, "currency", REPORT_CURRENCY);
    return ageing_rows(op, query, &bounds, &table, report);
}

enum { OPEN_COUNT, OPEN_AMOUNT, PAST_AMOUNT, OPEN_SUMS };

static status add_open(struct op *op, const struct claim_history *claim, day date,
                       struct group_table *table)
{
    const money open = claim_open(claim, date);
    int64_t *sums;

    if (open.minor == 0)
        return OK;
    sums = group_sums(op, table, claim->currency, claim->key);
    sums[OPEN_COUNT] += 1;
    TRY(report_sum(op, &sums[OPEN_AMOUNT], open.minor));
    if (age_past_due_days(claim->due_on, date) == 0)
        return OK;
    return report_sum(op, &sums[PAST_AMOUNT], open.minor);
}

status report_open(struct op *op, const struct report_query *query, struct report *report)
{
    struct group_table table = group_table_start(op, OPEN_SUMS);
    const struct group *groups;
    struct dimension dimension;
    struct claim_stream stream;
    struct claim_history claim;
    bool has_claim;

    TRY(dimension_find(op, query->by.size > 0 ? query->by : STR("customer"), &dimension));
    TRY(claim_stream_open(op, &dimension, query->filter, &stream));
    for (;;) {
        TRY(claim_stream_next(op, &stream, &has_claim, &claim));
        if (!has_claim)
            break;
        TRY(add_open(op, &claim, query->date, &table));
    }
    report_column(report, "as_of", REPORT_DAY);
    report_column(report, dimension.name, REPORT_TEXT);
    report_column(report, "open_invoices", REPORT_COUNT);
    report_column(report, "open_amount", REPORT_MONEY);
    report_column(report, "past_due_amount", REPORT_MONEY);
    report_column(report, "currency", REPORT_CURRENCY);
    groups = group_sorted(op, &table);
    for (size_t i = 0; i < table.count; i++)
        TRY(REPORT_ADD(op, report, groups[i].currency, CELL_DAY(query->date),
                       CELL_TEXT(groups[i].key), CELL_COUNT(groups[i].sums[OPEN_COUNT]),
                       CELL(REPORT_MONEY, groups[i].sums[OPEN_AMOUNT]),
                       CELL(REPORT_MONEY, groups[i].sums[PAST_AMOUNT])));
    return OK;
}
