#include "money/replay.h"

int64_t replay_open_of(const struct ledger_line *line)
{
    return line->amount - line->met;
}

void replay_add_entry(struct replay *r, const struct ledger_event *event, enum entry_kind kind,
                      size_t line, int64_t amount)
{
    struct ledger *const l = &r->ledger;
    if (amount == 0)
        return;
    l->entries = arena_grow(r->op->arena, l->entries, l->entry_count, &r->entry_capacity,
                            sizeof(*l->entries));
    l->entries[l->entry_count++] = (struct ledger_entry){
        .event_id = event->id,
        .money_id = kind == ENTRY_PAID ? r->money_id : 0,
        .kind = kind,
        .line = line,
        .component = line == LEDGER_NO_LINE ? COMPONENT_PRINCIPAL : l->lines[line].component,
        .amount = amount,
        .value_on = event->value_on,
        .is_recovery = event->kind == LEDGER_PAYMENT && l->charged_off_on != DAY_NONE,
    };
}

/* Keeps the instalments in the order in which money goes through them. */
static size_t sort_in(struct replay *r, size_t n)
{
    const struct ledger *const l = &r->ledger;
    size_t at = n;
    r->by_due = arena_grow(r->op->arena, r->by_due, n, &r->by_due_capacity, sizeof(*r->by_due));
    for (; at > 0 && l->instalments[r->by_due[at - 1]].due_on > l->instalments[n].due_on; at--)
        r->by_due[at] = r->by_due[at - 1];
    r->by_due[at] = n;
    return at;
}

size_t replay_add_instalment(struct replay *r, day due_on, enum line_origin origin)
{
    struct ledger *const l = &r->ledger;
    const size_t n = l->instalment_count;
    l->instalments = arena_grow(r->op->arena, l->instalments, n, &r->instalment_capacity,
                                sizeof(*l->instalments));
    l->instalments[n] = (struct ledger_instalment){.number = (int)n + 1,
                                                   .from_on = r->start_on,
                                                   .due_on = due_on,
                                                   .origin = origin,
                                                   .first_line = LEDGER_NO_LINE};
    const size_t at = sort_in(r, n);
    if (at > 0)
        l->instalments[n].from_on = l->instalments[r->by_due[at - 1]].due_on;
    l->instalment_count++;
    return n;
}

/* The lines of an instalment hang together by due day, those of one day as they came. */
size_t replay_add_line(struct replay *r, struct ledger_line line)
{
    struct ledger *const l = &r->ledger;
    const size_t at = l->line_count;
    l->lines =
        arena_grow(r->op->arena, l->lines, l->line_count, &r->line_capacity, sizeof(*l->lines));
    size_t *link = &l->instalments[line.instalment].first_line;
    while (*link != LEDGER_NO_LINE && l->lines[*link].due_on <= line.due_on)
        link = &l->lines[*link].next_line;
    line.next_line = *link;
    l->lines[at] = line;
    l->line_count++;
    *link = at;
    return at;
}

static bool is_live(const struct replay *r, size_t n)
{
    if (r->arranged.is_active)
        return n >= r->arranged.plan_from;
    return n >= r->live_from && r->ledger.instalments[n].origin < LINE_ARRANGED;
}

size_t replay_instalment_at(struct replay *r, day due_on, enum line_origin origin)
{
    const struct ledger *const l = &r->ledger;
    for (size_t i = 0; i < l->instalment_count; i++) {
        const size_t n = r->by_due[i];
        if (l->instalments[n].due_on >= due_on && is_live(r, n))
            return n;
    }
    return replay_add_instalment(r, due_on, origin);
}

struct parts replay_open_parts(const struct ledger *l)
{
    struct parts parts = {{0}};
    for (size_t i = 0; i < l->line_count; i++)
        parts.of[l->lines[i].component] += replay_open_of(&l->lines[i]);
    return parts;
}

void replay_move(struct replay *r, const struct ledger_event *event, size_t line, int64_t amount)
{
    r->ledger.lines[line].amount += amount;
    replay_add_entry(r, event, ENTRY_MOVED, line, amount);
}

void replay_move_in(struct replay *r, const struct ledger_event *event, size_t instalment,
                    enum component component, enum line_origin origin, int64_t amount)
{
    const day due_on = r->ledger.instalments[instalment].due_on;
    if (amount == 0)
        return;
    const size_t line = replay_add_line(r, (struct ledger_line){.instalment = instalment,
                                                                .component = component,
                                                                .origin = origin,
                                                                .due_on = due_on,
                                                                .age_on = due_on,
                                                                .amount = amount,
                                                                .event_id = event->id});
    replay_add_entry(r, event, ENTRY_MOVED, line, amount);
}
