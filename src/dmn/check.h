/* What is wrong with a model, or looks wrong, as a list for people: where, with which row, and what
 * to do about it.
 *
 * An error would decide somebody's case wrongly or not at all: such a model must not become active.
 * A warning is for the author to judge.  A note says what is as the hit policy wants it, and is
 * asked for.  Nothing is decided, nothing is changed; texts are in the op's language and live, as
 * all else, in its arena. */
#ifndef DMN_CHECK_H
#define DMN_CHECK_H
#include "dmn/plan.h"

enum dmn_weight { DMN_ERROR, DMN_WARNING, DMN_NOTE };

enum dmn_problem {
    DMN_UNKNOWN_NAME,  /* a column reads, or a requirement points to, what is not there */
    DMN_WRONG_TYPE,    /* a type that tables do not have, or that does not fit */
    DMN_BAD_CELL,      /* not a cell or an entry of the profile, or not of its column's type */
    DMN_CYCLE,         /* a decision requires itself */
    DMN_REFUSED,       /* anything else that does not compile */
    DMN_OVERLAP,       /* two rules match one row: UNIQUE */
    DMN_CONFLICT,      /* two rules match one row and say different things: ANY; PRIORITY: both rank
                          alike */
    DMN_GAP,           /* no rule matches, and there is no default */
    DMN_GAP_NULL,      /* the same, only where a value is missing */
    DMN_UNREACHABLE,   /* a rule never fires */
    DMN_UNUSED_COLUMN, /* no rule asks it for anything */
    DMN_UNUSED_INPUT,  /* an input or a requirement that nothing reads */
    DMN_NOT_ANALYSED,  /* the table is too large for a full answer */
    DMN_PROBLEMS
};

struct dmn_witness {
    str input, value;
};

struct dmn_finding {
    enum dmn_weight weight;
    enum dmn_problem problem;
    str decision;       /* empty: the model */
    size_t rule, other; /* from 1; 0: none */
    size_t column;      /* from 1; 0: none */
    bool is_output;     /* the column is one of the outputs */
    str column_name, cell;
    const struct dmn_witness *row; /* a row that shows it */
    size_t row_count;
    const char *text, *hint;
};

struct dmn_check {
    const struct dmn_model *model;
    const struct dmn_input *inputs; /* what the caller gives; NULL: as the model declares them */
    size_t input_count;
    struct dmn_symbols *symbols;         /* grows */
    const struct dmn_possible *by_input; /* dmn/cover.h; NULL: inputs can be anything */
    bool with_notes;
};

struct dmn_findings {
    struct dmn_finding *list; /* by decision in the order of the file, errors before the rest */
    size_t count;
    size_t errors, warnings;
};

/* E_LIMIT: the arena is over its budget. */
MUST_CHECK status dmn_model_check(struct op *op, const struct dmn_check *check,
                                  struct dmn_findings *ret_findings);
/* The values that an output of the decision can have; not known while the model has errors. */
MUST_CHECK status dmn_model_possible(struct op *op, const struct dmn_check *check,
                                     const char *decision, struct dmn_possible *ret_possible);
/* "overlap", "gap" …: for programs. */
const char *dmn_problem_name(enum dmn_problem problem);
/* "error", "warning" or "note". */
const char *dmn_weight_name(enum dmn_weight weight);
#endif
