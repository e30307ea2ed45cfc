/* Reads what a rule says by its kind: hours, maxima, consent, roles and what forbids. */
#include <string.h>

#include "comply/pack_rules.h"

#define ALL_BITS(count) ((UINT32_C(1) << (count)) - 1)

const char *const fact_names[FACT_COUNT] = {
    [FACT_DECEASED] = "deceased",
    [FACT_REPRESENTED] = "represented",
    [FACT_MINOR] = "minor",
    [FACT_BANKRUPT] = "bankrupt",
    [FACT_SUED] = "sued",
    [FACT_MORATORIUM] = "moratorium",
    [FACT_ELDERLY] = "elderly",
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
    [FACT_WORKPLACE] = "workplace",
    [FACT_VISIT] = "visit",
    [FACT_AUTOMATED] = "automated",
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
    [FACT_SUED] = "gate.sued",
    [FACT_MORATORIUM] = "gate.moratorium",
    [FACT_ELDERLY] = "gate.elderly",
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
    [FACT_WORKPLACE] = "gate.workplace",
    [FACT_VISIT] = "gate.visit",
    [FACT_AUTOMATED] = "gate.automated",
    [FACT_CONSENT + CONSENT_NONE] = "gate.consent_missing",
    [FACT_CONSENT + CONSENT_GIVEN] = "gate.consent",
    [FACT_CONSENT + CONSENT_REVOKED] = "gate.consent_revoked",
    [FACT_CONSENT + CONSENT_EXPIRED] = "gate.consent_expired",
    [FACT_DISPUTE] = "gate.dispute",
    [FACT_ZONE_UNKNOWN] = "gate.zone_unknown",
    [FACT_HOLD] = "gate.hold",
};

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

static status need_bits(struct op *op, const char *where, const json_t *object, const char *key,
                        bool (*bit_of)(str, uint32_t *), uint32_t *ret_bits)
{
    json_t *unused = NULL;
    TRY(json_need_array(op, where, object, key, &unused));
    return pack_take_bits(op, where, object, key, bit_of, ret_bits);
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
        return op_fail(op, E_INVALID,
                       "%s: windows: \"%s\" is missing; [] means none, null that the law is silent",
                       where, key);
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
        rule->days = ALL_DAYS;
        for (int kind = 0; kind < DAY_KIND_COUNT; kind++)
            rule->windows[kind] = (struct windows){1, {{0, 24 * 3600}}};
        return OK;
    }
    if (!json_is_object(windows))
        return op_fail(op, E_INVALID, "%s: \"windows\" must be an object or \"any\"", where);
    TRY(json_check_object(op, where, windows, keys, ARRAY_LEN(keys)));
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const json_t *const list = json_object_get(windows, keys[i]);
        if (json_is_null(list))
            continue; /* the law is silent on such days: another rule speaks */
        TRY(parse_day_windows(op, where, keys[i], list, &rule->windows[i]));
        rule->days |= DAY_BIT(i);
    }
    return OK;
}

static status parse_cap(struct op *op, const char *where, const json_t *object, struct cap *cap)
{
    static const char *const spans[] = {"day", "week", "days"};
    static const char *const counted[] = {"attempts", "contacts", "unanswered", "answered",
                                          "channels"};
    static const char *const owners[] = {"person", "case"};
    static const char *const starts[] = {"monday", "sunday"};
    int span = 0;
    int count = COUNT_ATTEMPTS;
    int of = 0;
    int start = 0;
    TRY(json_need_int(op, where, object, "max", 0, 1000, &cap->max));
    TRY(pack_parse_word(op, where, object, "per", spans, ARRAY_LEN(spans), &span));
    cap->span = (enum cap_span)span;
    if (cap->span == CAP_DAYS)
        TRY(json_need_int(op, where, object, "days", 2, PACK_DAYS_MAX, &cap->days));
    if (json_object_get(object, "count"))
        TRY(pack_parse_word(op, where, object, "count", counted, COUNT_KIND_COUNT, &count));
    if (json_object_get(object, "of"))
        TRY(pack_parse_word(op, where, object, "of", owners, ARRAY_LEN(owners), &of));
    if (json_object_get(object, "week_start"))
        TRY(pack_parse_word(op, where, object, "week_start", starts, ARRAY_LEN(starts), &start));
    cap->counts = (enum cap_count)count;
    cap->is_by_case = of == 1;
    cap->week_start = start == 0 ? MONDAY : SUNDAY;
    return json_take_bool(op, where, object, "together", &cap->is_together);
}

/* One maximum in the rule itself, or several in "maxima": a law that sets two says so in one rule.
 */
static status parse_caps(struct op *op, const char *where, const json_t *object, struct rule *rule)
{
    static const char *const known[] = {"max", "per",      "days",      "count",
                                        "of",  "together", "week_start"};
    json_t *list = NULL;
    if (!json_object_get(object, "maxima")) {
        rule->cap_count = 1;
        return parse_cap(op, where, object, &rule->caps[0]);
    }
    TRY(json_need_array(op, where, object, "maxima", &list));
    if (json_array_size(list) > RULE_CAPS_MAX)
        return op_fail(op, E_LIMIT, "%s: more than %d maxima", where, RULE_CAPS_MAX);
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *const one = json_array_get(list, i);
        TRY(json_check_object(op, where, one, known, ARRAY_LEN(known)));
        TRY(parse_cap(op, where, one, &rule->caps[rule->cap_count++]));
    }
    return OK;
}

static status parse_consent(struct op *op, const char *where, const json_t *object,
                            struct rule *rule)
{
    static const char *const needs[] = {"given", "not_revoked"};
    int need = 0;
    TRY(pack_parse_word(op, where, object, "need", needs, ARRAY_LEN(needs), &need));
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
    TRY(pack_take_bits(op, where, object, "when", fact_bit, &rule->facts));
    rule->facts |= (ALL_BITS(ROLE_COUNT) << FACT_ROLE) & ~allowed;
    return OK;
}

status pack_parse_parameters(struct op *op, const char *where, const json_t *object,
                             struct rule *rule)
{
    switch (rule->kind) {
    case RULE_HOURS:
        return parse_hours(op, where, object, rule);
    case RULE_CAP:
        return parse_caps(op, where, object, rule);
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
