#include "tests/reference/interest_naive.h"

static bool comes_before(const struct place *a, const struct place *b)
{
    if (a->due_on != b->due_on)
        return a->due_on < b->due_on;
    if (a->issued_on != b->issued_on)
        return a->issued_on < b->issued_on;
    /* by name: interest, late_fee, late_interest, readjustment */
    static const int by_name[] = {[0] = 1, [1] = 3, [READJUSTED] = 4, [LATE_FEE] = 2};
    const int first = a->kind < 0 ? 0 : by_name[a->kind];
    const int second = b->kind < 0 ? 0 : by_name[b->kind];
    if (first != second)
        return first < second;
    if (a->kind == LATE_FEE)
        return a->level != b->level ? a->level < b->level : a->told < b->told;
    return a->debt < b->debt;
}

void slow_add(struct slow *s, const struct place *place)
{
    int at = s->count++;
    while (at > 0 && comes_before(place, &s->places[at - 1])) {
        s->places[at] = s->places[at - 1];
        at--;
    }
    s->places[at] = *place;
}

/* By the first claim that was told. */
int64_t slow_debt(const struct slow *s, int debt)
{
    int first = 0;
    while (s->places[first].kind >= 0)
        first++;
    return s->places[first].debt == debt ? 1 : 2;
}

static struct ledger_event *add_event(struct slow *s)
{
    struct ledger_event *const event = &s->events[s->event_count++];
    *event = (struct ledger_event){.id = (int64_t)s->event_count};
    return event;
}

static void add_open(struct slow *s, int at, enum component component, int64_t amount)
{
    const struct place *const place = &s->places[at];
    if (amount <= 0)
        return;
    struct ledger_event *const event = add_event(s);
    event->kind = LEDGER_OPEN;
    event->value_on = place->issued_on;
    event->amount = amount;
    event->component = component;
    event->instalment = place->kind < 0 ? 1 : 0;
    event->due_on = place->due_on;
    event->claim = at + 1;
    event->debt = slow_debt(s, place->debt);
}

/* Among what went back: by day, the largest first. */
static int64_t return_place(const struct person *p, int of)
{
    const struct money_in *const back = &p->money[of];
    int64_t place = 1;
    for (int i = 0; i < p->money_count; i++) {
        const struct money_in *const other = &p->money[i];
        if (other->back_on != DAY_NONE &&
            (other->back_on < back->back_on ||
             (other->back_on == back->back_on && other->amount > back->amount)))
            place++;
    }
    return place;
}

void slow_tell(struct slow *s, const struct person *p)
{
    static const enum component as[] = {COMPONENT_INTEREST, COMPONENT_LATE_INTEREST,
                                        COMPONENT_PRINCIPAL, COMPONENT_FEE};
    static int64_t tellings;
    s->telling = ++tellings;
    s->event_count = 0;
    for (int i = 0; i < s->count; i++) {
        const struct place *const place = &s->places[i];
        add_open(s, i, COMPONENT_PRINCIPAL, place->principal);
        if (place->kind >= 0)
            add_open(s, i, as[place->kind], place->interest);
        add_open(s, i, COMPONENT_FEE, place->fee);
    }
    for (int i = 0; i < p->money_count; i++) {
        const struct money_in *const came = &p->money[i];
        if (came->is_reversed)
            continue;
        struct ledger_event *const in = add_event(s);
        in->kind = LEDGER_PAYMENT;
        in->value_on = came->value_on;
        in->amount = came->amount;
        for (int n = 0; n < s->count && came->claim >= 0; n++)
            if (s->places[n].kind < 0 && s->places[n].told == came->claim)
                in->claim = n + 1;
        const int64_t in_id = in->id;
        if (came->back_on == DAY_NONE)
            continue;
        struct ledger_event *const back = add_event(s);
        back->kind = LEDGER_RETURN;
        back->value_on = came->back_on;
        back->amount = came->amount;
        back->of = in_id;
        back->claim = 1000 * return_place(p, i);
    }
}

static int64_t cap_on(const struct interest_steps *limits, const struct person *p,
                      const struct obligation_terms *terms, day on)
{
    int last = -1;
    for (int i = 0; i < p->hold_count; i++)
        if (p->holds[i].from <= on && on < p->holds[i].until)
            return 0;
    if (!str_equal_c(terms->country, "CL"))
        return INT64_MAX;
    for (int i = 0; i < (int)limits->count && limits->of[i].from <= on; i++)
        last = i;
    return last < 0 || on - limits->of[last].from >= ROW_DAYS ? 0 : limits->of[last].value;
}

static const struct obligation_terms *terms_on(const struct person *p, int debt, day on)
{
    const struct obligation_terms *found = NULL;
    for (int i = 0; i < p->terms_count[debt]; i++)
        if (p->terms[debt][i].from_on <= on)
            found = &p->terms[debt][i];
    return found;
}

int64_t slow_interest(const struct month *m, int debt, int kind)
{
    if (!m->terms[debt])
        return m->rounded[debt][kind];
    const int64_t year =
        (m->terms[debt]->basis == DAY_COUNT_ACTUAL_360 ? 360 : 365) * INT64_C(1000000);
    return m->rounded[debt][kind] + (m->sums[debt][kind] + year / 2) / year;
}

static int64_t base_on(const struct slow *s, const struct naive *n, int debt, unsigned bases,
                       bool only_late, day on)
{
    int64_t base = 0;
    for (int i = 0; i < n->count; i++)
        if (n->lines[i].debt == slow_debt(s, debt) && ((bases >> n->lines[i].component) & 1U) &&
            (!only_late || n->lines[i].age_on <= on))
            base += n->lines[i].open;
    return base;
}

/* --- units --- */

void slow_unit(const struct person *p, day on, struct in_unit units[DEBTS])
{
    for (int d = 0; d < DEBTS; d++) {
        const struct obligation_terms *const terms = terms_on(p, d, on);
        struct in_unit *const unit = &units[d];
        const bool is_named = terms && terms->unit.size > 0;
        if ((unit->ends || !is_named) && on == day_month_start(on))
            *unit = (struct in_unit){.is_on = false};
        if (unit->is_on && !is_named)
            unit->ends = true;
        if (!unit->is_on && is_named)
            *unit = (struct in_unit){.is_on = true, .from = on};
    }
}

/* Those that end with the day after are over. */
static bool is_over(const struct person *p, int debt, const struct in_unit *unit, day next)
{
    const struct obligation_terms *const terms = terms_on(p, debt, next);
    return unit->ends || !terms || terms->unit.size == 0;
}

static int64_t value_on(const struct interest_steps *values, day on)
{
    int64_t value = values->of[0].value;
    for (size_t i = 0; i < values->count; i++)
        if (values->of[i].from <= on)
            value = values->of[i].value;
    return value;
}

/* 10^15 parts, half away from zero. */
static __int128 parts_of(const struct interest_steps *values, const struct in_unit *unit,
                         int64_t amount, day on)
{
    const int64_t value = value_on(values, on > unit->from ? on : unit->from);
    return ((__int128)amount * INT64_C(1000000000000000) + value / 2) / value;
}

static int64_t money_of(__int128 parts, int64_t value)
{
    const __int128 one = INT64_C(1000000000000000);
    const __int128 product = parts * value;
    return (int64_t)((product < 0 ? product - one / 2 : product + one / 2) / one);
}

/* A claim that the unit has added stands for no units. */
static bool is_added(const struct slow *s, const struct naive_line *line,
                     const struct in_unit *unit)
{
    return line->claim >= 1 && line->claim <= s->count &&
           s->places[line->claim - 1].kind == READJUSTED &&
           s->places[line->claim - 1].issued_on > unit->from;
}

struct sum {
    __int128 parts;
    int64_t booked;
};

/* Of lines and what met them; late: those that age by then, else those due before. */
static struct sum sum_lines(const struct interest_steps *values, const struct slow *s,
                            const struct naive *n, int debt, const struct in_unit *unit,
                            day due_before, day late_on)
{
    struct sum sum = {0, 0};
    bool counts[NAIVE_LINES_MAX] = {false};
    for (int i = 0; i < n->count; i++) {
        const struct naive_line *const line = &n->lines[i];
        const bool added = is_added(s, line, unit);
        counts[i] = line->component == COMPONENT_PRINCIPAL && line->debt == slow_debt(s, debt) &&
                    line->due_on < due_before &&
                    (late_on == DAY_NONE || (added ? line->due_on : line->age_on) <= late_on);
        if (!counts[i])
            continue;
        sum.booked += line->open;
        if (!added)
            sum.parts +=
                parts_of(values, unit, line->first, s->events[line->event_id - 1].value_on);
    }
    for (int i = 0; i < n->met_count; i++)
        if (counts[n->met[i].line]) {
            const struct naive_line *const line = &n->lines[n->met[i].line];
            const day opened_on = s->events[line->event_id - 1].value_on;
            const day came_on = s->events[n->met[i].event_id - 1].value_on;
            const bool was_there = opened_on < came_on || is_added(s, line, unit);
            sum.parts -= parts_of(values, unit, n->met[i].amount, was_there ? came_on : opened_on);
        }
    return sum;
}

/* Money that waits counts for the debt that is first in units. */
static bool takes_waiting(const struct person *p, const struct slow *s, int debt)
{
    bool takes = true;
    for (int d = 0; d < DEBTS; d++)
        for (int i = 0; i < p->terms_count[d]; i++)
            takes = takes && (d == debt || p->terms[d][i].unit.size == 0 ||
                              slow_debt(s, debt) < slow_debt(s, d));
    return takes;
}

static int64_t left_of(const struct naive *n, int64_t event_id)
{
    for (int i = 0; i < n->purse_count; i++)
        if (n->purses[i].event_id == event_id)
            return n->purses[i].left;
    return 0;
}

/* How much of each purse met, on the day on which it came, what the unit had added. */
struct counted {
    int64_t telling;
    day from;
    int count;
    int64_t of[2 * MONEY_MAX];
};

static int64_t count_met(const struct interest_steps *values, const struct slow *s,
                         const struct naive *n, int debt, const struct in_unit *unit, int purse,
                         const int64_t counted[])
{
    static struct naive then;
    const int64_t id = n->purses[purse].event_id;
    const day came_on = s->events[id - 1].value_on;
    if (came_on < unit->from)
        return 0;
    naive_case_ledger(s->events, s->event_count, came_on, &then);
    const int64_t left = left_of(&then, id);
    struct sum there = sum_lines(values, s, &then, debt, unit, DAY_MAX, DAY_NONE);
    for (int k = 0; k < purse; k++) {
        const int64_t still = left_of(&then, n->purses[k].event_id);
        const int64_t met = still < counted[k] ? still : counted[k];
        there.parts -= parts_of(values, unit, met, s->events[n->purses[k].event_id - 1].value_on);
        there.booked -= met;
    }
    const int64_t owed = money_of(there.parts, value_on(values, came_on)) - there.booked;
    return owed <= 0 ? 0 : owed < left ? owed : left;
}

/* What waits on a day, as far as it met something.  The days on which it came are looked at once.
 */
static void add_waiting(const struct interest_steps *values, const struct person *p,
                        const struct slow *s, const struct naive *n, int debt,
                        const struct in_unit *unit, struct sum *sum)
{
    static struct counted known[DEBTS];
    struct counted *const counted = &known[debt];
    if (!takes_waiting(p, s, debt))
        return;
    if (counted->telling != s->telling || counted->from != unit->from)
        *counted = (struct counted){.telling = s->telling, .from = unit->from};
    for (int i = 0; i < n->purse_count; i++) {
        if (i == counted->count)
            counted->of[counted->count++] = count_met(values, s, n, debt, unit, i, counted->of);
        const int64_t left = n->purses[i].left;
        const int64_t met = left < counted->of[i] ? left : counted->of[i];
        sum->parts -= parts_of(values, unit, met, s->events[n->purses[i].event_id - 1].value_on);
        sum->booked -= met;
    }
}

struct worth slow_worth(const struct interest_steps *values, const struct person *p,
                        const struct slow *s, const struct naive *n, int debt,
                        const struct in_unit *unit, day due_before, day value_day)
{
    struct sum sum = sum_lines(values, s, n, debt, unit, due_before, DAY_NONE);
    const bool is_open = sum.booked != 0;
    add_waiting(values, p, s, n, debt, unit, &sum);
    const int64_t owed = money_of(sum.parts, value_on(values, value_day));
    const bool is_dust = !is_open && owed >= -1 && owed <= 1;
    return (struct worth){is_dust ? 0 : owed, sum.booked};
}

/* Principal that bears. */
static int64_t unit_base(const struct interest_steps *values, const struct person *p,
                         const struct slow *s, const struct naive *n, int debt,
                         const struct in_unit *unit, bool only_late, day on)
{
    struct sum sum = sum_lines(values, s, n, debt, unit, DAY_MAX, only_late ? on : DAY_NONE);
    add_waiting(values, p, s, n, debt, unit, &sum);
    const int64_t owed = money_of(sum.parts, value_on(values, on));
    return owed > 0 ? owed : 0;
}

void slow_bear(const struct interest_steps *limits, const struct interest_steps *values,
               const struct person *p, const struct slow *s, const struct naive *n,
               const struct in_unit units[DEBTS], day on, struct month *m)
{
    for (int d = 0; d < DEBTS; d++) {
        const struct obligation_terms *const terms = terms_on(p, d, on);
        if (terms != m->terms[d]) {
            for (int k = 0; k < KINDS; k++) {
                m->rounded[d][k] = slow_interest(m, d, k);
                m->sums[d][k] = 0;
            }
            m->terms[d] = terms;
        }
        if (!terms)
            continue;
        const int64_t cap = cap_on(limits, p, terms, on);
        const int64_t ordinary = terms->rate < cap ? terms->rate : cap;
        const int64_t left = cap == INT64_MAX ? cap : cap - ordinary;
        const bool in_units = units[d].is_on && values->count > 0 &&
                              (terms->bases & (1U << COMPONENT_PRINCIPAL)) != 0;
        const unsigned bases = in_units ? terms->bases - (1U << COMPONENT_PRINCIPAL) : terms->bases;
        int64_t base = base_on(s, n, d, bases, false, on);
        int64_t late = base_on(s, n, d, bases, true, on);
        if (in_units) {
            base += unit_base(values, p, s, n, d, &units[d], false, on);
            late += unit_base(values, p, s, n, d, &units[d], true, on);
        }
        m->sums[d][0] += ordinary * base;
        m->sums[d][1] += (terms->late_rate < left ? terms->late_rate : left) * late;
    }
}

/* Takes a fall off what was added before, the latest first. */
static void take_off(struct slow *s, int debt, const struct in_unit *unit, int64_t fall)
{
    for (int i = s->count - 1; i >= 0; i--) {
        struct place *const place = &s->places[i];
        if (place->kind != READJUSTED || place->debt != debt || place->issued_on <= unit->from)
            continue;
        const int64_t part = place->interest < fall ? place->interest : fall;
        place->interest -= part;
        fall -= part;
    }
}

void slow_charge(const struct interest_steps *values, struct slow *s, const struct person *p,
                 const struct naive *n, const struct in_unit units[DEBTS], const struct month *m,
                 day next)
{
    int64_t added[DEBTS] = {0};
    for (int d = 0; d < DEBTS; d++)
        if (units[d].is_on && values->count > 0) {
            const day before = is_over(p, d, &units[d], next) ? DAY_MAX : next;
            const struct worth worth = slow_worth(values, p, s, n, d, &units[d], before, next);
            added[d] = worth.owed - worth.booked;
        }
    for (int d = 0; d < DEBTS; d++) {
        const struct place place = {.issued_on = next,
                                    .due_on = next,
                                    .debt = d,
                                    .kind = READJUSTED,
                                    .interest = added[d],
                                    .told = -1};
        if (added[d] < 0)
            take_off(s, d, &units[d], -added[d]);
        if (added[d] > 0)
            slow_add(s, &place);
    }
    for (int d = 0; d < DEBTS; d++)
        for (int k = 0; k < KINDS; k++) {
            const struct place place = {.issued_on = next,
                                        .due_on = next,
                                        .debt = d,
                                        .kind = k,
                                        .interest = slow_interest(m, d, k),
                                        .told = -1};
            if (place.interest > 0)
                slow_add(s, &place);
        }
    slow_tell(s, p);
}

/* --- late fees --- */

static bool is_paused(const struct person *p, int debt, day on)
{
    bool is = false;
    for (int i = 0; i < p->hold_count; i++)
        is = is || (p->holds[i].from <= on && on < p->holds[i].until);
    for (int i = 0; i < p->dispute_count; i++) {
        const struct disputed *const d = &p->disputes[i];
        is = is || ((d->debt < 0 || d->debt == debt) && d->from <= on && on < d->until);
    }
    return is;
}

static int days_late(const struct person *p, const struct told *told, day on)
{
    int days = 0;
    for (day d = told->due_on; d < on; d++)
        days += is_paused(p, told->debt, d) ? 0 : 1;
    return days;
}

static int64_t dunned(const struct slow *s, const struct naive *n, int told)
{
    int64_t open = 0;
    for (int i = 0; i < n->count; i++) {
        const struct naive_line *const line = &n->lines[i];
        const bool is_its = line->claim >= 1 && line->claim <= s->count &&
                            s->places[line->claim - 1].kind < 0 &&
                            s->places[line->claim - 1].told == told;
        if (is_its && line->component != COMPONENT_FEE)
            open += line->open;
    }
    return open;
}

static int64_t fee_on(const struct fee_rule *rule, int64_t base)
{
    int64_t fee = rule->fixed + (base * rule->rate + 500000) / 1000000;
    if (rule->most > 0 && fee > rule->most)
        fee = rule->most;
    return fee < rule->least ? rule->least : fee;
}

/* What the law leaves of a fee.  Claims are too small for Chile's: a fifth of a unit is taken off,
 * as none was given notice.  Brazil's is two per cent of the claim, for all its fees. */
static int64_t lawful(const struct slow *s, const struct told *told, int number, str country,
                      int64_t base, int64_t fee)
{
    if (country.size == 0)
        return fee;
    if (!str_equal_c(country, "BR"))
        return 0;
    int64_t left = base / 50 - told->fee;
    for (int i = 0; i < s->count; i++)
        if (s->places[i].kind == LATE_FEE && s->places[i].told == number)
            left -= s->places[i].interest;
    left = left > 0 ? left : 0;
    return fee < left ? fee : left;
}

int slow_fees(struct slow *s, const struct person *p, const struct naive *n, day on,
              struct place fees[CLAIMS_MAX * FEE_LEVELS_MAX])
{
    int count = 0;
    for (int c = 0; c < p->claim_count; c++) {
        const struct told *const told = &p->claims[c];
        const struct obligation_terms *const terms = terms_on(p, told->debt, on);
        for (int l = 0; terms && l < terms->fees.count; l++) {
            if (s->had_fee[c][l] || on <= told->issued_on || on <= told->due_on ||
                is_paused(p, told->debt, on) || days_late(p, told, on) != terms->fees.of[l].days)
                continue;
            s->had_fee[c][l] = true;
            const int64_t base = dunned(s, n, c);
            const int64_t fee = fee_on(&terms->fees.of[l].rule, base);
            if (base > 0)
                fees[count++] =
                    (struct place){.issued_on = on,
                                   .due_on = on,
                                   .debt = told->debt,
                                   .kind = LATE_FEE,
                                   .interest = lawful(s, told, c, terms->country, base, fee),
                                   .told = c,
                                   .level = l + 1};
        }
    }
    return count;
}
