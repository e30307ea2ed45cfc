/* Expressions of FEEL: parsed once against the names that are known, evaluated with values.
 *
 * The profile is arithmetic on exact decimals, comparison, between, in, if, and and or in three
 * values, texts, days, times and durations without zones, lists, contexts, paths, filters, for,
 * some and every, functions of the list in functions.c and of the model's own.  What is outside
 * (instance of, zones, fractions of seconds, regular expressions …) is refused by name when it is
 * parsed.  Names may hold blanks and signs: the longest known name wins. */
#ifndef FEEL_EXPRESSION_H
#define FEEL_EXPRESSION_H
#include "feel/value.h"

/* Names that an expression may use, and those of members behind a point. */
struct feel_names {
    const struct feel_names *parent;
    const str *list;
    size_t count;
};

/* Values by name; the inner ones hide the outer ones. */
struct feel_scope {
    const struct feel_scope *parent;
    const str *names;
    const struct feel_value *values;
    size_t count;
    int calls; /* of functions, around this scope */
};

/* E_INVALID: not of the profile, or a name that nobody knows, which the text names; E_LIMIT: too
 * long or too deep.  members may be NULL. */
MUST_CHECK status feel_expression_parse(struct op *op, str text, const struct feel_names *names,
                                        const struct feel_names *members,
                                        const struct feel_node **ret_node);
/* The cell of a table, tested against the value that scope calls "?". */
MUST_CHECK status feel_cell_parse(struct op *op, str text, const struct feel_names *names,
                                  const struct feel_names *members,
                                  const struct feel_node **ret_node);
/* What makes no sense is null.  Where a value is outside of the profile (a text with a zone is made
 * a time), the op carries E_INVALID afterwards, and the null must not be believed.  The value lives
 * in the op's arena; it must be checked (op_check) where lists can grow. */
struct feel_value feel_evaluate(struct op *op, const struct feel_node *node,
                                const struct feel_scope *scope);
#endif
