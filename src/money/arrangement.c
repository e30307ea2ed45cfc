/* Arrangements inside a replay: the plan takes over what is open, a breach gives it back. */
#include "money/arrangement.h"

#include "money/replay.h"
#include "money/split.h"

/* In which order a plan is filled, and a discount is taken: what is cheapest to give up first. */
static const enum component order[COMPONENT_COUNT] = {
    COMPONENT_LATE_INTEREST, COMPONENT_FEE,      COMPONENT_COST,
    COMPONENT_TAX,           COMPONENT_INTEREST, COMPONENT_PRINCIPAL,
};

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t total_of(const struct parts *parts)
{
    int64_t total = 0;
    for (int i = 0; i < COMPONENT_COUNT; i++)
        total += parts->of[i];
    return total;
}

/* Of the components in their order the first `discount` stays behind, to be waived at the end. */
static struct parts parts_to_waive(const struct parts *open, int64_t discount)
{
    struct parts waived = {{0}};
    for (int k = 0; k < COMPONENT_COUNT; k++) {
        waived.of[order[k]] = lesser(open->of[order[k]], discount);
        discount -= waived.of[order[k]];
    }
    return waived;
}

/* Takes out of every line what the plan takes over; what is waived stays with the oldest lines. */
static void supersede(struct replay *r, const struct ledger_event *event, struct parts waived)
{
    struct ledger *const l = &r->ledger;
    r->arranged.moved = arena_array(r->op->arena, l->line_count, sizeof(*r->arranged.moved));
    for (size_t i = 0; i < l->line_count; i++) {
        struct ledger_line *const line = &l->lines[i];
        const int64_t open = replay_open_of(line);
        const int64_t stays = lesser(open, waived.of[line->component]);
        waived.of[line->component] -= stays;
        r->arranged.moved[i] = open - stays;
        replay_move(r, event, i, stays - open);
        line->is_superseded = true;
    }
}

/* Equal rows, the last takes the rounding; each is filled with the components in their order. */
static void make_plan(struct replay *r, const struct ledger_event *event, struct parts taken)
{
    const size_t count = (size_t)event->count;
    const struct schedule_terms terms = {.first_due = event->due_on, .every = event->every};
    int64_t *const rows = arena_array(r->op->arena, count, sizeof(*rows));
    split_evenly(total_of(&taken), count, rows);
    for (size_t i = 0; i < count; i++) {
        const size_t n =
            replay_add_instalment(r, schedule_due_on(&terms, (int)i + 1), LINE_ARRANGED);
        for (int k = 0; k < COMPONENT_COUNT && rows[i] > 0; k++) {
            const int64_t part = lesser(rows[i], taken.of[order[k]]);
            replay_move_in(r, event, n, order[k], LINE_ARRANGED, part);
            taken.of[order[k]] -= part;
            rows[i] -= part;
        }
    }
}

void replay_arrange(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    replay_breach(r, event); /* a new one takes the place of one that runs */
    const struct parts open = replay_open_parts(l);
    const int64_t agreed = lesser(event->amount, total_of(&open));
    const struct parts waived = parts_to_waive(&open, total_of(&open) - agreed);
    struct parts taken = open;
    if (agreed == 0)
        return;
    for (int i = 0; i < COMPONENT_COUNT; i++)
        taken.of[i] -= waived.of[i];
    r->arranged = (struct arranged){
        .is_active = true, .line_from = l->line_count, .plan_from = l->instalment_count};
    supersede(r, event, waived);
    make_plan(r, event, taken);
    r->arranged.plan_until = l->instalment_count;
    l->arrangement = ARRANGEMENT_ACTIVE;
    l->agreed = agreed;
}

static bool is_of_plan(const struct replay *r, size_t line)
{
    const struct ledger_line *const l = &r->ledger.lines[line];
    return l->origin == LINE_ARRANGED && l->instalment >= r->arranged.plan_from &&
           l->instalment < r->arranged.plan_until;
}

/* What was not paid of the plan goes back by component, to the youngest lines first: money that
 * came meanwhile has paid the oldest. */
void replay_breach(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    struct parts unpaid = {{0}};
    if (!r->arranged.is_active)
        return;
    for (size_t i = r->arranged.line_from; i < l->line_count; i++)
        if (is_of_plan(r, i)) {
            const int64_t open = replay_open_of(&l->lines[i]);
            unpaid.of[l->lines[i].component] += open;
            replay_move(r, event, i, -open);
            l->lines[i].is_superseded = true;
        }
    for (size_t i = r->arranged.line_from; i-- > 0;) {
        int64_t *const left = &unpaid.of[l->lines[i].component];
        const int64_t back = lesser(r->arranged.moved[i], *left);
        replay_move(r, event, i, back);
        *left -= back;
        l->lines[i].is_superseded = false;
    }
    r->arranged.is_active = false;
    l->arrangement = ARRANGEMENT_BREACHED;
}

void replay_complete(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    if (!r->arranged.is_active || l->written_off_on != DAY_NONE)
        return;
    for (size_t i = r->arranged.line_from; i < l->line_count; i++)
        if (is_of_plan(r, i) && replay_open_of(&l->lines[i]) > 0)
            return;
    for (size_t i = 0; i < r->arranged.line_from; i++) {
        const int64_t open = replay_open_of(&l->lines[i]);
        l->lines[i].amount -= open;
        l->waived.of[l->lines[i].component] += open;
        replay_add_entry(r, event, ENTRY_WAIVED, i, -open);
    }
    r->arranged.is_active = false;
    l->arrangement = ARRANGEMENT_COMPLETED;
}

bool arrangement_is_breached(const struct ledger *ledger, const struct breach_rule *rule, day as_of)
{
    int missed = 0;
    if (ledger->arrangement != ARRANGEMENT_ACTIVE)
        return false;
    for (size_t n = 0; n < ledger->instalment_count; n++) {
        const struct ledger_instalment *const row = &ledger->instalments[n];
        int64_t open = 0;
        for (size_t i = row->first_line; i != LEDGER_NO_LINE; i = ledger->lines[i].next_line)
            if (!ledger->lines[i].is_superseded)
                open += replay_open_of(&ledger->lines[i]);
        if (row->origin == LINE_ARRANGED && open > 0 && as_of - row->due_on > rule->days)
            missed++;
    }
    return missed >= rule->missed;
}
