#include "money/plan.h"

#include "money/replay.h"
#include "money/split.h"

/* What is cheapest to give up comes first. */
static const enum component cheapest[COMPONENT_COUNT] = {
    COMPONENT_LATE_INTEREST, COMPONENT_FEE,      COMPONENT_COST,
    COMPONENT_TAX,           COMPONENT_INTEREST, COMPONENT_PRINCIPAL,
};

/* One debt's part of a plan. */
struct share {
    int64_t debt;
    struct parts open; /* what the plan takes over; of it then what is not in a row yet */
    int64_t left;      /* of that, agreed */
};

struct planning {
    struct replay *r;
    const struct ledger_event *event;
    enum component order[COMPONENT_COUNT];
    size_t *lines; /* that it takes over, in the order in which money meets them */
    size_t line_count;
    int64_t skip; /* of what is open, what is not taken over */
    struct share *shares;
    size_t share_count;
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

static bool serves_overdue(const struct profile_group *group)
{
    return (group->ages & AGE_OVERDUE) != 0;
}

/* As the profile meets what is overdue; components that it does not name come last. */
static void find_order(struct planning *p)
{
    const struct profile *const profile = replay_profile_on(p->r->rules, p->event->value_on);
    unsigned seen = 0;
    int count = 0;
    for (int g = 0; g < profile->group_count; g++)
        for (int i = 0; i < profile->groups[g].count && serves_overdue(&profile->groups[g]); i++) {
            const enum component component = profile->groups[g].order[i];
            if (!(seen & (1U << component)))
                p->order[count++] = component;
            seen |= 1U << component;
        }
    for (int i = 0; i < COMPONENT_COUNT; i++)
        if (!(seen & (1U << cheapest[i])))
            p->order[count++] = cheapest[i];
}

static bool is_taken(const struct planning *p, const struct ledger_line *line)
{
    const struct ledger_plan *const plan = p->event->plan;
    if (line->is_superseded || replay_open_of(line) <= 0)
        return false;
    for (size_t i = 0; i < plan->claim_count; i++)
        if (plan->claims[i] == line->claim)
            return true;
    return false;
}

static void find_lines(struct planning *p)
{
    const struct ledger *const l = &p->r->ledger;
    int64_t open = 0;
    p->lines = arena_array(p->r->op->arena, l->line_count, sizeof(*p->lines));
    for (size_t n = 0; n < l->instalment_count; n++)
        for (int k = 0; k < COMPONENT_COUNT; k++)
            for (size_t i = l->instalments[p->r->by_due[n]].first_line; i != LEDGER_NO_LINE;
                 i = l->lines[i].next_line) {
                if (l->lines[i].component != p->order[k] || !is_taken(p, &l->lines[i]))
                    continue;
                p->lines[p->line_count++] = i;
                open += replay_open_of(&l->lines[i]);
            }
    p->skip = open > p->event->plan->owed ? open - p->event->plan->owed : 0;
}

static struct share *share_of(struct planning *p, int64_t debt)
{
    for (size_t i = 0; i < p->share_count; i++)
        if (p->shares[i].debt == debt)
            return &p->shares[i];
    p->shares[p->share_count] = (struct share){.debt = debt};
    return &p->shares[p->share_count++];
}

bool plan_replaces(const struct ledger_line *line, day value_on)
{
    return line->component == COMPONENT_INTEREST && line->due_on > value_on &&
           (line->origin == LINE_SCHEDULE || line->origin == LINE_BORNE);
}

static void replace_interest(struct planning *p)
{
    struct ledger *const l = &p->r->ledger;
    for (size_t i = 0; p->event->plan->interests && i < l->line_count; i++) {
        struct ledger_line *const line = &l->lines[i];
        if (!plan_replaces(line, p->event->value_on) || !is_taken(p, line))
            continue;
        replay_move(p->r, p->event, i, -replay_open_of(line));
        line->is_superseded = true;
    }
}

static void take_over(struct planning *p)
{
    struct ledger *const l = &p->r->ledger;
    p->shares = arena_array(p->r->op->arena, p->line_count, sizeof(*p->shares));
    for (size_t i = 0; i < p->line_count; i++) {
        struct ledger_line *const line = &l->lines[p->lines[i]];
        const int64_t stays = lesser(p->skip, replay_open_of(line));
        const int64_t taken = replay_open_of(line) - stays;
        p->skip -= stays;
        if (taken == 0)
            continue;
        share_of(p, line->debt)->open.of[line->component] += taken;
        replay_move(p->r, p->event, p->lines[i], -taken);
        line->is_superseded = stays == 0;
    }
}

static void agree(struct planning *p)
{
    int64_t *const weights = arena_array(p->r->op->arena, p->share_count, sizeof(*weights));
    int64_t *const parts = arena_array(p->r->op->arena, p->share_count, sizeof(*parts));
    int64_t owed = 0;
    for (size_t i = 0; i < p->share_count; i++)
        owed += weights[i] = total_of(&p->shares[i].open);
    split_by_weight(lesser(p->event->amount, owed), weights, p->share_count, parts);
    for (size_t i = 0; i < p->share_count; i++)
        p->shares[i].left = parts[i];
}

static size_t add_row(struct planning *p, size_t number, enum line_origin origin)
{
    const struct ledger_plan *const plan = p->event->plan;
    const day due_on =
        number <= plan->row_count ? plan->rows[number - 1].due_on : plan->discount_due_on;
    return replay_add_instalment(p->r, due_on, origin);
}

/* LEDGER_NO_LINE: of nothing. */
static size_t add_line(struct planning *p, size_t instalment, size_t number,
                       const struct share *share, enum component component, int64_t amount)
{
    const struct ledger_instalment *const row = &p->r->ledger.instalments[instalment];
    if (amount == 0)
        return LEDGER_NO_LINE;
    const size_t line = replay_add_line(
        p->r, (struct ledger_line){.instalment = instalment,
                                   .component = component,
                                   .origin = row->origin,
                                   .due_on = row->due_on,
                                   .age_on = row->due_on,
                                   .amount = amount,
                                   .event_id = p->event->id,
                                   .claim = p->event->claim +
                                            (int64_t)number * p->event->plan->stride + share->debt,
                                   .debt = share->debt,
                                   .is_superseded = row->origin == LINE_DISCOUNT});
    replay_add_entry(p->r, p->event, ENTRY_MOVED, line, amount);
    return line;
}

static void make_discounts(struct planning *p)
{
    const size_t number = p->event->plan->row_count + 1;
    for (size_t i = 0; i < p->share_count; i++) {
        struct share *const share = &p->shares[i];
        int64_t left = total_of(&share->open) - share->left;
        if (left == 0)
            continue;
        const size_t n = add_row(p, number, LINE_DISCOUNT);
        for (int k = 0; k < COMPONENT_COUNT; k++) {
            const int64_t part = lesser(left, share->open.of[cheapest[k]]);
            (void)add_line(p, n, number, share, cheapest[k], part);
            share->open.of[cheapest[k]] -= part;
            left -= part;
        }
    }
}

/* One debt's piece of a row, with what the row bears. */
static void fill_row(struct planning *p, size_t number, struct share *share, int64_t piece,
                     int64_t interest)
{
    const size_t n = add_row(p, number, LINE_ARRANGED);
    size_t own = LEDGER_NO_LINE;
    share->left -= piece;
    for (int k = 0; k < COMPONENT_COUNT; k++) {
        const int64_t part = lesser(piece, share->open.of[p->order[k]]);
        (void)add_line(p, n, number, share, p->order[k], part);
        share->open.of[p->order[k]] -= part;
        piece -= part;
    }
    own = add_line(p, n, number, share, COMPONENT_INTEREST, interest);
    if (own != LEDGER_NO_LINE)
        p->r->ledger.lines[own].origin = LINE_BORNE;
}

static void make_rows(struct planning *p)
{
    const struct ledger_plan *const plan = p->event->plan;
    size_t at = 0;
    for (size_t i = 0; i < plan->row_count; i++) {
        int64_t left = plan->rows[i].amount;
        int64_t interest = plan->interests ? plan->interests[i] : 0;
        while ((left > 0 || interest > 0) && at < p->share_count) {
            const int64_t piece = lesser(left, p->shares[at].left);
            if (p->shares[at].left > 0) {
                fill_row(p, i + 1, &p->shares[at], piece, interest);
                interest = 0;
            }
            left -= piece;
            if (p->shares[at].left == 0)
                at++;
        }
    }
}

void replay_plan(struct replay *r, const struct ledger_event *event)
{
    struct planning p = {.r = r, .event = event};
    find_order(&p);
    replace_interest(&p);
    find_lines(&p);
    take_over(&p);
    if (p.share_count == 0)
        return; /* all of it was paid before, as it turned out */
    agree(&p);
    make_discounts(&p);
    make_rows(&p);
    replay_apply_unapplied(r, event);
}

void replay_waive(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    for (size_t i = 0; i < l->line_count; i++) {
        struct ledger_line *const line = &l->lines[i];
        const int64_t open = replay_open_of(line);
        if (line->origin != LINE_DISCOUNT || line->event_id != event->of)
            continue;
        line->amount -= open;
        l->waived.of[line->component] += open;
        replay_add_entry(r, event, ENTRY_WAIVED, i, -open);
    }
}
