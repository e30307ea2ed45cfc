/* Reads policies/places/XX.tsv.  A line that begins with a letter or digit is a region: code of ISO
 * 3166-2, official code, names with `|` between; one that begins with a tab is a town of it:
 * official code, names, province.  `#` begins a remark. */
#include "identity/place_rows.h"

struct reading {
    struct op *op;
    struct arena *arena;
    struct place_land *land;
    size_t region_room, alias_room, town_room, name_room;
};

static str kept_key(struct arena *arena, str name, bool is_loose)
{
    char key[PLACE_KEY_BYTES];
    return str_copy(arena, place_key(name, is_loose, key));
}

static void add_name(struct reading *r, struct place_alias **names, size_t *count, size_t *room,
                     str name, size_t of)
{
    *names = arena_grow(r->arena, *names, *count, room, sizeof(**names));
    (*names)[(*count)++] =
        (struct place_alias){kept_key(r->arena, name, false), kept_key(r->arena, name, true), of};
}

static void add_alias(struct reading *r, str name, size_t region)
{
    add_name(r, &r->land->aliases, &r->land->alias_count, &r->alias_room, name, region);
}

static status add_region(struct reading *r, str line)
{
    struct place_land *const land = r->land;
    const str code = str_split(&line, '\t');
    const str number = str_split(&line, '\t');
    const size_t region = land->region_count;
    str names = line;
    if (names.size == 0)
        return op_fail(r->op, E_INVALID, "places of %.2s: region \"" STR_FORMAT "\" has no name",
                       land->country.data, STR_ARG(code));
    land->regions = arena_grow(r->arena, land->regions, land->region_count, &r->region_room,
                               sizeof(*land->regions));
    const char *const full =
        arena_printf(r->arena, STR_FORMAT "-" STR_FORMAT, STR_ARG(land->country), STR_ARG(code));
    land->regions[land->region_count++] =
        (struct place_region){.code = str_of(full), .number = number};
    land->regions[region].name = str_split(&names, '|');
    add_alias(r, land->regions[region].name, region);
    add_alias(r, code, region);
    add_alias(r, str_of(full), region);
    if (number.size > 0)
        add_alias(r, number, region);
    while (names.size > 0)
        add_alias(r, str_split(&names, '|'), region);
    return OK;
}

static status add_town(struct reading *r, str line)
{
    struct place_land *const land = r->land;
    const str code = str_split(&line, '\t');
    str names = str_split(&line, '\t');
    if (land->region_count == 0 || code.size == 0 || names.size == 0)
        return op_fail(r->op, E_INVALID, "places of %.2s: town \"" STR_FORMAT "\" is not whole",
                       land->country.data, STR_ARG(code));
    land->towns =
        arena_grow(r->arena, land->towns, land->town_count, &r->town_room, sizeof(*land->towns));
    struct place_town *const town = &land->towns[land->town_count];
    *town = (struct place_town){.code = code,
                                .province = line,
                                .province_key = kept_key(r->arena, line, true),
                                .region = land->region_count - 1};
    while (names.size > 0) {
        const str name = str_split(&names, '|');
        town->name = town->name.size > 0 ? town->name : name;
        add_name(r, &land->town_names, &land->town_name_count, &r->name_room, name,
                 land->town_count);
    }
    land->town_count++;
    return OK;
}

status place_read(struct op *op, struct arena *arena, str country, str text,
                  struct place_land **ret_land)
{
    struct reading r = {.op = op, .arena = arena, .land = arena_new(arena, struct place_land)};
    r.land->country = country;
    while (text.size > 0) {
        str line = str_split(&text, '\n');
        if (line.size == 0 || line.data[0] == '#')
            continue;
        if (line.data[0] != '\t') {
            TRY(add_region(&r, line));
            continue;
        }
        line = (str){line.data + 1, line.size - 1};
        TRY(add_town(&r, line));
    }
    *ret_land = r.land;
    return OK;
}
