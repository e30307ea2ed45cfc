#include "policy/replay.h"

#include <inttypes.h>

#include "book/touch.h"
#include "policy/past.h"
#include "policy/slice.h"
#include "policy/spell.h"
#include "store/db.h"

struct run {
    bool is_released;
    const char *program, *rules;
    instant started_at;
};

struct replaying {
    struct op *op;
    const struct replay_options *options;
    struct replay_result *result;
    struct past *past;
    int64_t strategy_id; /* of past */
    instant started_at;  /* of the run */
    size_t difference_capacity;
};

/* --- what the close left --- */

static status read_run(struct op *op, struct db_rows *row, void *out)
{
    struct run *const run = out;
    run->is_released = str_equal(db_text(row, 0), STR("released"));
    run->program = str_cstr(op->arena, db_text(row, 1));
    run->rules = str_cstr(op->arena, db_text(row, 2));
    run->started_at = db_instant(row, 3);
    return OK;
}

static status check_run(struct op *op, day date, struct run *run)
{
    char text[DAY_TEXT_SIZE];
    bool found = false;
    TRY(db_query_one(op, Q_REPLAY_RUN, DB_ARGS(ARG_DAY(date)), read_run, run, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "%s was never closed in this store",
                       day_format(date, text));
    if (!run->is_released)
        return op_fail(op, E_CONFLICT, "the close of %s is not finished: run it first",
                       day_format(date, text));
    return OK;
}

static status read_slice(struct op *op, const struct db_rows *row, day date,
                         struct replay_slice *slice)
{
    const str sums = db_blob(row, 7);
    char text[DAY_TEXT_SIZE];
    *slice = (struct replay_slice){.number = (int)db_i64(row, 0),
                                   .from = db_i64(row, 1),
                                   .until = db_i64(row, 2),
                                   .cases_then = db_i64(row, 3),
                                   .then.decisions = (uint64_t)db_i64(row, 4),
                                   .known_at = db_instant(row, 5),
                                   .strategy_id = db_id(row, 6)};
    if (slice->known_at == INSTANT_NONE)
        return op_fail(op, E_CONFLICT,
                       "%s was closed before history was kept: it cannot be replayed",
                       day_format(date, text));
    if (sums.size != sizeof(slice->then.facts))
        return op_fail(op, E_CONFLICT,
                       "%s was closed by a program that knew other facts: it cannot be replayed",
                       day_format(date, text));
    memcpy(slice->then.facts, sums.data, sums.size);
    return OK;
}

static status load_slices(struct op *op, day date, struct replay_slice **ret_slices,
                          size_t *ret_count)
{
    struct db_rows rows;
    struct replay_slice *slices = NULL;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    TRY(db_query(op, Q_REPLAY_SLICES, DB_ARGS(ARG_DAY(date)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        slices = arena_grow(op->arena, slices, count, &capacity, sizeof(*slices));
        TRY(read_slice(op, &rows, date, &slices[count++]));
    }
    *ret_slices = slices;
    *ret_count = count;
    return OK;
}

/* --- the cases of a slice, as they were known --- */

/* Of a debtor whose changes were committed after the slice though they look older. */
struct late {
    int64_t debtor_id;
    instant at;
};

static status load_late(struct op *op, int64_t from, int64_t until, instant known_at,
                        struct late **ret_late, size_t *ret_count)
{
    struct db_rows rows;
    struct late *late = NULL;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    TRY(db_query(op, Q_KNOWN_LATE, DB_ARGS(ARG_I64(from), ARG_I64(until), ARG_INSTANT(known_at)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        late = arena_grow(op->arena, late, count, &capacity, sizeof(*late));
        late[count++] = (struct late){db_id(&rows, 0), db_instant(&rows, 1)};
    }
    *ret_late = late;
    *ret_count = count;
    return OK;
}

static status open_past(struct replaying *r, const struct replay_slice *slice)
{
    if (r->past && r->strategy_id == slice->strategy_id)
        return OK;
    const struct past_run run = {r->result->date + 1, slice->strategy_id, r->started_at};
    r->strategy_id = slice->strategy_id;
    return past_open(r->op, &run, &r->past);
}

typedef status visitor(struct replaying *r, const struct case_facts *facts,
                       const struct decision *decision, void *context);

static status compute(struct op *op, const struct policy *policy, struct case_key key,
                      struct case_facts *facts, struct decision *decision)
{
    const day on = op->business_date;
    const struct gate_count *counts = NULL;
    size_t count_rows = 0;
    TRY(facts_compute(op, key, on, facts));
    touch_clear(op); /* what grading touches is of no account here */
    TRY(decision_counts(op, key.debtor_id, key.case_id, on, &counts, &count_rows));
    return decision_make(op, policy, facts, on, counts, count_rows, decision);
}

/* The cases of a range of debtors at one instant, in key order. */
static status visit_range(struct replaying *r, int64_t from, int64_t until, instant known_at,
                          visitor *visit, void *context)
{
    struct op *const op = past_op(r->past);
    struct case_key *keys = NULL;
    size_t count = 0;
    if (from >= until)
        return OK;
    TRY(past_load(r->past, from, until, known_at));
    TRY(past_fail(r->past, slice_keys(op, from, until, &keys, &count)));
    for (size_t i = 0; i < count; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        struct case_facts facts;
        struct decision decision;
        TRY(past_fail(r->past, compute(op, past_policy(r->past), keys[i], &facts, &decision)));
        TRY(visit(r, &facts, &decision, context));
        arena_release(op->arena, mark);
    }
    return OK;
}

/* The cases of a slice, or of a part of it, each as the slice knew it. */
static status visit_slice(struct replaying *r, const struct replay_slice *slice, int64_t from,
                          int64_t until, visitor *visit, void *context)
{
    struct late *late = NULL;
    size_t count = 0;
    TRY(open_past(r, slice));
    TRY(load_late(r->op, from, until, slice->known_at, &late, &count));
    for (size_t i = 0; i < count; i++) {
        const int64_t debtor_id = late[i].debtor_id;
        TRY(visit_range(r, from, debtor_id, slice->known_at, visit, context));
        TRY(visit_range(r, debtor_id, debtor_id + 1, late[i].at - 1, visit, context));
        from = debtor_id + 1;
    }
    return visit_range(r, from, until, slice->known_at, visit, context);
}

/* --- comparing --- */

static status add_case(struct replaying *r, const struct case_facts *facts,
                       const struct decision *decision, void *context)
{
    struct replay_slice *const slice = context;
    slice->cases_now++;
    return past_fail(r->past, case_sums_add(past_op(r->past), facts, decision, &slice->now));
}

/* The decisions that the slice left, by case. */
struct recorded {
    struct decision *rows;
    size_t count;
    size_t at; /* the next one */
};

static status load_recorded(struct op *op, int64_t from, int64_t until, instant known_at,
                            struct recorded *recorded)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    *recorded = (struct recorded){0};
    TRY(db_query(op, Q_KNOWN_DECISIONS,
                 DB_ARGS(ARG_I64(from), ARG_I64(until), ARG_INSTANT(known_at)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const struct decision row = {.debtor_id = db_id(&rows, 0),
                                     .case_id = db_id(&rows, 1),
                                     .strategy_id = db_id(&rows, 2),
                                     .segment = db_i64(&rows, 3),
                                     .step = db_i64(&rows, 4),
                                     .channel = db_i64(&rows, 5),
                                     .template = db_i64(&rows, 6),
                                     .rules = db_i64(&rows, 7),
                                     .verdict = db_i64(&rows, 8),
                                     .verdict_rule = db_i64(&rows, 9),
                                     .silence = db_i64(&rows, 10),
                                     .arm = db_i64(&rows, 11)};
        const struct decision *const last =
            recorded->count > 0 ? &recorded->rows[recorded->count - 1] : NULL;
        if (!last || last->case_id != row.case_id) {
            recorded->rows = arena_grow(op->arena, recorded->rows, recorded->count, &capacity,
                                        sizeof(*recorded->rows));
            recorded->count++;
        }
        recorded->rows[recorded->count - 1] = row;
    }
}

static status read_number(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static status add_difference(struct replaying *r, int slice, struct case_key key, const char *field,
                             const char *then, const char *now)
{
    struct replay_result *const result = r->result;
    struct replay_difference difference = {
        .slice = slice, .case_id = key.case_id, .field = field, .then = then, .now = now};
    bool found = false;
    result->difference_total++;
    if (result->difference_count == REPLAY_DIFFERENCES)
        return OK;
    TRY(db_query_one(r->op, Q_REPLAY_CASE_NUMBER,
                     DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), read_number,
                     &difference.case_number, &found));
    result->differences = arena_grow(r->op->arena, result->differences, result->difference_count,
                                     &r->difference_capacity, sizeof(*result->differences));
    result->differences[result->difference_count++] = difference;
    return OK;
}

struct comparing {
    int slice;
    struct recorded recorded;
};

/* Cases that the close decided and that the replay does not know, before a key. */
static status pass_missing(struct replaying *r, struct comparing *c, struct case_key key)
{
    for (; c->recorded.at < c->recorded.count; c->recorded.at++) {
        const struct decision *const row = &c->recorded.rows[c->recorded.at];
        const struct case_key missing = {row->debtor_id, row->case_id};
        if (case_key_compare(missing, key) >= 0)
            return OK;
        TRY(add_difference(r, c->slice, missing, "case", "decided", ""));
    }
    return OK;
}

static status compare_case(struct replaying *r, const struct case_facts *facts,
                           const struct decision *decision, void *context)
{
    struct comparing *const c = context;
    const struct case_key key = {facts->debtor_id, facts->case_id};
    TRY(pass_missing(r, c, key));
    const struct decision *const then =
        c->recorded.at < c->recorded.count ? &c->recorded.rows[c->recorded.at] : NULL;
    if (!then || then->case_id != key.case_id)
        return add_difference(r, c->slice, key, "case", "", "decided");
    c->recorded.at++;
    for (int field = 0; field < DECISION_FIELDS; field++) {
        const char *before = "";
        const char *now = "";
        if (decision_field_equal(then, decision, field))
            continue;
        TRY(decision_field_text(r->op, then, field, &before));
        TRY(past_fail(r->past, decision_field_text(past_op(r->past), decision, field, &now)));
        now = arena_printf(r->op->arena, "%s", now); /* the past is left behind */
        TRY(add_difference(r, c->slice, key, decision_field_name(field), before, now));
    }
    return OK;
}

static status find_differences(struct replaying *r, const struct replay_slice *slice)
{
    const struct case_key end = {slice->until, 0};
    struct comparing *const c = arena_new(r->op->arena, struct comparing);
    c->slice = slice->number;
    TRY(load_recorded(r->op, slice->from, slice->until, slice->known_at, &c->recorded));
    TRY(visit_slice(r, slice, slice->from, slice->until, compare_case, c));
    return pass_missing(r, c, end);
}

static status replay_slice(struct replaying *r, struct replay_slice *slice)
{
    struct replay_result *const result = r->result;
    TRY(visit_slice(r, slice, slice->from, slice->until, add_case, slice));
    result->cases += slice->cases_now;
    result->digest_then += slice->then.decisions;
    result->digest_now += slice->now.decisions;
    slice->differs = slice->cases_then != slice->cases_now ||
                     memcmp(&slice->then, &slice->now, sizeof(slice->then)) != 0;
    result->differing += slice->differs;
    return slice->differs ? find_differences(r, slice) : OK;
}

static status start(struct replaying *r, day date)
{
    struct run run = {0};
    r->result->date = date;
    TRY(check_run(r->op, date, &run));
    r->started_at = run.started_at;
    r->result->program = run.program;
    r->result->has_other_rules = strcmp(run.rules, packs_digest(r->op)) != 0;
    return load_slices(r->op, date, &r->result->slices, &r->result->slice_count);
}

static status replay_all(struct replaying *r, day date)
{
    struct replay_result *const result = r->result;
    TRY(start(r, date));
    for (size_t i = 0; i < result->slice_count; i++) {
        TRY(replay_slice(r, &result->slices[i]));
        if (r->options && r->options->tell)
            r->options->tell(r->options->context, date, (int64_t)i + 1,
                             (int64_t)result->slice_count);
    }
    return OK;
}

status replay_day(struct op *op, day date, const struct replay_options *options,
                  struct replay_result *ret_result)
{
    struct replay_result result = {0};
    struct replaying r = {.op = op, .options = options, .result = &result};
    TRY(db_begin(op, DB_READ));
    const status code = replay_all(&r, date);
    db_rollback(op); /* nothing was written */
    if (code == OK)
        *ret_result = result;
    return code;
}

/* --- one case --- */

static status read_key(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct case_key *)out = (struct case_key){db_id(row, 0), db_id(row, 1)};
    return OK;
}

static status keep_case(struct replaying *r, const struct case_facts *facts,
                        const struct decision *decision, void *context)
{
    struct replay_case *const one = context;
    (void)r;
    if (facts->case_id != one->key.case_id)
        return OK; /* another debt of the same person */
    one->was_known = true;
    one->facts = *facts;
    one->decision = *decision;
    return OK;
}

static status find_recorded(struct op *op, const struct replay_slice *slice,
                            struct replay_case *one)
{
    struct recorded recorded;
    TRY(load_recorded(op, one->key.debtor_id, one->key.debtor_id + 1, slice->known_at, &recorded));
    for (size_t i = 0; i < recorded.count; i++) {
        if (recorded.rows[i].case_id != one->key.case_id)
            continue;
        one->has_recorded = true;
        one->recorded = recorded.rows[i];
    }
    return OK;
}

static status find_now(struct op *op, struct replay_case *one)
{
    bool has_decision = false;
    TRY(facts_get(op, one->key, &one->facts_now, &one->has_now));
    TRY(decision_get(op, one->key, &one->decision_now, &has_decision));
    one->has_now = one->has_now && has_decision;
    return OK;
}

static status replay_number(struct replaying *r, day date, int64_t number, struct replay_case *one)
{
    struct op *const op = r->op;
    const int64_t *const debtor_id = &one->key.debtor_id;
    bool found = false;
    TRY(start(r, date));
    TRY(db_query_one(op, Q_REPLAY_CASE_FIND, DB_ARGS(ARG_I64(number)), read_key, &one->key,
                     &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no case has the number %" PRId64, number);
    for (size_t i = 0; i < r->result->slice_count; i++) {
        const struct replay_slice *const slice = &r->result->slices[i];
        if (*debtor_id < slice->from || *debtor_id >= slice->until)
            continue;
        one->slice = slice->number;
        TRY(visit_slice(r, slice, *debtor_id, *debtor_id + 1, keep_case, one));
        TRY(find_recorded(op, slice, one));
    }
    return find_now(op, one);
}

status replay_one_case(struct op *op, day date, int64_t number, struct replay_case *ret_case)
{
    struct replay_result result = {0};
    struct replaying r = {.op = op, .result = &result};
    struct replay_case one = {0};
    TRY(db_begin(op, DB_READ));
    const status code = replay_number(&r, date, number, &one);
    db_rollback(op);
    if (code == OK)
        *ret_case = one;
    return code;
}
