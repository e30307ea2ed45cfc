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

/* Is line a better home for money of that day than line b? */
static bool is_better(const struct naive_line *a, const struct naive_line *b, day on)
{
    const int later_a = a->due_on > on;
    const int later_b = b->due_on > on;
    if (later_a != later_b)
        return later_a < later_b;
    if (a->instalment_due != b->instalment_due)
        return a->instalment_due < b->instalment_due;
    if (a->component != b->component)
        return order_of(a->component) < order_of(b->component);
    return a->due_on < b->due_on;
}

static int64_t pay(struct naive *n, int64_t event_id, day on, int64_t amount)
{
    while (amount > 0) {
        struct naive_line *best = NULL;
        for (int i = 0; i < n->count; i++)
            if (n->lines[i].open > 0 && (!best || is_better(&n->lines[i], best, on)))
                best = &n->lines[i];
        if (!best)
            return amount;
        const int64_t part = best->open < amount ? best->open : amount;
        best->open -= part;
        amount -= part;
        assert(n->met_count < 4096);
        n->met[n->met_count].event_id = event_id;
        n->met[n->met_count].component = best->component;
        n->met[n->met_count++].amount = part;
    }
    return 0;
}

static void open_line(struct naive *n, const struct ledger_event *event, enum component component,
                      day due_on, int64_t amount, bool is_return)
{
    day home = DAY_MAX;
    for (int i = 0; i < n->due_count; i++)
        if (n->dues[i] >= due_on && n->dues[i] < home)
            home = n->dues[i];
    if (home == DAY_MAX) {
        home = due_on;
        n->dues[n->due_count++] = due_on;
    }
    assert(n->count < NAIVE_LINES_MAX);
    n->lines[n->count++] =
        (struct naive_line){event->id, component, due_on, home, is_return ? due_on : home, amount};
}

static void give_back(struct naive *n, const struct ledger_event *event)
{
    int64_t left = event->amount;
    const int64_t kept = left < n->unapplied ? left : n->unapplied;
    n->unapplied -= kept;
    left -= kept;
    int64_t parts[COMPONENT_COUNT] = {0};
    for (int i = n->met_count - 1; i >= 0 && event->of != 0; i--)
        if (n->met[i].event_id == event->of && left > 0) {
            const int64_t part = n->met[i].amount < left ? n->met[i].amount : left;
            parts[n->met[i].component] += part;
            left -= part;
        }
    parts[COMPONENT_PRINCIPAL] += left;
    for (int i = 0; i < COMPONENT_COUNT; i++)
        if (parts[i] > 0)
            open_line(n, event, (enum component)i, event->value_on, parts[i], true);
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
    const int step = e->kind == LEDGER_OPEN     ? (e->instalment > 0 ? 0 : 1)
                     : e->kind == LEDGER_RETURN ? 3
                                                : 2;
    return ((int64_t)e->value_on * 8 + step) * 100000 + (e->kind == LEDGER_OPEN ? e->due_on : 0);
}

static bool comes_before(const struct ledger_event *a, const struct ledger_event *b)
{
    if (key_of(a) != key_of(b))
        return key_of(a) < key_of(b);
    if (a->kind != b->kind)
        return a->kind < b->kind;
    if (a->component != b->component)
        return a->component < b->component;
    return a->amount != b->amount ? a->amount > b->amount : a->id < b->id;
}

void naive_ledger(const struct ledger_event *events, size_t count, day as_of, struct naive *ret)
{
    const struct ledger_event *last = NULL;
    *ret = (struct naive){.count = 0};
    for (;;) {
        const struct ledger_event *next = NULL;
        for (size_t i = 0; i < count; i++)
            if (events[i].kind != LEDGER_REVERSAL && events[i].value_on <= as_of &&
                (!last || comes_before(last, &events[i])) &&
                (!next || comes_before(&events[i], next)) && stands(events, count, events[i].id))
                next = &events[i];
        if (!next)
            return;
        last = next;
        if (next->kind == LEDGER_OPEN) {
            const int64_t kept = ret->unapplied;
            open_line(ret, next, next->component, next->due_on, next->amount, false);
            ret->unapplied = pay(ret, next->id, next->value_on, kept);
        } else if (next->kind == LEDGER_RETURN) {
            give_back(ret, next);
        } else {
            ret->unapplied += pay(ret, next->id, next->value_on, next->amount);
        }
    }
}
