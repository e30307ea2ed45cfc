/* acuerdo serve: the workspace, its interface and the workers of the outbox, in one process. */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "base/log.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "reach/work.h"
#include "record/idempotency.h"
#include "record/session.h"
#include "serve/local.h"
#include "serve/server.h"
#include "store/open.h"

static const struct option_spec specs[] = {
    {"listen",
     "ADDR:PORT",         {"dirección y puerto; el puerto 0 elige uno libre (127.0.0.1:8080)",
      "address and port; port 0 takes a free one (127.0.0.1:8080)"}                },
    {"smtp",       "URL", {"servidor de correo (ajuste smtp.url)", "mail server (setting smtp.url)"}},
    {"no-work",    NULL,  {"no envía mensajes", "send no messages"}                                },
    {"no-columns", NULL,  {"no guarda columnas en memoria", "keep no columns in memory"}            },
    {NULL,         NULL,  {NULL, NULL}                                                              },
};

/* --- the worker of the outbox --- */

struct worker {
    pthread_t thread;
    bool is_running;
    struct op op;
    struct reach_options options;
    atomic_bool stop;
};

static void *work(void *context)
{
    struct worker *const worker = context;
    struct work_counts counts = {0};
    const bool is_alone = db_dialect_of(worker->op.db) == DB_SQLITE;
    const status code =
        reach_work_loop(&worker->op, &worker->options, WORK_FOREVER, is_alone, &counts);
    log_event(code == OK ? LOG_INFO : LOG_ERROR, "serve.worker_ended", LOG_STATUS("status", code),
              LOG_I64("leased", counts.leased));
    return NULL;
}

static status start_worker(struct cli *cli, struct worker *worker)
{
    struct op *const op = &cli->op;
    const struct db_options options = {.shares_flush = true};
    const str url = options_get(&cli->options, "smtp", STR(""));
    if (options_has(&cli->options, "no-work"))
        return OK;
    worker->options = (struct reach_options){
        .smtp_url = url.size > 0 ? str_cstr(op->arena, url) : NULL, .stop = &worker->stop};
    op_init(&worker->op, arena_create(), NULL, op->clock);
    worker->op.language = op->language;
    if (db_open(&worker->op, cli->store, &options, &worker->op.db) != OK)
        return op_fail(op, worker->op.code, "%s", worker->op.text);
    if (pthread_create(&worker->thread, NULL, work, worker) != 0)
        return op_fail(op, E_IO, "the system gives no thread for the outbox");
    worker->is_running = true;
    return OK;
}

static void stop_worker(struct worker *worker)
{
    if (worker->is_running) {
        atomic_store(&worker->stop, true);
        (void)pthread_join(worker->thread, NULL);
    }
    if (worker->op.arena) {
        db_close(worker->op.db);
        arena_destroy(worker->op.arena);
    }
}

/* --- commands of others --- */

/* What commands of others are given. */
struct host {
    struct op_clock clock;
    struct resident *resident;
};

static int run_for_client(void *context, const struct local_command *command)
{
    const struct host *const host = context;
    struct cli cli = {.out = command->out,
                      .err = command->err,
                      .environment = command->environment,
                      .is_terminal = command->is_terminal,
                      .is_hosted = true,
                      .resident = host->resident};
    op_init(&cli.op, arena_create(), NULL, host->clock);
    const int code = cli_run(&cli, command->argc, command->argv);
    arena_destroy(cli.op.arena);
    return code;
}

/* Without the socket the server is as good, only commands have to wait for its end. */
static struct local *start_local(struct cli *cli, struct host *host)
{
    const char *const path = cli_socket_path(cli);
    struct op *const op = &cli->op;
    struct local *local = NULL;
    if (local_start(op, path, run_for_client, host, &local) != OK) {
        log_event(LOG_WARN, "serve.no_local_socket", LOG_STATUS("status", op->code));
        op_clear(op);
    }
    return local;
}

/* --- housekeeping --- */

#define TIDY_SECONDS 600
#define KEEP_ANSWERS                                                                               \
    (INSTANT_PER_DAY * 2) /* a client that repeats a request does so within minutes */

static status tidy(struct op *op)
{
    int64_t sessions = 0;
    int64_t answers = 0;
    TRY(session_sweep(op, &sessions));
    TRY(db_begin(op, DB_WRITE));
    TRY(idempotency_forget(op, op_now(op) - KEEP_ANSWERS, &answers));
    TRY(db_commit(op));
    log_event(LOG_DEBUG, "serve.tidied", LOG_I64("sessions", sessions),
              LOG_I64("answers", answers));
    return OK;
}

/* Until one of the signals comes; sessions that have ended and old answers go meanwhile. */
static int wait_for_end(struct op *op, const sigset_t *stops)
{
    const struct timespec pause = {.tv_sec = TIDY_SECONDS};
    for (;;) {
        const struct arena_mark mark = arena_mark(op->arena);
        const status code = tidy(op);
        if (code != OK)
            log_event(LOG_WARN, "serve.not_tidied", LOG_STATUS("status", code));
        db_rollback(op);
        op_clear(op);
        arena_release(op->arena, mark);
        const int signal_number = sigtimedwait(stops, NULL, &pause);
        if (signal_number > 0)
            return signal_number;
    }
}

/* --- the whole --- */

static void tell_address(const struct cli *cli, const struct server *server, str listen)
{
    const str host = {listen.data,
                      listen.size - (size_t)(listen.data + listen.size -
                                             (const char *)memrchr(listen.data, ':', listen.size))};
    fprintf(cli->out,
            cli_text(cli, "Dirección: http://" STR_FORMAT ":%d\n",
                     "Address: http://" STR_FORMAT ":%d\n"),
            STR_ARG(host), server_port(server));
    (void)fflush(cli->out);
}

static status serve_until(struct cli *cli, const sigset_t *stops, struct worker *worker)
{
    const str listen = options_get(&cli->options, "listen", STR("127.0.0.1:8080"));
    const struct server_config config = {.listen = listen,
                                         .store = cli->store,
                                         .clock = cli->op.clock,
                                         .without_columns =
                                             options_has(&cli->options, "no-columns")};
    struct server *server = NULL;
    TRY(server_start(&cli->op, &config, &server));
    const status code = start_worker(cli, worker);
    if (code == OK) {
        struct host host = {cli->op.clock, server_resident(server)};
        struct local *const local = start_local(cli, &host);
        tell_address(cli, server, listen);
        log_event(LOG_INFO, "serve.started", LOG_I64("port", server_port(server)));
        log_event(LOG_INFO, "serve.stopping", LOG_I64("signal", wait_for_end(&cli->op, stops)));
        if (local)
            local_stop(local);
    }
    server_stop(server);
    return code;
}

static status run(struct cli *cli)
{
    struct worker worker = {.is_running = false};
    sigset_t stops;
    (void)sigemptyset(&stops);
    (void)sigaddset(&stops, SIGTERM);
    (void)sigaddset(&stops, SIGINT);
    TRY(cli_open(cli, CLI_OWN));
    (void)signal(SIGPIPE, SIG_IGN);
    (void)pthread_sigmask(SIG_BLOCK, &stops, NULL); /* before there are threads: they inherit it */
    const status code = serve_until(cli, &stops, &worker);
    stop_worker(&worker);
    return code;
}

const struct command command_serve = {
    .name = "serve",
    .usage = "[--listen ADDR:PORT] [--smtp URL] [--no-work] [--no-columns]",
    .summary = {"el espacio de trabajo y su interfaz, hasta Ctrl-C",
                "the workspace and its interface, until Ctrl-C"},
    .specs = specs,
    .run = run,
};
