#include "book/arrangement.h"

#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/case_ledger.h"
#include "book/claim_part.h"
#include "book/promise.h"
#include "book/rebook.h"
#include "record/approval.h"
#include "record/audit.h"

/* --- proposing --- */

static status check_rows(struct op *op, const struct arrangement_input *in, int64_t *ret_total,
                         int64_t *ret_interest)
{
    int64_t total = 0;
    int64_t interest = 0;
    if (in->row_count == 0 || in->row_count > ARRANGEMENT_ROWS_MAX)
        return op_fail(op, E_INVALID, "an arrangement has from 1 to %d payments",
                       ARRANGEMENT_ROWS_MAX);
    for (size_t i = 0; i < in->row_count; i++) {
        const day before = i > 0 ? in->rows[i - 1].due_on + 1 : op->business_date;
        if (in->rows[i].amount <= 0 || in->rows[i].amount > LIMIT_AMOUNT_MINOR)
            return op_fail(op, E_INVALID, "payment %d of the arrangement must be above zero",
                           (int)i + 1);
        if (in->rows[i].due_on < before)
            return op_fail(op, E_INVALID,
                           "payment %d of the arrangement is due before today or before another",
                           (int)i + 1);
        total += in->rows[i].amount;
        interest += in->interests ? in->interests[i] : 0;
    }
    if (total - interest > in->owed)
        return op_fail(op, E_INVALID, "the arrangement is above what is past due");
    *ret_total = total;
    *ret_interest = interest;
    return OK;
}

static str plan_text(struct op *op, const struct arrangement_input *in)
{
    struct buf text = buf_start(op->arena, 64 * (ARRANGEMENT_ROWS_MAX + 1 + in->debt_count));
    struct json_writer w = json_start(&text);
    char due[DAY_TEXT_SIZE];
    if (in->debt_count > 0) {
        json_object_open(&w);
        json_key(&w, "debts");
        json_array_open(&w);
        for (size_t i = 0; i < in->debt_count; i++)
            json_write_id(&w, in->debts[i]);
        json_array_close(&w);
        json_key(&w, "rows");
    }
    json_array_open(&w);
    for (size_t i = 0; i < in->row_count; i++) {
        json_array_open(&w);
        json_write_str(&w, str_of(day_format(in->rows[i].due_on, due)));
        json_write_i64(&w, in->rows[i].amount);
        if (in->interests)
            json_write_i64(&w, in->interests[i]);
        json_array_close(&w);
    }
    json_array_close(&w);
    if (in->debt_count > 0)
        json_object_close(&w);
    return buf_str(&text);
}

status arrangement_check_alone(struct op *op, struct case_key key)
{
    bool found = false;
    TRY(db_query_one(op, Q_ARRANGEMENT_UNFINISHED,
                     DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), NULL, NULL, &found));
    return found ? op_fail(op, E_CONFLICT,
                           "the case has an arrangement that is active or waits for approval")
                 : OK;
}

status arrangement_propose(struct op *op, const struct arrangement_input *in, int64_t *ret_id)
{
    const int64_t id = id_make();
    struct arrangement made;
    int64_t total = 0;
    int64_t interest = 0;
    TRY(touch_lock(op, in->key.debtor_id, in->key.case_id));
    TRY(arrangement_check_alone(op, in->key));
    TRY(check_rows(op, in, &total, &interest));
    if (str_equal_c(str_of(in->kind), ARRANGEMENT_REAMORTISE) && in->debt_count != 1)
        return op_fail(op, E_INVALID, "a new schedule is of one debt");
    TRY(audit_insert(
        op, AUDIT_ARRANGEMENT, 0,
        DB_ARGS(ARG_ID(in->key.debtor_id), ARG_ID(id), ARG_ID(in->key.case_id),
                ARG_TEXT_C(in->kind), ARG_DAY(op->business_date), ARG_MONEY(((money){in->owed})),
                ARG_MONEY(((money){total})), ARG_MONEY(((money){in->owed + interest - total})),
                ARG_I64(in->missed), ARG_I64(in->grace_days), ARG_I64(in->excess),
                ARG_TEXT(plan_text(op, in)), ARG_ID(op->actor_id), ARG_INSTANT(op_now(op)))));
    if (in->joint_id)
        TRY(db_run(op, Q_JOINT_ARRANGEMENT_PART_INSERT,
                   DB_ARGS(ARG_ID(in->key.debtor_id), ARG_ID(in->joint_id), ARG_ID(id),
                           ARG_ID(in->key.case_id)),
                   NULL));
    TRY(arrangement_get(op, in->key.debtor_id, id, &made));
    TRY(arrangement_tell(op, &made, "arrangement.proposed", STR("")));
    *ret_id = id;
    return OK;
}

/* --- activating --- */

struct due_claim {
    int64_t id, obligation_id, open;
};

static bool is_chosen(const struct arrangement *arrangement, int64_t obligation_id)
{
    bool is = arrangement->debt_count == 0;
    for (size_t i = 0; i < arrangement->debt_count; i++)
        is |= arrangement->debts[i] == obligation_id;
    return is;
}

/* What is past due on the day of the proposal; of a re-age all that is open. */
static status load_due(struct op *op, const struct arrangement *arrangement,
                       struct due_claim **ret_claims, size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct due_claim *claims = NULL;
    TRY(db_query(op, Q_CLAIM_OPEN_OF_CASE,
                 DB_ARGS(ARG_ID(arrangement->key.debtor_id), ARG_ID(arrangement->key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        if (db_day(&rows, 3) >= arrangement->made_on && !arrangement_restructures(arrangement))
            continue;
        if (!is_chosen(arrangement, db_id(&rows, 1)))
            continue;
        claims = arena_grow(op->arena, claims, count, &capacity, sizeof(*claims));
        claims[count++] = (struct due_claim){db_id(&rows, 0), db_id(&rows, 1), db_i64(&rows, 4)};
    }
    *ret_claims = claims;
    *ret_count = count;
    return OK;
}

/* Notes a claim for which the plan stands, with what its source says of it. */
static status note_due(struct op *op, const struct arrangement *arrangement, int64_t claim_id)
{
    const int64_t debtor_id = arrangement->key.debtor_id;
    struct claim claim;
    int64_t moved = 0;
    TRY(claim_get(op, debtor_id, claim_id, &claim));
    TRY(claim_part_moved(op, debtor_id, claim_id, &moved));
    return arranged_note(op, debtor_id, arrangement->id,
                         &(struct arranged_claim){.id = claim.id,
                                                  .role = ARRANGED_SUPERSEDED,
                                                  .amount = claim.amount.minor - moved,
                                                  .paid_before = claim.paid.minor});
}

status arrangement_reamortised(struct op *op, struct case_key key, int64_t obligation_id,
                               struct parts *ret_open)
{
    struct case_ledger of;
    struct ledger ledger;
    struct parts open = {{0}};
    TRY(case_ledger_load(op, key, &of));
    TRY(case_ledger_replay(op, &of, DAY_MAX, &ledger));
    for (size_t i = 0; i < ledger.line_count; i++) {
        const struct ledger_line *const line = &ledger.lines[i];
        if (!line->is_superseded && !plan_replaces(line, op->business_date) && line->debt > 0 &&
            of.debts[line->debt - 1] == obligation_id)
            open.of[line->component] += line->amount - line->met;
    }
    *ret_open = open;
    return OK;
}

/* What it would take in today. */
static status owed_now(struct op *op, const struct arrangement *arrangement,
                       const struct due_claim *due, size_t count, int64_t *ret_owed)
{
    struct parts open;
    if (arrangement_reamortises(arrangement)) {
        TRY(arrangement_reamortised(op, arrangement->key, arrangement->debts[0], &open));
        return parts_total(&open, ret_owed)
                   ? OK
                   : op_fail(op, E_LIMIT, "the sum leaves the range of money");
    }
    *ret_owed = 0;
    for (size_t i = 0; i < count; i++)
        *ret_owed += due[i].open;
    return OK;
}

static status supersede_due(struct op *op, const struct arrangement *arrangement)
{
    struct due_claim *due = NULL;
    size_t count = 0;
    int64_t owed = 0;
    TRY(load_due(op, arrangement, &due, &count));
    TRY(owed_now(op, arrangement, due, count, &owed));
    if (owed != arrangement->owed)
        return op_fail(op, E_CONFLICT,
                       "what is past due has changed since the arrangement was proposed: propose "
                       "another one");
    for (size_t i = 0; i < count; i++)
        TRY(note_due(op, arrangement, due[i].id));
    return OK;
}

static status cancel_promises(struct op *op, struct case_key key)
{
    struct promise *promises = NULL;
    size_t count = 0;
    TRY(promise_list(op, key, &promises, &count));
    for (size_t i = 0; i < count; i++)
        if (promises[i].state == PROMISE_OPEN)
            TRY(promise_cancel(op, key.debtor_id, promises[i].id, STR("arrangement")));
    return OK;
}

static status check_state(struct op *op, const struct arrangement *arrangement, const char *wanted)
{
    return str_equal_c(arrangement->state, wanted)
               ? OK
               : op_fail(op, E_CONFLICT, "arrangement %" PRId64 " is %s", arrangement->id,
                         op_word(op, str_cstr(op->arena, arrangement->state)));
}

/* The plan counts from now on, or again from its first day: the replay makes its claims. */
static status begin(struct op *op, struct arrangement *arrangement, const char *kind, str reason)
{
    struct arranged_claim *claims = NULL;
    size_t count = 0;
    arrangement->state = STR("active");
    arrangement->active_at = op_now(op);
    arrangement->counts_from = op->business_date;
    arrangement->ended_on = DAY_NONE;
    if (arrangement->began_on == DAY_NONE)
        arrangement->began_on = op->business_date;
    TRY(arrangement_write_state(op, arrangement));
    TRY(rebook_case(op, arrangement->key, 0));
    TRY(arranged_load(op, arrangement->key.debtor_id, arrangement->id, &claims, &count));
    arrangement->check_on = arrangement_check_on(arrangement, claims, count, op->business_date);
    TRY(arrangement_write_state(op, arrangement));
    return arrangement_tell(op, arrangement, kind, reason);
}

/* It is done at once: its rows are what is owed from now on. */
static status restructure(struct op *op, struct arrangement *arrangement)
{
    arrangement->state = STR("completed");
    arrangement->active_at = op_now(op);
    arrangement->counts_from = arrangement->began_on = arrangement->ended_on = op->business_date;
    TRY(arrangement_write_state(op, arrangement));
    TRY(rebook_case(op, arrangement->key, 0));
    return arrangement_tell(op, arrangement, "arrangement.restructured", STR(""));
}

static status activate(struct op *op, struct arrangement *arrangement)
{
    TRY(check_state(op, arrangement, "pending"));
    if (arrangement->rows[0].due_on < op->business_date)
        return op_fail(op, E_CONFLICT, "the first payment of the arrangement is past already");
    TRY(cancel_promises(op, arrangement->key));
    TRY(supersede_due(op, arrangement));
    if (arrangement_restructures(arrangement))
        return restructure(op, arrangement);
    return begin(op, arrangement, "arrangement.activated", STR(""));
}

status arrangement_activate(struct op *op, int64_t debtor_id, int64_t id)
{
    struct agreement of;
    TRY(agreement_take(op, debtor_id, id, &of));
    for (size_t i = 0; i < of.count; i++)
        TRY(activate(op, &of.parts[i]));
    return OK;
}

/* --- other ends --- */

static status end(struct op *op, struct arrangement *arrangement, const char *state,
                  const char *kind, str reason)
{
    arrangement->state = str_of(state);
    arrangement->check_on = DAY_NONE;
    arrangement->ended_on = op->business_date;
    TRY(arrangement_write_state(op, arrangement));
    return arrangement_tell(op, arrangement, kind, reason);
}

static status need_reason(struct op *op, str reason)
{
    return str_trim(reason).size > 0 ? OK : op_fail(op, E_INVALID, "say why");
}

status arrangement_reject(struct op *op, int64_t debtor_id, int64_t id, str reason)
{
    struct agreement of;
    TRY(agreement_take(op, debtor_id, id, &of));
    for (size_t i = 0; i < of.count; i++) {
        TRY(check_state(op, &of.parts[i], "pending"));
        TRY(end(op, &of.parts[i], "rejected", "arrangement.rejected", reason));
    }
    return OK;
}

static status check_not_built_on(struct op *op, const struct arrangement *arrangement)
{
    bool found = false;
    TRY(check_state(op, arrangement, "completed"));
    TRY(arrangement_check_alone(op, arrangement->key));
    TRY(db_query_one(op, Q_ARRANGEMENT_BUILT_ON,
                     DB_ARGS(ARG_ID(arrangement->key.debtor_id), ARG_ID(arrangement->id)), NULL,
                     NULL, &found));
    return found ? op_fail(op, E_CONFLICT, "another arrangement stands for its instalments") : OK;
}

static status cancel(struct op *op, struct arrangement *arrangement, str reason)
{
    if (str_equal_c(arrangement->state, "pending")) {
        TRY(approval_drop(op, ARRANGEMENT_SUBJECT, arrangement->id, reason));
        return end(op, arrangement, "cancelled", "arrangement.cancelled", reason);
    }
    if (arrangement_restructures(arrangement))
        TRY(check_not_built_on(op, arrangement));
    else
        TRY(check_state(op, arrangement, "active"));
    TRY(end(op, arrangement, "cancelled", "arrangement.cancelled", reason));
    return arrangement_undo(op, arrangement);
}

status arrangement_cancel(struct op *op, int64_t debtor_id, int64_t id, str reason)
{
    struct agreement of;
    TRY(need_reason(op, reason));
    TRY(agreement_take(op, debtor_id, id, &of));
    for (size_t i = 0; i < of.count; i++)
        TRY(cancel(op, &of.parts[i], reason));
    return OK;
}

static status check_unchanged(struct op *op, const struct arranged_claim *claims, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (claims[i].role == ARRANGED_SUPERSEDED && (claims[i].amount_now != claims[i].amount ||
                                                      claims[i].paid_now < claims[i].paid_before))
            return op_fail(op, E_CONFLICT,
                           "what was owed has changed since the breach: propose another one");
    return OK;
}

static status check_reinstates(struct op *op, const struct arrangement *arrangement)
{
    struct arranged_claim *claims = NULL;
    size_t count = 0;
    TRY(check_state(op, arrangement, "breached"));
    TRY(arrangement_check_alone(op, arrangement->key));
    TRY(arranged_load(op, arrangement->key.debtor_id, arrangement->id, &claims, &count));
    return check_unchanged(op, claims, count);
}

status arrangement_reinstate(struct op *op, int64_t debtor_id, int64_t id, str reason)
{
    struct agreement of;
    TRY(need_reason(op, reason));
    TRY(agreement_take(op, debtor_id, id, &of));
    for (size_t i = 0; i < of.count; i++)
        TRY(check_reinstates(op, &of.parts[i]));
    for (size_t i = 0; i < of.count; i++)
        TRY(begin(op, &of.parts[i], "arrangement.reinstated", reason));
    return OK;
}
