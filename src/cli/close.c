/* acuerdo close: the daily close, for one date, through several, or up to yesterday. */
#include <inttypes.h>

#include "base/json.h"
#include "calendar/zone.h"
#include "cli/commands.h"
#include "policy/close.h"
#include "record/organisation.h"

static const struct option_spec specs[] = {
    {"date",
     "DATE",            {"fecha de proceso que se cierra; yesterday: el último día que ya terminó",
      "business date to close; yesterday: the last day that is over"}               },
    {"through", "DATE", {"cierra hasta esta fecha, en orden", "close up to this date, in order"}},
    {"threads", "N",    {"hilos: 1 o 2 (2)", "threads: 1 or 2 (2)"}                             },
    {NULL,      NULL,   {NULL, NULL}                                                            },
};

static void tell_progress(void *context, day date, int phase, int64_t done, int64_t total)
{
    static const char *const names[] = {"", "facts and decisions", "ranking", "plan"};
    char text[DAY_TEXT_SIZE];
    cli_progress(context, "%s  %s  %" PRId64 "/%" PRId64, day_format(date, text), names[phase],
                 done, total);
}

static status print_json(struct cli *cli, const struct close_result *result)
{
    struct buf out = buf_start(cli->op.arena, 4096);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_day(&w, "date", result->date);
    json_put_bool(&w, "was_closed", result->was_closed);
    json_put_i64(&w, "cases", result->cases);
    json_put_i64(&w, "fact_rows", result->fact_rows);
    json_put_i64(&w, "decision_rows", result->decision_rows);
    json_put_i64(&w, "messages", result->messages);
    json_put_i64(&w, "work", result->work);
    json_put_str(&w, "digest", str_of(arena_printf(cli->op.arena, "%016" PRIx64, result->digest)));
    json_put_i64(&w, "slices_from_memory", result->slices_from_memory);
    for (int i = 0; i < 3; i++)
        json_put_i64(&w, arena_printf(cli->op.arena, "phase_%d_us", i + 1), result->stage_us[i]);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status print_result(struct cli *cli, const struct close_result *result)
{
    char text[DAY_TEXT_SIZE];
    if (cli->is_json)
        return print_json(cli, result);
    fprintf(cli->out,
            cli_text(cli,
                     "%s %s: %" PRId64 " %s, %" PRId64 " hechos y %" PRId64
                     " decisiones cambiaron, %" PRId64 " mensajes y %" PRId64 " tareas planeados\n",
                     "%s %s: %" PRId64 " %s, %" PRId64 " facts and %" PRId64
                     " decisions changed, %" PRId64 " messages and %" PRId64
                     " work items planned\n"),
            day_format(result->date, text),
            result->was_closed ? cli_text(cli, "ya estaba cerrado", "was closed already")
                               : cli_text(cli, "cerrado", "closed"),
            result->cases, cli_cases(cli, result->cases), result->fact_rows, result->decision_rows,
            result->messages, result->work);
    return OK;
}

/* A run that was killed left its date behind the open one: it is finished first. */
static status first_date(struct op *op, day asked, day *ret_first)
{
    day unreleased = DAY_NONE;
    TRY(close_unreleased(op, &unreleased));
    *ret_first = op->business_date;
    if (unreleased != DAY_NONE)
        *ret_first = unreleased;
    if (asked < *ret_first)
        *ret_first = asked;
    return OK;
}

static status close_days(struct cli *cli, day date, day through,
                         const struct close_options *options)
{
    struct op *const op = &cli->op;
    day first = DAY_NONE;
    TRY(first_date(op, date, &first));
    for (day d = first; d <= through; d++) {
        const struct arena_mark mark = arena_mark(op->arena);
        struct close_result result;
        const status code = close_day(op, d, options, &result);
        cli_progress_end(cli);
        TRY(code);
        if (d >= date || !result.was_closed)
            TRY(print_result(cli, &result));
        arena_release(op->arena, mark);
    }
    return OK;
}

/* For a timer that asks every hour: the day before today where the organisation is.  *ret_is_due
 * false: it is closed, or the store begins today. */
static status find_yesterday(struct cli *cli, day *ret_date, bool *ret_is_due)
{
    struct op *const op = &cli->op;
    struct organisation organisation;
    const struct zone *zone = NULL;
    day unreleased = DAY_NONE;
    TRY(organisation_get(op, &organisation));
    TRY(zone_find(op, organisation.timezone, &zone));
    TRY(close_unreleased(op, &unreleased));
    *ret_date = zone_to_local(zone, op_now(op)).day - 1;
    *ret_is_due = *ret_date >= op->business_date || unreleased != DAY_NONE;
    return OK;
}

static status print_nothing_due(struct cli *cli, day date)
{
    char asked[DAY_TEXT_SIZE];
    char open[DAY_TEXT_SIZE];
    struct buf out = buf_start(cli->op.arena, 256);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_day(&w, "date", date);
    json_put_bool(&w, "was_closed", true);
    json_object_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    else
        fprintf(cli->out,
                cli_text(cli, "nada por cerrar hasta %s: la fecha abierta es %s\n",
                         "nothing to close up to %s: the open date is %s\n"),
                day_format(date, asked), day_format(cli->op.business_date, open));
    return OK;
}

static status run_yesterday(struct cli *cli, const struct close_options *options)
{
    struct op *const op = &cli->op;
    bool is_due = false;
    day date = DAY_NONE;
    if (options_has(&cli->options, "through"))
        return op_fail(op, E_INVALID, "--date yesterday goes without --through");
    TRY(cli_open(cli, CLI_CLOSE));
    TRY(find_yesterday(cli, &date, &is_due));
    return is_due ? close_days(cli, date, date, options) : print_nothing_due(cli, date);
}

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct close_options options = {
        .tell = tell_progress, .context = cli, .resident = cli->resident};
    int64_t threads = 0;
    day date = DAY_NONE;
    day through = DAY_NONE;
    TRY(cli_i64(cli, "threads", 2, &threads));
    if (threads < 1 || threads > 2)
        return op_fail(op, E_INVALID, "--threads is 1 or 2");
    options.threads = (int)threads;
    if (str_equal_c(options_get(&cli->options, "date", STR("")), "yesterday"))
        return run_yesterday(cli, &options);
    TRY(cli_day(cli, "date", DAY_NONE, &date));
    TRY(cli_day(cli, "through", date, &through));
    if (date == DAY_NONE || through < date)
        return op_fail(op, E_INVALID, "close needs --date DATE, and --through not before it");
    TRY(cli_open(cli, CLI_CLOSE));
    return close_days(cli, date, through, &options);
}

const struct command command_close = {
    .name = "close",
    .usage = "--date DATE [--through DATE]",
    .summary = {"cierre diario: edad, promesas, decisiones y plan del día siguiente",
                "daily close: age, promises, decisions and the plan of the next day"},
    .specs = specs,
    .run = run,
};
