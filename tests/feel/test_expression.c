/* Runs the expressions of tests/feel/expressions.txt: `expression => value`, or `refused: words` of
 * the message for one that is outside of the profile.  A value is what string(…) gives. */
#include "tests/check.h"

#include "feel/expression.h"
#include "tests/support/files.h"

#define FILE_NAME "tests/feel/expressions.txt"
#define CASES_MIN 150

static int passed;
static int failed;

static const str names[] = {
    {"Base Days",  9 },
    {"a",          1 },
    {"a-b",        3 },
    {"b",          1 },
    {"list",       4 },
    {"nothing",    7 },
    {"person",     6 },
    {"rate",       4 },
    {"in1",        3 },
    {"first name", 10},
};
static const str members[] = {
    {"first name", 10},
    {"age",        3 },
};

static struct feel_value number(int64_t value)
{
    return feel_number_of(decimal_of_i64(value));
}

static struct feel_scope make_scope(struct op *op)
{
    static struct feel_value values[ARRAY_LEN(names)];
    static struct feel_value list[3];
    static struct feel_value person[2];
    decimal rate = {
        {0, 0}
    };
    assert_true(decimal_parse(STR("0.0125"), &rate));
    for (int i = 0; i < 3; i++)
        list[i] = number(10 * (i + 1));
    person[0] = feel_string_of(STR("Ana María"));
    person[1] = number(41);
    values[0] = number(22);
    values[1] = number(7);
    values[2] = number(100);
    values[3] = number(2);
    values[4] = feel_list_of(list, 3);
    values[5] = feel_null();
    values[6] = (struct feel_value){
        .kind = FEEL_VALUE_CONTEXT, .items = person, .names = members, .item_count = 2};
    values[7] = feel_number_of(rate);
    values[8] = number(1);
    values[9] = feel_string_of(STR("outer"));
    (void)op;
    return (struct feel_scope){NULL, names, values, ARRAY_LEN(names), 0};
}

static void fail_case(int line, const char *what)
{
    print_error(FILE_NAME ":%d: %s\n", line, what);
    failed++;
}

static void check_refused(struct op *op, int line, str rest, status code)
{
    if (code == OK)
        fail_case(line, "nothing is refused");
    else if (!memmem(op->text, strlen(op->text), rest.data, rest.size))
        fail_case(line, op->text);
    else
        passed++;
}

static void check_line(struct op *op, const struct feel_scope *scope, int line, str text)
{
    const struct feel_names known = {NULL, names, ARRAY_LEN(names)};
    const struct feel_names known_members = {NULL, members, ARRAY_LEN(members)};
    const struct feel_node *node = NULL;
    const char *const arrow = memmem(text.data, text.size, " => ", 4);
    const char *const refused = memmem(text.data, text.size, " refused: ", 10);
    const char *const cut = arrow ? arrow : refused;
    if (!cut) {
        fail_case(line, "neither => nor refused:");
        return;
    }
    const str expression = {text.data, (size_t)(cut - text.data)};
    const size_t skip = arrow ? 4 : 10;
    const str rest = {cut + skip, text.size - expression.size - skip};
    op_clear(op);
    const status code = feel_expression_parse(op, expression, &known, &known_members, &node);
    if (!arrow) {
        check_refused(op, line, rest, code);
        return;
    }
    const str got =
        code == OK ? feel_value_text(op->arena, feel_evaluate(op, node, scope)) : str_of(op->text);
    if (str_equal(got, rest))
        passed++;
    else
        fail_case(line, arena_printf(op->arena, STR_FORMAT ": got " STR_FORMAT, STR_ARG(expression),
                                     STR_ARG(got)));
}

static void test_expressions(void **state)
{
    struct op *const op = check_op();
    const struct feel_scope scope = make_scope(op);
    str rest = test_read_file(op, FILE_NAME);
    (void)state;
    for (int line = 1; rest.size > 0; line++) {
        const str text = str_trim(str_split(&rest, '\n'));
        if (text.size > 0 && text.data[0] != '#')
            check_line(op, &scope, line, text);
    }
    print_message("    %d expressions passed, %d failed\n", passed, failed);
    check_eq(failed, 0);
    check_true(passed >= CASES_MIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_expressions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
