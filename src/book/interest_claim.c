#include "book/interest_claim.h"

#include <assert.h>

#include "money/fee.h"

#define READJUSTMENT "readjustment"
#define LATE_FEE     "late_fee"

static bool parse_kind(str text, enum component *ret_charged)
{
    *ret_charged = COMPONENT_PRINCIPAL;
    return str_equal_c(text, READJUSTMENT) ||
           (component_parse(text, ret_charged) &&
            (*ret_charged == COMPONENT_INTEREST || *ret_charged == COMPONENT_LATE_INTEREST));
}

str interest_claim_name(struct op *op, enum component charged, day month_on, str source,
                        str external_id)
{
    const struct civil civil = day_to_civil(month_on);
    return str_of(
        arena_printf(op->arena, "%s-%04d-%02d-" STR_FORMAT "/" STR_FORMAT,
                     charged == COMPONENT_PRINCIPAL ? READJUSTMENT : component_name(charged),
                     civil.year, civil.month, STR_ARG(source), STR_ARG(external_id)));
}

str late_fee_claim_name(struct op *op, int level, day on, str source, str external_id)
{
    char text[DAY_TEXT_SIZE];
    return str_of(arena_printf(op->arena, LATE_FEE "-%d-%s-" STR_FORMAT "/" STR_FORMAT, level,
                               day_format(on, text), STR_ARG(source), STR_ARG(external_id)));
}

bool late_fee_claim_is_twin(str a, str b)
{
    enum { DAY_AT = sizeof(LATE_FEE "-1-") - 1, DAY_BYTES = 10, REST_AT = DAY_AT + DAY_BYTES };
    static_assert(FEE_LEVELS_MAX <= 9, "a level is one digit of its name");
    return a.size == b.size && a.size > REST_AT && memcmp(a.data, b.data, DAY_AT) == 0 &&
           memcmp(a.data + REST_AT, b.data + REST_AT, a.size - REST_AT) == 0;
}

/* The month of "1-2026-03-31-…". */
static day late_fee_month(str name, enum component *ret_charged)
{
    enum { DAY_BYTES = 10 };
    int64_t level = 0;
    day on = DAY_NONE;
    if (!str_to_i64(str_split(&name, '-'), &level) || name.size <= DAY_BYTES ||
        name.data[DAY_BYTES] != '-' || !day_parse((str){name.data, DAY_BYTES}, &on))
        return DAY_NONE;
    *ret_charged = COMPONENT_FEE;
    return day_month_start(on);
}

day interest_claim_month(str name, enum component *ret_charged)
{
    enum component charged = COMPONENT_PRINCIPAL;
    char first[] = "0000-00-01";
    day month_on = DAY_NONE;
    enum { MONTH_BYTES = 7 };
    const str kind = str_split(&name, '-');
    if (str_equal_c(kind, LATE_FEE))
        return late_fee_month(name, ret_charged);
    if (!parse_kind(kind, &charged) || name.size <= MONTH_BYTES || name.data[MONTH_BYTES] != '-')
        return DAY_NONE;
    memcpy(first, name.data, MONTH_BYTES);
    if (!day_parse(str_of(first), &month_on))
        return DAY_NONE;
    *ret_charged = charged;
    return month_on;
}
