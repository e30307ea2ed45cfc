#include "comply/terms.h"

#include <string.h>

#include "calendar/business_day.h"

#define MILLION INT64_C(1000000)

const struct term *term_find(const struct pack_rule *rule, str id)
{
    for (size_t i = 0; i < rule->term_count; i++)
        if (str_equal_c(id, rule->terms[i].id))
            return &rule->terms[i];
    return NULL;
}

/* The first of the ids that the rule has a term for. */
static const struct term *find_first(const struct pack_rule *rule, const char *const *ids)
{
    const struct term *term = NULL;
    for (; *ids && !term; ids++)
        term = term_find(rule, str_of(*ids));
    return term;
}

static bool is_in_force(const struct pack_rule *rule, day on)
{
    const bool is_rule =
        strcmp(rule->status, "in_force") == 0 || strcmp(rule->status, "policy_default") == 0;
    return is_rule && (rule->effective_on == DAY_NONE || rule->effective_on <= on) &&
           (rule->repealed_on == DAY_NONE || on < rule->repealed_on);
}

bool term_find_of(const struct pack *pack, const char *kind, const char *const *ids, day on,
                  struct pack_term *ret_term)
{
    for (size_t i = 0; i < pack_rule_count(pack); i++) {
        const struct pack_rule *const rule = pack_rule_at(pack, i);
        const struct term *const term = find_first(rule, ids);
        if (!term || (kind && strcmp(rule->kind, kind) != 0) || !is_in_force(rule, on))
            continue;
        *ret_term = (struct pack_term){term, rule};
        return true;
    }
    return false;
}

day term_day(const struct term *term, const struct holiday_calendar *calendar, day start)
{
    switch (term->unit) {
    case TERM_BUSINESS_DAYS:
        return business_day_add(calendar, start, term->amount);
    case TERM_WEEKS:
        return start + 7 * term->amount;
    case TERM_MONTHS:
        return day_add_months(start, term->amount);
    case TERM_YEARS:
        return day_add_months(start, 12 * term->amount);
    case TERM_DAYS:
        break;
    }
    return start + term->amount;
}

bool term_is_kept(const struct term *term, const struct holiday_calendar *calendar, day start,
                  day d)
{
    const day bound = term_day(term, calendar, start);
    return term->is_least ? d >= bound : d <= bound;
}

/* Amounts are reckoned in hundredths of millionths of a minor unit, and shares of them a million
 * times finer: nothing is rounded before the end. */
#define FINE  (100 * MILLION)
#define FINER ((__int128)FINE * MILLION)

/* One more than the largest amount: what a product with a rate still has room for. */
#define FINE_MOST (((__int128)INT64_MAX + 1) * FINE)

/* Hundredths of a unit, or the far end of what can be counted. */
static __int128 in_fine(int64_t hundredths, int64_t unit_value)
{
    const __int128 fine = (__int128)hundredths * unit_value;
    return fine < FINE_MOST ? fine : FINE_MOST;
}

static bool needs_unit(const struct fee_cap *cap)
{
    return cap->unit != NULL;
}

/* The tiers' sum, in the finer unit; each tier reaches from the one before. */
static __int128 sum_tiers(const struct fee_cap *cap, __int128 base, int64_t unit_value)
{
    __int128 from = 0;
    __int128 sum = 0;
    for (int i = 0; i < cap->tier_count; i++) {
        const struct fee_tier *const tier = &cap->tiers[i];
        const bool is_last = tier->up_to == FEE_OPEN;
        const __int128 until = is_last ? base : in_fine(tier->up_to, unit_value);
        const __int128 upper = base < until ? base : until;
        if (cap->is_marginal)
            sum += upper > from ? (upper - from) * tier->rate : 0;
        else if (base <= until)
            return base * tier->rate + in_fine(tier->flat, unit_value) * MILLION;
        from = until;
    }
    return sum;
}

bool fee_cap_amount(const struct fee_cap *cap, int64_t base, int64_t unit_value, int days_late,
                    bool is_notice_given, int64_t *ret_amount)
{
    if (base < 0 || (needs_unit(cap) && unit_value <= 0))
        return false;
    __int128 most = sum_tiers(cap, (__int128)base * FINE, unit_value);
    if (cap->most != FEE_OPEN) {
        const __int128 absolute = in_fine(cap->most, unit_value) * MILLION;
        most = cap->tier_count == 0 || absolute < most ? absolute : most;
    }
    if (!is_notice_given)
        most -= in_fine(cap->reduction, unit_value) * MILLION;
    if (days_late <= cap->min_days_late || most < 0)
        most = 0;
    most /= FINER;
    if (most > INT64_MAX)
        return false;
    *ret_amount = (int64_t)most;
    return true;
}

const struct rate_limit *rate_limit_find(const struct pack_rule *rule, str id)
{
    for (size_t i = 0; i < rule->rate_count; i++)
        if (str_equal_c(id, rule->rates[i].id))
            return &rule->rates[i];
    return NULL;
}

bool rate_limit_most(const struct rate_limit *limit, int64_t reference, int64_t *ret_rate)
{
    if (limit->reference && reference <= 0)
        return false;
    const __int128 most =
        ((__int128)(limit->reference ? reference : 0) + limit->added) * limit->times / MILLION;
    if (most > INT64_MAX)
        return false;
    *ret_rate = (int64_t)most;
    return true;
}
