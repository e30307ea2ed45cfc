/* What waits, for people and for channels, as it is now: the queues, the outbox, and the cases
 * about which nothing is done. */
#include "insight/reports.h"

#include <inttypes.h>

#include "base/words.h"
#include "insight/build.h"
#include "store/db.h"

static str number_text(struct op *op, int64_t number)
{
    return str_of(arena_printf(op->arena, "%" PRId64, number));
}

static str channel_text(int64_t channel)
{
    return str_of(channel >= 0 && channel < CHANNEL_COUNT ? channel_name((enum channel)channel)
                                                          : "unknown");
}

status report_queue(struct op *op, const struct report_query *query, struct report *report)
{
    struct db_rows rows;
    bool has_row = true;

    (void)query;
    report_column(report, "queue", REPORT_TEXT);
    report_column(report, "state", REPORT_TEXT);
    report_column(report, "items", REPORT_COUNT);
    report_column(report, "leased", REPORT_COUNT);
    report_column(report, "oldest_plan_date", REPORT_DAY);
    TRY(db_query(op, Q_INSIGHT_WORK_ITEMS, DB_ARGS(ARG_INSTANT(op_now(op))), &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            TRY(REPORT_ADD(op, report, CURRENCY_NONE, CELL_TEXT(db_text_copy(op, &rows, 0)),
                           CELL_TEXT(db_text_copy(op, &rows, 1)), CELL_COUNT(db_i64(&rows, 2)),
                           CELL_COUNT(db_i64(&rows, 3)), CELL_DAY(db_day(&rows, 4))));
    }
    return OK;
}

static status outbox_sums(struct op *op, struct report *report)
{
    struct db_rows rows;
    bool has_row = true;

    report_column(report, "state", REPORT_TEXT);
    report_column(report, "channel", REPORT_TEXT);
    report_column(report, "messages", REPORT_COUNT);
    report_column(report, "oldest_plan_date", REPORT_DAY);
    report_column(report, "most_attempts", REPORT_COUNT);
    TRY(db_query(op, Q_INSIGHT_OUTBOX, DB_NO_ARGS, &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            TRY(REPORT_ADD(op, report, CURRENCY_NONE, CELL_TEXT(db_text_copy(op, &rows, 0)),
                           CELL_TEXT(channel_text(db_i64(&rows, 1))), CELL_COUNT(db_i64(&rows, 2)),
                           CELL_DAY(db_day(&rows, 3)), CELL_COUNT(db_i64(&rows, 4))));
    }
    return OK;
}

static status add_message(struct op *op, const struct db_rows *rows, struct report *report)
{
    char text[INSTANT_TEXT_SIZE];
    const str changed_at = str_copy(op->arena, str_of(instant_format(db_instant(rows, 8), text)));

    return REPORT_ADD(op, report, CURRENCY_NONE, CELL_TEXT(number_text(op, db_id(rows, 0))),
                      CELL_TEXT(number_text(op, db_i64(rows, 1))),
                      CELL_TEXT(channel_text(db_i64(rows, 2))),
                      CELL_TEXT(db_text_copy(op, rows, 3)), CELL_DAY(db_day(rows, 4)),
                      CELL_COUNT(db_i64(rows, 5)), CELL_TEXT(db_text_copy(op, rows, 6)),
                      CELL_TEXT(db_text_copy(op, rows, 7)), CELL_TEXT(changed_at));
}

static status outbox_list(struct op *op, str state, struct report *report)
{
    struct db_rows rows;
    bool has_row = true;

    report_column(report, "message", REPORT_TEXT);
    report_column(report, "case", REPORT_TEXT);
    report_column(report, "channel", REPORT_TEXT);
    report_column(report, "template", REPORT_TEXT);
    report_column(report, "plan_date", REPORT_DAY);
    report_column(report, "attempts", REPORT_COUNT);
    report_column(report, "message_id", REPORT_TEXT);
    report_column(report, "last_error", REPORT_TEXT);
    report_column(report, "changed_at", REPORT_TEXT);
    TRY(db_query(op, Q_INSIGHT_OUTBOX_LIST, DB_ARGS(ARG_TEXT(state)), &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            TRY(add_message(op, &rows, report));
    }
    return OK;
}

status report_outbox(struct op *op, const struct report_query *query, struct report *report)
{
    static const char *const states[] = {"queued", "leased", "sending", "sent",      "unknown",
                                         "failed", "dead",   "blocked", "cancelled", "held"};

    if (query->filter.size == 0)
        return outbox_sums(op, report);
    for (size_t i = 0; i < ARRAY_LEN(states); i++)
        if (str_equal_c(query->filter, states[i]))
            return outbox_list(op, query->filter, report);
    return op_fail(op, E_INVALID,
                   "no message is ever '" STR_FORMAT "'; the states are queued, leased, sending, "
                   "sent, unknown, failed, dead, blocked, cancelled, held",
                   STR_ARG(query->filter));
}

static status silence_list(struct op *op, struct report *report)
{
    struct db_rows rows;
    bool has_row = true;

    report_column(report, "case", REPORT_TEXT);
    report_column(report, "state", REPORT_TEXT);
    report_column(report, "decided_on", REPORT_DAY);
    TRY(db_query(op, Q_INSIGHT_UNEXPLAINED, DB_NO_ARGS, &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            TRY(REPORT_ADD(op, report, CURRENCY_NONE, CELL_TEXT(number_text(op, db_i64(&rows, 0))),
                           CELL_TEXT(db_text_copy(op, &rows, 1)), CELL_DAY(db_day(&rows, 2))));
    }
    return OK;
}

/* A row per reason, then the two kinds that are shown even when they are empty. */
static status silence_sums(struct op *op, struct report *report)
{
    struct report_cell unexplained = CELL_COUNT(0);
    struct report_cell next_action = CELL_COUNT(0);
    struct db_rows rows;
    bool has_row = true;

    report_column(report, "what_comes_next", REPORT_TEXT);
    report_column(report, "reason", REPORT_TEXT);
    report_column(report, "cases", REPORT_COUNT);
    TRY(db_query(op, Q_INSIGHT_SILENCE, DB_NO_ARGS, &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const str kind = db_text(&rows, 0);
        const struct report_cell cases = CELL_COUNT(db_i64(&rows, 2));
        if (str_equal_c(kind, "unexplained"))
            unexplained = cases;
        else if (str_equal_c(kind, "next_action"))
            next_action = cases;
        else
            TRY(REPORT_ADD(op, report, CURRENCY_NONE, CELL_TEXT(STR("silence")),
                           CELL_TEXT(db_text_copy(op, &rows, 1)), cases));
    }
    TRY(REPORT_ADD(op, report, CURRENCY_NONE, CELL_TEXT(STR("next_action")), CELL_TEXT(STR("")),
                   next_action));
    return REPORT_ADD(op, report, CURRENCY_NONE, CELL_TEXT(STR("unexplained")), CELL_TEXT(STR("")),
                      unexplained);
}

status report_silence(struct op *op, const struct report_query *query, struct report *report)
{
    if (query->filter.size == 0)
        return silence_sums(op, report);
    if (str_equal_c(query->filter, "unexplained"))
        return silence_list(op, report);
    return op_fail(op, E_INVALID, "silence lists 'unexplained' cases, not '" STR_FORMAT "'",
                   STR_ARG(query->filter));
}
