#include "policy/slice.h"

#include <inttypes.h>

#include "policy/changes.h"
#include "policy/commit.h"
#include "store/db.h"

status slice_keys(struct op *op, int64_t from, int64_t until, struct case_key **ret_keys,
                  size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct case_key *keys = NULL;
    TRY(db_query(op, Q_FACTS_KEYS, DB_ARGS(ARG_I64(from), ARG_I64(until)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        keys = arena_grow(op->arena, keys, count, &capacity, sizeof(*keys));
        keys[count++] = (struct case_key){db_id(&rows, 0), db_id(&rows, 1)};
    }
    *ret_keys = keys;
    *ret_count = count;
    return OK;
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

#define CARRIED_CELLS 16 /* of case_decision_range */
#define COUNT_CELLS   6  /* of contact_count_range */

/* The streams of the range, and the counts of the debtor that is being looked at. */
struct streams {
    struct stream facts, carried, counts;
    struct obligation_walk obligations;
    bool has_obligations;      /* some strategy asks for facts of them */
    bool is_in_memory;         /* then `walk` is instead of facts and carried */
    struct resident_walk walk; /* up to `until` */
    int64_t until;
    struct gate_count *buffer;
    int64_t *buffer_cases; /* whose count buffer[i] is */
    size_t buffered;
    size_t capacity;
    int64_t buffer_debtor;
    const int64_t
        *merged; /* debtors who are one person with others, ascending; almost always none */
    size_t merged_count;
    day on;
};

static status open_streams(struct op *op, const struct policy *policy, const struct slice *slice,
                           day on, struct streams *s)
{
    const struct db_arg range[] = {ARG_I64(slice->from), ARG_I64(slice->until),
                                   ARG_DAY(on - PACK_DAYS_MAX)};
    if (!s->is_in_memory) {
        TRY(stream_open(op, Q_FACTS_RANGE, range, 2, FACT_CELLS, &s->facts));
        TRY(stream_open(op, Q_CASE_DECISION_RANGE, range, 2, CARRIED_CELLS, &s->carried));
    }
    s->has_obligations = policy_any_reads_obligations(policy);
    if (s->has_obligations && s->is_in_memory && s->walk.view->claims)
        obligation_walk_view(op, s->walk.view, slice->from, &s->obligations);
    else if (s->has_obligations)
        TRY(obligation_walk_range(op, slice->from, slice->until, &s->obligations));
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

static status read_merged(struct op *op, const struct slice *slice, struct streams *s)
{
    struct db_rows rows;
    bool has_row = false;
    int64_t *ids = NULL;
    size_t capacity = 0;
    TRY(db_query(op, Q_PARTY_SAME_RANGE, DB_ARGS(ARG_I64(slice->from), ARG_I64(slice->until)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        ids = arena_grow(op->arena, ids, s->merged_count, &capacity, sizeof(*ids));
        ids[s->merged_count++] = db_id(&rows, 0);
    }
    s->merged = ids;
    return OK;
}

static bool is_merged(const struct streams *s, int64_t debtor_id)
{
    size_t low = 0;
    size_t high = s->merged_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (s->merged[middle] < debtor_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->merged_count && s->merged[low] == debtor_id;
}

/* The contacts of a person are those of all its parties, which may lie in other slices. */
static status load_person(struct op *op, struct streams *s, int64_t debtor_id, int64_t case_id)
{
    const struct gate_count *counts = NULL;
    TRY(decision_counts(op, debtor_id, case_id, s->on, &counts, &s->buffered));
    s->buffer = arena_array(op->arena, s->buffered + 1, sizeof(*s->buffer));
    for (size_t i = 0; i < s->buffered; i++)
        s->buffer[i] = counts[i];
    s->capacity = 0; /* the next debtor's buffer is made anew */
    s->buffer_debtor = 0;
    return OK;
}

/* Brings the counts of the debtor into the buffer, marked for the case that asks. */
static status load_counts(struct op *op, struct streams *s, int64_t debtor_id, int64_t case_id)
{
    if (is_merged(s, debtor_id))
        return load_person(op, s, debtor_id, case_id);
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
    const struct case_key key = {facts->debtor_id, facts->case_id};
    int order = -1;
    while (s->has_row &&
           (order = case_key_compare((struct case_key){cell(s, 0), cell(s, 1)}, key)) < 0)
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

/* The place for one more case, its numbers not yet set. */
static struct found_case *add_case(struct op *op, struct slice_found *found)
{
    found->rows =
        arena_grow(op->arena, found->rows, found->count, &found->capacity, sizeof(*found->rows));
    return &found->rows[found->count++];
}

/* A due case keeps its counts and obligations until its facts are there. */
static status keep(struct op *op, struct streams *s, day on, struct found_case *found)
{
    const struct case_key key = {found->facts.debtor_id, found->facts.case_id};
    struct gate_count *const counts = arena_array(op->arena, s->buffered, sizeof(*counts));
    if (s->buffered > 0)
        memcpy(counts, s->buffer, s->buffered * sizeof(*counts));
    found->counts = counts;
    found->count_rows = s->buffered;
    if (!s->has_obligations)
        return OK;
    TRY(obligation_walk_take(op, &s->obligations, key, on));
    found->obligations = obligation_walk_keep(op, &s->obligations);
    return OK;
}

static bool is_wanted(const struct decision *decision, day on)
{
    return plan_wants_work(decision, on) || plan_wants_message(decision);
}

static status decide_found(struct op *op, const struct policy *policy, day on,
                           const struct gate_count *counts, size_t count_rows,
                           struct obligation_walk *walk, struct found_case *found,
                           struct case_sums *sums)
{
    TRY(decision_make_along(op, policy, &found->facts, on, counts, count_rows, walk,
                            &found->decision));
    found->differs = !found->has_carried || decision_differs(&found->decision, &found->carried);
    found->is_decided = true;
    return case_sums_add(op, &found->facts, &found->decision, sums);
}

/* Facts and carried decision of the next case; *ret_has_row false: there is none. */
static status take_case(struct op *op, struct streams *s, struct found_case *row, bool *ret_has_row)
{
    int64_t *const cells = &row->facts.debtor_id;
    if (s->is_in_memory) {
        *ret_has_row =
            resident_walk_next(&s->walk, s->until, &row->facts, &row->carried, &row->has_carried);
        return OK;
    }
    *ret_has_row = s->facts.has_row;
    if (!s->facts.has_row)
        return OK;
    for (int i = 0; i < FACT_CELLS; i++)
        cells[i] = cell(&s->facts, i);
    TRY(load_carried(op, &s->carried, &row->facts, &row->carried, &row->has_carried));
    return stream_next(op, &s->facts);
}

/* The next case of the range: decided, unless the calendar has reached it. */
static status read_next(struct op *op, const struct policy *policy, day on, struct streams *s,
                        struct slice_found *found, bool *ret_has_row)
{
    struct found_case *const row = add_case(op, found);
    *row = (struct found_case){0};
    TRY(take_case(op, s, row, ret_has_row));
    if (!*ret_has_row) {
        found->count--;
        return OK;
    }
    TRY(load_counts(op, s, row->facts.debtor_id, row->facts.case_id));
    found->cases++;
    if (row->facts.recheck_on <= on)
        TRY(keep(op, s, on, row));
    else
        TRY(decide_found(op, policy, on, s->buffer, s->buffered,
                         s->has_obligations ? &s->obligations : NULL, row, &found->sums));
    if (row->is_decided && !row->differs && !is_wanted(&row->decision, on))
        found->count--; /* nothing to do for it */
    return OK;
}

/* Whether the columns in memory are what the store has now, but for other slices. */
static status choose_source(struct op *op, const struct slice *slice,
                            const struct slice_source *source, struct streams *s)
{
    struct change_total now = {0};
    if (!source->view)
        return OK;
    TRY(change_total(op, &now));
    s->is_in_memory = now.total == source->total;
    s->walk = resident_walk_start(source->view, slice->from);
    s->until = slice->until;
    return OK;
}

static status read_cases(struct op *op, const struct policy *policy, const struct slice *slice,
                         day on, const struct slice_source *source, struct slice_found *found)
{
    struct streams *const streams = arena_new(op->arena, struct streams);
    bool has_row = true;
    TRY(choose_source(op, slice, source, streams));
    streams->on = on;
    TRY(read_merged(op, slice, streams));
    TRY(open_streams(op, policy, slice, on, streams));
    found->is_from_memory = streams->is_in_memory;
    while (has_row)
        TRY(read_next(op, policy, on, streams, found, &has_row));
    if (!streams->is_in_memory)
        db_rows_close(&streams->carried.rows);
    db_rows_close(&streams->counts.rows);
    obligation_walk_close(&streams->obligations);
    return OK;
}

/* Whether the writer must see it. */
static bool is_needed(const struct found_case *row, day on)
{
    return !row->is_decided || row->is_moved || row->differs || is_wanted(&row->decision, on);
}

/* A case that was kept: as decide_found, along what was kept with it. */
static status decide_kept(struct op *op, const struct policy *policy, day on,
                          struct found_case *row, struct case_sums *sums)
{
    struct obligation_walk walk;
    obligation_walk_kept(&row->obligations, &walk);
    return decide_found(op, policy, on, row->counts, row->count_rows,
                        row->obligations.products ? &walk : NULL, row, sums);
}

static status follow_view(struct op *op, const struct policy *policy, day on,
                          const struct book_view *view, struct found_case *row,
                          struct case_sums *sums)
{
    struct case_facts facts;
    facts_follow(&row->facts, view, on, &facts);
    row->is_moved = !facts_equal(&facts, &row->facts);
    row->facts = facts;
    return decide_kept(op, policy, on, row, sums);
}

/* Follows the cases that the calendar has reached, from a view of each.  What must write to know
 * its facts is left to the writer: a case whose promises are graded, and one whose row is stale. */
static status follow_due(struct op *op, const struct policy *policy, day on,
                         struct slice_found *found)
{
    struct case_key *const keys = arena_array(op->arena, found->count, sizeof(*keys));
    struct book_view *views = NULL;
    size_t due = 0;
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++)
        if (!found->rows[i].is_decided && found->rows[i].facts.recheck_on != FACTS_STALE)
            keys[due++] =
                (struct case_key){found->rows[i].facts.debtor_id, found->rows[i].facts.case_id};
    TRY(book_view_read_due(op, keys, due, &views));
    for (size_t i = 0; i < found->count; i++) {
        struct found_case *const row = &found->rows[i];
        if (!row->is_decided && row->facts.recheck_on != FACTS_STALE) {
            if (facts_need_grading(views, on))
                row->view = views;
            else
                TRY(follow_view(op, policy, on, views, row, &found->sums));
            views++;
        }
        if (is_needed(row, on))
            found->rows[kept++] = *row;
    }
    found->count = kept;
    return OK;
}

/* Where the chains stand that a decision is about to move, or may be. */
static status read_heads(struct op *op, struct slice_found *found)
{
    found->heads = arena_array(op->arena, found->count, sizeof(*found->heads));
    for (size_t i = 0; i < found->count; i++) {
        const struct found_case *const row = &found->rows[i];
        if (!row->is_decided || !row->has_carried || !decision_same(&row->decision, &row->carried))
            found->heads[found->head_count++] = (struct audit_head){
                .chain = {row->facts.debtor_id, row->facts.case_id}
            };
    }
    return audit_heads_read(op, found->heads, found->head_count);
}

status slice_read(struct op *op, const struct policy *policy, const struct slice *slice, day on,
                  const struct slice_source *source, struct slice_found *ret_found)
{
    struct slice_found found = {0};
    TRY(read_cases(op, policy, slice, on, source, &found));
    TRY(follow_due(op, policy, on, &found));
    TRY(read_heads(op, &found));
    *ret_found = found;
    return OK;
}

/* Grades the promises of the view, in a copy: the slice may be tried again. */
static status grade(struct op *op, const struct book_view *found, day on,
                    struct book_view *ret_view)
{
    struct book_view view = *found;
    view.promises = arena_array(op->arena, view.promise_count, sizeof(*view.promises));
    memcpy(view.promises, found->promises, view.promise_count * sizeof(*view.promises));
    TRY(promise_regrade(op, view.key, on, view.promises, view.promise_count));
    *ret_view = view;
    return OK;
}

/* A case that the reader left: its facts, then its decision. */
static status settle_case(struct op *op, const struct policy *policy, day on,
                          struct found_case *row, struct case_sums *sums)
{
    const struct case_key key = {row->facts.debtor_id, row->facts.case_id};
    const struct arena_mark mark = arena_mark(op->arena);
    struct case_facts facts;
    struct book_view view;
    if (row->view) {
        TRY(grade(op, row->view, on, &view));
        facts_follow(&row->facts, &view, on, &facts);
    } else {
        TRY(facts_compute(op, key, on, &facts));
    }
    touch_clear(op); /* grading touches the case: that is not news */
    row->is_moved = !facts_equal(&facts, &row->facts);
    row->facts = facts;
    TRY(decide_kept(op, policy, on, row, sums));
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
    size_t carry_count;
    struct case_key *keys; /* of whatever is written, for the change sequence */
    size_t key_count;
};

static status gather(struct op *op, const struct policy *policy, day on, struct found_case *rows,
                     size_t count, struct wanted *wanted, struct case_sums *sums,
                     struct changes *changes)
{
    for (size_t i = 0; i < count; i++) {
        struct found_case *const row = &rows[i];
        if (!row->is_decided)
            TRY(settle_case(op, policy, on, row, sums));
        if (row->is_moved)
            changes->facts[changes->fact_count++] = row->facts;
        if (is_wanted(&row->decision, on))
            want(wanted, &row->decision);
        if (row->is_moved || row->differs)
            changes->keys[changes->key_count++] =
                (struct case_key){row->facts.debtor_id, row->facts.case_id};
        if (row->differs)
            changes->carries[changes->carry_count++] = (struct carry){
                &row->facts, &row->decision, row->has_carried ? &row->carried : NULL};
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
    case_sums_join(&count->sums, &found->sums);
    TRY(audit_expect_heads(op, found->heads, found->head_count));
    TRY(gather(op, policy, on, rows, found->count, wanted, &count->sums, &changes));
    TRY(facts_replace(op, changes.facts, changes.fact_count));
    TRY(decision_carry_all(op, changes.carries, changes.carry_count, "close",
                           &count->decision_rows));
    count->fact_rows += (int64_t)changes.fact_count;
    count->changes += (int64_t)changes.key_count;
    return change_note(op, changes.keys, changes.key_count);
}
