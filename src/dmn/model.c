#include "dmn/model.h"

#include <stdarg.h>
#include <stdio.h>

#include "dmn/place.h"
#include "dmn/xml.h"

static const struct {
    const char *uri;
    const char *version;
} versions[] = {
    {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", "1.1"},
    {"http://www.omg.org/spec/DMN/20180521/MODEL/",  "1.2"},
    {"https://www.omg.org/spec/DMN/20191111/MODEL/", "1.3"},
    {"https://www.omg.org/spec/DMN/20211108/MODEL/", "1.4"},
    {"https://www.omg.org/spec/DMN/20230324/MODEL/", "1.5"},
};

struct loader {
    struct op *op;
    struct dmn_model *model;
};

static status refuse_line(const struct loader *loader, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static status refuse_line(const struct loader *loader, int line, const char *format, ...)
{
    char text[LIMIT_FAILURE_TEXT];
    const struct dmn_place place = {.model = loader->model->name};
    va_list args;
    va_start(args, format);
    say_text(text, sizeof(text), loader->op->language, format, args);
    va_end(args);
    return dmn_refuse(loader->op, &place, E_INVALID, "line %d: %s", line, text);
}

/* Room for the children of one name, none of them lost silently. */
static status count_children(const struct loader *loader, const struct dmn_node *node,
                             const char *name, size_t limit, size_t *ret_count)
{
    const size_t count = dmn_node_count(node, name);
    if (count > limit)
        return refuse_line(loader, node->line, "%zu elements %s: at most %zu are read", count, name,
                           limit);
    *ret_count = count;
    return OK;
}

/* A name as FEEL sees it: blanks at the ends go, blanks inside become one space. */
static str read_name(struct op *op, str text)
{
    char *const name = arena_alloc(op->arena, text.size);
    size_t size = 0;
    text = str_trim(text);
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        const bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!is_blank)
            name[size++] = c;
        else if (name[size - 1] != ' ')
            name[size++] = ' ';
    }
    return (str){name, size};
}

/* typeRef is an attribute since 1.2 and of clauses always; of items and in 1.1 it is an element. */
static str read_type(const struct dmn_node *node)
{
    const str attribute = str_trim(dmn_node_attribute(node, "typeRef"));
    return attribute.size > 0 ? attribute : dmn_node_child_text(node, "typeRef");
}

static str values_of(const struct dmn_node *node, const char *element)
{
    const struct dmn_node *const values = dmn_node_child(node, element);
    return values ? dmn_node_child_text(values, "text") : (str){"", 0};
}

static status check_language(const struct loader *loader, const struct dmn_node *node)
{
    const str language = dmn_node_attribute(node, "expressionLanguage");
    if (language.size == 0 || memmem(language.data, language.size, "FEEL", 4) ||
        memmem(language.data, language.size, "feel", 4))
        return OK;
    return refuse_line(loader, node->line,
                       "the expression language is '" STR_FORMAT "': only FEEL is read",
                       STR_ARG(language));
}

static status read_items(const struct loader *loader, const struct dmn_node *parent,
                         const char *element, struct dmn_item **ret_items, size_t *ret_count)
{
    size_t count = 0;
    TRY(count_children(loader, parent, element, LIMIT_DMN_ELEMENTS, &count));
    struct dmn_item *const items = arena_array(loader->op->arena, count, sizeof(*items));
    struct dmn_item *item = items;
    for (const struct dmn_node *node = dmn_node_child(parent, element); node;
         node = dmn_node_same(node), item++) {
        item->name = read_name(loader->op, dmn_node_attribute(node, "name"));
        item->type_ref = dmn_node_child(node, "functionItem") ? STR("function") : read_type(node);
        item->is_list = str_equal_c(dmn_node_attribute(node, "isCollection"), "true");
        item->allowed_values = values_of(node, "allowedValues");
        if (item->allowed_values.size == 0)
            item->allowed_values = values_of(node, "typeConstraint");
        TRY(read_items(loader, node, "itemComponent", &item->components, &item->component_count));
    }
    *ret_items = items;
    *ret_count = count;
    return OK;
}

static str variable_type(const struct dmn_node *node)
{
    const struct dmn_node *const variable = dmn_node_child(node, "variable");
    return variable ? read_type(variable) : (str){"", 0};
}

/* --- names --- */

static const char *const policies[] = {[DMN_UNIQUE] = "UNIQUE",
                                       [DMN_ANY] = "ANY",
                                       [DMN_FIRST] = "FIRST",
                                       [DMN_PRIORITY] = "PRIORITY",
                                       [DMN_COLLECT] = "COLLECT",
                                       [DMN_RULE_ORDER] = "RULE ORDER",
                                       [DMN_OUTPUT_ORDER] = "OUTPUT ORDER"};
static const char *const aggregations[] = {[DMN_LIST] = "",
                                           [DMN_SUM] = "SUM",
                                           [DMN_MIN] = "MIN",
                                           [DMN_MAX] = "MAX",
                                           [DMN_COUNT] = "COUNT"};

static bool find_name(str name, const char *const *names, size_t count, size_t *ret_at)
{
    size_t at = 0;
    while (at < count && !str_equal_c(name, names[at]))
        at++;
    if (at < count)
        *ret_at = at;
    return at < count;
}

const char *dmn_hit_policy_name(enum dmn_hit_policy policy)
{
    return policies[policy];
}

bool dmn_hit_policy_parse(str name, enum dmn_hit_policy *ret_policy)
{
    size_t at = 0;
    if (!find_name(name, policies, ARRAY_LEN(policies), &at))
        return false;
    *ret_policy = (enum dmn_hit_policy)at;
    return true;
}

const char *dmn_aggregation_name(enum dmn_aggregation aggregation)
{
    return aggregations[aggregation];
}

bool dmn_aggregation_parse(str name, enum dmn_aggregation *ret_aggregation)
{
    size_t at = 0;
    if (!find_name(name, aggregations, ARRAY_LEN(aggregations), &at))
        return false;
    *ret_aggregation = (enum dmn_aggregation)at;
    return true;
}

static status read_inputs(const struct loader *loader, const struct dmn_node *root)
{
    struct dmn_model *const model = loader->model;
    TRY(count_children(loader, root, "inputData", LIMIT_DMN_ELEMENTS, &model->input_count));
    model->inputs = arena_array(loader->op->arena, model->input_count, sizeof(*model->inputs));
    struct dmn_input_data *input = model->inputs;
    for (const struct dmn_node *node = dmn_node_child(root, "inputData"); node;
         node = dmn_node_same(node), input++) {
        input->id = dmn_node_attribute(node, "id");
        input->name = read_name(loader->op, dmn_node_attribute(node, "name"));
        input->type_ref = variable_type(node);
        if (input->name.size == 0)
            return refuse_line(loader, node->line, "an inputData has no name");
        for (const struct dmn_input_data *other = model->inputs; other < input; other++)
            if (str_equal(other->name, input->name))
                return refuse_line(loader, node->line, "two inputs are called '" STR_FORMAT "'",
                                   STR_ARG(input->name));
    }
    return OK;
}

static status read_policy(const struct loader *loader, const struct dmn_node *node,
                          struct dmn_table *table)
{
    const str policy = dmn_node_attribute(node, "hitPolicy");
    const str aggregation = dmn_node_attribute(node, "aggregation");
    table->policy = DMN_UNIQUE;
    if (policy.size > 0 && !dmn_hit_policy_parse(policy, &table->policy))
        return refuse_line(loader, node->line, "the hit policy '" STR_FORMAT "' does not exist",
                           STR_ARG(policy));
    if (!dmn_aggregation_parse(aggregation, &table->aggregation))
        return refuse_line(loader, node->line, "the aggregation '" STR_FORMAT "' does not exist",
                           STR_ARG(aggregation));
    if (table->aggregation != DMN_LIST && table->policy != DMN_COLLECT)
        return refuse_line(loader, node->line,
                           "an aggregation belongs to the hit policy COLLECT only");
    return OK;
}

static status read_input_clauses(const struct loader *loader, const struct dmn_node *node,
                                 struct dmn_table *table)
{
    TRY(count_children(loader, node, "input", LIMIT_DMN_COLUMNS, &table->input_count));
    table->inputs = arena_array(loader->op->arena, table->input_count, sizeof(*table->inputs));
    struct dmn_clause *clause = table->inputs;
    for (const struct dmn_node *input = dmn_node_child(node, "input"); input;
         input = dmn_node_same(input), clause++) {
        const struct dmn_node *const expression = dmn_node_child(input, "inputExpression");
        if (!expression)
            return refuse_line(loader, input->line, "an input column has no inputExpression");
        TRY(check_language(loader, expression));
        clause->id = dmn_node_attribute(input, "id");
        clause->label = str_trim(dmn_node_attribute(input, "label"));
        clause->expression = read_name(loader->op, dmn_node_child_text(expression, "text"));
        clause->type_ref = read_type(expression);
        clause->values = values_of(input, "inputValues");
    }
    return OK;
}

static status read_output_clauses(const struct loader *loader, const struct dmn_node *node,
                                  struct dmn_table *table)
{
    TRY(count_children(loader, node, "output", LIMIT_DMN_COLUMNS, &table->output_count));
    if (table->output_count == 0)
        return refuse_line(loader, node->line, "the table has no output column");
    table->outputs = arena_array(loader->op->arena, table->output_count, sizeof(*table->outputs));
    struct dmn_clause *clause = table->outputs;
    for (const struct dmn_node *output = dmn_node_child(node, "output"); output;
         output = dmn_node_same(output), clause++) {
        const struct dmn_node *const entry = dmn_node_child(output, "defaultOutputEntry");
        clause->id = dmn_node_attribute(output, "id");
        clause->name = read_name(loader->op, dmn_node_attribute(output, "name"));
        clause->label = str_trim(dmn_node_attribute(output, "label"));
        clause->type_ref = read_type(output);
        clause->values = values_of(output, "outputValues");
        clause->has_default = entry != NULL;
        clause->default_entry = entry ? dmn_node_child_text(entry, "text") : (str){"", 0};
        if (clause->name.size == 0 && table->output_count > 1)
            return refuse_line(loader, output->line, "with several outputs each one needs a name");
        for (const struct dmn_clause *other = table->outputs; other < clause; other++)
            if (str_equal(other->name, clause->name))
                return refuse_line(loader, output->line, "two outputs are called '" STR_FORMAT "'",
                                   STR_ARG(clause->name));
    }
    return OK;
}

static status read_cells(const struct loader *loader, const struct dmn_node *rule,
                         const char *element, size_t width, str **ret_cells)
{
    const size_t count = dmn_node_count(rule, element);
    if (count != width)
        return refuse_line(loader, rule->line, "a rule has %zu %s, its table has %zu columns",
                           count, element, width);
    str *const cells = arena_array(loader->op->arena, width, sizeof(*cells));
    str *cell = cells;
    for (const struct dmn_node *node = dmn_node_child(rule, element); node;
         node = dmn_node_same(node), cell++) {
        TRY(check_language(loader, node));
        if (!dmn_node_child(node, "text"))
            return refuse_line(loader, node->line, "an %s has no text", element);
        *cell = dmn_node_child_text(node, "text");
    }
    *ret_cells = cells;
    return OK;
}

/* The default strategy's English name, or one that ends in "(en)", is English, and every other one
 * Spanish. */
bool dmn_annotation_is_english(str name)
{
    static const str mark = {"(en)", 4};
    const str text = str_trim(name);
    const bool is_marked = text.size >= mark.size &&
                           memcmp(text.data + text.size - mark.size, mark.data, mark.size) == 0;
    return is_marked || str_equal_c(text, DMN_ANNOTATION_EN);
}

static enum language annotation_language(const struct dmn_node *column)
{
    const str name = column ? dmn_node_attribute(column, "name") : (str){"", 0};
    return dmn_annotation_is_english(name) ? LANGUAGE_EN : LANGUAGE_ES;
}

/* What people read: the annotations of the rule, or its description when it has none. */
static void read_annotations(struct op *op, const struct dmn_node *table,
                             const struct dmn_node *node, struct dmn_rule *rule)
{
    struct buf texts[] = {buf_start(op->arena, LIMIT_DMN_TEXT_BYTES),
                          buf_start(op->arena, LIMIT_DMN_TEXT_BYTES)};
    const struct dmn_node *column = dmn_node_child(table, "annotation");
    for (const struct dmn_node *cell = dmn_node_child(node, "annotationEntry"); cell;
         cell = dmn_node_same(cell)) {
        struct buf *const text = &texts[annotation_language(column)];
        const str entry = dmn_node_child_text(cell, "text");
        if (entry.size > 0 && text->size > 0)
            buf_add_c(text, "; ");
        buf_add(text, entry);
        column = column ? dmn_node_same(column) : NULL;
    }
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        rule->annotation[i] = texts[i].size > 0       ? buf_str(&texts[i])
                              : texts[1 - i].size > 0 ? buf_str(&texts[1 - i])
                                                      : dmn_node_child_text(node, "description");
}

static status read_rules(const struct loader *loader, const struct dmn_node *node,
                         struct dmn_table *table)
{
    TRY(count_children(loader, node, "rule", LIMIT_DMN_RULES, &table->rule_count));
    table->rules = arena_array(loader->op->arena, table->rule_count, sizeof(*table->rules));
    struct dmn_rule *rule = table->rules;
    for (const struct dmn_node *child = dmn_node_child(node, "rule"); child;
         child = dmn_node_same(child), rule++) {
        TRY(read_cells(loader, child, "inputEntry", table->input_count, &rule->inputs));
        TRY(read_cells(loader, child, "outputEntry", table->output_count, &rule->outputs));
        read_annotations(loader->op, node, child, rule);
        rule->id = dmn_node_attribute(child, "id");
        rule->line = child->line;
    }
    return OK;
}

static status read_table(const struct loader *loader, const struct dmn_node *node,
                         const struct dmn_table **ret_table)
{
    struct dmn_table *const table = arena_new(loader->op->arena, struct dmn_table);
    TRY(check_language(loader, node));
    TRY(read_policy(loader, node, table));
    TRY(read_input_clauses(loader, node, table));
    TRY(read_output_clauses(loader, node, table));
    TRY(read_rules(loader, node, table));
    *ret_table = table;
    return OK;
}

static status read_requirements(const struct loader *loader, const struct dmn_node *node,
                                struct dmn_decision *decision)
{
    static const struct {
        const char *outer, *inner;
        enum dmn_need need;
    } kinds[] = {
        {"informationRequirement", "requiredInput",     DMN_NEEDS_INPUT    },
        {"informationRequirement", "requiredDecision",  DMN_NEEDS_DECISION },
        {"knowledgeRequirement",   "requiredKnowledge", DMN_NEEDS_KNOWLEDGE},
    };
    size_t information = 0;
    size_t knowledge = 0;
    TRY(count_children(loader, node, kinds[0].outer, LIMIT_DMN_ELEMENTS, &information));
    TRY(count_children(loader, node, kinds[2].outer, LIMIT_DMN_ELEMENTS, &knowledge));
    decision->requirements = arena_array(loader->op->arena, 2 * information + knowledge,
                                         sizeof(*decision->requirements));
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        for (const struct dmn_node *child = dmn_node_child(node, kinds[i].outer); child;
             child = dmn_node_same(child)) {
            const struct dmn_node *const required = dmn_node_child(child, kinds[i].inner);
            if (required)
                decision->requirements[decision->requirement_count++] =
                    (struct dmn_requirement){kinds[i].need, dmn_node_attribute(required, "href")};
        }
    return OK;
}

static status read_logic(const struct loader *loader, const struct dmn_node *node,
                         struct dmn_decision *decision)
{
    static const char *const logics[] = {
        "decisionTable",      "literalExpression", "context", "invocation", "relation", "list",
        "functionDefinition", "conditional",       "filter",  "for",        "every",    "some"};
    for (size_t i = 0; i < ARRAY_LEN(logics); i++) {
        const struct dmn_node *const logic = dmn_node_child(node, logics[i]);
        if (!logic)
            continue;
        decision->logic = str_of(logics[i]);
        return i == 0 ? read_table(loader, logic, &decision->table) : OK;
    }
    return OK;
}

static status read_decisions(const struct loader *loader, const struct dmn_node *root)
{
    struct dmn_model *const model = loader->model;
    TRY(count_children(loader, root, "decision", LIMIT_DMN_ELEMENTS, &model->decision_count));
    model->decisions =
        arena_array(loader->op->arena, model->decision_count, sizeof(*model->decisions));
    struct dmn_decision *decision = model->decisions;
    for (const struct dmn_node *node = dmn_node_child(root, "decision"); node;
         node = dmn_node_same(node), decision++) {
        decision->node = node;
        decision->id = dmn_node_attribute(node, "id");
        decision->name = read_name(loader->op, dmn_node_attribute(node, "name"));
        decision->type_ref = variable_type(node);
        if (decision->name.size == 0)
            return refuse_line(loader, node->line, "a decision has no name");
        for (const struct dmn_decision *other = model->decisions; other < decision; other++)
            if (str_equal(other->name, decision->name))
                return refuse_line(loader, node->line, "two decisions are called '" STR_FORMAT "'",
                                   STR_ARG(decision->name));
        TRY(read_requirements(loader, node, decision));
        TRY(read_logic(loader, node, decision));
    }
    return OK;
}

static status check_root(const struct loader *loader, const struct dmn_node *root, str uri)
{
    size_t found = 0;
    while (found < ARRAY_LEN(versions) && !str_equal_c(uri, versions[found].uri))
        found++;
    if (found == ARRAY_LEN(versions) || !str_equal_c(root->name, "definitions"))
        return refuse_line(loader, root->line,
                           "this is <" STR_FORMAT "> of the namespace '" STR_FORMAT
                           "', not <definitions> of DMN 1.1 to 1.5",
                           STR_ARG(root->name), STR_ARG(uri));
    loader->model->version = versions[found].version;
    loader->model->uri = dmn_node_attribute(root, "namespace");
    return check_language(loader, root);
}

status dmn_model_load(struct op *op, str xml, const char *name, struct dmn_model **ret_model)
{
    static const char *const texts[] = {"text", "description", "typeRef", NULL};
    struct loader loader = {op, arena_new(op->arena, struct dmn_model)};
    struct dmn_node *root = NULL;
    str uri = {"", 0};
    loader.model->name = str_copy(op->arena, str_of(name));
    const status parsed = dmn_xml_parse(op, xml, texts, &root, &uri);
    if (parsed != OK)
        return dmn_refuse_here(op, &(struct dmn_place){.model = loader.model->name});
    TRY(check_root(&loader, root, uri));
    loader.model->root = root;
    TRY(read_items(&loader, root, "itemDefinition", &loader.model->items,
                   &loader.model->item_count));
    TRY(read_inputs(&loader, root));
    TRY(read_decisions(&loader, root));
    *ret_model = loader.model;
    return OK;
}

const struct dmn_decision *dmn_model_decision(const struct dmn_model *model, str name)
{
    for (size_t i = 0; i < model->decision_count; i++)
        if (str_equal(model->decisions[i].name, name))
            return &model->decisions[i];
    return NULL;
}

/* The id that href names in this model; empty when it points elsewhere. */
static str local_id(const struct dmn_model *model, str href)
{
    str id = href;
    const str uri = str_split(&id, '#');
    const bool is_local = uri.size == 0 || str_equal(uri, model->uri);
    return is_local ? id : (str){"", 0};
}

const struct dmn_decision *dmn_model_find_decision(const struct dmn_model *model, str href)
{
    const str id = local_id(model, href);
    for (size_t i = 0; id.size > 0 && i < model->decision_count; i++)
        if (str_equal(model->decisions[i].id, id))
            return &model->decisions[i];
    return NULL;
}

const struct dmn_input_data *dmn_model_find_input(const struct dmn_model *model, str href)
{
    const str id = local_id(model, href);
    for (size_t i = 0; id.size > 0 && i < model->input_count; i++)
        if (str_equal(model->inputs[i].id, id))
            return &model->inputs[i];
    return NULL;
}

char dmn_hit_policy_letter(enum dmn_hit_policy policy)
{
    return "UAFPCRO"[policy];
}
