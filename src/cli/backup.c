/* acuerdo backup: the whole store into one file, beside a running server. */
#include "upkeep/backup.h"

#include <inttypes.h>

#include "base/json.h"
#include "cli/backup_print.h"
#include "cli/commands.h"

static const struct option_spec specs[] = {
    {"encrypt",         NULL,   {"cifra el respaldo", "encrypt the backup"}               },
    {"passphrase-file", "FILE", {"archivo con la frase", "file that holds the passphrase"}},
    {"passphrase-env",
     "VAR",                     {"variable con la frase (ACUERDO_BACKUP_PASSPHRASE)",
      "variable that holds the passphrase (ACUERDO_BACKUP_PASSPHRASE)"}        },
    {NULL,              NULL,   {NULL, NULL}                                              },
};

static status read_request(struct cli *cli, struct backup_request *request)
{
    struct op *const op = &cli->op;
    request->path = str_cstr(op->arena, cli->options.operands[0]);
    request->progress = (struct backup_progress){backup_tell, cli};
    if (!options_has(&cli->options, "encrypt"))
        return OK;
    TRY(cli_passphrase(cli, &request->passphrase));
    return request->passphrase.size > 0
               ? OK
               : op_fail(op, E_INVALID,
                         "--encrypt needs a passphrase: --passphrase-file FILE, --passphrase-env "
                         "VAR or the variable ACUERDO_BACKUP_PASSPHRASE");
}

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct backup_request request = {.path = NULL};
    struct backup_manifest manifest;
    TRY(read_request(cli, &request));
    TRY(cli_open(cli, CLI_AS_IS));
    const status code = backup_write(op, &request, &manifest);
    cli_progress_end(cli);
    TRY(code);
    if (cli->is_json) {
        backup_print_json(cli, request.path, &manifest, -1);
        return OK;
    }
    fprintf(cli->out,
            cli_text(cli,
                     "Respaldo %s: %zu tablas, %" PRId64 " filas, %" PRId64 " bytes, %s, "
                     "leído de nuevo y completo\n",
                     "Backup %s: %zu tables, %" PRId64 " rows, %" PRId64 " bytes, %s, read again "
                     "and whole\n"),
            request.path, manifest.table_count, manifest.rows, manifest.bytes,
            manifest.is_encrypted ? cli_text(cli, "cifrado", "encrypted")
                                  : cli_text(cli, "sin cifrar", "not encrypted"));
    fprintf(cli->out,
            cli_text(cli,
                     "La llave maestra (" STR_FORMAT ") no va en el respaldo: guarde una copia de "
                     "ella en otro lugar; sin ella los datos personales no se abren.\n",
                     "The master key (" STR_FORMAT ") is not in the backup: keep a copy of it in "
                     "another place; without it personal data cannot be opened.\n"),
            STR_ARG(cli->key_file));
    return OK;
}

const struct command command_backup = {
    .name = "backup",
    .usage = "FILE [--encrypt [--passphrase-file FILE | --passphrase-env VAR]]",
    .summary = {"respalda todo el almacén en un archivo verificado",
                "back the whole store up into one verified file"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = run,
};
