/* acuerdo dmn import: a table that was edited as CSV, back into its model. */
#include <inttypes.h>

#include "cli/dmn.h"
#include "cli/file.h"
#include "dmn/edit.h"
#include "intake/table_csv.h"

/* clang-format off */
static const struct option_spec specs[] = {
    {"decision", "NAME", {"la decisión (la última del archivo)", "the decision (the last one of the file)"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static void tell_faults(const struct cli *cli, const struct table_csv_faults *faults)
{
    for (size_t i = 1; i < faults->count; i++) /* the first one is the failure itself */
        fprintf(cli->err,
                cli_text(cli, "línea %" PRIu64 ", columna %d: %s\n",
                         "line %" PRIu64 ", column %d: %s\n"),
                faults->list[i].line, faults->list[i].column, faults->list[i].text);
}

/* To standard output: the file that is there stays until somebody puts the new one in its place. */
static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct dmn_sources sources;
    const struct dmn_decision *decision = NULL;
    struct table_csv_faults faults;
    struct dmn_table table;
    str csv = {"", 0};
    str xml = {"", 0};
    TRY(dmn_source_read(cli, options_get(&cli->options, "decision", STR("")), &sources, &decision));
    if (!decision->table)
        return op_fail(op, E_INVALID, "'" STR_FORMAT "' is no decision table",
                       STR_ARG(decision->name));
    TRY(cli_file_read(op, cli->options.operands[1], LIMIT_DMN_BYTES, &csv));
    const status code = table_csv_read(op, decision, csv, &table, &faults);
    if (code != OK)
        tell_faults(cli, &faults);
    if (code != OK)
        return code;
    TRY(cli_file_read(op, cli->options.operands[0], LIMIT_DMN_BYTES, &xml));
    TRY(dmn_table_replace(op, xml, str_cstr(op->arena, sources.list[0].name), decision->name,
                          &table, &xml));
    (void)fwrite(xml.data, 1, xml.size, cli->out);
    return OK;
}

const struct command dmn_import_command = {
    .name = "dmn import",
    .usage = "FILE CSV [--decision NAME]",
    .summary = {"el modelo con la tabla como la dice un CSV, por la salida estándar",
                "the model with the table as a CSV says it, on standard output"},
    .specs = specs,
    .operand_count_min = 2,
    .operand_count_max = 2,
    .run = run,
};
