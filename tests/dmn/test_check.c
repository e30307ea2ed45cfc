/* Runs the tables of tests/dmn/checks/: a check must find what is written, in that order, and
 * nothing else.  Then what takes several decisions: chains, circles, names. */
#include "tests/check.h"

#include <dirent.h>
#include <stdlib.h>

#include "dmn/check.h"
#include "dmn/cover.h"
#include "tests/support/dmn_text.h"
#include "tests/support/files.h"

#define FOLDER     "tests/dmn/checks"
#define TABLES_MIN 45

static int table_count;
static int failed_count;

/* "error overlap 1 2" */
static str head_of(struct op *op, const struct dmn_finding *finding)
{
    struct buf out = buf_start(op->arena, 4096);
    buf_printf(&out, "%s %s", dmn_weight_name(finding->weight), dmn_problem_name(finding->problem));
    if (finding->rule > 0)
        buf_printf(&out, " %zu", finding->rule);
    if (finding->other > 0)
        buf_printf(&out, " %zu", finding->other);
    return buf_str(&out);
}

static str row_of(struct op *op, const struct dmn_finding *finding)
{
    struct buf out = buf_start(op->arena, 4096);
    for (size_t i = 0; i < finding->row_count; i++)
        buf_printf(&out, "%s" STR_FORMAT " = " STR_FORMAT, i > 0 ? ", " : "",
                   STR_ARG(finding->row[i].input), STR_ARG(finding->row[i].value));
    return buf_str(&out);
}

static struct dmn_findings check_model(struct op *op, struct dmn_model *model,
                                       const struct dmn_input *inputs, size_t input_count)
{
    struct dmn_findings findings = {0};
    const struct dmn_check check = {.model = model,
                                    .inputs = inputs,
                                    .input_count = input_count,
                                    .symbols = dmn_symbols_create(op->arena)};
    check_ok(op, dmn_model_check(op, &check, &findings));
    return findings;
}

static void compare(struct op *op, const char *file, const struct dmn_text_table *table,
                    const struct dmn_findings *findings)
{
    bool is_same = findings->count == table->find_count;
    for (size_t i = 0; i < findings->count && is_same; i++)
        is_same = str_equal(head_of(op, &findings->list[i]), table->finds[i].left) &&
                  (table->finds[i].tail.size == 0 ||
                   str_equal(row_of(op, &findings->list[i]), table->finds[i].tail));
    if (is_same)
        return;
    print_error("%s:%d: " STR_FORMAT "\n", file, table->line, STR_ARG(table->name));
    for (size_t i = 0; i < findings->count; i++)
        print_error("    found " STR_FORMAT " ; " STR_FORMAT " (%s)\n",
                    STR_ARG(head_of(op, &findings->list[i])),
                    STR_ARG(row_of(op, &findings->list[i])), findings->list[i].text);
    failed_count++;
}

static void check_table(struct op *op, const char *file, const struct dmn_text_table *table)
{
    struct dmn_input inputs[DMN_TEXT_COLUMNS];
    struct dmn_model *model = NULL;
    op_clear(op);
    check_ok(op, dmn_model_load(op, dmn_text_xml(op, table), "t", &model));
    const size_t count = dmn_text_inputs(op, table, inputs);
    const struct dmn_findings findings = check_model(op, model, inputs, count);
    for (size_t i = 0; i < findings.count; i++)
        check_true(findings.list[i].text[0] != '\0');
    compare(op, file, table, &findings);
    table_count++;
}

static int is_case_file(const struct dirent *entry)
{
    const size_t size = strlen(entry->d_name);
    return size > 4 && strcmp(entry->d_name + size - 4, ".txt") == 0;
}

static void test_tables(void **state)
{
    struct op *const op = check_op();
    struct dirent **entries = NULL;
    const int count = scandir(FOLDER, &entries, is_case_file, alphasort);
    (void)state;
    check_true(count > 0);
    for (int i = 0; i < count; i++) {
        struct dmn_text_table *tables = NULL;
        size_t found = 0;
        const char *const file = arena_printf(op->arena, FOLDER "/%s", entries[i]->d_name);
        op_clear(op);
        check_ok(op, dmn_text_read(op, test_read_file(op, file), &tables, &found));
        for (size_t t = 0; t < found; t++)
            check_table(op, file, &tables[t]);
        free(entries[i]);
    }
    free(entries);
    check_eq(failed_count, 0);
    check_true(table_count >= TABLES_MIN);
}

/* --- several decisions --- */

#define HEAD                                                                                       \
    "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" "              \
    "namespace=\"urn:m\"><inputData id=\"n\" name=\"days\"><variable name=\"days\" "               \
    "typeRef=\"number\"/></inputData>"
#define TABLE_F   "<decisionTable hitPolicy=\"FIRST\">"
#define READS(of) "<input><inputExpression><text>" of "</text></inputExpression></input>"
#define GIVES     "<output/>"
#define NEEDS_N   "<informationRequirement><requiredInput href=\"#n\"/></informationRequirement>"
#define NEEDS_D(id)                                                                                \
    "<informationRequirement><requiredDecision href=\"#" id "\"/></informationRequirement>"
#define RULE(in, out)                                                                              \
    "<rule><inputEntry><text>" in "</text></inputEntry><outputEntry><text>" out                    \
    "</text></outputEntry></rule>"
#define GRADE                                                                                      \
    "<decision id=\"g\" name=\"grade\">" NEEDS_N TABLE_F READS("days")                             \
        GIVES RULE("&lt; 5", "\"new\"") RULE("&lt; 3", "\"never\"")                                \
            RULE("-", "\"old\"") "</decisionTable></decision>"
#define TAIL "</definitions>"

static struct dmn_findings check_xml(struct op *op, const char *xml)
{
    struct dmn_model *model = NULL;
    op_clear(op);
    check_ok(op, dmn_model_load(op, str_of(xml), "m", &model));
    return check_model(op, model, NULL, 0);
}

static void check_found(struct op *op, const struct dmn_findings *findings, size_t at,
                        const char *decision, const char *head)
{
    check_true(at < findings->count);
    check_str(findings->list[at].decision, decision);
    check_str(head_of(op, &findings->list[at]), head);
}

/* What a decision can say bounds the one that reads it: its dead rule's value never comes, and its
 * two values are all. */
static void test_chain(void **state)
{
    struct op *const op = check_op();
    (void)state;
    const struct dmn_findings findings =
        check_xml(op, HEAD GRADE "<decision id=\"s\" name=\"step\">" NEEDS_D("g")
                          TABLE_F READS("grade") GIVES RULE("\"never\"", "1") RULE("\"new\"", "2")
                              RULE("\"old\"", "3") "</decisionTable></decision>" TAIL);
    check_eq(findings.count, 2);
    check_found(op, &findings, 0, "grade", "warning unreachable 2 1");
    check_found(op, &findings, 1, "step", "warning unreachable 1");
}

static void test_circle(void **state)
{
    struct op *const op = check_op();
    (void)state;
    const struct dmn_findings findings = check_xml(
        op,
        HEAD "<decision id=\"a\" name=\"a\">" NEEDS_N NEEDS_D("b") TABLE_F READS("b") GIVES RULE(
            "-", "1") "</decisionTable></decision><decision id=\"b\" name=\"b\">" NEEDS_D("a")
            TABLE_F READS("a") GIVES RULE("1", "1")
                RULE("-", "2") "</decisionTable></decision>" TAIL);
    check_eq(findings.errors, 2);
    check_found(op, &findings, 0, "a", "error cycle");
    check_true(strstr(findings.list[0].hint, "circle") != NULL);
}

static void test_names(void **state)
{
    struct op *const op = check_op();
    (void)state;
    const struct dmn_findings findings = check_xml(
        op, HEAD
        "<inputData id=\"x\" name=\"score\"/><decision id=\"a\" name=\"a\">" NEEDS_N
        "<informationRequirement><requiredInput href=\"#gone\"/></informationRequirement>" TABLE_F
            READS("dayss") GIVES RULE("&lt; 5", "1")
                RULE("-", "2") "</decisionTable></decision>" TAIL);
    check_eq(findings.errors, 2);
    check_found(op, &findings, 0, "a", "error unknown_name");
    check_true(strstr(findings.list[0].text, "#gone") != NULL);
    check_found(op, &findings, 1, "a", "error unknown_name");
    check_text(findings.list[1].hint, "did you mean 'days'?");
    check_str(findings.list[1].column_name, "dayss");
    check_found(op, &findings, 2, "a", "warning unused_input");
    check_found(op, &findings, 3, "", "warning unused_input");
}

/* One input in two columns is one thing: below 5 and from 5 on is everything. */
static void test_same_input(void **state)
{
    struct op *const op = check_op();
    struct buf out = buf_start(op->arena, LIMIT_DMN_BYTES);
    const char *const cells[][2] = {
        {"&lt; 5", "-"      },
        {"-",      "&gt;= 5"},
        {"null",   "-"      }
    };
    (void)state;
    buf_add_c(&out, HEAD "<decision id=\"a\" name=\"a\">" NEEDS_N TABLE_F READS("days")
                        READS("days") GIVES);
    for (size_t i = 0; i < ARRAY_LEN(cells); i++)
        buf_printf(&out,
                   "<rule><inputEntry><text>%s</text></inputEntry><inputEntry><text>%s</text>"
                   "</inputEntry><outputEntry><text>1</text></outputEntry></rule>",
                   cells[i][0], cells[i][1]);
    buf_add_c(&out, "</decisionTable></decision>" TAIL);
    check_eq(check_xml(op, buf_cstr(&out)).count, 0);
}

/* What an outer table can say is known for an input, too: a strategy's segment. */
static void test_known_input(void **state)
{
    struct op *const op = check_op();
    struct dmn_model *model = NULL;
    struct dmn_findings findings = {0};
    const struct dmn_input inputs[] = {
        {"days", DMN_STRING, 0}
    };
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    const struct dmn_value value = {.value = dmn_symbols_add(symbols, STR("new"))};
    const struct dmn_possible possible = {.is_known = true, .values = &value, .count = 1};
    (void)state;
    check_ok(op, dmn_model_load(op,
                                STR("<definitions "
                                    "xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\">"
                                    "<inputData id=\"n\" name=\"days\"/>"
                                    "<decision id=\"a\" name=\"a\">" NEEDS_N TABLE_F READS("days")
                                        GIVES RULE("\"new\"", "1") RULE(
                                            "\"nwe\"", "2") "</decisionTable></decision>" TAIL),
                                "m", &model));
    const struct dmn_check check = {.model = model,
                                    .inputs = inputs,
                                    .input_count = 1,
                                    .symbols = symbols,
                                    .by_input = &possible};
    check_ok(op, dmn_model_check(op, &check, &findings));
    check_eq(findings.count, 1);
    check_found(op, &findings, 0, "a", "warning unreachable 2");
    check_str(findings.list[0].cell, "\"nwe\"");
}

/* A thousand rules that share nothing must not take for ever. */
static void test_large(void **state)
{
    struct op *const op = check_op();
    struct buf out = buf_start(op->arena, LIMIT_DMN_BYTES);
    (void)state;
    buf_add_c(&out, HEAD "<decision id=\"a\" name=\"a\">" NEEDS_N TABLE_F READS("days") GIVES);
    for (int i = 0; i < 1023; i++)
        buf_printf(&out, RULE("[%d..%d]", "%d"), i * 3, i * 3 + 4, i % 7);
    buf_add_c(&out, RULE("-", "9") "</decisionTable></decision>" TAIL);
    const struct dmn_findings findings = check_xml(op, buf_cstr(&out));
    check_eq(findings.errors, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),     cmocka_unit_test(test_chain),
        cmocka_unit_test(test_circle),     cmocka_unit_test(test_names),
        cmocka_unit_test(test_same_input), cmocka_unit_test(test_known_input),
        cmocka_unit_test(test_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
