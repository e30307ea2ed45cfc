/* The portfolio as it is now: open cases and what they owe, by one field of what is known of them
 * or was decided for them.
 *
 * The sums come from columns (policy/columns.h): those that a server keeps, or, chunk by chunk,
 * those of the store.  Ages are as of the open date, as a strategy sees them; reports of a past day
 * are in report.h.  Amounts of two currencies are never added. */
#ifndef INSIGHT_PORTFOLIO_H
#define INSIGHT_PORTFOLIO_H
#include "insight/report.h"
#include "policy/resident_view.h"

struct portfolio_query {
    str by;     /* "stage", "age", "step", "queue"…; empty: stage */
    str filter; /* "segment=new"; empty: all open cases */
};

/* The report "portfolio": a row for each value and currency with its cases, those past due, their
 * open and their past due amount; ages in their order, other values by their letters.
 * op->business_date is the open date.  E_INVALID: an unknown field, or a filter that is none; the
 * text lists what there is.  E_LIMIT: sums that leave the range of money.
 *
 * Of a view that the caller holds: */
MUST_CHECK status portfolio_of_view(struct op *op, const struct portfolio_query *query,
                                    const struct resident_view *view, struct report *ret_report);
/* Of the store, with one sequential read in a transaction of its own. */
MUST_CHECK status portfolio_of_store(struct op *op, const struct portfolio_query *query,
                                     struct report *ret_report);
#endif
