#include "dmn/scalar.h"

#include "dmn/place.h"
#include "dmn/scalar_logic.h"

#define NAMES_MAX 64 /* of one context, function or decision */

static struct feel_value refused(struct dmn_scalar *self, status code)
{
    if (self->code == OK)
        self->code = code;
    return feel_null();
}

/* --- texts --- */

/* The names that a scope knows, for the parser. */
static const struct feel_names *names_of(struct op *op, const struct feel_scope *scope)
{
    if (!scope)
        return NULL;
    struct feel_names *const names = arena_new(op->arena, struct feel_names);
    *names = (struct feel_names){names_of(op, scope->parent), scope->names, scope->count};
    return names;
}

struct feel_value dmn_scalar_text(struct dmn_scalar *self, str text, const struct feel_scope *scope)
{
    const struct feel_node *node = NULL;
    const status code = self->code != OK
                            ? self->code
                            : feel_expression_parse(self->op, text, names_of(self->op, scope),
                                                    &self->members, &node);
    const struct feel_value value = code == OK ? feel_evaluate(self->op, node, scope) : feel_null();
    const bool is_refused = code != OK || self->op->code != OK;
    return is_refused ? refused(self, code != OK ? code : self->op->code) : value;
}

bool dmn_scalar_cell(struct dmn_scalar *self, str text, struct feel_value asked,
                     const struct feel_scope *scope)
{
    static const str name = {"?", 1};
    const struct feel_scope own = {scope, &name, &asked, 1, 0};
    const struct feel_node *node = NULL;
    const status code =
        self->code != OK
            ? self->code
            : feel_cell_parse(self->op, text, names_of(self->op, scope), &self->members, &node);
    const bool holds = code == OK && feel_is_true(feel_evaluate(self->op, node, &own));
    if (code != OK || self->op->code != OK) {
        (void)refused(self, code != OK ? code : self->op->code);
        return false;
    }
    return holds;
}

/* --- contexts and lists --- */

static struct feel_value context(struct dmn_scalar *self, const struct dmn_node *node,
                                 const struct feel_scope *scope)
{
    struct arena *const arena = self->op->arena;
    const size_t most = dmn_node_count(node, "contextEntry");
    str *const names = arena_array(arena, most, sizeof(*names));
    struct feel_value *const values = arena_array(arena, most, sizeof(*values));
    struct feel_scope *const own = arena_new(arena, struct feel_scope);
    *own = (struct feel_scope){scope, names, values, 0, 0};
    for (const struct dmn_node *entry = dmn_node_child(node, "contextEntry"); entry;
         entry = dmn_node_same(entry)) {
        const struct dmn_node *const variable = dmn_node_child(entry, "variable");
        const struct feel_value value = dmn_scalar_logic(self, entry, own);
        if (!variable)
            return value; /* the result, for which the others were only names */
        values[own->count] = value;
        names[own->count++] = dmn_node_attribute(variable, "name");
    }
    return (struct feel_value){
        .kind = FEEL_VALUE_CONTEXT, .items = values, .names = names, .item_count = own->count};
}

static struct feel_value list(struct dmn_scalar *self, const struct dmn_node *node,
                              const struct feel_scope *scope)
{
    size_t count = 0;
    for (const struct dmn_node *item = node->first; item; item = item->next)
        count++;
    struct feel_value *const items = arena_array(self->op->arena, count, sizeof(*items));
    count = 0;
    for (const struct dmn_node *item = node->first; item; item = item->next)
        if (str_equal_c(item->name, "literalExpression"))
            items[count++] = dmn_scalar_text(self, dmn_node_child_text(item, "text"), scope);
    return feel_list_of(items, count);
}

static struct feel_value relation(struct dmn_scalar *self, const struct dmn_node *node,
                                  const struct feel_scope *scope)
{
    struct arena *const arena = self->op->arena;
    const size_t width = dmn_node_count(node, "column");
    str *const names = arena_array(arena, width, sizeof(*names));
    struct feel_value *const rows = arena_array(arena, dmn_node_count(node, "row"), sizeof(*rows));
    size_t count = 0;
    for (const struct dmn_node *column = dmn_node_child(node, "column"); column;
         column = dmn_node_same(column))
        names[count++] = dmn_node_attribute(column, "name");
    count = 0;
    for (const struct dmn_node *row = dmn_node_child(node, "row"); row; row = dmn_node_same(row)) {
        struct feel_value cells = list(self, row, scope);
        if (cells.item_count != width)
            return feel_null();
        cells.kind = FEEL_VALUE_CONTEXT;
        cells.names = names;
        rows[count++] = cells;
    }
    return feel_list_of(rows, count);
}

/* --- types at borders --- */

static const struct dmn_item *find_item(const struct dmn_model *model, str type)
{
    for (size_t i = 0; i < model->item_count; i++)
        if (str_equal(model->items[i].name, type))
            return &model->items[i];
    return NULL;
}

/* Of a type of the language; other names (functions, contexts …) are taken as they come. */
static struct feel_value as_simple(str type, struct feel_value value)
{
    static const struct {
        const char *name;
        enum feel_value_kind kind;
    } types[] = {
        {"number",                    FEEL_VALUE_NUMBER   },
        {"string",                    FEEL_VALUE_STRING   },
        {"boolean",                   FEEL_VALUE_BOOLEAN  },
        {"date",                      FEEL_VALUE_DATE     },
        {"time",                      FEEL_VALUE_TIME     },
        {"dateTime",                  FEEL_VALUE_DATE_TIME},
        {"date and time",             FEEL_VALUE_DATE_TIME},
        {"dayTimeDuration",           FEEL_VALUE_SECONDS  },
        {"days and time duration",    FEEL_VALUE_SECONDS  },
        {"yearMonthDuration",         FEEL_VALUE_MONTHS   },
        {"years and months duration", FEEL_VALUE_MONTHS   },
    };
    const str name = str_starts(type, STR("feel:")) ? (str){type.data + 5, type.size - 5} : type;
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        if (!str_equal_c(name, types[i].name))
            continue;
        if (value.kind == FEEL_VALUE_LIST && value.item_count == 1)
            value = value.items[0];
        return value.kind == types[i].kind ? value : feel_null();
    }
    return value;
}

static struct feel_value as_item(struct op *op, const struct dmn_model *model,
                                 const struct dmn_item *item, struct feel_value value,
                                 bool is_member, int depth);

static struct feel_value as_typed(struct op *op, const struct dmn_model *model, str type,
                                  struct feel_value value, int depth)
{
    const struct dmn_item *const item = find_item(model, type);
    if (value.kind == FEEL_VALUE_NULL || depth > LIMIT_DMN_CHAIN)
        return value;
    return item ? as_item(op, model, item, value, false, depth) : as_simple(type, value);
}

static struct feel_value as_list_of(struct op *op, const struct dmn_model *model,
                                    const struct dmn_item *item, struct feel_value value, int depth)
{
    const size_t count = value.kind == FEEL_VALUE_LIST ? value.item_count : 1;
    struct feel_value *const items = arena_array(op->arena, count, sizeof(*items));
    for (size_t i = 0; i < count; i++) {
        const struct feel_value one = value.kind == FEEL_VALUE_LIST ? value.items[i] : value;
        items[i] = as_item(op, model, item, one, true, depth + 1);
        if (items[i].kind == FEEL_VALUE_NULL && one.kind != FEEL_VALUE_NULL)
            return feel_null();
    }
    return feel_list_of(items, count);
}

/* Conforms as it is; [x] is x where one is wanted, x is [x] where a list is; otherwise null.
 * is_member: the value is one of the list that the item describes. */
static struct feel_value as_item(struct op *op, const struct dmn_model *model,
                                 const struct dmn_item *item, struct feel_value value,
                                 bool is_member, int depth)
{
    if (item->is_list && !is_member)
        return as_list_of(op, model, item, value, depth);
    if (item->component_count == 0)
        return as_typed(op, model, item->type_ref, value, depth + 1);
    if (value.kind == FEEL_VALUE_LIST && value.item_count == 1)
        value = value.items[0];
    for (size_t i = 0; i < item->component_count && value.kind == FEEL_VALUE_CONTEXT; i++) {
        const struct feel_value member = feel_member(value, item->components[i].name);
        const struct feel_value typed =
            as_item(op, model, &item->components[i], member, false, depth + 1);
        bool is_there = false;
        for (size_t n = 0; n < value.item_count; n++)
            is_there = is_there || str_equal(value.names[n], item->components[i].name);
        if (!is_there || (member.kind != FEEL_VALUE_NULL && typed.kind == FEEL_VALUE_NULL))
            return feel_null();
    }
    return value.kind == FEEL_VALUE_CONTEXT ? value : feel_null();
}

/* --- functions --- */

struct knowledge {
    struct dmn_scalar *self;
    const struct dmn_node *body; /* holds the expression */
    const struct feel_scope *scope;
    str *names, *types; /* of the parameters */
    size_t count;
};

static struct feel_value call_knowledge(struct op *op, const void *context,
                                        const struct feel_value *arguments)
{
    const struct knowledge *const knowledge = context;
    const struct dmn_model *const model = knowledge->self->model;
    struct feel_scope *const own = arena_new(op->arena, struct feel_scope);
    struct feel_value *const typed = arena_array(op->arena, knowledge->count, sizeof(*typed));
    for (size_t i = 0; i < knowledge->count; i++) {
        typed[i] = as_typed(op, model, knowledge->types[i], arguments[i], 0);
        if (typed[i].kind == FEEL_VALUE_NULL && arguments[i].kind != FEEL_VALUE_NULL)
            return feel_null(); /* it is never called with what it does not take */
    }
    *own = (struct feel_scope){knowledge->scope, knowledge->names, typed, knowledge->count, 0};
    if (++knowledge->self->depth > LIMIT_DMN_CHAIN)
        return refused(knowledge->self, op_fail(op, E_LIMIT, "a function calls itself too deeply"));
    const struct feel_value value = dmn_scalar_logic(knowledge->self, knowledge->body, own);
    knowledge->self->depth--;
    return value;
}

static struct feel_value function(struct dmn_scalar *self, const struct dmn_node *node,
                                  const struct feel_scope *scope)
{
    struct arena *const arena = self->op->arena;
    const str kind = dmn_node_attribute(node, "kind");
    if (kind.size > 0 && !str_equal_c(kind, "FEEL"))
        return refused(self, op_fail(self->op, E_INVALID,
                                     "functions of kind '" STR_FORMAT "' are not of this profile",
                                     STR_ARG(kind)));
    struct knowledge *const knowledge = arena_new(arena, struct knowledge);
    *knowledge = (struct knowledge){.self = self, .body = node, .scope = scope};
    const size_t most = dmn_node_count(node, "formalParameter");
    knowledge->names = arena_array(arena, most, sizeof(*knowledge->names));
    knowledge->types = arena_array(arena, most, sizeof(*knowledge->types));
    for (const struct dmn_node *parameter = dmn_node_child(node, "formalParameter"); parameter;
         parameter = dmn_node_same(parameter)) {
        knowledge->types[knowledge->count] = dmn_node_attribute(parameter, "typeRef");
        knowledge->names[knowledge->count++] = dmn_node_attribute(parameter, "name");
    }
    return (struct feel_value){.kind = FEEL_VALUE_FUNCTION,
                               .names = knowledge->names,
                               .item_count = knowledge->count,
                               .native = call_knowledge,
                               .self = knowledge};
}

/* Bindings go to parameters by name; what is not bound is null. */
static struct feel_value invocation(struct dmn_scalar *self, const struct dmn_node *node,
                                    const struct feel_scope *scope)
{
    const struct feel_value called = dmn_scalar_logic(self, node, scope);
    struct feel_value *const arguments =
        arena_array(self->op->arena, NAMES_MAX, sizeof(*arguments));
    if (called.kind != FEEL_VALUE_FUNCTION || called.item_count > NAMES_MAX)
        return feel_null();
    for (const struct dmn_node *binding = dmn_node_child(node, "binding"); binding;
         binding = dmn_node_same(binding)) {
        const struct dmn_node *const parameter = dmn_node_child(binding, "parameter");
        const str name = parameter ? dmn_node_attribute(parameter, "name") : (str){"", 0};
        size_t i = 0;
        while (i < called.item_count && !str_equal(called.names[i], name))
            i++;
        if (i == called.item_count)
            return feel_null(); /* it has no parameter of that name */
        arguments[i] = dmn_scalar_logic(self, binding, scope);
    }
    if (called.native)
        return called.native(self->op, called.self, arguments);
    struct feel_scope *const own = arena_new(self->op->arena, struct feel_scope);
    *own = (struct feel_scope){called.scope, called.names, arguments, called.item_count, 0};
    return feel_evaluate(self->op, called.body, own);
}

static struct feel_value literal(struct dmn_scalar *self, const struct dmn_node *node,
                                 const struct feel_scope *scope)
{
    return dmn_scalar_text(self, dmn_node_child_text(node, "text"), scope);
}

struct feel_value dmn_scalar_logic(struct dmn_scalar *self, const struct dmn_node *node,
                                   const struct feel_scope *scope)
{
    static const struct {
        const char *element;
        struct feel_value (*evaluate)(struct dmn_scalar *, const struct dmn_node *,
                                      const struct feel_scope *);
    } logics[] = {
        {"literalExpression",  literal         },
        {"decisionTable",      dmn_scalar_table},
        {"context",            context         },
        {"invocation",         invocation      },
        {"list",               list            },
        {"relation",           relation        },
        {"functionDefinition", function        },
    };
    for (size_t i = 0; i < ARRAY_LEN(logics); i++) {
        const struct dmn_node *const logic = dmn_node_child(node, logics[i].element);
        if (logic)
            return as_typed(self->op, self->model, dmn_node_attribute(logic, "typeRef"),
                            logics[i].evaluate(self, logic, scope), 0);
    }
    return refused(self, op_fail(self->op, E_INVALID,
                                 "the logic in <" STR_FORMAT "> (line %d) is not of this profile",
                                 STR_ARG(node->name), node->line));
}

/* --- decisions --- */

static str local_id(str href)
{
    const char *const mark = memchr(href.data, '#', href.size);
    return mark ? (str){mark + 1, href.size - (size_t)(mark + 1 - href.data)} : (str){"", 0};
}

static const struct dmn_node *find_knowledge(const struct dmn_scalar *self, str href)
{
    for (const struct dmn_node *node = dmn_node_child(self->model->root, "businessKnowledgeModel");
         node; node = dmn_node_same(node))
        if (str_equal(dmn_node_attribute(node, "id"), local_id(href)))
            return node;
    return NULL;
}

static struct feel_value input_value(const struct dmn_scalar *self, str name)
{
    for (size_t i = 0; i < self->inputs->count; i++)
        if (str_equal(self->inputs->names[i], name))
            return self->inputs->values[i];
    return feel_null();
}

static struct feel_value decide(struct dmn_scalar *self, const struct dmn_decision *decision);
static struct feel_scope *scope_of(struct dmn_scalar *self, const struct dmn_node *node, int depth);

static struct feel_value knowledge_value(struct dmn_scalar *self, const struct dmn_node *node,
                                         int depth)
{
    const struct dmn_node *const logic = dmn_node_child(node, "encapsulatedLogic");
    if (!logic || depth == LIMIT_DMN_CHAIN)
        return feel_null();
    return function(self, logic, scope_of(self, node, depth + 1));
}

struct required {
    str name;
    struct feel_value value;
};

static bool find_required(struct dmn_scalar *self, const struct dmn_node *requirement, int depth,
                          struct required *ret)
{
    static const char *const kinds[] = {"requiredInput", "requiredDecision", "requiredKnowledge"};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        const struct dmn_node *const link = dmn_node_child(requirement, kinds[i]);
        const str href = link ? dmn_node_attribute(link, "href") : (str){"", 0};
        const struct dmn_input_data *const data = dmn_model_find_input(self->model, href);
        const struct dmn_decision *const other = dmn_model_find_decision(self->model, href);
        const struct dmn_node *const knowledge = find_knowledge(self, href);
        if (data)
            *ret = (struct required){data->name, input_value(self, data->name)};
        else if (other)
            *ret = (struct required){other->name, decide(self, other)};
        else if (knowledge)
            *ret = (struct required){dmn_node_attribute(knowledge, "name"),
                                     knowledge_value(self, knowledge, depth)};
        if (data || other || knowledge)
            return true;
    }
    return false;
}

/* What a decision or a piece of knowledge requires is all that it sees. */
static struct feel_scope *scope_of(struct dmn_scalar *self, const struct dmn_node *node, int depth)
{
    static const char *const kinds[] = {"informationRequirement", "knowledgeRequirement"};
    struct arena *const arena = self->op->arena;
    const size_t most = dmn_node_count(node, kinds[0]) + dmn_node_count(node, kinds[1]);
    str *const names = arena_array(arena, most, sizeof(*names));
    struct feel_value *const values = arena_array(arena, most, sizeof(*values));
    struct feel_scope *const scope = arena_new(arena, struct feel_scope);
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        for (const struct dmn_node *child = dmn_node_child(node, kinds[i]); child;
             child = dmn_node_same(child)) {
            struct required required;
            if (!find_required(self, child, depth, &required)) {
                (void)refused(self, op_fail(self->op, E_INVALID,
                                            "line %d: it requires something of another model",
                                            child->line));
                continue;
            }
            names[count] = required.name;
            values[count++] = required.value;
        }
    *scope = (struct feel_scope){NULL, names, values, count, 0};
    return scope;
}

static struct feel_value decide(struct dmn_scalar *self, const struct dmn_decision *decision)
{
    const size_t index = (size_t)(decision - self->model->decisions);
    if (self->is_done[index] || self->code != OK)
        return self->values[index];
    if (++self->depth > LIMIT_DMN_CHAIN)
        return refused(
            self, op_fail(self->op, E_INVALID, "it requires itself, by a circle of requirements"));
    const struct feel_scope *const scope = scope_of(self, decision->node, 0);
    self->values[index] = as_typed(self->op, self->model, decision->type_ref,
                                   dmn_scalar_logic(self, decision->node, scope), 0);
    self->is_done[index] = true;
    self->depth--;
    return self->values[index];
}

/* --- members --- */

static size_t count_names(const struct dmn_node *node)
{
    size_t count = 1;
    for (const struct dmn_node *child = node->first; child; child = child->next)
        count += count_names(child);
    return count;
}

static void gather_names(const struct dmn_node *node, str *names, size_t *count)
{
    const str name = dmn_node_attribute(node, "name");
    if (name.size > 0)
        names[(*count)++] = name;
    for (const struct dmn_node *child = node->first; child; child = child->next)
        gather_names(child, names, count);
}

status dmn_scalar_evaluate(struct op *op, const struct dmn_model *model, str decision,
                           const struct feel_scope *inputs, struct feel_value *ret_value)
{
    const struct dmn_decision *const asked = dmn_model_decision(model, decision);
    struct dmn_scalar self = {.op = op, .model = model, .inputs = inputs};
    if (!asked)
        return op_fail(op, E_NOT_FOUND, "model '" STR_FORMAT "' has no decision '%s'",
                       STR_ARG(model->name), str_cstr(op->arena, decision));
    str *const names = arena_array(op->arena, count_names(model->root), sizeof(*names));
    gather_names(model->root, names, &self.members.count);
    self.members.list = names;
    self.values = arena_array(op->arena, model->decision_count, sizeof(*self.values));
    self.is_done = arena_array(op->arena, model->decision_count, sizeof(*self.is_done));
    const struct feel_value value = decide(&self, asked);
    if (self.code != OK)
        return dmn_refuse_here(op, &(struct dmn_place){.model = model->name, .decision = decision});
    TRY(op_check(op));
    *ret_value = value;
    return OK;
}
