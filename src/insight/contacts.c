/* What went past the gate: contacts by hand without its permit, with what lacked and what the gate
 * would have said (a refused one is a breach of the rule that it names), and refusals that two
 * people lifted or did not; and what people allowed and forbade. */
#include "insight/reports.h"

#include <inttypes.h>

#include "base/words.h"
#include "insight/build.h"
#include "store/db.h"

static str channel_text(int64_t channel)
{
    return str_of(channel > CHANNEL_NONE && channel < CHANNEL_COUNT
                      ? channel_name((enum channel)channel)
                      : "");
}

static status add_contact(struct op *op, const struct db_rows *rows, struct report *report)
{
    const char *const number = arena_printf(op->arena, "%" PRId64, db_i64(rows, 1));
    return REPORT_ADD(op, report, CURRENCY_NONE, CELL_DAY(db_day(rows, 0)), CELL_TEXT_C(number),
                      CELL_TEXT(channel_text(db_i64(rows, 2))),
                      CELL_TEXT(db_text_copy(op, rows, 3)), CELL_TEXT(db_text_copy(op, rows, 4)),
                      CELL_TEXT(db_text_copy(op, rows, 5)), CELL_TEXT(db_text_copy(op, rows, 6)),
                      CELL_TEXT(db_text_copy(op, rows, 7)));
}

status report_unpermitted(struct op *op, const struct report_query *query, struct report *report)
{
    struct db_rows rows;
    bool has_row = true;
    if (query->filter.size > 0 && !str_equal_c(query->filter, "refused") &&
        !str_equal_c(query->filter, "allowed"))
        return op_fail(op, E_INVALID,
                       "the gate's answers are refused and allowed, not '" STR_FORMAT "'",
                       STR_ARG(query->filter));
    report_column(report, "on", REPORT_DAY);
    report_column(report, "case", REPORT_TEXT);
    report_column(report, "channel", REPORT_TEXT);
    report_column(report, "lack", REPORT_TEXT);
    report_column(report, "verdict", REPORT_TEXT);
    report_column(report, "rule", REPORT_TEXT);
    report_column(report, "reason", REPORT_TEXT);
    report_column(report, "user", REPORT_TEXT);
    TRY(db_query(op, Q_INSIGHT_UNPERMITTED,
                 DB_ARGS(ARG_DAY(query->from), ARG_DAY(query->date), ARG_TEXT(query->filter)),
                 &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            TRY(add_contact(op, &rows, report));
    }
    return OK;
}

static struct report_cell moment_cell(struct op *op, instant at)
{
    char text[INSTANT_TEXT_SIZE];
    if (at == INSTANT_NONE)
        return CELL_TEXT(STR(""));
    return CELL_TEXT(str_copy(op->arena, str_of(instant_format(at, text))));
}

static status add_override(struct op *op, const struct db_rows *rows, struct report *report)
{
    const char *const number = arena_printf(op->arena, "%" PRId64, db_i64(rows, 1));
    return REPORT_ADD(op, report, CURRENCY_NONE, CELL_DAY(db_day(rows, 0)), CELL_TEXT_C(number),
                      CELL_TEXT(channel_text(db_i64(rows, 2))),
                      CELL_TEXT(db_text_copy(op, rows, 3)), CELL_TEXT(db_text_copy(op, rows, 4)),
                      CELL_TEXT(db_text_copy(op, rows, 5)), CELL_TEXT(db_text_copy(op, rows, 6)),
                      CELL_TEXT(db_text_copy(op, rows, 7)), moment_cell(op, db_instant(rows, 8)),
                      moment_cell(op, db_instant(rows, 9)));
}

static status check_state(struct op *op, str state)
{
    static const char *const states[] = {"", "asked", "approved", "rejected", "used"};
    for (size_t i = 0; i < ARRAY_LEN(states); i++)
        if (str_equal_c(state, states[i]))
            return OK;
    return op_fail(op, E_INVALID,
                   "an override is asked, approved, rejected or used, not '" STR_FORMAT "'",
                   STR_ARG(state));
}

status report_overrides(struct op *op, const struct report_query *query, struct report *report)
{
    struct db_rows rows;
    bool has_row = true;
    TRY(check_state(op, query->filter));
    report_column(report, "on", REPORT_DAY);
    report_column(report, "case", REPORT_TEXT);
    report_column(report, "channel", REPORT_TEXT);
    report_column(report, "rule", REPORT_TEXT);
    report_column(report, "state", REPORT_TEXT);
    report_column(report, "why", REPORT_TEXT);
    report_column(report, "asked_by", REPORT_TEXT);
    report_column(report, "decided_by", REPORT_TEXT);
    report_column(report, "decided_at", REPORT_TEXT);
    report_column(report, "used_at", REPORT_TEXT);
    TRY(db_query(op, Q_INSIGHT_OVERRIDES,
                 DB_ARGS(ARG_DAY(query->from), ARG_DAY(query->date), ARG_TEXT(query->filter)),
                 &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            TRY(add_override(op, &rows, report));
    }
    return OK;
}

/* --- consents --- */

static status add_consent(struct op *op, const struct db_rows *rows, struct report *report)
{
    const bool is_undone = db_i64(rows, 9) != 0;
    return REPORT_ADD(op, report, CURRENCY_NONE, CELL_DAY(db_day(rows, 0)),
                      CELL_TEXT(db_text_copy(op, rows, 1)), CELL_TEXT(db_text_copy(op, rows, 2)),
                      CELL_TEXT(db_text_copy(op, rows, 3)), CELL_TEXT(db_text_copy(op, rows, 4)),
                      CELL_DAY(db_day(rows, 5)), CELL_TEXT(db_text_copy(op, rows, 6)),
                      CELL_TEXT(db_text_copy(op, rows, 7)), CELL_TEXT(db_text_copy(op, rows, 8)),
                      CELL_TEXT_C(is_undone ? "undone" : ""), CELL_TEXT(db_text_copy(op, rows, 10)),
                      moment_cell(op, db_instant(rows, 11)));
}

status report_consents(struct op *op, const struct report_query *query, struct report *report)
{
    struct db_rows rows;
    bool has_row = true;
    if (query->filter.size > 0 && !str_equal_c(query->filter, "given") &&
        !str_equal_c(query->filter, "revoked"))
        return op_fail(op, E_INVALID, "a consent is given or revoked, not '" STR_FORMAT "'",
                       STR_ARG(query->filter));
    report_column(report, "from", REPORT_DAY);
    report_column(report, "person", REPORT_TEXT);
    report_column(report, "channel", REPORT_TEXT);
    report_column(report, "purpose", REPORT_TEXT);
    report_column(report, "state", REPORT_TEXT);
    report_column(report, "until", REPORT_DAY);
    report_column(report, "source", REPORT_TEXT);
    report_column(report, "reason", REPORT_TEXT);
    report_column(report, "evidence", REPORT_TEXT);
    report_column(report, "undone", REPORT_TEXT);
    report_column(report, "recorded_by", REPORT_TEXT);
    report_column(report, "recorded_at", REPORT_TEXT);
    TRY(db_query(op, Q_INSIGHT_CONSENTS,
                 DB_ARGS(ARG_DAY(query->from), ARG_DAY(query->date), ARG_TEXT(query->filter)),
                 &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            TRY(add_consent(op, &rows, report));
    }
    return OK;
}
