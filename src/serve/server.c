#include "serve/server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <inttypes.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/log.h"
#include "serve/access.h"
#include "serve/columns.h"
#include "serve/dispatch.h"
#include "serve/exchange.h"
#include "serve/guard.h"
#include "serve/limiter.h"
#include "serve/metrics.h"
#include "serve/pages.h"
#include "serve/pool.h"

#define THREADS_DEFAULT   8 /* a slow report holds one thread with its connections */
#define CONNECTIONS_MAX   1024
#define IDLE_SECONDS      30         /* a browser opens a new connection at once */
#define STOP_SECONDS      10         /* what a running request may still take */
#define CONNECTION_MEMORY (32 << 10) /* head of a request, and the library's own needs */

struct server {
    struct arena *arena;
    struct MHD_Daemon *daemon;
    struct pool *pool;
    struct limiter *limiter;
    struct metrics *metrics;
    struct access_log *access_log;
    struct columns *columns; /* NULL: none are kept */
    struct op_clock clock;
    int port;
    atomic_int running; /* requests that are being answered */
};

/* --- one request --- */

static void log_answer(struct metrics *metrics, const struct exchange *exchange, instant now)
{
    const struct request *const request = &exchange->request;
    metrics_count(metrics, request->route, exchange->reply.status, now - exchange->started_at);
    const struct log_field fields[] = {
        LOG_I64("op", request->id),
        {"route", request->route ? request->route->operation : "file", 0},
        LOG_I64("status", exchange->reply.status),
        LOG_I64("us", now - exchange->started_at),
    };
    log_write(request->route ? LOG_INFO : LOG_DEBUG, "http.answer", fields, ARRAY_LEN(fields));
}

/* Answered by routes; anything else is a file of the workspace. */
static bool is_routed(str path)
{
    return str_starts(path, STR("/v1/")) || str_starts(path, STR("/pay/"));
}

/* For the machine that watches: answered without a store too. */
static bool is_watch(str path)
{
    return str_equal_c(path, "/healthz") || str_equal_c(path, "/readyz") ||
           str_equal_c(path, "/metrics");
}

static void answer(struct server *server, struct exchange *exchange)
{
    struct op op;
    struct request *const request = &exchange->request;
    struct reply *const reply = &exchange->reply;
    op_init(&op, exchange->arena, NULL, server->clock);
    op.language = request->is_english ? LANGUAGE_EN : LANGUAGE_ES;
    reply_init(&op, reply);
    request->body = buf_str(&exchange->body);
    request->limiter = server->limiter;
    request->metrics = server->metrics;
    request->access_log = server->access_log;
    request->resident = columns_resident(server->columns);
    if (!is_routed(request->path) && !is_watch(request->path)) {
        pages_answer(&op, request, reply);
        return;
    }
    reply_header(reply, "Cache-Control", "no-store");
    const status code = pool_take(&op, server->pool);
    if (code != OK && !is_watch(request->path)) {
        reply_problem(&op, request, reply);
        return;
    }
    op_clear(&op);
    dispatch(&op, request, reply);
    if (code == OK)
        pool_give(&op, server->pool);
}

static enum MHD_Result answer_and_send(struct server *server, struct exchange *exchange,
                                       struct MHD_Connection *connection)
{
    atomic_fetch_add(&server->running, 1);
    exchange->started_at = op_clock_system.now(NULL);
    answer(server, exchange);
    log_answer(server->metrics, exchange, op_clock_system.now(NULL));
    const enum MHD_Result result = exchange_send(exchange, connection);
    atomic_fetch_sub(&server->running, 1);
    return result;
}

/* --- what the library calls --- */

static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
    (void)context;
    (void)connection;
    return exchange_create(target);
}

static enum MHD_Result start(struct exchange *exchange, struct MHD_Connection *connection,
                             const char *method, const char *version)
{
    int64_t length = 0;
    exchange->is_started = true;
    const char *const wrong =
        guard_check(connection, exchange->target, exchange->raw_target, version);
    if (wrong)
        return exchange_refuse(exchange, connection, MHD_HTTP_BAD_REQUEST, wrong);
    exchange_read_head(exchange, connection, method);
    const char *const said =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
    if (said && str_to_i64(str_of(said), &length) && length > LIMIT_BODY_BYTES)
        return exchange_refuse(exchange, connection, MHD_HTTP_CONTENT_TOO_LARGE,
                               "the body is too large");
    return MHD_YES;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_size, void **state)
{
    struct server *const server = context;
    struct exchange *const exchange = *state;
    (void)url;
    if (!exchange->is_started)
        return start(exchange, connection, method, version);
    if (*data_size > 0) {
        buf_add(&exchange->body, (str){data, *data_size});
        *data_size = 0;
        return MHD_YES;
    }
    if (exchange->is_refused)
        return MHD_YES;
    if (exchange->body.is_full)
        return exchange_refuse(exchange, connection, MHD_HTTP_CONTENT_TOO_LARGE,
                               "the body is too large");
    return answer_and_send(server, exchange, connection);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    if (*state)
        exchange_destroy(*state);
    *state = NULL;
}

static void ignore_log(void *context, const char *format, va_list args)
{
    (void)context;
    (void)format;
    (void)args;
}

/* --- starting and stopping --- */

static status parse_listen(struct op *op, str listen, struct sockaddr_in *ret_address)
{
    const char *const colon = listen.size > 0 ? memrchr(listen.data, ':', listen.size) : NULL;
    int64_t port = -1;
    *ret_address = (struct sockaddr_in){.sin_family = AF_INET};
    if (colon) {
        const str host = {listen.data, (size_t)(colon - listen.data)};
        const str digits = {colon + 1, listen.size - host.size - 1};
        if (str_to_i64(digits, &port) && port >= 0 && port <= UINT16_MAX &&
            inet_pton(AF_INET, str_cstr(op->arena, host), &ret_address->sin_addr) == 1) {
            ret_address->sin_port = htons((uint16_t)port);
            return OK;
        }
    }
    return op_fail(op, E_INVALID,
                   "--listen \"" STR_FORMAT "\" is not ADDRESS:PORT, such as 127.0.0.1:8080",
                   STR_ARG(listen));
}

static status start_daemon(struct op *op, struct server *server, const struct sockaddr_in *address,
                           int threads)
{
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, on_request, server,
        MHD_OPTION_EXTERNAL_LOGGER, ignore_log, NULL, MHD_OPTION_SOCK_ADDR, address,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)threads, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT,
        1, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1U, MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_END);
    if (!server->daemon)
        return op_fail(op, E_IO, "port %d cannot be listened on: is another server running?",
                       ntohs(address->sin_port));
    const union MHD_DaemonInfo *const info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    server->port = info ? info->port : 0;
    return OK;
}

status server_start(struct op *op, const struct server_config *config, struct server **ret_server)
{
    struct sockaddr_in address;
    TRY(parse_listen(op, config->listen, &address));
    const int threads = config->threads > 0 ? config->threads : THREADS_DEFAULT;
    struct arena *const arena = arena_create();
    struct server *const server = arena_new(arena, struct server);
    server->arena = arena;
    server->clock = config->clock;
    server->pool = pool_create(arena, config->store, threads);
    server->limiter = limiter_create(arena);
    server->metrics = metrics_create(arena, op_now(op));
    server->access_log = access_log_start(op, config->store);
    if (!server->access_log) {
        pool_destroy(server->pool);
        arena_destroy(arena);
        return op->code;
    }
    if (!config->without_columns)
        server->columns = columns_start(op, config->store);
    const status code = start_daemon(op, server, &address, threads);
    if (code != OK) {
        columns_stop(server->columns);
        access_log_stop(server->access_log);
        pool_destroy(server->pool);
        arena_destroy(arena);
        return code;
    }
    *ret_server = server;
    return OK;
}

struct resident *server_resident(const struct server *server)
{
    return columns_resident(server->columns);
}

int server_port(const struct server *server)
{
    return server->port;
}

void server_stop(struct server *server)
{
    const MHD_socket listener = MHD_quiesce_daemon(server->daemon);
    for (int i = 0; i < STOP_SECONDS * 100 && atomic_load(&server->running) > 0; i++)
        (void)usleep(10000);
    MHD_stop_daemon(server->daemon);
    if (listener != MHD_INVALID_SOCKET)
        (void)close(listener);
    columns_stop(server->columns);
    access_log_stop(server->access_log);
    pool_destroy(server->pool);
    limiter_destroy(server->limiter);
    metrics_destroy(server->metrics);
    arena_destroy(server->arena);
}
