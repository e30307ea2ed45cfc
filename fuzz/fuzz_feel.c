/* Expressions over any bytes: what parses is evaluated, as an expression and as a cell, and says a
 * value that can be written; what does not parse says why. */
#include <assert.h>
#include <stdint.h>

#include "feel/expression.h"

static void run_text(struct op *op, str text, bool is_cell)
{
    static const str names[] = {
        {"a",   1},
        {"a b", 3},
        {"?",   1}
    };
    const struct feel_names known = {NULL, names, ARRAY_LEN(names)};
    const struct feel_value values[] = {feel_boolean(true), feel_string_of(STR("x")),
                                        feel_number_of(decimal_of_i64(7))};
    const struct feel_scope scope = {NULL, names, values, ARRAY_LEN(names), 0};
    const struct feel_node *node = NULL;
    op_clear(op);
    if ((is_cell ? feel_cell_parse : feel_expression_parse)(op, text, &known, NULL, &node) != OK) {
        assert(op->text[0] != '\0');
        return;
    }
    const struct feel_value value = feel_evaluate(op, node, &scope);
    assert(feel_value_text(op->arena, value).data != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct op op;
    op_init(&op, arena_create(), NULL, op_clock_system);
    run_text(&op, (str){(const char *)data, size}, false);
    run_text(&op, (str){(const char *)data, size}, true);
    arena_destroy(op.arena);
    return 0;
}
