#include <stdlib.h>

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

/* Whether money of the event may meet the line in a group. */
static bool is_served(const struct replay *r, const struct ledger_event *event,
                      const struct profile_group *group, const struct ledger_line *line)
{
    return !line->is_superseded && (r->only_claim == 0 || line->claim == r->only_claim) &&
           (age_class_of(line->due_on, event->value_on) & group->ages) != 0;
}

/* Money for one component of one instalment, as far as it is of the group's ages. */
static void meet_component(struct replay *r, const struct ledger_event *event,
                           const struct profile_group *group, size_t instalment,
                           enum component component, int64_t *left)
{
    const struct ledger *const l = &r->ledger;
    for (size_t i = l->instalments[instalment].first_line; i != LEDGER_NO_LINE && *left > 0;
         i = l->lines[i].next_line)
        if (l->lines[i].component == component && is_served(r, event, group, &l->lines[i]))
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
            if (l->lines[i].component == group->order[k] &&
                is_served(r, event, group, &l->lines[i]))
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

const struct profile *replay_profile_on(const struct ledger_rules *rules, day on)
{
    const struct profile *profile = rules->standard;
    for (size_t i = 0; i < rules->step_count && rules->steps[i].from <= on; i++)
        profile = rules->steps[i].profile;
    return profile;
}

static void serve_all(struct replay *r, const struct ledger_event *event, int64_t *left)
{
    const bool is_charged_off = r->ledger.charged_off_on != DAY_NONE && r->rules->charged_off;
    const struct profile *const profile =
        is_charged_off ? r->rules->charged_off : replay_profile_on(r->rules, event->value_on);
    for (int i = 0; i<profile->group_count && * left> 0; i++)
        serve_group(r, event, profile, &profile->groups[i], left);
}

static bool has_line_of(const struct replay *r, int64_t claim)
{
    for (size_t i = 0; i < r->ledger.line_count; i++)
        if (r->ledger.lines[i].claim == claim)
            return true;
    return false;
}

/* Money that names a claim waits for it, meets it first, and then whatever is open. */
static void allocate(struct replay *r, const struct ledger_event *event, struct credit *credit)
{
    r->money_id = credit->event_id;
    if (credit->claim != 0 && credit->claim < r->plan_claims && !has_line_of(r, credit->claim))
        return;
    r->only_claim = credit->claim;
    if (credit->claim != 0)
        serve_all(r, event, &credit->left);
    r->only_claim = 0;
    serve_all(r, event, &credit->left);
}

void replay_apply_unapplied(struct replay *r, const struct ledger_event *event)
{
    for (size_t i = 0; i < r->credit_count && r->ledger.unapplied > 0; i++) {
        const int64_t before = r->credits[i].left;
        if (before == 0)
            continue;
        allocate(r, event, &r->credits[i]);
        replay_add_entry(r, event, ENTRY_UNAPPLIED, LEDGER_NO_LINE, r->credits[i].left - before);
        r->ledger.unapplied += r->credits[i].left - before;
    }
}

/* The components of a claim are one instalment, and no other claim joins it. */
static size_t instalment_of_claim(struct replay *r, int64_t claim, day due_on,
                                  enum line_origin origin)
{
    const struct ledger *const l = &r->ledger;
    for (size_t i = l->line_count; i-- > 0;)
        if (l->lines[i].claim == claim)
            return l->lines[i].instalment;
    return replay_add_instalment(r, due_on, origin);
}

void replay_open_line(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    const bool is_charge = event->instalment == 0;
    const enum line_origin origin = is_charge ? LINE_CHARGE : LINE_SCHEDULE;
    size_t n = l->instalment_count;
    if (is_charge)
        n = replay_instalment_at(r, event->due_on, LINE_CHARGE);
    else if (event->claim != 0)
        n = instalment_of_claim(r, event->claim, event->due_on, LINE_SCHEDULE);
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
                                                                .event_id = event->id,
                                                                .claim = event->claim,
                                                                .debt = event->debt});
    replay_add_entry(r, event, ENTRY_OPENED, line, event->amount);
}

void replay_take_money(struct replay *r, const struct ledger_event *event)
{
    struct credit credit = {event->id, event->claim, event->amount};
    if (r->ledger.written_off_on == DAY_NONE)
        allocate(r, event, &credit);
    replay_add_entry(r, event, ENTRY_UNAPPLIED, LEDGER_NO_LINE, credit.left);
    r->ledger.unapplied += credit.left;
    r->credits = arena_grow(r->op->arena, r->credits, r->credit_count, &r->credit_capacity,
                            sizeof(*r->credits));
    r->credits[r->credit_count++] = credit;
    if (event->kind == LEDGER_PAYMENT && r->ledger.charged_off_on != DAY_NONE)
        r->ledger.recovered += event->amount;
}

/* Takes what a payment has left; of a return that names none, what any has. */
static int64_t take_credit(struct replay *r, const struct ledger_event *event)
{
    int64_t taken = 0;
    for (size_t i = 0; i < r->credit_count; i++) {
        struct credit *const credit = &r->credits[i];
        const int64_t wanted = event->amount - taken;
        const int64_t part = credit->left < wanted ? credit->left : wanted;
        if (event->of != 0 && credit->event_id != event->of)
            continue;
        credit->left -= part;
        taken += part;
    }
    r->ledger.unapplied -= taken;
    replay_add_entry(r, event, ENTRY_UNAPPLIED, LEDGER_NO_LINE, -taken);
    return taken;
}

/* What is owed again, of one component of one debt. */
struct owed {
    int64_t debt;
    enum component component;
    int64_t amount;
};

static int compare_owed(const void *left, const void *right)
{
    const struct owed *const a = left;
    const struct owed *const b = right;
    if (a->debt != b->debt)
        return a->debt < b->debt ? -1 : 1;
    return (int)a->component - (int)b->component;
}

/* What the returned money had met last comes back first; what nobody can tell is principal. */
static size_t owed_after_return(const struct replay *r, const struct ledger_event *event,
                                int64_t amount, struct owed *owed)
{
    const struct ledger *const l = &r->ledger;
    size_t count = 0;
    for (size_t i = l->entry_count; i-- > 0 && amount > 0 && event->of != 0;) {
        const struct ledger_entry *const entry = &l->entries[i];
        if (entry->money_id != event->of || entry->kind != ENTRY_PAID)
            continue;
        const int64_t part = entry->amount < amount ? entry->amount : amount;
        owed[count++] = (struct owed){l->lines[entry->line].debt, entry->component, part};
        amount -= part;
    }
    if (amount > 0)
        owed[count++] = (struct owed){0, COMPONENT_PRINCIPAL, amount};
    qsort(owed, count, sizeof(*owed), compare_owed);
    return count;
}

/* A return takes what is unapplied of its money; the rest is owed again, from the day of the
 * return, and meets what others have unapplied. */
void replay_take_back(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    struct owed *const owed = arena_array(r->op->arena, l->entry_count + 1, sizeof(*owed));
    const int64_t kept = take_credit(r, event);
    if (l->charged_off_on != DAY_NONE)
        l->recovered -= event->amount < l->recovered ? event->amount : l->recovered;
    const size_t count = owed_after_return(r, event, event->amount - kept, owed);
    for (size_t i = 0; i < count;) {
        struct owed sum = owed[i++];
        for (; i < count && compare_owed(&owed[i], &sum) == 0; i++)
            sum.amount += owed[i].amount;
        const int64_t claim = event->claim != 0 ? event->claim + sum.debt : 0;
        const size_t n = claim != 0 ? instalment_of_claim(r, claim, event->value_on, LINE_RETURN)
                                    : replay_instalment_at(r, event->value_on, LINE_RETURN);
        const size_t line = replay_add_line(r, (struct ledger_line){.instalment = n,
                                                                    .component = sum.component,
                                                                    .origin = LINE_RETURN,
                                                                    .due_on = event->value_on,
                                                                    .age_on = event->value_on,
                                                                    .amount = sum.amount,
                                                                    .event_id = event->id,
                                                                    .claim = claim,
                                                                    .debt = sum.debt});
        replay_add_entry(r, event, ENTRY_OPENED, line, sum.amount);
    }
    replay_apply_unapplied(r, event);
}
