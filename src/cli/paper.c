/* acuerdo paper: papers of a case as data, and the check of one. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/commands.h"
#include "cli/file.h"
#include "cli/sign_in.h"
#include "insight/paper.h"
#include "policy/commit.h"
#include "policy/offers.h"
#include "store/db.h"

/* clang-format off */
static const struct option_spec make_specs[] = {
    SIGN_IN_SPECS,
    {"html", NULL, {"como página, con los datos dentro", "as a page, with the data inside"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec verify_specs[] = {
    {"issued", NULL, {"también si se hizo en este almacén", "also whether it was made in this store"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static status make(struct cli *cli, enum paper_kind kind)
{
    struct op *const op = &cli->op;
    struct case_key key;
    struct paper paper;
    int64_t number = 0;
    if (!str_to_i64(cli->options.operands[0], &number))
        return op_fail(op, E_INVALID, "'" STR_FORMAT "' is not the number of a case",
                       STR_ARG(cli->options.operands[0]));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in_maybe(cli));
    TRY(cli_need(cli, "document.read"));
    TRY(db_begin(op, DB_WRITE));
    TRY(case_find_number(op, number, &key));
    TRY(paper_make(op, key, kind, &paper));
    TRY(policy_commit(op));
    const str file = options_has(&cli->options, "html") ? paper.html
                     : cli->is_json                     ? paper.json
                                                        : paper.text;
    fprintf(cli->out, STR_FORMAT, STR_ARG(file));
    return OK;
}

static status list(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct buf out = buf_start(op->arena, PAPER_BYTES_MAX);
    struct json_writer w = json_start(&out);
    struct paper_made *papers = NULL;
    struct case_key key;
    size_t count = 0;
    int64_t number = 0;
    char made_on[DAY_TEXT_SIZE];
    if (!str_to_i64(cli->options.operands[0], &number))
        return op_fail(op, E_INVALID, "'" STR_FORMAT "' is not the number of a case",
                       STR_ARG(cli->options.operands[0]));
    TRY(cli_open(cli, CLI_READ));
    TRY(case_find_number(op, number, &key));
    TRY(paper_list(op, key, &papers, &count));
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        paper_made_write(&w, &papers[i]);
        if (!cli->is_json)
            fprintf(cli->out, "%s  %s  " STR_FORMAT "  " STR_FORMAT "\n",
                    day_format(papers[i].made_on, made_on), paper_kind_name(papers[i].kind),
                    STR_ARG(papers[i].sha256), STR_ARG(papers[i].user_name));
    }
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status make_statement(struct cli *cli)
{
    return make(cli, PAPER_STATEMENT);
}

static status make_quote(struct cli *cli)
{
    return make(cli, PAPER_QUOTE);
}

static status make_agreement(struct cli *cli)
{
    return make(cli, PAPER_AGREEMENT);
}

static status make_clearance(struct cli *cli)
{
    return make(cli, PAPER_CLEARANCE);
}

static void print_check(struct cli *cli, const struct paper_check *check, bool is_asked,
                        bool is_ours)
{
    char made_on[DAY_TEXT_SIZE];
    if (cli->is_json) {
        fprintf(cli->out,
                "{\"kind\":\"%s\",\"case\":%" PRId64
                ",\"made_on\":\"%s\",\"sha256\":\"%s\",\"whole\":%s,\"name\":%s,\"issued\":%s}\n",
                paper_kind_name(check->kind), check->number, day_format(check->made_on, made_on),
                check->sha256, check->is_whole ? "true" : "false",
                check->is_name_right ? "true" : "false",
                !is_asked ? "null"
                : is_ours ? "true"
                          : "false");
        return;
    }
    fprintf(cli->out, "%s %" PRId64 " %s\n%s\n%s\n", paper_kind_name(check->kind), check->number,
            day_format(check->made_on, made_on), check->sha256,
            cli_text(cli, "íntegro: dice lo que decía cuando se hizo",
                     "whole: it says what it said when it was made"));
    if (is_asked)
        fprintf(cli->out, "%s\n",
                is_ours ? cli_text(cli, "se hizo en este almacén", "made in this store")
                        : cli_text(cli, "no se hizo en este almacén", "not made in this store"));
}

static status verify(struct cli *cli)
{
    struct op *const op = &cli->op;
    const bool is_asked = options_has(&cli->options, "issued");
    struct paper_check check;
    bool is_ours = false;
    str bytes;
    TRY(cli_file_read(op, cli->options.operands[0], PAPER_BYTES_MAX, &bytes));
    TRY(paper_verify(op, bytes, &check));
    if (is_asked) {
        TRY(cli_open(cli, CLI_READ));
        TRY(paper_is_ours(op, check.sha256, &is_ours));
    }
    if (cli->is_json || (check.is_whole && check.is_name_right))
        print_check(cli, &check, is_asked, is_ours);
    if (!check.is_whole)
        return op_fail(op, E_REFUSED, "the paper was changed: it no longer has its digest");
    if (!check.is_name_right)
        return op_fail(op, E_REFUSED, "the name on the paper was changed");
    return OK;
}

#define PAPER_VERB(verb, es, en)                                                                   \
    static const struct command verb_##verb = {                                                    \
        .name = "paper " #verb,                                                                    \
        .usage = "CASE [--html] [--json]",                                                         \
        .summary = {es, en},                                                                       \
        .specs = make_specs,                                                                       \
        .operand_count_min = 1,                                                                    \
        .operand_count_max = 1,                                                                    \
        .run = make_##verb,                                                                        \
    }
PAPER_VERB(statement, "estado de cuenta", "account statement");
PAPER_VERB(quote, "cotización para liquidar, con vigencia", "settlement quote, with its validity");
PAPER_VERB(agreement, "el convenio", "the arrangement");
PAPER_VERB(clearance, "carta de no adeudo", "no-debt letter");

static const struct command verb_verify = {
    .name = "paper verify",
    .usage = "FILE [--issued]",
    .summary = {"comprueba que nadie cambió una constancia", "checks that nobody changed a paper"},
    .specs = verify_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = verify,
};

static const struct command verb_list = {
    .name = "paper list",
    .usage = "CASE",
    .summary = {"las constancias que se hicieron de un expediente",
                "the papers that were made of a case"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = list,
};

static const struct command *const members[] = {
    &verb_list, &verb_statement, &verb_quote, &verb_agreement, &verb_clearance, &verb_verify, NULL};

const struct command command_paper = {
    .name = "paper",
    .usage = "list|statement|quote|agreement|clearance CASE | verify FILE",
    .summary = {"constancias de un expediente, con su huella",
                "papers of a case, with their digest"},
    .members = members,
};
