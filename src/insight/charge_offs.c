/* Debts that are charged off or written off, with what came of them since. */
#include "insight/reports.h"

#include <inttypes.h>

#include "insight/build.h"
#include "store/db.h"

status report_charge_offs(struct op *op, const struct report_query *query, struct report *report)
{
    struct db_rows rows;
    bool has_row = true;
    report_column(report, "case", REPORT_TEXT);
    report_column(report, "debt", REPORT_TEXT);
    report_column(report, "since", REPORT_DAY);
    report_column(report, "charged_off", REPORT_MONEY);
    report_column(report, "recovered", REPORT_MONEY);
    report_column(report, "net", REPORT_MONEY);
    report_column(report, "written_off", REPORT_MONEY);
    report_column(report, "open_amount", REPORT_MONEY);
    report_column(report, "currency", REPORT_CURRENCY);
    TRY(db_query(op, Q_INSIGHT_CHARGE_OFFS, DB_ARGS(ARG_DAY(query->date)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const int64_t charged_off = db_i64(&rows, 4) - db_i64(&rows, 6);
        const int64_t recovered = db_i64(&rows, 5);
        const int64_t written_off = db_is_null(&rows, 9) ? 0 : db_i64(&rows, 9);
        TRY(REPORT_ADD(op, report, (currency)db_i64(&rows, 2),
                       CELL_TEXT(str_of(arena_printf(op->arena, "%" PRId64, db_i64(&rows, 0)))),
                       CELL_TEXT(db_text_copy(op, &rows, 1)), CELL_DAY(db_day(&rows, 3)),
                       CELL_MONEY(((money){charged_off})), CELL_MONEY(((money){recovered})),
                       CELL_MONEY(((money){charged_off - recovered})),
                       CELL_MONEY(((money){written_off})), CELL_MONEY(db_money(&rows, 7))));
    }
}
