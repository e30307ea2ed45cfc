/* Gives a finished file its name: it appears whole, or not at all, and replaces nothing. */
#ifndef UPKEEP_PUBLISH_H
#define UPKEEP_PUBLISH_H
#include "base/op.h"

/* E_CONFLICT: something has the name already.  E_IO.  The file stays where it is then. */
MUST_CHECK status publish_file(struct op *op, const char *from, const char *to);
#endif
