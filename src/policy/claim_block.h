/* The open claims of the cases of a chunk, in memory beside it: what policy/obligation.h makes the
 * facts of obligations from, for any day.
 *
 * A claim says when it is due and what is open of it, so nothing here grows old overnight: only an
 * event changes it, and an event notes its case as changed (ADR 0012).  Claims lie by row of the
 * chunk and there in the order in which the store gives them, each with what its debt says.
 * A block never changes once it is packed; it has owners (base/shared.h).  Products are words of
 * the block, so that blocks know nothing of each other. */
#ifndef POLICY_CLAIM_BLOCK_H
#define POLICY_CLAIM_BLOCK_H
#include "book/touch.h"
#include "dmn/symbols.h"
#include "store/db.h"
#include "vec/chunk.h"

enum claim_column {
    CLAIM_DEBT, /* the how manieth debt of its case, from 0, as their first claims come */
    CLAIM_DUE_ON,
    CLAIM_OPEN, /* minor units of the case's currency */
    CLAIM_OPENED_ON,
    CLAIM_IS_DISPUTED, /* its debt, or the whole case */
    CLAIM_PRODUCT,     /* a word */
    CLAIM_COLUMNS
};

struct claim_block {
    size_t case_count, claim_count, word_count;
    size_t bytes;                    /* of all of it */
    const struct vec_chunk *counts;  /* one column: claims of a case */
    const struct vec_chunk **pieces; /* VEC_ROWS claims each, the last one less */
    size_t piece_count;
    str *words;
};

/* --- rows on their way, beside those of struct column_rows --- */

struct claim_rows {
    struct arena *arena; /* of what follows; lives as long */
    size_t case_count, case_capacity;
    size_t *firsts; /* where the claims of a case begin; one more: where they end */
    size_t count, capacity;
    int64_t *cells[CLAIM_COLUMNS];
    struct dmn_symbols *words;
    int64_t *debts; /* scratch: the debts of the case at hand */
    size_t debt_count, debt_capacity;
};
struct claim_rows *claim_rows_create(struct arena *arena);
void claim_rows_clear(struct claim_rows *rows);
/* A claim of the case that comes next, and its end.  cells: save the product. */
void claim_rows_add_claim(struct claim_rows *rows, const int64_t *cells, str product);
void claim_rows_end_case(struct claim_rows *rows);
/* Packs the first cases, and removes them.  The caller owns the block. */
const struct claim_block *claim_rows_pack(struct arena *scratch, struct claim_rows *rows,
                                          size_t case_count);
/* Appends all cases of a block, or some of others. */
void claim_rows_add_block(struct claim_rows *rows, const struct claim_block *block);
void claim_rows_add(struct claim_rows *rows, const struct claim_rows *from, size_t at,
                    size_t case_count);

/* A walk over the store in key order. */
struct claim_walk {
    struct db_rows rows;
    bool has_row;
};
MUST_CHECK status claim_walk_range(struct op *op, int64_t from, int64_t until,
                                   struct claim_walk *ret_walk);
/* args: the ids of 64 debtors; one may stand twice. */
MUST_CHECK status claim_walk_debtors(struct op *op, const struct db_arg *args, size_t count,
                                     struct claim_walk *ret_walk);
/* Appends the case with its claims; keys only rise from call to call. */
MUST_CHECK status claim_walk_take(struct op *op, struct claim_walk *walk, struct case_key key,
                                  struct claim_rows *rows);
/* Gives the statement back; once more does nothing. */
void claim_walk_close(struct claim_walk *walk);

/* --- reading --- */

/* The claims of a block as plain arrays, until the next one is read. */
struct claim_reader {
    const struct claim_block *block; /* NULL: none was read */
    size_t *firsts;                  /* by case of the block, and where the last one ends */
    size_t capacity;
    int64_t *cells[CLAIM_COLUMNS];
};
void claim_reader_read(struct arena *arena, struct claim_reader *reader,
                       const struct claim_block *block);
#endif
