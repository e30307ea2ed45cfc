/* Approvals: four eyes.  One user asks, another who holds the permission decides.
 *
 * A subject (kind and id) has at most one pending approval and is frozen while it has: whoever
 * changes such a subject asks approval_pending first.  An approval that nobody decided in time
 * counts as rejected.  A decision is made once; its effect is applied in the same transaction, so
 * it cannot be applied twice.  All run in a transaction of the caller; op->actor_id is the user. */
#ifndef RECORD_APPROVAL_H
#define RECORD_APPROVAL_H
#include "base/json.h"
#include "base/money.h"
#include "base/op.h"

struct approval {
    int64_t id;
    str subject_kind;
    int64_t subject_id;
    str rule; /* the permission that deciding needs, e.g. strategy.approve */
    bool has_amount;
    money amount; /* at stake, in currency */
    currency currency;
    str state; /* pending | approved | rejected | withdrawn | expired */
    int64_t requested_by;
    instant expires_at;
    str reason; /* of the request, then of the decision */
};

struct approval_request {
    const char *subject_kind;
    int64_t subject_id;
    const char *rule;
    bool has_amount;
    money amount;
    currency currency;
    instant expires_at;
    str reason; /* not empty: the one who decides reads it */
};

/* E_CONFLICT: one is pending.  E_INVALID: no reason, no user, or it has expired already. */
MUST_CHECK status approval_request(struct op *op, const struct approval_request *request,
                                   int64_t *ret_id);
/* Decides; the caller then applies what was approved.  E_DENIED: the asker, or without permission.
 * E_CONFLICT: decided already, or expired.  E_NOT_FOUND; E_INVALID: no reason. */
MUST_CHECK status approval_decide(struct op *op, int64_t id, bool is_approved, str reason,
                                  struct approval *ret_approval);
/* Who asked no longer asks.  E_DENIED: somebody else.  E_CONFLICT: decided already, or expired. */
MUST_CHECK status approval_withdraw(struct op *op, int64_t id, str reason);
/* What was asked for is no more, whoever ended it: neither is a pending approval of it, if any. */
MUST_CHECK status approval_drop(struct op *op, const char *subject_kind, int64_t subject_id,
                                str reason);
/* Whether the subject is frozen now. */
MUST_CHECK status approval_pending(struct op *op, const char *subject_kind, int64_t subject_id,
                                   bool *ret_pending);
/* The pending one of a subject.  E_NOT_FOUND: nothing was asked for, or it has expired. */
MUST_CHECK status approval_find(struct op *op, const char *subject_kind, int64_t subject_id,
                                int64_t *ret_id);
MUST_CHECK status approval_get(struct op *op, int64_t id, struct approval *ret_approval);
/* Pending ones, the next to expire first, at most LIMIT_PAGE_ROWS. */
MUST_CHECK status approval_list(struct op *op, struct approval **ret_approvals, size_t *ret_count);
/* One as an object, as the API and --json show it; or its members, for whoever adds some. */
void approval_write(struct json_writer *w, const struct approval *approval);
void approval_write_members(struct json_writer *w, const struct approval *approval);
/* Marks those whose time is over; reading never depends on it. */
MUST_CHECK status approval_expire(struct op *op, int64_t *ret_count);
#endif
