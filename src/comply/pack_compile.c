/* Turns the rules of all layers into tables, one for each span of days between changes of law. */
#include <stdlib.h>

#include "comply/pack_rules.h"

static bool is_in_force(const struct rule *rule, day d)
{
    return rule->info.is_enforced &&
           (rule->info.effective_on == DAY_NONE || rule->info.effective_on <= d) &&
           (rule->info.repealed_on == DAY_NONE || d < rule->info.repealed_on);
}

static status fail_ambiguous(struct op *op, const struct rule *a, const struct rule *b)
{
    return op_fail(op, E_INVALID, "rules %s and %s both decide the same channel and purpose",
                   a->info.id, b->info.id);
}

/* Where one rule alone may speak: the most specific layer, then the strict one, then the newer. */
static status choose(struct op *op, const struct rule *rule, const struct rule **chosen)
{
    const struct rule *const held = *chosen;
    if (held && held->layer < rule->layer)
        return OK;
    if (held && held->is_strict == rule->is_strict &&
        held->info.effective_on == rule->info.effective_on)
        return fail_ambiguous(op, held, rule);
    const bool is_better =
        !held || (rule->is_strict && !held->is_strict) ||
        (rule->is_strict == held->is_strict && rule->info.effective_on > held->info.effective_on);
    if (is_better)
        *chosen = rule;
    return OK;
}

static void block(struct slot *slot, const struct rule *rule)
{
    for (int fact = 0; fact < FACT_COUNT; fact++)
        if ((rule->facts & ~slot->blocks) & FACT_BIT(fact))
            slot->blockers[fact] = rule; /* layers come in order: the most specific is named */
    slot->blocks |= rule->facts;
}

/* A layer that sets a maximum a day (or for longer) silences the layers below on that; attempts and
 * conversations are two things. */
static status add_cap(struct op *op, struct slot *slot, const struct rule *rule)
{
    for (int i = 0; i < slot->cap_count; i++)
        if (slot->caps[i]->layer < rule->layer &&
            (slot->caps[i]->span == CAP_DAY) == (rule->span == CAP_DAY) &&
            slot->caps[i]->counts_contact == rule->counts_contact)
            return OK;
    if (slot->cap_count == SLOT_CAPS_MAX)
        return op_fail(op, E_LIMIT, "rule %s: more than %d maxima on one channel and purpose",
                       rule->info.id, SLOT_CAPS_MAX);
    slot->caps[slot->cap_count++] = rule;
    return OK;
}

static status add_rule(struct op *op, struct slot *slot, const struct rule *rule)
{
    switch (rule->kind) {
    case RULE_HOURS:
        return choose(op, rule, &slot->hours);
    case RULE_ROLES:
        return choose(op, rule, &slot->roles);
    case RULE_CONSENT:
        return choose(op, rule, &slot->consent);
    case RULE_CAP:
        return add_cap(op, slot, rule);
    case RULE_FORBIDDEN:
        block(slot, rule);
        break;
    case RULE_OTHER:
        break;
    }
    return OK;
}

/* Doubt must end in a refusal that names a rule, so the rules for it have to be there. */
static status check_slot(struct op *op, const struct slot *slot, int channel, int purpose)
{
    const char *const what =
        arena_printf(op->arena, "%s for %s", channel_name((enum channel)channel),
                     purpose_name((enum purpose)purpose));
    if (!slot->hours)
        return op_fail(op, E_INVALID, "no rule sets the hours of %s; add contact_hours", what);
    const bool needs_zone =
        !slot->hours->is_untimed || slot->cap_count > 0 || (slot->blocks & FACT_BIT(FACT_HOLD));
    if (needs_zone && !(slot->blocks & FACT_BIT(FACT_ZONE_UNKNOWN)))
        return op_fail(op, E_INVALID,
                       "no rule forbids %s in an unknown time zone; add forbidden_contact when "
                       "zone_unknown",
                       what);
    return OK;
}

static status fill_slot(struct op *op, const struct pack *pack, day d, int channel, int purpose,
                        struct slot *slot)
{
    for (size_t i = 0; i < pack->rule_count; i++) {
        const struct rule *const rule = &pack->rules[i];
        if (is_in_force(rule, d) && (rule->channels >> channel & 1) &&
            (rule->purposes >> purpose & 1))
            TRY(add_rule(op, slot, rule));
    }
    if (slot->roles)
        block(slot, slot->roles);
    if (slot->consent)
        block(slot, slot->consent);
    return check_slot(op, slot, channel, purpose);
}

static status fill_edition(struct op *op, const struct pack *pack, struct edition *edition)
{
    for (int channel = 0; channel < CHANNEL_COUNT; channel++)
        for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++)
            TRY(fill_slot(op, pack, edition->from, channel, purpose,
                          &edition->slots[channel][purpose]));
    return OK;
}

static int compare_days(const void *a, const void *b)
{
    const day left = *(const day *)a;
    const day right = *(const day *)b;
    return (left > right) - (left < right);
}

/* The days on which what is enforced may change, in order, each once; the first is DAY_MIN. */
static size_t list_changes(const struct pack *pack, day days[2 * PACK_RULES_MAX + 1])
{
    size_t found = 0;
    size_t kept = 0;
    days[found++] = DAY_MIN;
    for (size_t i = 0; i < pack->rule_count; i++) {
        const struct pack_rule *const info = &pack->rules[i].info;
        if (info->is_enforced && info->effective_on != DAY_NONE)
            days[found++] = info->effective_on;
        if (info->is_enforced && info->repealed_on != DAY_NONE)
            days[found++] = info->repealed_on;
    }
    qsort(days, found, sizeof(days[0]), compare_days);
    for (size_t i = 0; i < found; i++)
        if (kept == 0 || days[kept - 1] != days[i])
            days[kept++] = days[i];
    return kept;
}

status pack_compile(struct op *op, struct pack *pack)
{
    day days[2 * PACK_RULES_MAX + 1];
    const size_t count = list_changes(pack, days);
    if (count > PACK_EDITIONS_MAX)
        return op_fail(op, E_LIMIT, "pack %s: the law changes on more than %d days", pack->country,
                       PACK_EDITIONS_MAX);
    struct edition *const editions = arena_array(op->arena, count, sizeof(*editions));
    for (size_t i = 0; i < count; i++) {
        editions[i].from = days[i];
        TRY(fill_edition(op, pack, &editions[i]));
    }
    pack->editions = editions;
    pack->edition_count = count;
    return OK;
}
