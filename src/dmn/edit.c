#include "dmn/edit.h"

#include <libxml/parser.h>

#include "dmn/editing.h"

/* --- columns --- */

static void set_optional_text(const struct dmn_editor *e, xmlNodePtr parent, const char *name,
                              const char *const *order, bool has, str value)
{
    if (!has)
        dmn_editor_drop(dmn_editor_child(e, parent, name));
    else
        dmn_editor_text(e, dmn_editor_need(e, parent, name, order), value);
}

/* Where the thing of an id stood. */
static ptrdiff_t place_of(str id, str (*id_at)(const struct dmn_table *table, size_t at),
                          const struct dmn_table *had, size_t count)
{
    int64_t number = 0;
    if (id.size > 1 && id.data[0] == DMN_PLACE_ID &&
        str_to_i64((str){id.data + 1, id.size - 1}, &number) && number >= 1 &&
        (size_t)number <= count)
        return (ptrdiff_t)number - 1;
    for (size_t i = 0; i < count && id.size > 0; i++)
        if (str_equal(id, id_at(had, i)))
            return (ptrdiff_t)i;
    return DMN_NEW;
}

static str input_id(const struct dmn_table *table, size_t at)
{
    return table->inputs[at].id;
}

static str output_id(const struct dmn_table *table, size_t at)
{
    return table->outputs[at].id;
}

static str rule_id(const struct dmn_table *table, size_t at)
{
    return table->rules[at].id;
}

/* An id names one thing once: the second time it is a new one. */
static void forget_twins(ptrdiff_t *from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i && from[i] != DMN_NEW; j++)
            if (from[j] == from[i])
                from[i] = DMN_NEW;
}

static void edit_input(const struct dmn_editor *e, xmlNodePtr node, const struct dmn_clause *had,
                       const struct dmn_clause *now)
{
    xmlNode *const expression = dmn_editor_need(e, node, "inputExpression", dmn_order_input);
    if (!had || !str_equal(had->label, now->label))
        dmn_editor_set(e, node, "label", now->label);
    if (!had || !str_equal(had->type_ref, now->type_ref)) {
        dmn_editor_drop(dmn_editor_child(e, expression, "typeRef"));
        dmn_editor_set(e, expression, "typeRef", now->type_ref);
    }
    if (!had || !str_equal(had->expression, now->expression))
        dmn_editor_text(e, expression, now->expression);
    if (!had || !str_equal(had->values, now->values))
        set_optional_text(e, node, "inputValues", dmn_order_input, now->values.size > 0,
                          now->values);
}

static void edit_output(const struct dmn_editor *e, xmlNodePtr node, const struct dmn_clause *had,
                        const struct dmn_clause *now)
{
    if (!had || !str_equal(had->name, now->name))
        dmn_editor_set(e, node, "name", now->name);
    if (!had || !str_equal(had->label, now->label))
        dmn_editor_set(e, node, "label", now->label);
    if (!had || !str_equal(had->type_ref, now->type_ref)) {
        dmn_editor_drop(dmn_editor_child(e, node, "typeRef"));
        dmn_editor_set(e, node, "typeRef", now->type_ref);
    }
    if (!had || !str_equal(had->values, now->values))
        set_optional_text(e, node, "outputValues", dmn_order_output, now->values.size > 0,
                          now->values);
    if (!had || had->has_default != now->has_default ||
        !str_equal(had->default_entry, now->default_entry))
        set_optional_text(e, node, "defaultOutputEntry", dmn_order_output, now->has_default,
                          now->default_entry);
}

static ptrdiff_t *edit_columns(struct dmn_editor *e, bool are_outputs)
{
    const struct dmn_table *const had = e->had->table;
    const size_t count = are_outputs ? e->now->output_count : e->now->input_count;
    const size_t had_count = are_outputs ? had->output_count : had->input_count;
    const struct dmn_clause *const now = are_outputs ? e->now->outputs : e->now->inputs;
    const struct dmn_clause *const before = are_outputs ? had->outputs : had->inputs;
    ptrdiff_t *const from = arena_array(e->op->arena, count, sizeof(*from));
    for (size_t i = 0; i < count; i++)
        from[i] = place_of(now[i].id, are_outputs ? output_id : input_id, had, had_count);
    forget_twins(from, count);
    xmlNodePtr *const nodes = dmn_editor_arrange(e, e->table, are_outputs ? "output" : "input",
                                                 dmn_order_table, from, count);
    for (size_t i = 0; i < count; i++)
        (are_outputs ? edit_output : edit_input)(
            e, nodes[i], from[i] == DMN_NEW ? NULL : &before[from[i]], &now[i]);
    return from;
}

/* --- rules --- */

static size_t annotation_column(struct dmn_editor *e, enum language language)
{
    xmlNodePtr *columns = NULL;
    const size_t count = dmn_editor_children(e, e->table, "annotation", &columns);
    for (size_t i = 0; i < count; i++)
        if (dmn_annotation_is_english(dmn_editor_attribute(e, columns[i], "name")) ==
            (language == LANGUAGE_EN))
            return i;
    xmlNode *const made = dmn_editor_make(e, "annotation");
    dmn_editor_put(e, e->table, made, dmn_order_table);
    dmn_editor_set(e, made, "name",
                   str_of(language == LANGUAGE_EN ? DMN_ANNOTATION_EN : DMN_ANNOTATION_ES));
    return count;
}

/* The first column of the language has the text; others of it lose theirs. */
static void edit_annotation(struct dmn_editor *e, xmlNodePtr rule, enum language language,
                            str value)
{
    xmlNodePtr *columns = NULL;
    xmlNodePtr *entries = NULL;
    const size_t at = annotation_column(e, language);
    const size_t width = dmn_editor_children(e, e->table, "annotation", &columns);
    size_t count = dmn_editor_children(e, rule, "annotationEntry", &entries);
    for (; count < width; count++) {
        xmlNode *const entry = dmn_editor_make(e, "annotationEntry");
        dmn_editor_put(e, rule, entry, dmn_order_rule);
        dmn_editor_text(e, entry, (str){"", 0});
    }
    (void)dmn_editor_children(e, rule, "annotationEntry", &entries);
    for (size_t i = 0; i < width; i++)
        if (dmn_annotation_is_english(dmn_editor_attribute(e, columns[i], "name")) ==
            (language == LANGUAGE_EN))
            dmn_editor_text(e, entries[i], i == at ? value : (str){"", 0});
}

static void edit_cells(struct dmn_editor *e, xmlNodePtr rule, const char *name,
                       const ptrdiff_t *from, size_t count, const str *cells)
{
    xmlNodePtr *const nodes = dmn_editor_arrange(e, rule, name, dmn_order_rule, from, count);
    for (size_t i = 0; i < count; i++)
        dmn_editor_text(e, nodes[i], cells[i]);
}

static void edit_rules(struct dmn_editor *e, const ptrdiff_t *inputs, const ptrdiff_t *outputs)
{
    const struct dmn_table *const had = e->had->table;
    const size_t width =
        e->now->input_count > e->now->output_count ? e->now->input_count : e->now->output_count;
    const size_t count = e->now->rule_count;
    ptrdiff_t *const from = arena_array(e->op->arena, count, sizeof(*from));
    ptrdiff_t *const all_new = arena_array(e->op->arena, width, sizeof(*all_new));
    for (size_t i = 0; i < width; i++)
        all_new[i] = DMN_NEW;
    for (size_t i = 0; i < count; i++)
        from[i] = place_of(e->now->rules[i].id, rule_id, had, had->rule_count);
    forget_twins(from, count);
    xmlNodePtr *const nodes = dmn_editor_arrange(e, e->table, "rule", dmn_order_table, from, count);
    for (size_t i = 0; i < count; i++) {
        const struct dmn_rule *const rule = &e->now->rules[i];
        const bool is_new = from[i] == DMN_NEW;
        edit_cells(e, nodes[i], "inputEntry", is_new ? all_new : inputs, e->now->input_count,
                   rule->inputs);
        edit_cells(e, nodes[i], "outputEntry", is_new ? all_new : outputs, e->now->output_count,
                   rule->outputs);
        for (int l = LANGUAGE_ES; l <= LANGUAGE_EN; l++)
            if (is_new ? rule->annotation[l].size > 0
                       : !str_equal(rule->annotation[l], had->rules[from[i]].annotation[l]))
                edit_annotation(e, nodes[i], (enum language)l, rule->annotation[l]);
    }
}

/* --- what columns read --- */

/* "Risk" of "Risk.level": an output of a decision is read through the decision's name. */
static bool reads(const struct dmn_table *table, str name)
{
    for (size_t i = 0; i < table->input_count; i++) {
        const str expression = table->inputs[i].expression;
        if (str_starts(expression, name) &&
            (expression.size == name.size || expression.data[name.size] == '.' ||
             expression.data[name.size] == ' '))
            return true;
    }
    return false;
}

static str required_name(const struct dmn_editor *e, str href)
{
    const struct dmn_input_data *const input = dmn_model_find_input(e->model, href);
    const struct dmn_decision *const decision = dmn_model_find_decision(e->model, href);
    return input ? input->name : decision ? decision->name : (str){"", 0};
}

static void drop_requirements(const struct dmn_editor *e)
{
    xmlNodePtr *nodes = NULL;
    const size_t count = dmn_editor_children(e, e->decision, "informationRequirement", &nodes);
    for (size_t i = 0; i < count; i++) {
        xmlNodePtr inner = dmn_editor_child(e, nodes[i], "requiredInput");
        inner = inner ? inner : dmn_editor_child(e, nodes[i], "requiredDecision");
        const str name =
            inner ? required_name(e, dmn_editor_attribute(e, inner, "href")) : (str){"", 0};
        if (name.size == 0 || !reads(e->had->table, name) || reads(e->now, name))
            continue;
        dmn_editor_drop(nodes[i]);
    }
}

static bool is_required(const struct dmn_editor *e, str expression)
{
    for (size_t i = 0; i < e->had->requirement_count; i++) {
        const str name = required_name(e, e->had->requirements[i].href);
        const struct dmn_table one = {.inputs = &(struct dmn_clause){.expression = expression},
                                      .input_count = 1};
        if (name.size > 0 && reads(&one, name))
            return true;
    }
    return false;
}

/* The element with the name, and its id. */
static str need_input(struct dmn_editor *e, const struct dmn_clause *clause)
{
    xmlNode *const root = xmlDocGetRootElement(e->document);
    for (size_t i = 0; i < e->model->input_count; i++)
        if (str_equal(e->model->inputs[i].name, clause->expression))
            return e->model->inputs[i].id;
    xmlNode *const input = dmn_editor_make(e, "inputData");
    xmlNode *const variable = dmn_editor_make(e, "variable");
    dmn_editor_put(e, root, input, dmn_order_model);
    dmn_editor_put(e, input, variable, dmn_order_decision);
    dmn_editor_set_id(e, input, "input");
    dmn_editor_set(e, input, "name", clause->expression);
    dmn_editor_set_id(e, variable, "variable");
    dmn_editor_set(e, variable, "name", clause->expression);
    dmn_editor_set(e, variable, "typeRef", clause->type_ref);
    return dmn_editor_attribute(e, input, "id");
}

static void require(struct dmn_editor *e, const struct dmn_clause *clause)
{
    const struct dmn_decision *const other = dmn_model_decision(e->model, clause->expression);
    const str id = other ? other->id : need_input(e, clause);
    xmlNode *const requirement = dmn_editor_make(e, "informationRequirement");
    xmlNode *const required = dmn_editor_make(e, other ? "requiredDecision" : "requiredInput");
    dmn_editor_put(e, e->decision, requirement, dmn_order_decision);
    (void)xmlAddChild(requirement, required);
    dmn_editor_set_id(e, requirement, "needs");
    dmn_editor_set(e, required, "href",
                   str_of(arena_printf(e->op->arena, "#" STR_FORMAT, STR_ARG(id))));
}

static void edit_requirements(struct dmn_editor *e)
{
    for (size_t i = 0; i < e->now->input_count; i++) {
        const struct dmn_clause *const clause = &e->now->inputs[i];
        bool is_told = is_required(e, clause->expression);
        for (size_t j = 0; j < i && !is_told; j++)
            is_told = str_equal(e->now->inputs[j].expression, clause->expression);
        if (!is_told && clause->expression.size > 0)
            require(e, clause);
    }
    drop_requirements(e);
}

/* --- the whole --- */

static void edit_policy(const struct dmn_editor *e)
{
    const struct dmn_table *const had = e->had->table;
    if (had->policy != e->now->policy)
        dmn_editor_set(e, e->table, "hitPolicy", str_of(dmn_hit_policy_name(e->now->policy)));
    if (had->aggregation != e->now->aggregation)
        dmn_editor_set(e, e->table, "aggregation",
                       str_of(dmn_aggregation_name(e->now->aggregation)));
}

static void find_decision(struct dmn_editor *e)
{
    xmlNode *const root = xmlDocGetRootElement(e->document);
    size_t place = (size_t)(e->had - e->model->decisions);
    e->space = root->ns;
    for (xmlNodePtr node = root->children; node; node = node->next)
        if (dmn_editor_is(e, node, "decision") && place-- == 0) {
            e->decision = node;
            break;
        }
    e->table = dmn_editor_child(e, e->decision, "decisionTable");
}

static status write_text(struct dmn_editor *e, str *ret_xml)
{
    xmlChar *text = NULL;
    int size = 0;
    xmlDocDumpMemoryEnc(e->document, &text, &size, "UTF-8");
    if (!text)
        return op_fail(e->op, E_INTERNAL, "libxml2 writes no text");
    *ret_xml = str_copy(e->op->arena, (str){(const char *)text, (size_t)size});
    xmlFree(text);
    return OK;
}

static void release_document(void *document)
{
    xmlFreeDoc(document);
}

static void release_ids(void *ids)
{
    xmlHashFree(ids, NULL);
}

static status open_document(struct dmn_editor *e, str xml)
{
    e->document = xmlReadMemory(xml.data, (int)xml.size, NULL, NULL,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!e->document)
        return op_fail(e->op, E_INVALID, "not well-formed XML");
    arena_defer(e->op->arena, release_document, e->document);
    e->ids = xmlHashCreate(1024);
    if (!e->ids)
        return op_fail(e->op, E_INTERNAL, "libxml2 has no memory");
    arena_defer(e->op->arena, release_ids, e->ids);
    find_decision(e);
    dmn_editor_collect_ids(e, xmlDocGetRootElement(e->document));
    return e->table ? OK : op_fail(e->op, E_INTERNAL, "the table is not where it was read");
}

status dmn_table_replace(struct op *op, str xml, const char *name, str decision,
                         const struct dmn_table *table, str *ret_xml)
{
    struct dmn_model *model = NULL;
    struct dmn_model *after = NULL;
    str text = {"", 0};
    TRY(dmn_model_load(op, xml, name, &model));
    struct dmn_editor e = {.op = op, .model = model, .now = table};
    e.had = dmn_model_decision(model, decision);
    if (!e.had || !e.had->table)
        return op_fail(op, E_NOT_FOUND, "%s has no table '" STR_FORMAT "'", name,
                       STR_ARG(decision));
    TRY(open_document(&e, xml));
    edit_policy(&e);
    edit_requirements(&e);
    const ptrdiff_t *const inputs = edit_columns(&e, false);
    const ptrdiff_t *const outputs = edit_columns(&e, true);
    edit_rules(&e, inputs, outputs);
    TRY(write_text(&e, &text));
    TRY(dmn_model_load(op, text, name, &after));
    *ret_xml = text;
    return OK;
}
