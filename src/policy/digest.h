/* What a store knows and decided, as one number each: equal on any two stores that lived the same.
 *
 * Over natural keys and words, never ids or instants: the same imports, closes and events give the
 * same digests on SQLite and on PostgreSQL, for any number of threads, killed on the way or not.
 * A row's digest is cut to 128 bits and rows add up, so their order is of no account. */
#ifndef POLICY_DIGEST_H
#define POLICY_DIGEST_H
#include "base/op.h"

struct digest_sum {
    int64_t rows;
    uint64_t high, low;
};

struct digest {
    struct digest_sum facts;   /* rows of case_facts */
    struct digest_sum carried; /* decisions that cases carry */
    struct digest_sum history; /* every change of a decision, with its cause */
};

/* Reads the whole store in a transaction of its own.  E_STORE: a decision of a case without facts,
 * or a symbol that is missing. */
MUST_CHECK status digest_compute(struct op *op, struct digest *ret_digest);
#endif
