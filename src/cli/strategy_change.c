/* acuerdo strategy: from a folder to the one that decides, by two people. */
#include <inttypes.h>

#include "cli/proof_print.h"
#include "cli/sign_in.h"
#include "cli/strategy.h"
#include "prove/enact.h"
#include "store/db.h"

/* Opens the store, finds the version, and knows who does it. */
static status open_version(struct cli *cli, const char *permission, bool needs_user,
                           struct strategy_row *ret_row)
{
    TRY(cli_open(cli, CLI_WRITE));
    TRY(needs_user ? cli_sign_in(cli) : cli_sign_in_maybe(cli));
    TRY(cli_need(cli, permission));
    return strategy_find_stored(cli, cli->options.operands[0], ret_row);
}

static status print_as_is(struct cli *cli, int64_t id)
{
    struct strategy_row row;
    TRY(strategy_get(&cli->op, id, &row));
    strategy_print_row(cli, &row);
    return OK;
}

/* --- import --- */

static status find_source(struct cli *cli, struct strategy_source *source, str *ret_name)
{
    const str word = cli->options.operands[0];
    *ret_name = word;
    TRY(options_has(&cli->options, "shipped") ? strategy_shipped(&cli->op, word, source)
                                              : strategy_read_folder(cli, word, source, ret_name));
    *ret_name = options_get(&cli->options, "name", *ret_name);
    return OK;
}

static status import(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct strategy_source source;
    struct strategy_row row;
    int64_t based_on = 0;
    str name;
    TRY(cli_i64(cli, "based-on", 0, &based_on));
    TRY(find_source(cli, &source, &name));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in_maybe(cli));
    TRY(cli_need(cli, "strategy.edit"));
    TRY(db_begin(op, DB_WRITE));
    TRY(strategy_draft(op, name, based_on, &source, options_get(&cli->options, "note", STR("")),
                       &row));
    TRY(db_commit(op));
    strategy_print_row(cli, &row);
    return OK;
}

/* --- the second look --- */

static status submit(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct strategy_row row;
    int64_t approval_id = 0;
    TRY(open_version(cli, "strategy.edit", true, &row));
    TRY(db_begin(op, DB_WRITE));
    TRY(strategy_submit(op, row.id, options_get(&cli->options, "reason", STR("")), &approval_id));
    TRY(db_commit(op));
    if (cli->is_json)
        fprintf(cli->out, "{\"approval_id\":\"%" PRId64 "\"}\n", approval_id);
    else
        fprintf(cli->out,
                cli_text(cli, "solicitud %" PRId64 ": la decide otra persona\n",
                         "request %" PRId64 ": another person decides it\n"),
                approval_id);
    return OK;
}

static status decide(struct cli *cli, bool is_approved)
{
    struct op *const op = &cli->op;
    struct strategy_row row;
    struct approval approval;
    int64_t id = 0;
    TRY(open_version(cli, STRATEGY_PERMISSION, true, &row));
    TRY(db_begin(op, DB_WRITE));
    TRY(approval_find(op, STRATEGY_SUBJECT, row.id, &id));
    TRY(strategy_decide(op, id, is_approved, options_get(&cli->options, "reason", STR("")),
                        &approval));
    TRY(db_commit(op));
    return print_as_is(cli, row.id);
}

static status approve(struct cli *cli)
{
    return decide(cli, true);
}

static status reject(struct cli *cli)
{
    return decide(cli, false);
}

/* --- deciding, and no longer --- */

static status activate(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct enactment enactment = {0};
    struct strategy_row row;
    day from = DAY_NONE;
    TRY(open_version(cli, "strategy.start", false, &row));
    TRY(cli_day(cli, "from", op->business_date, &from));
    const status code = enact_activate(op, row.id, from, &enactment);
    if (enactment.is_refuted)
        proof_print(cli, &enactment.request, &enactment.proof);
    if (code != OK && enactment.examples.miss_count > 0)
        strategy_print_examples(cli, &enactment.examples);
    TRY(code);
    return print_as_is(cli, row.id);
}

static status retire(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct strategy_row row;
    TRY(open_version(cli, "strategy.edit", false, &row));
    TRY(db_begin(op, DB_WRITE));
    TRY(strategy_retire(op, row.id, options_get(&cli->options, "note", STR(""))));
    TRY(db_commit(op));
    return print_as_is(cli, row.id);
}

/* clang-format off */
static const struct option_spec import_specs[] = {
    {"name", "NAME", {"cómo se llama (el de la carpeta)", "its name (that of the folder)"}},
    {"based-on", "VERSION", {"la versión que se editó; sin ella el nombre debe ser nuevo", "the version that was edited; without it the name must be new"}},
    {"note", "TEXT", {"qué cambia", "what changes"}},
    {"shipped", NULL, {"una que trae el programa", "one that ships with the program"}},
    SIGN_IN_SPECS,
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec decide_specs[] = {
    {"reason", "TEXT", {"por qué", "why"}},
    SIGN_IN_SPECS,
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec activate_specs[] = {
    {"from", "DATE", {"primer día en que decide (la fecha abierta)", "first day on which it decides (the open date)"}},
    SIGN_IN_SPECS,
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec retire_specs[] = {
    {"note", "TEXT", {"por qué", "why"}},
    SIGN_IN_SPECS,
    {NULL, NULL, {NULL, NULL}},
};
const struct command strategy_verb_import = {
    .name = "strategy import", .usage = "FOLDER [--name NAME] [--based-on VERSION] [--note TEXT]",
    .summary = {"guarda una carpeta como borrador", "stores a folder as a draft"},
    .specs = import_specs, .operand_count_min = 1, .operand_count_max = 1, .run = import,
};
const struct command strategy_verb_submit = {
    .name = "strategy submit", .usage = "NAME[@VERSION] --reason TEXT --user LOGIN --password-env VAR",
    .summary = {"pide que otra persona la autorice", "asks another person to approve it"},
    .specs = decide_specs, .operand_count_min = 1, .operand_count_max = 1, .run = submit,
};
const struct command strategy_verb_approve = {
    .name = "strategy approve", .usage = "NAME[@VERSION] --reason TEXT --user LOGIN --password-env VAR",
    .summary = {"la autoriza otra persona que quien la hizo y quien la pidió", "another person than who made it and who asked approves it"},
    .specs = decide_specs, .operand_count_min = 1, .operand_count_max = 1, .run = approve,
};
const struct command strategy_verb_reject = {
    .name = "strategy reject", .usage = "NAME[@VERSION] --reason TEXT --user LOGIN --password-env VAR",
    .summary = {"no la autoriza", "does not approve it"},
    .specs = decide_specs, .operand_count_min = 1, .operand_count_max = 1, .run = reject,
};
const struct command strategy_verb_activate = {
    .name = "strategy activate", .usage = "NAME[@VERSION] [--from DATE]",
    .summary = {"la que decide desde un día, si sus ejemplos salen bien y se demuestra lícita en cada país", "the one that decides from a day on, if its examples hold and it is proved lawful in every country"},
    .specs = activate_specs, .operand_count_min = 1, .operand_count_max = 1, .run = activate,
};
const struct command strategy_verb_retire = {
    .name = "strategy retire", .usage = "NAME[@VERSION] [--note TEXT]",
    .summary = {"un borrador, o una que todavía no decide, se deja", "a draft, or one that does not decide yet, is left"},
    .specs = retire_specs, .operand_count_min = 1, .operand_count_max = 1, .run = retire,
};
/* clang-format on */
