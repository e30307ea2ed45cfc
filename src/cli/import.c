/* acuerdo import: takes in a file of receivables, parties, obligations, claims, statements,
 * payments, contacts, actions, published rates or indexes, and says what came of every row. */
#include <inttypes.h>

#include "base/json.h"
#include "cli/commands.h"
#include "intake/import.h"
#include "intake/separator.h"

#define OPTION(...)                                                                                \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static const struct option_spec specs[] = {
    OPTION("mapping", "FILE",
           {"qué significan las columnas (JSON)", "what the columns mean (JSON)"}),
    OPTION("as-of", "DATE",
           {"toma las filas fechadas hasta ese día", "take rows dated up to that day"}),
    OPTION("dry-run", NULL, {"solo revisa; no escribe", "check only; write nothing"}),
    OPTION("accept-good", NULL,
           {"aplica las filas buenas aunque otras se rechacen",
            "apply the good rows though others are refused"}),
    OPTION(
        "no-duplicates", NULL,
        {"no compara las fichas nuevas con las demás", "do not compare new records with others"}),
    OPTION("threads", "N", {"hilos: 1 o 2 (2)", "threads: 1 or 2 (2)"}),
    OPTION("refused", "FILE",
           {"dónde dejar las filas rechazadas", "where to leave the refused rows"}),
    OPTION(NULL, NULL, {NULL, NULL}),
};

static void tell_progress(void *context, const char *phase, uint64_t done, uint64_t total)
{
    const struct cli *const cli = context;
    cli_progress(cli, "%s  %d %%", op_word(&cli->op, phase),
                 total > 0 ? (int)(done * 100 / total) : 100);
}

static const char *file_option(struct cli *cli, const char *name)
{
    const str text = options_get(&cli->options, name, STR(""));
    return text.size > 0 ? str_cstr(cli->op.arena, text) : NULL;
}

static status read_request(struct cli *cli, struct import_request *out)
{
    const str kind = cli->options.operands[0];
    int64_t threads = 0;
    if (!intake_kind_parse(kind, &out->kind))
        return op_fail(&cli->op, E_INVALID, "\"" STR_FORMAT "\" is not one of %s", STR_ARG(kind),
                       intake_kind_list());
    out->path = str_cstr(cli->op.arena, cli->options.operands[1]);
    out->mapping_path = file_option(cli, "mapping");
    out->quarantine_path = file_option(cli, "refused");
    out->is_dry_run = options_has(&cli->options, "dry-run");
    out->accepts_good = options_has(&cli->options, "accept-good");
    out->finds_twins = !options_has(&cli->options, "no-duplicates");
    out->progress = (struct intake_progress){tell_progress, cli};
    TRY(cli_i64(cli, "threads", 2, &threads));
    if (threads < 1 || threads > 2)
        return op_fail(&cli->op, E_INVALID, "--threads is 1 or 2");
    out->threads = (int)threads;
    return cli_day(cli, "as-of", DAY_NONE, &out->as_of);
}

/* Rows that are there and say nothing new count as skipped, as those do that are left for later. */
static uint64_t skipped(const struct import_result *result)
{
    return result->outcome == IMPORT_APPLIED ? result->batch.skipped : result->check.skipped;
}

static void put_refusals(struct json_writer *w, const struct check_result *check)
{
    json_key(w, "refusals");
    json_array_open(w);
    for (int i = 0; i < check->shown_count; i++) {
        const struct row_reason *const reason = &check->shown[i].reason;
        json_object_open(w);
        json_put_i64(w, "line", (int64_t)reason->line);
        json_put_i64(w, "column", reason->column);
        json_put_c(w, "field", reason->column_name);
        json_put_c(w, "reason", reason->text);
        json_object_close(w);
    }
    json_array_close(w);
}

static void put_columns(struct json_writer *w, const struct import_result *result)
{
    static const char *const uses[] = {"ignored", "fields", "attribute"};
    const struct plan *const plan = result->plan;
    json_key(w, "columns");
    json_array_open(w);
    for (int i = 0; i < plan->column_count; i++) {
        const struct plan_column *const column = &plan->columns[i];
        json_object_open(w);
        json_put_str(w, "name", csv_column(result->csv, i));
        json_put_c(w, "use", uses[column->use]);
        if (column->use == COLUMN_ATTRIBUTE) {
            const struct plan_attribute *const attribute = &plan->attributes[column->attribute];
            json_put_str(w, "attribute", attribute->name);
            json_put_c(w, "type", attribute_type_name(attribute->type));
        } else if (column->use == COLUMN_FIELDS) {
            json_put_c(w, "field", field_name(column->rule->fields[0]));
        }
        json_object_close(w);
    }
    json_array_close(w);
}

static void print_json(struct cli *cli, const struct import_result *result)
{
    static const char *const outcomes[] = {"applied", "checked", "refused"};
    const struct csv_format *const format = csv_format(result->csv);
    struct buf out = buf_start(cli->op.arena, 1 << 20);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_c(&w, "outcome", outcomes[result->outcome]);
    json_put_c(&w, "encoding", encoding_name(format->encoding));
    json_put_str(&w, "separator", (str){&format->separator, 1});
    json_put_i64(&w, "rows", (int64_t)result->check.rows);
    json_put_i64(&w, "created", (int64_t)result->batch.created);
    json_put_i64(&w, "updated", (int64_t)result->batch.updated);
    json_put_i64(&w, "skipped", (int64_t)skipped(result));
    json_put_i64(&w, "unchanged", (int64_t)result->batch.unchanged);
    json_put_i64(&w, "refused", (int64_t)result->check.refused);
    json_put_bool(&w, "resumed", result->is_resumed);
    json_put_c(&w, "quarantine", result->check.quarantine_path);
    json_key(&w, "duplicates");
    json_object_open(&w);
    json_put_i64(&w, "parties", result->twins.parties);
    json_put_i64(&w, "pairs", result->twins.pairs);
    json_put_bool(&w, "left", result->twins.is_left);
    json_object_close(&w);
    put_refusals(&w, &result->check);
    put_columns(&w, result);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

static void print_format(struct cli *cli, const struct csv_format *format)
{
    fprintf(cli->out, cli_text(cli, "Codificación %s (%s); ", "Encoding %s (%s); "),
            encoding_name(format->encoding), op_word(&cli->op, format->encoding_why));
    if (format->is_separator_given)
        fprintf(cli->out, cli_text(cli, "separador %s, declarado.\n", "separator %s, declared.\n"),
                op_word(&cli->op, separator_name(format->separator)));
    else
        fprintf(cli->out,
                cli_text(cli, "separador %s (%d %% de las primeras filas).\n",
                         "separator %s (%d %% of the first rows).\n"),
                op_word(&cli->op, separator_name(format->separator)), format->separator_confidence);
}

static void print_refusals(struct cli *cli, const struct check_result *check)
{
    for (int i = 0; i < check->shown_count; i++) {
        const struct row_reason *const reason = &check->shown[i].reason;
        fprintf(cli->err, cli_text(cli, "línea %" PRIu64, "line %" PRIu64), reason->line);
        if (reason->column > 0)
            fprintf(cli->err, cli_text(cli, ", columna %d \"%s\"", ", column %d \"%s\""),
                    reason->column, reason->column_name);
        fprintf(cli->err, ": %s\n", reason->text);
    }
    if (check->refused > (uint64_t)check->shown_count)
        fprintf(cli->err, cli_text(cli, "y %" PRIu64 " más\n", "and %" PRIu64 " more\n"),
                check->refused - (uint64_t)check->shown_count);
    if (check->quarantine_path)
        fprintf(cli->err, cli_text(cli, "Filas rechazadas: %s\n", "Refused rows: %s\n"),
                check->quarantine_path);
}

static void print_twins(struct cli *cli, const struct twins *twins)
{
    if (twins->pairs > 0)
        fprintf(cli->out,
                cli_text(cli,
                         "%" PRId64 " pares que pueden ser una persona: acuerdo person pairs\n",
                         "%" PRId64 " pairs that may be one person: acuerdo person pairs\n"),
                twins->pairs);
    if (twins->is_left)
        fputs(cli_text(cli, "Faltan fichas por comparar: acuerdo person find\n",
                       "Records are left to compare: acuerdo person find\n"),
              cli->out);
}

static void print_result(struct cli *cli, const struct import_result *result)
{
    if (cli->is_json) {
        print_json(cli, result);
        return;
    }
    print_format(cli, csv_format(result->csv));
    print_refusals(cli, &result->check);
    if (result->is_resumed)
        fputs(cli_text(cli, "Continuó una importación interrumpida.\n",
                       "Went on with an interrupted import.\n"),
              cli->out);
    if (result->outcome == IMPORT_CHECKED)
        fprintf(
            cli->out,
            cli_text(cli, "Revisión: %" PRIu64 " filas buenas, ", "Check: %" PRIu64 " good rows, "),
            result->check.good);
    fprintf(cli->out,
            cli_text(cli,
                     "%" PRIu64 " creadas, %" PRIu64 " actualizadas, %" PRIu64 " omitidas, %" PRIu64
                     " rechazadas\n",
                     "%" PRIu64 " created, %" PRIu64 " updated, %" PRIu64 " skipped, %" PRIu64
                     " refused\n"),
            result->batch.created, result->batch.updated, skipped(result), result->check.refused);
    print_twins(cli, &result->twins);
}

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct import_request request = {0};
    struct import_result result;
    TRY(read_request(cli, &request));
    TRY(cli_open(cli, CLI_WRITE));
    const status code = intake_import(op, &request, &result);
    cli_progress_end(cli);
    TRY(code);
    print_result(cli, &result);
    if (result.check.refused > 0 && result.outcome != IMPORT_APPLIED)
        return op_fail(op, E_INVALID,
                       "%" PRIu64 " of %" PRIu64
                       " rows are refused and nothing was written; repair "
                       "them, or apply the rest with --accept-good",
                       result.check.refused, result.check.rows);
    return OK;
}

const struct command command_import = {
    .name = "import",
    .usage = "KIND FILE [--mapping FILE] [--as-of DATE] [--dry-run] [--accept-good]"
             " [--threads N] [--no-duplicates]",
    .summary = {"importa un CSV o TSV: receivables, parties, claims, payments, rates, indexes…",
                "import a CSV or TSV: receivables, parties, claims, payments, rates, indexes…"},
    .specs = specs,
    .operand_count_min = 2,
    .operand_count_max = 2,
    .run = run,
};
