/* What became of a message, written in one transaction: its state, the action, the event, and the
 * new decision of its case.  For this room alone.
 *
 * Functions that say "own transaction" begin and end it; the rest run in the caller's.  When the
 * message is no longer under the lease that the row carries, they change nothing. */
#ifndef REACH_OUTCOME_H
#define REACH_OUTCOME_H
#include "reach/outbox.h"

/* Own transaction; *ret_changed false: another worker took the message over. */
MUST_CHECK status outcome_sent(struct op *op, const struct outbox_row *row, bool *ret_changed);
/* The server will not take it; is_bad_address: nor any other for that address. */
MUST_CHECK status outcome_failed(struct op *op, const struct outbox_row *row, bool is_bad_address,
                                 const char *error);
/* Queued again, or dead after LIMIT_OUTBOX_ATTEMPTS. */
MUST_CHECK status outcome_retry(struct op *op, const struct outbox_row *row, const char *error);
MUST_CHECK status outcome_unknown(struct op *op, const struct outbox_row *row, const char *error);

/* In the caller's transaction. */
MUST_CHECK status outcome_record_action(struct op *op, const struct outbox_row *row, str note);
MUST_CHECK status outcome_count(struct op *op, const struct outbox_row *row, day on, int attempts);
/* Appends an event and touches the case; detail is a rule or a reason, empty for none. */
MUST_CHECK status outcome_tell(struct op *op, const struct outbox_row *row, const char *kind,
                               const char *state, str detail);
/* Begins a write and locks the person's cases, on the business date of now. */
MUST_CHECK status outcome_begin(struct op *op, const struct outbox_row *row);
#endif
