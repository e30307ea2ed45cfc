/* acuerdo outbox: the messages in a state, and a person's word on those whose fate is unknown. */
#include <inttypes.h>

#include "base/json.h"
#include "cli/commands.h"
#include "policy/commit.h"
#include "reach/hold.h"
#include "reach/resolve.h"
#include "record/symbol.h"
#include "store/db.h"

static const struct option_spec list_specs[] = {
    {"state",
     "STATE",       {"queued, sent, unknown…; sin él, cuántos hay de cada uno",
      "queued, sent, unknown…; without it, how many of each"}          },
    {"after", "ID", {"continúa después de este mensaje", "go on after this message"}},
    {NULL,    NULL, {NULL, NULL}                                                      },
};

static const struct option_spec resolve_specs[] = {
    {"sent",     NULL,   {"el mensaje sí salió", "the message did leave"}                   },
    {"not-sent", NULL,   {"no salió: se vuelve a planear", "it did not leave: plan it again"}},
    {"reason",   "TEXT", {"cómo se sabe", "how it is known"}                                 },
    {NULL,       NULL,   {NULL, NULL}                                                         },
};

static const struct option_spec release_specs[] = {
    {"all",    NULL,   {"todos los retenidos", "all that are held"}   },
    {"reason", "TEXT", {"por qué pueden salir", "why they may leave"}},
    {NULL,     NULL,   {NULL, NULL}                                   },
};

static status print_counts(struct cli *cli)
{
    struct outbox_state_count *counts = NULL;
    size_t count = 0;
    struct buf out = buf_start(cli->op.arena, 8192);
    struct json_writer w = json_start(&out);
    TRY(outbox_count_states(&cli->op, &counts, &count));
    json_object_open(&w);
    for (size_t i = 0; i < count; i++) {
        json_put_i64(&w, str_cstr(cli->op.arena, counts[i].state), counts[i].count);
        if (!cli->is_json)
            fprintf(cli->out, "%-10.*s %" PRId64 "\n", (int)counts[i].state.size,
                    counts[i].state.data, counts[i].count);
    }
    json_object_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static void write_row(struct json_writer *w, const struct outbox_row *row, str step)
{
    json_object_open(w);
    json_put_id(w, "id", row->id);
    json_put_id(w, "debtor_id", row->key.debtor_id);
    json_put_id(w, "case_id", row->key.case_id);
    json_put_c(w, "channel", channel_name(row->channel));
    json_put_str(w, "step", step);
    json_put_str(w, "state", row->state);
    json_put_day(w, "plan_date", row->plan_date);
    json_put_i64(w, "attempts", row->attempts);
    json_put_instant(w, "sent_at", row->sent_at);
    json_put_str(w, "message_id", row->message_id);
    json_put_str(w, "rule", row->verdict_rule);
    json_put_str(w, "last_error", row->last_error);
    json_object_close(w);
}

static void print_row(struct cli *cli, const struct outbox_row *row, str step)
{
    char plan_date[DAY_TEXT_SIZE];
    fprintf(cli->out, "%-20" PRId64 " %s %-20.*s %" PRId64 "/%" PRId64 " " STR_FORMAT "\n", row->id,
            day_format(row->plan_date, plan_date), (int)step.size, step.data, row->key.debtor_id,
            row->key.case_id, STR_ARG(row->last_error));
}

static status list(struct cli *cli)
{
    struct op *const op = &cli->op;
    const str state = options_get(&cli->options, "state", STR(""));
    struct outbox_row *rows = NULL;
    int64_t after = 0;
    size_t count = 0;
    TRY(cli_i64(cli, "after", 0, &after));
    TRY(cli_open(cli, CLI_READ));
    if (state.size == 0)
        return print_counts(cli);
    TRY(outbox_list(op, state, after, &rows, &count));
    struct buf out = buf_start(op->arena, 1 << 20);
    struct json_writer w = json_start(&out);
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        str step;
        TRY(symbol_text(op, rows[i].step, &step));
        if (cli->is_json)
            write_row(&w, &rows[i], step);
        else
            print_row(cli, &rows[i], step);
    }
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    else if (count == LIMIT_PAGE_ROWS)
        fprintf(cli->out, "--after %" PRId64 "\n", rows[count - 1].id);
    return OK;
}

static status resolve(struct cli *cli)
{
    struct op *const op = &cli->op;
    const bool was_sent = options_has(&cli->options, "sent");
    int64_t id = 0;
    if (!str_to_i64(cli->options.operands[0], &id))
        return op_fail(op, E_INVALID, "which message?  acuerdo outbox resolve ID");
    if (was_sent == options_has(&cli->options, "not-sent"))
        return op_fail(op, E_INVALID, "what became of it: --sent or --not-sent?");
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(outbox_resolve(op, id, was_sent, options_get(&cli->options, "reason", STR(""))));
    return policy_commit(op);
}

static status release(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct hold_release release;
    if (!options_has(&cli->options, "all"))
        return op_fail(op, E_INVALID, "held messages are released together: --all --reason TEXT");
    TRY(cli_open(cli, CLI_WRITE));
    TRY(outbox_release_held(op, options_get(&cli->options, "reason", STR("")), &release));
    if (cli->is_json)
        fprintf(cli->out, "{\"released\":%" PRId64 ",\"was_on\":%s}\n", release.released,
                release.was_on ? "true" : "false");
    else
        fprintf(cli->out,
                cli_text(cli,
                         "%" PRId64 " mensajes liberados; el filtro de contacto los revisa otra "
                         "vez antes de que salgan\n",
                         "%" PRId64 " messages released; the contact gate looks at each again "
                         "before it leaves\n"),
                release.released);
    return OK;
}

static const struct command verb_list = {
    .name = "outbox list",
    .usage = "[--state STATE]",
    .summary = {"cuántos hay por estado, o los de uno",
                "how many there are by state, or those of one"},
    .specs = list_specs,
    .run = list,
};

static const struct command verb_resolve = {
    .name = "outbox resolve",
    .usage = "ID --sent|--not-sent --reason TEXT",
    .summary = {"qué fue de un mensaje incierto", "what became of an unknown message"},
    .specs = resolve_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = resolve,
};

static const struct command verb_release = {
    .name = "outbox release",
    .usage = "--all --reason TEXT",
    .summary = {"suelta los retenidos", "release the held"},
    .specs = release_specs,
    .run = release,
};

static const struct command *const members[] = {&verb_list, &verb_resolve, &verb_release, NULL};

const struct command command_outbox = {
    .name = "outbox",
    .usage = "list [--state STATE] | resolve ID --sent|--not-sent --reason TEXT | release --all "
             "--reason TEXT",
    .summary = {"mensajes por estado, qué fue de los inciertos, soltar los retenidos",
                "messages by state, what became of the unknown, release the held"},
    .members = members,
};
