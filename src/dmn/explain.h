/* Why a row is decided as it is: the rule that fired, and for every other one the first cell that
 * said no.  For screens and auditors; allocates in the op's arena, where deciding does not. */
#ifndef DMN_EXPLAIN_H
#define DMN_EXPLAIN_H
#include "dmn/plan.h"

struct dmn_reason {
    bool matches;
    int column;     /* from 0, the first cell that said no; -1 when the rule matches */
    str input;      /* the column's expression */
    str cell;       /* what the cell asks for */
    str value;      /* what the row has there, in words */
    str annotation; /* of the rule */
};

/* One decision of the chain; the one asked for comes last. */
struct dmn_explained {
    str decision;
    struct dmn_hit hit;
    str annotation;             /* of the rule that fired; empty when none did */
    struct dmn_reason *reasons; /* by rule */
    size_t rule_count;
    str *outputs; /* in words */
    size_t output_count;
};

void dmn_plan_explain(struct op *op, const struct dmn_plan *plan, const struct dmn_value *inputs,
                      struct dmn_explained **ret_decisions, size_t *ret_count);
#endif
