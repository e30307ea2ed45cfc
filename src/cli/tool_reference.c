/* acuerdo tool reference: check digits of payment references for whoever pipes `kind, text` in. */
#include "cash/pay_reference.h"
#include "cli/lines.h"
#include "cli/tools.h"

enum field { KIND, TEXT, FIELD_COUNT };

static const struct option_spec specs[] = {
    {"make", NULL, {"agrega las cifras de control", "adds the check digits"}},
    {NULL,   NULL, {NULL, NULL}                                             },
};

static status answer(struct op *op, void *self, const str *fields, struct buf *out)
{
    const bool *const makes = self;
    char text[PAY_REFERENCE_SIZE];
    enum pay_reference_kind kind;
    if (!pay_reference_kind_parse(fields[KIND], &kind))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is not rf, mod97 or mod10",
                       STR_ARG(fields[KIND]));
    if (!*makes) {
        buf_add_char(out, pay_reference_is_valid(kind, fields[TEXT]) ? '1' : '0');
        return OK;
    }
    if (!pay_reference_seal(kind, fields[TEXT], text))
        return op_fail(op, E_INVALID,
                       "\"" STR_FORMAT "\" is no body of a payment reference of that kind",
                       STR_ARG(fields[TEXT]));
    buf_add_c(out, text);
    return OK;
}

static status run(struct cli *cli)
{
    bool makes = options_has(&cli->options, "make");
    const struct lines lines = {.field_count_min = FIELD_COUNT,
                                .field_count_max = FIELD_COUNT,
                                .answer = answer,
                                .self = &makes};
    return lines_answer(cli, &lines);
}

const struct command tool_reference = {
    .name = "tool reference",
    .usage = "[--make] < FILE",
    .summary = {"referencias de pago: lee tipo (rf, mod97, mod10) y texto; dice 1 o 0, o las forma",
                "payment references: reads kind (rf, mod97, mod10), text; says 1 or 0, or makes"},
    .specs = specs,
    .run = run,
};
