/* acuerdo tool: the group of the tools (cli/tools.h); cli_run hands the work to its members. */
#include "cli/commands.h"
#include "cli/tools.h"

static const struct command *const members[] = {
#define TOOL_ROW(name) &tool_##name,
    TOOLS(TOOL_ROW)
#undef TOOL_ROW
        NULL,
};

const struct command command_tool = {
    .name = "tool",
    .usage = "NAME",
    .summary = {"herramientas para integradores: los calendarios y lectores del producto",
                "tools for integrators: the product's own calendars and parsers"},
    .members = members,
};
