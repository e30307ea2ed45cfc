/* acuerdo user: the people who sign in. */
#include <stdlib.h>

#include "base/crypto.h"
#include "base/json.h"
#include "cli/commands.h"
#include "record/user.h"
#include "store/db.h"

static const struct option_spec specs[] = {
    {"name",         "TEXT", {"nombre de la persona", "name of the person"}    },
    {"role",
     "ROLE",                 {"agent, supervisor, strategist, compliance o administrator",
      "agent, supervisor, strategist, compliance or administrator"}},
    {"password-env",
     "VAR",                  {"variable con la contraseña; si falta, se genera una",
      "variable that holds the password; without it one is made"}   },
    {NULL,           NULL,   {NULL, NULL}                                      },
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

static status add_user(struct cli *cli, str login)
{
    struct op *const op = &cli->op;
    str password;
    bool is_made = false;
    int64_t id = 0;
    TRY(read_password(cli, &password, &is_made));
    TRY(db_begin(op, DB_WRITE));
    TRY(user_create(op, login, options_get(&cli->options, "name", login), password, &id));
    TRY(user_add_role(op, id, options_get(&cli->options, "role", STR("agent"))));
    TRY(db_commit(op));
    print_made(cli, login, password, is_made);
    return OK;
}

static status set_password(struct cli *cli, str login)
{
    struct op *const op = &cli->op;
    struct user user;
    str password;
    bool is_made = false;
    TRY(read_password(cli, &password, &is_made));
    TRY(db_begin(op, DB_WRITE));
    TRY(user_find(op, login, &user));
    TRY(user_set_password(op, user.id, password));
    TRY(db_commit(op));
    print_made(cli, login, password, is_made);
    return OK;
}

static status set_active(struct cli *cli, str login, bool is_active)
{
    struct op *const op = &cli->op;
    struct user user;
    TRY(db_begin(op, DB_WRITE));
    TRY(user_find(op, login, &user));
    TRY(user_set_active(op, user.id, is_active));
    return db_commit(op);
}

static status list_users(struct cli *cli)
{
    struct user *users = NULL;
    size_t count = 0;
    TRY(user_list(&cli->op, &users, &count));
    for (size_t i = 0; i < count; i++)
        fprintf(cli->out, "%-24.*s %-10s %-40.*s " STR_FORMAT "\n", (int)users[i].login.size,
                users[i].login.data, users[i].is_active ? "active" : "suspended",
                (int)users[i].roles.size, users[i].roles.data, STR_ARG(users[i].name));
    return OK;
}

static status run(struct cli *cli)
{
    const str verb = cli->options.operands[0];
    const str login = cli->options.operand_count > 1 ? cli->options.operands[1] : STR("");
    const bool is_list = str_equal_c(verb, "list");
    if (!is_list && login.size == 0)
        return op_fail(&cli->op, E_INVALID, "which user? acuerdo user " STR_FORMAT " LOGIN",
                       STR_ARG(verb));
    TRY(cli_open(cli, is_list ? CLI_READ : CLI_WRITE));
    if (is_list)
        return list_users(cli);
    if (str_equal_c(verb, "add"))
        return add_user(cli, login);
    if (str_equal_c(verb, "password"))
        return set_password(cli, login);
    if (str_equal_c(verb, "suspend") || str_equal_c(verb, "activate"))
        return set_active(cli, login, str_equal_c(verb, "activate"));
    return op_fail(&cli->op, E_INVALID,
                   "a user can be listed, added, given a password, suspended or activated, not "
                   "\"" STR_FORMAT "\"",
                   STR_ARG(verb));
}

const struct command command_user = {
    .name = "user",
    .usage = "list | add LOGIN | password LOGIN | suspend LOGIN | activate LOGIN",
    .summary = {"personas que entran al sistema", "people who sign in"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = 2,
    .run = run,
};
