#include "intake/made.h"

#define BITS_MIN ((uint64_t)1 << 16)
#define BITS_MAX ((uint64_t)1 << 27) /* 16 MiB: three names each of three million rows */
#define PROBES   3

struct made {
    uint64_t *words;
    uint64_t bit_count; /* a power of two */
};

struct made *made_create(struct arena *arena, uint64_t file_bytes)
{
    struct made *const made = arena_new(arena, struct made);
    made->bit_count = BITS_MIN;
    while (made->bit_count < BITS_MAX && made->bit_count < file_bytes / 2)
        made->bit_count *= 2;
    made->words = arena_array(arena, made->bit_count / 64, sizeof(*made->words));
    return made;
}

/* FNV-1a, its bits spread.  A file that was made to collide would only have more names asked for.
 */
static uint64_t hash_of(const char *kind, str name)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325) ^ (uint8_t)kind[0];
    for (size_t i = 0; i < name.size; i++)
        hash = (hash ^ (uint8_t)name.data[i]) * UINT64_C(0x100000001B3);
    hash ^= hash >> 32;
    hash *= UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

bool made_meet(struct made *made, const char *kind, str name)
{
    const uint64_t hash = hash_of(kind, name);
    const uint64_t step = hash >> 32 | 1;
    bool is_met = true;
    for (uint64_t i = 0; i < PROBES; i++) {
        const uint64_t bit = (hash + i * step) & (made->bit_count - 1);
        const uint64_t mask = UINT64_C(1) << bit % 64;
        is_met = is_met && (made->words[bit / 64] & mask) != 0;
        made->words[bit / 64] |= mask;
    }
    return is_met;
}
