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
    bool is_paid; /* every row, and nothing that went back is owed */
    int missed;
    bool is_last_missed;
    day check_on; /* when the next one is missed; DAY_NONE */
};

static status add_returns(struct op *op, const struct arrangement *arrangement, day open_date,
                          struct standing *standing)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_ARRANGEMENT_RETURN_LIST,
                 DB_ARGS(ARG_ID(arrangement->key.debtor_id), ARG_ID(arrangement->key.case_id),
                         ARG_INSTANT(arrangement->active_at)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const day on = missed_on(arrangement, db_day(&rows, 0));
        standing->is_paid = false;
        standing->missed += on <= open_date;
        if (on > open_date)
            standing->check_on = sooner(standing->check_on, on);
    }
}

/* Pieces of one row are one row: they follow each other. */
static status look(struct op *op, const struct arrangement *arrangement,
                   const struct arranged_claim *claims, size_t count, day open_date,
                   struct standing *ret_standing)
{
    struct standing standing = {.is_paid = true};
    int row_missed = 0;
    for (size_t i = 0; i < count; i++) {
        if (claims[i].role != ARRANGED_ROW || !claims[i].is_open)
            continue;
        standing.is_paid = false;
        if (claims[i].number == row_missed || missed_on(arrangement, claims[i].due_on) > open_date)
            continue;
        row_missed = claims[i].number;
        standing.missed++;
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

static status review(struct op *op, struct arrangement *arrangement, day open_date)
{
    struct arranged_claim *claims = NULL;
    size_t count = 0;
    struct standing standing;
    TRY(arranged_load(op, arrangement->key.debtor_id, arrangement->id, &claims, &count));
    TRY(look(op, arrangement, claims, count, open_date, &standing));
    if (standing.is_paid) {
        TRY(settle(op, arrangement, "completed", "arrangement.completed"));
        return rebook_case(op, arrangement->key, 0); /* the waiver is posted */
    }
    if (standing.missed >= arrangement->missed || standing.is_last_missed) {
        TRY(settle(op, arrangement, "breached", "arrangement.breached"));
        return arrangement_undo(op, arrangement);
    }
    if (standing.check_on == arrangement->check_on)
        return OK;
    arrangement->check_on = standing.check_on;
    return arrangement_write_state(op, arrangement);
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

status arrangement_review(struct op *op, struct case_key key, day open_date)
{
    struct arrangement arrangement;
    int64_t id = 0;
    bool found = false;
    TRY(db_query_one(op, Q_ARRANGEMENT_TO_REVIEW,
                     DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), read_id, &id, &found));
    if (!found)
        return OK;
    TRY(touch_lock(op, key.debtor_id, key.case_id));
    TRY(arrangement_get(op, key.debtor_id, id, &arrangement));
    if (str_equal_c(arrangement.state, "completed"))
        TRY(reopen(op, &arrangement));
    return str_equal_c(arrangement.state, "active") ? review(op, &arrangement, open_date) : OK;
}
