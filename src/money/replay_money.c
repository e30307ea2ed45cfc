#include "money/replay.h"
#include "money/split.h"

static void meet(struct replay *r, const struct ledger_event *event, size_t line, int64_t *left)
{
    struct ledger_line *const met = &r->ledger.lines[line];
    const int64_t amount = replay_open_of(met) < *left ? replay_open_of(met) : *left;
    met->met += amount;
    *left -= amount;
    replay_add_entry(r, event, ENTRY_PAID, line, amount);
}

/* Money for one component of one instalment, as far as it is of the group's ages. */
static void meet_component(struct replay *r, const struct ledger_event *event,
                           const struct profile_group *group, size_t instalment,
                           enum component component, int64_t *left)
{
    const struct ledger *const l = &r->ledger;
    for (size_t i = l->instalments[instalment].first_line; i != LEDGER_NO_LINE && *left > 0;
         i = l->lines[i].next_line)
        if (l->lines[i].component == component && !l->lines[i].is_superseded &&
            (age_class_of(l->lines[i].due_on, event->value_on) & group->ages) != 0)
            meet(r, event, i, left);
}

static void meet_instalment(struct replay *r, const struct ledger_event *event,
                            const struct profile_group *group, size_t instalment, int64_t *left)
{
    for (int i = 0; i<group->count && * left> 0; i++)
        meet_component(r, event, group, instalment, group->order[i], left);
}

static int64_t open_in_group(const struct replay *r, const struct ledger_event *event,
                             const struct profile_group *group, size_t instalment)
{
    const struct ledger *const l = &r->ledger;
    int64_t open = 0;
    for (int k = 0; k < group->count; k++)
        for (size_t i = l->instalments[instalment].first_line; i != LEDGER_NO_LINE;
             i = l->lines[i].next_line)
            if (l->lines[i].component == group->order[k] && !l->lines[i].is_superseded &&
                (age_class_of(l->lines[i].due_on, event->value_on) & group->ages) != 0)
                open += replay_open_of(&l->lines[i]);
    return open;
}

/* Equal parts to all instalments that have something open; what one cannot take goes round again,
 * and each round spends all or closes one. */
static void spread(struct replay *r, const struct ledger_event *event,
                   const struct profile_group *group, int64_t *left)
{
    const size_t all = r->ledger.instalment_count;
    size_t *const open = arena_array(r->op->arena, all, sizeof(*open));
    int64_t *const parts = arena_array(r->op->arena, all, sizeof(*parts));
    while (*left > 0) {
        size_t count = 0;
        for (size_t n = 0; n < all; n++)
            if (open_in_group(r, event, group, r->by_due[n]) > 0)
                open[count++] = r->by_due[n];
        if (count == 0)
            return;
        split_evenly(*left, count, parts);
        *left = 0;
        for (size_t i = 0; i < count; i++) {
            meet_instalment(r, event, group, open[i], &parts[i]);
            *left += parts[i];
        }
    }
}

static void serve_group(struct replay *r, const struct ledger_event *event,
                        const struct profile *profile, const struct profile_group *group,
                        int64_t *left)
{
    const bool is_future = group->ages == AGE_FUTURE;
    const size_t all = r->ledger.instalment_count;
    if (is_future && profile->future == FUTURE_SPREAD) {
        spread(r, event, group, left);
        return;
    }
    const bool is_backward = is_future && profile->future == FUTURE_LAST;
    const int rounds = profile->is_vertical ? group->count : 1;
    for (int k = 0; k < rounds; k++)
        for (size_t i = 0; i<all && * left> 0; i++) {
            const size_t n = r->by_due[is_backward ? all - 1 - i : i];
            if (profile->is_vertical)
                meet_component(r, event, group, n, group->order[k], left);
            else
                meet_instalment(r, event, group, n, left);
        }
}

static void allocate(struct replay *r, const struct ledger_event *event, int64_t *left)
{
    const bool is_charged_off = r->ledger.charged_off_on != DAY_NONE && r->rules->charged_off;
    const struct profile *const profile =
        is_charged_off ? r->rules->charged_off : r->rules->standard;
    for (int i = 0; i<profile->group_count && * left> 0; i++)
        serve_group(r, event, profile, &profile->groups[i], left);
}

/* What was paid too much meets what is opened later. */
static void apply_unapplied(struct replay *r, const struct ledger_event *event)
{
    int64_t left = r->ledger.unapplied;
    if (left == 0)
        return;
    allocate(r, event, &left);
    replay_add_entry(r, event, ENTRY_UNAPPLIED, LEDGER_NO_LINE, left - r->ledger.unapplied);
    r->ledger.unapplied = left;
}

void replay_open_line(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    const bool is_charge = event->instalment == 0;
    const enum line_origin origin = is_charge ? LINE_CHARGE : LINE_SCHEDULE;
    size_t n = l->instalment_count;
    if (is_charge)
        n = replay_instalment_at(r, event->due_on, LINE_CHARGE);
    else if (n == 0 || l->instalments[n - 1].due_on < event->due_on)
        replay_add_instalment(r, event->due_on, LINE_SCHEDULE);
    else
        for (n = 0; l->instalments[n].due_on < event->due_on;)
            n++;
    const size_t line = replay_add_line(r, (struct ledger_line){.instalment = n,
                                                                .component = event->component,
                                                                .origin = origin,
                                                                .due_on = event->due_on,
                                                                .age_on = l->instalments[n].due_on,
                                                                .amount = event->amount,
                                                                .event_id = event->id});
    replay_add_entry(r, event, ENTRY_OPENED, line, event->amount);
    apply_unapplied(r, event);
}

void replay_take_money(struct replay *r, const struct ledger_event *event)
{
    int64_t left = event->amount;
    if (r->ledger.written_off_on == DAY_NONE)
        allocate(r, event, &left);
    replay_add_entry(r, event, ENTRY_UNAPPLIED, LEDGER_NO_LINE, left);
    r->ledger.unapplied += left;
    if (event->kind == LEDGER_PAYMENT && r->ledger.charged_off_on != DAY_NONE)
        r->ledger.recovered += event->amount;
}

/* What the returned money had met last comes back first; what nobody can tell is principal. */
static struct parts parts_of_return(const struct replay *r, const struct ledger_event *event,
                                    int64_t amount)
{
    const struct ledger *const l = &r->ledger;
    struct parts parts = {{0}};
    for (size_t i = l->entry_count; i-- > 0 && amount > 0 && event->of != 0;) {
        const struct ledger_entry *const entry = &l->entries[i];
        if (entry->event_id != event->of || entry->kind != ENTRY_PAID)
            continue;
        const int64_t part = entry->amount < amount ? entry->amount : amount;
        parts.of[entry->component] += part;
        amount -= part;
    }
    parts.of[COMPONENT_PRINCIPAL] += amount;
    return parts;
}

/* A return takes what is unapplied first; the rest is owed again, from the day of the return. */
void replay_take_back(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    const int64_t kept = l->unapplied < event->amount ? l->unapplied : event->amount;
    l->unapplied -= kept;
    replay_add_entry(r, event, ENTRY_UNAPPLIED, LEDGER_NO_LINE, -kept);
    if (l->charged_off_on != DAY_NONE)
        l->recovered -= event->amount < l->recovered ? event->amount : l->recovered;
    const struct parts parts = parts_of_return(r, event, event->amount - kept);
    for (int i = 0; i < COMPONENT_COUNT; i++) {
        if (parts.of[i] == 0)
            continue;
        const size_t line =
            replay_add_line(r, (struct ledger_line){.instalment = replay_instalment_at(
                                                        r, event->value_on, LINE_RETURN),
                                                    .component = (enum component)i,
                                                    .origin = LINE_RETURN,
                                                    .due_on = event->value_on,
                                                    .age_on = event->value_on,
                                                    .amount = parts.of[i],
                                                    .event_id = event->id});
        replay_add_entry(r, event, ENTRY_OPENED, line, parts.of[i]);
    }
}
