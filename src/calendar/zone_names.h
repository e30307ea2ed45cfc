/* The ids of the tzdata package, to refuse a wrong one with the names that were probably meant.
 *
 * Read from tzdata.zi, the package's own list; the strings live in the arena that is given. */
#ifndef CALENDAR_ZONE_NAMES_H
#define CALENDAR_ZONE_NAMES_H
#include "base/op.h"

struct zone_names {
    const str *ids;
    size_t count;
};

#define ZONE_HINTS 3

/* E_IO: there is no tzdata here. */
MUST_CHECK status zone_names_load(struct op *op, struct arena *arena, struct zone_names *ret_names);
bool zone_names_has(const struct zone_names *names, str id);
/* The ids nearest to a text, best first, ", " between them; in the arena, never empty. */
const char *zone_names_nearest(const struct zone_names *names, struct arena *arena, str text);
#endif
