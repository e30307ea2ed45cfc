/* What the creditors' statements say of their accounts, by period and months late. */
#include "insight/reports.h"

#include "insight/build.h"
#include "store/db.h"

status report_statements(struct op *op, const struct report_query *query, struct report *report)
{
    struct db_rows rows;
    bool has_row = true;

    report_column(report, "ends_on", REPORT_DAY);
    report_column(report, "months_late", REPORT_COUNT);
    report_column(report, "accounts", REPORT_COUNT);
    report_column(report, "balance", REPORT_MONEY);
    report_column(report, "paid", REPORT_MONEY);
    report_column(report, "currency", REPORT_CURRENCY);
    TRY(db_query(op, Q_INSIGHT_STATEMENTS, DB_ARGS(ARG_I64(query->from), ARG_I64(query->date)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        TRY(REPORT_ADD(op, report, (currency)db_i64(&rows, 2), CELL_DAY(db_day(&rows, 0)),
                       db_is_null(&rows, 1) ? CELL_NONE(REPORT_COUNT)
                                            : CELL_COUNT(db_i64(&rows, 1)),
                       CELL_COUNT(db_i64(&rows, 3)), CELL_MONEY(db_money(&rows, 4)),
                       CELL_MONEY(db_money(&rows, 5))));
    }
}
