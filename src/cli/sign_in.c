#include "cli/sign_in.h"

#include "record/session.h"
#include "record/user.h"

status cli_sign_in(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct session session;
    const str login = options_get(&cli->options, "user", STR(""));
    const str variable = options_get(&cli->options, "password-env", STR(""));
    const char *const password =
        variable.size > 0 ? cli_variable(cli, str_cstr(op->arena, variable)) : NULL;
    if (login.size == 0 || !password)
        return op_fail(op, E_INVALID,
                       "who does it?  --user LOGIN, and --password-env with the variable that "
                       "holds the password");
    TRY(user_sign_in(op, login, str_of(password), &session));
    op->actor_id = session.user_id;
    return session_end(op, session.token);
}

status cli_sign_in_maybe(struct cli *cli)
{
    return options_has(&cli->options, "user") ? cli_sign_in(cli) : OK;
}

status cli_need(struct cli *cli, const char *permission)
{
    struct op *const op = &cli->op;
    bool holds = false;
    if (op->actor_id == 0)
        return OK;
    TRY(user_holds(op, op->actor_id, permission, &holds));
    return holds ? OK : op_fail(op, E_DENIED, "this needs the permission %s", permission);
}
