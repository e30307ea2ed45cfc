/* One row of a file as typed values, checked, or the reasons why it is refused.
 *
 * A row may be several things: the instalments of a schedule, or the parts of the mapping (months
 * side by side).  It is read once for each.
 * A reader is made once per file from its plan.  Values are those of the fields (intake/field.h): a
 * day in number as base/day.h counts, an amount in minor units of the row's currency, a currency
 * packed, texts trimmed.  Texts live as long as the csv row, or as the mapping where it gave them.
 * Nothing here looks into the store. */
#ifndef INTAKE_ROW_H
#define INTAKE_ROW_H
#include "intake/plan.h"
#include "money/component.h"

#define ROW_REASONS_MAX 8 /* reasons kept of one row: enough to repair it in one go */

struct row_value {
    bool is_set;
    str text;
    int64_t number;
};

/* Why a row is refused. */
struct row_reason {
    uint64_t line;
    int column; /* from 1; 0: the row as a whole */
    const char *column_name;
    const char *text;
};

enum row_verdict {
    ROW_GOOD,
    ROW_FILTERED, /* the mapping's filter leaves it out, or the part's cells are all empty */
    ROW_REFUSED
};

struct row {
    uint64_t number; /* of the row, from 1 */
    uint64_t line;
    int part_count; /* how many things the row is, 1 or more */
    enum row_verdict verdict;
    struct row_value fields[FIELD_COUNT];
    const str *attributes; /* trimmed texts, as many as the plan has; size 0: no value */
    struct row_reason reasons[ROW_REASONS_MAX];
    int reason_count;
};

struct row_reader;

/* E_INVALID: a constant or default of the mapping is not a value of its field. */
MUST_CHECK status row_reader_make(struct op *op, const struct plan *plan, const struct csv *csv,
                                  struct row_reader **ret_reader);
/* Reads and judges one thing of a row, part from 0; reasons are allocated in the op's arena.  Fails
 * only when the machine does. */
MUST_CHECK status row_read(struct op *op, struct row_reader *reader, const struct csv_row *from,
                           int part, struct row *ret_row);
/* Adds a reason to a row and refuses it; column from 0, -1: the row as a whole. */
void row_refuse(struct op *op, const struct row_reader *reader, const struct csv_row *from,
                struct row *row, int column, const char *text);
/* What the row says of what a claim is made of; false: nothing. */
bool row_parts(const struct row *row, struct parts *ret_parts);
/* How many attributes a row has. */
int row_attribute_count(const struct row_reader *reader);
/* The column that fills a field, from 0; -1: none does. */
int row_column_of(const struct row_reader *reader, enum field field);
/* The text by which the row is known again, in the arena. */
str row_key(struct arena *arena, enum intake_kind kind, const struct row *row);

/* A typed attribute: integers, days and booleans (0, 1) in number, decimals in millionths, texts in
 * text.  False: not a value of that type. */
struct attribute_value {
    enum attribute_type type;
    int64_t number;
    str text;
};
MUST_CHECK bool row_attribute(const struct plan *plan, int attribute, str text,
                              struct attribute_value *ret_value);
#endif
