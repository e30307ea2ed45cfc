/* acuerdo strategy arms: champion and challenger, by two people. */
#include <inttypes.h>

#include "base/json.h"
#include "cli/proof_print.h"
#include "cli/sign_in.h"
#include "cli/strategy.h"
#include "prove/enact.h"
#include "store/db.h"

#define JSON_BYTES (4 << 20)

/* --- printing --- */

static void print_arm(struct cli *cli, const struct experiment_arm *arm)
{
    fprintf(cli->out, "    %-20.*s %3" PRId64 ".%02" PRId64 " %%  %s%s%.*s\n", STR_ARG(arm->name),
            arm->share / 100, arm->share % 100, op_word(&cli->op, arm_kind_name(arm->kind)),
            arm->strategy.size > 0 ? " " : "", STR_ARG(arm->strategy));
}

static void print_experiment(struct cli *cli, const struct experiment *e)
{
    char from[DAY_TEXT_SIZE];
    char until[DAY_TEXT_SIZE] = "";
    const day end = e->stopped_on != DAY_NONE ? e->stopped_on : e->until_on;
    if (end != DAY_NONE)
        (void)day_format(end, until);
    fprintf(cli->out, "%-20.*s %-9s %-10s %-10s  %.*s\n", STR_ARG(e->name),
            op_word(&cli->op, str_cstr(cli->op.arena, e->state)), day_format(e->from_on, from),
            until, STR_ARG(e->login));
    for (size_t i = 0; i < e->arm_count; i++)
        print_arm(cli, &e->arms[i]);
}

static void print_json(struct cli *cli, const struct buf *out)
{
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(out)));
}

/* --- list --- */

static status list(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct buf out = buf_start(op->arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    struct experiment *rows = NULL;
    size_t count = 0;
    TRY(cli_open(cli, CLI_READ));
    TRY(experiment_list(op, &rows, &count));
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        experiment_write(&w, &rows[i]);
        if (!cli->is_json)
            print_experiment(cli, &rows[i]);
    }
    json_array_close(&w);
    if (cli->is_json)
        print_json(cli, &out);
    return OK;
}

/* --- start --- */

static status read_experiment(struct cli *cli, struct experiment *e)
{
    struct op *const op = &cli->op;
    *e = (struct experiment){.name = cli->options.operands[1],
                             .note = options_get(&cli->options, "reason", STR(""))};
    for (int i = 2; i < cli->options.operand_count; i++)
        TRY(experiment_add_arm(op, e, cli->options.operands[i]));
    TRY(cli_day(cli, "from", op->business_date, &e->from_on));
    return cli_day(cli, "until", DAY_NONE, &e->until_on);
}

static void print_asked(struct cli *cli, int64_t id, int64_t approval_id)
{
    if (cli->is_json)
        fprintf(cli->out, "{\"id\":\"%" PRId64 "\",\"approval_id\":\"%" PRId64 "\"}\n", id,
                approval_id);
    else
        fprintf(cli->out,
                cli_text(cli, "solicitud %" PRId64 ": la decide otra persona\n",
                         "request %" PRId64 ": another person decides it\n"),
                approval_id);
}

static status start(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct enactment enactment = {0};
    struct experiment e;
    int64_t id = 0;
    int64_t approval_id = 0;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in(cli));
    TRY(cli_need(cli, "strategy.start"));
    TRY(read_experiment(cli, &e));
    const status code = enact_experiment(op, &e, &enactment, &id, &approval_id);
    if (enactment.is_refuted)
        proof_print(cli, &enactment.request, &enactment.proof);
    if (code != OK && enactment.examples.miss_count > 0)
        strategy_print_examples(cli, &enactment.examples);
    TRY(code);
    print_asked(cli, id, approval_id);
    return OK;
}

/* --- stop --- */

static status stop(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct buf out = buf_start(op->arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    struct experiment e;
    day from = DAY_NONE;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in_maybe(cli));
    TRY(cli_need(cli, "strategy.start"));
    TRY(cli_day(cli, "from", op->business_date, &from));
    TRY(experiment_find(op, cli->options.operands[1], &e));
    TRY(db_begin(op, DB_WRITE));
    TRY(experiment_stop(op, e.id, from, options_get(&cli->options, "reason", STR(""))));
    TRY(db_commit(op));
    TRY(experiment_get(op, e.id, &e));
    experiment_write(&w, &e);
    if (cli->is_json)
        print_json(cli, &out);
    else
        print_experiment(cli, &e);
    return OK;
}

static status arms(struct cli *cli)
{
    const int count = cli->options.operand_count;
    const str verb = count > 0 ? cli->options.operands[0] : STR("list");
    if (str_equal_c(verb, "list") && count <= 1)
        return list(cli);
    if (str_equal_c(verb, "start") && count >= 3)
        return start(cli);
    if (str_equal_c(verb, "stop") && count == 2)
        return stop(cli);
    return op_fail(&cli->op, E_INVALID,
                   "strategy arms list, start NAME ARM=VERSION:SHARE..., or stop NAME");
}

/* clang-format off */
static const struct option_spec arms_specs[] = {
    {"from", "DATE", {"primer día en que cuenta (la fecha abierta)", "first day on which it counts (the open date)"}},
    {"until", "DATE", {"primer día en que ya no", "first day on which it no longer does"}},
    {"reason", "TEXT", {"por qué", "why"}},
    SIGN_IN_SPECS,
    {NULL, NULL, {NULL, NULL}},
};
const struct command strategy_verb_arms = {
    .name = "strategy arms", .usage = "[list] | start NAME ARM=STRATEGY@VERSION:SHARE... ARM=hold_out:SHARE | stop NAME",
    .summary = {"compara estrategias: reparte los casos entre campeona, retadoras y grupo de control (partes de 10 000)", "compares strategies: splits the cases between champion, challengers and hold-out (parts of 10,000)"},
    .specs = arms_specs, .operand_count_max = ARMS_MAX + 2, .run = arms,
};
/* clang-format on */
