#include "comply/pack.h"

#include <assert.h>

#include "base/assets.h"
#include "base/crypto.h"
#include "comply/pack_rules.h"

const char *pack_basis_name(enum pack_basis basis)
{
    return basis == PACK_LAW ? "law" : "policy";
}

status pack_parse(struct op *op, const str *layers, size_t layer_count, enum pack_mode mode,
                  const struct pack **ret_pack)
{
    struct pack *const pack = arena_new(op->arena, struct pack);
    struct rule *const rules = arena_array(op->arena, PACK_RULES_MAX, sizeof(*rules));
    if (layer_count == 0 || layer_count > PACK_LAYERS_MAX)
        return op_fail(op, E_LIMIT, "a pack has 1 to %d layers", PACK_LAYERS_MAX);
    for (size_t i = 0; i < layer_count; i++) {
        json_t *root;
        TRY(json_parse(op, layers[i], &root));
        TRY(pack_parse_layer(op, root, (int)i, mode, rules, &pack->rule_count));
    }
    TRY(holiday_parse(op, layers[0], &pack->calendar));
    pack->rules = rules;
    pack->country = rules[0].info.country;
    pack->version = rules[0].info.version;
    TRY(pack_compile(op, pack));
    *ret_pack = pack;
    return OK;
}

static const struct asset *find_layer(struct op *op, str country)
{
    const char *const path = arena_printf(op->arena, "packs/" STR_FORMAT ".json", STR_ARG(country));
    return asset_find(assets_policies, str_of(path));
}

status pack_open(struct op *op, str country, enum pack_mode mode, const struct pack **ret_pack)
{
    str layers[2];
    size_t count = 0;
    const struct asset *const own = find_layer(op, country);
    const struct asset *const base = find_layer(op, STR(PACK_DEFAULT));
    if (!base)
        return op_fail(op, E_INTERNAL, "the program carries no pack " PACK_DEFAULT);
    if (own && own != base)
        layers[count++] = asset_text(own);
    layers[count++] = asset_text(base);
    return pack_parse(op, layers, count, mode, ret_pack);
}

const char *packs_digest(struct op *op)
{
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    struct crypto_hash hash;
    char *const text = arena_alloc(op->arena, CRYPTO_HEX_SIZE(CRYPTO_DIGEST_BYTES));
    crypto_hash_start(&hash);
    for (const struct asset *asset = assets_policies; asset->path; asset++) {
        if (!str_starts(str_of(asset->path), STR("packs/")) || !strstr(asset->path, ".json"))
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
