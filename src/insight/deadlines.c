/* What must be answered, and by when: requests about personal data and disputes that are open.  The
 * last day of a request is a term of the person's country (privacy/request.h); of a dispute what
 * was agreed when it was opened, or the setting dispute.reply_days. */
#include "insight/reports.h"

#include <inttypes.h>

#include "insight/build.h"
#include "store/db.h"

static status check_filter(struct op *op, str filter)
{
    static const char *const filters[] = {"", "privacy", "dispute", "overdue"};
    for (size_t i = 0; i < ARRAY_LEN(filters); i++)
        if (str_equal_c(filter, filters[i]))
            return OK;
    return op_fail(op, E_INVALID, "deadlines are privacy, dispute or overdue, not '" STR_FORMAT "'",
                   STR_ARG(filter));
}

static status add_deadline(struct op *op, const struct db_rows *rows, day date,
                           struct report *report)
{
    const day due_on = db_day(rows, 0);
    const char *const number = arena_printf(op->arena, "%" PRId64, db_i64(rows, 3));
    return REPORT_ADD(op, report, CURRENCY_NONE, CELL_DAY(due_on), CELL_COUNT(due_on - date),
                      CELL_TEXT(db_text_copy(op, rows, 1)), CELL_TEXT(db_text_copy(op, rows, 2)),
                      CELL_TEXT_C(number), CELL_DAY(db_day(rows, 4)),
                      CELL_TEXT(db_text_copy(op, rows, 5)));
}

status report_deadlines(struct op *op, const struct report_query *query, struct report *report)
{
    struct db_rows rows;
    bool has_row = true;
    TRY(check_filter(op, query->filter));
    report_column(report, "due_on", REPORT_DAY);
    report_column(report, "left", REPORT_COUNT);
    report_column(report, "what", REPORT_TEXT);
    report_column(report, "kind", REPORT_TEXT);
    report_column(report, "number", REPORT_TEXT);
    report_column(report, "since", REPORT_DAY);
    report_column(report, "rule", REPORT_TEXT);
    TRY(db_query(op, Q_INSIGHT_DEADLINES, DB_ARGS(ARG_DAY(query->date), ARG_TEXT(query->filter)),
                 &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            TRY(add_deadline(op, &rows, query->date, report));
    }
    return OK;
}
