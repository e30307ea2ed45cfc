/* Persons: parties that were found to be one and the same human being or company.
 *
 * A merge is rows (ADR 0017): parties keep their cases, points and history where they are, and
 * whoever asks for what limits or protects a person asks for all parties of it: contacts add up
 * before a maximum, a revoked consent or a flag of one counts for all.  Undoing a merge ends those
 * rows; nothing else was changed by it, so everything is as it was. */
#ifndef BOOK_PERSON_H
#define BOOK_PERSON_H
#include "base/op.h"

#define PERSON_PARTIES_MAX 16 /* a wrong rule of matching must not make half a book one person */

struct person {
    int64_t ids[PERSON_PARTIES_MAX]; /* debtor ids, ascending, the asked one among them */
    size_t count;
    int64_t latest_merge; /* that joined the asked one with another; 0: none */
};

/* A party that nobody merged is a person alone. */
MUST_CHECK status person_read(struct op *op, int64_t debtor_id, struct person *ret_person);
/* The same parties. */
bool person_equal(const struct person *a, const struct person *b);
bool person_has(const struct person *person, int64_t debtor_id);
/* Locks all cases of the person, and gives the person as it is under the locks: until the end of
 * this transaction nobody else reserves, counts or joins.  E_BUSY: it was changed meanwhile. */
MUST_CHECK status person_lock(struct op *op, int64_t debtor_id, struct person *ret_person);
#endif
