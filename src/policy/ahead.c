#include "policy/ahead.h"

#include <pthread.h>

#include "store/open.h"

enum work { WORK_NONE, WORK_ASKED, WORK_SEEING, WORK_DONE, WORK_FAILED };

/* Results alternate between two arenas: one is used while the other is filled. */
#define RESULTS 2

struct ahead {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t moved;
    struct op op;                /* of the thread */
    const struct policy *policy; /* the asker's */
    day on;
    /* under the mutex */
    bool is_stopping;
    enum work work;
    struct slice slice;
    struct slice_source source;
    int64_t total;
    int result; /* which of the two is the last one */
    struct slice_found found[RESULTS];
    struct arena *arenas[RESULTS];
};

static status read_total(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static void move(struct ahead *a, enum work work)
{
    pthread_mutex_lock(&a->mutex);
    a->work = work;
    pthread_cond_broadcast(&a->moved);
    pthread_mutex_unlock(&a->mutex);
}

/* In the snapshot that the first query takes. */
static status read_slice(struct ahead *a)
{
    struct op *const op = &a->op;
    const struct policy *policy = NULL;
    bool found = false;
    TRY(db_query_one(op, Q_CHANGE_TOTAL, DB_NO_ARGS, read_total, &a->total, &found));
    move(a, WORK_SEEING);
    TRY(policy_get(op, &policy)); /* compiled once for the connection */
    if (!policy_same(policy, a->policy))
        return op_fail(op, E_CONFLICT, "another strategy is active");
    return slice_read(op, policy, &a->slice, a->on, &a->source, &a->found[a->result]);
}

static void work_on(struct ahead *a)
{
    struct op *const op = &a->op;
    op->arena = a->arenas[a->result];
    arena_reset(op->arena);
    status code = db_begin(op, DB_READ);
    if (code == OK)
        code = read_slice(a);
    db_rollback(op); /* nothing was written */
    op_clear(op);
    move(a, code == OK ? WORK_DONE : WORK_FAILED);
}

/* Whether a slice was asked for; otherwise it is time to stop. */
static bool wait_for_slice(struct ahead *a)
{
    pthread_mutex_lock(&a->mutex);
    while (a->work != WORK_ASKED && !a->is_stopping)
        pthread_cond_wait(&a->moved, &a->mutex);
    const bool is_asked = !a->is_stopping;
    pthread_mutex_unlock(&a->mutex);
    return is_asked;
}

static void *run(void *context)
{
    struct ahead *const a = context;
    while (wait_for_slice(a))
        work_on(a);
    return NULL;
}

static void give_back(struct ahead *a)
{
    db_close(a->op.db);
    for (int i = 0; i < RESULTS; i++)
        arena_destroy(a->arenas[i]);
    pthread_mutex_destroy(&a->mutex);
    pthread_cond_destroy(&a->moved);
}

struct ahead *ahead_start(struct op *op, const struct policy *policy, day on)
{
    struct ahead *const a = arena_new(op->arena, struct ahead);
    struct op opener = *op; /* its failure is not the close's */
    struct db *db = NULL;
    op_clear(&opener);
    if (db_open_beside(&opener, &db) != OK)
        return NULL;
    for (int i = 0; i < RESULTS; i++)
        a->arenas[i] = arena_create();
    op_init(&a->op, a->arenas[0], db, op->clock);
    a->op.language = op->language;
    a->op.business_date = op->business_date;
    a->policy = policy;
    a->on = on;
    pthread_mutex_init(&a->mutex, NULL);
    pthread_cond_init(&a->moved, NULL);
    if (pthread_create(&a->thread, NULL, run, a) == 0)
        return a;
    give_back(a);
    return NULL;
}

void ahead_stop(struct ahead *a)
{
    if (!a)
        return;
    pthread_mutex_lock(&a->mutex);
    a->is_stopping = true;
    pthread_cond_broadcast(&a->moved);
    pthread_mutex_unlock(&a->mutex);
    pthread_join(a->thread, NULL);
    give_back(a);
}

/* Under the mutex: until the thread is no longer in one of these. */
static void wait_while(struct ahead *a, enum work one, enum work other)
{
    while (a->work == one || a->work == other)
        pthread_cond_wait(&a->moved, &a->mutex);
}

void ahead_ask(struct ahead *a, const struct slice *slice, const struct slice_source *source)
{
    pthread_mutex_lock(&a->mutex);
    if (a->work == WORK_NONE || a->slice.number != slice->number) {
        wait_while(a, WORK_ASKED, WORK_SEEING);
        a->slice = *slice;
        a->source = *source;
        a->result = (a->result + 1) % RESULTS;
        a->work = WORK_ASKED;
        pthread_cond_broadcast(&a->moved);
        wait_while(a, WORK_ASKED, WORK_ASKED);
    }
    pthread_mutex_unlock(&a->mutex);
}

const struct slice_found *ahead_take(struct ahead *a, const struct slice *slice, int64_t *ret_total)
{
    const struct slice_found *found = NULL;
    pthread_mutex_lock(&a->mutex);
    if (a->work != WORK_NONE && a->slice.number == slice->number) {
        wait_while(a, WORK_ASKED, WORK_SEEING);
        found = a->work == WORK_DONE ? &a->found[a->result] : NULL;
        *ret_total = a->total;
    }
    pthread_mutex_unlock(&a->mutex);
    return found;
}
