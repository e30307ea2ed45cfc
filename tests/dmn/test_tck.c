/* The public test kit of DMN, as far as this reader goes: a model inside its profile must pass
 * every case, a model outside must be refused by name.  A wrong answer is never allowed. */
#include "tests/check.h"

#include <dirent.h>
#include <stdlib.h>

#include "dmn/plan.h"
#include "dmn/types.h"
#include "dmn/xml.h"
#include "feel/number.h"
#include "tests/support/dmn_text.h"
#include "tests/support/files.h"

#define FOLDER     "dmn-tck"
#define INPUTS_MAX 64
#define ROWS_MAX   64

static struct {
    int passed, refused, wrong;
    int directories, whole, none; /* seen, all cases passed, all cases refused */
    int directory_passed, directory_refused;
} run;

struct tested {
    struct op *op;
    struct dmn_model *model;
    const struct dmn_node *test_case;
    struct dmn_symbols *symbols;
    struct dmn_input inputs[INPUTS_MAX];
    struct dmn_value values[INPUTS_MAX];
    size_t input_count;
};

static const struct dmn_node *find_named(const struct dmn_node *parent, const char *element,
                                         str name)
{
    for (const struct dmn_node *node = dmn_node_child(parent, element); node;
         node = dmn_node_same(node))
        if (str_equal(dmn_node_attribute(node, "name"), name))
            return node;
    return NULL;
}

/* Digits after the point, so that the input's scale holds the value. */
static int decimals(str text)
{
    struct feel_number number;
    return feel_number_parse(text, &number) ? number.scale : 0;
}

/* The model says the type; where it does not, the value does. */
static enum dmn_type guess_type(str text)
{
    struct feel_number number;
    day date;
    if (feel_number_parse(text, &number))
        return DMN_NUMBER;
    if (str_equal_c(text, "true") || str_equal_c(text, "false"))
        return DMN_BOOLEAN;
    return day_parse(text, &date) ? DMN_DATE : DMN_STRING;
}

/* Offers an input if it is a single value of a simple type; others stay unknown to the model. */
static void offer_input(struct tested *tested, const struct dmn_input_data *data)
{
    const struct dmn_place place = {.model = tested->model->name};
    const struct dmn_node *const node = find_named(tested->test_case, "inputNode", data->name);
    const struct dmn_node *const value = node ? dmn_node_child(node, "value") : NULL;
    const str text = value ? value->text : (str){"", 0};
    struct dmn_kind kind = {0};
    if (node && !value)
        return; /* a structure or a list */
    if (dmn_kind_resolve(tested->op, &place, tested->model, data->type_ref, &kind) != OK ||
        kind.is_list || kind.structure || tested->input_count == INPUTS_MAX) {
        op_clear(tested->op);
        return;
    }
    tested->inputs[tested->input_count++] =
        (struct dmn_input){str_cstr(tested->op->arena, data->name),
                           kind.is_open ? guess_type(text) : kind.type, decimals(text)};
}

static void read_values(struct tested *tested)
{
    for (size_t i = 0; i < tested->input_count; i++) {
        const struct dmn_input *const input = &tested->inputs[i];
        const struct dmn_node *const node =
            find_named(tested->test_case, "inputNode", str_of(input->name));
        const str text = node ? dmn_node_child_text(node, "value") : (str){"", 0};
        check_ok(tested->op,
                 dmn_text_value(tested->op, tested->symbols, input->type, input->scale,
                                text.size > 0 ? text : STR("null"), &tested->values[i]));
    }
}

/* Whether a value of the plan is what <value> says; an empty one is null. */
static bool is_value(struct tested *tested, const struct dmn_output *output, struct dmn_value got,
                     const struct dmn_node *node)
{
    const str text = dmn_node_child_text(node, "value");
    struct dmn_value want = {0};
    if (text.size == 0)
        return got.is_null;
    if (dmn_text_value(tested->op, tested->symbols, output->type, output->scale, text, &want) != OK)
        return false; /* of another type, or finer than anything we can say */
    return !got.is_null && got.value == want.value;
}

/* A row of outputs: a component each, or a single value. */
static bool is_row(struct tested *tested, const struct dmn_plan *plan, const struct dmn_value *row,
                   const struct dmn_node *node)
{
    const struct dmn_output *outputs = NULL;
    const size_t count = dmn_plan_outputs(plan, &outputs);
    if (count == 1)
        return is_value(tested, &outputs[0], row[0], node);
    for (size_t i = 0; i < count; i++) {
        const struct dmn_node *const component =
            find_named(node, "component", str_of(outputs[i].name));
        if (!component || !is_value(tested, &outputs[i], row[i], component))
            return false;
    }
    return true;
}

static bool is_list(struct tested *tested, const struct dmn_plan *plan,
                    const struct dmn_node *expected)
{
    int32_t rules[ROWS_MAX];
    const struct dmn_node *const list = dmn_node_child(expected, "list");
    const size_t count = dmn_plan_decide_list(plan, tested->values, rules, ROWS_MAX);
    if (!list || dmn_node_count(list, "item") != count)
        return false;
    const struct dmn_node *item = dmn_node_child(list, "item");
    for (size_t i = 0; i < count; i++, item = dmn_node_same(item))
        if (!is_row(tested, plan, dmn_plan_rule_outputs(plan, rules[i]), item))
            return false;
    return true;
}

static bool is_expected(struct tested *tested, const struct dmn_plan *plan, bool gives_list,
                        const struct dmn_node *result)
{
    const struct dmn_node *const expected = dmn_node_child(result, "expected");
    struct dmn_value outputs[LIMIT_DMN_COLUMNS];
    struct dmn_hit hit;
    if (!expected)
        return false;
    if (gives_list)
        return is_list(tested, plan, expected);
    dmn_plan_decide(plan, tested->values, outputs, &hit);
    if (str_equal_c(dmn_node_attribute(result, "errorResult"), "true"))
        return outputs[0].is_null;
    return is_row(tested, plan, outputs, expected);
}

static status compile(struct tested *tested, str name, bool *ret_gives_list,
                      const struct dmn_plan **ret_plan)
{
    const struct dmn_decision *const decision = dmn_model_decision(tested->model, name);
    const struct dmn_table *const table = decision ? decision->table : NULL;
    const char *const asked = str_cstr(tested->op->arena, name);
    *ret_gives_list = table && table->policy >= DMN_COLLECT && table->aggregation == DMN_LIST;
    return (*ret_gives_list ? dmn_plan_compile_list
                            : dmn_plan_compile)(tested->op, tested->model, asked, tested->inputs,
                                                tested->input_count, tested->symbols, ret_plan);
}

static void run_result(struct op *op, struct dmn_model *model, const struct dmn_node *test_case,
                       const struct dmn_node *result)
{
    struct tested tested = {.op = op, .model = model, .test_case = test_case};
    const str name = dmn_node_attribute(result, "name");
    const struct dmn_plan *plan = NULL;
    bool gives_list = false;
    tested.symbols = dmn_symbols_create(op->arena);
    for (size_t i = 0; i < model->input_count; i++)
        offer_input(&tested, &model->inputs[i]);
    op_clear(op);
    if (compile(&tested, name, &gives_list, &plan) != OK) {
        check_true(op->text[0] != '\0');
        run.refused++;
        run.directory_refused++;
        return;
    }
    read_values(&tested);
    if (is_expected(&tested, plan, gives_list, result)) {
        run.passed++;
        run.directory_passed++;
        return;
    }
    const str id = dmn_node_attribute(test_case, "id");
    print_error("wrong: " STR_FORMAT ", case " STR_FORMAT ", " STR_FORMAT "\n",
                STR_ARG(model->name), STR_ARG(id), STR_ARG(name));
    run.wrong++;
}

static void run_file(struct op *op, struct dmn_model *model, const char *path)
{
    static const char *const texts[] = {"value", "modelName", NULL};
    struct dmn_node *root = NULL;
    str space = {"", 0};
    check_ok(op, dmn_xml_parse(op, test_read_file(op, path), texts, &root, &space));
    for (const struct dmn_node *test_case = dmn_node_child(root, "testCase"); test_case;
         test_case = dmn_node_same(test_case)) {
        const str type = dmn_node_attribute(test_case, "type");
        const bool is_decision = type.size == 0 || str_equal_c(type, "decision");
        for (const struct dmn_node *result = dmn_node_child(test_case, "resultNode"); result;
             result = dmn_node_same(result)) {
            if (is_decision && model) {
                run_result(op, model, test_case, result);
                continue;
            }
            run.refused++; /* services and functions have no tables here */
            run.directory_refused++;
        }
    }
}

static bool ends_with(const char *text, const char *end)
{
    const size_t size = strlen(text);
    return size >= strlen(end) && strcmp(text + size - strlen(end), end) == 0;
}

static int is_test_file(const struct dirent *entry)
{
    return ends_with(entry->d_name, ".xml");
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && !ends_with(entry->d_name, ".md");
}

/* A model that does not even load is refused with all its cases. */
static void run_directory(struct arena *arena, const char *path, const char *name)
{
    struct op op;
    struct dmn_model *model = NULL;
    struct dirent **entries = NULL;
    op_init(&op, arena, NULL, op_clock_system);
    const char *const model_path = arena_printf(arena, "%s/%s.dmn", path, name);
    if (dmn_model_load(&op, test_read_file(&op, model_path), name, &model) != OK)
        print_message("    does not load: %s\n", op.text);
    const int count = scandir(path, &entries, is_test_file, alphasort);
    run.directories++;
    run.directory_passed = run.directory_refused = 0;
    for (int i = 0; i < count; i++) {
        op_clear(&op);
        run_file(&op, model, arena_printf(arena, "%s/%s", path, entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
    if (run.directory_passed > 0)
        print_message("    %-45s %d passed, %d refused\n", name, run.directory_passed,
                      run.directory_refused);
    run.whole += run.directory_passed > 0 && run.directory_refused == 0;
    run.none += run.directory_passed == 0;
}

static void run_level(const char *root, const char *level)
{
    char path[4096];
    struct dirent **entries = NULL;
    (void)snprintf(path, sizeof(path), "%s/%s", root, level);
    const int count = scandir(path, &entries, is_visible, alphasort);
    for (int i = 0; i < count; i++) {
        struct arena *const arena = arena_create();
        run_directory(arena, arena_printf(arena, "%s/%s", path, entries[i]->d_name),
                      entries[i]->d_name);
        arena_destroy(arena);
        free(entries[i]);
    }
    free(entries);
}

static void test_kit(void **state)
{
    const char *const root = test_shared_path(check_op(), FOLDER);
    (void)state;
    if (!root) {
        print_message("    skipped: no %s here\n", FOLDER);
        skip();
    }
    run_level(root, "compliance-level-2");
    run_level(root, "compliance-level-3");
    run_level(root, "non-compliant");
    print_message("    %d directories: %d pass whole, %d in part, %d refused\n"
                  "    %d cases passed, %d refused by name, %d wrong\n",
                  run.directories, run.whole, run.directories - run.whole - run.none, run.none,
                  run.passed, run.refused, run.wrong);
    check_eq(run.wrong, 0);
    check_true(run.passed >= 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kit)};
    return cmocka_run_group_tests_name("tck", tests, NULL, NULL);
}
