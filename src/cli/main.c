/* acuerdo: one command, one file per sub-command. */
#include <signal.h>
#include <unistd.h>

#include "cli/run.h"

int main(int argc, char **argv)
{
    struct cli cli = {.in = stdin, .out = stdout, .err = stderr, .environment = environ};
    (void)signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a failed write, with words */
    cli.is_terminal = isatty(STDERR_FILENO) == 1;
    op_init(&cli.op, arena_create(), NULL, op_clock_system);
    const int code = cli_run(&cli, argc, argv);
    const bool is_written = fflush(stdout) == 0 && !ferror(stdout);
    arena_destroy(cli.op.arena);
    return code == 0 && !is_written ? 1 : code;
}
