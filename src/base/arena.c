#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

#ifdef ACUERDO_SANITIZED
#define BLOCK_BYTES ((size_t)0) /* a block for each piece: the sanitizer then sees an overrun */
#else
#define BLOCK_BYTES ((size_t)64 << 10)
#endif

/* Blocks form a stack: the newest is the one in use, so a mark is a block and an offset. */
struct block {
    struct block *below;
    size_t capacity;
    size_t used;
    max_align_t data[];
};

struct deferred {
    struct deferred *below;
    void (*release)(void *);
    void *thing;
};

struct arena {
    struct block *top;
    struct block *spare; /* blocks of BLOCK_BYTES that a reset has kept */
    struct deferred *deferred;
    size_t total;       /* bytes handed out, for the budget */
    size_t spare_bytes; /* in spare blocks */
    size_t retain_bytes;
};

static _Noreturn void stop(const char *why)
{
    fprintf(stderr, "acuerdo: memory: %s\n", why);
    abort();
}

static struct block *block_create(struct block *below, size_t capacity)
{
    struct block *block = malloc(sizeof(*block) + capacity);
    if (!block)
        stop("the system gave none");
    block->below = below;
    block->capacity = capacity;
    block->used = 0;
    return block;
}

struct arena *arena_create(void)
{
    struct arena *arena = calloc(1, sizeof(*arena));
    if (!arena)
        stop("the system gave none");
    arena->top = block_create(NULL, BLOCK_BYTES);
    return arena;
}

/* A new block, or one that was kept. */
static void push_block(struct arena *arena, size_t capacity)
{
    struct block *const spare = arena->spare;
    if (!spare || capacity > BLOCK_BYTES) {
        arena->top = block_create(arena->top, capacity);
        return;
    }
    arena->spare = spare->below;
    arena->spare_bytes -= spare->capacity;
    spare->below = arena->top;
    spare->used = 0;
    arena->top = spare;
}

static void pop_block(struct arena *arena)
{
    struct block *const top = arena->top;
    arena->top = top->below;
    if (top->capacity != BLOCK_BYTES || arena->spare_bytes + top->capacity > arena->retain_bytes) {
        free(top);
        return;
    }
    top->below = arena->spare;
    arena->spare = top;
    arena->spare_bytes += top->capacity;
}

void arena_retain(struct arena *arena, size_t bytes_max)
{
    arena->retain_bytes = BLOCK_BYTES > 0 ? bytes_max : 0; /* a sanitizer sees what is freed */
}

static void run_deferred(struct arena *arena, const struct deferred *until)
{
    while (arena->deferred != until) {
        struct deferred *const row = arena->deferred;
        arena->deferred = row->below;
        row->release(row->thing);
    }
}

void arena_destroy(struct arena *arena)
{
    if (!arena)
        return;
    run_deferred(arena, NULL);
    arena->retain_bytes = 0;
    while (arena->top)
        pop_block(arena);
    while (arena->spare) {
        struct block *const below = arena->spare->below;
        free(arena->spare);
        arena->spare = below;
    }
    free(arena);
}

void arena_reset(struct arena *arena)
{
    run_deferred(arena, NULL);
    while (arena->top->below)
        pop_block(arena);
    arena->top->used = 0;
    arena->total = 0;
}

/* Not zeroed: for who writes all of it. */
static void *take(struct arena *arena, size_t size)
{
    const size_t align = sizeof(max_align_t);
    if (size > LIMIT_ARENA_HARD_BYTES)
        stop("one piece is larger than the hard wall");
    const size_t rounded = (size + align) & ~(align - 1); /* one spare byte: copies end in a NUL */
    arena->total += rounded;
    if (arena->total > LIMIT_ARENA_HARD_BYTES)
        stop("an operation passed the hard wall");
    if (arena->top->capacity - arena->top->used < rounded)
        push_block(arena, rounded > BLOCK_BYTES ? rounded : BLOCK_BYTES);
    void *const piece = (char *)arena->top->data + arena->top->used;
    arena->top->used += rounded;
    return piece;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    void *const piece = take(arena, size);
    memset(piece, 0, size + 1); /* with the spare byte */
    return piece;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t total = 0;
    if (__builtin_mul_overflow(count, size, &total))
        stop("an array is larger than the address space");
    return arena_alloc(arena, total);
}

void *arena_grow(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return array;
    *capacity = *capacity > 0 ? *capacity * 2 : 16;
    void *const larger = arena_array(arena, *capacity, size);
    if (count > 0)
        memcpy(larger, array, count * size);
    return larger;
}

char *arena_copy(struct arena *arena, const void *data, size_t size)
{
    char *const copy = take(arena, size);
    if (size > 0)
        memcpy(copy, data, size);
    copy[size] = '\0';
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert(size >= 0);
    char *const text = take(arena, (size_t)size);
    va_start(args, format);
    (void)vsnprintf(text, (size_t)size + 1, format, args);
    va_end(args);
    return text;
}

void arena_defer(struct arena *arena, void (*release)(void *thing), void *thing)
{
    struct deferred *const row = arena_new(arena, struct deferred);
    row->below = arena->deferred;
    row->release = release;
    row->thing = thing;
    arena->deferred = row;
}

struct arena_mark arena_mark(struct arena *arena)
{
    return (struct arena_mark){arena->top, arena->top->used, arena->deferred, arena->total};
}

void arena_release(struct arena *arena, struct arena_mark mark)
{
    run_deferred(arena, mark.defer);
    while (arena->top != mark.block) {
        assert(arena->top->below);
        pop_block(arena);
    }
    arena->top->used = mark.used;
    arena->total = mark.total;
}

size_t arena_size(const struct arena *arena)
{
    return arena->total;
}

bool arena_is_over_budget(const struct arena *arena)
{
    return arena->total > LIMIT_ARENA_SOFT_BYTES;
}
