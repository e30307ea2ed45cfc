/* acuerdo tool id: judges identity numbers for whoever pipes `country, kind, input` in. */
#include "cli/lines.h"
#include "cli/tools.h"
#include "identity/id.h"

enum field { COUNTRY, KIND, INPUT, FIELD_COUNT };

static status answer(struct op *op, void *self, const str *fields, struct buf *out)
{
    struct id_result result;
    (void)self;
    id_check(op->arena, id_rule_find(fields[COUNTRY], fields[KIND]), fields[INPUT], &result);
    buf_add_char(out, result.error == ID_VALID ? '1' : '0');
    buf_add_char(out, '\t');
    buf_add(out, result.compact);
    buf_add_char(out, '\t');
    buf_add_c(out, id_error_name(result.error));
    return OK;
}

/* clang-format off */
static const struct option_spec specs[] = {
    {"list", NULL, {"los tipos, con su fuente", "the kinds, with their source"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static status print_kinds(struct cli *cli)
{
    const struct id_rule *rule;
    for (size_t i = 0; (rule = id_rule_at(i)) != NULL; i++)
        fprintf(cli->out, "%s\t%s\t%s\n", id_rule_country(rule), id_rule_kind(rule),
                id_rule_source(rule));
    return OK;
}

static status run(struct cli *cli)
{
    if (options_has(&cli->options, "list"))
        return print_kinds(cli);
    const struct lines lines = {.field_count_min = INPUT,
                                .field_count_max = FIELD_COUNT,
                                .verbatim = 1U << INPUT,
                                .answer = answer};
    return lines_answer(cli, &lines);
}

const struct command tool_id = {
    .name = "tool id",
    .usage = "[--list] < FILE",
    .summary = {"números de identidad: lee país, tipo, número; dice 1 o 0, forma compacta, motivo",
                "identity numbers: reads country, kind, number; says 1 or 0, compact form, reason"},
    .specs = specs,
    .run = run,
};
