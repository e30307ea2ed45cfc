/* Permits: the one way in which a contact that is about to be made asks the gate.
 *
 * An agent who is about to call and the sender of a message both come through here, inside a
 * transaction that writes: the person is locked, what was done and what others have reserved is
 * counted, the gate is asked, and where it allows the place is kept.  So two of them at once cannot
 * pass a maximum together.  Whatever fails, nothing is permitted. */
#ifndef POLICY_PERMIT_H
#define POLICY_PERMIT_H
#include "policy/decide.h"

#define PERMIT_SECONDS 900 /* an agent has this long to make the contact and record it */

struct permit {
    int64_t id; /* 0: refused */
    instant expires_at;
    struct gate_verdict verdict; /* texts live as long as the policy */
};

/* May the debtor be contacted now, by this channel?  outbox_id names the message that asks, whose
 * permit lasts until its fate is told; 0: a person acts. */
MUST_CHECK status permit_ask(struct op *op, struct case_key key, enum channel channel,
                             int64_t outbox_id, struct permit *ret_permit);
#endif
