#include "prove/table.h"

#include <assert.h>
#include <string.h>

#define SLOTS_MIN 1024 /* a power of two, as all that follow */

struct table table_start(struct arena *arena)
{
    struct table table = {.arena = arena, .slot_count = SLOTS_MIN};
    table.slots = arena_array(arena, SLOTS_MIN, sizeof(*table.slots));
    return table;
}

/* Eight bytes at a time; keys are short and each is hashed once for every event of a walk. */
static uint32_t hash_of(const uint8_t *bytes, size_t size)
{
    const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = size * factor;
    for (; size > 0; size -= size < 8 ? size : 8, bytes += 8) {
        uint64_t word = 0;
        memcpy(&word, bytes, size < 8 ? size : 8);
        hash = (hash ^ word) * factor;
        hash ^= hash >> 32;
    }
    return (uint32_t)(hash ^ hash >> 29);
}

static void put(struct table *table, uint32_t hash, size_t number)
{
    size_t slot = hash & (table->slot_count - 1);
    while (table->slots[slot] != 0)
        slot = (slot + 1) & (table->slot_count - 1);
    table->slots[slot] = (uint32_t)number + 1;
}

static void grow(struct table *table)
{
    table->slot_count *= 2;
    table->slots = arena_array(table->arena, table->slot_count, sizeof(*table->slots));
    for (size_t i = 0; i < table->count; i++)
        put(table, table->keys[i].hash, i);
}

bool table_add(struct table *table, const void *bytes, size_t size, size_t *ret_number)
{
    const uint32_t hash = hash_of(bytes, size);
    for (size_t slot = hash & (table->slot_count - 1); table->slots[slot] != 0;
         slot = (slot + 1) & (table->slot_count - 1)) {
        const struct table_key *const key = &table->keys[table->slots[slot] - 1];
        if (key->hash == hash && key->size == size && memcmp(key->bytes, bytes, size) == 0) {
            *ret_number = table->slots[slot] - 1;
            return false;
        }
    }
    if (table->count * 2 >= table->slot_count)
        grow(table);
    table->keys =
        arena_grow(table->arena, table->keys, table->count, &table->capacity, sizeof(*table->keys));
    table->keys[table->count] = (struct table_key){
        (const uint8_t *)arena_copy(table->arena, bytes, size), (uint32_t)size, hash};
    put(table, hash, table->count);
    *ret_number = table->count++;
    return true;
}

const uint8_t *table_bytes(const struct table *table, size_t number)
{
    assert(number < table->count);
    return table->keys[number].bytes;
}
