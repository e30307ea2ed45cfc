/* A decision table with expressions in its cells, rule by rule. */
#include <stdlib.h>

#include "dmn/scalar_logic.h"

struct table {
    struct dmn_scalar *self;
    const struct dmn_node *node;
    const struct feel_scope *scope;
    struct feel_value *asked; /* by input column */
    size_t input_count, output_count;
    str *names;              /* of the outputs */
    struct feel_value *hits; /* what the rules that match say, in their order */
    size_t hit_count;
};

static str text_of(const struct dmn_node *node, const char *element)
{
    const struct dmn_node *const child = node ? dmn_node_child(node, element) : NULL;
    return child ? dmn_node_child_text(child, "text") : (str){"", 0};
}

static void read_columns(struct table *t)
{
    struct arena *const arena = t->self->op->arena;
    size_t i = 0;
    t->input_count = dmn_node_count(t->node, "input");
    t->output_count = dmn_node_count(t->node, "output");
    t->asked = arena_array(arena, t->input_count, sizeof(*t->asked));
    t->names = arena_array(arena, t->output_count, sizeof(*t->names));
    for (const struct dmn_node *input = dmn_node_child(t->node, "input"); input;
         input = dmn_node_same(input), i++) {
        const str values = text_of(input, "inputValues");
        t->asked[i] = dmn_scalar_text(t->self, text_of(input, "inputExpression"), t->scope);
        if (values.size > 0 && t->asked[i].kind != FEEL_VALUE_NULL &&
            !dmn_scalar_cell(t->self, values, t->asked[i], t->scope))
            t->asked[i].kind = FEEL_VALUE_FUNCTION; /* outside: equal to nothing */
    }
    i = 0;
    for (const struct dmn_node *output = dmn_node_child(t->node, "output"); output;
         output = dmn_node_same(output))
        t->names[i++] = dmn_node_attribute(output, "name");
}

static bool matches(struct table *t, const struct dmn_node *rule)
{
    const struct dmn_node *cell = dmn_node_child(rule, "inputEntry");
    for (size_t i = 0; i < t->input_count && cell; i++, cell = dmn_node_same(cell))
        if (!dmn_scalar_cell(t->self, dmn_node_child_text(cell, "text"), t->asked[i], t->scope))
            return false;
    return true;
}

/* One output is a value, several are a context by name. */
static struct feel_value row_of(const struct table *t, struct feel_value *values)
{
    if (t->output_count == 1)
        return values[0];
    return (struct feel_value){.kind = FEEL_VALUE_CONTEXT,
                               .items = values,
                               .names = t->names,
                               .item_count = t->output_count};
}

static struct feel_value outputs_of(struct table *t, const struct dmn_node *rule)
{
    struct feel_value *const values =
        arena_array(t->self->op->arena, t->output_count, sizeof(*values));
    const struct dmn_node *entry = dmn_node_child(rule, "outputEntry");
    for (size_t i = 0; i < t->output_count && entry; i++, entry = dmn_node_same(entry))
        values[i] = dmn_scalar_text(t->self, dmn_node_child_text(entry, "text"), t->scope);
    return row_of(t, values);
}

static struct feel_value default_of(struct table *t)
{
    struct feel_value *const values =
        arena_array(t->self->op->arena, t->output_count, sizeof(*values));
    bool has_any = false;
    size_t i = 0;
    for (const struct dmn_node *output = dmn_node_child(t->node, "output"); output;
         output = dmn_node_same(output), i++) {
        const str text = text_of(output, "defaultOutputEntry");
        if (text.size > 0)
            values[i] = dmn_scalar_text(t->self, text, t->scope);
        has_any = has_any || text.size > 0;
    }
    return has_any ? row_of(t, values) : feel_null();
}

/* --- order --- */

/* Where a value stands in the outputValues of a column; unlisted ones come last. */
static size_t rank_of(struct table *t, const struct dmn_node *output, struct feel_value value)
{
    const str text = text_of(output, "outputValues");
    if (text.size == 0)
        return 0;
    const str listed = str_of(arena_printf(t->self->op->arena, "[" STR_FORMAT "]", STR_ARG(text)));
    const struct feel_value list = dmn_scalar_text(t->self, listed, t->scope);
    size_t rank = 0;
    while (rank < list.item_count && !feel_is_true(feel_equal(list.items[rank], value)))
        rank++;
    return rank;
}

static int compare_rows(struct table *t, struct feel_value a, struct feel_value b)
{
    size_t i = 0;
    for (const struct dmn_node *output = dmn_node_child(t->node, "output"); output;
         output = dmn_node_same(output), i++) {
        const size_t left = rank_of(t, output, t->output_count == 1 ? a : a.items[i]);
        const size_t right = rank_of(t, output, t->output_count == 1 ? b : b.items[i]);
        if (left != right)
            return left < right ? -1 : 1;
    }
    return 0;
}

/* Equals stay in the order of the rules. */
static void sort_hits(struct table *t)
{
    for (size_t i = 1; i < t->hit_count; i++)
        for (size_t j = i; j > 0 && compare_rows(t, t->hits[j], t->hits[j - 1]) < 0; j--) {
            const struct feel_value moved = t->hits[j];
            t->hits[j] = t->hits[j - 1];
            t->hits[j - 1] = moved;
        }
}

/* --- policies --- */

static struct feel_value any_of(const struct table *t)
{
    for (size_t i = 1; i < t->hit_count; i++)
        if (!feel_is_true(feel_equal(t->hits[0], t->hits[i])))
            return feel_null();
    return t->hits[0];
}

static struct feel_value aggregate(struct table *t, str aggregation)
{
    static const str name = {"hits", 4};
    const struct feel_value list = feel_list_of(t->hits, t->hit_count);
    const struct feel_scope scope = {NULL, &name, &list, 1, 0};
    if (aggregation.size == 0)
        return list;
    if (t->output_count > 1)
        return feel_null();
    const char *const text = str_equal_c(aggregation, "SUM")   ? "sum(hits)"
                             : str_equal_c(aggregation, "MIN") ? "min(hits)"
                             : str_equal_c(aggregation, "MAX") ? "max(hits)"
                                                               : "count(hits)";
    return dmn_scalar_text(t->self, str_of(text), &scope);
}

static struct feel_value decide(struct table *t)
{
    const str policy = dmn_node_attribute(t->node, "hitPolicy");
    if (t->hit_count == 0)
        return default_of(t);
    if (policy.size == 0 || str_equal_c(policy, "UNIQUE"))
        return t->hit_count == 1 ? t->hits[0] : feel_null();
    if (str_equal_c(policy, "ANY"))
        return any_of(t);
    if (str_equal_c(policy, "PRIORITY") || str_equal_c(policy, "OUTPUT ORDER"))
        sort_hits(t);
    if (str_equal_c(policy, "FIRST") || str_equal_c(policy, "PRIORITY"))
        return t->hits[0];
    return aggregate(t, dmn_node_attribute(t->node, "aggregation"));
}

struct feel_value dmn_scalar_table(struct dmn_scalar *self, const struct dmn_node *node,
                                   const struct feel_scope *scope)
{
    struct table t = {.self = self, .node = node, .scope = scope};
    read_columns(&t);
    t.hits = arena_array(self->op->arena, dmn_node_count(node, "rule"), sizeof(*t.hits));
    for (const struct dmn_node *rule = dmn_node_child(node, "rule"); rule && self->code == OK;
         rule = dmn_node_same(rule))
        if (matches(&t, rule))
            t.hits[t.hit_count++] = outputs_of(&t, rule);
    return decide(&t);
}
