/* What a law says in figures apart from contacts: terms, caps on fees, limits of interest.
 *
 * The figures stand in the packs.  Amounts are minor units; a fee's own unit (UF, UI, USD) counts
 * in hundredths; rates are parts per million, so 54 % is 540000.  What is computed is the most that
 * may be charged, and is rounded down.  All functions are pure; none asks whether a rule is in
 * force: pack_rule says it. */
#ifndef COMPLY_TERMS_H
#define COMPLY_TERMS_H
#include "comply/pack.h"

enum term_unit { TERM_DAYS, TERM_BUSINESS_DAYS, TERM_WEEKS, TERM_MONTHS, TERM_YEARS };

/* A span from an event: at most (an answer), or at least (a notice before a report). */
struct term {
    const char *id;
    int amount;
    enum term_unit unit;
    bool is_least;
};

/* NULL: the rule has no such term. */
const struct term *term_find(const struct pack_rule *rule, str id);
/* A term, and the rule that sets it. */
struct pack_term {
    const struct term *term;
    const struct pack_rule *rule;
};
/* The first rule in the order of the pack, so the country's before our policy's, that has a term of
 * one of these names and is in force on a day by its status: what is reckoned and not enforced by
 * the gate.  kind NULL: of any kind; ids: the names, the best first, ended by NULL.  False: none.
 */
MUST_CHECK bool term_find_of(const struct pack *pack, const char *kind, const char *const *ids,
                             day on, struct pack_term *ret_term);
/* The last day that keeps a longest term, the first that keeps a shortest one. */
day term_day(const struct term *term, const struct holiday_calendar *calendar, day start);
/* Whether something done on d keeps the term. */
bool term_is_kept(const struct term *term, const struct holiday_calendar *calendar, day start,
                  day d);

#define FEE_TIERS_MAX 8
#define FEE_OPEN      INT64_MAX /* a tier without an upper bound */

struct fee_tier {
    int64_t up_to; /* hundredths of the unit, FEE_OPEN for the last */
    int rate;      /* parts per million of the base */
    int64_t flat;  /* hundredths of the unit */
};

struct fee_cap {
    const char *unit; /* NULL: only shares of the base, no unit is needed */
    int unit_days;    /* a published value of the unit may be relied upon for so many days */
    int tier_count;
    struct fee_tier tiers[FEE_TIERS_MAX];
    bool is_marginal;  /* each tier's rate counts for its own part */
    int min_days_late; /* nothing before that day has passed */
    int64_t most;      /* hundredths of the unit; FEE_OPEN: no absolute cap */
    int64_t reduction; /* hundredths of the unit, where the free notice was not given */
    int notice_days;   /* the free notice must be given within */
};

/* The most that may be charged on an overdue base, reckoned exactly and rounded down once.
 * unit_value is one unit in millionths of a minor unit.  False on overflow and when a unit is
 * needed and its value is not above 0. */
MUST_CHECK bool fee_cap_amount(const struct fee_cap *cap, int64_t base, int64_t unit_value,
                               int days_late, bool is_notice_given, int64_t *ret_amount);

/* (reference + added) * times; a reference is published and stands outside of the pack. */
struct rate_limit {
    const char *id;
    const char *reference; /* NULL: the law fixes the figure, and added alone counts */
    const char *published; /* what rate_cap calls the reference; NULL: the contract's own rate */
    int published_days;    /* a published one may be relied upon for so many days */
    int64_t added;
    int64_t times; /* parts per million */
};

/* NULL: the rule has no such limit. */
const struct rate_limit *rate_limit_find(const struct pack_rule *rule, str id);
/* reference is what was published for the day, 0 where the law fixes the figure.  False on overflow
 * and where a reference is needed and not above 0: without it nobody may charge by it. */
MUST_CHECK bool rate_limit_most(const struct rate_limit *limit, int64_t reference,
                                int64_t *ret_rate);
#endif
