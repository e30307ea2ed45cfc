/* acuerdo tool fee-cap: what collection fee a law allows, for whoever pipes `country, day,
 * currency, overdue, days late, notice, unit value, fee` in; the last two may be empty. */
#include "book/published.h"
#include "cli/lines.h"
#include "cli/tools.h"
#include "comply/charge.h"

enum field { COUNTRY, ON, CURRENCY_OF, OVERDUE, DAYS_LATE, NOTICE, UNIT_VALUE, FEE, FIELD_COUNT };

#define DAYS_LATE_MAX 100000

static status parse_amount(struct op *op, const char *name, str text, int decimals,
                           int64_t *ret_value)
{
    const struct money_format plain = {'.', 0};
    money amount = {0};
    if (!money_parse(text, plain, decimals, &amount) || amount.minor < 0)
        return op_fail(op, E_INVALID,
                       "%s: \"" STR_FORMAT "\" is not a number with at most %d decimals", name,
                       STR_ARG(text), decimals);
    *ret_value = amount.minor;
    return OK;
}

/* The unit's value in millionths of a minor unit; 0 where nobody said it. */
static status parse_unit(struct op *op, str text, int exponent, int64_t *ret_value)
{
    int64_t value = 0;
    if (text.size > 0)
        TRY(parse_amount(op, "unit value", text, PUBLISHED_INDEX_DECIMALS, &value));
    for (int i = 0; i < exponent; i++)
        if (__builtin_mul_overflow(value, 10, &value))
            return op_fail(op, E_INVALID, "unit value: \"" STR_FORMAT "\" is too large",
                           STR_ARG(text));
    *ret_value = value;
    return OK;
}

static status parse(struct op *op, const str *fields, day *ret_on, currency *ret_currency,
                    struct charge_fee *ret_fee)
{
    struct charge_fee fee = {.fee = CHARGE_NOT_SAID};
    int64_t late = 0;
    if (!day_parse(fields[ON], ret_on))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is not a date: write it as YYYY-MM-DD",
                       STR_ARG(fields[ON]));
    if (!currency_parse(fields[CURRENCY_OF], ret_currency))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is not a currency such as MXN",
                       STR_ARG(fields[CURRENCY_OF]));
    if (!str_to_i64(fields[DAYS_LATE], &late) || late < 0 || late > DAYS_LATE_MAX)
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is not a number of days up to %d",
                       STR_ARG(fields[DAYS_LATE]), DAYS_LATE_MAX);
    if (!str_equal_c(fields[NOTICE], "0") && !str_equal_c(fields[NOTICE], "1"))
        return op_fail(op, E_INVALID, "notice is 0 or 1, not \"" STR_FORMAT "\"",
                       STR_ARG(fields[NOTICE]));
    const int exponent = currency_exponent(*ret_currency);
    fee.days_late = (int)late;
    fee.is_notice_given = fields[NOTICE].data[0] == '1';
    TRY(parse_amount(op, "overdue", fields[OVERDUE], exponent, &fee.overdue));
    TRY(parse_unit(op, fields[UNIT_VALUE], exponent, &fee.unit_value));
    if (fields[FEE].size > 0)
        TRY(parse_amount(op, "fee", fields[FEE], exponent, &fee.fee));
    *ret_fee = fee;
    return OK;
}

/* The rule that stops most; NULL: none speaks of fees, and the verdict stays. */
static const struct pack_rule *judge(const struct pack *pack, day on, const struct charge_fee *fee,
                                     enum charge_verdict *ret_verdict, int64_t *ret_most)
{
    const struct pack_rule *worst = NULL;
    for (size_t i = 0; i < pack_rule_count(pack); i++) {
        const struct pack_rule *const rule = pack_rule_at(pack, i);
        int64_t most = 0;
        if (!rule->fee || !charge_binds(rule, on))
            continue;
        const enum charge_verdict verdict = charge_judge_fee(rule, fee, &most);
        if (worst && verdict <= *ret_verdict)
            continue;
        worst = rule;
        *ret_verdict = verdict;
        *ret_most = most;
    }
    return worst;
}

static status answer(struct op *op, void *self, const str *fields, struct buf *out)
{
    const struct pack *pack = NULL;
    struct charge_fee fee;
    currency in = CURRENCY_NONE;
    enum charge_verdict verdict;
    day on = DAY_NONE;
    int64_t most = 0;
    char text[MONEY_TEXT_SIZE];
    const str country = str_copy_upper(op->arena, fields[COUNTRY]);
    (void)self;
    TRY(parse(op, fields, &on, &in, &fee));
    TRY(pack_open(op, country, PACK_ORDINARY, &pack));
    verdict = charge_begin(pack, country);
    const struct pack_rule *const rule = judge(pack, on, &fee, &verdict, &most);
    const bool has_most = verdict == CHARGE_ALLOWED || verdict == CHARGE_REFUSED;
    buf_printf(out, "%s\t%s\t%s\t%s", charge_verdict_name(verdict),
               has_most ? money_format_plain((money){most}, currency_exponent(in), text) : "",
               rule ? rule->id : "", rule ? rule->citation : "");
    return OK;
}

static status run(struct cli *cli)
{
    const struct lines lines = {
        .field_count_min = UNIT_VALUE, .field_count_max = FIELD_COUNT, .answer = answer};
    return lines_answer(cli, &lines);
}

const struct command tool_fee_cap = {
    .name = "tool fee-cap",
    .usage = "< FILE",
    .summary =
        {"tope de gastos: país, día, moneda, vencido, días, aviso (0/1), valor de la unidad, "
         "gasto", "cap on fees: country, day, currency, overdue, days late, notice (0/1), unit value, "
         "fee"},
    .run = run,
};
