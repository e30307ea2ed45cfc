#include "comply/pack.h"

#include <assert.h>

#include "base/assets.h"
#include "base/crypto.h"
#include "comply/pack_table.h"

const char *pack_basis_name(enum pack_basis basis)
{
    static const char *const names[] = {"law", "policy", "wish"};
    assert((unsigned)basis < ARRAY_LEN(names));
    return names[basis];
}

/* The layers of one pack, the most specific first. */
struct layers {
    str texts[PACK_LAYERS_MAX];
    size_t count;
    str country;
    str region;
    bool has_own;    /* the first is the organisation's own */
    bool has_limits; /* the last are a strategy's */
};

/* What limits stand over when the law does not speak. */
#define NOTHING_FORBIDS "limits/nothing.json"

/* The days of the shipped calendar, or of the text itself where no country was named.  A region
 * that is not known adds no days: the country's are those that everybody there has. */
static status read_calendar(struct op *op, const struct layers *layers, str text,
                            const struct holiday_calendar **ret)
{
    const struct holiday_scope scope = {.region = layers->region};
    if (holiday_has_country(op, layers->country))
        return holiday_open_scope(op, layers->country, &scope, ret);
    return holiday_parse(op, text, &scope, ret);
}

static const struct asset *find_calendar(struct op *op, str country)
{
    const char *const path =
        arena_printf(op->arena, "calendars/" STR_FORMAT ".json", STR_ARG(country));
    return asset_find(assets_policies, str_of(path));
}

static void hash_layers(struct op *op, const struct layers *layers, enum pack_mode mode,
                        char out[PACK_HASH_SIZE])
{
    const struct asset *const calendar = find_calendar(op, layers->country);
    const char reading = mode == PACK_STRICT ? 's' : 'o';
    struct crypto_hash hash;
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    crypto_hash_start(&hash);
    for (size_t i = 0; i < layers->count; i++) {
        crypto_hash_add(&hash, layers->texts[i].data, layers->texts[i].size);
        crypto_hash_add(&hash, "", 1); /* where one layer ends */
    }
    if (calendar)
        crypto_hash_add(&hash, calendar->data, calendar->size);
    crypto_hash_add(&hash, layers->region.data, layers->region.size);
    crypto_hash_add(&hash, &reading, 1);
    crypto_hash_end(&hash, digest);
    crypto_hex(digest, sizeof(digest), out);
}

static status read_zones(struct op *op, const json_t *root, struct pack *pack)
{
    json_t *list = NULL;
    if (!json_object_get(root, "zones"))
        return OK;
    TRY(json_need_array(op, "pack", root, "zones", &list));
    pack->zone_count = json_array_size(list);
    const char **const zones = arena_array(op->arena, pack->zone_count, sizeof(*zones));
    for (size_t i = 0; i < pack->zone_count; i++) {
        zones[i] = json_string_value(json_array_get(list, i));
        if (!zones[i])
            return op_fail(op, E_INVALID, "pack: \"zones\" must be names of time zones");
    }
    pack->zones = zones;
    return OK;
}

static status read_layers(struct op *op, const struct layers *layers, enum pack_mode mode,
                          const struct pack **ret_pack)
{
    struct pack *const pack = arena_new(op->arena, struct pack);
    struct rule *const rules = arena_array(op->arena, PACK_RULES_MAX, sizeof(*rules));
    const size_t country = layers->has_own ? 1 : 0; /* the layer whose days and name count */
    if (layers->count <= country || layers->count > PACK_LAYERS_MAX)
        return op_fail(op, E_LIMIT, "a pack has 1 to %d layers", PACK_LAYERS_MAX);
    for (size_t i = 0; i < layers->count; i++) {
        const bool is_beneath = layers->has_limits && i + 1 == layers->count;
        const struct layer_reading how = {(int)i, mode, layers->region, i < country, is_beneath};
        json_t *root;
        if (i == country)
            pack->first = pack->rule_count;
        TRY(json_parse(op, layers->texts[i], &root));
        TRY(pack_parse_layer(op, root, &how, rules, &pack->rule_count));
        if (i == country)
            TRY(read_zones(op, root, pack));
    }
    TRY(read_calendar(op, layers, layers->texts[country], &pack->calendar));
    pack->rules = rules;
    pack->country = rules[pack->first].info.country;
    pack->version = rules[pack->first].info.version;
    hash_layers(op, layers, mode, pack->hash);
    TRY(pack_compile(op, pack));
    *ret_pack = pack;
    return OK;
}

status pack_parse(struct op *op, const str *texts, size_t layer_count, enum pack_mode mode,
                  const struct pack **ret_pack)
{
    struct layers layers = {.count = layer_count, .country = STR(""), .region = STR("")};
    if (layer_count > PACK_LAYERS_MAX)
        return op_fail(op, E_LIMIT, "a pack has 1 to %d layers", PACK_LAYERS_MAX);
    for (size_t i = 0; i < layer_count; i++)
        layers.texts[i] = texts[i];
    return read_layers(op, &layers, mode, ret_pack);
}

static const struct asset *find_layer(struct op *op, str country)
{
    const char *const path = arena_printf(op->arena, "packs/" STR_FORMAT ".json", STR_ARG(country));
    return asset_find(assets_policies, str_of(path));
}

static status add_law(struct op *op, const struct pack_source *source, struct layers *layers)
{
    const struct asset *const base = source->is_limits_alone
                                         ? asset_find(assets_policies, STR(NOTHING_FORBIDS))
                                         : find_layer(op, STR(PACK_DEFAULT));
    const struct asset *const shipped = find_layer(op, layers->country);
    if (!base)
        return op_fail(op, E_INTERNAL, "the program carries no pack " PACK_DEFAULT);
    if (source->is_limits_alone) {
        layers->texts[layers->count++] = asset_text(base);
        return OK;
    }
    if (shipped && shipped != base)
        layers->texts[layers->count++] = asset_text(shipped);
    layers->texts[layers->count++] = asset_text(base);
    return OK;
}

status pack_open_source(struct op *op, const struct pack_source *source,
                        const struct pack **ret_pack)
{
    struct layers layers = {.region = source->place, .has_limits = source->limits.size > 0};
    layers.country = str_split(&layers.region, '-');
    layers.has_own = source->own.size > 0;
    if (layers.has_own)
        layers.texts[layers.count++] = source->own;
    TRY(add_law(op, source, &layers));
    if (layers.has_limits)
        layers.texts[layers.count++] = source->limits;
    return read_layers(op, &layers, source->mode, ret_pack);
}

status pack_open_own(struct op *op, str place, enum pack_mode mode, str own,
                     const struct pack **ret_pack)
{
    const struct pack_source source = {.place = place, .mode = mode, .own = own};
    return pack_open_source(op, &source, ret_pack);
}

status pack_open(struct op *op, str place, enum pack_mode mode, const struct pack **ret_pack)
{
    return pack_open_own(op, place, mode, (str){"", 0}, ret_pack);
}

status pack_open_home(struct op *op, str country, str region, const struct pack **ret_pack)
{
    const char *const place =
        arena_printf(op->arena, STR_FORMAT "-" STR_FORMAT, STR_ARG(country), STR_ARG(region));
    if (region.size > 0 && pack_open(op, str_of(place), PACK_ORDINARY, ret_pack) == OK)
        return OK;
    op_clear(op); /* a region that the pack does not know */
    return pack_open(op, country, PACK_ORDINARY, ret_pack);
}

const char *pack_hash(const struct pack *pack)
{
    return pack->hash;
}

const char *packs_digest(struct op *op)
{
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    struct crypto_hash hash;
    char *const text = arena_alloc(op->arena, CRYPTO_HEX_SIZE(CRYPTO_DIGEST_BYTES));
    crypto_hash_start(&hash);
    for (const struct asset *asset = assets_policies; asset->path; asset++) {
        const str path = str_of(asset->path);
        if ((!str_starts(path, STR("packs/")) && !str_starts(path, STR("calendars/"))) ||
            !strstr(asset->path, ".json"))
            continue;
        crypto_hash_add(&hash, asset->path, strlen(asset->path) + 1);
        crypto_hash_add(&hash, asset->data, asset->size + 1);
    }
    crypto_hash_end(&hash, digest);
    crypto_hex(digest, sizeof(digest), text);
    return text;
}

const char *pack_country(const struct pack *pack)
{
    return pack->country;
}

int pack_version(const struct pack *pack)
{
    return pack->version;
}

const struct holiday_calendar *pack_calendar(const struct pack *pack)
{
    return pack->calendar;
}

const char *pack_zone_at(const struct pack *pack, size_t index)
{
    return index < pack->zone_count ? pack->zones[index] : NULL;
}

size_t pack_rule_count(const struct pack *pack)
{
    return pack->rule_count;
}

const struct pack_rule *pack_rule_at(const struct pack *pack, size_t index)
{
    assert(index < pack->rule_count);
    return &pack->rules[index].info;
}

const struct pack_rule *pack_rule_find(const struct pack *pack, str id)
{
    for (size_t i = 0; i < pack->rule_count; i++)
        if (str_equal_c(id, pack->rules[i].info.id))
            return &pack->rules[i].info;
    return NULL;
}
