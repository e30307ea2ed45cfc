#include "cli/options.h"

static const struct option_spec *find(const struct option_spec *specs, str name)
{
    for (; specs && specs->name; specs++)
        if (str_equal_c(name, specs->name))
            return specs;
    return NULL;
}

static status take_option(struct op *op, const struct option_spec *spec, bool has_value, str value,
                          struct options *options)
{
    if (!spec->value && has_value)
        return op_fail(op, E_INVALID, "--%s takes no value", spec->name);
    if (options->count == OPTIONS_MAX)
        return op_fail(op, E_LIMIT, "too many options");
    options->names[options->count] = spec->name;
    options->values[options->count++] = value;
    return OK;
}

static status parse_option(struct op *op, const struct option_spec *common,
                           const struct option_spec *specs, int argc, char **argv, int *at,
                           struct options *options)
{
    str rest = str_of(argv[*at] + 2);
    const bool has_equals = memchr(rest.data, '=', rest.size) != NULL;
    const str name = str_split(&rest, '=');
    const struct option_spec *spec = find(specs, name);
    if (!spec)
        spec = find(common, name);
    if (!spec)
        return op_fail(op, E_INVALID, "there is no option --" STR_FORMAT, STR_ARG(name));
    if (spec->value && !has_equals) {
        if (*at + 1 >= argc)
            return op_fail(op, E_INVALID, "--%s needs a value: %s", spec->name,
                           op_word(op, spec->value));
        return take_option(op, spec, true, str_of(argv[++*at]), options);
    }
    return take_option(op, spec, has_equals, rest, options);
}

status options_parse(struct op *op, const struct option_spec *common,
                     const struct option_spec *specs, int argc, char **argv,
                     struct options *ret_options)
{
    struct options options = {0};
    bool only_operands = false;
    for (int at = 0; at < argc; at++) {
        const str word = str_of(argv[at]);
        if (!only_operands && str_equal_c(word, "--")) {
            only_operands = true;
            continue;
        }
        if (!only_operands && str_starts(word, STR("--"))) {
            TRY(parse_option(op, common, specs, argc, argv, &at, &options));
            continue;
        }
        if (options.operand_count == OPERANDS_MAX)
            return op_fail(op, E_INVALID, "too many arguments, from \"%s\" on", argv[at]);
        options.operands[options.operand_count++] = word;
    }
    *ret_options = options;
    return OK;
}

bool options_has(const struct options *options, const char *name)
{
    for (int i = 0; i < options->count; i++)
        if (str_equal_c(str_of(name), options->names[i]))
            return true;
    return false;
}

str options_get(const struct options *options, const char *name, str fallback)
{
    for (int i = options->count - 1; i >= 0; i--)
        if (str_equal_c(str_of(name), options->names[i]))
            return options->values[i];
    return fallback;
}
