#include "cli/command.h"

#include "record/organisation.h"
#include "record/seal.h"
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

status cli_open(struct cli *cli, enum cli_access access)
{
    struct op *const op = &cli->op;
    const struct db_options options = {.create = false, .read_only = access == CLI_READ};
    TRY(db_open(op, cli->store, &options, &op->db));
    arena_defer(op->arena, close_store, op->db);
    TRY(seal_key_load(op, str_cstr(op->arena, cli->key_file)));
    if (access == CLI_READ)
        return organisation_read_date(op);
    TRY(db_own(op));
    TRY(db_migrate(op, NULL));
    return organisation_open(op);
}
