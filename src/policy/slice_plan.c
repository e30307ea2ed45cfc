/* Phase 3 of the close: the planned messages and work of a slice against what its decisions want.
 */
#include <inttypes.h>

#include "policy/plan_batch.h"
#include "policy/slice.h"
#include "store/db.h"

bool queue_limits_find(const struct queue_limits *limits, int64_t queue, int64_t *ret_last_rank)
{
    for (size_t i = 0; i < limits->count; i++) {
        if (limits->queue[i] == queue) {
            *ret_last_rank = limits->last_rank[i];
            return true;
        }
    }
    return false;
}

/* What the cases of a slice have planned, by key. */
struct planned_row {
    struct case_key key;
    struct planned planned;
};
struct planned_rows {
    struct planned_row *rows;
    size_t count;
    size_t capacity;
};

static struct planned *planned_of(struct op *op, struct planned_rows *list, struct case_key key)
{
    if (list->count > 0) {
        struct planned_row *const last = &list->rows[list->count - 1];
        if (case_key_compare(last->key, key) == 0)
            return &last->planned;
    }
    list->rows =
        arena_grow(op->arena, list->rows, list->count, &list->capacity, sizeof(*list->rows));
    list->rows[list->count] = (struct planned_row){key, {.leased_until = INSTANT_NONE}};
    return &list->rows[list->count++].planned;
}

static status load_messages(struct op *op, const struct slice *slice, struct planned_rows *list)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_OUTBOX_OPEN_RANGE, DB_ARGS(ARG_I64(slice->from), ARG_I64(slice->until)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const struct case_key key = {db_id(&rows, 0), db_id(&rows, 1)};
        plan_add_message(planned_of(op, list, key), db_id(&rows, 2), db_i64(&rows, 3),
                         db_text(&rows, 4));
    }
}

static status load_work(struct op *op, const struct slice *slice, struct planned_rows *list)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_WORK_ITEM_RANGE, DB_ARGS(ARG_I64(slice->from), ARG_I64(slice->until)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const struct case_key key = {db_id(&rows, 0), db_id(&rows, 1)};
        struct planned *const planned = planned_of(op, list, key);
        planned->work_item_id = db_id(&rows, 2);
        planned->queue = db_i64(&rows, 3);
        planned->work_step = db_i64(&rows, 4);
        planned->rank = db_i64(&rows, 5);
        planned->leased_until = db_instant(&rows, 6);
    }
}

/* A slice in phase 3: what it has planned, and how far the walk over it came. */
struct planning {
    struct slice_wishes *wishes;
    day run_date;
    struct plan_count *count;
    struct plan_batch batch;
    struct planned_rows messages, work;
    size_t message_at, work_at;
};

static bool is_at(const struct planned_rows *list, size_t at, struct case_key key)
{
    return at < list->count && case_key_compare(list->rows[at].key, key) == 0;
}

/* What the case has planned, of both lists, which move on. */
static struct planned take_planned(struct planning *p, struct case_key key)
{
    struct planned planned = {.leased_until = INSTANT_NONE};
    if (is_at(&p->work, p->work_at, key))
        planned = p->work.rows[p->work_at++].planned;
    if (is_at(&p->messages, p->message_at, key)) {
        const struct planned *const message = &p->messages.rows[p->message_at++].planned;
        planned.outbox_id = message->outbox_id;
        planned.outbox_step = message->outbox_step;
        planned.is_leaving = message->is_leaving;
    }
    return planned;
}

/* When events ran since phase 1 its decision may be old: it is made again, and what the event that
 * made the case carry another one has planned already is left as it is. */
static status decide_again(struct op *op, const struct planning *p, struct case_key key,
                           struct decision *decision)
{
    const day on = p->run_date + 1;
    const struct gate_count *counts = NULL;
    struct case_facts facts;
    size_t count_rows = 0;
    bool found = false;
    TRY(facts_get(op, key, &facts, &found));
    if (!found)
        return op_fail(op, E_STORE,
                       "case %" PRId64 " of debtor %" PRId64 " has no facts: run acuerdo facts "
                       "rebuild, then the close again",
                       key.case_id, key.debtor_id);
    TRY(decision_counts(op, key.debtor_id, key.case_id, on, &counts, &count_rows));
    return decision_make(op, p->wishes->policy, &facts, on, counts, count_rows, decision);
}

static status plan_one(struct op *op, struct planning *p, const struct decision *wanted)
{
    const struct case_key key = {wanted->debtor_id, wanted->case_id};
    const struct planned planned = take_planned(p, key);
    struct decision decision = *wanted;
    int64_t last_rank = INT64_MAX;
    if (p->wishes->has_events)
        TRY(decide_again(op, p, key, &decision));
    (void)queue_limits_find(p->wishes->limits, decision.queue, &last_rank);
    return plan_apply(op, &decision, &planned, p->run_date + 1, p->run_date, last_rank, &p->batch,
                      p->count);
}

/* The next case that has something planned and lies before a key; false: there is none. */
static bool next_planned(const struct planning *p, struct case_key end, struct case_key *ret_key)
{
    const struct planned_rows *const lists[] = {&p->messages, &p->work};
    const size_t at[] = {p->message_at, p->work_at};
    struct case_key first = end;
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        if (at[i] < lists[i]->count && case_key_compare(lists[i]->rows[at[i]].key, first) < 0)
            first = lists[i]->rows[at[i]].key;
    *ret_key = first;
    return case_key_compare(first, end) != 0;
}

/* What lies before a key and is not wanted. */
static status drop_until(struct op *op, struct planning *p, struct case_key end)
{
    struct case_key key;
    while (next_planned(p, end, &key)) {
        const struct decision nothing = {
            .debtor_id = key.debtor_id, .case_id = key.case_id, .next_action_on = DAY_NONE};
        TRY(plan_one(op, p, &nothing));
    }
    return OK;
}

status slice_plan(struct op *op, const struct slice *slice, day run_date,
                  struct slice_wishes *wishes, struct plan_count *count)
{
    const struct wanted *const wanted = wishes->wanted;
    struct planning p = {.wishes = wishes, .run_date = run_date, .count = count};
    TRY(load_messages(op, slice, &p.messages));
    TRY(load_work(op, slice, &p.work));
    for (; wishes->next < wanted->count && wanted->rows[wishes->next].debtor_id < slice->until;
         wishes->next++) {
        const struct decision *const row = &wanted->rows[wishes->next];
        TRY(drop_until(op, &p, (struct case_key){row->debtor_id, row->case_id}));
        TRY(plan_one(op, &p, row));
    }
    TRY(drop_until(op, &p, (struct case_key){slice->until, 0}));
    return plan_batch_write(op, &p.batch, count);
}
