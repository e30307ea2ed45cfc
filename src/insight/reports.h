/* The reports, one function each, called by report_run alone.
 *
 * Each is called in a read transaction, with a query whose days are set and in order and whose
 * numbers are rising, and with an empty report that has its name.  Failures as report_run. */
#ifndef INSIGHT_REPORTS_H
#define INSIGHT_REPORTS_H
#include "insight/report.h"

typedef status report_function(struct op *op, const struct report_query *query,
                               struct report *report);

report_function report_daily;
report_function report_ageing;
report_function report_open;
report_function report_triggers;
report_function report_obligations;
report_function report_statements;
report_function report_roll_rate;
report_function report_payments;
report_function report_suspense;
report_function report_charge_offs;
report_function report_promises;
report_function report_funnel;
report_function report_kpi;
report_function report_queue;
report_function report_outbox;
report_function report_silence;
report_function report_unpermitted;
report_function report_overrides;
report_function report_consents;
report_function report_deadlines;
report_function report_arms;
report_function report_access;
report_function report_access_log;
#endif
