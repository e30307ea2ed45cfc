#include "intake/home.h"

#include "book/identity.h"
#include "book/residence.h"
#include "calendar/zone_atlas.h"
#include "identity/place.h"
#include "record/organisation.h"
#include "store/db.h"

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

/* A town that the atlas does not name, from the register of places: it tells the region.  Where no
 * region is known only the last part is asked, where the town stands: a quarter may be called like
 * a town elsewhere. */
static status ask_register(struct op *op, const struct zone_atlas *atlas, const str *parts,
                           size_t count, struct zone_clues *clues, struct zone_answer *answer)
{
    const size_t asked = clues->region.size > 0 ? count : count > 0;
    for (size_t i = 0; i < asked; i++) {
        const struct place_clues names = {
            .country = clues->country, .region = clues->region, .town = parts[i]};
        struct place place;
        TRY(place_find(op, &names, &place));
        if (place.level < PLACE_PROVINCE || place.match == PLACE_NEAR)
            continue;
        const struct zone_clues there = {
            .country = clues->country, .region = place.region, .place = place.name};
        const struct zone_answer found = zone_atlas_find(atlas, &there);
        if (found.count == 0 || found.count >= answer->count)
            continue;
        *clues = there;
        *answer = found;
        return OK;
    }
    return OK;
}

/* A region, then the last other part that is a town of it, or one by its name alone. */
static status read_address(struct op *op, const struct zone_atlas *atlas, str address,
                           struct zone_clues *clues, struct zone_answer *answer)
{
    str parts[PARTS_MAX];
    const size_t count = split_address(address, parts);
    const size_t region = find_region(atlas, parts, count, clues, answer);
    for (size_t i = 0; i < count && answer->count > 1; i++) {
        clues->place = parts[i];
        if (i != region && try_clue(atlas, clues, ZONE_CLUE_PLACE, answer))
            return OK;
    }
    clues->place = STR("");
    return answer->count > 1 ? ask_register(op, atlas, parts, count, clues, answer) : OK;
}

/* The code of a region that an address names, when its name leaves no doubt. */
static status name_region(struct op *op, const struct zone_clues *clues, str *ret_region)
{
    const struct place_clues names = {.country = clues->country, .region = clues->region};
    struct place place;
    TRY(place_find(op, &names, &place));
    if (place.level == PLACE_REGION && place.match <= PLACE_LOOSE && place.region.size > 3)
        *ret_region = (str){place.region.data + 3, place.region.size - 3};
    return OK;
}

static void take_answer(const struct homes *homes, const struct zone_answer *answer,
                        struct home *home)
{
    if (answer->count == 0)
        return;
    home->trust = trust_of(answer);
    if (answer->count > 1)
        home->zone = STR(RESIDENCE_SEVERAL);
    else if (!str_equal_c(homes->organisation.timezone, answer->zones[0]))
        home->zone = str_of(answer->zones[0]);
}

status home_find(struct op *op, struct homes *homes, const struct home_clues *clues,
                 struct home *ret_home)
{
    struct home home = {STR(""), ZONE_TRUST_NONE, STR("")};
    TRY(load(op, homes));
    const str own = homes->organisation.country;
    struct zone_clues asked = {.country = clues->country.size > 0 ? clues->country : own,
                               .region = clues->region};
    struct zone_answer answer = zone_atlas_find(homes->atlas, &asked);
    if (answer.count > 1)
        TRY(read_address(op, homes->atlas, clues->address, &asked, &answer));
    if (clues->region.size == 0 && asked.region.size > 0)
        TRY(name_region(op, &asked, &home.region));
    if (answer.count > 1 && clues->phone.size > 0) {
        str searched;
        asked.phone = identity_phone(op, asked.country, clues->phone, &searched);
        answer = zone_atlas_find(homes->atlas, &asked);
    }
    take_answer(homes, &answer, &home);
    *ret_home = home;
    return OK;
}

static status read_clues(struct op *op, struct db_rows *row, void *out)
{
    struct home_clues *const clues = out;
    clues->country = db_text_copy(op, row, 5);
    clues->region = db_text_copy(op, row, 6);
    return OK;
}

status home_learn(struct op *op, struct homes *homes, const struct party_input *party,
                  int64_t party_id, str channel, str value)
{
    struct home_clues clues = {.address = STR(""), .phone = STR("")};
    struct party_input input = *party;
    enum book_change ignored = BOOK_UNCHANGED;
    struct home home;
    bool found = false;
    if (str_equal_c(channel, "email"))
        return OK;
    TRY(db_query_one(op, Q_PARTY_GET, DB_ARGS(ARG_ID(party_id)), read_clues, &clues, &found));
    if (str_equal_c(channel, "address"))
        clues.address = value;
    else
        clues.phone = value;
    TRY(home_find(op, homes, &clues, &home));
    input.timezone = home.zone;
    input.zone_trust = home.trust;
    return found ? party_upsert(op, &input, &party_id, &ignored) : OK;
}
