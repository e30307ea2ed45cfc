/* A decision table as a CSV file, and back: for whoever edits tables in a spreadsheet.
 *
 * The header has `rule` (the rule's id; empty: a new one), the inputs by what they read, the
 * outputs as "> name", then annotation_es and annotation_en; below it a line a rule, in order, and,
 * where an output has a default, a last line `default`.  Cells are FEEL as in the model.  Reading
 * takes columns by their names, in any order, with commas or semicolons; it changes rules and
 * defaults and never the columns themselves. */
#ifndef INTAKE_TABLE_CSV_H
#define INTAKE_TABLE_CSV_H
#include "dmn/model.h"

/* UTF-8 with a mark at its start, by which spreadsheets know it; commas. */
void table_csv_write(struct op *op, const struct dmn_decision *decision, str *ret_text);

struct table_csv_fault {
    uint64_t line; /* physical, from 1 */
    int column;    /* from 1; 0: the line as a whole */
    const char *text;
};
#define TABLE_CSV_FAULTS_MAX 32 /* told at once */
struct table_csv_faults {
    struct table_csv_fault list[TABLE_CSV_FAULTS_MAX];
    size_t count; /* of the list */
};

/* The decision's table with the rules of the text.  E_INVALID: the text is no such table; the
 * faults (written on failure too) say where, the op's text is the first of them.  E_LIMIT: more
 * rules than a table may have. */
MUST_CHECK status table_csv_read(struct op *op, const struct dmn_decision *decision, str text,
                                 struct dmn_table *ret_table, struct table_csv_faults *ret_faults);
#endif
