/* Events: everything that happened to a case, in order, for good.
 *
 * The table is only inserted into; a correction is a new event.  Events are the source of audit,
 * replay, timelines and webhooks, so a payload holds what happened (ids, amounts in minor units,
 * days), never a personal value in the clear. */
#ifndef RECORD_EVENT_H
#define RECORD_EVENT_H
#include "base/op.h"
#include "base/str.h"

struct event {
    int64_t debtor_id;
    int64_t case_id;
    const char *kind; /* of event_kinds */
    int version;      /* of the payload's form, from 1 */
    str payload;      /* a JSON object */
};

struct event_kind {
    const char *name; /* thing.happened */
    int version;      /* newest form of the payload that this program writes */
    const char *what; /* what happened, and what the payload holds */
};
extern const struct event_kind event_kinds[];
extern const size_t event_kind_count;

/* Appends in the caller's transaction: the case's next sequence number, op->business_date, op_now
 * and op->actor_id.  E_NOT_FOUND: no such case.  E_INTERNAL: a kind or version that event_kinds
 * lacks, no business date, a payload that is no object, or no transaction. */
MUST_CHECK status event_append(struct op *op, const struct event *event);

/* The same for a case whose numbers the caller gives: seq follows that of the case's last event. */
MUST_CHECK status event_append_at(struct op *op, const struct event *event, int64_t seq);

/* A row of the history. */
struct event_row {
    int64_t seq; /* from 1, without gaps */
    int64_t id;
    str kind;
    int version;
    day business_date;
    instant at;
    int64_t actor_id; /* 0: the system */
    str payload;
};
/* The events of a case after a sequence number, in order, at most LIMIT_PAGE_ROWS; the array lives
 * in the op's arena. */
MUST_CHECK status event_list(struct op *op, int64_t debtor_id, int64_t case_id, int64_t after_seq,
                             struct event_row **ret_events, size_t *ret_count);
#endif
