#include "book/interest_claim.h"

#define READJUSTMENT "readjustment"

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

day interest_claim_month(str name, enum component *ret_charged)
{
    enum component charged = COMPONENT_PRINCIPAL;
    char first[] = "0000-00-01";
    day month_on = DAY_NONE;
    enum { MONTH_BYTES = 7 };
    if (!parse_kind(str_split(&name, '-'), &charged) || name.size <= MONTH_BYTES ||
        name.data[MONTH_BYTES] != '-')
        return DAY_NONE;
    memcpy(first, name.data, MONTH_BYTES);
    if (!day_parse(str_of(first), &month_on))
        return DAY_NONE;
    *ret_charged = charged;
    return month_on;
}
