/* Signs between two values. */
#include "feel/tree.h"

#define DAY_SECONDS INT64_C(86400)
#define COUNT_MAX   (INT64_C(1) << 60)

static struct feel_value counted(enum feel_value_kind kind, int64_t count)
{
    if (count > COUNT_MAX || count < -COUNT_MAX)
        return feel_null();
    return (struct feel_value){.kind = kind, .count = count};
}

static struct feel_value number(bool is_some, decimal value)
{
    return is_some ? feel_number_of(value) : feel_null();
}

/* --- numbers --- */

static struct feel_value calculate_numbers(enum feel_sign sign, decimal a, decimal b)
{
    decimal result = {
        {0, 0}
    };
    bool is_some = false;
    if (sign == FEEL_SIGN_PLUS)
        is_some = decimal_add(a, b, &result);
    else if (sign == FEEL_SIGN_MINUS)
        is_some = decimal_subtract(a, b, &result);
    else if (sign == FEEL_SIGN_TIMES)
        is_some = decimal_multiply(a, b, &result);
    else if (sign == FEEL_SIGN_OVER)
        is_some = decimal_divide(a, b, &result);
    else if (sign == FEEL_SIGN_POWER)
        is_some = decimal_power(a, b, &result);
    return number(is_some, result);
}

/* --- days and durations --- */

static bool is_duration(struct feel_value value)
{
    return value.kind == FEEL_VALUE_MONTHS || value.kind == FEEL_VALUE_SECONDS;
}

static bool is_moment(struct feel_value value)
{
    return value.kind == FEEL_VALUE_DATE || value.kind == FEEL_VALUE_DATE_TIME ||
           value.kind == FEEL_VALUE_TIME;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* The same day of another month, or its last one. */
static struct feel_value add_months(struct feel_value moment, int64_t months)
{
    const bool is_date = moment.kind == FEEL_VALUE_DATE;
    const int64_t date = is_date ? moment.count : floor_divide(moment.count, DAY_SECONDS);
    if (moment.kind == FEEL_VALUE_TIME || months > 120000 || months < -120000)
        return feel_null();
    const day moved = day_add_months((day)date, (int)months);
    return counted(moment.kind,
                   is_date ? moved : moved * DAY_SECONDS + (moment.count - date * DAY_SECONDS));
}

static struct feel_value add_duration(struct feel_value moment, struct feel_value duration,
                                      int sign)
{
    const int64_t seconds = sign * duration.count;
    if (duration.kind == FEEL_VALUE_MONTHS)
        return add_months(moment, seconds);
    if (moment.kind == FEEL_VALUE_DATE)
        return counted(moment.kind,
                       floor_divide(moment.count * DAY_SECONDS + seconds, DAY_SECONDS));
    const int64_t count = moment.count + seconds;
    if (moment.kind == FEEL_VALUE_TIME) /* round the clock */
        return counted(moment.kind, count - floor_divide(count, DAY_SECONDS) * DAY_SECONDS);
    return counted(moment.kind, count);
}

static int64_t seconds_of(struct feel_value moment)
{
    return moment.kind == FEEL_VALUE_DATE ? moment.count * DAY_SECONDS : moment.count;
}

static struct feel_value scale_duration(enum feel_sign sign, struct feel_value duration,
                                        decimal factor)
{
    const decimal count = decimal_of_i64(duration.count);
    decimal scaled = {
        {0, 0}
    };
    int64_t whole = 0;
    const bool is_some = sign == FEEL_SIGN_TIMES ? decimal_multiply(count, factor, &scaled)
                                                 : decimal_divide(count, factor, &scaled);
    if (!is_some)
        return feel_null();
    const bool is_negative = decimal_compare(scaled, decimal_of_i64(0)) < 0;
    if (!decimal_round(scaled, 0, is_negative ? DECIMAL_CEILING : DECIMAL_FLOOR, &scaled) ||
        !decimal_to_i64(scaled, &whole))
        return feel_null();
    return counted(duration.kind, whole);
}

/* Whether there is a time between them: a day is its midnight by UTC. */
static bool are_apart(struct feel_value a, struct feel_value b)
{
    if (!is_moment(a) || !is_moment(b))
        return false;
    if (a.kind == b.kind)
        return a.is_utc == b.is_utc;
    return (a.kind == FEEL_VALUE_DATE && b.kind == FEEL_VALUE_DATE_TIME && b.is_utc) ||
           (b.kind == FEEL_VALUE_DATE && a.kind == FEEL_VALUE_DATE_TIME && a.is_utc);
}

static struct feel_value same_zone(struct feel_value moment, struct feel_value moved)
{
    moved.is_utc = moment.is_utc;
    return moved;
}

static struct feel_value calculate_times(enum feel_sign sign, struct feel_value a,
                                         struct feel_value b)
{
    const bool adds = sign == FEEL_SIGN_PLUS;
    decimal ratio = {
        {0, 0}
    };
    if ((adds || sign == FEEL_SIGN_MINUS) && is_moment(a) && is_duration(b))
        return same_zone(a, add_duration(a, b, adds ? 1 : -1));
    if (adds && is_duration(a) && is_moment(b))
        return same_zone(b, add_duration(b, a, 1));
    if (sign == FEEL_SIGN_MINUS && are_apart(a, b))
        return counted(FEEL_VALUE_SECONDS, seconds_of(a) - seconds_of(b));
    if ((adds || sign == FEEL_SIGN_MINUS) && is_duration(a) && a.kind == b.kind)
        return counted(a.kind, adds ? a.count + b.count : a.count - b.count);
    if (sign == FEEL_SIGN_OVER && is_duration(a) && a.kind == b.kind)
        return number(decimal_divide(decimal_of_i64(a.count), decimal_of_i64(b.count), &ratio),
                      ratio);
    if ((sign == FEEL_SIGN_TIMES || sign == FEEL_SIGN_OVER) && is_duration(a) &&
        b.kind == FEEL_VALUE_NUMBER)
        return scale_duration(sign, a, b.number);
    if (sign == FEEL_SIGN_TIMES && a.kind == FEEL_VALUE_NUMBER && is_duration(b))
        return scale_duration(sign, b, a.number);
    return feel_null();
}

/* --- comparison --- */

static struct feel_value compare(enum feel_sign sign, struct feel_value a, struct feel_value b)
{
    const enum feel_order order = feel_compare(a, b);
    if (order == FEEL_NO_ORDER)
        return feel_null();
    if (sign == FEEL_SIGN_LESS)
        return feel_boolean(order == FEEL_BELOW);
    if (sign == FEEL_SIGN_LESS_EQUAL)
        return feel_boolean(order != FEEL_ABOVE);
    if (sign == FEEL_SIGN_GREATER)
        return feel_boolean(order == FEEL_ABOVE);
    return feel_boolean(order != FEEL_BELOW);
}

struct feel_value feel_calculate(struct op *op, enum feel_sign sign, struct feel_value a,
                                 struct feel_value b)
{
    if (sign == FEEL_SIGN_EQUAL || sign == FEEL_SIGN_NOT_EQUAL) {
        struct feel_value equal = feel_equal(a, b);
        if (equal.kind == FEEL_VALUE_BOOLEAN && sign == FEEL_SIGN_NOT_EQUAL)
            equal.boolean = !equal.boolean;
        return equal;
    }
    if (sign >= FEEL_SIGN_LESS && sign <= FEEL_SIGN_GREATER_EQUAL)
        return compare(sign, a, b);
    if (a.kind == FEEL_VALUE_NUMBER && b.kind == FEEL_VALUE_NUMBER)
        return calculate_numbers(sign, a.number, b.number);
    if (sign == FEEL_SIGN_PLUS && a.kind == FEEL_VALUE_STRING && b.kind == FEEL_VALUE_STRING)
        return feel_string_of(str_of(
            arena_printf(op->arena, STR_FORMAT STR_FORMAT, STR_ARG(a.string), STR_ARG(b.string))));
    return calculate_times(sign, a, b);
}
