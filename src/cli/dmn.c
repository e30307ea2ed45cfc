/* acuerdo dmn: the group of what is done with decision models; cli_run hands the work to its
 * members. */
#include "cli/dmn.h"

#include "cli/commands.h"

static const struct command *const members[] = {&dmn_check_command, NULL};

const struct command command_dmn = {
    .name = "dmn",
    .usage = "check",
    .summary = {"tablas de decisión: revisarlas", "decision tables: check them"},
    .members = members,
};
