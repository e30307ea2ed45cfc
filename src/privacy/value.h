/* A value of a row as a person reads it: days and instants as such, sealed values opened, symbols
 * as their words.  What a value is follows from the name of its column. */
#ifndef PRIVACY_VALUE_H
#define PRIVACY_VALUE_H
#include "privacy/export.h"

struct value_row {
    const struct db_rows *rows;
    const struct table_shape *shape;
    const str *names; /* of the columns */
};

bool value_is_sealed(str column);
/* The column's name without what only the store needs. */
str value_name(str column);
/* In the op's arena. */
MUST_CHECK status value_read(struct op *op, const struct value_row *row, int column,
                             struct export_cell *ret_cell);
#endif
