/* How views of the resident columns are made: all of them from the store, or the next one from the
 * last one and what changed since. */
#ifndef POLICY_RESIDENT_BUILD_H
#define POLICY_RESIDENT_BUILD_H
#include <stdatomic.h>

#include "policy/resident_view.h"

/* Calls each(context, chunk) for all chunks of a range of debtors, in key order, inside the
 * caller's transaction; the chunk is taken over.  Without claims. */
typedef status chunk_taker(struct op *op, void *context, const struct vec_chunk *chunk);
MUST_CHECK status resident_read(struct op *op, int64_t from, int64_t until, chunk_taker *each,
                                void *context);

/* Reads all cases, by ranges of debtors with some threads, each on a connection of its
 * own and each range in a transaction of its own: what changes meanwhile may be seen or not, so the
 * caller notes before where the change sequence stands, which is the view's `changes`, and merges
 * what came after.  No transaction may be open.  The caller owns the view. */
struct load_options {
    int threads;             /* 0: 1 */
    int64_t range_cases;     /* of one transaction; 0: as many as read well */
    bool with_claims;        /* for whoever asks for facts of obligations */
    const atomic_bool *stop; /* may be NULL; set: no range is begun any more, and it is E_BUSY */
};
MUST_CHECK status resident_load(struct op *op, const struct load_options *options, int64_t changes,
                                const struct resident_view **ret_view);

/* A view in which all cases of some debtors, which rise, are as the caller's transaction sees them
 * (none, too), and the rest as it was; with claims if it has them.  The caller owns it. */
MUST_CHECK status resident_merge(struct op *op, const struct resident_view *view,
                                 const int64_t *debtors, size_t count, int64_t changes,
                                 const struct resident_view **ret_view);
#endif
