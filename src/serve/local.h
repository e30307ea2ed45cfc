/* The local socket: a command that needs the store asks the server that owns it, and a close the
 * server that has all cases in memory.
 *
 * The client hands over its arguments, environment and open files (standard output, standard error
 * and its folder); the server runs the command in one thread of its own, one at a time, and answers
 * with the exit code.  So there is one code path, and progress shows on the client's terminal.
 * Whoever may open the socket (mode 0600) is the user who runs the server. */
#ifndef SERVE_LOCAL_H
#define SERVE_LOCAL_H
#include <stdio.h>

#include "base/op.h"
#include "base/str.h"

struct local;

struct local_command {
    int argc;
    char **argv;
    char **environment; /* ended by NULL */
    FILE *out;
    FILE *err;
    bool is_terminal; /* of err */
};

/* Runs a command for somebody else and returns its exit code; the thread is in the client's folder.
 */
typedef int local_run(void *context, const struct local_command *command);

/* Listens at a path.  E_BUSY: another server does already.  E_INVALID: the path is too long for a
 * socket.  E_IO: the system says no. */
MUST_CHECK status local_start(struct op *op, const char *path, local_run *run, void *context,
                              struct local **ret_local);
/* Waits for a command that runs, and takes the socket away. */
void local_stop(struct local *local);

/* Asks the server at a path to run a command with this process's environment and files.
 * E_NOT_FOUND: nobody listens there.  E_IO: it went away in the middle. */
MUST_CHECK status local_ask(struct op *op, const char *path, int argc, char **argv,
                            bool is_terminal, int *ret_exit_code);
#endif
