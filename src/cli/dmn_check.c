/* acuerdo dmn check: what is wrong with decision tables, before they decide anybody's case. */
#include "base/json.h"
#include "cli/dmn.h"

#define JSON_BYTES ((size_t)16 << 20)

/* clang-format off */
static const struct option_spec specs[] = {
    {"facts", NULL, {"las tablas solo pueden leer hechos y atributos (una carpeta, siempre)", "tables may read facts and attributes only (a folder: always)"}},
    {"notes", NULL, {"también lo que la política de aciertos quiere así", "also what is as the hit policy wants it"}},
    {"strict", NULL, {"los avisos también rechazan", "warnings refuse, too"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

struct total {
    size_t errors, warnings;
};

/* --- JSON --- */

static void put_place(struct json_writer *w, const struct dmn_finding *finding)
{
    if (finding->rule > 0)
        json_put_i64(w, "rule", (int64_t)finding->rule);
    if (finding->other > 0)
        json_put_i64(w, "other_rule", (int64_t)finding->other);
    if (finding->column > 0) {
        json_put_c(w, "side", finding->is_output ? "output" : "input");
        json_put_i64(w, "column", (int64_t)finding->column);
        json_put_str(w, "column_name", finding->column_name);
    }
    if (finding->cell.size > 0)
        json_put_str(w, "cell", finding->cell);
}

static void write_finding(struct json_writer *w, const struct dmn_finding *finding)
{
    struct arena *const arena = w->out->arena;
    json_object_open(w);
    json_put_c(w, "weight", dmn_weight_name(finding->weight));
    json_put_c(w, "problem", dmn_problem_name(finding->problem));
    json_put_str(w, "decision", finding->decision);
    put_place(w, finding);
    if (finding->row_count > 0) {
        json_key(w, "row");
        json_object_open(w);
        for (size_t i = 0; i < finding->row_count; i++) {
            json_key(w, str_cstr(arena, finding->row[i].input));
            json_write_str(w, finding->row[i].value);
        }
        json_object_close(w);
    }
    json_put_c(w, "text", finding->text);
    json_put_c(w, "hint", finding->hint);
    json_object_close(w);
}

static void write_file(struct json_writer *w, const struct dmn_source *source,
                       const struct dmn_findings *findings)
{
    json_object_open(w);
    json_put_str(w, "file", source->name);
    json_put_i64(w, "errors", (int64_t)findings->errors);
    json_put_i64(w, "warnings", (int64_t)findings->warnings);
    json_key(w, "findings");
    json_array_open(w);
    for (size_t i = 0; i < findings->count; i++)
        write_finding(w, &findings->list[i]);
    json_array_close(w);
    json_object_close(w);
}

/* --- text --- */

static const char *weight_word(const struct cli *cli, enum dmn_weight weight)
{
    static const char *const words[] = {SAY("error"), SAY("warning"), SAY("note")};
    return op_word(&cli->op, words[weight]);
}

static void print_place(const struct cli *cli, const struct dmn_finding *finding)
{
    if (finding->decision.size > 0)
        fprintf(cli->out, cli_text(cli, ", decisión " STR_FORMAT, ", decision " STR_FORMAT),
                STR_ARG(finding->decision));
    if (finding->rule > 0)
        fprintf(cli->out, cli_text(cli, ", regla %zu", ", rule %zu"), finding->rule);
    if (finding->column > 0)
        fprintf(
            cli->out,
            finding->is_output
                ? cli_text(cli, ", salida %zu (" STR_FORMAT ")", ", output %zu (" STR_FORMAT ")")
                : cli_text(cli, ", columna %zu (" STR_FORMAT ")", ", column %zu (" STR_FORMAT ")"),
            finding->column, STR_ARG(finding->column_name));
    if (finding->cell.size > 0)
        fprintf(cli->out, cli_text(cli, ", celda " STR_FORMAT, ", cell " STR_FORMAT),
                STR_ARG(finding->cell));
}

static void print_finding(const struct cli *cli, const struct dmn_source *source,
                          const struct dmn_finding *finding)
{
    fprintf(cli->out, "%s: " STR_FORMAT, weight_word(cli, finding->weight), STR_ARG(source->name));
    print_place(cli, finding);
    fprintf(cli->out, ": %s\n", finding->text);
    if (finding->row_count > 0) {
        fputs(cli_text(cli, "    fila: ", "    row: "), cli->out);
        for (size_t i = 0; i < finding->row_count; i++)
            fprintf(cli->out, "%s" STR_FORMAT " = " STR_FORMAT, i > 0 ? ", " : "",
                    STR_ARG(finding->row[i].input), STR_ARG(finding->row[i].value));
        fputs("\n", cli->out);
    }
    if (*finding->hint)
        fprintf(cli->out, "    %s\n", finding->hint);
}

static void print_total(const struct cli *cli, const struct dmn_sources *sources,
                        const struct total *total)
{
    fprintf(cli->out,
            cli_text(cli, "modelos: %zu, errores: %zu, avisos: %zu\n",
                     "models: %zu, errors: %zu, warnings: %zu\n"),
            sources->count, total->errors, total->warnings);
}

/* --- the command --- */

/* A file that is no model is a finding too: the others are looked at all the same. */
static void unreadable(struct cli *cli, const struct dmn_source *source,
                       struct dmn_findings *ret_findings)
{
    struct dmn_finding *const finding = arena_new(cli->op.arena, struct dmn_finding);
    *finding = (struct dmn_finding){
        .weight = DMN_ERROR, .problem = DMN_REFUSED, .text = source->failure, .hint = ""};
    *ret_findings = (struct dmn_findings){.list = finding, .count = 1, .errors = 1};
}

static status check_source(struct cli *cli, const struct dmn_sources *sources,
                           const struct dmn_source *source, struct dmn_findings *ret_findings)
{
    if (!source->model) {
        unreadable(cli, source, ret_findings);
        return OK;
    }
    const struct dmn_check check = {.model = source->model,
                                    .inputs = source->inputs,
                                    .input_count = source->input_count,
                                    .symbols = sources->symbols,
                                    .by_input = source->by_input,
                                    .with_notes = options_has(&cli->options, "notes")};
    return dmn_model_check(&cli->op, &check, ret_findings);
}

static status run(struct cli *cli)
{
    struct buf out = buf_start(cli->op.arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    struct dmn_sources sources;
    struct total total = {0};
    TRY(dmn_sources_read(cli, cli->options.operands, (size_t)cli->options.operand_count,
                         options_has(&cli->options, "facts"), &sources));
    json_object_open(&w);
    json_key(&w, "files");
    json_array_open(&w);
    for (size_t i = 0; i < sources.count; i++) {
        struct dmn_findings findings;
        TRY(check_source(cli, &sources, &sources.list[i], &findings));
        total.errors += findings.errors;
        total.warnings += findings.warnings;
        if (cli->is_json)
            write_file(&w, &sources.list[i], &findings);
        for (size_t f = 0; f < findings.count && !cli->is_json; f++)
            print_finding(cli, &sources.list[i], &findings.list[f]);
    }
    json_array_close(&w);
    json_put_i64(&w, "errors", (int64_t)total.errors);
    json_put_i64(&w, "warnings", (int64_t)total.warnings);
    json_object_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    else
        print_total(cli, &sources, &total);
    if (total.errors == 0 && (total.warnings == 0 || !options_has(&cli->options, "strict")))
        return OK;
    cli->is_answered = true;
    cli->exit_code = status_exit(E_REFUSED);
    return op_fail(&cli->op, E_REFUSED, "the tables have mistakes");
}

const struct command dmn_check_command = {
    .name = "dmn check",
    .usage = "FILE… [--facts] [--notes] [--strict] [--json]",
    .summary = {"huecos, choques, reglas que nunca se cumplen y errores de las tablas",
                "gaps, clashes, rules that never fire, and mistakes of the tables"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = OPERANDS_MAX,
    .run = run,
};
