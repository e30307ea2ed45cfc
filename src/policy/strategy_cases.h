/* The examples of a strategy: cases.csv, each line a case in words and what is to come of it.
 *
 * Columns `case`, `facts`, then what is expected, each named by its output ("segment", "step",
 * "channel", "priority") or by decision and output ("negotiation.max_discount"); an empty cell
 * expects nothing, "null" that there is no value.  Facts are `name=value` with blanks between them
 * (a value with blanks in single quotes); those that are not named have the values of
 * strategy_case_defaults, which policies/strategies/default/README.md tells.  Pure but for the
 * op's arena. */
#ifndef POLICY_STRATEGY_CASES_H
#define POLICY_STRATEGY_CASES_H
#include "base/json.h"
#include "policy/strategy.h"

#define STRATEGY_CASES_MAX 5000

/* One expectation that was not met. */
struct strategy_miss {
    int line; /* of cases.csv, from 1 */
    str name; /* of the case */
    str decision;
    str output;
    str expected;
    str got;
    int32_t rule; /* that fired, from 1; 0: the default */
    str why;      /* its annotation in the op's language */
};

struct strategy_examples {
    size_t cases;
    struct strategy_miss *misses;
    size_t miss_count;
};

/* A value as it stands in cases.csv, for an input.  E_INVALID: it is none. */
MUST_CHECK status strategy_value_read(struct op *op, const struct dmn_symbols *symbols,
                                      const struct dmn_input *input, str text,
                                      struct dmn_value *ret_value);
/* The facts of one line for the schema: defaults, then what is named.  E_NOT_FOUND: a name that is
 * no input.  E_INVALID: a value. */
MUST_CHECK status strategy_facts_read(struct op *op, const struct input_schema *schema,
                                      const struct dmn_symbols *symbols, str facts,
                                      struct dmn_value *ret_values);
/* Decides every case.  E_INVALID: cases.csv is not as it should be, with its line; E_NOT_FOUND: a
 * strategy without examples. */
MUST_CHECK status strategy_examples_run(struct op *op, const struct strategy_source *source,
                                        const struct input_schema *schema,
                                        struct strategy_examples *ret_examples);
/* The schema without a store: the program's inputs, and an attribute for each `attr_` input that a
 * model declares. */
MUST_CHECK status strategy_schema(struct op *op, const struct strategy_source *source,
                                  struct input_schema *ret_schema);
/* As --json, the API and the record of the state show them. */
void strategy_examples_write(struct json_writer *w, const struct strategy_examples *examples);
#endif
