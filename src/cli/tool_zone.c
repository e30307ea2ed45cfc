/* acuerdo tool zone: where clocks stand for whoever pipes `country, region, place, phone` in. */
#include "calendar/zone_atlas.h"
#include "cli/lines.h"
#include "cli/tools.h"

enum field { COUNTRY, REGION, PLACE, PHONE, FIELD_COUNT };

/* The zones, what they rest on, and what speaks against them. */
static status answer(struct op *op, void *self, const str *fields, struct buf *out)
{
    const struct zone_atlas *const *const atlas = self;
    const struct zone_clues clues = {str_copy_upper(op->arena, fields[COUNTRY]), fields[REGION],
                                     fields[PLACE], fields[PHONE]};
    const struct zone_answer found = zone_atlas_find(*atlas, &clues);
    if (found.count == 0)
        return op_fail(op, E_NOT_FOUND, "nothing here tells a time zone");
    for (size_t i = 0; i < found.count; i++)
        buf_printf(out, "%s%s", i == 0 ? "" : ",", found.zones[i]);
    buf_printf(out, "\t%s\t%s", zone_clue_names(op->arena, found.trusted),
               zone_clue_names(op->arena, found.contradicted));
    return OK;
}

static status run(struct cli *cli)
{
    const struct zone_atlas *atlas = NULL;
    TRY(zone_atlas_open(&cli->op, &atlas));
    const struct lines lines = {
        .field_count_min = 1, .field_count_max = FIELD_COUNT, .answer = answer, .self = &atlas};
    return lines_answer(cli, &lines);
}

const struct command tool_zone = {
    .name = "tool zone",
    .usage = "< FILE",
    .summary =
        {"husos horarios posibles: lee país, región, lugar, teléfono; escribe husos, indicios",
                  "possible time zones: reads country, region, place, phone; prints zones, clues"},
    .run = run,
};
