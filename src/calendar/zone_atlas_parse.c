#include "base/assets.h"
#include "base/json_fields.h"
#include "calendar/zone_atlas_rows.h"

/* The Latin letters of U+00C0 to U+00FF without their accents. */
static const char plain_letters[] = "aaaaaaaceeeeiiiidnooooo ouuuuyts"
                                    "aaaaaaaceeeeiiiidnooooo ouuuuyty";

/* The letter at an offset, and how many bytes it takes; a blank for what is none. */
static char letter_at(str text, size_t at, size_t *ret_size)
{
    const unsigned char c = (unsigned char)text.data[at];
    const unsigned char next = at + 1 < text.size ? (unsigned char)text.data[at + 1] : 0;
    *ret_size = 1;
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        return (char)c;
    if (c == 0xC3 && next >= 0x80 && next <= 0xBF) {
        *ret_size = 2;
        return plain_letters[next - 0x80];
    }
    return ' ';
}

str atlas_fold(str text, char out[ATLAS_FOLD_BYTES])
{
    size_t size = 0;
    for (size_t at = 0, step; at < text.size && size < ATLAS_FOLD_BYTES; at += step) {
        const char c = letter_at(text, at, &step);
        if (c != ' ' || (size > 0 && out[size - 1] != ' '))
            out[size++] = c;
    }
    while (size > 0 && out[size - 1] == ' ')
        size--;
    return (str){out, size};
}

static str fold_copy(struct op *op, str text)
{
    char folded[ATLAS_FOLD_BYTES];
    return str_copy(op->arena, atlas_fold(text, folded));
}

static void add_row(struct op *op, struct atlas_land *land, struct atlas_row row)
{
    land->rows = arena_grow(op->arena, land->rows, land->row_count, &land->row_capacity,
                            sizeof(*land->rows));
    land->rows[land->row_count++] = row;
}

/* "ROO Quintana Roo|Q. Roo": a code, then names; without a code only names. */
static void add_names(struct op *op, struct atlas_land *land, struct atlas_row row, str text,
                      bool has_code)
{
    if (has_code)
        row.region = fold_copy(op, str_split(&text, ' '));
    if (row.kind == ATLAS_REGION) {
        row.text = row.region;
        add_row(op, land, row);
    }
    while (text.size > 0) {
        row.text = fold_copy(op, str_split(&text, '|'));
        add_row(op, land, row);
    }
}

static status parse_list(struct op *op, const char *where, const json_t *object, const char *key,
                         struct atlas_land *land, struct atlas_row row)
{
    const json_t *const list = json_object_get(object, key);
    if (list && !json_is_array(list))
        return op_fail(op, E_INVALID, "%s: \"%s\" must be a list of texts", where, key);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *const text = json_string_value(json_array_get(list, i));
        if (!text || !*text)
            return op_fail(op, E_INVALID, "%s: \"%s\" must be a list of texts", where, key);
        add_names(op, land, row, str_of(text), row.kind == ATLAS_REGION || row.kind == ATLAS_PLACE);
    }
    return OK;
}

static status parse_zone(struct op *op, const char *where, json_t *object, struct atlas_land *land)
{
    static const char *const known[] = {"zone", "regions", "places", "cities", "phones"};
    const uint32_t bit = UINT32_C(1) << land->zone_count;
    const char *zone = NULL;
    TRY(json_check_object(op, where, object, known, ARRAY_LEN(known)));
    TRY(json_need_text(op, where, object, "zone", &zone));
    land->zones[land->zone_count++] = str_cstr(op->arena, str_of(zone));
    TRY(parse_list(op, where, object, "regions", land,
                   (struct atlas_row){ATLAS_REGION, bit, {0}, {0}}));
    TRY(parse_list(op, where, object, "places", land,
                   (struct atlas_row){ATLAS_PLACE, bit, {0}, {0}}));
    TRY(parse_list(op, where, object, "cities", land,
                   (struct atlas_row){ATLAS_CITY, bit, {0}, {0}}));
    return parse_list(op, where, object, "phones", land,
                      (struct atlas_row){ATLAS_PHONE, bit, {0}, {0}});
}

static status parse_land(struct op *op, const char *country, json_t *object,
                         struct atlas_land *land)
{
    static const char *const known[] = {"calling", "zones"};
    const char *const where = arena_printf(op->arena, "zones of %s", country);
    json_t *calling = NULL;
    json_t *zones = NULL;
    land->country = str_copy(op->arena, str_of(country));
    TRY(json_check_object(op, where, object, known, ARRAY_LEN(known)));
    TRY(json_need_array(op, where, object, "calling", &calling));
    TRY(json_need_array(op, where, object, "zones", &zones));
    if (json_array_size(calling) > ATLAS_CALLING_MAX || json_array_size(zones) > ATLAS_ZONES_MAX ||
        json_array_size(zones) == 0)
        return op_fail(op, E_INVALID, "%s: 1 to %d zones and at most %d calling codes", where,
                       ATLAS_ZONES_MAX, ATLAS_CALLING_MAX);
    for (size_t i = 0; i < json_array_size(calling); i++) {
        const char *const code = json_string_value(json_array_get(calling, i));
        if (!code || !*code)
            return op_fail(op, E_INVALID, "%s: \"%s\" must be a list of texts", where, "calling");
        land->calling[land->calling_count++] = str_copy(op->arena, str_of(code));
    }
    for (size_t i = 0; i < json_array_size(zones); i++)
        TRY(parse_zone(op, where, json_array_get(zones, i), land));
    return OK;
}

status zone_atlas_parse(struct op *op, str text, const struct zone_atlas **ret_atlas)
{
    static const char *const known[] = {"version", "as_of", "note", "countries"};
    struct zone_atlas *const atlas = arena_new(op->arena, struct zone_atlas);
    json_t *root = NULL;
    const char *country;
    json_t *object;
    TRY(json_parse(op, text, &root));
    TRY(json_check_object(op, "zones", root, known, ARRAY_LEN(known)));
    json_t *const countries = json_object_get(root, "countries");
    if (!json_is_object(countries))
        return op_fail(op, E_INVALID, "zones: \"countries\" must be an object");
    atlas->lands = arena_array(op->arena, json_object_size(countries), sizeof(struct atlas_land));
    json_object_foreach(countries, country, object)
        TRY(parse_land(op, country, object, &atlas->lands[atlas->land_count++]));
    *ret_atlas = atlas;
    return OK;
}

status zone_atlas_open(struct op *op, const struct zone_atlas **ret_atlas)
{
    const struct asset *const asset = asset_find(assets_policies, STR("zones.json"));
    if (!asset)
        return op_fail(op, E_INTERNAL, "the program carries no zones.json");
    return zone_atlas_parse(op, asset_text(asset), ret_atlas);
}
