#include "policy/resident.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/shared.h"
#include "policy/changes.h"

struct resident {
    struct arena *arena;
    struct load_options options;
    pthread_mutex_t refreshing; /* one refresh at a time */
    struct change_reader reader;
    int64_t connections; /* of this process, before the last refresh began */
    struct db *keeper;   /* a connection that is there for long; NULL: none */
    atomic_int storms;
    atomic_bool wants_claims;
    pthread_mutex_t swapping; /* of what follows */
    const struct resident_view *view;
    struct resident_stats stats;
};

struct resident *resident_create(const struct load_options *options)
{
    struct arena *const arena = arena_create();
    struct resident *const resident = arena_new(arena, struct resident);
    resident->arena = arena;
    resident->options = *options;
    resident->stats.refreshed_at = INSTANT_NONE;
    pthread_mutex_init(&resident->refreshing, NULL);
    pthread_mutex_init(&resident->swapping, NULL);
    return resident;
}

void resident_destroy(struct resident *resident)
{
    if (!resident)
        return;
    shared_drop(resident->view);
    pthread_mutex_destroy(&resident->refreshing);
    pthread_mutex_destroy(&resident->swapping);
    arena_destroy(resident->arena);
}

const struct resident_view *resident_take(struct resident *resident)
{
    pthread_mutex_lock(&resident->swapping);
    const struct resident_view *const view = shared_hold(resident->view);
    pthread_mutex_unlock(&resident->swapping);
    return view;
}

struct resident_stats resident_stats(struct resident *resident)
{
    pthread_mutex_lock(&resident->swapping);
    const struct resident_stats stats = resident->stats;
    pthread_mutex_unlock(&resident->swapping);
    return stats;
}

/* What a refresh did; the view is taken over, and NULL when nothing changed. */
struct step {
    const struct resident_view *view;
    bool is_load;
    instant us;
    size_t debtors;
};

static void take_step(struct resident *resident, const struct step *step)
{
    const struct resident_view *last = NULL;
    struct resident_stats *const stats = &resident->stats;
    pthread_mutex_lock(&resident->swapping);
    stats->refreshed_at = op_clock_system.now(NULL);
    if (step->view) {
        last = resident->view;
        resident->view = step->view;
        stats->cases = (int64_t)step->view->case_count;
        stats->chunks = (int64_t)step->view->chunk_count;
        stats->bytes = (int64_t)step->view->bytes;
        stats->claims = (int64_t)step->view->claim_count;
        stats->claim_bytes = (int64_t)step->view->claim_bytes;
        stats->loads += step->is_load;
        stats->merges += !step->is_load;
        stats->debtors += (int64_t)step->debtors;
        stats->load_us = step->is_load ? step->us : stats->load_us;
    }
    pthread_mutex_unlock(&resident->swapping);
    shared_drop(last);
}

/* --- refreshing: under its mutex --- */

static int64_t sum_of(const struct change_reader *reader)
{
    int64_t sum = 0;
    for (int p = 0; p < SEED_PARTITIONS; p++)
        sum += reader->seen[p];
    return sum;
}

static bool is_later(const struct resident *resident, const struct db *db)
{
    return db_connection_number(db) > resident->connections;
}

/* Whether a connection from before the last refresh still answers: none outlives the server. */
static bool is_vouched_for(const struct op *op, const struct resident *resident)
{
    struct op keeper = *op; /* its failure is not the refresh's */
    struct change_reader heads;
    if (!resident->keeper || is_later(resident, resident->keeper))
        return false;
    keeper.db = resident->keeper;
    op_clear(&keeper);
    return change_reader_start(&keeper, &heads) == OK && !is_later(resident, resident->keeper);
}

/* A server that went down may have forgotten changes that were read, and have given their numbers
 * to others since (db_commit_later): a connection that was made after the last refresh cannot tell
 * by itself. */
static bool is_doubtful(const struct op *op, const struct resident *resident)
{
    return is_later(resident, op->db) && !is_vouched_for(op, resident);
}

/* Changes that are committed while it reads are found by the next refresh. */
static status load(struct op *op, struct resident *resident)
{
    struct load_options options = resident->options;
    struct change_reader reader;
    struct step step = {.is_load = true};
    const instant started = op_clock_system.now(NULL);
    TRY(change_reader_start(op, &reader));
    const int64_t connections = db_connections(); /* ours among them, made again or not */
    options.with_claims |= atomic_load(&resident->wants_claims);
    TRY(resident_load(op, &options, sum_of(&reader), &step.view));
    step.us = op_clock_system.now(NULL) - started;
    resident->connections = connections;
    resident->reader = reader;
    take_step(resident, &step);
    return OK;
}

static int compare_ids(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a;
    const int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* The debtors of the cases, each once, in order. */
static const int64_t *list_debtors(struct op *op, const struct case_key *keys, size_t count,
                                   size_t *ret_count)
{
    int64_t *const debtors = arena_array(op->arena, count, sizeof(*debtors));
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        debtors[i] = keys[i].debtor_id;
    qsort(debtors, count, sizeof(*debtors), compare_ids);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || debtors[kept - 1] != debtors[i])
            debtors[kept++] = debtors[i];
    *ret_count = kept;
    return debtors;
}

/* In a transaction: what changed, and what it is now, are of one moment. */
static status follow(struct op *op, const struct resident_view *view, struct change_reader *reader,
                     struct step *step, bool *ret_is_behind)
{
    struct case_key *keys = NULL;
    size_t count = 0;
    TRY(db_begin(op, DB_READ));
    TRY(change_read(op, reader, &keys, &count, ret_is_behind));
    if (count > 0) {
        const int64_t *const debtors = list_debtors(op, keys, count, &step->debtors);
        TRY(resident_merge(op, view, debtors, step->debtors, sum_of(reader), &step->view));
    }
    const status code = db_commit(op);
    if (code != OK)
        shared_drop(step->view);
    return code;
}

static status refresh(struct op *op, struct resident *resident)
{
    const struct resident_view *const view = resident->view; /* only a refresh changes it */
    struct change_reader reader = resident->reader;
    struct change_reader heads = {{0}};
    struct step step = {.view = NULL};
    const int64_t connections = db_connections();
    bool is_behind = !view || (!view->claims && atomic_load(&resident->wants_claims));
    if (!is_behind) {
        TRY(change_reader_start(op, &heads)); /* makes a lost connection again */
        is_behind = is_doubtful(op, resident);
    }
    if (!is_behind && memcmp(&heads, &reader, sizeof(heads)) != 0) { /* mostly they are equal */
        const status code = follow(op, view, &reader, &step, &is_behind);
        db_rollback(op);
        if (code != OK)
            return code;
    }
    if (is_behind || is_doubtful(op, resident)) {
        shared_drop(step.view);
        return load(op, resident);
    }
    resident->connections = connections;
    resident->reader = reader;
    take_step(resident, &step);
    return OK;
}

void resident_keep(struct resident *resident, struct db *db)
{
    pthread_mutex_lock(&resident->refreshing);
    resident->keeper = db;
    pthread_mutex_unlock(&resident->refreshing);
}

void resident_ask_claims(struct resident *resident)
{
    atomic_store(&resident->wants_claims, true);
}

void resident_storm_begin(struct resident *resident)
{
    if (resident)
        atomic_fetch_add(&resident->storms, 1);
}

void resident_storm_end(struct resident *resident)
{
    if (resident)
        atomic_fetch_sub(&resident->storms, 1);
}

bool resident_in_storm(struct resident *resident)
{
    return atomic_load(&resident->storms) > 0;
}

status resident_refresh(struct op *op, struct resident *resident)
{
    const struct arena_mark mark = arena_mark(op->arena);
    if (db_in_transaction(op))
        return op_fail(op, E_INTERNAL, "resident columns have transactions of their own");
    pthread_mutex_lock(&resident->refreshing);
    const status code = refresh(op, resident);
    pthread_mutex_unlock(&resident->refreshing);
    arena_release(op->arena, mark);
    return code;
}
