/* Whether a strategy can decide at all: it compiles, its settings are JSON, and every word that its
 * tables put out is one that the program knows.
 *
 * Asked before a version counts as tested and before it becomes active, so that a slip of the hand
 * is found at the desk and not in the night. */
#ifndef POLICY_STRATEGY_CHECK_H
#define POLICY_STRATEGY_CHECK_H
#include "dmn/check.h"
#include "dmn/place.h"
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

/* One by one, for a screen.  First what is wrong with each table; ret_files has room for
 * STRATEGY_PARTS.  E_INVALID: a file is no model at all. */
struct strategy_file_check {
    size_t part; /* of strategy_parts */
    struct dmn_model *model;
    struct dmn_findings findings;
};
MUST_CHECK status strategy_find_mistakes(struct op *op, const struct strategy_source *source,
                                         const struct input_schema *schema,
                                         struct strategy_file_check *ret_files, size_t *ret_count);
/* Then, when no table has an error, the rest: words, outputs, letters, settings.  E_INVALID: the
 * first mistake (written on failure); its place has the file as the model, and the rule and column
 * where it is of a cell. */
struct strategy_mistake {
    struct dmn_place place;
    const char *text;
};
MUST_CHECK status strategy_check_rest(struct op *op, const struct strategy_source *source,
                                      const struct input_schema *schema,
                                      struct strategy_mistake *ret_mistake);
#endif
