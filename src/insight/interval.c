#include "insight/interval.h"

#define Z               INT64_C(1959964) /* of the normal distribution at 97.5 %, in millionths */
#define MILLION_SQUARED INT64_C(1000000000000)
#define ZZ              INT64_C(3841459) /* its square, the same */

uint64_t interval_root(unsigned __int128 square)
{
    uint64_t root = 0;
    for (int bit = 63; bit >= 0; bit--) {
        const uint64_t more = root | UINT64_C(1) << bit;
        if ((unsigned __int128)more * more <= square)
            root = more;
    }
    return root;
}

struct interval interval_of_share(int64_t part, int64_t whole)
{
    const __int128 million = INTERVAL_MILLION;
    if (whole <= 0)
        return (struct interval){0};
    /* (k + z²/2 ± z √(k (n - k) / n + z²/4)) / (n + z²) */
    const __int128 below = whole * million + ZZ;
    const __int128 middle = part * million + ZZ / 2;
    const unsigned __int128 square =
        (unsigned __int128)((__int128)part * (whole - part) * million / whole * million +
                            ZZ / 4 * million);
    const __int128 half = (Z * (__int128)interval_root(square) + million - 1) / million;
    const int64_t low = (int64_t)(((middle - half) * million + below / 2) / below);
    const int64_t high = (int64_t)(((middle + half) * million + below / 2) / below);
    return (struct interval){.is_known = true,
                             .has_bounds = true,
                             .value = (int64_t)(part * million / whole),
                             .low = low < 0 ? 0 : low,
                             .high = high > INTERVAL_MILLION ? INTERVAL_MILLION : high};
}

static struct interval around(int64_t value, int64_t error)
{
    const int64_t half = (int64_t)((__int128)error * Z / INTERVAL_MILLION);
    return (struct interval){true, true, value, value - half, value + half, error};
}

struct interval interval_of_ratio(const struct interval_pair *pairs, size_t count)
{
    int64_t over = 0;
    int64_t under = 0;
    unsigned __int128 squares = 0;
    for (size_t i = 0; i < count; i++) {
        over += pairs[i].over;
        under += pairs[i].under;
    }
    if (over <= 0)
        return (struct interval){0};
    const int64_t value = (int64_t)((__int128)under * INTERVAL_MILLION / over);
    for (size_t i = 0; i < count; i++) {
        const __int128 rest = pairs[i].under - (__int128)pairs[i].over * under / over;
        squares += (unsigned __int128)(rest * rest);
    }
    if (count < 2)
        return (struct interval){.is_known = true, .value = value};
    /* √(n / (n - 1) Σ (y - R x)²) / Σ x, in millionths; of small amounts with six places more */
    const bool is_small = squares >> 80 == 0;
    const unsigned __int128 wide = squares * (is_small ? MILLION_SQUARED : 1) / (count - 1) * count;
    const unsigned __int128 root = interval_root(wide);
    return around(value, (int64_t)((is_small ? root : root * INTERVAL_MILLION) / (uint64_t)over));
}

struct interval interval_difference(const struct interval *a, const struct interval *b)
{
    if (!a->is_known || !b->is_known)
        return (struct interval){0};
    if (!a->has_bounds || !b->has_bounds)
        return (struct interval){.is_known = true, .value = a->value - b->value};
    const unsigned __int128 square =
        (unsigned __int128)((__int128)a->error * a->error + (__int128)b->error * b->error);
    return around(a->value - b->value, (int64_t)interval_root(square));
}
