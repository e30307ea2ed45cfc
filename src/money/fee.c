#include "money/fee.h"

#include "base/limits.h"
#include "money/interest.h"

#define PERCENT_DECIMALS 4
#define RATE_MOST        INTEREST_MILLION /* nobody owes more than the claim for being late */

bool fee_of(const struct fee_rule *rule, int64_t claim, int64_t *ret_fee)
{
    money part = {0};
    int64_t fee = 0;
    if (!money_scale((money){claim}, rule->rate, INTEREST_MILLION, &part) ||
        __builtin_add_overflow(part.minor, rule->fixed, &fee))
        return false;
    fee = rule->most > 0 && fee > rule->most ? rule->most : fee;
    *ret_fee = fee < rule->least ? rule->least : fee;
    return true;
}

bool fee_into(int64_t fee, int64_t rate, int64_t *ret_fee)
{
    money converted = {0};
    if (!money_scale((money){fee}, INTEREST_MILLION, rate, &converted))
        return false;
    *ret_fee = converted.minor;
    return true;
}

/* --- levels as text --- */

static bool parse_number(str text, int decimals, int64_t most, int64_t *ret_value)
{
    const struct money_format plain = {'.', 0};
    money value = {0};
    if (!money_parse(text, plain, decimals, &value) || value.minor <= 0 || value.minor > most)
        return false;
    *ret_value = value.minor;
    return true;
}

/* The next word, blanks before and behind it left out. */
static str next_word(str *rest)
{
    *rest = str_trim(*rest);
    return str_split(rest, ' ');
}

/* An amount or a percentage, each at most once. */
static bool parse_part(str word, int exponent, struct fee_rule *rule)
{
    const bool is_percent = word.size > 0 && word.data[word.size - 1] == '%';
    if (is_percent)
        word.size--;
    return is_percent
               ? rule->rate == 0 && parse_number(word, PERCENT_DECIMALS, RATE_MOST, &rule->rate)
               : rule->fixed == 0 && parse_number(word, exponent, LIMIT_AMOUNT_MINOR, &rule->fixed);
}

/* "150.00 + 2.5% min 100 max 500" */
static bool parse_rule(str text, int exponent, struct fee_rule *ret_rule)
{
    struct fee_rule rule = {0};
    str rest = text;
    str word = next_word(&rest);
    if (!parse_part(word, exponent, &rule))
        return false;
    while ((word = next_word(&rest)).size > 0) {
        const bool is_least = str_equal_c(word, "min");
        int64_t *const limit = is_least ? &rule.least : &rule.most;
        if (str_equal_c(word, "+")) {
            if (!parse_part(next_word(&rest), exponent, &rule))
                return false;
        } else if ((!is_least && !str_equal_c(word, "max")) || *limit != 0 ||
                   !parse_number(next_word(&rest), exponent, LIMIT_AMOUNT_MINOR, limit)) {
            return false;
        }
    }
    *ret_rule = rule;
    return rule.most == 0 || rule.least <= rule.most;
}

static bool parse_level(str text, int exponent, struct fee_levels *levels)
{
    str rest = text;
    const str days = str_trim(str_split(&rest, ':'));
    const int before = levels->count > 0 ? levels->of[levels->count - 1].days : 0;
    int64_t number = 0;
    if (levels->count == FEE_LEVELS_MAX || !str_to_i64(days, &number) || number <= before ||
        number > FEE_DAYS_MAX)
        return false;
    struct fee_level *const level = &levels->of[levels->count++];
    level->days = (int)number;
    return parse_rule(rest, exponent, &level->rule);
}

bool fee_levels_parse(str text, currency in, struct fee_levels *ret_levels)
{
    struct fee_levels levels = {.in = in};
    str rest = str_trim(text);
    if (rest.size == 0) {
        *ret_levels = (struct fee_levels){.in = CURRENCY_NONE};
        return true;
    }
    if (rest.size > CURRENCY_TEXT - 1 &&
        currency_parse((str){rest.data, CURRENCY_TEXT - 1}, &levels.in))
        rest = (str){rest.data + CURRENCY_TEXT - 1, rest.size - (CURRENCY_TEXT - 1)};
    if (levels.in == CURRENCY_NONE || rest.size > FEE_TEXT_MAX)
        return false;
    while (rest.size > 0)
        if (!parse_level(str_split(&rest, ';'), currency_exponent(levels.in), &levels))
            return false;
    *ret_levels = levels;
    return true;
}

static void put_limit(struct buf *out, const char *word, int64_t limit, int exponent)
{
    char text[MONEY_TEXT_SIZE];
    if (limit > 0)
        buf_printf(out, " %s %s", word, money_format_plain((money){limit}, exponent, text));
}

str fee_levels_format(struct arena *arena, const struct fee_levels *levels)
{
    struct buf out = buf_start(arena, FEE_TEXT_MAX);
    char text[MONEY_TEXT_SIZE];
    if (levels->count == 0)
        return STR("");
    const int exponent = currency_exponent(levels->in);
    buf_printf(&out, "%s", currency_format(levels->in, text));
    for (int i = 0; i < levels->count; i++) {
        const struct fee_rule *const rule = &levels->of[i].rule;
        buf_printf(&out, "%s %d:", i > 0 ? ";" : "", levels->of[i].days);
        if (rule->fixed > 0)
            buf_printf(&out, " %s", money_format_plain((money){rule->fixed}, exponent, text));
        if (rule->rate > 0)
            buf_printf(&out, "%s %s%%", rule->fixed > 0 ? " +" : "",
                       money_format_plain((money){rule->rate}, PERCENT_DECIMALS, text));
        put_limit(&out, "min", rule->least, exponent);
        put_limit(&out, "max", rule->most, exponent);
    }
    return buf_str(&out);
}
