/* What to do next for a case: the strategy's tables, then the gate.
 *
 * One function for the close and for an event.  A decision is numbers: words are symbols of the
 * store.  Two decisions are the same when strategy, arm, rules, action and verdict are; priority
 * and dates may differ from day to day without making another decision. */
#ifndef POLICY_DECIDE_H
#define POLICY_DECIDE_H
#include "comply/gate.h"
#include "policy/policy.h"

enum verdict { VERDICT_NONE, VERDICT_ALLOWED, VERDICT_REFUSED };

struct decision {
    int64_t debtor_id;
    int64_t case_id;
    int64_t strategy_id;
    int64_t segment;
    int64_t step;
    int64_t channel; /* enum channel; CHANNEL_NONE: nobody is contacted */
    int64_t template;
    int64_t queue; /* 0: no work of people */
    int64_t notice_level;
    int64_t rules; /* (segment rule + 1) << 16 | treatment rule + 1 */
    int64_t verdict;
    int64_t verdict_rule;
    int64_t silence; /* why nothing is done now; 0 when something is */
    int64_t arm;     /* symbol "experiment/arm"; 0: no experiment splits the cases */
    int64_t decided_on;
    int64_t next_action_on; /* DAY_NONE: when an event comes */
    /* of this moment, not carried */
    bool is_glance; /* next_action_on is no appointment: just when we look again */
    int64_t priority;
    int64_t rank;       /* order of work: small first */
    instant not_before; /* of a permitted contact */
    int64_t role;       /* enum party_role: whom the strategy wants to reach */
};

/* on is the day that is decided for: the open business date.  counts are the contacted person's
 * contacts of the last 35 days, over all cases. */
MUST_CHECK status decision_make(struct op *op, const struct policy *policy,
                                const struct case_facts *facts, day on,
                                const struct gate_count *counts, size_t count_rows,
                                struct decision *ret_decision);
/* The same along a walk over the obligations of a range of cases (policy/obligation.h), which is
 * before the case; NULL: it is read by itself, where the strategy asks for it. */
MUST_CHECK status decision_make_along(struct op *op, const struct policy *policy,
                                      const struct case_facts *facts, day on,
                                      const struct gate_count *counts, size_t count_rows,
                                      struct obligation_walk *walk, struct decision *ret_decision);
/* Reads the counts of one person for decision_make. */
MUST_CHECK status decision_counts(struct op *op, int64_t debtor_id, int64_t case_id, day on,
                                  const struct gate_count **ret_counts, size_t *ret_rows);
/* What the gate is asked for a contact of the case by a channel with the person in a role;
 * *ret_place is whose rules and clocks count.  request->at is not set. */
MUST_CHECK status decision_request(struct op *op, const struct policy *policy,
                                   const struct case_facts *facts, enum channel channel,
                                   enum party_role role, const struct gate_count *counts,
                                   size_t count_rows, struct gate_request *ret_request,
                                   const struct policy_place **ret_place);
/* The gate's whole answer for one channel at one moment: screens ask it, and permit_ask
 * (policy/permit.h) for whoever is about to make the contact.  What is reserved counts like what
 * was done, and so do messages that are planned and not sent.  outbox_id: the planned message that
 * asks, before which only earlier ones count; 0: somebody else asks. */
MUST_CHECK status decision_gate(struct op *op, const struct policy *policy,
                                const struct case_facts *facts, enum channel channel, instant at,
                                int64_t outbox_id, struct gate_verdict *ret_verdict);

/* The same as if one rule said nothing (pack_waive).  E_NOT_FOUND: no such rule. */
MUST_CHECK status decision_gate_waiving(struct op *op, const struct policy *policy,
                                        const struct case_facts *facts, enum channel channel,
                                        instant at, str rule, struct gate_verdict *ret_verdict);

bool decision_same(const struct decision *a, const struct decision *b);
/* Whether decision_carry would write: it is another decision, or waits for another day. */
bool decision_differs(const struct decision *decision, const struct decision *carried);
MUST_CHECK status decision_get(struct op *op, struct case_key key, struct decision *ret_decision,
                               bool *ret_found);
/* Makes the case carry the decision: the row, its history, the state of the case.  carried is what
 * it has now, NULL for none.  *ret_changed false: it is the same decision; then at most the day
 * that it waits for is written. */
MUST_CHECK status decision_carry(struct op *op, const struct case_facts *facts,
                                 const struct decision *decision, const struct decision *carried,
                                 const char *cause, bool *ret_changed);
/* The same for a case that this transaction made and has not decided: its rows, and what its state
 * becomes (the constant word, and the day on which it closed or DAY_NONE). */
MUST_CHECK status decision_carry_first(struct op *op, const struct case_facts *facts,
                                       const struct decision *decision, const char *cause,
                                       const char **ret_state, day *ret_closed_on);
/* The same for many cases at once, all of which differ from what they carry. */
struct carry {
    const struct case_facts *facts;
    const struct decision *decision;
    const struct decision *carried; /* NULL: none */
};
MUST_CHECK status decision_carry_all(struct op *op, const struct carry *carries, size_t count,
                                     const char *cause, int64_t *ret_changed);
#endif
