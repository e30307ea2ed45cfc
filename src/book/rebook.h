/* Booking again: a case's money is replayed by value day, and what it should have met is written.
 *
 * When money, a charge or a correction comes with a day that lies before others, all that follows
 * from that day on may be another.  The replay says what it is (book/case_ledger.h); the difference
 * to what is booked is written as rows more, those that take back with minus their amount, so that
 * what was booked before stays to be read.  In the caller's transaction, under the case's lock. */
#ifndef BOOK_REBOOK_H
#define BOOK_REBOOK_H
#include "base/money.h"
#include "book/touch.h"

/* After it allocations, claims of returns and of plans, what every claim amounts to, what is paid
 * of it and left of every payment are what the replay says.  new_payment_id: whose first booking is
 * part of it; 0: none.  Failures as case_ledger_load has them. */
MUST_CHECK status rebook_case(struct op *op, struct case_key key, int64_t new_payment_id);

struct money_event {
    const char *kind; /* of the event */
    int64_t payment_id;
    day value_on;
    money amount;
    money unapplied;
};
/* Tells the history of the case what happened to a payment. */
MUST_CHECK status rebook_tell(struct op *op, struct case_key key, const struct money_event *what);
#endif
