/* What is left of the law's caps for the rates of terms (accrue.c): on days of a hold of interest
 * nothing, and what the ordinary rate takes is no longer there for the late one.
 *
 * Rates and limits are a year's, in parts per million (money/interest.h); INTEREST_NO_CAP: there is
 * no limit.  Cutting is pure; steps and holds are in the op's arena. */
#ifndef BOOK_ACCRUE_CAPS_H
#define BOOK_ACCRUE_CAPS_H
#include "book/touch.h"
#include "money/interest.h"

struct interest_holds {
    struct interest_period *of;
    size_t count;
};

/* Reads only. */
MUST_CHECK status accrue_holds_load(struct op *op, struct case_key key,
                                    struct interest_holds *ret_holds);
/* law: the limits of both rates together, by day; rate: the ordinary one of the terms. */
void accrue_cut_caps(struct op *op, const struct interest_holds *holds,
                     const struct interest_steps *law, int64_t rate,
                     struct interest_steps *ret_ordinary, struct interest_steps *ret_late);
#endif
