/* Phase 2 of the close: all wishes for work against what the people of each queue can do. */
#ifndef POLICY_RANKING_H
#define POLICY_RANKING_H
#include "policy/slice.h"

/* Ranks every queue that anybody wants, notes its plan for the day, and says up to which rank its
 * work is done.  E_LIMIT: more than QUEUES_MAX queues. */
MUST_CHECK status ranking_make(struct op *op, const struct policy *policy, day on,
                               const struct wanted *wanted, struct queue_limits *limits);
#endif
