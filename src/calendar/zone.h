/* Time zones by their IANA id: from an instant to the clock on a person's wall, and back.
 *
 * A zone is read once from the tzdata package (through GLib), cut down to its changes of offset
 * from 1970 to the end of 2037, and kept until the process ends; before and after those years its
 * first and last offsets stay.  A zone is immutable, so everything below zone_find is pure and
 * thread-safe; zone_find is thread-safe too. */
#ifndef CALENDAR_ZONE_H
#define CALENDAR_ZONE_H
#include "base/day.h"
#include "base/op.h"

struct zone;

#define ZONE_DAY_SECONDS 86400

/* A reading of the local clock, and how long its offset holds. */
struct zone_local {
    day day;
    int32_t second; /* of the day, 0 to 86399 */
    int32_t offset; /* seconds east of UTC */
    instant from;   /* the offset holds from here (INSTANT_MIN_ZONE: since ever) */
    instant until;  /* to just before here (INSTANT_MAX_ZONE: for good) */
};
#define INSTANT_MIN_ZONE (INT64_MIN + 1) /* INT64_MIN is INSTANT_NONE */
#define INSTANT_MAX_ZONE INT64_MAX

/* Which instant a local time means when the clock skips it or shows it twice.  Both give the
 * jump itself for a skipped time, and the same instant for an ordinary one. */
enum zone_pick {
    ZONE_FIRST, /* the first instant at which the clock shows that time or a later one */
    ZONE_LAST   /* the instant from which on the clock never again shows an earlier one */
};

/* E_INVALID: not an id of the tzdata package, exactly written; the text names the nearest ids.
 * E_IO: the zone data of this machine cannot be read.  The zone lives as long as the process. */
MUST_CHECK status zone_find(struct op *op, str id, const struct zone **ret_zone);

const char *zone_id(const struct zone *zone);
struct zone_local zone_to_local(const struct zone *zone, instant at);
/* second is 0 to ZONE_DAY_SECONDS: the last one is the midnight that ends the day. */
instant zone_to_instant(const struct zone *zone, day d, int32_t second, enum zone_pick pick);
/* How often the offset changes in the known years: for tests and for tools that list them. */
size_t zone_change_count(const struct zone *zone);
/* The instant of change index and the offset from then on. */
instant zone_change(const struct zone *zone, size_t index, int32_t *ret_offset);
#endif
