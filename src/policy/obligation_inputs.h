/* What a strategy says of each obligation of a case, and what its other tables can ask of them all.
 *
 * obligation.dmn is decided once for each obligation on which something is owed; of its answers the
 * inputs INPUTS_OBLIGATIONS are made: the worst, whether any is flagged, how many.  The worst has
 * the highest level; of equals it is the one whose rule stands first, and of those the one that is
 * past due longest.  Afterwards the inputs of one obligation hold those of the worst, so that a
 * table explained over them explains it. */
#ifndef POLICY_OBLIGATION_INPUTS_H
#define POLICY_OBLIGATION_INPUTS_H
#include "policy/inputs.h"
#include "policy/obligation.h"

#define OBLIGATION_LEVEL_MAX   1000
#define OBLIGATION_OUTPUTS_MAX 3

/* obligation.dmn, compiled; a plan of NULL: the strategy has none, and only counts are known. */
struct obligation_table {
    const struct dmn_plan *plan;
    const struct dmn_symbols *symbols; /* of the tables */
    int flag;                          /* its output; -1: it flags none */
};

/* E_INVALID: the outputs are not obligation_segment, obligation_level and, if any, obligation_flag,
 * or a level is none. */
MUST_CHECK status obligation_table_of(struct op *op, const struct dmn_plan *plan,
                                      const struct dmn_symbols *symbols,
                                      struct obligation_table *ret_table);

/* What one obligation is judged to be. */
struct obligation_judged {
    int64_t level;      /* -1: the table gave none */
    dmn_symbol segment; /* DMN_SYMBOL_UNKNOWN: none */
    int32_t rule;       /* from 0; -1: the default */
    bool is_flagged;
};

/* Of the case and the day. */
struct obligation_frame {
    currency currency;
    day on;
};

/* What an input of one obligation is; words are symbols of the tables.  Pure. */
struct obligation_setting {
    int exponent; /* of the case's currency */
    day on;
    dmn_symbol currency, product;
};
struct dmn_value obligation_input_value(const struct obligation_facts *obligation,
                                        const struct obligation_setting *setting, enum input input);
/* What the answers of a plan's row say; outputs as the plan gives them.  Pure. */
struct obligation_judged obligation_judged_of(const struct obligation_table *table,
                                              const struct dmn_value *outputs,
                                              const struct dmn_hit *hit);

/* All obligations of a case, one after the other.  Pure. */
struct obligation_total {
    int64_t count, past_due, at_worst, flagged;
    int64_t flagged_amount; /* minor units */
    struct obligation_judged worst;
    int64_t worst_at;
};
struct obligation_total obligation_total_start(void);
void obligation_total_add(struct obligation_total *total, const struct obligation_facts *obligation,
                          const struct obligation_judged *judged);
/* input: one of INPUTS_OBLIGATIONS. */
struct dmn_value obligation_total_value(const struct obligation_total *total, int exponent,
                                        enum input input);

/* Fills values[INPUT_OBLIGATION …] and judges; a table without a plan judges nothing.  Pure. */
void obligation_judge(const struct obligation_table *table, const struct obligation_walk *walk,
                      const struct obligation_frame *frame,
                      const struct obligation_facts *obligation, struct dmn_value *values,
                      struct obligation_judged *ret_judged);
/* Of all that the walk took last: values[INPUT_OBLIGATIONS …].  Pure. */
void obligation_inputs_sum(const struct obligation_table *table, const struct obligation_walk *walk,
                           const struct obligation_frame *frame, struct dmn_value *values);
/* For a row of facts without a case: as if it had one obligation with its own figures, where the
 * row says nothing (null) of obligations.  Pure. */
void obligation_inputs_imagine(const struct obligation_table *table, struct dmn_value *values);
#endif
