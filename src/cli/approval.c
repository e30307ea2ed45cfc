/* acuerdo approval: what waits for a second look, and the decision of somebody who signs in for it.
 */
#include <inttypes.h>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/sign_in.h"
#include "policy/commit.h"
#include "policy/experiment_state.h"
#include "store/db.h"

static const struct option_spec decide_specs[] = {
    SIGN_IN_SPECS,
    {"reason", "TEXT", {"por qué", "why"}},
    {NULL,     NULL,   {NULL, NULL}       },
};

static void print_line(struct cli *cli, const struct approval *approval)
{
    char until[INSTANT_TEXT_SIZE];
    fprintf(cli->out, "%" PRId64 "  %.*s  %.*s  %s  %.*s\n", approval->id,
            (int)approval->subject_kind.size, approval->subject_kind.data,
            (int)approval->state.size, approval->state.data,
            instant_format(approval->expires_at, until), (int)approval->reason.size,
            approval->reason.data);
}

static void print(struct cli *cli, const struct approval *approvals, size_t count, bool is_list)
{
    struct buf out = buf_start(cli->op.arena, 1 << 20);
    struct json_writer w = json_start(&out);
    if (is_list)
        json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        approval_write(&w, &approvals[i]);
        if (!cli->is_json)
            print_line(cli, &approvals[i]);
    }
    if (is_list)
        json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

static status list(struct cli *cli)
{
    struct approval *approvals = NULL;
    size_t count = 0;
    TRY(cli_open(cli, CLI_READ));
    TRY(approval_list(&cli->op, &approvals, &count));
    print(cli, approvals, count, true);
    return OK;
}

static status read_id(struct cli *cli, int64_t *ret_id)
{
    const str text = cli->options.operands[0];
    if (str_to_i64(text, ret_id) && *ret_id > 0)
        return OK;
    return op_fail(&cli->op, E_INVALID, "\"" STR_FORMAT "\" is no approval's number",
                   STR_ARG(text));
}

static status show(struct cli *cli)
{
    struct approval approval;
    int64_t id = 0;
    TRY(read_id(cli, &id));
    TRY(cli_open(cli, CLI_READ));
    TRY(approval_get(&cli->op, id, &approval));
    print(cli, &approval, 1, false);
    return OK;
}

static status decide(struct cli *cli, bool is_approved)
{
    struct op *const op = &cli->op;
    struct approval approval;
    int64_t id = 0;
    TRY(read_id(cli, &id));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in(cli));
    TRY(db_begin(op, DB_WRITE));
    TRY(experiment_decide(op, id, is_approved, options_get(&cli->options, "reason", STR("")),
                          &approval));
    TRY(policy_commit(op));
    print(cli, &approval, 1, false);
    return OK;
}

static status approve(struct cli *cli)
{
    return decide(cli, true);
}

static status reject(struct cli *cli)
{
    return decide(cli, false);
}

static const struct command verb_list = {
    .name = "approval list",
    .usage = "",
    .summary = {"lo que espera una decisión", "what waits for a decision"},
    .run = list,
};

static const struct command verb_show = {
    .name = "approval show",
    .usage = "ID",
    .summary = {"una solicitud", "one request"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = show,
};

static const struct command verb_approve = {
    .name = "approval approve",
    .usage = "ID --user LOGIN --password-env VAR --reason TEXT",
    .summary = {"la autoriza otra persona que quien pidió",
                "another person than who asked allows it"},
    .specs = decide_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = approve,
};

static const struct command verb_reject = {
    .name = "approval reject",
    .usage = "ID --user LOGIN --password-env VAR --reason TEXT",
    .summary = {"la niega", "refuses it"},
    .specs = decide_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = reject,
};

static const struct command *const members[] = {&verb_list, &verb_show, &verb_approve, &verb_reject,
                                                NULL};

const struct command command_approval = {
    .name = "approval",
    .usage = "list | show ID | approve ID | reject ID",
    .summary = {"segundas miradas: lo que una persona pide y otra decide",
                "second looks: what one person asks for and another decides"},
    .members = members,
};
