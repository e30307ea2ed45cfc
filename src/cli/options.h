/* Options of a command line: `--name value`, `--name=value`, `--flag`, `--`, and operands.
 *
 * Pure; texts are borrowed from argv. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H
#include "base/op.h"
#include "base/str.h"

#define OPTIONS_MAX  32
#define OPERANDS_MAX 16

struct option_spec {
    const char *name;    /* without the dashes; NULL ends a list */
    const char *value;   /* what stands for its value in the help; NULL: a flag */
    const char *text[2]; /* Spanish, English */
};

struct options {
    const char *names[OPTIONS_MAX];
    str values[OPTIONS_MAX];
    int count;
    str operands[OPERANDS_MAX];
    int operand_count;
};

/* E_INVALID: an unknown option, a missing or an unexpected value; the text says which. */
MUST_CHECK status options_parse(struct op *op, const struct option_spec *common,
                                const struct option_spec *specs, int argc, char **argv,
                                struct options *ret_options);
bool options_has(const struct options *options, const char *name);
/* The last value given; fallback when there is none. */
str options_get(const struct options *options, const char *name, str fallback);
#endif
