/* What sources call things: one registry of kind + source + external id, unique in the store. */
#ifndef BOOK_REFERENCE_H
#define BOOK_REFERENCE_H
#include "base/op.h"
#include "base/str.h"

struct reference {
    int64_t debtor_id;
    int64_t id;
};

/* kind: party, obligation, claim, payment, action.  *ret_found false: nobody calls a thing so. */
MUST_CHECK status reference_find(struct op *op, const char *kind, str source, str external_id,
                                 struct reference *ret_reference, bool *ret_found);
/* E_CONFLICT: the name is taken. */
MUST_CHECK status reference_add(struct op *op, const char *kind, str source, str external_id,
                                int64_t debtor_id, int64_t id);
#endif
