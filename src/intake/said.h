/* What a row says of a person's consent, into the ledger.
 *
 * A row that is there already is not written again.  In a file of debts or persons a row without a
 * state says nothing; its day is the business date where none is given. */
#ifndef INTAKE_SAID_H
#define INTAKE_SAID_H
#include "book/party.h"
#include "intake/row.h"

/* E_NOT_FOUND: contact.value is no contact point of the person. */
MUST_CHECK status said_apply(struct op *op, const struct row *row, int64_t person_id, str source,
                             enum book_change *ret_change);
#endif
