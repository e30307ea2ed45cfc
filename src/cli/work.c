/* acuerdo work: sends what the outbox holds, once, until nothing is due, or until it is stopped. */
#include <inttypes.h>
#include <signal.h>
#include <stdatomic.h>

#include "base/json.h"
#include "cli/commands.h"
#include "reach/work.h"
#include "store/db.h"

static const struct option_spec specs[] = {
    {"once",  NULL,  {"un solo lote", "one batch only"}                                        },
    {"drain", NULL,  {"hasta que no quede nada por enviar", "until nothing is due"}            },
    {"smtp",  "URL", {"servidor de correo (ajuste smtp.url)", "mail server (setting smtp.url)"}},
    {NULL,    NULL,  {NULL, NULL}                                                              },
};

static _Atomic bool stop;

static void ask_to_stop(int signal_number)
{
    (void)signal_number;
    atomic_store(&stop, true);
}

static void listen_to_signals(void)
{
    const struct sigaction action = {.sa_handler = ask_to_stop};
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
}

static void print_json(struct cli *cli, const struct work_counts *counts, int64_t due)
{
    struct buf out = buf_start(cli->op.arena, 4096);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_i64(&w, "leased", counts->leased);
    for (int i = 0; i < SEND_OUTCOME_COUNT; i++)
        json_put_i64(&w, send_outcome_name((enum send_outcome)i), counts->of[i]);
    json_put_i64(&w, "recovered_unknown", counts->recovered);
    json_put_i64(&w, "still_due", due);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

static void print_text(struct cli *cli, const struct work_counts *counts, int64_t due)
{
    const int64_t *const of = counts->of;
    const int64_t put_back = of[SEND_RETRY] + of[SEND_DOWN] + of[SEND_PUT_OFF];
    const int64_t stopped = of[SEND_BLOCKED] + of[SEND_CANCELLED];
    const int64_t unknown = of[SEND_UNKNOWN] + counts->recovered;
    fprintf(cli->out,
            cli_text(cli,
                     "%" PRId64 " enviados, %" PRId64 " aplazados, %" PRId64
                     " no permitidos o retirados, %" PRId64 " rechazados, %" PRId64
                     " inciertos; %" PRId64 " por enviar\n",
                     "%" PRId64 " sent, %" PRId64 " put off, %" PRId64
                     " not permitted or withdrawn, %" PRId64 " refused, %" PRId64
                     " unknown; %" PRId64 " still due\n"),
            of[SEND_SENT], put_back, stopped, of[SEND_FAILED], unknown, due);
    if (unknown > 0)
        fputs(cli_text(cli, "Diga qué fue de los inciertos: acuerdo outbox list --state unknown\n",
                       "Say what became of the unknown: acuerdo outbox list --state unknown\n"),
              cli->out);
}

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    const str url = options_get(&cli->options, "smtp", STR(""));
    const struct reach_options options = {
        .smtp_url = url.size > 0 ? str_cstr(op->arena, url) : NULL, .stop = &stop};
    const enum work_mode mode = options_has(&cli->options, "once")    ? WORK_ONCE
                                : options_has(&cli->options, "drain") ? WORK_DRAIN
                                                                      : WORK_FOREVER;
    struct work_counts counts = {0};
    int64_t due = 0;
    TRY(cli_open(cli, CLI_WRITE));
    if (cli->is_hosted && mode == WORK_FOREVER)
        return op_fail(op, E_CONFLICT,
                       "the server of this store sends already: use --once or "
                       "--drain to send now");
    if (!cli->is_hosted)
        listen_to_signals();
    /* The owner of a SQLite store is alone; on a server, or inside one, other workers may run. */
    const bool is_alone = db_dialect_of(op->db) == DB_SQLITE && !cli->is_hosted;
    TRY(reach_work_loop(op, &options, mode, is_alone, &counts));
    TRY(outbox_count_due(op, &due));
    if (cli->is_json)
        print_json(cli, &counts, due);
    else
        print_text(cli, &counts, due);
    return OK;
}

const struct command command_work = {
    .name = "work",
    .usage = "[--once | --drain] [--smtp URL]",
    .summary = {"envía lo que espera en la bandeja de salida", "send what waits in the outbox"},
    .specs = specs,
    .run = run,
};
