/* Whose eyes they are: a command that somebody answers for signs that person in. */
#ifndef CLI_SIGN_IN_H
#define CLI_SIGN_IN_H
#include "cli/command.h"

/* clang-format off */
/* The two options of such a command; they are part of its specs. */
#define SIGN_IN_SPECS                                                                              \
    {"user", "LOGIN", {"quién lo hace", "who does it"}},                                           \
    {"password-env", "VAR", {"variable con su contraseña", "variable with the password"}}
/* clang-format on */

/* Makes --user the actor of the op, with the password of --password-env.  E_INVALID: one of them is
 * missing; E_DENIED: it is not that person. */
MUST_CHECK status cli_sign_in(struct cli *cli);
/* The same where nobody has to: without --user it is whoever has the machine's account. */
MUST_CHECK status cli_sign_in_maybe(struct cli *cli);
/* E_DENIED: the actor, if somebody signed in, lacks the permission. */
MUST_CHECK status cli_need(struct cli *cli, const char *permission);
#endif
