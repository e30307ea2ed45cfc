/* acuerdo tool place: region and official code for whoever pipes addresses in. */
#include "cli/lines.h"
#include "cli/tools.h"
#include "identity/place.h"

enum field { COUNTRY, REGION, MUNICIPALITY, TOWN, FIELD_COUNT };

static status answer(struct op *op, void *self, const str *fields, struct buf *out)
{
    const struct place_clues clues = {fields[COUNTRY], fields[REGION], fields[MUNICIPALITY],
                                      fields[TOWN]};
    struct place place;
    (void)self;
    TRY(place_find(op, &clues, &place));
    if (place.level == PLACE_NONE)
        return op_fail(op, E_NOT_FOUND, "no places are known of country \"" STR_FORMAT "\"",
                       STR_ARG(fields[COUNTRY]));
    buf_printf(out, "%s\t" STR_FORMAT "\t" STR_FORMAT "\t" STR_FORMAT "\t%s",
               place_level_name(place.level), STR_ARG(place.region), STR_ARG(place.code),
               STR_ARG(place.name), place_match_name(place.match));
    return OK;
}

static status run(struct cli *cli)
{
    const struct lines lines = {
        .field_count_min = 1, .field_count_max = FIELD_COUNT, .answer = answer};
    return lines_answer(cli, &lines);
}

const struct command tool_place = {
    .name = "tool place",
    .usage = "< FILE",
    .summary =
        {"lugares: lee país, región, municipio, localidad; escribe nivel, ISO 3166-2, código "
         "oficial, nombre, acierto", "places: reads country, region, municipality, town; prints level, ISO 3166-2, "
         "official code, name, match"},
    .run = run,
};
