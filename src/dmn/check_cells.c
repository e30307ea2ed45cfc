/* What can be said of a table before it is compiled: names, types, and each cell for itself. */
#include "dmn/checking.h"
#include "dmn/types.h"

/* --- names --- */

/* How many letters must change: nearer names make better hints.  Rows of Levenshtein's table. */
static size_t distance(str a, str b)
{
    size_t row[LIMIT_SYMBOL_BYTES + 1];
    if (a.size > LIMIT_SYMBOL_BYTES || b.size > LIMIT_SYMBOL_BYTES)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.size; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.size; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            const size_t change = diagonal + (a.data[i - 1] != b.data[j - 1]);
            diagonal = row[j];
            row[j] = row[j] + 1 < row[j - 1] + 1 ? row[j] + 1 : row[j - 1] + 1;
            row[j] = change < row[j] ? change : row[j];
        }
    }
    return row[b.size];
}

struct nearest {
    str wanted, name;
    size_t distance;
};

static void offer_name(struct nearest *nearest, str name)
{
    const size_t found = distance(nearest->wanted, name);
    if (found >= nearest->distance)
        return;
    nearest->name = name;
    nearest->distance = found;
}

static const char *name_hint(struct dmn_checking *self, str wanted)
{
    const struct dmn_model *const model = self->check->model;
    struct nearest nearest = {.wanted = wanted, .distance = 1 + wanted.size / 3};
    for (size_t i = 0; i < self->input_count; i++)
        offer_name(&nearest, str_of(self->inputs[i].name));
    for (size_t i = 0; i < model->decision_count; i++)
        offer_name(&nearest, model->decisions[i].name);
    if (nearest.name.size == 0)
        return op_word(self->op, SAY("choose what the column reads from the list of facts; a file "
                                     "declares it as an input that the decision requires"));
    if (str_equal(nearest.name, wanted))
        return op_say(self->op, "let the decision require '" STR_FORMAT "'", STR_ARG(nearest.name));
    return op_say(self->op, "did you mean '" STR_FORMAT "'?", STR_ARG(nearest.name));
}

/* The name alone, or an output of a decision of that name. */
static bool reads_name(str expression, str name)
{
    return str_equal(expression, name) ||
           (str_starts(expression, name) && strchr(" .", expression.data[name.size]));
}

/* A requirement must point to something, and something must read it. */
static void check_requirement(struct dmn_checking *self, const struct dmn_decision *decision,
                              const struct dmn_requirement *requirement)
{
    const struct dmn_model *const model = self->check->model;
    struct dmn_finding *finding = NULL;
    const struct dmn_decision *const required = dmn_model_find_decision(model, requirement->href);
    const struct dmn_input_data *const data = dmn_model_find_input(model, requirement->href);
    const str name = required ? required->name : data ? data->name : (str){"", 0};
    if (requirement->need == DMN_NEEDS_KNOWLEDGE)
        return;
    if (name.size == 0) {
        finding = dmn_finding_add(self, DMN_ERROR, DMN_UNKNOWN_NAME, decision->name);
        finding->text = op_say(self->op, "it requires '" STR_FORMAT "', which is not in this model",
                               STR_ARG(requirement->href));
        finding->hint = op_word(self->op, SAY("take the requirement away, or point it to an input "
                                              "or a decision of this file"));
        return;
    }
    for (size_t i = 0; decision->table && i < decision->table->input_count; i++)
        if (reads_name(decision->table->inputs[i].expression, name))
            return;
    if (!decision->table)
        return;
    finding = dmn_finding_add(self, DMN_WARNING, DMN_UNUSED_INPUT, decision->name);
    finding->text =
        op_say(self->op, "it requires '" STR_FORMAT "', and no column reads it", STR_ARG(name));
    finding->hint = op_word(self->op, SAY("take the requirement away, or add a column"));
}

/* --- columns and cells --- */

struct column {
    struct dmn_checking *self;
    const struct dmn_decision *decision;
    size_t index; /* from 0 */
    bool is_output;
    str name;
};

static struct dmn_finding *add_at(const struct column *column, enum dmn_problem problem,
                                  size_t rule, str cell)
{
    struct dmn_finding *const finding =
        dmn_finding_of_failure(column->self, problem, column->decision->name);
    finding->rule = rule;
    finding->column = column->index + 1;
    finding->is_output = column->is_output;
    finding->column_name = column->name;
    finding->cell = cell;
    return finding;
}

/* What the cells of a column must be; false: the column itself is refused. */
static bool find_domain(const struct column *column, const struct dmn_clause *clause,
                        const struct dmn_name *name, struct dmn_domain *ret_domain)
{
    struct dmn_checking *const self = column->self;
    const struct dmn_place nowhere = {0};
    const str refs[] = {name->type_ref, clause->type_ref};
    bool is_known = !name->is_chained;
    if (is_known)
        *ret_domain = (struct dmn_domain){self->inputs[name->input].type,
                                          self->inputs[name->input].scale, self->check->symbols};
    for (size_t i = 0; i < ARRAY_LEN(refs); i++) {
        struct dmn_kind kind = {0};
        status code = dmn_kind_resolve(self->op, &nowhere, self->check->model, refs[i], &kind);
        if (code == OK && (kind.is_list || kind.structure))
            code = op_fail(self->op, E_INVALID,
                           "lists and structures are not supported in columns yet");
        if (code == OK && !kind.is_open && is_known && kind.type != ret_domain->type)
            code =
                op_fail(self->op, E_INVALID, "the model declares %s, the value that comes is of %s",
                        op_word(self->op, dmn_type_name(kind.type)),
                        op_word(self->op, dmn_type_name(ret_domain->type)));
        if (code != OK) {
            add_at(column, DMN_WRONG_TYPE, 0, refs[i])->hint =
                op_word(self->op, SAY("columns are of numbers, texts, dates, or true and false: "
                                      "correct the typeRef"));
            return false;
        }
        if (!kind.is_open && !is_known) {
            *ret_domain = (struct dmn_domain){kind.type, DMN_SCALE_MAX / 2, self->check->symbols};
            is_known = true;
        }
    }
    return is_known;
}

static const char *cell_hint(struct op *op)
{
    return op_word(op, SAY("a cell is -, a value, a comparison (< 30), a range [1..30], several of "
                           "them with commas, or not(…); texts stand in \"quotes\""));
}

/* A cell that does not parse, or whose values are of another type. */
static bool check_cell(const struct column *column, const struct dmn_domain *domain, size_t rule,
                       str text)
{
    struct op *const op = column->self->op;
    struct feel_tests tests = {0};
    struct dmn_cell cell = {0};
    if (feel_tests_parse(op, text, &tests) == OK &&
        (!domain || dmn_cell_bind(op, domain, &tests, &cell) == OK))
        return true;
    add_at(column, DMN_BAD_CELL, rule, text)->hint = cell_hint(op);
    return false;
}

static bool is_any(const struct dmn_table *table, size_t column)
{
    for (size_t rule = 0; rule < table->rule_count; rule++) {
        const str cell = str_trim(table->rules[rule].inputs[column]);
        if (cell.size > 0 && !str_equal_c(cell, "-"))
            return false;
    }
    return table->rule_count > 0;
}

static void warn_unused(const struct column *column)
{
    struct dmn_checking *const self = column->self;
    struct dmn_finding *const finding =
        dmn_finding_add(self, DMN_WARNING, DMN_UNUSED_COLUMN, column->decision->name);
    finding->column = column->index + 1;
    finding->column_name = column->name;
    finding->text = op_word(self->op, SAY("no rule asks this column for anything"));
    finding->hint = op_word(self->op, SAY("take the column away, or fill its cells"));
}

/* What the column reads; without any input list the offered ones lack lists and structures, which
 * the declared type then tells. */
static bool find_name(const struct column *column, struct dmn_name *ret_name)
{
    struct dmn_checking *const self = column->self;
    const struct dmn_place nowhere = {0};
    const struct dmn_compiler compiler = {.op = self->op,
                                          .model = self->check->model,
                                          .inputs = self->inputs,
                                          .input_count = self->input_count,
                                          .symbols = self->check->symbols};
    struct dmn_kind kind = {0};
    if (dmn_name_find(&compiler, &nowhere, column->decision, column->name, ret_name) == OK)
        return true;
    for (size_t i = 0; i < self->check->model->input_count; i++) {
        const struct dmn_input_data *const data = &self->check->model->inputs[i];
        if (!str_equal(data->name, column->name) || self->check->inputs)
            continue;
        op_clear(self->op);
        if (dmn_kind_resolve(self->op, &nowhere, self->check->model, data->type_ref, &kind) == OK)
            (void)op_fail(self->op, E_INVALID,
                          "lists and structures are not supported in columns yet");
        add_at(column, DMN_WRONG_TYPE, 0, data->type_ref)->hint =
            op_word(self->op, SAY("columns are of numbers, texts, dates, or true and false: "
                                  "correct the typeRef"));
        return false;
    }
    const char *const hint = name_hint(self, column->name);
    add_at(column, DMN_UNKNOWN_NAME, 0, (str){"", 0})->hint = hint;
    return false;
}

static bool check_input(struct dmn_checking *self, const struct dmn_decision *decision,
                        size_t index)
{
    const struct dmn_table *const table = decision->table;
    const struct dmn_clause *const clause = &table->inputs[index];
    const struct column column = {self, decision, index, false, clause->expression};
    struct dmn_name name = {0};
    struct dmn_domain domain = {0};
    bool is_good = find_name(&column, &name);
    const size_t before = self->count;
    const bool has_domain = is_good && find_domain(&column, clause, &name, &domain);
    is_good = is_good && self->count == before;
    if (clause->values.size > 0)
        is_good = check_cell(&column, has_domain ? &domain : NULL, 0, clause->values) && is_good;
    for (size_t rule = 0; rule < table->rule_count; rule++)
        is_good = check_cell(&column, has_domain ? &domain : NULL, rule + 1,
                             table->rules[rule].inputs[index]) &&
                  is_good;
    if (is_any(table, index))
        warn_unused(&column);
    return is_good;
}

/* What the entries of an output must be, as far as its column says it: the rest is the compiler's.
 */
struct entries {
    bool has_domain, has_values;
    struct dmn_domain domain;
    struct dmn_cell values;
    str declared;
};

static struct entries entries_of(const struct column *column, const struct dmn_table *table)
{
    struct op *const op = column->self->op;
    const struct dmn_check *const check = column->self->check;
    const struct dmn_clause *const clause = &table->outputs[column->index];
    const struct dmn_place nowhere = {0};
    const bool is_order = table->policy == DMN_PRIORITY || table->policy == DMN_OUTPUT_ORDER;
    struct entries entries = {.declared = clause->values};
    struct dmn_kind kind = {.is_open = true};
    struct feel_tests tests = {0};
    if (clause->type_ref.size > 0 && table->aggregation != DMN_COUNT &&
        dmn_kind_resolve(op, &nowhere, check->model, clause->type_ref, &kind) == OK)
        entries.has_domain = !kind.is_open && !kind.is_list && !kind.structure;
    entries.domain = (struct dmn_domain){kind.type, DMN_SCALE_MAX / 2, check->symbols};
    entries.has_values = entries.has_domain && clause->values.size > 0 && !is_order &&
                         feel_tests_parse(op, clause->values, &tests) == OK &&
                         dmn_cell_bind(op, &entries.domain, &tests, &entries.values) == OK;
    op_clear(op);
    return entries;
}

/* Leaves the failure with the op where it is none of what is declared, and says what would be. */
static bool is_declared(struct op *op, const struct entries *entries,
                        const struct feel_literal *literal, const char **hint)
{
    struct dmn_value value = {0};
    if (!entries->has_domain)
        return true;
    if (dmn_literal_bind(op, &entries->domain, literal, &value) != OK)
        return false;
    *hint = op_word(op, SAY("take one of them, or add this one to the values of the column"));
    if (!entries->has_values || value.is_null || dmn_cell_matches(&entries->values, value))
        return true;
    (void)op_fail(op, E_INVALID, "it is not among the values declared for it: " STR_FORMAT,
                  STR_ARG(entries->declared));
    return false;
}

static bool check_entry(const struct column *column, const struct entries *entries, size_t rule,
                        str entry)
{
    struct op *const op = column->self->op;
    struct feel_literal literal = {0};
    const char *hint = op_word(op, SAY("an entry is one value, or null: 12.50, \"text\", true, "
                                       "date(\"2026-01-31\")"));
    if (feel_literal_parse(op, entry, &literal) == OK && is_declared(op, entries, &literal, &hint))
        return true;
    add_at(column, DMN_BAD_CELL, rule, entry)->hint = hint;
    return false;
}

static bool check_output(struct dmn_checking *self, const struct dmn_decision *decision,
                         size_t index)
{
    const struct dmn_table *const table = decision->table;
    const struct dmn_clause *const clause = &table->outputs[index];
    const struct column column = {self, decision, index, true,
                                  clause->name.size > 0 ? clause->name : decision->name};
    const struct entries entries = entries_of(&column, table);
    bool is_good = true;
    for (size_t rule = 0; rule < table->rule_count; rule++)
        is_good =
            check_entry(&column, &entries, rule + 1, table->rules[rule].outputs[index]) && is_good;
    if (clause->has_default)
        is_good = check_entry(&column, &entries, 0, clause->default_entry) && is_good;
    return is_good;
}

bool dmn_check_cells(struct dmn_checking *self, const struct dmn_decision *decision)
{
    bool is_good = true;
    for (size_t i = 0; i < decision->requirement_count; i++)
        check_requirement(self, decision, &decision->requirements[i]);
    for (size_t i = 0; decision->table && i < decision->table->input_count; i++)
        is_good = check_input(self, decision, i) && is_good;
    for (size_t i = 0; decision->table && i < decision->table->output_count; i++)
        is_good = check_output(self, decision, i) && is_good;
    return is_good;
}
