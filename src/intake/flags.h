/* What a row says of a person that the gate asks for: deceased, represented, sued… */
#ifndef INTAKE_FLAGS_H
#define INTAKE_FLAGS_H
#include "intake/row.h"

/* Sets and unsets the flags of a person by the row's answers, with the source as evidence; an empty
 * cell says nothing.  Called once the person's case is there to tell it.  *has_changed becomes true
 * when something was not known. */
MUST_CHECK status flags_put(struct op *op, str source, const struct row *row, int64_t debtor_id,
                            bool is_new, bool *has_changed);
#endif
