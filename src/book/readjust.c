#include "book/readjust.h"

typedef __int128 wide;
#define UNIT_PARTS INT64_C(1000000000000000) /* of a minor unit at a value of one millionth */

struct readjust_change {
    day on;
    day due_on, age_on;
    wide units;
    int64_t money;   /* in the ledger */
    int64_t waiting; /* of it, what waits: below zero */
};

/* Money that came and found nothing open. */
struct waiting {
    int64_t event_id;
    day on;
    int64_t left;
    int64_t counted; /* as met */
};

struct gathering {
    struct op *op;
    const struct case_ledger *of;
    const struct ledger *ledger;
    struct readjust *out;
    size_t capacity;
    struct waiting *waiting;
    size_t waiting_count, waiting_capacity;
    struct so_far {
        wide units;
        int64_t money;
    } open, settled; /* of lines that keep the units of their own day, and of those that do not */
};

static wide divide(wide numerator, wide denominator)
{
    const wide half = denominator / 2;
    return (numerator >= 0 ? numerator + half : numerator - half) / denominator;
}

int64_t readjust_value(const struct interest_steps *values, day on, day *ret_since)
{
    size_t low = 0;
    size_t high = values->count;
    while (low < high) { /* the first that begins later */
        const size_t middle = low + (high - low) / 2;
        if (values->of[middle].from <= on)
            low = middle + 1;
        else
            high = middle;
    }
    if (ret_since)
        *ret_since = low > 0 ? values->of[low - 1].from : DAY_NONE;
    return values->of[low > 0 ? low - 1 : 0].value;
}

bool readjust_is_charge(const struct case_claim *claim)
{
    return claim->month_on != DAY_NONE && claim->charged == COMPONENT_PRINCIPAL;
}

static wide units_of(const struct gathering *g, int64_t amount, day on, day from)
{
    const int64_t value = readjust_value(&g->out->rule.values, on > from ? on : from, NULL);
    return divide((wide)amount * UNIT_PARTS, value);
}

/* False: it leaves the range. */
static bool worth(wide units, int64_t value, int64_t *ret_minor)
{
    wide product = 0;
    if (__builtin_mul_overflow(units, (wide)value, &product))
        return false;
    product = divide(product, UNIT_PARTS);
    *ret_minor = (int64_t)product;
    return product <= INT64_MAX && product >= INT64_MIN;
}

static void add_change(struct gathering *g, struct so_far *sum,
                       const struct readjust_change *change)
{
    struct readjust *const out = g->out;
    out->changes =
        arena_grow(g->op->arena, out->changes, out->count, &g->capacity, sizeof(*out->changes));
    out->changes[out->count++] = *change;
    sum->units += change->units;
    sum->money += change->money;
}

/* --- money that waits --- */

static struct waiting *find_waiting(const struct gathering *g, int64_t event_id)
{
    for (size_t i = 0; i < g->waiting_count; i++)
        if (g->waiting[i].event_id == event_id)
            return &g->waiting[i];
    return NULL;
}

static void count_as_met(struct gathering *g, struct waiting *came, int64_t amount, day on)
{
    const day from = g->out->rule.from;
    const struct readjust_change change = {.on = on,
                                           .due_on = DAY_MIN,
                                           .age_on = DAY_MIN,
                                           .units = units_of(g, came->counted, came->on, from) -
                                                    units_of(g, amount, came->on, from),
                                           .money = came->counted - amount,
                                           .waiting = came->counted - amount};
    came->counted = amount;
    add_change(g, &g->open, &change);
}

/* What is settled adds nothing before the day by whose value it counts. */
static bool owed_on(const struct gathering *g, day on, int64_t *ret_owed)
{
    struct so_far sum = g->open;
    if (on >= g->out->rule.settled) {
        sum.units += g->settled.units;
        sum.money += g->settled.money;
    }
    return worth(sum.units, readjust_value(&g->out->rule.values, on, NULL), ret_owed) &&
           !__builtin_sub_overflow(*ret_owed, sum.money, ret_owed);
}

/* At the end of a day: what came meets the readjustment there is; what has gone elsewhere does
 * not any more. */
static void settle(struct gathering *g, day on)
{
    for (size_t i = 0; i < g->waiting_count; i++) {
        struct waiting *const came = &g->waiting[i];
        int64_t owed = 0;
        if (came->left < came->counted)
            count_as_met(g, came, came->left, on);
        if (came->on == on && came->left > 0 && owed_on(g, on, &owed) && owed > 0 &&
            on >= g->out->rule.from)
            count_as_met(g, came, owed < came->left ? owed : came->left, on);
    }
}

static void note_unapplied(struct gathering *g, const struct ledger_entry *entry)
{
    if (g->of->events[entry->event_id - 1].kind == LEDGER_PAYMENT) {
        g->waiting = arena_grow(g->op->arena, g->waiting, g->waiting_count, &g->waiting_capacity,
                                sizeof(*g->waiting));
        g->waiting[g->waiting_count++] = (struct waiting){
            .event_id = entry->event_id, .on = entry->value_on, .left = entry->amount};
    }
}

/* What is applied later, and what goes back, waits no more. */
static void note_left(struct gathering *g, const struct ledger_entry *entry)
{
    const struct ledger_event *const event = &g->of->events[entry->event_id - 1];
    if (entry->kind == ENTRY_PAID && entry->money_id != entry->event_id) {
        struct waiting *const applied = find_waiting(g, entry->money_id);
        if (applied)
            applied->left -= entry->amount;
    }
    if (event->kind == LEDGER_RETURN) {
        struct waiting *const back = find_waiting(g, event->of);
        if (back)
            back->left = 0;
    }
}

/* --- lines --- */

/* What we charged in this unit; NULL: anything else. */
static const struct case_claim *charge_of(const struct gathering *g, const struct ledger_line *line)
{
    const struct case_claim *const claim =
        line->origin == LINE_CHARGE ? case_ledger_claim(g->of, line->claim) : NULL;
    const bool is_ours = claim && readjust_is_charge(claim) && claim->issued_on > g->out->rule.from;
    return is_ours ? claim : NULL;
}

/* Made by a plan that was kept, or charged, or charged for, in months that stay as they are. */
static bool is_settled(const struct readjust_rule *rule, const struct ledger_line *line,
                       const struct case_claim *charge)
{
    return line->origin == LINE_ARRANGED || line->origin == LINE_DISCOUNT ||
           line->due_on < rule->charged_until || (charge && charge->month_on < rule->settled);
}

/* In units from the day on which it opened; a charge has none of its own. */
static wide units_moved(const struct gathering *g, const struct ledger_entry *entry, bool is_charge,
                        day from)
{
    const struct ledger_event *const events = g->of->events;
    if (entry->kind != ENTRY_PAID)
        return is_charge ? 0 : units_of(g, entry->amount, entry->value_on, from);
    const day came_on = events[entry->money_id - 1].value_on;
    const day opened_on =
        is_charge ? came_on : events[g->ledger->lines[entry->line].event_id - 1].value_on;
    return -units_of(g, entry->amount, came_on > opened_on ? came_on : opened_on, from);
}

static void note_line(struct gathering *g, const struct ledger_entry *entry)
{
    const struct readjust_rule *const rule = &g->out->rule;
    const struct ledger_line *const line = &g->ledger->lines[entry->line];
    if (line->component != COMPONENT_PRINCIPAL || line->debt != rule->debt || line->is_superseded)
        return;
    const struct case_claim *const charge = charge_of(g, line);
    const bool settled = is_settled(rule, line, charge);
    const bool is_charge = charge && !settled;
    const day from = settled && rule->settled > rule->from ? rule->settled : rule->from;
    const struct readjust_change change = {.on = entry->value_on,
                                           .due_on = line->due_on,
                                           .age_on = is_charge ? line->due_on : line->age_on,
                                           .units = units_moved(g, entry, is_charge, from),
                                           .money = entry->kind == ENTRY_PAID ? -entry->amount
                                                                              : entry->amount};
    add_change(g, settled ? &g->settled : &g->open, &change);
}

struct readjust readjust_gather(struct op *op, const struct case_ledger *of,
                                const struct ledger *ledger, const struct readjust_rule *rule)
{
    struct readjust out = {.rule = *rule};
    struct gathering g = {.op = op, .of = of, .ledger = ledger, .out = &out};
    for (size_t i = 0; i < ledger->entry_count; i++) {
        const struct ledger_entry *const entry = &ledger->entries[i];
        note_left(&g, entry);
        if (entry->line != LEDGER_NO_LINE)
            note_line(&g, entry);
        else if (rule->takes_waiting)
            note_unapplied(&g, entry);
        if (i + 1 == ledger->entry_count || ledger->entries[i + 1].value_on != entry->value_on)
            settle(&g, entry->value_on);
    }
    return out;
}

/* --- what it comes to --- */

static status fail_large(struct op *op)
{
    return op_fail(op, E_LIMIT, "an amount in units of account is too large");
}

status readjust_due(struct op *op, const struct readjust *of, day until, day due_before,
                    day value_on, int64_t *ret_amount)
{
    wide units = 0;
    int64_t booked = 0;
    int64_t waiting = 0;
    int64_t owed = 0;
    for (size_t i = 0; i < of->count; i++)
        if (of->changes[i].on < until && of->changes[i].due_on < due_before) {
            units += of->changes[i].units;
            booked += of->changes[i].money;
            waiting += of->changes[i].waiting;
        }
    if (!worth(units, readjust_value(&of->rule.values, value_on, NULL), &owed))
        return fail_large(op);
    if (booked == waiting && owed >= -1 && owed <= 1)
        owed = 0; /* what a rounding left */
    return __builtin_sub_overflow(owed, booked, ret_amount) ? fail_large(op) : OK;
}

static int64_t other_on(const struct interest_steps *steps, day on)
{
    int64_t value = 0;
    for (size_t i = 0; i < steps->count && steps->of[i].from <= on; i++)
        value = steps->of[i].value;
    return value;
}

status readjust_base(struct op *op, const struct readjust *of, const struct interest_steps *others,
                     const struct interest_period *period, bool only_overdue,
                     struct interest_steps *ret_base)
{
    const size_t days = (size_t)(period->until - period->from);
    struct interest_step *const steps = arena_array(op->arena, days, sizeof(*steps));
    wide *const units = arena_array(op->arena, days, sizeof(*units));
    wide sum = 0;
    for (size_t i = 0; i < of->count; i++) {
        const struct readjust_change *const change = &of->changes[i];
        const day on = only_overdue && change->age_on > change->on ? change->age_on : change->on;
        if (on < period->until)
            units[on > period->from ? on - period->from : 0] += change->units;
    }
    for (size_t i = 0; i < days; i++) {
        const day on = period->from + (day)i;
        int64_t owed = 0;
        sum += units[i];
        if (!worth(sum, readjust_value(&of->rule.values, on, NULL), &owed) ||
            __builtin_add_overflow(owed > 0 ? owed : 0, other_on(others, on), &owed))
            return fail_large(op);
        steps[i] = (struct interest_step){on, owed};
    }
    *ret_base = (struct interest_steps){steps, days};
    return OK;
}
