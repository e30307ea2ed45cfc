#include "dmn/reading.h"

#include "feel/unary.h"

struct reading {
    struct op *op;
    const struct dmn_words *words;
    str column; /* whose cell is read */
};

/* past_due_days is "past due days". */
static str spaced(struct arena *arena, str name)
{
    char *const text = arena_copy(arena, name.data, name.size);
    for (size_t i = 0; i < name.size; i++)
        text[i] = text[i] == '_' ? ' ' : text[i];
    return (str){text, name.size};
}

str dmn_reading_column(struct op *op, const struct dmn_clause *clause, str name)
{
    const bool has_label = op->language == LANGUAGE_ES && clause->label.size > 0;
    return has_label ? clause->label : spaced(op->arena, name);
}

/* --- values --- */

static const char *plain(const struct reading *r, str value)
{
    const struct dmn_words *const words = r->words;
    const char *const word =
        words ? words->word_of(words->context, r->column, value, r->op->language) : NULL;
    return word ? word : str_cstr(r->op->arena, spaced(r->op->arena, value));
}

static const char *number_text(const struct reading *r, const struct feel_number *number)
{
    const bool is_negative = number->digits < 0;
    __int128 rest = is_negative ? -number->digits : number->digits;
    char digits[64];
    size_t at = sizeof(digits);
    digits[--at] = '\0';
    for (int place = 0; rest > 0 || place <= number->scale; place++) {
        if (place == number->scale && place > 0)
            digits[--at] = '.';
        digits[--at] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    }
    return plain(r,
                 str_of(arena_printf(r->op->arena, "%s%s", is_negative ? "-" : "", digits + at)));
}

static const char *literal_text(const struct reading *r, const struct feel_literal *literal)
{
    char text[DAY_TEXT_SIZE];
    switch (literal->kind) {
    case FEEL_NULL:
        return op_word(r->op, SAY("missing"));
    case FEEL_NUMBER:
        return number_text(r, &literal->number);
    case FEEL_STRING:
        return plain(r, literal->string);
    case FEEL_BOOLEAN:
        return op_word(r->op, literal->boolean ? SAY("yes") : SAY("no"));
    case FEEL_DATE:
        return arena_printf(r->op->arena, "%s", day_format(literal->date, text));
    }
    return "";
}

/* --- conditions --- */

static const char *range_text(const struct reading *r, const struct feel_test *test)
{
    const char *const low = literal_text(r, &test->low);
    const char *const high = literal_text(r, &test->high);
    if (!test->is_low_open && !test->is_high_open)
        return op_say(r->op, "is from %s to %s", low, high);
    if (test->is_low_open && test->is_high_open)
        return op_say(r->op, "is more than %s and less than %s", low, high);
    return test->is_low_open ? op_say(r->op, "is more than %s and at most %s", low, high)
                             : op_say(r->op, "is at least %s and less than %s", low, high);
}

static const char *test_text(const struct reading *r, const struct feel_test *test)
{
    const char *const value = literal_text(r, &test->low);
    switch (test->kind) {
    case FEEL_EQUAL:
        return test->low.kind == FEEL_NULL ? op_word(r->op, SAY("is missing"))
                                           : op_say(r->op, "is %s", value);
    case FEEL_LESS:
        return op_say(r->op, "is less than %s", value);
    case FEEL_LESS_EQUAL:
        return op_say(r->op, "is at most %s", value);
    case FEEL_GREATER:
        return op_say(r->op, "is more than %s", value);
    case FEEL_GREATER_EQUAL:
        return op_say(r->op, "is at least %s", value);
    case FEEL_RANGE:
        return range_text(r, test);
    }
    return "";
}

/* A cell that asks nothing says nothing. */
static void add_condition(const struct reading *r, struct buf *out, str column, str cell)
{
    struct op *const op = r->op;
    struct feel_tests tests = {0};
    struct buf any = buf_start(op->arena, LIMIT_SAID_BYTES);
    if (feel_tests_parse(op, cell, &tests) != OK) {
        op_clear(op);
        buf_add_c(&any, op_say(op, "is '" STR_FORMAT "'", STR_ARG(cell)));
    } else if (tests.is_any) {
        return;
    }
    for (size_t i = 0; i < tests.count; i++) {
        buf_add_c(&any, i > 0 ? op_word(op, SAY(" or ")) : "");
        buf_add_c(&any, test_text(r, &tests.tests[i]));
    }
    const char *const form =
        tests.is_negated ? op_say(op, "not (%s)", buf_cstr(&any)) : buf_cstr(&any);
    buf_add_c(out, out->size > 0 ? op_word(op, SAY(" and ")) : "");
    buf_printf(out, STR_FORMAT " %s", STR_ARG(column), form);
}

/* --- what comes of it --- */

static void add_output(const struct reading *r, struct buf *out, str column, str entry)
{
    struct op *const op = r->op;
    struct feel_literal literal = {0};
    const char *value = NULL;
    if (feel_literal_parse(op, entry, &literal) != OK) {
        op_clear(op);
        value = str_cstr(op->arena, entry);
    } else if (literal.kind == FEEL_NULL) {
        return; /* nothing comes of it */
    } else {
        value = literal_text(r, &literal);
    }
    buf_printf(out, "%s" STR_FORMAT " %s", out->size > 0 ? ", " : "", STR_ARG(column), value);
}

const char *dmn_reading_rule(struct op *op, const struct dmn_decision *decision,
                             const struct dmn_table *table, size_t rule,
                             const struct dmn_words *words)
{
    struct reading r = {
        op, words, {"", 0}
    };
    const struct dmn_rule *const row = &table->rules[rule];
    struct buf conditions = buf_start(op->arena, LIMIT_SAID_BYTES);
    struct buf outputs = buf_start(op->arena, LIMIT_SAID_BYTES);
    for (size_t i = 0; i < table->input_count; i++) {
        r.column = table->inputs[i].expression;
        add_condition(&r, &conditions, dmn_reading_column(op, &table->inputs[i], r.column),
                      row->inputs[i]);
    }
    for (size_t i = 0; i < table->output_count; i++) {
        const str name = table->outputs[i].name;
        r.column = name.size > 0 ? name : decision->name;
        add_output(&r, &outputs, dmn_reading_column(op, &table->outputs[i], r.column),
                   row->outputs[i]);
    }
    const char *const then = outputs.size > 0 ? buf_cstr(&outputs) : op_word(op, SAY("nothing"));
    return conditions.size > 0 ? op_say(op, "If %s: %s", buf_cstr(&conditions), then)
                               : op_say(op, "In every other case: %s", then);
}
