/* acuerdo key: the master keys of the store, their change, and the end of an old one. */
#include <inttypes.h>

#include "base/json.h"
#include "cli/commands.h"
#include "record/rekey.h"
#include "record/seal.h"
#include "store/db.h"

static const struct option_spec rotate_specs[] = {
    {"prepare",
     NULL,            {"solo agrega la llave nueva al archivo, para copiarlo a otras máquinas antes",
      "only add the new key to the file, to copy it to other machines first"}},
    {"most",
     "N",             {"a lo más tantas personas ahora; el resto, otra vez que se ejecute",
      "at most so many persons now; the rest when it is run again"}           },
    {NULL,      NULL, {NULL, NULL}                                                     },
};

static const struct option_spec no_specs[] = {
    {NULL, NULL, {NULL, NULL}}
};

static void write_key(struct json_writer *w, const struct rekey_key *key)
{
    json_object_open(w);
    json_put_i64(w, "number", key->number);
    json_put_str(w, "mark", key->mark);
    json_put_str(w, "state", key->state);
    json_put_bool(w, "in_file", key->is_in_file);
    json_put_instant(w, "made_at", key->made_at);
    json_put_instant(w, "retired_at", key->retired_at);
    json_object_close(w);
}

static void print_key(struct cli *cli, const struct rekey_key *key)
{
    char made_at[INSTANT_TEXT_SIZE];
    fprintf(cli->out, "%4d  " STR_FORMAT "  %-9.*s  %s%s\n", key->number, STR_ARG(key->mark),
            (int)key->state.size, key->state.data, instant_format(key->made_at, made_at),
            key->is_in_file ? "" : cli_text(cli, "  no está en el archivo", "  not in the file"));
}

static status list(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct rekey_key *keys = NULL;
    size_t count = 0;
    struct buf out = buf_start(op->arena, 1 << 16);
    struct json_writer w = json_start(&out);
    TRY(cli_open(cli, CLI_READ));
    TRY(rekey_list(op, &keys, &count));
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        write_key(&w, &keys[i]);
        if (!cli->is_json)
            print_key(cli, &keys[i]);
    }
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static void print_done(struct cli *cli, int number, int64_t done, int64_t waiting)
{
    if (cli->is_json)
        fprintf(cli->out, "{\"key\":%d,\"persons\":%" PRId64 ",\"waiting\":%" PRId64 "}\n", number,
                done, waiting);
    else
        fprintf(cli->out,
                waiting > 0
                    ? cli_text(cli,
                               "Llave %d en uso: %" PRId64 " personas pasadas, faltan %" PRId64
                               "; ejecute otra vez acuerdo key rotate\n",
                               "Key %d is in use: %" PRId64 " persons done, %" PRId64
                               " wait; run acuerdo key rotate again\n")
                    : cli_text(cli,
                               "Llave %d en uso: %" PRId64 " personas pasadas, faltan %" PRId64
                               "; la anterior queda retirada y solo sirve a respaldos viejos\n",
                               "Key %d is in use: %" PRId64 " persons done, %" PRId64
                               " wait; the one before is retired and serves old backups only\n"),
                number, done, waiting);
}

static status prepare(struct cli *cli)
{
    int number = 0;
    TRY(seal_key_add(&cli->op, &number));
    if (cli->is_json)
        fprintf(cli->out, "{\"key\":%d,\"prepared\":true}\n", number);
    else
        fprintf(cli->out,
                cli_text(cli,
                         "Llave %d agregada a " STR_FORMAT
                         ": cópielo a las demás máquinas y luego ejecute acuerdo key rotate\n",
                         "Key %d added to " STR_FORMAT
                         ": copy it to the other machines, then run acuerdo key rotate\n"),
                number, STR_ARG(cli->key_file));
    return OK;
}

static status change(struct cli *cli, int64_t most, int *ret_number, int64_t *ret_done)
{
    struct op *const op = &cli->op;
    int64_t step = 1;
    TRY(rekey_start(op, ret_number));
    while (step > 0 && (most == 0 || *ret_done < most)) {
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(rekey_step(op, &step));
        arena_release(op->arena, mark);
        *ret_done += step;
        cli_progress(cli, "%" PRId64, *ret_done);
    }
    cli_progress_end(cli);
    return OK;
}

static status rotate(struct cli *cli)
{
    struct op *const op = &cli->op;
    int64_t most = 0;
    int64_t done = 0;
    int64_t waiting = 0;
    int number = 0;
    TRY(cli_i64(cli, "most", 0, &most));
    TRY(cli_open(cli, CLI_WRITE));
    if (options_has(&cli->options, "prepare"))
        return prepare(cli);
    TRY(change(cli, most, &number, &done));
    TRY(rekey_waiting(op, &waiting));
    if (waiting == 0)
        TRY(rekey_finish(op));
    print_done(cli, number, done, waiting);
    return OK;
}

static status forget(struct cli *cli)
{
    int64_t number = 0;
    if (!str_to_i64(cli->options.operands[0], &number) || number < 1 || number > 9999)
        return op_fail(&cli->op, E_INVALID, "which key?  acuerdo key forget NUMBER");
    TRY(cli_open(cli, CLI_WRITE));
    TRY(rekey_forget(&cli->op, (int)number));
    if (cli->is_json)
        fprintf(cli->out, "{\"forgotten\":%d}\n", (int)number);
    else
        fprintf(cli->out,
                cli_text(cli,
                         "Llave %d olvidada: los datos personales de los respaldos que la "
                         "necesitan ya no se abren\n",
                         "Key %d is forgotten: personal data of backups that need it no longer "
                         "open\n"),
                (int)number);
    return OK;
}

static const struct command verb_list = {
    .name = "key list",
    .usage = "",
    .summary = {"las llaves que el almacén ha usado", "the keys that the store has used"},
    .specs = no_specs,
    .run = list,
};

static const struct command verb_rotate = {
    .name = "key rotate",
    .usage = "[--prepare] [--most N]",
    .summary = {"cambia de llave y sella de nuevo los datos personales, sin parar el servicio",
                "change the key and seal personal data anew, while everybody works"},
    .specs = rotate_specs,
    .run = rotate,
};

static const struct command verb_forget = {
    .name = "key forget",
    .usage = "NUMBER",
    .summary = {"borra del archivo una llave retirada", "take a retired key out of the file"},
    .specs = no_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = forget,
};

static const struct command *const members[] = {&verb_list, &verb_rotate, &verb_forget, NULL};

const struct command command_key = {
    .name = "key",
    .usage = "list | rotate [--prepare] [--most N] | forget NUMBER",
    .summary = {"llaves de los datos personales: lista, cambio, olvido de una retirada",
                "keys of personal data: list, change, forgetting a retired one"},
    .members = members,
};
