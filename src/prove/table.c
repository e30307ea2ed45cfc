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

/* FNV-1a. */
static uint32_t hash_of(const uint8_t *bytes, size_t size)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
    return (uint32_t)(hash ^ hash >> 32);
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
