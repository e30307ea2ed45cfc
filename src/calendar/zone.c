#include "calendar/zone.h"

#include <assert.h>
#include <glib.h>
#include <pthread.h>

#include "calendar/zone_names.h"

#define KNOWN_FROM   INT64_C(0)          /* 1970-01-01T00:00:00Z */
#define KNOWN_UNTIL  INT64_C(2145916800) /* 2038-01-01T00:00:00Z: the package's tables end there */
#define CHANGES_MAX  512                 /* Morocco has the most, about 200 */
#define CACHE_SLOTS  2048                /* a power of two, well above the ids that exist */
#define JUMP_SECONDS (36 * 3600) /* more than any offset and any change of offset, both ways */

/* From a second of UTC on, an offset. */
struct change {
    int64_t at;
    int32_t offset;
};

/* The first change stands at INT64_MIN: every instant has one at or before it. */
struct zone {
    str id;
    size_t count;
    const struct change *changes;
};

static struct {
    pthread_mutex_t lock;
    struct arena *arena;
    struct zone_names names;
    const struct zone *slots[CACHE_SLOTS];
} cache = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* GLib numbers the intervals in order, so the next change is where the number first differs. */
static int64_t next_change(GTimeZone *data, int64_t from)
{
    const gint here = g_time_zone_find_interval(data, G_TIME_TYPE_UNIVERSAL, from);
    int64_t same = from;
    int64_t other = KNOWN_UNTIL;
    if (g_time_zone_find_interval(data, G_TIME_TYPE_UNIVERSAL, other) == here)
        return KNOWN_UNTIL;
    while (other - same > 1) {
        const int64_t middle = same + (other - same) / 2;
        if (g_time_zone_find_interval(data, G_TIME_TYPE_UNIVERSAL, middle) == here)
            same = middle;
        else
            other = middle;
    }
    return other;
}

static int32_t offset_at(GTimeZone *data, int64_t at)
{
    const gint interval = g_time_zone_find_interval(data, G_TIME_TYPE_UNIVERSAL, at);
    return g_time_zone_get_offset(data, interval);
}

/* Keeps the changes of offset only: a new name for the same offset is no change of the clock. */
static const struct zone *read_zone(struct arena *arena, str id, GTimeZone *data)
{
    struct change found[CHANGES_MAX];
    size_t count = 1;
    found[0] = (struct change){INT64_MIN, offset_at(data, KNOWN_FROM)};
    for (int64_t at = next_change(data, KNOWN_FROM); at < KNOWN_UNTIL; at = next_change(data, at)) {
        const int32_t offset = offset_at(data, at);
        if (offset == found[count - 1].offset)
            continue;
        assert(count < CHANGES_MAX);
        found[count++] = (struct change){at, offset};
    }
    struct zone *const zone = arena_new(arena, struct zone);
    zone->id = str_copy(arena, id);
    zone->count = count;
    zone->changes = (struct change *)(void *)arena_copy(arena, found, count * sizeof(found[0]));
    return zone;
}

static size_t first_slot(str id)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (size_t i = 0; i < id.size; i++)
        hash = (hash ^ (unsigned char)id.data[i]) * UINT64_C(0x100000001b3);
    return (size_t)(hash & (CACHE_SLOTS - 1));
}

static const struct zone **find_slot(str id)
{
    size_t slot = first_slot(id);
    while (cache.slots[slot] && !str_equal(cache.slots[slot]->id, id))
        slot = (slot + 1) & (CACHE_SLOTS - 1);
    return &cache.slots[slot];
}

/* Under the lock.  The list of names decides, because GLib would also take "EST5EDT4" or "+02". */
static status load_zone(struct op *op, str id, const struct zone **ret_zone)
{
    if (!cache.arena) {
        struct arena *const arena = arena_create();
        const status read = zone_names_load(op, arena, &cache.names);
        if (read != OK) {
            arena_destroy(arena);
            return read;
        }
        cache.arena = arena;
    }
    if (!zone_names_has(&cache.names, id))
        return op_fail(op, E_INVALID,
                       "\"" STR_FORMAT "\" is not a time zone; use an IANA name, perhaps %s",
                       STR_ARG(id), zone_names_nearest(&cache.names, op->arena, id));
    GTimeZone *const data = g_time_zone_new_identifier(str_cstr(op->arena, id));
    if (!data)
        return op_fail(op, E_IO, "the time zone \"" STR_FORMAT "\" cannot be read; check tzdata",
                       STR_ARG(id));
    *ret_zone = read_zone(cache.arena, id, data);
    g_time_zone_unref(data);
    return OK;
}

status zone_find(struct op *op, str id, const struct zone **ret_zone)
{
    status result = OK;
    (void)pthread_mutex_lock(&cache.lock);
    const struct zone **const slot = find_slot(id);
    if (!*slot)
        result = load_zone(op, id, slot);
    if (result == OK)
        *ret_zone = *slot;
    (void)pthread_mutex_unlock(&cache.lock);
    return result;
}

const char *zone_id(const struct zone *zone)
{
    return zone->id.data; /* an arena's copy ends in a NUL */
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* The index of the change in force at a second of UTC. */
static size_t find_change(const struct zone *zone, int64_t at)
{
    size_t low = 0;
    size_t high = zone->count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (zone->changes[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct zone_local zone_to_local(const struct zone *zone, instant at)
{
    const int64_t second = floor_divide(at, INSTANT_PER_SECOND);
    const size_t index = find_change(zone, second);
    const int64_t local = second + zone->changes[index].offset;
    const int64_t d = floor_divide(local, ZONE_DAY_SECONDS);
    return (struct zone_local){
        .day = (day)d,
        .second = (int32_t)(local - d * ZONE_DAY_SECONDS),
        .offset = zone->changes[index].offset,
        .from = index == 0 ? INSTANT_MIN_ZONE : zone->changes[index].at * INSTANT_PER_SECOND,
        .until = index + 1 == zone->count ? INSTANT_MAX_ZONE
                                          : zone->changes[index + 1].at * INSTANT_PER_SECOND,
    };
}

/* The spans before the one that holds (local - JUMP_SECONDS) end too early to matter. */
static int64_t first_instant(const struct zone *zone, int64_t local)
{
    size_t index = find_change(zone, local - JUMP_SECONDS);
    while (index + 1 < zone->count &&
           zone->changes[index + 1].at + zone->changes[index].offset <= local)
        index++;
    const int64_t at = local - zone->changes[index].offset;
    return at > zone->changes[index].at ? at : zone->changes[index].at;
}

static int64_t last_instant(const struct zone *zone, int64_t local)
{
    size_t index = find_change(zone, local + JUMP_SECONDS);
    while (index > 0 && zone->changes[index].at + zone->changes[index].offset >= local)
        index--;
    const int64_t at = local - zone->changes[index].offset;
    if (index + 1 < zone->count && zone->changes[index + 1].at < at)
        return zone->changes[index + 1].at;
    return at;
}

instant zone_to_instant(const struct zone *zone, day d, int32_t second, enum zone_pick pick)
{
    assert(second >= 0 && second <= ZONE_DAY_SECONDS);
    const int64_t local = (int64_t)d * ZONE_DAY_SECONDS + second;
    return (pick == ZONE_FIRST ? first_instant(zone, local) : last_instant(zone, local)) *
           INSTANT_PER_SECOND;
}

size_t zone_change_count(const struct zone *zone)
{
    return zone->count - 1;
}

instant zone_change(const struct zone *zone, size_t index, int32_t *ret_offset)
{
    assert(index + 1 < zone->count);
    *ret_offset = zone->changes[index + 1].offset;
    return zone->changes[index + 1].at * INSTANT_PER_SECOND;
}
