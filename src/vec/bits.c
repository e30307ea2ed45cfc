#include "vec/bits.h"

#include <assert.h>

void vec_bits_all(struct vec_bits *bits, size_t count)
{
    assert(count <= VEC_ROWS);
    for (size_t w = 0; w < VEC_WORDS; w++) {
        const size_t first = w * 64;
        bits->words[w] = count >= first + 64 ? UINT64_MAX
                         : count > first     ? (UINT64_C(1) << (count - first)) - 1
                                             : 0;
    }
}

void vec_bits_and(struct vec_bits *bits, const struct vec_bits *other)
{
    for (size_t w = 0; w < VEC_WORDS; w++)
        bits->words[w] &= other->words[w];
}

void vec_bits_without(struct vec_bits *bits, const struct vec_bits *other)
{
    for (size_t w = 0; w < VEC_WORDS; w++)
        bits->words[w] &= ~other->words[w];
}

size_t vec_bits_count(const struct vec_bits *bits)
{
    size_t count = 0;
    for (size_t w = 0; w < VEC_WORDS; w++)
        count += (size_t)__builtin_popcountll(bits->words[w]);
    return count;
}

size_t vec_bits_next(const struct vec_bits *bits, size_t from)
{
    if (from >= VEC_ROWS)
        return VEC_ROWS;
    uint64_t word = bits->words[from / 64] & (UINT64_MAX << from % 64);
    for (size_t w = from / 64;; word = bits->words[w]) {
        if (word != 0)
            return w * 64 + (size_t)__builtin_ctzll(word);
        if (++w == VEC_WORDS)
            return VEC_ROWS;
    }
}

/* Swaps the two off-diagonal squares of every block, for blocks of 64, 32, ... 2 rows. */
void vec_bits_transpose(uint64_t words[64])
{
    uint64_t mask = UINT32_MAX;
    for (unsigned half = 32; half != 0; half >>= 1, mask ^= mask << half)
        for (unsigned row = 0; row < 64; row = ((row | half) + 1) & ~half) {
            const uint64_t moved = ((words[row] >> half) ^ words[row | half]) & mask;
            words[row] ^= moved << half;
            words[row | half] ^= moved;
        }
}
