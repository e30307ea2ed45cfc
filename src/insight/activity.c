#include "insight/activity.h"

#include "base/words.h"
#include "insight/reports.h"
#include "store/db.h"

/* Runs a query whose first column is a currency and hands each row to the activity of it. */
static status read_rows(struct op *op, enum query query, const struct db_arg *args,
                        size_t arg_count, const struct currency_list *currencies,
                        void (*take)(const struct db_rows *row, struct activity *activity),
                        struct activity *list)
{
    struct db_rows rows;
    bool has_row;
    int index;

    TRY(db_query(op, query, args, arg_count, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        TRY(currency_list_find(op, currencies, (currency)db_i64(&rows, 0), &index));
        take(&rows, &list[index]);
    }
}

static void take_actions(const struct db_rows *row, struct activity *activity)
{
    activity->attempts = db_i64(row, 1);
    activity->contacts = db_i64(row, 2);
    activity->right_party = db_i64(row, 3);
    activity->right_party_any = db_i64(row, 4);
    activity->cases_worked = db_i64(row, 5);
    activity->cases_contacted = db_i64(row, 6);
    activity->cost = db_money(row, 7);
}

static void take_cases(const struct db_rows *row, struct activity *activity)
{
    activity->cases_assigned = db_i64(row, 1);
    activity->cases_open = db_i64(row, 2);
}

static void take_promises(const struct db_rows *row, struct activity *activity)
{
    activity->promises = db_i64(row, 1);
    activity->kept = db_i64(row, 2);
}

status activity_read(struct op *op, day from, day date, const struct currency_list *currencies,
                     struct activity **ret_activity)
{
    struct activity *list = arena_array(op->arena, (size_t)currencies->count, sizeof(*list));
    const struct db_arg args[] = {
        ARG_I64(from), ARG_I64(date), ARG_I64(OUTCOME_BIT(OUTCOME_ATTEMPT)),
        ARG_I64(OUTCOME_BIT(OUTCOME_CONTACT)), ARG_I64(OUTCOME_BIT(OUTCOME_RIGHT_PARTY))};

    TRY(read_rows(op, Q_INSIGHT_ACTIONS, args, ARRAY_LEN(args), currencies, take_actions, list));
    TRY(read_rows(op, Q_INSIGHT_CASES, args, 2, currencies, take_cases, list));
    TRY(read_rows(op, Q_INSIGHT_PROMISES_MADE, args, 2, currencies, take_promises, list));
    *ret_activity = list;
    return OK;
}

void activity_funnel(const struct activity *activity, struct funnel_step out[FUNNEL_STEPS])
{
    const struct funnel_step steps[FUNNEL_STEPS] = {
        {"attempts",    activity->attempts   },
        {"contacts",    activity->contacts   },
        {"right_party", activity->right_party},
        {"promises",    activity->promises   },
        {"kept",        activity->kept       }
    };
    memcpy(out, steps, sizeof(steps));
}

/* From attempts to promises kept; each step with its part of the step before and of the first. */
status report_funnel(struct op *op, const struct report_query *query, struct report *report)
{
    struct currency_list currencies;
    struct activity *activity;
    struct funnel_step steps[FUNNEL_STEPS];

    TRY(report_currencies(op, &currencies));
    TRY(activity_read(op, query->from, query->date, &currencies, &activity));
    report_column(report, "step", REPORT_TEXT);
    report_column(report, "count", REPORT_COUNT);
    report_column(report, "per_step_before", REPORT_RATIO);
    report_column(report, "per_attempts", REPORT_RATIO);
    report_column(report, "currency", REPORT_CURRENCY);
    for (int c = 0; c < currencies.count; c++) {
        activity_funnel(&activity[c], steps);
        for (int i = 0; i < FUNNEL_STEPS; i++)
            TRY(REPORT_ADD(op, report, currencies.at[c], CELL_TEXT_C(steps[i].name),
                           CELL_COUNT(steps[i].count),
                           i == 0 ? CELL_NONE(REPORT_RATIO)
                                  : report_ratio(steps[i].count, 1, steps[i - 1].count),
                           report_ratio(steps[i].count, 1, steps[0].count)));
    }
    return OK;
}
