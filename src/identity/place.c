#include "identity/place.h"

#include <pthread.h>

#include "base/assets.h"
#include "identity/place_rows.h"

const char *place_level_name(enum place_level level)
{
    static const char *const names[PLACE_LEVEL_COUNT] = {"", "country", "region", "province",
                                                         "town"};
    return names[level];
}

const char *place_match_name(enum place_match match)
{
    static const char *const names[PLACE_MATCH_COUNT] = {"exact", "loose", "near", "alone"};
    return names[match];
}

/* --- what is read stays for the life of the process --- */

static pthread_mutex_t lands_lock = PTHREAD_MUTEX_INITIALIZER;
static struct arena *lands_arena;
static struct place_land *lands;

static struct place_land *known_land(str country)
{
    for (struct place_land *land = lands; land; land = land->next)
        if (str_equal_nocase(land->country, country))
            return land;
    return NULL;
}

static status read_land(struct op *op, str country, struct place_land **ret_land)
{
    char path[] = "places/XX.tsv";
    struct place_land *land = NULL;
    for (size_t i = 0; i < 2; i++)
        path[7 + i] = (char)(country.data[i] & ~0x20);
    const struct asset *const asset = asset_find(assets_policies, str_of(path));
    *ret_land = NULL;
    if (!asset)
        return OK;
    if (!lands_arena)
        lands_arena = arena_create();
    const str code = str_copy(lands_arena, (str){path + 7, 2});
    const status code_read = place_read(op, lands_arena, code, asset_text(asset), &land);
    if (code_read != OK)
        return code_read;
    land->next = lands;
    lands = land;
    *ret_land = land;
    return OK;
}

/* NULL: no file for it. */
static status find_land(struct op *op, str country, const struct place_land **ret_land)
{
    status code = OK;
    struct place_land *land = NULL;
    *ret_land = NULL;
    if (country.size != 2)
        return OK;
    pthread_mutex_lock(&lands_lock);
    land = known_land(country);
    if (!land)
        code = read_land(op, country, &land);
    pthread_mutex_unlock(&lands_lock);
    *ret_land = land;
    return code;
}

/* --- one name among many --- */

#define NOBODY SIZE_MAX

/* The keys of a name that is looked for. */
struct wanted {
    str key, loose;
    char key_bytes[PLACE_KEY_BYTES], loose_bytes[PLACE_KEY_BYTES];
};

static void want(str name, struct wanted *out)
{
    out->key = place_key(name, false, out->key_bytes);
    out->loose = place_key(name, true, out->loose_bytes);
}

/* A candidate: a name and what it stands for. */
struct candidate {
    str key, loose;
    size_t target;
};

/* The best candidate so far; two of different targets that fit as well are none. */
struct best {
    size_t target;
    size_t distance; /* 0 exact, 1 and 2 loose, then 2 + letters that differ */
    bool is_doubtful;
};

static size_t letters_forgiven(size_t size)
{
    return size >= 10 ? 2 : size >= 6 ? 1 : 0;
}

/* Barranco is not Barranca: a slip in the first or last letter is too often another place. */
static bool has_same_ends(str a, str b)
{
    return a.size > 1 && b.size > 1 && a.data[0] == b.data[0] &&
           a.data[a.size - 1] == b.data[b.size - 1];
}

static size_t distance_to(const struct wanted *wanted, const struct candidate *candidate,
                          bool is_strict)
{
    const size_t most = letters_forgiven(wanted->loose.size);
    if (str_equal(wanted->key, candidate->key))
        return 0;
    if (is_strict)
        return NOBODY;
    if (str_equal(wanted->loose, candidate->key))
        return 1;
    if (str_equal(wanted->loose, candidate->loose))
        return 2;
    if (most == 0 || !has_same_ends(wanted->loose, candidate->loose))
        return NOBODY;
    const size_t letters = fold_distance(wanted->loose, candidate->loose, most);
    return letters <= most ? 2 + letters : NOBODY;
}

static void consider(struct best *best, size_t distance, size_t target)
{
    if (distance == NOBODY || distance > best->distance)
        return;
    best->is_doubtful = distance == best->distance && target != best->target;
    best->distance = distance;
    best->target = target;
}

static enum place_match match_of(size_t distance)
{
    return distance == 0 ? PLACE_EXACT : distance <= 2 ? PLACE_LOOSE : PLACE_NEAR;
}

static bool is_found(const struct best *best)
{
    return best->distance != NOBODY && !best->is_doubtful;
}

static void weaken(struct place *place, enum place_match match)
{
    if (match > place->match)
        place->match = match;
}

/* --- regions --- */

static size_t find_region(const struct place_land *land, str name, struct place *place)
{
    struct best best = {.target = NOBODY, .distance = NOBODY};
    struct wanted wanted;
    want(name, &wanted);
    if (wanted.key.size == 0)
        return NOBODY;
    for (size_t i = 0; i < land->alias_count; i++) {
        const struct place_alias *const alias = &land->aliases[i];
        const struct candidate candidate = {alias->key, alias->loose, alias->of};
        consider(&best, distance_to(&wanted, &candidate, false), alias->of);
    }
    if (!is_found(&best))
        return NOBODY;
    weaken(place, match_of(best.distance));
    return best.target;
}

static void take_region(const struct place_land *land, size_t region, struct place *place)
{
    place->level = PLACE_REGION;
    place->region = land->regions[region].code;
    place->code = land->regions[region].number;
    place->name = land->regions[region].name;
}

/* --- towns --- */

static void take_town(const struct place_land *land, size_t town, enum place_match match,
                      struct place *place)
{
    take_region(land, land->towns[town].region, place);
    place->level = PLACE_TOWN;
    place->code = land->towns[town].code;
    place->name = land->towns[town].name;
    weaken(place, match);
}

/* Whether two regions are one to the statistical office, as Lima and Lima Metropolitana are. */
static bool is_same_land(const struct place_land *land, size_t a, size_t b)
{
    const str number = land->regions[a].number;
    return a == b || (number.size > 0 && str_equal(number, land->regions[b].number));
}

/* Among the towns of a region, NOBODY: of all; province, when not empty, must be theirs. */
static struct best find_town(const struct place_land *land, size_t region,
                             const struct wanted *wanted, str province)
{
    struct best best = {.target = NOBODY, .distance = NOBODY};
    for (size_t i = 0; i < land->town_name_count && wanted->key.size > 0; i++) {
        const struct place_alias *const name = &land->town_names[i];
        const struct candidate candidate = {name->key, name->loose, name->of};
        const struct place_town *const town = &land->towns[name->of];
        if ((region == NOBODY || is_same_land(land, region, town->region)) &&
            (province.size == 0 || str_equal(province, town->province_key)))
            consider(&best, distance_to(wanted, &candidate, region == NOBODY), name->of);
    }
    return best;
}

/* A town of the province that is meant; NOBODY: there is no such province. */
static size_t find_province(const struct place_land *land, size_t region, str name)
{
    struct wanted wanted;
    struct best best = {.target = NOBODY, .distance = NOBODY};
    want(name, &wanted);
    for (size_t i = 0; i < land->town_count && wanted.loose.size > 0; i++) {
        const struct place_town *const town = &land->towns[i];
        const struct candidate candidate = {town->province_key, town->province_key, i};
        if (town->province_key.size == 0 || !is_same_land(land, region, town->region))
            continue;
        const size_t distance = distance_to(&wanted, &candidate, false);
        if (distance < best.distance)
            best = (struct best){i, distance, false};
    }
    return best.target;
}

/* The province alone: its code is what the codes of its towns begin with. */
static void take_province(const struct place_land *land, size_t town, struct place *place)
{
    const struct place_town *const row = &land->towns[town];
    take_region(land, row->region, place);
    place->level = PLACE_PROVINCE;
    place->code = (str){row->code.data, row->code.size - 2};
    place->name = row->province;
}

static void find_in_region(const struct place_land *land, size_t region,
                           const struct place_clues *clues, struct place *place)
{
    struct wanted town;
    struct wanted municipality;
    const size_t of_province = find_province(land, region, clues->municipality);
    const bool has_province = of_province != NOBODY;
    want(clues->town, &town);
    want(clues->municipality, &municipality);
    take_region(land, region, place);
    if (has_province)
        take_province(land, of_province, place);
    struct best best = find_town(land, region, has_province ? &town : &municipality,
                                 has_province ? land->towns[of_province].province_key : STR(""));
    if (!is_found(&best) && !has_province)
        best = find_town(land, region, &town, STR(""));
    if (is_found(&best))
        take_town(land, best.target, match_of(best.distance), place);
}

/* No region is known: a name that only one town of the country has tells it. */
static void find_alone(const struct place_land *land, const struct place_clues *clues,
                       struct place *place)
{
    struct wanted wanted;
    want(clues->municipality.size > 0 ? clues->municipality : clues->town, &wanted);
    const struct best best = find_town(land, NOBODY, &wanted, STR(""));
    if (is_found(&best))
        take_town(land, best.target, PLACE_ALONE, place);
}

/* The country, or what the region begins with. */
static str country_of(const struct place_clues *clues)
{
    if (clues->country.size > 0)
        return str_trim(clues->country);
    return clues->region.size > 3 && clues->region.data[2] == '-' ? (str){clues->region.data, 2}
                                                                  : STR("");
}

status place_find(struct op *op, const struct place_clues *clues, struct place *ret_place)
{
    const struct place_land *land = NULL;
    struct place place = {.level = PLACE_NONE};
    TRY(find_land(op, country_of(clues), &land));
    if (land) {
        place.level = PLACE_COUNTRY;
        place.country = place.name = land->country;
        const size_t region = find_region(land, clues->region, &place);
        if (region != NOBODY)
            find_in_region(land, region, clues, &place);
        else
            find_alone(land, clues, &place);
    }
    *ret_place = place;
    return OK;
}
