#include "policy/arms.h"

#include "base/crypto.h"

uint64_t arm_seed(str experiment, str arm)
{
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    struct crypto_hash hash;
    uint64_t seed = 0;
    crypto_hash_start(&hash);
    crypto_hash_add(&hash, experiment.data, experiment.size);
    crypto_hash_add(&hash, "\x1f", 1);
    crypto_hash_add(&hash, arm.data, arm.size);
    crypto_hash_end(&hash, digest);
    for (int i = 7; i >= 0; i--)
        seed = seed << 8 | digest[i];
    return seed;
}

/* The finalizer of splitmix64: a bijection, in which every bit of the input moves half of those of
 * the output. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

size_t arms_pick(const struct arm *arms, size_t count, int64_t natural_key)
{
    int64_t left = ARMS_WHOLE;
    size_t i = 0;
    for (; i + 1 < count; i++) {
        const uint64_t hash = mix(arms[i].seed ^ (uint64_t)natural_key);
        /* hash / 2^64 < share / left */
        if ((unsigned __int128)hash * (uint64_t)left < (unsigned __int128)arms[i].share << 64)
            return i;
        left -= arms[i].share;
    }
    return i;
}
