/* Values that people write, as rows have them. */
#include "dmn/plan.h"
#include "dmn/types.h"
#include "feel/number.h"

static bool read_number(str text, int scale, int64_t *ret_value)
{
    struct feel_number number;
    if (!feel_number_parse(text, &number))
        return false;
    const struct feel_scaled scaled = feel_number_scaled(number, scale);
    *ret_value = scaled.floor;
    return scaled.overflow == 0 && scaled.is_exact;
}

static bool read_value(const struct dmn_symbols *symbols, enum dmn_type type, int scale, str text,
                       int64_t *ret_value)
{
    day date = DAY_NONE;
    switch (type) {
    case DMN_NUMBER:
        return read_number(text, scale, ret_value);
    case DMN_STRING:
        *ret_value = dmn_symbols_find(symbols, text);
        return true;
    case DMN_BOOLEAN:
        *ret_value = str_equal_c(text, "true");
        return *ret_value || str_equal_c(text, "false");
    case DMN_DATE:
        if (!day_parse(text, &date))
            return false;
        *ret_value = date;
        return true;
    }
    return false;
}

status dmn_value_read(struct op *op, const struct dmn_symbols *symbols, enum dmn_type type,
                      int scale, str text, struct dmn_value *ret_value)
{
    struct dmn_value value = {.is_null = text.size == 0 || str_equal_c(text, "null")};
    if (!value.is_null && !read_value(symbols, type, scale, text, &value.value))
        return type == DMN_NUMBER
                   ? op_fail(op, E_INVALID, "'" STR_FORMAT "' is not a number of %d decimals",
                             STR_ARG(text), scale)
                   : op_fail(op, E_INVALID, "'" STR_FORMAT "' is not one of: %s", STR_ARG(text),
                             op_word(op, dmn_type_name(type)));
    *ret_value = value;
    return OK;
}
