/* Work of people: items of the queues, each held by one person at a time.
 *
 * A lease ends by itself, so that nobody blocks an account by going home.  All run in a transaction
 * of the caller; op->actor_id is the person. */
#ifndef POLICY_WORK_H
#define POLICY_WORK_H
#include "book/touch.h"

struct work_item {
    int64_t id;
    struct case_key key;
    int64_t queue; /* symbol */
    int64_t step;  /* symbol */
    int64_t priority;
    int64_t rank;
    day plan_date;
    int64_t leased_by; /* 0: nobody */
    instant leased_until;
    bool is_ready; /* false: done, skipped or cancelled */
};

/* E_NOT_FOUND: no such item. */
MUST_CHECK status work_get(struct op *op, int64_t id, struct work_item *ret_item);
/* Leases the best item that nobody holds, the person included: what one holds is finished, given
 * back or skipped.  *ret_found false: there is none. */
MUST_CHECK status work_lease_next(struct op *op, struct work_item *ret_item, bool *ret_found);
/* Leases or prolongs.  E_CONFLICT: somebody holds it (ret_item says who), or it is not ready. */
MUST_CHECK status work_lease(struct op *op, int64_t id, struct work_item *ret_item);
/* Gives it back; by who does not hold it: nothing. */
MUST_CHECK status work_release(struct op *op, int64_t id);
MUST_CHECK status work_release_all(struct op *op);
/* Closes an item: done by an action (0: by none), or skipped with a reason; the case then comes
 * back with the next close at the earliest.  E_CONFLICT: somebody else holds it, or it is closed.
 */
MUST_CHECK status work_done(struct op *op, int64_t id, int64_t action_id);
MUST_CHECK status work_skip(struct op *op, int64_t id, str reason);
/* The item that an action finished is ready again and with the person; *ret_id 0: there is none, or
 * the case has other work by now. */
MUST_CHECK status work_reopen(struct op *op, int64_t action_id, int64_t *ret_id);
#endif
