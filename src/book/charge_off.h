/* Charge-off (castigo), recovery after it, and write-off (baja) of a debt.
 *
 * States of a debt (domain.md): none → charged_off → none again when it is resumed; written_off by
 * approval, out of either, once and for good.  A charge-off closes nothing: the debt stays owed and
 * what is paid of it from that day on is recovery, less what goes back.  Money that comes later
 * with a value day before the charge-off makes the amount charged off smaller.  A write-off takes
 * what is not paid out of every open claim of the debt; money that goes back afterwards opens a
 * claim of its own, as with any closed debt.
 *
 * Nothing is edited: each step is a row and an event.  Amounts are minor units of the case's
 * currency; days are business dates of the operation.  All run in a transaction of the caller, who
 * ends it with policy_commit. */
#ifndef BOOK_CHARGE_OFF_H
#define BOOK_CHARGE_OFF_H
#include "base/money.h"
#include "book/touch.h"

struct debt_standing {
    int64_t obligation_id;
    str external_id, product;
    int64_t open;
    day charged_off_on;  /* DAY_NONE: it is not */
    int64_t charged_off; /* less what came later for the time before */
    int64_t recovered;
    int64_t asked_id;   /* its write-off, which waits; 0: none does */
    day written_off_on; /* DAY_NONE: it is not */
    int64_t written_off;
};

/* Every debt of the case, by its name. */
MUST_CHECK status debt_standings(struct op *op, struct case_key key,
                                 struct debt_standing **ret_list, size_t *ret_count);
/* The debt that its source calls so.  E_NOT_FOUND: not of this case. */
MUST_CHECK status debt_find(struct op *op, struct case_key key, str external_id,
                            int64_t *ret_obligation_id);

/* E_INVALID: no reason.  E_NOT_FOUND: no debt of the case.  E_CONFLICT: nothing of it is open, it
 * is charged off or written off already, or its write-off waits. */
MUST_CHECK status charge_off_make(struct op *op, struct case_key key, int64_t obligation_id,
                                  str reason);
/* Takes a charge-off back.  E_CONFLICT: it is not charged off, it is written off or that waits;
 * others as charge_off_make has them. */
MUST_CHECK status charge_off_resume(struct op *op, struct case_key key, int64_t obligation_id,
                                    str reason);

/* The wish to write off, which somebody decides.  ret_amount: what is open.  E_CONFLICT: nothing
 * is, one waits or was granted, or the case has an arrangement; others as charge_off_make has
 * them. */
MUST_CHECK status write_off_ask(struct op *op, struct case_key key, int64_t obligation_id,
                                str reason, int64_t *ret_id, money *ret_amount);
/* What was decided of it.  E_NOT_FOUND; E_CONFLICT: what is owed has changed since. */
MUST_CHECK status write_off_apply(struct op *op, int64_t id, bool is_approved, str reason);
#endif
