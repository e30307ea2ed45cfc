/* acuerdo tool holidays: the holidays of a country in a year, a line a day. */
#include "calendar/holiday.h"
#include "cli/tools.h"

/* clang-format off */
static const struct option_spec specs[] = {
    {"country", "CC", {"país, por ejemplo CO (obligatorio)", "country, for example CO (required)"}},
    {"year", "YEAR", {"año (obligatorio)", "year (required)"}},
    {"region", "CODE", {"subdivisión ISO 3166-2: suma sus días", "ISO 3166-2 subdivision: adds its days"}},
    {"all", NULL, {"también días bancarios y conmemoraciones, con su clase", "bank days and observances too, with their kind"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

#define YEAR_MIN 1900 /* the laws that the rules cite are younger */
#define YEAR_MAX 2100

static const char *name_in(const struct cli *cli, const struct holiday *holiday)
{
    return cli->op.language == LANGUAGE_ES ? holiday->name_es : holiday->name_en;
}

/* Two holidays on one day are one line: their names, and their rules, with "; " between them. */
static void print_day(struct cli *cli, day d, const struct holiday_hit *hits, size_t count,
                      bool with_kind)
{
    char text[DAY_TEXT_SIZE];
    fputs(day_format(d, text), cli->out);
    for (size_t i = 0; i < count; i++)
        fprintf(cli->out, "%s%s", i == 0 ? "\t" : "; ", name_in(cli, hits[i].holiday));
    for (size_t i = 0; i < count; i++)
        fprintf(cli->out, "%s%s%s (%s)", i == 0 ? "\t" : "; ", hits[i].holiday->rule,
                hits[i].is_moved ? op_word(&cli->op, SAY(", moved")) : "",
                hits[i].holiday->citation);
    for (size_t i = 0; i < count && with_kind; i++)
        fprintf(cli->out, "%s%s", i == 0 ? "\t" : "; ", holiday_kind_name(hits[i].holiday->kind));
    fputc('\n', cli->out);
}

static void print_year(struct cli *cli, const struct holiday_calendar *calendar, day first,
                       day last, bool with_all)
{
    for (day d = first; d <= last; d++) {
        struct holiday_hit hits[HOLIDAY_HITS_MAX];
        const size_t found = holiday_find_all(calendar, d, hits);
        size_t count = 0;
        for (size_t i = 0; i < found; i++)
            if (with_all || hits[i].holiday->kind == HOLIDAY_PUBLIC)
                hits[count++] = hits[i];
        if (count > 0)
            print_day(cli, d, hits, count, with_all);
    }
}

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    const str place = cli_code(cli, "country", STR("")); /* AR, or AR-A as other tools take it */
    str rest = place;
    const str country = str_split(&rest, '-');
    const struct holiday_scope scope = {
        .region = cli_code(cli, "region", rest.size > 0 ? place : STR(""))};
    const struct holiday_calendar *calendar = NULL;
    int64_t year = 0;
    day first = 0;
    TRY(cli_i64(cli, "year", 0, &year));
    if (country.size == 0 || year < YEAR_MIN || year > YEAR_MAX)
        return op_fail(op, E_INVALID, "say which --country and which --year, from %d to %d",
                       YEAR_MIN, YEAR_MAX);
    if (!day_from_civil((struct civil){(int)year, 1, 1}, &first))
        return op_fail(op, E_INTERNAL, "there is no 1 January of a year");
    TRY(holiday_open_scope(op, country, &scope, &calendar));
    print_year(cli, calendar, first, day_add_months(first, 12) - 1,
               options_has(&cli->options, "all"));
    return OK;
}

const struct command tool_holidays = {
    .name = "tool holidays",
    .usage = "--country CC --year YEAR",
    .summary = {"festivos de un país en un año: fecha, nombre, regla",
                "holidays of a country in a year: date, name, rule"},
    .specs = specs,
    .run = run,
};
