/* The public test kit of DMN, as far as this reader goes: what a plan holds is decided by the plan,
 * the rest is evaluated as written (dmn/scalar.h), and what is outside of the profile must be
 * refused by name.  A wrong answer is never allowed; the directories of tables and ranges must pass
 * whole.  Says of each directory how many cases passed, failed or were skipped, and why. */
#include "tests/check.h"

#include <dirent.h>
#include <stdlib.h>

#include "dmn/plan.h"
#include "dmn/scalar.h"
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
    int directory_passed, directory_refused, directory_wrong;
    char reason[LIMIT_FAILURE_TEXT]; /* of the first case that was skipped in the directory */
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

/* --- as written --- */

static const struct dmn_item *item_of(const struct dmn_model *model, str type)
{
    for (size_t i = 0; i < model->item_count; i++)
        if (str_equal(model->items[i].name, type))
            return &model->items[i];
    return NULL;
}

static struct feel_value read_text(struct op *op, str text, str type)
{
    static const struct {
        const char *type;
        enum feel_value_kind kind;
    } temporals[] = {
        {"date",                      FEEL_VALUE_DATE     },
        {"time",                      FEEL_VALUE_TIME     },
        {"dateTime",                  FEEL_VALUE_DATE_TIME},
        {"date and time",             FEEL_VALUE_DATE_TIME},
        {"dayTimeDuration",           FEEL_VALUE_SECONDS  },
        {"days and time duration",    FEEL_VALUE_SECONDS  },
        {"yearMonthDuration",         FEEL_VALUE_MONTHS   },
        {"years and months duration", FEEL_VALUE_MONTHS   },
    };
    struct feel_value value = feel_null();
    decimal number;
    if (text.size == 0)
        return value;
    for (size_t i = 0; i < ARRAY_LEN(temporals); i++)
        if (str_equal_c(type, temporals[i].type))
            return feel_temporal_parse(text, temporals[i].kind, &value)
                       ? value
                       : (op_fail(op, E_INVALID,
                                  "the kit gives " STR_FORMAT ", outside of the profile",
                                  STR_ARG(text)),
                          feel_null());
    if (!str_equal_c(type, "string") && decimal_parse(text, &number))
        return feel_number_of(number);
    if (!str_equal_c(type, "string") && (str_equal_c(text, "true") || str_equal_c(text, "false")))
        return feel_boolean(str_equal_c(text, "true"));
    return feel_string_of(text);
}

static str plain_type(str type)
{
    return str_starts(type, STR("feel:")) ? (str){type.data + 5, type.size - 5} : type;
}

/* What an inputNode, a component or an item holds, by the type that the model declares. */
static struct feel_value read_node(struct op *op, const struct dmn_model *model, str type,
                                   const struct dmn_node *node)
{
    const struct dmn_item *const item = item_of(model, plain_type(type));
    const struct dmn_node *const list = dmn_node_child(node, "list");
    const size_t components = dmn_node_count(node, "component");
    const bool is_plain = item && item->component_count == 0;
    const str below = is_plain ? item->type_ref : type;
    size_t count = 0;
    if (list) {
        struct feel_value *const items =
            arena_array(op->arena, dmn_node_count(list, "item"), sizeof(*items));
        for (const struct dmn_node *one = dmn_node_child(list, "item"); one;
             one = dmn_node_same(one))
            items[count++] = read_node(op, model, below, one);
        return feel_list_of(items, count);
    }
    if (components == 0 && is_plain)
        return read_node(op, model, below, node);
    if (components == 0)
        return read_text(op, dmn_node_child_text(node, "value"), plain_type(type));
    str *const names = arena_array(op->arena, components, sizeof(*names));
    struct feel_value *const values = arena_array(op->arena, components, sizeof(*values));
    for (const struct dmn_node *one = dmn_node_child(node, "component"); one;
         one = dmn_node_same(one), count++) {
        str declared = {"", 0};
        names[count] = dmn_node_attribute(one, "name");
        for (size_t i = 0; item && i < item->component_count; i++)
            if (str_equal(item->components[i].name, names[count]))
                declared = item->components[i].type_ref;
        values[count] = read_node(op, model, declared, one);
    }
    return (struct feel_value){
        .kind = FEEL_VALUE_CONTEXT, .items = values, .names = names, .item_count = count};
}

/* The kit's own tolerance. */
static bool is_near(decimal a, str text)
{
    decimal b;
    decimal apart;
    decimal bound;
    if (!decimal_parse(text, &b) || !decimal_subtract(a, b, &apart) ||
        !decimal_parse(STR("0.00000001"), &bound))
        return false;
    return decimal_compare(apart, bound) < 0 && decimal_compare(decimal_negate(apart), bound) < 0;
}

static bool is_same(struct op *op, struct feel_value got, const struct dmn_node *node);

static bool is_same_list(struct op *op, struct feel_value got, const struct dmn_node *list)
{
    size_t i = 0;
    if (got.kind != FEEL_VALUE_LIST || got.item_count != dmn_node_count(list, "item"))
        return false;
    for (const struct dmn_node *item = dmn_node_child(list, "item"); item;
         item = dmn_node_same(item))
        if (!is_same(op, got.items[i++], item))
            return false;
    return true;
}

static bool is_same(struct op *op, struct feel_value got, const struct dmn_node *node)
{
    const struct dmn_node *const list = dmn_node_child(node, "list");
    const struct dmn_node *component = dmn_node_child(node, "component");
    const str text = dmn_node_child_text(node, "value");
    struct feel_value want = feel_null();
    if (list)
        return is_same_list(op, got, list);
    if (component && got.item_count != dmn_node_count(node, "component"))
        return false;
    if (component) {
        for (; component; component = dmn_node_same(component))
            if (!is_same(op, feel_member(got, dmn_node_attribute(component, "name")), component))
                return false;
        return got.kind == FEEL_VALUE_CONTEXT;
    }
    if (text.size == 0)
        return got.kind == FEEL_VALUE_NULL ||
               (got.kind == FEEL_VALUE_STRING && str_trim(got.string).size == 0);
    if (got.kind == FEEL_VALUE_NUMBER)
        return is_near(got.number, text);
    if (got.kind >= FEEL_VALUE_DATE && got.kind <= FEEL_VALUE_SECONDS)
        return feel_temporal_parse(text, got.kind, &want) && feel_is_true(feel_equal(got, want));
    return got.kind != FEEL_VALUE_NULL &&
           str_equal(str_trim(feel_value_text(op->arena, got)), text);
}

static struct feel_scope read_inputs(struct op *op, const struct dmn_model *model,
                                     const struct dmn_node *test_case)
{
    str *const names = arena_array(op->arena, model->input_count, sizeof(*names));
    struct feel_value *const values = arena_array(op->arena, model->input_count, sizeof(*values));
    for (size_t i = 0; i < model->input_count; i++) {
        const struct dmn_node *const node =
            find_named(test_case, "inputNode", model->inputs[i].name);
        names[i] = model->inputs[i].name;
        if (node)
            values[i] = read_node(op, model, model->inputs[i].type_ref, node);
    }
    return (struct feel_scope){NULL, names, values, model->input_count, 0};
}

enum outcome { PASSED, WRONG, SKIPPED };

static enum outcome evaluate(struct op *op, const struct dmn_model *model,
                             const struct dmn_node *test_case, const struct dmn_node *result)
{
    const struct dmn_node *const expected = dmn_node_child(result, "expected");
    const struct feel_scope inputs = read_inputs(op, model, test_case);
    struct feel_value got = feel_null();
    if (op->code != OK ||
        dmn_scalar_evaluate(op, model, dmn_node_attribute(result, "name"), &inputs, &got) != OK) {
        check_true(op->text[0] != '\0');
        return SKIPPED;
    }
    if (str_equal_c(dmn_node_attribute(result, "errorResult"), "true"))
        return got.kind == FEEL_VALUE_NULL ? PASSED : WRONG;
    if (expected && is_same(op, got, expected))
        return PASSED;
    const str text = feel_value_text(op->arena, got);
    print_error("got " STR_FORMAT "\n", STR_ARG(text));
    return WRONG;
}

/* --- as a plan --- */

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

static enum outcome decide(struct op *op, struct dmn_model *model, const struct dmn_node *test_case,
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
        op_clear(op);
        return SKIPPED;
    }
    read_values(&tested);
    return is_expected(&tested, plan, gives_list, result) ? PASSED : WRONG;
}

/* By the plan where one holds it, and as written too: both must agree with the kit. */
static void run_result(struct op *op, struct dmn_model *model, const struct dmn_node *test_case,
                       const struct dmn_node *result)
{
    const str id = dmn_node_attribute(test_case, "id");
    const str name = dmn_node_attribute(result, "name");
    const enum outcome planned = decide(op, model, test_case, result);
    const enum outcome written = evaluate(op, model, test_case, result);
    if (planned == WRONG || written == WRONG) {
        print_error("wrong %s: " STR_FORMAT ", case " STR_FORMAT ", " STR_FORMAT "\n",
                    planned == WRONG ? "as a plan" : "as written", STR_ARG(model->name),
                    STR_ARG(id), STR_ARG(name));
        run.wrong++;
        run.directory_wrong++;
    } else if (planned == PASSED || written == PASSED) {
        run.passed++;
        run.directory_passed++;
    } else {
        if (run.reason[0] == '\0')
            (void)snprintf(run.reason, sizeof(run.reason), "%s", op->text);
        run.refused++;
        run.directory_refused++;
    }
    op_clear(op);
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
    run.reason[0] = '\0';
    if (dmn_model_load(&op, test_read_file(&op, model_path), name, &model) != OK)
        (void)snprintf(run.reason, sizeof(run.reason), "%s", op.text);
    const int count = scandir(path, &entries, is_test_file, alphasort);
    run.directories++;
    run.directory_passed = run.directory_refused = run.directory_wrong = 0;
    for (int i = 0; i < count; i++) {
        op_clear(&op);
        run_file(&op, model, arena_printf(arena, "%s/%s", path, entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
    print_message("    %-42s %d passed, %d failed, %d skipped%s%s\n", name, run.directory_passed,
                  run.directory_wrong, run.directory_refused, run.reason[0] ? ": " : "",
                  run.reason);
    run.whole += run.directory_passed > 0 && run.directory_refused == 0;
    run.none += run.directory_passed == 0;
}

/* What exercises tables, hit policies, ranges and unary tests must pass whole. */
static void check_directory(const char *name)
{
    static const char *const whole[] = {"0005-simpletable-A",
                                        "0006-simpletable-P1",
                                        "0007-simpletable-P2",
                                        "0110-outputOrder-hitpolicy",
                                        "0112-ruleOrder-hitpolicy-singleinoutcol",
                                        "0114-min-collect-hitpolicy",
                                        "0115-sum-collect-hitpolicy",
                                        "0116-count-collect-hitpolicy",
                                        "0117-multi-any-hitpolicy",
                                        "0118-multi-priority-hitpolicy",
                                        "0119-multi-collect-hitpolicy",
                                        "0017-tableTests",
                                        "0020-vacation-days",
                                        "0035-test-structure-output",
                                        "0036-dt-variable-input",
                                        "0037-dt-on-bkm-implicit-params",
                                        "0039-dt-list-semantics",
                                        "0087-chapter-11-example",
                                        "0071-feel-between",
                                        "0072-feel-in"};
    for (size_t i = 0; i < ARRAY_LEN(whole); i++)
        if (strcmp(name, whole[i]) == 0 &&
            (run.directory_refused > 0 || run.directory_passed == 0)) {
            print_error("%s must pass whole\n", name);
            run.wrong++;
        }
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
        check_directory(entries[i]->d_name);
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
    check_true(run.passed >= 1800);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kit)};
    return cmocka_run_group_tests_name("tck", tests, NULL, NULL);
}
