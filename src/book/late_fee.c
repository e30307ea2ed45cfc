#include "book/late_fee.h"

#include <stdlib.h>

#include "book/interest_claim.h"
#include "store/db.h"

#define DUNNED                                                                                     \
    ((1U << COMPONENT_COUNT) - 1 - (1U << COMPONENT_FEE) - (1U << COMPONENT_LATE_INTEREST))

struct pause {
    int64_t obligation_id; /* 0: of all */
    day from, until;
};

struct pauses {
    struct pause *of; /* by their first day */
    size_t count, capacity;
};

/* --- days that do not count --- */

static void add_pause(struct op *op, struct pauses *all, const struct pause *pause)
{
    all->of = arena_grow(op->arena, all->of, all->count, &all->capacity, sizeof(*all->of));
    all->of[all->count++] = *pause;
}

static int compare_pauses(const void *left, const void *right)
{
    const struct pause *const a = left;
    const struct pause *const b = right;
    return (a->from > b->from) - (a->from < b->from);
}

static status load_pauses(struct op *op, const struct case_ledger *of, struct pauses *all)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_LATE_FEE_PAUSES, DB_ARGS(ARG_ID(of->key.debtor_id), ARG_ID(of->key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const day until = db_day(&rows, 2);
        add_pause(op, all,
                  &(struct pause){db_id(&rows, 0), db_day(&rows, 1),
                                  until == DAY_NONE ? DAY_MAX : until});
    }
    for (size_t i = 0; i < of->plan_count; i++) {
        const struct arrangement *const plan = &of->plans[i].arrangement;
        const day until = plan->ended_on == DAY_NONE ? DAY_MAX : plan->ended_on + 1;
        add_pause(op, all, &(struct pause){0, plan->began_on, until});
    }
    if (all->count > 1)
        qsort(all->of, all->count, sizeof(*all->of), compare_pauses);
    return OK;
}

/* The first day that counts itself and has so many before it, from the due day on, that do. */
static day falls_on(const struct pauses *pauses, int64_t obligation_id, day due_on, int days)
{
    day on = due_on + days;
    day seen = due_on; /* pauses are taken off up to here */
    for (size_t i = 0; i < pauses->count; i++) {
        const struct pause *const pause = &pauses->of[i];
        const day from = pause->from > seen ? pause->from : seen;
        if ((pause->obligation_id != 0 && pause->obligation_id != obligation_id) ||
            pause->until <= from)
            continue;
        if (from > on)
            break;
        if (pause->until == DAY_MAX)
            return DAY_NONE;
        on += pause->until - from;
        seen = pause->until;
    }
    return on;
}

/* --- which fall --- */

struct listing {
    struct late_fees fees;
    size_t capacity;
    struct pauses pauses;
};

static bool is_listed(const struct late_fees *fees, int64_t claim_id, int level)
{
    for (size_t i = 0; i < fees->count; i++)
        if (fees->of[i].claim_id == claim_id && fees->of[i].level == level)
            return true;
    return false;
}

/* Of a level the first terms that hold on the day on which it falls by them. */
static void list_claim(struct op *op, struct listing *all, const struct debt_terms *debt,
                       const struct case_claim *claim)
{
    for (size_t i = 0; i < debt->count; i++) {
        const struct obligation_terms *const terms = &debt->of[i];
        const day until = i + 1 < debt->count ? debt->of[i + 1].from_on : DAY_MAX;
        for (int n = 0; n < terms->fees.count && terms->fees.in == debt->currency; n++) {
            const day on =
                falls_on(&all->pauses, debt->obligation_id, claim->due_on, terms->fees.of[n].days);
            if (on == DAY_NONE || on < terms->from_on || on >= until || on <= claim->issued_on ||
                is_listed(&all->fees, claim->id, n + 1))
                continue;
            all->fees.of = arena_grow(op->arena, all->fees.of, all->fees.count, &all->capacity,
                                      sizeof(*all->fees.of));
            all->fees.of[all->fees.count++] = (struct late_fee){
                .on = on,
                .level = n + 1,
                .claim_id = claim->id,
                .name = late_fee_claim_name(op, n + 1, on, claim->source, claim->external_id),
                .debt = debt,
                .terms = terms};
        }
    }
}

static bool any_level(const struct debt_terms *terms, size_t term_count)
{
    for (size_t n = 0; n < term_count; n++)
        for (size_t i = 0; i < terms[n].count; i++)
            if (terms[n].of[i].fees.count > 0)
                return true;
    return false;
}

static int compare_fees(const void *left, const void *right)
{
    const struct late_fee *const a = left;
    const struct late_fee *const b = right;
    if (a->on != b->on)
        return a->on < b->on ? -1 : 1;
    if (a->level != b->level)
        return a->level < b->level ? -1 : 1;
    return str_compare(a->name, b->name);
}

static struct case_claim *claim_of(const struct case_ledger *of, int64_t id)
{
    for (size_t i = 0; i < of->claim_count; i++)
        if (of->claims[i].id == id)
            return &of->claims[i];
    return NULL;
}

static bool is_charge_of(const struct case_claim *claim, int64_t obligation_id)
{
    return claim->month_on != DAY_NONE && claim->charged == COMPONENT_FEE &&
           claim->obligation_id == obligation_id;
}

static struct case_claim *charge_of(const struct case_ledger *of, const struct late_fee *fee)
{
    for (size_t i = 0; i < of->claim_count; i++)
        if (is_charge_of(&of->claims[i], fee->debt->obligation_id) &&
            str_equal(of->claims[i].external_id, fee->name))
            return &of->claims[i];
    return NULL;
}

/* A level may have been charged on another day, before it was known that a plan was kept. */
static void settle(const struct case_ledger *of, struct late_fee *fee, day since)
{
    fee->is_settled = fee->on < since;
    for (size_t i = 0; i < of->claim_count; i++) {
        const struct case_claim *const charge = &of->claims[i];
        if (is_charge_of(charge, fee->debt->obligation_id) && charge->issued_on < since &&
            charge->parts.of[COMPONENT_FEE] > 0 &&
            late_fee_claim_is_twin(charge->external_id, fee->name)) {
            fee->is_settled = true;
            fee->amount = charge->parts.of[COMPONENT_FEE];
        }
    }
}

static bool is_founded(const struct late_fees *fees, const struct case_claim *claim, day last)
{
    for (size_t i = 0; i < fees->count && fees->of[i].on <= last; i++)
        if (str_equal(fees->of[i].name, claim->external_id))
            return true;
    return false;
}

/* Charges that nothing founds any more; those before `since` are settled. */
static void clear_unfounded(struct case_ledger *of, const struct late_fees *fees,
                            int64_t obligation_id, day since, day last)
{
    for (size_t i = 0; i < of->claim_count; i++) {
        struct case_claim *const claim = &of->claims[i];
        if (is_charge_of(claim, obligation_id) && claim->issued_on >= since &&
            !is_founded(fees, claim, last))
            claim->parts = (struct parts){{0}};
    }
}

status late_fee_list(struct op *op, struct case_ledger *of, const struct debt_terms *terms,
                     size_t term_count, day since, day last, struct late_fees *ret_fees)
{
    struct listing all = {.capacity = 0};
    const bool any = any_level(terms, term_count);
    if (any)
        TRY(load_pauses(op, of, &all.pauses));
    for (size_t i = 0; i < of->claim_count && any; i++) {
        const struct case_claim *const claim = &of->claims[i];
        if (claim->return_id != 0 || claim->is_made || claim->is_charge)
            continue;
        for (size_t n = 0; n < term_count; n++)
            if (terms[n].obligation_id == claim->obligation_id)
                list_claim(op, &all, &terms[n], claim);
    }
    if (all.fees.count > 1)
        qsort(all.fees.of, all.fees.count, sizeof(*all.fees.of), compare_fees);
    for (size_t i = 0; i < all.fees.count; i++)
        settle(of, &all.fees.of[i], since);
    for (size_t n = 0; n < term_count; n++)
        clear_unfounded(of, &all.fees, terms[n].obligation_id, since, last);
    *ret_fees = all.fees;
    return OK;
}

/* --- what they come to --- */

static int64_t open_before(const struct ledger *ledger, int64_t number, day on)
{
    int64_t open = 0;
    for (size_t i = 0; i < ledger->entry_count; i++) {
        const struct ledger_entry *const entry = &ledger->entries[i];
        if (entry->line == LEDGER_NO_LINE || entry->value_on >= on)
            continue;
        const struct ledger_line *const line = &ledger->lines[entry->line];
        if (line->claim == number && ((DUNNED >> line->component) & 1U) != 0)
            open += entry->kind == ENTRY_PAID ? -entry->amount : entry->amount;
    }
    return open;
}

struct late_fee_asked late_fee_ask(const struct case_ledger *of, const struct ledger *ledger,
                                   const struct late_fee *fee)
{
    const struct case_claim *const claim = claim_of(of, fee->claim_id);
    return (struct late_fee_asked){.on = fee->on,
                                   .in = fee->debt->currency,
                                   .base = claim ? open_before(ledger, claim->number, fee->on) : 0,
                                   .days = fee->terms->fees.of[fee->level - 1].days};
}

/* What the claim bears of fees by then: those that it tells itself, and of the levels before. */
static int64_t borne(const struct case_ledger *of, const struct late_fees *fees,
                     const struct late_fee *fee)
{
    const struct case_claim *const claim = claim_of(of, fee->claim_id);
    int64_t sum = claim ? claim->parts.of[COMPONENT_FEE] : 0;
    for (size_t i = 0; &fees->of[i] < fee; i++)
        if (fees->of[i].claim_id == fee->claim_id)
            sum += fees->of[i].amount;
    return sum;
}

status late_fee_amount(struct op *op, const struct case_ledger *of, const struct late_fees *fees,
                       const struct late_fee *fee, int64_t base, int64_t most, int64_t *ret_amount)
{
    int64_t amount = 0;
    if (!fee_of(&fee->terms->fees.of[fee->level - 1].rule, base, &amount))
        amount = INT64_MAX;
    if (most < INT64_MAX) {
        const int64_t left = most - borne(of, fees, fee);
        amount = amount < left ? amount : left;
    }
    if (amount > LIMIT_AMOUNT_MINOR)
        return op_fail(op, E_LIMIT, "a late fee is too large");
    *ret_amount = amount > 0 ? amount : 0;
    return OK;
}

bool late_fee_charge(struct op *op, struct case_ledger *of, const struct late_fee *fee)
{
    struct case_claim *const there = charge_of(of, fee);
    if (fee->amount == (there ? there->parts.of[COMPONENT_FEE] : 0))
        return false;
    if (there) {
        there->parts.of[COMPONENT_FEE] = fee->amount;
        return true;
    }
    struct case_claim claim = {.obligation_id = fee->debt->obligation_id,
                               .issued_on = fee->on,
                               .due_on = fee->on,
                               .settled_on = DAY_NONE,
                               .is_open = true,
                               .is_charge = true,
                               .external_id = fee->name,
                               .month_on = day_month_start(fee->on),
                               .charged = COMPONENT_FEE};
    claim.parts.of[COMPONENT_FEE] = fee->amount;
    case_ledger_add(op, of, &claim);
    return true;
}

day late_fee_next(const struct case_ledger *of, const struct ledger *ledger,
                  const struct late_fees *fees, day after)
{
    for (size_t i = 0; i < fees->count; i++)
        if (fees->of[i].on > after && !fees->of[i].is_settled &&
            late_fee_ask(of, ledger, &fees->of[i]).base > 0)
            return fees->of[i].on;
    return DAY_NONE;
}
