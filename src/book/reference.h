/* What sources call things: one registry of kind + source + external id, unique in the store. */
#ifndef BOOK_REFERENCE_H
#define BOOK_REFERENCE_H
#include "base/op.h"
#include "base/str.h"
#include "book/names.h"

/* kind: party, obligation, claim, payment, action.  *ret_found false: nobody calls a thing so. */
MUST_CHECK status reference_find(struct op *op, const char *kind, str source, str external_id,
                                 struct reference *ret_reference, bool *ret_found);
/* Asks for many names at once: in a unit of work (book/unit.h), reference_find then answers from
 * memory.  Texts are borrowed until the unit ends; those of size 0 are passed over.
 * E_CONFLICT: the unit follows one that is not written yet, which gives that name. */
MUST_CHECK status reference_learn(struct op *op, const char *kind, str source,
                                  const str *external_ids, size_t count);
/* The caller knows, or takes it as a wager that reference_add loses: nobody calls a thing so. */
void reference_learn_none(struct op *op, const char *kind, str source, str external_id);
/* Whether any thing of that kind has a name of that source; when none has, the unit of work
 * remembers it, which is right as long as nobody can add one: in a transaction that reads. */
MUST_CHECK status reference_learn_any(struct op *op, const char *kind, str source, bool *ret_any);
/* E_CONFLICT: the name is taken. */
MUST_CHECK status reference_add(struct op *op, const char *kind, str source, str external_id,
                                int64_t debtor_id, int64_t id);
#endif
