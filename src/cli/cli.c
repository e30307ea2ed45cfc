#include "cli/command.h"

#include <errno.h>
#include <inttypes.h>

#include "base/crypto.h"
#include "record/audit_key.h"
#include "record/audit_start.h"
#include "record/organisation.h"
#include "record/seal.h"
#include "serve/local.h"
#include "store/open.h"
#include "upkeep/backup.h"

const char *cli_text(const struct cli *cli, const char *es, const char *en)
{
    return cli->op.language == LANGUAGE_ES ? es : en;
}

const char *cli_cases(const struct cli *cli, int64_t count)
{
    return count == 1 ? cli_text(cli, "expediente", "case") : cli_text(cli, "expedientes", "cases");
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

str cli_code(struct cli *cli, const char *option, str fallback)
{
    return str_copy_upper(cli->op.arena, str_trim(options_get(&cli->options, option, fallback)));
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

/* The first line of a file, without its end. */
static status read_line(struct cli *cli, const char *path, str *ret_line)
{
    struct op *const op = &cli->op;
    char line[LIMIT_PASSWORD_BYTES + 2];
    FILE *const file = fopen(path, "re");
    if (!file)
        return op_fail(op, E_IO, "%s cannot be opened: %s", path, op_errno(op, errno));
    const bool has_line = fgets(line, sizeof(line), file) != NULL;
    (void)fclose(file);
    if (has_line)
        *ret_line = str_copy(op->arena, (str){line, strcspn(line, "\r\n")});
    explicit_bzero(line, sizeof(line));
    return has_line ? OK : op_fail(op, E_INVALID, "%s holds no passphrase", path);
}

status cli_passphrase(struct cli *cli, str *ret_passphrase)
{
    struct op *const op = &cli->op;
    const str file = options_get(&cli->options, "passphrase-file", STR(""));
    const str variable =
        options_get(&cli->options, "passphrase-env", STR("ACUERDO_BACKUP_PASSPHRASE"));
    str passphrase = str_of(cli_variable(cli, str_cstr(op->arena, variable)));
    if (file.size > 0)
        TRY(read_line(cli, str_cstr(op->arena, file), &passphrase));
    else if (passphrase.size == 0 && options_has(&cli->options, "passphrase-env"))
        return op_fail(op, E_INVALID, "the variable " STR_FORMAT " holds no passphrase",
                       STR_ARG(variable));
    if (passphrase.size > 0 && (str_characters(passphrase) < LIMIT_PASSPHRASE_MIN ||
                                passphrase.size > LIMIT_PASSWORD_BYTES))
        return op_fail(op, E_INVALID, "the passphrase needs %d to %d characters",
                       LIMIT_PASSPHRASE_MIN, LIMIT_PASSWORD_BYTES);
    *ret_passphrase = passphrase;
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

const char *cli_path_beside(const struct cli *cli, const char *suffix)
{
    const char *const file = db_file(cli->op.arena, cli->store);
    return arena_printf(cli->op.arena, "%s%s", file ? file : "acuerdo", suffix);
}

status cli_key_place(struct cli *cli)
{
    return cli->is_key_named || db_file(cli->op.arena, cli->store)
               ? OK
               : op_fail(&cli->op, E_INVALID,
                         "a store on a server has no folder for its key file: say where it goes, "
                         "--key-file FILE or ACUERDO_KEY_FILE");
}

/* One key may serve several stores, and a command must not reach the server of another. */
static const char *path_beside_key(const struct cli *cli)
{
    uint8_t digest[16];
    char hex[CRYPTO_HEX_SIZE(sizeof(digest))];
    crypto_digest_of(cli->store, digest, sizeof(digest));
    crypto_hex(digest, sizeof(digest), hex);
    return arena_printf(cli->op.arena, STR_FORMAT ".%s.sock", STR_ARG(cli->key_file), hex);
}

const char *cli_socket_path(const struct cli *cli)
{
    return db_file(cli->op.arena, cli->store) ? cli_path_beside(cli, ".sock")
                                              : path_beside_key(cli);
}

/* A server of the store that is up here may run the command: then E_BUSY, so that it ends here.
 * alone: what holds when there is none. */
static status ask_server(struct cli *cli, status alone)
{
    struct op *const op = &cli->op;
    struct op asking = *op;
    op_clear(&asking);
    const status code = local_ask(&asking, cli_socket_path(cli), cli->argc, cli->argv,
                                  cli->is_terminal, &cli->exit_code);
    cli->is_answered = code == OK;
    if (code == OK)
        return E_BUSY;
    if (code == E_NOT_FOUND)
        return alone;
    op_clear(op);
    return op_fail(op, code, "%s", asking.text);
}

static status own_store(struct cli *cli, enum cli_access access)
{
    const status code = db_own(&cli->op);
    if (code == E_BUSY && access != CLI_OWN)
        return ask_server(cli, code);
    return code == OK && access == CLI_CLOSE ? ask_server(cli, OK) : code;
}

/* --- before a migration --- */

/* The rows as they were stay beside the store, under the number of their schema. */
static status back_up_before(struct cli *cli, int version)
{
    struct op *const op = &cli->op;
    struct backup_manifest manifest;
    const char *const path =
        arena_printf(op->arena, "%s.schema-%d.%" PRId64 ".backup", db_file(op->arena, cli->store),
                     version, op_now(op) / INSTANT_PER_SECOND);
    const struct backup_request request = {.path = path};
    TRY(backup_write(op, &request, &manifest));
    fprintf(cli->err,
            cli_text(cli, "Respaldo previo a la actualización: %s\n",
                     "Backup before the upgrade: %s\n"),
            path);
    return OK;
}

status cli_migrate(struct cli *cli)
{
    struct op *const op = &cli->op;
    int version = 0;
    TRY(db_schema_version(op, &version));
    if (version > 0 && version < db_schema_known() && db_dialect_of(op->db) == DB_SQLITE)
        TRY(back_up_before(cli, version));
    return db_migrate(op, NULL);
}

/* --- opening --- */

/* Rows of an earlier program get their chain, and the key that signs days is there or is made.
 * Without it work goes on, only days stay unsigned. */
status cli_open_evidence(struct cli *cli)
{
    struct op *const op = &cli->op;
    const char *const path = arena_printf(op->arena, STR_FORMAT ".audit", STR_ARG(cli->key_file));
    int64_t rows = 0;
    TRY(audit_start_earlier(op, &rows));
    if (rows > 0)
        fprintf(cli->err,
                cli_text(cli, "Evidencia: %" PRId64 " filas anteriores puestas en cadena\n",
                         "Evidence: %" PRId64 " earlier rows were chained\n"),
                rows);
    const status code = audit_key_open(op, path);
    if (code != E_NOT_FOUND && code != E_IO)
        return code;
    fprintf(cli->err, "acuerdo: %s\n", op->text);
    op_clear(op);
    return OK;
}

/* Who only reads brings no store forward. */
static status check_schema(struct op *op)
{
    int version = 0;
    TRY(db_schema_version(op, &version));
    if (version > 0 && version < db_schema_known())
        return op_fail(op, E_CONFLICT,
                       "the store has schema %d of an earlier program, this one needs %d: run "
                       "`acuerdo facts rebuild`, which brings it forward, and then this again",
                       version, db_schema_known());
    return OK;
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
    if (access == CLI_AS_IS)
        return OK;
    const char *const key_file = str_cstr(op->arena, cli->key_file);
    TRY(seal_key_load(op, key_file));
    if (access == CLI_READ) {
        TRY(check_schema(op));
        TRY(organisation_read_date(op));
        return seal_key_check(op, key_file);
    }
    TRY(cli_migrate(cli));
    TRY(organisation_open(op));
    TRY(seal_key_check(op, key_file));
    return cli_open_evidence(cli);
}
