#include "tests/support/dmn_text.h"

#include "feel/number.h"

size_t dmn_text_split(str text, char separator, str *pieces, size_t capacity)
{
    size_t count = 0;
    size_t begin = 0;
    bool is_quoted = false;
    for (size_t i = 0; i <= text.size; i++) {
        if (i < text.size && text.data[i] == '"' && (i == 0 || text.data[i - 1] != '\\'))
            is_quoted = !is_quoted;
        if (i < text.size && (is_quoted || text.data[i] != separator))
            continue;
        if (count < capacity)
            pieces[count] = str_trim((str){text.data + begin, i - begin});
        count++;
        begin = i + 1;
    }
    return count;
}

/* Cuts at the first mark outside quotes; the rest stays empty when there is none. */
static str cut(str text, const char *mark, str *ret_rest)
{
    bool is_quoted = false;
    const size_t size = strlen(mark);
    for (size_t i = 0; i + size <= text.size; i++) {
        if (text.data[i] == '"' && (i == 0 || text.data[i - 1] != '\\'))
            is_quoted = !is_quoted;
        if (is_quoted || memcmp(text.data + i, mark, size) != 0)
            continue;
        *ret_rest = str_trim((str){text.data + i + size, text.size - i - size});
        return str_trim((str){text.data, i});
    }
    *ret_rest = (str){"", 0};
    return str_trim(text);
}

static struct dmn_text_line read_line(str text, const char *tail_mark, int line)
{
    struct dmn_text_line read = {.line = line};
    str rest = {"", 0};
    const str head = cut(text, tail_mark, &read.tail);
    read.left = cut(head, "=>", &rest);
    read.right = rest;
    return read;
}

/* name type scale [values] */
static bool read_column(str text, struct dmn_text_column *column)
{
    int64_t scale = 0;
    str values = {"", 0};
    str words = cut(text, "[", &values);
    if (values.size > 0)
        values.size--; /* the closing bracket */
    *column = (struct dmn_text_column){.values = str_trim(values)};
    column->name = str_split(&words, ' ');
    column->type = str_split(&words, ' ');
    if (words.size > 0 && !str_to_i64(str_trim(words), &scale))
        return false;
    column->scale = (int)scale;
    return column->name.size > 0 && column->type.size > 0;
}

static bool add_column(str text, struct dmn_text_column *columns, size_t *count)
{
    return *count < DMN_TEXT_COLUMNS && read_column(text, &columns[(*count)++]);
}

/* One line of a table; room for all lines of the file is there. */
static bool read_field(struct dmn_text_table *table, str key, str value, int line)
{
    if (str_equal_c(key, "policy"))
        table->policy = value;
    else if (str_equal_c(key, "input"))
        return add_column(value, table->inputs, &table->input_count);
    else if (str_equal_c(key, "output"))
        return add_column(value, table->outputs, &table->output_count);
    else if (str_equal_c(key, "rule"))
        table->rules[table->rule_count++] = read_line(value, "#", line);
    else if (str_equal_c(key, "row"))
        table->rows[table->row_count++] = read_line(value, ";", line);
    else if (str_equal_c(key, "refused"))
        table->refusals[table->refusal_count++] = (struct dmn_text_line){line, value, value, value};
    else if (str_equal_c(key, "finds"))
        table->finds[table->find_count++] = read_line(value, ";", line);
    else if (str_equal_c(key, "default")) {
        table->defaults = value;
        table->has_default = true;
    } else
        return false;
    return true;
}

static size_t line_count(str text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.size; i++)
        count += text.data[i] == '\n';
    return count;
}

static struct dmn_text_table start_table(struct op *op, str name, int line, size_t room)
{
    struct dmn_text_table table = {.name = name, .policy = STR("U"), .line = line};
    table.rules = arena_array(op->arena, room, sizeof(*table.rules));
    table.rows = arena_array(op->arena, room, sizeof(*table.rows));
    table.finds = arena_array(op->arena, room, sizeof(*table.finds));
    table.refusals = arena_array(op->arena, room, sizeof(*table.refusals));
    return table;
}

status dmn_text_read(struct op *op, str text, struct dmn_text_table **ret_tables, size_t *ret_count)
{
    const size_t lines = line_count(text);
    struct dmn_text_table *const tables = arena_array(op->arena, lines, sizeof(*tables));
    size_t count = 0;
    str rest = text;
    for (int line = 1; rest.size > 0; line++) {
        const str whole = str_trim(str_split(&rest, '\n'));
        if (whole.size == 0 || whole.data[0] == '#')
            continue;
        str value = whole;
        const str key = str_split(&value, ':');
        value = str_trim(value);
        if (str_equal_c(key, "table"))
            tables[count++] = start_table(op, value, line, lines);
        else if (count == 0 || !read_field(&tables[count - 1], key, value, line))
            return op_fail(op, E_INVALID, "line %d: '" STR_FORMAT "' is not understood", line,
                           STR_ARG(whole));
    }
    *ret_tables = tables;
    *ret_count = count;
    return OK;
}

static void write_escaped(struct buf *out, str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        if (c == '<')
            buf_add_c(out, "&lt;");
        else if (c == '>')
            buf_add_c(out, "&gt;");
        else if (c == '&')
            buf_add_c(out, "&amp;");
        else if (c == '"')
            buf_add_c(out, "&quot;");
        else
            buf_add_char(out, c);
    }
}

static void write_element(struct buf *out, const char *outer, str text)
{
    buf_printf(out, "<%s><text>", outer);
    write_escaped(out, text);
    buf_printf(out, "</text></%s>", outer);
}

static void write_attribute(struct buf *out, const char *name, str value)
{
    if (value.size == 0 || str_equal_c(value, "-"))
        return;
    buf_printf(out, " %s=\"", name);
    write_escaped(out, value);
    buf_add_c(out, "\"");
}

static void write_policy(struct buf *out, str policy)
{
    static const struct {
        const char *letter, *attributes;
    } policies[] = {
        {"U",  "hitPolicy=\"UNIQUE\""                       },
        {"A",  "hitPolicy=\"ANY\""                          },
        {"F",  "hitPolicy=\"FIRST\""                        },
        {"P",  "hitPolicy=\"PRIORITY\""                     },
        {"R",  "hitPolicy=\"RULE ORDER\""                   },
        {"O",  "hitPolicy=\"OUTPUT ORDER\""                 },
        {"C",  "hitPolicy=\"COLLECT\""                      },
        {"C+", "hitPolicy=\"COLLECT\" aggregation=\"SUM\""  },
        {"C<", "hitPolicy=\"COLLECT\" aggregation=\"MIN\""  },
        {"C>", "hitPolicy=\"COLLECT\" aggregation=\"MAX\""  },
        {"C#", "hitPolicy=\"COLLECT\" aggregation=\"COUNT\""},
    };
    for (size_t i = 0; i < ARRAY_LEN(policies); i++)
        if (str_equal_c(policy, policies[i].letter))
            buf_printf(out, " %s", policies[i].attributes);
}

static void write_columns(struct buf *out, const struct dmn_text_table *table)
{
    str defaults[DMN_TEXT_COLUMNS];
    const size_t default_count =
        table->has_default ? dmn_text_split(table->defaults, '|', defaults, DMN_TEXT_COLUMNS) : 0;
    for (size_t i = 0; i < table->input_count; i++) {
        const struct dmn_text_column *const input = &table->inputs[i];
        buf_add_c(out, "<input><inputExpression");
        write_attribute(out, "typeRef", input->type);
        buf_add_c(out, "><text>");
        write_escaped(out, input->name);
        buf_add_c(out, "</text></inputExpression>");
        if (input->values.size > 0)
            write_element(out, "inputValues", input->values);
        buf_add_c(out, "</input>");
    }
    for (size_t i = 0; i < table->output_count; i++) {
        const struct dmn_text_column *const output = &table->outputs[i];
        buf_add_c(out, "<output");
        write_attribute(out, "name", output->name);
        write_attribute(out, "typeRef", output->type);
        buf_add_c(out, ">");
        if (output->values.size > 0)
            write_element(out, "outputValues", output->values);
        if (i < default_count)
            write_element(out, "defaultOutputEntry", defaults[i]);
        buf_add_c(out, "</output>");
    }
}

static void write_rules(struct buf *out, const struct dmn_text_table *table)
{
    for (size_t i = 0; i < table->rule_count; i++) {
        const struct dmn_text_line *const rule = &table->rules[i];
        str cells[DMN_TEXT_COLUMNS];
        buf_add_c(out, "<rule>");
        size_t count = dmn_text_split(rule->left, '|', cells, DMN_TEXT_COLUMNS);
        for (size_t cell = 0; cell < count && table->input_count > 0; cell++)
            write_element(out, "inputEntry", cells[cell]);
        count = dmn_text_split(rule->right, '|', cells, DMN_TEXT_COLUMNS);
        for (size_t cell = 0; cell < count; cell++)
            write_element(out, "outputEntry", cells[cell]);
        write_element(out, "annotationEntry", rule->tail);
        buf_add_c(out, "</rule>");
    }
}

void dmn_text_write_head(struct buf *out)
{
    buf_add_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                   "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" "
                   "namespace=\"https://example.com/t\" name=\"t\" id=\"t\">\n");
}

void dmn_text_write_inputs(struct buf *out, const struct dmn_text_table *table)
{
    for (size_t i = 0; i < table->input_count; i++)
        buf_printf(out, "<inputData id=\"i_" STR_FORMAT "\" name=\"" STR_FORMAT "\"/>\n",
                   STR_ARG(table->inputs[i].name), STR_ARG(table->inputs[i].name));
}

void dmn_text_write_decision(struct buf *out, const struct dmn_text_table *table,
                             const char *decision, const char *required_decision)
{
    buf_printf(out, "<decision id=\"%s\" name=\"%s\">", decision, decision);
    for (size_t i = 0; i < table->input_count; i++)
        if (!required_decision || !str_equal_c(table->inputs[i].name, required_decision))
            buf_printf(out,
                       "<informationRequirement><requiredInput href=\"#i_" STR_FORMAT
                       "\"/></informationRequirement>",
                       STR_ARG(table->inputs[i].name));
    if (required_decision)
        buf_printf(out,
                   "<informationRequirement><requiredDecision href=\"#%s\"/>"
                   "</informationRequirement>",
                   required_decision);
    buf_add_c(out, "<decisionTable");
    write_policy(out, table->policy);
    buf_add_c(out, ">");
    write_columns(out, table);
    write_rules(out, table);
    buf_add_c(out, "</decisionTable></decision>\n");
}

void dmn_text_write_tail(struct buf *out)
{
    buf_add_c(out, "</definitions>\n");
}

str dmn_text_xml(struct op *op, const struct dmn_text_table *table)
{
    struct buf out = buf_start(op->arena, LIMIT_DMN_BYTES);
    dmn_text_write_head(&out);
    dmn_text_write_inputs(&out, table);
    dmn_text_write_decision(&out, table, "d", NULL);
    dmn_text_write_tail(&out);
    return buf_str(&out);
}

static enum dmn_type type_of(str name)
{
    if (str_equal_c(name, "number"))
        return DMN_NUMBER;
    if (str_equal_c(name, "boolean"))
        return DMN_BOOLEAN;
    return str_equal_c(name, "date") ? DMN_DATE : DMN_STRING;
}

size_t dmn_text_inputs(struct op *op, const struct dmn_text_table *table,
                       struct dmn_input inputs[DMN_TEXT_COLUMNS])
{
    for (size_t i = 0; i < table->input_count; i++)
        inputs[i] = (struct dmn_input){str_cstr(op->arena, table->inputs[i].name),
                                       type_of(table->inputs[i].type), table->inputs[i].scale};
    return table->input_count;
}

status dmn_text_value(struct op *op, const struct dmn_symbols *symbols, enum dmn_type type,
                      int scale, str text, struct dmn_value *ret_value)
{
    struct dmn_value value = {0};
    struct feel_number number;
    day date = 0;
    if (str_equal_c(text, "null")) {
        *ret_value = (struct dmn_value){.is_null = true};
        return OK;
    }
    if (type == DMN_STRING) {
        value.value = dmn_symbols_find(symbols, text);
    } else if (type == DMN_BOOLEAN && (str_equal_c(text, "true") || str_equal_c(text, "false"))) {
        value.value = str_equal_c(text, "true");
    } else if (type == DMN_DATE && day_parse(text, &date)) {
        value.value = date;
    } else if (type == DMN_NUMBER && feel_number_parse(text, &number)) {
        const struct feel_scaled scaled = feel_number_scaled(number, scale);
        if (scaled.overflow != 0 || !scaled.is_exact)
            return op_fail(op, E_INVALID, "'" STR_FORMAT "' does not fit the scale %d",
                           STR_ARG(text), scale);
        value.value = scaled.floor;
    } else {
        return op_fail(op, E_INVALID, "'" STR_FORMAT "' is not a value of its column",
                       STR_ARG(text));
    }
    *ret_value = value;
    return OK;
}
