#include "vec/chunk.h"

#include <assert.h>
#include <string.h>

#include "base/shared.h"

/* The nulls of all facts, mask after mask. */
struct masks {
    struct vec_bits bits[VEC_MASKS];
};

static void make_masks(const uint64_t *validity, size_t count, struct masks *masks)
{
    for (size_t first = 0; first < VEC_ROWS; first += 64) {
        uint64_t words[64] = {0};
        if (first < count) {
            const size_t rows = count - first < 64 ? count - first : 64;
            memcpy(words, validity + first, rows * sizeof(*words));
            vec_bits_transpose(words);
        }
        for (size_t m = 0; m < VEC_MASKS; m++)
            masks->bits[m].words[first / 64] = words[m];
    }
}

static bool is_mixed(const struct vec_bits *bits, size_t count)
{
    const size_t set = vec_bits_count(bits);
    return set != 0 && set != count;
}

/* Where things go in the one piece: each at a line of the cache. */
static size_t place(size_t *size, size_t bytes)
{
    const size_t at = *size;
    *size = (at + bytes + SHARED_ALIGN - 1) & ~(size_t)(SHARED_ALIGN - 1);
    return at;
}

struct places {
    size_t size;
    size_t columns;
    size_t masks;
    size_t words; /* of all dictionaries, one after the other */
};

static struct places measure(const struct vec_plan *plans, size_t column_count,
                             const struct masks *masks, size_t count)
{
    struct places places = {.size = 0};
    size_t word_bytes = 0;
    size_t mask_count = 0;
    (void)place(&places.size, sizeof(struct vec_chunk));
    for (size_t m = 0; m < VEC_MASKS; m++)
        mask_count += is_mixed(&masks->bits[m], count);
    for (size_t c = 0; c < column_count; c++)
        word_bytes += vec_plan_word_bytes(&plans[c]);
    places.columns = place(&places.size, column_count * sizeof(struct vec_column));
    places.masks = place(&places.size, mask_count * sizeof(struct vec_bits));
    places.words = place(&places.size, word_bytes);
    return places;
}

static void put_masks(const struct masks *masks, size_t count, struct vec_bits *next,
                      struct vec_chunk *chunk)
{
    for (size_t m = 0; m < VEC_MASKS; m++) {
        const struct vec_bits *const bits = &masks->bits[m];
        if (is_mixed(bits, count)) {
            *next = *bits;
            chunk->masks[m] = (struct vec_mask){next++, false};
        } else {
            chunk->masks[m] = (struct vec_mask){NULL, bits->words[0] != 0};
        }
    }
}

static const struct vec_chunk *pack(const struct vec_plan *plans, const int64_t *const *cells,
                                    size_t column_count, const struct masks *masks, size_t count)
{
    struct places places = measure(plans, column_count, masks, count);
    size_t size = places.size;
    for (size_t c = 0; c < column_count; c++)
        (void)place(&size, vec_plan_cell_bytes(&plans[c], count));
    char *const piece = shared_create(size, NULL);
    struct vec_chunk *const chunk = (struct vec_chunk *)(void *)piece;
    struct vec_column *const columns = (struct vec_column *)(void *)(piece + places.columns);
    int64_t *words = (int64_t *)(void *)(piece + places.words);
    put_masks(masks, count, (struct vec_bits *)(void *)(piece + places.masks), chunk);
    for (size_t c = 0; c < column_count; c++) {
        const size_t at = place(&places.size, vec_plan_cell_bytes(&plans[c], count));
        columns[c] = vec_column_pack(&plans[c], cells[c], count, words, piece + at);
        words += plans[c].word_count;
    }
    chunk->count = count;
    chunk->column_count = column_count;
    chunk->columns = columns;
    return chunk;
}

const struct vec_chunk *vec_chunk_pack(struct arena *scratch, const int64_t *const *cells,
                                       size_t column_count, const uint64_t *validity, size_t count)
{
    const struct arena_mark mark = arena_mark(scratch);
    struct vec_plan *const plans = arena_array(scratch, column_count, sizeof(*plans));
    struct masks *const masks = arena_new(scratch, struct masks);
    assert(count >= 1 && count <= VEC_ROWS);
    for (size_t c = 0; c < column_count; c++)
        vec_column_plan(cells[c], count, &plans[c]);
    make_masks(validity, count, masks);
    const struct vec_chunk *const chunk = pack(plans, cells, column_count, masks, count);
    arena_release(scratch, mark);
    return chunk;
}

/* 64 rows of a mask. */
static uint64_t mask_word(const struct vec_mask *mask, size_t word)
{
    return mask->bits ? mask->bits->words[word] : mask->is_set ? UINT64_MAX : 0;
}

uint64_t vec_chunk_validity_at(const struct vec_chunk *chunk, size_t row)
{
    uint64_t validity = 0;
    for (size_t m = 0; m < VEC_MASKS; m++)
        validity |= (mask_word(&chunk->masks[m], row / 64) >> row % 64 & 1) << m;
    return validity;
}

void vec_chunk_read_validity(const struct vec_chunk *chunk, uint64_t *ret_validity)
{
    for (size_t first = 0; first < chunk->count; first += 64) {
        const size_t rows = chunk->count - first < 64 ? chunk->count - first : 64;
        uint64_t words[64];
        for (size_t m = 0; m < VEC_MASKS; m++)
            words[m] = mask_word(&chunk->masks[m], first / 64);
        vec_bits_transpose(words);
        memcpy(ret_validity + first, words, rows * sizeof(*words));
    }
}

void vec_chunk_only_valid(const struct vec_chunk *chunk, int fact, struct vec_bits *rows)
{
    const struct vec_mask *const mask = &chunk->masks[fact];
    if (mask->bits)
        vec_bits_and(rows, mask->bits);
    else if (!mask->is_set)
        vec_bits_all(rows, 0);
}
