/* The output side of a table: types, values, defaults, and the order that PRIORITY gives rules. */
#include <stdlib.h>

#include "dmn/table.h"
#include "dmn/types.h"

struct outputs {
    struct dmn_compiler *compiler;
    struct dmn_step *step;
    const struct dmn_table *table;
    struct dmn_output *outputs;
    struct dmn_value *values;
    struct dmn_place place;
};

static void point_at(struct outputs *self, size_t rule, size_t column, str cell)
{
    const struct dmn_clause *const clause = &self->table->outputs[column];
    self->place.rule = rule;
    self->place.column = column + 1;
    self->place.is_output = true;
    self->place.column_name = clause->name.size > 0 ? clause->name : clause->label;
    self->place.cell = cell;
}

static str entry_of(const struct outputs *self, size_t rule, size_t column)
{
    if (rule < self->table->rule_count)
        return self->table->rules[rule].outputs[column];
    return self->table->outputs[column].default_entry;
}

/* The entries of a column, the default last; where there is no default, null. */
static status parse_entries(struct outputs *self, size_t column, struct feel_literal **ret_literals)
{
    struct op *const op = self->compiler->op;
    const size_t count = self->table->rule_count;
    const bool has_default = self->table->outputs[column].has_default;
    struct feel_literal *const literals = arena_array(op->arena, count + 1, sizeof(*literals));
    for (size_t rule = 0; rule < count + has_default; rule++) {
        const str entry = entry_of(self, rule, column);
        point_at(self, rule < count ? rule + 1 : 0, column, entry);
        if (feel_literal_parse(op, entry, &literals[rule]) != OK)
            return dmn_refuse_here(op, &self->place);
    }
    *ret_literals = literals;
    return OK;
}

/* The declared type of the decision's result, seen from one of its columns. */
static status result_kind(struct outputs *self, size_t column, struct dmn_kind *ret_kind)
{
    struct dmn_compiler *const compiler = self->compiler;
    const struct dmn_clause *const clause = &self->table->outputs[column];
    struct dmn_kind kind = {0};
    TRY(dmn_kind_resolve(compiler->op, &self->place, compiler->model,
                         self->step->decision->type_ref, &kind));
    const bool gives_list =
        self->step->policy >= DMN_COLLECT && self->step->aggregation == DMN_LIST;
    if (!kind.is_open && kind.is_list != gives_list)
        return dmn_refuse(compiler->op, &self->place, E_INVALID, "%s",
                          op_say(compiler->op,
                                 gives_list
                                     ? SAY("the decision's type '" STR_FORMAT
                                           "' is not a list, and the table gives one")
                                     : SAY("the decision's type '" STR_FORMAT
                                           "' is a list, and the table gives a single result"),
                                 STR_ARG(self->step->decision->type_ref)));
    if (kind.structure) {
        const struct dmn_item *found = NULL;
        for (size_t i = 0; i < kind.structure->component_count; i++)
            if (str_equal(kind.structure->components[i].name, clause->name))
                found = &kind.structure->components[i];
        if (!found || found->component_count > 0 || found->is_list)
            return dmn_refuse(compiler->op, &self->place, E_INVALID,
                              "the decision's type '" STR_FORMAT
                              "' has no single value of this name",
                              STR_ARG(self->step->decision->type_ref));
        TRY(dmn_kind_resolve(compiler->op, &self->place, compiler->model, found->type_ref, &kind));
        if (kind.allowed_count < DMN_ALLOWED_MAX)
            kind.allowed[kind.allowed_count++] = found->allowed_values;
    } else if (!kind.is_open && self->table->output_count > 1) {
        return dmn_refuse(compiler->op, &self->place, E_INVALID,
                          "the decision's type '" STR_FORMAT
                          "' is a single value, and the table has several outputs",
                          STR_ARG(self->step->decision->type_ref));
    }
    if (kind.structure || (kind.is_list && !gives_list))
        return dmn_refuse(compiler->op, &self->place, E_INVALID, "it is not a single value");
    *ret_kind = kind;
    return OK;
}

/* What the column's entries are: declared by the column, by the decision, or by the first entry. */
static status find_type(struct outputs *self, size_t column, const struct feel_literal *literals,
                        const struct dmn_kind *result, const struct dmn_kind *declared,
                        enum dmn_type *ret_type)
{
    struct op *const op = self->compiler->op;
    if (declared->is_list || declared->structure)
        return dmn_refuse(op, &self->place, E_INVALID, "an output must be a single value");
    if (!declared->is_open && !result->is_open && declared->type != result->type)
        return dmn_refuse(
            op, &self->place, E_INVALID, "the column has %s, the decision's type says %s",
            op_word(op, dmn_type_name(declared->type)), op_word(op, dmn_type_name(result->type)));
    if (!declared->is_open || !result->is_open) {
        *ret_type = declared->is_open ? result->type : declared->type;
        return OK;
    }
    for (size_t rule = 0; rule <= self->table->rule_count; rule++)
        if (literals[rule].kind != FEEL_NULL) {
            *ret_type = dmn_literal_type(&literals[rule]);
            return OK;
        }
    point_at(self, 0, column, (str){"", 0});
    return dmn_refuse(op, &self->place, E_INVALID,
                      "every entry is null: declare the column's typeRef");
}

/* The constraint as a cell, or none when there is nothing to obey. */
static status bind_values(struct outputs *self, const struct dmn_domain *domain, str values,
                          struct dmn_cell *ret_cell, bool *ret_is_some)
{
    struct op *const op = self->compiler->op;
    struct feel_tests tests = {0};
    *ret_is_some = values.size > 0;
    if (values.size == 0)
        return OK;
    if (feel_tests_parse(op, values, &tests) != OK ||
        dmn_cell_bind(op, domain, &tests, ret_cell) != OK) {
        self->place.cell = values;
        return dmn_refuse_here(op, &self->place);
    }
    return OK;
}

/* Every entry must be among the values that the model declares; nulls pass. */
static status check_values(struct outputs *self, size_t column, const struct dmn_domain *domain,
                           str values)
{
    struct dmn_cell cell = {0};
    bool is_some = false;
    point_at(self, 0, column, (str){"", 0});
    TRY(bind_values(self, domain, values, &cell, &is_some));
    for (size_t rule = 0; is_some && rule <= self->table->rule_count; rule++) {
        const struct dmn_value value = self->values[rule * self->table->output_count + column];
        if (value.is_null || dmn_cell_matches(&cell, value))
            continue;
        point_at(self, rule < self->table->rule_count ? rule + 1 : 0, column,
                 entry_of(self, rule, column));
        return dmn_refuse(self->compiler->op, &self->place, E_INVALID,
                          "it is not among the values declared for it: " STR_FORMAT,
                          STR_ARG(values));
    }
    return OK;
}

static bool orders_by_values(const struct outputs *self)
{
    return self->step->policy == DMN_PRIORITY || self->step->policy == DMN_OUTPUT_ORDER;
}

/* Literals become values of the least scale that holds them all. */
static status bind_entries(struct outputs *self, size_t column, const struct feel_literal *literals,
                           struct dmn_domain *domain)
{
    struct op *const op = self->compiler->op;
    const size_t count = self->table->rule_count;
    for (size_t rule = 0; rule <= count; rule++)
        if (literals[rule].kind == FEEL_NUMBER && literals[rule].number.scale > domain->scale)
            domain->scale = literals[rule].number.scale;
    for (size_t rule = 0; rule <= count; rule++) {
        point_at(self, rule < count ? rule + 1 : 0, column, entry_of(self, rule, column));
        if (domain->scale > DMN_SCALE_MAX)
            return dmn_refuse(op, &self->place, E_INVALID,
                              "an entry of this column has more than %d decimals", DMN_SCALE_MAX);
        if (dmn_literal_bind(op, domain, &literals[rule],
                             &self->values[rule * self->table->output_count + column]) != OK)
            return dmn_refuse_here(op, &self->place);
    }
    return OK;
}

/* COUNT gives a number whatever the entries are; only its default is a value of the result. */
static status compile_count(struct outputs *self, struct feel_literal *literals,
                            const struct dmn_kind *result, struct dmn_domain *domain)
{
    if (!result->is_open && result->type != DMN_NUMBER)
        return dmn_refuse(self->compiler->op, &self->place, E_INVALID,
                          "COUNT gives a number, the decision's type says %s",
                          op_word(self->compiler->op, dmn_type_name(result->type)));
    for (size_t rule = 0; rule < self->table->rule_count; rule++)
        literals[rule] = (struct feel_literal){.kind = FEEL_NULL};
    *domain = (struct dmn_domain){DMN_NUMBER, 0, self->compiler->symbols};
    TRY(bind_entries(self, 0, literals, domain));
    return domain->scale == 0 ? OK
                              : dmn_refuse(self->compiler->op, &self->place, E_INVALID,
                                           "COUNT gives whole numbers, so its default is one too");
}

static status check_aggregation(struct outputs *self, enum dmn_type type)
{
    const enum dmn_aggregation aggregation = self->step->aggregation;
    if (aggregation == DMN_LIST || type == DMN_NUMBER ||
        (type == DMN_DATE && aggregation != DMN_SUM))
        return OK;
    return dmn_refuse(self->compiler->op, &self->place, E_INVALID,
                      "%s cannot be aggregated this way",
                      op_word(self->compiler->op, dmn_type_name(type)));
}

static status compile_output(struct outputs *self, size_t column, struct dmn_domain *ret_domain)
{
    struct dmn_compiler *const compiler = self->compiler;
    const struct dmn_clause *const clause = &self->table->outputs[column];
    struct dmn_domain domain = {.symbols = compiler->symbols};
    struct feel_literal *literals = NULL;
    struct dmn_kind declared = {0};
    struct dmn_kind result = {0};
    TRY(parse_entries(self, column, &literals));
    point_at(self, 0, column, (str){"", 0});
    TRY(result_kind(self, column, &result));
    TRY(dmn_kind_resolve(compiler->op, &self->place, compiler->model, clause->type_ref, &declared));
    if (self->step->aggregation == DMN_COUNT) {
        TRY(compile_count(self, literals, &result, ret_domain));
        return OK;
    }
    TRY(find_type(self, column, literals, &result, &declared, &domain.type));
    TRY(check_aggregation(self, domain.type));
    TRY(bind_entries(self, column, literals, &domain));
    for (size_t i = 0; i < declared.allowed_count; i++)
        TRY(check_values(self, column, &domain, declared.allowed[i]));
    for (size_t i = 0; i < result.allowed_count; i++)
        TRY(check_values(self, column, &domain, result.allowed[i]));
    if (!orders_by_values(self))
        TRY(check_values(self, column, &domain, clause->values));
    *ret_domain = domain;
    return OK;
}

/* Where each entry of a column stands in its outputValues; unlisted ones come last. */
static status rank_column(struct outputs *self, size_t column, const struct dmn_domain *domain,
                          size_t *ranks)
{
    struct op *const op = self->compiler->op;
    const size_t width = self->table->output_count;
    const str values = self->table->outputs[column].values;
    struct feel_literal *listed = NULL;
    size_t listed_count = 0;
    point_at(self, 0, column, values);
    if (values.size > 0 && feel_literals_parse(op, values, &listed, &listed_count) != OK)
        return dmn_refuse_here(op, &self->place);
    for (size_t rule = 0; rule < self->table->rule_count; rule++)
        ranks[rule * width + column] = listed_count;
    for (size_t i = listed_count; i-- > 0;) {
        struct dmn_value value = {0};
        if (listed[i].kind == FEEL_NUMBER && listed[i].number.scale > domain->scale)
            continue; /* finer than any entry, so equal to none */
        if (dmn_literal_bind(op, domain, &listed[i], &value) != OK)
            return dmn_refuse_here(op, &self->place);
        for (size_t rule = 0; rule < self->table->rule_count; rule++) {
            const struct dmn_value entry = self->values[rule * width + column];
            if (entry.is_null == value.is_null && (entry.is_null || entry.value == value.value))
                ranks[rule * width + column] = i;
        }
    }
    return OK;
}

struct ranked {
    const size_t *ranks;
    size_t width;
    uint32_t rule;
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked *const left = a;
    const struct ranked *const right = b;
    for (size_t i = 0; i < left->width; i++)
        if (left->ranks[i] != right->ranks[i])
            return left->ranks[i] < right->ranks[i] ? -1 : 1;
    return left->rule < right->rule ? -1 : 1; /* qsort does not keep the order of equals */
}

/* PRIORITY and OUTPUT ORDER mean nothing without an order of values. */
static status check_order(struct outputs *self)
{
    bool has_values = false;
    for (size_t column = 0; column < self->table->output_count; column++)
        has_values = has_values || self->table->outputs[column].values.size > 0;
    if (has_values || !orders_by_values(self))
        return OK;
    self->place.rule = 0;
    self->place.column = 0;
    self->place.column_name = self->place.cell = (str){"", 0};
    return dmn_refuse(self->compiler->op, &self->place, E_INVALID,
                      "the hit policy %c needs outputValues that say what comes first",
                      dmn_hit_policy_letter(self->step->policy));
}

static status order_rules(struct outputs *self, const struct dmn_domain *domains)
{
    struct op *const op = self->compiler->op;
    const size_t count = self->table->rule_count;
    const size_t width = self->table->output_count;
    TRY(check_order(self));
    uint32_t *const order = arena_array(op->arena, count, sizeof(*order));
    struct ranked *const ranked = arena_array(op->arena, count, sizeof(*ranked));
    size_t *const ranks = arena_array(op->arena, count * width, sizeof(*ranks));
    if (orders_by_values(self))
        for (size_t column = 0; column < width; column++)
            TRY(rank_column(self, column, &domains[column], ranks));
    for (size_t rule = 0; rule < count; rule++)
        ranked[rule] = (struct ranked){ranks + rule * width, width, (uint32_t)rule};
    qsort(ranked, count, sizeof(*ranked), by_rank);
    for (size_t bit = 0; bit < count; bit++)
        order[bit] = ranked[bit].rule;
    self->step->rule_of_bit = order;
    return OK;
}

static const char *output_name(const struct outputs *self, size_t column)
{
    const str name = self->table->outputs[column].name;
    return str_cstr(self->compiler->op->arena, name.size > 0 ? name : self->step->decision->name);
}

status dmn_outputs_compile(struct dmn_compiler *compiler, struct dmn_step *step)
{
    struct arena *const arena = compiler->op->arena;
    const struct dmn_table *const table = step->decision->table;
    struct outputs self = {.compiler = compiler, .step = step, .table = table};
    struct dmn_domain *const domains = arena_array(arena, table->output_count, sizeof(*domains));
    self.place =
        (struct dmn_place){.model = compiler->model->name, .decision = step->decision->name};
    self.outputs = arena_array(arena, table->output_count, sizeof(*self.outputs));
    self.values =
        arena_array(arena, (table->rule_count + 1) * table->output_count, sizeof(*self.values));
    if (step->aggregation != DMN_LIST && table->output_count > 1)
        return dmn_refuse(compiler->op, &self.place, E_INVALID,
                          "an aggregation needs a table with one output, this one has %zu",
                          table->output_count);
    for (size_t column = 0; column < table->output_count; column++) {
        TRY(compile_output(&self, column, &domains[column]));
        self.outputs[column] = (struct dmn_output){output_name(&self, column), domains[column].type,
                                                   domains[column].scale};
    }
    TRY(order_rules(&self, domains));
    step->outputs = self.outputs;
    step->output_count = (uint32_t)table->output_count;
    step->values = self.values;
    return OK;
}
