/* Promises to pay: made, graded, replaced, cancelled.
 *
 * A promise is kept when the money with a value day in [made_on, due_on + tolerance days], less
 * what was returned, reaches amount × (1 − tolerance).  On the day itself that is the money booked
 * after the promise: whoever pays in the morning and promises more at noon has kept nothing yet
 * (ADR 0009).  Grading is a pure function of the promise,
 * that sum and the open business date, so the close and an event agree.  States (domain.md): open →
 * kept | partial | broken | cancelled | rescheduled; a return moves kept → broken. */
#ifndef BOOK_PROMISE_H
#define BOOK_PROMISE_H
#include "base/money.h"
#include "base/words.h"
#include "book/touch.h"

enum promise_state {
    PROMISE_OPEN,
    PROMISE_KEPT,
    PROMISE_PARTIAL,
    PROMISE_BROKEN,
    PROMISE_CANCELLED,
    PROMISE_RESCHEDULED,
    PROMISE_STATE_COUNT
};
const char *promise_state_name(enum promise_state state);
MUST_CHECK bool promise_state_parse(str text, enum promise_state *ret_state);

struct promise {
    int64_t id;
    int64_t obligation_id; /* 0: any debt of the case */
    int64_t action_id;
    day made_on;
    day due_on;
    money amount;
    money paid;         /* as last graded */
    int tolerance_days; /* after due_on */
    int tolerance_bp;   /* basis points of the amount that may be missing */
    enum promise_state state;
    day graded_on;
};

/* A booking as promises see it, in the order of booking. */
struct promise_money {
    int64_t payment_id; /* of a return, like the value day: of the payment that it takes back */
    day value_on;
    money amount; /* negative for a return */
};

struct promise_tally {
    money paid;              /* what counts for the promise now */
    bool was_lost_to_return; /* it had been enough, and a return took it below */
};
/* Adds up what lies in the promise's window. */
struct promise_tally promise_tally(const struct promise *promise, const struct promise_money *rows,
                                   size_t count);
/* The state at the start of the open date, from the book alone: the window is over when due_on +
 * tolerance < open_date.  Cancelled and rescheduled stay. */
enum promise_state promise_grade(const struct promise *promise, const struct promise_tally *tally,
                                 day open_date);
/* The first day on which time alone changes the grade; DAY_NONE when none does. */
day promise_recheck_on(const struct promise *promise);

struct promise_input {
    struct case_key key;
    int64_t obligation_id;
    day due_on;
    money amount;
    enum channel channel; /* by which it was made */
    str pay_channel;      /* how the money is to come: transfer, cash…; empty: nobody said */
    int64_t action_id;
    bool allow_over_balance;
};
/* Made on the business date, with the tolerances of the settings.  An open promise of the same debt
 * becomes rescheduled; one for any debt of the case and one for a certain debt are of the same,
 * lest one payment keep both.  E_INVALID: due before today or too far (setting promise.max_days),
 * amount not above zero, the obligation of another case.  E_REFUSED: more than is open of the
 * obligation or the case, unless allowed. */
MUST_CHECK status promise_make(struct op *op, const struct promise_input *input, int64_t *ret_id);
/* E_CONFLICT: not open. */
MUST_CHECK status promise_cancel(struct op *op, int64_t debtor_id, int64_t promise_id, str reason);

struct db_rows;
/* The promise of a row whose columns from `first` on are those of query promise_list. */
MUST_CHECK status promise_read(struct op *op, const struct db_rows *rows, int first,
                               struct promise *ret_promise);
/* Of a case, by made_on and id. */
MUST_CHECK status promise_list(struct op *op, struct case_key key, struct promise **ret_promises,
                               size_t *ret_count);
/* What the money of the book says of a promise on the open date; nothing is written. */
MUST_CHECK status promise_weigh(struct op *op, struct case_key key, day open_date,
                                const struct promise *promise, enum promise_state *ret_state,
                                money *ret_paid);
/* Grades all promises of a case for the open date and writes what changed, with an event each; the
 * list is updated in place.  Part of every policy_commit and of the close. */
MUST_CHECK status promise_regrade(struct op *op, struct case_key key, day open_date,
                                  struct promise *promises, size_t count);
#endif
