/* A decision with everything it requires, ready to decide rows.
 *
 * A plan is immutable and may be shared between threads; it lives in the arena of the op that
 * compiled it, the model and the symbols must live as long.  Deciding is pure: no clock, no store,
 * no allocation, and the same row always gives the same result.
 *
 * Numbers are int64 scaled by 10^scale, fixed per input and per output.  A literal with more
 * decimals than its column is compared exactly (days < 3.5 holds for 3), never rounded.  Outputs
 * get the least scale that holds all their literals. */
#ifndef DMN_PLAN_H
#define DMN_PLAN_H
#include "dmn/model.h"
#include "dmn/symbols.h"

enum dmn_type { DMN_NUMBER, DMN_STRING, DMN_BOOLEAN, DMN_DATE };
#define DMN_SCALE_MAX 18

/* What the caller can give.  Names are matched without regard to case, with blanks as underscores:
 * "Past due days" in a model is past_due_days here. */
struct dmn_input {
    const char *name;
    enum dmn_type type;
    int scale; /* of a number */
};
struct dmn_output {
    const char *name; /* as the model writes it; the decision's name when there is one output */
    enum dmn_type type;
    int scale;
};

/* A number (scaled), a dmn_symbol, 0 or 1, or a day. */
struct dmn_value {
    int64_t value;
    bool is_null;
};

/* What went against the table's own promise; the outputs are then null. */
enum dmn_violation {
    DMN_NO_VIOLATION,
    DMN_SEVERAL_MATCH,  /* UNIQUE: a second rule matches */
    DMN_OUTPUTS_DIFFER, /* ANY: a second rule matches and says something else */
    DMN_SUM_OVERFLOWS,  /* COLLECT SUM leaves int64 */
    DMN_VALUE_OUTSIDE,  /* no rule matches because a value is not among the column's inputValues;
                           the default is given as for any row without a match */
};

struct dmn_hit {
    int32_t rule;   /* from 0, the first that matches; -1 none: the default was given */
    int32_t second; /* the rule that is in the way; -1 none */
    enum dmn_violation violation;
    enum dmn_violation chain_violation; /* the first one in a decision that this one requires */
};

struct dmn_plan;

/* Compiles the decision and, in order, those decisions that its columns read; a required decision
 * is not computed when inputs has its name: the caller's value is taken.  The decision's table must
 * give one row, so COLLECT without aggregation, RULE ORDER and OUTPUT ORDER are refused.
 * E_NOT_FOUND: no such decision.  E_INVALID: something is not supported or does not fit, by name.
 * E_LIMIT: base/limits.h. */
MUST_CHECK status dmn_plan_compile(struct op *op, const struct dmn_model *model,
                                   const char *decision, const struct dmn_input *inputs,
                                   size_t input_count, struct dmn_symbols *symbols,
                                   const struct dmn_plan **ret_plan);
/* The same for a decision whose table gives a list of rows; see dmn_plan_decide_list. */
MUST_CHECK status dmn_plan_compile_list(struct op *op, const struct dmn_model *model,
                                        const char *decision, const struct dmn_input *inputs,
                                        size_t input_count, struct dmn_symbols *symbols,
                                        const struct dmn_plan **ret_plan);

size_t dmn_plan_outputs(const struct dmn_plan *plan, const struct dmn_output **ret_outputs);
/* Whether any table of the plan looks at the caller's input: the others need not be computed. */
bool dmn_plan_reads(const struct dmn_plan *plan, size_t input);
size_t dmn_plan_rule_count(const struct dmn_plan *plan);
/* The rule's annotation in the language, else in the other one, else its description; empty when it
 * has none or rule is -1. */
str dmn_plan_annotation(const struct dmn_plan *plan, int32_t rule, enum language language);

/* One row: inputs as compiled, outputs as dmn_plan_outputs. */
void dmn_plan_decide(const struct dmn_plan *plan, const struct dmn_value *inputs,
                     struct dmn_value *ret_outputs, struct dmn_hit *ret_hit);
/* Rows that lie one after the other, inputs and outputs alike. */
void dmn_plan_decide_rows(const struct dmn_plan *plan, const struct dmn_value *inputs,
                          size_t row_count, struct dmn_value *ret_outputs,
                          struct dmn_hit *ret_hits);
/* The rules that match, in the order of the policy, at most capacity of them; returns how many
 * there are.  The plan must come from dmn_plan_compile_list; -1 stands for the default. */
size_t dmn_plan_decide_list(const struct dmn_plan *plan, const struct dmn_value *inputs,
                            int32_t *ret_rules, size_t capacity);
/* What a rule of the decision's table puts out (-1: the default). */
const struct dmn_value *dmn_plan_rule_outputs(const struct dmn_plan *plan, int32_t rule);

/* A value in words: 12.50, gold, true, 2026-01-31, null. */
str dmn_value_text(struct op *op, const struct dmn_symbols *symbols, enum dmn_type type, int scale,
                   struct dmn_value value);
/* And back; empty or null is none, a text that no rule mentions is DMN_SYMBOL_UNKNOWN.  E_INVALID:
 * not of the type, or finer than the scale. */
MUST_CHECK status dmn_value_read(struct op *op, const struct dmn_symbols *symbols,
                                 enum dmn_type type, int scale, str text,
                                 struct dmn_value *ret_value);

/* Why a row is decided as it is: the rule that fired, and for every other one the first cell that
 * said no.  For screens and auditors: it allocates in the op's arena, where deciding does not. */
struct dmn_reason {
    bool matches;
    int column;     /* from 0, the first cell that said no; -1 when the rule matches */
    str input;      /* the column's expression */
    str cell;       /* what the cell asks for */
    str value;      /* what the row has there, in words */
    str annotation; /* of the rule, in the op's language */
};

/* What the rule that fired asked for, and found. */
struct dmn_condition {
    str input, cell, value;
};

/* One decision of the chain; the one asked for comes last. */
struct dmn_explained {
    str decision;
    struct dmn_hit hit;
    str annotation;             /* of the rule that fired; empty when none did */
    struct dmn_reason *reasons; /* by rule */
    size_t rule_count;
    struct dmn_condition
        *because; /* the cells of the rule that fired, save those that ask nothing */
    size_t because_count;
    str *outputs; /* in words */
    size_t output_count;
};

void dmn_plan_explain(struct op *op, const struct dmn_plan *plan, const struct dmn_value *inputs,
                      struct dmn_explained **ret_decisions, size_t *ret_count);
#endif
