/* acuerdo tool phone: reads telephone numbers for whoever pipes `input, default region` in. */
#include "cli/lines.h"
#include "cli/tools.h"
#include "identity/phone.h"

enum field { INPUT, REGION, FIELD_COUNT };

static status answer(struct op *op, void *self, const str *fields, struct buf *out)
{
    struct phone phone;
    (void)self;
    phone_read(op->arena, fields[INPUT], fields[REGION], &phone);
    const char *const reason = phone.reason == PHONE_GOOD && phone.has_more
                                   ? "MoreThanOne"
                                   : phone_reason_name(phone.reason);
    buf_printf(out, "%c\t%s\t" STR_FORMAT "\t%s", phone.reason == PHONE_GOOD ? '1' : '0',
               phone.reason == PHONE_GOOD ? phone_type_name(phone.type) : "", STR_ARG(phone.e164),
               reason);
    return OK;
}

static status run(struct cli *cli)
{
    const struct lines lines = {.field_count_min = REGION,
                                .field_count_max = FIELD_COUNT,
                                .verbatim = 1U << INPUT,
                                .answer = answer};
    return lines_answer(cli, &lines);
}

const struct command tool_phone = {
    .name = "tool phone",
    .usage = "< FILE",
    .summary = {"teléfonos: lee número, región; dice 1 o 0, clase de línea, E.164, motivo",
                "telephones: reads number, region; says 1 or 0, kind of line, E.164, reason"},
    .run = run,
};
