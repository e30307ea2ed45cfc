/* Runs one command from its words, for this process or for a client of the server. */
#ifndef CLI_RUN_H
#define CLI_RUN_H
#include "cli/command.h"

/* cli has its op, out, err, environment and is_terminal; the rest comes from the words.  Returns
 * the exit code; what failed has been said on cli->err. */
int cli_run(struct cli *cli, int argc, char **argv);
#endif
