/* The organisation: the one company whose store this is, its zone, its currency and its open date.
 *
 * The open date is the last close + 1: live events belong to it.  Failures of the store
 * (store/db.h) pass through every function unchanged. */
#ifndef RECORD_ORGANISATION_H
#define RECORD_ORGANISATION_H
#include "base/money.h"
#include "base/op.h"

struct organisation {
    str name;
    str country; /* ISO 3166-1 alpha-2, upper case */
    currency currency;
    str timezone;  /* IANA name; who knows zones (calendar) has checked it */
    bool is_test;  /* a test store may close future dates */
    day open_date; /* first business date */
};

/* Makes the organisation with its roles, permissions, outcome codes, allocation profile, counters
 * and change partitions (record/seed.h), in a transaction of the caller, and sets
 * op->business_date.  E_INVALID: a field is not as said above.  E_CONFLICT: the store has one. */
MUST_CHECK status organisation_create(struct op *op, const struct organisation *organisation);
/* E_NOT_FOUND: the store is empty. */
MUST_CHECK status organisation_get(struct op *op, struct organisation *ret_organisation);

/* Starts work on a store: sets op->business_date, and once in a process leases the node of its ids,
 * which writes.  The first call of a process is made outside a transaction (E_INTERNAL), so that no
 * rollback takes the lease back; later calls only read.  A process works on one store. */
MUST_CHECK status organisation_open(struct op *op);
/* Sets op->business_date and op->floor alone: for operations that make no ids, and read-only
 * connections. */
MUST_CHECK status organisation_read_date(struct op *op);
/* The same, and in a writing transaction of the caller the row is taken until its end: no day is
 * opened meanwhile, and nobody else who takes it works beside. */
MUST_CHECK status organisation_take_date(struct op *op);
/* A slice of the close knows what was recorded until an instant: the time of this transaction, and
 * what is recorded after it lies after.  Nobody else may record meanwhile. */
MUST_CHECK status organisation_set_known(struct op *op, instant known_at);
/* The close moves the open date forward; op->business_date follows.  E_CONFLICT: not forward. */
MUST_CHECK status organisation_set_open_date(struct op *op, day open_date);
#endif
