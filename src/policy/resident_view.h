/* One whole moment of the resident columns: all cases in key order, as chunks.
 *
 * A view never changes, so whoever holds one (shared_hold, shared_drop) reads it without a lock for
 * as long as it likes; two views that follow each other share the chunks in which nothing changed.
 */
#ifndef POLICY_RESIDENT_VIEW_H
#define POLICY_RESIDENT_VIEW_H
#include "policy/columns.h"

struct resident_view {
    size_t case_count;
    size_t chunk_count;
    size_t bytes;                      /* of its chunks, also of those that others share */
    size_t claim_count, claim_bytes;   /* of its blocks of claims, likewise */
    const struct claim_block **claims; /* one for each chunk; NULL: nobody has asked for them */
    int64_t changes; /* where the change sequence stood (change_total): nothing that it has now is
                        newer while the store's stands there, too */
    const struct vec_chunk *chunks[]; /* none is empty; keys rise over all of them */
};

/* Chunks in key order on their way into a view; the list owns them. */
struct chunk_pair {
    const struct vec_chunk *chunk;
    const struct claim_block *claims; /* of its cases; NULL: they are not asked for */
};
struct chunk_list {
    struct arena *arena;
    bool has_claims; /* and all that come have theirs */
    struct chunk_pair *pairs;
    size_t count, capacity;
};
/* Takes the chunk and its claims over. */
void chunk_list_add(struct chunk_list *list, const struct vec_chunk *chunk,
                    const struct claim_block *claims);
/* Packs rows, and adds what they are. */
void chunk_list_pack(struct chunk_list *list, struct arena *scratch, struct column_rows *rows,
                     size_t count);
/* Moves all chunks of another list to the end. */
void chunk_list_take(struct chunk_list *list, struct chunk_list *from);
/* Lets go of all chunks. */
void chunk_list_drop(struct chunk_list *list);
/* Takes all chunks over; the caller owns the view. */
const struct resident_view *resident_view_create(struct chunk_list *list, int64_t changes);

/* The first key of a chunk. */
struct case_key resident_view_first(const struct resident_view *view, size_t chunk);
/* False: there is no such case.  *ret_has_decision: whether it carries one. */
bool resident_view_get(const struct resident_view *view, struct case_key key,
                       struct case_facts *ret_facts, struct decision *ret_decision,
                       bool *ret_has_decision);

/* A walk over the cases of a view in key order. */
struct resident_walk {
    const struct resident_view *view;
    size_t chunk, row; /* the next one */
};
/* Stands at the first case at or after a debtor. */
struct resident_walk resident_walk_start(const struct resident_view *view, int64_t debtor_id);
/* False: no case of a debtor before until is left.  *ret_decision is all 0 where the case carries
 * none, which *ret_has_decision says. */
bool resident_walk_next(struct resident_walk *walk, int64_t until, struct case_facts *ret_facts,
                        struct decision *ret_decision, bool *ret_has_decision);
#endif
