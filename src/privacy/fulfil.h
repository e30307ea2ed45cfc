/* An erasure that somebody asked for, from the order to the answer.
 *
 * Where the organisation wants a second look (setting privacy.erasure_look), the first order asks
 * for it and takes nothing; another person approves, and the next order carries it out.  A request
 * of erasure is closed by what fulfilled it: granted where nothing stays, else partial, with what
 * stays and until when. */
#ifndef PRIVACY_FULFIL_H
#define PRIVACY_FULFIL_H
#include "privacy/erase.h"
#include "privacy/request.h"

#define ERASURE_LOOK      "privacy.erasure_look"
#define ERASURE_SUBJECT   "privacy_erasure" /* of the approval; its id is the request's */
#define ERASURE_LOOK_DAYS 14                /* to decide, and to carry out what was approved */

struct erasure {
    struct erase_plan plan; /* rows: what went, of what is due */
    int64_t approval_id;    /* not 0: it waits for that approval, and nothing went */
};

/* In a transaction of the caller.  request_id 0: nobody asked.  E_REFUSED: something stands against
 * it (person_check_bars).  E_INVALID: the request is of another person, or a second look is wanted
 * and there is no request.  E_CONFLICT: the second look is still to come. */
MUST_CHECK status erase_fulfil(struct op *op, const struct person *person, int64_t request_id,
                               struct erasure *ret_erasure);

/* The second look of a request's erasure. */
struct erasure_wait {
    int64_t approval_id; /* 0: it waits for nobody */
    bool is_approved;    /* the next order carries it out, until then */
    instant since, until;
    int64_t asked_by;
    str asked_by_name;
};
MUST_CHECK status erase_waiting(struct op *op, const struct privacy_request *request,
                                struct erasure_wait *ret_wait);
/* What a person asked to have erased and has not all gone: it is not answered yet, or answered in
 * part, since the law has the rest kept.  When that time is over it waits for the job of the
 * calendar (retention.h). */
struct erasure_pending {
    int64_t request_id; /* 0: nothing waits */
    bool is_answered;
    bool is_over;            /* the law has nothing of it kept any longer */
    day received_on, due_on; /* due_on: by when it is answered */
    day kept_until;          /* answered: the last day of what is kept; else DAY_NONE */
};
MUST_CHECK status erase_pending(struct op *op, int64_t debtor_id,
                                struct erasure_pending *ret_pending);
/* Who asked for the second look takes the order back.  E_NOT_FOUND: nothing waits.  E_DENIED:
 * somebody else asked. */
MUST_CHECK status erase_withdraw(struct op *op, int64_t request_id, str reason);
#endif
