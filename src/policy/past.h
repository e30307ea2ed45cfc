/* The past: a store in memory that holds what the book of a range of debtors was at an instant.
 *
 * It has the schema of a real store, so the functions that compute facts and decide run on it as
 * they do every day; grading a promise writes there, and nothing is written where the book lives
 * (ADR 0015).  One range at a time; between two ranges it holds only what all cases share: the
 * symbols, the creditors, the outcome codes, the settings of then, and the strategy of then as the
 * active one. */
#ifndef POLICY_PAST_H
#define POLICY_PAST_H
#include "policy/policy.h"

struct past;

/* What the policy of then is made of. */
struct past_run {
    day on; /* the open date */
    int64_t strategy_id;
    instant started_at; /* settings that were recorded until then hold */
};
/* Reads op's store in a transaction of the caller; lives as long as
 * op's arena.  E_STORE: the strategy of then is not there any more. */
MUST_CHECK status past_open(struct op *op, const struct past_run *run, struct past **ret_past);
/* Reads the rows of a range of debtors as they were known at an instant, in place of the range
 * before. */
MUST_CHECK status past_load(struct past *past, int64_t from, int64_t until, instant known_at);
/* The operation to compute with, and its policy.  Failures stay on it: past_fail hands them on. */
struct op *past_op(struct past *past);
const struct policy *past_policy(const struct past *past);
MUST_CHECK status past_fail(struct past *past, status code);
#endif
