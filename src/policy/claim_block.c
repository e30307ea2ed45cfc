#include "policy/claim_block.h"

#include <string.h>

#include "base/shared.h"

/* --- on their way --- */

struct claim_rows *claim_rows_create(struct arena *arena)
{
    struct claim_rows *const rows = arena_new(arena, struct claim_rows);
    rows->arena = arena;
    rows->words = dmn_symbols_create(arena);
    rows->firsts = arena_grow(arena, NULL, 0, &rows->case_capacity, sizeof(*rows->firsts));
    return rows;
}

void claim_rows_clear(struct claim_rows *rows)
{
    rows->case_count = rows->count = 0;
}

/* Room for so many claims more. */
static void reserve(struct claim_rows *rows, size_t more)
{
    if (rows->count + more <= rows->capacity)
        return;
    const size_t capacity = 2 * (rows->count + more);
    for (int c = 0; c < CLAIM_COLUMNS; c++) {
        int64_t *const cells = arena_array(rows->arena, capacity, sizeof(*cells));
        if (rows->count > 0)
            memcpy(cells, rows->cells[c], rows->count * sizeof(*cells));
        rows->cells[c] = cells;
    }
    rows->capacity = capacity;
}

void claim_rows_add_claim(struct claim_rows *rows, const int64_t *cells, str product)
{
    reserve(rows, 1);
    for (int c = 0; c < CLAIM_PRODUCT; c++)
        rows->cells[c][rows->count] = cells[c];
    rows->cells[CLAIM_PRODUCT][rows->count++] = dmn_symbols_add(rows->words, product);
}

void claim_rows_end_case(struct claim_rows *rows)
{
    rows->case_count++;
    rows->firsts = arena_grow(rows->arena, rows->firsts, rows->case_count, &rows->case_capacity,
                              sizeof(*rows->firsts));
    rows->firsts[rows->case_count] = rows->count;
}

void claim_rows_add(struct claim_rows *rows, const struct claim_rows *from, size_t at,
                    size_t case_count)
{
    const size_t first = from->firsts[at];
    const size_t base = rows->count;
    const size_t count = from->firsts[at + case_count] - first;
    reserve(rows, count);
    for (int c = 0; c < CLAIM_COLUMNS && count > 0; c++)
        memcpy(rows->cells[c] + base, from->cells[c] + first, count * sizeof(int64_t));
    for (size_t i = 0; i < count; i++) {
        int64_t *const product = &rows->cells[CLAIM_PRODUCT][base + i];
        *product =
            dmn_symbols_add(rows->words, dmn_symbols_text(from->words, (dmn_symbol)*product));
    }
    for (size_t i = 1; i <= case_count; i++) {
        rows->count = base + from->firsts[at + i] - first;
        claim_rows_end_case(rows);
    }
}

void claim_rows_add_block(struct claim_rows *rows, const struct claim_block *block)
{
    int64_t counts[VEC_ROWS];
    size_t at = rows->count;
    reserve(rows, block->claim_count);
    for (size_t p = 0; p < block->piece_count; p++) {
        const struct vec_chunk *const piece = block->pieces[p];
        for (int c = 0; c < CLAIM_COLUMNS; c++)
            vec_column_read(&piece->columns[c], piece->count, rows->cells[c] + at);
        at += piece->count;
    }
    for (size_t i = rows->count; i < at; i++) {
        int64_t *const product = &rows->cells[CLAIM_PRODUCT][i];
        *product = dmn_symbols_add(rows->words, block->words[*product]);
    }
    vec_column_read(&block->counts->columns[0], block->case_count, counts);
    for (size_t i = 0; i < block->case_count; i++) {
        rows->count += (size_t)counts[i];
        claim_rows_end_case(rows);
    }
}

/* --- packing --- */

static void release_block(void *thing)
{
    const struct claim_block *const block = thing;
    shared_drop(block->counts);
    for (size_t p = 0; p < block->piece_count; p++)
        shared_drop(block->pieces[p]);
}

/* Block, places of pieces and words, letters of words: one piece of memory. */
static struct claim_block *make_block(const struct dmn_symbols *words, size_t claim_count)
{
    const size_t piece_count = (claim_count + VEC_ROWS - 1) / VEC_ROWS;
    const size_t word_count = dmn_symbols_count(words);
    const size_t places = piece_count * sizeof(struct vec_chunk *) + word_count * sizeof(str);
    size_t letters = 0;
    for (size_t i = 0; i < word_count; i++)
        letters += dmn_symbols_text(words, (dmn_symbol)i).size;
    struct claim_block *const block =
        shared_create(sizeof(*block) + places + letters, release_block);
    block->words = (str *)(void *)(block + 1);
    block->pieces = (const struct vec_chunk **)(void *)(block->words + word_count);
    char *next = (char *)(block->pieces + piece_count);
    for (size_t i = 0; i < word_count; i++) {
        const str text = dmn_symbols_text(words, (dmn_symbol)i);
        if (text.size > 0)
            memcpy(next, text.data, text.size);
        block->words[i] = (str){next, text.size};
        next += text.size;
    }
    block->piece_count = piece_count;
    block->word_count = word_count;
    block->claim_count = claim_count;
    return block;
}

/* The products of the first claims as words of their own. */
static const struct dmn_symbols *pack_words(struct arena *scratch, struct claim_rows *rows,
                                            size_t count, int64_t *ret_products)
{
    struct dmn_symbols *const words = dmn_symbols_create(scratch);
    int64_t last = -1;
    dmn_symbol word = 0;
    for (size_t i = 0; i < count; i++) {
        const int64_t product = rows->cells[CLAIM_PRODUCT][i];
        if (product != last)
            word = dmn_symbols_add(words, dmn_symbols_text(rows->words, (dmn_symbol)product));
        last = product;
        ret_products[i] = word;
    }
    return words;
}

static void pack_pieces(struct arena *scratch, const struct claim_rows *rows,
                        const int64_t *products, const uint64_t *validity,
                        struct claim_block *block)
{
    for (size_t p = 0; p < block->piece_count; p++) {
        const int64_t *cells[CLAIM_COLUMNS];
        const size_t at = p * VEC_ROWS;
        const size_t left = block->claim_count - at;
        for (int c = 0; c < CLAIM_COLUMNS; c++)
            cells[c] = (c == CLAIM_PRODUCT ? products : rows->cells[c]) + at;
        block->pieces[p] = vec_chunk_pack(scratch, cells, CLAIM_COLUMNS, validity,
                                          left < VEC_ROWS ? left : VEC_ROWS);
        block->bytes += shared_size(block->pieces[p]);
    }
}

static void drop_first(struct claim_rows *rows, size_t case_count)
{
    const size_t claims = rows->firsts[case_count];
    rows->count -= claims;
    rows->case_count -= case_count;
    for (int c = 0; c < CLAIM_COLUMNS && rows->count > 0; c++)
        memmove(rows->cells[c], rows->cells[c] + claims, rows->count * sizeof(int64_t));
    for (size_t i = 0; i <= rows->case_count; i++)
        rows->firsts[i] = rows->firsts[case_count + i] - claims;
}

const struct claim_block *claim_rows_pack(struct arena *scratch, struct claim_rows *rows,
                                          size_t case_count)
{
    const struct arena_mark mark = arena_mark(scratch);
    const size_t claim_count = rows->firsts[case_count];
    uint64_t *const validity = arena_array(scratch, VEC_ROWS, sizeof(*validity));
    int64_t *const counts = arena_array(scratch, case_count, sizeof(*counts));
    int64_t *const products = arena_array(scratch, claim_count, sizeof(*products));
    const int64_t *const columns[] = {counts};
    struct claim_block *const block =
        make_block(pack_words(scratch, rows, claim_count, products), claim_count);
    for (size_t i = 0; i < case_count; i++)
        counts[i] = (int64_t)(rows->firsts[i + 1] - rows->firsts[i]);
    block->case_count = case_count;
    block->counts = vec_chunk_pack(scratch, columns, 1, validity, case_count);
    block->bytes = shared_size(block) + shared_size(block->counts);
    pack_pieces(scratch, rows, products, validity, block);
    drop_first(rows, case_count);
    arena_release(scratch, mark);
    return block;
}

/* --- from the store --- */

enum { DEBTOR, CASE, OBLIGATION, DUE_ON, OPEN, OPENED_ON, IS_DISPUTED, PRODUCT };

status claim_walk_range(struct op *op, int64_t from, int64_t until, struct claim_walk *ret_walk)
{
    TRY(db_query(op, Q_OBLIGATION_CLAIMS_RANGE, DB_ARGS(ARG_I64(from), ARG_I64(until)),
                 &ret_walk->rows));
    return db_next(op, &ret_walk->rows, &ret_walk->has_row);
}

status claim_walk_debtors(struct op *op, const struct db_arg *args, size_t count,
                          struct claim_walk *ret_walk)
{
    TRY(db_query(op, Q_OBLIGATION_CLAIMS_OF_DEBTORS, args, count, &ret_walk->rows));
    return db_next(op, &ret_walk->rows, &ret_walk->has_row);
}

/* Which debt of its case; debts mostly come one after the other. */
static int64_t debt_of(struct claim_rows *rows, int64_t id)
{
    for (size_t i = rows->debt_count; i-- > 0;)
        if (rows->debts[i] == id)
            return (int64_t)i;
    rows->debts = arena_grow(rows->arena, rows->debts, rows->debt_count, &rows->debt_capacity,
                             sizeof(*rows->debts));
    rows->debts[rows->debt_count] = id;
    return (int64_t)rows->debt_count++;
}

static void add_claim(struct claim_rows *rows, struct db_rows *row)
{
    const int64_t cells[CLAIM_PRODUCT] = {
        [CLAIM_DEBT] = debt_of(rows, db_id(row, OBLIGATION)),
        [CLAIM_DUE_ON] = db_day(row, DUE_ON),
        [CLAIM_OPEN] = db_i64(row, OPEN),
        [CLAIM_OPENED_ON] = db_day(row, OPENED_ON),
        [CLAIM_IS_DISPUTED] = db_i64(row, IS_DISPUTED) != 0,
    };
    claim_rows_add_claim(rows, cells, db_text(row, PRODUCT));
}

status claim_walk_take(struct op *op, struct claim_walk *walk, struct case_key key,
                       struct claim_rows *rows)
{
    int order = 0;
    rows->debt_count = 0;
    while (walk->has_row && (order = case_key_compare((struct case_key){db_id(&walk->rows, DEBTOR),
                                                                        db_id(&walk->rows, CASE)},
                                                      key)) <= 0) {
        if (order == 0)
            add_claim(rows, &walk->rows);
        TRY(db_next(op, &walk->rows, &walk->has_row));
    }
    claim_rows_end_case(rows);
    return OK;
}

void claim_walk_close(struct claim_walk *walk)
{
    if (walk->has_row)
        db_rows_close(&walk->rows);
    walk->has_row = false;
}

/* --- reading --- */

static void make_room(struct arena *arena, struct claim_reader *reader, size_t claims)
{
    if (!reader->firsts)
        reader->firsts = arena_array(arena, VEC_ROWS + 1, sizeof(*reader->firsts));
    if (claims <= reader->capacity)
        return;
    reader->capacity = claims + claims / 2;
    for (int c = 0; c < CLAIM_COLUMNS; c++)
        reader->cells[c] = arena_array(arena, reader->capacity, sizeof(int64_t));
}

void claim_reader_read(struct arena *arena, struct claim_reader *reader,
                       const struct claim_block *block)
{
    size_t at = 0;
    make_room(arena, reader, block->claim_count);
    int64_t counts[VEC_ROWS];
    vec_column_read(&block->counts->columns[0], block->case_count, counts);
    reader->firsts[0] = 0;
    for (size_t i = 0; i < block->case_count; i++)
        reader->firsts[i + 1] = reader->firsts[i] + (size_t)counts[i];
    for (size_t p = 0; p < block->piece_count; p++) {
        const struct vec_chunk *const piece = block->pieces[p];
        for (int c = 0; c < CLAIM_COLUMNS; c++)
            vec_column_read(&piece->columns[c], piece->count, reader->cells[c] + at);
        at += piece->count;
    }
    reader->block = block;
}
