/* Attributes that came with an import, as inputs of a strategy's tables.
 *
 * An attribute `region` is the input `attr_region`: text, number (decimals have six), date or
 * boolean, as the store defines it. A case has those of the obligation that leads it (the oldest
 * unpaid claim's). They are read only when a table asks for one. */
#ifndef POLICY_ATTRIBUTES_H
#define POLICY_ATTRIBUTES_H
#include "policy/inputs.h"
#include "store/db.h"

#define ATTRIBUTE_SCALE  6
#define INPUTS_MAX       (INPUT_COUNT + LIMIT_ATTRIBUTES)
#define ATTRIBUTE_PREFIX "attr_"

/* All inputs: first those of inputs.h, then one for each attribute of the store. */
struct input_schema {
    struct dmn_input *inputs;
    size_t count;
    int64_t *attribute_ids; /* of inputs[INPUT_COUNT + i] */
};

/* Reads the attribute definitions; the schema lives in op's arena. */
MUST_CHECK status input_schema_load(struct op *op, struct input_schema *ret_schema);
/* Fills values[INPUT_COUNT …]; null where the case has no such value. */
MUST_CHECK status input_attributes_read(struct op *op, const struct input_schema *schema,
                                        const struct dmn_symbols *symbols, struct case_key key,
                                        struct dmn_value *values);
/* One value of an attribute from a row that has its number and then its text from a column on; a
 * text that no table names is none of their words, and no null. */
struct dmn_value input_attribute_value(const struct dmn_input *input,
                                       const struct dmn_symbols *symbols,
                                       const struct db_rows *rows, int column);
#endif
