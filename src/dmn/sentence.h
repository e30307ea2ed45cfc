/* An explanation as sentences for people, in the op's language.
 *
 * One says why the decision is as it is, one for each other rule why it did not fire.  Pure but for
 * the arena. */
#ifndef DMN_SENTENCE_H
#define DMN_SENTENCE_H
#include "dmn/plan.h"

/* "treatment: rule 4 (a reminder before the due day), because days is 3 (asks for [1..5])". */
const char *dmn_sentence_decision(struct op *op, const struct dmn_explained *explained);
/* "rule 7 does not: days is 3 (asks for > 5)", or that it matches too and is further down. */
const char *dmn_sentence_rule(struct op *op, const struct dmn_explained *explained, size_t rule);
#endif
