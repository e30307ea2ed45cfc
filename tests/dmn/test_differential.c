/* The compiled plan against the naive evaluator, and columns against the plan: random tables, alone
 * and in chains, and random rows with nulls.  All must give the same outputs and name the same
 * rules. */
#include "tests/check.h"

#include <inttypes.h>

#include "dmn/plan.h"
#include "tests/reference/dmn_naive.h"
#include "tests/support/dmn_columns.h"
#include "tests/support/dmn_text.h"

#define TABLES       500
#define ROWS         500
#define TEXT_COUNT   5
#define UNKNOWN_TEXT TEXT_COUNT

static uint64_t seed;

static int pick(int below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((seed >> 33) % (uint64_t)below);
}

static const char *const texts[TEXT_COUNT] = {"gold", "silver", "", "a, b", "not(\"x\")"};

static const int64_t units[] = {1000000, 100000, 10000, 1000, 100, 10, 1};

/* A random table in both shapes: for the naive evaluator, and as text for the product. */
struct twin {
    struct naive_table naive;
    struct dmn_text_table text;
    enum naive_kind input_kinds[NAIVE_COLUMNS], output_kinds[NAIVE_OUTPUTS];
    int input_scales[NAIVE_COLUMNS];
};

static struct naive_value random_literal(enum naive_kind kind)
{
    const int64_t value = kind == NAIVE_NUMBER    ? pick(41) * INT64_C(250000) - 5000000
                          : kind == NAIVE_TEXT    ? pick(TEXT_COUNT)
                          : kind == NAIVE_BOOLEAN ? pick(2)
                                                  : 20000 + pick(10);
    return (struct naive_value){kind, value};
}

static void write_literal(struct buf *out, struct naive_value value)
{
    char day_text[DAY_TEXT_SIZE];
    const int64_t size = value.value < 0 ? -value.value : value.value;
    switch (value.kind) {
    case NAIVE_NULL:
        buf_add_c(out, "null");
        return;
    case NAIVE_NUMBER:
        buf_printf(out, "%s%" PRId64 ".%06" PRId64, value.value < 0 ? "-" : "", size / NAIVE_UNIT,
                   size % NAIVE_UNIT);
        return;
    case NAIVE_TEXT:
        buf_add_c(out, "\"");
        for (const char *c = texts[value.value]; *c; c++)
            buf_printf(out, *c == '"' ? "\\%c" : "%c", *c);
        buf_add_c(out, "\"");
        return;
    case NAIVE_BOOLEAN:
        buf_add_c(out, value.value ? "true" : "false");
        return;
    case NAIVE_DATE:
        buf_printf(out, "date(\"%s\")", day_format((day)value.value, day_text));
        return;
    }
}

static struct naive_test random_test(enum naive_kind kind)
{
    const bool has_order = kind == NAIVE_NUMBER || kind == NAIVE_DATE;
    struct naive_test test = {.sign = has_order ? (enum naive_sign)pick(6) : NAIVE_EQUAL};
    test.low = test.high = random_literal(kind);
    if (test.sign == NAIVE_EQUAL && pick(6) == 0)
        test.low = (struct naive_value){NAIVE_NULL, 0};
    if (test.sign == NAIVE_RANGE) { /* two apart, so that it is never empty */
        test.high.value += (2 + pick(5)) * (kind == NAIVE_NUMBER ? NAIVE_UNIT : 1);
        test.is_low_open = pick(2) > 0;
        test.is_high_open = pick(2) > 0;
    }
    return test;
}

static void write_test(struct buf *out, const struct naive_test *test)
{
    static const char *const signs[] = {"", "<", "<= ", ">", ">= ", ""};
    buf_add_c(out, signs[test->sign]);
    if (test->sign == NAIVE_RANGE)
        buf_add_c(out, !test->is_low_open ? "[" : pick(2) ? "(" : "]");
    write_literal(out, test->low);
    if (test->sign != NAIVE_RANGE)
        return;
    buf_add_c(out, "..");
    write_literal(out, test->high);
    buf_add_c(out, !test->is_high_open ? "]" : pick(2) ? ")" : "[");
}

static struct naive_cell random_cell(enum naive_kind kind)
{
    struct naive_cell cell = {.is_any = pick(3) == 0, .is_negated = pick(4) == 0};
    cell.test_count = 1 + (pick(3) == 0) + (pick(6) == 0);
    for (int i = 0; i < cell.test_count; i++)
        cell.tests[i] = random_test(kind);
    return cell;
}

static void write_cell(struct buf *out, const struct naive_cell *cell)
{
    if (cell->is_any) {
        buf_add_c(out, "-");
        return;
    }
    buf_add_c(out, cell->is_negated ? "not(" : "");
    for (int i = 0; i < cell->test_count; i++) {
        buf_add_c(out, i > 0 ? "," : "");
        write_test(out, &cell->tests[i]);
    }
    buf_add_c(out, cell->is_negated ? ")" : "");
}

static const char *kind_name(enum naive_kind kind)
{
    static const char *const names[] = {"", "number", "string", "boolean", "date"};
    return names[kind];
}

static struct naive_value random_output(enum naive_kind kind)
{
    return pick(8) == 0 ? (struct naive_value){NAIVE_NULL, 0} : random_literal(kind);
}

static void random_rule(struct op *op, struct twin *twin, struct naive_rule *rule,
                        struct dmn_text_line *line)
{
    struct buf left = buf_start(op->arena, 1 << 16);
    struct buf right = buf_start(op->arena, 1 << 16);
    for (int i = 0; i < twin->naive.input_count; i++) {
        rule->cells[i] = random_cell(twin->input_kinds[i]);
        buf_add_c(&left, i > 0 ? " | " : "");
        write_cell(&left, &rule->cells[i]);
    }
    for (int i = 0; i < twin->naive.output_count; i++) {
        rule->outputs[i] = random_output(twin->output_kinds[i]);
        buf_add_c(&right, i > 0 ? " | " : "");
        write_literal(&right, rule->outputs[i]);
    }
    *line = (struct dmn_text_line){.left = buf_str(&left), .right = buf_str(&right)};
}

static void random_policy(struct op *op, struct twin *twin)
{
    static const char policies[] = "UAFFPPCCCC";
    static const char aggregations[] = "+<>#";
    struct naive_table *const naive = &twin->naive;
    const int found = pick((int)sizeof(policies) - 1);
    naive->policy = policies[found];
    naive->aggregation = naive->policy == 'C' ? aggregations[found - 6] : '\0';
    twin->text.policy =
        str_of(naive->aggregation ? arena_printf(op->arena, "C%c", naive->aggregation)
                                  : arena_printf(op->arena, "%c", naive->policy));
}

static void random_order(struct op *op, struct twin *twin, int output)
{
    struct buf values = buf_start(op->arena, 4096);
    twin->naive.order_count[output] = 1 + pick(4);
    for (int i = 0; i < twin->naive.order_count[output]; i++) {
        twin->naive.order[output][i] = random_output(twin->output_kinds[output]);
        buf_add_c(&values, i > 0 ? "," : "");
        write_literal(&values, twin->naive.order[output][i]);
    }
    twin->text.outputs[output].values = buf_str(&values);
}

static void random_outputs(struct op *op, struct twin *twin, const char *name)
{
    struct naive_table *const naive = &twin->naive;
    struct buf defaults = buf_start(op->arena, 4096);
    const bool is_total = naive->policy == 'C';
    naive->output_count = is_total || name ? 1 : 1 + pick(NAIVE_OUTPUTS);
    naive->has_default = pick(2) > 0;
    for (int i = 0; i < naive->output_count; i++) {
        twin->output_kinds[i] = is_total ? NAIVE_NUMBER : (enum naive_kind)(1 + pick(4));
        twin->text.outputs[i] =
            (struct dmn_text_column){.name = str_of(arena_printf(op->arena, "o%d", i)),
                                     .type = str_of(kind_name(twin->output_kinds[i]))};
        if (naive->policy == 'P')
            random_order(op, twin, i);
        naive->defaults[i] = random_output(twin->output_kinds[i]);
        if (naive->aggregation == '#') /* a count is whole, and so is its default */
            naive->defaults[i].value = naive->defaults[i].value / NAIVE_UNIT * NAIVE_UNIT;
        buf_add_c(&defaults, i > 0 ? " | " : "");
        write_literal(&defaults, naive->defaults[i]);
    }
    twin->text.output_count = (size_t)naive->output_count;
    twin->text.has_default = naive->has_default;
    twin->text.defaults = buf_str(&defaults);
}

static void random_inputs(struct op *op, struct twin *twin, const struct twin *required)
{
    static const int scales[] = {0, 0, 1, 2, 4};
    struct naive_table *const naive = &twin->naive;
    naive->input_count = 1 + pick(NAIVE_COLUMNS);
    for (int i = 0; i < naive->input_count; i++) {
        const bool is_chained = required && i == 0;
        twin->input_kinds[i] =
            is_chained ? required->output_kinds[0] : (enum naive_kind)(1 + pick(4));
        twin->input_scales[i] = twin->input_kinds[i] == NAIVE_NUMBER ? scales[pick(5)] : 0;
        twin->text.inputs[i] = (struct dmn_text_column){
            .name = is_chained ? STR("first")
                               : str_of(arena_printf(op->arena, required ? "y%d" : "x%d", i)),
            .type = str_of(kind_name(twin->input_kinds[i])),
            .scale = twin->input_scales[i]};
    }
    twin->text.input_count = (size_t)naive->input_count;
}

static struct twin *random_twin(struct op *op, const struct twin *required, const char *name)
{
    struct twin *const twin = arena_new(op->arena, struct twin);
    random_policy(op, twin);
    random_outputs(op, twin, name);
    random_inputs(op, twin, required);
    twin->naive.rule_count = pick(8) == 0 ? pick(NAIVE_RULES) : 1 + pick(20);
    twin->text.rule_count = (size_t)twin->naive.rule_count;
    twin->text.rules = arena_array(op->arena, NAIVE_RULES, sizeof(*twin->text.rules));
    for (int i = 0; i < twin->naive.rule_count; i++)
        random_rule(op, twin, &twin->naive.rules[i], &twin->text.rules[i]);
    return twin;
}

/* A value that the column can hold: on its scale, sometimes null, sometimes a text nobody knows. */
static struct naive_value random_value(const struct twin *twin, int column)
{
    const enum naive_kind kind = twin->input_kinds[column];
    struct naive_value value = random_literal(kind);
    if (pick(6) == 0)
        return (struct naive_value){NAIVE_NULL, 0};
    if (kind == NAIVE_NUMBER) {
        const int64_t unit = units[twin->input_scales[column]];
        value.value = value.value / unit * unit + (pick(4) == 0 ? unit : 0);
    }
    if (kind == NAIVE_TEXT && pick(5) == 0)
        value.value = UNKNOWN_TEXT;
    return value;
}

static struct dmn_value to_product(const struct twin *twin, int column, struct naive_value value,
                                   const struct dmn_symbols *symbols)
{
    if (value.kind == NAIVE_NULL)
        return (struct dmn_value){.is_null = true};
    if (value.kind == NAIVE_NUMBER)
        return (struct dmn_value){.value = value.value / units[twin->input_scales[column]]};
    if (value.kind == NAIVE_TEXT)
        return (struct dmn_value){.value =
                                      value.value == UNKNOWN_TEXT
                                          ? DMN_SYMBOL_UNKNOWN
                                          : dmn_symbols_find(symbols, str_of(texts[value.value]))};
    return (struct dmn_value){.value = value.value};
}

static bool is_same(struct dmn_value got, const struct dmn_output *output, struct naive_value want,
                    const struct dmn_symbols *symbols)
{
    if (got.is_null || want.kind == NAIVE_NULL)
        return got.is_null == (want.kind == NAIVE_NULL);
    if (want.kind == NAIVE_NUMBER)
        return got.value * units[output->scale] == want.value;
    if (want.kind == NAIVE_TEXT)
        return str_equal_c(dmn_symbols_text(symbols, (dmn_symbol)got.value), texts[want.value]);
    return got.value == want.value;
}

struct model {
    struct twin *first, *last; /* first is NULL without a chain */
    const struct dmn_plan *plan;
    struct dmn_symbols *symbols;
    int first_column; /* where the inputs of last begin among the caller's */
    size_t input_count;
    str xml;
};

static str write_model(struct op *op, const struct model *model)
{
    struct buf out = buf_start(op->arena, LIMIT_DMN_BYTES);
    struct dmn_text_table shown = model->last->text;
    dmn_text_write_head(&out);
    if (model->first) {
        dmn_text_write_inputs(&out, &model->first->text);
        dmn_text_write_decision(&out, &model->first->text, "first", NULL);
        memmove(shown.inputs, shown.inputs + 1, (--shown.input_count) * sizeof(*shown.inputs));
    }
    dmn_text_write_inputs(&out, &shown);
    dmn_text_write_decision(&out, &model->last->text, "last", model->first ? "first" : NULL);
    dmn_text_write_tail(&out);
    return buf_str(&out);
}

static void compile_model(struct op *op, struct model *model)
{
    struct dmn_input inputs[2 * DMN_TEXT_COLUMNS];
    struct dmn_input own[DMN_TEXT_COLUMNS];
    struct dmn_model *loaded = NULL;
    size_t count = model->first ? dmn_text_inputs(op, &model->first->text, inputs) : 0;
    const size_t skipped = model->first ? 1 : 0;
    model->first_column = (int)(count - skipped);
    const size_t own_count = dmn_text_inputs(op, &model->last->text, own);
    for (size_t i = skipped; i < own_count; i++)
        inputs[count++] = own[i];
    model->input_count = count;
    model->symbols = dmn_symbols_create(op->arena);
    model->xml = write_model(op, model);
    check_ok(op, dmn_model_load(op, model->xml, "random", &loaded));
    check_ok(op, dmn_plan_compile(op, loaded, "last", inputs, count, model->symbols, &model->plan));
}

static void show_model(const struct model *model, const struct naive_result *want,
                       const struct dmn_hit *hit)
{
    print_error("got rule %d, second %d, violation %d; want rule %d, second %d\n", hit->rule,
                hit->second, hit->violation, want->rule, want->second);
    (void)fwrite(model->xml.data, 1, model->xml.size, stderr); /* too long for print_error */
    fail();
}

/* One row; inputs gets its values as the product has them. */
static void check_row(const struct model *model, struct dmn_value *inputs, int *violations)
{
    struct naive_value row[NAIVE_COLUMNS];
    struct dmn_value outputs[NAIVE_OUTPUTS];
    const struct dmn_output *columns = NULL;
    struct naive_result want;
    struct dmn_hit hit;
    const struct twin *const last = model->last;
    struct naive_result first = {.second = -1};
    if (model->first) {
        for (int i = 0; i < model->first->naive.input_count; i++) {
            row[i] = random_value(model->first, i);
            inputs[i] = to_product(model->first, i, row[i], model->symbols);
        }
        naive_decide(&model->first->naive, row, &first);
    }
    for (int i = 0; i < last->naive.input_count; i++) {
        const bool is_chained = model->first && i == 0;
        row[i] = is_chained ? first.outputs[0] : random_value(last, i);
        if (!is_chained)
            inputs[model->first_column + i] = to_product(last, i, row[i], model->symbols);
    }
    naive_decide(&last->naive, row, &want);
    dmn_plan_decide(model->plan, inputs, outputs, &hit);
    const size_t count = dmn_plan_outputs(model->plan, &columns);
    bool agrees = count == (size_t)last->naive.output_count && hit.second == want.second &&
                  (hit.rule == want.rule || (want.second >= 0 && hit.rule >= 0)) &&
                  (hit.violation != DMN_NO_VIOLATION) == (want.second >= 0) &&
                  (hit.chain_violation != DMN_NO_VIOLATION) == (first.second >= 0);
    for (size_t i = 0; agrees && i < count; i++)
        agrees = is_same(outputs[i], &columns[i], want.outputs[i], model->symbols);
    *violations += want.second >= 0;
    if (!agrees)
        show_model(model, &want, &hit);
}

static void check_model(struct op *op, const struct model *model, int *violations, int roads[3])
{
    struct dmn_value *const rows =
        arena_array(op->arena, ROWS * model->input_count + NAIVE_COLUMNS, sizeof(*rows));
    for (int r = 0; r < ROWS; r++)
        check_row(model, rows + (size_t)r * model->input_count, violations);
    check_dmn_columns(op, model->plan, model->input_count, rows, ROWS, roads);
}

static void test_random_tables(void **state)
{
    struct op op;
    struct arena *const arena = arena_create();
    int violations = 0;
    int roads[3] = {0};
    (void)state;
    for (int t = 0; t < TABLES; t++) {
        struct model model = {0};
        seed = (uint64_t)t * UINT64_C(0x9E3779B97F4A7C15) + 1;
        arena_reset(arena);
        op_init(&op, arena, NULL, op_clock_system);
        if (t % 3 == 0)
            model.first = random_twin(&op, NULL, "first");
        model.last = random_twin(&op, model.first, NULL);
        compile_model(&op, &model);
        check_model(&op, &model, &violations, roads);
    }
    arena_destroy(arena);
    print_message(
        "    %d tables, %d rows, %d of them violations; over columns %d by classes, %d by "
        "bitmaps, %d row by row; all alike\n",
        TABLES, TABLES * ROWS, violations, roads[DMN_BY_CLASSES], roads[DMN_BY_BITMAPS],
        roads[DMN_BY_ROW]);
    check_true(violations > 1000);
    check_true(roads[DMN_BY_CLASSES] > 50 && roads[DMN_BY_BITMAPS] > 20 && roads[DMN_BY_ROW] > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_tables)};
    return cmocka_run_group_tests_name("differential", tests, NULL, NULL);
}
