/* Whether a strategy can decide at all: it compiles, its settings are JSON, and every word that its
 * tables put out is one that the program knows.
 *
 * Asked before a version counts as tested and before it becomes active, so that a slip of the hand
 * is found at the desk and not in the night. */
#ifndef POLICY_STRATEGY_CHECK_H
#define POLICY_STRATEGY_CHECK_H
#include "policy/strategy.h"

/* What a negotiation table may put out, by enum; rates are percents of what is owed. */
enum negotiation {
    NEGOTIATION_MAX_DISCOUNT,     /* percent of the open amount */
    NEGOTIATION_MAX_INSTALMENTS,  /* of an arrangement */
    NEGOTIATION_MIN_DOWN_PAYMENT, /* percent, before an arrangement begins */
    NEGOTIATION_MAX_PROMISE_DAYS, /* from today to the promised day */
    NEGOTIATION_MIN_PROMISE,      /* percent of what is past due */
    NEGOTIATION_COUNT
};
extern const char *const negotiation_names[NEGOTIATION_COUNT];
/* What an escalation table may put out. */
enum escalation { ESCALATION_LEVEL, ESCALATION_QUEUE, ESCALATION_COUNT };
extern const char *const escalation_names[ESCALATION_COUNT];

/* E_INVALID: what is wrong, in which file, decision, rule and column, and what would be right. */
MUST_CHECK status strategy_check(struct op *op, const struct strategy_source *source,
                                 const struct input_schema *schema);
#endif
