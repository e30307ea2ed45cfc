#include "tests/support/history.h"

#include "tests/support/store.h"

struct case_key history_key(const struct history *h)
{
    return (struct case_key){h->debtor_id, h->debts[0].case_id};
}

/* No two claims are due on one day. */
int64_t history_place_of(const struct history *h, int claim)
{
    int64_t place = 1;
    for (int i = 0; i < h->claim_count; i++)
        place += h->claims[i].due_on < h->claims[claim].due_on;
    return place;
}

int64_t history_debt_place_of(const struct history *h, int debt)
{
    int64_t place = 1;
    int64_t first[DEBTS];
    for (int d = 0; d < DEBTS; d++) {
        first[d] = INT64_MAX;
        for (int i = 0; i < h->claim_count; i++)
            if (h->claims[i].debt == d && history_place_of(h, i) < first[d])
                first[d] = history_place_of(h, i);
    }
    for (int d = 0; d < DEBTS; d++)
        place += first[d] < first[debt];
    return first[debt] == INT64_MAX ? 0 : place;
}

/* By day, the largest payment first. */
static int64_t return_place_of(const struct history *h, int of)
{
    const struct told_money *const b = &h->money[of];
    int64_t place = 1;
    for (const struct told_money *a = h->money; a < h->money + h->money_count; a++)
        if (a != b && a->back_on != DAY_NONE)
            place += a->back_on != b->back_on ? a->back_on < b->back_on : a->amount > b->amount;
    return place;
}

static struct ledger_event *add(struct telling *t, enum ledger_kind kind, day value_on,
                                int64_t amount)
{
    struct ledger_event *const event = &t->events[t->count++];
    *event = (struct ledger_event){
        .id = (int64_t)t->count, .kind = kind, .value_on = value_on, .amount = amount};
    return event;
}

static void tell_claims(const struct history *h, struct telling *t)
{
    for (int i = 0; i < h->claim_count; i++)
        for (int c = 0; c < COMPONENT_COUNT; c++) {
            const struct told_claim *const claim = &h->claims[i];
            if (claim->parts.of[c] == 0)
                continue;
            struct ledger_event *const event =
                add(t, LEDGER_OPEN, claim->issued_on, claim->parts.of[c]);
            event->component = (enum component)c;
            event->instalment = 1;
            event->due_on = claim->due_on;
            event->claim = history_place_of(h, i);
            event->debt = history_debt_place_of(h, claim->debt);
        }
}

static void tell_money(const struct history *h, struct telling *t)
{
    for (int i = 0; i < h->money_count; i++) {
        const struct told_money *const went = &h->money[i];
        struct ledger_event *const came = add(t, LEDGER_PAYMENT, went->value_on, went->amount);
        const int64_t id = came->id;
        came->claim = went->names < 0 ? 0 : history_place_of(h, went->names);
        if (went->is_reversed)
            add(t, LEDGER_REVERSAL, went->value_on, went->amount)->of = id;
        if (went->back_on == DAY_NONE)
            continue;
        struct ledger_event *const back = add(t, LEDGER_RETURN, went->back_on, went->amount);
        back->of = id;
        back->claim = RETURNED * return_place_of(h, i);
    }
}

/* The number of a claim that the book knows by its id, as it is told here. */
static int64_t told_number(const struct history *h, const struct case_ledger *rows,
                           const struct arrangement *list, size_t count, int64_t id)
{
    for (int i = 0; i < h->claim_count; i++)
        if (h->claims[i].id == id)
            return history_place_of(h, i);
    for (size_t i = 0; i < rows->claim_count; i++)
        for (size_t k = 0; rows->claims[i].id == id && rows->claims[i].made_by && k < count; k++)
            if (list[k].id == rows->plans[rows->claims[i].made_by - 1].arrangement.id)
                return AGREED * (int64_t)(count - k) + rows->claims[i].row * (DEBTS + 1) +
                       rows->claims[i].debt;
    for (size_t i = 0; i < rows->claim_count; i++)
        for (size_t k = 0; rows->claims[i].id == id && k < rows->money_count; k++)
            for (int m = 0; m < h->money_count; m++)
                if (rows->money[k].id == rows->claims[i].return_id &&
                    rows->money[k].returns_id == h->money[m].id)
                    return RETURNED * return_place_of(h, m) + rows->claims[i].debt;
    return -1;
}

static void tell_plan(const struct history *h, struct telling *t, const struct case_ledger *rows,
                      const struct arrangement *list, size_t list_count, size_t of)
{
    const struct arrangement *const a = &list[of];
    const int at = (int)(list_count - 1 - of);
    struct arranged_claim *claims = NULL;
    size_t count = 0;
    struct ledger_plan *const plan = &t->plans[at];
    check_ok(h->op, arranged_load(h->op, h->debtor_id, a->id, &claims, &count));
    *plan = (struct ledger_plan){.claims = t->stands[at],
                                 .owed = a->owed,
                                 .rows = t->rows[at],
                                 .row_count = a->row_count,
                                 .discount_due_on =
                                     a->rows[a->row_count - 1].due_on + a->grace_days + 1,
                                 .stride = DEBTS + 1};
    for (size_t i = 0; i < a->row_count; i++)
        t->rows[at][i] =
            (struct ledger_plan_row){a->rows[i].due_on, a->rows[i].amount - a->interests[i]};
    plan->interests = arrangement_reamortises(a) ? a->interests : NULL;
    for (size_t i = 0; i < count; i++)
        if (claims[i].role == ARRANGED_SUPERSEDED)
            t->stands[at][plan->claim_count++] =
                told_number(h, rows, list, list_count, claims[i].id);
    struct ledger_event *const event = add(t, LEDGER_PLAN, a->began_on, a->total - a->interest);
    const int64_t id = event->id;
    event->claim = AGREED * (at + 1);
    event->plan = plan;
    if (str_equal_c(a->state, "completed"))
        add(t, LEDGER_WAIVE, a->ended_on, 0)->of = id;
}

static void tell_loss(const struct history *h, struct telling *t, int debt)
{
    struct ledger_plan *const loss = &t->losses[debt];
    struct ledger_event *const event = add(t, LEDGER_WRITE_OFF, h->lost_on[debt], 0);
    const int64_t place = history_debt_place_of(h, debt);
    *loss = (struct ledger_plan){.claims = t->lost[debt]};
    for (int i = 0; i < h->lost_claims[debt]; i++)
        if (h->claims[i].debt == debt)
            t->lost[debt][loss->claim_count++] = history_place_of(h, i);
    for (int i = 0; i < h->money_count; i++)
        if (h->money[i].lost_debts & (1 << debt))
            t->lost[debt][loss->claim_count++] = RETURNED * return_place_of(h, i) + place;
    for (int i = 0; i < h->lost_plans[debt]; i++)
        for (int row = 1; row <= 6; row++)
            t->lost[debt][loss->claim_count++] =
                AGREED * (int64_t)(i + 1) + row * (DEBTS + 1) + place;
    event->plan = loss;
}

void history_tell(const struct history *h, struct telling *t)
{
    struct arrangement *list = NULL;
    size_t count = 0;
    struct case_ledger rows;
    t->count = 0;
    check_ok(h->op, case_ledger_load(h->op, history_key(h), &rows));
    check_ok(h->op, arrangement_list(h->op, history_key(h), &list, &count));
    tell_claims(h, t);
    tell_money(h, t);
    for (int i = 0; i < DEBTS; i++)
        if (h->lost_on[i] != DAY_NONE && history_debt_place_of(h, i) > 0)
            tell_loss(h, t, i);
    for (size_t i = count; i-- > 0;)
        if (str_equal_c(list[i].state, "active") || str_equal_c(list[i].state, "completed"))
            tell_plan(h, t, &rows, list, count, i);
}
