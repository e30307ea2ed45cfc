#include "intake/table_csv.h"

#include <inttypes.h>

#include "feel/unary.h"
#include "intake/csv.h"

#define RULE      "rule"
#define DEFAULT   "default"
#define OUTPUT    "> "
#define NOTE_ES   "annotation_es"
#define NOTE_EN   "annotation_en"
#define BYTE_MARK "\xEF\xBB\xBF"

/* --- writing --- */

/* Quoted where a comma, a quote or a line end stands in it, as RFC 4180 has it. */
static void add_field(struct buf *out, bool is_first, str text)
{
    bool has = false;
    for (size_t i = 0; i < text.size; i++)
        has |= text.data[i] == ',' || text.data[i] == ';' || text.data[i] == '"' ||
               text.data[i] == '\n' || text.data[i] == '\r';
    buf_add_c(out, is_first ? "" : ",");
    if (!has) {
        buf_add(out, text);
        return;
    }
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            buf_add_char(out, '"');
        buf_add_char(out, text.data[i]);
    }
    buf_add_char(out, '"');
}

/* The only output of a table may go without a name: it has the decision's. */
static const char *output_name(struct op *op, const struct dmn_decision *decision, size_t output)
{
    const str name = decision->table->outputs[output].name;
    return arena_printf(op->arena, OUTPUT STR_FORMAT,
                        STR_ARG(name.size > 0 ? name : decision->name));
}

static void add_header(struct op *op, struct buf *out, const struct dmn_decision *decision)
{
    const struct dmn_table *const table = decision->table;
    add_field(out, true, STR(RULE));
    for (size_t i = 0; i < table->input_count; i++)
        add_field(out, false, table->inputs[i].expression);
    for (size_t i = 0; i < table->output_count; i++)
        add_field(out, false, str_of(output_name(op, decision, i)));
    add_field(out, false, STR(NOTE_ES));
    add_field(out, false, STR(NOTE_EN));
    buf_add_c(out, "\r\n");
}

static void add_default(struct buf *out, const struct dmn_table *table)
{
    bool has = false;
    for (size_t i = 0; i < table->output_count; i++)
        has |= table->outputs[i].has_default;
    if (!has)
        return;
    add_field(out, true, STR(DEFAULT));
    for (size_t i = 0; i < table->input_count; i++)
        add_field(out, false, STR(""));
    for (size_t i = 0; i < table->output_count; i++)
        add_field(out, false, table->outputs[i].default_entry);
    buf_add_c(out, ",,\r\n");
}

void table_csv_write(struct op *op, const struct dmn_decision *decision, str *ret_text)
{
    const struct dmn_table *const table = decision->table;
    struct buf out = buf_start(op->arena, 2 * (size_t)LIMIT_DMN_BYTES);
    buf_add_c(&out, BYTE_MARK);
    add_header(op, &out, decision);
    for (size_t r = 0; r < table->rule_count; r++) {
        const struct dmn_rule *const rule = &table->rules[r];
        add_field(&out, true, rule->id);
        for (size_t i = 0; i < table->input_count; i++)
            add_field(&out, false, rule->inputs[i]);
        for (size_t i = 0; i < table->output_count; i++)
            add_field(&out, false, rule->outputs[i]);
        add_field(&out, false, rule->annotation[LANGUAGE_ES]);
        add_field(&out, false, rule->annotation[LANGUAGE_EN]);
        buf_add_c(&out, "\r\n");
    }
    add_default(&out, table);
    *ret_text = buf_str(&out);
}

/* --- reading --- */

struct reading {
    struct op *op;
    const struct dmn_decision *decision;
    struct csv *csv;
    struct table_csv_faults *faults;
    struct dmn_table table;
    size_t capacity;
    int rule, notes[2]; /* columns of the file; -1: it has none */
    int *inputs, *outputs;
};

static void note_fault(struct reading *r, uint64_t line, int column, const char *text)
{
    if (r->faults->count < TABLE_CSV_FAULTS_MAX)
        r->faults->list[r->faults->count++] = (struct table_csv_fault){line, column, text};
}

static int find_needed(struct reading *r, str name)
{
    const int at = csv_find_column(r->csv, name);
    if (at < 0)
        note_fault(r, csv_header_line(r->csv), 0,
                   op_say(r->op, "the column '" STR_FORMAT "' is missing", STR_ARG(name)));
    return at;
}

static bool is_taken(const struct reading *r, int column)
{
    bool is = column == r->rule || column == r->notes[0] || column == r->notes[1];
    for (size_t i = 0; i < r->table.input_count; i++)
        is = is || r->inputs[i] == column;
    for (size_t i = 0; i < r->table.output_count; i++)
        is = is || r->outputs[i] == column;
    return is;
}

static void find_columns(struct reading *r)
{
    struct op *const op = r->op;
    const struct dmn_table *const had = r->decision->table;
    r->inputs = arena_array(op->arena, had->input_count, sizeof(*r->inputs));
    r->outputs = arena_array(op->arena, had->output_count, sizeof(*r->outputs));
    r->rule = csv_find_column(r->csv, STR(RULE));
    r->notes[LANGUAGE_ES] = csv_find_column(r->csv, STR(NOTE_ES));
    r->notes[LANGUAGE_EN] = csv_find_column(r->csv, STR(NOTE_EN));
    for (size_t i = 0; i < had->input_count; i++)
        r->inputs[i] = find_needed(r, had->inputs[i].expression);
    for (size_t i = 0; i < had->output_count; i++)
        r->outputs[i] = find_needed(r, str_of(output_name(op, r->decision, i)));
    for (int c = 0; c < csv_column_count(r->csv); c++)
        if (!is_taken(r, c))
            note_fault(r, csv_header_line(r->csv), c + 1,
                       op_say(op, "the table has no column '" STR_FORMAT "'",
                              STR_ARG(csv_column(r->csv, c))));
}

static str field_of(struct reading *r, const struct csv_row *row, int column)
{
    return column < 0 || column >= row->count
               ? (str){"", 0}
               : str_copy(r->op->arena, str_trim(row->fields[column]));
}

static void fault_of_failure(struct reading *r, const struct csv_row *row, int column)
{
    struct op *const op = r->op;
    note_fault(r, csv_field_line(row, column), column + 1,
               arena_copy(op->arena, op->text, strlen(op->text)));
    op_clear(op);
}

/* What is not asked is left empty by many, and a dash is meant. */
static str read_test(struct reading *r, const struct csv_row *row, int column)
{
    const str cell = field_of(r, row, column);
    struct feel_tests tests = {0};
    if (cell.size == 0)
        return (str){"-", 1};
    if (feel_tests_parse(r->op, cell, &tests) != OK)
        fault_of_failure(r, row, column);
    return cell;
}

static str read_entry(struct reading *r, const struct csv_row *row, int column)
{
    const str cell = field_of(r, row, column);
    struct feel_literal literal = {0};
    if (feel_literal_parse(r->op, cell, &literal) != OK)
        fault_of_failure(r, row, column);
    return cell;
}

static void read_default(struct reading *r, const struct csv_row *row)
{
    for (size_t i = 0; i < r->table.output_count; i++) {
        struct dmn_clause *const clause = &r->table.outputs[i];
        clause->has_default = field_of(r, row, r->outputs[i]).size > 0;
        if (clause->has_default)
            clause->default_entry = read_entry(r, row, r->outputs[i]);
    }
}

/* An empty note says nothing new: the rule keeps none. */
static status read_rule(struct reading *r, const struct csv_row *row)
{
    struct op *const op = r->op;
    struct dmn_rule rule = {.id = field_of(r, row, r->rule)};
    if (r->table.rule_count == LIMIT_DMN_RULES)
        return op_fail(op, E_LIMIT, "line %" PRIu64 ": a table has at most %d rules", row->at.line,
                       LIMIT_DMN_RULES);
    rule.inputs = arena_array(op->arena, r->table.input_count, sizeof(str));
    rule.outputs = arena_array(op->arena, r->table.output_count, sizeof(str));
    for (size_t i = 0; i < r->table.input_count; i++)
        rule.inputs[i] = read_test(r, row, r->inputs[i]);
    for (size_t i = 0; i < r->table.output_count; i++)
        rule.outputs[i] = read_entry(r, row, r->outputs[i]);
    for (int l = LANGUAGE_ES; l <= LANGUAGE_EN; l++)
        rule.annotation[l] = field_of(r, row, r->notes[l]);
    r->table.rules =
        arena_grow(op->arena, r->table.rules, r->table.rule_count, &r->capacity, sizeof(rule));
    r->table.rules[r->table.rule_count++] = rule;
    return OK;
}

static status read_rows(struct reading *r)
{
    struct csv_row row;
    bool has_row = false;
    for (;;) {
        TRY(csv_next(r->op, r->csv, &row, &has_row));
        if (!has_row)
            return OK;
        if (row.fault != CSV_GOOD)
            note_fault(r, row.at.line, row.fault_column, csv_fault_text(r->op, r->csv, &row));
        else if (str_equal_c(field_of(r, &row, r->rule), DEFAULT))
            read_default(r, &row);
        else
            TRY(read_rule(r, &row));
    }
}

/* The columns as they were, without defaults: a line of the file brings these. */
static void start_table(struct reading *r)
{
    const struct dmn_table *const had = r->decision->table;
    r->table = *had;
    r->table.rules = NULL;
    r->table.rule_count = 0;
    r->table.outputs = arena_array(r->op->arena, had->output_count, sizeof(*had->outputs));
    memcpy(r->table.outputs, had->outputs, had->output_count * sizeof(*had->outputs));
    for (size_t i = 0; i < had->output_count; i++) {
        r->table.outputs[i].has_default = false;
        r->table.outputs[i].default_entry = (str){"", 0};
    }
}

static status refuse(const struct reading *r)
{
    const struct table_csv_fault *const first = &r->faults->list[0];
    if (r->faults->count == 0)
        return OK;
    return first->column > 0
               ? op_fail(r->op, E_INVALID, "line %" PRIu64 ", column %d: %s", first->line,
                         first->column, first->text)
               : op_fail(r->op, E_INVALID, "line %" PRIu64 ": %s", first->line, first->text);
}

status table_csv_read(struct op *op, const struct dmn_decision *decision, str text,
                      struct dmn_table *ret_table, struct table_csv_faults *ret_faults)
{
    const struct csv_options options = {.encoding = ENCODING_AUTO};
    struct reading r = {.op = op, .decision = decision, .faults = ret_faults};
    *ret_faults = (struct table_csv_faults){.count = 0};
    TRY(csv_open_text(op, "CSV", text, &options, &r.csv));
    start_table(&r);
    find_columns(&r);
    TRY(refuse(&r));
    TRY(read_rows(&r));
    TRY(refuse(&r));
    if (r.table.rule_count == 0)
        return op_fail(op, E_INVALID, "the file has no rule: a line below the header is one");
    *ret_table = r.table;
    return OK;
}
