/* One value of a file as its field wants it, or the sentence that says why it is not.
 *
 * Reasons are allocated in the op's arena.  Nothing here looks into the store. */
#ifndef INTAKE_FIELD_READ_H
#define INTAKE_FIELD_READ_H
#include "intake/row.h"

/* Reads value->text into the rest of value; an amount is one of that currency.  NULL, or why not:
 * the value is then of no use. */
const char *field_read(struct op *op, const struct value_formats *formats, enum field field,
                       currency in, struct row_value *value);
/* The start of a value, cut at a whole letter, for a reason. */
str field_shown(str text);
#endif
