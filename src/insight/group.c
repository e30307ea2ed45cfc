#include "insight/group.h"

#include <stdlib.h>

#define FIRST_SLOTS 64

struct group_table group_table_start(struct op *op, int sum_count)
{
    return (struct group_table){.sum_count = sum_count,
                                .slot_count = FIRST_SLOTS,
                                .slots = arena_array(op->arena, FIRST_SLOTS, sizeof(struct group))};
}

/* FNV-1a: keys are short, and nobody gains by making them collide. */
static uint64_t hash_of(currency unit, bool is_total, str key)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ (uint64_t)unit ^ (is_total ? 1U << 31 : 0U);
    for (size_t i = 0; i < key.size; i++)
        hash = (hash ^ (unsigned char)key.data[i]) * UINT64_C(0x100000001b3);
    return hash ^ (hash >> 32);
}

static struct group *find_slot(struct group *slots, size_t slot_count, currency unit, bool is_total,
                               str key)
{
    size_t place = (size_t)hash_of(unit, is_total, key) & (slot_count - 1);
    for (;;) {
        struct group *slot = &slots[place];
        if (!slot->sums ||
            (slot->currency == unit && slot->is_total == is_total && str_equal(slot->key, key)))
            return slot;
        place = (place + 1) & (slot_count - 1);
    }
}

static void grow(struct op *op, struct group_table *table)
{
    const size_t slot_count = table->slot_count * 2;
    struct group *slots = arena_array(op->arena, slot_count, sizeof(*slots));

    for (size_t i = 0; i < table->slot_count; i++) {
        const struct group *old = &table->slots[i];
        if (old->sums)
            *find_slot(slots, slot_count, old->currency, old->is_total, old->key) = *old;
    }
    table->slots = slots;
    table->slot_count = slot_count;
}

static int64_t *sums_of(struct op *op, struct group_table *table, currency unit, bool is_total,
                        str key)
{
    struct group *slot = find_slot(table->slots, table->slot_count, unit, is_total, key);

    if (slot->sums)
        return slot->sums;
    if (table->count * 2 >= table->slot_count) {
        grow(op, table);
        slot = find_slot(table->slots, table->slot_count, unit, is_total, key);
    }
    *slot = (struct group){unit, is_total, str_copy(op->arena, key),
                           arena_array(op->arena, (size_t)table->sum_count, sizeof(int64_t))};
    table->count++;
    return slot->sums;
}

int64_t *group_sums(struct op *op, struct group_table *table, currency unit, str key)
{
    return sums_of(op, table, unit, false, key);
}

int64_t *group_total(struct op *op, struct group_table *table, currency unit)
{
    return sums_of(op, table, unit, true, STR(""));
}

static int compare_groups(const void *left, const void *right)
{
    const struct group *a = left;
    const struct group *b = right;

    if (a->currency != b->currency)
        return a->currency < b->currency ? -1 : 1;
    if (a->is_total != b->is_total)
        return a->is_total ? -1 : 1;
    return str_compare(a->key, b->key);
}

const struct group *group_sorted(struct op *op, const struct group_table *table)
{
    struct group *sorted = arena_array(op->arena, table->count, sizeof(*sorted));
    size_t count = 0;

    for (size_t i = 0; i < table->slot_count; i++)
        if (table->slots[i].sums)
            sorted[count++] = table->slots[i];
    qsort(sorted, count, sizeof(*sorted), compare_groups);
    return sorted;
}
