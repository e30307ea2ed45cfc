/* Permits: the one way in which a contact that is about to be made asks the gate.
 *
 * An agent who is about to call and the sender of a message both come through here, inside a
 * transaction that writes: the person is locked, what was done and what others have reserved is
 * counted, the gate is asked, and where it allows the place is kept.  So two of them at once cannot
 * pass a maximum together.  Messages that are planned keep places as well, until they are sent or
 * cancelled.  Whatever fails, nothing is permitted. */
#ifndef POLICY_PERMIT_H
#define POLICY_PERMIT_H
#include "book/action.h"
#include "book/reservation.h"
#include "policy/decide.h"

#define PERMIT_SECONDS 900 /* an agent has this long to make the contact and record it */

struct permit {
    int64_t id;       /* 0: refused */
    int64_t point_id; /* that it is for; 0: the best one of the channel */
    instant expires_at;
    int64_t override_id;         /* that lifted the refusal of the verdict; 0: none */
    struct gate_verdict verdict; /* texts live as long as the policy */
};

/* A contact by hand that no permit covers. */
struct unpermitted {
    enum permit_lack lack; /* LACK_NOTHING: its permit held, or it needed none */
    struct gate_verdict
        verdict; /* what the gate would have said; texts live as long as the policy */
};

/* May the debtor be contacted now, by this channel?  What the person prefers binds a message and is
 * told to whoever acts by hand (verdict.wish): then the permit is given, and the case remembers it.
 * outbox_id names the message that asks, whose permit lasts until its fate is told; 0: a person
 * acts. */
MUST_CHECK status permit_ask(struct op *op, struct case_key key, enum channel channel,
                             int64_t outbox_id, struct permit *ret_permit);
/* The same for one contact point, whose workplace or reference it may be.  E_INVALID: the person
 * has no such point. */
MUST_CHECK status permit_ask_point(struct op *op, struct case_key key, enum channel channel,
                                   int64_t point_id, int64_t outbox_id, struct permit *ret_permit);

/* Records what people did (action_record), whatever it was: an attempt to reach somebody on its
 * permit; without one that holds, or by another point than the permit is for, the action is
 * recorded all the same, because it happened, with the gate's answer at that moment beside it
 * (contact_unpermitted), for the reports. */
MUST_CHECK status permit_record(struct op *op, const struct action_input *input, int64_t *ret_id,
                                struct unpermitted *ret_unpermitted);
#endif
