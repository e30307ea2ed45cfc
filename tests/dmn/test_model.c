/* Models as a whole: versions, requirements, chains, types, and why a row is decided as it is. */
#include "tests/check.h"

#include "dmn/plan.h"

#define DMN15 "https://www.omg.org/spec/DMN/20230324/MODEL/"

/* Quotes are written as ' in the models of this file. */
static str model_text(struct op *op, const char *uri, const char *body)
{
    char *const text =
        arena_printf(op->arena,
                     "<definitions xmlns='%s' namespace='https://example.com/m' name='m'>%s"
                     "</definitions>",
                     uri, body);
    return str_of(text);
}

static status load(struct op *op, const char *body, struct dmn_model **ret_model)
{
    return dmn_model_load(op, model_text(op, DMN15, body), "m", ret_model);
}

static const struct dmn_input inputs[] = {
    {"past_due_days", DMN_NUMBER,  0},
    {"amount",        DMN_NUMBER,  2},
    {"kind",          DMN_STRING,  0},
    {"ok",            DMN_BOOLEAN, 0},
};
enum { DAYS, AMOUNT, KIND, IS_OK, INPUTS_HERE };

static status compile(struct op *op, const char *body, const char *decision,
                      struct dmn_symbols *symbols, const struct dmn_plan **ret_plan)
{
    struct dmn_model *model = NULL;
    TRY(load(op, body, &model));
    return dmn_plan_compile(op, model, decision, inputs, INPUTS_HERE, symbols, ret_plan);
}

#define DATA(name) "<inputData id='i_" name "' name='" name "'/>"
#define NEEDS(name)                                                                                \
    "<informationRequirement><requiredInput href='#i_" name "'/></informationRequirement>"
#define NEEDS_DECISION(id)                                                                         \
    "<informationRequirement><requiredDecision href='#" id "'/></informationRequirement>"
#define COLUMN(expression)                                                                         \
    "<input><inputExpression><text>" expression "</text></inputExpression></input>"
#define RULE(in, out)                                                                              \
    "<rule><inputEntry><text>" in "</text></inputEntry><outputEntry><text>" out                    \
    "</text></outputEntry></rule>"
#define TABLE(columns, rules)                                                                      \
    "<decisionTable hitPolicy='FIRST'>" columns "<output/>" rules "</decisionTable>"
#define DECISION(id, needs, table) "<decision id='" id "' name='" id "'>" needs table "</decision>"

static void test_versions(void **state)
{
    static const struct {
        const char *uri, *version;
    } cases[] = {
        {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", "1.1"},
        {"http://www.omg.org/spec/DMN/20180521/MODEL/",  "1.2"},
        {"https://www.omg.org/spec/DMN/20191111/MODEL/", "1.3"},
        {"https://www.omg.org/spec/DMN/20211108/MODEL/", "1.4"},
        {DMN15,                                          "1.5"},
    };
    struct op *const op = check_op();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct dmn_model *model = NULL;
        check_case(cases[i].version);
        check_ok(op, dmn_model_load(op, model_text(op, cases[i].uri, DATA("x")), "m", &model));
        check_text(model->version, cases[i].version);
        check_eq(model->input_count, 1);
    }
}

/* Names with blanks and capitals in a model meet the caller's snake_case. */
static void test_names(void **state)
{
    struct op *const op = check_op();
    const struct dmn_plan *plan = NULL;
    struct dmn_value outputs[1];
    struct dmn_hit hit;
    const struct dmn_value row[INPUTS_HERE] = {{.value = 9}};
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    (void)state;
    check_ok(op,
             compile(op,
                     "<inputData id='a' name='Past  due\n days'><variable name='x'/></inputData>"
                     "<decision id='d' name='d'><informationRequirement>"
                     "<requiredInput href='https://example.com/m#a'/>"
                     "</informationRequirement>" TABLE(
                         COLUMN("Past due days"), RULE("&gt; 8", "1") RULE("-", "2")) "</decision>",
                     "d", symbols, &plan));
    dmn_plan_decide(plan, row, outputs, &hit);
    check_eq(outputs[0].value, 1);
    check_true(dmn_plan_reads(plan, DAYS));
    check_false(dmn_plan_reads(plan, KIND));
}

#define BAND                                                                                       \
    DECISION("band", NEEDS("amount"),                                                              \
             TABLE(COLUMN("amount"), RULE("&gt;= 10.5", "\"big\"") RULE("-", "\"small\"")))

static const char chained[] = DATA("amount") DATA("kind") DATA("ok") BAND DECISION(
    "final", NEEDS("kind") NEEDS_DECISION("band"),
    TABLE(COLUMN("band") COLUMN("kind"),
          "<rule><description>Es grande.</description><inputEntry><text>\"big\"</text></inputEntry>"
          "<inputEntry><text>\"gold\"</text></inputEntry><outputEntry><text>1</text></outputEntry>"
          "</rule>"
          "<rule><inputEntry><text>-</text></inputEntry><inputEntry><text>not(\"gold\")</text>"
          "</inputEntry><outputEntry><text>2</text></outputEntry>"
          "<annotationEntry><text>No es oro.</text></annotationEntry>"
          "<annotationEntry><text>Norma 3</text></annotationEntry></rule>"));

static struct dmn_value symbol(const struct dmn_symbols *symbols, const char *text)
{
    return (struct dmn_value){.value = dmn_symbols_find(symbols, str_of(text))};
}

/* Columns in any order, several of one language, a rule that lacks one, a rule without any. */
static const char two_languages[] = DATA("amount") DECISION(
    "final", NEEDS("amount"),
    TABLE(COLUMN("amount"),
          "<annotation name=\"Why it is here\"/><annotation name=\"Por qu\xC3\xA9\"/>"
          "<annotation name=\"Norma\"/><annotation name=\"Source (en)\"/>"
          "<rule><inputEntry><text>1</text></inputEntry><outputEntry><text>1</text></outputEntry>"
          "<annotationEntry><text>One.</text></annotationEntry>"
          "<annotationEntry><text>Uno.</text></annotationEntry>"
          "<annotationEntry><text>N1</text></annotationEntry>"
          "<annotationEntry><text>R1</text></annotationEntry></rule>"
          "<rule><inputEntry><text>2</text></inputEntry><outputEntry><text>2</text></outputEntry>"
          "<annotationEntry><text/></annotationEntry>"
          "<annotationEntry><text>Dos.</text></annotationEntry></rule>"
          "<rule><description>Tres.</description><inputEntry><text>3</text></inputEntry>"
          "<outputEntry><text>3</text></outputEntry></rule>"));

static void test_annotations_by_language(void **state)
{
    struct op *const op = check_op();
    const struct dmn_plan *plan = NULL;
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    (void)state;
    check_ok(op, compile(op, two_languages, "final", symbols, &plan));
    check_str(dmn_plan_annotation(plan, 0, LANGUAGE_ES), "Uno.; N1");
    check_str(dmn_plan_annotation(plan, 0, LANGUAGE_EN), "One.; R1");
    check_str(dmn_plan_annotation(plan, 1, LANGUAGE_ES), "Dos.");
    check_str(dmn_plan_annotation(plan, 1, LANGUAGE_EN), "Dos.");
    check_str(dmn_plan_annotation(plan, 2, LANGUAGE_EN), "Tres.");
}

static void test_chain(void **state)
{
    struct op *const op = check_op();
    const struct dmn_plan *plan = NULL;
    struct dmn_value rows[3][INPUTS_HERE] = {0};
    struct dmn_value outputs[3];
    struct dmn_hit hits[3];
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    (void)state;
    check_ok(op, compile(op, chained, "final", symbols, &plan));
    check_true(dmn_plan_reads(plan, AMOUNT));
    check_true(dmn_plan_reads(plan, KIND));
    check_false(dmn_plan_reads(plan, IS_OK));
    check_eq(dmn_plan_rule_count(plan), 2);
    for (int language = LANGUAGE_ES; language <= LANGUAGE_EN; language++) { /* it has one only */
        check_str(dmn_plan_annotation(plan, 0, (enum language)language), "Es grande.");
        check_str(dmn_plan_annotation(plan, 1, (enum language)language), "No es oro.; Norma 3");
        check_str(dmn_plan_annotation(plan, -1, (enum language)language), "");
    }
    rows[0][AMOUNT].value = rows[1][AMOUNT].value = 1050;
    rows[2][AMOUNT].value = 1049;
    rows[0][KIND] = rows[2][KIND] = symbol(symbols, "gold");
    rows[1][KIND].is_null = true;
    dmn_plan_decide_rows(plan, rows[0], 3, outputs, hits);
    check_eq(outputs[0].value, 1);
    check_eq(hits[0].rule, 0);
    check_eq(outputs[1].value, 2);
    check_eq(hits[1].rule, 1);
    check_true(outputs[2].is_null);
    check_eq(hits[2].rule, -1);
}

/* The caller may know the answer of a required decision already. */
static void test_chain_given(void **state)
{
    static const struct dmn_input given[] = {
        {"band",   DMN_STRING, 0},
        {"kind",   DMN_STRING, 0},
        {"amount", DMN_NUMBER, 2}
    };
    struct op *const op = check_op();
    struct dmn_model *model = NULL;
    const struct dmn_plan *plan = NULL;
    struct dmn_value output;
    struct dmn_hit hit;
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    (void)state;
    check_ok(op, load(op, chained, &model));
    check_ok(op, dmn_plan_compile(op, model, "final", given, 3, symbols, &plan));
    check_true(dmn_plan_reads(plan, 0));
    check_false(dmn_plan_reads(plan, 2)); /* band is not computed, so amount is not read */
    const struct dmn_value row[] = {
        symbol(symbols, "big"), symbol(symbols, "gold"), {.is_null = true}};
    dmn_plan_decide(plan, row, &output, &hit);
    check_eq(output.value, 1);
}

/* A chain whose first decision breaks its promise: the second one sees a null and is told. */
static void test_chain_violation(void **state)
{
    struct op *const op = check_op();
    const struct dmn_plan *plan = NULL;
    struct dmn_value output;
    struct dmn_hit hit;
    const struct dmn_value row[INPUTS_HERE] = {0};
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    (void)state;
    check_ok(op, compile(op,
                         DATA("ok") "<decision id='a' name='a'>" NEEDS(
                             "ok") "<decisionTable>" COLUMN("ok") "<output/>" RULE("-", "1")
                             RULE("-", "2") "</decisionTable></decision>" DECISION(
                                 "b", NEEDS_DECISION("a"),
                                 TABLE(COLUMN("a"), RULE("null", "7") RULE("-", "8"))),
                         "b", symbols, &plan));
    dmn_plan_decide(plan, row, &output, &hit);
    check_eq(output.value, 7);
    check_eq(hit.violation, DMN_NO_VIOLATION);
    check_eq(hit.chain_violation, DMN_SEVERAL_MATCH);
}

static void test_several_outputs_in_chain(void **state)
{
    static const char body[] =
        DATA("ok") "<decision id='a' name='a b'>" NEEDS("ok") "<decisionTable>" COLUMN(
            "ok") "<output name='x'/><output name='y z'/>"
                  "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>1.25</text></"
                  "outputEntry>"
                  "<outputEntry><text>\"q\"</text></outputEntry></rule></decisionTable></"
                  "decision>" DECISION(
                      "b", NEEDS_DECISION("a"),
                      TABLE(COLUMN("a b.x") COLUMN("a b.y z"),
                            "<rule><inputEntry><text>1.25</text></inputEntry>"
                            "<inputEntry><text>\"q\"</text></inputEntry>"
                            "<outputEntry><text>true</text></outputEntry></rule>"));
    struct op *const op = check_op();
    const struct dmn_plan *plan = NULL;
    struct dmn_value output;
    struct dmn_hit hit;
    const struct dmn_value row[INPUTS_HERE] = {0};
    (void)state;
    check_ok(op, compile(op, body, "b", dmn_symbols_create(op->arena), &plan));
    dmn_plan_decide(plan, row, &output, &hit);
    check_eq(hit.rule, 0);
    check_eq(output.value, 1);
}

static void test_explain(void **state)
{
    struct op *const op = check_op();
    const struct dmn_plan *plan = NULL;
    struct dmn_explained *explained = NULL;
    size_t count = 0;
    struct dmn_value row[INPUTS_HERE] = {0};
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    (void)state;
    check_ok(op, compile(op, chained, "final", symbols, &plan));
    row[AMOUNT].value = 999;
    row[KIND].value = DMN_SYMBOL_UNKNOWN;
    dmn_plan_explain(op, plan, row, &explained, &count);
    check_eq(count, 2);
    check_str(explained[0].decision, "band");
    check_str(explained[0].outputs[0], "small");
    check_false(explained[0].reasons[0].matches);
    check_str(explained[0].reasons[0].input, "amount");
    check_str(explained[0].reasons[0].cell, ">= 10.5");
    check_str(explained[0].reasons[0].value, "9.99");
    check_str(explained[1].decision, "final");
    check_eq(explained[1].hit.rule, 1);
    check_str(explained[1].annotation, "No es oro.; Norma 3");
    check_str(explained[1].outputs[0], "2");
    check_eq(explained[1].reasons[0].column, 0);
    check_str(explained[1].reasons[0].value, "small");
    check_true(explained[1].reasons[1].matches);
    check_eq(explained[1].reasons[1].column, -1);
}

#define TYPED(type) "<inputData id='i_kind' name='kind'><variable typeRef='" type "'/></inputData>"

/* A value outside the allowed values of its type is no value at all. */
static void test_allowed_values(void **state)
{
    static const char body[] =
        "<itemDefinition name='metal'><typeRef>string</typeRef><allowedValues>"
        "<text>\"gold\",\"tin\"</text></allowedValues></itemDefinition>" TYPED("metal")
            DECISION("d", NEEDS("kind"),
                     TABLE(COLUMN("kind"), RULE("null", "1") RULE("\"gold\"", "2")
                                               RULE("\"iron\"", "3") RULE("-", "4")));
    static const struct {
        const char *kind;
        int64_t want;
    } cases[] = {
        {"gold", 2},
        {"tin",  4},
        {"iron", 1},
        {"?",    1}
    };
    struct op *const op = check_op();
    const struct dmn_plan *plan = NULL;
    struct dmn_value row[INPUTS_HERE] = {0};
    struct dmn_value output;
    struct dmn_hit hit;
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    (void)state;
    check_ok(op, compile(op, body, "d", symbols, &plan));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].kind);
        row[KIND] = symbol(symbols, cases[i].kind);
        dmn_plan_decide(plan, row, &output, &hit);
        check_eq(output.value, cases[i].want);
    }
}

/* clang-format off */
static const struct {
    const char *name, *body, *want;
} refusals[] = {
    {"not a definitions", "</definitions><definitions>", "not well-formed"},
    {"circle",
     DECISION("a", NEEDS_DECISION("d"), TABLE(COLUMN("d"), RULE("-", "1")))
         DECISION("d", NEEDS_DECISION("a"), TABLE(COLUMN("a"), RULE("-", "1"))),
     "decision 'd': it requires itself"},
    {"circle that no column reads",
     DATA("ok") DECISION("d", NEEDS("ok") NEEDS_DECISION("d"),
                         TABLE(COLUMN("ok"), RULE("-", "1"))),
     "decision 'd': it requires itself"},
    {"no requirement", DATA("ok") DECISION("d", "", TABLE(COLUMN("ok"), RULE("-", "1"))),
     "decision 'd', column 1 (ok): a column must read something that the decision requires"},
    {"a formula over a column",
     DATA("ok") DECISION("d", NEEDS("ok"), TABLE(COLUMN("ok + 1"), RULE("-", "1"))),
     "'ok + 1' is not the name of an input"},
    {"nobody has it",
     DATA("colour") DECISION("d", NEEDS("colour"), TABLE(COLUMN("colour"), RULE("-", "1"))),
     "column 1 (colour): there is no fact of that name"},
    {"another model",
     "<decision id='d' name='d'><informationRequirement><requiredInput "
     "href='https://other.example/m#x'/></informationRequirement>" TABLE(
         COLUMN("x"), RULE("-", "1")) "</decision>",
     "column 1 (x): a column must read"},
    {"no such decision", DATA("ok"), "model 'm' has no decision 'd'"},
    {"a formula as logic",
     "<decision id='d' name='d'><literalExpression><text>1</text></literalExpression>"
     "</decision>",
     "decision 'd': its logic is 'literalExpression': only decision tables"},
    {"no logic", "<decision id='d' name='d'/>", "its logic is 'nothing'"},
    {"a type that goes in a circle",
     "<itemDefinition name='t'><typeRef>t</typeRef></itemDefinition>" TYPED("t") DECISION(
         "d", NEEDS("kind"), TABLE(COLUMN("kind"), RULE("-", "1"))),
     "refines too many others, or itself"},
    {"a list",
     "<itemDefinition name='t' isCollection='true'><typeRef>string</typeRef>"
     "</itemDefinition>" TYPED("t")
         DECISION("d", NEEDS("kind"), TABLE(COLUMN("kind"), RULE("-", "1"))),
     "lists and structures are not supported"},
    {"another type than the fact's",
     TYPED("number") DECISION("d", NEEDS("kind"), TABLE(COLUMN("kind"), RULE("-", "1"))),
     "the model declares numbers, the value that comes is of texts"},
    {"another expression language",
     "<decision id='d' name='d'><decisionTable expressionLanguage='juel'/></decision>",
     "the expression language is 'juel'"},
    {"a hit policy of fantasy",
     "<decision id='d' name='d'><decisionTable hitPolicy='LAST'/></decision>",
     "the hit policy 'LAST' does not exist"},
    {"an aggregation of FIRST",
     "<decision id='d' name='d'><decisionTable hitPolicy='FIRST' aggregation='SUM'/>"
     "</decision>",
     "an aggregation belongs to the hit policy COLLECT"},
    {"no output", "<decision id='d' name='d'><decisionTable/></decision>",
     "the table has no output column"},
    {"two decisions of one name", "<decision id='a' name='d'/><decision id='b' name='d'/>",
     "two decisions are called 'd'"},
    {"two inputs of one name",
     "<inputData id='a' name='x  y'/><inputData id='b' name='x y'/>",
     "two inputs are called 'x y'"},
    {"an input without a name", "<inputData id='a'/>", "an inputData has no name"},
    {"a cell without a text",
     "<decision id='d' name='d'><decisionTable>" COLUMN(
         "x") "<output/><rule><inputEntry/><outputEntry><text>1</text></outputEntry></rule>"
              "</decisionTable></decision>",
     "an inputEntry has no text"},
    {"one of several outputs",
     DATA("ok") "<decision id='a' name='a'>" NEEDS(
         "ok") "<decisionTable>" COLUMN("ok") "<output name='x'/><output name='y'/>"
         "</decisionTable></decision>" DECISION("d", NEEDS_DECISION("a"),
                                                TABLE(COLUMN("a"), RULE("-", "1"))),
     "declare the column's typeRef"},
    {"a list in the middle of a chain",
     DATA("ok") "<decision id='a' name='a'>" NEEDS(
         "ok") "<decisionTable hitPolicy='COLLECT'>" COLUMN("ok") "<output/>" RULE("-", "1")
         "</decisionTable></decision>" DECISION("d", NEEDS_DECISION("a"),
                                                TABLE(COLUMN("a"), RULE("-", "1"))),
     "decision 'a': the hit policy C gives a list"},
};
/* clang-format on */

static void test_refusals(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        struct op *const op = check_op();
        const struct dmn_plan *plan = NULL;
        check_case(refusals[i].name);
        check_true(compile(op, refusals[i].body, "d", dmn_symbols_create(op->arena), &plan) != OK);
        if (!strstr(op->text, refusals[i].want))
            print_error("it says: %s\n", op->text);
        assert_non_null(strstr(op->text, refusals[i].want));
        assert_null(plan);
    }
}

/* One unsupported decision does not bar its neighbours. */
static void test_neighbours(void **state)
{
    struct op *const op = check_op();
    const struct dmn_plan *plan = NULL;
    (void)state;
    check_ok(op, compile(op,
                         DATA("ok") "<decision id='f' name='f'><literalExpression><text>1</text>"
                                    "</literalExpression></decision>" DECISION(
                                        "d", NEEDS("ok") NEEDS_DECISION("f"),
                                        TABLE(COLUMN("ok"), RULE("-", "1"))),
                         "d", dmn_symbols_create(op->arena), &plan));
}

static void test_symbols(void **state)
{
    struct op *const op = check_op();
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    (void)state;
    check_eq(dmn_symbols_find(symbols, STR("x")), DMN_SYMBOL_UNKNOWN);
    for (int i = 0; i < 5000; i++)
        check_eq(dmn_symbols_add(symbols, str_of(arena_printf(op->arena, "word %d", i))), i);
    for (int i = 0; i < 5000; i++)
        check_eq(dmn_symbols_add(symbols, str_of(arena_printf(op->arena, "word %d", i))), i);
    check_eq(dmn_symbols_count(symbols), 5000);
    check_str(dmn_symbols_text(symbols, 4711), "word 4711");
    check_str(dmn_symbols_text(symbols, DMN_SYMBOL_UNKNOWN), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_versions),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_annotations_by_language),
        cmocka_unit_test(test_chain),
        cmocka_unit_test(test_chain_given),
        cmocka_unit_test(test_chain_violation),
        cmocka_unit_test(test_several_outputs_in_chain),
        cmocka_unit_test(test_explain),
        cmocka_unit_test(test_allowed_values),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_neighbours),
        cmocka_unit_test(test_symbols),
    };
    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
