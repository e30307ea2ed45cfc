/* Late fees of a case (recargo por mora): when each falls, and what it is.
 *
 * Terms may have levels: so many delinquent days, and what is charged then.  A fee falls once for a
 * claim and level, at the start of the day on which the claim has been late so long, on what of it
 * is open by the end of the day before, without fees and late interest.  Days of a hold of any
 * kind, of a dispute and of a plan that was kept do not count, and no fee falls on one.  Only what
 * a source told is dunned: what we charged ourselves, what returns opened and the rows of a plan
 * bear no fee; a claim that was late before its terms had the level bears none either.
 * A fee is a claim of its own that names its level, its day and the claim that it is for; when it
 * falls on another day, or never fell, its claim is brought to nothing and another one made.
 * Called by accrue.c.  Memory is the op's; amounts are minor units. */
#ifndef BOOK_LATE_FEE_H
#define BOOK_LATE_FEE_H
#include "book/case_ledger.h"
#include "book/obligation_terms.h"

struct late_fee {
    day on;
    int level; /* from 1 */
    int64_t claim_id;
    str name; /* of its own claim: book/interest_claim.h */
    const struct debt_terms *debt;
    const struct obligation_terms *terms; /* that hold on its day */
    int64_t amount;                       /* that is charged */
    bool is_settled; /* a plan that was kept has settled it: what was charged stays */
};
struct late_fees {
    struct late_fee *of; /* by day */
    size_t count;
};

/* What the law is asked of a late fee. */
struct late_fee_asked {
    day on;
    currency in;
    int64_t base;
    int days; /* delinquent */
};

/* All that fall on the claims there are, whatever the day; charges since the day `since` that none
 * of them founds, or none by the last day, amount to nothing. */
MUST_CHECK status late_fee_list(struct op *op, struct case_ledger *of,
                                const struct debt_terms *terms, size_t term_count, day since,
                                day last, struct late_fees *ret_fees);
/* By a ledger that is right until the day before the fee; base: what is dunned of its claim. */
struct late_fee_asked late_fee_ask(const struct case_ledger *of, const struct ledger *ledger,
                                   const struct late_fee *fee);
/* What its level comes to on a base above 0, `most` the limit for the claim, INT64_MAX none: the
 * fees that the claim tells itself, and of the levels before it, are taken off.  E_LIMIT: it is too
 * large, and no limit makes it less. */
MUST_CHECK status late_fee_amount(struct op *op, const struct case_ledger *of,
                                  const struct late_fees *fees, const struct late_fee *fee,
                                  int64_t base, int64_t most, int64_t *ret_amount);
/* Brings its claim to its amount.  True: that changed the ledger. */
bool late_fee_charge(struct op *op, struct case_ledger *of, const struct late_fee *fee);
/* The first day after `after` on which one falls of a claim that is open; DAY_NONE: none does. */
day late_fee_next(const struct case_ledger *of, const struct ledger *ledger,
                  const struct late_fees *fees, day after);
#endif
