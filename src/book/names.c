#include "book/names.h"

#include <string.h>

#define SLOTS_AT_FIRST 1024 /* a power of two */
#define NONE_MAX       16

struct name {
    const char *kind;
    str source;
    str external_id;
    struct reference reference;
    bool is_given; /* by this transaction */
};

struct names {
    struct arena *arena;
    struct name *rows;
    uint32_t *slots; /* row + 1; 0 is free */
    uint32_t count;
    uint32_t slot_count;        /* at least twice the rows */
    struct name none[NONE_MAX]; /* kinds and sources without any */
    uint32_t none_count;
};

/* FNV-1a.  A file that was made to collide would slow down only its own import. */
static uint32_t hash_of(const char *kind, str external_id)
{
    uint32_t hash = 2166136261U ^ (uint8_t)kind[0];
    for (size_t i = 0; i < external_id.size; i++)
        hash = (hash ^ (uint8_t)external_id.data[i]) * 16777619U;
    return hash ^ hash >> 15;
}

static bool is_name(const struct name *row, const char *kind, str source, str external_id)
{
    return str_equal(row->external_id, external_id) && strcmp(row->kind, kind) == 0 &&
           str_equal(row->source, source);
}

/* The slot of a name, or the free one where it belongs. */
static uint32_t slot_of(const struct names *names, const char *kind, str source, str external_id)
{
    const uint32_t mask = names->slot_count - 1;
    uint32_t slot = hash_of(kind, external_id) & mask;
    while (names->slots[slot] &&
           !is_name(&names->rows[names->slots[slot] - 1], kind, source, external_id))
        slot = (slot + 1) & mask;
    return slot;
}

static void resize(struct names *names, uint32_t slot_count)
{
    struct name *const rows = arena_array(names->arena, slot_count / 2, sizeof(*rows));
    if (names->count > 0)
        memcpy(rows, names->rows, names->count * sizeof(*rows));
    names->rows = rows;
    names->slots = arena_array(names->arena, slot_count, sizeof(*names->slots));
    names->slot_count = slot_count;
    for (uint32_t i = 0; i < names->count; i++)
        names->slots[slot_of(names, rows[i].kind, rows[i].source, rows[i].external_id)] = i + 1;
}

struct names *names_create(struct arena *arena)
{
    struct names *const names = arena_new(arena, struct names);
    names->arena = arena;
    resize(names, SLOTS_AT_FIRST);
    return names;
}

static void put(struct names *names, const struct name *row)
{
    uint32_t slot = slot_of(names, row->kind, row->source, row->external_id);
    if (names->slots[slot]) {
        names->rows[names->slots[slot] - 1].reference = row->reference;
        names->rows[names->slots[slot] - 1].is_given = row->is_given;
        return;
    }
    if (names->count == names->slot_count / 2) {
        resize(names, names->slot_count * 2);
        slot = slot_of(names, row->kind, row->source, row->external_id);
    }
    names->rows[names->count++] = *row;
    names->slots[slot] = names->count;
}

void names_put(struct names *names, const char *kind, str source, str external_id,
               struct reference reference)
{
    put(names, &(struct name){kind, source, external_id, reference, false});
}

void names_give(struct names *names, const char *kind, str source, str external_id,
                struct reference reference)
{
    put(names, &(struct name){kind, source, external_id, reference, true});
}

bool names_is_given(const struct names *names, const char *kind, str source, str external_id)
{
    const uint32_t row = names->slots[slot_of(names, kind, source, external_id)];
    return row && names->rows[row - 1].is_given;
}

void names_put_none(struct names *names, const char *kind, str source)
{
    if (names->none_count < NONE_MAX) /* past it names are asked for one by one */
        names->none[names->none_count++] = (struct name){.kind = kind, .source = source};
}

const struct reference *names_find(const struct names *names, const char *kind, str source,
                                   str external_id)
{
    const uint32_t row = names->slots[slot_of(names, kind, source, external_id)];
    if (row)
        return &names->rows[row - 1].reference;
    for (uint32_t i = 0; i < names->none_count; i++)
        if (is_name(&names->none[i], kind, source, (str){"", 0}))
            return &names->none[i].reference;
    return NULL;
}
