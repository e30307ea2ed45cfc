#include "policy/policy.h"

#include "base/json.h"
#include "policy/strategy.h"
#include "record/symbol.h"
#include "store/db.h"

/* Packs and zones that persons' words asked for; few in any organisation. */
#define WORDS_MAX 64

struct word_pack {
    int64_t symbol;
    const struct pack *pack;
};
struct word_zone {
    int64_t symbol;
    const struct zone *zone;
};

struct cache {
    struct policy policy;
    struct word_pack packs[WORDS_MAX];
    struct word_zone zones[WORDS_MAX];
    int pack_count;
    int zone_count;
    const struct pack *home_pack;
};

static const char *const output_names[OUTPUT_COUNT] = {
    [OUTPUT_STEP] = "step",           [OUTPUT_CHANNEL] = "channel",
    [OUTPUT_TEMPLATE] = "template",   [OUTPUT_NOTICE_LEVEL] = "notice_level",
    [OUTPUT_WAIT_DAYS] = "wait_days", [OUTPUT_QUEUE] = "queue",
};

static status find_outputs(struct op *op, struct policy *policy)
{
    const struct dmn_output *outputs = NULL;
    const size_t count = dmn_plan_outputs(policy->treatment, &outputs);
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        policy->outputs[i] = -1;
        for (size_t j = 0; j < count; j++)
            if (str_equal_c(str_of(outputs[j].name), output_names[i]))
                policy->outputs[i] = (int)j;
    }
    if (policy->outputs[OUTPUT_STEP] < 0 || policy->outputs[OUTPUT_CHANNEL] < 0)
        return op_fail(op, E_INVALID, "treatment.dmn must give a step and a channel");
    return OK;
}

/* A case is decided with the outputs of all tables on the stack. */
static status check_widths(struct op *op, const struct policy *policy)
{
    const struct dmn_plan *const plans[] = {policy->segment, policy->treatment, policy->priority};
    const struct dmn_output *outputs = NULL;
    for (size_t i = 0; i < ARRAY_LEN(plans); i++) {
        const size_t count = dmn_plan_outputs(plans[i], &outputs);
        if (count == 0 || count > OUTPUTS_MAX)
            return op_fail(op, E_INVALID,
                           "a table of the strategy has %zu outputs: 1 to %d are possible", count,
                           OUTPUTS_MAX);
    }
    return OK;
}

static status find_symbols(struct op *op, struct policy *policy)
{
    const size_t count = dmn_symbols_count(policy->symbols);
    policy->store_symbols = arena_array(op->arena, count, sizeof(int64_t));
    for (size_t i = 0; i < count; i++) {
        const str text = dmn_symbols_text(policy->symbols, (dmn_symbol)i);
        TRY(symbol_find(op, text, &policy->store_symbols[i]));
        if (policy->store_symbols[i] == 0 && text.size > 0)
            return op_fail(op, E_STORE,
                           "the strategy's word \"" STR_FORMAT "\" is not in the store",
                           STR_ARG(text));
    }
    return OK;
}

static void find_reads(struct policy *policy)
{
    for (size_t i = 0; i < policy->schema.count; i++) {
        policy->reads[i] = dmn_plan_reads(policy->segment, i) ||
                           dmn_plan_reads(policy->treatment, i) ||
                           dmn_plan_reads(policy->priority, i);
        policy->reads_attributes |= i >= INPUT_COUNT && policy->reads[i];
    }
}

/* Builds the policy in the cache's own arena: an op whose memory outlives the present one. */
static status build(struct op *op, struct cache *cache, int64_t id, str name, int version)
{
    struct strategy_models models;
    struct policy *const policy = &cache->policy;
    *policy = (struct policy){.strategy_id = id, .strategy_version = version, .arena = op->arena};
    policy->strategy_name = str_copy(op->arena, name);
    TRY(organisation_get(op, &policy->organisation));
    TRY(input_schema_load(op, &policy->schema));
    TRY(strategy_compile(op, id, &policy->schema, &models, &policy->settings));
    policy->segment = models.segment;
    policy->treatment = models.treatment;
    policy->priority = models.priority;
    policy->symbols = models.symbols;
    TRY(check_widths(op, policy));
    TRY(find_outputs(op, policy));
    TRY(find_symbols(op, policy));
    find_reads(policy);
    TRY(pack_open(op, policy->organisation.country, PACK_ORDINARY, &cache->home_pack));
    return zone_find(op, policy->organisation.timezone, &policy->zone);
}

static void release_arena(void *arena)
{
    arena_destroy(arena);
}

static status cache_make(struct op *op, int64_t id, str name, int version, struct cache **ret_cache)
{
    struct arena *const arena = arena_create();
    struct op longer = *op;
    longer.arena = arena;
    struct cache *const cache = arena_new(arena, struct cache);
    const status code = build(&longer, cache, id, name, version);
    if (code != OK) {
        const status failed = op_fail(op, code, "%s", longer.text);
        arena_destroy(arena);
        return failed;
    }
    arena_defer(db_arena(op->db), release_arena, arena);
    *ret_cache = cache;
    return OK;
}

status policy_get(struct op *op, const struct policy **ret_policy)
{
    void **const slot = db_cache(op->db, DB_CACHE_POLICY);
    struct cache *cache = *slot;
    int64_t id = 0;
    str name;
    int version = 0;
    TRY(strategy_active(op, &id, &name, &version));
    if (!cache || cache->policy.strategy_id != id) {
        TRY(cache_make(op, id, name, version, &cache));
        *slot = cache; /* the old one stays until the connection closes: someone may hold it */
    }
    *ret_policy = &cache->policy;
    return OK;
}

/* The policy is the first member of its cache. */
static struct cache *cache_of(struct op *op)
{
    return *db_cache(op->db, DB_CACHE_POLICY);
}

status policy_pack(struct op *op, const struct policy *policy, int64_t country_symbol,
                   const struct pack **ret_pack)
{
    struct cache *const cache = cache_of(op);
    str country;
    for (int i = 0; i < cache->pack_count; i++) {
        if (cache->packs[i].symbol == country_symbol) {
            *ret_pack = cache->packs[i].pack;
            return OK;
        }
    }
    TRY(symbol_text(op, country_symbol, &country));
    *ret_pack = cache->home_pack;
    if (country.size == 0 || str_equal(country, policy->organisation.country) ||
        cache->pack_count == WORDS_MAX)
        return OK;
    struct op longer = *op;
    longer.arena = policy->arena;
    const status code = pack_open(&longer, country, PACK_ORDINARY, ret_pack);
    if (code != OK)
        return op_fail(op, code, "%s", longer.text);
    cache->packs[cache->pack_count++] = (struct word_pack){country_symbol, *ret_pack};
    return OK;
}

status policy_zone(struct op *op, const struct policy *policy, int64_t zone_symbol,
                   const struct zone **ret_zone)
{
    struct cache *const cache = cache_of(op);
    str id;
    *ret_zone = policy->zone;
    if (zone_symbol == 0)
        return OK; /* nobody said another one */
    for (int i = 0; i < cache->zone_count; i++) {
        if (cache->zones[i].symbol == zone_symbol) {
            *ret_zone = cache->zones[i].zone;
            return OK;
        }
    }
    TRY(symbol_text(op, zone_symbol, &id));
    struct op probe = *op; /* an unknown zone is the gate's business, not a failure of ours */
    op_clear(&probe);
    const status code = zone_find(&probe, id, ret_zone);
    if (code == E_INVALID)
        *ret_zone = NULL;
    else if (code != OK)
        return op_fail(op, code, "%s", probe.text);
    if (cache->zone_count < WORDS_MAX)
        cache->zones[cache->zone_count++] = (struct word_zone){zone_symbol, *ret_zone};
    return OK;
}

str policy_rule_text(const struct policy *policy, int64_t rules, enum language language)
{
    return dmn_plan_annotation(policy->treatment, (int32_t)(rules & 0xFFFF) - 1, language);
}

int64_t policy_capacity(const struct policy *policy, str queue)
{
    int64_t capacity = INT64_MAX;
    json_t *const root = json_loadb(policy->settings.data, policy->settings.size, 0, NULL);
    const json_t *const row = json_object_get(json_object_get(root, "capacity"), queue.data);
    if (json_is_integer(row))
        capacity = json_integer_value(row);
    json_decref(root);
    return capacity;
}
