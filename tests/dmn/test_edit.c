/* A table put in place of one of a file: what was not edited stays, ids and comments and all, and
 * what comes out is a model; and rules as sentences. */
#include "tests/check.h"

#include "dmn/edit.h"
#include "dmn/reading.h"

#define DMN15 "https://www.omg.org/spec/DMN/20230324/MODEL/"

/* Quotes are written as ' here.  A comment, a drawing and an extension are not ours to lose. */
#define MODEL                                                                                      \
    "<definitions xmlns='" DMN15 "' xmlns:dmndi='https://www.omg.org/spec/DMN/20230324/DMNDI/' "   \
    "xmlns:x='urn:x' id='m' name='m' namespace='urn:m'>\n"                                         \
    "  <!-- de la casa -->\n"                                                                      \
    "  <inputData id='i_days' name='days'><variable name='days' typeRef='number'/></inputData>\n"  \
    "  <inputData id='i_kind' name='kind'><variable name='kind' typeRef='string'/></inputData>\n"  \
    "  <decision id='d' name='d' x:mark='1'>\n"                                                    \
    "    <variable name='d'/>\n"                                                                   \
    "    <informationRequirement id='n1'><requiredInput href='#i_days'/>"                          \
    "</informationRequirement>\n"                                                                  \
    "    <informationRequirement id='n2'><requiredInput href='#i_kind'/>"                          \
    "</informationRequirement>\n"                                                                  \
    "    <decisionTable id='t' hitPolicy='FIRST'>\n"                                               \
    "      <input id='c1' label='Días'><inputExpression typeRef='number'><text>days</text>"       \
    "</inputExpression></input>\n"                                                                 \
    "      <input id='c2'><inputExpression typeRef='string'><text>kind</text></inputExpression>"   \
    "</input>\n"                                                                                   \
    "      <output id='o1' name='step' typeRef='string'/>\n"                                       \
    "      <output id='o2' name='wait' typeRef='number'><defaultOutputEntry><text>7</text>"        \
    "</defaultOutputEntry></output>\n"                                                             \
    "      <rule id='r1'><inputEntry id='e1'><text>&lt; 3</text></inputEntry>"                     \
    "<inputEntry><text>-</text></inputEntry><outputEntry><text>\"call\"</text></outputEntry>"      \
    "<outputEntry><text>1</text></outputEntry></rule>\n"                                           \
    "      <rule id='r2'><!-- la otra --><inputEntry><text>-</text></inputEntry>"                  \
    "<inputEntry><text>\"a\", \"b\"</text></inputEntry><outputEntry><text>null</text>"             \
    "</outputEntry><outputEntry><text>2</text></outputEntry></rule>\n"                             \
    "    </decisionTable>\n"                                                                       \
    "  </decision>\n"                                                                              \
    "  <dmndi:DMNDI><dmndi:DMNDiagram/></dmndi:DMNDI>\n"                                           \
    "</definitions>\n"

static const struct dmn_decision *load(struct op *op, str xml)
{
    struct dmn_model *model = NULL;
    check_ok(op, dmn_model_load(op, xml, "m", &model));
    return dmn_model_decision(model, STR("d"));
}

/* The table of the model, to be changed: texts are the op's, arrays are copies. */
static struct dmn_table start(struct op *op, str xml)
{
    const struct dmn_table *const had = load(op, xml)->table;
    struct dmn_table table = *had;
    table.inputs = arena_array(op->arena, had->input_count + 1, sizeof(*table.inputs));
    table.outputs = arena_array(op->arena, had->output_count, sizeof(*table.outputs));
    table.rules = arena_array(op->arena, had->rule_count + 1, sizeof(*table.rules));
    memcpy(table.inputs, had->inputs, had->input_count * sizeof(*table.inputs));
    memcpy(table.outputs, had->outputs, had->output_count * sizeof(*table.outputs));
    memcpy(table.rules, had->rules, had->rule_count * sizeof(*table.rules));
    return table;
}

static str replace(struct op *op, str xml, const struct dmn_table *table)
{
    str out = {"", 0};
    check_ok(op, dmn_table_replace(op, xml, "m", STR("d"), table, &out));
    return out;
}

static bool has(str text, const char *part)
{
    return memmem(text.data, text.size, part, strlen(part)) != NULL;
}

static void test_nothing_changes(void **state)
{
    (void)state;
    struct op *const op = check_op();
    const struct dmn_table table = start(op, STR(MODEL));
    const str once = replace(op, STR(MODEL), &table);
    const str twice = replace(op, once, &table);
    assert_true(str_equal(once, twice));
    check_true(has(once, "<!-- de la casa -->"));
    check_true(has(once, "<!-- la otra -->"));
    check_true(has(once, "<dmndi:DMNDiagram/>"));
    check_true(has(once, "x:mark=\"1\""));
    check_true(has(once, "<inputEntry id=\"e1\"><text>&lt; 3</text></inputEntry>"));
}

static void test_cells_and_rules(void **state)
{
    (void)state;
    struct op *const op = check_op();
    struct dmn_table table = start(op, STR(MODEL));
    str cells[] = {STR("[3..9]"), STR("\"a & <b>\"")};
    str entries[] = {STR("\"mail\""), STR("3")};
    struct dmn_rule made = {.inputs = cells, .outputs = entries};
    made.annotation[LANGUAGE_ES] = STR("Porque sí");
    made.annotation[LANGUAGE_EN] = STR("Because");
    table.rules[2] = table.rules[0]; /* the first one goes to the end, a new one in between */
    table.rules[0] = table.rules[1];
    table.rules[1] = made;
    table.rule_count = 3;
    const str out = replace(op, STR(MODEL), &table);
    const struct dmn_table *const now = load(op, out)->table;
    check_eq(now->rule_count, 3);
    check_str(now->rules[0].id, "r2");
    check_str(now->rules[2].id, "r1");
    check_true(now->rules[1].id.size > 0);
    check_str(now->rules[1].inputs[1], "\"a & <b>\"");
    check_str(now->rules[1].annotation[LANGUAGE_ES], "Porque sí");
    check_str(now->rules[1].annotation[LANGUAGE_EN], "Because");
    check_str(now->rules[2].annotation[LANGUAGE_ES], "");
    check_true(has(out, "<!-- la otra -->"));
    table.rule_count = 1;
    check_eq(load(op, replace(op, out, &table))->table->rule_count, 1);
}

static void test_columns(void **state)
{
    (void)state;
    struct op *const op = check_op();
    struct dmn_table table = start(op, STR(MODEL));
    str cells[][2] = {
        {STR("-"),            STR("> 5")},
        {STR("\"a\", \"b\""), STR("-")  },
    };
    table.inputs[0] = table.inputs[1]; /* days goes, kind comes first, amount is new */
    table.inputs[1] = (struct dmn_clause){
        .expression = STR("amount"), .label = STR("Monto"), .type_ref = STR("number")};
    table.outputs[1].has_default = false;
    table.policy = DMN_ANY;
    for (size_t i = 0; i < 2; i++)
        table.rules[i].inputs = cells[i];
    const str out = replace(op, STR(MODEL), &table);
    const struct dmn_decision *const decision = load(op, out);
    check_str(decision->table->inputs[0].id, "c2");
    check_str(decision->table->inputs[1].expression, "amount");
    check_str(decision->table->rules[0].inputs[1], "> 5");
    check_eq(decision->table->policy, DMN_ANY);
    check_false(decision->table->outputs[1].has_default);
    check_eq(decision->requirement_count, 2);
    check_true(has(out, "name=\"amount\""));
    check_false(has(out, "id=\"n1\""));
    check_true(has(out, "id=\"n2\""));
}

static void test_refusals(void **state)
{
    (void)state;
    struct op *const op = check_op();
    struct dmn_table table = start(op, STR(MODEL));
    str out = STR("as it was");
    check_eq(dmn_table_replace(op, STR(MODEL), "m", STR("none"), &table, &out), E_NOT_FOUND);
    op_clear(op);
    table.outputs[1].name = STR("step"); /* two of one name: no model */
    check_eq(dmn_table_replace(op, STR(MODEL), "m", STR("d"), &table, &out), E_INVALID);
    op_clear(op);
    check_eq(dmn_table_replace(op, STR("<!DOCTYPE a><a/>"), "m", STR("d"), &table, &out),
             E_INVALID);
    op_clear(op);
    check_str(out, "as it was");
}

static const char *spoken(void *context, str column, str value, enum language language)
{
    (void)context;
    (void)column;
    return str_equal_c(value, "call") ? language == LANGUAGE_ES ? "Llamar" : "Call" : NULL;
}

static void test_readings(void **state)
{
    (void)state;
    static const struct {
        const char *days, *kind, *es, *en;
    } cases[] = {
        {"-",           "-",             "En cualquier otro caso: step Llamar, wait 1",
         "In every other case: step Call, wait 1"                    },
        {"[3..5]",      "-",             "Si Días es de 3 a 5: step Llamar, wait 1",
         "If days is from 3 to 5: step Call, wait 1"                 },
        {"< 3, > 9.50", "\"a_b\", null",
         "Si Días es menos de 3 o es más de 9.5 y kind es a b o no tiene dato: step Llamar, wait 1",
         "If days is less than 3 or is more than 9.5 and kind is a b or is missing: step Call, "
         "wait 1"                                                    },
        {"not(-2)",     "-",             "Si Días no (es -2): step Llamar, wait 1",
         "If days not (is -2): step Call, wait 1"                    },
        {"(0.05..1]",   "-",             "Si Días es más de 0.05 y a lo más 1: step Llamar, wait 1",
         "If days is more than 0.05 and at most 1: step Call, wait 1"},
        {"bad cell",    "-",             "Si Días es «bad cell»: step Llamar, wait 1",
         "If days is 'bad cell': step Call, wait 1"                  },
    };
    struct op *const op = check_op();
    const struct dmn_words words = {spoken, NULL};
    const struct dmn_decision *const decision = load(op, STR(MODEL));
    struct dmn_table table = start(op, STR(MODEL));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        str cells[] = {str_of(cases[i].days), str_of(cases[i].kind)};
        check_case(cases[i].days);
        table.rules[0].inputs = cells;
        op->language = LANGUAGE_ES;
        check_text(dmn_reading_rule(op, decision, &table, 0, &words), cases[i].es);
        op->language = LANGUAGE_EN;
        check_text(dmn_reading_rule(op, decision, &table, 0, &words), cases[i].en);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_changes), cmocka_unit_test(test_cells_and_rules),
        cmocka_unit_test(test_columns),         cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_readings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
