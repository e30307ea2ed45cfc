#include "money/fee.h"

#include "money/interest.h"

bool fee_of(const struct fee_rule *rule, int64_t claim, int64_t *ret_fee)
{
    money part = {0};
    int64_t fee = 0;
    if (!money_scale((money){claim}, rule->rate, INTEREST_MILLION, &part) ||
        __builtin_add_overflow(part.minor, rule->fixed, &fee))
        return false;
    *ret_fee = rule->most > 0 && fee > rule->most ? rule->most : fee;
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
