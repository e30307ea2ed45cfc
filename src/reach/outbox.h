/* The outbox: messages on their way, and what a crash leaves of them.
 *
 *   queued → leased → sending → sent | failed | unknown, or back to queued, or dead
 *            leased → blocked | cancelled, or back to queued
 *
 * A message is `sending` from the commit before the mail server hears of it to the commit after the
 * server's answer.  If the worker dies between them nobody can know, so it becomes `unknown`:
 * counted as an attempt, never repeated by itself, listed until a person resolves it (resolve.h,
 * ADR 0005). A lease is an instant; it also names the attempt, so that a late worker changes
 * nothing. */
#ifndef REACH_OUTBOX_H
#define REACH_OUTBOX_H
#include "base/words.h"
#include "book/touch.h"

struct outbox_row {
    int64_t id;
    struct case_key key;
    int64_t person_id;
    int64_t point_id;
    enum channel channel;
    int64_t step; /* symbol */
    str template;
    int notice_level;
    day plan_date;
    str state;
    instant not_before;
    instant leased_until;
    int attempts;
    str message_id;
    str document_hash; /* what was sent, but for its To line */
    str last_error;    /* of the mail server, without anybody's address */
    str verdict_rule;
    instant sent_at; /* of an unknown message: when it may have left */
    instant updated_at;
};

/* E_NOT_FOUND */
MUST_CHECK status outbox_get(struct op *op, int64_t id, struct outbox_row *ret_row);
/* By id, after one, at most LIMIT_PAGE_ROWS. */
MUST_CHECK status outbox_list(struct op *op, str state, int64_t after_id,
                              struct outbox_row **ret_rows, size_t *ret_count);

struct outbox_state_count {
    str state;
    int64_t count;
};
MUST_CHECK status outbox_count_states(struct op *op, struct outbox_state_count **ret_counts,
                                      size_t *ret_count);

/* The rest is for the workers of the house; each runs in transactions of its own. */

/* Leases due e-mails to the caller until *ret_lease. */
MUST_CHECK status outbox_lease(struct op *op, int64_t ret_ids[LIMIT_OUTBOX_LEASE],
                               size_t *ret_count, instant *ret_lease);
/* Gives back what was leased and not begun. */
MUST_CHECK status outbox_release(struct op *op, const int64_t *ids, size_t count, instant lease);
/* E-mails that a lease would find now. */
MUST_CHECK status outbox_count_due(struct op *op, int64_t *ret_count);

/* When to try again after that many attempts. */
instant outbox_retry_at(instant now, int attempts);
#endif
