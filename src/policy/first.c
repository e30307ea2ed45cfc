#include "policy/first.h"

#include "base/ids.h"
#include "policy/plan.h"
#include "policy/plan_batch.h"
#include "store/gather.h"

/* A case on its way: all are decided before anything is written, lest a question of a table for
 * their attributes has the rows of the others written one by one. */
struct first {
    const struct unit_debtor *debtor;
    struct unit_case *made;
    struct case_facts facts;
    struct decision decision;
    const char *state; /* of the case: what it becomes */
    day closed_on;
};

#define QUEUES_MAX 16 /* asked for once; a strategy has fewer */

/* How far the work of each queue is planned, as it was read. */
struct ranks {
    int64_t queues[QUEUES_MAX];
    int64_t last_ranks[QUEUES_MAX];
    int count;
};

static status read_number(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static status ask_rank(struct op *op, int64_t queue, int64_t *ret_rank)
{
    bool found = false;
    *ret_rank = INT64_MAX; /* where nobody has counted yet */
    return db_query_one(op, Q_QUEUE_PLAN_GET, DB_ARGS(ARG_I64(queue), ARG_DAY(op->business_date)),
                        read_number, ret_rank, &found);
}

static status last_rank_of(struct op *op, struct ranks *known, int64_t queue, int64_t *ret_rank)
{
    *ret_rank = INT64_MAX;
    if (queue == 0)
        return OK;
    for (int i = 0; i < known->count; i++) {
        if (known->queues[i] == queue) {
            *ret_rank = known->last_ranks[i];
            return OK;
        }
    }
    TRY(ask_rank(op, queue, ret_rank));
    if (known->count < QUEUES_MAX) {
        known->queues[known->count] = queue;
        known->last_ranks[known->count++] = *ret_rank;
    }
    return OK;
}

/* The address that a message goes to: by priority, then the first one; none is verified yet. */
static int64_t email_of(const struct unit_debtor *debtor)
{
    const struct unit_point *best = NULL;
    for (size_t i = 0; i < debtor->point_count; i++) {
        const struct unit_point *const point = &debtor->points[i];
        if (str_equal_c(point->kind, "email") &&
            (!best || point->priority < best->priority ||
             (point->priority == best->priority && point->id < best->id)))
            best = point;
    }
    return best ? best->id : 0;
}

/* The row of a case that waits takes its state with it; one that is written already follows. */
static status set_states(struct op *op, const struct first *list, size_t count)
{
    enum { STATE_ARGS = 5 };
    struct db_arg *const rows = arena_array(op->arena, count * STATE_ARGS, sizeof(*rows));
    size_t late = 0;
    for (size_t i = 0; i < count; i++) {
        struct unit_case *const made = list[i].made;
        if (!made->is_written) {
            made->state = list[i].state;
            made->closed_on = list[i].closed_on;
            continue;
        }
        const struct db_arg row[STATE_ARGS] = {ARG_ID(made->debtor_id), ARG_ID(made->id),
                                               ARG_TEXT_C(list[i].state),
                                               ARG_DAY(list[i].closed_on), ARG_INSTANT(op_now(op))};
        memcpy(rows + late++ * STATE_ARGS, row, sizeof(row));
    }
    return late > 0 ? db_run_many(op, Q_CASE_STATE_FOLLOW, rows, STATE_ARGS, late, NULL) : OK;
}

static status decide(struct op *op, const struct policy *policy, struct first *first)
{
    TRY(facts_of_new(op, first->debtor, first->made, op->business_date, &first->facts));
    return decision_make(op, policy, &first->facts, op->business_date, NULL, 0, &first->decision);
}

static status add_work(struct op *op, const struct decision *d)
{
    return db_insert(op, Q_WORK_ITEM_INSERT_FIRST,
                     DB_ARGS(ARG_ID(id_make()), ARG_ID(d->debtor_id), ARG_ID(d->case_id),
                             ARG_I64(d->queue), ARG_I64(d->step), ARG_DAY(op->business_date),
                             ARG_I64(d->priority), ARG_I64(d->rank), ARG_TEXT(STR("ready")),
                             ARG_TEXT(STR("")), ARG_INSTANT(op_now(op))));
}

static status add_message(struct op *op, const struct decision *d, int64_t point_id)
{
    const day on = op->business_date;
    const struct db_arg now = ARG_INSTANT(op_now(op));
    str template;
    str rule;
    TRY(plan_message_texts(op, d, point_id, &template, &rule));
    return db_insert(op, Q_OUTBOX_INSERT_FIRST,
                     DB_ARGS(ARG_ID(id_make()), ARG_ID(d->debtor_id), ARG_ID(d->case_id),
                             ARG_ID(d->debtor_id), ARG_ID(point_id), ARG_I64(d->channel),
                             ARG_I64(d->step), ARG_TEXT(template), ARG_I64(d->notice_level),
                             ARG_DAY(on), ARG_DAY(on - 1), ARG_TEXT(STR("queued")),
                             ARG_INSTANT(d->not_before), ARG_I64(0), ARG_TEXT(rule), now, now));
}

/* What plan_case does for a case that may have something planned already. */
static status plan(struct op *op, const struct first *first, struct ranks *known)
{
    const struct decision *const d = &first->decision;
    int64_t last_rank = 0;
    TRY(last_rank_of(op, known, d->queue, &last_rank));
    if (plan_wants_work(d, op->business_date) && d->rank <= last_rank)
        TRY(add_work(op, d));
    return plan_wants_message(d) ? add_message(op, d, email_of(first->debtor)) : OK;
}

static status write(struct op *op, struct first *first, struct ranks *known)
{
    TRY(facts_insert(op, &first->facts));
    TRY(decision_carry_first(op, &first->facts, &first->decision, "event", &first->state,
                             &first->closed_on));
    return plan(op, first, known);
}

status first_decide(struct op *op, const struct policy *policy, const struct case_key *keys,
                    size_t count, struct case_key **ret_rest, size_t *ret_rest_count)
{
    struct ranks ranks = {.count = 0};
    struct first *const list = arena_array(op->arena, count, sizeof(*list));
    struct case_key *const rest = arena_array(op->arena, count, sizeof(*rest));
    size_t made_count = 0;
    size_t rest_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct unit_case *const made = unit_find_case(op, keys[i]);
        if (!made) {
            rest[rest_count++] = keys[i];
            continue;
        }
        struct first *const first = &list[made_count++];
        first->made = made;
        first->debtor = unit_find_debtor(op, keys[i].debtor_id);
        TRY(decide(op, policy, first));
    }
    for (size_t i = 0; i < made_count; i++)
        TRY(write(op, &list[i], &ranks));
    TRY(set_states(op, list, made_count));
    *ret_rest = rest;
    *ret_rest_count = rest_count;
    return OK;
}
