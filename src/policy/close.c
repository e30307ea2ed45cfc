#include "policy/close.h"

#include <stdlib.h>
#include <time.h>

#include "base/crypto.h"
#include "base/shared.h"
#include "base/version.h"
#include "policy/ahead.h"
#include "policy/arrangements_due.h"
#include "policy/commit.h"
#include "policy/interest_due.h"
#include "policy/ranking.h"
#include "policy/resident.h"
#include "policy/slice.h"
#include "policy/strategy.h"
#include "record/audit_root.h"
#include "record/organisation.h"
#include "record/symbol.h"
#include "store/db.h"

/* A slice waits seconds for other writers before it gives up; an import may hold them for longer.
 */
#define SLICE_TRIES 20

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

/* Cuts the debtors into slices of about slice_cases; the last one is open to the right. */
static status cut_slices(struct op *op, day date, int slice_cases)
{
    int64_t from = 0;
    for (int slice = 0;; slice++) {
        int64_t next = 0;
        bool found = false;
        TRY(db_query_one(op, Q_DEBTOR_STEP, DB_ARGS(ARG_I64(from), ARG_I64(slice_cases)), read_id,
                         &next, &found));
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

static status check_date(struct op *op, const struct policy *policy, day date)
{
    char asked[DAY_TEXT_SIZE];
    char other[DAY_TEXT_SIZE];
    const day today = zone_to_local(policy->zone, op_now(op)).day;
    day unreleased = DAY_NONE;
    if (date < op->business_date)
        return op_fail(op, E_CONFLICT, "%s lies before the first date of this store",
                       day_format(date, asked));
    if (date > op->business_date)
        return op_fail(op, E_CONFLICT, "the open business date is %s: close it before %s",
                       day_format(op->business_date, other), day_format(date, asked));
    TRY(close_unreleased(op, &unreleased));
    if (unreleased != DAY_NONE)
        return op_fail(op, E_CONFLICT,
                       "the close of %s has begun and is not finished: run it first",
                       day_format(unreleased, other));
    if (date > today && !policy->organisation.is_test)
        return op_fail(op, E_REFUSED,
                       "%s is in the future (today is %s); only a store made with --test may close "
                       "it",
                       day_format(date, asked), day_format(today, other));
    return OK;
}

/* Makes the run and opens the next business date in one transaction; what decides on that day is
 * the policy from here on. */
static status start_run(struct op *op, day date, const struct close_options *options,
                        const struct policy **ret_policy)
{
    const struct policy *policy = *ret_policy;
    TRY(check_date(op, policy, date));
    TRY(organisation_set_open_date(op, date + 1));
    TRY(strategy_retire_past(op));
    TRY(policy_prepare_day(op, &policy));
    *ret_policy = policy;
    TRY(db_run(op, Q_CLOSE_RUN_INSERT,
               DB_ARGS(ARG_DAY(date), ARG_ID(policy->strategy_id), ARG_TEXT(STR(ACUERDO_VERSION)),
                       ARG_TEXT_C(packs_digest(op)), ARG_INSTANT(op_now(op))),
               NULL));
    return cut_slices(op, date,
                      options->slice_cases > 0 ? options->slice_cases : CLOSE_SLICE_CASES);
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

static const struct close_options no_options = {0};

struct closing {
    struct op *op;
    const struct policy *policy;
    const struct close_options *options;
    day date;
    struct slice *slices;
    size_t slice_count;
    struct ahead *ahead; /* NULL: this thread is alone */
    int64_t ahead_since; /* change_total when the next slice was asked for */
    bool is_ahead;       /* the present slice was read by the other thread */
    bool reads_itself;   /* the present slice, as what the other thread read has failed */
    struct wanted wanted;
    struct queue_limits limits;
    struct slice_wishes wishes;
    bool is_overtaken;    /* another process has released the run meanwhile */
    int64_t change_total; /* where the change sequence stands when nobody else changes a case */
    const struct resident_view *view; /* of the beginning of phase 1; NULL: none to be believed */
    int64_t from_memory;              /* slices that were read so */
};

static void tell(const struct closing *closing, int phase, size_t done)
{
    if (closing->options->tell)
        closing->options->tell(closing->options->context, closing->date, phase, (int64_t)done,
                               (int64_t)closing->slice_count);
}

static status add_to_run(struct closing *closing, const struct slice_count *count)
{
    return db_run(closing->op, Q_CLOSE_RUN_ADD,
                  DB_ARGS(ARG_DAY(closing->date), ARG_I64(count->cases), ARG_I64(count->fact_rows),
                          ARG_I64(count->decision_rows), ARG_I64(count->plan.messages),
                          ARG_I64(count->plan.work)),
                  NULL);
}

/* What the other thread read of the slice, unless somebody changed a case since: all changes since
 * then must be this close's own. */
static status take_ahead(struct closing *closing, const struct slice *slice,
                         const struct slice_found **ret_found)
{
    int64_t before = 0;
    struct change_total now = {0};
    const struct slice_found *const found = closing->ahead && !closing->reads_itself
                                                ? ahead_take(closing->ahead, slice, &before)
                                                : NULL;
    if (found)
        TRY(change_total(closing->op, &now));
    closing->is_ahead = found && now.total - before == closing->change_total - closing->ahead_since;
    *ret_found = closing->is_ahead ? found : NULL;
    return OK;
}

static struct slice_source source_of(const struct closing *closing)
{
    return (struct slice_source){closing->view, closing->change_total};
}

static void ask_next(struct closing *closing, const struct slice *slice)
{
    const struct slice *const next = slice + 1;
    const struct slice_source source = source_of(closing);
    if (!closing->ahead || next == closing->slices + closing->slice_count)
        return;
    closing->ahead_since = closing->change_total;
    ahead_ask(closing->ahead, next, &source);
}

/* The instant that parts what this slice knows from what it does not, for a later replay: after all
 * that has been committed, and nothing that is recorded later may carry it.  No event commits
 * before the slice does, and clocks of other machines are of no account. */
static status take_known(struct op *op, instant *ret_known_at)
{
    struct change_total changes = {0};
    instant known_at = op->clock.now(op->clock.context);
    TRY(change_total(op, &changes));
    TRY(organisation_read_date(op)); /* op->floor lies after the last slice */
    if (known_at < op->floor)
        known_at = op->floor;
    if (known_at < changes.last_at)
        known_at = changes.last_at;
    *ret_known_at = known_at;
    return organisation_set_known(op, known_at);
}

static status slice_done(struct op *op, day date, const struct policy *policy,
                         const struct slice *slice, const struct slice_count *count,
                         instant known_at, bool *ret_is_first)
{
    int64_t changed = 0;
    const str sums = {(const char *)count->sums.facts, sizeof(count->sums.facts)};
    TRY(db_run(op, Q_CLOSE_SLICE_DONE,
               DB_ARGS(ARG_DAY(date), ARG_I64(slice->number), ARG_I64(1), ARG_I64(count->cases),
                       ARG_I64((int64_t)count->sums.decisions), ARG_INSTANT(known_at),
                       ARG_ID(policy->strategy_id), ARG_BLOB(sums)),
               &changed));
    *ret_is_first = changed == 1;
    return OK;
}

/* Phase 1 of a slice.  What it adds to the run stands in its own transaction, once, so a resumed
 * run counts each slice once. */
static status decide_slice(struct closing *closing, const struct slice *slice)
{
    struct op *const op = closing->op;
    const day on = closing->date + 1;
    const struct slice_source source = source_of(closing);
    const struct slice_found *found = NULL;
    struct slice_found own;
    struct slice_count count = {0};
    instant known_at = INSTANT_NONE;
    bool is_first = false;
    TRY(take_known(op, &known_at));
    TRY(take_ahead(closing, slice, &found));
    ask_next(closing, slice);
    if (!found) {
        TRY(slice_read(op, closing->policy, slice, on, &source, &own));
        found = &own;
    }
    TRY(slice_write(op, closing->policy, on, found, &closing->wanted, &count));
    TRY(slice_done(op, closing->date, closing->policy, slice, &count, known_at, &is_first));
    if (!is_first)
        count.cases = 0;
    closing->change_total += count.changes;
    closing->from_memory += found->is_from_memory;
    return add_to_run(closing, &count);
}

static status rank_slices(struct closing *closing, const struct slice *slice)
{
    (void)slice; /* one ranking over all */
    TRY(ranking_make(closing->op, closing->policy, closing->date + 1, &closing->wanted,
                     &closing->limits));
    return db_run(closing->op, Q_CLOSE_RUN_PHASE, DB_ARGS(ARG_DAY(closing->date), ARG_I64(3)),
                  NULL);
}

static status plan_slice(struct closing *closing, const struct slice *slice)
{
    struct slice_count count = {0};
    struct change_total changes = {0};
    TRY(change_total(closing->op, &changes));
    closing->wishes.has_events = changes.total != closing->change_total;
    TRY(slice_plan(closing->op, slice, closing->date, &closing->wishes, &count.plan));
    return add_to_run(closing, &count);
}

static status release(struct closing *closing, const struct slice *slice)
{
    (void)slice;
    TRY(change_forget(closing->op));
    return db_run(closing->op, Q_CLOSE_RUN_RELEASE,
                  DB_ARGS(ARG_DAY(closing->date), ARG_INSTANT(op_now(closing->op))), NULL);
}

typedef status slice_work(struct closing *closing, const struct slice *slice);

/* The release is the promise that all is there: it comes to the disk after all before it. */
static status commit_slice(struct op *op, slice_work *work)
{
    return work == release ? db_commit(op) : db_commit_later(op);
}

/* One transaction that no event and no other slice runs beside. */
static status run_alone(struct closing *closing, slice_work *work, const struct slice *slice)
{
    struct op *const op = closing->op;
    struct run_row run = {0};
    bool found = false;
    TRY(db_begin(op, DB_WRITE));
    TRY(db_query_one(op, Q_OPEN_DATE_TAKE, DB_NO_ARGS, NULL, NULL, &found));
    TRY(db_query_one(op, Q_CLOSE_RUN_GET, DB_ARGS(ARG_DAY(closing->date)), read_run, &run, &found));
    closing->is_overtaken = run.is_released;
    if (!run.is_released)
        TRY(work(closing, slice));
    return commit_slice(op, work);
}

/* Whether a slice that failed is tried again: when another writer was in the way, and by itself
 * when somebody wrote evidence, which is no change of a case, after the other thread had read it.
 */
static bool is_worth_another_try(struct closing *closing, status code)
{
    const bool is_stale = code == E_CONFLICT && closing->is_ahead;
    closing->reads_itself |= is_stale;
    return code == E_BUSY || is_stale;
}

static void take_back(struct closing *closing, const struct closing *before)
{
    closing->wanted.count = before->wanted.count;
    closing->wishes = before->wishes;
    closing->change_total = before->change_total;
    closing->from_memory = before->from_memory;
}

/* In a transaction of its own, or in a few when somebody is in the way. */
static status run_slice(struct closing *closing, slice_work *work, const struct slice *slice)
{
    struct op *const op = closing->op;
    const struct arena_mark mark = arena_mark(op->arena);
    const struct closing before = *closing;
    status code = OK;
    closing->reads_itself = false;
    for (int tries = 0; tries < SLICE_TRIES; tries++) {
        closing->is_ahead = false;
        code = run_alone(closing, work, slice);
        if (code == OK) {
            arena_release(op->arena, mark);
            return OK;
        }
        db_rollback(op);
        touch_clear(op); /* the list lies in what is released below */
        if (!is_worth_another_try(closing, code))
            return code;
        if (tries + 1 < SLICE_TRIES)
            op_clear(op);
        arena_release(op->arena, mark);
        take_back(closing, &before);
    }
    return code;
}

static status run_phase(struct closing *closing, int phase, slice_work *work)
{
    for (size_t i = 0; i < closing->slice_count && !closing->is_overtaken; i++) {
        TRY(run_slice(closing, work, &closing->slices[i]));
        tell(closing, phase, i + 1);
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

static void let_go(void *view)
{
    shared_drop(view);
}

/* All cases as they are now, when somebody keeps them in memory and nobody changes one meanwhile;
 * whatever goes wrong here only costs the reading. */
static void take_view(struct closing *closing)
{
    struct op probe = *closing->op;
    struct resident *const resident = closing->options->resident;
    op_clear(&probe);
    if (!resident || resident_stats(resident).loads == 0)
        return;
    if (policy_any_reads_obligations(closing->policy))
        resident_ask_claims(resident);
    if (resident_refresh(&probe, resident) != OK)
        return;
    const struct resident_view *const view = resident_take(resident);
    arena_defer(closing->op->arena, let_go, (void *)(uintptr_t)view);
    closing->view = view;
}

/* Phase 1, with another thread that reads ahead when there is anything to read ahead. */
static status decide_all(struct closing *closing)
{
    struct op *const op = closing->op;
    struct change_total changes = {0};
    take_view(closing);
    TRY(change_total(op, &changes));
    closing->change_total = changes.total;
    if (closing->view && closing->view->changes != changes.total)
        closing->view = NULL;
    if (closing->options->threads != 1 && closing->slice_count > 1)
        closing->ahead = ahead_start(op, closing->policy, closing->date + 1);
    const status code = run_phase(closing, 1, decide_slice);
    ahead_stop(closing->ahead);
    closing->ahead = NULL;
    return code;
}

static status run_phases(struct closing *closing, struct close_result *result)
{
    struct op *const op = closing->op;
    const instant started = stopwatch();
    closing->wanted.arena = arena_create();
    arena_defer(op->arena, (void (*)(void *))arena_destroy, closing->wanted.arena);
    closing->wishes =
        (struct slice_wishes){closing->policy, &closing->wanted, 0, &closing->limits, false};
    TRY(arrangements_review_due(op));
    TRY(interest_accrue_due(op, &result->interest_cases));
    TRY(load_slices(op, closing->date, &closing->slices, &closing->slice_count));
    TRY(decide_all(closing));
    const instant decided = stopwatch();
    TRY(run_slice(closing, rank_slices, NULL));
    tell(closing, 2, closing->slice_count);
    const instant ranked = stopwatch();
    TRY(run_phase(closing, 3, plan_slice));
    TRY(run_slice(closing, release, NULL));
    result->slices_from_memory = closing->from_memory;
    result->stage_us[0] = decided - started;
    result->stage_us[1] = ranked - decided;
    result->stage_us[2] = stopwatch() - ranked;
    return OK;
}

/* Begins the run of a date, or finds that it was begun or done before. */
static status open_run(struct op *op, day date, const struct close_options *options,
                       const struct policy **ret_policy, bool *ret_is_released)
{
    struct run_row run = {0};
    bool found = false;
    TRY(db_begin(op, DB_WRITE));
    TRY(organisation_take_date(op)); /* another process may have closed meanwhile */
    TRY(policy_get(op, ret_policy));
    TRY(db_query_one(op, Q_CLOSE_RUN_GET, DB_ARGS(ARG_DAY(date)), read_run, &run, &found));
    if (!found)
        TRY(start_run(op, date, options, ret_policy));
    *ret_is_released = run.is_released;
    return db_commit(op);
}

static status close_or_find(struct op *op, day date, const struct close_options *options,
                            struct close_result *result)
{
    const struct policy *policy = NULL;
    const day before = op->business_date;
    const status code = open_run(op, date, options, &policy, &result->was_closed);
    if (code != OK) {
        op->business_date = before;
        return code;
    }
    if (!result->was_closed) {
        struct closing *const closing = arena_new(op->arena, struct closing);
        closing->op = op;
        closing->policy = policy;
        closing->options = options;
        closing->date = date;
        TRY(run_phases(closing, result));
    }
    const instant released = stopwatch();
    TRY(audit_sign_days(op, &result->days_signed)); /* of a run that was killed here, too */
    result->sign_us = stopwatch() - released;
    return show_run(op, date, result);
}

status close_day(struct op *op, day date, const struct close_options *options,
                 struct close_result *ret_result)
{
    struct close_result result = {.date = date};
    const struct close_options *const how = options ? options : &no_options;
    resident_storm_begin(how->resident);
    const status code = close_or_find(op, date, how, &result);
    resident_storm_end(how->resident);
    if (code != OK) {
        db_rollback(op);
        touch_clear(op);
        return code;
    }
    *ret_result = result;
    return OK;
}

status facts_rebuild(struct op *op, int64_t *ret_cases, int64_t *ret_changed)
{
    struct case_key *keys = NULL;
    size_t count = 0;
    size_t changed = 0;
    TRY(slice_keys(op, 0, INT64_MAX, &keys, &count));
    for (size_t i = 0; i < count; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        struct case_facts facts;
        bool written = false;
        TRY(facts_compute(op, keys[i], op->business_date, &facts));
        TRY(facts_put(op, &facts, &written));
        touch_clear(op);
        if (written)
            keys[changed++] = keys[i]; /* to be noted: it is past already */
        arena_release(op->arena, mark);
    }
    *ret_cases = (int64_t)count;
    *ret_changed = (int64_t)changed;
    return change_note(op, keys, changed);
}
