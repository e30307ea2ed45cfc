/* The day on which a contact counts: the person's own, where the person lives.
 *
 * Laws count contacts by the days of the contacted person, so neither the office's date nor the
 * open business date will do: they differ around midnight, across zones, and while a close is late
 * or early. */
#ifndef BOOK_CONTACT_DAY_H
#define BOOK_CONTACT_DAY_H
#include "base/op.h"

/* The local day of an instant for a person; the organisation's zone stands in where the person's is
 * not known or not a zone.  A test store that plays another date than the clock's has its days
 * moved by as much.  E_STORE: the store cannot say. */
MUST_CHECK status contact_day(struct op *op, int64_t person_id, instant at, day *ret_day);
#endif
