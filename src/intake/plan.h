/* A plan: what each column of one file is, decided before its first row is read.
 *
 * Made of the mapping and the header.  Without "columns" in the mapping, columns are known by their
 * names (intake/field.h).  What is left over becomes attributes, or is passed over where rows of
 * the kind have none.  Lives in the op's arena. */
#ifndef INTAKE_PLAN_H
#define INTAKE_PLAN_H
#include "base/money.h"
#include "intake/mapping.h"

enum column_use { COLUMN_IGNORED, COLUMN_FIELDS, COLUMN_ATTRIBUTE };

struct plan_column {
    enum column_use use;
    const struct mapping_column *rule; /* COLUMN_FIELDS */
    int attribute;                     /* COLUMN_ATTRIBUTE: index into attributes */
    int part;                          /* of the mapping that it belongs to; -1: all of them */
    bool is_by_name;                   /* nobody mapped it: its name was known */
    struct value_formats formats;
};

struct plan_attribute {
    int column;
    str name;
    str label;
    str fallback;             /* of an empty cell; size 0: none */
    enum attribute_type type; /* ATTRIBUTE_INFER until the file is checked */
};

struct plan {
    const struct mapping *mapping;
    enum intake_kind kind;
    currency currency;           /* of rows that do not say theirs */
    struct plan_column *columns; /* one per column of the file */
    int column_count;
    int *order; /* columns that fill fields, the currency's before the amounts' */
    int order_count;
    struct plan_attribute *attributes;
    int attribute_count;
    int *key_columns;
    int key_count;
    int filter_column; /* -1: no filter */
};

/* E_INVALID: the mapping names a column that the file does not have (the text lists those it has),
 * or a required field is filled by nothing.  E_LIMIT: over LIMIT_ATTRIBUTES. */
MUST_CHECK status plan_make(struct op *op, const struct csv *csv, const struct mapping *mapping,
                            currency default_currency, struct plan *ret_plan);
/* The names that the quarantine file puts before the columns of the original. */
#define PLAN_REFUSED_LINE   "refused_line"
#define PLAN_REFUSED_COLUMN "refused_column"
#define PLAN_REFUSED_FIELD  "refused_field"
#define PLAN_REFUSED_REASON "refused_reason"
#endif
