/* acuerdo strategy: what there is, what one says, and whether its examples hold. */
#include "cli/strategy.h"

#include <inttypes.h>

#include "base/json.h"
#include "cli/commands.h"
#include "policy/strategy_check.h"
#include "prove/enact.h"
#include "store/db.h"

#define JSON_BYTES (16 << 20)

/* --- printing --- */

static void print_json(struct cli *cli, const struct buf *out)
{
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(out)));
}

static const char *login_of(const struct strategy_row *row, char *text, size_t size)
{
    (void)snprintf(text, size, STR_FORMAT, STR_ARG(row->created_login));
    return row->created_login.size > 0 ? text : "acuerdo";
}

static void print_line(struct cli *cli, const struct strategy_row *row)
{
    char from[DAY_TEXT_SIZE] = "";
    char until[DAY_TEXT_SIZE] = "";
    char login[128];
    if (row->active_from != DAY_NONE)
        (void)day_format(row->active_from, from);
    if (row->active_until != DAY_NONE)
        (void)day_format(row->active_until, until);
    fprintf(cli->out, STR_FORMAT "@%-4" PRId64 "  %-9s %-10s %-10s  %s\n", STR_ARG(row->name),
            row->version, op_word(&cli->op, str_cstr(cli->op.arena, row->state)), from, until,
            login_of(row, login, sizeof(login)));
}

void strategy_print_row(struct cli *cli, const struct strategy_row *row)
{
    struct buf out = buf_start(cli->op.arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    if (!cli->is_json) {
        print_line(cli, row);
        return;
    }
    strategy_row_write(&w, row);
    print_json(cli, &out);
}

void strategy_print_examples(struct cli *cli, const struct strategy_examples *examples)
{
    struct buf out = buf_start(cli->op.arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    if (cli->is_json) {
        strategy_examples_write(&w, examples);
        print_json(cli, &out);
        return;
    }
    for (size_t i = 0; i < examples->miss_count; i++) {
        const struct strategy_miss *const miss = &examples->misses[i];
        fprintf(cli->out,
                cli_text(cli,
                         "cases.csv:%d  %.*s\n    %.*s: se esperaba %.*s, salió %.*s (%.*s, regla "
                         "%" PRId32 ": %.*s)\n",
                         "cases.csv:%d  %.*s\n    %.*s: expected %.*s, got %.*s (%.*s, rule "
                         "%" PRId32 ": %.*s)\n"),
                miss->line, STR_ARG(miss->name), STR_ARG(miss->output), STR_ARG(miss->expected),
                STR_ARG(miss->got), STR_ARG(miss->decision), miss->rule, STR_ARG(miss->why));
    }
    fprintf(cli->out,
            cli_text(cli, "%zu ejemplos, %zu resultados distintos de lo esperado\n",
                     "%zu examples, %zu results other than expected\n"),
            examples->cases, examples->miss_count);
}

/* --- list --- */

static status list(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct buf out = buf_start(op->arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    struct strategy_row *rows = NULL;
    size_t count = 0;
    TRY(cli_open(cli, CLI_READ));
    TRY(strategy_list(op, &rows, &count));
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        strategy_row_write(&w, &rows[i]);
        if (!cli->is_json)
            print_line(cli, &rows[i]);
    }
    json_array_close(&w);
    if (cli->is_json)
        print_json(cli, &out);
    return OK;
}

/* --- show --- */

static status show_active(struct cli *cli)
{
    struct buf out = buf_start(cli->op.arena, LIMIT_SAID_BYTES);
    struct json_writer w = json_start(&out);
    int64_t id = 0;
    str name;
    int version = 0;
    TRY(strategy_active(&cli->op, &id, &name, &version));
    if (!cli->is_json) {
        fprintf(cli->out,
                cli_text(cli, "estrategia activa: " STR_FORMAT ", versión %d\n",
                         "active strategy: " STR_FORMAT ", version %d\n"),
                STR_ARG(name), version);
        return OK;
    }
    json_object_open(&w);
    json_put_str(&w, "strategy", name);
    json_put_i64(&w, "version", version);
    json_object_close(&w);
    print_json(cli, &out);
    return OK;
}

static void print_steps(struct cli *cli, const struct strategy_step *steps, size_t count)
{
    char at[INSTANT_TEXT_SIZE];
    for (size_t i = 0; i < count; i++)
        fprintf(cli->out, "    %s  %-9s %.*s  %.*s\n", instant_format(steps[i].at, at),
                op_word(&cli->op, str_cstr(cli->op.arena, steps[i].state)), STR_ARG(steps[i].login),
                STR_ARG(steps[i].note));
}

static void print_files(struct cli *cli, struct strategy_source *source)
{
    for (size_t i = 0; i < STRATEGY_PARTS; i++)
        if (strategy_part_of(source, i)->size > 0)
            fprintf(cli->out, "    %-24s %9zu\n", strategy_parts[i].path,
                    strategy_part_of(source, i)->size);
    for (size_t i = 0; i < source->template_count; i++)
        fprintf(cli->out, "    %-24.*s %9zu\n", STR_ARG(source->templates[i].path),
                source->templates[i].text.size);
}

static status show_stored(struct cli *cli, str word)
{
    struct op *const op = &cli->op;
    const str path = options_get(&cli->options, "file", STR(""));
    struct strategy_source source;
    struct strategy_step *steps = NULL;
    struct strategy_row row;
    size_t count = 0;
    str text;
    bool found = false;
    TRY(strategy_find_stored(cli, word, &row));
    if (path.size > 0) {
        TRY(strategy_file(op, row.id, path, &text, &found));
        if (!found)
            return op_fail(op, E_NOT_FOUND, "the strategy has no file %s",
                           str_cstr(op->arena, path));
        (void)fwrite(text.data, 1, text.size, cli->out);
        return OK;
    }
    strategy_print_row(cli, &row);
    if (cli->is_json)
        return OK;
    TRY(strategy_texts(op, row.id, &source));
    TRY(strategy_steps(op, row.id, &steps, &count));
    print_files(cli, &source);
    print_steps(cli, steps, count);
    return OK;
}

static status show(struct cli *cli)
{
    TRY(cli_open(cli, CLI_READ));
    if (cli->options.operand_count == 0)
        return show_active(cli);
    return show_stored(cli, cli->options.operands[0]);
}

/* --- test --- */

/* Files need no store: an attribute that a model declares may be there. */
static status test_files(struct cli *cli, struct strategy_examples *examples)
{
    struct op *const op = &cli->op;
    struct strategy_source source;
    struct input_schema schema;
    str name;
    TRY(strategy_find_files(cli, cli->options.operands[0], &source, &name));
    TRY(strategy_schema(op, &source, &schema));
    TRY(strategy_check(op, &source, &schema));
    return strategy_examples_run(op, &source, &schema, examples);
}

static status test_stored(struct cli *cli, struct strategy_examples *examples)
{
    struct strategy_row row;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(strategy_find_stored(cli, cli->options.operands[0], &row));
    return enact_test(&cli->op, row.id, examples);
}

static status test(struct cli *cli)
{
    const str word = cli->options.operands[0];
    const bool is_files =
        options_has(&cli->options, "shipped") || memchr(word.data, '/', word.size);
    struct strategy_examples examples = {0};
    TRY(is_files ? test_files(cli, &examples) : test_stored(cli, &examples));
    if (cli->is_answered)
        return OK; /* by the server that owns the store */
    strategy_print_examples(cli, &examples);
    if (examples.miss_count == 0)
        return OK;
    cli->is_answered = true;
    cli->exit_code = 1;
    return E_INVALID;
}

/* clang-format off */
static const struct option_spec show_specs[] = {
    {"file", "PATH", {"el texto de un archivo suyo", "the text of one of its files"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec test_specs[] = {
    {"shipped", NULL, {"una que trae el programa", "one that ships with the program"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct command verb_list = {
    .name = "strategy list", .usage = "",
    .summary = {"las versiones, con su estado y sus fechas", "the versions, with state and dates"},
    .run = list,
};
static const struct command verb_show = {
    .name = "strategy show", .usage = "[NAME[@VERSION]] [--file PATH]",
    .summary = {"la que decide hoy; o una, con sus archivos y su historia", "the one that decides today; or one, with its files and its history"},
    .specs = show_specs, .operand_count_max = 1, .run = show,
};
static const struct command verb_test = {
    .name = "strategy test", .usage = "./FOLDER | NAME[@VERSION] | --shipped NAME",
    .summary = {"decide sus ejemplos y dice cuáles salen distinto, y por qué regla", "decides its examples and says which come out otherwise, and by which rule"},
    .specs = test_specs, .operand_count_min = 1, .operand_count_max = 1, .run = test,
};
static const struct command *const members[] = {
    &verb_list, &verb_show, &verb_test, &strategy_verb_import, &strategy_verb_submit,
    &strategy_verb_approve, &strategy_verb_reject, &strategy_verb_activate, &strategy_verb_retire,
    &strategy_verb_arms, &strategy_verb_facts, NULL,
};
const struct command command_strategy = {
    .name = "strategy",
    .usage = "facts | list | show | test | import | submit | approve | reject | activate | retire | arms",
    .summary = {"las estrategias: quién las hace, las autoriza, y cuál decide", "strategies: who makes them, who approves, and which one decides"},
    .members = members,
};
/* clang-format on */
