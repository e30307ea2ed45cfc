/* The register of what persons ask about their data (ARCO, hábeas data, LGPD): by when the law
 * wants an answer, what was done, who answered what.
 *
 * The deadline is a term of the person's country on the day the request came; where the law sets
 * none, our policy's.  Days of answers are business dates. */
#ifndef PRIVACY_REQUEST_H
#define PRIVACY_REQUEST_H
#include "privacy/person.h"

struct request_input {
    str kind; /* access | rectification | erasure | opposition */
    day received_on;
    str channel; /* how it came: letter, e-mail, counter… */
    str detail;
};

struct privacy_request {
    int64_t debtor_id;
    int64_t id;
    str name; /* of the person, now */
    str kind;
    str state; /* open | granted | partial | refused */
    day received_on;
    day due_on;
    str rule;
    day extended_on; /* DAY_NONE: not extended */
    str channel;
    str detail;
    str answer;
    day answered_on;
    int64_t answered_by;
    int64_t created_by;
    instant created_at;
};

/* All that writes needs a transaction of the caller.  E_INVALID: an unknown kind, no channel, a day
 * to come. */
MUST_CHECK status request_receive(struct op *op, const struct person *person,
                                  const struct request_input *input, int64_t *ret_id);
MUST_CHECK status request_get(struct op *op, int64_t id, struct privacy_request *ret_request);
/* Once, to the longer term of the country's rule, or by as much again as the first.  E_CONFLICT:
 * answered, or extended before. */
MUST_CHECK status request_extend(struct op *op, int64_t id, str reason, day *ret_due_on);
/* state: granted | partial | refused; the answer says why, and is what the person reads. */
MUST_CHECK status request_answer(struct op *op, int64_t id, str state, str answer);
/* The same in the step that did what an open request asked for: granted, with these words.  answer
 * empty: it stays open.  E_INVALID: it is another person's, or asks for something else than kind.
 */
MUST_CHECK status request_answer_done(struct op *op, int64_t debtor_id, int64_t id,
                                      const char *kind, str answer);
/* What was done about it: exported, rectified, opposed, erased.  id 0: there is no request. */
MUST_CHECK status request_note(struct op *op, int64_t debtor_id, int64_t id, const char *kind,
                               str note);

/* state empty: all; debtor_id 0: of all persons.  Those that are due first come first; after is the
 * last one of the page before, NULL for the first page. */
MUST_CHECK status request_list(struct op *op, str state, int64_t debtor_id,
                               const struct privacy_request *after, int most,
                               struct privacy_request **ret_list, size_t *ret_count);

/* Nothing of the person goes while a hold is on; a second one is one more reason. */
MUST_CHECK status legal_hold_put(struct op *op, int64_t debtor_id, str reason);
/* E_NOT_FOUND: there is none. */
MUST_CHECK status legal_hold_lift(struct op *op, int64_t debtor_id, str reason);
#endif
