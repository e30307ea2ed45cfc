#include "tests/reference/interest_naive.h"

static bool comes_before(const struct place *a, const struct place *b)
{
    if (a->due_on != b->due_on)
        return a->due_on < b->due_on;
    if (a->issued_on != b->issued_on)
        return a->issued_on < b->issued_on;
    return a->kind != b->kind ? a->kind < b->kind : a->debt < b->debt;
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
    static const enum component as[KINDS] = {COMPONENT_INTEREST, COMPONENT_LATE_INTEREST};
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
    if (terms->country.size == 0)
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

void slow_bear(const struct interest_steps *limits, const struct person *p, const struct slow *s,
               const struct naive *n, day on, struct month *m)
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
        m->sums[d][0] += ordinary * base_on(s, n, d, terms->bases, false, on);
        m->sums[d][1] += (terms->late_rate < left ? terms->late_rate : left) *
                         base_on(s, n, d, terms->bases, true, on);
    }
}

void slow_charge(struct slow *s, const struct person *p, const struct month *m, day next)
{
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
