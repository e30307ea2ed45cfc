/* What an expression says.  Recursion is as deep as the parser let it be. */
#include "feel/tree.h"

#define LOOP_MAX  100000 /* items that one loop gives */
#define CALLS_MAX 32     /* inside each other: the stack must hold them all */

static struct feel_value look_up(const struct feel_scope *scope, str name)
{
    for (; scope; scope = scope->parent)
        for (size_t i = 0; i < scope->count; i++)
            if (str_equal(scope->names[i], name))
                return scope->values[i];
    return feel_null();
}

static struct feel_value child(struct op *op, const struct feel_node *node, size_t i,
                               const struct feel_scope *scope)
{
    return feel_evaluate(op, node->children[i], scope);
}

/* Functions keep the scope they were made in, so scopes live as long as values. */
static struct feel_scope *inside(struct op *op, const struct feel_scope *parent, const str *names,
                                 const struct feel_value *values, size_t count)
{
    struct feel_scope *const scope = arena_new(op->arena, struct feel_scope);
    *scope = (struct feel_scope){parent, names, values, count, parent ? parent->calls : 0};
    return scope;
}

static struct feel_scope *inside_one(struct op *op, const struct feel_scope *parent,
                                     const str *name, struct feel_value value)
{
    struct feel_value *const kept = arena_new(op->arena, struct feel_value);
    *kept = value;
    return inside(op, parent, name, kept, 1);
}

/* --- three values --- */

static struct feel_value both(struct feel_value a, struct feel_value b, bool decides)
{
    if ((a.kind == FEEL_VALUE_BOOLEAN && a.boolean == decides) ||
        (b.kind == FEEL_VALUE_BOOLEAN && b.boolean == decides))
        return feel_boolean(decides);
    if (a.kind == FEEL_VALUE_BOOLEAN && b.kind == FEEL_VALUE_BOOLEAN)
        return feel_boolean(!decides);
    return feel_null();
}

static struct feel_value binary(struct op *op, const struct feel_node *node,
                                const struct feel_scope *scope)
{
    const struct feel_value a = child(op, node, 0, scope);
    const struct feel_value b = child(op, node, 1, scope);
    if (node->sign == FEEL_SIGN_AND || node->sign == FEEL_SIGN_OR)
        return both(a, b, node->sign == FEEL_SIGN_OR);
    return feel_calculate(op, node->sign, a, b);
}

static struct feel_value minus(struct feel_value value)
{
    if (value.kind == FEEL_VALUE_NUMBER)
        return feel_number_of(decimal_negate(value.number));
    if (value.kind != FEEL_VALUE_MONTHS && value.kind != FEEL_VALUE_SECONDS)
        return feel_null();
    value.count = -value.count;
    return value;
}

/* --- tests --- */

/* A value asked to be: equal, inside a range, among a list, or a truth about "?". */
static struct feel_value test_value(struct feel_value asked, struct feel_value value,
                                    bool asks_value)
{
    if (asks_value && value.kind == FEEL_VALUE_BOOLEAN)
        return value;
    if (value.kind == FEEL_VALUE_RANGE && asked.kind != FEEL_VALUE_RANGE)
        return feel_range_holds(value, asked);
    const struct feel_value equal = feel_equal(asked, value);
    if (value.kind != FEEL_VALUE_LIST || feel_is_true(equal))
        return equal;
    for (size_t i = 0; i < value.item_count; i++)
        if (feel_is_true(asked.kind == FEEL_VALUE_LIST ? feel_equal(asked, value.items[i])
                                                       : test_value(asked, value.items[i], false)))
            return feel_boolean(true);
    return feel_boolean(false);
}

static struct feel_value test(struct op *op, const struct feel_node *node, struct feel_value asked,
                              const struct feel_scope *scope)
{
    const struct feel_value value = child(op, node, 0, scope);
    return node->sign == FEEL_SIGN_NONE ? test_value(asked, value, node->asks_value)
                                        : feel_calculate(op, node->sign, asked, value);
}

/* Any of the tests from one child on. */
static struct feel_value any_test(struct op *op, const struct feel_node *node, size_t first,
                                  struct feel_value asked, const struct feel_scope *scope)
{
    static const str name = {"?", 1};
    const struct feel_scope *const own = inside_one(op, scope, &name, asked);
    struct feel_value result = feel_boolean(false);
    for (size_t i = first; i < node->child_count; i++)
        result = both(result, test(op, node->children[i], asked, own), true);
    return result;
}

static struct feel_value tests(struct op *op, const struct feel_node *node,
                               const struct feel_scope *scope)
{
    struct feel_value result = any_test(op, node, 0, look_up(scope, STR("?")), scope);
    if (node->is_negated && result.kind == FEEL_VALUE_BOOLEAN)
        result.boolean = !result.boolean;
    return result;
}

static struct feel_value between(struct op *op, const struct feel_node *node,
                                 const struct feel_scope *scope)
{
    const struct feel_value value = child(op, node, 0, scope);
    const struct feel_value above =
        feel_calculate(op, FEEL_SIGN_GREATER_EQUAL, value, child(op, node, 1, scope));
    const struct feel_value below =
        feel_calculate(op, FEEL_SIGN_LESS_EQUAL, value, child(op, node, 2, scope));
    if (above.kind == FEEL_VALUE_NULL || below.kind == FEEL_VALUE_NULL)
        return feel_null();
    return feel_boolean(above.boolean && below.boolean);
}

/* --- lists and contexts --- */

static struct feel_value *children(struct op *op, const struct feel_node *node, size_t first,
                                   const struct feel_scope *scope)
{
    const size_t count = node->child_count - first;
    struct feel_value *const values = arena_array(op->arena, count, sizeof(*values));
    for (size_t i = 0; i < count; i++)
        values[i] = child(op, node, first + i, scope);
    return values;
}

static struct feel_value context(struct op *op, const struct feel_node *node,
                                 const struct feel_scope *scope)
{
    struct feel_value *const values = arena_array(op->arena, node->child_count, sizeof(*values));
    struct feel_scope *const own = inside(op, scope, node->names, values, 0);
    for (size_t i = 0; i < node->child_count; i++) {
        values[i] = child(op, node, i, own);
        own->count = i + 1;
    }
    return (struct feel_value){.kind = FEEL_VALUE_CONTEXT,
                               .items = values,
                               .names = node->names,
                               .item_count = node->child_count};
}

static struct feel_value path_of(struct op *op, struct feel_value value, str name)
{
    if ((value.kind >= FEEL_VALUE_DATE && value.kind <= FEEL_VALUE_SECONDS) ||
        value.kind == FEEL_VALUE_RANGE)
        (void)op_fail(op, E_INVALID,
                      "members of days, times, durations and ranges are not in this profile");
    if (value.kind != FEEL_VALUE_LIST)
        return feel_member(value, name);
    struct feel_value *const items = arena_array(op->arena, value.item_count, sizeof(*items));
    for (size_t i = 0; i < value.item_count; i++)
        items[i] = path_of(op, value.items[i], name);
    return feel_list_of(items, value.item_count);
}

static struct feel_value as_list(struct op *op, struct feel_value value)
{
    if (value.kind == FEEL_VALUE_LIST)
        return value;
    if (value.kind == FEEL_VALUE_NULL)
        return feel_list_of(NULL, 0);
    struct feel_value *const item = arena_new(op->arena, struct feel_value);
    *item = value;
    return feel_list_of(item, 1);
}

/* From 1, or from the end. */
static struct feel_value item_at(struct feel_value list, decimal index)
{
    int64_t at = 0;
    const int64_t count = (int64_t)list.item_count;
    if (!decimal_to_i64(index, &at))
        return feel_null();
    at = at < 0 ? at + count : at - 1;
    return at >= 0 && at < count ? list.items[at] : feel_null();
}

static struct feel_value filter(struct op *op, const struct feel_node *node,
                                const struct feel_scope *scope)
{
    static const str item = {"item", 4};
    const struct feel_value list = as_list(op, child(op, node, 0, scope));
    struct feel_value *const kept = arena_array(op->arena, list.item_count, sizeof(*kept));
    const struct feel_node *const condition = node->children[1];
    size_t count = 0;
    if (condition->kind == FEEL_NODE_VALUE && condition->value.kind == FEEL_VALUE_NUMBER)
        return item_at(list, condition->value.number);
    if (list.item_count == 0 || condition->kind == FEEL_NODE_MINUS) {
        const struct feel_value index = feel_evaluate(op, condition, scope);
        return index.kind == FEEL_VALUE_NUMBER ? item_at(list, index.number) : list;
    }
    for (size_t i = 0; i < list.item_count; i++) {
        const struct feel_value value = list.items[i];
        const bool is_context = value.kind == FEEL_VALUE_CONTEXT;
        const struct feel_scope *const own =
            inside(op, inside_one(op, scope, &item, value), value.names, value.items,
                   is_context ? value.item_count : 0);
        const struct feel_value holds = feel_evaluate(op, condition, own);
        if (holds.kind == FEEL_VALUE_NUMBER)
            return item_at(list, holds.number);
        if (feel_is_true(holds))
            kept[count++] = value;
    }
    return feel_list_of(kept, count);
}

/* --- loops and calls --- */

struct loop {
    struct op *op;
    const struct feel_node *node;
    struct feel_value *values; /* of the names */
    struct feel_value *given;
    size_t count, capacity;
};

/* What a loop goes through: items, or the whole numbers of a range, up or down. */
static struct feel_value loop_items(struct op *op, const struct feel_node *node,
                                    struct feel_value list)
{
    int64_t low = 0;
    int64_t high = 0;
    if (list.kind != FEEL_VALUE_RANGE)
        return as_list(op, list);
    if (list.items[0].kind != FEEL_VALUE_NUMBER || list.items[1].kind != FEEL_VALUE_NUMBER ||
        !decimal_to_i64(list.items[0].number, &low) ||
        !decimal_to_i64(list.items[1].number, &high) ||
        (node->kind == FEEL_NODE_RANGE && !node->is_negated && low > high)) {
        (void)op_fail(op, E_INVALID, "a loop goes over whole numbers only in this profile");
        return feel_null();
    }
    const int64_t step = low <= high ? 1 : -1;
    if (high - low > LOOP_MAX || low - high > LOOP_MAX)
        return feel_list_of(NULL, 0);
    const size_t count = (size_t)((high - low) * step) + 1;
    struct feel_value *const items = arena_array(op->arena, count, sizeof(*items));
    for (size_t i = 0; i < count; i++)
        items[i] = feel_number_of(decimal_of_i64(low + step * (int64_t)i));
    return feel_list_of(items, count);
}

static void run_loop(struct loop *loop, size_t name, const struct feel_scope *scope)
{
    const struct feel_node *const node = loop->node;
    struct feel_value *const values = arena_array(loop->op->arena, name, sizeof(*values));
    if (name > 0)
        memcpy(values, loop->values, name * sizeof(*values));
    const struct feel_scope *const own = inside(loop->op, scope, node->names, values, name);
    if (name == node->name_count) {
        if (loop->count == LOOP_MAX)
            return;
        loop->given = arena_grow(loop->op->arena, loop->given, loop->count, &loop->capacity,
                                 sizeof(*loop->given));
        loop->given[loop->count] = child(loop->op, node, node->child_count - 1, own);
        loop->count++;
        return;
    }
    const struct feel_value list =
        loop_items(loop->op, node->children[name], child(loop->op, node, name, own));
    for (size_t i = 0; i < list.item_count; i++) {
        loop->values[name] = list.items[i];
        run_loop(loop, name + 1, scope);
    }
}

static struct feel_value evaluate_loop(struct op *op, const struct feel_node *node,
                                       const struct feel_scope *scope)
{
    struct loop loop = {.op = op, .node = node};
    const bool is_some = str_equal_c(node->text, "some");
    struct feel_value result = feel_boolean(!is_some);
    loop.values = arena_array(op->arena, node->name_count, sizeof(*loop.values));
    run_loop(&loop, 0, scope);
    if (str_equal_c(node->text, "for"))
        return feel_list_of(loop.given, loop.count);
    for (size_t i = 0; i < loop.count; i++)
        result = both(result, loop.given[i], is_some);
    return result;
}

static struct feel_value call(struct op *op, const struct feel_node *node,
                              const struct feel_scope *scope)
{
    if (node->builtin)
        return node->builtin->call(op, children(op, node, 0, scope), node->child_count);
    const struct feel_value function = child(op, node, 0, scope);
    const size_t given = node->child_count - 1;
    if (function.kind != FEEL_VALUE_FUNCTION || function.item_count != given)
        return feel_null();
    if (function.native)
        return function.native(op, function.self, children(op, node, 1, scope));
    struct feel_scope *const own =
        inside(op, function.scope, function.names, children(op, node, 1, scope), given);
    own->calls = (scope ? scope->calls : 0) + 1;
    if (own->calls > CALLS_MAX) {
        (void)op_fail(op, E_LIMIT, "functions call each other more than %d deep", CALLS_MAX);
        return feel_null();
    }
    return arena_is_over_budget(op->arena) ? feel_null() : feel_evaluate(op, function.body, own);
}

static struct feel_value make_function(const struct feel_node *node, const struct feel_scope *scope)
{
    return (struct feel_value){.kind = FEEL_VALUE_FUNCTION,
                               .names = node->names,
                               .item_count = node->name_count,
                               .body = node->children[0],
                               .scope = scope};
}

static struct feel_value range(struct op *op, const struct feel_node *node,
                               const struct feel_scope *scope)
{
    return (struct feel_value){.kind = FEEL_VALUE_RANGE,
                               .items = children(op, node, 0, scope),
                               .item_count = 2,
                               .is_low_open = node->is_low_open,
                               .is_high_open = node->is_high_open};
}

struct feel_value feel_evaluate(struct op *op, const struct feel_node *node,
                                const struct feel_scope *scope)
{
    switch (node->kind) {
    case FEEL_NODE_VALUE:
        return node->value;
    case FEEL_NODE_NAME:
        return look_up(scope, node->text);
    case FEEL_NODE_PATH:
        return path_of(op, child(op, node, 0, scope), node->text);
    case FEEL_NODE_BINARY:
        return binary(op, node, scope);
    case FEEL_NODE_MINUS:
        return minus(child(op, node, 0, scope));
    case FEEL_NODE_IF:
        return child(op, node, feel_is_true(child(op, node, 0, scope)) ? 1 : 2, scope);
    case FEEL_NODE_BETWEEN:
        return between(op, node, scope);
    case FEEL_NODE_IN:
        return any_test(op, node, 1, child(op, node, 0, scope), scope);
    case FEEL_NODE_TESTS:
        return tests(op, node, scope);
    case FEEL_NODE_TEST:
        return test(op, node, look_up(scope, STR("?")), scope);
    case FEEL_NODE_LIST:
        return feel_list_of(children(op, node, 0, scope), node->child_count);
    case FEEL_NODE_CONTEXT:
        return context(op, node, scope);
    case FEEL_NODE_RANGE:
        return range(op, node, scope);
    case FEEL_NODE_FILTER:
        return filter(op, node, scope);
    case FEEL_NODE_FOR:
        return evaluate_loop(op, node, scope);
    case FEEL_NODE_CALL:
        return call(op, node, scope);
    case FEEL_NODE_FUNCTION:
        return make_function(node, scope);
    case FEEL_NODE_ANY:
        return feel_boolean(true);
    }
    return feel_null();
}
