/* What was done in a period and what came of it, per currency of the cases.
 *
 * Attempts, contacts and right-party contacts are outbound actions that were not taken back; one
 * action may be all three.  right_party_any counts those who called us too.  Promises are those
 * made in the period, kept those of them that were kept by its end. */
#ifndef INSIGHT_ACTIVITY_H
#define INSIGHT_ACTIVITY_H
#include "insight/build.h"

struct activity {
    int64_t attempts;
    int64_t contacts;
    int64_t right_party;
    int64_t right_party_any;
    int64_t cases_worked;    /* with at least one attempt */
    int64_t cases_contacted; /* with at least one contact */
    int64_t cases_assigned;  /* there on at least one day of the period */
    int64_t cases_open;      /* at its end */
    int64_t promises;
    int64_t kept;
    money cost; /* of all actions, in the organisation's currency */
};

/* One per currency of the list, in its order, in the op's arena. */
MUST_CHECK status activity_read(struct op *op, day from, day date,
                                const struct currency_list *currencies,
                                struct activity **ret_activity);

/* The steps of the funnel, from attempts to kept. */
#define FUNNEL_STEPS 5
struct funnel_step {
    const char *name;
    int64_t count;
};
void activity_funnel(const struct activity *activity, struct funnel_step out[FUNNEL_STEPS]);
#endif
