/* Memory with several owners, also in several threads: whoever lets go of it last frees it.
 *
 * For things that outlive every operation and are handed from one to the next, such as the columns
 * that a server keeps (vec/chunk.h).  A piece is written by its first owner alone, and never again
 * once a second one holds it.  As an arena, shared_create never returns NULL (ADR 0004). */
#ifndef BASE_SHARED_H
#define BASE_SHARED_H
#include <stddef.h>

#define SHARED_ALIGN 64 /* a line of the cache: vector loads never straddle two */

/* Zeroed memory, aligned to SHARED_ALIGN, with one owner.  release(thing), which may be NULL, is
 * called before it is freed. */
void *shared_create(size_t size, void (*release)(void *thing));
/* One more owner; returns thing, so that it reads as an assignment.  NULL stays NULL. */
const void *shared_hold(const void *thing);
/* One owner less.  NULL is allowed. */
void shared_drop(const void *thing);
/* Bytes that the system gave for it. */
size_t shared_size(const void *thing);
#endif
