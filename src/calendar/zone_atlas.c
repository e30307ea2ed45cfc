#include "calendar/zone_atlas.h"

#include "calendar/zone_atlas_rows.h"

static const struct atlas_land *find_land(const struct zone_atlas *atlas, str country)
{
    for (size_t i = 0; i < atlas->land_count; i++)
        if (str_equal_nocase(atlas->lands[i].country, country))
            return &atlas->lands[i];
    return NULL;
}

static uint32_t all_zones(const struct atlas_land *land)
{
    return (UINT32_C(1) << land->zone_count) - 1;
}

static bool is_several(uint32_t zones)
{
    return (zones & (zones - 1)) != 0;
}

/* --- names --- */

/* Words that people put before or behind the name of a region. */
static str without_words(str text)
{
    static const char *const before[] = {"estado de ",        "provincia de ", "region de ",
                                         "region del ",       "region of ",    "departamento de ",
                                         "departamento del ", "state of ",     "estado ",
                                         "provincia ",        "region "};
    static const char *const behind[] = {" province", " region", " state"};
    for (size_t i = 0; i < ARRAY_LEN(before); i++)
        if (str_starts(text, str_of(before[i]))) {
            const size_t size = strlen(before[i]);
            text = (str){text.data + size, text.size - size};
            break;
        }
    for (size_t i = 0; i < ARRAY_LEN(behind); i++) {
        const size_t size = strlen(behind[i]);
        if (text.size > size && memcmp(text.data + text.size - size, behind[i], size) == 0)
            text.size -= size;
    }
    return text;
}

/* The zones of a region by its code or name, and its code; 0: it is not known. */
static uint32_t match_region(const struct atlas_land *land, str text, str *ret_code)
{
    uint32_t zones = 0;
    for (size_t i = 0; i < land->row_count; i++) {
        const struct atlas_row *const row = &land->rows[i];
        if (row->kind != ATLAS_REGION || !str_equal(row->text, text))
            continue;
        zones |= row->zone;
        *ret_code = row->region;
    }
    return zones;
}

static uint32_t find_region(const struct atlas_land *land, str region, str *ret_code)
{
    char folded[ATLAS_FOLD_BYTES];
    str text = atlas_fold(region, folded);
    *ret_code = STR("");
    if (text.size == 0)
        return 0;
    uint32_t zones = match_region(land, text, ret_code);
    if (zones == 0 && text.size > 3 && text.data[2] == ' ' &&
        str_equal_nocase((str){text.data, 2}, land->country)) /* MX-ROO */
        zones = match_region(land, (str){text.data + 3, text.size - 3}, ret_code);
    return zones != 0 ? zones : match_region(land, without_words(text), ret_code);
}

/* A town of the region; with no region, one that its name alone tells. */
static uint32_t find_place(const struct atlas_land *land, str code, str place)
{
    char folded[ATLAS_FOLD_BYTES];
    const str text = atlas_fold(place, folded);
    uint32_t zones = 0;
    for (size_t i = 0; i < land->row_count && text.size > 0; i++) {
        const struct atlas_row *const row = &land->rows[i];
        const bool is_here = code.size > 0
                                 ? row->kind == ATLAS_PLACE && str_equal(row->region, code)
                                 : row->kind == ATLAS_CITY;
        if (is_here && str_equal(row->text, text))
            zones |= row->zone;
    }
    return zones;
}

/* --- telephones --- */

/* The number behind a calling code of the country; how long the code is, 0: it is of another. */
static size_t find_calling(const struct atlas_land *land, str digits)
{
    size_t longest = 0;
    for (size_t i = 0; i < land->calling_count; i++)
        if (str_starts(digits, land->calling[i]) && land->calling[i].size > longest)
            longest = land->calling[i].size;
    return longest;
}

/* By the longest beginning that is known; all zones of the country when none is. */
static uint32_t match_phone(const struct atlas_land *land, str number)
{
    size_t longest = 0;
    uint32_t zones = all_zones(land);
    for (size_t i = 0; i < land->row_count; i++) {
        const struct atlas_row *const row = &land->rows[i];
        if (row->kind != ATLAS_PHONE || row->text.size < longest || !str_starts(number, row->text))
            continue;
        zones = row->text.size > longest ? row->zone : zones | row->zone;
        longest = row->text.size;
    }
    return zones;
}

/* 0: the number is of another country, or none. */
static uint32_t find_phone(const struct atlas_land *land, str phone)
{
    if (phone.size < 2 || phone.data[0] != '+')
        return 0;
    const str digits = {phone.data + 1, phone.size - 1};
    const size_t code = find_calling(land, digits);
    return code == 0 ? 0 : match_phone(land, (str){digits.data + code, digits.size - code});
}

/* --- the answer --- */

static void add_zones(const struct atlas_land *land, uint32_t zones, struct zone_answer *answer)
{
    for (size_t i = 0; i < land->zone_count && answer->count < ZONE_ANSWER_MAX; i++)
        if (zones >> i & 1)
            answer->zones[answer->count++] = land->zones[i];
}

static struct zone_answer answer_by_address(const struct atlas_land *land,
                                            const struct zone_clues *clues)
{
    struct zone_answer answer = {.trusted = ZONE_CLUE_COUNTRY};
    str code;
    const uint32_t region = find_region(land, clues->region, &code);
    const uint32_t place = find_place(land, code, clues->place);
    const uint32_t phone = find_phone(land, clues->phone);
    uint32_t zones = all_zones(land);
    if (region != 0) {
        zones = region;
        answer.trusted |= ZONE_CLUE_REGION;
    }
    if (place != 0) {
        zones = place;
        answer.trusted |= ZONE_CLUE_PLACE;
    } else if (code.size > 0 && (find_place(land, STR(""), clues->place) & ~region) != 0)
        answer.contradicted |= ZONE_CLUE_PLACE;
    if (clues->phone.size > 0 && (zones & phone) == 0)
        answer.contradicted |= ZONE_CLUE_PHONE;
    else if (is_several(zones) && (zones & phone) != zones && phone != 0) {
        zones &= phone;
        answer.trusted |= ZONE_CLUE_PHONE;
    }
    add_zones(land, zones, &answer);
    return answer;
}

/* Countries share a calling code: the zones of all that have the longest that fits. */
static struct zone_answer answer_by_phone(const struct zone_atlas *atlas, str phone)
{
    struct zone_answer answer = {.count = 0};
    size_t longest = 1;
    if (phone.size < 2 || phone.data[0] != '+')
        return answer;
    const str digits = {phone.data + 1, phone.size - 1};
    for (size_t i = 0; i < atlas->land_count; i++) {
        const size_t code = find_calling(&atlas->lands[i], digits);
        longest = code > longest ? code : longest;
    }
    for (size_t i = 0; i < atlas->land_count; i++)
        if (find_calling(&atlas->lands[i], digits) == longest)
            add_zones(&atlas->lands[i], find_phone(&atlas->lands[i], phone), &answer);
    answer.trusted = answer.count > 0 ? ZONE_CLUE_PHONE : 0;
    return answer;
}

struct zone_answer zone_atlas_find(const struct zone_atlas *atlas, const struct zone_clues *clues)
{
    str country = clues->country;
    if (country.size == 0 && clues->region.size > 3 && clues->region.data[2] == '-')
        country = (str){clues->region.data, 2};
    const struct atlas_land *const land = country.size > 0 ? find_land(atlas, country) : NULL;
    if (land)
        return answer_by_address(land, clues);
    if (country.size > 0)
        return (struct zone_answer){.count = 0}; /* a land that we do not know is none of ours */
    return answer_by_phone(atlas, clues->phone);
}

const char *zone_clue_names(struct arena *arena, unsigned clues)
{
    static const struct {
        enum zone_clue clue;
        const char *name;
    } names[] = {
        {ZONE_CLUE_PLACE,   "place"  },
        {ZONE_CLUE_REGION,  "region" },
        {ZONE_CLUE_COUNTRY, "country"},
        {ZONE_CLUE_PHONE,   "phone"  }
    };
    struct buf list = buf_start(arena, LIMIT_SAID_BYTES);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (clues & names[i].clue)
            buf_printf(&list, "%s%s", list.size > 0 ? ", " : "", names[i].name);
    return buf_cstr(&list);
}
