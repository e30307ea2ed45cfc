#include "serve/access.h"

#include <pthread.h>
#include <time.h>

#include "base/log.h"
#include "store/open.h"

struct access_log {
    struct arena *arena;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t stopped;
    bool is_stopping;
    str store;
    struct op op; /* of the thread */
    size_t count;
    struct access waiting[ACCESS_WAITING_MAX];
    struct access writing[ACCESS_WAITING_MAX]; /* the thread's own */
};

status access_log_add(struct op *op, struct access_log *log, const struct access *access)
{
    bool is_taken = true;
    if (access->fields == 0)
        return OK;
    (void)pthread_mutex_lock(&log->mutex);
    if (log->count == ACCESS_WAITING_MAX)
        is_taken = false;
    else
        log->waiting[log->count++] = *access;
    (void)pthread_mutex_unlock(&log->mutex);
    return is_taken ? OK
                    : op_fail(op, E_BUSY,
                              "personal data are not shown, because the log of who sees them "
                              "cannot be written: try again");
}

/* --- the thread --- */

static status write_rows(struct access_log *log, size_t count)
{
    const struct db_options options = {.shares_flush = true};
    struct op *const op = &log->op;
    if (!op->db)
        TRY(db_open(op, log->store, &options, &op->db));
    TRY(db_begin(op, DB_WRITE));
    for (size_t i = 0; i < count; i++)
        TRY(access_write(op, &log->writing[i]));
    return db_commit(op);
}

/* Takes what waits, and gives it back when it cannot be written. */
static bool write_waiting(struct access_log *log)
{
    (void)pthread_mutex_lock(&log->mutex);
    const size_t count = log->count;
    memcpy(log->writing, log->waiting, count * sizeof(*log->writing));
    (void)pthread_mutex_unlock(&log->mutex);
    if (count == 0)
        return true;
    const struct arena_mark mark = arena_mark(log->op.arena);
    const status code = write_rows(log, count);
    if (code != OK && log->op.db)
        db_rollback(&log->op);
    op_clear(&log->op);
    arena_release(log->op.arena, mark);
    if (code != OK) {
        log_event(LOG_WARN, "serve.access_not_written", LOG_STATUS("status", code),
                  LOG_I64("rows", count));
        return false;
    }
    (void)pthread_mutex_lock(&log->mutex);
    log->count -= count;
    memmove(log->waiting, log->waiting + count, log->count * sizeof(*log->waiting));
    (void)pthread_mutex_unlock(&log->mutex);
    return true;
}

/* Whether to go on after a pause. */
static bool pause_and_go_on(struct access_log *log)
{
    struct timespec until;
    bool is_over = false;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ACCESS_PAUSE_US * 1000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    (void)pthread_mutex_lock(&log->mutex);
    while (!log->is_stopping && !is_over)
        is_over = pthread_cond_timedwait(&log->stopped, &log->mutex, &until) != 0;
    const bool is_going_on = !log->is_stopping;
    (void)pthread_mutex_unlock(&log->mutex);
    return is_going_on;
}

static void *run(void *context)
{
    struct access_log *const log = context;
    while (pause_and_go_on(log))
        (void)write_waiting(log);
    (void)write_waiting(log); /* the last ones */
    return NULL;
}

/* --- starting and stopping --- */

struct access_log *access_log_start(struct op *op, str store)
{
    struct arena *const arena = arena_create();
    struct access_log *const log = arena_new(arena, struct access_log);
    pthread_condattr_t attributes;
    log->arena = arena;
    log->store = str_copy(arena, store);
    op_init(&log->op, arena_create(), NULL, op->clock);
    (void)pthread_mutex_init(&log->mutex, NULL);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&log->stopped, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    if (pthread_create(&log->thread, NULL, run, log) == 0)
        return log;
    arena_destroy(log->op.arena);
    arena_destroy(arena);
    (void)op_fail(op, E_LIMIT, "the system gives no thread for the access log");
    return NULL;
}

void access_log_stop(struct access_log *log)
{
    (void)pthread_mutex_lock(&log->mutex);
    log->is_stopping = true;
    (void)pthread_cond_broadcast(&log->stopped);
    (void)pthread_mutex_unlock(&log->mutex);
    (void)pthread_join(log->thread, NULL);
    if (log->op.db)
        db_close(log->op.db);
    arena_destroy(log->op.arena);
    (void)pthread_cond_destroy(&log->stopped);
    (void)pthread_mutex_destroy(&log->mutex);
    arena_destroy(log->arena);
}
