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
#endif
