/* Disputes (reclamos) and holds (suspensiones): what stops contact while it is open.
 *
 * Both touch their case.  A hold is append-only: from until, and ended early by a row that says so
 * is a matter of a later part; here it ends on its day. */
#ifndef BOOK_DISPUTE_H
#define BOOK_DISPUTE_H
#include "base/money.h"
#include "book/touch.h"

struct dispute_input {
    struct case_key key;
    int64_t obligation_id; /* 0: the whole case */
    str kind;              /* amount | not_mine | already_paid | service | product | other */
    money amount;          /* 0: not said */
    day reply_due_on;      /* who knows the law says it (policy/reply_due.h); DAY_NONE: it is
                            reckoned when it is asked for */
    str note;
};
/* E_INVALID: an unknown kind, a negative amount, the obligation of another case, a reply that was
 * due before today. */
MUST_CHECK status dispute_open(struct op *op, const struct dispute_input *input, int64_t *ret_id);
/* outcome: upheld | rejected | partial.  E_CONFLICT: closed already. */
MUST_CHECK status dispute_close(struct op *op, int64_t debtor_id, int64_t dispute_id, str outcome);

/* kind: contact, or interest (book/accrue.h), which may have begun.  until may be DAY_NONE.
 * E_INVALID: no first day, until not after it, or no reason. */
MUST_CHECK status hold_place(struct op *op, struct case_key key, str kind, day from, day until,
                             str reason, int64_t *ret_id);
#endif
