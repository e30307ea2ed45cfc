/* Reads the rules of one layer: every field is checked, and nothing unknown is let through. */
#include "comply/pack_rules.h"

#include <string.h>

#define ALL_BITS(count) ((UINT32_C(1) << (count)) - 1)

const char *const fact_names[FACT_COUNT] = {
    [FACT_DECEASED] = "deceased",
    [FACT_REPRESENTED] = "represented",
    [FACT_MINOR] = "minor",
    [FACT_BANKRUPT] = "bankrupt",
    [FACT_VULNERABLE] = "vulnerable",
    [FACT_ROLE + ROLE_DEBTOR] = "role_debtor",
    [FACT_ROLE + ROLE_CO_DEBTOR] = "role_co_debtor",
    [FACT_ROLE + ROLE_GUARANTOR] = "role_guarantor",
    [FACT_ROLE + ROLE_REFERENCE] = "role_reference",
    [FACT_ROLE + ROLE_EMPLOYER] = "role_employer",
    [FACT_ROLE + ROLE_THIRD_PARTY] = "role_third_party",
    [FACT_POINT + POINT_UNVERIFIED] = "point_unverified",
    [FACT_POINT + POINT_VERIFIED] = "point_verified",
    [FACT_POINT + POINT_WRONG] = "point_wrong",
    [FACT_POINT + POINT_INACTIVE] = "point_inactive",
    [FACT_POINT + POINT_OPTED_OUT] = "point_opted_out",
    [FACT_CONSENT + CONSENT_NONE] = "consent_none",
    [FACT_CONSENT + CONSENT_GIVEN] = "consent_given",
    [FACT_CONSENT + CONSENT_REVOKED] = "consent_revoked",
    [FACT_CONSENT + CONSENT_EXPIRED] = "consent_expired",
    [FACT_DISPUTE] = "dispute",
    [FACT_ZONE_UNKNOWN] = "zone_unknown",
    [FACT_HOLD] = "hold",
};

const char *const fact_reasons[FACT_COUNT] = {
    [FACT_DECEASED] = "gate.deceased",
    [FACT_REPRESENTED] = "gate.represented",
    [FACT_MINOR] = "gate.minor",
    [FACT_BANKRUPT] = "gate.bankrupt",
    [FACT_VULNERABLE] = "gate.vulnerable",
    [FACT_ROLE + ROLE_DEBTOR] = "gate.role",
    [FACT_ROLE + ROLE_CO_DEBTOR] = "gate.role",
    [FACT_ROLE + ROLE_GUARANTOR] = "gate.role",
    [FACT_ROLE + ROLE_REFERENCE] = "gate.third_party",
    [FACT_ROLE + ROLE_EMPLOYER] = "gate.third_party",
    [FACT_ROLE + ROLE_THIRD_PARTY] = "gate.third_party",
    [FACT_POINT + POINT_UNVERIFIED] = "gate.point_unverified",
    [FACT_POINT + POINT_VERIFIED] = "gate.point",
    [FACT_POINT + POINT_WRONG] = "gate.point_wrong",
    [FACT_POINT + POINT_INACTIVE] = "gate.point_inactive",
    [FACT_POINT + POINT_OPTED_OUT] = "gate.opted_out",
    [FACT_CONSENT + CONSENT_NONE] = "gate.consent_missing",
    [FACT_CONSENT + CONSENT_GIVEN] = "gate.consent",
    [FACT_CONSENT + CONSENT_REVOKED] = "gate.consent_revoked",
    [FACT_CONSENT + CONSENT_EXPIRED] = "gate.consent_expired",
    [FACT_DISPUTE] = "gate.dispute",
    [FACT_ZONE_UNKNOWN] = "gate.zone_unknown",
    [FACT_HOLD] = "gate.hold",
};

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

/* One of a few words; the index goes to *ret_index. */
static status parse_word(struct op *op, const char *where, const json_t *object, const char *key,
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

static bool role_bit(str text, uint32_t *ret_bit)
{
    enum party_role role;
    if (!party_role_parse(text, &role))
        return false;
    *ret_bit = FACT_BIT(FACT_ROLE + role);
    return true;
}

static bool fact_bit(str text, uint32_t *ret_bit)
{
    for (int i = 0; i < FACT_COUNT; i++)
        if (str_equal_c(text, fact_names[i])) {
            *ret_bit = FACT_BIT(i);
            return true;
        }
    return false;
}

/* A list of words as bits; a missing list leaves the caller's bits. */
static status take_bits(struct op *op, const char *where, const json_t *object, const char *key,
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

static status need_bits(struct op *op, const char *where, const json_t *object, const char *key,
                        bool (*bit_of)(str, uint32_t *), uint32_t *ret_bits)
{
    json_t *unused = NULL;
    TRY(json_need_array(op, where, object, key, &unused));
    return take_bits(op, where, object, key, bit_of, ret_bits);
}

/* "07:00"; "24:00" ends the day. */
static bool parse_clock(const json_t *value, int32_t *ret_second)
{
    int64_t hour = 0;
    int64_t minute = 0;
    const str text = str_of(json_string_value(value));
    if (text.size != 5 || text.data[2] != ':' || text.data[0] == '+' || text.data[0] == '-' ||
        text.data[3] == '+' || text.data[3] == '-' || !str_to_i64((str){text.data, 2}, &hour) ||
        !str_to_i64((str){text.data + 3, 2}, &minute))
        return false;
    if (minute > 59 || hour * 60 + minute > 24 * 60)
        return false;
    *ret_second = (int32_t)(hour * 3600 + minute * 60);
    return true;
}

/* In order and apart, so that the first one that is open late enough is the answer. */
static status parse_day_windows(struct op *op, const char *where, const char *key,
                                const json_t *list, struct windows *windows)
{
    if (!json_is_array(list))
        return op_fail(
            op, E_INVALID,
            "%s: windows: \"%s\" is missing; [] means none, unknown hours are not a rule", where,
            key);
    if (json_array_size(list) > WINDOWS_MAX)
        return op_fail(op, E_LIMIT, "%s: windows: \"%s\" has more than %d", where, key,
                       WINDOWS_MAX);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *const pair = json_array_get(list, i);
        int32_t open = 0;
        int32_t close = 0;
        if (json_array_size(pair) != 2 || !parse_clock(json_array_get(pair, 0), &open) ||
            !parse_clock(json_array_get(pair, 1), &close) || open >= close ||
            (i > 0 && windows->list[i - 1].close >= open))
            return op_fail(op, E_INVALID,
                           "%s: windows: \"%s\" must be pairs like [\"07:00\", \"22:00\"], in "
                           "order and apart",
                           where, key);
        windows->list[i].open = open;
        windows->list[i].close = close;
        windows->count++;
    }
    return OK;
}

static status parse_hours(struct op *op, const char *where, const json_t *object, struct rule *rule)
{
    static const char *const keys[] = {"mon_fri", "sat", "sun", "holiday"};
    json_t *const windows = json_object_get(object, "windows");
    if (json_is_string(windows) && strcmp(json_string_value(windows), "any") == 0) {
        rule->is_untimed = true;
        return OK;
    }
    if (!json_is_object(windows))
        return op_fail(op, E_INVALID, "%s: \"windows\" must be an object or \"any\"", where);
    TRY(json_check_object(op, where, windows, keys, ARRAY_LEN(keys)));
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        TRY(parse_day_windows(op, where, keys[i], json_object_get(windows, keys[i]),
                              &rule->windows[i]));
    return OK;
}

static status parse_cap(struct op *op, const char *where, const json_t *object, struct rule *rule)
{
    static const char *const spans[] = {"day", "week", "days"};
    static const char *const counted[] = {"attempts", "contacts"};
    static const char *const owners[] = {"person", "case"};
    int span = 0;
    int count = 0;
    int of = 0;
    TRY(json_need_int(op, where, object, "max", 0, 1000, &rule->max));
    TRY(parse_word(op, where, object, "per", spans, ARRAY_LEN(spans), &span));
    rule->span = (enum cap_span)span;
    if (rule->span == CAP_DAYS)
        TRY(json_need_int(op, where, object, "days", 2, 35, &rule->days));
    if (json_object_get(object, "count"))
        TRY(parse_word(op, where, object, "count", counted, ARRAY_LEN(counted), &count));
    if (json_object_get(object, "of"))
        TRY(parse_word(op, where, object, "of", owners, ARRAY_LEN(owners), &of));
    rule->counts_contact = count == 1;
    rule->is_by_case = of == 1;
    return json_take_bool(op, where, object, "together", &rule->is_together);
}

static status parse_consent(struct op *op, const char *where, const json_t *object,
                            struct rule *rule)
{
    static const char *const needs[] = {"given", "not_revoked"};
    int need = 0;
    TRY(parse_word(op, where, object, "need", needs, ARRAY_LEN(needs), &need));
    rule->facts = FACT_BIT(FACT_CONSENT + CONSENT_REVOKED);
    if (need == 0)
        rule->facts |=
            FACT_BIT(FACT_CONSENT + CONSENT_NONE) | FACT_BIT(FACT_CONSENT + CONSENT_EXPIRED);
    return OK;
}

static status parse_roles(struct op *op, const char *where, const json_t *object, struct rule *rule)
{
    uint32_t allowed = 0;
    TRY(need_bits(op, where, object, "roles", role_bit, &allowed));
    rule->facts = (ALL_BITS(ROLE_COUNT) << FACT_ROLE) & ~allowed;
    return OK;
}

static status parse_parameters(struct op *op, const char *where, const json_t *object,
                               struct rule *rule)
{
    switch (rule->kind) {
    case RULE_HOURS:
        return parse_hours(op, where, object, rule);
    case RULE_CAP:
        return parse_cap(op, where, object, rule);
    case RULE_CONSENT:
        return parse_consent(op, where, object, rule);
    case RULE_ROLES:
        return parse_roles(op, where, object, rule);
    case RULE_FORBIDDEN:
        return need_bits(op, where, object, "when", fact_bit, &rule->facts);
    case RULE_OTHER:
        break;
    }
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
    TRY(parse_word(op, where, object, "basis", bases, ARRAY_LEN(bases), &basis));
    TRY(parse_word(op, where, object, "status", statuses, ARRAY_LEN(statuses), &state));
    TRY(parse_word(op, where, object, "confidence", grades, ARRAY_LEN(grades), &grade));
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
    return OK;
}

static status parse_rule(struct op *op, json_t *object, enum pack_mode mode, struct rule *rule)
{
    static const char *const known[] = {
        "id",           "kind",        "basis",    "status", "confidence", "citation",
        "summary",      "channels",    "windows",  "mode",   "max",        "per",
        "effective_on", "repealed_on", "purposes", "count",  "of",         "days",
        "together",     "need",        "roles",    "when",   "note"};
    static const char *const modes[] = {"strict"};
    int unused = 0;
    TRY(json_check_object(op, "rule", object, known, ARRAY_LEN(known)));
    TRY(json_need_text(op, "rule", object, "id", &rule->info.id));
    const char *const where = arena_printf(op->arena, "rule %s", rule->info.id);
    TRY(parse_info(op, where, object, rule));
    rule->channels = ALL_BITS(CHANNEL_COUNT) & ~(UINT32_C(1) << CHANNEL_NONE); /* no contact */
    rule->purposes = ALL_BITS(PURPOSE_COUNT);
    TRY(take_bits(op, where, object, "channels", channel_bit, &rule->channels));
    TRY(take_bits(op, where, object, "purposes", purpose_bit, &rule->purposes));
    if (json_object_get(object, "mode")) {
        TRY(parse_word(op, where, object, "mode", modes, ARRAY_LEN(modes), &unused));
        rule->is_strict = true;
    }
    if (!rule->info.is_enforced)
        return OK; /* a bill may not even have figures yet */
    TRY(parse_parameters(op, where, object, rule));
    rule->info.is_enforced = !rule->is_strict || mode == PACK_STRICT;
    return OK;
}

static status check_id(struct op *op, const struct rule *rules, size_t rule_count)
{
    const char *const id = rules[rule_count].info.id;
    for (size_t i = 0; i < rule_count; i++)
        if (strcmp(rules[i].info.id, id) == 0)
            return op_fail(op, E_INVALID, "rule %s: the id is used twice", id);
    return OK;
}

status pack_parse_layer(struct op *op, json_t *root, int layer, enum pack_mode mode,
                        struct rule *rules, size_t *rule_count)
{
    static const char *const known[] = {"country", "version",  "as_of", "weekend",
                                        "note",    "holidays", "rules"};
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
        TRY(parse_rule(op, json_array_get(list, i), mode, rule));
        rule->layer = layer;
        rule->info.country = country;
        rule->info.version = version;
        TRY(check_id(op, rules, *rule_count));
        (*rule_count)++;
    }
    return OK;
}
