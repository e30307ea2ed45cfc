/* acuerdo dmn export: a decision as a query that others can run, or its table for a spreadsheet. */
#include "cli/dmn.h"
#include "dmn/sql.h"
#include "intake/table_csv.h"

/* clang-format off */
static const struct option_spec specs[] = {
    {"sql", "DIALECT", {"sqlite o postgresql", "sqlite or postgresql"}},
    {"csv", NULL, {"la tabla como CSV, para una hoja de cálculo", "the table as CSV, for a spreadsheet"}},
    {"from", "NAME", {"la tabla que se lee (facts)", "the table that is read (facts)"}},
    {"facts", NULL, {"el archivo solo puede leer hechos y atributos", "the file may read facts and attributes only"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static status read_dialect(struct cli *cli, enum dmn_dialect *ret_dialect)
{
    const str word = options_get(&cli->options, "sql", STR(""));
    if (word.size == 0)
        return op_fail(&cli->op, E_INVALID, "--%s is missing", "sql");
    if (!str_equal_c(word, "sqlite") && !str_equal_c(word, "postgresql"))
        return op_fail(&cli->op, E_INVALID, "--sql is sqlite or postgresql, not '" STR_FORMAT "'",
                       STR_ARG(word));
    *ret_dialect = str_equal_c(word, "sqlite") ? DMN_SQLITE : DMN_POSTGRESQL;
    return OK;
}

static status print_csv(struct cli *cli)
{
    struct dmn_sources sources;
    const struct dmn_decision *decision = NULL;
    str text = {"", 0};
    if (options_has(&cli->options, "sql"))
        return op_fail(&cli->op, E_INVALID, "--sql and --csv exclude each other");
    TRY(dmn_source_read(cli, cli->options.operand_count > 1 ? cli->options.operands[1] : STR(""),
                        &sources, &decision));
    if (!decision->table)
        return op_fail(&cli->op, E_INVALID, "'" STR_FORMAT "' is no decision table",
                       STR_ARG(decision->name));
    table_csv_write(&cli->op, decision, &text);
    (void)fwrite(text.data, 1, text.size, cli->out);
    return OK;
}

static status run(struct cli *cli)
{
    struct dmn_sources sources;
    const struct dmn_decision *decision = NULL;
    struct dmn_sql request = {0};
    str query = {"", 0};
    if (options_has(&cli->options, "csv"))
        return print_csv(cli);
    TRY(read_dialect(cli, &request.dialect));
    TRY(dmn_source_read(cli, cli->options.operand_count > 1 ? cli->options.operands[1] : STR(""),
                        &sources, &decision));
    request.model = sources.list[0].model;
    request.decision = str_cstr(cli->op.arena, decision->name);
    request.inputs = sources.list[0].inputs;
    request.input_count = sources.list[0].input_count;
    request.symbols = sources.symbols;
    request.relation = str_cstr(cli->op.arena, options_get(&cli->options, "from", STR("facts")));
    TRY(dmn_sql_write(&cli->op, &request, &query));
    fprintf(cli->out, STR_FORMAT ";\n", STR_ARG(query));
    return OK;
}

const struct command dmn_export_command = {
    .name = "dmn export",
    .usage = "--sql sqlite|postgresql|--csv FILE [DECISION] [--from NAME]",
    .summary = {"una consulta que dice lo mismo que la tabla, con el número de la regla; o la "
                "tabla en CSV", "a query that says the same as the table, with the number of the rule; or its CSV"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = 2,
    .run = run,
};
