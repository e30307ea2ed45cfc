#include "policy/close.h"

#include <stdlib.h>
#include <time.h>

#include "base/crypto.h"
#include "policy/commit.h"
#include "policy/slice.h"
#include "policy/strategy.h"
#include "record/organisation.h"
#include "record/symbol.h"
#include "store/db.h"

#ifndef ACUERDO_VERSION
#define ACUERDO_VERSION "0.1.0"
#endif

/* Time on a clock that only moves forward, for the report of stages: no rule reads it. */
static instant stopwatch(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (instant)now.tv_sec * INSTANT_PER_SECOND + now.tv_nsec / 1000;
}

struct run_row {
    bool is_released;
    int phase;
};

static status read_run(struct op *op, struct db_rows *row, void *out)
{
    struct run_row *const run = out;
    (void)op;
    run->is_released = str_equal(db_text(row, 0), STR("released"));
    run->phase = (int)db_i64(row, 1);
    return OK;
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

/* Cuts the debtors into slices of about CLOSE_SLICE_CASES; the last one is open to the right. */
static status cut_slices(struct op *op, day date)
{
    int64_t from = 0;
    for (int slice = 0;; slice++) {
        int64_t next = 0;
        bool found = false;
        TRY(db_query_one(op, Q_DEBTOR_STEP, DB_ARGS(ARG_I64(from), ARG_I64(CLOSE_SLICE_CASES)),
                         read_id, &next, &found));
        if (found && next == from)
            next++; /* one debtor with more cases than a slice: it stays whole */
        TRY(db_run(op, Q_CLOSE_SLICE_INSERT,
                   DB_ARGS(ARG_DAY(date), ARG_I64(slice), ARG_I64(from),
                           ARG_I64(found ? next : INT64_MAX)),
                   NULL));
        if (!found)
            return OK;
        from = next;
    }
}

static status check_date(struct op *op, const struct policy *policy, day date)
{
    char asked[DAY_TEXT_SIZE];
    char other[DAY_TEXT_SIZE];
    const day today = zone_to_local(policy->zone, op_now(op)).day;
    if (date != op->business_date)
        return op_fail(op, E_CONFLICT, "the open business date is %s: close it before %s",
                       day_format(op->business_date, other), day_format(date, asked));
    if (date > today && !policy->organisation.is_test)
        return op_fail(op, E_REFUSED,
                       "%s is in the future (today is %s); only a store made with --test may close "
                       "it",
                       day_format(date, asked), day_format(today, other));
    return OK;
}

/* Makes the run and opens the next business date in one transaction. */
static status start_run(struct op *op, const struct policy *policy, day date)
{
    TRY(check_date(op, policy, date));
    TRY(db_run(op, Q_CLOSE_RUN_INSERT,
               DB_ARGS(ARG_DAY(date), ARG_ID(policy->strategy_id), ARG_TEXT(STR(ACUERDO_VERSION)),
                       ARG_INSTANT(op_now(op))),
               NULL));
    TRY(cut_slices(op, date));
    return organisation_set_open_date(op, date + 1);
}

static status load_slices(struct op *op, day date, struct slice **ret_slices, size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct slice *slices = NULL;
    TRY(db_query(op, Q_CLOSE_SLICE_LIST, DB_ARGS(ARG_DAY(date)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        slices = arena_grow(op->arena, slices, count, &capacity, sizeof(*slices));
        slices[count++] = (struct slice){.number = (int)db_i64(&rows, 0),
                                         .from = db_i64(&rows, 1),
                                         .until = db_i64(&rows, 2),
                                         .phase_done = (int)db_i64(&rows, 3)};
    }
    *ret_slices = slices;
    *ret_count = count;
    return OK;
}

static int compare_ranks(const void *left, const void *right)
{
    const int64_t a = *(const int64_t *)left;
    const int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* The ranks of one queue, best first, against what its people can do. */
static status rank_queue(struct op *op, const struct policy *policy, day on,
                         const struct wanted *wanted, int64_t queue, int64_t *ret_last_rank)
{
    str name;
    size_t count = 0;
    int64_t *const ranks = arena_array(op->arena, wanted->count, sizeof(*ranks));
    TRY(symbol_text(op, queue, &name));
    const int64_t capacity = policy_capacity(policy, name);
    for (size_t i = 0; i < wanted->count; i++)
        if (wanted->rows[i].queue == queue && plan_wants_work(&wanted->rows[i], on))
            ranks[count++] = wanted->rows[i].rank;
    *ret_last_rank = INT64_MAX;
    if ((int64_t)count > capacity) {
        qsort(ranks, count, sizeof(*ranks), compare_ranks);
        *ret_last_rank = capacity > 0 ? ranks[capacity - 1] : -1;
    }
    return db_run(op, Q_QUEUE_PLAN_PUT,
                  DB_ARGS(ARG_DAY(on), ARG_I64(queue), ARG_I64(count), ARG_I64(capacity),
                          ARG_I64(*ret_last_rank)),
                  NULL);
}

/* Phase 2: every queue that anybody wants, in one transaction. */
static status rank_all(struct op *op, const struct policy *policy, day on,
                       const struct wanted *wanted, struct queue_limits *limits)
{
    TRY(db_begin(op, DB_WRITE));
    for (size_t i = 0; i < wanted->count; i++) {
        const int64_t queue = wanted->rows[i].queue;
        int64_t last_rank = 0;
        if (queue == 0 || queue_limits_find(limits, queue, &last_rank))
            continue;
        if (limits->count == QUEUES_MAX)
            return op_fail(op, E_LIMIT, "the strategy names more than %d queues", QUEUES_MAX);
        TRY(rank_queue(op, policy, on, wanted, queue, &last_rank));
        limits->queue[limits->count] = queue;
        limits->last_rank[limits->count++] = last_rank;
    }
    return OK;
}

struct closing {
    struct op *op;
    const struct policy *policy;
    const struct close_progress *progress;
    struct close_result *result;
    day date;
    struct slice *slices;
    size_t slice_count;
    struct wanted wanted;
};

static void tell(const struct closing *closing, int phase, size_t done)
{
    if (closing->progress && closing->progress->tell)
        closing->progress->tell(closing->progress->context, closing->date, phase, (int64_t)done,
                                (int64_t)closing->slice_count);
}

/* What a slice adds to the run stands in its own transaction, so a resumed run counts each once. */
static status add_to_run(struct closing *closing, const struct slice_count *count)
{
    const bool is_first = count->is_first_time;
    struct close_result *const result = closing->result;
    result->cases += count->cases;
    result->digest += count->digest;
    return db_run(closing->op, Q_CLOSE_RUN_ADD,
                  DB_ARGS(ARG_DAY(closing->date), ARG_I64(is_first ? count->cases : 0),
                          ARG_I64(count->fact_rows), ARG_I64(count->decision_rows),
                          ARG_I64(count->plan.messages), ARG_I64(count->plan.work)),
                  NULL);
}

static status phase_decide(struct closing *closing)
{
    struct op *const op = closing->op;
    for (size_t i = 0; i < closing->slice_count; i++) {
        struct slice_count count = {0};
        struct slice *const slice = &closing->slices[i];
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(db_begin(op, DB_WRITE));
        count.is_first_time = slice->phase_done < 1;
        TRY(slice_decide(op, closing->policy, slice, closing->date + 1, &closing->wanted, &count));
        if (count.is_first_time)
            TRY(db_run(op, Q_CLOSE_SLICE_DONE,
                       DB_ARGS(ARG_DAY(closing->date), ARG_I64(slice->number), ARG_I64(1),
                               ARG_I64(count.cases), ARG_I64((int64_t)count.digest)),
                       NULL));
        TRY(add_to_run(closing, &count));
        TRY(db_commit(op));
        arena_release(op->arena, mark);
        tell(closing, 1, i + 1);
    }
    return OK;
}

static status phase_rank(struct closing *closing, struct queue_limits *limits)
{
    struct op *const op = closing->op;
    TRY(rank_all(op, closing->policy, closing->date + 1, &closing->wanted, limits));
    TRY(db_run(op, Q_CLOSE_RUN_PHASE, DB_ARGS(ARG_DAY(closing->date), ARG_I64(3)), NULL));
    TRY(db_commit(op));
    tell(closing, 2, closing->slice_count);
    return OK;
}

static status phase_plan(struct closing *closing, const struct queue_limits *limits)
{
    struct op *const op = closing->op;
    size_t next = 0;
    for (size_t i = 0; i < closing->slice_count; i++) {
        struct slice_count count = {0};
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(db_begin(op, DB_WRITE));
        TRY(slice_plan(op, &closing->slices[i], closing->date, &closing->wanted, &next, limits,
                       &count.plan));
        TRY(add_to_run(closing, &count));
        TRY(db_commit(op));
        arena_release(op->arena, mark);
        tell(closing, 3, i + 1);
    }
    return OK;
}

static status read_result(struct op *op, struct db_rows *row, void *out)
{
    struct close_result *const result = out;
    (void)op;
    result->cases = db_i64(row, 1);
    result->fact_rows = db_i64(row, 2);
    result->decision_rows = db_i64(row, 3);
    result->messages = db_i64(row, 4);
    result->work = db_i64(row, 5);
    return OK;
}

static status read_digest(struct op *op, day date, uint64_t *ret_digest)
{
    struct db_rows rows;
    bool has_row = false;
    *ret_digest = 0;
    TRY(db_query(op, Q_CLOSE_DIGEST, DB_ARGS(ARG_DAY(date)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        *ret_digest += (uint64_t)db_i64(&rows, 1);
    }
}

static status show_run(struct op *op, day date, struct close_result *result)
{
    bool found = false;
    TRY(db_query_one(op, Q_CLOSE_RUN_SHOW, DB_ARGS(ARG_DAY(date)), read_result, result, &found));
    return read_digest(op, date, &result->digest);
}

static status run_phases(struct closing *closing)
{
    struct op *const op = closing->op;
    struct queue_limits limits = {0};
    const instant started = stopwatch();
    closing->wanted.arena = arena_create();
    arena_defer(op->arena, (void (*)(void *))arena_destroy, closing->wanted.arena);
    TRY(load_slices(op, closing->date, &closing->slices, &closing->slice_count));
    TRY(phase_decide(closing));
    const instant decided = stopwatch();
    TRY(phase_rank(closing, &limits));
    const instant ranked = stopwatch();
    TRY(phase_plan(closing, &limits));
    TRY(db_begin(op, DB_WRITE));
    TRY(change_forget(op));
    TRY(db_run(op, Q_CLOSE_RUN_RELEASE, DB_ARGS(ARG_DAY(closing->date), ARG_INSTANT(op_now(op))),
               NULL));
    TRY(db_commit(op));
    closing->result->stage_us[0] = decided - started;
    closing->result->stage_us[1] = ranked - decided;
    closing->result->stage_us[2] = stopwatch() - ranked;
    return OK;
}

/* Begins the run of a date, or finds that it was begun or done before. */
static status open_run(struct op *op, day date, const struct policy **ret_policy,
                       bool *ret_is_released)
{
    struct run_row run = {0};
    bool found = false;
    TRY(db_begin(op, DB_WRITE));
    TRY(organisation_read_date(op)); /* another process may have closed meanwhile */
    TRY(policy_get(op, ret_policy));
    TRY(db_query_one(op, Q_CLOSE_RUN_GET, DB_ARGS(ARG_DAY(date)), read_run, &run, &found));
    if (!found)
        TRY(start_run(op, *ret_policy, date));
    *ret_is_released = run.is_released;
    return db_commit(op);
}

status close_day(struct op *op, day date, const struct close_progress *progress,
                 struct close_result *ret_result)
{
    struct close_result result = {.date = date};
    const struct policy *policy = NULL;
    TRY(open_run(op, date, &policy, &result.was_closed));
    if (!result.was_closed) {
        struct closing closing = {
            .op = op, .policy = policy, .progress = progress, .result = &result, .date = date};
        TRY(run_phases(&closing));
    }
    TRY(show_run(op, date, &result));
    *ret_result = result;
    return OK;
}

static status read_date(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(day *)out = db_day(row, 0);
    return OK;
}

status close_unreleased(struct op *op, day *ret_date)
{
    day date = DAY_NONE;
    bool found = false;
    TRY(db_query_one(op, Q_CLOSE_RUN_UNRELEASED, DB_NO_ARGS, read_date, &date, &found));
    *ret_date = date;
    return OK;
}

status facts_rebuild(struct op *op, int64_t *ret_cases, int64_t *ret_changed)
{
    struct case_key *keys = NULL;
    size_t count = 0;
    *ret_changed = 0;
    TRY(slice_keys(op, 0, INT64_MAX, &keys, &count));
    for (size_t i = 0; i < count; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        struct case_facts facts;
        bool written = false;
        TRY(facts_compute(op, keys[i], op->business_date, &facts));
        TRY(facts_put(op, &facts, &written));
        touch_clear(op);
        *ret_changed += written;
        arena_release(op->arena, mark);
    }
    *ret_cases = (int64_t)count;
    return OK;
}
