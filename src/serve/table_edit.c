#include "serve/table_edit.h"

/* Where in the body something stands: "/tables/0/rules/3". */
struct place {
    struct op *op;
    const struct request *request;
    struct reply *reply;
    const char *pointer;
};

static struct place below(const struct place *p, const char *key)
{
    struct place place = *p;
    place.pointer = arena_printf(p->op->arena, "%s/%s", p->pointer, key);
    return place;
}

static struct place at(const struct place *p, size_t index)
{
    struct place place = *p;
    place.pointer = arena_printf(p->op->arena, "%s/%zu", p->pointer, index);
    return place;
}

static void refuse(const struct place *p, const char *es, const char *en)
{
    reply_error(p->reply, p->pointer, request_say(p->request, es, en));
}

/* --- pieces --- */

/* A field that is not known is a slip, and is told. */
static void check_fields(const struct place *p, json_t *object, const char *const *known,
                         size_t count)
{
    const char *key = NULL;
    json_t *node = NULL;
    json_object_foreach(object, key, node)
    {
        bool is_known = false;
        for (size_t i = 0; i < count; i++)
            is_known = is_known || strcmp(key, known[i]) == 0;
        const struct place here = below(p, key);
        if (!is_known)
            refuse(&here, "No se conoce este campo.", "This field is not known.");
    }
}

static bool has_control(str text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' && text.data[i] != '\n' && text.data[i] != '\t')
            return true;
    return false;
}

static str take_text(const struct place *p, const json_t *node, size_t most)
{
    const struct place *const here = p;
    if (!node || json_is_null(node))
        return (str){"", 0};
    const str text = {json_is_string(node) ? json_string_value(node) : "",
                      json_is_string(node) ? json_string_length(node) : 0};
    if (!json_is_string(node))
        refuse(here, "Debe ser un texto.", "It must be a text.");
    else if (has_control(text))
        refuse(here, "Tiene caracteres de control.", "It has control characters.");
    else if (text.size > most)
        refuse(here, "Es demasiado largo.", "It is too long.");
    else
        return str_copy(p->op->arena, text);
    return (str){"", 0};
}

static str field(const struct place *p, const json_t *object, const char *key, size_t most)
{
    const struct place here = below(p, key);
    return take_text(&here, json_object_get(object, key), most);
}

/* An array of at most so many objects; NULL: it is none. */
static json_t *array_of(const struct place *p, const json_t *object, const char *key, size_t most)
{
    const struct place here = below(p, key);
    json_t *const array = json_object_get(object, key);
    if (!json_is_array(array))
        refuse(&here, "Se espera una lista.", "A list is expected.");
    else if (json_array_size(array) > most)
        refuse(&here, "Son demasiados.", "They are too many.");
    else
        return array;
    return NULL;
}

/* --- columns --- */

static struct dmn_clause read_clause(const struct place *p, json_t *node, bool is_output)
{
    static const char *const inputs[] = {"id",      "expression", "label", "type",
                                         "allowed", "called",     "about", "values"};
    static const char *const outputs[] = {"id",      "name",    "label", "type",
                                          "allowed", "default", "values"};
    struct dmn_clause clause = {.id = field(p, node, "id", LIMIT_DMN_TEXT_BYTES)};
    if (!json_is_object(node)) {
        refuse(p, "Se espera un objeto.", "An object is expected.");
        return clause;
    }
    check_fields(p, node, is_output ? outputs : inputs, ARRAY_LEN(inputs));
    if (is_output)
        clause.name = str_trim(field(p, node, "name", LIMIT_SYMBOL_BYTES));
    else
        clause.expression = str_trim(field(p, node, "expression", LIMIT_DMN_TEXT_BYTES));
    clause.label = field(p, node, "label", LIMIT_DMN_TEXT_BYTES);
    clause.type_ref = str_trim(field(p, node, "type", LIMIT_SYMBOL_BYTES));
    clause.values = str_trim(field(p, node, "allowed", LIMIT_DMN_TEXT_BYTES));
    clause.has_default = is_output && json_is_string(json_object_get(node, "default"));
    if (clause.has_default)
        clause.default_entry = str_trim(field(p, node, "default", LIMIT_DMN_TEXT_BYTES));
    const struct place expression = below(p, "expression");
    if (!is_output && clause.expression.size == 0)
        refuse(&expression, "Falta lo que lee la columna.", "What the column reads is missing.");
    return clause;
}

static struct dmn_clause *read_clauses(const struct place *p, const json_t *table, bool are_outputs,
                                       size_t *ret_count)
{
    const char *const key = are_outputs ? "outputs" : "inputs";
    json_t *const array = array_of(p, table, key, LIMIT_DMN_COLUMNS);
    const size_t count = json_array_size(array);
    struct dmn_clause *const clauses = arena_array(p->op->arena, count, sizeof(*clauses));
    const struct place list = below(p, key);
    for (size_t i = 0; i < count; i++) {
        const struct place here = at(&list, i);
        clauses[i] = read_clause(&here, json_array_get(array, i), are_outputs);
    }
    *ret_count = count;
    return clauses;
}

/* --- rules --- */

static str *read_cells(const struct place *p, const json_t *rule, const char *key, size_t width)
{
    str *const cells = arena_array(p->op->arena, width, sizeof(*cells));
    json_t *const array = array_of(p, rule, key, LIMIT_DMN_COLUMNS);
    const struct place list = below(p, key);
    if (array && json_array_size(array) != width) {
        refuse(&list, "No son tantas celdas como columnas.", "Not as many cells as columns.");
        return cells;
    }
    for (size_t i = 0; i < width && array; i++) {
        const struct place here = at(&list, i);
        cells[i] = str_trim(take_text(&here, json_array_get(array, i), LIMIT_DMN_TEXT_BYTES));
    }
    return cells;
}

static struct dmn_rule read_rule(const struct place *p, json_t *node, const struct dmn_table *table)
{
    static const char *const known[] = {"id", "inputs", "outputs", "annotation", "reading", "hits"};
    struct dmn_rule rule = {.id = field(p, node, "id", LIMIT_DMN_TEXT_BYTES)};
    if (!json_is_object(node)) {
        refuse(p, "Se espera un objeto.", "An object is expected.");
        return rule;
    }
    check_fields(p, node, known, ARRAY_LEN(known));
    const struct place note = below(p, "annotation");
    const json_t *const annotation = json_object_get(node, "annotation");
    rule.inputs = read_cells(p, node, "inputs", table->input_count);
    rule.outputs = read_cells(p, node, "outputs", table->output_count);
    rule.annotation[LANGUAGE_ES] = field(&note, annotation, "es", LIMIT_DMN_TEXT_BYTES);
    rule.annotation[LANGUAGE_EN] = field(&note, annotation, "en", LIMIT_DMN_TEXT_BYTES);
    return rule;
}

static void read_rules(const struct place *p, const json_t *node, struct dmn_table *table)
{
    json_t *const array = array_of(p, node, "rules", LIMIT_DMN_RULES);
    const struct place list = below(p, "rules");
    table->rule_count = json_array_size(array);
    table->rules = arena_array(p->op->arena, table->rule_count, sizeof(*table->rules));
    for (size_t i = 0; i < table->rule_count; i++) {
        const struct place here = at(&list, i);
        table->rules[i] = read_rule(&here, json_array_get(array, i), table);
    }
}

/* --- a table --- */

static void read_policy(const struct place *p, const json_t *node, struct dmn_table *table)
{
    const struct place policy = below(p, "hit_policy");
    const struct place aggregation = below(p, "aggregation");
    if (!dmn_hit_policy_parse(field(p, node, "hit_policy", LIMIT_SYMBOL_BYTES), &table->policy))
        refuse(&policy, "No existe esa política de aciertos.", "There is no such hit policy.");
    if (!dmn_aggregation_parse(field(p, node, "aggregation", LIMIT_SYMBOL_BYTES),
                               &table->aggregation) ||
        (table->aggregation != DMN_LIST && table->policy != DMN_COLLECT))
        refuse(&aggregation, "SUM, MIN, MAX o COUNT, y solo con COLLECT.",
               "SUM, MIN, MAX or COUNT, and only with COLLECT.");
}

static struct desk_edit read_edit(const struct place *p, json_t *node)
{
    static const char *const known[] = {"file",   "decision", "hit_policy", "aggregation",
                                        "inputs", "outputs",  "rules"};
    struct desk_edit edit = {.part = STRATEGY_PARTS};
    if (!json_is_object(node)) {
        refuse(p, "Se espera un objeto.", "An object is expected.");
        return edit;
    }
    check_fields(p, node, known, ARRAY_LEN(known));
    const struct place file = below(p, "file");
    edit.part = strategy_part_named(field(p, node, "file", LIMIT_SYMBOL_BYTES));
    edit.decision = field(p, node, "decision", LIMIT_DMN_TEXT_BYTES);
    if (edit.part == STRATEGY_PARTS || !strategy_part_is_model(edit.part))
        refuse(&file, "Uno de: segment, treatment, priority, negotiation, escalation, obligation.",
               "One of: segment, treatment, priority, negotiation, escalation, obligation.");
    read_policy(p, node, &edit.table);
    edit.table.inputs = read_clauses(p, node, false, &edit.table.input_count);
    edit.table.outputs = read_clauses(p, node, true, &edit.table.output_count);
    read_rules(p, node, &edit.table);
    return edit;
}

status table_edits_read(struct op *op, const struct request *request, struct reply *reply, str text,
                        struct desk_edit **ret_edits, size_t *ret_count)
{
    const struct place list = {op, request, reply, "/tables"};
    json_t *root = NULL;
    *ret_edits = NULL;
    *ret_count = 0;
    if (text.size == 0)
        return OK;
    TRY(json_parse(op, text, &root));
    const size_t count = json_array_size(root);
    if (!json_is_array(root) || count > TABLE_EDITS_MAX) {
        refuse(&list, "Se espera una lista de a lo más 20 tablas.",
               "A list of at most 20 tables is expected.");
        return op_fail(op, E_INVALID, "a field is not valid");
    }
    struct desk_edit *const edits = arena_array(op->arena, count, sizeof(*edits));
    for (size_t i = 0; i < count; i++) {
        const struct place here = at(&list, i);
        edits[i] = read_edit(&here, json_array_get(root, i));
    }
    if (reply->error_count > 0)
        return op_fail(op, E_INVALID, "%d fields are not valid", reply->error_count);
    *ret_edits = edits;
    *ret_count = count;
    return OK;
}

status table_edits_apply(struct op *op, struct reply *reply, struct strategy_source *source,
                         const struct desk_edit *edits, size_t count)
{
    size_t place = 0;
    const status code = desk_edit(op, source, edits, count, &place);
    if (code == E_INVALID || code == E_NOT_FOUND) {
        reply->problem_status = 422;
        reply_error(reply, arena_printf(op->arena, "/tables/%zu", place), op->text);
    }
    return code;
}
