/* acuerdo strategy: which one decides, and making another one active once it is proved lawful. */
#include <inttypes.h>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/proof_print.h"
#include "cli/strategy_source.h"
#include "store/db.h"

static void print_active(struct cli *cli, str name, int version)
{
    struct buf out = buf_start(cli->op.arena, LIMIT_SAID_BYTES);
    struct json_writer w = json_start(&out);
    if (!cli->is_json) {
        fprintf(cli->out,
                cli_text(cli, "estrategia activa: " STR_FORMAT ", versión %d\n",
                         "active strategy: " STR_FORMAT ", version %d\n"),
                STR_ARG(name), version);
        return;
    }
    json_object_open(&w);
    json_put_str(&w, "strategy", name);
    json_put_i64(&w, "version", version);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

static status show(struct cli *cli)
{
    int64_t id = 0;
    str name;
    int version = 0;
    TRY(cli_open(cli, CLI_READ));
    TRY(strategy_active(&cli->op, &id, &name, &version));
    print_active(cli, name, version);
    return OK;
}

/* One country; what is not proved is shown, and refuses. */
static status prove_for(struct cli *cli, const struct proof_request *request)
{
    struct op *const op = &cli->op;
    struct proof proof;
    TRY(proof_make(op, request, &proof));
    if (proof.verdict == PROOF_PROVED)
        return OK;
    if (proof.verdict == PROOF_REFUTED)
        TRY(proof_rehearse(op, request, &proof));
    proof_print(cli, request, &proof);
    return proof_refuse(op, request, &proof);
}

static status activate(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct proof_request request = {0};
    str *countries = NULL;
    size_t count = 0;
    int64_t id = 0;
    int version = 0;
    str name;
    TRY(strategy_find(cli, cli->options.operands[0], &request.source, &request.name));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(strategy_countries(op, &countries, &count));
    request.from = op->business_date;
    for (size_t i = 0; i < count; i++) {
        request.country = countries[i];
        TRY(prove_for(cli, &request));
    }
    TRY(db_begin(op, DB_WRITE));
    TRY(strategy_install(op, request.name, &request.source));
    TRY(db_commit(op));
    TRY(strategy_active(op, &id, &name, &version));
    print_active(cli, name, version);
    return OK;
}

static const struct command verb_show = {
    .name = "strategy show",
    .usage = "",
    .summary = {"la que decide hoy", "the one that decides today"},
    .run = show,
};

static const struct command verb_activate = {
    .name = "strategy activate",
    .usage = "STRATEGY",
    .summary = {"una carpeta con sus cuatro archivos, si se demuestra lícita en cada país",
                "a folder with its four files, if it is proved lawful in every country"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = activate,
};

static const struct command *const members[] = {&verb_show, &verb_activate, NULL};

const struct command command_strategy = {
    .name = "strategy",
    .usage = "show | activate STRATEGY",
    .summary = {"la estrategia que decide", "the strategy that decides"},
    .members = members,
};
