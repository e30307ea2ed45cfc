#include "intake/seen.h"

#include <assert.h>

#include "base/crypto.h"

#define START_SLOTS ((size_t)1 << 12)
#define LINE_BITS   40
#define LINE_MASK   ((UINT64_C(1) << LINE_BITS) - 1)

struct slot {
    uint64_t high; /* 64 bits of the digest; the table is indexed by its low bits */
    uint64_t low;  /* 24 bits more, then the line; 0: the slot is free, as no line is 0 */
};

/* The table has an arena of its own, so that the smaller one is given back when it grows. */
struct seen {
    struct crypto_key key;
    struct arena *arena;
    struct slot *slots;
    size_t slot_count; /* a power of two */
    size_t used;
};

static void seen_release(void *thing)
{
    const struct seen *const seen = thing;
    arena_destroy(seen->arena);
}

static void start_table(struct seen *seen, size_t slot_count)
{
    seen->arena = arena_create();
    seen->slots = arena_array(seen->arena, slot_count, sizeof(*seen->slots));
    seen->slot_count = slot_count;
}

struct seen *seen_create(struct op *op)
{
    struct seen *const seen = arena_new(op->arena, struct seen);
    crypto_random(&seen->key, sizeof(seen->key));
    start_table(seen, START_SLOTS);
    arena_defer(op->arena, seen_release, seen);
    return seen;
}

/* The slot that holds the digest, or the free one where it belongs. */
static struct slot *find_slot(const struct seen *seen, uint64_t high, uint64_t low)
{
    size_t at = high & (seen->slot_count - 1);
    while (seen->slots[at].low != 0 &&
           (seen->slots[at].high != high || ((seen->slots[at].low ^ low) & ~LINE_MASK) != 0))
        at = (at + 1) & (seen->slot_count - 1);
    return &seen->slots[at];
}

static void grow(struct seen *seen)
{
    const struct seen before = *seen;
    start_table(seen, before.slot_count * 2);
    for (size_t i = 0; i < before.slot_count; i++)
        if (before.slots[i].low != 0)
            *find_slot(seen, before.slots[i].high, before.slots[i].low) = before.slots[i];
    arena_destroy(before.arena);
}

bool seen_add(struct seen *seen, str key, uint64_t line, uint64_t *ret_first_line)
{
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    uint64_t words[2];
    assert(line > 0 && line <= LINE_MASK);
    crypto_keyed_digest(&seen->key, key, digest);
    memcpy(words, digest, sizeof(words));
    const uint64_t low = (words[1] & ~LINE_MASK) | line;
    struct slot *const slot = find_slot(seen, words[0], low);
    if (slot->low != 0) {
        *ret_first_line = slot->low & LINE_MASK;
        return false;
    }
    *slot = (struct slot){words[0], low};
    if (++seen->used * 4 > seen->slot_count * 3)
        grow(seen);
    return true;
}

uint64_t seen_bytes(const struct seen *seen)
{
    return seen->slot_count * sizeof(struct slot);
}
