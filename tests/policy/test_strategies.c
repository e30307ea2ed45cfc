/* Every strategy that ships: its tables are sound, its examples come out as they say, and each rule
 * says why in both languages. */
#include "base/assets.h"
#include "base/json.h"
#include "policy/strategy_cases.h"
#include "policy/strategy_check.h"
#include "tests/check.h"

static const char *const names[] = {"default", "retail", "utilities", "invoices", "payroll"};

static void check_texts(const struct dmn_plan *plan)
{
    for (int32_t rule = 0; rule < (int32_t)dmn_plan_rule_count(plan); rule++) {
        const str why = dmn_plan_annotation(plan, rule, LANGUAGE_ES);
        const str in_english = dmn_plan_annotation(plan, rule, LANGUAGE_EN);
        check_true(why.size > 10 && why.data[why.size - 1] == '.');
        check_true(in_english.size > 10 && !str_equal(why, in_english));
    }
}

static void check_strategy(struct op *op, const char *name)
{
    struct strategy_source source;
    struct strategy_models models;
    struct strategy_examples examples;
    struct input_schema schema;
    check_case(name);
    check_ok(op, strategy_shipped(op, str_of(name), &source));
    check_ok(op, strategy_schema(op, &source, &schema));
    check_ok(op, strategy_check(op, &source, &schema));
    check_ok(op, strategy_examples_run(op, &source, &schema, &examples));
    for (size_t i = 0; i < examples.miss_count; i++)
        print_error("%s, line %d: %.*s is %.*s and not %.*s\n", name, examples.misses[i].line,
                    STR_ARG(examples.misses[i].output), STR_ARG(examples.misses[i].got),
                    STR_ARG(examples.misses[i].expected));
    check_eq(examples.miss_count, 0);
    check_true(examples.cases >= 15);
    check_ok(op, strategy_compile_source(op, &source, &schema, &models));
    check_true(models.negotiation && models.escalation && source.readme.size > 500);
    check_texts(models.segment);
    check_texts(models.treatment);
    check_texts(models.priority);
    check_texts(models.negotiation);
    check_texts(models.escalation);
    if (models.obligation.plan)
        check_texts(models.obligation.plan);
}

static const json_t *limits_in(struct op *op, const char *name)
{
    struct strategy_source source;
    json_t *root = NULL;
    check_ok(op, strategy_shipped(op, str_of(name), &source));
    check_ok(op, json_parse(op, source.settings, &root));
    return json_object_get(root, "limits");
}

/* A stored version never changes, so each holds its own limits and names no file that may; those
 * that ship say the same, and a change of one without the others is a slip. */
static void test_limits_are_the_same(void **state)
{
    struct op *const op = check_op();
    const json_t *const limits = limits_in(op, names[0]);
    (void)state;
    check_true(json_object_size(limits) > 10);
    for (size_t i = 1; i < ARRAY_LEN(names); i++) {
        check_case(names[i]);
        check_true(json_equal(limits, limits_in(op, names[i])));
    }
}

static void test_shipped(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        check_strategy(check_op(), names[i]);
}

/* A directory that nobody listed above would go untested. */
static void test_none_is_left_out(void **state)
{
    size_t found = 0;
    (void)state;
    for (const struct asset *asset = assets_policies; asset->path; asset++) {
        const str path = str_of(asset->path);
        const str end = STR("/strategy.json");
        found += str_starts(path, STR("strategies/")) && path.size > end.size &&
                 str_equal((str){path.data + path.size - end.size, end.size}, end);
    }
    check_eq(found, ARRAY_LEN(names));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped),
        cmocka_unit_test(test_none_is_left_out),
        cmocka_unit_test(test_limits_are_the_same),
    };
    return cmocka_run_group_tests_name("strategies", tests, NULL, NULL);
}
