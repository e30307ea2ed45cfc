/* acuerdo user: the people who sign in. */
#include <stdlib.h>

#include "base/crypto.h"
#include "base/json.h"
#include "cli/commands.h"
#include "record/user.h"
#include "store/db.h"

#define PASSWORD_ENV                                                                               \
    {                                                                                              \
        "password-env", "VAR",                                                                     \
        {                                                                                          \
            "variable con la contraseña; si falta, se genera una",                                 \
                "variable that holds the password; without it one is made"                         \
        }                                                                                          \
    }

static const struct option_spec password_specs[] = {
    PASSWORD_ENV,
    {NULL, NULL, {NULL, NULL}},
};

static const struct option_spec add_specs[] = {
    {"name", "TEXT", {"nombre de la persona", "name of the person"}            },
    {"role",
     "TEXT",         {"agent, supervisor, strategist, compliance o administrator",
      "agent, supervisor, strategist, compliance or administrator"}},
    PASSWORD_ENV,
    {NULL,   NULL,   {NULL, NULL}                                              },
};

/* A password that a person can copy: 20 characters of 32, a hundred bits. */
static str make_password(struct arena *arena)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789+";
    uint8_t bytes[20];
    char *const text = arena_alloc(arena, sizeof(bytes));
    crypto_random(bytes, sizeof(bytes));
    for (size_t i = 0; i < sizeof(bytes); i++)
        text[i] = letters[bytes[i] & 31];
    return (str){text, sizeof(bytes)};
}

static status read_password(struct cli *cli, str *ret_password, bool *ret_is_made)
{
    const str variable = options_get(&cli->options, "password-env", STR(""));
    *ret_is_made = variable.size == 0;
    if (variable.size == 0) {
        *ret_password = make_password(cli->op.arena);
        return OK;
    }
    const char *const value = cli_variable(cli, str_cstr(cli->op.arena, variable));
    if (!value || !*value)
        return op_fail(&cli->op, E_INVALID, "the variable " STR_FORMAT " holds no password",
                       STR_ARG(variable));
    *ret_password = str_of(value);
    return OK;
}

static void print_made(struct cli *cli, str login, str password, bool is_made)
{
    if (cli->is_json) {
        struct buf out = buf_start(cli->op.arena, 4096);
        struct json_writer w = json_start(&out);
        json_object_open(&w);
        json_put_str(&w, "login", login);
        if (is_made)
            json_put_str(&w, "password", password);
        json_object_close(&w);
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
        return;
    }
    fprintf(cli->out, cli_text(cli, "Usuario: " STR_FORMAT "\n", "User: " STR_FORMAT "\n"),
            STR_ARG(login));
    if (is_made)
        fprintf(cli->out,
                cli_text(cli, "Contraseña: " STR_FORMAT " (no se volverá a mostrar)\n",
                         "Password: " STR_FORMAT " (it is not shown again)\n"),
                STR_ARG(password));
}

static status add_user(struct cli *cli)
{
    struct op *const op = &cli->op;
    const str login = cli->options.operands[0];
    str password;
    bool is_made = false;
    int64_t id = 0;
    TRY(read_password(cli, &password, &is_made));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(user_create(op, login, options_get(&cli->options, "name", login), password, &id));
    TRY(user_add_role(op, id, options_get(&cli->options, "role", STR("agent"))));
    TRY(db_commit(op));
    print_made(cli, login, password, is_made);
    return OK;
}

static status set_password(struct cli *cli)
{
    struct op *const op = &cli->op;
    const str login = cli->options.operands[0];
    struct user user;
    str password;
    bool is_made = false;
    TRY(read_password(cli, &password, &is_made));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(user_find(op, login, &user));
    TRY(user_set_password(op, user.id, password));
    TRY(db_commit(op));
    print_made(cli, login, password, is_made);
    return OK;
}

static status set_active(struct cli *cli, bool is_active)
{
    struct op *const op = &cli->op;
    struct user user;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(user_find(op, cli->options.operands[0], &user));
    TRY(user_set_active(op, user.id, is_active));
    return db_commit(op);
}

static status suspend(struct cli *cli)
{
    return set_active(cli, false);
}

static status activate(struct cli *cli)
{
    return set_active(cli, true);
}

static status list_as_json(struct cli *cli, const struct user *users, size_t count)
{
    struct buf out = buf_start(cli->op.arena, 1 << 20);
    struct json_writer w = json_start(&out);
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(&w);
        json_put_str(&w, "login", users[i].login);
        json_put_str(&w, "name", users[i].name);
        json_put_str(&w, "roles", users[i].roles);
        json_put_bool(&w, "is_active", users[i].is_active);
        json_object_close(&w);
    }
    json_array_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status list_users(struct cli *cli)
{
    struct user *users = NULL;
    size_t count = 0;
    TRY(cli_open(cli, CLI_READ));
    TRY(user_list(&cli->op, &users, &count));
    if (cli->is_json)
        return list_as_json(cli, users, count);
    for (size_t i = 0; i < count; i++)
        fprintf(cli->out, "%-24.*s %-10s %-40.*s " STR_FORMAT "\n", (int)users[i].login.size,
                users[i].login.data,
                users[i].is_active ? cli_text(cli, "activo", "active")
                                   : cli_text(cli, "suspendido", "suspended"),
                (int)users[i].roles.size, users[i].roles.data, STR_ARG(users[i].name));
    return OK;
}

static const struct command verb_list = {
    .name = "user list",
    .usage = "",
    .summary = {"quién entra, con qué papeles", "who signs in, and with which roles"},
    .run = list_users,
};

static const struct command verb_add = {
    .name = "user add",
    .usage = "LOGIN",
    .summary = {"da de alta a una persona; sin --password-env muestra una contraseña",
                "add a person; without --password-env a password is shown"},
    .specs = add_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = add_user,
};

static const struct command verb_password = {
    .name = "user password",
    .usage = "LOGIN",
    .summary = {"le da otra contraseña", "give another password"},
    .specs = password_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = set_password,
};

static const struct command verb_suspend = {
    .name = "user suspend",
    .usage = "LOGIN",
    .summary = {"ya no entra; lo que hizo queda", "does not sign in any more; what was done stays"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = suspend,
};

static const struct command verb_activate = {
    .name = "user activate",
    .usage = "LOGIN",
    .summary = {"vuelve a entrar", "signs in again"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = activate,
};

static const struct command *const members[] = {&verb_list,    &verb_add,      &verb_password,
                                                &verb_suspend, &verb_activate, NULL};

const struct command command_user = {
    .name = "user",
    .usage = "list | add LOGIN | password LOGIN | suspend LOGIN | activate LOGIN",
    .summary = {"personas que entran al sistema", "people who sign in"},
    .members = members,
};
