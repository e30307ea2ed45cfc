#include "policy/slice.h"

#include <inttypes.h>

#include "base/crypto.h"
#include "policy/commit.h"
#include "record/symbol.h"
#include "store/db.h"

#define COUNT_DAYS 35

static int compare_keys(int64_t a_debtor, int64_t a_case, int64_t b_debtor, int64_t b_case)
{
    if (a_debtor != b_debtor)
        return a_debtor < b_debtor ? -1 : 1;
    return (a_case > b_case) - (a_case < b_case);
}

static status read_keys(struct op *op, struct db_rows *rows, struct case_key **ret_keys,
                        size_t *ret_count)
{
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct case_key *keys = NULL;
    for (;;) {
        TRY(db_next(op, rows, &has_row));
        if (!has_row)
            break;
        keys = arena_grow(op->arena, keys, count, &capacity, sizeof(*keys));
        keys[count++] = (struct case_key){db_id(rows, 0), db_id(rows, 1)};
    }
    *ret_keys = keys;
    *ret_count = count;
    return OK;
}

status slice_keys(struct op *op, int64_t from, int64_t until, struct case_key **ret_keys,
                  size_t *ret_count)
{
    struct db_rows rows;
    TRY(db_query(op, Q_FACTS_KEYS, DB_ARGS(ARG_I64(from), ARG_I64(until)), &rows));
    return read_keys(op, &rows, ret_keys, ret_count);
}

status slice_find_due(struct op *op, day on, struct due *ret_due)
{
    struct db_rows rows;
    TRY(db_query(op, Q_FACTS_DUE, DB_ARGS(ARG_DAY(on)), &rows));
    return read_keys(op, &rows, &ret_due->keys, &ret_due->count);
}

/* The first due case at or after a debtor. */
static size_t due_from(const struct due *due, int64_t debtor_id)
{
    size_t low = 0;
    size_t high = due->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (due->keys[middle].debtor_id < debtor_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Rows of integers in key order, fetched a batch at a time: columns[c][r]. */
struct stream {
    struct db_rows rows;
    int64_t **columns;
    int width;
    int count;
    int at;
    bool has_row;
};

static status stream_next(struct op *op, struct stream *s)
{
    if (++s->at >= s->count) {
        TRY(db_fetch_chunk(op, &s->rows, s->columns, s->width, LIMIT_BATCH_ROWS, &s->count));
        s->at = 0;
    }
    s->has_row = s->at < s->count;
    return OK;
}

static status stream_open(struct op *op, enum query query, const struct db_arg *args,
                          size_t arg_count, int width, struct stream *s)
{
    *s = (struct stream){.columns = arena_array(op->arena, (size_t)width, sizeof(*s->columns)),
                         .width = width};
    for (int c = 0; c < width; c++)
        s->columns[c] = arena_array(op->arena, LIMIT_BATCH_ROWS, sizeof(**s->columns));
    TRY(db_query(op, query, args, arg_count, &s->rows));
    return stream_next(op, s);
}

static int64_t cell(const struct stream *s, int column)
{
    return s->columns[column][s->at];
}

#define CARRIED_CELLS 15 /* of case_decision_range */
#define COUNT_CELLS   6  /* of contact_count_range */

/* Three streams of the range, and the counts of the debtor that is being looked at. */
struct streams {
    struct stream facts, carried, counts;
    struct gate_count *buffer;
    int64_t *buffer_cases; /* whose count buffer[i] is */
    size_t buffered;
    size_t capacity;
    int64_t buffer_debtor;
};

static status open_streams(struct op *op, const struct slice *slice, day on, struct streams *s)
{
    const struct db_arg range[] = {ARG_I64(slice->from), ARG_I64(slice->until),
                                   ARG_DAY(on - COUNT_DAYS)};
    TRY(stream_open(op, Q_FACTS_RANGE, range, 2, FACT_CELLS, &s->facts));
    TRY(stream_open(op, Q_CASE_DECISION_RANGE, range, 2, CARRIED_CELLS, &s->carried));
    return stream_open(op, Q_CONTACT_COUNT_RANGE, range, 3, COUNT_CELLS, &s->counts);
}

static void take_count(struct op *op, struct streams *s)
{
    if (s->buffered == s->capacity) {
        size_t capacity = s->capacity;
        s->buffer_cases = arena_grow(op->arena, s->buffer_cases, s->buffered, &capacity,
                                     sizeof(*s->buffer_cases));
        s->buffer = arena_grow(op->arena, s->buffer, s->buffered, &s->capacity, sizeof(*s->buffer));
    }
    s->buffer_cases[s->buffered] = cell(&s->counts, 1);
    s->buffer[s->buffered++] = (struct gate_count){
        .on = (day)cell(&s->counts, 2),
        .channel = (uint8_t)cell(&s->counts, 3),
        .attempts = (uint16_t)cell(&s->counts, 4),
        .contacts = (uint16_t)cell(&s->counts, 5),
    };
}

/* Brings the counts of the debtor into the buffer, marked for the case that asks. */
static status load_counts(struct op *op, struct streams *s, int64_t debtor_id, int64_t case_id)
{
    if (s->buffer_debtor != debtor_id) {
        s->buffer_debtor = debtor_id;
        s->buffered = 0;
        while (s->counts.has_row && cell(&s->counts, 0) <= debtor_id) {
            if (cell(&s->counts, 0) == debtor_id)
                take_count(op, s);
            TRY(stream_next(op, &s->counts));
        }
    }
    for (size_t i = 0; i < s->buffered; i++)
        s->buffer[i].is_this_case = s->buffer_cases[i] == case_id;
    return OK;
}

/* The row that the case carries, when it carries one. */
static status load_carried(struct op *op, struct stream *s, const struct case_facts *facts,
                           struct decision *carried, bool *ret_found)
{
    int order = -1;
    while (s->has_row &&
           (order = compare_keys(cell(s, 0), cell(s, 1), facts->debtor_id, facts->case_id)) < 0)
        TRY(stream_next(op, s));
    *ret_found = s->has_row && order == 0;
    if (!*ret_found)
        return OK;
    int64_t *const cells = &carried->strategy_id;
    carried->debtor_id = facts->debtor_id;
    carried->case_id = facts->case_id;
    for (int i = 0; i < CARRIED_CELLS - 3; i++)
        cells[i] = cell(s, 2 + i);
    const int64_t next_action_on = cell(s, CARRIED_CELLS - 1);
    carried->next_action_on = next_action_on == INT64_MIN ? DAY_NONE : next_action_on;
    return OK;
}

/* A case's part of the run's digest: by natural keys and words, so that it does not depend on ids
 * or on the order of slices (the parts add up). */
static status digest_of(struct op *op, const struct case_facts *facts, const struct decision *d,
                        uint64_t *ret_digest)
{
    uint8_t bytes[CRYPTO_DIGEST_BYTES];
    struct crypto_hash hash;
    const int64_t numbers[] = {facts->natural_key, d->rules, d->channel, d->verdict};
    const int64_t symbols[] = {d->segment, d->step, d->template, d->verdict_rule, d->silence};
    crypto_hash_start(&hash);
    crypto_hash_add(&hash, numbers, sizeof(numbers));
    for (size_t i = 0; i < ARRAY_LEN(symbols); i++) {
        str text;
        TRY(symbol_text(op, symbols[i], &text));
        crypto_hash_add(&hash, text.data, text.size);
        crypto_hash_add(&hash, "\x1f", 1);
    }
    crypto_hash_end(&hash, bytes);
    memcpy(ret_digest, bytes, sizeof(*ret_digest));
    return OK;
}

/* The place for one more case, its numbers not yet set. */
static struct found_case *add_case(struct op *op, struct slice_found *found)
{
    found->rows =
        arena_grow(op->arena, found->rows, found->count, &found->capacity, sizeof(*found->rows));
    return &found->rows[found->count++];
}

/* A due case keeps its counts, for whoever decides it. */
static void keep_counts(struct op *op, const struct streams *s, struct found_case *found)
{
    struct gate_count *const counts = arena_array(op->arena, s->buffered, sizeof(*counts));
    if (s->buffered > 0)
        memcpy(counts, s->buffer, s->buffered * sizeof(*counts));
    found->counts = counts;
    found->count_rows = s->buffered;
}

static bool is_wanted(const struct decision *decision, day on)
{
    return plan_wants_work(decision, on) || plan_wants_message(decision);
}

static status decide_found(struct op *op, const struct policy *policy, day on,
                           const struct gate_count *counts, size_t count_rows,
                           struct found_case *found, uint64_t *digest)
{
    uint64_t part = 0;
    TRY(decision_make(op, policy, &found->facts, on, counts, count_rows, &found->decision));
    found->differs = !found->has_carried || decision_differs(&found->decision, &found->carried);
    TRY(digest_of(op, &found->facts, &found->decision, &part));
    *digest += part;
    return OK;
}

/* The next case of the range: decided, unless it is due, and kept when the writer must see it. */
static status read_next(struct op *op, const struct policy *policy, day on, struct streams *s,
                        bool is_due, struct slice_found *found)
{
    struct found_case *const row = add_case(op, found);
    int64_t *const cells = &row->facts.debtor_id;
    for (int i = 0; i < FACT_CELLS; i++)
        cells[i] = cell(&s->facts, i);
    TRY(load_counts(op, s, row->facts.debtor_id, row->facts.case_id));
    TRY(load_carried(op, &s->carried, &row->facts, &row->carried, &row->has_carried));
    row->is_due = is_due;
    found->cases++;
    if (is_due) {
        keep_counts(op, s, row);
        return OK;
    }
    TRY(decide_found(op, policy, on, s->buffer, s->buffered, row, &found->digest));
    if (!row->differs && !is_wanted(&row->decision, on))
        found->count--; /* nothing to do for it */
    return OK;
}

status slice_read(struct op *op, const struct policy *policy, const struct slice *slice, day on,
                  const struct due *due, struct slice_found *ret_found)
{
    struct slice_found found = {0};
    struct streams *const streams = arena_new(op->arena, struct streams);
    const struct stream *const facts = &streams->facts;
    size_t next = due_from(due, slice->from);
    TRY(open_streams(op, slice, on, streams));
    while (facts->has_row) {
        const bool is_due = next < due->count && due->keys[next].debtor_id == cell(facts, 0) &&
                            due->keys[next].case_id == cell(facts, 1);
        next += is_due;
        TRY(read_next(op, policy, on, streams, is_due, &found));
        TRY(stream_next(op, &streams->facts));
    }
    db_rows_close(&streams->carried.rows);
    db_rows_close(&streams->counts.rows);
    *ret_found = found;
    return OK;
}

/* A case that the calendar has reached: its facts, then its decision. */
static status follow_case(struct op *op, const struct policy *policy, day on,
                          struct found_case *found, uint64_t *digest, bool *ret_is_moved)
{
    const struct case_key key = {found->facts.debtor_id, found->facts.case_id};
    const struct arena_mark mark = arena_mark(op->arena);
    struct case_facts facts;
    if (found->facts.recheck_on == FACTS_STALE)
        TRY(facts_compute(op, key, on, &facts));
    else
        TRY(facts_follow(op, &found->facts, on, &facts));
    touch_clear(op); /* grading touches the case: that is not news */
    *ret_is_moved = !facts_equal(&facts, &found->facts);
    found->facts = facts;
    TRY(decide_found(op, policy, on, found->counts, found->count_rows, found, digest));
    arena_release(op->arena, mark);
    return OK;
}

static void want(struct wanted *wanted, const struct decision *decision)
{
    wanted->rows = arena_grow(wanted->arena, wanted->rows, wanted->count, &wanted->capacity,
                              sizeof(*wanted->rows));
    wanted->rows[wanted->count++] = *decision;
}

/* What a slice changes, gathered so that each table is written in one go. */
struct changes {
    struct case_facts *facts;
    size_t fact_count;
    struct carry *carries;
    struct case_key *keys;
    size_t carry_count;
};

static status gather(struct op *op, const struct policy *policy, day on, struct found_case *rows,
                     size_t count, struct wanted *wanted, uint64_t *digest, struct changes *changes)
{
    for (size_t i = 0; i < count; i++) {
        struct found_case *const row = &rows[i];
        bool is_moved = false;
        if (row->is_due)
            TRY(follow_case(op, policy, on, row, digest, &is_moved));
        if (is_moved)
            changes->facts[changes->fact_count++] = row->facts;
        if (is_wanted(&row->decision, on))
            want(wanted, &row->decision);
        if (!row->differs)
            continue;
        changes->keys[changes->carry_count] =
            (struct case_key){row->facts.debtor_id, row->facts.case_id};
        changes->carries[changes->carry_count++] =
            (struct carry){&row->facts, &row->decision, row->has_carried ? &row->carried : NULL};
    }
    return OK;
}

status slice_write(struct op *op, const struct policy *policy, day on,
                   const struct slice_found *found, struct wanted *wanted,
                   struct slice_count *count)
{
    /* A copy: what was read stays, should this be tried again. */
    struct found_case *const rows = arena_array(op->arena, found->count, sizeof(*rows));
    struct changes changes = {.facts = arena_array(op->arena, found->count, sizeof(*changes.facts)),
                              .carries =
                                  arena_array(op->arena, found->count, sizeof(*changes.carries)),
                              .keys = arena_array(op->arena, found->count, sizeof(*changes.keys))};
    if (found->count > 0)
        memcpy(rows, found->rows, found->count * sizeof(*rows));
    count->cases += found->cases;
    count->digest += found->digest;
    TRY(gather(op, policy, on, rows, found->count, wanted, &count->digest, &changes));
    TRY(facts_write(op, changes.facts, changes.fact_count));
    TRY(decision_carry_all(op, changes.carries, changes.carry_count, "close",
                           &count->decision_rows));
    count->fact_rows += (int64_t)changes.fact_count;
    count->changes += (int64_t)changes.carry_count;
    return change_note(op, changes.keys, changes.carry_count);
}

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
        if (last->key.debtor_id == key.debtor_id && last->key.case_id == key.case_id)
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
    struct planned_rows messages, work;
    size_t message_at, work_at;
};

static bool is_at(const struct planned_rows *list, size_t at, struct case_key key)
{
    return at < list->count && list->rows[at].key.debtor_id == key.debtor_id &&
           list->rows[at].key.case_id == key.case_id;
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
    return plan_apply(op, &decision, &planned, p->run_date + 1, p->run_date, last_rank, p->count);
}

/* The next case that has something planned and lies before a key. */
static bool next_planned(const struct planning *p, int64_t debtor_id, int64_t case_id,
                         struct case_key *ret_key)
{
    const struct planned_rows *const lists[] = {&p->messages, &p->work};
    const size_t at[] = {p->message_at, p->work_at};
    struct case_key first = {debtor_id, case_id};
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        if (at[i] >= lists[i]->count)
            continue;
        const struct case_key key = lists[i]->rows[at[i]].key;
        if (compare_keys(key.debtor_id, key.case_id, first.debtor_id, first.case_id) < 0)
            first = key;
    }
    *ret_key = first;
    return first.debtor_id != debtor_id || first.case_id != case_id;
}

/* What lies before a key and is not wanted. */
static status drop_until(struct op *op, struct planning *p, int64_t debtor_id, int64_t case_id)
{
    struct case_key key;
    while (next_planned(p, debtor_id, case_id, &key)) {
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
        TRY(drop_until(op, &p, row->debtor_id, row->case_id));
        TRY(plan_one(op, &p, row));
    }
    return drop_until(op, &p, slice->until, 0);
}
