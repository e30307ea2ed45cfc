#include "intake/home.h"

#include "book/identity.h"
#include "calendar/zone_atlas.h"
#include "record/organisation.h"

#define PARTS_MAX 12 /* of an address: the last ones */

struct homes {
    struct arena *arena; /* of the atlas, which outlives the rows */
    const struct zone_atlas *atlas;
    struct organisation organisation;
};

static void release(void *arena)
{
    arena_destroy(arena);
}

struct homes *homes_create(struct op *op)
{
    struct homes *const homes = arena_new(op->arena, struct homes);
    homes->arena = arena_create();
    arena_defer(op->arena, release, homes->arena);
    return homes;
}

static status load(struct op *op, struct homes *homes)
{
    struct arena *const before = op->arena;
    if (homes->atlas)
        return OK;
    op->arena = homes->arena;
    status code = organisation_get(op, &homes->organisation);
    if (code == OK)
        code = zone_atlas_open(op, &homes->atlas);
    op->arena = before;
    return code;
}

static bool is_digit_or_blank(char c)
{
    return (c >= '0' && c <= '9') || c == ' ' || c == '-';
}

/* "77500 Cancún" and "Cancún 77500" are Cancún. */
static str without_postcode(str part)
{
    while (part.size > 0 && is_digit_or_blank(part.data[0]))
        part = (str){part.data + 1, part.size - 1};
    while (part.size > 0 && is_digit_or_blank(part.data[part.size - 1]))
        part.size--;
    return part;
}

/* The land, and no region, at the end of an address: one of them has the name of its land. */
static bool is_land(str part)
{
    return str_equal_nocase(part, STR("Mexico")) || str_equal(part, STR("México")) ||
           str_equal(part, STR("MÉXICO"));
}

/* The parts of an address, the last first; the street is left out. */
static size_t split_address(str address, str parts[PARTS_MAX])
{
    size_t count = 0;
    while (count < PARTS_MAX && address.size > 0) {
        size_t start = address.size;
        while (start > 0 && address.data[start - 1] != ',' && address.data[start - 1] != ';' &&
               address.data[start - 1] != '\n')
            start--;
        if (start == 0)
            break;
        const str part =
            without_postcode(str_trim((str){address.data + start, address.size - start}));
        if (part.size > 0 && (count > 0 || !is_land(part)))
            parts[count++] = part;
        address.size = start - 1;
    }
    return count;
}

static enum zone_trust trust_of(const struct zone_answer *answer)
{
    return answer->count > 1                           ? ZONE_TRUST_SEVERAL
           : (answer->trusted & ZONE_CLUE_PLACE) != 0  ? ZONE_TRUST_PLACE
           : (answer->trusted & ZONE_CLUE_PHONE) != 0  ? ZONE_TRUST_PHONE
           : (answer->trusted & ZONE_CLUE_REGION) != 0 ? ZONE_TRUST_REGION
                                                       : ZONE_TRUST_COUNTRY;
}

/* Asks with a further clue, and takes the answer when it rests on it. */
static bool try_clue(const struct zone_atlas *atlas, const struct zone_clues *clues,
                     enum zone_clue clue, struct zone_answer *answer)
{
    const struct zone_answer found = zone_atlas_find(atlas, clues);
    if ((found.trusted & clue) == 0)
        return false;
    *answer = found;
    return true;
}

/* The last part that is a region, which counts where the row names none; count: no part is. */
static size_t find_region(const struct zone_atlas *atlas, const str *parts, size_t count,
                          struct zone_clues *clues, struct zone_answer *answer)
{
    struct zone_clues asked = {.country = clues->country};
    struct zone_answer found;
    for (size_t i = 0; i < count; i++) {
        asked.region = parts[i];
        if (!try_clue(atlas, &asked, ZONE_CLUE_REGION, &found))
            continue;
        if (clues->region.size == 0) {
            clues->region = parts[i];
            *answer = found;
        }
        return i;
    }
    return count;
}

/* A region, then the last other part that is a town of it, or one by its name alone. */
static void read_address(const struct zone_atlas *atlas, str address, struct zone_clues *clues,
                         struct zone_answer *answer)
{
    str parts[PARTS_MAX];
    const size_t count = split_address(address, parts);
    const size_t region = find_region(atlas, parts, count, clues, answer);
    for (size_t i = 0; i < count && answer->count > 1; i++) {
        clues->place = parts[i];
        if (i != region && try_clue(atlas, clues, ZONE_CLUE_PLACE, answer))
            return;
    }
    clues->place = STR("");
}

status home_find(struct op *op, struct homes *homes, const struct home_clues *clues, str *ret_zone,
                 enum zone_trust *ret_trust)
{
    *ret_zone = STR("");
    *ret_trust = ZONE_TRUST_NONE;
    if (clues->country.size + clues->region.size + clues->address.size + clues->phone.size == 0)
        return OK;
    TRY(load(op, homes));
    const str own = homes->organisation.country;
    struct zone_clues asked = {.country = clues->country.size > 0 ? clues->country : own,
                               .region = clues->region};
    struct zone_answer answer = zone_atlas_find(homes->atlas, &asked);
    if (answer.count > 1)
        read_address(homes->atlas, clues->address, &asked, &answer);
    if (answer.count > 1 && clues->phone.size > 0) {
        str searched;
        asked.phone = identity_phone(op, asked.country, clues->phone, &searched);
        answer = zone_atlas_find(homes->atlas, &asked);
    }
    *ret_trust = answer.count > 0 ? trust_of(&answer) : ZONE_TRUST_NONE;
    for (size_t i = 0; i < answer.count; i++)
        if (str_equal_c(homes->organisation.timezone, answer.zones[i]))
            return OK; /* it stands in */
    if (answer.count > 0)
        *ret_zone = str_of(answer.zones[0]);
    return OK;
}
