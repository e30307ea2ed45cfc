/* What days and money do to an active arrangement: completed, breached, or looked at again later.
 */
#include "book/arrangement.h"
#include "book/claim_part.h"
#include "book/rebook.h"

static day latest(day a, day b)
{
    return a > b ? a : b;
}

/* DAY_NONE is no day. */
static day sooner(day a, day b)
{
    return a == DAY_NONE || b < a ? b : a;
}

/* The first day on which a row that is due then is missed. */
static day missed_on(const struct arrangement *arrangement, day due_on)
{
    return latest(due_on, arrangement->counts_from) + arrangement->grace_days + 1;
}

day arrangement_check_on(const struct arrangement *arrangement, const struct arranged_claim *claims,
                         size_t count, day open_date)
{
    day next = DAY_NONE;
    for (size_t i = 0; i < count; i++) {
        const day on = missed_on(arrangement, claims[i].due_on);
        if (claims[i].role == ARRANGED_ROW && claims[i].is_open && on > open_date)
            next = sooner(next, on);
    }
    return next;
}

/* --- breach and undo --- */

status arrangement_undo(struct op *op, const struct arrangement *arrangement)
{
    const struct case_key key = arrangement->key;
    struct arranged_claim *claims = NULL;
    size_t count = 0;
    TRY(arranged_load(op, key.debtor_id, arrangement->id, &claims, &count));
    for (size_t i = 0; i < count; i++) {
        const struct obligation_ref obligation = {key.debtor_id, claims[i].obligation_id,
                                                  key.case_id};
        struct claim claim;
        if (claims[i].role != ARRANGED_SUPERSEDED || !claims[i].is_told)
            continue;
        TRY(claim_get(op, key.debtor_id, claims[i].id, &claim));
        TRY(claim_part_say(op, &obligation, &claim, (money){claims[i].amount}));
    }
    return rebook_case(op, key, 0);
}

/* --- the look --- */

struct standing {
    bool is_paid;         /* every row, and nothing that went back is owed */
    uint64_t missed_rows; /* a bit each, from that of row 1 on */
    day *returned;        /* days of money that went back and is missed, in order */
    size_t returned_count;
    bool is_last_missed;
    day check_on; /* when the next one is missed; DAY_NONE */
};
_Static_assert(ARRANGEMENT_ROWS_MAX <= 64, "missed_rows has a bit for each row");

/* Money that went back is one payment that is missed, whatever debts it had met. */
static status add_returns(struct op *op, const struct arrangement *arrangement, day open_date,
                          struct standing *standing)
{
    struct arranged_return *returns = NULL;
    size_t count = 0;
    TRY(arranged_returns(op, arrangement, &returns, &count));
    standing->is_paid &= count == 0;
    standing->returned = arena_array(op->arena, count, sizeof(*standing->returned));
    for (size_t i = 0; i < count; i++) {
        const day on = missed_on(arrangement, returns[i].due_on);
        if (on > open_date)
            standing->check_on = sooner(standing->check_on, on);
        else if (i == 0 || returns[i].payment_id == 0 ||
                 returns[i].payment_id != returns[i - 1].payment_id)
            standing->returned[standing->returned_count++] = returns[i].due_on;
    }
    return OK;
}

static status look(struct op *op, const struct arrangement *arrangement, day open_date,
                   struct standing *ret_standing)
{
    struct standing standing = {.is_paid = true};
    struct arranged_claim *claims = NULL;
    size_t count = 0;
    TRY(arranged_load(op, arrangement->key.debtor_id, arrangement->id, &claims, &count));
    for (size_t i = 0; i < count; i++) {
        if (claims[i].role != ARRANGED_ROW || !claims[i].is_open)
            continue;
        standing.is_paid = false;
        if (missed_on(arrangement, claims[i].due_on) > open_date)
            continue;
        standing.missed_rows |= UINT64_C(1) << (claims[i].number - 1);
        standing.is_last_missed |= claims[i].number == (int)arrangement->row_count;
    }
    standing.check_on = arrangement_check_on(arrangement, claims, count, open_date);
    TRY(add_returns(op, arrangement, open_date, &standing));
    *ret_standing = standing;
    return OK;
}

static status settle(struct op *op, struct arrangement *arrangement, const char *state,
                     const char *kind)
{
    arrangement->state = str_of(state);
    arrangement->check_on = DAY_NONE;
    arrangement->ended_on = op->business_date;
    TRY(arrangement_write_state(op, arrangement));
    return arrangement_tell(op, arrangement, kind, STR(""));
}

/* The discount is due last: after what went back, while that is in time. */
static status owe_discount(struct op *op, const struct arrangement *arrangement,
                           const struct arranged_claim *discount)
{
    const int64_t debtor_id = arrangement->key.debtor_id;
    const day due_on = op->business_date + arrangement->grace_days + 1;
    struct claim claim;
    TRY(claim_get(op, debtor_id, discount->id, &claim));
    if (claim.due_on >= due_on || !claim.is_open)
        return OK;
    TRY(db_run_later(op, Q_CLAIM_KEEP_PAST,
                     DB_ARGS(ARG_ID(debtor_id), ARG_ID(claim.id), ARG_INSTANT(op_now(op)))));
    return db_run(op, Q_CLAIM_UPDATE,
                  DB_ARGS(ARG_ID(debtor_id), ARG_ID(claim.id), ARG_I64(claim.number),
                          ARG_DAY(claim.issued_on), ARG_DAY(due_on), ARG_MONEY(claim.amount),
                          ARG_INSTANT(op_now(op))),
                  NULL);
}

/* Money that had paid it went back: the waiver is taken back and the plan counts again; what went
 * back is owed at once, and in time for the days of grace from its return on. */
static status reopen(struct op *op, struct arrangement *arrangement)
{
    const struct case_key key = arrangement->key;
    struct arranged_claim *claims = NULL;
    size_t count = 0;
    arrangement->state = STR("active");
    arrangement->counts_from = op->business_date;
    arrangement->check_on = arrangement->ended_on = DAY_NONE; /* the look that follows sets them */
    TRY(arrangement_write_state(op, arrangement));
    TRY(rebook_case(op, key, 0));
    TRY(arranged_load(op, key.debtor_id, arrangement->id, &claims, &count));
    for (size_t i = 0; i < count; i++)
        if (claims[i].role == ARRANGED_DISCOUNT)
            TRY(owe_discount(op, arrangement, &claims[i]));
    return arrangement_tell(op, arrangement, "arrangement.reopened", STR(""));
}

static status complete(struct op *op, struct agreement *of)
{
    for (size_t i = 0; i < of->count; i++) {
        TRY(settle(op, &of->parts[i], "completed", "arrangement.completed"));
        TRY(rebook_case(op, of->parts[i].key, 0)); /* the waiver is posted */
    }
    return OK;
}

static status breach(struct op *op, struct agreement *of)
{
    for (size_t i = 0; i < of->count; i++) {
        TRY(settle(op, &of->parts[i], "breached", "arrangement.breached"));
        TRY(arrangement_undo(op, &of->parts[i]));
    }
    return OK;
}

static int missed_of(const struct standing *standing)
{
    int missed = (int)standing->returned_count;
    for (uint64_t rows = standing->missed_rows; rows > 0; rows &= rows - 1)
        missed++;
    return missed;
}

/* Money for the whole that was divided goes back in each part on the same day: of one day so many
 * payments are missed as the part has that has the most. */
static void add_returned(struct op *op, struct standing *whole, const struct standing *part)
{
    const size_t most = whole->returned_count + part->returned_count;
    day *const days = arena_array(op->arena, most, sizeof(*days));
    size_t count = 0;
    for (size_t w = 0, p = 0; w < whole->returned_count || p < part->returned_count;) {
        const day of_whole = w < whole->returned_count ? whole->returned[w] : DAY_MAX;
        const day of_part = p < part->returned_count ? part->returned[p] : DAY_MAX;
        days[count++] = of_whole < of_part ? of_whole : of_part;
        w += of_whole <= of_part;
        p += of_part <= of_whole;
    }
    whole->returned = days;
    whole->returned_count = count;
}

/* A payment of which any part is missed is missed. */
static void add_standing(struct op *op, struct standing *whole, const struct standing *part)
{
    whole->is_paid &= part->is_paid;
    whole->missed_rows |= part->missed_rows;
    add_returned(op, whole, part);
    whole->is_last_missed |= part->is_last_missed;
}

static status review(struct op *op, struct agreement *of, day open_date)
{
    struct standing *const each = arena_array(op->arena, of->count, sizeof(*each));
    struct standing whole = {.is_paid = true};
    for (size_t i = 0; i < of->count; i++) {
        TRY(look(op, &of->parts[i], open_date, &each[i]));
        add_standing(op, &whole, &each[i]);
    }
    if (whole.is_paid)
        return complete(op, of);
    if (missed_of(&whole) >= of->parts[0].missed || whole.is_last_missed)
        return breach(op, of);
    for (size_t i = 0; i < of->count; i++) {
        if (each[i].check_on == of->parts[i].check_on)
            continue;
        of->parts[i].check_on = each[i].check_on;
        TRY(arrangement_write_state(op, &of->parts[i]));
    }
    return OK;
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

status arrangement_review(struct op *op, struct case_key key, day open_date)
{
    struct agreement of;
    int64_t id = 0;
    bool found = false;
    TRY(db_query_one(op, Q_ARRANGEMENT_TO_REVIEW,
                     DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), read_id, &id, &found));
    if (!found)
        return OK;
    TRY(agreement_take(op, key.debtor_id, id, &of));
    if (str_equal_c(of.parts[0].state, "completed"))
        for (size_t i = 0; i < of.count; i++)
            TRY(reopen(op, &of.parts[i]));
    return str_equal_c(of.parts[0].state, "active") ? review(op, &of, open_date) : OK;
}
