/* Decision models and single cells over any bytes.
 *
 * Bytes that begin with < are a model: whatever loads is compiled, decision by decision, and what
 * compiles must decide as it explains.  Other bytes are a cell: what parses is bound to a column of
 * each type, and the column must agree with the cell. */
#include <assert.h>
#include <stdint.h>

#include "dmn/column.h"
#include "dmn/plan.h"
#include "dmn/types.h"
#include "feel/unary.h"

#define INPUTS_MAX 64

static const int64_t edges[] = {INT64_MIN, -101, -1, 0, 1, 5, 100, 20000, INT64_MAX};

/* --- cells ---------------------------------------------------------------------------------- */

static void check_sorted(const struct dmn_cell *cell)
{
    for (size_t i = 0; i < cell->count; i++) {
        assert(cell->intervals[i].low <= cell->intervals[i].high);
        assert(i == 0 || cell->intervals[i - 1].high < cell->intervals[i].low - 1);
    }
}

static void check_value(const struct dmn_column *column, const struct dmn_cell *cell,
                        struct dmn_value value)
{
    const bool in_column = *dmn_column_row(column, value) & 1;
    assert(in_column == dmn_cell_matches(cell, value));
}

static void check_column(struct op *op, const struct dmn_domain *domain,
                         const struct feel_tests *tests)
{
    struct dmn_cell cell;
    struct dmn_column column = {.domain = *domain};
    size_t budget = LIMIT_DMN_PLAN_BYTES;
    if (dmn_cell_bind(op, domain, tests, &cell) != OK)
        return;
    check_sorted(&cell);
    const struct dmn_column_source source = {.cells = &cell, .cell_count = 1};
    assert(dmn_column_build(op, &source, &budget, &column) == OK);
    check_value(&column, &cell, (struct dmn_value){.is_null = true});
    for (size_t i = 0; i < ARRAY_LEN(edges); i++)
        check_value(&column, &cell, (struct dmn_value){.value = edges[i]});
    for (size_t i = 0; i < cell.count; i++) {
        check_value(&column, &cell, (struct dmn_value){.value = cell.intervals[i].low});
        check_value(&column, &cell, (struct dmn_value){.value = cell.intervals[i].high});
    }
}

static void run_cell(struct op *op, str text)
{
    static const enum dmn_type types[] = {DMN_NUMBER, DMN_STRING, DMN_BOOLEAN, DMN_DATE};
    struct feel_tests tests;
    if (feel_tests_parse(op, text, &tests) != OK) {
        assert(op->text[0] != '\0');
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        const struct dmn_domain domain = {types[i], types[i] == DMN_NUMBER ? 2 : 0,
                                          dmn_symbols_create(op->arena)};
        op_clear(op);
        check_column(op, &domain, &tests);
    }
}

/* --- models --------------------------------------------------------------------------------- */

static size_t offer_inputs(struct op *op, const struct dmn_model *model, struct dmn_input *inputs)
{
    const struct dmn_place place = {.model = model->name};
    size_t count = 0;
    for (size_t i = 0; i < model->input_count && count < INPUTS_MAX; i++) {
        struct dmn_kind kind = {0};
        op_clear(op);
        if (dmn_kind_resolve(op, &place, model, model->inputs[i].type_ref, &kind) != OK)
            continue;
        inputs[count++] = (struct dmn_input){str_cstr(op->arena, model->inputs[i].name),
                                             kind.is_open ? DMN_NUMBER : kind.type, 1};
    }
    op_clear(op);
    return count;
}

/* The explanation is computed by another path than the decision. */
static void check_explained(struct op *op, const struct dmn_plan *plan,
                            const struct dmn_value *inputs)
{
    struct dmn_value outputs[LIMIT_DMN_COLUMNS];
    struct dmn_hit hit;
    struct dmn_explained *explained = NULL;
    size_t count = 0;
    bool matches = false;
    dmn_plan_decide(plan, inputs, outputs, &hit);
    dmn_plan_explain(op, plan, inputs, &explained, &count);
    assert(count > 0);
    const struct dmn_explained *const last = &explained[count - 1];
    assert(last->hit.rule == hit.rule && last->hit.second == hit.second &&
           last->hit.violation == hit.violation &&
           last->hit.chain_violation == hit.chain_violation);
    assert(hit.rule < 0 || last->reasons[hit.rule].matches);
    for (size_t i = 0; i < last->rule_count; i++)
        matches = matches || last->reasons[i].matches;
    assert(matches == (hit.rule >= 0));
}

static void run_decision(struct op *op, const struct dmn_model *model, str name,
                         const struct dmn_input *inputs, size_t input_count)
{
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    const char *const asked = str_cstr(op->arena, name);
    const struct dmn_plan *plan = NULL;
    struct dmn_value row[INPUTS_MAX];
    int32_t rules[4];
    op_clear(op);
    if (dmn_plan_compile(op, model, asked, inputs, input_count, symbols, &plan) == OK) {
        for (size_t i = 0; i <= ARRAY_LEN(edges); i++) {
            for (size_t j = 0; j < input_count; j++)
                row[j] = (struct dmn_value){.value = edges[(i + j) % ARRAY_LEN(edges)],
                                            .is_null = (i + j) % 5 == 4};
            check_explained(op, plan, row);
        }
        return;
    }
    assert(op->text[0] != '\0');
    op_clear(op);
    if (dmn_plan_compile_list(op, model, asked, inputs, input_count, symbols, &plan) != OK)
        return;
    for (size_t j = 0; j < input_count; j++)
        row[j] = (struct dmn_value){.value = (int64_t)j};
    assert(dmn_plan_decide_list(plan, row, rules, ARRAY_LEN(rules)) > 0);
}

static void run_model(struct op *op, str xml)
{
    struct dmn_model *model = NULL;
    struct dmn_input inputs[INPUTS_MAX];
    if (dmn_model_load(op, xml, "fuzz", &model) != OK) {
        assert(op->text[0] != '\0');
        return;
    }
    const size_t input_count = offer_inputs(op, model, inputs);
    for (size_t i = 0; i < model->decision_count; i++)
        run_decision(op, model, model->decisions[i].name, inputs, input_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct op op;
    op_init(&op, arena_create(), NULL, op_clock_system);
    if (size > 0 && data[0] == '<')
        run_model(&op, (str){(const char *)data, size});
    else
        run_cell(&op, (str){(const char *)data, size});
    arena_destroy(op.arena);
    return 0;
}
