/* acuerdo strategy facts: what tables can ask, with a line on each. */
#include "base/assets.h"
#include "base/json.h"
#include "cli/strategy.h"

#define JSON_BYTES (1 << 20)

static const char *const type_names[] = {"number", "string", "boolean", "date"};

struct told_fact {
    const struct dmn_input *input;
    const char *group, *es, *en; /* NULL: an attribute of the store */
};

/* What policies/facts.json says of an input; tools/facts.py sees to it that it says something. */
static void describe(const json_t *told, struct told_fact *fact)
{
    size_t i = 0;
    const json_t *row = NULL;
    json_array_foreach(told, i, row)
    {
        const char *const name = json_string_value(json_object_get(row, "name"));
        if (!name || strcmp(name, fact->input->name) != 0)
            continue;
        fact->group = json_string_value(json_object_get(row, "group"));
        fact->es = json_string_value(json_object_get(row, "es"));
        fact->en = json_string_value(json_object_get(row, "en"));
    }
}

static void write_fact(struct json_writer *w, const struct told_fact *fact)
{
    json_object_open(w);
    json_put_c(w, "name", fact->input->name);
    json_put_c(w, "type", type_names[fact->input->type]);
    json_put_i64(w, "decimals", fact->input->scale);
    json_put_c(w, "group", fact->group ? fact->group : "attribute");
    json_put_c(w, "es", fact->es);
    json_put_c(w, "en", fact->en);
    json_object_close(w);
}

static void print_fact(struct cli *cli, const struct told_fact *fact)
{
    const char *const text = fact->es
                                 ? cli_text(cli, fact->es, fact->en)
                                 : cli_text(cli, "vino con una importación", "came with an import");
    fprintf(cli->out, "%-28s %-8s %s\n", fact->input->name, type_names[fact->input->type], text);
}

/* Without a store the program's own; with --attributes those of the store behind them. */
static status read_schema(struct cli *cli, struct input_schema *schema)
{
    struct strategy_source none = {0};
    if (!options_has(&cli->options, "attributes"))
        return strategy_schema(&cli->op, &none, schema);
    TRY(cli_open(cli, CLI_READ));
    return input_schema_load(&cli->op, schema);
}

static status print_model(struct cli *cli)
{
    const struct asset *const model = asset_find(assets_policies, STR("facts.dmn"));
    if (!model)
        return op_fail(&cli->op, E_INTERNAL, "the program carries no facts.dmn");
    (void)fwrite(model->data, 1, model->size, cli->out);
    return OK;
}

static status facts(struct cli *cli)
{
    struct op *const op = &cli->op;
    const struct asset *const data = asset_find(assets_policies, STR("facts.json"));
    struct buf out = buf_start(op->arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    struct input_schema schema;
    json_t *told = NULL;
    if (options_has(&cli->options, "xml"))
        return print_model(cli);
    if (!data)
        return op_fail(op, E_INTERNAL, "the program carries no facts.json");
    TRY(json_parse(op, asset_text(data), &told));
    TRY(read_schema(cli, &schema));
    json_array_open(&w);
    for (size_t i = 0; i < schema.count; i++) {
        struct told_fact fact = {.input = &schema.inputs[i]};
        describe(told, &fact);
        write_fact(&w, &fact);
        if (!cli->is_json)
            print_fact(cli, &fact);
    }
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

/* clang-format off */
static const struct option_spec specs[] = {
    {"xml", NULL, {"como definiciones DMN", "as DMN item definitions"}},
    {"attributes", NULL, {"también los atributos del almacén", "the attributes of the store as well"}},
    {NULL, NULL, {NULL, NULL}},
};
const struct command strategy_verb_facts = {
    .name = "strategy facts", .usage = "[--xml] [--attributes]",
    .summary = {"lo que las tablas pueden preguntar de un caso", "what tables can ask about a case"},
    .specs = specs, .run = facts,
};
/* clang-format on */
