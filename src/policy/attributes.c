#include "policy/attributes.h"

static struct dmn_input input_of(struct arena *arena, str name, str type)
{
    struct dmn_input input = {arena_printf(arena, ATTRIBUTE_PREFIX STR_FORMAT, STR_ARG(name)),
                              DMN_STRING, 0};
    if (str_equal_c(type, "integer")) {
        input.type = DMN_NUMBER;
    } else if (str_equal_c(type, "decimal")) {
        input.type = DMN_NUMBER;
        input.scale = ATTRIBUTE_SCALE;
    } else if (str_equal_c(type, "date")) {
        input.type = DMN_DATE;
    } else if (str_equal_c(type, "boolean")) {
        input.type = DMN_BOOLEAN;
    }
    return input;
}

status input_schema_load(struct op *op, struct input_schema *ret_schema)
{
    struct input_schema schema = {
        .inputs = arena_array(op->arena, INPUTS_MAX, sizeof(struct dmn_input)),
        .count = INPUT_COUNT,
        .attribute_ids = arena_array(op->arena, LIMIT_ATTRIBUTES, sizeof(int64_t))};
    struct db_rows rows;
    bool has_row = false;
    memcpy(schema.inputs, input_list, INPUT_COUNT * sizeof(*schema.inputs));
    TRY(db_query(op, Q_ATTRIBUTE_DEF_LIST, DB_NO_ARGS, &rows));
    while (schema.count < INPUTS_MAX) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        schema.attribute_ids[schema.count - INPUT_COUNT] = db_id(&rows, 0);
        schema.inputs[schema.count++] = input_of(op->arena, db_text(&rows, 1), db_text(&rows, 2));
    }
    db_rows_close(&rows);
    *ret_schema = schema;
    return OK;
}

struct dmn_value input_attribute_value(const struct dmn_input *input,
                                       const struct dmn_symbols *symbols,
                                       const struct db_rows *rows, int column)
{
    const bool is_text = input->type == DMN_STRING;
    if (db_is_null(rows, column + is_text))
        return (struct dmn_value){0, true};
    if (is_text)
        return (struct dmn_value){dmn_symbols_find(symbols, db_text(rows, column + 1)), false};
    return (struct dmn_value){db_i64(rows, column), false};
}

status input_attributes_read(struct op *op, const struct input_schema *schema,
                             const struct dmn_symbols *symbols, struct case_key key,
                             struct dmn_value *values)
{
    struct db_rows rows;
    bool has_row = false;
    for (size_t i = INPUT_COUNT; i < schema->count; i++)
        values[i] = (struct dmn_value){0, true};
    TRY(db_query(op, Q_ATTRIBUTE_OF_CASE, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        for (size_t i = INPUT_COUNT; i < schema->count; i++)
            if (schema->attribute_ids[i - INPUT_COUNT] == db_id(&rows, 0))
                values[i] = input_attribute_value(&schema->inputs[i], symbols, &rows, 1);
    }
}
