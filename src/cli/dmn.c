/* acuerdo dmn: the group of what is done with decision models; cli_run hands the work to its
 * members. */
#include "cli/dmn.h"

#include "cli/commands.h"

static const struct command *const members[] = {&dmn_check_command,
                                                &dmn_decide_command,
                                                &dmn_diff_command,
                                                &dmn_explain_command,
                                                &dmn_export_command,
                                                &dmn_import_command,
                                                NULL};

const struct command command_dmn = {
    .name = "dmn",
    .usage = "check | decide | diff | explain | export | import",
    .summary = {"tablas de decisión: revisarlas, probarlas, compararlas, llevarlas a SQL y CSV",
                "decision tables: check them, try them, compare them, take them to SQL and CSV"},
    .members = members,
};
