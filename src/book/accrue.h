/* Interest of a case: what its debts bear by their terms, charged month by month.
 *
 * The ledger of the case is closed forward: of every month that is over each debt is charged what
 * it bore, ordinary and late, a claim each (origin charge, value day and due day the first of the
 * next month).  A month is recomputed from the ledger as it is now, so what came late changes it,
 * and the difference is booked as entries more.  The figures are those of money/accrual.h on the
 * debt's lines, its contract rate never above the caps of the day; ordinary and late rate together
 * stay within the cap.  Days of a hold of interest bear none.
 * Late fees of the terms' levels are charged on the day on which each falls (late_fee.h), as what
 * the law of the day lets them be.
 * A debt in a unit of account is charged its readjustment as well, as principal (readjust.h), and
 * bears on what it owes in units; a value that falls lowers what was charged before, the latest
 * first.  A month has one unit: that of its first day, or the first that begins in it; where
 * another one or none follows, all that was added is charged.  A debt of a unit of which nothing is
 * published in the debt's own currency is one in money.
 * Nothing is charged to a case while a plan runs, nor of the months until one that was kept has
 * ended, nor of a debt that is written off, nor after a restructuring; a plan that is broken or
 * undone was never there, and its months are charged.  What a unit adds to capital that a kept plan
 * left beside it, and that was not due before, is charged with the first month after (readjust.h).
 * Amounts are minor units. */
#ifndef BOOK_ACCRUE_H
#define BOOK_ACCRUE_H
#include "book/case_ledger.h"
#include "book/late_fee.h"
#include "book/obligation_terms.h"
#include "money/interest.h"

/* What limits the rates and fees of terms: steps that hold for all days (in the op's arena, or for
 * longer than the call); none: no limit.  The caller knows the law (policy/interest.h). */
struct accrue_caps {
    status (*read)(struct op *op, void *context, const struct obligation_terms *terms,
                   struct interest_steps *ret_caps);
    /* What is published in a currency of the unit of account that terms name, by day. */
    status (*values)(struct op *op, void *context, const struct obligation_terms *terms,
                     currency in, struct interest_steps *ret_values);
    /* The most that all late fees of one claim may be; INT64_MAX: no limit. */
    status (*fee)(struct op *op, void *context, const struct obligation_terms *terms,
                  const struct late_fee_asked *asked, int64_t *ret_most);
    void *context;
};

/* Charges what is over by the open date, in the caller's transaction, and says when to come again.
 * Again changes nothing.  Takes the case's lock; touches the case when something was booked.
 * E_INVALID, E_LIMIT as the ledger and the interest have them. */
MUST_CHECK status accrue_case(struct op *op, struct case_key key, const struct accrue_caps *caps,
                              bool *ret_changed);

/* Interest, fees and readjustment of a debt that are no entry yet. */
struct accrued {
    int64_t obligation_id;
    struct parts parts; /* principal: readjustment, below zero where the value fell */
    str unit;           /* on that day; empty: none */
    int64_t value;      /* of the unit, in millionths; 0: none is published */
    day value_on;       /* since when it holds: the last that is published */
};
/* At the end of a day: of the running month up to it, and of months that the book has not charged
 * yet; of a day to come as the ledger, closed forward, would have it.  One a debt with terms.
 * Reads only. */
MUST_CHECK status accrue_read(struct op *op, struct case_key key, const struct accrue_caps *caps,
                              day on, struct accrued **ret_list, size_t *ret_count);
#endif
