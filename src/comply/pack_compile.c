/* Turns the rules of all layers into tables, one for each span of days between changes of law. */
#include <stdlib.h>

#include "comply/pack_table.h"

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

static bool counts_talk(const struct cap *cap)
{
    return cap->counts == COUNT_CONTACTS || cap->counts == COUNT_CHANNELS;
}

/* A law that says how often silences the layers below on that: it has found its number, and ours
 * would only hide it.  A policy silences them for its own span, a day or longer.  Attempts and
 * conversations are two things. */
static bool silences(const struct cap *upper, const struct cap *lower)
{
    return !upper->rule->is_added && !lower->rule->is_added &&
           upper->rule->layer < lower->rule->layer && counts_talk(upper) == counts_talk(lower) &&
           (upper->rule->info.basis == PACK_LAW ||
            (upper->span == CAP_DAY) == (lower->span == CAP_DAY));
}

static status add_caps(struct op *op, struct slot *slot, const struct rule *rule)
{
    for (int i = 0; i < rule->cap_count; i++) {
        const struct cap *const cap = &rule->caps[i];
        bool is_silent = false;
        for (int held = 0; held < slot->cap_count; held++)
            is_silent |= silences(slot->caps[held], cap);
        if (is_silent)
            continue;
        if (slot->cap_count == SLOT_CAPS_MAX)
            return op_fail(op, E_LIMIT, "rule %s: more than %d maxima on one channel and purpose",
                           rule->info.id, SLOT_CAPS_MAX);
        slot->caps[slot->cap_count++] = cap;
    }
    return OK;
}

/* --- hours --- */

static status add_hours(struct op *op, struct slot *slot, const struct rule *rule, uint32_t days)
{
    for (int i = 0; i < slot->hours_count; i++)
        if (slot->hours[i] == rule) {
            slot->hours_days[i] |= days;
            return OK;
        }
    if (slot->hours_count == SLOT_HOURS_MAX)
        return op_fail(op, E_LIMIT, "rule %s: more than %d rules of hours for one channel",
                       rule->info.id, SLOT_HOURS_MAX);
    slot->hours[slot->hours_count] = rule;
    slot->hours_days[slot->hours_count++] = days;
    return OK;
}

static status take_hours(struct op *op, struct slot *slot, const struct rule *rule)
{
    if (rule->is_added)
        return add_hours(op, slot, rule, rule->days);
    for (int kind = 0; kind < DAY_KIND_COUNT; kind++)
        if (rule->days & DAY_BIT(kind))
            TRY(choose(op, rule, &slot->base[kind]));
    return OK;
}

static status cut(struct op *op, const struct rule *rule, const struct windows *windows,
                  struct spans *spans)
{
    struct spans left = {.count = 0};
    for (int i = 0; i < spans->count; i++)
        for (int j = 0; j < windows->count; j++) {
            const bool closes =
                !spans->list[i].rule || windows->list[j].close < spans->list[i].close;
            const int32_t open = spans->list[i].open > windows->list[j].open
                                     ? spans->list[i].open
                                     : windows->list[j].open;
            const int32_t close = closes ? windows->list[j].close : spans->list[i].close;
            if (open >= close)
                continue;
            if (left.count == SPANS_MAX)
                return op_fail(op, E_LIMIT, "rule %s cuts a day into more than %d spans",
                               rule->info.id, SPANS_MAX);
            left.list[left.count].open = open;
            left.list[left.count].close = close;
            left.list[left.count++].rule = closes ? rule : spans->list[i].rule;
        }
    *spans = left;
    return OK;
}

/* What all rules leave of one kind of day.  A holiday never opens what its weekday keeps closed. */
static status cut_day(struct op *op, struct slot *slot, enum day_kind kind, bool is_holiday)
{
    struct spans *const spans = &slot->open[is_holiday][kind];
    *spans = (struct spans){1, {{0, 24 * 3600, NULL}}};
    for (int i = 0; i < slot->hours_count; i++) {
        if (slot->hours_days[i] & DAY_BIT(kind))
            TRY(cut(op, slot->hours[i], &slot->hours[i]->windows[kind], spans));
        if (is_holiday && (slot->hours_days[i] & DAY_BIT(DAY_HOLIDAY)))
            TRY(cut(op, slot->hours[i], &slot->hours[i]->windows[DAY_HOLIDAY], spans));
    }
    return OK;
}

static status settle_hours(struct op *op, struct slot *slot)
{
    slot->is_untimed = true;
    for (int i = 0; i < slot->hours_count; i++)
        slot->is_untimed &= slot->hours[i]->is_untimed;
    for (int kind = 0; kind < DAY_HOLIDAY; kind++) {
        TRY(cut_day(op, slot, (enum day_kind)kind, false));
        TRY(cut_day(op, slot, (enum day_kind)kind, true));
    }
    return OK;
}

static status add_rule(struct op *op, struct slot *slot, const struct rule *rule)
{
    switch (rule->kind) {
    case RULE_HOURS:
        return take_hours(op, slot, rule);
    case RULE_CAP:
        return add_caps(op, slot, rule);
    case RULE_ROLES:
        if (!rule->is_added)
            return choose(op, rule, &slot->roles);
        block(slot, rule);
        break;
    case RULE_CONSENT: /* a laxer law never opens what our policy or a service asks for */
    case RULE_FORBIDDEN:
        block(slot, rule);
        break;
    case RULE_OTHER:
        break;
    }
    return OK;
}

static const char *slot_name(struct op *op, int channel, int purpose)
{
    return arena_printf(op->arena, "%s for %s", channel_name((enum channel)channel),
                        purpose_name((enum purpose)purpose));
}

static status add_base_hours(struct op *op, struct slot *slot, int channel, int purpose)
{
    for (int kind = 0; kind < DAY_KIND_COUNT; kind++) {
        if (!slot->base[kind])
            return op_fail(op, E_INVALID, "no rule sets the hours of %s; add contact_hours",
                           slot_name(op, channel, purpose));
        TRY(add_hours(op, slot, slot->base[kind], DAY_BIT(kind)));
    }
    return OK;
}

/* Doubt must end in a refusal that names a rule, so the rule for it has to be there. */
static status check_zone(struct op *op, const struct slot *slot, int channel, int purpose)
{
    const bool needs_zone =
        !slot->is_untimed || slot->cap_count > 0 || (slot->blocks & FACT_BIT(FACT_HOLD));
    if (needs_zone && !(slot->blocks & FACT_BIT(FACT_ZONE_UNKNOWN)))
        return op_fail(op, E_INVALID,
                       "no rule forbids %s in an unknown time zone; add forbidden_contact when "
                       "zone_unknown",
                       slot_name(op, channel, purpose));
    return OK;
}

/* The first of those that refuse is named, so what lies beneath comes when all else is there. */
static status add_rules(struct op *op, const struct pack *pack, day d, int channel, int purpose,
                        bool is_beneath, struct slot *slot)
{
    for (size_t i = 0; i < pack->rule_count; i++) {
        const struct rule *const rule = &pack->rules[i];
        if (rule->is_beneath == is_beneath && is_in_force(rule, d) &&
            (rule->channels >> channel & 1) && (rule->purposes >> purpose & 1))
            TRY(add_rule(op, slot, rule));
    }
    return OK;
}

static status fill_slot(struct op *op, const struct pack *pack, day d, int channel, int purpose,
                        struct slot *slot)
{
    TRY(add_rules(op, pack, d, channel, purpose, false, slot));
    if (slot->roles)
        block(slot, slot->roles);
    TRY(add_base_hours(op, slot, channel, purpose));
    TRY(add_rules(op, pack, d, channel, purpose, true, slot));
    TRY(settle_hours(op, slot));
    return check_zone(op, slot, channel, purpose);
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
