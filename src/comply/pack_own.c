/* Whether the organisation's own rules only narrow.  The gate would hold the law against a laxer
 * rule anyway; it is refused so that nobody believes it has an effect. */
#include <stdio.h>

#include "comply/pack.h"
#include "comply/pack_table.h"

struct check {
    const struct pack *base;
    const struct rule *rule;
    day from;
};

static status fail_lax(struct op *op, const struct rule *rule, const struct rule *law,
                       const char *what)
{
    return op_fail(op, E_INVALID, "rule %s is laxer than %s, which stays: %s", rule->info.id,
                   law->info.id, what);
}

/* --- hours --- */

static bool is_within(const struct spans *spans, int32_t open, int32_t close)
{
    for (int i = 0; i < spans->count; i++)
        if (spans->list[i].open <= open && close <= spans->list[i].close)
            return true;
    return false;
}

/* What the base leaves of a kind of day; of a holiday, on whatever weekday it falls. */
static bool is_left(const struct slot *slot, int kind, int32_t open, int32_t close)
{
    bool is_left = false;
    if (kind < DAY_HOLIDAY)
        return is_within(&slot->open[0][kind], open, close);
    for (int weekday = 0; weekday < DAY_HOLIDAY; weekday++)
        is_left |= is_within(&slot->open[1][weekday], open, close);
    return is_left;
}

static const struct rule *hours_of(const struct slot *slot, int kind)
{
    for (int i = 0; i < slot->hours_count; i++)
        if (slot->hours_days[i] & DAY_BIT(kind))
            return slot->hours[i];
    return slot->hours[0];
}

static status check_windows(struct op *op, const struct rule *rule, const struct slot *slot,
                            int kind)
{
    static const char *const names[DAY_KIND_COUNT] = {"mon_fri", "sat", "sun", "holiday"};
    const struct windows *const windows = &rule->windows[kind];
    for (int i = 0; i < windows->count; i++) {
        const int32_t open = windows->list[i].open;
        const int32_t close = windows->list[i].close;
        if (is_left(slot, kind, open, close))
            continue;
        return fail_lax(op, rule, hours_of(slot, kind),
                        arena_printf(op->arena, "%s %02d:%02d-%02d:%02d", names[kind],
                                     (int)(open / 3600), (int)(open / 60 % 60), (int)(close / 3600),
                                     (int)(close / 60 % 60)));
    }
    return OK;
}

static status check_hours(struct op *op, const struct rule *rule, const struct slot *slot)
{
    for (int kind = 0; kind < DAY_KIND_COUNT && !slot->is_untimed; kind++)
        if (rule->days & DAY_BIT(kind))
            TRY(check_windows(op, rule, slot, kind));
    return OK;
}

/* --- maxima --- */

/* Whether a larger number of the own maximum could only be the laxer one. */
static bool is_comparable(const struct cap *own, const struct cap *base)
{
    return own->span == base->span && own->counts == base->counts &&
           (own->span != CAP_DAYS || own->days == base->days) &&
           !(own->is_together && !base->is_together) && !(base->is_by_case && !own->is_by_case);
}

static status check_caps(struct op *op, const struct rule *rule, const struct slot *slot)
{
    for (int i = 0; i < rule->cap_count; i++)
        for (int j = 0; j < slot->cap_count; j++)
            if (is_comparable(&rule->caps[i], slot->caps[j]) &&
                rule->caps[i].max > slot->caps[j]->max)
                return fail_lax(
                    op, rule, slot->caps[j]->rule,
                    arena_printf(op->arena, "%d > %d", rule->caps[i].max, slot->caps[j]->max));
    return OK;
}

/* --- rules --- */

static status check_slots(struct op *op, const struct rule *rule, const struct edition *edition)
{
    for (int channel = 0; channel < CHANNEL_COUNT; channel++)
        for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
            const struct slot *const slot = &edition->slots[channel][purpose];
            if (!(rule->channels >> channel & 1) || !(rule->purposes >> purpose & 1))
                continue;
            if (rule->kind == RULE_HOURS)
                TRY(check_hours(op, rule, slot));
            if (rule->kind == RULE_CAP)
                TRY(check_caps(op, rule, slot));
        }
    return OK;
}

/* Against the law of the day and every one that is known to come. */
static status check_rule(struct op *op, const struct check *check)
{
    const struct pack *const base = check->base;
    if (check->rule->info.basis == PACK_LAW)
        return op_fail(op, E_INVALID, "rule %s: an organisation's own rule is policy, not law",
                       check->rule->info.id);
    for (size_t i = 0; i < base->edition_count; i++)
        if (i + 1 == base->edition_count || base->editions[i + 1].from > check->from)
            TRY(check_slots(op, check->rule, &base->editions[i]));
    return OK;
}

status pack_check_own(struct op *op, str place, enum pack_mode mode, str own, day from)
{
    const struct pack *base = NULL;
    const struct pack *whole = NULL;
    TRY(pack_open(op, place, mode, &base));
    TRY(pack_open_own(op, place, mode, own, &whole));
    for (size_t i = 0; i < whole->first; i++)
        TRY(check_rule(op, &(struct check){base, &whole->rules[i], from}));
    return OK;
}
