/* Decision tables in a text that a clerk can write, made into DMN for the product's own reader.
 *
 *   table: what it shows            begins a table; everything else belongs to the last one
 *   policy: U                       U A F P C C+ C< C> C# R O
 *   input: days number 2            name, type, scale of the caller (numbers); [values] may follow
 *   output: step string ["a", "b"]  name, type (- for none); outputValues in brackets may follow
 *   default: "none" | 0             default output entries
 *   rule: < 5 | "a","b" => "x" | 1  # annotation
 *   row: 3 | a => x | 1 ; rule 1    also "; none", "; several 1 2", "; differ 1 2", "; overflow",
 *                                   "; outside", and for lists "=> rules 3,1" or "=> rules default"
 *   refused: words of the message   compiling the table must fail and say this
 *
 *   finds: error gap ; n = -1       what a check says: weight, problem, rules; a row
 *
 * Lines that begin with # are remarks.  Everything lives in the op's arena. */
#ifndef TESTS_SUPPORT_DMN_TEXT_H
#define TESTS_SUPPORT_DMN_TEXT_H
#include "dmn/plan.h"

#define DMN_TEXT_COLUMNS 16

struct dmn_text_column {
    str name, type, values;
    int scale;
};

struct dmn_text_line {
    int line;
    str left, right, tail; /* before =>, behind it, behind # (rules) or ; (rows) */
};

struct dmn_text_table {
    str name, policy, defaults;
    bool has_default;
    int line;
    struct dmn_text_column inputs[DMN_TEXT_COLUMNS], outputs[DMN_TEXT_COLUMNS];
    size_t input_count, output_count;
    struct dmn_text_line *rules, *rows, *refusals, *finds;
    size_t rule_count, row_count, refusal_count, find_count;
};

/* E_INVALID names the line. */
MUST_CHECK status dmn_text_read(struct op *op, str text, struct dmn_text_table **ret_tables,
                                size_t *ret_count);

/* The pieces of a text between separators that stand outside quotes and brackets, trimmed. */
size_t dmn_text_split(str text, char separator, str *pieces, size_t capacity);

/* A decision "d" with that table, as DMN 1.5. */
str dmn_text_xml(struct op *op, const struct dmn_text_table *table);
/* Parts of it, for models with several decisions. */
void dmn_text_write_head(struct buf *out);
void dmn_text_write_inputs(struct buf *out, const struct dmn_text_table *table);
void dmn_text_write_decision(struct buf *out, const struct dmn_text_table *table,
                             const char *decision, const char *required_decision);
void dmn_text_write_tail(struct buf *out);

/* The caller's inputs that the table names. */
size_t dmn_text_inputs(struct op *op, const struct dmn_text_table *table,
                       struct dmn_input inputs[DMN_TEXT_COLUMNS]);
/* A value of a row: null, 12.50, text without quotes, true, 2026-01-31.  Unknown texts become
 * DMN_SYMBOL_UNKNOWN.  E_INVALID: not a value of the type at its scale. */
MUST_CHECK status dmn_text_value(struct op *op, const struct dmn_symbols *symbols,
                                 enum dmn_type type, int scale, str text,
                                 struct dmn_value *ret_value);
#endif
