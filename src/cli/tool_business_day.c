/* acuerdo tool business-day: counts business days for whoever pipes `country, op, start, n` in; a
 * region (AR-A) in the place of the country adds its days. */
#include "calendar/business_day.h"
#include "cli/lines.h"
#include "cli/tools.h"

enum field { COUNTRY, OPERATION, START, N, FIELD_COUNT };

#define DAYS_MAX      100000 /* business days of one addition: nearly four centuries */
#define CALENDARS_MAX 64     /* kept open; those of further countries are read for each line */

/* A calendar is read once, when the first line names its country. */
struct desk {
    struct arena *kept;
    struct {
        str country;
        const struct holiday_calendar *calendar;
    } open[CALENDARS_MAX];
    size_t open_count;
};

static status find_calendar(struct op *op, struct desk *desk, str country,
                            const struct holiday_calendar **ret_calendar)
{
    struct arena *const scratch = op->arena;
    for (size_t i = 0; i < desk->open_count; i++)
        if (str_equal(desk->open[i].country, country)) {
            *ret_calendar = desk->open[i].calendar;
            return OK;
        }
    if (desk->open_count < ARRAY_LEN(desk->open))
        op->arena = desk->kept;
    str rest = country;
    const str land = str_split(&rest, '-');
    const struct holiday_scope scope = {.region = rest.size > 0 ? country : STR("")};
    const status code = holiday_open_scope(op, land, &scope, ret_calendar);
    if (code == OK && op->arena == desk->kept) { /* a wrong country is read again each time */
        desk->open[desk->open_count].country = str_copy(desk->kept, country);
        desk->open[desk->open_count++].calendar = *ret_calendar;
    }
    op->arena = scratch;
    return code;
}

static status put_day(struct op *op, day d, struct buf *out)
{
    char text[DAY_TEXT_SIZE];
    if (d == DAY_NONE)
        return op_fail(op, E_LIMIT, "the day lies beyond the year 9999");
    buf_add_c(out, day_format(d, text));
    return OK;
}

static status parse_day(struct op *op, str text, day *ret_day)
{
    return day_parse(text, ret_day)
               ? OK
               : op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is not a date: write it as YYYY-MM-DD",
                         STR_ARG(text));
}

static status add(struct op *op, const struct holiday_calendar *calendar, day start, str n,
                  struct buf *out)
{
    int64_t count = 0;
    if (!str_to_i64(n, &count) || count < -DAYS_MAX || count > DAYS_MAX)
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is not a number of days up to %d",
                       STR_ARG(n), DAYS_MAX);
    return put_day(op, business_day_add(calendar, start, (int)count), out);
}

static status diff(struct op *op, const struct holiday_calendar *calendar, day start, str until,
                   struct buf *out)
{
    day end = 0;
    TRY(parse_day(op, until, &end));
    buf_printf(out, "%d", business_day_count(calendar, start, end));
    return OK;
}

static status answer(struct op *op, void *self, const str *fields, struct buf *out)
{
    const struct holiday_calendar *calendar = NULL;
    const str operation = fields[OPERATION];
    day start = 0;
    TRY(find_calendar(op, self, str_copy_upper(op->arena, fields[COUNTRY]), &calendar));
    TRY(parse_day(op, fields[START], &start));
    if (str_equal_nocase(operation, STR("add")))
        return add(op, calendar, start, fields[N], out);
    if (str_equal_nocase(operation, STR("diff")))
        return diff(op, calendar, start, fields[N], out);
    if (str_equal_nocase(operation, STR("roll_fwd")))
        return put_day(op, business_day_roll_forward(calendar, start), out);
    if (str_equal_nocase(operation, STR("roll_back")))
        return put_day(op, business_day_roll_back(calendar, start), out);
    if (str_equal_nocase(operation, STR("is"))) {
        buf_add_char(out, business_day_is(calendar, start) ? '1' : '0');
        return OK;
    }
    return op_fail(op, E_INVALID,
                   "\"" STR_FORMAT "\" is not an operation: add, diff, is, roll_fwd, roll_back",
                   STR_ARG(operation));
}

static status run(struct cli *cli)
{
    struct desk desk = {.kept = cli->op.arena};
    const struct lines lines = {
        .field_count_min = N, .field_count_max = FIELD_COUNT, .answer = answer, .self = &desk};
    return lines_answer(cli, &lines);
}

const struct command tool_business_day = {
    .name = "tool business-day",
    .usage = "< FILE",
    .summary = {"días hábiles: lee país, operación, fecha, n (add, diff, is, roll_fwd, roll_back)",
                "business days: reads country, op, start, n (add, diff, is, roll_fwd, roll_back)"},
    .run = run,
};
