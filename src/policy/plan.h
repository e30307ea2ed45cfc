/* The plan of a case: the message in the outbox or the work item that its decision asks for.
 *
 * Planning is idempotent: what is wanted and there already is left alone, what is no longer wanted
 * is cancelled, an item that somebody holds is never taken away.  A step is planned at most once
 * per case and day, and what people were done with that day does not come back. */
#ifndef POLICY_PLAN_H
#define POLICY_PLAN_H
#include "policy/decide.h"

/* What a case has planned now. */
struct planned {
    int64_t work_item_id; /* 0: none */
    int64_t queue;
    int64_t work_step;
    int64_t rank;
    instant leased_until; /* INSTANT_NONE: not leased */
    int64_t outbox_id;    /* queued message; 0: none */
    int64_t outbox_step;
    bool is_leaving; /* a message is leased or being sent: too late to cancel */
};

/* Notes an open message of the case. */
void plan_add_message(struct planned *planned, int64_t id, int64_t step, str state);

struct plan_count {
    int64_t messages;
    int64_t work;
};

bool plan_wants_work(const struct decision *decision, day on);
bool plan_wants_message(const struct decision *decision);

struct plan_batch;

/* What the decision asks for and is not there goes into the batch (policy/plan_batch.h).  run_date:
 * the close that must be released before the message may leave.  last_rank: work of a
 * worse rank is beyond what the people of its queue can do that day. */
MUST_CHECK status plan_apply(struct op *op, const struct decision *decision,
                             const struct planned *planned, day on, day run_date, int64_t last_rank,
                             struct plan_batch *batch, struct plan_count *count);
/* The same for one case, read and written: the path of an event. */
MUST_CHECK status plan_case(struct op *op, const struct decision *decision, day on,
                            struct plan_count *count);
#endif
