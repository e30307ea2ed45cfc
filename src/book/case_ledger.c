#include "book/case_ledger.h"

#include <inttypes.h>
#include <stdlib.h>

#include "book/allocation_rule.h"
#include "book/interest_claim.h"
#include "store/db.h"

static struct case_claim *find_claim(const struct case_ledger *l, int64_t id)
{
    for (size_t i = 0; i < l->claim_count; i++)
        if (l->claims[i].id == id)
            return &l->claims[i];
    return NULL;
}

static struct case_money *find_money(const struct case_ledger *l, int64_t id)
{
    for (size_t i = 0; i < l->money_count; i++)
        if (l->money[i].id == id)
            return &l->money[i];
    return NULL;
}

static status load_claims(struct op *op, struct case_ledger *l)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_LEDGER_CLAIMS, DB_ARGS(ARG_ID(l->key.debtor_id), ARG_ID(l->key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        l->claims = arena_grow(op->arena, l->claims, l->claim_count, &l->claim_capacity,
                               sizeof(*l->claims));
        struct case_claim *const claim = &l->claims[l->claim_count++];
        *claim = (struct case_claim){.id = db_id(&rows, 0),
                                     .obligation_id = db_id(&rows, 1),
                                     .issued_on = db_day(&rows, 2),
                                     .due_on = db_day(&rows, 3),
                                     .amount = db_money(&rows, 4),
                                     .paid = db_money(&rows, 5),
                                     .is_open = str_equal_c(db_text(&rows, 6), "open"),
                                     .is_superseded = str_equal_c(db_text(&rows, 6), "superseded"),
                                     .is_charge = str_equal_c(db_text(&rows, 7), "charge"),
                                     .is_made = str_equal_c(db_text(&rows, 7), "arrangement"),
                                     .is_as_stored = true,
                                     .return_id = db_id(&rows, 8),
                                     .settled_on = db_day(&rows, 9),
                                     .source = db_text_copy(op, &rows, 10),
                                     .external_id = db_text_copy(op, &rows, 11),
                                     .month_on = DAY_NONE};
        claim->parts.of[COMPONENT_PRINCIPAL] = claim->is_made ? 0 : claim->amount.minor;
        if (claim->is_charge && str_equal_c(db_text(&rows, 10), INTEREST_CLAIM_SOURCE))
            claim->month_on = interest_claim_month(claim->external_id, &claim->charged);
    }
}

/* Claims that have entries are what these add up to. */
static status load_parts(struct op *op, struct case_ledger *l)
{
    struct db_rows rows;
    bool has_row = false;
    int64_t last = 0;
    TRY(db_query(op, Q_LEDGER_PARTS, DB_ARGS(ARG_ID(l->key.debtor_id), ARG_ID(l->key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        struct case_claim *const claim = find_claim(l, db_id(&rows, 0));
        const int64_t component = db_i64(&rows, 1);
        if (!claim || component < 0 || component >= COMPONENT_COUNT)
            return op_fail(op, E_INTERNAL, "claim %" PRId64 " has entries of no component",
                           db_id(&rows, 0));
        if (claim->id != last)
            claim->parts = (struct parts){{0}};
        last = claim->id;
        claim->has_entries = true;
        if (db_i64(&rows, 3) != 0)
            claim->parts.of[component] += db_i64(&rows, 2);
    }
}

static status load_money(struct op *op, struct case_ledger *l)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    TRY(db_query(op, Q_LEDGER_MONEY, DB_ARGS(ARG_ID(l->key.debtor_id), ARG_ID(l->key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const str state = db_text(&rows, 6);
        const bool is_returned = str_equal_c(state, "returned");
        l->money = arena_grow(op->arena, l->money, l->money_count, &capacity, sizeof(*l->money));
        l->money[l->money_count++] =
            (struct case_money){.id = db_id(&rows, 0),
                                .value_on = db_day(&rows, 1),
                                .amount = db_money(&rows, 2),
                                .unapplied = db_money(&rows, 3),
                                .claim_id = db_id(&rows, 4),
                                .returns_id = db_id(&rows, 5),
                                .is_money = is_returned || str_equal_c(state, "applied") ||
                                            str_equal_c(state, "unapplied"),
                                .is_return = str_equal_c(state, "return"),
                                .is_returned = is_returned};
    }
}

#define COMPARE(x, y)                                                                              \
    if ((x) != (y))                                                                                \
    return (x) < (y) ? -1 : 1

/* By what they say, not by when they came; those that say the same stay in the order in which they
 * were read. */
static int compare_returns(const void *left, const void *right)
{
    const struct case_money *const a = *(struct case_money *const *)left;
    const struct case_money *const b = *(struct case_money *const *)right;
    COMPARE(a->value_on, b->value_on);
    COMPARE(a->amount.minor, b->amount.minor);
    COMPARE(a, b);
    return 0;
}

/* Debts in the order of their first claim, so that ids decide nothing; a debt has one that was
 * told, whatever returns and interest have added. */
static void number_debts(struct op *op, struct case_ledger *l)
{
    l->debts = arena_array(op->arena, l->claim_count + 1, sizeof(*l->debts));
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < l->claim_count; i++) {
            struct case_claim *const claim = &l->claims[i];
            size_t d = 0;
            const bool is_told =
                claim->return_id == 0 && !claim->is_made && claim->month_on == DAY_NONE;
            if (is_told == (pass == 1))
                continue;
            while (d < l->debt_count && l->debts[d] != claim->obligation_id)
                d++;
            if (d == l->debt_count)
                l->debts[l->debt_count++] = claim->obligation_id;
            claim->debt = (int64_t)d + 1;
        }
}

/* What was told is numbered in its order; the claims of the k-th return follow, a number a debt. */
static void number_claims(struct case_ledger *l, struct case_money *const *returns,
                          size_t return_count, int64_t *ret_first)
{
    int64_t told = 0;
    for (size_t i = 0; i < l->claim_count; i++)
        if (l->claims[i].return_id == 0 && !l->claims[i].is_made)
            l->claims[i].number = ++told;
    *ret_first = told + 1;
    for (size_t i = 0; i < l->claim_count; i++)
        for (size_t k = 0; k < return_count; k++)
            if (l->claims[i].return_id == returns[k]->id)
                l->claims[i].number =
                    *ret_first + (int64_t)(k * (l->debt_count + 1)) + l->claims[i].debt;
}

struct ledger_event *case_ledger_add_event(struct op *op, struct case_ledger *l, size_t *capacity)
{
    l->events = arena_grow(op->arena, l->events, l->event_count, capacity, sizeof(*l->events));
    struct ledger_event *const event = &l->events[l->event_count++];
    *event = (struct ledger_event){.id = (int64_t)l->event_count};
    return event;
}

static void tell_claims(struct op *op, struct case_ledger *l, size_t *capacity)
{
    for (size_t i = 0; i < l->claim_count; i++)
        for (int c = 0; c < COMPONENT_COUNT && l->claims[i].return_id == 0; c++) {
            const struct case_claim *const claim = &l->claims[i];
            if (claim->parts.of[c] <= 0)
                continue;
            struct ledger_event *const event = case_ledger_add_event(op, l, capacity);
            event->kind = LEDGER_OPEN;
            event->value_on = claim->issued_on;
            event->due_on = claim->due_on;
            event->amount = claim->parts.of[c];
            event->component = (enum component)c;
            event->instalment = claim->is_charge ? 0 : 1;
            event->claim = claim->number;
            event->debt = claim->debt;
        }
}

static void tell_money(struct op *op, struct case_ledger *l, size_t *capacity)
{
    for (size_t i = 0; i < l->money_count; i++) {
        struct case_money *const came = &l->money[i];
        if (!came->is_money)
            continue;
        const struct case_claim *const named =
            came->claim_id ? find_claim(l, came->claim_id) : NULL;
        struct ledger_event *const event = case_ledger_add_event(op, l, capacity);
        event->kind = LEDGER_PAYMENT;
        event->value_on = came->value_on;
        event->amount = came->amount.minor;
        event->claim = named ? named->number : 0;
        came->event_id = event->id;
    }
}

static status tell_returns(struct op *op, struct case_ledger *l, struct case_money *const *returns,
                           size_t count, int64_t first, size_t *capacity)
{
    for (size_t k = 0; k < count; k++) {
        struct case_money *const back = returns[k];
        const struct case_money *const came = find_money(l, back->returns_id);
        if (!came || came->event_id == 0)
            return op_fail(op, E_INTERNAL, "return %" PRId64 " is of no payment of its case",
                           back->id);
        struct ledger_event *const event = case_ledger_add_event(op, l, capacity);
        event->kind = LEDGER_RETURN;
        event->value_on = back->value_on;
        event->amount = came->amount.minor;
        event->of = came->event_id;
        event->claim = first + (int64_t)(k * (l->debt_count + 1));
        back->event_id = event->id;
    }
    return OK;
}

status case_ledger_tell(struct op *op, struct case_ledger *l)
{
    size_t capacity = 0;
    size_t return_count = 0;
    int64_t first = 0;
    struct case_money **const returns =
        arena_array(op->arena, l->money_count + 1, sizeof(struct case_money *));
    for (size_t i = 0; i < l->money_count; i++)
        if (l->money[i].is_return)
            returns[return_count++] = &l->money[i];
    if (return_count > 1)
        qsort(returns, return_count, sizeof(struct case_money *), compare_returns);
    l->debt_count = 0;
    l->events = NULL;
    l->event_count = 0;
    number_debts(op, l);
    number_claims(l, returns, return_count, &first);
    case_plans_tell(op, l, first + (int64_t)((return_count + 1) * (l->debt_count + 1)), &capacity);
    tell_claims(op, l, &capacity);
    tell_money(op, l, &capacity);
    TRY(tell_returns(op, l, returns, return_count, first, &capacity));
    case_losses_tell(op, l, &capacity);
    return OK;
}

status case_ledger_load(struct op *op, struct case_key key, struct case_ledger *ret_ledger)
{
    struct case_ledger l = {.key = key};
    TRY(load_claims(op, &l));
    TRY(load_parts(op, &l));
    TRY(load_money(op, &l));
    TRY(case_plans_load(op, &l));
    TRY(allocation_rule_load(op, key, &l.rules));
    TRY(case_ledger_tell(op, &l));
    *ret_ledger = l;
    return OK;
}

static bool comes_before(const struct case_claim *a, const struct case_claim *b)
{
    if (a->due_on != b->due_on)
        return a->due_on < b->due_on;
    if (a->issued_on != b->issued_on)
        return a->issued_on < b->issued_on;
    return str_compare(a->external_id, b->external_id) < 0;
}

void case_ledger_add(struct op *op, struct case_ledger *of, const struct case_claim *claim)
{
    size_t at = 0;
    while (at < of->claim_count && !comes_before(claim, &of->claims[at]))
        at++;
    of->claims = arena_grow(op->arena, of->claims, of->claim_count, &of->claim_capacity,
                            sizeof(*of->claims));
    for (size_t i = of->claim_count; i > at; i--)
        of->claims[i] = of->claims[i - 1];
    of->claims[at] = *claim;
    of->claim_count++;
}

status case_ledger_replay(struct op *op, const struct case_ledger *of, day as_of,
                          struct ledger *ret_ledger)
{
    return ledger_replay(op, &of->rules, of->events, of->event_count,
                         (struct ledger_moment){as_of, INT64_MAX}, ret_ledger);
}

struct case_claim *case_ledger_claim(const struct case_ledger *of, int64_t number)
{
    for (size_t i = 0; i < of->claim_count; i++)
        if (of->claims[i].number == number)
            return &of->claims[i];
    return NULL;
}

struct case_money *case_ledger_money(const struct case_ledger *of, int64_t event_id)
{
    for (size_t i = 0; i < of->money_count && event_id != 0; i++)
        if (of->money[i].event_id == event_id)
            return &of->money[i];
    return NULL;
}

const struct case_plan *case_ledger_plan(const struct case_ledger *of,
                                         const struct ledger_line *line)
{
    for (size_t i = 0; i < of->plan_count; i++)
        if (of->plans[i].event_id == line->event_id)
            return &of->plans[i];
    return NULL;
}

int case_ledger_row(const struct case_ledger *of, const struct case_plan *plan,
                    const struct ledger_line *line)
{
    return (int)((line->claim - plan->claims) / (int64_t)(of->debt_count + 1));
}
