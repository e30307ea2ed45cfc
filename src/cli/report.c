/* acuerdo report: any report of any day, as a table, CSV, TSV or JSON. */
#include "cli/commands.h"
#include "insight/report_write.h"

/* clang-format off */
static const struct option_spec specs[] = {
    {"date", "DATE", {"final de este día (último cerrado)", "end of this day (the last closed)"}},
    {"from", "DATE", {"primer día del periodo", "first day of the period"}},
    {"by", "FIELD", {"campo o atributo para agrupar", "field or attribute to group by"}},
    {"buckets", "15,30", {"límites de tramos, en días", "bounds of the buckets, in days"}},
    {"days", "1,3,5", {"días de mora que disparan", "days past due that trigger"}},
    {"sum", "ATTRIBUTE", {"atributo decimal que se suma", "decimal attribute to add up"}},
    {"filter", "TEXT", {"solo estos, por ejemplo product=loan", "these only, for example product=loan"}},
    {"format", "FORM", {"table, csv, tsv o json", "table, csv, tsv or json"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static status read_query(struct cli *cli, struct report_query *ret_query)
{
    struct op *const op = &cli->op;
    struct report_query query = {.by = options_get(&cli->options, "by", STR("")),
                                 .filter = options_get(&cli->options, "filter", STR("")),
                                 .sum = options_get(&cli->options, "sum", STR(""))};
    TRY(cli_day(cli, "date", DAY_NONE, &query.date));
    TRY(cli_day(cli, "from", DAY_NONE, &query.from));
    TRY(report_parse_numbers(op, "--buckets", options_get(&cli->options, "buckets", STR("")),
                             &query.buckets));
    TRY(report_parse_numbers(op, "--days", options_get(&cli->options, "days", STR("")),
                             &query.days));
    *ret_query = query;
    return OK;
}

static status read_format(struct cli *cli, enum report_format *ret_format)
{
    const str text =
        options_get(&cli->options, "format", cli->is_json ? STR("json") : STR("table"));
    if (report_format_parse(text, ret_format))
        return OK;
    return op_fail(&cli->op, E_INVALID,
                   "--format \"" STR_FORMAT "\" is not one of table, csv, tsv, json",
                   STR_ARG(text));
}

static status print_report(struct cli *cli, const struct report *report, enum report_format format)
{
    struct buf piece = buf_start(cli->op.arena, REPORT_PIECE_BYTES);
    struct report_writer writer = report_writer_start(report, format, &piece);
    bool is_more = true;
    writer.language = cli->op.language;
    while (is_more) {
        is_more = report_writer_step(&writer);
        if (piece.is_full)
            return op_fail(&cli->op, E_LIMIT, "the report has rows that are too long to print");
        (void)fwrite(piece.data, 1, piece.size, cli->out);
        buf_clear(&piece);
    }
    return fflush(cli->out) == 0 && !ferror(cli->out)
               ? OK
               : op_fail(&cli->op, E_IO, "the report could not be written out");
}

static void print_parameters(const struct cli *cli, const struct report_kind *kind)
{
    for (unsigned parameter = REPORT_DATE; parameter <= REPORT_LAST; parameter *= 2)
        if (kind->parameters & parameter)
            fprintf(cli->out, " --%s", report_parameter_name((enum report_parameter)parameter));
}

static status list_as_json(struct cli *cli)
{
    struct buf out = buf_start(cli->op.arena, REPORT_PIECE_BYTES);
    struct json_writer json = json_start(&out);
    report_kinds_write(&json, cli->op.language == LANGUAGE_ES, NULL, NULL);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status list_reports(struct cli *cli)
{
    const struct report_kind *kind;
    if (cli->is_json)
        return list_as_json(cli);
    for (int i = 0; (kind = report_kind_at(i)) != NULL; i++) {
        fprintf(cli->out, "%s:", kind->name);
        print_parameters(cli, kind);
        fprintf(cli->out, "\n    %s\n", cli_text(cli, kind->about_es, kind->about_en));
    }
    return OK;
}

/* Before the store is opened: a name that is none is a wrong use of the command. */
static status check_name(struct op *op, str name)
{
    if (report_check_name(op, name) == OK)
        return OK;
    const char *const why = arena_copy(op->arena, op->text, strlen(op->text));
    op_clear(op);
    return op_fail(op, E_INVALID, "%s", why);
}

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    enum report_format format = REPORT_TABLE;
    struct report_query query;
    struct report report;
    if (cli->options.operand_count == 0)
        return list_reports(cli);
    TRY(check_name(op, cli->options.operands[0]));
    TRY(read_query(cli, &query));
    TRY(read_format(cli, &format));
    TRY(cli_open(cli, CLI_READ));
    TRY(report_run(op, cli->options.operands[0], &query, &report));
    return print_report(cli, &report, format);
}

const struct command command_report = {
    .name = "report",
    .usage = "NAME [--date DATE] [--from DATE] [--by FIELD] [--buckets 15,30] [--days 1,3,5] "
             "[--sum ATTRIBUTE] "
             "[--format table|csv|tsv|json]",
    .summary = {"informes de cualquier día; sin nombre, la lista de ellos",
                "reports of any day; without a name, the list of them"},
    .specs = specs,
    .operand_count_max = 1,
    .run = run,
};
