/* acuerdo tool: the group of the tools (cli/tools.h); cli_run hands the work to its members. */
#include "cli/commands.h"
#include "cli/tools.h"

static const struct command *const members[] = {
#define TOOL_ROW(name) &tool_##name,
    TOOLS(TOOL_ROW)
#undef TOOL_ROW
        NULL,
};

/* Reached only by a word that names no member. */
static status run(struct cli *cli)
{
    return op_fail(&cli->op, E_INVALID, "there is no tool \"" STR_FORMAT "\"",
                   STR_ARG(cli->options.operands[0]));
}

const struct command command_tool = {
    .name = "tool",
    .usage = "NAME",
    .summary = {"herramientas para integradores: los calendarios y lectores del producto",
                "tools for integrators: the product's own calendars and parsers"},
    .operand_count_min = 1,
    .operand_count_max = OPERANDS_MAX,
    .run = run,
    .members = members,
};
