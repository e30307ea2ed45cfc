/* The next view from the last one: chunks with changed debtors are made anew, the rest is shared.
 *
 * A chunk stands for all keys from its first one to before the first one of the next; the first
 * chunk also for what comes before it, the last for what comes after.  New cases find their place
 * by that, and a chunk that grows too large becomes several. */
#include "base/shared.h"
#include "policy/resident_build.h"

/* So many debtors of one chunk are read as a range: it costs less than asking for each. */
#define RANGE_RATHER (VEC_ROWS / 8)

struct merge {
    struct op *op;
    struct chunk_list list;    /* of the next view */
    struct column_rows before; /* the chunk as it was */
    struct column_rows fresh;  /* what the store has now */
    struct column_rows after;
    size_t at; /* in before */
    /* of the chunk at hand */
    struct case_key from, until;
    const int64_t *debtors;
    size_t count;
    bool by_range; /* all debtors from the first to the last are read, not just these */
};

static int compare(struct case_key a, struct case_key b)
{
    if (a.debtor_id != b.debtor_id)
        return a.debtor_id < b.debtor_id ? -1 : 1;
    return (a.case_id > b.case_id) - (a.case_id < b.case_id);
}

static struct case_key key_at(const struct column_rows *rows, size_t row)
{
    return (struct case_key){rows->cells[COLUMN_DEBTOR][row], rows->cells[COLUMN_CASE][row]};
}

/* The first of the debtors at or after one. */
static size_t first_at(const int64_t *debtors, size_t count, int64_t debtor_id)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (debtors[middle] < debtor_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether the rows of a debtor come from the store. */
static bool is_read(const struct merge *m, int64_t debtor_id)
{
    if (debtor_id < m->debtors[0] || debtor_id > m->debtors[m->count - 1])
        return false;
    return m->by_range || m->debtors[first_at(m->debtors, m->count, debtor_id)] == debtor_id;
}

/* A run of rows, a full chunk as soon as there is another one behind it. */
static void put(struct merge *m, const struct column_rows *from, size_t at, size_t count)
{
    while (count > 0) {
        const size_t room = COLUMN_ROWS_MAX - m->after.count;
        const size_t now = count < room ? count : room;
        column_rows_add(&m->after, from, at, now);
        at += now;
        count -= now;
        if (m->after.count == COLUMN_ROWS_MAX)
            chunk_list_pack(&m->list, m->op->arena, &m->after, VEC_ROWS);
    }
}

/* Rows that were there and are not read anew, up to a key; *until NULL: all. */
static void keep_until(struct merge *m, const struct case_key *until)
{
    size_t run = m->at; /* first row that is not put yet */
    for (; m->at < m->before.count; m->at++) {
        const struct case_key key = key_at(&m->before, m->at);
        if (until && compare(key, *until) >= 0)
            break;
        if (!is_read(m, key.debtor_id))
            continue;
        put(m, &m->before, run, m->at - run);
        run = m->at + 1;
    }
    put(m, &m->before, run, m->at - run);
}

static void put_fresh(struct merge *m)
{
    for (size_t i = 0; i < m->fresh.count; i++) {
        const struct case_key key = key_at(&m->fresh, i);
        if (compare(key, m->from) < 0 || compare(key, m->until) >= 0)
            continue; /* a debtor's other cases, in the chunk beside this one */
        keep_until(m, &key);
        put(m, &m->fresh, i, 1);
    }
}

static status read_walk(struct merge *m, struct column_walk *walk)
{
    size_t count = VEC_ROWS;
    while (count == VEC_ROWS) {
        column_rows_clear(&m->fresh);
        TRY(column_walk_next(m->op, walk, &m->fresh, &count));
        put_fresh(m);
    }
    return OK;
}

static status read_debtors(struct merge *m)
{
    struct column_walk walk;
    if (m->by_range) {
        TRY(column_walk_range(m->op, m->debtors[0], m->debtors[m->count - 1] + 1,
                              m->list.has_claims, &walk));
        return read_walk(m, &walk);
    }
    for (size_t i = 0; i < m->count; i += COLUMN_DEBTORS) {
        const size_t left = m->count - i;
        TRY(column_walk_debtors(m->op, m->debtors + i,
                                left < COLUMN_DEBTORS ? left : COLUMN_DEBTORS, m->list.has_claims,
                                &walk));
        TRY(read_walk(m, &walk));
    }
    return OK;
}

/* What is left over becomes one chunk, or two alike: each has room for what comes next. */
static void finish_chunk(struct merge *m)
{
    struct arena *const scratch = m->op->arena;
    if (m->after.count > VEC_ROWS)
        chunk_list_pack(&m->list, scratch, &m->after, m->after.count / 2);
    if (m->after.count > 0)
        chunk_list_pack(&m->list, scratch, &m->after, m->after.count);
}

/* NULL: there is no chunk yet. */
static status rebuild(struct merge *m, const struct vec_chunk *chunk,
                      const struct claim_block *claims)
{
    const struct arena_mark mark = arena_mark(m->op->arena);
    column_rows_clear(&m->before);
    m->at = 0;
    m->by_range = m->count >= RANGE_RATHER;
    if (chunk)
        column_rows_add_chunk(&m->before, chunk, claims);
    TRY(read_debtors(m));
    keep_until(m, NULL);
    finish_chunk(m);
    arena_release(m->op->arena, mark);
    return OK;
}

/* Which keys the chunk stands for, and which of the debtors may have some. */
static void aim(struct merge *m, const struct resident_view *view, size_t chunk,
                const int64_t *debtors, size_t count)
{
    static const struct case_key least = {INT64_MIN, INT64_MIN};
    static const struct case_key most = {INT64_MAX, INT64_MAX};
    m->from = chunk > 0 ? resident_view_first(view, chunk) : least;
    m->until = chunk + 1 < view->chunk_count ? resident_view_first(view, chunk + 1) : most;
    const size_t first = first_at(debtors, count, m->from.debtor_id);
    size_t end = first_at(debtors, count, m->until.debtor_id);
    if (end < count && debtors[end] == m->until.debtor_id && m->until.case_id > 0)
        end++; /* the debtor begins in this chunk and goes on in the next */
    m->debtors = debtors + first;
    m->count = end - first;
}

static status merge_all(struct merge *m, const struct resident_view *view, const int64_t *debtors,
                        size_t count)
{
    const size_t chunks = view->chunk_count > 0 ? view->chunk_count : 1;
    for (size_t i = 0; i < chunks; i++) {
        const struct vec_chunk *const chunk = view->chunk_count > 0 ? view->chunks[i] : NULL;
        const struct claim_block *const claims = chunk && view->claims ? view->claims[i] : NULL;
        aim(m, view, i, debtors, count);
        if (m->count > 0)
            TRY(rebuild(m, chunk, claims));
        else if (chunk)
            chunk_list_add(&m->list, shared_hold(chunk), shared_hold(claims));
    }
    return OK;
}

status resident_merge(struct op *op, const struct resident_view *view, const int64_t *debtors,
                      size_t count, int64_t changes, const struct resident_view **ret_view)
{
    struct merge *const m = arena_new(op->arena, struct merge);
    struct arena *const kept = arena_create(); /* of the list: the op's is released by chunk */
    struct arena *const of_claims = view->claims ? kept : NULL;
    m->op = op;
    m->list.arena = kept;
    m->list.has_claims = view->claims != NULL;
    column_rows_init(op->arena, of_claims, &m->before);
    column_rows_init(op->arena, of_claims, &m->fresh);
    column_rows_init(op->arena, of_claims, &m->after);
    const status code = merge_all(m, view, debtors, count);
    if (code == OK)
        *ret_view = resident_view_create(&m->list, changes);
    else
        chunk_list_drop(&m->list);
    arena_destroy(kept);
    return code;
}
