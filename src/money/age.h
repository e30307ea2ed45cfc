/* The age of a debt: one pure function, the same for a claim, an obligation and a case.
 *
 * Age in days = as_of - earliest unpaid due day; due today is 0, not yet due is 0.  Named settings
 * of the domain (count the due day as 1, grace, pauses) are parameters here, never in callers. */
#ifndef MONEY_AGE_H
#define MONEY_AGE_H
#include "base/day.h"

struct age_rule {
    bool count_due_day; /* the due day itself is day 1 */
    int grace_days;     /* days that do not count as delinquent */
};

struct age_pause {
    day from;  /* first paused day */
    day until; /* first day after it */
};

struct age {
    int past_due_days;   /* calendar days since the earliest unpaid due day */
    int delinquent_days; /* the same less grace and pauses, never below 0 */
};

/* due_on may be DAY_NONE: nothing is unpaid, both ages are 0.  Pauses must not overlap; only their
 * part inside [due_on, as_of) counts. */
struct age age_of(day due_on, day as_of, const struct age_rule *rule,
                  const struct age_pause *pauses, size_t pause_count);
/* The past due days under the default rule, which is what reports and facts use. */
int age_past_due_days(day due_on, day as_of);
#endif
