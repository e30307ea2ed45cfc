/* Messages whose fate nobody knows: found after a crash, and settled by a person. */
#ifndef REACH_RESOLVE_H
#define REACH_RESOLVE_H
#include "reach/outbox.h"

/* What dead workers left: leased ones are queued again, those being sent become unknown.  is_alone:
 * no other process can be at work on this store, so no lease need expire first.  Each message in a
 * transaction of its own. */
MUST_CHECK status outbox_recover(struct op *op, bool is_alone, int64_t *ret_unknown);
/* A person says what became of an unknown message.  Sent: recorded as an action, as if the server
 * had answered.  Not sent: the attempt no longer counts and planning goes on.  In the caller's
 * transaction, which ends with policy_commit.  E_CONFLICT: it is not unknown.  E_INVALID: no
 * reason. */
MUST_CHECK status outbox_resolve(struct op *op, int64_t id, bool was_sent, str reason);
#endif
