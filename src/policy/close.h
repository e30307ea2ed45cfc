/* The daily close: from the end of one business date to the plan of the next.
 *
 * Closing D first moves the open date to D + 1, so that events that happen meanwhile belong to the
 * new day; then, as of D + 1: (1) by slices of debtors, the facts that the calendar has reached and
 * the decisions and verdicts of all cases; (2) one ranking of work against capacity; (3) by slices,
 * messages and work items.  Releasing the run is the last act: workers take nothing of a run that
 * is not released.  Everything is written as differences.  A killed close is simply run again: it
 * resumes by slice; closing a closed date does nothing.  Two closes at once do the work of one: a
 * slice excludes other slices and the commits of events. */
#ifndef POLICY_CLOSE_H
#define POLICY_CLOSE_H
#include "policy/plan.h"

#define CLOSE_SLICE_CASES 10000 /* cases of one transaction: a second of work at most */

struct resident;

struct close_options {
    void (*tell)(void *context, day date, int phase, int64_t done, int64_t total); /* may be NULL */
    void *context;
    int threads;               /* 1: the caller's alone; 0 or 2: another one reads ahead */
    int slice_cases;           /* cases of one transaction; 0: CLOSE_SLICE_CASES */
    struct resident *resident; /* what every case has now, in memory; NULL: read from the store */
};

struct close_result {
    day date;
    bool was_closed; /* it had been released before: nothing was done */
    int64_t cases;
    int64_t fact_rows;
    int64_t decision_rows;
    int64_t messages;
    int64_t work;
    uint64_t digest;            /* over natural key, rules, action and verdict of all cases */
    int64_t interest_cases;     /* whose interest was looked at */
    int64_t slices_from_memory; /* whose cases were not read from the store */
    int days_signed;            /* roots of days that were waiting; -1: there is no key here */
    instant stage_us[3];        /* time spent in each phase, for the benchmark */
    instant sign_us;            /* and for the roots */
};

/* Closes one date (options may be NULL); no transaction may be open, and none is left open.  After
 * a failure it is simply called again.  E_CONFLICT: an earlier date is still open or not finished,
 * or the date lies before the store's first; the text says which.  E_REFUSED: a date of the future,
 * in a store that is not a test store.  E_BUSY: other writers were in the way for too long. */
MUST_CHECK status close_day(struct op *op, day date, const struct close_options *options,
                            struct close_result *ret_result);
/* The earliest date whose run was begun and not released (it was killed); DAY_NONE: there is none.
 */
MUST_CHECK status close_unreleased(struct op *op, day *ret_date);
/* Rebuilds the facts of all cases from the book as of the open date: *ret_changed counts rows that
 * were not what the book says, which should be none.  Notes them as changes: a commit comes next.
 */
MUST_CHECK status facts_rebuild(struct op *op, int64_t *ret_cases, int64_t *ret_changed);
#endif
