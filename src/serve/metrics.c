#include "serve/metrics.h"

#include <assert.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/version.h"
#include "policy/resident.h"
#include "reach/hold.h"
#include "record/organisation.h"
#include "store/db.h"

#define OPERATIONS_MAX 128 /* routes, and one for files */
#define PAGE_BYTES     ((size_t)256 << 10)

/* Statuses that we answer with; the last counts all others. */
static const int statuses[] = {200, 201, 204, 304, 400, 401, 403, 404, 405,
                               409, 413, 415, 422, 429, 500, 503, 0};
enum { STATUS_COUNT_SHOWN = ARRAY_LEN(statuses) };

/* Upper ends of the latency's steps in microseconds: the goal of 20 ms lies between two. */
static const int64_t steps_us[] = {1000,   2500,   5000,    10000,   20000,   50000,
                                   100000, 250000, 1000000, 2500000, 10000000};
enum { STEP_COUNT = ARRAY_LEN(steps_us) };

struct operation {
    atomic_llong answers[STATUS_COUNT_SHOWN];
    atomic_llong steps[STEP_COUNT + 1]; /* each its own; the page adds them up */
    atomic_llong sum_us;
};

struct metrics {
    instant started_at;
    struct operation operations[OPERATIONS_MAX];
    pthread_mutex_t mutex; /* of what follows */
    instant store_asked_at;
    char *store_page; /* what the store said then */
    size_t store_size;
};

struct metrics *metrics_create(struct arena *arena, instant started_at)
{
    struct metrics *const metrics = arena_new(arena, struct metrics);
    metrics->started_at = started_at;
    metrics->store_asked_at = INSTANT_NONE;
    metrics->store_page = arena_alloc(arena, PAGE_BYTES);
    (void)pthread_mutex_init(&metrics->mutex, NULL);
    return metrics;
}

void metrics_destroy(struct metrics *metrics)
{
    (void)pthread_mutex_destroy(&metrics->mutex);
}

/* --- counting --- */

/* The number of a route in the order of the lists; files come last. */
static size_t operation_of(const struct route *route)
{
    size_t number = 0;
    const struct route_list *list = NULL;
    for (size_t l = 0; (list = route_list_at(l)) != NULL; l++) {
        if (route >= list->rows && route < list->rows + list->count)
            return number + (size_t)(route - list->rows);
        number += list->count;
    }
    assert(number < OPERATIONS_MAX);
    return number;
}

void metrics_count(struct metrics *metrics, const struct route *route, int http_status, int64_t us)
{
    struct operation *const operation = &metrics->operations[operation_of(route)];
    size_t shown = 0;
    size_t step = 0;
    while (statuses[shown] != http_status && statuses[shown] != 0)
        shown++;
    while (step < STEP_COUNT && us > steps_us[step])
        step++;
    atomic_fetch_add_explicit(&operation->answers[shown], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&operation->steps[step], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&operation->sum_us, us, memory_order_relaxed);
}

/* --- the page --- */

static void add_head(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void add_gauge(struct buf *out, const char *name, const char *help, int64_t value)
{
    add_head(out, name, "gauge", help);
    buf_printf(out, "%s %" PRId64 "\n", name, value);
}

/* Microseconds as seconds, exactly. */
static void add_seconds(struct buf *out, int64_t us)
{
    buf_printf(out, "%" PRId64 ".%06" PRId64 "\n", us / INSTANT_PER_SECOND,
               us % INSTANT_PER_SECOND);
}

static void add_label(struct buf *out, str value)
{
    for (size_t i = 0; i < value.size; i++) {
        const char c = value.data[i];
        if (c == '"' || c == '\\')
            buf_add_char(out, '\\');
        if (c == '\n')
            buf_add_c(out, "\\n");
        else
            buf_add_char(out, c);
    }
}

typedef void add_operation(struct buf *out, const char *name, const struct operation *operation);

static void add_answers(struct buf *out, const char *name, const struct operation *operation)
{
    for (size_t s = 0; s < STATUS_COUNT_SHOWN; s++) {
        const long long count = atomic_load_explicit(&operation->answers[s], memory_order_relaxed);
        if (count == 0)
            continue;
        buf_printf(out, "acuerdo_http_requests_total{operation=\"%s\",status=\"", name);
        if (statuses[s] == 0)
            buf_add_c(out, "other");
        else
            buf_printf(out, "%d", statuses[s]);
        buf_printf(out, "\"} %lld\n", count);
    }
}

static void add_latency(struct buf *out, const char *name, const struct operation *operation)
{
    static const char metric[] = "acuerdo_http_request_duration_seconds";
    long long below = 0;
    for (size_t s = 0; s <= STEP_COUNT; s++) {
        below += atomic_load_explicit(&operation->steps[s], memory_order_relaxed);
        buf_printf(out, "%s_bucket{operation=\"%s\",le=\"", metric, name);
        if (s < STEP_COUNT)
            buf_printf(out, "%" PRId64 ".%04" PRId64, steps_us[s] / 1000000,
                       steps_us[s] % 1000000 / 100);
        else
            buf_add_c(out, "+Inf");
        buf_printf(out, "\"} %lld\n", below);
    }
    buf_printf(out, "%s_sum{operation=\"%s\"} ", metric, name);
    add_seconds(out, atomic_load_explicit(&operation->sum_us, memory_order_relaxed));
    buf_printf(out, "%s_count{operation=\"%s\"} %lld\n", metric, name, below);
}

static bool is_used(const struct operation *operation)
{
    for (size_t s = 0; s <= STEP_COUNT; s++)
        if (atomic_load_explicit(&operation->steps[s], memory_order_relaxed) > 0)
            return true;
    return false;
}

/* Operations that nobody has asked for yet are left out. */
static void add_operations(struct buf *out, const struct metrics *metrics, add_operation *add)
{
    size_t number = 0;
    const struct route_list *list = NULL;
    for (size_t l = 0; (list = route_list_at(l)) != NULL; l++)
        for (size_t i = 0; i < list->count; i++, number++)
            if (is_used(&metrics->operations[number]))
                add(out, list->rows[i].operation, &metrics->operations[number]);
    if (is_used(&metrics->operations[number]))
        add(out, "file", &metrics->operations[number]);
}

static void add_process(struct buf *out, const struct metrics *metrics)
{
    add_head(out, "acuerdo_build_info", "gauge", "The program that answers.");
    buf_printf(out, "acuerdo_build_info{version=\"%s\"} 1\n", ACUERDO_VERSION);
    add_head(out, "process_start_time_seconds", "gauge", "When the server started.");
    buf_add_c(out, "process_start_time_seconds ");
    add_seconds(out, metrics->started_at);
    add_gauge(out, "acuerdo_store_transactions_open",
              "Store transactions of this process that are open now.", db_open_transactions());
    add_head(out, "acuerdo_http_requests_total", "counter", "Answers by operation and status.");
    add_operations(out, metrics, add_answers);
    add_head(out, "acuerdo_http_request_duration_seconds", "histogram",
             "Time from the whole request to the whole answer.");
    add_operations(out, metrics, add_latency);
}

/* --- what only the store knows --- */

static status add_outbox(struct op *op, struct buf *out)
{
    struct outbox_state_count *counts = NULL;
    size_t count = 0;
    str why;
    TRY(outbox_count_states(op, &counts, &count));
    add_head(out, "acuerdo_outbox_messages", "gauge", "Messages by state.");
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "acuerdo_outbox_messages{state=\"" STR_FORMAT "\"} %" PRId64 "\n",
                   STR_ARG(counts[i].state), counts[i].count);
    TRY(outbox_hold_reason(op, &why));
    add_gauge(out, "acuerdo_outbox_hold", "1 while nothing may leave (acuerdo outbox release).",
              why.size > 0);
    return OK;
}

static status add_queues(struct op *op, struct buf *out)
{
    struct db_rows rows;
    bool has_row = false;
    add_head(out, "acuerdo_queue_items", "gauge",
             "Work that waits for people, and what they hold.");
    TRY(db_query(op, Q_METRICS_QUEUE, DB_ARGS(ARG_INSTANT(op_now(op))), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        for (int i = 1; i <= 2; i++) {
            buf_add_c(out, "acuerdo_queue_items{queue=\"");
            add_label(out, db_text(&rows, 0));
            buf_printf(out, "\",state=\"%s\"} %" PRId64 "\n", i == 1 ? "ready" : "leased",
                       db_i64(&rows, i));
        }
    }
}

struct last_close {
    day date;
    instant started_at, released_at;
};

static status read_close(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct last_close *)out =
        (struct last_close){db_day(row, 0), db_instant(row, 1), db_instant(row, 2)};
    return OK;
}

static status add_days(struct op *op, struct buf *out)
{
    struct last_close last = {DAY_NONE, 0, 0};
    bool found = false;
    add_gauge(out, "acuerdo_open_date_seconds", "The open business date, midnight UTC.",
              (int64_t)op->business_date * 86400);
    TRY(db_query_one(op, Q_METRICS_CLOSE, DB_NO_ARGS, read_close, &last, &found));
    if (!found)
        return OK;
    add_gauge(out, "acuerdo_last_close_date_seconds",
              "The business date of the last close, midnight UTC.", (int64_t)last.date * 86400);
    add_gauge(out, "acuerdo_last_close_released_seconds", "When the last close was done.",
              last.released_at / INSTANT_PER_SECOND);
    add_head(out, "acuerdo_last_close_duration_seconds", "gauge",
             "From its beginning to its release.");
    buf_add_c(out, "acuerdo_last_close_duration_seconds ");
    add_seconds(out, last.released_at > last.started_at ? last.released_at - last.started_at : 0);
    return OK;
}

static status add_store(struct op *op, struct buf *out)
{
    TRY(db_begin(op, DB_READ));
    TRY(organisation_read_date(op));
    TRY(add_outbox(op, out));
    TRY(add_queues(op, out));
    TRY(add_days(op, out));
    return db_commit(op);
}

/* Under the mutex: whoever comes first asks, the others take what it was told. */
static void ask_store(struct op *op, struct metrics *metrics)
{
    const instant now = op_clock_system.now(NULL);
    if (metrics->store_asked_at != INSTANT_NONE &&
        now - metrics->store_asked_at < METRICS_SECONDS * INSTANT_PER_SECOND)
        return;
    struct buf out = buf_start(op->arena, PAGE_BYTES);
    bool is_up = false;
    if (op->db) {
        is_up = add_store(op, &out) == OK && !out.is_full;
        db_rollback(op);
        op_clear(op);
    }
    if (!is_up)
        buf_clear(&out);
    add_gauge(&out, "acuerdo_store_up", "1 while the store answers.", is_up);
    memcpy(metrics->store_page, out.data, out.size);
    metrics->store_size = out.size;
    metrics->store_asked_at = now;
}

/* The columns that this server keeps in memory. */
static void add_columns(struct buf *out, struct resident *resident)
{
    const struct resident_stats stats = resident_stats(resident);
    add_gauge(out, "acuerdo_columns_loaded", "1 when the columns of all cases are in memory.",
              stats.loads > 0);
    add_gauge(out, "acuerdo_columns_cases", "Cases in memory.", stats.cases);
    add_gauge(out, "acuerdo_columns_bytes", "Memory that they take.", stats.bytes);
    add_gauge(out, "acuerdo_columns_claims", "Open claims beside them, for obligations.",
              stats.claims);
    add_gauge(out, "acuerdo_columns_claims_bytes", "Memory that the claims take.",
              stats.claim_bytes);
    add_head(out, "acuerdo_columns_refreshes_total", "counter",
             "Times that all cases were loaded, and that changed ones were merged.");
    buf_printf(out, "acuerdo_columns_refreshes_total{kind=\"load\"} %" PRId64 "\n", stats.loads);
    buf_printf(out, "acuerdo_columns_refreshes_total{kind=\"merge\"} %" PRId64 "\n", stats.merges);
    add_head(out, "acuerdo_columns_load_seconds", "gauge", "What the last load took.");
    buf_add_c(out, "acuerdo_columns_load_seconds ");
    add_seconds(out, stats.load_us);
    if (stats.refreshed_at == INSTANT_NONE)
        return;
    add_head(out, "acuerdo_columns_refreshed_seconds", "gauge", "When they were last made fresh.");
    buf_add_c(out, "acuerdo_columns_refreshed_seconds ");
    add_seconds(out, stats.refreshed_at);
}

status metrics_answer(struct op *op, const struct request *request, struct reply *reply)
{
    struct metrics *const metrics = request->metrics;
    if (!request->is_local)
        return op_fail(op, E_DENIED, "the figures are for this machine alone");
    reply_text(reply, 200, "");
    reply->media_type = "text/plain; version=0.0.4; charset=utf-8";
    add_process(&reply->body, metrics);
    if (request->resident)
        add_columns(&reply->body, request->resident);
    (void)pthread_mutex_lock(&metrics->mutex);
    ask_store(op, metrics);
    buf_add(&reply->body, (str){metrics->store_page, metrics->store_size});
    (void)pthread_mutex_unlock(&metrics->mutex);
    return OK;
}
