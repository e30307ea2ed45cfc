/* The indicators of a period: each with its formula, its numerator and its denominator, so that
 * nobody has to guess what was divided by what. */
#include "insight/reports.h"

#include "insight/activity.h"
#include "insight/balances.h"
#include "insight/promise_sums.h"
#include "record/organisation.h"

enum kpi {
    KPI_COVERAGE,
    KPI_INTENSITY,
    KPI_INTENSITY_ASSIGNED,
    KPI_CONTACTABILITY,
    KPI_CONTACTABILITY_CASES,
    KPI_RPC_PER_ATTEMPT,
    KPI_RPC_PER_CONTACT,
    KPI_PTP_RATE,
    KPI_KEPT_RATE,
    KPI_KEPT_RATE_AMOUNT,
    KPI_RECOVERY_RATE,
    KPI_COST_TO_COLLECT,
    KPI_NET_RECOVERY,
    KPI_OVERDUE_INDEX,
    KPI_PAR_30,
    KPI_PAR_60,
    KPI_PAR_90,
    KPI_CEI,
    KPI_DSO,
    KPI_COUNT
};

/* "due" promises: those that fall due in the period and were not replaced.  "exposed": past due at
 * the start, or falling past due in the period.  Balances are those of the end of the period.
 * Costs are in the organisation's currency: another one has no row of them. */
static const struct {
    const char *name;
    const char *formula;
    bool is_money;
} kpis[KPI_COUNT] = {
    {SAY("coverage"),             SAY("cases attempted / cases assigned"),                     false},
    {SAY("intensity"),            SAY("attempts / cases attempted"),                           false},
    {SAY("intensity_assigned"),   SAY("attempts / cases assigned"),                            false},
    {SAY("contactability"),       SAY("contacts / attempts"),                                  false},
    {SAY("contactability_cases"), SAY("cases contacted / cases attempted"),                    false},
    {SAY("rpc_per_attempt"),      SAY("right-party contacts / attempts"),                      false},
    {SAY("rpc_per_contact"),      SAY("right-party contacts / contacts"),                      false},
    {SAY("ptp_rate"),             SAY("promises / right-party contacts, in and out"),          false},
    {SAY("kept_rate"),            SAY("promises kept / promises due"),                         false},
    {SAY("kept_rate_amount"),     SAY("amount kept / amount due of promises"),                 true },
    {SAY("recovery_rate"),        SAY("received on past due / exposed"),                       true },
    {SAY("cost_to_collect"),      SAY("cost of actions / received on past due"),               true },
    {SAY("net_recovery"),         SAY("(received on past due - cost of actions) / exposed"),   true },
    {SAY("overdue_index"),        SAY("past due / open"),                                      true },
    {SAY("par30"),                SAY("balance of debts over 30 days / open"),                 true },
    {SAY("par60"),                SAY("balance of debts over 60 days / open"),                 true },
    {SAY("par90"),                SAY("balance of debts over 90 days / open"),                 true },
    {SAY("cei"),                  SAY("(start + issued - open) / (start + issued - not due)"), true },
    {SAY("dso"),                  SAY("open / issued * days of the period"),                   true },
};

struct kpi_value {
    int64_t numerator;
    int64_t denominator;
    int64_t factor; /* of the quotient: 1, or the days of DSO */
};

/* Everything that the indicators of one currency are made of. */
struct figures {
    struct activity activity;
    struct balances balances;
    struct promise_sums promises; /* due in the period */
    int64_t days;                 /* of the period */
};

static struct kpi_value per(int64_t numerator, int64_t denominator)
{
    return (struct kpi_value){numerator, denominator, 1};
}

static void value_contacts(const struct activity *activity, struct kpi_value values[KPI_COUNT])
{
    values[KPI_COVERAGE] = per(activity->cases_worked, activity->cases_assigned);
    values[KPI_INTENSITY] = per(activity->attempts, activity->cases_worked);
    values[KPI_INTENSITY_ASSIGNED] = per(activity->attempts, activity->cases_assigned);
    values[KPI_CONTACTABILITY] = per(activity->contacts, activity->attempts);
    values[KPI_CONTACTABILITY_CASES] = per(activity->cases_contacted, activity->cases_worked);
    values[KPI_RPC_PER_ATTEMPT] = per(activity->right_party, activity->attempts);
    values[KPI_RPC_PER_CONTACT] = per(activity->right_party, activity->contacts);
    values[KPI_PTP_RATE] = per(activity->promises, activity->right_party_any);
}

static void value_promises(const struct promise_sums *sums, struct kpi_value values[KPI_COUNT])
{
    values[KPI_KEPT_RATE] = per(sums->count[PROMISE_SUM_KEPT], sums->count[PROMISE_SUM_DUE]);
    values[KPI_KEPT_RATE_AMOUNT] =
        per(sums->amount[PROMISE_SUM_KEPT], sums->amount[PROMISE_SUM_DUE]);
}

static status value_money(struct op *op, const struct figures *figures,
                          struct kpi_value values[KPI_COUNT])
{
    const struct balances *balances = &figures->balances;
    const int64_t cost = figures->activity.cost.minor;
    const int64_t *sums = balances->sums;
    const int64_t open = sums[BALANCE_CLOSING];
    int64_t owed = sums[BALANCE_OPENING]; /* what the period had to collect */

    TRY(report_sum(op, &owed, sums[BALANCE_ISSUED]));
    values[KPI_RECOVERY_RATE] = per(sums[BALANCE_RECOVERED], sums[BALANCE_EXPOSED]);
    values[KPI_COST_TO_COLLECT] = per(cost, sums[BALANCE_RECOVERED]);
    values[KPI_NET_RECOVERY] = per(sums[BALANCE_RECOVERED] - cost, sums[BALANCE_EXPOSED]);
    values[KPI_OVERDUE_INDEX] = per(sums[BALANCE_PAST_DUE], open);
    values[KPI_PAR_30] = per(sums[BALANCE_PAR_30], open);
    values[KPI_PAR_60] = per(sums[BALANCE_PAR_60], open);
    values[KPI_PAR_90] = per(sums[BALANCE_PAR_90], open);
    values[KPI_CEI] = per(owed - open, owed - (open - sums[BALANCE_PAST_DUE]));
    values[KPI_DSO] = (struct kpi_value){open, sums[BALANCE_ISSUED], figures->days};
    return OK;
}

static status add_rows(struct op *op, const struct figures *figures, currency unit, bool has_costs,
                       struct report *report)
{
    struct kpi_value values[KPI_COUNT];

    value_contacts(&figures->activity, values);
    value_promises(&figures->promises, values);
    TRY(value_money(op, figures, values));
    for (int i = 0; i < KPI_COUNT; i++) {
        if (!has_costs && (i == KPI_COST_TO_COLLECT || i == KPI_NET_RECOVERY))
            continue;
        const struct kpi_value *value = &values[i];
        const enum report_type type = kpis[i].is_money ? REPORT_MONEY : REPORT_COUNT;
        TRY(REPORT_ADD(op, report, unit, CELL_WORD(kpis[i].name), CELL_WORD(kpis[i].formula),
                       CELL(type, value->numerator), CELL(type, value->denominator),
                       CELL_COUNT(value->factor),
                       CELL_WORD(kpis[i].is_money ? SAY("money") : SAY("count")),
                       report_ratio(value->numerator, value->factor, value->denominator)));
    }
    return OK;
}

struct promise_visit {
    const struct currency_list *currencies;
    day date;
    struct figures *figures;
};

static status take_promises(struct op *op, const struct promise_group *group, void *context)
{
    const struct promise_visit *visit = context;
    int index;

    if (group->due_on > visit->date)
        return OK;
    TRY(currency_list_find(op, visit->currencies, group->currency, &index));
    return promise_sums_add(op, &visit->figures[index].promises, group);
}

static status read_figures(struct op *op, const struct report_query *query,
                           const struct currency_list *currencies, struct figures **ret_figures)
{
    struct figures *figures = arena_array(op->arena, (size_t)currencies->count, sizeof(*figures));
    struct promise_visit visit = {currencies, query->date, figures};
    struct activity *activity;
    struct balances *balances;

    TRY(activity_read(op, query->from, query->date, currencies, &activity));
    TRY(balances_read(op, query->from, query->date, currencies, &balances));
    TRY(promise_groups(op, query->from, query->date, take_promises, &visit));
    for (int i = 0; i < currencies->count; i++) {
        figures[i].activity = activity[i];
        figures[i].balances = balances[i];
        figures[i].days = (int64_t)query->date - query->from + 1;
    }
    *ret_figures = figures;
    return OK;
}

status report_kpi(struct op *op, const struct report_query *query, struct report *report)
{
    struct currency_list currencies;
    struct organisation organisation;
    struct figures *figures;

    TRY(organisation_get(op, &organisation));
    TRY(report_currencies(op, &currencies));
    TRY(read_figures(op, query, &currencies, &figures));
    report_column(report, "kpi", REPORT_TEXT);
    report_column(report, "formula", REPORT_TEXT);
    report_column(report, "numerator", REPORT_FIGURE);
    report_column(report, "denominator", REPORT_FIGURE);
    report_column(report, "factor", REPORT_COUNT);
    report_column(report, "unit", REPORT_TEXT);
    report_column(report, "value", REPORT_RATIO);
    report_column(report, "currency", REPORT_CURRENCY);
    for (int i = 0; i < currencies.count; i++)
        TRY(add_rows(op, &figures[i], currencies.at[i], currencies.at[i] == organisation.currency,
                     report));
    return OK;
}
