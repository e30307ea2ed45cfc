/* All cases from the store.  Ranges of debtors are handed out in order, to whoever is free: two
 * threads end at the same time, however the cases lie. */
#include <pthread.h>

#include "base/shared.h"
#include "policy/resident_build.h"
#include "store/open.h"

#define RANGE_CASES ((int64_t)16 * VEC_ROWS) /* full chunks, and a tenth of a second of reading */
#define LOADERS_MAX 16

/* Calls take(op, context, rows, count) as soon as a chunk is full, and for what is left. */
typedef status rows_taker(struct op *op, void *context, struct column_rows *rows, size_t count);

static status read_rows(struct op *op, int64_t from, int64_t until, struct column_rows *rows,
                        rows_taker *take, void *context)
{
    struct column_walk walk;
    size_t count = VEC_ROWS;
    column_rows_clear(rows);
    TRY(column_walk_range(op, from, until, rows->claims != NULL, &walk));
    while (count == VEC_ROWS) {
        TRY(column_walk_next(op, &walk, rows, &count));
        if (rows->count > VEC_ROWS)
            TRY(take(op, context, rows, VEC_ROWS));
    }
    return rows->count > 0 ? take(op, context, rows, rows->count) : OK;
}

struct reading {
    chunk_taker *each;
    void *context;
};

static status give_chunk(struct op *op, void *context, struct column_rows *rows, size_t count)
{
    const struct reading *const reading = context;
    return reading->each(op, reading->context, column_rows_pack(op->arena, rows, count, NULL));
}

status resident_read(struct op *op, int64_t from, int64_t until, chunk_taker *each, void *context)
{
    struct column_rows *const rows = arena_new(op->arena, struct column_rows);
    struct reading reading = {each, context};
    column_rows_init(op->arena, NULL, rows);
    return read_rows(op, from, until, rows, give_chunk, &reading);
}

/* --- several loaders --- */

/* What the loaders share. */
struct load {
    pthread_mutex_t mutex;
    int64_t range_cases;
    bool with_claims;
    const atomic_bool *stop; /* may be NULL */
    int64_t from;            /* of the next range */
    int64_t range_count;
    bool is_over; /* no range is left, or one failed */
    status code;  /* of the first that failed */
    char text[LIMIT_FAILURE_TEXT];
};

struct range {
    int64_t number;
    int64_t from;
    int64_t until;
    struct chunk_list chunks;
};

struct loader {
    struct load *load;
    struct op op;
    struct arena *kept; /* of the ranges: op's own is scratch */
    struct column_rows rows;
    struct range *ranges; /* in the order of their numbers */
    size_t range_count, capacity;
    bool has_thread;
    pthread_t thread;
};

static status read_debtor(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

/* Where the range ends that begins at a debtor. */
static status find_end(struct op *op, int64_t from, int64_t cases, int64_t *ret_until)
{
    int64_t until = INT64_MAX;
    bool found = false;
    TRY(db_query_one(op, Q_DEBTOR_STEP, DB_ARGS(ARG_I64(from), ARG_I64(cases)), read_debtor, &until,
                     &found));
    if (found && until == from) /* one debtor with more cases than a range */
        TRY(db_query_one(op, Q_DEBTOR_STEP, DB_ARGS(ARG_I64(from + 1), ARG_I64(0)), read_debtor,
                         &until, &found));
    *ret_until = found ? until : INT64_MAX;
    return OK;
}

/* Under the mutex. */
static status take_range(struct loader *loader, struct range *ret_range)
{
    struct load *const load = loader->load;
    if (load->stop && atomic_load(load->stop))
        return op_fail(&loader->op, E_BUSY, "the load was stopped");
    const struct range range = {
        load->range_count, load->from, 0, {.arena = loader->kept, .has_claims = load->with_claims}
    };
    *ret_range = range;
    TRY(find_end(&loader->op, load->from, load->range_cases, &ret_range->until));
    load->range_count++;
    load->from = ret_range->until;
    load->is_over = ret_range->until == INT64_MAX;
    return OK;
}

/* Under the mutex: the first failure is the load's. */
static void note_failure(struct loader *loader, status code)
{
    struct load *const load = loader->load;
    load->is_over = true;
    if (code == OK || load->code != OK)
        return;
    load->code = code;
    memcpy(load->text, loader->op.text, sizeof(load->text));
}

static bool next_range(struct loader *loader, struct range *ret_range)
{
    struct load *const load = loader->load;
    bool is_taken = false;
    pthread_mutex_lock(&load->mutex);
    if (!load->is_over) {
        const status code = take_range(loader, ret_range);
        is_taken = code == OK;
        if (!is_taken)
            note_failure(loader, code);
    }
    pthread_mutex_unlock(&load->mutex);
    return is_taken;
}

static status keep_rows(struct op *op, void *context, struct column_rows *rows, size_t count)
{
    chunk_list_pack(context, op->arena, rows, count);
    return OK;
}

/* In a transaction of its own. */
static status load_range(struct loader *loader, struct range *range)
{
    struct op *const op = &loader->op;
    const struct arena_mark mark = arena_mark(op->arena);
    status code = db_begin(op, DB_READ);
    if (code == OK)
        code = read_rows(op, range->from, range->until, &loader->rows, keep_rows, &range->chunks);
    if (code == OK)
        code = db_commit(op);
    db_rollback(op);
    arena_release(op->arena, mark);
    return code;
}

static void *run_loader(void *context)
{
    struct loader *const loader = context;
    struct load *const load = loader->load;
    struct range range;
    status code = OK;
    while (code == OK && next_range(loader, &range)) {
        code = load_range(loader, &range);
        loader->ranges = arena_grow(loader->kept, loader->ranges, loader->range_count,
                                    &loader->capacity, sizeof(*loader->ranges));
        loader->ranges[loader->range_count++] = range;
    }
    if (code != OK) {
        pthread_mutex_lock(&load->mutex);
        note_failure(loader, code);
        pthread_mutex_unlock(&load->mutex);
    }
    return NULL;
}

static void start_loader(struct op *op, struct load *load, struct loader *loader, struct db *db)
{
    loader->load = load;
    op_init(&loader->op, arena_create(), db, op->clock);
    loader->op.language = op->language;
    loader->kept = arena_create();
    column_rows_init(loader->op.arena, load->with_claims ? loader->kept : NULL, &loader->rows);
}

/* One more reader: without a connection or a thread for it the others read its share. */
static void start_beside(struct op *op, struct load *load, struct loader *loader)
{
    struct op opener = *op;
    struct db *db = NULL;
    op_clear(&opener);
    if (db_open_beside(&opener, &db) != OK)
        return;
    start_loader(op, load, loader, db);
    loader->has_thread = pthread_create(&loader->thread, NULL, run_loader, loader) == 0;
}

/* The ranges of all loaders in order: each has its own in order. */
static void gather(struct loader *loaders, size_t count, struct chunk_list *list)
{
    size_t next[LOADERS_MAX] = {0};
    for (bool is_moved = true; is_moved;) {
        struct range *first = NULL;
        size_t whose = 0;
        for (size_t i = 0; i < count; i++) {
            struct range *const range =
                next[i] < loaders[i].range_count ? &loaders[i].ranges[next[i]] : NULL;
            if (!range || (first && first->number < range->number))
                continue;
            first = range;
            whose = i;
        }
        is_moved = first != NULL;
        if (!first)
            continue;
        next[whose]++;
        chunk_list_take(list, &first->chunks);
    }
}

static void end_loader(struct op *op, struct loader *loader)
{
    if (!loader->load)
        return;
    if (loader->op.db != op->db)
        db_close(loader->op.db);
    arena_destroy(loader->op.arena);
    arena_destroy(loader->kept);
}

status resident_load(struct op *op, const struct load_options *options, int64_t changes,
                     const struct resident_view **ret_view)
{
    const size_t count = options->threads < 1             ? 1
                         : options->threads > LOADERS_MAX ? LOADERS_MAX
                                                          : (size_t)options->threads;
    struct loader *const loaders = arena_array(op->arena, count, sizeof(*loaders));
    struct chunk_list list = {.arena = op->arena, .has_claims = options->with_claims};
    struct load load = {.range_cases =
                            options->range_cases > 0 ? options->range_cases : RANGE_CASES,
                        .with_claims = options->with_claims,
                        .stop = options->stop,
                        .code = OK};
    assert(!db_in_transaction(op));
    pthread_mutex_init(&load.mutex, NULL);
    start_loader(op, &load, &loaders[0], op->db); /* the caller reads too */
    for (size_t i = 1; i < count; i++)
        start_beside(op, &load, &loaders[i]);
    (void)run_loader(&loaders[0]);
    for (size_t i = 1; i < count; i++)
        if (loaders[i].has_thread)
            pthread_join(loaders[i].thread, NULL);
    gather(loaders, count, &list);
    for (size_t i = 0; i < count; i++)
        end_loader(op, &loaders[i]);
    pthread_mutex_destroy(&load.mutex);
    if (load.code != OK) {
        chunk_list_drop(&list);
        return op_fail(op, load.code, "%s", load.text);
    }
    *ret_view = resident_view_create(&list, changes);
    return OK;
}
