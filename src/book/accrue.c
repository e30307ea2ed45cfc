#include "book/accrue.h"

#include <inttypes.h>
#include <stdlib.h>

#include "book/claim.h"
#include "book/interest_claim.h"
#include "book/rebook.h"
#include "money/accrual.h"
#include "store/db.h"

enum { ORDINARY, LATE, KINDS };
static const enum component charged_as[KINDS] = {COMPONENT_INTEREST, COMPONENT_LATE_INTEREST};

/* Terms of a debt as rules, while they hold. */
struct bearing {
    struct interest_period period;
    struct accrual_rule rules[KINDS];
    struct interest_steps bases[KINDS]; /* of the ledger as it stands */
};

struct bearer {
    const struct debt_terms *terms;
    struct bearing *of; /* one for each of the terms */
    int64_t debt;       /* in the ledger; 0: no claim of it */
    day from;           /* first month that it bears or was charged for */
};

struct accruing {
    struct case_ledger of; /* charged as it should be */
    struct ledger ledger;
    struct interest_period *holds;
    size_t hold_count;
    struct bearer *bearers;
    size_t count;
    bool is_stale; /* the ledger is of before the last charge */
};

/* --- rules --- */

static status load_holds(struct op *op, struct accruing *a)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    const struct db_arg debtor = ARG_ID(a->of.key.debtor_id);
    TRY(db_query(op, Q_INTEREST_HOLDS, DB_ARGS(debtor, ARG_ID(a->of.key.case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const day until = db_day(&rows, 1);
        a->holds = arena_grow(op->arena, a->holds, a->hold_count, &capacity, sizeof(*a->holds));
        a->holds[a->hold_count++] =
            (struct interest_period){db_day(&rows, 0), until == DAY_NONE ? DAY_MAX : until};
    }
}

static int compare_days(const void *left, const void *right)
{
    const struct interest_step *const a = left;
    const struct interest_step *const b = right;
    return (a->from > b->from) - (a->from < b->from);
}

static int64_t cap_on(const struct interest_steps *caps, day on)
{
    int64_t cap = INTEREST_NO_CAP;
    for (size_t i = 0; i < caps->count && caps->of[i].from <= on; i++)
        cap = caps->of[i].value;
    return cap;
}

static bool is_held(const struct accruing *a, day on)
{
    for (size_t i = 0; i < a->hold_count; i++)
        if (a->holds[i].from <= on && on < a->holds[i].until)
            return true;
    return false;
}

/* The caps of the law cut by holds; what the ordinary rate takes is no longer there for the late
 * one. */
static void cut_caps(struct op *op, const struct accruing *a, const struct interest_steps *law,
                     int64_t rate, struct interest_steps ret_caps[KINDS])
{
    const size_t most = 1 + law->count + 2 * a->hold_count;
    struct interest_step *const ordinary = arena_array(op->arena, most, sizeof(*ordinary));
    struct interest_step *const late = arena_array(op->arena, most, sizeof(*late));
    size_t count = 0;
    size_t kept = 0;
    ordinary[count++].from = DAY_MIN;
    for (size_t i = 0; i < law->count; i++)
        ordinary[count++].from = law->of[i].from;
    for (size_t i = 0; i < a->hold_count; i++) {
        ordinary[count++].from = a->holds[i].from;
        ordinary[count++].from = a->holds[i].until;
    }
    qsort(ordinary, count, sizeof(*ordinary), compare_days);
    for (size_t i = 0; i < count; i++) {
        const day from = ordinary[i].from;
        if (kept > 0 && ordinary[kept - 1].from == from)
            continue;
        const int64_t cap = is_held(a, from) ? 0 : cap_on(law, from);
        const int64_t taken = rate < cap ? rate : cap;
        ordinary[kept] = (struct interest_step){from, cap};
        late[kept++] = (struct interest_step){from, cap == INTEREST_NO_CAP ? cap : cap - taken};
    }
    ret_caps[ORDINARY] = (struct interest_steps){ordinary, kept};
    ret_caps[LATE] = (struct interest_steps){late, kept};
}

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
    cut_caps(op, a, &law, terms->rate, cut);
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

static status make_bearer(struct op *op, const struct accruing *a, const struct accrue_caps *caps,
                          struct bearer *bearer)
{
    const struct debt_terms *const terms = bearer->terms;
    bearer->of = arena_array(op->arena, terms->count, sizeof(*bearer->of));
    bearer->from = day_month_start(terms->of[0].from_on);
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

static status load(struct op *op, struct case_key key, const struct accrue_caps *caps,
                   struct accruing *a)
{
    struct debt_terms *terms = NULL;
    *a = (struct accruing){.is_stale = true};
    TRY(debt_terms_load(op, key, &terms, &a->count));
    if (a->count == 0)
        return OK;
    TRY(case_ledger_load(op, key, &a->of));
    TRY(load_holds(op, a));
    a->bearers = arena_array(op->arena, a->count, sizeof(*a->bearers));
    for (size_t i = 0; i < a->count; i++) {
        a->bearers[i] = (struct bearer){.terms = &terms[i]};
        TRY(make_bearer(op, a, caps, &a->bearers[i]));
    }
    return OK;
}

/* --- what a month bears --- */

/* Replays the ledger with the charges that there are by now. */
static status freshen(struct op *op, struct accruing *a)
{
    if (!a->is_stale)
        return OK;
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
    a->is_stale = false;
    return OK;
}

/* Terms that change within a month bear it in pieces, each rounded by itself. */
static status interest_of(struct op *op, const struct bearer *bearer, int kind,
                          const struct interest_period *month, int64_t *ret_interest)
{
    *ret_interest = 0;
    for (size_t i = 0; i < bearer->terms->count && bearer->debt != 0; i++) {
        const struct bearing *const of = &bearer->of[i];
        struct interest_period piece = of->period;
        int64_t interest = 0;
        piece.from = piece.from > month->from ? piece.from : month->from;
        piece.until = piece.until < month->until ? piece.until : month->until;
        if (piece.from >= piece.until)
            continue;
        TRY(interest_of_periods(op, &of->rules[kind].interest, &of->bases[kind], &piece, 1,
                                &interest));
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

static void charge(struct op *op, struct accruing *a, const struct bearer *bearer, int kind,
                   const struct interest_period *month, int64_t interest)
{
    const enum component as = charged_as[kind];
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

/* Charges every month that is over by the last day; a charge counts from the next month on, so the
 * ledger is replayed once for each month whose charge is another than it was. */
static status charge_months(struct op *op, struct accruing *a, day last)
{
    day first = DAY_MAX;
    for (size_t i = 0; i < a->count; i++)
        first = a->bearers[i].from < first ? a->bearers[i].from : first;
    for (struct interest_period month = month_of(first); month.until <= last;
         month = month_of(month.until)) {
        TRY(freshen(op, a));
        for (size_t i = 0; i < a->count; i++)
            for (int kind = 0; kind < KINDS && a->bearers[i].from <= month.from; kind++) {
                int64_t interest = 0;
                TRY(interest_of(op, &a->bearers[i], kind, &month, &interest));
                charge(op, a, &a->bearers[i], kind, &month, interest);
            }
    }
    return freshen(op, a);
}

/* --- in the book --- */

static status read_flag(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(bool *)out = db_i64(row, 0) != 0;
    return OK;
}

static status is_frozen(struct op *op, struct case_key key, bool *ret_is)
{
    bool found = false;
    return db_query_one(op, Q_ACCRUAL_IS_FROZEN,
                        DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), read_flag, ret_is,
                        &found);
}

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
        if (a->of.claims[i].month_on != DAY_NONE)
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
    return OK;
}

static status put_next(struct op *op, struct case_key key, const struct accruing *a)
{
    const day next = month_of(op->business_date).until;
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
    TRY(is_frozen(op, key, &frozen));
    if (!frozen)
        TRY(load(op, key, caps, &a));
    if (a.count > 0) {
        TRY(charge_months(op, &a, op->business_date));
        TRY(book_charges(op, &a, ret_changed));
    }
    return put_next(op, key, &a);
}

/* --- to be read --- */

/* What is charged by the end of a day and not in the book, and what the month has borne up to it.
 */
static status accrued_of(struct op *op, const struct accruing *a, const struct bearer *bearer,
                         day on, struct accrued *out)
{
    const struct interest_period running = {day_month_start(on), on + 1};
    *out = (struct accrued){.obligation_id = bearer->terms->obligation_id};
    for (size_t i = 0; i < a->of.claim_count; i++) {
        const struct case_claim *const claim = &a->of.claims[i];
        if (claim->month_on != DAY_NONE && claim->obligation_id == out->obligation_id &&
            claim->issued_on <= on)
            out->parts.of[claim->charged] += claim->parts.of[claim->charged] - claim->amount.minor;
    }
    for (int kind = 0; kind < KINDS && running.from < running.until; kind++) {
        int64_t interest = 0;
        TRY(interest_of(op, bearer, kind, &running, &interest));
        out->parts.of[charged_as[kind]] += interest;
    }
    return OK;
}

status accrue_read(struct op *op, struct case_key key, const struct accrue_caps *caps, day on,
                   struct accrued **ret_list, size_t *ret_count)
{
    struct accruing a = {.count = 0};
    bool frozen = false;
    TRY(is_frozen(op, key, &frozen));
    if (!frozen)
        TRY(load(op, key, caps, &a));
    struct accrued *const list = arena_array(op->arena, a.count, sizeof(*list));
    if (a.count > 0)
        TRY(charge_months(op, &a, on));
    for (size_t i = 0; i < a.count; i++)
        TRY(accrued_of(op, &a, &a.bearers[i], on, &list[i]));
    *ret_list = list;
    *ret_count = a.count;
    return OK;
}
