#include "tests/reference/ledger_naive.h"

#include <assert.h>

static int order_of(enum component component)
{
    static const int orders[COMPONENT_COUNT] = {
        [COMPONENT_LATE_INTEREST] = 0, [COMPONENT_FEE] = 1,      [COMPONENT_COST] = 2,
        [COMPONENT_TAX] = 3,           [COMPONENT_INTEREST] = 4, [COMPONENT_PRINCIPAL] = 5,
    };
    return orders[component];
}

/* How late money of that day comes for a line: what is overdue goes first, and what falls due on
 * the day with it, or after it. */
static int turn_of(const struct naive *n, const struct naive_line *line, day on)
{
    if (line->due_on == on)
        return n->is_due_apart ? 1 : 0;
    return line->due_on > on ? 2 : 0;
}

/* Is line a better home for money of that day than line b? */
static bool is_better(const struct naive *n, const struct naive_line *a, const struct naive_line *b,
                      day on)
{
    const int turn_a = turn_of(n, a, on);
    const int turn_b = turn_of(n, b, on);
    if (turn_a != turn_b)
        return turn_a < turn_b;
    if (a->instalment_due != b->instalment_due)
        return a->instalment_due < b->instalment_due;
    if (a->home != b->home)
        return a->home < b->home;
    if (a->component != b->component)
        return order_of(a->component) < order_of(b->component);
    return a->due_on < b->due_on;
}

static bool is_opened(const struct naive *n, int64_t claim)
{
    for (int i = 0; i < n->count; i++)
        if (n->lines[i].claim == claim)
            return true;
    return claim == 0;
}

/* Of money that is for one claim alone, or for all when that is 0; what is left. */
static int64_t pay_some(struct naive *n, int64_t event_id, day on, int64_t amount, int64_t claim)
{
    while (amount > 0) {
        struct naive_line *best = NULL;
        for (int i = 0; i < n->count; i++)
            if (n->lines[i].open > 0 && !n->lines[i].sleeps &&
                (claim == 0 || n->lines[i].claim == claim) &&
                (!best || is_better(n, &n->lines[i], best, on)))
                best = &n->lines[i];
        if (!best)
            return amount;
        const int64_t part = best->open < amount ? best->open : amount;
        best->open -= part;
        amount -= part;
        assert(n->met_count < 4096);
        n->met[n->met_count].event_id = event_id;
        n->met[n->met_count].debt = best->debt;
        n->met[n->met_count].component = best->component;
        n->met[n->met_count].line = (int)(best - n->lines);
        n->met[n->met_count++].amount = part;
    }
    return 0;
}

static int64_t pay(struct naive *n, const struct naive_purse *purse, day on)
{
    int64_t left = purse->left;
    if (!is_opened(n, purse->claim))
        return left;
    if (purse->claim != 0)
        left = pay_some(n, purse->event_id, on, left, purse->claim);
    return pay_some(n, purse->event_id, on, left, 0);
}

/* Whoever has something left pays what has just been opened, the first to come first. */
static void pay_from_purses(struct naive *n, day on)
{
    for (int i = 0; i < n->purse_count; i++) {
        const int64_t left = pay(n, &n->purses[i], on);
        n->unapplied -= n->purses[i].left - left;
        n->purses[i].left = left;
    }
}

static void open_line(struct naive *n, const struct ledger_event *event, enum component component,
                      day due_on, int64_t amount, bool is_return)
{
    const bool is_own = event->claim != 0 && (is_return || event->instalment > 0);
    int home = -1;
    for (int i = 0; is_own && i < n->count; i++)
        if (n->lines[i].claim == event->claim)
            home = n->lines[i].home;
    for (int i = 0; !is_own && i < n->due_count; i++) {
        const bool is_live = n->is_arranged ? i >= n->plan_dues : !n->is_plan_due[i];
        if (is_live && n->dues[i] >= due_on && (home < 0 || n->dues[i] < n->dues[home]))
            home = i;
    }
    if (home < 0) {
        home = n->due_count++;
        n->dues[home] = due_on;
    }
    assert(n->count < NAIVE_LINES_MAX);
    n->lines[n->count++] = (struct naive_line){.event_id = event->id,
                                               .component = component,
                                               .due_on = due_on,
                                               .instalment_due = n->dues[home],
                                               .home = home,
                                               .age_on = is_return ? due_on : n->dues[home],
                                               .claim = event->claim,
                                               .debt = event->debt,
                                               .open = amount,
                                               .first = amount};
}

static void give_back(struct naive *n, const struct ledger_event *event)
{
    int64_t left = event->amount;
    for (int i = 0; i < n->purse_count; i++)
        if (event->of == 0 || n->purses[i].event_id == event->of) {
            const int64_t kept = left < n->purses[i].left ? left : n->purses[i].left;
            n->purses[i].left -= kept;
            n->unapplied -= kept;
            left -= kept;
        }
    int64_t parts[NAIVE_DEBTS_MAX][COMPONENT_COUNT] = {{0}};
    for (int i = n->met_count - 1; i >= 0 && event->of != 0; i--)
        if (n->met[i].event_id == event->of && left > 0) {
            const int64_t part = n->met[i].amount < left ? n->met[i].amount : left;
            parts[n->met[i].debt][n->met[i].component] += part;
            left -= part;
        }
    parts[0][COMPONENT_PRINCIPAL] += left;
    for (int debt = 0; debt < NAIVE_DEBTS_MAX; debt++)
        for (int i = 0; i < COMPONENT_COUNT; i++)
            if (parts[debt][i] > 0) {
                struct ledger_event again = *event;
                again.claim = event->claim ? event->claim + debt : 0;
                again.debt = debt;
                open_line(n, &again, (enum component)i, event->value_on, parts[debt][i], true);
            }
    pay_from_purses(n, event->value_on);
}

/* Everything that was owed is owed again, and what came for the plan is taken off the oldest. */
static void breach(struct naive *n)
{
    int64_t came[COMPONENT_COUNT] = {0};
    if (!n->is_arranged)
        return;
    for (int i = 0; i < n->count; i++)
        if (n->lines[i].is_plan) {
            came[n->lines[i].component] += n->lines[i].before - n->lines[i].open;
            n->lines[i].open = 0;
            n->lines[i].sleeps = true;
        }
    for (int i = 0; i < n->count; i++) {
        struct naive_line *const line = &n->lines[i];
        if (!line->sleeps || line->is_plan)
            continue;
        const int64_t took = line->before - line->kept;
        const int64_t paid = took < came[line->component] ? took : came[line->component];
        came[line->component] -= paid;
        line->open = line->before - paid;
    }
    for (int i = 0; i < n->count; i++) {
        n->lines[i].sleeps = n->lines[i].sleeps && n->lines[i].open == 0;
        n->lines[i].is_plan = false;
    }
    n->is_arranged = false;
}

static void arrange(struct naive *n, const struct ledger_event *event)
{
    int64_t pots[6] = {0}; /* what the plan takes over, by order_of */
    enum component names[6];
    int64_t open = 0;
    breach(n);
    for (int i = 0; i < n->count; i++)
        open += n->lines[i].open;
    int64_t discount = open > event->amount ? open - event->amount : 0;
    if (open == 0)
        return;
    for (int k = 0; k < 6; k++) /* the discount eats what is cheapest, line by line */
        for (int i = 0; i < n->count; i++) {
            struct naive_line *const line = &n->lines[i];
            if (order_of(line->component) != k)
                continue;
            line->before = line->open;
            line->kept = line->open < discount ? line->open : discount;
            discount -= line->kept;
            pots[k] += line->before - line->kept;
            names[k] = line->component;
            line->open = line->kept;
            line->sleeps = true;
        }
    n->plan_dues = n->due_count;
    int64_t agreed = open > event->amount ? event->amount : open;
    int64_t each = (2 * agreed + event->count) / (2 * event->count);
    if (each * (event->count - 1) > agreed)
        each = agreed / event->count;
    for (int row = 0; row < event->count; row++) {
        int64_t left = row + 1 < event->count ? each : agreed - each * (event->count - 1);
        const day due_on = event->due_on + row * event->every.days;
        n->dues[n->due_count] = due_on;
        n->is_plan_due[n->due_count++] = true;
        for (int k = 0; k < 6; k++) {
            const int64_t part = left < pots[k] ? left : pots[k];
            pots[k] -= part;
            left -= part;
            if (part > 0)
                n->lines[n->count++] = (struct naive_line){.event_id = event->id,
                                                           .component = names[k],
                                                           .due_on = due_on,
                                                           .instalment_due = due_on,
                                                           .home = n->due_count - 1,
                                                           .age_on = due_on,
                                                           .open = part,
                                                           .before = part,
                                                           .is_plan = true};
        }
    }
    n->is_arranged = true;
}

static void complete(struct naive *n)
{
    if (!n->is_arranged)
        return;
    for (int i = 0; i < n->count; i++)
        if (n->lines[i].is_plan && n->lines[i].open > 0)
            return;
    for (int i = 0; i < n->count; i++) {
        n->lines[i].is_plan = false;
        if (!n->lines[i].sleeps)
            continue;
        n->waived += n->lines[i].open;
        n->lines[i].open = 0;
    }
    n->is_arranged = false;
}

/* --- plans --- */

static bool stands_for(const struct ledger_plan *plan, const struct naive_line *line)
{
    for (size_t i = 0; i < plan->claim_count; i++)
        if (plan->claims[i] == line->claim)
            return !line->sleeps && line->open > 0;
    return false;
}

/* Every cent looks for its line, the first `stays` of them to stay there. */
static void take_over(struct naive *n, const struct ledger_plan *plan, int64_t stays,
                      int64_t pots[][6], int64_t debts[], int *debt_count)
{
    bool done[NAIVE_LINES_MAX] = {false};
    for (;;) {
        int best = -1;
        for (int i = 0; i < n->count; i++)
            if (!done[i] && stands_for(plan, &n->lines[i]) &&
                (best < 0 || is_better(n, &n->lines[i], &n->lines[best], DAY_MAX)))
                best = i;
        if (best < 0)
            return;
        struct naive_line *const line = &n->lines[best];
        const int64_t kept = line->open < stays ? line->open : stays;
        done[best] = true;
        stays -= kept;
        if (kept == line->open)
            continue;
        bool is_new = true;
        for (int d = 0; d < *debt_count; d++)
            is_new &= debts[d] != line->debt;
        if (is_new)
            debts[(*debt_count)++] = line->debt;
        pots[line->debt][order_of(line->component)] += line->open - kept;
        line->open = kept;
        line->sleeps = kept == 0;
    }
}

static void add_plan_line(struct naive *n, const struct ledger_event *event, int row, int64_t debt,
                          int order, int64_t amount)
{
    static const enum component names[6] = {COMPONENT_LATE_INTEREST, COMPONENT_FEE,
                                            COMPONENT_COST,          COMPONENT_TAX,
                                            COMPONENT_INTEREST,      COMPONENT_PRINCIPAL};
    const struct ledger_plan *const plan = event->plan;
    const bool is_discount = row > (int)plan->row_count;
    const day due_on = is_discount ? plan->discount_due_on : plan->rows[row - 1].due_on;
    const int64_t claim = event->claim + row * plan->stride + debt;
    int home = -1;
    if (amount == 0)
        return;
    for (int i = 0; i < n->count; i++)
        if (n->lines[i].claim == claim)
            home = n->lines[i].home;
    if (home < 0) {
        home = n->due_count++;
        n->dues[home] = due_on;
        n->is_plan_due[home] = true;
    }
    assert(n->count < NAIVE_LINES_MAX);
    n->lines[n->count++] = (struct naive_line){.event_id = event->id,
                                               .component = names[order],
                                               .due_on = due_on,
                                               .instalment_due = due_on,
                                               .home = home,
                                               .age_on = due_on,
                                               .claim = claim,
                                               .debt = debt,
                                               .open = amount,
                                               .sleeps = is_discount,
                                               .is_discount = is_discount,
                                               .is_moved = true};
}

/* Cents go one by one to the debt that is furthest behind its part. */
static void share_out(int64_t amount, const int64_t weights[], int count, int64_t parts[])
{
    int64_t total = 0;
    int64_t rests[NAIVE_DEBTS_MAX];
    for (int i = 0; i < count; i++)
        total += weights[i];
    int64_t left = amount;
    for (int i = 0; i < count; i++) {
        parts[i] = amount * weights[i] / total;
        rests[i] = amount * weights[i] % total;
        left -= parts[i];
    }
    while (left-- > 0) {
        int best = 0;
        for (int i = 1; i < count; i++)
            if (rests[i] > rests[best])
                best = i;
        rests[best] = -1;
        parts[best]++;
    }
}

static void add_interest(struct naive *n, const struct ledger_event *event, int row, int64_t debt,
                         int64_t amount)
{
    const int before = n->count;
    add_plan_line(n, event, row, debt, 4, amount);
    if (n->count > before)
        n->lines[before].is_moved = false;
}

/* Each row before which not all is covered: of the debt that is covered next. */
static void add_interests(struct naive *n, const struct ledger_event *event, const int64_t debts[],
                          const int64_t agreed[], int count)
{
    const struct ledger_plan *const p = event->plan;
    int64_t before = 0;
    for (size_t row = 0; p->interests && row < p->row_count; row++) {
        int64_t covered = 0;
        int d = 0;
        while (d < count && covered + agreed[d] <= before)
            covered += agreed[d++];
        if (d < count)
            add_interest(n, event, (int)row + 1, debts[d], p->interests[row]);
        before += p->rows[row].amount;
    }
}

static void plan(struct naive *n, const struct ledger_event *event)
{
    const struct ledger_plan *const p = event->plan;
    int64_t pots[NAIVE_DEBTS_MAX][6] = {{0}};
    int64_t debts[NAIVE_DEBTS_MAX];
    int64_t sums[NAIVE_DEBTS_MAX] = {0};
    int64_t agreed[NAIVE_DEBTS_MAX];
    int count = 0;
    int64_t open = 0;
    for (int i = 0; i < n->count; i++) {
        struct naive_line *const line = &n->lines[i];
        if (!stands_for(p, line))
            continue;
        if (p->interests && line->component == COMPONENT_INTEREST && !line->is_moved &&
            line->due_on > event->value_on) { /* the schedule has its own */
            line->open = 0;
            line->sleeps = true;
        }
        open += line->open;
    }
    const int64_t owed = open < p->owed ? open : p->owed;
    take_over(n, p, open - owed, pots, debts, &count);
    if (owed == 0)
        return;
    for (int d = 0; d < count; d++)
        for (int k = 0; k < 6; k++)
            sums[d] += pots[debts[d]][k];
    share_out(event->amount < owed ? event->amount : owed, sums, count, agreed);
    for (int d = 0; d < count; d++) {
        int64_t discount = sums[d] - agreed[d];
        for (int k = 0; k < 6; k++) {
            int64_t *const pot = &pots[debts[d]][k];
            const int64_t part = *pot < discount ? *pot : discount;
            add_plan_line(n, event, (int)p->row_count + 1, debts[d], k, part);
            *pot -= part;
            discount -= part;
        }
    }
    /* One cent wanted after the other: the row is the first that is not full. */
    int row = 0;
    int64_t room = p->rows[0].amount;
    for (int d = 0; d < count; d++)
        for (int k = 0; k < 6;) {
            int64_t *const pot = &pots[debts[d]][k];
            if (*pot == 0) {
                k++;
                continue;
            }
            if (room == 0)
                room = p->rows[++row].amount;
            const int64_t part = *pot < room ? *pot : room;
            add_plan_line(n, event, row + 1, debts[d], k, part);
            *pot -= part;
            room -= part;
        }
    add_interests(n, event, debts, agreed, count);
    pay_from_purses(n, event->value_on);
}

static void waive(struct naive *n, int64_t event_id)
{
    for (int i = 0; i < n->count; i++)
        if (n->lines[i].is_discount && n->lines[i].event_id == event_id) {
            n->waived += n->lines[i].open;
            n->lines[i].open = 0;
        }
}

/* Of the claims that it names. */
static void write_off(struct naive *n, const struct ledger_plan *lost)
{
    for (int i = 0; i < n->count; i++)
        for (size_t k = 0; k < lost->claim_count; k++)
            if (n->lines[i].claim == lost->claims[k])
                n->lines[i].open = 0;
}

int naive_delinquent_days(const struct naive *naive, day as_of, const struct age_pause *pauses,
                          size_t pause_count)
{
    day since = as_of;
    int days = 0;
    for (int i = 0; i < naive->count; i++)
        if (naive->lines[i].open > 0 && !naive->lines[i].sleeps && naive->lines[i].age_on < since)
            since = naive->lines[i].age_on;
    for (day d = since; d < as_of; d++) {
        bool is_paused = false;
        for (size_t i = 0; i < pause_count; i++)
            is_paused |= pauses[i].from <= d && d < pauses[i].until;
        days += !is_paused;
    }
    return days;
}

static bool stands(const struct ledger_event *events, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (events[i].kind == LEDGER_REVERSAL && events[i].of == id &&
            stands(events, count, events[i].id))
            return false;
    return true;
}

static int64_t key_of(const struct ledger_event *e)
{
    const int step = e->kind == LEDGER_OPEN        ? (e->instalment > 0 ? 0 : 1)
                     : e->kind == LEDGER_PLAN      ? 2
                     : e->kind == LEDGER_RETURN    ? 4
                     : e->kind == LEDGER_ARRANGE   ? 5
                     : e->kind == LEDGER_BREACH    ? 6
                     : e->kind == LEDGER_WAIVE     ? 7
                     : e->kind == LEDGER_WRITE_OFF ? 8
                                                   : 3;
    return ((int64_t)e->value_on * 16 + step) * 100000 + e->due_on;
}

static bool comes_before(const struct ledger_event *a, const struct ledger_event *b)
{
    if (key_of(a) != key_of(b))
        return key_of(a) < key_of(b);
    if (a->kind != b->kind)
        return a->kind < b->kind;
    if ((a->claim == 0) != (b->claim == 0))
        return a->claim != 0;
    if (a->claim != b->claim)
        return a->claim < b->claim;
    if (a->component != b->component)
        return a->component < b->component;
    return a->amount != b->amount ? a->amount > b->amount : a->id < b->id;
}

static void replay(const struct ledger_event *events, size_t count, day as_of, bool is_due_apart,
                   struct naive *ret)
{
    const struct ledger_event *last = NULL;
    *ret = (struct naive){.is_due_apart = is_due_apart};
    for (;;) {
        const struct ledger_event *next = NULL;
        for (size_t i = 0; i < count; i++)
            if (events[i].kind != LEDGER_REVERSAL && events[i].value_on <= as_of &&
                (!last || comes_before(last, &events[i])) &&
                (!next || comes_before(&events[i], next)) && stands(events, count, events[i].id))
                next = &events[i];
        if (last && last->kind == LEDGER_OPEN &&
            (!next || next->kind != LEDGER_OPEN || next->value_on != last->value_on)) {
            pay_from_purses(ret, last->value_on);
            complete(ret);
        }
        if (!next)
            return;
        last = next;
        if (next->kind == LEDGER_OPEN) {
            open_line(ret, next, next->component, next->due_on, next->amount, false);
        } else if (next->kind == LEDGER_RETURN) {
            give_back(ret, next);
        } else if (next->kind == LEDGER_ARRANGE) {
            arrange(ret, next);
        } else if (next->kind == LEDGER_BREACH) {
            breach(ret);
        } else if (next->kind == LEDGER_WRITE_OFF) {
            write_off(ret, next->plan);
        } else if (next->kind == LEDGER_PLAN) {
            plan(ret, next);
        } else if (next->kind == LEDGER_WAIVE) {
            waive(ret, next->of);
        } else {
            struct naive_purse purse = {next->id, next->claim, next->amount};
            purse.left = pay(ret, &purse, next->value_on);
            ret->unapplied += purse.left;
            ret->purses[ret->purse_count++] = purse;
        }
        complete(ret);
    }
}

void naive_ledger(const struct ledger_event *events, size_t count, day as_of, struct naive *ret)
{
    replay(events, count, as_of, false, ret);
}

void naive_case_ledger(const struct ledger_event *events, size_t count, day as_of,
                       struct naive *ret)
{
    replay(events, count, as_of, true, ret);
}
