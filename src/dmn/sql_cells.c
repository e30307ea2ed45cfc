#include "dmn/sql_cells.h"

#include <inttypes.h>

str dmn_sql_identifier(struct op *op, str name)
{
    struct buf out = buf_start(op->arena, 2 * name.size + 2);
    buf_add_char(&out, '"');
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] == '"')
            buf_add_char(&out, '"');
        buf_add_char(&out, name.data[i]);
    }
    buf_add_char(&out, '"');
    return buf_str(&out);
}

static str quoted(struct op *op, str text)
{
    struct buf out = buf_start(op->arena, 2 * text.size + 2);
    buf_add_char(&out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\'')
            buf_add_char(&out, '\'');
        buf_add_char(&out, text.data[i]);
    }
    buf_add_char(&out, '\'');
    return buf_str(&out);
}

static str day_literal(struct op *op, enum dmn_dialect dialect, day date)
{
    char text[DAY_TEXT_SIZE];
    return str_of(arena_printf(op->arena, dialect == DMN_POSTGRESQL ? "DATE '%s'" : "'%s'",
                               day_format(date, text)));
}

/* digits / 10^scale as a column of the domain holds it: times 10^domain->scale, exactly. */
static str number_literal(struct op *op, struct feel_number number, int scale)
{
    char digits[64];
    size_t count = 0;
    const int point = number.scale - scale; /* decimals that stay behind the point */
    unsigned __int128 left =
        number.digits < 0 ? -(unsigned __int128)number.digits : (unsigned __int128)number.digits;
    do {
        digits[count++] = (char)('0' + (int)(left % 10));
        left /= 10;
    } while (left > 0 || (point > 0 && count <= (size_t)point));
    struct buf out = buf_start(op->arena, 2 * sizeof(digits) + DMN_SCALE_MAX);
    buf_add_c(&out, number.digits < 0 ? "(-" : "");
    for (size_t i = count; i-- > 0;) {
        buf_add_char(&out, digits[i]);
        if (i > 0 && point > 0 && i == (size_t)point)
            buf_add_char(&out, '.');
    }
    for (int i = point; i < 0; i++)
        buf_add_char(&out, '0');
    buf_add_c(&out, number.digits < 0 ? ")" : "");
    return buf_str(&out);
}

static str literal_text(struct op *op, enum dmn_dialect dialect, const struct dmn_domain *domain,
                        const struct feel_literal *literal)
{
    switch (literal->kind) {
    case FEEL_NUMBER:
        return number_literal(op, literal->number, domain->scale);
    case FEEL_STRING:
        return quoted(op, literal->string);
    case FEEL_BOOLEAN:
        return literal->boolean ? STR("TRUE") : STR("FALSE");
    case FEEL_DATE:
        return day_literal(op, dialect, literal->date);
    case FEEL_NULL:
        break;
    }
    return STR("NULL");
}

struct cell {
    struct op *op;
    enum dmn_dialect dialect;
    const struct dmn_domain *domain;
    str column;
    struct buf out;
};

static void compare(struct cell *cell, const char *sign, const struct feel_literal *literal)
{
    const str text = literal_text(cell->op, cell->dialect, cell->domain, literal);
    buf_printf(&cell->out, STR_FORMAT " %s " STR_FORMAT, STR_ARG(cell->column), sign,
               STR_ARG(text));
}

/* Equality knows null: it is no value, and not unknown. */
static void write_equal(struct cell *cell, const struct feel_literal *literal)
{
    if (literal->kind == FEEL_NULL) {
        buf_printf(&cell->out, STR_FORMAT " IS NULL", STR_ARG(cell->column));
        return;
    }
    buf_printf(&cell->out, "(" STR_FORMAT " IS NOT NULL AND ", STR_ARG(cell->column));
    compare(cell, "=", literal);
    buf_add_c(&cell->out, ")");
}

static void write_test(struct cell *cell, const struct feel_test *test)
{
    static const char *const signs[] = {
        [FEEL_EQUAL] = "=",   [FEEL_LESS] = "<",           [FEEL_LESS_EQUAL] = "<=",
        [FEEL_GREATER] = ">", [FEEL_GREATER_EQUAL] = ">=", [FEEL_RANGE] = ""};
    if (test->kind == FEEL_EQUAL) {
        write_equal(cell, &test->low);
    } else if (test->kind == FEEL_RANGE) {
        buf_add_c(&cell->out, "(");
        compare(cell, test->is_low_open ? ">" : ">=", &test->low);
        buf_add_c(&cell->out, " AND ");
        compare(cell, test->is_high_open ? "<" : "<=", &test->high);
        buf_add_c(&cell->out, ")");
    } else {
        compare(cell, signs[test->kind], &test->low);
    }
}

status dmn_sql_test(struct op *op, enum dmn_dialect dialect, const struct dmn_domain *domain,
                    str text, str column, str *ret_test)
{
    struct cell cell = {op, dialect, domain, column, buf_start(op->arena, LIMIT_DMN_SQL_BYTES)};
    struct feel_tests tests = {0};
    TRY(feel_tests_parse(op, text, &tests));
    if (tests.is_any) {
        *ret_test = (str){"", 0};
        return OK;
    }
    buf_add_c(&cell.out, tests.is_negated ? "NOT (" : "(");
    for (size_t i = 0; i < tests.count; i++) {
        buf_add_c(&cell.out, i > 0 ? " OR " : "");
        write_test(&cell, &tests.tests[i]);
    }
    buf_add_c(&cell.out, ")");
    *ret_test = buf_str(&cell.out);
    return OK;
}

str dmn_sql_value(struct op *op, enum dmn_dialect dialect, const struct dmn_symbols *symbols,
                  const struct dmn_output *output, struct dmn_value value)
{
    if (value.is_null)
        return STR("NULL");
    switch (output->type) {
    case DMN_NUMBER:
        if (value.value == INT64_MIN) /* has no literal of its own */
            return STR("(-9223372036854775807 - 1)");
        return str_of(
            arena_printf(op->arena, value.value < 0 ? "(%" PRId64 ")" : "%" PRId64, value.value));
    case DMN_STRING:
        return quoted(op, dmn_symbols_text(symbols, (dmn_symbol)value.value));
    case DMN_BOOLEAN:
        return value.value ? STR("TRUE") : STR("FALSE");
    case DMN_DATE:
        return day_literal(op, dialect, (day)value.value);
    }
    return STR("NULL");
}
