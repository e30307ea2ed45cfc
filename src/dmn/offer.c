#include "dmn/offer.h"

#include "dmn/cells.h"
#include "dmn/types.h"

/* What the cells of an input tell about it. */
struct hints {
    bool has_type;
    enum dmn_type type;
    int scale;
};

static void add_literal(struct hints *hints, const struct feel_literal *literal)
{
    if (literal->kind == FEEL_NULL)
        return;
    if (!hints->has_type)
        hints->type = dmn_literal_type(literal);
    hints->has_type = true;
    if (literal->kind == FEEL_NUMBER && literal->number.scale > hints->scale)
        hints->scale = literal->number.scale;
}

/* A cell that does not parse says nothing here: it is refused where the table is compiled. */
static void add_cell(struct op *op, struct hints *hints, str cell)
{
    struct feel_tests tests = {0};
    if (feel_tests_parse(op, cell, &tests) != OK) {
        op_clear(op);
        return;
    }
    for (size_t i = 0; i < tests.count; i++) {
        add_literal(hints, &tests.tests[i].low);
        add_literal(hints, &tests.tests[i].high);
    }
}

static void add_column(struct op *op, struct hints *hints, const struct dmn_table *table,
                       size_t column)
{
    add_cell(op, hints, table->inputs[column].values);
    for (size_t rule = 0; rule < table->rule_count; rule++)
        add_cell(op, hints, table->rules[rule].inputs[column]);
}

static struct hints find_hints(struct op *op, const struct dmn_model *model, str name)
{
    struct hints hints = {0};
    for (size_t i = 0; i < model->decision_count; i++) {
        const struct dmn_table *const table = model->decisions[i].table;
        for (size_t column = 0; table && column < table->input_count; column++)
            if (str_equal(table->inputs[column].expression, name))
                add_column(op, &hints, table, column);
    }
    return hints;
}

status dmn_inputs_offer(struct op *op, const struct dmn_model *model, struct dmn_input **ret_inputs,
                        size_t *ret_count)
{
    const struct dmn_place nowhere = {0};
    struct dmn_input *const inputs = arena_array(op->arena, model->input_count, sizeof(*inputs));
    size_t count = 0;
    for (size_t i = 0; i < model->input_count; i++) {
        const struct dmn_input_data *const data = &model->inputs[i];
        struct dmn_kind kind = {0};
        if (dmn_kind_resolve(op, &nowhere, model, data->type_ref, &kind) != OK) {
            op_clear(op);
            continue;
        }
        if (kind.is_list || kind.structure)
            continue;
        struct hints hints = find_hints(op, model, data->name);
        for (size_t a = 0; a < kind.allowed_count; a++)
            add_cell(op, &hints, kind.allowed[a]);
        const enum dmn_type type = kind.is_open ? hints.type : kind.type;
        const int scale = hints.scale > DMN_SCALE_MAX ? DMN_SCALE_MAX : hints.scale;
        inputs[count++] = (struct dmn_input){str_cstr(op->arena, data->name), type,
                                             type == DMN_NUMBER ? scale : 0};
    }
    *ret_inputs = inputs;
    *ret_count = count;
    return op_check(op);
}
