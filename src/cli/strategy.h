/* The verbs of `acuerdo strategy` that change something, and what they print with the others. */
#ifndef CLI_STRATEGY_H
#define CLI_STRATEGY_H
#include "cli/strategy_source.h"
#include "policy/strategy_cases.h"

extern const struct command strategy_verb_import, strategy_verb_submit, strategy_verb_approve,
    strategy_verb_reject, strategy_verb_activate, strategy_verb_retire, strategy_verb_facts,
    strategy_verb_arms;

/* One line, or one object. */
void strategy_print_row(struct cli *cli, const struct strategy_row *row);
/* Each case that came out otherwise: what was expected, what came, and the rule that fired. */
void strategy_print_examples(struct cli *cli, const struct strategy_examples *examples);
#endif
