/* acuerdo dmn explain: why a table says what it says to one row, given as NAME=VALUE. */
#include "cli/dmn.h"
#include "cli/explained.h"

#define JSON_BYTES ((size_t)4 << 20)

/* clang-format off */
static const struct option_spec specs[] = {
    {"decision", "NAME", {"la decisión (la última del archivo)", "the decision (the last one of the file)"}},
    {"facts", NULL, {"el archivo solo puede leer hechos y atributos", "the file may read facts and attributes only"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static status read_value(struct cli *cli, const struct dmn_sources *sources, str word,
                         struct dmn_value *row)
{
    const struct dmn_source *const source = &sources->list[0];
    const char *const equals = memchr(word.data, '=', word.size);
    if (!equals)
        return op_fail(&cli->op, E_INVALID, "'" STR_FORMAT "' is not NAME=VALUE", STR_ARG(word));
    const str name = {word.data, (size_t)(equals - word.data)};
    const str text = {equals + 1, word.size - name.size - 1};
    for (size_t i = 0; i < source->input_count; i++)
        if (str_equal_c(name, source->inputs[i].name))
            return dmn_value_read(&cli->op, sources->symbols, source->inputs[i].type,
                                  source->inputs[i].scale, text, &row[i]);
    return op_fail(&cli->op, E_NOT_FOUND, "the tables read nothing that is called '" STR_FORMAT "'",
                   STR_ARG(name));
}

static void print_json(struct cli *cli, const struct dmn_explained *decisions, size_t count)
{
    struct buf out = buf_start(cli->op.arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_key(&w, "decisions");
    json_array_open(&w);
    for (size_t i = 0; i < count; i++)
        explained_write(cli, &w, &decisions[i]);
    json_array_close(&w);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    const struct options *const options = &cli->options;
    struct dmn_sources sources;
    const struct dmn_decision *decision = NULL;
    const struct dmn_plan *plan = NULL;
    struct dmn_explained *decisions = NULL;
    size_t count = 0;
    TRY(dmn_source_read(cli, options_get(options, "decision", STR("")), &sources, &decision));
    const struct dmn_source *const source = &sources.list[0];
    TRY((dmn_gives_list(decision) ? dmn_plan_compile_list : dmn_plan_compile)(
        op, source->model, str_cstr(op->arena, decision->name), source->inputs, source->input_count,
        sources.symbols, &plan));
    struct dmn_value *const row = arena_array(op->arena, source->input_count, sizeof(*row));
    for (size_t i = 0; i < source->input_count; i++)
        row[i] = (struct dmn_value){.is_null = true};
    for (int i = 1; i < options->operand_count; i++)
        TRY(read_value(cli, &sources, options->operands[i], row));
    dmn_plan_explain(op, plan, row, &decisions, &count);
    if (cli->is_json) {
        print_json(cli, decisions, count);
        return OK;
    }
    for (size_t i = 0; i < count; i++)
        explained_print(cli, &decisions[i], true);
    return OK;
}

const struct command dmn_explain_command = {
    .name = "dmn explain",
    .usage = "FILE [NAME=VALUE…] [--decision NAME] [--json]",
    .summary = {"por qué la tabla dice lo que dice de una fila; lo que no se da falta",
                "why the table says what it says of a row; what is not given is missing"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = OPERANDS_MAX,
    .run = run,
};
