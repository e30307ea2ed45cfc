/* How an experiment comes to decide: asked for by one person, approved by another, over on its last
 * day or when somebody stops it.
 *
 * Every state is a row of experiment_step, which is evidence.  All that writes runs in a
 * transaction of the caller; op->actor_id is who does it. */
#ifndef POLICY_EXPERIMENT_STATE_H
#define POLICY_EXPERIMENT_STATE_H
#include "policy/experiment.h"
#include "record/approval.h"

#define EXPERIMENT_SUBJECT    "experiment"       /* of its approval */
#define EXPERIMENT_PERMISSION "strategy.approve" /* which deciding needs */
#define EXPERIMENT_ASK_DAYS   14                 /* in which somebody decides */

/* Adds the arm that a text says: "challenger=retail@2:2000" or "control=hold_out:500".  E_INVALID:
 * it is none, or one too many; E_NOT_FOUND: there is no such version. */
MUST_CHECK status experiment_add_arm(struct op *op, struct experiment *experiment, str text);
/* Whether it could be asked for: names, shares, dates, versions that are approved or active.
 * E_INVALID, E_CONFLICT: what is wrong.  Reads only. */
MUST_CHECK status experiment_check(struct op *op, const struct experiment *experiment);
/* Stores it and asks for the second look.  Of the experiment name, days, note and the arms' name,
 * kind, strategy_id and share are given; the champion is added.  proofs: what was proved of the
 * challengers.  Fails as experiment_check. */
MUST_CHECK status experiment_ask(struct op *op, const struct experiment *experiment, str proofs,
                                 int64_t *ret_id, int64_t *ret_approval_id);
/* Decides any approval (strategy_decide), and applies it when it is one of an experiment.
 * E_CONFLICT also: its first day is past, a close is not finished, or another experiment splits one
 * of its days. */
MUST_CHECK status experiment_decide(struct op *op, int64_t approval_id, bool is_approved,
                                    str reason, struct approval *ret_approval);
/* From a day on it no longer decides.  E_CONFLICT: it does not decide, the day is past, or a close
 * is not finished. */
MUST_CHECK status experiment_stop(struct op *op, int64_t id, day from, str note);
#endif
