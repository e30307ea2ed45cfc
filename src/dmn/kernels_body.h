/* The bodies of the kernels; compiled once for each kind of machine, under the name KERNELS. */
#include "dmn/kernels.h"

static void add_part(size_t count, uint32_t part, uint32_t *restrict index)
{
    for (size_t r = 0; r < count; r++)
        index[r] += part;
}

static void add_parts(size_t count, const uint32_t *restrict parts, uint32_t *restrict index)
{
    for (size_t r = 0; r < count; r++)
        index[r] += parts[r];
}

static void add_bytes(size_t count, const uint8_t *restrict codes, const uint32_t *restrict parts,
                      uint32_t *restrict index)
{
    for (size_t r = 0; r < count; r++)
        index[r] += parts[codes[r]];
}

static void add_outcomes(size_t count, const uint16_t *restrict outcomes,
                         const uint32_t *restrict parts, uint32_t *restrict index)
{
    for (size_t r = 0; r < count; r++)
        index[r] += parts[outcomes[r]];
}

#define ADD_CUTS(name, type)                                                                       \
    static void name(size_t count, const type *restrict cells, const type *restrict cuts,          \
                     size_t cut_count, uint32_t stride, uint32_t *restrict index)                  \
    {                                                                                              \
        for (size_t c = 0; c < cut_count; c++) {                                                   \
            const type cut = cuts[c];                                                              \
            for (size_t r = 0; r < count; r++)                                                     \
                index[r] += cells[r] >= cut ? stride : 0;                                          \
        }                                                                                          \
    }
ADD_CUTS(add_cuts_16, int16_t)
ADD_CUTS(add_cuts_32, int32_t)
ADD_CUTS(add_cuts_64, int64_t)

#define ADD_SPAN(name, type)                                                                       \
    static void name(size_t count, const type *restrict cells, int64_t low, int64_t high,          \
                     const uint32_t *restrict parts, uint32_t *restrict index)                     \
    {                                                                                              \
        for (size_t r = 0; r < count; r++) {                                                       \
            const int64_t cell = cells[r];                                                         \
            index[r] += parts[(cell < low ? low : cell > high ? high : cell) - low];               \
        }                                                                                          \
    }
ADD_SPAN(add_span_16, int16_t)
ADD_SPAN(add_span_32, int32_t)
ADD_SPAN(add_span_64, int64_t)

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

static void look_up(size_t count, const uint16_t *restrict table, const uint32_t *restrict index,
                    uint16_t *restrict outcomes)
{
    for (size_t r = 0; r < count; r++)
        outcomes[r] = table[index[r]];
}

#define TAKE(name, type)                                                                           \
    static void name(size_t count, const type *restrict table, const uint16_t *restrict outcomes,  \
                     type *restrict values)                                                        \
    {                                                                                              \
        for (size_t r = 0; r < count; r++)                                                         \
            values[r] = table[outcomes[r]];                                                        \
    }
TAKE(take_8, uint8_t)
TAKE(take_16, uint16_t)
TAKE(take_32, uint32_t)
TAKE(take_64, uint64_t)

const struct dmn_kernels KERNELS = {
    .add_part = add_part,
    .add_parts = add_parts,
    .add_bytes = add_bytes,
    .add_outcomes = add_outcomes,
    .add_cuts_16 = add_cuts_16,
    .add_cuts_32 = add_cuts_32,
    .add_cuts_64 = add_cuts_64,
    .add_span_16 = add_span_16,
    .add_span_32 = add_span_32,
    .add_span_64 = add_span_64,
    .first_bits = first_bits,
    .look_up = look_up,
    .take_8 = take_8,
    .take_16 = take_16,
    .take_32 = take_32,
    .take_64 = take_64,
};
