#include "book/residence.h"

#include "calendar/zone_atlas.h"
#include "identity/place.h"
#include "store/db.h"

str residence_text(struct arena *arena, str timezone, str region)
{
    if (region.size == 0)
        return timezone;
    struct buf text = buf_start(arena, timezone.size + region.size + 2);
    buf_add(&text, timezone);
    buf_add_char(&text, '|');
    buf_add(&text, region);
    return buf_str(&text);
}

static void release_arena(void *arena)
{
    arena_destroy(arena);
}

/* Read once for a connection. */
static status find_atlas(struct op *op, const struct zone_atlas **ret_atlas)
{
    void **const slot = db_cache(op->db, DB_CACHE_ATLAS);
    if (!*slot) {
        struct op longer = *op;
        const struct zone_atlas *atlas = NULL;
        longer.arena = arena_create();
        const status code = zone_atlas_open(&longer, &atlas);
        if (code != OK) {
            const status failed = op_fail(op, code, "%s", longer.text);
            arena_destroy(longer.arena);
            return failed;
        }
        arena_defer(db_arena(op->db), release_arena, longer.arena);
        *slot = (void *)(uintptr_t)atlas;
    }
    *ret_atlas = *slot;
    return OK;
}

/* A text that is no zone leaves none: the gate refuses then. */
static status take_told_zone(struct op *op, str id, struct residence *home)
{
    struct op probe = *op;
    op_clear(&probe);
    const status code = zone_find(&probe, id, &home->zones[0]);
    home->zone_count = code == OK;
    return code == OK || code == E_INVALID ? OK : op_fail(op, code, "%s", probe.text);
}

/* The zones of a region, or of a country that is not the organisation's. */
static status take_zones(struct op *op, const struct zone_clues *clues, struct residence *home)
{
    const struct zone_atlas *atlas = NULL;
    TRY(find_atlas(op, &atlas));
    const struct zone_answer answer = zone_atlas_find(atlas, clues);
    for (size_t i = 0; i < answer.count && home->zone_count < RESIDENCE_ZONES_MAX; i++)
        TRY(zone_find(op, str_of(answer.zones[i]), &home->zones[home->zone_count++]));
    return OK;
}

/* "MX-JAL" becomes "JAL". */
static str without_country(str code)
{
    return code.size > 3 ? (str){code.data + 3, code.size - 3} : STR("");
}

static status take_region(struct op *op, str country, str told, struct residence *home)
{
    struct place place;
    const struct place_clues clues = {.country = country, .region = told};
    if (told.size == 0)
        return OK;
    TRY(place_find(op, &clues, &place));
    home->region = str_copy(op->arena, without_country(place.region));
    return OK;
}

status residence_find(struct op *op, str country, str text, str office_country,
                      const struct zone *office, struct residence *ret_home)
{
    struct residence home = {.region = STR("")};
    str region = text;
    const str timezone = str_split(&region, '|');
    if (country.size == 0)
        country = office_country;
    TRY(take_region(op, country, region, &home));
    const bool is_several = str_equal_c(timezone, RESIDENCE_SEVERAL);
    if (timezone.size > 0 && !is_several) {
        TRY(take_told_zone(op, timezone, &home));
    } else {
        const struct zone_clues clues = {.country = country, .region = home.region};
        if (is_several || home.region.size > 0 || !str_equal(country, office_country))
            TRY(take_zones(op, &clues, &home));
        if (home.zone_count == 0 && str_equal(country, office_country))
            home.zones[home.zone_count++] = office;
    }
    *ret_home = home;
    return OK;
}
