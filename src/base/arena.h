/* Memory with the lifetime of one operation: allocate freely, free everything at once.
 *
 * arena_alloc never returns NULL (ADR 0004): past LIMIT_ARENA_SOFT_BYTES the arena is marked and
 * op_check reports it; past LIMIT_ARENA_HARD_BYTES the process stops.  Not thread-safe: an arena
 * belongs to one operation, an operation to one thread. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <stdbool.h>
#include <stddef.h>

struct arena;

struct arena *arena_create(void);
/* Runs what was deferred, last first, and frees all memory.  NULL is allowed. */
void arena_destroy(struct arena *arena);
/* As destroy, but the arena stays usable; keeps its first block. */
void arena_reset(struct arena *arena);

/* From now on a reset keeps blocks for the next use, up to so many bytes: for an arena that is
 * filled and emptied again and again, whose memory would go to the system and come anew each time.
 */
void arena_retain(struct arena *arena, size_t bytes_max);

/* Zeroed memory, aligned for any type; size 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);
/* count * size without overflow; the process stops on overflow, as past the hard wall. */
void *arena_array(struct arena *arena, size_t count, size_t size);
#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

/* Room for one more element of a growing array: the array itself, or a larger copy when count has
 * reached *capacity.  Start with NULL and 0. */
void *arena_grow(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size);

/* Copies; a NUL follows the copy, so the result is also a C string if the bytes have none inside.
 */
char *arena_copy(struct arena *arena, const void *data, size_t size);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Calls release(thing) when the arena is destroyed or reset: handles need no cleanup code. */
void arena_defer(struct arena *arena, void (*release)(void *thing), void *thing);

/* A scope inside an arena: what was allocated after the mark is freed by the release.  Deferred
 * calls made in the scope run.  For loops over many rows. */
struct arena_mark {
    void *block;
    size_t used;
    void *defer;
    size_t total;
};
struct arena_mark arena_mark(struct arena *arena);
void arena_release(struct arena *arena, struct arena_mark mark);

size_t arena_size(const struct arena *arena);
bool arena_is_over_budget(const struct arena *arena);
#endif
