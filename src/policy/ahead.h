/* A second thread that reads and decides the next slice while the close writes the present one.
 *
 * It has a connection of its own, which only reads.  The writer asks for a slice while it holds the
 * store for writing, so both see the same state; whether anybody but the writer has changed a case
 * since is for the writer to ask of the change sequence, before it uses what was read.  All that
 * can fail here costs time only: whoever gets nothing reads the slice itself. */
#ifndef POLICY_AHEAD_H
#define POLICY_AHEAD_H
#include "policy/slice.h"

struct ahead;

/* policy and the store of op must outlive it. */
struct ahead *ahead_start(struct op *op, const struct policy *policy, day on);
/* NULL is allowed. */
void ahead_stop(struct ahead *ahead);

/* Asks for a slice, and returns when the thread sees the store as it is now.  Asking for the slice
 * that was asked for last does nothing.  The view of the source must outlive it. */
void ahead_ask(struct ahead *ahead, const struct slice *slice, const struct slice_source *source);
/* Waits for that slice; NULL when it is another one or could not be read.  *ret_total is where the
 * change sequence stood (sum of all partitions).  The result lives until the next but one is asked
 * for. */
const struct slice_found *ahead_take(struct ahead *ahead, const struct slice *slice,
                                     int64_t *ret_total);
#endif
