/* The names that an import has met so far, roughly: a filter of fixed size.
 *
 * Where the store knew no name of a source when the import began, a name that the import has not
 * met yet belongs to nobody, and need not be asked for.  "Maybe" may be wrong, "no" never is. Pure.
 */
#ifndef INTAKE_MADE_H
#define INTAKE_MADE_H
#include "base/arena.h"
#include "base/str.h"

struct made;

/* Of a size that fits so many bytes of a file; in the arena. */
struct made *made_create(struct arena *arena, uint64_t file_bytes);
/* Whether the name was met before, maybe; it is met now.  kind is a constant. */
bool made_meet(struct made *made, const char *kind, str name);
#endif
