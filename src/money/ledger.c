#include "money/ledger.h"

#include <stdlib.h>

#include "money/split.h"

/* A ledger under way. */
struct replay {
    struct op *op;
    const struct ledger_rules *rules;
    struct ledger ledger;
    size_t instalment_capacity, line_capacity, entry_capacity;
    size_t live_from; /* instalments before it were re-aged: nothing joins them */
    day start_on;     /* of the first event */
};

static int64_t open_of(const struct ledger_line *line)
{
    return line->amount - line->met;
}

static void add_entry(struct replay *r, const struct ledger_event *event, enum entry_kind kind,
                      size_t line, int64_t amount)
{
    struct ledger *const l = &r->ledger;
    if (amount == 0)
        return;
    l->entries = arena_grow(r->op->arena, l->entries, l->entry_count, &r->entry_capacity,
                            sizeof(*l->entries));
    l->entries[l->entry_count++] = (struct ledger_entry){
        .event_id = event->id,
        .kind = kind,
        .line = line,
        .component = line == LEDGER_NO_LINE ? COMPONENT_PRINCIPAL : l->lines[line].component,
        .amount = amount,
        .value_on = event->value_on,
        .is_recovery = event->kind == LEDGER_PAYMENT && l->charged_off_on != DAY_NONE,
    };
}

static size_t add_instalment(struct replay *r, day due_on, enum line_origin origin)
{
    struct ledger *const l = &r->ledger;
    const size_t n = l->instalment_count;
    l->instalments = arena_grow(r->op->arena, l->instalments, n, &r->instalment_capacity,
                                sizeof(*l->instalments));
    l->instalments[n] = (struct ledger_instalment){
        .number = (int)n + 1,
        .from_on = n > 0 ? l->instalments[n - 1].due_on : r->start_on,
        .due_on = due_on,
        .origin = origin,
        .first_line = LEDGER_NO_LINE,
    };
    l->instalment_count++;
    return n;
}

/* The lines of an instalment hang together by due day, those of one day as they came. */
static size_t add_line(struct replay *r, struct ledger_line line)
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

/* The instalment in whose period (the due day before it, its own] the day lies. */
static size_t instalment_at(struct replay *r, day due_on, enum line_origin origin)
{
    const struct ledger *const l = &r->ledger;
    for (size_t n = r->live_from; n < l->instalment_count; n++)
        if (l->instalments[n].due_on >= due_on)
            return n;
    return add_instalment(r, due_on, origin);
}

static void meet(struct replay *r, const struct ledger_event *event, size_t line, int64_t *left)
{
    struct ledger_line *const met = &r->ledger.lines[line];
    const int64_t amount = open_of(met) < *left ? open_of(met) : *left;
    met->met += amount;
    *left -= amount;
    add_entry(r, event, ENTRY_PAID, line, amount);
}

/* Money for one component of one instalment, as far as it is of the group's ages. */
static void meet_component(struct replay *r, const struct ledger_event *event,
                           const struct profile_group *group, size_t instalment,
                           enum component component, int64_t *left)
{
    const struct ledger *const l = &r->ledger;
    for (size_t i = l->instalments[instalment].first_line; i != LEDGER_NO_LINE && *left > 0;
         i = l->lines[i].next_line)
        if (l->lines[i].component == component &&
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
            if (l->lines[i].component == group->order[k] &&
                (age_class_of(l->lines[i].due_on, event->value_on) & group->ages) != 0)
                open += open_of(&l->lines[i]);
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
            if (open_in_group(r, event, group, n) > 0)
                open[count++] = n;
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
            const size_t n = is_backward ? all - 1 - i : i;
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
    add_entry(r, event, ENTRY_UNAPPLIED, LEDGER_NO_LINE, left - r->ledger.unapplied);
    r->ledger.unapplied = left;
}

static void open_line(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    const bool is_charge = event->instalment == 0;
    const enum line_origin origin = is_charge ? LINE_CHARGE : LINE_SCHEDULE;
    size_t n = l->instalment_count;
    if (is_charge)
        n = instalment_at(r, event->due_on, LINE_CHARGE);
    else if (n == 0 || l->instalments[n - 1].due_on < event->due_on)
        add_instalment(r, event->due_on, LINE_SCHEDULE);
    else
        for (n = 0; l->instalments[n].due_on < event->due_on;)
            n++;
    const size_t line = add_line(r, (struct ledger_line){.instalment = n,
                                                         .component = event->component,
                                                         .origin = origin,
                                                         .due_on = event->due_on,
                                                         .age_on = l->instalments[n].due_on,
                                                         .amount = event->amount,
                                                         .event_id = event->id});
    add_entry(r, event, ENTRY_OPENED, line, event->amount);
    apply_unapplied(r, event);
}

static void take_money(struct replay *r, const struct ledger_event *event)
{
    int64_t left = event->amount;
    if (r->ledger.written_off_on == DAY_NONE)
        allocate(r, event, &left);
    add_entry(r, event, ENTRY_UNAPPLIED, LEDGER_NO_LINE, left);
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
static void take_back(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    const int64_t kept = l->unapplied < event->amount ? l->unapplied : event->amount;
    l->unapplied -= kept;
    add_entry(r, event, ENTRY_UNAPPLIED, LEDGER_NO_LINE, -kept);
    if (l->charged_off_on != DAY_NONE)
        l->recovered -= event->amount < l->recovered ? event->amount : l->recovered;
    const struct parts parts = parts_of_return(r, event, event->amount - kept);
    for (int i = 0; i < COMPONENT_COUNT; i++) {
        if (parts.of[i] == 0)
            continue;
        const size_t line = add_line(
            r, (struct ledger_line){.instalment = instalment_at(r, event->value_on, LINE_RETURN),
                                    .component = (enum component)i,
                                    .origin = LINE_RETURN,
                                    .due_on = event->value_on,
                                    .age_on = event->value_on,
                                    .amount = parts.of[i],
                                    .event_id = event->id});
        add_entry(r, event, ENTRY_OPENED, line, parts.of[i]);
    }
}

static void move(struct replay *r, const struct ledger_event *event, size_t line, int64_t amount)
{
    r->ledger.lines[line].amount += amount;
    add_entry(r, event, ENTRY_MOVED, line, amount);
}

/* Principal past due joins, in equal parts, the principal of the instalments to come. */
static void reamortise(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    size_t *const next = arena_array(r->op->arena, l->line_count, sizeof(*next));
    int64_t *const parts = arena_array(r->op->arena, l->line_count, sizeof(*parts));
    size_t count = 0;
    int64_t overdue = 0;
    for (size_t i = 0; i < l->line_count; i++) {
        if (l->lines[i].component != COMPONENT_PRINCIPAL)
            continue;
        if (l->lines[i].age_on < event->value_on)
            overdue += open_of(&l->lines[i]);
        else if (l->lines[i].origin != LINE_RETURN)
            next[count++] = i;
    }
    if (count == 0 || overdue == 0)
        return;
    split_evenly(overdue, count, parts);
    for (size_t i = 0; i < l->line_count; i++)
        if (l->lines[i].component == COMPONENT_PRINCIPAL && l->lines[i].age_on < event->value_on)
            move(r, event, i, -open_of(&l->lines[i]));
    for (size_t i = 0; i < count; i++)
        move(r, event, next[i], parts[i]);
}

static void add_reaged(struct replay *r, const struct ledger_event *event, size_t instalment,
                       enum component component, int64_t amount)
{
    const day due_on = r->ledger.instalments[instalment].due_on;
    if (amount == 0)
        return;
    const size_t line = add_line(r, (struct ledger_line){.instalment = instalment,
                                                         .component = component,
                                                         .origin = LINE_REAGED,
                                                         .due_on = due_on,
                                                         .age_on = due_on,
                                                         .amount = amount,
                                                         .event_id = event->id});
    add_entry(r, event, ENTRY_MOVED, line, amount);
}

/* Principal in equal parts; whatever else is open comes with the first new instalment. */
static void reage(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    const size_t count = (size_t)event->count;
    const struct schedule_terms terms = {.first_due = event->due_on, .every = event->every};
    int64_t *const parts = arena_array(r->op->arena, count, sizeof(*parts));
    struct parts open = {{0}};
    for (size_t i = 0; i < l->line_count; i++) {
        open.of[l->lines[i].component] += open_of(&l->lines[i]);
        move(r, event, i, -open_of(&l->lines[i]));
    }
    split_evenly(open.of[COMPONENT_PRINCIPAL], count, parts);
    r->live_from = l->instalment_count;
    for (size_t k = 0; k < count; k++) {
        const size_t n = add_instalment(r, schedule_due_on(&terms, (int)k + 1), LINE_REAGED);
        add_reaged(r, event, n, COMPONENT_PRINCIPAL, parts[k]);
        for (int i = COMPONENT_PRINCIPAL + 1; k == 0 && i < COMPONENT_COUNT; i++)
            add_reaged(r, event, n, (enum component)i, open.of[i]);
    }
}

static struct parts open_parts(const struct ledger *l)
{
    struct parts parts = {{0}};
    for (size_t i = 0; i < l->line_count; i++)
        parts.of[l->lines[i].component] += open_of(&l->lines[i]);
    return parts;
}

static void write_off(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    l->written_off = open_parts(l);
    l->written_off_on = event->value_on;
    for (size_t i = 0; i < l->line_count; i++) {
        const int64_t open = open_of(&l->lines[i]);
        l->lines[i].amount -= open;
        add_entry(r, event, ENTRY_WRITTEN_OFF, i, -open);
    }
}

static void apply(struct replay *r, const struct ledger_event *event)
{
    struct ledger *const l = &r->ledger;
    switch (event->kind) {
    case LEDGER_OPEN:
        open_line(r, event);
        break;
    case LEDGER_PAYMENT:
    case LEDGER_CREDIT:
        take_money(r, event);
        break;
    case LEDGER_RETURN:
        take_back(r, event);
        break;
    case LEDGER_REAMORTISE:
        reamortise(r, event);
        break;
    case LEDGER_REAGE:
        reage(r, event);
        break;
    case LEDGER_CHARGE_OFF:
        if (l->charged_off_on == DAY_NONE) {
            l->charged_off = open_parts(l);
            l->charged_off_on = event->value_on;
        }
        break;
    case LEDGER_WRITE_OFF:
        write_off(r, event);
        break;
    case LEDGER_REVERSAL:
    case LEDGER_KIND_COUNT:
        break;
    }
}

/* On one day lines are opened first, money comes before it goes back, and marks come last. */
static int rank_of(const struct ledger_event *event)
{
    static const int ranks[LEDGER_KIND_COUNT] = {
        [LEDGER_OPEN] = 1,   [LEDGER_PAYMENT] = 2,    [LEDGER_CREDIT] = 2,
        [LEDGER_RETURN] = 3, [LEDGER_REVERSAL] = 4,   [LEDGER_REAMORTISE] = 5,
        [LEDGER_REAGE] = 5,  [LEDGER_CHARGE_OFF] = 6, [LEDGER_WRITE_OFF] = 7,
    };
    return event->kind == LEDGER_OPEN && event->instalment > 0 ? 0 : ranks[event->kind];
}

#define COMPARE(x, y)                                                                              \
    if ((x) != (y))                                                                                \
    return (x) < (y) ? -1 : 1

/* Whatever the order in which they came; the id only parts what is the same in all else. */
static int compare_events(const void *left, const void *right)
{
    const struct ledger_event *const a = *(const struct ledger_event *const *)left;
    const struct ledger_event *const b = *(const struct ledger_event *const *)right;
    COMPARE(a->value_on, b->value_on);
    COMPARE(rank_of(a), rank_of(b));
    COMPARE(a->due_on, b->due_on);
    COMPARE(a->kind, b->kind);
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
    const bool has_amount = event->kind <= LEDGER_RETURN;
    if (has_amount && (event->amount <= 0 || event->amount > LIMIT_AMOUNT_MINOR))
        return op_fail(op, E_INVALID, "the event %lld has an amount that is not above 0",
                       (long long)event->id);
    if (event->kind == LEDGER_REAGE && (event->count < 1 || event->count > SCHEDULE_ROWS_MAX))
        return op_fail(op, E_INVALID, "a schedule has 1 to %d instalments", SCHEDULE_ROWS_MAX);
    const bool names =
        event->kind == LEDGER_REVERSAL || (event->kind == LEDGER_RETURN && event->of != 0);
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
        .ledger = {.charged_off_on = DAY_NONE, .written_off_on = DAY_NONE}
    };
    const struct ledger_event **const order = arena_array(op->arena, count, sizeof(*order));
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
    }
    for (size_t i = 0; i < count; i++)
        if (events[i].value_on <= moment.as_of && events[i].id <= moment.last_id &&
            events[i].kind != LEDGER_REVERSAL &&
            !(has_reversals && is_annulled(events, count, moment.last_id, events[i].id)))
            order[standing++] = &events[i];
    if (standing > 0) {
        qsort(order, standing, sizeof(*order), compare_events);
        r.start_on = order[0]->value_on;
    }
    for (size_t i = 0; i < standing; i++)
        apply(&r, order[i]);
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
    return open_parts(ledger).of[component];
}

int64_t ledger_open(const struct ledger *ledger)
{
    int64_t open = 0;
    for (size_t i = 0; i < ledger->line_count; i++)
        open += open_of(&ledger->lines[i]);
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
        if (ledger->entries[i].event_id == event_id && ledger->entries[i].kind == ENTRY_PAID)
            parts.of[ledger->entries[i].component] += ledger->entries[i].amount;
    return parts;
}
