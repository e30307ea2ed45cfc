#include "comply/charge.h"

#include <assert.h>

const char *charge_verdict_name(enum charge_verdict verdict)
{
    static const char *const names[] = {"no_cap", "allowed", "unknown", "refused"};
    assert(verdict <= CHARGE_REFUSED);
    return names[verdict];
}

enum charge_verdict charge_worse(enum charge_verdict a, enum charge_verdict b)
{
    return a > b ? a : b; /* the list is in that order */
}

enum charge_verdict charge_begin(const struct pack *pack, str country)
{
    return str_equal_c(country, pack_country(pack)) ? CHARGE_NO_CAP : CHARGE_UNKNOWN;
}

bool charge_binds(const struct pack_rule *rule, day on)
{
    const bool is_live =
        strcmp(rule->status, "in_force") == 0 || strcmp(rule->status, "policy_default") == 0;
    return is_live && (rule->effective_on == DAY_NONE || rule->effective_on <= on) &&
           (rule->repealed_on == DAY_NONE || on < rule->repealed_on);
}

static enum charge_verdict compare(int64_t asked, int64_t most)
{
    return asked != CHARGE_NOT_SAID && asked > most ? CHARGE_REFUSED : CHARGE_ALLOWED;
}

enum charge_verdict charge_judge_fee(const struct pack_rule *rule, const struct charge_fee *asked,
                                     int64_t *ret_most)
{
    *ret_most = 0;
    if (!fee_cap_amount(rule->fee, asked->overdue, asked->unit_value, asked->days_late,
                        asked->is_notice_given, ret_most))
        return CHARGE_UNKNOWN;
    return compare(asked->fee, *ret_most);
}

enum charge_verdict charge_judge_rate(const struct rate_limit *limit, int64_t reference,
                                      int64_t rate, int64_t *ret_most)
{
    *ret_most = 0;
    if (!rate_limit_most(limit, reference, ret_most))
        return CHARGE_UNKNOWN;
    return compare(rate, *ret_most);
}
