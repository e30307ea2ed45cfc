/* acuerdo dmn decide: what a table says to rows that a pipe brings. */
#include "cli/dmn.h"
#include "cli/lines.h"

/* clang-format off */
static const struct option_spec specs[] = {
    {"facts", NULL, {"el archivo solo puede leer hechos y atributos", "the file may read facts and attributes only"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

struct decider {
    const struct dmn_source *source;
    const struct dmn_plan *plan;
    const struct dmn_symbols *symbols;
    bool is_list;
    bool has_head;                    /* the first line named the columns */
    size_t columns[LINES_FIELDS_MAX]; /* the input of each field */
    size_t column_count;
    struct dmn_value *row;
};

static status find_input(struct op *op, const struct dmn_source *source, str name,
                         size_t *ret_input)
{
    for (size_t i = 0; i < source->input_count; i++)
        if (str_equal_c(name, source->inputs[i].name)) {
            *ret_input = i;
            return OK;
        }
    return op_fail(op, E_NOT_FOUND, "the tables read nothing that is called '" STR_FORMAT "'",
                   STR_ARG(name));
}

/* The head of the answers names the outputs, the rule and what goes against the policy. */
static status read_head(struct op *op, struct decider *self, const str *fields, struct buf *out)
{
    const struct dmn_output *outputs = NULL;
    const size_t count = dmn_plan_outputs(self->plan, &outputs);
    while (self->column_count < LINES_FIELDS_MAX && fields[self->column_count].size > 0) {
        TRY(find_input(op, self->source, fields[self->column_count],
                       &self->columns[self->column_count]));
        self->column_count++;
    }
    self->has_head = true;
    for (size_t i = 0; i < count && !self->is_list; i++)
        buf_printf(out, "%s\t", outputs[i].name);
    buf_add_c(out, self->is_list ? "rules" : "rule\tviolation");
    return OK;
}

static status read_row(struct op *op, struct decider *self, const str *fields)
{
    for (size_t i = 0; i < self->source->input_count; i++)
        self->row[i] = (struct dmn_value){.is_null = true};
    for (size_t i = 0; i < self->column_count; i++) {
        const struct dmn_input *const input = &self->source->inputs[self->columns[i]];
        TRY(dmn_value_read(op, self->symbols, input->type, input->scale, fields[i],
                           &self->row[self->columns[i]]));
    }
    return OK;
}

static void write_rules(const struct decider *self, struct buf *out)
{
    int32_t rules[LIMIT_DMN_RULES];
    const size_t count = dmn_plan_decide_list(self->plan, self->row, rules, LIMIT_DMN_RULES);
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s%d", i > 0 ? "," : "", rules[i] + 1);
}

static void write_outputs(struct op *op, const struct decider *self, struct buf *out)
{
    static const char *const violations[] = {"", "several", "differ", "overflow", "outside"};
    const struct dmn_output *outputs = NULL;
    struct dmn_value values[LIMIT_DMN_COLUMNS];
    struct dmn_hit hit;
    const size_t count = dmn_plan_outputs(self->plan, &outputs);
    dmn_plan_decide(self->plan, self->row, values, &hit);
    for (size_t i = 0; i < count; i++) {
        if (!values[i].is_null)
            buf_add(out, dmn_value_text(op, self->symbols, outputs[i].type, outputs[i].scale,
                                        values[i]));
        buf_add_char(out, '\t');
    }
    buf_printf(out, "%d\t%s", hit.rule + 1, violations[hit.violation]);
}

static status answer(struct op *op, void *context, const str *fields, struct buf *out)
{
    struct decider *const self = context;
    if (!self->has_head)
        return read_head(op, self, fields, out);
    TRY(read_row(op, self, fields));
    if (self->is_list)
        write_rules(self, out);
    else
        write_outputs(op, self, out);
    return OK;
}

static status run(struct cli *cli)
{
    struct dmn_sources sources;
    const struct dmn_decision *decision = NULL;
    struct decider self = {0};
    const struct lines lines = {.field_count_min = 1,
                                .field_count_max = LINES_FIELDS_MAX,
                                .verbatim = UINT32_MAX,
                                .answer = answer,
                                .self = &self};
    TRY(dmn_source_read(cli, cli->options.operand_count > 1 ? cli->options.operands[1] : STR(""),
                        &sources, &decision));
    self.source = &sources.list[0];
    self.symbols = sources.symbols;
    self.is_list = dmn_gives_list(decision);
    self.row = arena_array(cli->op.arena, self.source->input_count, sizeof(*self.row));
    TRY((self.is_list ? dmn_plan_compile_list : dmn_plan_compile)(
        &cli->op, self.source->model, str_cstr(cli->op.arena, decision->name), self.source->inputs,
        self.source->input_count, sources.symbols, &self.plan));
    return lines_answer(cli, &lines);
}

const struct command dmn_decide_command = {
    .name = "dmn decide",
    .usage = "FILE [DECISION] < FILE",
    .summary = {"lo que la tabla dice de cada fila; la primera línea nombra las columnas",
                "what the table says to each row; the first line names the columns"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = 2,
    .run = run,
};
