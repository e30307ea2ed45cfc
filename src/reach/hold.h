/* The hold over the outbox: nothing leaves until a person says so.
 *
 * It is put on after a restore, because what waited in the backup may have left the lost store
 * since.  While it is on, workers lease nothing: neither what was held, nor what is planned
 * meanwhile.  It is the setting outbox.hold, so its history says who put it on and who took it off;
 * an empty value is no hold. */
#ifndef REACH_HOLD_H
#define REACH_HOLD_H
#include "reach/outbox.h"

/* In the caller's transaction: every message that has not left becomes `held`, and the hold is on,
 * with a reason.  A message that was being sent becomes `unknown` when a worker starts, as after
 * any crash. */
MUST_CHECK status outbox_hold(struct op *op, str reason, int64_t *ret_held);

/* The reason of the hold; empty: there is none. */
MUST_CHECK status outbox_hold_reason(struct op *op, str *ret_reason);

struct hold_release {
    int64_t released; /* messages that wait for their hour again; the gate will be asked */
    bool was_on;
};
/* Takes the hold off: each held message is queued again, with an event on its case and a new
 * decision, which may withdraw it.  Transactions of its own; after a failure it is called again.
 * E_INVALID: no reason. */
MUST_CHECK status outbox_release_held(struct op *op, str reason, struct hold_release *ret_release);
#endif
