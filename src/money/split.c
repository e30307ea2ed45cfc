#include "money/split.h"

#include <assert.h>

typedef __int128 wide;

static wide remainder_of(int64_t amount, int64_t weight, wide total)
{
    return (wide)amount * weight % total;
}

/* How many parts come before part i when cents are handed out. */
static size_t rank_of(int64_t amount, const int64_t *weights, size_t count, wide total, size_t i)
{
    const wide own = remainder_of(amount, weights[i], total);
    size_t rank = 0;
    for (size_t j = 0; j < count; j++) {
        const wide other = remainder_of(amount, weights[j], total);
        rank += other > own || (other == own && j < i);
    }
    return rank;
}

void split_by_weight(int64_t amount, const int64_t *weights, size_t count, int64_t *ret_parts)
{
    wide total = 0;
    int64_t left = amount;
    for (size_t i = 0; i < count; i++) {
        assert(weights[i] >= 0);
        total += weights[i];
    }
    assert(amount >= 0 && total > 0);
    for (size_t i = 0; i < count; i++) {
        ret_parts[i] = (int64_t)((wide)amount * weights[i] / total);
        left -= ret_parts[i];
    }
    /* fewer cents are left than there are remainders above zero */
    for (size_t i = 0; i < count && left > 0; i++)
        ret_parts[i] += rank_of(amount, weights, count, total, i) < (size_t)left;
}

void split_evenly(int64_t amount, size_t count, int64_t *ret_parts)
{
    assert(amount >= 0 && count > 0);
    const int64_t n = (int64_t)count;
    int64_t part = amount / n + (amount % n >= n - amount % n);
    if ((wide)part * (n - 1) > amount)
        part = amount / n;
    for (size_t i = 0; i + 1 < count; i++)
        ret_parts[i] = part;
    ret_parts[count - 1] = amount - part * (n - 1);
}
