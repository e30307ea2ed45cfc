/* Actions (gestiones): what was done towards a person, and what came of it.  Append-only.
 *
 * Every action has a disposition (outcome code); its flags say what it counts as.  A correction is
 * a new row that names the one it takes back.  Recording counts the contact (contact_count) and
 * carries out what the outcome says: a wrong number, a death, a wish not to be contacted, and, but
 * for history, a dispute where none is open; a correction leaves these and the counts, which err on
 * the side of silence.  Every case of the contacted person is touched, because contacts are limited
 * per person.  Notes are at most LIMIT_NOTE_CHARACTERS characters. */
#ifndef BOOK_ACTION_H
#define BOOK_ACTION_H
#include "base/money.h"
#include "base/words.h"
#include "book/touch.h"

struct action_input {
    struct case_key key;
    int64_t person_id; /* the contacted party; 0: the debtor */
    enum channel channel;
    bool is_inbound;
    int64_t point_id; /* 0: none */
    str disposition;
    str step;         /* of the strategy; empty: none */
    int notice_level; /* 0: no notice was given */
    money amount;     /* spoken of; 0: none */
    str dispute_kind; /* of an outcome that opens a dispute (book/dispute.h); empty: other */
    str note;
    int duration_s;
    money cost; /* in the organisation's currency */
    int64_t outbox_id;
    int64_t permit_id;  /* the reservation that the contact was made on; 0: none */
    day callback_on;    /* DAY_NONE: nothing was asked */
    day dispute_due_on; /* of an outcome that opens one: its answer; 0: not known */
    bool is_past;       /* history of another system: it happened on past_on, not now */
    day past_on;
};

/* Attempts and contacts of a person for a case, on the person's day (book/contact_day.h), by
 * channel; they add up, and what was there stays known.  Touches nothing: the caller does. */
struct contact_count {
    int64_t person_id;
    int64_t case_id;
    day on;
    enum channel channel;
    int attempts; /* below zero: taken back */
    int contacts;
};
MUST_CHECK status contact_count_add(struct op *op, const struct contact_count *count);
/* E_INVALID: unknown or retired disposition, a note too long, a negative number, history of the
 * future, a person who has no part in a debt of the case's debtor.  A permit that does not hold
 * fails as reservation_use does. */
MUST_CHECK status action_record(struct op *op, const struct action_input *input, int64_t *ret_id);
/* Whether it is an outbound attempt to reach somebody.  E_INVALID: unknown or retired disposition.
 */
MUST_CHECK status action_is_attempt(struct op *op, const struct action_input *input,
                                    bool *ret_is_attempt);
/* Whether its outcome opens a dispute. */
MUST_CHECK status action_disputes(struct op *op, const struct action_input *input,
                                  bool *ret_disputes);
/* Takes an action back: E_CONFLICT when it is taken back already; E_INVALID without a reason, or
 * when it is a correction itself. */
MUST_CHECK status action_correct(struct op *op, int64_t debtor_id, int64_t action_id, str reason,
                                 int64_t *ret_id);
#endif
