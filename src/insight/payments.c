/* Money received in a period, by value date: by day and source, by source alone, or one by one. */
#include "insight/reports.h"

#include <inttypes.h>

#include "insight/build.h"
#include "store/db.h"

static void add_sum_columns(struct report *report)
{
    report_column(report, "source", REPORT_TEXT);
    report_column(report, "payments", REPORT_COUNT);
    report_column(report, "amount", REPORT_MONEY);
    report_column(report, "returns", REPORT_COUNT);
    report_column(report, "returned_amount", REPORT_MONEY);
    report_column(report, "net_amount", REPORT_MONEY);
    report_column(report, "unapplied_amount", REPORT_MONEY);
    report_column(report, "currency", REPORT_CURRENCY);
}

/* Reads source, currency, counts and amounts from a column on; cells[0] may hold a day before. */
static status add_sum(struct op *op, const struct db_rows *rows, int first, struct report *report)
{
    const money amount = db_money(rows, first + 3);
    const money returned = db_money(rows, first + 5);
    struct report_cell cells[] = {CELL_DAY(first > 0 ? db_day(rows, 0) : DAY_NONE),
                                  CELL_TEXT(db_text_copy(op, rows, first)),
                                  CELL_COUNT(db_i64(rows, first + 2)),
                                  CELL_MONEY(amount),
                                  CELL_COUNT(db_i64(rows, first + 4)),
                                  CELL_MONEY(returned),
                                  CELL(REPORT_MONEY, amount.minor),
                                  CELL_MONEY(db_money(rows, first + 6))};
    const int skip = first > 0 ? 0 : 1;

    TRY(report_sum(op, &cells[6].number, -returned.minor));
    return report_add(op, report, (currency)db_i64(rows, first + 1), cells + skip,
                      (int)ARRAY_LEN(cells) - skip);
}

static status sums_by(struct op *op, const struct report_query *query, enum query sql, int first,
                      struct report *report)
{
    struct db_rows rows;
    bool has_row = true;

    if (first > 0)
        report_column(report, "value_on", REPORT_DAY);
    add_sum_columns(report);
    TRY(db_query(op, sql, DB_ARGS(ARG_I64(query->from), ARG_I64(query->date)), &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            TRY(add_sum(op, &rows, first, report));
    }
    return OK;
}

static status one_by_one(struct op *op, const struct report_query *query, struct report *report)
{
    struct db_rows rows;
    bool has_row = true;

    report_column(report, "value_on", REPORT_DAY);
    report_column(report, "booked_on", REPORT_DAY);
    report_column(report, "source", REPORT_TEXT);
    report_column(report, "reference", REPORT_TEXT);
    report_column(report, "case", REPORT_TEXT);
    report_column(report, "state", REPORT_TEXT);
    report_column(report, "amount", REPORT_MONEY);
    report_column(report, "unapplied_amount", REPORT_MONEY);
    report_column(report, "currency", REPORT_CURRENCY);
    TRY(db_query(op, Q_INSIGHT_PAYMENTS, DB_ARGS(ARG_I64(query->from), ARG_I64(query->date)),
                 &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            TRY(REPORT_ADD(op, report, (currency)db_i64(&rows, 8), CELL_DAY(db_day(&rows, 0)),
                           CELL_DAY(db_day(&rows, 1)), CELL_TEXT(db_text_copy(op, &rows, 2)),
                           CELL_TEXT(db_text_copy(op, &rows, 3)),
                           CELL_TEXT_C(arena_printf(op->arena, "%" PRId64, db_i64(&rows, 4))),
                           CELL_TEXT(db_text_copy(op, &rows, 5)), CELL_MONEY(db_money(&rows, 6)),
                           CELL_MONEY(db_money(&rows, 7))));
    }
    return OK;
}

status report_payments(struct op *op, const struct report_query *query, struct report *report)
{
    if (query->by.size == 0 || str_equal_c(query->by, "day"))
        return sums_by(op, query, Q_INSIGHT_PAYMENTS_BY_DAY, 1, report);
    if (str_equal_c(query->by, "source"))
        return sums_by(op, query, Q_INSIGHT_PAYMENTS_BY_SOURCE, 0, report);
    if (str_equal_c(query->by, "payment"))
        return one_by_one(op, query, report);
    return op_fail(op, E_INVALID,
                   "payments are shown by day, source or payment, not by '" STR_FORMAT "'",
                   STR_ARG(query->by));
}
