/* The stream that most reports read: every claim with its money by value date, in one pass.
 *
 * Claims and allocations are read side by side, debtor by debtor; memory is that of one debtor,
 * whatever the size of the book.  Superseded claims are left out: what replaced them is what is
 * owed.  The claims of one debt follow each other. */
#ifndef INSIGHT_CLAIMS_H
#define INSIGHT_CLAIMS_H
#include "base/money.h"
#include "insight/dimension.h"
#include "store/db.h"

/* Money that met a claim on one day; returns are negative. */
struct claim_step {
    day value_on;
    money amount; /* of that day alone */
    money unpaid; /* of the claim, at the end of that day */
};

/* Borrowed from the stream until its next claim. */
struct claim_history {
    int64_t debtor_id;
    int64_t obligation_id;
    int64_t claim_id;
    currency currency;
    day issued_on;
    day due_on;
    money amount;
    str key;                        /* of the dimension that was asked for */
    const struct claim_step *steps; /* by value date, each day once */
    int step_count;
};

struct claim_entry; /* a claim, before it has its money */
struct claim_money; /* an allocation, before it is put to its claim */

struct claim_stream {
    struct dimension dimension;
    struct dimension_filter filter;
    struct db_rows claim_rows;
    struct db_rows filter_rows; /* the same claims, with the key that the filter looks at */
    struct db_rows money_rows;
    bool has_claim_row; /* a row was read that belongs to the next debtor */
    bool has_money_row;
    struct claim_entry *claims; /* of the debtor at hand, debt by debt */
    int claim_count;
    int claim_capacity;
    int next_claim;
    struct claim_money *money; /* of the debtor, by claim and value date */
    int money_count;
    int money_capacity;
    struct claim_step *steps; /* of the claim at hand */
    int step_capacity;
    struct buf keys; /* of the debtor */
};

/* In a transaction.  dimension may be &dimension_none.  An empty filter lets every claim through;
 * another one is FIELD=VALUE (insight/dimension.h), with its failures. */
MUST_CHECK status claim_stream_open(struct op *op, const struct dimension *dimension, str filter,
                                    struct claim_stream *ret_stream);
/* E_STORE: allocations of a claim that no sum can hold.  E_LIMIT: a debtor with too many keys. */
MUST_CHECK status claim_stream_next(struct op *op, struct claim_stream *stream, bool *ret_has_claim,
                                    struct claim_history *ret_claim);

/* What money with a value date up to the end of d has left of the amount, issued or not. Pure. */
money claim_unpaid(const struct claim_history *claim, day d);
/* The open amount at the end of d: 0 before the claim is issued and once it is settled.  Pure. */
money claim_open(const struct claim_history *claim, day d);
#endif
