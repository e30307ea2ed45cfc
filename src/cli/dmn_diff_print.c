/* A difference as text and as JSON. */
#include <inttypes.h>

#include "base/json.h"
#include "cli/dmn_diff.h"

#define JSON_BYTES  ((size_t)16 << 20)
#define MOVES_SHOWN 20

/* --- JSON --- */

static void write_change(struct json_writer *w, const struct dmn_change *change)
{
    json_object_open(w);
    json_put_c(w, "kind", dmn_change_name(change->kind));
    json_put_str(w, "decision", change->decision);
    if (change->rule_before > 0)
        json_put_i64(w, "rule_before", (int64_t)change->rule_before);
    if (change->rule_after > 0)
        json_put_i64(w, "rule_after", (int64_t)change->rule_after);
    if (change->column > 0) {
        json_put_c(w, "side", change->is_output ? "output" : "input");
        json_put_i64(w, "column", (int64_t)change->column);
        json_put_str(w, "column_name", change->column_name);
    }
    if (change->language)
        json_put_c(w, "language", change->language);
    if (change->before.data) {
        json_put_str(w, "before", change->before);
        json_put_str(w, "after", change->after);
    }
    json_object_close(w);
}

static void write_files(struct json_writer *w, const struct dmn_diff *diff)
{
    json_key(w, "files");
    json_array_open(w);
    for (size_t i = 0; i < diff->file_count; i++) {
        json_object_open(w);
        json_put_str(w, "file", diff->files[i].name);
        json_key(w, "changes");
        json_array_open(w);
        for (size_t c = 0; c < diff->files[i].change_count; c++)
            write_change(w, &diff->files[i].changes[c]);
        json_array_close(w);
        json_object_close(w);
    }
    json_array_close(w);
}

static status write_effect(struct op *op, struct json_writer *w, const struct dmn_diff *diff)
{
    json_key(w, "effect");
    json_object_open(w);
    json_put_day(w, "on", diff->on);
    TRY(compare_write(op, w, &diff->effect));
    json_object_close(w);
    return OK;
}

static status print_json(struct cli *cli, const struct dmn_diff *diff)
{
    struct buf out = buf_start(cli->op.arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    write_files(&w, diff);
    if (diff->has_effect)
        TRY(write_effect(&cli->op, &w, diff));
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

/* --- text --- */

static const char *kind_text(const struct cli *cli, enum dmn_change_kind kind)
{
    switch (kind) {
    case DMN_DECISION_ADDED:
        return cli_text(cli, "decisión nueva", "new decision");
    case DMN_DECISION_REMOVED:
        return cli_text(cli, "decisión quitada", "decision removed");
    case DMN_POLICY_CHANGED:
        return cli_text(cli, "política de aciertos", "hit policy");
    case DMN_COLUMNS_CHANGED:
        return cli_text(cli, "columnas", "columns");
    case DMN_DEFAULT_CHANGED:
        return cli_text(cli, "valor por omisión", "default");
    case DMN_RULE_ADDED:
        return cli_text(cli, "regla nueva", "new rule");
    case DMN_RULE_REMOVED:
        return cli_text(cli, "regla quitada", "rule removed");
    case DMN_ANNOTATION_CHANGED:
        return cli_text(cli, "explicación", "reason");
    case DMN_CELL_CHANGED:
        break;
    }
    return cli_text(cli, "celda", "cell");
}

static void print_change(const struct cli *cli, str file, const struct dmn_change *change)
{
    const size_t rule = change->rule_after > 0 ? change->rule_after : change->rule_before;
    fprintf(cli->out, STR_FORMAT ", " STR_FORMAT, STR_ARG(file), STR_ARG(change->decision));
    if (rule > 0)
        fprintf(cli->out, cli_text(cli, ", regla %zu", ", rule %zu"), rule);
    if (change->column_name.size > 0)
        fprintf(cli->out, ", " STR_FORMAT, STR_ARG(change->column_name));
    fprintf(cli->out, ": %s", kind_text(cli, change->kind));
    if (change->language)
        fprintf(cli->out, " (%s)", change->language);
    if (change->before.data)
        fprintf(cli->out, ": " STR_FORMAT " → " STR_FORMAT, STR_ARG(change->before),
                STR_ARG(change->after));
    fputs("\n", cli->out);
}

static void print_step(const struct cli *cli, str step, str channel)
{
    if (step.size == 0)
        fputs(cli_text(cli, "nada", "nothing"), cli->out);
    else if (channel.size == 0)
        fprintf(cli->out, STR_FORMAT, STR_ARG(step));
    else
        fprintf(cli->out, STR_FORMAT " (" STR_FORMAT ")", STR_ARG(step), STR_ARG(channel));
}

static void print_moves(const struct cli *cli, const struct compare_result *effect)
{
    for (size_t i = 0; i < effect->move_count && i < MOVES_SHOWN; i++) {
        const struct compare_move *const move = &effect->moves[i];
        fprintf(cli->out, "  %8" PRId64 "  ", move->cases);
        print_step(cli, move->from_step, move->from_channel);
        fputs(" → ", cli->out);
        print_step(cli, move->to_step, move->to_channel);
        fputs("\n", cli->out);
    }
    if (effect->move_count > MOVES_SHOWN)
        fprintf(cli->out, cli_text(cli, "  y %zu cambios más\n", "  and %zu more changes\n"),
                effect->move_count - MOVES_SHOWN);
}

static void print_loads(const struct cli *cli, const char *title, const struct compare_load *loads,
                        size_t count)
{
    if (count > 0)
        fprintf(cli->out, "%s\n", title);
    for (size_t i = 0; i < count; i++) {
        fprintf(cli->out, "  %-20.*s %10" PRId64 " → %10" PRId64, STR_ARG(loads[i].name),
                loads[i].before, loads[i].after);
        if (loads[i].capacity != INT64_MAX)
            fprintf(cli->out,
                    cli_text(cli, "  capacidad %" PRId64 "%s", "  capacity %" PRId64 "%s"),
                    loads[i].capacity,
                    loads[i].after <= loads[i].capacity
                        ? ""
                        : cli_text(cli, ": no alcanza", ": not enough"));
        fputs("\n", cli->out);
    }
}

static void print_gate(const struct cli *cli, const struct compare_result *effect)
{
    if (effect->gate_candidates == 0)
        return;
    fprintf(cli->out,
            cli_text(cli,
                     "compuerta: contactos de expedientes cambiados: %" PRId64
                     ", preguntados: %" PRId64 ", rechazados: %" PRId64 "\n",
                     "gate: contacts of changed cases: %" PRId64 ", asked: %" PRId64
                     ", refused: %" PRId64 "\n"),
            effect->gate_candidates, effect->gate_asked, effect->gate_refused);
    for (size_t i = 0; i < effect->refusal_count; i++)
        fprintf(cli->out, "  %8" PRId64 "  " STR_FORMAT "\n", effect->refusals[i].cases,
                STR_ARG(effect->refusals[i].rule));
}

static void print_effect(const struct cli *cli, const struct dmn_diff *diff)
{
    const struct compare_result *const effect = &diff->effect;
    char date[DAY_TEXT_SIZE];
    fprintf(cli->out,
            cli_text(cli,
                     "%s: expedientes abiertos: %" PRId64 ", con otro trato: %" PRId64
                     ", con otro segmento: %" PRId64 "\n",
                     "%s: open cases: %" PRId64 ", treated differently: %" PRId64
                     ", in another segment: %" PRId64 "\n"),
            day_format(diff->on, date), effect->cases, effect->changed, effect->segment_changed);
    if (effect->experiment.size > 0)
        fprintf(cli->out,
                cli_text(cli,
                         "corre el experimento " STR_FORMAT
                         ": se comparan las dos versiones en todos los expedientes, como si no "
                         "corriera\n",
                         "experiment " STR_FORMAT
                         " runs: both versions are compared over all cases, as if it did not\n"),
                STR_ARG(effect->experiment));
    print_moves(cli, effect);
    print_loads(cli, cli_text(cli, "contactos por canal", "contacts by channel"), effect->channels,
                effect->channel_count);
    print_loads(cli, cli_text(cli, "trabajo por cola", "work by queue"), effect->queues,
                effect->queue_count);
    print_gate(cli, effect);
}

status dmn_diff_print(struct cli *cli, const struct dmn_diff *diff)
{
    if (cli->is_json)
        return print_json(cli, diff);
    for (size_t i = 0; i < diff->file_count; i++)
        for (size_t c = 0; c < diff->files[i].change_count; c++)
            print_change(cli, diff->files[i].name, &diff->files[i].changes[c]);
    fprintf(cli->out, cli_text(cli, "cambios en las tablas: %zu\n", "changes in the tables: %zu\n"),
            diff->change_count);
    if (diff->has_effect)
        print_effect(cli, diff);
    return OK;
}
