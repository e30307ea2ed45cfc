/* The bodies of the kernels; compiled once for each kind of machine, under the name KERNELS. */
#include "dmn/kernels.h"
#include "dmn/kernels_first.h"

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

static void look_up(size_t count, const uint16_t *restrict table, const uint32_t *restrict index,
                    uint16_t *restrict outcomes)
{
    for (size_t r = 0; r < count; r++)
        outcomes[r] = table[index[r]];
}

static void take_rules(size_t count, uint16_t rule_count, const uint16_t *restrict outcomes,
                       uint16_t *restrict rules)
{
    for (size_t r = 0; r < count; r++)
        rules[r] = outcomes[r] < rule_count ? outcomes[r] : UINT16_MAX;
}

/* NOLINTBEGIN(bugprone-macro-parentheses): a type cannot stand in parentheses */
#define TAKE(name, type)                                                                           \
    static void name(size_t count, const type *restrict table, const uint16_t *restrict outcomes,  \
                     type *restrict values)                                                        \
    {                                                                                              \
        for (size_t r = 0; r < count; r++)                                                         \
            values[r] = table[outcomes[r]];                                                        \
    }
/* NOLINTEND(bugprone-macro-parentheses) */
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
    .take_rules = take_rules,
    .take_8 = take_8,
    .take_16 = take_16,
    .take_32 = take_32,
    .take_64 = take_64,
};
