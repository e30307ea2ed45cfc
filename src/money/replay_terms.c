#include "money/plan.h"
#include "money/replay.h"
#include "money/split.h"

/* Principal past due joins, in equal parts, the principal of the instalments to come. */
void replay_reamortise(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    size_t *const next = arena_array(r->op->arena, l->line_count, sizeof(*next));
    int64_t *const parts = arena_array(r->op->arena, l->line_count, sizeof(*parts));
    size_t count = 0;
    int64_t overdue = 0;
    replay_breach(r, event); /* it takes the place of an arrangement that runs */
    for (size_t i = 0; i < l->line_count; i++) {
        if (l->lines[i].component != COMPONENT_PRINCIPAL)
            continue;
        if (l->lines[i].age_on < event->value_on)
            overdue += replay_open_of(&l->lines[i]);
        else if (l->lines[i].origin != LINE_RETURN)
            next[count++] = i;
    }
    if (count == 0 || overdue == 0)
        return;
    split_evenly(overdue, count, parts);
    for (size_t i = 0; i < l->line_count; i++)
        if (l->lines[i].component == COMPONENT_PRINCIPAL && l->lines[i].age_on < event->value_on)
            replay_move(r, event, i, -replay_open_of(&l->lines[i]));
    for (size_t i = 0; i < count; i++)
        replay_move(r, event, next[i], parts[i]);
}

/* Principal in equal parts; whatever else is open comes with the first new instalment. */
void replay_reage(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    const size_t count = (size_t)event->count;
    const struct schedule_terms terms = {.first_due = event->due_on, .every = event->every};
    int64_t *const parts = arena_array(r->op->arena, count, sizeof(*parts));
    struct parts open = {{0}};
    replay_breach(r, event);
    for (size_t i = 0; i < l->line_count; i++) {
        open.of[l->lines[i].component] += replay_open_of(&l->lines[i]);
        replay_move(r, event, i, -replay_open_of(&l->lines[i]));
    }
    split_evenly(open.of[COMPONENT_PRINCIPAL], count, parts);
    r->live_from = l->instalment_count;
    for (size_t k = 0; k < count; k++) {
        const size_t n = replay_add_instalment(r, schedule_due_on(&terms, (int)k + 1), LINE_REAGED);
        replay_move_in(r, event, n, COMPONENT_PRINCIPAL, LINE_REAGED, parts[k]);
        for (int i = COMPONENT_PRINCIPAL + 1; k == 0 && i < COMPONENT_COUNT; i++)
            replay_move_in(r, event, n, (enum component)i, LINE_REAGED, open.of[i]);
    }
}

/* What is told later was not part of what somebody decided on. */
static bool is_lost(const struct ledger_event *event, const struct ledger_line *line)
{
    if (event->debt != 0 && line->debt != event->debt)
        return false;
    for (size_t i = 0; event->plan && i < event->plan->claim_count; i++)
        if (event->plan->claims[i] == line->claim)
            return true;
    return !event->plan;
}

/* Of one debt of several it ends that one alone: money goes on for the others. */
void replay_write_off(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    if (event->debt == 0)
        l->written_off_on = event->value_on;
    for (size_t i = 0; i < l->line_count; i++) {
        struct ledger_line *const line = &l->lines[i];
        const int64_t open = replay_open_of(line);
        if (!is_lost(event, line))
            continue;
        line->is_superseded |= event->debt != 0;
        line->amount -= open;
        l->written_off.of[line->component] += open;
        replay_add_entry(r, event, ENTRY_WRITTEN_OFF, i, -open);
    }
}
