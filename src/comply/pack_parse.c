/* Reads the rules of one layer: every field is checked, and nothing unknown is let through. */
#include "comply/pack_rules.h"

#include <string.h>

#define ALL_BITS(count) ((UINT32_C(1) << (count)) - 1)

static const struct {
    const char *name;
    enum rule_kind kind;
} kinds[] = {
    {"contact_hours",     RULE_HOURS    },
    {"frequency_cap",     RULE_CAP      },
    {"channel_consent",   RULE_CONSENT  },
    {"allowed_roles",     RULE_ROLES    },
    {"forbidden_contact", RULE_FORBIDDEN},
    {"content",           RULE_OTHER    },
    {"registry",          RULE_OTHER    },
    {"deadline",          RULE_OTHER    },
    {"penalty",           RULE_OTHER    },
    {"retention",         RULE_OTHER    },
    {"prescription",      RULE_OTHER    },
    {"fee_cap",           RULE_OTHER    },
    {"interest_cap",      RULE_OTHER    },
};

status pack_parse_word(struct op *op, const char *where, const json_t *object, const char *key,
                       const char *const *words, size_t word_count, int *ret_index)
{
    const char *text = NULL;
    struct buf list = buf_start(op->arena, LIMIT_FAILURE_TEXT);
    TRY(json_need_text(op, where, object, key, &text));
    for (size_t i = 0; i < word_count; i++) {
        if (strcmp(text, words[i]) == 0) {
            *ret_index = (int)i;
            return OK;
        }
        buf_printf(&list, "%s%s", i > 0 ? ", " : "", words[i]);
    }
    return op_fail(op, E_INVALID, "%s: \"%s\" is \"%s\"; it must be one of %s", where, key, text,
                   buf_cstr(&list));
}

static bool channel_bit(str text, uint32_t *ret_bit)
{
    enum channel channel;
    if (!channel_parse(text, &channel))
        return false;
    *ret_bit = UINT32_C(1) << channel;
    return true;
}

static bool purpose_bit(str text, uint32_t *ret_bit)
{
    enum purpose purpose;
    if (!purpose_parse(text, &purpose))
        return false;
    *ret_bit = UINT32_C(1) << purpose;
    return true;
}

status pack_take_bits(struct op *op, const char *where, const json_t *object, const char *key,
                      bool (*bit_of)(str, uint32_t *), uint32_t *ret_bits)
{
    uint32_t bits = 0;
    json_t *list = NULL;
    if (!json_object_get(object, key))
        return OK;
    TRY(json_need_array(op, where, object, key, &list));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *const text = json_string_value(json_array_get(list, i));
        uint32_t bit = 0;
        if (!text || !bit_of(str_of(text), &bit))
            return op_fail(op, E_INVALID, "%s: \"%s\" holds an unknown word \"%s\"", where, key,
                           text ? text : "");
        bits |= bit;
    }
    *ret_bits = bits;
    return OK;
}

static status parse_kind(struct op *op, const char *where, const json_t *object, struct rule *rule)
{
    TRY(json_need_text(op, where, object, "kind", &rule->info.kind));
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (strcmp(rule->info.kind, kinds[i].name) == 0) {
            rule->kind = kinds[i].kind;
            return OK;
        }
    return op_fail(op, E_INVALID, "%s: there is no kind of rule \"%s\"", where, rule->info.kind);
}

static status parse_summary(struct op *op, const char *where, const json_t *object,
                            struct pack_rule *info)
{
    static const char *const known[] = {"es", "en"};
    json_t *const summary = json_object_get(object, "summary");
    if (!summary)
        return op_fail(op, E_INVALID, "%s: \"summary\" is missing: {\"es\": …, \"en\": …}", where);
    TRY(json_check_object(op, where, summary, known, ARRAY_LEN(known)));
    TRY(json_need_text(op, where, summary, "es", &info->summary_es));
    return json_need_text(op, where, summary, "en", &info->summary_en);
}

static status parse_override(struct op *op, const char *where, const json_t *object,
                             struct pack_rule *info)
{
    static const char *const words[] = {"allowed", "never"};
    int word = 0;
    if (!json_object_get(object, "override"))
        return OK;
    TRY(pack_parse_word(op, where, object, "override", words, ARRAY_LEN(words), &word));
    info->override = word == 0 ? OVERRIDE_ALLOWED : OVERRIDE_NEVER;
    return OK;
}

/* The fields that every rule has; the status decides whether it is enforced at all. */
static status parse_info(struct op *op, const char *where, const json_t *object, struct rule *rule)
{
    static const char *const bases[] = {"law", "policy"};
    static const char *const statuses[] = {"in_force", "policy_default", "bill", "none_found"};
    static const char *const grades[] = {"high", "medium", "low"};
    struct pack_rule *const info = &rule->info;
    int basis = 0;
    int state = 0;
    int grade = 0;
    TRY(parse_kind(op, where, object, rule));
    TRY(pack_parse_word(op, where, object, "basis", bases, ARRAY_LEN(bases), &basis));
    TRY(pack_parse_word(op, where, object, "status", statuses, ARRAY_LEN(statuses), &state));
    TRY(pack_parse_word(op, where, object, "confidence", grades, ARRAY_LEN(grades), &grade));
    TRY(json_need_text(op, where, object, "citation", &info->citation));
    TRY(parse_summary(op, where, object, info));
    info->basis = basis == 0 ? PACK_LAW : PACK_POLICY;
    info->status = statuses[state];
    info->confidence = grades[grade];
    info->is_enforced = state <= 1 && rule->kind != RULE_OTHER;
    info->effective_on = DAY_NONE;
    info->repealed_on = DAY_NONE;
    TRY(json_take_day(op, where, object, "effective_on", &info->effective_on));
    TRY(json_take_day(op, where, object, "repealed_on", &info->repealed_on));
    if (info->repealed_on != DAY_NONE && info->repealed_on <= info->effective_on)
        return op_fail(op, E_INVALID, "%s: \"repealed_on\" is not after \"effective_on\"", where);
    return parse_override(op, where, object, info);
}

/* A rule of a region is dropped where the person lives in another one, is the most specific where
 * they live in it, and is added to the rest where nobody knows: then the strictest region counts.
 */
static status place_rule(struct op *op, const char *where, const json_t *object,
                         const struct layer_reading *how, struct rule *rule)
{
    TRY(json_take_text(op, where, object, "region", &rule->info.region));
    rule->layer = 2 * how->layer + 1;
    rule->is_added = how->is_added || how->is_beneath;
    rule->is_beneath = how->is_beneath;
    if (!rule->info.region)
        return OK;
    if (how->region.size == 0)
        rule->is_added = true;
    else if (str_equal_c(how->region, rule->info.region))
        rule->layer--;
    else
        rule->info.is_enforced = false;
    return OK;
}

static status parse_rule(struct op *op, json_t *object, const struct layer_reading *how,
                         struct rule *rule)
{
    static const char *const known[] = {
        "id",       "kind",    "basis",   "status",     "confidence", "citation",     "summary",
        "channels", "windows", "mode",    "max",        "per",        "effective_on", "repealed_on",
        "purposes", "count",   "of",      "days",       "together",   "need",         "roles",
        "when",     "note",    "maxima",  "week_start", "region",     "to_confirm",   "terms",
        "fee",      "rates",   "override"};
    static const char *const modes[] = {"strict"};
    int unused = 0;
    TRY(json_check_object(op, "rule", object, known, ARRAY_LEN(known)));
    TRY(json_need_text(op, "rule", object, "id", &rule->info.id));
    const char *const where = arena_printf(op->arena, "rule %s", rule->info.id);
    TRY(parse_info(op, where, object, rule));
    rule->channels = ALL_BITS(CHANNEL_COUNT) & ~(UINT32_C(1) << CHANNEL_NONE); /* no contact */
    rule->purposes = ALL_BITS(PURPOSE_COUNT);
    TRY(pack_take_bits(op, where, object, "channels", channel_bit, &rule->channels));
    TRY(pack_take_bits(op, where, object, "purposes", purpose_bit, &rule->purposes));
    if (json_object_get(object, "mode")) {
        TRY(pack_parse_word(op, where, object, "mode", modes, ARRAY_LEN(modes), &unused));
        rule->is_strict = true;
    }
    TRY(json_take_bool(op, where, object, "to_confirm", &rule->info.is_to_confirm));
    if (rule->kind == RULE_OTHER)
        TRY(pack_parse_terms(op, where, object, &rule->info));
    if (!rule->info.is_enforced)
        return OK; /* a bill may not even have figures yet */
    TRY(pack_parse_parameters(op, where, object, rule));
    rule->info.is_enforced = !rule->is_strict || how->mode == PACK_STRICT;
    for (int i = 0; i < rule->cap_count; i++)
        rule->caps[i].rule = rule;
    return place_rule(op, where, object, how, rule);
}

static status check_id(struct op *op, const struct rule *rules, size_t rule_count)
{
    const char *const id = rules[rule_count].info.id;
    for (size_t i = 0; i < rule_count; i++)
        if (strcmp(rules[i].info.id, id) == 0)
            return op_fail(op, E_INVALID, "rule %s: the id is used twice", id);
    return OK;
}

status pack_parse_layer(struct op *op, json_t *root, const struct layer_reading *how,
                        struct rule *rules, size_t *rule_count)
{
    static const char *const known[] = {"country", "version",  "as_of", "weekend",
                                        "note",    "holidays", "rules", "zones"};
    const char *country = NULL;
    json_t *list = NULL;
    int version = 0;
    TRY(json_check_object(op, "pack", root, known, ARRAY_LEN(known)));
    TRY(json_need_text(op, "pack", root, "country", &country));
    TRY(json_need_int(op, "pack", root, "version", 1, 1000000, &version));
    TRY(json_need_array(op, "pack", root, "rules", &list));
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (*rule_count == PACK_RULES_MAX)
            return op_fail(op, E_LIMIT, "pack %s: more than %d rules", country, PACK_RULES_MAX);
        struct rule *const rule = &rules[*rule_count];
        TRY(parse_rule(op, json_array_get(list, i), how, rule));
        rule->info.country = country;
        rule->info.version = version;
        TRY(check_id(op, rules, *rule_count));
        (*rule_count)++;
    }
    return OK;
}
