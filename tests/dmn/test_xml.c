/* Files that mean harm, or are broken: each is refused with its line, quickly, and nothing is read
 * from anywhere else. */
#include "tests/check.h"

#include <time.h>

#include "dmn/plan.h"

#define HEAD                                                                                       \
    "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' namespace='n' name='m'>"
#define TAIL "</definitions>"

static status load(struct op *op, str xml)
{
    struct dmn_model *model = NULL;
    const status code = dmn_model_load(op, xml, "m", &model);
    check_true((code == OK) == (model != NULL));
    return code;
}

static void refuse(str xml, status want_code, const char *want)
{
    struct op *const op = check_op();
    check_eq(load(op, xml), want_code);
    if (!strstr(op->text, want))
        print_error("it says: %s\n", op->text);
    assert_non_null(strstr(op->text, want));
}

static void test_broken_files(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name, *xml, *want;
    } cases[] = {
        {"empty", "", "not well-formed"},
        {"blank", "  \n ", "not well-formed"},
        {"not XML", "hola", "line 1: not well-formed"},
        {"JSON", "{\"a\": 1}", "line 1: not well-formed"},
        {"cut",                        HEAD "\n<decision", "line 2: not well-formed"},
        {"open element",               HEAD "<decision>", "not well-formed"},
        {"crossed elements",           HEAD "\n\n<decision></input>", "line 3: not well-formed"},
        {"two roots",                  HEAD TAIL "<x/>", "not well-formed"},
        {"two attributes of one name", HEAD "<decision id='a' id='b'/>" TAIL, "not well-formed"},
        {"unknown entity",             HEAD "<decision name='&who;'/>" TAIL, "not well-formed"},
        {"bad byte",                   HEAD "<decision name='\xFF'/>" TAIL, "not well-formed"},
        {"control character",          HEAD "<decision name='&#1;'/>" TAIL, "not well-formed"},
        {"prefix without namespace",   HEAD "<x:decision/>" TAIL, "not well-formed"},
        {"another language", "<html/>", "line 1: this is <html> of the namespace ''"},
        {"no namespace", "<definitions/>", "not <definitions> of DMN 1.1 to 1.5"},
        {"another version", "<definitions xmlns='https://www.omg.org/spec/DMN/20991231/MODEL/'/>",
         "not <definitions> of DMN 1.1 to 1.5"},
        {"an element inside a text",
         HEAD "<decision name='d'><decisionTable><output/><rule><outputEntry><text>1<b/>2</text>"
              "</outputEntry></rule></decisionTable></decision>" TAIL,
         "an element inside a text"},
    };
    /* clang-format on */
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].name);
        refuse(str_of(cases[i].xml), E_INVALID, cases[i].want);
    }
}

static void test_document_types(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name, *xml;
    } cases[] = {
        {"plain", "<!DOCTYPE definitions>" HEAD TAIL},
        {"entity", "<!DOCTYPE d [<!ENTITY a 'x'>]>" HEAD "&a;" TAIL},
        {"external file", "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" HEAD "&a;" TAIL},
        {"external subset", "<!DOCTYPE d SYSTEM 'http://127.0.0.1:1/x.dtd'>" HEAD TAIL},
        {"parameter entity",
         "<!DOCTYPE d [<!ENTITY % a SYSTEM 'file:///dev/zero'> %a;]>" HEAD TAIL},
        {"bomb",
         "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
         "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY e '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>"
         "<!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'><!ENTITY g "
         "'&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;'>]>" HEAD "<decision name='&g;'/>" TAIL},
        {"bomb of parameters",
         "<!DOCTYPE d [<!ENTITY % a 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>"
         "<!ENTITY % b '%a;%a;%a;%a;%a;%a;%a;%a;'><!ENTITY c '%b;%b;%b;%b;%b;%b;'>]>" HEAD TAIL},
    };
    /* clang-format on */
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].name);
        refuse(str_of(cases[i].xml), E_INVALID, "line 1: the file has a document type (DOCTYPE)");
    }
}

static str repeat(struct op *op, const char *before, const char *piece, size_t times,
                  const char *after)
{
    struct buf out = buf_start(op->arena, (size_t)64 << 20);
    buf_add_c(&out, before);
    for (size_t i = 0; i < times; i++)
        buf_add_c(&out, piece);
    buf_add_c(&out, after);
    return buf_str(&out);
}

static void test_limits(void **state)
{
    struct op *const op = check_op();
    (void)state;
    refuse(repeat(op, HEAD, "<decision>", 63, ""), E_INVALID, "not well-formed");
    refuse(repeat(op, HEAD, "<decision>", 64, ""), E_LIMIT, "nested deeper than 64");
    refuse(repeat(op, HEAD, "<x xmlns='y'>", 100000, ""), E_LIMIT, "nested deeper than 64");
    refuse(repeat(op, HEAD, "<decision/>", 400000, TAIL), E_LIMIT, "models have at most");
    refuse(repeat(op, HEAD, "<inputData name='a'/>", 4097, TAIL), E_INVALID,
           "4097 elements inputData: at most 4096");
    refuse(repeat(op, HEAD "<decision name='d'><description>", "0123456789abcdef", 4097,
                  "</description></decision>" TAIL),
           E_LIMIT, "a text is longer than 65536 bytes");
    refuse(repeat(op, HEAD "<decision name='d'><decisionTable><output/>", "<rule/>", 4097,
                  "</decisionTable></decision>" TAIL),
           E_INVALID, "4097 elements rule: at most 4096");
    refuse(repeat(op, HEAD "<decision name='d'><decisionTable>", "<output/>", 65,
                  "</decisionTable></decision>" TAIL),
           E_INVALID, "65 elements output: at most 64");
}

#define TABLE_HEAD                                                                                 \
    HEAD "<inputData id='i' name='n'/><decision id='d' name='d'><informationRequirement>"          \
         "<requiredInput href='#i'/></informationRequirement><decisionTable hitPolicy='FIRST'>"    \
         "<input><inputExpression><text>n</text></inputExpression></input><output/>"

static status compile(struct op *op, str xml)
{
    static const struct dmn_input input = {"n", DMN_NUMBER, 0};
    struct dmn_model *model = NULL;
    const struct dmn_plan *plan = NULL;
    TRY(dmn_model_load(op, xml, "m", &model));
    return dmn_plan_compile(op, model, "d", &input, 1, dmn_symbols_create(op->arena), &plan);
}

static void test_cell_limits(void **state)
{
    struct op *const op = check_op();
    (void)state;
    const char *const tail = "</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>"
                             "</decisionTable></decision>" TAIL;
    check_eq(compile(op, repeat(op, TABLE_HEAD "<rule><inputEntry><text>1", ",1", 255, tail)), OK);
    check_eq(compile(op, repeat(op, TABLE_HEAD "<rule><inputEntry><text>1", ",1", 256, tail)),
             E_LIMIT);
    assert_non_null(strstr(op->text, "rule 1, column 1 (n), cell 1,1,1"));
    assert_non_null(strstr(op->text, "a cell lists more than 256 tests"));
    op_clear(op);
    check_eq(
        compile(op, repeat(op, TABLE_HEAD "<rule><inputEntry><text>", "(((((((((", 1000, tail)),
        E_LIMIT);
    assert_non_null(strstr(op->text, "a cell of 9000 bytes"));
    op_clear(op);
    check_eq(compile(op, repeat(op, TABLE_HEAD "<rule><inputEntry><text>", "not(", 2000, tail)),
             E_INVALID);
}

static void test_long_chain(void **state)
{
    struct op *const op = check_op();
    struct buf out = buf_start(op->arena, LIMIT_DMN_BYTES);
    (void)state;
    buf_add_c(&out, HEAD);
    for (int i = 0; i < 4000; i++)
        buf_printf(&out,
                   "<decision id='d%d' name='d%d'><informationRequirement>"
                   "<requiredDecision href='#d%d'/></informationRequirement></decision>",
                   i, i, i + 1);
    buf_add_c(&out, "<decision id='d' name='d'><informationRequirement>"
                    "<requiredDecision href='#d0'/></informationRequirement></decision>" TAIL);
    check_eq(compile(op, buf_str(&out)), E_LIMIT);
    assert_non_null(strstr(op->text, "the chain of decisions is too long"));
}

/* The largest table that the limits allow compiles in reasonable time. */
static void test_large_table(void **state)
{
    struct op *const op = check_op();
    struct buf out = buf_start(op->arena, LIMIT_DMN_BYTES);
    const clock_t start = clock();
    (void)state;
    buf_add_c(&out, TABLE_HEAD);
    for (int i = 0; i < LIMIT_DMN_RULES; i++)
        buf_printf(&out,
                   "<rule><inputEntry><text>[%d..%d], %d</text></inputEntry>"
                   "<outputEntry><text>%d</text></outputEntry></rule>",
                   i * 3, 100000 - i, -i, i);
    buf_add_c(&out, "</decisionTable></decision>" TAIL);
    check_false(out.is_full);
    check_ok(op, compile(op, buf_str(&out)));
    print_message("    4096 rules compiled in %.0f ms\n",
                  (double)(clock() - start) * 1000 / CLOCKS_PER_SEC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_broken_files), cmocka_unit_test(test_document_types),
        cmocka_unit_test(test_limits),       cmocka_unit_test(test_cell_limits),
        cmocka_unit_test(test_long_chain),   cmocka_unit_test(test_large_table),
    };
    return cmocka_run_group_tests_name("xml", tests, NULL, NULL);
}
