/* acuerdo tool interest-cap: what interest a law allows, for whoever pipes `country, day, limit,
 * reference, rate` in, rates in percent a year; an empty reference is unknown, an empty rate asks
 * for the most only. */
#include "book/published.h"
#include "cli/lines.h"
#include "cli/tools.h"
#include "comply/charge.h"

enum field { COUNTRY, ON, LIMIT, REFERENCE, RATE, FIELD_COUNT };

static status parse_rate(struct op *op, str text, int64_t empty, int64_t *ret_value)
{
    const struct money_format plain = {'.', 0};
    money rate = {empty};
    if (text.size > 0 &&
        (!money_parse(text, plain, PUBLISHED_RATE_DECIMALS, &rate) || rate.minor < 0))
        return op_fail(op, E_INVALID,
                       "\"" STR_FORMAT "\" is not a percentage with at most %d decimals",
                       STR_ARG(text), PUBLISHED_RATE_DECIMALS);
    *ret_value = rate.minor;
    return OK;
}

/* The rule that has the limit on that day; NULL: none. */
static const struct pack_rule *find_rule(const struct pack *pack, day on, str limit)
{
    for (size_t i = 0; i < pack_rule_count(pack); i++) {
        const struct pack_rule *const rule = pack_rule_at(pack, i);
        if (charge_binds(rule, on) && rate_limit_find(rule, limit))
            return rule;
    }
    return NULL;
}

static status fail_limit(struct op *op, const struct pack *pack, day on, str limit)
{
    struct buf list = buf_start(op->arena, 4096);
    for (size_t i = 0; i < pack_rule_count(pack); i++) {
        const struct pack_rule *const rule = pack_rule_at(pack, i);
        for (size_t j = 0; charge_binds(rule, on) && j < rule->rate_count; j++)
            buf_printf(&list, "%s%s", list.size > 0 ? ", " : "", rule->rates[j].id);
    }
    return op_fail(op, E_INVALID, "there is no limit \"" STR_FORMAT "\" that day; there are: %s",
                   STR_ARG(limit), list.size > 0 ? buf_cstr(&list) : "–");
}

static status answer(struct op *op, void *self, const str *fields, struct buf *out)
{
    const struct pack *pack = NULL;
    day on = DAY_NONE;
    int64_t reference = 0;
    int64_t rate = 0;
    int64_t most = 0;
    char text[PUBLISHED_TEXT_SIZE];
    const str country = str_copy_upper(op->arena, fields[COUNTRY]);
    (void)self;
    if (!day_parse(fields[ON], &on))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is not a date: write it as YYYY-MM-DD",
                       STR_ARG(fields[ON]));
    TRY(parse_rate(op, fields[REFERENCE], 0, &reference));
    TRY(parse_rate(op, fields[RATE], CHARGE_NOT_SAID, &rate));
    TRY(pack_open(op, country, PACK_ORDINARY, &pack));
    const struct pack_rule *const rule = find_rule(pack, on, fields[LIMIT]);
    if (!rule)
        return fail_limit(op, pack, on, fields[LIMIT]);
    const enum charge_verdict verdict =
        charge_judge_rate(rate_limit_find(rule, fields[LIMIT]), reference, rate, &most);
    buf_printf(out, "%s\t%s\t%s\t%s", charge_verdict_name(verdict),
               verdict == CHARGE_UNKNOWN ? "" : published_format(PUBLISHED_RATE, most, text),
               rule->id, rule->citation);
    return OK;
}

static status run(struct cli *cli)
{
    const struct lines lines = {
        .field_count_min = REFERENCE, .field_count_max = FIELD_COUNT, .answer = answer};
    return lines_answer(cli, &lines);
}

const struct command tool_interest_cap = {
    .name = "tool interest-cap",
    .usage = "< FILE",
    .summary = {"tope de interés: lee país, día, tope, referencia, tasa (% al año)",
                "cap on interest: reads country, day, limit, reference, rate (% a year)"},
    .run = run,
};
