/* Runs the tables of tests/dmn/cases/: every row must be decided as written, every refusal must say
 * what is written. */
#include "tests/check.h"

#include <dirent.h>
#include <stdlib.h>

#include "dmn/plan.h"
#include "tests/support/dmn_text.h"
#include "tests/support/files.h"

#define CASES_MIN 640

static struct {
    const char *file;
    int passed, failed, tables;
} run;

static void fail_case(int line, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void fail_case(int line, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    print_error("%s:%d: %s\n", run.file, line, text);
    run.failed++;
}

static const char *violation_name(enum dmn_violation violation)
{
    static const char *const names[] = {"", "several", "differ", "overflow", "outside"};
    return names[violation];
}

/* What the row's tail says of a hit: "rule 1", "none", "several 1 2", "outside" … */
static str hit_text(struct op *op, const struct dmn_hit *hit)
{
    if (hit->second >= 0)
        return str_of(arena_printf(op->arena, "%s %d %d", violation_name(hit->violation),
                                   hit->rule + 1, hit->second + 1));
    if (hit->violation != DMN_NO_VIOLATION)
        return str_of(violation_name(hit->violation));
    return str_of(hit->rule < 0 ? "none" : arena_printf(op->arena, "rule %d", hit->rule + 1));
}

static str outputs_text(struct op *op, const struct dmn_symbols *symbols,
                        const struct dmn_plan *plan, const struct dmn_value *values)
{
    const struct dmn_output *outputs = NULL;
    const size_t count = dmn_plan_outputs(plan, &outputs);
    struct buf text = buf_start(op->arena, 4096);
    for (size_t i = 0; i < count; i++) {
        buf_add_c(&text, i > 0 ? " | " : "");
        buf_add(&text, dmn_value_text(op, symbols, outputs[i].type, outputs[i].scale, values[i]));
    }
    return buf_str(&text);
}

static str list_text(struct op *op, const struct dmn_plan *plan, const struct dmn_value *inputs)
{
    int32_t rules[64];
    struct buf text = buf_start(op->arena, 4096);
    const size_t count = dmn_plan_decide_list(plan, inputs, rules, ARRAY_LEN(rules));
    buf_add_c(&text, "rules ");
    for (size_t i = 0; i < count; i++) {
        buf_add_c(&text, i > 0 ? "," : "");
        if (rules[i] < 0)
            buf_add_c(&text, "default");
        else
            buf_printf(&text, "%d", rules[i] + 1);
    }
    return buf_str(&text);
}

/* Blanks around | do not matter. */
static str normal(struct op *op, str text)
{
    str pieces[DMN_TEXT_COLUMNS];
    const size_t count = dmn_text_split(text, '|', pieces, DMN_TEXT_COLUMNS);
    struct buf out = buf_start(op->arena, 4096);
    for (size_t i = 0; i < count && i < DMN_TEXT_COLUMNS; i++) {
        buf_add_c(&out, i > 0 ? " | " : "");
        buf_add(&out, pieces[i]);
    }
    return buf_str(&out);
}

static bool is_list(const struct dmn_text_table *table)
{
    return str_equal_c(table->policy, "C") || str_equal_c(table->policy, "R") ||
           str_equal_c(table->policy, "O");
}

static void check_row(struct op *op, const struct dmn_text_table *table,
                      const struct dmn_plan *plan, const struct dmn_symbols *symbols,
                      const struct dmn_input *columns, const struct dmn_text_line *row)
{
    str texts[DMN_TEXT_COLUMNS];
    struct dmn_value inputs[DMN_TEXT_COLUMNS];
    struct dmn_value outputs[DMN_TEXT_COLUMNS];
    struct dmn_hit hit;
    const size_t count = dmn_text_split(row->left, '|', texts, DMN_TEXT_COLUMNS);
    if (table->input_count > 0 && count != table->input_count) {
        fail_case(row->line, "the row has %zu values", count);
        return;
    }
    for (size_t i = 0; i < table->input_count; i++)
        if (dmn_text_value(op, symbols, columns[i].type, columns[i].scale, texts[i], &inputs[i]) !=
            OK) {
            fail_case(row->line, "%s", op->text);
            return;
        }
    str got_hit = row->tail;
    str got;
    if (is_list(table)) {
        got = list_text(op, plan, inputs);
    } else {
        dmn_plan_decide(plan, inputs, outputs, &hit);
        got = outputs_text(op, symbols, plan, outputs);
        got_hit = hit_text(op, &hit);
    }
    const str want = normal(op, row->right);
    if (!str_equal(got, want))
        fail_case(row->line, "got " STR_FORMAT ", want " STR_FORMAT, STR_ARG(got), STR_ARG(want));
    else if (row->tail.size > 0 && !str_equal(row->tail, got_hit))
        fail_case(row->line, "got " STR_FORMAT ", want " STR_FORMAT, STR_ARG(got_hit),
                  STR_ARG(row->tail));
    else
        run.passed++;
}

static status compile(struct op *op, const struct dmn_text_table *table,
                      struct dmn_symbols *symbols, struct dmn_input *columns,
                      const struct dmn_plan **ret_plan)
{
    struct dmn_model *model = NULL;
    const size_t count = dmn_text_inputs(op, table, columns);
    TRY(dmn_model_load(op, dmn_text_xml(op, table), "t", &model));
    if (is_list(table))
        return dmn_plan_compile_list(op, model, "d", columns, count, symbols, ret_plan);
    return dmn_plan_compile(op, model, "d", columns, count, symbols, ret_plan);
}

static void check_refusals(struct op *op, const struct dmn_text_table *table, status code)
{
    for (size_t i = 0; i < table->refusal_count; i++) {
        const struct dmn_text_line *const want = &table->refusals[i];
        if (code == OK)
            fail_case(want->line, "nothing is refused");
        else if (!memmem(op->text, strlen(op->text), want->left.data, want->left.size))
            fail_case(want->line, "it says: %s", op->text);
        else
            run.passed++;
    }
}

static void check_table(struct op *op, const struct dmn_text_table *table)
{
    struct dmn_input columns[DMN_TEXT_COLUMNS];
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    const struct dmn_plan *plan = NULL;
    op_clear(op);
    run.tables++;
    const status code = compile(op, table, symbols, columns, &plan);
    check_refusals(op, table, code);
    if (code != OK && table->refusal_count == 0)
        fail_case(table->line, "%s", op->text);
    for (size_t i = 0; code == OK && i < table->row_count; i++)
        check_row(op, table, plan, symbols, columns, &table->rows[i]);
}

static int is_case_file(const struct dirent *entry)
{
    const size_t size = strlen(entry->d_name);
    return size > 4 && strcmp(entry->d_name + size - 4, ".txt") == 0;
}

static void test_cases(void **state)
{
    struct op *const op = check_op();
    const char *const folder = "tests/dmn/cases";
    struct dirent **entries = NULL;
    const int count = scandir(folder, &entries, is_case_file, alphasort);
    (void)state;
    check_true(count > 0);
    for (int i = 0; i < count; i++) {
        struct dmn_text_table *tables = NULL;
        size_t table_count = 0;
        run.file = arena_printf(op->arena, "%s/%s", folder, entries[i]->d_name);
        op_clear(op);
        check_ok(op, dmn_text_read(op, test_read_file(op, run.file), &tables, &table_count));
        for (size_t t = 0; t < table_count; t++)
            check_table(op, &tables[t]);
        free(entries[i]);
    }
    free(entries);
    print_message("    %d tables, %d cases passed, %d failed\n", run.tables, run.passed,
                  run.failed);
    check_eq(run.failed, 0);
    check_true(run.passed >= CASES_MIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
