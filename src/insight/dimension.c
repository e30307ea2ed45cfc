#include "insight/dimension.h"

#include <inttypes.h>
#include <stdio.h>

#include "store/db.h"

#define MILLIONTHS_DIGITS 6
#define NAMES_BYTES       400 /* of the list in a failure: what fits on two lines */

const struct dimension dimension_none = {"group", "none", 0, DIMENSION_NONE};

static const struct dimension fields[] = {
    {"customer",   "customer",   0, DIMENSION_TEXT    },
    {"creditor",   "creditor",   0, DIMENSION_TEXT    },
    {"portfolio",  "portfolio",  0, DIMENSION_TEXT    },
    {"product",    "product",    0, DIMENSION_TEXT    },
    {"segment",    "segment",    0, DIMENSION_TEXT    },
    {"stage",      "stage",      0, DIMENSION_TEXT    },
    {"country",    "country",    0, DIMENSION_TEXT    },
    {"party_kind", "party_kind", 0, DIMENSION_TEXT    },
    {"currency",   "currency",   0, DIMENSION_CURRENCY},
};

static const struct {
    const char *type; /* attribute_def.type */
    enum dimension_form form;
} forms[] = {
    {"text",    DIMENSION_TEXT   },
    {"integer", DIMENSION_INTEGER},
    {"decimal", DIMENSION_DECIMAL},
    {"date",    DIMENSION_DATE   },
    {"boolean", DIMENSION_BOOLEAN},
};

static status read_attribute(struct op *op, struct db_rows *row, void *out)
{
    struct dimension *dimension = out;
    const str type = db_text(row, 1);

    dimension->branch = "attribute";
    dimension->attribute_id = db_id(row, 0);
    for (size_t i = 0; i < ARRAY_LEN(forms); i++)
        if (str_equal_c(type, forms[i].type)) {
            dimension->form = forms[i].form;
            return OK;
        }
    return op_fail(op, E_STORE, "attribute %s has the unknown type " STR_FORMAT, dimension->name,
                   STR_ARG(type));
}

static status fail_unknown(struct op *op, str name)
{
    struct buf list = buf_start(op->arena, NAMES_BYTES);
    struct db_rows rows;
    bool has_row = true;

    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        buf_printf(&list, "%s%s", i ? ", " : "", fields[i].name);
    TRY(db_query(op, Q_INSIGHT_ATTRIBUTE_NAMES, DB_NO_ARGS, &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            buf_printf(&list, ", " STR_FORMAT, STR_ARG(db_text(&rows, 0)));
    }
    return op_fail(op, E_INVALID, "there is no field or attribute '" STR_FORMAT "'; there are: %s",
                   STR_ARG(name), buf_cstr(&list));
}

status dimension_find(struct op *op, str name, struct dimension *ret_dimension)
{
    struct dimension found = {.name = str_cstr(op->arena, name)};
    bool is_attribute;

    if (name.size == 0) {
        *ret_dimension = dimension_none;
        return OK;
    }
    TRY(db_query_one(op, Q_INSIGHT_ATTRIBUTE, DB_ARGS(ARG_TEXT(name)), read_attribute, &found,
                     &is_attribute));
    if (is_attribute) {
        *ret_dimension = found;
        return OK;
    }
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (str_equal_c(name, fields[i].name)) {
            *ret_dimension = fields[i];
            return OK;
        }
    return fail_unknown(op, name);
}

static bool parse_decimal(str text, int64_t *ret_number)
{
    static const struct money_format format = {.decimal = '.'};
    money millionths;
    if (!money_parse(text, format, MILLIONTHS_DIGITS, &millionths))
        return false;
    *ret_number = millionths.minor;
    return true;
}

/* The value as the rows hold it; a text is not parsed. */
static bool parse_value(enum dimension_form form, str text, int64_t *ret_number)
{
    currency unit = CURRENCY_NONE;
    day date = DAY_NONE;
    bool is_good = true;

    switch (form) {
    case DIMENSION_INTEGER:
        return str_to_i64(text, ret_number);
    case DIMENSION_DECIMAL:
        return parse_decimal(text, ret_number);
    case DIMENSION_DATE:
        is_good = day_parse(text, &date);
        *ret_number = date;
        return is_good;
    case DIMENSION_BOOLEAN:
        *ret_number = str_equal_c(text, "true");
        return *ret_number || str_equal_c(text, "false");
    case DIMENSION_CURRENCY:
        is_good = currency_parse(text, &unit);
        *ret_number = unit;
        return is_good;
    case DIMENSION_NONE:
    case DIMENSION_TEXT:
        break;
    }
    return true;
}

static const char *form_name(enum dimension_form form)
{
    switch (form) {
    case DIMENSION_INTEGER:
        return SAY("a whole number");
    case DIMENSION_DECIMAL:
        return SAY("a number such as 0.5");
    case DIMENSION_DATE:
        return SAY("a date such as 2026-01-31");
    case DIMENSION_BOOLEAN:
        return SAY("true or false");
    case DIMENSION_CURRENCY:
        return SAY("a currency such as MXN");
    case DIMENSION_NONE:
    case DIMENSION_TEXT:
        break;
    }
    return SAY("a text");
}

status dimension_filter_find(struct op *op, str text, struct dimension_filter *ret_filter)
{
    struct dimension_filter filter = {.dimension = dimension_none, .text = text};
    if (text.size > 0) {
        const str name = str_trim(str_split(&filter.text, '='));
        if (name.size == 0 || memchr(text.data, '=', text.size) == NULL)
            return op_fail(op, E_INVALID,
                           "filter '" STR_FORMAT "': write it as FIELD=VALUE, for example "
                           "product=loan",
                           STR_ARG(text));
        filter.text = str_trim(filter.text);
        TRY(dimension_find(op, name, &filter.dimension));
        if (!parse_value(filter.dimension.form, filter.text, &filter.number))
            return op_fail(op, E_INVALID, "filter '" STR_FORMAT "': the value must be %s",
                           STR_ARG(text), op_word(op, form_name(filter.dimension.form)));
    }
    *ret_filter = filter;
    return OK;
}

bool dimension_filter_passes(const struct dimension_filter *filter, const struct db_rows *rows,
                             int text_column, int number_column, int currency_column)
{
    switch (filter->dimension.form) {
    case DIMENSION_NONE:
        return true;
    case DIMENSION_TEXT:
        return !db_is_null(rows, text_column) &&
               str_equal(db_text(rows, text_column), filter->text);
    case DIMENSION_CURRENCY:
        return db_i64(rows, currency_column) == filter->number;
    case DIMENSION_INTEGER:
    case DIMENSION_DECIMAL:
    case DIMENSION_DATE:
    case DIMENSION_BOOLEAN:
        break;
    }
    return !db_is_null(rows, number_column) && db_i64(rows, number_column) == filter->number;
}

static str number_key(enum dimension_form form, int64_t number, char out[DIMENSION_KEY_SIZE])
{
    switch (form) {
    case DIMENSION_DECIMAL:
        return str_of(money_format_plain((money){number}, MILLIONTHS_DIGITS, out));
    case DIMENSION_DATE:
        return str_of(day_format((day)number, out));
    case DIMENSION_BOOLEAN:
        return number ? STR("true") : STR("false");
    case DIMENSION_CURRENCY:
        return str_of(currency_format((currency)number, out));
    case DIMENSION_NONE:
    case DIMENSION_TEXT:
    case DIMENSION_INTEGER:
        break;
    }
    snprintf(out, DIMENSION_KEY_SIZE, "%" PRId64, number);
    return str_of(out);
}

str dimension_key(const struct dimension *dimension, const struct db_rows *rows, int text_column,
                  int number_column, int currency_column, char out[DIMENSION_KEY_SIZE])
{
    _Static_assert(DIMENSION_KEY_SIZE >= MONEY_TEXT_SIZE && DIMENSION_KEY_SIZE >= DAY_TEXT_SIZE,
                   "a key must hold every form");
    if (dimension->form == DIMENSION_CURRENCY)
        return number_key(dimension->form, db_i64(rows, currency_column), out);
    if (!db_is_null(rows, text_column))
        return db_text(rows, text_column);
    if (!db_is_null(rows, number_column))
        return number_key(dimension->form, db_i64(rows, number_column), out);
    return dimension->form == DIMENSION_NONE ? STR("") : STR("(none)");
}
