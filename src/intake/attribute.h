/* Attributes in the store: their definitions, and the values of an obligation.
 *
 * A name has one type for good; values that do not fit it are refused, so that a strategy may rely
 * on it. */
#ifndef INTAKE_ATTRIBUTE_H
#define INTAKE_ATTRIBUTE_H
#include "book/obligation.h"
#include "intake/row.h"

/* Before a file is checked: an attribute that the store knows has the store's type.  E_CONFLICT:
 * the mapping says another. */
MUST_CHECK status attribute_match(struct op *op, const struct csv *csv, struct plan *plan);
/* In the first transaction: makes the definitions that are missing; ids beside plan->attributes.
 * E_LIMIT: over LIMIT_ATTRIBUTES in the store. */
MUST_CHECK status attribute_ensure(struct op *op, const struct plan *plan, int64_t *ret_ids);
/* Makes the obligation's values those of the row; only what differs is written.  In a
 * unit of work (book/unit.h) the row's texts are borrowed until it ends. */
MUST_CHECK status attribute_apply(struct op *op, const struct plan *plan, const int64_t *ids,
                                  const struct row *row, const struct obligation_ref *obligation,
                                  bool is_new, bool *ret_changed);
#endif
