/* The plans of a case and its losses, as events of its ledger. */
#include "book/case_ledger.h"
#include "store/db.h"

#define CLAIMS_OF_PLAN (ARRANGEMENT_ROWS_MAX + 2) /* rows from 1, and the discount */

static struct case_claim *find_claim(const struct case_ledger *l, int64_t id)
{
    for (size_t i = 0; i < l->claim_count; i++)
        if (l->claims[i].id == id)
            return &l->claims[i];
    return NULL;
}

/* --- reading --- */

static bool counts(const struct arrangement *arrangement)
{
    return arrangement->began_on != DAY_NONE && (str_equal_c(arrangement->state, "active") ||
                                                 str_equal_c(arrangement->state, "completed"));
}

static bool begins_before(const struct arrangement *a, const struct arrangement *b)
{
    return a->began_on != b->began_on ? a->began_on < b->began_on : a->id < b->id;
}

static status load_plans(struct op *op, struct case_ledger *l)
{
    struct arrangement *list = NULL;
    size_t count = 0;
    TRY(arrangement_list(op, l->key, &list, &count));
    l->plans = arena_array(op->arena, count + 1, sizeof(*l->plans));
    for (size_t i = 0; i < count; i++) {
        size_t at = l->plan_count;
        if (!counts(&list[i]))
            continue;
        for (; at > 0 && begins_before(&list[i], &l->plans[at - 1].arrangement); at--)
            l->plans[at] = l->plans[at - 1];
        l->plans[at] = (struct case_plan){.arrangement = list[i]};
        l->plan_count++;
    }
    return OK;
}

static status load_arranged(struct op *op, struct case_ledger *l)
{
    struct db_rows rows;
    bool has_row = false;
    if (l->plan_count == 0)
        return OK;
    for (size_t i = 0; i < l->plan_count; i++)
        l->plans[i].stand_ids =
            arena_array(op->arena, l->claim_count, sizeof(*l->plans[i].stand_ids));
    TRY(db_query(op, Q_ARRANGED_STANDING, DB_ARGS(ARG_ID(l->key.debtor_id), ARG_ID(l->key.case_id)),
                 &rows));
    for (;;) {
        struct case_plan *plan = l->plans;
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        struct case_claim *const claim = find_claim(l, db_id(&rows, 0));
        while (plan < l->plans + l->plan_count && plan->arrangement.id != db_id(&rows, 1))
            plan++;
        if (!claim || plan == l->plans + l->plan_count)
            continue;
        if (!str_equal_c(db_text(&rows, 2), "superseded")) {
            claim->made_by = (size_t)(plan - l->plans) + 1;
            claim->row = (int)db_i64(&rows, 3);
            continue;
        }
        plan->stand_ids[plan->stand_count++] = claim->id;
        if (!claim->has_entries &&
            !claim->is_made) /* of before a plan's entries: its row is what is paid of it */
            claim->parts.of[COMPONENT_PRINCIPAL] = db_i64(&rows, 4);
    }
}

static status load_losses(struct op *op, struct case_ledger *l)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    TRY(db_query(op, Q_CHARGE_OFF_LIST, DB_ARGS(ARG_ID(l->key.debtor_id), ARG_ID(l->key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if (!str_equal_c(db_text(&rows, 1), "written_off"))
            continue;
        l->losses = arena_grow(op->arena, l->losses, l->loss_count, &capacity, sizeof(*l->losses));
        l->losses[l->loss_count++] =
            (struct case_loss){db_id(&rows, 5), db_id(&rows, 0), db_day(&rows, 2)};
    }
}

status case_plans_load(struct op *op, struct case_ledger *l)
{
    TRY(load_plans(op, l));
    TRY(load_arranged(op, l));
    return load_losses(op, l);
}

/* --- telling --- */

static void number_made(struct op *op, struct case_ledger *l)
{
    for (size_t i = 0; i < l->claim_count; i++) {
        struct case_claim *const claim = &l->claims[i];
        if (claim->made_by > 0)
            claim->number = l->plans[claim->made_by - 1].claims +
                            claim->row * (int64_t)(l->debt_count + 1) + claim->debt;
    }
    for (size_t i = 0; i < l->plan_count; i++) {
        struct case_plan *const plan = &l->plans[i];
        plan->stands = arena_array(op->arena, plan->stand_count + 1, sizeof(*plan->stands));
        for (size_t k = 0; k < plan->stand_count; k++) {
            const struct case_claim *const claim = find_claim(l, plan->stand_ids[k]);
            plan->stands[k] = claim ? claim->number : 0; /* it was there when the plan was read */
        }
    }
}

static void tell_plan(struct op *op, struct case_ledger *l, struct case_plan *plan,
                      size_t *capacity)
{
    const struct arrangement *const a = &plan->arrangement;
    struct ledger_plan_row *const rows = arena_array(op->arena, a->row_count, sizeof(*rows));
    struct ledger_plan *const told = arena_array(op->arena, 1, sizeof(*told));
    for (size_t i = 0; i < a->row_count; i++)
        rows[i] = (struct ledger_plan_row){a->rows[i].due_on, a->rows[i].amount - a->interests[i]};
    *told = (struct ledger_plan){.claims = plan->stands,
                                 .claim_count = plan->stand_count,
                                 .owed = a->owed,
                                 .rows = rows,
                                 .row_count = a->row_count,
                                 .interests = arrangement_reamortises(a) ? a->interests : NULL,
                                 .discount_due_on =
                                     a->rows[a->row_count - 1].due_on + a->grace_days + 1,
                                 .stride = (int64_t)l->debt_count + 1};
    struct ledger_event *const event = case_ledger_add_event(op, l, capacity);
    event->kind = LEDGER_PLAN;
    event->value_on = a->began_on;
    event->amount = a->total - a->interest;
    event->claim = plan->claims; /* of one day the plan that was agreed on first begins first */
    event->plan = told;
    plan->event_id = event->id;
    if (!str_equal_c(a->state, "completed"))
        return;
    struct ledger_event *const waived = case_ledger_add_event(op, l, capacity);
    waived->kind = LEDGER_WAIVE;
    waived->value_on = a->ended_on;
    waived->of = plan->event_id;
}

void case_plans_tell(struct op *op, struct case_ledger *l, int64_t first_number, size_t *capacity)
{
    for (size_t i = 0; i < l->plan_count; i++)
        l->plans[i].claims = first_number + (int64_t)(i * CLAIMS_OF_PLAN * (l->debt_count + 1));
    number_made(op, l);
    for (size_t i = 0; i < l->plan_count; i++)
        tell_plan(op, l, &l->plans[i], capacity);
}

/* The claims that were in the book when somebody decided, and whatever the plans and the returns of
 * then make. */
static struct ledger_plan *claims_lost(struct op *op, const struct case_ledger *l,
                                       const struct case_loss *loss, int64_t debt)
{
    const int64_t stride = (int64_t)l->debt_count + 1;
    struct ledger_plan *const lost = arena_new(op->arena, struct ledger_plan);
    int64_t *const numbers =
        arena_array(op->arena, l->claim_count + l->money_count + l->plan_count * CLAIMS_OF_PLAN + 1,
                    sizeof(*numbers));
    size_t count = 0;
    for (size_t i = 0; i < l->claim_count; i++)
        if (l->claims[i].debt == debt && !l->claims[i].is_made && l->claims[i].return_id == 0 &&
            l->claims[i].id != 0 && l->claims[i].id < loss->id)
            numbers[count++] = l->claims[i].number;
    for (size_t i = 0; i < l->money_count; i++)
        for (size_t k = 0; l->money[i].is_return && l->money[i].id < loss->id && k < l->event_count;
             k++)
            if (l->events[k].id == l->money[i].event_id)
                numbers[count++] = l->events[k].claim + debt;
    for (size_t i = 0; i < l->plan_count; i++)
        for (int row = 1; l->plans[i].arrangement.id < loss->id && row < CLAIMS_OF_PLAN; row++)
            numbers[count++] = l->plans[i].claims + row * stride + debt;
    *lost = (struct ledger_plan){.claims = numbers, .claim_count = count};
    return lost;
}

void case_losses_tell(struct op *op, struct case_ledger *l, size_t *capacity)
{
    for (size_t k = 0; k < l->loss_count; k++)
        for (size_t d = 0; d < l->debt_count; d++) {
            if (l->debts[d] != l->losses[k].obligation_id)
                continue;
            struct ledger_event *const event = case_ledger_add_event(op, l, capacity);
            event->kind = LEDGER_WRITE_OFF;
            event->value_on = l->losses[k].on;
            event->debt = (int64_t)d + 1;
            event->plan = claims_lost(op, l, &l->losses[k], event->debt);
            for (size_t i = 0; i < l->claim_count; i++)
                l->claims[i].is_written_off |= l->claims[i].obligation_id == l->debts[d];
        }
}
