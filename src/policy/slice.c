#include "policy/slice.h"

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

/* Recomputes the facts of the cases whose anchors the calendar has reached. */
static status recheck_facts(struct op *op, const struct slice *slice, day on,
                            struct slice_count *count)
{
    struct db_rows rows;
    struct case_key *keys = NULL;
    size_t key_count = 0;
    TRY(db_query(op, Q_FACTS_DUE, DB_ARGS(ARG_DAY(on), ARG_I64(slice->from), ARG_I64(slice->until)),
                 &rows));
    TRY(read_keys(op, &rows, &keys, &key_count));
    for (size_t i = 0; i < key_count; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        struct case_facts facts;
        bool written = false;
        TRY(facts_compute(op, keys[i], on, &facts));
        TRY(facts_put(op, &facts, &written));
        touch_clear(op);
        count->fact_rows += written;
        arena_release(op->arena, mark);
    }
    return OK;
}

/* Three streams of the range, each one row ahead. */
struct streams {
    struct db_rows facts, carried, counts;
    bool has_carried, has_count;
    struct decision carried_row;
    struct gate_count buffer[512]; /* the counts of one debtor; more rows than that are of no use */
    int64_t buffer_cases[512];
    size_t buffered;
    int64_t buffer_debtor;
};

static status next_carried(struct op *op, struct streams *s)
{
    TRY(db_next(op, &s->carried, &s->has_carried));
    if (!s->has_carried)
        return OK;
    struct decision *const row = &s->carried_row;
    int64_t *const cells = &row->strategy_id;
    row->debtor_id = db_id(&s->carried, 0);
    row->case_id = db_id(&s->carried, 1);
    for (int i = 0; i < 12; i++)
        cells[i] = db_i64(&s->carried, 2 + i);
    row->next_action_on = db_day(&s->carried, 14);
    return OK;
}

static status open_streams(struct op *op, const struct slice *slice, day on, struct streams *s)
{
    const struct db_arg range[] = {ARG_I64(slice->from), ARG_I64(slice->until),
                                   ARG_DAY(on - COUNT_DAYS)};
    s->buffered = 0;
    s->buffer_debtor = 0;
    TRY(db_query(op, Q_FACTS_RANGE, range, 2, &s->facts));
    TRY(db_query(op, Q_CASE_DECISION_RANGE, range, 2, &s->carried));
    TRY(db_query(op, Q_CONTACT_COUNT_RANGE, range, 3, &s->counts));
    TRY(next_carried(op, s));
    return db_next(op, &s->counts, &s->has_count);
}

static void take_count(struct streams *s)
{
    if (s->buffered == ARRAY_LEN(s->buffer))
        return;
    s->buffer_cases[s->buffered] = db_id(&s->counts, 1);
    s->buffer[s->buffered++] = (struct gate_count){
        .on = db_day(&s->counts, 2),
        .channel = (uint8_t)db_i64(&s->counts, 3),
        .attempts = (uint16_t)db_i64(&s->counts, 4),
        .contacts = (uint16_t)db_i64(&s->counts, 5),
    };
}

/* Brings the counts of the debtor into the buffer, marked for the case that asks. */
static status load_counts(struct op *op, struct streams *s, int64_t debtor_id, int64_t case_id)
{
    if (s->buffer_debtor != debtor_id) {
        s->buffer_debtor = debtor_id;
        s->buffered = 0;
        while (s->has_count && db_id(&s->counts, 0) <= debtor_id) {
            if (db_id(&s->counts, 0) == debtor_id)
                take_count(s);
            TRY(db_next(op, &s->counts, &s->has_count));
        }
    }
    for (size_t i = 0; i < s->buffered; i++)
        s->buffer[i].is_this_case = s->buffer_cases[i] == case_id;
    return OK;
}

static status load_carried(struct op *op, struct streams *s, const struct case_facts *facts,
                           bool *ret_found)
{
    int order = -1;
    while (s->has_carried && (order = compare_keys(s->carried_row.debtor_id, s->carried_row.case_id,
                                                   facts->debtor_id, facts->case_id)) < 0)
        TRY(next_carried(op, s));
    *ret_found = s->has_carried && order == 0;
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

static void want(struct wanted *wanted, const struct decision *decision)
{
    wanted->rows = arena_grow(wanted->arena, wanted->rows, wanted->count, &wanted->capacity,
                              sizeof(*wanted->rows));
    wanted->rows[wanted->count++] = *decision;
}

/* A decision that differs, kept until the streams are closed: writing under a running read would
 * leave open what it sees. */
struct change {
    struct case_facts facts;
    struct decision decision, carried;
    bool has_carried;
};

struct changes {
    struct change *rows;
    size_t count;
    size_t capacity;
};

static void add_change(struct op *op, struct changes *changes, const struct change *change)
{
    changes->rows = arena_grow(op->arena, changes->rows, changes->count, &changes->capacity,
                               sizeof(*changes->rows));
    changes->rows[changes->count++] = *change;
}

static status decide_next(struct op *op, const struct policy *policy, day on, struct streams *s,
                          struct wanted *wanted, struct changes *changes, struct slice_count *count)
{
    struct change change;
    uint64_t digest = 0;
    int64_t *const cells = &change.facts.debtor_id;
    for (int i = 0; i < FACT_CELLS; i++)
        cells[i] = db_i64(&s->facts, i);
    TRY(load_counts(op, s, change.facts.debtor_id, change.facts.case_id));
    TRY(decision_make(op, policy, &change.facts, on, s->buffer, s->buffered, &change.decision));
    TRY(load_carried(op, s, &change.facts, &change.has_carried));
    if (change.has_carried)
        change.carried = s->carried_row;
    if (!change.has_carried || !decision_same(&change.decision, &change.carried))
        add_change(op, changes, &change);
    if (plan_wants_work(&change.decision, on) || plan_wants_message(&change.decision))
        want(wanted, &change.decision);
    TRY(digest_of(op, &change.facts, &change.decision, &digest));
    count->digest += digest;
    count->cases++;
    return OK;
}

static status write_changes(struct op *op, const struct changes *changes, struct slice_count *count)
{
    struct case_key *const keys = arena_array(op->arena, changes->count, sizeof(*keys));
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *const row = &changes->rows[i];
        bool written = false;
        TRY(decision_carry(op, &row->facts, &row->decision, row->has_carried ? &row->carried : NULL,
                           "close", &written));
        count->decision_rows += written;
        keys[i] = (struct case_key){row->decision.debtor_id, row->decision.case_id};
    }
    return change_note(op, keys, changes->count);
}

status slice_decide(struct op *op, const struct policy *policy, const struct slice *slice, day on,
                    struct wanted *wanted, struct slice_count *count)
{
    struct changes changes = {0};
    struct streams *const streams = arena_new(op->arena, struct streams);
    bool has_row = false;
    TRY(recheck_facts(op, slice, on, count));
    TRY(open_streams(op, slice, on, streams));
    for (;;) {
        TRY(db_next(op, &streams->facts, &has_row));
        if (!has_row)
            break;
        TRY(decide_next(op, policy, on, streams, wanted, &changes, count));
    }
    db_rows_close(&streams->carried);
    db_rows_close(&streams->counts);
    return write_changes(op, &changes, count);
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
        struct planned *const planned = planned_of(op, list, key);
        planned->outbox_id = db_id(&rows, 2);
        planned->outbox_step = db_i64(&rows, 3);
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

/* The row of a key in a sorted list, walking forward; what lies before it wants nothing any more.
 */
static status drop_until(struct op *op, const struct planned_rows *list, size_t *at, int64_t debtor,
                         int64_t case_id, day run_date, struct plan_count *count)
{
    while (*at < list->count && compare_keys(list->rows[*at].key.debtor_id,
                                             list->rows[*at].key.case_id, debtor, case_id) < 0) {
        const struct planned_row *const row = &list->rows[(*at)++];
        const struct decision nothing = {.debtor_id = row->key.debtor_id,
                                         .case_id = row->key.case_id,
                                         .next_action_on = DAY_NONE};
        TRY(plan_apply(op, &nothing, &row->planned, run_date + 1, run_date, INT64_MAX, count));
    }
    return OK;
}

static const struct planned *planned_at(const struct planned_rows *list, size_t at,
                                        const struct decision *decision)
{
    static const struct planned none = {.leased_until = INSTANT_NONE};
    if (at < list->count && list->rows[at].key.debtor_id == decision->debtor_id &&
        list->rows[at].key.case_id == decision->case_id)
        return &list->rows[at].planned;
    return &none;
}

/* Work and messages of a case are planned together, so both lists are walked side by side. */
static status plan_next(struct op *op, const struct decision *decision,
                        const struct planned_rows *messages, size_t *message_at,
                        const struct planned_rows *work, size_t *work_at, day run_date,
                        int64_t last_rank, struct plan_count *count)
{
    struct planned planned = *planned_at(work, *work_at, decision);
    const struct planned *const message = planned_at(messages, *message_at, decision);
    planned.outbox_id = message->outbox_id;
    planned.outbox_step = message->outbox_step;
    if (planned.work_item_id)
        ++*work_at;
    if (planned.outbox_id)
        ++*message_at;
    return plan_apply(op, decision, &planned, run_date + 1, run_date, last_rank, count);
}

status slice_plan(struct op *op, const struct slice *slice, day run_date,
                  const struct wanted *wanted, size_t *next, const struct queue_limits *limits,
                  struct plan_count *count)
{
    struct planned_rows messages = {0};
    struct planned_rows work = {0};
    size_t message_at = 0;
    size_t work_at = 0;
    TRY(load_messages(op, slice, &messages));
    TRY(load_work(op, slice, &work));
    for (; *next < wanted->count && wanted->rows[*next].debtor_id < slice->until; ++*next) {
        const struct decision *const row = &wanted->rows[*next];
        int64_t last_rank = INT64_MAX;
        (void)queue_limits_find(limits, row->queue, &last_rank);
        TRY(drop_until(op, &messages, &message_at, row->debtor_id, row->case_id, run_date, count));
        TRY(drop_until(op, &work, &work_at, row->debtor_id, row->case_id, run_date, count));
        TRY(plan_next(op, row, &messages, &message_at, &work, &work_at, run_date, last_rank,
                      count));
    }
    TRY(drop_until(op, &messages, &message_at, slice->until, 0, run_date, count));
    return drop_until(op, &work, &work_at, slice->until, 0, run_date, count);
}
