/* Promises by the day they fall due, each in its state at the end of a day.
 *
 * The lines ALL hold the promises due in the period, with the rates of the period; the days after
 * it follow without rates, because nobody can say yet. */
#include "insight/reports.h"

#include "insight/promise_sums.h"

#define FIRST_LINES 64

struct promise_line {
    day due_on;
    currency currency;
    struct promise_sums sums;
};

struct promise_lines {
    const struct report_query *query;
    const struct currency_list *currencies;
    struct promise_line *totals; /* one per currency */
    struct promise_line *lines;
    size_t count;
    size_t capacity;
};

static struct promise_line *line_of(struct op *op, struct promise_lines *lines,
                                    const struct promise_group *group)
{
    if (lines->count > 0) {
        struct promise_line *last = &lines->lines[lines->count - 1];
        if (last->due_on == group->due_on && last->currency == group->currency)
            return last;
    }
    if (lines->count == lines->capacity) {
        struct promise_line *larger = arena_array(op->arena, lines->count * 2, sizeof(*larger));
        memcpy(larger, lines->lines, lines->count * sizeof(*larger));
        lines->lines = larger;
        lines->capacity *= 2;
    }
    lines->lines[lines->count] =
        (struct promise_line){.due_on = group->due_on, .currency = group->currency};
    return &lines->lines[lines->count++];
}

static status take_group(struct op *op, const struct promise_group *group, void *context)
{
    struct promise_lines *lines = context;
    int index;

    TRY(promise_sums_add(op, &line_of(op, lines, group)->sums, group));
    if (group->due_on > lines->query->date)
        return OK;
    TRY(currency_list_find(op, lines->currencies, group->currency, &index));
    return promise_sums_add(op, &lines->totals[index].sums, group);
}

static status add_line(struct op *op, const struct promise_line *line, day date,
                       struct report *report)
{
    enum { LABEL, FIRST_SUM, RATE = FIRST_SUM + 2 * PROMISE_SUM_COUNT, AMOUNT_RATE, CELLS };
    const struct promise_sums *sums = &line->sums;
    const bool is_past = line->due_on == DAY_NONE || line->due_on <= date;
    struct report_cell cells[CELLS];
    char text[DAY_TEXT_SIZE];

    cells[LABEL] = line->due_on == DAY_NONE
                       ? CELL_TEXT(STR("ALL"))
                       : CELL_TEXT(str_copy(op->arena, str_of(day_format(line->due_on, text))));
    for (int i = 0; i < PROMISE_SUM_COUNT; i++) {
        cells[FIRST_SUM + 2 * i] = CELL_COUNT(sums->count[i]);
        cells[FIRST_SUM + 2 * i + 1] = CELL(REPORT_MONEY, sums->amount[i]);
    }
    cells[RATE] = CELL_NONE(REPORT_RATIO);
    cells[AMOUNT_RATE] = CELL_NONE(REPORT_RATIO);
    if (is_past) {
        cells[RATE] = report_ratio(sums->count[PROMISE_SUM_KEPT], 1, sums->count[PROMISE_SUM_DUE]);
        cells[AMOUNT_RATE] =
            report_ratio(sums->amount[PROMISE_SUM_KEPT], 1, sums->amount[PROMISE_SUM_DUE]);
    }
    return report_add(op, report, line->currency, cells, CELLS);
}

static void add_columns(struct report *report)
{
    static const char *const names[PROMISE_SUM_COUNT][2] = {
        [PROMISE_SUM_DUE] = {"due_promises", "due_amount"      },
        [PROMISE_SUM_OPEN] = {"open",         "open_amount"     },
        [PROMISE_SUM_KEPT] = {"kept",         "kept_amount"     },
        [PROMISE_SUM_PARTIAL] = {"partial",      "partial_amount"  },
        [PROMISE_SUM_BROKEN] = {"broken",       "broken_amount"   },
        [PROMISE_SUM_CANCELLED] = {"cancelled",    "cancelled_amount"},
    };

    report_column(report, "due_on", REPORT_TEXT);
    for (int i = 0; i < PROMISE_SUM_COUNT; i++) {
        report_column(report, names[i][0], REPORT_COUNT);
        report_column(report, names[i][1], REPORT_MONEY);
    }
    report_column(report, "kept_per_due_promises", REPORT_RATIO);
    report_column(report, "kept_per_due_amount", REPORT_RATIO);
    report_column(report, "currency", REPORT_CURRENCY);
}

status report_promises(struct op *op, const struct report_query *query, struct report *report)
{
    struct currency_list currencies;
    struct promise_lines lines = {
        .query = query, .currencies = &currencies, .capacity = FIRST_LINES};

    lines.lines = arena_array(op->arena, FIRST_LINES, sizeof(*lines.lines));
    TRY(report_currencies(op, &currencies));
    lines.totals = arena_array(op->arena, (size_t)currencies.count, sizeof(*lines.totals));
    TRY(promise_groups(op, query->from, query->date, take_group, &lines));
    add_columns(report);
    for (int i = 0; i < currencies.count; i++) {
        lines.totals[i].due_on = DAY_NONE;
        lines.totals[i].currency = currencies.at[i];
        TRY(add_line(op, &lines.totals[i], query->date, report));
    }
    for (size_t i = 0; i < lines.count; i++)
        TRY(add_line(op, &lines.lines[i], query->date, report));
    return OK;
}
