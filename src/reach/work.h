/* The workers that empty the outbox: from the command line once, or in the server for good.
 *
 * One worker is one thread with its own op and connection; more of them, also in other processes,
 * share a PostgreSQL store without sending anything twice. */
#ifndef REACH_WORK_H
#define REACH_WORK_H
#include "reach/send.h"

struct work_counts {
    int64_t leased;
    int64_t of[SEND_OUTCOME_COUNT]; /* by enum send_outcome */
    int64_t recovered;              /* became unknown because a worker had died */
};

enum work_mode {
    WORK_ONCE,   /* one batch */
    WORK_DRAIN,  /* until nothing is due */
    WORK_FOREVER /* until the stop flag */
};

/* Leases one batch and sends it.  *ret_leased 0: nothing is due.  E_INVALID: settings are missing.
 * E_BUSY: the store is busy, or the mail server takes nothing now. */
MUST_CHECK status reach_work_batch(struct op *op, const struct reach_options *options,
                                   struct work_counts *counts, size_t *ret_leased);
/* The loop of one worker.  is_alone: at the start no other process works on the store, so what dead
 * ones left is taken up at once.  Forever: failures are logged and tried again, with pauses that
 * grow; else the first one ends it. */
MUST_CHECK status reach_work_loop(struct op *op, const struct reach_options *options,
                                  enum work_mode mode, bool is_alone, struct work_counts *counts);
#endif
