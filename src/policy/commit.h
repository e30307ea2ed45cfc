/* The end of every transaction that touches a case.
 *
 * For each touched case: facts, decision, gate and plan, with the same functions as the close; then
 * the change sequence, as the last statement; then the commit.  An event is re-decided in its own
 * transaction, or not at all.  On a store with several writers a close and an event exclude each
 * other here: each sees the other whole or not at all. */
#ifndef POLICY_COMMIT_H
#define POLICY_COMMIT_H
#include "policy/changes.h"
#include "policy/facts.h"
#include "policy/first.h"

/* E_BUSY: a close moved the business date since the operation read it: try again. */
MUST_CHECK status policy_commit(struct op *op);
/* The same for one case without the commit, e.g. between the steps of a longer transaction. */
MUST_CHECK status policy_decide_case(struct op *op, struct case_key key);

/* What was decided about the cases that a transaction made, before it is written. */
struct policy_prepared {
    const struct case_key *keys; /* in the op's arena */
    size_t count;
    int64_t strategy_id;
    int64_t experiment_id;
    struct first_ranks ranks;
};

/* Decides them in a transaction that keeps its rows back and only reads; another operation writes
 * these rows (store/gather.h) and ends with policy_commit_prepared.  E_CONFLICT: a case that was
 * touched is not of this transaction's making. */
MUST_CHECK status policy_prepare(struct op *op, struct policy_prepared *ret_prepared);
/* As policy_commit.  E_CONFLICT: they would be decided otherwise now: begin anew. */
MUST_CHECK status policy_commit_prepared(struct op *op, const struct policy_prepared *prepared);
#endif
