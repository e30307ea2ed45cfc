#include "base/shared.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Stands before the thing, in a line of its own. */
struct head {
    atomic_size_t owners;
    size_t size; /* with the head */
    void (*release)(void *thing);
};
_Static_assert(sizeof(struct head) <= SHARED_ALIGN, "the head fits before the thing");

static struct head *head_of(const void *thing)
{
    return (struct head *)((uintptr_t)thing - SHARED_ALIGN);
}

void *shared_create(size_t size, void (*release)(void *thing))
{
    size_t whole = 0;
    struct head *head = NULL;
    if (!__builtin_add_overflow(size, (size_t)2 * SHARED_ALIGN - 1, &whole)) {
        whole &= ~(size_t)(SHARED_ALIGN - 1);
        head = aligned_alloc(SHARED_ALIGN, whole);
    }
    if (!head) {
        fprintf(stderr, "acuerdo: memory: the system gave no %zu bytes\n", size);
        abort();
    }
    memset(head, 0, whole);
    atomic_init(&head->owners, 1);
    head->size = whole;
    head->release = release;
    return (char *)head + SHARED_ALIGN;
}

const void *shared_hold(const void *thing)
{
    if (thing)
        atomic_fetch_add_explicit(&head_of(thing)->owners, 1, memory_order_relaxed);
    return thing;
}

void shared_drop(const void *thing)
{
    if (!thing)
        return;
    struct head *const head = head_of(thing);
    /* Whatever the other owners read of it happened before it is freed. */
    if (atomic_fetch_sub_explicit(&head->owners, 1, memory_order_acq_rel) != 1)
        return;
    if (head->release)
        head->release((char *)head + SHARED_ALIGN);
    free(head);
}

size_t shared_size(const void *thing)
{
    return thing ? head_of(thing)->size : 0;
}
