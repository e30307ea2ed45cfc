/* Money that is nobody's, or has met no claim: entries of banks that wait, and rests of payments;
 * by age, with an alert past the days that the organisation allows. */
#include "insight/reports.h"

#include <inttypes.h>

#include "insight/build.h"
#include "record/setting.h"
#include "store/db.h"

struct suspended {
    const char *kind;
    day since;
    str reference;
    str reason;
    int64_t case_number; /* 0: nobody's */
    money amount;
    currency currency;
};

static status add(struct op *op, struct report *report, const struct report_query *query,
                  int64_t allowed, const struct suspended *what)
{
    const int64_t age = query->date - what->since;
    const str number = what->case_number == 0
                           ? STR("")
                           : str_of(arena_printf(op->arena, "%" PRId64, what->case_number));
    return REPORT_ADD(op, report, what->currency, CELL_DAY(what->since), CELL_COUNT(age),
                      CELL_COUNT(age > allowed ? 1 : 0), CELL_WORD(what->kind), CELL_TEXT(number),
                      CELL_TEXT(what->reference), CELL_TEXT(what->reason),
                      CELL_MONEY(what->amount));
}

static status add_entries(struct op *op, const struct report_query *query, int64_t allowed,
                          struct report *report)
{
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_INSIGHT_SUSPENSE_ENTRIES, DB_ARGS(ARG_DAY(query->date)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const struct suspended what = {
            .kind = str_equal_c(db_text(&rows, 2), "return") ? SAY("return") : SAY("entry"),
            .since = db_day(&rows, 1),
            .amount = db_money(&rows, 3),
            .currency = (currency)db_i64(&rows, 4),
            .reason = db_text_copy(op, &rows, 5),
            .reference = db_text_copy(op, &rows, 6)};
        TRY(add(op, report, query, allowed, &what));
    }
}

static status add_payments(struct op *op, const struct report_query *query, int64_t allowed,
                           struct report *report)
{
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_INSIGHT_SUSPENSE_PAYMENTS, DB_ARGS(ARG_DAY(query->date)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const struct suspended what = {.kind = SAY("payment"),
                                       .case_number = db_i64(&rows, 0),
                                       .since = db_day(&rows, 1),
                                       .reason = db_text_copy(op, &rows, 2),
                                       .reference = db_text_copy(op, &rows, 3),
                                       .currency = (currency)db_i64(&rows, 4),
                                       .amount = db_money(&rows, 5)};
        TRY(add(op, report, query, allowed, &what));
    }
}

status report_suspense(struct op *op, const struct report_query *query, struct report *report)
{
    int64_t allowed = 0;
    TRY(setting_i64(op, "bank.suspense_days", query->date,
                    setting_initial_i64("bank.suspense_days"), &allowed));
    report_column(report, "since", REPORT_DAY);
    report_column(report, "age_days", REPORT_COUNT);
    report_column(report, "alert", REPORT_COUNT);
    report_column(report, "kind", REPORT_WORD);
    report_column(report, "case", REPORT_TEXT);
    report_column(report, "reference", REPORT_TEXT);
    report_column(report, "reason", REPORT_TEXT);
    report_column(report, "amount", REPORT_MONEY);
    report_column(report, "currency", REPORT_CURRENCY);
    TRY(add_entries(op, query, allowed, report));
    return add_payments(op, query, allowed, report);
}
