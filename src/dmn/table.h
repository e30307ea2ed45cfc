/* A compiled plan from the inside: for the files of this room only. */
#ifndef DMN_TABLE_H
#define DMN_TABLE_H
#include "dmn/column.h"
#include "dmn/place.h"

/* One table of the chain. */
struct dmn_step {
    const struct dmn_decision *decision;
    enum dmn_hit_policy policy;
    enum dmn_aggregation aggregation;
    uint32_t rule_count;
    uint32_t words;      /* 64-bit words of a bitmap of rules */
    const uint64_t *all; /* the bitmap of all rules */
    /* Bits stand in the order in which the policy looks at rules, which for PRIORITY and OUTPUT
     * ORDER is not the order in the file. */
    const uint32_t *rule_of_bit;
    struct dmn_column *columns;
    uint32_t column_count;
    uint32_t output_count;
    const struct dmn_output *outputs;
    const struct dmn_value *values; /* output_count of each rule, then of the default */
    uint32_t slot;                  /* where the first output goes */
};

struct dmn_plan {
    const struct dmn_model *model;
    const struct dmn_symbols *symbols;
    struct dmn_step *steps; /* each after those it reads; the decision asked for is the last */
    size_t step_count;
    const bool *reads; /* by input of the caller */
    size_t input_count;
    bool is_list;
};

/* What compiling hands from table to table. */
struct dmn_compiler {
    struct op *op;
    const struct dmn_model *model;
    const struct dmn_input *inputs;
    size_t input_count;
    struct dmn_symbols *symbols;
    struct dmn_step *steps;
    size_t step_count;
    bool *reads;
    uint32_t slot_count;
    size_t budget; /* bytes that bitmaps may still take */
};

/* Where a column's expression takes its value from; E_INVALID when it is not the name of something
 * that the decision requires, or the caller does not have it. */
struct dmn_name {
    bool is_chained;
    const struct dmn_decision *decision; /* of a chained one */
    str output;                          /* of that decision; empty when it has one */
    uint32_t input;                      /* of the caller otherwise */
    str type_ref;                        /* declared for what the caller gives */
};
MUST_CHECK status dmn_name_find(const struct dmn_compiler *compiler, const struct dmn_place *place,
                                const struct dmn_decision *decision, str expression,
                                struct dmn_name *ret_name);

/* Outputs of a compiled table, and the order of its rules (outputs.c). */
MUST_CHECK status dmn_outputs_compile(struct dmn_compiler *compiler, struct dmn_step *step);

/* The rows of a table that a row of values leaves standing, word by word (decide.c). */
struct dmn_hits {
    const struct dmn_step *step;
    const uint64_t *rows[LIMIT_DMN_COLUMNS + 1];
    uint32_t word;
    uint64_t mask;
};
/* By the class of each column (dmn_column_class_of). */
void dmn_step_decide_classes(const struct dmn_step *step, const uint32_t *classes,
                             struct dmn_value *ret_outputs, struct dmn_hit *ret_hit);
/* Where no rule matches: a value outside the inputValues of its column is worth a word. */
bool dmn_step_is_outside(const struct dmn_step *step, const uint32_t *classes);
void dmn_step_decide(const struct dmn_step *step, const struct dmn_value *inputs,
                     const struct dmn_value *slots, struct dmn_value *ret_outputs,
                     struct dmn_hit *ret_hit);
#endif
