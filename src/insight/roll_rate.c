/* How debts moved between buckets from the end of one day to the end of another.
 *
 * A debt is an obligation with its whole balance, in the bucket of its oldest unpaid claim.  The
 * share of a cell is its part of what the from-bucket held: the roll rates of a row of the matrix
 * add up to one.  Debts that were not yet open have no from-bucket and no share. */
#include "insight/reports.h"

#include "insight/build.h"
#include "insight/debts.h"
#include "insight/range.h"

#define RANGES_MAX (REPORT_NUMBERS_MAX + 2)
#define NOT_OPEN   RANGES_MAX /* not yet, or no more */

struct matrix_cell {
    int64_t debts;
    int64_t opening;
    int64_t closing;
};

struct matrix {
    struct matrix_cell cells[RANGES_MAX + 1][RANGES_MAX + 1]; /* from, to */
};

struct roll {
    const struct report_numbers *bounds;
    const struct currency_list *currencies;
    struct matrix *matrices; /* one per currency */
};

static int place_of(const struct roll *roll, const struct debt *debt, int at)
{
    return debt->open[at].minor > 0 ? range_of(roll->bounds, debt->past_due_days[at]) : NOT_OPEN;
}

static status add_debt(struct op *op, const struct roll *roll, const struct debt *debt)
{
    struct matrix_cell *cell;
    int index;

    TRY(currency_list_find(op, roll->currencies, debt->currency, &index));
    cell = &roll->matrices[index].cells[place_of(roll, debt, 0)][place_of(roll, debt, 1)];
    cell->debts += 1;
    TRY(report_sum(op, &cell->opening, debt->open[0].minor));
    return report_sum(op, &cell->closing, debt->open[1].minor);
}

static status read_debts(struct op *op, const struct report_query *query, const struct roll *roll)
{
    const day days[DEBT_DAYS] = {query->from, query->date};
    struct debt current = {0};
    struct claim_stream stream;
    struct claim_history claim;
    struct debt done;
    bool has_claim;
    bool is_done;

    TRY(claim_stream_open(op, &dimension_none, query->filter, &stream));
    for (;;) {
        TRY(claim_stream_next(op, &stream, &has_claim, &claim));
        if (!has_claim)
            break;
        TRY(debt_fold(op, days, &claim, &current, &is_done, &done));
        if (is_done)
            TRY(add_debt(op, roll, &done));
    }
    return current.obligation_id != 0 ? add_debt(op, roll, &current) : OK;
}

static str place_label(struct op *op, const struct roll *roll, int place, str not_open)
{
    return place == NOT_OPEN ? not_open : range_label(op, roll->bounds, place);
}

/* All cells of the matrix, so that two reports compare line by line; NOT_OPEN to NOT_OPEN is out.
 */
static status add_rows(struct op *op, const struct roll *roll, const struct report_query *query,
                       int index, struct report *report)
{
    const int range_total = range_count(roll->bounds);

    for (int i = 0; i <= range_total; i++) {
        const int from = i < range_total ? i : NOT_OPEN;
        const struct matrix_cell *row = roll->matrices[index].cells[from];
        int64_t opening = 0;
        for (int to = 0; to <= RANGES_MAX; to++)
            TRY(report_sum(op, &opening, row[to].opening));
        for (int j = 0; j <= range_total; j++) {
            const int to = j < range_total ? j : NOT_OPEN;
            if (from == NOT_OPEN && to == NOT_OPEN)
                continue;
            TRY(REPORT_ADD(
                op, report, roll->currencies->at[index], CELL_DAY(query->from),
                CELL_DAY(query->date), CELL_TEXT(place_label(op, roll, from, STR("new"))),
                CELL_TEXT(place_label(op, roll, to, STR("paid"))), CELL_COUNT(row[to].debts),
                CELL(REPORT_MONEY, row[to].opening), CELL(REPORT_MONEY, row[to].closing),
                report_ratio(row[to].opening, 1, opening)));
        }
    }
    return OK;
}

status report_roll_rate(struct op *op, const struct report_query *query, struct report *report)
{
    const struct report_numbers bounds = range_bounds(&query->buckets);
    struct currency_list currencies;
    struct roll roll = {.bounds = &bounds, .currencies = &currencies};

    TRY(report_currencies(op, &currencies));
    roll.matrices = arena_array(op->arena, (size_t)currencies.count, sizeof(*roll.matrices));
    TRY(read_debts(op, query, &roll));
    report_column(report, "from", REPORT_DAY);
    report_column(report, "to", REPORT_DAY);
    report_column(report, "from_bucket", REPORT_TEXT);
    report_column(report, "to_bucket", REPORT_TEXT);
    report_column(report, "debts", REPORT_COUNT);
    report_column(report, "opening_amount", REPORT_MONEY);
    report_column(report, "closing_amount", REPORT_MONEY);
    report_column(report, "share_of_from_bucket", REPORT_RATIO);
    report_column(report, "currency", REPORT_CURRENCY);
    for (int i = 0; i < currencies.count; i++)
        TRY(add_rows(op, &roll, query, i, report));
    return OK;
}
