/* Applying one row to the book: the party, the obligation, the claim, the money that it speaks of.
 *
 * A row that says what the store has already writes nothing.  Runs in a transaction of the caller,
 * over rows that were judged (intake/known.h); policy_commit ends it. */
#ifndef INTAKE_APPLY_H
#define INTAKE_APPLY_H
#include "intake/attribute.h"

struct applier;

/* money_until: settlements after it are not taken yet. */
struct applier *applier_create(struct op *op, const struct plan *plan, day money_until);
/* In the first transaction, after the file was checked. */
MUST_CHECK status applier_prepare(struct op *op, struct applier *applier);
/* *ret_change speaks of the row's own thing (the claim of a receivable): created, updated when that
 * or anything beside it changed, else unchanged. */
MUST_CHECK status applier_row(struct op *op, struct applier *applier, const struct row *row,
                              enum book_change *ret_change);
/* What rows before said counts no more: their transaction was rolled back. */
void applier_forget(struct applier *applier);
#endif
