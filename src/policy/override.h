/* Overrides: a refusal of the gate lifted once, for a time, by two people.
 *
 * One who may ask (gate.override) says why, another who may decide (gate.approve) looks; then one
 * contact of the case by the channel gets its permit although the named rule refuses.  Every other
 * rule still holds, what a law or a ban says is never lifted unless its pack says so, and the row
 * stays for the report `overrides`.  All run in a transaction of the caller; op->actor_id is the
 * user. */
#ifndef POLICY_OVERRIDE_H
#define POLICY_OVERRIDE_H
#include "policy/decide.h"
#include "record/approval.h"

#define OVERRIDE_SUBJECT     "override"     /* of its approval */
#define OVERRIDE_PERMISSION  "gate.approve" /* which deciding needs */
#define OVERRIDE_ASK_HOURS   24             /* in which somebody decides */
#define OVERRIDE_VALID_HOURS 4              /* in which it is used, once approved */

struct override_asked {
    int64_t id;
    int64_t approval_id;
    struct gate_verdict verdict; /* the refusal; texts live as long as the policy */
};

/* E_CONFLICT: the gate refuses nothing now.  E_DENIED: the rule that refuses is never lifted; the
 * text names it.  E_INVALID: no reason, no user. */
MUST_CHECK status override_ask(struct op *op, struct case_key key, enum channel channel, str why,
                               struct override_asked *ret_asked);
/* Decides an approval (approval_decide), and applies it when it is one of an override. */
MUST_CHECK status override_decide(struct op *op, int64_t approval_id, bool is_approved, str reason,
                                  struct approval *ret_approval);

struct override_ready {
    int64_t id; /* 0: there is none */
    str rule;
};
/* An approved one that was not used and has not expired. */
MUST_CHECK status override_find(struct op *op, struct case_key key, enum channel channel,
                                struct override_ready *ret_ready);
/* What a screen says of a verdict: whether the refusal may be asked to be lifted, and what became
 * of the last request for the channel. */
enum override_state {
    OVERRIDE_NONE,      /* nothing is refused, or the rule is never lifted */
    OVERRIDE_AVAILABLE, /* it may be asked for */
    OVERRIDE_ASKED,     /* waits for the other person, until the instant */
    OVERRIDE_APPROVED,  /* the next permit is given, until the instant */
    OVERRIDE_REJECTED   /* no; it may be asked for again */
};
const char *override_state_name(enum override_state state);
struct override_look {
    enum override_state state;
    instant until; /* INSTANT_NONE */
};
/* Reads only. */
MUST_CHECK status override_look(struct op *op, const struct case_facts *facts, enum channel channel,
                                const struct gate_verdict *verdict, struct override_look *ret_look);

/* It is used up by a permit. */
MUST_CHECK status override_use(struct op *op, struct case_key key, int64_t id, int64_t permit_id);
#endif
