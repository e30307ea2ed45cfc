/* What the law lets terms of interest bear, day by day: the limits of a country's pack with the
 * rates that are published.
 *
 * The lowest limit that binds on a day counts.  A limit whose published rate is missing or too old
 * allows nothing; so does a country without a pack, whose law nobody has read.  A kind of rate that
 * no limit of the pack refers to is a limit itself, as published.  Reads only. */
#ifndef POLICY_RATE_LAW_H
#define POLICY_RATE_LAW_H
#include "book/late_fee.h"
#include "money/interest.h"

/* What was found out, for all terms that ask the same.  Nothing of it is found out again: keep it
 * for one transaction, or one close. */
struct rate_law {
    struct arena *arena;
    struct rate_law_entry *entries;
    size_t count, capacity;
    struct rate_law_unit *units; /* values of units of account */
    size_t unit_count, unit_capacity;
};
/* With memory of its own, which goes with the op's. */
void rate_law_begin(struct op *op, struct rate_law *ret_law);
/* For book/accrue.h; context: a struct rate_law.  E_INVALID: the country's pack is wrong. */
MUST_CHECK status rate_law_read(struct op *op, void *context, const struct obligation_terms *terms,
                                struct interest_steps *ret_caps);
/* The same for units of account: what is published of the terms' unit in a currency, by day; none:
 * nothing is.  A day whose last revision is in another currency has no value of its own. */
MUST_CHECK status rate_law_values(struct op *op, void *context,
                                  const struct obligation_terms *terms, currency in,
                                  struct interest_steps *ret_values);
/* The same for late fees: the fee caps of the pack, asked as if no notice had been given; nothing
 * is kept of it.  INT64_MAX: none binds. */
MUST_CHECK status rate_law_fee(struct op *op, void *context, const struct obligation_terms *terms,
                               const struct late_fee_asked *asked, int64_t *ret_most);
#endif
