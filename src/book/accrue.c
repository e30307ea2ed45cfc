#include "book/accrue.h"

#include <inttypes.h>
#include <stdlib.h>

#include "book/accrue_caps.h"
#include "book/accrue_settled.h"
#include "book/claim.h"
#include "book/interest_claim.h"
#include "book/readjust.h"
#include "book/rebook.h"
#include "money/accrual.h"
#include "store/db.h"

enum { ORDINARY, LATE, KINDS };
static const enum component charged_as[KINDS] = {COMPONENT_INTEREST, COMPONENT_LATE_INTEREST};

/* Terms of a debt as rules, while they hold. */
struct bearing {
    struct interest_period period;
    struct accrual_rule rules[KINDS];
    struct interest_steps bases[KINDS];  /* of the ledger as it stands */
    struct interest_steps others[KINDS]; /* without principal, for months in units */
};

/* Months in one unit of account. */
struct in_unit {
    const struct obligation_terms *terms; /* the first that name it */
    struct interest_period period;
    struct interest_steps values;
    struct readjust of; /* the ledger as it stands */
};

struct bearer {
    const struct debt_terms *terms;
    struct bearing *of; /* one for each of the terms */
    int64_t debt;       /* in the ledger; 0: no claim of it */
    day from;           /* first month that it bears or was charged for */
    struct in_unit *units;
    size_t unit_count;
};

struct accruing {
    struct case_ledger of; /* charged as it should be */
    struct ledger ledger;
    struct arena *replayed; /* has the ledger and what is gathered from it */
    struct interest_holds holds;
    day since; /* months before this day stay as they were charged */
    struct bearer *bearers;
    size_t count;
    bool is_stale; /* the ledger is of before the last charge */
    const struct accrue_caps *caps;
    struct late_fees fees;
    size_t next_fee; /* those before it are charged */
};

/* --- rules --- */

static struct interest_steps always(struct op *op, int64_t rate)
{
    struct interest_step *const step = arena_new(op->arena, struct interest_step);
    *step = (struct interest_step){DAY_MIN, rate};
    return (struct interest_steps){step, 1};
}

static status make_bearing(struct op *op, const struct accruing *a, const struct accrue_caps *caps,
                           const struct obligation_terms *terms, struct bearing *out)
{
    const int64_t rates[KINDS] = {terms->rate, terms->late_rate};
    struct interest_steps law = {NULL, 0};
    struct interest_steps cut[KINDS];
    TRY(caps->read(op, caps->context, terms, &law));
    accrue_cut_caps(op, &a->holds, &law, terms->rate, &cut[ORDINARY], &cut[LATE]);
    for (int kind = 0; kind < KINDS; kind++)
        out->rules[kind] = (struct accrual_rule){
            .interest = {.basis = terms->basis,
                         .rates = always(op, rates[kind]),
                         .caps = cut[kind]},
            .bases = terms->bases,
            .charged = charged_as[kind],
            .only_overdue = kind == LATE
        };
    return OK;
}

/* A unit begins with the terms that name it, or where a month has one already with the next. */
static status make_units(struct op *op, const struct accrue_caps *caps, struct bearer *bearer)
{
    const struct debt_terms *const terms = bearer->terms;
    struct in_unit *last = NULL;
    bearer->units = arena_array(op->arena, terms->count, sizeof(*bearer->units));
    for (size_t i = 0; i < terms->count; i++) {
        const struct obligation_terms *const now = &terms->of[i];
        day from = now->from_on;
        if (last && last->period.until == DAY_MAX && str_equal(last->terms->unit, now->unit) &&
            str_equal(last->terms->country, now->country))
            continue;
        if (last && last->period.until == DAY_MAX)
            last->period.until = from == day_month_start(from) ? from : day_month_end(from) + 1;
        if (last && last->period.until <= last->period.from) { /* it never began */
            bearer->unit_count--;
            last = bearer->unit_count > 0 ? &bearer->units[bearer->unit_count - 1] : NULL;
        }
        if (last && from < last->period.until)
            from = last->period.until;
        if (now->unit.size == 0)
            continue;
        last = &bearer->units[bearer->unit_count++];
        *last = (struct in_unit){
            .terms = now, .period = {from, DAY_MAX}
        };
        TRY(caps->values(op, caps->context, now, terms->currency, &last->values));
    }
    return OK;
}

/* NULL: money.  Before the first that is published nothing is readjusted. */
static struct in_unit *unit_on(const struct bearer *bearer, day on)
{
    for (size_t i = 0; i < bearer->unit_count; i++)
        if (bearer->units[i].period.from <= on && on < bearer->units[i].period.until)
            return &bearer->units[i];
    return NULL;
}

static struct in_unit *valued_unit_on(const struct bearer *bearer, day on)
{
    struct in_unit *const unit = bearer->debt != 0 ? unit_on(bearer, on) : NULL;
    return unit && unit->values.count > 0 ? unit : NULL;
}

static status make_bearer(struct op *op, const struct accruing *a, const struct accrue_caps *caps,
                          struct bearer *bearer)
{
    const struct debt_terms *const terms = bearer->terms;
    bearer->of = arena_array(op->arena, terms->count, sizeof(*bearer->of));
    bearer->from = day_month_start(terms->of[0].from_on);
    TRY(make_units(op, caps, bearer));
    if (a->since == DAY_MAX)
        bearer->unit_count = 0; /* nothing is charged any more */
    for (size_t i = 0; i < terms->count; i++) {
        TRY(make_bearing(op, a, caps, &terms->of[i], &bearer->of[i]));
        bearer->of[i].period = (struct interest_period){
            terms->of[i].from_on, i + 1 < terms->count ? terms->of[i + 1].from_on : DAY_MAX};
    }
    for (size_t i = 0; i < a->of.claim_count; i++) {
        const struct case_claim *const claim = &a->of.claims[i];
        if (claim->obligation_id == terms->obligation_id && claim->month_on != DAY_NONE &&
            claim->month_on < bearer->from)
            bearer->from = claim->month_on;
    }
    return OK;
}

/* Of a debt that is written off nothing is charged any more. */
static bool is_lost(const struct case_ledger *of, int64_t obligation_id)
{
    for (size_t i = 0; i < of->loss_count; i++)
        if (of->losses[i].obligation_id == obligation_id)
            return true;
    return false;
}

/* A claim that is charged anew; the amounts of others may have been moved since. */
static bool is_charged_anew(const struct accruing *a, const struct case_claim *claim)
{
    return claim->month_on != DAY_NONE && claim->month_on >= a->since &&
           !is_lost(&a->of, claim->obligation_id);
}

static status load(struct op *op, struct case_key key, const struct accrue_caps *caps, day last,
                   struct accruing *a)
{
    struct debt_terms *terms = NULL;
    size_t count = 0;
    *a = (struct accruing){.is_stale = true, .caps = caps};
    TRY(debt_terms_load(op, key, &terms, &count));
    if (count == 0)
        return OK;
    TRY(case_ledger_load(op, key, &a->of));
    TRY(accrue_holds_load(op, key, &a->holds));
    a->since = accrue_settled_until(&a->of);
    a->bearers = arena_array(op->arena, count, sizeof(*a->bearers));
    for (size_t i = 0; i < count; i++) {
        struct bearer *const bearer = &a->bearers[a->count];
        if (is_lost(&a->of, terms[i].obligation_id))
            continue;
        *bearer = (struct bearer){.terms = &terms[i]};
        TRY(make_bearer(op, a, caps, bearer));
        terms[a->count++] = terms[i];
        bearer->terms = &terms[a->count - 1];
    }
    return late_fee_list(op, &a->of, terms, a->count, a->since, last, &a->fees);
}

/* --- what a month bears --- */

/* What the ledger says of debts in units; money that waits is of the first one. */
static void gather_units(struct op *op, struct accruing *a)
{
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < a->count; i++)
        if (a->bearers[i].unit_count > 0 && a->bearers[i].debt != 0 && a->bearers[i].debt < first)
            first = a->bearers[i].debt;
    for (size_t i = 0; i < a->count; i++) {
        const struct bearer *const bearer = &a->bearers[i];
        const day until = accrue_charged_until(&a->of, bearer->terms->obligation_id, a->since);
        for (size_t n = 0; n < bearer->unit_count && bearer->debt != 0; n++) {
            struct in_unit *const unit = &bearer->units[n];
            const struct readjust_rule rule = {.values = unit->values,
                                               .from = unit->period.from,
                                               .settled = a->since,
                                               .charged_until = until,
                                               .debt = bearer->debt,
                                               .takes_waiting = bearer->debt == first};
            if (unit->values.count > 0)
                unit->of = readjust_gather(op, &a->of, &a->ledger, &rule);
        }
        for (size_t n = 0; n < bearer->terms->count && bearer->unit_count > 0; n++)
            for (int kind = 0; kind < KINDS; kind++) {
                struct accrual_rule others = bearer->of[n].rules[kind];
                others.bases &= ~(1U << COMPONENT_PRINCIPAL);
                bearer->of[n].others[kind] = accrual_base(op, &a->ledger, &others);
            }
    }
}

static status replay(struct op *op, struct accruing *a)
{
    TRY(case_ledger_tell(op, &a->of));
    TRY(case_ledger_replay(op, &a->of, DAY_MAX, &a->ledger));
    for (size_t i = 0; i < a->count; i++) {
        struct bearer *const bearer = &a->bearers[i];
        bearer->debt = 0;
        for (size_t d = 0; d < a->of.debt_count; d++)
            if (a->of.debts[d] == bearer->terms->obligation_id)
                bearer->debt = (int64_t)d + 1;
        for (size_t n = 0; n < bearer->terms->count && bearer->debt != 0; n++)
            for (int kind = 0; kind < KINDS; kind++) {
                struct bearing *const of = &bearer->of[n];
                of->rules[kind].debt = bearer->debt;
                of->bases[kind] = accrual_base(op, &a->ledger, &of->rules[kind]);
            }
    }
    gather_units(op, a);
    a->is_stale = false;
    return OK;
}

/* Replays the ledger with the charges that there are by now, in the memory of the one before: a
 * case may have a charge for every day. */
static status freshen(struct op *op, struct accruing *a)
{
    struct arena *const own = op->arena;
    if (!a->is_stale)
        return OK;
    if (!a->replayed) {
        a->replayed = arena_create();
        arena_defer(own, (void (*)(void *))arena_destroy, a->replayed);
    }
    arena_reset(a->replayed);
    op->arena = a->replayed;
    const status code = replay(op, a);
    op->arena = own;
    return code;
}

/* What bears in a piece of a month: by the ledger, or in units. */
static status base_of(struct op *op, const struct bearer *bearer, const struct bearing *of,
                      int kind, const struct interest_period *piece,
                      struct interest_steps *ret_base)
{
    const struct in_unit *const unit = valued_unit_on(bearer, piece->from);
    *ret_base = of->bases[kind];
    if (!unit || (of->rules[kind].bases & (1U << COMPONENT_PRINCIPAL)) == 0)
        return OK;
    return readjust_base(op, &unit->of, &of->others[kind], piece, kind == LATE, ret_base);
}

/* Terms that change within a month bear it in pieces, each rounded by itself. */
static status interest_of(struct op *op, const struct bearer *bearer, int kind,
                          const struct interest_period *month, int64_t *ret_interest)
{
    *ret_interest = 0;
    for (size_t i = 0; i < bearer->terms->count && bearer->debt != 0; i++) {
        const struct bearing *const of = &bearer->of[i];
        struct interest_period piece = of->period;
        struct interest_steps base;
        int64_t interest = 0;
        piece.from = piece.from > month->from ? piece.from : month->from;
        piece.until = piece.until < month->until ? piece.until : month->until;
        if (piece.from >= piece.until)
            continue;
        TRY(base_of(op, bearer, of, kind, &piece, &base));
        TRY(interest_of_periods(op, &of->rules[kind].interest, &base, &piece, 1, &interest));
        if (__builtin_add_overflow(*ret_interest, interest, ret_interest))
            return op_fail(op, E_LIMIT, "an amount of interest is too large");
    }
    return OK;
}

static struct case_claim *find_charge(const struct accruing *a, int64_t obligation_id,
                                      enum component charged, day month_on)
{
    for (size_t i = 0; i < a->of.claim_count; i++) {
        struct case_claim *const claim = &a->of.claims[i];
        if (claim->month_on == month_on && claim->obligation_id == obligation_id &&
            claim->charged == charged)
            return claim;
    }
    return NULL;
}

static void charge(struct op *op, struct accruing *a, const struct bearer *bearer,
                   enum component as, const struct interest_period *month, int64_t interest)
{
    const int64_t obligation_id = bearer->terms->obligation_id;
    struct case_claim *const there = find_charge(a, obligation_id, as, month->from);
    if (interest == (there ? there->parts.of[as] : 0))
        return;
    a->is_stale = true;
    if (there) {
        there->parts = (struct parts){{0}};
        there->parts.of[as] = interest;
        return;
    }
    struct case_claim claim = {.obligation_id = obligation_id,
                               .issued_on = month->until,
                               .due_on = month->until,
                               .settled_on = DAY_NONE,
                               .is_open = true,
                               .is_charge = true,
                               .external_id =
                                   interest_claim_name(op, as, month->from, bearer->terms->source,
                                                       bearer->terms->external_id),
                               .month_on = month->from,
                               .charged = as};
    claim.parts.of[as] = interest;
    case_ledger_add(op, &a->of, &claim);
}

static struct interest_period month_of(day on)
{
    return (struct interest_period){day_month_start(on), day_month_end(on) + 1};
}

/* What is charged of a month: of what falls due before it is over, or of all when another unit or
 * none follows. */
static status readjustment_of(struct op *op, const struct bearer *bearer,
                              const struct interest_period *month, int64_t *ret_amount)
{
    const struct in_unit *unit = valued_unit_on(bearer, month->until - 1);
    *ret_amount = 0;
    if (!unit)
        return OK;
    const bool is_last = unit->period.until <= month->until;
    return readjust_due(op, &unit->of, month->until, is_last ? DAY_MAX : month->until, month->until,
                        ret_amount);
}

/* A fall lowers what was charged before in this unit, the latest first. */
static void lower(struct accruing *a, const struct bearer *bearer, day month_on, int64_t fall)
{
    const struct in_unit *const unit = unit_on(bearer, month_on);
    const day from = unit ? unit->period.from : month_on;
    while (fall > 0) {
        struct case_claim *last = NULL;
        for (size_t i = 0; i < a->of.claim_count; i++) {
            struct case_claim *const claim = &a->of.claims[i];
            if (claim->obligation_id == bearer->terms->obligation_id && readjust_is_charge(claim) &&
                claim->month_on < month_on && claim->month_on >= a->since &&
                claim->issued_on > from && claim->parts.of[COMPONENT_PRINCIPAL] > 0 &&
                (!last || claim->month_on > last->month_on))
                last = claim;
        }
        if (!last)
            return;
        int64_t *const charged = &last->parts.of[COMPONENT_PRINCIPAL];
        const int64_t part = *charged < fall ? *charged : fall;
        *charged -= part;
        fall -= part;
        a->is_stale = true;
    }
}

static status charge_month(struct op *op, struct accruing *a, const struct interest_period *month)
{
    TRY(freshen(op, a));
    for (size_t i = 0; i < a->count; i++) {
        const struct bearer *const bearer = &a->bearers[i];
        int64_t amount = 0;
        for (int kind = 0; kind < KINDS && bearer->from <= month->from; kind++) {
            TRY(interest_of(op, bearer, kind, month, &amount));
            charge(op, a, bearer, charged_as[kind], month, amount);
        }
        if (bearer->from > month->from)
            continue;
        TRY(readjustment_of(op, bearer, month, &amount));
        charge(op, a, bearer, COMPONENT_PRINCIPAL, month, amount > 0 ? amount : 0);
        lower(a, bearer, month->from, -amount);
    }
    return OK;
}

/* Those that fall before a day; one of them changes nothing for another of the same day. */
static status charge_fees(struct op *op, struct accruing *a, day until)
{
    day fresh_on = DAY_NONE;
    for (; a->next_fee < a->fees.count && a->fees.of[a->next_fee].on < until; a->next_fee++) {
        struct late_fee *const fee = &a->fees.of[a->next_fee];
        int64_t most = 0;
        if (fee->is_settled)
            continue;
        if (fee->on != fresh_on)
            TRY(freshen(op, a));
        fresh_on = fee->on;
        const struct late_fee_asked asked = late_fee_ask(&a->of, &a->ledger, fee);
        if (asked.base > 0) {
            TRY(a->caps->fee(op, a->caps->context, fee->terms, &asked, &most));
            TRY(late_fee_amount(op, &a->of, &a->fees, fee, asked.base, most, &fee->amount));
        }
        if (late_fee_charge(op, &a->of, fee))
            a->is_stale = true;
    }
    return OK;
}

/* Charges every month that is over by the last day; a charge counts from the next month on, so the
 * ledger is replayed once for each month whose charge is another than it was. */
static status charge_months(struct op *op, struct accruing *a, day last)
{
    day first = DAY_MAX;
    for (size_t i = 0; i < a->count; i++)
        first = a->bearers[i].from < first ? a->bearers[i].from : first;
    first = first < a->since ? a->since : first;
    if (first > last)
        return freshen(op, a);
    for (struct interest_period month = month_of(first); month.until <= last;
         month = month_of(month.until)) {
        TRY(charge_fees(op, a, month.until + 1)); /* the charge may lower what money has met */
        TRY(charge_month(op, a, &month));
    }
    TRY(charge_fees(op, a, last + 1));
    return freshen(op, a);
}

/* --- in the book --- */

static status book_charge(struct op *op, const struct accruing *a, const struct case_claim *claim,
                          bool *ret_changed)
{
    const struct obligation_ref obligation = {a->of.key.debtor_id, claim->obligation_id,
                                              a->of.key.case_id};
    const money amount = {claim->parts.of[claim->charged]};
    int64_t id = 0;
    if (amount.minor == claim->amount.minor)
        return OK;
    *ret_changed = true;
    if (claim->id != 0) { /* what is paid of it is told next, by the replay */
        TRY(claim_put_parts(op, &obligation, claim->id, &claim->parts));
        const struct claim_standing standing = {amount, claim->paid, DAY_NONE, false};
        return claim_put_standing(op, a->of.key.debtor_id, claim->id, &standing);
    }
    const struct claim_input input = {.source = STR(INTEREST_CLAIM_SOURCE),
                                      .external_id = claim->external_id,
                                      .issued_on = claim->issued_on,
                                      .due_on = claim->due_on,
                                      .amount = amount,
                                      .tells_parts = true,
                                      .others = claim->parts};
    return claim_create(op, &obligation, &input, "charge", &id);
}

static status book_charges(struct op *op, const struct accruing *a, bool *ret_changed)
{
    *ret_changed = false;
    for (size_t i = 0; i < a->of.claim_count; i++)
        if (is_charged_anew(a, &a->of.claims[i]))
            TRY(book_charge(op, a, &a->of.claims[i], ret_changed));
    return *ret_changed && a->of.money_count > 0 ? rebook_case(op, a->of.key, 0) : OK;
}

/* A case that owes nothing, and bears nothing in the month that runs, sleeps until something
 * touches it. */
static status is_asleep(struct op *op, const struct accruing *a, bool *ret_is)
{
    const struct interest_period month = month_of(op->business_date);
    *ret_is = a->count == 0 || ledger_open(&a->ledger) == 0;
    for (size_t i = 0; i < a->count && *ret_is; i++)
        for (int kind = 0; kind < KINDS && *ret_is; kind++) {
            int64_t interest = 0;
            TRY(interest_of(op, &a->bearers[i], kind, &month, &interest));
            *ret_is = interest == 0;
        }
    for (size_t i = 0; i < a->count && *ret_is; i++) {
        const struct in_unit *const unit = valued_unit_on(&a->bearers[i], op->business_date);
        int64_t amount = 0;
        if (unit)
            TRY(readjust_due(op, &unit->of, DAY_MAX, DAY_MAX, month.until, &amount));
        *ret_is = amount == 0;
    }
    return OK;
}

static status put_next(struct op *op, struct case_key key, const struct accruing *a)
{
    const day month = month_of(op->business_date).until;
    const day fee = late_fee_next(&a->of, &a->ledger, &a->fees, op->business_date);
    const day next = fee != DAY_NONE && fee < month ? fee : month;
    bool asleep = false;
    bool is_charged = false;
    TRY(is_asleep(op, a, &asleep));
    for (size_t i = 0; i < a->of.claim_count; i++)
        is_charged = is_charged || a->of.claims[i].month_on != DAY_NONE;
    return db_run(op, Q_ACCRUAL_PUT,
                  DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id),
                          ARG_DAY(asleep ? DAY_NONE : next), ARG_BOOL(is_charged)),
                  NULL);
}

status accrue_case(struct op *op, struct case_key key, const struct accrue_caps *caps,
                   bool *ret_changed)
{
    struct accruing a = {.count = 0};
    bool frozen = false;
    *ret_changed = false;
    TRY(touch_lock(op, key.debtor_id, key.case_id));
    TRY(accrue_is_frozen(op, key, &frozen));
    if (!frozen)
        TRY(load(op, key, caps, op->business_date, &a));
    if (a.count > 0) {
        TRY(charge_months(op, &a, op->business_date));
        TRY(book_charges(op, &a, ret_changed));
    }
    return put_next(op, key, &a);
}

/* --- to be read --- */

/* What the units are worth at the end of a day, beyond what the ledger has. */
static status readjustment_by(struct op *op, const struct bearer *bearer, day on,
                              struct accrued *out)
{
    const struct in_unit *const named = unit_on(bearer, on);
    const struct in_unit *const unit = valued_unit_on(bearer, on);
    int64_t amount = 0;
    out->unit = named ? named->terms->unit : STR("");
    out->value_on = DAY_NONE;
    if (!unit)
        return OK;
    out->value = readjust_value(&unit->values, on, &out->value_on);
    TRY(readjust_due(op, &unit->of, on + 1, DAY_MAX, on, &amount));
    out->parts.of[COMPONENT_PRINCIPAL] += amount;
    return OK;
}

/* What is charged by the end of a day and not in the book, and what the month has borne up to it.
 */
static status accrued_of(struct op *op, const struct accruing *a, const struct bearer *bearer,
                         day on, struct accrued *out)
{
    const struct interest_period running = {day_month_start(on), on + 1};
    *out = (struct accrued){.obligation_id = bearer->terms->obligation_id};
    for (size_t i = 0; i < a->of.claim_count; i++) {
        const struct case_claim *const claim = &a->of.claims[i];
        if (is_charged_anew(a, claim) && claim->obligation_id == out->obligation_id &&
            claim->issued_on <= on)
            out->parts.of[claim->charged] += claim->parts.of[claim->charged] - claim->amount.minor;
    }
    if (on < a->since)
        return OK;
    for (int kind = 0; kind < KINDS && running.from < running.until; kind++) {
        int64_t interest = 0;
        TRY(interest_of(op, bearer, kind, &running, &interest));
        out->parts.of[charged_as[kind]] += interest;
    }
    return readjustment_by(op, bearer, on, out);
}

status accrue_read(struct op *op, struct case_key key, const struct accrue_caps *caps, day on,
                   struct accrued **ret_list, size_t *ret_count)
{
    const day last = on > op->business_date ? on : op->business_date;
    struct accruing a = {.count = 0};
    bool frozen = false;
    TRY(accrue_is_frozen(op, key, &frozen));
    if (!frozen)
        TRY(load(op, key, caps, last, &a));
    struct accrued *const list = arena_array(op->arena, a.count, sizeof(*list));
    if (a.count > 0)
        TRY(charge_months(op, &a, last));
    for (size_t i = 0; i < a.count; i++)
        TRY(accrued_of(op, &a, &a.bearers[i], on, &list[i]));
    *ret_list = list;
    *ret_count = a.count;
    return OK;
}
