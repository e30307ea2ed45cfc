/* A rule of a table as a sentence for people who read no FEEL.
 *
 * "If Days past due is between 3 and 5 and Segment is early: Step call, Channel telephone".  In the
 * op's language; columns have their label in Spanish and their name without underscores in English,
 * as models carry labels in one language only.  A cell that does not parse is quoted as it stands.
 * Pure but for the arena. */
#ifndef DMN_READING_H
#define DMN_READING_H
#include "dmn/model.h"

/* What people call a value of a column; NULL: as it stands.  column: an input's expression, or the
 * name of an output. */
struct dmn_words {
    const char *(*word_of)(void *context, str column, str value, enum language language);
    void *context;
};

/* words may be NULL; decision: its name stands for the output of a table that has one. */
const char *dmn_reading_rule(struct op *op, const struct dmn_decision *decision,
                             const struct dmn_table *table, size_t rule,
                             const struct dmn_words *words);
/* What a column is called: its label, or its name. */
str dmn_reading_column(struct op *op, const struct dmn_clause *clause, str name);
#endif
