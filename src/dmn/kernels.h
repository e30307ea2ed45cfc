/* The loops over rows: plain C that the compiler turns into vector instructions.
 *
 * Each exists twice, for any machine and for one with AVX2; dmn_kernels_choose takes what this one
 * has.  Both give the same integers.  count is at most VEC_ROWS; arrays do not overlap. */
#ifndef DMN_KERNELS_H
#define DMN_KERNELS_H
#include <stddef.h>
#include <stdint.h>

#include "vec/bits.h"

struct dmn_kernels {
    /* index[r] += part */
    void (*add_part)(size_t count, uint32_t part, uint32_t *index);
    /* index[r] += parts[r] */
    void (*add_parts)(size_t count, const uint32_t *parts, uint32_t *index);
    /* index[r] += parts[codes[r]] */
    void (*add_bytes)(size_t count, const uint8_t *codes, const uint32_t *parts, uint32_t *index);
    void (*add_outcomes)(size_t count, const uint16_t *outcomes, const uint32_t *parts,
                         uint32_t *index);
    /* index[r] += stride for each cut that is not above cells[r] */
    void (*add_cuts_16)(size_t count, const int16_t *cells, const int16_t *cuts, size_t cut_count,
                        uint32_t stride, uint32_t *index);
    void (*add_cuts_32)(size_t count, const int32_t *cells, const int32_t *cuts, size_t cut_count,
                        uint32_t stride, uint32_t *index);
    void (*add_cuts_64)(size_t count, const int64_t *cells, const int64_t *cuts, size_t cut_count,
                        uint32_t stride, uint32_t *index);
    /* index[r] += parts[v - low], where v is cells[r] moved into low..high */
    void (*add_span_16)(size_t count, const int16_t *cells, int64_t low, int64_t high,
                        const uint32_t *parts, uint32_t *index);
    void (*add_span_32)(size_t count, const int32_t *cells, int64_t low, int64_t high,
                        const uint32_t *parts, uint32_t *index);
    void (*add_span_64)(size_t count, const int64_t *cells, int64_t low, int64_t high,
                        const uint32_t *parts, uint32_t *index);
    /* The first bit that all bitmaps of a row have, -1 for none: of column c the words from
     * bits[c] + indexes[c * VEC_ROWS + r] on, and those of all. */
    void (*first_bits)(size_t count, uint32_t column_count, const uint64_t *const *bits,
                       const uint32_t *indexes, const uint64_t *all, uint32_t words,
                       int32_t *found);
    /* outcomes[r] = table[index[r]] */
    void (*look_up)(size_t count, const uint16_t *table, const uint32_t *index, uint16_t *outcomes);
    /* rules[r] = outcomes[r] where it is below rule_count, else 0xFFFF */
    void (*take_rules)(size_t count, uint16_t rule_count, const uint16_t *outcomes,
                       uint16_t *rules);
    /* values[r] = table[outcomes[r]], of that many bytes */
    void (*take_8)(size_t count, const uint8_t *table, const uint16_t *outcomes, uint8_t *values);
    void (*take_16)(size_t count, const uint16_t *table, const uint16_t *outcomes,
                    uint16_t *values);
    void (*take_32)(size_t count, const uint32_t *table, const uint16_t *outcomes,
                    uint32_t *values);
    void (*take_64)(size_t count, const uint64_t *table, const uint16_t *outcomes,
                    uint64_t *values);
};

extern const struct dmn_kernels dmn_kernels_plain;
extern const struct dmn_kernels dmn_kernels_avx2; /* the plain ones where there is no such thing */
const struct dmn_kernels *dmn_kernels_choose(void);
#endif
