/* A set of byte strings, each with a number: the first is 0.  For states that must be told apart
 * exactly: keys are kept and compared whole, so no two states are ever taken for one.  Lives in an
 * arena and only grows. */
#ifndef PROVE_TABLE_H
#define PROVE_TABLE_H
#include <stdint.h>

#include "base/arena.h"

struct table {
    struct arena *arena;
    struct table_key {
        const uint8_t *bytes;
        uint32_t size;
        uint32_t hash;
    } * keys;
    size_t count;
    size_t capacity; /* of keys */
    uint32_t *slots; /* number + 1; 0 is empty */
    size_t slot_count;
};

struct table table_start(struct arena *arena);
/* The key's number; true: it is new. */
bool table_add(struct table *table, const void *bytes, size_t size, size_t *ret_number);
/* The bytes of a key. */
const uint8_t *table_bytes(const struct table *table, size_t number);
#endif
