#include "money/ledger.h"

#include <stdlib.h>

#include "money/replay.h"

static void apply(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    switch (event->kind) {
    case LEDGER_OPEN:
        replay_open_line(r, event);
        break;
    case LEDGER_PAYMENT:
    case LEDGER_CREDIT:
        replay_take_money(r, event);
        break;
    case LEDGER_RETURN:
        replay_take_back(r, event);
        break;
    case LEDGER_REAMORTISE:
        replay_reamortise(r, event);
        break;
    case LEDGER_REAGE:
        replay_reage(r, event);
        break;
    case LEDGER_CHARGE_OFF:
        if (l->charged_off_on == DAY_NONE) {
            l->charged_off = replay_open_parts(l);
            l->charged_off_on = event->value_on;
        }
        break;
    case LEDGER_WRITE_OFF:
        replay_write_off(r, event);
        break;
    case LEDGER_ARRANGE:
        replay_arrange(r, event);
        break;
    case LEDGER_BREACH:
        replay_breach(r, event);
        break;
    case LEDGER_PLAN:
        replay_plan(r, event);
        break;
    case LEDGER_WAIVE:
        replay_waive(r, event);
        break;
    case LEDGER_REVERSAL:
    case LEDGER_KIND_COUNT:
        break;
    }
}

/* On one day lines are opened first, plans begin before money comes, which comes before it goes
 * back, and marks come last. */
static int rank_of(const struct ledger_event *event)
{
    static const int ranks[LEDGER_KIND_COUNT] = {
        [LEDGER_OPEN] = 1,      [LEDGER_PLAN] = 2,     [LEDGER_PAYMENT] = 3,    [LEDGER_CREDIT] = 3,
        [LEDGER_RETURN] = 4,    [LEDGER_REVERSAL] = 5, [LEDGER_REAMORTISE] = 6, [LEDGER_REAGE] = 6,
        [LEDGER_ARRANGE] = 6,   [LEDGER_BREACH] = 7,   [LEDGER_CHARGE_OFF] = 7, [LEDGER_WAIVE] = 8,
        [LEDGER_WRITE_OFF] = 9,
    };
    return event->kind == LEDGER_OPEN && event->instalment > 0 ? 0 : ranks[event->kind];
}

#define COMPARE(x, y)                                                                              \
    if ((x) != (y))                                                                                \
    return (x) < (y) ? -1 : 1

/* Whatever the order in which they came; the id only parts what is the same in all else. */
static int compare_events(const void *left, const void *right)
{
    const struct ledger_event *const a = left;
    const struct ledger_event *const b = right;
    COMPARE(a->value_on, b->value_on);
    COMPARE(rank_of(a), rank_of(b));
    COMPARE(a->due_on, b->due_on);
    COMPARE(a->kind, b->kind);
    COMPARE(a->claim == 0, b->claim == 0); /* money that names its claim comes first */
    COMPARE(a->claim, b->claim);
    COMPARE(a->component, b->component);
    COMPARE(b->amount, a->amount);
    COMPARE(a->id, b->id);
    return 0;
}

static const struct ledger_event *find_event(const struct ledger_event *events, size_t count,
                                             int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (events[i].id == id)
            return &events[i];
    return NULL;
}

/* A reversal that is itself reversed annuls nothing, so the latest is asked first. */
static bool is_annulled(const struct ledger_event *events, size_t count, int64_t last_id,
                        int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (events[i].kind == LEDGER_REVERSAL && events[i].of == id && events[i].id > id &&
            events[i].id <= last_id && !is_annulled(events, count, last_id, events[i].id))
            return true;
    return false;
}

static status check_event(struct op *op, const struct ledger_event *events, size_t count,
                          const struct ledger_event *event)
{
    const bool has_amount =
        event->kind <= LEDGER_RETURN || event->kind == LEDGER_ARRANGE || event->kind == LEDGER_PLAN;
    if (has_amount && (event->amount <= 0 || event->amount > LIMIT_AMOUNT_MINOR))
        return op_fail(op, E_INVALID, "the event %lld has an amount that is not above 0",
                       (long long)event->id);
    if ((event->kind == LEDGER_REAGE || event->kind == LEDGER_ARRANGE) &&
        (event->count < 1 || event->count > SCHEDULE_ROWS_MAX))
        return op_fail(op, E_INVALID, "a schedule has 1 to %d instalments", SCHEDULE_ROWS_MAX);
    if (event->value_on < DAY_MIN || event->value_on > DAY_MAX || event->due_on < DAY_MIN ||
        event->due_on > DAY_MAX - SCHEDULE_YEARS_MAX * 366)
        return op_fail(op, E_INVALID, "the event %lld has no day", (long long)event->id);
    if (!schedule_fits(&event->every, event->count))
        return op_fail(op, E_INVALID, "a schedule lasts at most %d years", SCHEDULE_YEARS_MAX);
    const bool names = event->kind == LEDGER_REVERSAL || event->kind == LEDGER_WAIVE ||
                       (event->kind == LEDGER_RETURN && event->of != 0);
    if (names && !find_event(events, count, event->of))
        return op_fail(op, E_INVALID, "the event %lld names an event that is not there",
                       (long long)event->id);
    return OK;
}

status ledger_replay(struct op *op, const struct ledger_rules *rules,
                     const struct ledger_event *events, size_t count, struct ledger_moment moment,
                     struct ledger *ret_ledger)
{
    struct replay r = {
        .op = op,
        .rules = rules,
        .plan_claims = INT64_MAX,
        .ledger = {.charged_off_on = DAY_NONE, .written_off_on = DAY_NONE}
    };
    struct ledger_event *const order = arena_array(op->arena, count, sizeof(*order));
    size_t standing = 0;
    int64_t total = 0;
    bool has_reversals = false;
    if (count > LEDGER_EVENTS_MAX)
        return op_fail(op, E_LIMIT, "a debt has at most %d events", LEDGER_EVENTS_MAX);
    for (size_t i = 0; i < count; i++) {
        TRY(check_event(op, events, count, &events[i]));
        if (__builtin_add_overflow(total, events[i].amount, &total))
            return op_fail(op, E_LIMIT, "the amounts of a debt add up to more than can be kept");
        has_reversals |= events[i].kind == LEDGER_REVERSAL;
        if (events[i].kind == LEDGER_PLAN && events[i].claim < r.plan_claims)
            r.plan_claims = events[i].claim;
    }
    for (size_t i = 0; i < count; i++)
        if (events[i].value_on <= moment.as_of && events[i].id <= moment.last_id &&
            events[i].kind != LEDGER_REVERSAL &&
            !(has_reversals && is_annulled(events, count, moment.last_id, events[i].id)))
            order[standing++] = events[i];
    if (standing > 0) {
        qsort(order, standing, sizeof(*order), compare_events);
        r.start_on = order[0].value_on;
    }
    for (size_t i = 0; i < standing; i++) {
        const bool opens_more = i + 1 < standing && order[i + 1].kind == LEDGER_OPEN &&
                                order[i + 1].value_on == order[i].value_on;
        apply(&r, &order[i]);
        if (order[i].kind == LEDGER_OPEN && !opens_more)
            replay_apply_unapplied(&r, &order[i]);
        replay_complete(&r, &order[i]);
    }
    *ret_ledger = r.ledger;
    return OK;
}

bool ledger_is_frozen(const struct ledger_event *events, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (events[i].kind == LEDGER_WRITE_OFF &&
            !is_annulled(events, count, INT64_MAX, events[i].id))
            return true;
    return false;
}

int64_t ledger_open_of(const struct ledger *ledger, enum component component)
{
    return replay_open_parts(ledger).of[component];
}

int64_t ledger_open(const struct ledger *ledger)
{
    int64_t open = 0;
    for (size_t i = 0; i < ledger->line_count; i++)
        open += replay_open_of(&ledger->lines[i]);
    return open;
}

enum ledger_status ledger_status_of(const struct ledger *ledger)
{
    return ledger->written_off_on != DAY_NONE ? LEDGER_WRITTEN_OFF
           : ledger_open(ledger) > 0          ? LEDGER_ACTIVE
           : ledger->unapplied > 0            ? LEDGER_OVERPAID
                                              : LEDGER_CLOSED;
}

const char *ledger_status_name(enum ledger_status standing)
{
    static const char *const names[] = {[LEDGER_ACTIVE] = "active",
                                        [LEDGER_CLOSED] = "closed",
                                        [LEDGER_OVERPAID] = "overpaid",
                                        [LEDGER_WRITTEN_OFF] = "closed_written_off"};
    return names[standing];
}

struct parts ledger_split(const struct ledger *ledger, int64_t event_id)
{
    struct parts parts = {{0}};
    for (size_t i = 0; i < ledger->entry_count; i++)
        if (ledger->entries[i].money_id == event_id && ledger->entries[i].kind == ENTRY_PAID)
            parts.of[ledger->entries[i].component] += ledger->entries[i].amount;
    return parts;
}
