/* acuerdo facts: rebuilds the facts of all cases from the book; on a sound store none changes. */
#include <inttypes.h>

#include "cli/commands.h"
#include "policy/close.h"
#include "store/db.h"

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    int64_t cases = 0;
    int64_t changed = 0;
    if (!str_equal_c(cli->options.operands[0], "rebuild"))
        return op_fail(op, E_INVALID, "the only thing to do with facts is: acuerdo facts rebuild");
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(facts_rebuild(op, &cases, &changed));
    TRY(db_commit(op));
    fprintf(cli->out,
            cli->is_json ? "{\"cases\":%" PRId64 ",\"changed\":%" PRId64 "}\n"
                         : "%" PRId64 " expedientes, %" PRId64 " cambiados\n",
            cases, changed);
    return OK;
}

const struct command command_facts = {
    .name = "facts",
    .usage = "rebuild",
    .summary = {"recalcula los hechos desde el libro", "recompute facts from the book"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = run,
};
