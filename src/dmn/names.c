/* What the expression of an input column refers to. */
#include "dmn/table.h"

/* How the names of the caller and of models meet: ASCII small letters, blanks and dashes as
 * underscores. */
static char fold(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return c == ' ' || c == '-' ? '_' : c;
}

static bool is_same_name(str model_name, str caller_name)
{
    if (model_name.size != caller_name.size)
        return false;
    for (size_t i = 0; i < model_name.size; i++)
        if (fold(model_name.data[i]) != fold(caller_name.data[i]))
            return false;
    return true;
}

static bool find_input(const struct dmn_compiler *compiler, str name, uint32_t *ret_input)
{
    for (size_t i = 0; i < compiler->input_count; i++)
        if (is_same_name(name, str_of(compiler->inputs[i].name))) {
            *ret_input = (uint32_t)i;
            return true;
        }
    return false;
}

/* The part before the last point names a decision, the part behind it one of its outputs. */
static str cut_output(str expression, str *ret_output)
{
    const char *const point = memrchr(expression.data, '.', expression.size);
    if (!point)
        return (str){"", 0};
    const size_t size = (size_t)(point - expression.data);
    *ret_output = str_trim((str){point + 1, expression.size - size - 1});
    return str_trim((str){expression.data, size});
}

static bool match_decision(const struct dmn_compiler *compiler, const struct dmn_decision *required,
                           str expression, struct dmn_name *name)
{
    str output = {"", 0};
    const str owner = cut_output(expression, &output);
    const bool is_whole = str_equal(required->name, expression);
    if (!is_whole && !(owner.size > 0 && str_equal(required->name, owner)))
        return false;
    if (is_whole && find_input(compiler, required->name, &name->input)) {
        name->type_ref = required->type_ref;
        return true;
    }
    name->is_chained = true;
    name->decision = required;
    name->output = is_whole ? (str){"", 0} : output;
    return true;
}

status dmn_name_find(const struct dmn_compiler *compiler, const struct dmn_place *place,
                     const struct dmn_decision *decision, str expression, struct dmn_name *ret_name)
{
    struct dmn_name name = {0};
    for (size_t i = 0; i < decision->requirement_count; i++) {
        const struct dmn_requirement *const requirement = &decision->requirements[i];
        if (requirement->need == DMN_NEEDS_DECISION) {
            const struct dmn_decision *const required =
                dmn_model_find_decision(compiler->model, requirement->href);
            if (required && match_decision(compiler, required, expression, &name)) {
                *ret_name = name;
                return OK;
            }
        }
        const struct dmn_input_data *const input =
            requirement->need == DMN_NEEDS_INPUT
                ? dmn_model_find_input(compiler->model, requirement->href)
                : NULL;
        if (!input || !str_equal(input->name, expression))
            continue;
        if (!find_input(compiler, input->name, &name.input))
            return dmn_refuse(compiler->op, place, E_INVALID,
                              "there is no fact of that name to read");
        name.type_ref = input->type_ref;
        *ret_name = name;
        return OK;
    }
    return dmn_refuse(compiler->op, place, E_INVALID,
                      "a column must read something that the decision requires: '" STR_FORMAT
                      "' is not the name of an input or a decision that it has an "
                      "informationRequirement for",
                      STR_ARG(expression));
}
