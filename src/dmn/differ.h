/* What changed between two versions of a model: decisions, columns, rules and single cells.
 *
 * Texts are compared as they stand, without the blanks around them.  Rules are matched by what they
 * say: one that moved is told as such only where others did not change around it; what has no match
 * on either side is a rule whose cells changed, as long as there are as many on the other.  What is
 * written of a rule for people does not tell rules apart, and is compared where they match.  Pure;
 * lives in the op's arena, texts in the models'. */
#ifndef DMN_DIFFER_H
#define DMN_DIFFER_H
#include "dmn/model.h"

enum dmn_change_kind {
    DMN_DECISION_ADDED,
    DMN_DECISION_REMOVED,
    DMN_POLICY_CHANGED,  /* before and after: the letter of the hit policy, and its aggregation */
    DMN_COLUMNS_CHANGED, /* they are others, and rules are not compared; or stand elsewhere */
    DMN_DEFAULT_CHANGED,
    DMN_RULE_ADDED,
    DMN_RULE_REMOVED,
    DMN_CELL_CHANGED,
    DMN_ANNOTATION_CHANGED, /* what people read of a rule that is otherwise there, or changed too */
};

struct dmn_change {
    enum dmn_change_kind kind;
    str decision;
    size_t rule_before, rule_after; /* from 1; 0: it is not there */
    size_t column;                  /* from 1; 0: none */
    bool is_output;
    str column_name;
    str column_label;     /* what its table calls it; may be empty */
    const char *language; /* of an annotation: "es" or "en"; NULL: one for both */
    str before, after;
};

/* "cell_changed" …: for programs. */
const char *dmn_change_name(enum dmn_change_kind kind);
/* In the order of the models.  E_LIMIT: the arena is over its budget. */
MUST_CHECK status dmn_models_compare(struct op *op, const struct dmn_model *before,
                                     const struct dmn_model *after, struct dmn_change **ret_changes,
                                     size_t *ret_count);
#endif
