/* Facts and carried decisions as columns: which column is what, and how rows of the store become
 * chunks (vec/chunk.h).
 *
 * A row is what case_facts and case_decision hold of one case, bit for bit.  The words of nulls are
 * the validity of the facts: mask FACT_x of a chunk says where fact x has a value. */
#ifndef POLICY_COLUMNS_H
#define POLICY_COLUMNS_H
#include "policy/claim_block.h"
#include "policy/decide.h"
#include "store/db.h"
#include "vec/chunk.h"

#define COLUMNS_DECISION                                                                           \
    ((offsetof(struct decision, next_action_on) - offsetof(struct decision, strategy_id)) /        \
         sizeof(int64_t) +                                                                         \
     1) /* cells that a case carries, without its keys */

enum {
    COLUMN_DEBTOR,
    COLUMN_CASE,
    COLUMN_RECHECK_ON,
    COLUMN_NATURAL_KEY,
    COLUMN_FACTS, /* in the order of FACTS */
    COLUMN_DECISIONS = COLUMN_FACTS + FACT_COUNT,
    COLUMN_IS_DECIDED = COLUMN_DECISIONS + COLUMNS_DECISION, /* 0: the case carries none yet */
    COLUMN_COUNT
};
#define COLUMN_OF_FACT(name) (COLUMN_FACTS + FACT_##name)
/* Of a decision's field; 0 where the case carries none. */
#define COLUMN_OF_DECISION(name)                                                                   \
    (COLUMN_DECISIONS +                                                                            \
     (offsetof(struct decision, name) - offsetof(struct decision, strategy_id)) / sizeof(int64_t))

/* Rows on their way: columns of 64-bit cells with room for two chunks. */
struct column_rows {
    size_t count;
    int64_t *cells[COLUMN_COUNT];
    int64_t *validity;
    struct claim_rows *claims; /* of the same cases; NULL: they are not asked for */
};
#define COLUMN_ROWS_MAX ((size_t)2 * VEC_ROWS)

/* kept: where the claims lie, in an arena that nobody releases meanwhile; NULL: without claims. */
void column_rows_init(struct arena *arena, struct arena *kept, struct column_rows *ret_rows);
void column_rows_clear(struct column_rows *rows);
/* Packs rows from the first on, and removes them from what is on its way; *ret_claims (may be NULL
 * where there are none) is the block of their claims, NULL without. */
const struct vec_chunk *column_rows_pack(struct arena *scratch, struct column_rows *rows,
                                         size_t count, const struct claim_block **ret_claims);
/* Appends all rows of a chunk, with their claims where these are asked for. */
void column_rows_add_chunk(struct column_rows *rows, const struct vec_chunk *chunk,
                           const struct claim_block *claims);
/* Appends count rows of others, from row `at` on.  There must be room for them. */
void column_rows_add(struct column_rows *rows, const struct column_rows *from, size_t at,
                     size_t count);

/* A walk over the store in key order, from queries that give the same cases. */
struct column_walk {
    struct db_rows facts;
    struct db_rows decisions;
    struct claim_walk claims; /* if asked for */
    bool has_claims;
    int64_t **carried; /* a batch of decisions: [cell][row] */
    int carried_count, carried_at;
};
/* All cases of debtors from one to before another; with their claims, or without. */
MUST_CHECK status column_walk_range(struct op *op, int64_t from, int64_t until, bool with_claims,
                                    struct column_walk *ret_walk);
/* All cases of up to COLUMN_DEBTORS debtors, which rise. */
#define COLUMN_DEBTORS 64
MUST_CHECK status column_walk_debtors(struct op *op, const int64_t *debtors, size_t count,
                                      bool with_claims, struct column_walk *ret_walk);
/* Appends up to VEC_ROWS rows; fewer: the walk is at its end.  There must be room for them, and for
 * claims where the walk has some. */
MUST_CHECK status column_walk_next(struct op *op, struct column_walk *walk,
                                   struct column_rows *rows, size_t *ret_count);

/* What lies in a row of a chunk. */
void column_get_facts(const struct vec_chunk *chunk, size_t row, struct case_facts *ret_facts);
/* False: the case carries none. */
bool column_get_decision(const struct vec_chunk *chunk, size_t row, struct decision *ret_decision);
/* The first row at or after a key; chunk->count when there is none. */
size_t column_find(const struct vec_chunk *chunk, struct case_key key);
#endif
