/* The part of kernels_body.h that looks for the first rule in bitmaps; compiled with it. */
#ifndef DMN_KERNELS_FIRST_H
#define DMN_KERNELS_FIRST_H
#include "dmn/kernels.h"

/* Bitmaps of one word: column after column, so that the loads do not wait for each other. */
static void first_of_word(size_t count, uint32_t column_count, const uint64_t *const *bits,
                          const uint32_t *restrict indexes, uint64_t all, int32_t *restrict found)
{
    uint64_t masks[VEC_ROWS];
    for (size_t r = 0; r < count; r++)
        masks[r] = all;
    for (uint32_t c = 0; c < column_count; c++) {
        const uint32_t *const index = indexes + (size_t)c * VEC_ROWS;
        const uint64_t *const words = bits[c];
        for (size_t r = 0; r < count; r++)
            masks[r] &= words[index[r]];
    }
    for (size_t r = 0; r < count; r++)
        found[r] = masks[r] != 0 ? __builtin_ctzll(masks[r]) : -1;
}

#define BLOCK 4 /* words that are looked at together: a vector of them */

/* rows[0] is all rules. */
static int32_t first_bit(const uint64_t *const *rows, uint32_t row_count, uint32_t words)
{
    uint32_t word = 0;
    for (; word + BLOCK <= words; word += BLOCK) {
        uint64_t masks[BLOCK];
        for (uint32_t b = 0; b < BLOCK; b++)
            masks[b] = rows[0][word + b];
        for (uint32_t i = 1; i < row_count; i++)
            for (uint32_t b = 0; b < BLOCK; b++)
                masks[b] &= rows[i][word + b];
        if ((masks[0] | masks[1] | masks[2] | masks[3]) == 0)
            continue;
        for (uint32_t b = 0;; b++)
            if (masks[b] != 0)
                return (int32_t)((word + b) * 64 + (uint32_t)__builtin_ctzll(masks[b]));
    }
    for (; word < words; word++) {
        uint64_t mask = rows[0][word];
        for (uint32_t i = 1; i < row_count; i++)
            mask &= rows[i][word];
        if (mask != 0)
            return (int32_t)(word * 64 + (uint32_t)__builtin_ctzll(mask));
    }
    return -1;
}

static void first_bits(size_t count, uint32_t column_count, const uint64_t *const *bits,
                       const uint32_t *restrict indexes, const uint64_t *all, uint32_t words,
                       int32_t *restrict found)
{
    const uint64_t *rows[LIMIT_DMN_COLUMNS + 1];
    if (words == 1) {
        first_of_word(count, column_count, bits, indexes, all[0], found);
        return;
    }
    rows[0] = all;
    for (size_t r = 0; r < count; r++) {
        for (uint32_t c = 0; c < column_count; c++)
            rows[c + 1] = bits[c] + indexes[(size_t)c * VEC_ROWS + r];
        found[r] = first_bit(rows, column_count + 1, words);
    }
}
#endif
