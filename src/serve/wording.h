/* Which field of a form a refusal of the lower rooms is about.
 *
 * Rooms say what is wrong, in the reader's language (base/say.h), and know no form; a face knows
 * the refusal by its English format, the op's form.  tests/base/test_said.py finds rows that nobody
 * says any more. */
#ifndef SERVE_WORDING_H
#define SERVE_WORDING_H
#include "base/op.h"

/* The JSON pointer of the field of op's failure; NULL: no field alone is wrong. */
const char *wording_pointer(const struct op *op);
#endif
