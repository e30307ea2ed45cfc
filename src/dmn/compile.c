/* The input side of a table, and the chain of tables that a decision needs. */
#include <assert.h>

#include "dmn/table.h"
#include "dmn/types.h"

struct inputs {
    struct dmn_compiler *compiler;
    struct dmn_step *step;
    const struct dmn_table *table;
    struct dmn_place place;
};

static void point_at(struct inputs *self, size_t rule, size_t column, str cell)
{
    self->place.rule = rule;
    self->place.column = column + 1;
    self->place.column_name = self->table->inputs[column].expression;
    self->place.cell = cell;
}

static const struct dmn_step *find_step(const struct dmn_compiler *compiler,
                                        const struct dmn_decision *decision)
{
    for (size_t i = 0; i < compiler->step_count; i++)
        if (compiler->steps[i].decision == decision)
            return &compiler->steps[i];
    return NULL;
}

static status connect_chained(struct inputs *self, const struct dmn_name *name,
                              struct dmn_column *column)
{
    struct op *const op = self->compiler->op;
    const struct dmn_step *const step = find_step(self->compiler, name->decision);
    assert(step); /* the chain put it before this one */
    if (name->output.size == 0 && step->output_count > 1)
        return dmn_refuse(op, &self->place, E_INVALID,
                          "the decision has several outputs: say which one, as in '" STR_FORMAT
                          ".%s'",
                          STR_ARG(name->decision->name), step->outputs[0].name);
    for (uint32_t i = 0; i < step->output_count; i++) {
        if (name->output.size > 0 && !str_equal_c(name->output, step->outputs[i].name))
            continue;
        column->is_chained = true;
        column->source = step->slot + i;
        column->domain = (struct dmn_domain){step->outputs[i].type, step->outputs[i].scale,
                                             self->compiler->symbols};
        return OK;
    }
    return dmn_refuse(op, &self->place, E_INVALID, "the decision has no output '" STR_FORMAT "'",
                      STR_ARG(name->output));
}

static void connect_input(struct inputs *self, const struct dmn_name *name,
                          struct dmn_column *column)
{
    const struct dmn_input *const input = &self->compiler->inputs[name->input];
    column->source = name->input;
    column->domain = (struct dmn_domain){input->type, input->type == DMN_NUMBER ? input->scale : 0,
                                         self->compiler->symbols};
    self->compiler->reads[name->input] = true;
}

/* Both the value and the column may declare a type; the value that comes must be of it. */
static status check_kind(struct inputs *self, str type_ref, const struct dmn_domain *domain,
                         struct dmn_kind *ret_kind)
{
    struct dmn_compiler *const compiler = self->compiler;
    struct dmn_kind kind = {0};
    TRY(dmn_kind_resolve(compiler->op, &self->place, compiler->model, type_ref, &kind));
    if (kind.is_list || kind.structure)
        return dmn_refuse(compiler->op, &self->place, E_INVALID,
                          "lists and structures are not supported in columns yet");
    if (!kind.is_open && kind.type != domain->type)
        return dmn_refuse(compiler->op, &self->place, E_INVALID,
                          "the model declares %s, the value that comes is of %s",
                          op_word(compiler->op, dmn_type_name(kind.type)),
                          op_word(compiler->op, dmn_type_name(domain->type)));
    *ret_kind = kind;
    return OK;
}

static status bind_cell(struct inputs *self, const struct dmn_domain *domain, str text,
                        struct dmn_cell *ret_cell)
{
    struct op *const op = self->compiler->op;
    struct feel_tests tests = {0};
    self->place.cell = text;
    if (feel_tests_parse(op, text, &tests) != OK ||
        dmn_cell_bind(op, domain, &tests, ret_cell) != OK)
        return dmn_refuse_here(op, &self->place);
    return OK;
}

static status bind_allowed(struct inputs *self, const struct dmn_kind *kind,
                           const struct dmn_domain *domain, struct dmn_cell *cells, size_t *count)
{
    for (size_t i = 0; i < kind->allowed_count; i++)
        if (kind->allowed[i].size > 0)
            TRY(bind_cell(self, domain, kind->allowed[i], &cells[(*count)++]));
    return OK;
}

/* The cells in the order of the bits. */
static status bind_cells(struct inputs *self, size_t column, const struct dmn_domain *domain,
                         struct dmn_cell **ret_cells)
{
    struct op *const op = self->compiler->op;
    const size_t count = self->table->rule_count;
    struct dmn_cell *const cells = arena_array(op->arena, count, sizeof(*cells));
    for (size_t bit = 0; bit < count; bit++) {
        const size_t rule = self->step->rule_of_bit[bit];
        const str text = self->table->rules[rule].inputs[column];
        point_at(self, rule + 1, column, text);
        TRY(bind_cell(self, domain, text, &cells[bit]));
    }
    *ret_cells = cells;
    return op_check(op);
}

static status compile_column(struct inputs *self, size_t index)
{
    struct dmn_compiler *const compiler = self->compiler;
    const struct dmn_clause *const clause = &self->table->inputs[index];
    struct dmn_column *const column = &self->step->columns[index];
    struct dmn_name name = {0};
    struct dmn_kind of_value = {0};
    struct dmn_kind of_clause = {0};
    struct dmn_cell allowed[2 * DMN_ALLOWED_MAX];
    struct dmn_cell listed = {0};
    struct dmn_cell *cells = NULL;
    struct dmn_column_source source = {.allowed = allowed};
    point_at(self, 0, index, (str){"", 0});
    TRY(dmn_name_find(compiler, &self->place, self->step->decision, clause->expression, &name));
    if (name.is_chained)
        TRY(connect_chained(self, &name, column));
    else
        connect_input(self, &name, column);
    TRY(check_kind(self, name.type_ref, &column->domain, &of_value));
    TRY(check_kind(self, clause->type_ref, &column->domain, &of_clause));
    TRY(bind_allowed(self, &of_value, &column->domain, allowed, &source.allowed_count));
    TRY(bind_allowed(self, &of_clause, &column->domain, allowed, &source.allowed_count));
    if (clause->values.size > 0) {
        TRY(bind_cell(self, &column->domain, clause->values, &listed));
        source.listed = &listed;
    }
    TRY(bind_cells(self, index, &column->domain, &cells));
    source.cells = cells;
    source.cell_count = self->table->rule_count;
    point_at(self, 0, index, (str){"", 0});
    if (dmn_column_build(compiler->op, &source, &compiler->budget, column) != OK)
        return dmn_refuse_here(compiler->op, &self->place);
    return OK;
}

static status check_policy(const struct inputs *self, bool is_list)
{
    const struct dmn_step *const step = self->step;
    const bool gives_list = step->policy >= DMN_COLLECT && step->aggregation == DMN_LIST;
    if (gives_list == is_list)
        return OK;
    return dmn_refuse(self->compiler->op, &self->place, E_INVALID,
                      gives_list
                          ? SAY("the hit policy %c gives a list of results, and one is needed "
                                "here: use F or U, or an aggregation")
                          : SAY("the hit policy %c gives one result, and a list is asked for"),
                      dmn_hit_policy_letter(step->policy));
}

static const uint64_t *all_rules(struct arena *arena, uint32_t rule_count, uint32_t words)
{
    uint64_t *const all = arena_array(arena, words, sizeof(*all));
    for (uint32_t rule = 0; rule < rule_count; rule++)
        all[rule / 64] |= UINT64_C(1) << (rule % 64);
    return all;
}

/* Slots lie on the stack of whoever decides, so their number is bounded. */
static status take_slots(struct inputs *self)
{
    struct dmn_compiler *const compiler = self->compiler;
    self->step->slot = compiler->slot_count;
    compiler->slot_count += self->step->output_count;
    if (compiler->slot_count <= LIMIT_DMN_SLOTS)
        return OK;
    self->place.column = 0;
    self->place.column_name = self->place.cell = (str){"", 0};
    return dmn_refuse(compiler->op, &self->place, E_LIMIT,
                      "the decisions of one chain have more than %d outputs together",
                      LIMIT_DMN_SLOTS);
}

static status compile_step(struct dmn_compiler *compiler, const struct dmn_decision *decision,
                           bool is_list)
{
    struct arena *const arena = compiler->op->arena;
    struct dmn_step *const step = &compiler->steps[compiler->step_count];
    struct inputs self = {.compiler = compiler, .step = step, .table = decision->table};
    self.place = (struct dmn_place){.model = compiler->model->name, .decision = decision->name};
    if (!decision->table)
        return dmn_refuse(compiler->op, &self.place, E_INVALID,
                          "its logic is '" STR_FORMAT "': only decision tables are supported yet",
                          STR_ARG(decision->logic.size > 0 ? decision->logic : STR("nothing")));
    *step = (struct dmn_step){.decision = decision,
                              .policy = decision->table->policy,
                              .aggregation = decision->table->aggregation,
                              .rule_count = (uint32_t)decision->table->rule_count,
                              .column_count = (uint32_t)decision->table->input_count};
    step->words = (step->rule_count + 63) / 64;
    step->all = all_rules(arena, step->rule_count, step->words);
    TRY(check_policy(&self, is_list));
    TRY(dmn_outputs_compile(compiler, step));
    step->columns = arena_array(arena, step->column_count, sizeof(*step->columns));
    for (size_t column = 0; column < step->column_count; column++)
        TRY(compile_column(&self, column));
    TRY(take_slots(&self));
    compiler->step_count++;
    return OK;
}

enum mark { UNSEEN, OPEN, DONE };

struct chain {
    struct dmn_compiler *compiler;
    enum mark *marks; /* by decision of the model */
};

static status refuse_decision(const struct chain *chain, const struct dmn_decision *decision,
                              status code, const char *why)
{
    const struct dmn_place place = {.model = chain->compiler->model->name,
                                    .decision = decision->name};
    return dmn_refuse(chain->compiler->op, &place, code, "%s", op_word(chain->compiler->op, why));
}

/* Whatever a decision requires must not require it in turn, also where no column reads it. */
static status check_circles(struct chain *chain, const struct dmn_decision *decision, int depth)
{
    const struct dmn_model *const model = chain->compiler->model;
    enum mark *const mark = &chain->marks[decision - model->decisions];
    if (*mark == DONE)
        return OK;
    if (*mark == OPEN)
        return refuse_decision(chain, decision, E_INVALID,
                               SAY("it requires itself, by a circle of requirements"));
    if (depth == LIMIT_DMN_CHAIN)
        return refuse_decision(chain, decision, E_LIMIT, SAY("the chain of decisions is too long"));
    *mark = OPEN;
    for (size_t i = 0; i < decision->requirement_count; i++) {
        const struct dmn_requirement *const requirement = &decision->requirements[i];
        const struct dmn_decision *const required =
            requirement->need == DMN_NEEDS_DECISION
                ? dmn_model_find_decision(model, requirement->href)
                : NULL;
        if (required)
            TRY(check_circles(chain, required, depth + 1));
    }
    *mark = DONE;
    return OK;
}

/* The decisions that the columns read come first; check_circles has bounded the depth. */
static status compile_chain(struct dmn_compiler *compiler, const struct dmn_decision *decision,
                            bool is_list)
{
    const struct dmn_table *const table = decision->table;
    for (size_t column = 0; table && column < table->input_count; column++) {
        const struct dmn_place place = {.model = compiler->model->name,
                                        .decision = decision->name,
                                        .column = column + 1,
                                        .column_name = table->inputs[column].expression};
        struct dmn_name name = {0};
        TRY(dmn_name_find(compiler, &place, decision, table->inputs[column].expression, &name));
        if (name.is_chained && !find_step(compiler, name.decision))
            TRY(compile_chain(compiler, name.decision, false));
    }
    return compile_step(compiler, decision, is_list);
}

static status compile(struct op *op, struct dmn_compiler *compiler, const char *decision_name,
                      bool is_list, const struct dmn_plan **ret_plan)
{
    const struct dmn_model *const model = compiler->model;
    const struct dmn_decision *const decision = dmn_model_decision(model, str_of(decision_name));
    struct chain chain = {compiler,
                          arena_array(op->arena, model->decision_count, sizeof(*chain.marks))};
    if (!decision)
        return op_fail(op, E_NOT_FOUND, "model '" STR_FORMAT "' has no decision '%s'",
                       STR_ARG(model->name), decision_name);
    for (size_t i = 0; i < compiler->input_count; i++)
        assert(compiler->inputs[i].scale >= 0 && compiler->inputs[i].scale <= DMN_SCALE_MAX);
    compiler->steps = arena_array(op->arena, model->decision_count, sizeof(*compiler->steps));
    compiler->reads = arena_array(op->arena, compiler->input_count, sizeof(*compiler->reads));
    compiler->budget = LIMIT_DMN_PLAN_BYTES;
    TRY(check_circles(&chain, decision, 0));
    TRY(compile_chain(compiler, decision, is_list));
    struct dmn_plan *const plan = arena_new(op->arena, struct dmn_plan);
    *plan = (struct dmn_plan){.model = model,
                              .symbols = compiler->symbols,
                              .steps = compiler->steps,
                              .step_count = compiler->step_count,
                              .reads = compiler->reads,
                              .input_count = compiler->input_count,
                              .is_list = is_list};
    *ret_plan = plan;
    return OK;
}

status dmn_plan_compile(struct op *op, const struct dmn_model *model, const char *decision,
                        const struct dmn_input *inputs, size_t input_count,
                        struct dmn_symbols *symbols, const struct dmn_plan **ret_plan)
{
    struct dmn_compiler compiler = {op, model, inputs, input_count, symbols, NULL, 0, NULL, 0, 0};
    return compile(op, &compiler, decision, false, ret_plan);
}

status dmn_plan_compile_list(struct op *op, const struct dmn_model *model, const char *decision,
                             const struct dmn_input *inputs, size_t input_count,
                             struct dmn_symbols *symbols, const struct dmn_plan **ret_plan)
{
    struct dmn_compiler compiler = {op, model, inputs, input_count, symbols, NULL, 0, NULL, 0, 0};
    return compile(op, &compiler, decision, true, ret_plan);
}
