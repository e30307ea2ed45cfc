/* What claims of interest, readjustment and late fees are called: by component, month and debt, or
 * by level, day and claim, so that each is charged once and two stores with the same book name it
 * alike. */
#ifndef BOOK_INTEREST_CLAIM_H
#define BOOK_INTEREST_CLAIM_H
#include "base/op.h"
#include "money/component.h"

#define INTEREST_CLAIM_SOURCE "acuerdo"

/* "late_interest-2026-03-SOURCE/EXTERNAL_ID", in the op's arena; month_on: its first day.  What is
 * charged as principal is "readjustment-…". */
str interest_claim_name(struct op *op, enum component charged, day month_on, str source,
                        str external_id);
/* "late_fee-1-2026-03-31-SOURCE/EXTERNAL_ID", of the claim that is dunned. */
str late_fee_claim_name(struct op *op, int level, day on, str source, str external_id);
/* Of the same level and claim, whatever the day. */
bool late_fee_claim_is_twin(str a, str b);
/* Its month; DAY_NONE: no such name, and nothing is set. */
day interest_claim_month(str name, enum component *ret_charged);
#endif
