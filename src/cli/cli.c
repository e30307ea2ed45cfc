#include "cli/command.h"

#include "record/organisation.h"
#include "record/seal.h"
#include "serve/local.h"
#include "store/open.h"

const char *cli_text(const struct cli *cli, const char *es, const char *en)
{
    return cli->language == LANGUAGE_ES ? es : en;
}

void cli_progress(const struct cli *cli, const char *format, ...)
{
    va_list args;
    if (!cli->is_terminal)
        return;
    va_start(args, format);
    fputs("\r\033[K", cli->err);
    (void)vfprintf(cli->err, format, args);
    (void)fflush(cli->err);
    va_end(args);
}

void cli_progress_end(const struct cli *cli)
{
    if (cli->is_terminal)
        fputs("\r\033[K", cli->err);
}

status cli_day(struct cli *cli, const char *option, day fallback, day *ret_day)
{
    const str text = options_get(&cli->options, option, STR(""));
    if (text.size == 0) {
        *ret_day = fallback;
        return OK;
    }
    if (!day_parse(text, ret_day))
        return op_fail(&cli->op, E_INVALID,
                       "--%s \"" STR_FORMAT "\" is not a date: write it as YYYY-MM-DD", option,
                       STR_ARG(text));
    return OK;
}

status cli_i64(struct cli *cli, const char *option, int64_t fallback, int64_t *ret_value)
{
    const str text = options_get(&cli->options, option, STR(""));
    *ret_value = fallback;
    if (text.size > 0 && !str_to_i64(text, ret_value))
        return op_fail(&cli->op, E_INVALID, "--%s \"" STR_FORMAT "\" is not a whole number", option,
                       STR_ARG(text));
    return OK;
}

static void close_store(void *db)
{
    db_close(db);
}

const char *cli_variable(const struct cli *cli, const char *name)
{
    const size_t size = strlen(name);
    for (char **variable = cli->environment; variable && *variable; variable++)
        if (strncmp(*variable, name, size) == 0 && (*variable)[size] == '=')
            return *variable + size + 1;
    return NULL;
}

/* The file of a store in a file; of a store on a server, the empty text. */
static str file_of_store(const struct cli *cli)
{
    str file = cli->store;
    if (str_starts(file, STR("sqlite:")))
        file = (str){file.data + strlen("sqlite:"), file.size - strlen("sqlite:")};
    if (str_starts(file, STR("postgres")) && memmem(file.data, file.size, "://", 3))
        return STR("");
    return file;
}

const char *cli_path_beside(const struct cli *cli, const char *suffix)
{
    const str file = file_of_store(cli);
    return arena_printf(cli->op.arena, STR_FORMAT "%s",
                        STR_ARG(file.size > 0 ? file : STR("acuerdo")), suffix);
}

const char *cli_socket_path(const struct cli *cli)
{
    return file_of_store(cli).size > 0 ? cli_path_beside(cli, ".sock") : NULL;
}

/* The owner of the store may be a server that runs commands for others; the failure is E_BUSY
 * either way, so that the command ends here. */
static status ask_owner(struct cli *cli, status busy)
{
    struct op *const op = &cli->op;
    const char *const path = cli_socket_path(cli);
    struct op asking = *op;
    op_clear(&asking);
    if (!path)
        return busy;
    const status code =
        local_ask(&asking, path, cli->argc, cli->argv, cli->is_terminal, &cli->exit_code);
    cli->is_answered = code == OK;
    if (code == OK || code == E_NOT_FOUND)
        return busy;
    op_clear(op);
    return op_fail(op, code, "%s", asking.text);
}

static status own_store(struct cli *cli, enum cli_access access)
{
    const status code = db_own(&cli->op);
    return code == E_BUSY && access == CLI_WRITE ? ask_owner(cli, code) : code;
}

status cli_open(struct cli *cli, enum cli_access access)
{
    struct op *const op = &cli->op;
    const struct db_options options = {.create = false, .read_only = access == CLI_READ};
    TRY(db_open(op, cli->store, &options, &op->db));
    arena_defer(op->arena, close_store, op->db);
    if (cli->is_hosted)
        return organisation_open(op); /* key, lock and schema are the server's */
    if (access != CLI_READ)
        TRY(own_store(cli, access));
    TRY(seal_key_load(op, str_cstr(op->arena, cli->key_file)));
    if (access == CLI_READ)
        return organisation_read_date(op);
    TRY(db_migrate(op, NULL));
    return organisation_open(op);
}
