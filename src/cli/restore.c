/* acuerdo restore: a new store out of a backup, or only the proof that the backup is whole. */
#include <inttypes.h>
#include <unistd.h>

#include "cli/backup_print.h"
#include "cli/commands.h"
#include "store/open.h"
#include "upkeep/backup.h"

static const struct option_spec specs[] = {
    {"check",           NULL,   {"solo comprueba el respaldo", "only check the backup"}   },
    {"passphrase-file", "FILE", {"archivo con la frase", "file that holds the passphrase"}},
    {"passphrase-env",
     "VAR",                     {"variable con la frase (ACUERDO_BACKUP_PASSPHRASE)",
      "variable that holds the passphrase (ACUERDO_BACKUP_PASSPHRASE)"}        },
    {NULL,              NULL,   {NULL, NULL}                                              },
};

static void print_origin(struct cli *cli, const struct backup_manifest *manifest)
{
    char made_at[INSTANT_TEXT_SIZE];
    char open_date[DAY_TEXT_SIZE];
    fprintf(cli->out,
            cli_text(cli,
                     "Respaldo completo de " STR_FORMAT ", hecho %s, fecha de proceso %s, "
                     "esquema %d: %zu tablas, %" PRId64 " filas\n",
                     "The backup is whole: " STR_FORMAT ", made %s, business date %s, schema %d: "
                     "%zu tables, %" PRId64 " rows\n"),
            STR_ARG(manifest->organisation), instant_format(manifest->made_at, made_at),
            day_format(manifest->open_date, open_date), manifest->schema, manifest->table_count,
            manifest->rows);
}

static void print_next_steps(struct cli *cli, const struct restore_result *result)
{
    const str shown = db_url_shown(cli->op.arena, cli->store);
    fprintf(cli->out,
            cli_text(cli, "Almacén restaurado: " STR_FORMAT "\n",
                     "The store is restored: " STR_FORMAT "\n"),
            STR_ARG(shown));
    fprintf(cli->out,
            cli_text(cli,
                     "No sale ningún mensaje (%" PRId64 " retenidos) hasta que una persona lo "
                     "permita: acuerdo outbox release --all --reason TEXTO\n",
                     "No message leaves (%" PRId64 " are held) until a person permits it: acuerdo "
                     "outbox release --all --reason TEXT\n"),
            result->held);
    if (result->erased > 0)
        fprintf(cli->out,
                cli_text(cli,
                         "Datos de %" PRId64 " personas, eliminados después del respaldo, se "
                         "eliminaron otra vez\n",
                         "Data of %" PRId64
                         " persons, erased after the backup, were erased again\n"),
                result->erased);
    if (access(str_cstr(cli->op.arena, cli->key_file), R_OK) != 0)
        fprintf(cli->out,
                cli_text(cli,
                         "Falta la llave maestra " STR_FORMAT ": copie ahí, con modo 0600, la del "
                         "almacén respaldado; el respaldo no la lleva.\n",
                         "The master key " STR_FORMAT
                         " is missing: copy there, with mode 0600, the "
                         "one of the store that was backed up; the backup does not hold it.\n"),
                STR_ARG(cli->key_file));
}

static status check(struct cli *cli, const struct backup_request *request)
{
    struct backup_manifest manifest;
    const status code = backup_verify(&cli->op, request, &manifest);
    cli_progress_end(cli);
    TRY(code);
    if (cli->is_json)
        backup_print_json(cli, request->path, &manifest, -1);
    else
        print_origin(cli, &manifest);
    return OK;
}

static status run(struct cli *cli)
{
    struct restore_result result;
    struct backup_request request = {
        .path = str_cstr(cli->op.arena, cli->options.operands[0]),
        .progress = {backup_tell, cli},
        .key_path = str_cstr(cli->op.arena, cli->key_file),
    };
    TRY(cli_passphrase(cli, &request.passphrase));
    if (options_has(&cli->options, "check"))
        return check(cli, &request);
    const status code = restore_store(&cli->op, &request, cli->store, &result);
    cli_progress_end(cli);
    TRY(code);
    if (cli->is_json) {
        backup_print_json(cli, request.path, &result.manifest, result.held);
        return OK;
    }
    print_origin(cli, &result.manifest);
    print_next_steps(cli, &result);
    return OK;
}

const struct command command_restore = {
    .name = "restore",
    .usage = "FILE --store URL [--check] [--passphrase-file FILE | --passphrase-env VAR]",
    .summary = {"hace un almacén nuevo de un respaldo", "make a new store out of a backup"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = run,
};
