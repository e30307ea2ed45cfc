#include "policy/policy.h"

#include "base/json.h"
#include "book/residence.h"
#include "policy/experiment.h"
#include "policy/indicator.h"
#include "policy/limits.h"
#include "record/symbol.h"
#include "store/db.h"

#define PLACE_BUCKETS 256 /* a power of two */

/* A place that persons' words asked for; the cache has each pair of words once. */
struct known_place {
    int64_t country; /* symbols */
    int64_t home;
    struct policy_place place;
    struct known_place *next;
};

/* A pack by the place that it was opened for: many homes share one. */
struct known_pack {
    str place;
    const struct pack *pack;
    struct known_pack *next;
};

struct cache {
    struct policy policy;
    struct known_place *places[PLACE_BUCKETS];
    struct known_pack *packs;
    int64_t reading; /* the transaction, if it only reads, in which it was found to hold, */
    day reading_on;  /* and for which day; what such a transaction sees does not change */
};

const char *const policy_output_names[OUTPUT_COUNT] = {
    [OUTPUT_STEP] = "step",           [OUTPUT_CHANNEL] = "channel",
    [OUTPUT_TEMPLATE] = "template",   [OUTPUT_NOTICE_LEVEL] = "notice_level",
    [OUTPUT_WAIT_DAYS] = "wait_days", [OUTPUT_QUEUE] = "queue",
    [OUTPUT_RECIPIENT] = "recipient",
};

static status find_outputs(struct op *op, struct policy *policy)
{
    const struct dmn_output *outputs = NULL;
    const size_t count = dmn_plan_outputs(policy->treatment, &outputs);
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        policy->outputs[i] = -1;
        for (size_t j = 0; j < count; j++)
            if (str_equal_c(str_of(outputs[j].name), policy_output_names[i]))
                policy->outputs[i] = (int)j;
    }
    policy->escalation_queue = -1;
    const size_t rise = policy->escalation ? dmn_plan_outputs(policy->escalation, &outputs) : 0;
    for (size_t j = 0; j < rise; j++)
        if (str_equal_c(str_of(outputs[j].name), "queue"))
            policy->escalation_queue = (int)j;
    if (policy->outputs[OUTPUT_STEP] < 0 || policy->outputs[OUTPUT_CHANNEL] < 0)
        return op_fail(op, E_INVALID, "treatment.dmn must give a step and a channel");
    return OK;
}

/* A case is decided with the outputs of all tables on the stack. */
static status check_widths(struct op *op, const struct policy *policy)
{
    const struct dmn_plan *const plans[] = {policy->segment, policy->treatment, policy->priority,
                                            policy->negotiation, policy->escalation};
    const struct dmn_output *outputs = NULL;
    for (size_t i = 0; i < ARRAY_LEN(plans); i++) {
        const size_t count = plans[i] ? dmn_plan_outputs(plans[i], &outputs) : 1;
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

void policy_find_reads(struct policy *policy)
{
    const struct dmn_plan *const plans[] = {policy->segment, policy->treatment, policy->priority,
                                            policy->negotiation, policy->escalation};
    for (size_t i = 0; i < policy->schema.count; i++) {
        for (size_t p = 0; p < ARRAY_LEN(plans); p++)
            policy->reads[i] |= plans[p] && dmn_plan_reads(plans[p], i);
        policy->reads_attributes |= i >= INPUT_COUNT && policy->reads[i];
        policy->reads_seldom |= i >= INPUT_SELDOM && i < INPUT_COUNT && policy->reads[i];
        policy->reads_obligations |= INPUT_IS_OBLIGATIONS(i) && policy->reads[i];
        policy->reads_indicators |= i >= INPUT_INDICATOR && i < INPUT_COUNT && policy->reads[i];
    }
}

static status add_duty(struct op *op, struct policy *policy, const char *step, size_t *capacity)
{
    int64_t *duties = (int64_t *)(uintptr_t)policy->duties;
    int64_t symbol = 0;
    TRY(symbol_find(op, str_of(step), &symbol));
    if (symbol == 0)
        return OK; /* no table gives it */
    duties = arena_grow(op->arena, duties, policy->duty_count, capacity, sizeof(*duties));
    duties[policy->duty_count++] = symbol;
    policy->duties = duties;
    return OK;
}

/* Of strategy.json: steps.NAME.duty. */
static status find_duties(struct op *op, struct policy *policy)
{
    json_t *root = NULL;
    const char *name = NULL;
    json_t *step = NULL;
    size_t capacity = 0;
    TRY(json_parse(op, policy->settings, &root));
    json_object_foreach(json_object_get(root, "steps"), name, step)
    {
        if (json_is_true(json_object_get(step, "duty")))
            TRY(add_duty(op, policy, name, &capacity));
    }
    return OK;
}

/* What the store says is to be had now. */
struct wanted {
    int64_t experiment_id; /* 0: none */
    int64_t strategy_id;
    str name;
    int version;
    struct own_rules rules;
};

/* Builds the policy in the cache's own arena: an op whose memory outlives the present one. */
static status build(struct op *op, struct cache *cache, const struct wanted *wanted)
{
    struct strategy_models models;
    struct strategy_source source;
    struct policy *const policy = &cache->policy;
    *policy = (struct policy){.strategy_id = wanted->strategy_id,
                              .strategy_version = wanted->version,
                              .indicators_on = DAY_NONE,
                              .strategy_name = str_copy(op->arena, wanted->name),
                              .arena = op->arena};
    TRY(own_rules_take(op, &wanted->rules, &policy->rules));
    TRY(organisation_get(op, &policy->organisation));
    TRY(input_schema_load(op, &policy->schema));
    TRY(strategy_compile(op, policy->strategy_id, &policy->schema, &models, &source));
    policy->settings = source.settings;
    policy->templates = source.templates;
    policy->template_count = source.template_count;
    policy->segment = models.segment;
    policy->treatment = models.treatment;
    policy->priority = models.priority;
    policy->negotiation = models.negotiation;
    policy->escalation = models.escalation;
    policy->obligation = models.obligation;
    policy->symbols = models.symbols;
    TRY(check_widths(op, policy));
    TRY(find_outputs(op, policy));
    TRY(find_symbols(op, policy));
    policy_find_reads(policy);
    TRY(find_duties(op, policy));
    return zone_find(op, policy->organisation.timezone, &policy->zone);
}

static status build_challenger(struct op *op, const struct wanted *champion, int64_t strategy_id,
                               const struct policy **ret_policy)
{
    struct cache *const cache = arena_new(op->arena, struct cache);
    struct wanted wanted = {.strategy_id = strategy_id, .rules = champion->rules};
    TRY(strategy_name(op, strategy_id, &wanted.name, &wanted.version));
    TRY(build(op, cache, &wanted));
    *ret_policy = &cache->policy;
    return OK;
}

static status build_arms(struct op *op, struct cache *cache, const struct wanted *wanted)
{
    struct policy *const champion = &cache->policy;
    struct experiment experiment;
    TRY(experiment_get(op, wanted->experiment_id, &experiment));
    struct arm *const list = arena_array(op->arena, experiment.arm_count, sizeof(*list));
    for (size_t i = 0; i < experiment.arm_count; i++) {
        const struct experiment_arm *const given = &experiment.arms[i];
        list[i] = (struct arm){.name = given->name,
                               .seed = arm_seed(experiment.name, given->name),
                               .share = given->share,
                               .symbol = given->symbol,
                               .is_hold_out = given->kind == ARM_HOLD_OUT,
                               .policy = champion};
        if (given->kind == ARM_CHALLENGER && given->strategy_id != wanted->strategy_id)
            TRY(build_challenger(op, wanted, given->strategy_id, &list[i].policy));
        champion->reads_indicators |= list[i].policy->reads_indicators;
    }
    champion->arms = (struct arms){experiment.id, list, experiment.arm_count};
    return OK;
}

static status build_all(struct op *op, struct cache *cache, const struct wanted *wanted)
{
    TRY(build(op, cache, wanted));
    return wanted->experiment_id != 0 ? build_arms(op, cache, wanted) : OK;
}

static void release_arena(void *arena)
{
    arena_destroy(arena);
}

static status cache_make(struct op *op, const struct wanted *wanted, struct cache **ret_cache)
{
    struct arena *const arena = arena_create();
    struct op longer = *op;
    longer.arena = arena;
    struct cache *const cache = arena_new(arena, struct cache);
    const status code = build_all(&longer, cache, wanted);
    if (code != OK) {
        const status failed = op_fail(op, code, "%s", longer.text);
        arena_destroy(arena);
        return failed;
    }
    arena_defer(db_arena(op->db), release_arena, arena);
    *ret_cache = cache;
    return OK;
}

/* The policies of the arms are caches of their own, made with this one. */
static struct cache *cache_of(const struct policy *policy)
{
    return (struct cache *)(uintptr_t)policy; /* the policy is its first member */
}

/* One reading for all arms: they are the organisation's. */
static status read_indicators(struct op *op, struct policy *policy)
{
    TRY(indicators_read(op, policy->indicators));
    policy->indicators_on = op->business_date;
    for (size_t i = 0; i < policy->arms.count; i++) {
        struct policy *const other = &cache_of(policy->arms.list[i].policy)->policy;
        memcpy(other->indicators, policy->indicators, sizeof(other->indicators));
        other->indicators_on = policy->indicators_on;
    }
    return OK;
}

static status read_wanted(struct op *op, struct db_rows *row, void *out)
{
    struct wanted *const wanted = out;
    wanted->strategy_id = db_id(row, 0);
    wanted->name = db_text_copy(op, row, 1);
    wanted->version = (int)db_i64(row, 2);
    wanted->experiment_id = db_id(row, 3);
    return own_rules_of_settings(op, db_text(row, 4), db_text(row, 5), &wanted->rules);
}

static status find_wanted(struct op *op, struct wanted *ret_wanted)
{
    bool found = false;
    TRY(db_query_one(op, Q_POLICY_ON,
                     DB_ARGS(ARG_DAY(op->business_date), ARG_TEXT_C(OWN_RULES_SETTING),
                             ARG_TEXT_C(OWN_READING_SETTING)),
                     read_wanted, ret_wanted, &found));
    return found ? OK
                 : strategy_active(op, &ret_wanted->strategy_id, &ret_wanted->name,
                                   &ret_wanted->version); /* which says that there is none */
}

/* Whether this transaction has asked already, and only reads. */
static bool is_fresh(const struct op *op, const struct cache *cache)
{
    return cache && db_only_reads(op->db) && cache->reading_on == op->business_date &&
           cache->reading == db_transaction_number(op->db);
}

/* The cache that holds today. */
static status refresh(struct op *op, struct cache **cache)
{
    void **const slot = db_cache(op->db, DB_CACHE_POLICY);
    struct wanted wanted;
    *cache = *slot;
    if (is_fresh(op, *cache))
        return OK;
    TRY(find_wanted(op, &wanted));
    if (!*cache || (*cache)->policy.arms.experiment_id != wanted.experiment_id ||
        (*cache)->policy.strategy_id != wanted.strategy_id ||
        !own_rules_same(&(*cache)->policy.rules, &wanted.rules)) {
        TRY(cache_make(op, &wanted, cache));
        *slot = *cache; /* the old one stays until the connection closes: someone may hold it */
    }
    (*cache)->reading = db_transaction_number(op->db);
    (*cache)->reading_on = op->business_date;
    return OK;
}

status policy_get(struct op *op, const struct policy **ret_policy)
{
    struct cache *cache = NULL;
    TRY(refresh(op, &cache));
    if (cache->policy.reads_indicators && cache->policy.indicators_on != op->business_date)
        TRY(read_indicators(op, &cache->policy));
    *ret_policy = &cache->policy;
    return OK;
}

status policy_prepare_day(struct op *op, const struct policy **ret_policy)
{
    struct cache *cache = NULL;
    TRY(policy_get(op, ret_policy));
    if (!(*ret_policy)->reads_indicators)
        return OK;
    TRY(indicators_keep(op));
    cache = *db_cache(op->db, DB_CACHE_POLICY);
    return read_indicators(op, &cache->policy);
}

/* --- arms --- */

status policy_of_case(struct op *op, const struct policy *policy, struct case_key key,
                      const struct policy **ret_policy)
{
    struct case_facts facts;
    bool found = false;
    if (policy->arms.count > 0)
        TRY(facts_get(op, key, &facts, &found));
    *ret_policy = found ? policy_of(policy, &facts) : policy;
    return OK;
}

const struct policy *policy_by_strategy(const struct policy *policy, int64_t strategy_id)
{
    for (size_t i = 0; i < policy->arms.count; i++)
        if (policy->arms.list[i].policy->strategy_id == strategy_id)
            return policy->arms.list[i].policy;
    return policy;
}

bool policy_any_reads_obligations(const struct policy *policy)
{
    bool is_read = policy->reads_obligations;
    for (size_t i = 0; i < policy->arms.count; i++)
        is_read |= policy->arms.list[i].policy->reads_obligations;
    return is_read;
}

bool policy_same(const struct policy *a, const struct policy *b)
{
    return a->strategy_id == b->strategy_id && a->arms.experiment_id == b->arms.experiment_id;
}

bool policy_is_duty(const struct policy *policy, int64_t step)
{
    for (size_t i = 0; i < policy->duty_count; i++)
        if (policy->duties[i] == step)
            return true;
    return false;
}

void policy_pin(const struct policy *policy, const struct input_pin *pins, size_t count)
{
    struct cache *const cache = cache_of(policy);
    cache->policy.pins = pins;
    cache->policy.pin_count = count;
}

/* --- places --- */

static status find_pack(struct op *op, struct cache *cache, str country, str region,
                        const struct pack **ret_pack)
{
    const str place = region.size == 0 ? country
                                       : str_of(arena_printf(op->arena, STR_FORMAT "-" STR_FORMAT,
                                                             STR_ARG(country), STR_ARG(region)));
    for (const struct known_pack *known = cache->packs; known; known = known->next)
        if (str_equal(known->place, place)) {
            *ret_pack = known->pack;
            return OK;
        }
    struct known_pack *const known = arena_new(op->arena, struct known_pack);
    str limits;
    TRY(limits_of(op, cache->policy.settings, country, &limits));
    TRY(own_rules_open(op, &cache->policy.rules, place, limits, &known->pack));
    known->place = str_copy(op->arena, place);
    known->next = cache->packs;
    cache->packs = known;
    *ret_pack = known->pack;
    return OK;
}

/* In the cache's own arena. */
static status learn_place(struct op *op, struct cache *cache, struct known_place *known)
{
    const struct organisation *const office = &cache->policy.organisation;
    struct residence home;
    str country;
    str text;
    TRY(symbol_text(op, known->country, &country));
    TRY(symbol_text(op, known->home, &text));
    if (country.size == 0)
        country = office->country;
    TRY(residence_find(op, country, text, office->country, cache->policy.zone, &home));
    known->place.zone_count = home.zone_count;
    memcpy(known->place.zones, home.zones, sizeof(home.zones));
    return find_pack(op, cache, country, home.region, &known->place.pack);
}

status policy_place(struct op *op, const struct policy *policy, int64_t country_symbol,
                    int64_t home_symbol, const struct policy_place **ret_place)
{
    struct cache *const cache = cache_of(policy);
    struct known_place **const bucket =
        &cache->places[((uint64_t)country_symbol * 31 + (uint64_t)home_symbol) % PLACE_BUCKETS];
    struct known_place *known = *bucket;
    while (known && (known->country != country_symbol || known->home != home_symbol))
        known = known->next;
    if (!known) {
        struct op longer = *op;
        longer.arena = policy->arena;
        known = arena_new(longer.arena, struct known_place);
        *known = (struct known_place){country_symbol, home_symbol, {0}, *bucket};
        const status code = learn_place(&longer, cache, known);
        if (code != OK)
            return op_fail(op, code, "%s", longer.text);
        *bucket = known;
    }
    *ret_place = &known->place;
    return OK;
}

str policy_rule_text(const struct policy *policy, int64_t rules, enum language language)
{
    return dmn_plan_annotation(policy->treatment, (int32_t)(rules & 0xFFFF) - 1, language);
}

bool policy_template(const struct policy *policy, str name, str *ret_text)
{
    const size_t folder = sizeof(STRATEGY_TEMPLATES) - 1;
    for (size_t i = 0; i < policy->template_count; i++) {
        const str path = policy->templates[i].path;
        if (!str_equal((str){path.data + folder, path.size - folder}, name))
            continue;
        *ret_text = policy->templates[i].text;
        return true;
    }
    return false;
}

static int64_t own_capacity(const struct policy *policy, str queue)
{
    int64_t capacity = INT64_MAX;
    json_t *const root = json_loadb(policy->settings.data, policy->settings.size, 0, NULL);
    const json_t *const row = json_object_get(json_object_get(root, "capacity"), queue.data);
    if (json_is_integer(row))
        capacity = json_integer_value(row);
    json_decref(root);
    return capacity;
}

int64_t policy_capacity(const struct policy *policy, str queue)
{
    int64_t capacity = own_capacity(policy, queue);
    for (size_t i = 0; i < policy->arms.count && capacity == INT64_MAX; i++)
        capacity = own_capacity(policy->arms.list[i].policy, queue);
    return capacity;
}
