#include "dmn/check.h"

#include <stdlib.h>

#include "dmn/checking.h"
#include "dmn/offer.h"

const char *dmn_problem_name(enum dmn_problem problem)
{
    static const char *const names[DMN_PROBLEMS] = {[DMN_UNKNOWN_NAME] = "unknown_name",
                                                    [DMN_WRONG_TYPE] = "wrong_type",
                                                    [DMN_BAD_CELL] = "bad_cell",
                                                    [DMN_CYCLE] = "cycle",
                                                    [DMN_REFUSED] = "refused",
                                                    [DMN_OVERLAP] = "overlap",
                                                    [DMN_CONFLICT] = "conflict",
                                                    [DMN_GAP] = "gap",
                                                    [DMN_GAP_NULL] = "gap_null",
                                                    [DMN_UNREACHABLE] = "unreachable",
                                                    [DMN_UNUSED_COLUMN] = "unused_column",
                                                    [DMN_UNUSED_INPUT] = "unused_input",
                                                    [DMN_NOT_ANALYSED] = "not_analysed"};
    return names[problem];
}

const char *dmn_weight_name(enum dmn_weight weight)
{
    static const char *const names[] = {"error", "warning", "note"};
    return names[weight];
}

struct dmn_finding *dmn_finding_add(struct dmn_checking *self, enum dmn_weight weight,
                                    enum dmn_problem problem, str decision)
{
    self->list =
        arena_grow(self->op->arena, self->list, self->count, &self->capacity, sizeof(*self->list));
    struct dmn_finding *const finding = &self->list[self->count++];
    *finding = (struct dmn_finding){
        .weight = weight, .problem = problem, .decision = decision, .text = "", .hint = ""};
    return finding;
}

struct dmn_finding *dmn_finding_of_failure(struct dmn_checking *self, enum dmn_problem problem,
                                           str decision)
{
    struct dmn_finding *const finding = dmn_finding_add(self, DMN_ERROR, problem, decision);
    finding->text = arena_printf(self->op->arena, "%s", self->op->text);
    op_clear(self->op);
    return finding;
}

/* --- decisions --- */

/* Whether the decision comes back to itself; marks keep each one from being walked twice. */
static bool leads_to(const struct dmn_model *model, const struct dmn_decision *from,
                     const struct dmn_decision *to, bool *marks, int depth)
{
    if (depth == LIMIT_DMN_CHAIN || marks[from - model->decisions])
        return false;
    marks[from - model->decisions] = true;
    for (size_t i = 0; i < from->requirement_count; i++) {
        const struct dmn_decision *const next =
            from->requirements[i].need == DMN_NEEDS_DECISION
                ? dmn_model_find_decision(model, from->requirements[i].href)
                : NULL;
        if (next && (next == to || leads_to(model, next, to, marks, depth + 1)))
            return true;
    }
    return false;
}

static bool is_circular(struct dmn_checking *self, const struct dmn_decision *decision)
{
    const struct dmn_model *const model = self->check->model;
    bool *const marks = arena_array(self->op->arena, model->decision_count, sizeof(*marks));
    if (!leads_to(model, decision, decision, marks, 0))
        return false;
    struct dmn_finding *const finding = dmn_finding_add(self, DMN_ERROR, DMN_CYCLE, decision->name);
    finding->text = op_word(self->op, SAY("it requires itself, by a circle of requirements"));
    finding->hint = op_word(self->op, SAY("take one requirement of the circle away"));
    return true;
}

static status compile(struct dmn_checking *self, const struct dmn_decision *decision,
                      const struct dmn_plan **ret_plan)
{
    const struct dmn_table *const table = decision->table;
    const bool is_list = table && table->policy >= DMN_COLLECT && table->aggregation == DMN_LIST;
    return (is_list ? dmn_plan_compile_list : dmn_plan_compile)(
        self->op, self->check->model, str_cstr(self->op->arena, decision->name), self->inputs,
        self->input_count, self->check->symbols, ret_plan);
}

/* Tables that it requires are looked at first: what they can say narrows what comes. */
static void look_at(struct dmn_checking *self, const struct dmn_plan *plan)
{
    for (size_t i = 0; i < plan->step_count; i++) {
        const struct dmn_step *const step = &plan->steps[i];
        if (!self->seen[step->decision - self->check->model->decisions].is_done)
            dmn_check_table(self, plan, step);
    }
}

/* Whether something that it requires was refused already, where it is: then its own failure is an
 * echo.  What was found good is not asked twice. */
static bool needs_bad(const struct dmn_model *model, const struct dmn_decision *decision,
                      const bool *is_good, bool *marks)
{
    if (!is_good[decision - model->decisions])
        return true;
    if (marks[decision - model->decisions])
        return false;
    marks[decision - model->decisions] = true;
    for (size_t i = 0; i < decision->requirement_count; i++) {
        const struct dmn_decision *const next =
            decision->requirements[i].need == DMN_NEEDS_DECISION
                ? dmn_model_find_decision(model, decision->requirements[i].href)
                : NULL;
        if (next && needs_bad(model, next, is_good, marks))
            return true;
    }
    return false;
}

static void check_decision(struct dmn_checking *self, const struct dmn_decision *decision,
                           bool *is_good)
{
    const struct dmn_model *const model = self->check->model;
    bool *const marks = arena_array(self->op->arena, model->decision_count, sizeof(*marks));
    const struct dmn_plan *plan = NULL;
    if (needs_bad(model, decision, is_good, marks))
        return;
    if (compile(self, decision, &plan) != OK) {
        dmn_finding_of_failure(self, DMN_REFUSED, decision->name)->hint = "";
        is_good[decision - model->decisions] = false;
        return;
    }
    look_at(self, plan);
}

/* Inputs that no decision requires. */
static void check_inputs(struct dmn_checking *self)
{
    const struct dmn_model *const model = self->check->model;
    for (size_t i = 0; i < model->input_count; i++) {
        bool is_required = false;
        for (size_t d = 0; d < model->decision_count; d++)
            for (size_t r = 0; r < model->decisions[d].requirement_count; r++)
                is_required = is_required || dmn_model_find_input(
                                                 model, model->decisions[d].requirements[r].href) ==
                                                 &model->inputs[i];
        if (is_required)
            continue;
        struct dmn_finding *const finding =
            dmn_finding_add(self, DMN_WARNING, DMN_UNUSED_INPUT, (str){"", 0});
        finding->text = op_say(self->op, "no decision requires the input '" STR_FORMAT "'",
                               STR_ARG(model->inputs[i].name));
        finding->hint = op_word(self->op, SAY("take the input away, or let a decision require it"));
    }
}

/* --- the list --- */

struct placed {
    struct dmn_finding finding;
    size_t decision, order;
};

static int by_decision(const void *a, const void *b)
{
    const struct placed *const left = a;
    const struct placed *const right = b;
    if (left->decision != right->decision)
        return left->decision < right->decision ? -1 : 1;
    if (left->finding.weight != right->finding.weight)
        return left->finding.weight < right->finding.weight ? -1 : 1;
    return left->order < right->order ? -1 : 1;
}

static size_t place_of(const struct dmn_model *model, str decision)
{
    size_t i = 0;
    while (i < model->decision_count && !str_equal(model->decisions[i].name, decision))
        i++;
    return i;
}

static void sort_findings(const struct dmn_checking *self, struct dmn_findings *ret_findings)
{
    struct placed *const placed = arena_array(self->op->arena, self->count, sizeof(*placed));
    struct dmn_findings findings = {.list = self->list, .count = self->count};
    for (size_t i = 0; i < self->count; i++)
        placed[i] =
            (struct placed){self->list[i], place_of(self->check->model, self->list[i].decision), i};
    qsort(placed, self->count, sizeof(*placed), by_decision);
    for (size_t i = 0; i < self->count; i++) {
        findings.list[i] = placed[i].finding;
        findings.errors += placed[i].finding.weight == DMN_ERROR;
        findings.warnings += placed[i].finding.weight == DMN_WARNING;
    }
    *ret_findings = findings;
}

static status start(struct op *op, const struct dmn_check *check, struct dmn_checking *self)
{
    struct dmn_input *offered = NULL;
    *self = (struct dmn_checking){
        .op = op, .check = check, .inputs = check->inputs, .input_count = check->input_count};
    self->seen = arena_array(op->arena, check->model->decision_count, sizeof(*self->seen));
    if (check->inputs)
        return OK;
    TRY(dmn_inputs_offer(op, check->model, &offered, &self->input_count));
    self->inputs = offered;
    return OK;
}

static void check_all(struct dmn_checking *self)
{
    const struct dmn_model *const model = self->check->model;
    bool *const is_good = arena_array(self->op->arena, model->decision_count, sizeof(*is_good));
    for (size_t i = 0; i < model->decision_count; i++) {
        const bool has_good_cells = dmn_check_cells(self, &model->decisions[i]);
        is_good[i] = !is_circular(self, &model->decisions[i]) && has_good_cells;
    }
    for (size_t i = 0; i < model->decision_count; i++)
        check_decision(self, &model->decisions[i], is_good);
    check_inputs(self);
}

status dmn_model_check(struct op *op, const struct dmn_check *check,
                       struct dmn_findings *ret_findings)
{
    struct dmn_checking self;
    TRY(start(op, check, &self));
    check_all(&self);
    TRY(op_check(op));
    sort_findings(&self, ret_findings);
    return OK;
}

status dmn_model_possible(struct op *op, const struct dmn_check *check, const char *decision,
                          struct dmn_possible *ret_possible)
{
    const struct dmn_decision *const asked = dmn_model_decision(check->model, str_of(decision));
    struct dmn_checking self;
    TRY(start(op, check, &self));
    check_all(&self);
    const struct dmn_seen *const seen = asked ? &self.seen[asked - check->model->decisions] : NULL;
    *ret_possible = seen && seen->is_done ? seen->outputs[0] : (struct dmn_possible){0};
    return op_check(op);
}
