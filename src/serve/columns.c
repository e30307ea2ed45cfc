#include "serve/columns.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/shared.h"
#include "policy/policy.h"
#include "record/organisation.h"
#include "store/open.h"

/* One short query a second while nothing happens; while much does, a tenth of the time at most, and
 * none while this server closes a date. */
#define PAUSE_US     (1 * INSTANT_PER_SECOND)
#define PAUSE_MAX_US (30 * INSTANT_PER_SECOND)
#define PAUSE_TIMES  10
#define THREADS_MAX  4 /* more readers than that wait for the disk */

struct columns {
    struct arena *arena;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t moved;
    bool is_stopping; /* under the mutex */
    atomic_bool stop; /* the same, for a load */
    str store;
    struct op op;
    struct resident *resident;
};

/* Whether to go on after a pause. */
static bool pause_for(struct columns *columns, instant us)
{
    struct timespec until;
    bool is_over = false;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += us / INSTANT_PER_SECOND;
    until.tv_nsec += us % INSTANT_PER_SECOND * 1000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&columns->mutex);
    while (!columns->is_stopping && !is_over)
        is_over = pthread_cond_timedwait(&columns->moved, &columns->mutex, &until) != 0;
    const bool is_going_on = !columns->is_stopping;
    pthread_mutex_unlock(&columns->mutex);
    return is_going_on;
}

static instant pause_after(instant took)
{
    const instant pause = took * PAUSE_TIMES;
    return pause < PAUSE_US ? PAUSE_US : pause > PAUSE_MAX_US ? PAUSE_MAX_US : pause;
}

/* Claims are kept for a strategy that asks for obligations, and only then: for the one that is
 * active now; a close or a simulation asks for those of another. */
static status ask_claims(struct columns *columns)
{
    struct op *const op = &columns->op;
    const struct policy *policy = NULL;
    TRY(organisation_read_date(op));
    TRY(db_begin(op, DB_READ));
    if (policy_get(op, &policy) == OK && policy_any_reads_obligations(policy))
        resident_ask_claims(columns->resident);
    db_rollback(op); /* nothing was written */
    op_clear(op);    /* without a strategy nobody asks */
    return OK;
}

static status refresh(struct columns *columns)
{
    const struct db_options options = {.read_only = true};
    struct op *const op = &columns->op;
    if (resident_in_storm(columns->resident))
        return OK;
    if (!op->db)
        TRY(db_open(op, columns->store, &options, &op->db));
    if (resident_stats(columns->resident).loads == 0)
        TRY(ask_claims(columns));
    TRY(resident_refresh(op, columns->resident));
    resident_keep(columns->resident, op->db); /* from here on only refreshes use it */
    return OK;
}

/* Once for each change between fresh and not fresh, and for each load. */
static void tell(struct columns *columns, status code, status before, int64_t loads_before)
{
    const struct resident_stats stats = resident_stats(columns->resident);
    if (code == OK && stats.loads != loads_before)
        log_event(LOG_INFO, "serve.columns_loaded", LOG_I64("cases", stats.cases),
                  LOG_I64("bytes", stats.bytes), LOG_I64("us", stats.load_us));
    else if (code != before && !atomic_load(&columns->stop))
        log_event(code == OK ? LOG_INFO : LOG_WARN,
                  code == OK ? "serve.columns_fresh" : "serve.columns_not_fresh",
                  LOG_STATUS("status", code));
}

static void *run(void *context)
{
    struct columns *const columns = context;
    struct op *const op = &columns->op;
    status before = OK;
    instant took = 0;
    do {
        const struct arena_mark mark = arena_mark(op->arena);
        const instant started = op_clock_system.now(NULL);
        const int64_t loads = resident_stats(columns->resident).loads;
        const status code = refresh(columns);
        tell(columns, code, before, loads);
        before = code;
        op_clear(op);
        arena_release(op->arena, mark);
        const bool is_load = resident_stats(columns->resident).loads != loads;
        took = is_load ? 0 : op_clock_system.now(NULL) - started;
    } while (pause_for(columns, pause_after(took)));
    return NULL;
}

static int reading_threads(void)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1 ? 1 : processors > THREADS_MAX ? THREADS_MAX : (int)processors;
}

static void give_back(struct columns *columns)
{
    resident_keep(columns->resident, NULL);
    db_close(columns->op.db);
    arena_destroy(columns->op.arena);
    resident_destroy(columns->resident);
    pthread_mutex_destroy(&columns->mutex);
    pthread_cond_destroy(&columns->moved);
    arena_destroy(columns->arena);
}

struct columns *columns_start(struct op *op, str store)
{
    struct arena *const arena = arena_create();
    struct columns *const columns = arena_new(arena, struct columns);
    const struct load_options options = {.threads = reading_threads(), .stop = &columns->stop};
    pthread_condattr_t attributes;
    columns->arena = arena;
    columns->store = str_copy(arena, store);
    columns->resident = resident_create(&options);
    op_init(&columns->op, arena_create(), NULL, op->clock);
    columns->op.language = op->language;
    pthread_mutex_init(&columns->mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&columns->moved, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&columns->thread, NULL, run, columns) == 0)
        return columns;
    give_back(columns);
    return NULL;
}

void columns_stop(struct columns *columns)
{
    if (!columns)
        return;
    pthread_mutex_lock(&columns->mutex);
    columns->is_stopping = true;
    atomic_store(&columns->stop, true);
    pthread_cond_broadcast(&columns->moved);
    pthread_mutex_unlock(&columns->mutex);
    pthread_join(columns->thread, NULL);
    give_back(columns);
}

struct resident *columns_resident(struct columns *columns)
{
    return columns ? columns->resident : NULL;
}

static void let_go(void *view)
{
    shared_drop(view);
}

const struct resident_view *columns_last(struct op *op, struct resident *resident)
{
    const struct resident_view *const view = resident ? resident_take(resident) : NULL;
    if (view)
        arena_defer(op->arena, let_go, (void *)(uintptr_t)view);
    return view;
}

status columns_take(struct op *op, struct resident *resident, const struct resident_view **ret_view)
{
    *ret_view = NULL;
    if (!resident || resident_stats(resident).loads == 0)
        return OK;
    TRY(resident_refresh(op, resident));
    *ret_view = columns_last(op, resident);
    return OK;
}
